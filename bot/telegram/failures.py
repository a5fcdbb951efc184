"""Why Telegram can't be used or a call failed, in plain words that hold neither an address nor the token."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import aiohttp
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


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "its name isn't found"),
    (aiohttp.ClientConnectorCertificateError, "its certificate isn't valid"),
    (aiohttp.ClientSSLError, "no secure connection comes about"),
    (aiohttp.ServerFingerprintMismatch, "its certificate isn't valid"),
    (aiohttp.ServerDisconnectedError, "it closed the connection"),
    (aiohttp.ClientConnectionResetError, "it closed the connection"),
    (aiohttp.ClientPayloadError, "its answer broke off"),
    (aiohttp.ClientHttpProxyError, "the proxy refuses the connection"),
    (aiohttp.InvalidURL, "the address isn't valid"),
    (aiohttp.NonHttpUrlClientError, "the address isn't valid"),
)


def reason(error: Exception) -> str:
    """Return why `error` came, such as `connection refused`."""
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return words
    told = _system(error)
    return f"the proxy can't be reached, {told}" if isinstance(error, aiohttp.ClientProxyConnectionError) else told


def _system(error: Exception) -> str:
    # asyncio words an error of its own around the system's, whose number it keeps.
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number).lower() if number and number > 0 else "the connection failed"
