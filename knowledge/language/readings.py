"""How single characters are read, from readings.txt: pypinyin would take three times the memory."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

READINGS = Path(__file__).with_name("readings.txt")
MOST = 3  # readings of a character that are kept


def toneless(reading: str) -> str:
    """Return a reading without its tone, `ü` as `v`: lǜ is lv."""
    plain = unicodedata.normalize("NFD", reading)
    return "".join(c for c in plain if not unicodedata.combining(c) or c == "\u0308").replace("u\u0308", "v")


def syllables_of(char: str) -> tuple[str, ...]:
    """Return the toneless readings of one Chinese character, the commonest first, `ü` as `v`; none for others."""
    return _readings().get(char, ())


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            readings, _, chars = line.partition(" ")
            found |= dict.fromkeys(chars, tuple(readings.split(",")))
    return found
