"""A Bot API of the tests' own: a real HTTP server on loopback that refuses what Telegram refuses."""

from __future__ import annotations

import asyncio
import io
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.chats import Chats
from tests.fakes.rules import Refusal, bad_request, check_command
from tests.fakes.updates import Feed

TOKEN = "123456:the-fake-bots-secret"  # noqa: S105 - opens nothing
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "政府工作报告",
    "username": "report_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
}
PATIENCE = 30.0
"""Seconds after which a test that waits for something gives up."""

Params = dict[str, Any]


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Call:
    """A call as it came in, whether it was granted or refused."""

    method: str
    params: Params
    files: dict[str, File] = field(default_factory=dict)


class BotApi:
    """The fake. `chats` holds what people and the bot wrote; `feed` the updates that wait for the bot."""

    def __init__(self) -> None:
        self.chats = Chats(ME)
        self.feed = Feed()
        self.calls: list[Call] = []
        self.commands: list[dict[str, str]] = []
        self.webhook: Params = {}
        self.webhook_server = ""
        self._refusals: defaultdict[str, list[Refusal | None]] = defaultdict(list)
        self._gates: dict[str, asyncio.Event] = {}
        self._arrivals: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._server: TestServer | None = None

    @property
    def base(self) -> str:
        """What the bot takes for `https://api.telegram.org/bot`."""
        assert self._server is not None
        return str(self._server.make_url("/bot"))

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._receive)
        self._server = TestServer(app)
        await self._server.start_server()

    async def stop(self) -> None:
        self.feed.close()
        assert self._server is not None
        await self._server.close()

    async def __aenter__(self) -> BotApi:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def grant_next(self, method: str) -> None:
        """The next call of `method`, after those that are to be refused, is granted, whatever follows."""
        self._refusals[method].append(None)

    def refuse_next(self, method: str, status: int, description: str, parameters: Params | None = None) -> None:
        """The next call of `method` is answered with an error."""
        self._refusals[method].append(Refusal(status, description, parameters))

    def hold(self, method: str) -> None:
        """Calls of `method` get no answer until `release`."""
        self._gates[method] = asyncio.Event()
        self._arrivals.pop(method, None)

    def release(self, method: str) -> None:
        self._gates.pop(method).set()

    async def arrival(self, method: str) -> None:
        """Returns when a call of `method` has come in since `hold`."""
        async with asyncio.timeout(PATIENCE):
            await self._arrivals[method].wait()

    async def deliver(self, update: Params) -> int | None:
        """Gives the bot an update and waits until it is dealt with; returns the webhook's status, if there is one."""
        async with asyncio.timeout(PATIENCE):
            if self.webhook.get("url"):
                return await self.post(json.dumps(update).encode())
            await self.feed.put(update)
            return None

    async def post(self, body: bytes, **headers: str) -> int:
        """Posts to the webhook as Telegram does; `headers` (with _ for -) replace Telegram's own."""
        url = self.webhook_server + urlsplit(self.webhook["url"]).path
        sent = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"], "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=io.BytesIO(body), headers=sent) as response,
        ):
            return response.status

    async def _receive(self, request: web.Request) -> web.Response:
        try:
            if request.match_info["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            params, files = await _read(request)
            method = request.match_info["method"]
            self.calls.append(Call(method, params, files))
            return web.json_response({"ok": True, "result": await self._grant(method, params, files)})
        except Refusal as refusal:
            body: Params = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.status)

    async def _grant(self, method: str, params: Params, files: dict[str, File]) -> Any:
        self._arrivals[method].set()
        if gate := self._gates.get(method):
            await gate.wait()
        if self._refusals[method] and (refusal := self._refusals[method].pop(0)):
            raise refusal
        own: dict[str, Callable[[Params], Any]] = {
            "getMe": lambda _: ME,
            "setMyCommands": self._set_my_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendDocument": lambda params: self._send_document(params, files),
            "sendMessage": self.chats.send,
            "editMessageText": self.chats.edit,
            "deleteMessage": self.chats.delete,
            "answerCallbackQuery": self.chats.answer_tap,
            "getUpdates": self._get_updates,
        }
        if method not in own:
            raise Refusal(404, "Not Found")
        result = own[method](params)
        return await result if isinstance(result, Awaitable) else result

    async def _get_updates(self, params: Params) -> list[Params]:
        if self.webhook.get("url"):
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        return await self.feed.get(
            int(params.get("offset", 0)), int(params.get("limit", 100)), float(params.get("timeout", 0))
        )

    def _set_my_commands(self, params: Params) -> bool:
        for command in params["commands"]:
            check_command(command["command"], command["description"])
        self.commands = params["commands"]
        return True

    def _set_webhook(self, params: Params) -> bool:
        if not str(params.get("url", "")).startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = params
        return True

    def _delete_webhook(self, _: Params) -> bool:
        self.webhook = {}
        return True

    def _send_document(self, params: Params, files: dict[str, File]) -> Params:
        if "document" not in files:
            raise bad_request("there is no document in the request")
        name = files["document"].name
        return self.chats.send({**params, "text": name}) | {
            "document": {"file_id": "file", "file_unique_id": "file", "file_name": name}
        }


async def _read(request: web.Request) -> tuple[Params, dict[str, File]]:
    """Parameters come as JSON, as a form, or in parts with files; nested ones in a form are JSON text."""
    if request.content_type == "application/json":
        return await request.json(), {}
    params: Params = {}
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read(), value.content_type)
        else:
            text = str(value)
            params[name] = json.loads(text) if text[:1] in {"{", "["} or text.lstrip("-").isdigit() else text
    return params, files
