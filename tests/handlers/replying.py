"""What holds for everything that is said at once."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies import Reply
from tests.fakes.rules import check_reply
from tests.fakes.telegram_html import utf16_length


def all_valid(messages: Sequence[Reply]) -> None:
    """Every message is one that Telegram takes, and the buttons stand under the last."""
    assert messages
    for message in messages:
        check_reply(message)
        assert utf16_length(message.html) <= 4096
    assert not any(message.buttons for message in messages[:-1])
