"""Bot API calls over one aiohttp session, long polls and uploads included, and why a call failed, in plain words."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import aiohttp
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.updates import parse_json
from handlers.sending import NotDone, NotReached

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput  # in the signatures of overridden methods

_CONNECTIONS = 256
_POOL_TIMEOUT = 5.0
_CONNECT_TIMEOUT = 5.0
_READ_TIMEOUT = 10.0
_WRITE_TIMEOUT = 10.0
_UPLOAD_TIMEOUT = 60.0
# 504 isn't among them: a request that timed out may have been executed.
_TROUBLES = frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE})
_NEVER_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_SENT = frozenset({"entities", "caption_entities", "reply_markup", "reply_to_message", "quote", "link_preview_options"})


class AiohttpRequest(BaseRequest):
    """Implements `BaseRequest`. Timeouts are seconds, None for none.

    Telegram's URLs contain the token, so no error says more than what kind of failure it was.
    """

    __slots__ = ("_read_timeout", "_session")

    def __init__(self, read_timeout: float | None = _READ_TIMEOUT) -> None:
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long a response may take, unless the call has its own value."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session if it isn't open: one object may serve a bot's calls and its long polls.

        A proxy of the environment is only used if it is set now: aiohttp would look for it at every call, in a thread,
        which takes longer than the call.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=bool(getproxies()),
            )

    async def shutdown(self) -> None:
        """Close the session, if it is open."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse Telegram's response; raise `TelegramError` if it can't be parsed, and log none of it.

        The response to a sent message repeats its content and the message that it replies to. Nothing uses these, and
        building objects from them would take longer than the call, so they are removed.
        """
        try:
            answer = parse_json(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {name: value for name, value in result.items() if name not in _SENT}
        return answer

    async def do_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return its HTTP status and body; raise `TimedOut` or `NetworkError`.

        Their subclasses `NotReached` and `NotDone` mean that the same call may be repeated.
        """
        if self._session is None:
            raise NotReached("The connection to Telegram is closed")
        upload = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_chosen(read_timeout, self._read_timeout),
            write=_chosen(write_timeout, _UPLOAD_TIMEOUT if upload else _WRITE_TIMEOUT),
            connect=_chosen(connect_timeout, _CONNECT_TIMEOUT),
            pool=_chosen(pool_timeout, _POOL_TIMEOUT),
            bounded=method == "POST",
        )
        data, headers = _body(request_data)
        try:
            async with self._session.request(method, url, data=data, headers=headers, timeout=timeout) as response:
                body = await response.read()
                if response.status in _TROUBLES:
                    raise NotDone(HTTPStatus(response.status).phrase)
                return response.status, body
        except _NEVER_CONNECTED as error:
            raise NotReached(reason(error)) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(reason(error)) from None


def _chosen(value: ODVInput[float], default: float | None) -> float | None:
    """The call's own value, or `default` for python-telegram-bot's sentinel of an unset one."""
    return float(value) if isinstance(value, (int, float)) else None if value is None else default


def _timeout(
    *, read: float | None, write: float | None, connect: float | None, pool: float | None, bounded: bool
) -> aiohttp.ClientTimeout:
    """aiohttp has no time limit for writing, so a `bounded` call has one for everything together."""
    parts = [part for part in (read, write, connect, pool) if part is not None]
    return aiohttp.ClientTimeout(
        total=sum(parts) if bounded and len(parts) == 4 else None,
        connect=None if pool is None or connect is None else pool + connect,
        sock_connect=connect,
        sock_read=read,
    )


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        text = json.dumps(request_data.parameters, ensure_ascii=False)
        return text.encode(errors="replace"), {"Content-Type": "application/json"}
    form = aiohttp.FormData(quote_fields=False)  # Telegram reads a file name as it stands
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=content_type)
    return form, {}


class TelegramFailed(Exception):  # noqa: N818 - what happened, said as in a sentence
    """The bot can't connect to Telegram; the message is a sentence with the reason, without the token."""


class TelegramRefused(TelegramFailed):
    """Telegram refuses the token or the webhook."""


class TelegramUnreachable(TelegramFailed):
    """Telegram doesn't answer."""


@contextlib.contextmanager
def explained(api_base: str) -> Iterator[None]:
    """Turn Telegram's errors into `TelegramFailed`, without the original, which may contain the token."""
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
    """Return the reason of `error`, such as `connection refused`."""
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return words
    told = _system(error)
    return f"the proxy can't be reached, {told}" if isinstance(error, aiohttp.ClientProxyConnectionError) else told


def _system(error: Exception) -> str:
    # asyncio words an error of its own around the system's, whose number it keeps.
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number).lower() if number and number > 0 else "the connection failed"
