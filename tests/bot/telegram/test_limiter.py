"""Telegram's limits are kept: overall, by chat and by group; a chat it has had enough of waits alone."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.limiter import ChatLimiter, Limits
from handlers.sending import PACED
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.leaping import LeapingLoop
from tests.fakes.people import Town
from tests.fakes.running import running

GROUP = -1001


class Telegram:
    """Notes when each chat gets its messages; `refuses` says how many seconds later it wants them."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limiter = ChatLimiter(limits or Limits())
        self.got: dict[Any, list[float]] = defaultdict(list)
        self.refuses: dict[Any, list[int]] = defaultdict(list)

    async def send(self, chat_id: int | str | None, endpoint: str = "sendMessage", lane: str | None = None) -> bool:
        data = {"chat_id": chat_id, "text": "…"} if chat_id is not None else {}
        return await self.limiter.process_request(self._take, (chat_id,), {}, endpoint, data, lane)  # type: ignore[return-value]

    async def _take(self, chat_id: int) -> bool:
        if self.refuses[chat_id]:
            raise RetryAfter(self.refuses[chat_id].pop(0))
        self.got[chat_id].append(now())
        return True

    def most_in(self, seconds: float) -> int:
        """The most messages in any window of this length."""
        times = sorted(time for got in self.got.values() for time in got)
        return max(sum(start <= time < start + seconds for time in times) for start in times)


def now() -> float:
    """To the hundredth of a second: a turn of the event loop takes some time too."""
    return round(asyncio.get_running_loop().time(), 2)


def in_no_time(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(work)


async def at_once(*sending: Coroutine[Any, Any, bool]) -> list[bool | BaseException]:
    return await asyncio.gather(*sending, return_exceptions=True)


def given_up(results: list[bool | BaseException]) -> int:
    return sum(isinstance(result, RetryAfter) for result in results)


def test_no_second_sees_more_than_thirty_messages() -> None:
    telegram = Telegram()
    results = in_no_time(at_once(*(telegram.send(chat) for chat in range(300))))
    assert results == [True] * 300
    assert 29 <= telegram.most_in(1.0) <= 30


def test_no_minute_of_a_group_sees_more_than_twenty() -> None:
    telegram = Telegram(Limits(patience=1_000))
    results = in_no_time(at_once(*(telegram.send(GROUP) for _ in range(100))))
    assert results == [True] * 100
    assert 19 <= telegram.most_in(60.0) <= 20


def test_a_channel_by_its_name_counts_as_a_group() -> None:
    telegram = Telegram(Limits(patience=1_000))
    in_no_time(at_once(*(telegram.send("@channel") for _ in range(40))))
    assert 19 <= telegram.most_in(60.0) <= 20


def test_a_private_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    telegram = Telegram()
    in_no_time(at_once(*(telegram.send(1) for _ in range(6))))
    assert telegram.got[1] == [0, 0, 0, 1, 2, 3]


def test_edits_count_with_the_messages() -> None:
    telegram = Telegram()
    in_no_time(at_once(*(telegram.send(1, endpoint) for endpoint in ("sendMessage", "editMessageText") * 2)))
    assert telegram.got[1] == [0, 0, 0, 1]


def test_what_has_its_slot_from_elsewhere_neither_waits_for_the_others_nor_they_for_it() -> None:
    telegram = Telegram()
    paced = (telegram.send(chat, lane=PACED) for chat in range(1, 101))
    in_no_time(at_once(*paced, *(telegram.send(chat) for chat in range(1_001, 1_006))))
    assert {at for got in telegram.got.values() for at in got} == {0}


def test_what_has_its_slot_from_elsewhere_keeps_its_chats_limit() -> None:
    telegram = Telegram()
    in_no_time(at_once(*(telegram.send(1, lane=PACED) for _ in range(5))))
    assert telegram.got[1] == [0, 0, 0, 1, 2]


def test_who_paces_is_told_at_once_when_telegram_wants_it_later() -> None:
    telegram = Telegram()
    telegram.refuses[1] = [5]
    results = in_no_time(at_once(telegram.send(1, lane=PACED)))
    assert given_up(results) == 1
    assert telegram.got == {}


@pytest.mark.parametrize(
    ("endpoint", "chat_id"),
    [
        ("answerCallbackQuery", None),
        ("answerInlineQuery", None),
        ("editMessageText", None),  # a message sent from inline mode
        ("getChatMember", GROUP),
        ("deleteMessage", GROUP),
        ("sendChatAction", GROUP),
    ],
)
def test_what_is_no_message_to_a_chat_does_not_wait(endpoint: str, chat_id: int | None) -> None:
    telegram = Telegram()
    in_no_time(at_once(*(telegram.send(chat_id, endpoint) for _ in range(100))))
    assert telegram.got[chat_id] == [0.0] * 100
    assert telegram.limiter.remembered == 0


def test_a_chat_that_telegram_has_had_enough_of_waits_alone() -> None:
    telegram = Telegram()
    telegram.refuses[GROUP] = [7]

    async def talk() -> None:
        await at_once(telegram.send(GROUP), telegram.send(1), telegram.send(-2))
        assert telegram.got == {1: [0.0], -2: [0.0], GROUP: [7.0]}

    in_no_time(talk())


def test_what_waited_for_a_chat_to_open_does_not_come_all_at_once() -> None:
    telegram = Telegram()
    telegram.refuses[1] = [7]

    async def talk() -> None:
        with_first = asyncio.create_task(telegram.send(1))
        await asyncio.sleep(0)
        await at_once(with_first, *(telegram.send(1) for _ in range(4)))

    in_no_time(talk())
    assert telegram.got[1] == [7, 7, 7, 8, 9]


def test_it_is_tried_again_as_long_as_there_is_time() -> None:
    telegram = Telegram()
    telegram.refuses[1] = [4, 4, 4]
    assert in_no_time(telegram.send(1)) is True
    assert telegram.got[1] == [12.0]


def test_what_would_wait_longer_is_given_up_at_once_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram()
    telegram.refuses[GROUP] = [3600]

    async def talk() -> float:
        for _ in range(5):
            assert given_up(await at_once(telegram.send(GROUP))) == 1
        return now()

    assert in_no_time(talk()) == 0.0
    assert telegram.got[GROUP] == []
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.WARNING, None)]


def test_after_its_time_the_chat_gets_messages_again() -> None:
    telegram = Telegram()
    telegram.refuses[GROUP] = [3600]

    async def talk() -> None:
        await at_once(telegram.send(GROUP))
        await asyncio.sleep(3600)
        await telegram.send(GROUP)

    in_no_time(talk())
    assert telegram.got[GROUP] == [3600.0]


def test_nobody_waits_longer_than_the_patience() -> None:
    telegram = Telegram(Limits(patience=15))

    async def flood() -> float:
        results = await at_once(*(telegram.send(GROUP) for _ in range(50)))
        assert given_up(results) == 50 - len(telegram.got[GROUP])
        return now()

    assert in_no_time(flood()) == 15.0
    assert len(telegram.got[GROUP]) == 8


def test_those_who_gave_up_leave_the_queue_to_others() -> None:
    telegram = Telegram(Limits(patience=15))

    async def talk() -> bool:
        await at_once(*(telegram.send(GROUP) for _ in range(50)))
        await asyncio.sleep(5)
        return await telegram.send(GROUP)

    assert in_no_time(talk()) is True
    assert telegram.got[GROUP][-1] == 20.0


def test_only_so_many_chats_are_remembered() -> None:
    telegram = Telegram(Limits(chats=10))
    in_no_time(at_once(*(telegram.send(chat) for chat in range(100))))
    assert telegram.limiter.remembered == 10


async def test_a_message_refused_for_now_is_sent_again(api: BotApi, engine: FakeEngine, town: Town) -> None:
    async with running(api, engine, limits=Limits()):
        alice = town.person("Alice")
        api.refuse_next("sendMessage", 429, "Too Many Requests: retry after 0", {"retry_after": 0})
        await alice.says("六个工程是什么")
        assert len(api.called("sendMessage")) == 2
    assert len(alice.hears()) == 1


async def test_a_message_refused_for_long_fails_nothing(
    api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine, limits=Limits()):
        carol = town.group("群").member("Carol")
        api.refuse_next("sendMessage", 429, "Too Many Requests: retry after 3600", {"retry_after": 3600})
        await carol.says("六个工程是什么")
    assert carol.hears() == []
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warnings == ["Telegram's limits keep a chat's messages back for 3600 s or more: none waits over 15 s"]
