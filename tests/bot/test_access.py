"""Who reaches what: the settings open the page, the API and the metrics, and nothing else does."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings, load_settings
from bot.web import LONGEST_LINE, Access, build_app
from bot.web.access import MISSES_OF_ALL, MISSES_OF_ONE, REQUESTS
from handlers.services import Services
from tests.bot.conftest import Client
from tests.bot.raw import sockets
from tests.fakes.bot_api import TOKEN
from tests.fakes.small import AskedLibrary

PUBLIC = Access(is_local=False, proxies=1)
PATHS = {
    "page": ("/", "/static/app.js", "/api/ask?q=第3件", "/api/entry/f7c45979115"),
    "metrics": ("/metrics",),
    "probes": ("/healthz", "/readyz"),
}
WEBHOOK = {"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://bot.example"}
TOO_OFTEN = "操作太频繁了，请稍后再试。"
FOREIGN = "这个网页只供本机使用，请用 127.0.0.1 或 localhost 打开。"

Serve = Callable[[Access], AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(services: Services, engine: AskedLibrary) -> Serve:
    """Start a server for which no time goes by."""

    @asynccontextmanager
    async def started(access: Access) -> AsyncIterator[Client]:
        server = TestServer(build_app(services.responder, access=access, clock=lambda: 0.0))
        engine.asked.clear()  # the page has asked its examples
        await server.start_server(max_line_size=LONGEST_LINE)
        async with TestClient(server) as client:
            yield client

    return started


async def status(client: Client, path: str, **headers: str) -> int:
    async with client.get(path, headers=headers) as response:
        return response.status


def seen_from(address: str) -> dict[str, str]:
    """The header of a request that the operator's proxy got from `address`."""
    return {"X-Forwarded-For": address}


@pytest.mark.parametrize(
    ("variables", "served"),
    [
        ({}, "page metrics"),
        ({"HOST": "127.0.0.2"}, "page metrics"),
        ({"HOST": "localhost"}, "page metrics"),
        ({"HOST": "::1"}, "page metrics"),
        ({"PUBLIC_WEB": "page"}, "page"),
        ({"PUBLIC_WEB": "metrics"}, "metrics"),
        ({"HOST": "0.0.0.0"}, ""),  # noqa: S104
        ({"HOST": "::"}, ""),
        ({"HOST": "192.0.2.1"}, ""),
        ({"HOST": "bot.example.org"}, ""),
        ({"HOST": "0.0.0.0", "PUBLIC_WEB": "page"}, "page"),  # noqa: S104
        (WEBHOOK, ""),
        (WEBHOOK | {"HOST": "127.0.0.1"}, ""),
        (WEBHOOK | {"PUBLIC_WEB": "page"}, "page"),
        (WEBHOOK | {"PUBLIC_WEB": "metrics"}, "metrics"),
        (WEBHOOK | {"HOST": "127.0.0.1", "PUBLIC_WEB": "page,metrics"}, "page metrics"),
    ],
)
async def test_what_is_served_beside_the_webhook_and_the_probes(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], served: str
) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), variables.get(name.upper(), ""))
    async with serve(Access.chosen(load_settings())) as client:
        for name, paths in PATHS.items():
            expected = 200 if name in {"probes", *served.split()} else 404
            assert {path: await status(client, path) for path in paths} == dict.fromkeys(paths, expected)


@pytest.mark.parametrize("path", [*PATHS["page"], *PATHS["metrics"]])
@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "box"]
)
async def test_a_local_server_knows_itself_by_its_names(serve: Serve, path: str, name: str) -> None:
    async with serve(Access(host="box")) as client:
        assert await status(client, path, Host=name) == 200


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "evil@localhost",
        "localhost/",
        "192.0.2.1",
        ":80",
        "",
        "[::1",
    ],
)
async def test_a_local_server_refuses_other_names_and_stays_up_for_probes(
    serve: Serve, engine: AskedLibrary, name: str
) -> None:
    async with serve(Access()) as client:
        for path in (*PATHS["page"], *PATHS["metrics"]):
            async with client.get(path, headers={"Host": name}) as response:
                assert response.status == 403
                said = (await response.json()) if path.startswith("/api/") else await response.text()
                assert said == ({"error": "foreign", "message": FOREIGN} if path.startswith("/api/") else FOREIGN)
        assert [await status(client, path, Host=name) for path in PATHS["probes"]] == [200, 200]
    assert engine.asked == []


async def test_a_request_of_http_1_0_may_name_nobody_and_is_refused(serve: Serve) -> None:
    async with serve(Access()) as client, sockets(client.port or 0, 1) as (socket,):
        socket.send(b"GET / HTTP/1.0\r\n\r\n")
        assert (await socket.rest()).startswith(b"HTTP/1.0 403 ")


async def test_a_public_page_may_be_called_by_any_name(serve: Serve) -> None:
    async with serve(PUBLIC) as client:
        assert await status(client, "/", Host="bot.example.org") == 200


async def test_an_address_that_asks_too_often_is_told_when_to_come_back(serve: Serve, engine: AskedLibrary) -> None:
    async with serve(PUBLIC) as client:
        alice, bob = seen_from("192.0.2.1"), seen_from("192.0.2.2")
        for _ in range(REQUESTS.burst):
            assert await status(client, "/api/ask?q=第3件", **alice) == 200
        engine.asked.clear()
        async with client.get("/api/ask?q=第3件", headers=alice) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "1")
            assert await response.json() == {"error": "limited", "message": TOO_OFTEN}
        async with client.get("/", headers=alice) as response:
            assert response.status == 429
            assert TOO_OFTEN in await response.text()
        assert await status(client, "/metrics", **alice) == 429
        assert engine.asked == []
        assert [await status(client, path, **alice) for path in PATHS["probes"]] == [200, 200]
        assert await status(client, "/api/ask?q=第3件", **bob) == 200


async def exhausted(client: Client, *addresses: str) -> bool:
    """Whether these are all one address to the server: the most that one may ask is the most that all of them may."""
    found = [
        await status(client, "/api/entry/f7c45979115", **seen_from(addresses[each % len(addresses)]))
        for each in range(REQUESTS.burst + 1)
    ]
    return found.count(200) == REQUESTS.burst and found[-1] == 429


@pytest.mark.parametrize(
    ("addresses", "is_one"),
    [
        (("192.0.2.1", "1.1.1.1, 192.0.2.1", "2.2.2.2,192.0.2.1"), True),  # what the client itself wrote isn't believed
        (("192.0.2.1", "192.0.2.2"), False),
        (("192.0.2.1, 192.0.2.2", "192.0.2.1, 192.0.2.3"), False),
        (("192.0.2.1:1234", "192.0.2.1:5678", "::ffff:192.0.2.1"), True),
        (("2001:db8::1", "2001:db8::ffff", "[2001:db8::2]:80", "2001:DB8:0:0:1::"), True),
        (("2001:db8::1", "2001:db8:0:1::1"), False),
        (("unknown", "nonsense", "", "127.0.0.1"), True),  # the proxy's own address, since it names none
    ],
)
async def test_clients_are_told_apart_by_the_address_that_the_proxy_saw(
    serve: Serve, addresses: tuple[str, ...], is_one: bool
) -> None:
    async with serve(PUBLIC) as client:
        assert await exhausted(client, *addresses) == is_one


async def test_behind_two_proxies_it_is_the_last_but_one(serve: Serve) -> None:
    async with serve(Access(is_local=False, proxies=2)) as client:
        assert await exhausted(client, "1.1.1.1, 192.0.2.1, 10.0.0.1", "2.2.2.2, 192.0.2.1, 10.0.0.2", "192.0.2.1")
        assert await status(client, "/", **seen_from("192.0.2.1, 192.0.2.2, 10.0.0.1")) == 200


async def test_without_a_trusted_proxy_nothing_is_believed_and_the_log_says_so_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with serve(Access(is_local=False)) as client:
            assert await exhausted(client, "192.0.2.1", "192.0.2.2")
    assert [record.getMessage() for record in caplog.records] == [
        "Requests come with X-Forwarded-For, and TRUSTED_PROXIES is 0: behind a proxy all people count as one address, "
        "and are limited together. If there is a proxy, say how many"
    ]


async def test_on_this_machine_nobody_is_limited(serve: Serve) -> None:
    async with serve(Access()) as client:
        assert {await status(client, "/api/entry/f7c45979115") for _ in range(REQUESTS.burst * 2)} == {200}


async def kept(services: Services) -> int:
    """How many questions without an answer the editor would be shown."""
    await services.store.flush()
    return len(await services.store.misses.top(None))


async def test_what_a_proxy_on_this_machine_forwards_is_not_local(serve: Serve, services: Services) -> None:
    """It may ask by this machine's own name, for people elsewhere."""
    async with serve(Access()) as client:
        assert await status(client, "/", Host="127.0.0.1:8080", **seen_from("192.0.2.1")) == 403
        assert [await status(client, path, **seen_from("192.0.2.1")) for path in PATHS["probes"]] == [200, 200]


async def test_of_one_address_few_unanswered_questions_are_kept(serve: Serve, services: Services) -> None:
    async with serve(PUBLIC) as client:
        for number in range(REQUESTS.burst):
            assert await status(client, f"/api/ask?q=没有{number}", **seen_from("192.0.2.1")) == 200
        assert await kept(services) == MISSES_OF_ONE.burst


@pytest.mark.parametrize(("access", "count"), [(PUBLIC, 1200), (Access(), 1200)])
async def test_of_all_addresses_a_bounded_number_is_kept(
    serve: Serve, services: Services, engine: AskedLibrary, access: Access, count: int
) -> None:
    async with serve(access) as client, sockets(client.port or 0, 1) as (socket,):
        for start in range(0, count, 10):  # from each address so many that it is left alone
            for number in range(start, start + 10):
                address = seen_from(f"10.0.{start // 2500}.{start // 10 % 250}") if access is PUBLIC else {}
                socket.get(f"/api/ask?q=nothing-{number}", **address)
            assert [(await socket.response())[0] for _ in range(10)] == [200] * 10
    assert len(engine.asked) == count
    assert await kept(services) == MISSES_OF_ALL.burst == 1000


async def test_no_more_of_a_long_question_is_kept_than_the_table_takes(serve: Serve, services: Services) -> None:
    async with serve(PUBLIC) as client:
        assert await status(client, f"/api/ask?q={'长' * 4096}") == 200
    await services.store.flush()
    assert [len(miss.text) for miss in await services.store.misses.top()] == [200]
