"""What libraries read from the environment as they are imported; it stays as the operator set it, if he did."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from types import MappingProxyType

DEFAULTS = MappingProxyType(
    {
        "PTB_TIMEDELTA": "true",  # python-telegram-bot's time spans as in all versions to come
        # Characters' readings are all that is asked of pypinyin; its phrases, and a copy of all, would take 45 MiB.
        "PYPINYIN_NO_PHRASES": "1",
        "PYPINYIN_NO_DICT_COPY": "1",
    }
)


def prepare(environment: MutableMapping[str, str] = os.environ) -> None:
    """Chooses what nobody has chosen; to be called before the libraries are imported."""
    for name, value in DEFAULTS.items():
        environment.setdefault(name, value)
