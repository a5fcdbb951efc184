"""A Bot API of the tests' own: a real HTTP server on loopback that refuses what Telegram refuses."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.calls import Call, File, Params, read_call
from tests.fakes.chats import Chats
from tests.fakes.clock import Clock
from tests.fakes.inline import Inline
from tests.fakes.menus import Menu, Menus
from tests.fakes.rates import Rates, Sent
from tests.fakes.refusals import Refusal, bad_request
from tests.fakes.telegram_html import utf16_length
from tests.fakes.updates import Feed

__all__ = ["ME", "PATIENCE", "TOKEN", "BotApi", "Call", "File", "Params"]

TOKEN = "123456:the-fake-bots-secret"  # noqa: S105 - opens nothing
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "政府工作报告",
    "username": "report_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
}
MAX_CAPTION = 1024  # UTF-16 units
PATIENCE = 30.0
"""Seconds after which a test that waits for something gives up."""
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_POLLING_REFUSED = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class BotApi:
    """The fake. `chats` holds what people and the bot wrote; `feed` the updates that wait for the bot."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.chats = Chats(ME)
        self.inline = Inline(self.chats, ME)
        self.menus = Menus(self.chats.chats)
        self.feed = Feed()
        self.calls: list[Call] = []
        self.photos: dict[str, bytes] = {}
        """The pictures that were sent, by the ids that they got."""
        self.refused: list[tuple[str, str]] = []
        """The methods whose calls were refused, each with the words."""
        self.delivered: list[Params] = []
        self.allowed_updates: list[str] = []
        self.webhook: Params = {}
        self.webhook_server = ""
        self._bodies: defaultdict[str, list[bytes]] = defaultdict(list)
        self._refusals: defaultdict[str, list[Refusal | None]] = defaultdict(list)
        self._gates: dict[str, asyncio.Event] = {}
        self._arrivals: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._server: TestServer | None = None
        self._methods: dict[str, Callable[[Params], Any]] = {
            "getMe": lambda _: ME,
            "setMyCommands": self.menus.set,
            "deleteMyCommands": self.menus.delete,
            "getMyCommands": self.menus.get,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
            "sendMessage": self.chats.send,
            "editMessageText": self.chats.edit,
            "editMessageReplyMarkup": self.chats.edit_markup,
            "deleteMessage": self.chats.delete,
            "answerCallbackQuery": self.chats.answer_tap,
            "answerInlineQuery": self.inline.answer,
            "answerGuestQuery": self.inline.answer_guest,
            "getChat": self.chats.members.chat,
            "getChatMember": self.chats.members.get,
            "getChatAdministrators": self.chats.members.administrators,
        }

    @property
    def base(self) -> str:
        """What the bot takes for `https://api.telegram.org/bot`."""
        assert self._server is not None
        return str(self._server.make_url("/bot"))

    @property
    def commands(self) -> Menu:
        """The menu of the default scope for every language."""
        return self.menus.of()

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

    def rates(self) -> Rates:
        """How fast messages were sent and edited, granted or not."""
        writing = (call for call in self.calls if call.method.startswith(("send", "edit")))
        return Rates(tuple(Sent(call.at, call.params.get("chat_id")) for call in writing))

    def grant_next(self, method: str) -> None:
        """The next call of `method`, after those that are to be refused, is granted, whatever follows."""
        self._refusals[method].append(None)

    def refuse_next(self, method: str, status: int, description: str, parameters: Params | None = None) -> None:
        """The next call of `method` is answered with an error."""
        self._refusals[method].append(Refusal(status, description, parameters))

    def answer_next(self, method: str, body: bytes) -> None:
        """The next call of `method` does nothing and is answered with `body`, status 200, whatever that is."""
        self._bodies[method].append(body)

    def grant_all(self, method: str) -> None:
        """No call of `method` is to be refused any more."""
        self._refusals[method].clear()

    def hold(self, method: str) -> None:
        """Call of `method` get no answer until `release`."""
        self._gates[method] = asyncio.Event()
        self._arrivals.pop(method, None)

    def release(self, method: str) -> None:
        self._gates.pop(method).set()

    async def arrival(self, method: str) -> None:
        """Return when a call of `method` has come in since `hold`."""
        async with asyncio.timeout(PATIENCE):
            await self._arrivals[method].wait()

    def wants(self, kind: str) -> bool:
        """Whether the bot has asked for updates of this kind; without `allowed_updates` it gets the usual ones."""
        return kind in self.allowed_updates if self.allowed_updates else kind not in _ON_REQUEST

    async def deliver(self, update: Params) -> int | None:
        """Give the bot an update and wait until it is dealt with; return the webhook's status, if there is one."""
        self.clock.pass_by(self.clock.leisure)
        self.delivered.append(update := _as_sent(update))
        return await self._hand_over(update, self.feed.put)

    async def redeliver(self) -> int | None:
        """Give the bot the last update again, as Telegram does when it isn't sure that it arrived."""
        return await self._hand_over(self.delivered[-1], self.feed.repeat)

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

    async def _hand_over(self, update: Params, feed: Callable[[Params], Awaitable[None]]) -> int | None:
        async with asyncio.timeout(PATIENCE):
            if self.webhook.get("url"):
                return await self.post(json.dumps(update).encode())
            await feed(update)
            return None

    async def _receive(self, request: web.Request) -> web.Response:
        try:
            if request.match_info["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            params, files = await read_call(request)
            call = Call(request.match_info["method"], params, files, asyncio.get_running_loop().time())
            self.calls.append(call)
            if self._bodies[call.method]:
                return web.Response(body=self._bodies[call.method].pop(0), content_type="application/json")
            return web.json_response({"ok": True, "result": await self._grant(call)})
        except Refusal as refusal:
            self.refused.append((request.match_info["method"], refusal.description))
            body: Params = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.status)

    async def _grant(self, call: Call) -> Any:
        self._arrivals[call.method].set()
        if gate := self._gates.get(call.method):
            await gate.wait()
        if self._refusals[call.method] and (refusal := self._refusals[call.method].pop(0)):
            raise refusal
        if call.method == "sendDocument":
            return self._send_document(call)
        if call.method == "sendPhoto":
            return self._send_photo(call)
        if call.method not in self._methods:
            raise Refusal(404, "Not Found")
        result = self._methods[call.method](call.params)
        return await result if isinstance(result, Awaitable) else result

    async def _get_updates(self, params: Params) -> list[Params]:
        if self.webhook.get("url"):
            raise Refusal(409, _POLLING_REFUSED)
        self.allowed_updates = params.get("allowed_updates", self.allowed_updates)
        return await self.feed.get(
            int(params.get("offset", 0)), int(params.get("limit", 100)), float(params.get("timeout", 0))
        )

    def _set_webhook(self, params: Params) -> bool:
        if not str(params.get("url", "")).startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = params
        self.allowed_updates = params.get("allowed_updates", self.allowed_updates)
        return True

    def _delete_webhook(self, _: Params) -> bool:
        self.webhook = {}
        return True

    def _send_photo(self, call: Call) -> Params:
        """A new picture gets an id; by that it is sent again."""
        named = call.params.get("photo")
        if "photo" in call.files:
            named = f"photo-{len(self.photos)}"
            self.photos[named] = call.files["photo"].content
        elif named not in self.photos:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if utf16_length(re.sub(r"<[^>]*>", "", str(call.params.get("caption", "")))) > MAX_CAPTION:
            raise bad_request("message caption is too long")
        sent = self.chats.send({**call.params, "text": call.params.get("caption", "")})
        sent.pop("text")
        sent["photo"] = [{"file_id": named, "file_unique_id": named, "width": 720, "height": 300}]
        return sent

    def _send_document(self, call: Call) -> Params:
        if "document" not in call.files:
            raise bad_request("there is no document in the request")
        name = call.files["document"].name
        return self.chats.send({**call.params, "text": name}) | {
            "document": {"file_id": "file", "file_unique_id": "file", "file_name": name}
        }


def _as_sent(value: Any) -> Any:
    """A copy that later edits don't change, without what the tests alone know."""
    if isinstance(value, dict):
        return {name: _as_sent(inner) for name, inner in value.items() if name != "html"}
    return [_as_sent(inner) for inner in value] if isinstance(value, list) else value
