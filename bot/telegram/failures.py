"""Why the bot can't be in Telegram, as a sentence for the operator."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut


class TelegramFailed(Exception):  # noqa: N818 - what happened, said as in a sentence
    """The bot can't work in Telegram; the message is one sentence that says why, without the token."""


class TelegramRefused(TelegramFailed):
    """Telegram answers, and refuses: the token or the webhook."""


class TelegramUnreachable(TelegramFailed):
    """Telegram doesn't answer."""


@contextlib.contextmanager
def explained(api_base: str) -> Iterator[None]:
    """Turns Telegram's errors inside into `TelegramFailed`, with no trace of the original, which may hold the token."""
    try:
        yield
    except InvalidToken:
        raise TelegramRefused(f"Telegram at {api_base} refuses the token in BOT_TOKEN.") from None
    except BadRequest as error:
        raise TelegramRefused(f"Telegram at {api_base} refuses to start the bot: {error.message}.") from None
    except TimedOut:
        raise TelegramUnreachable(f"Telegram at {api_base} doesn't answer in time.") from None
    except NetworkError as error:
        raise TelegramUnreachable(f"Telegram at {api_base} can't be reached: {error.message}.") from None
    except TelegramError as error:
        raise TelegramRefused(f"Telegram at {api_base} doesn't start the bot: {error.message}.") from None
