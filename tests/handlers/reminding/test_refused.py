"""What becomes of a reminder when Telegram says no, or nothing."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.reminder_worker import ReminderWorker
from bot.telegram import TelegramBot
from bot.telegram.calls import AiohttpRequest
from store import Store
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Group, Town, Voice
from tests.fakes.running import no_pause, services_of
from tests.handlers.reminding.conftest import Days, reminded, subscribed

NOWHERE = "http://127.0.0.1:9/bot"
FLOOD = "Too Many Requests: retry after 40"


@pytest.fixture
async def alice(town: Town) -> Voice:
    """Alone with the bot, reminded at an hour that has come."""
    voice = town.person("Alice")
    await reminded(voice)
    return voice


@asynccontextmanager
async def calling(bot: TelegramBot, days: Days, base: str, read_timeout: float = 10.0) -> AsyncIterator[Days]:
    """The same days with a worker whose calls go to `base`."""
    async with AiohttpRequest(read_timeout) as request:
        other: ExtBot[Any] = ExtBot(TOKEN, base_url=base, request=request)
        other._bot_user = bot.bot.bot
        yield Days(days.url, ReminderWorker(other, services_of(bot), pause=no_pause))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the operator was warned of."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("refusal", "cause"),
    [
        ((403, "Forbidden: bot was blocked by the user"), "blocked"),
        ((403, "Forbidden: user is deactivated"), "deactivated"),
        ((403, "Forbidden: bot was kicked from the supergroup chat"), "kicked"),
        ((403, "Forbidden: bot is not a member of the supergroup chat"), "not a member"),
        ((403, "Forbidden: bot can't initiate conversation with a user"), "forbidden"),
        ((403, "Forbidden: the group chat was deleted"), "deleted"),
        ((400, "Bad Request: chat not found"), "not found"),
        ((400, "Bad Request: CHANNEL_PRIVATE"), "not found"),
        ((400, "Bad Request: USER_IS_BLOCKED"), "blocked"),
        ((400, "Bad Request: INPUT_USER_DEACTIVATED"), "deactivated"),
        ((400, "Bad Request: group chat was deactivated"), "deactivated"),
    ],
)
async def test_who_can_not_be_written_to_is_reminded_no_more(
    alice: Voice, days: Days, store: Store, refusal: tuple[int, str], cause: str
) -> None:
    alice.town.api.refuse_next("sendMessage", *refusal)
    await days.time_comes()
    await days.next_comes()
    assert alice.hears() == []
    counts = await store.reminders.counts()
    assert (counts.subscribed, counts.sent, dict(counts.ended)) == (0, 0, {cause: 1})


async def test_who_blocks_the_bot_has_no_reminders_left(alice: Voice, days: Days, store: Store) -> None:
    await alice.blocks_bot()
    assert await store.reminders.get(alice.chat_id) is None
    await days.time_comes()
    await alice.unblocks_bot()
    await days.time_comes()
    assert alice.hears() == []


async def test_a_group_that_removed_the_bot_is_reminded_no_more(group: Group, days: Days, store: Store) -> None:
    await reminded(group.owner)
    await group.removes_bot()
    await days.time_comes()
    assert (await store.reminders.counts()).ended == {"left": 1}


async def test_a_group_that_became_a_supergroup_unnoticed_is_reminded_there(
    town: Town, days: Days, store: Store
) -> None:
    old = town.group("群", kind="group")
    await reminded(old.owner)
    new = await old.migrates(silently=True)
    await days.time_comes()
    await days.work()
    assert len(new.owner.sees()) == 1
    assert await store.reminders.get(old.chat_id) is None
    kept = await store.reminders.get(new.chat_id)
    assert kept
    assert kept.day
    await days.next_comes()
    assert len(new.owner.sees()) == 2
    assert (await store.reminders.counts()).sent == 2


async def test_a_migration_that_telegram_told_of_moves_the_reminders(town: Town, days: Days) -> None:
    old = town.group("群", kind="group")
    await reminded(old.owner)
    new = await old.migrates()
    await days.time_comes()
    assert len(new.owner.sees()) == 1


async def test_rights_that_were_lost_are_tried_a_day_later_three_times(group: Group, days: Days, store: Store) -> None:
    await reminded(group.owner)
    await group.mutes_bot()
    for _ in range(3):
        await days.time_comes()
        assert await store.deliveries.due_in(longest=1e6) == pytest.approx(86_400, abs=120)
    await days.time_comes()
    counts = await store.reminders.counts()
    assert (counts.subscribed, counts.sent, dict(counts.ended)) == (0, 0, {"rights": 1})


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        (400, "Bad Request: need administrator rights in the channel chat"),
    ],
)
async def test_lost_rights_are_known_however_telegram_says_it(
    alice: Voice, days: Days, store: Store, refusal: tuple[int, str]
) -> None:
    alice.town.api.refuse_next("sendMessage", *refusal)
    await days.time_comes()
    assert await store.deliveries.due_in(longest=1e6) == pytest.approx(86_400, abs=120)
    await days.time_comes()
    assert len(alice.hears()) == 1


async def test_rights_that_are_given_back_bring_the_reminder(group: Group, days: Days, store: Store) -> None:
    owner = group.owner
    await reminded(owner)
    await group.mutes_bot()
    await days.time_comes()
    await group.unmutes_bot()
    await days.time_comes()
    assert len(owner.hears()) == 1
    assert (await store.reminders.counts()).sent == 1


async def test_a_chat_that_telegram_has_had_enough_of_is_reminded_later(
    alice: Voice, api: BotApi, days: Days, store: Store
) -> None:
    api.refuse_next("sendMessage", 429, FLOOD, {"retry_after": 40})
    await days.time_comes()
    assert alice.hears() == []
    assert 30 < await store.deliveries.due_in(longest=100) <= 40
    await days.time_comes()
    assert len(alice.hears()) == 1
    assert (await store.reminders.counts()).sent == 1


async def test_a_flood_of_one_chat_holds_no_other_back(town: Town, api: BotApi, days: Days, store: Store) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    await subscribed(store, alice.chat_id)
    api.refuse_next("sendMessage", 429, FLOOD, {"retry_after": 40})
    await days.time_comes()
    await subscribed(store, bob.chat_id)
    await days.time_comes()
    assert len(bob.hears()) == 1


async def test_floods_of_two_chats_between_which_others_get_theirs_hold_nobody_back(
    town: Town, api: BotApi, days: Days, store: Store
) -> None:
    heard = []
    for name, is_flooded in (("Alice", True), ("Bob", False), ("Carol", True), ("Dan", False)):
        voice = town.person(name)
        await subscribed(store, voice.chat_id)
        if is_flooded:
            api.refuse_next("sendMessage", 429, FLOOD, {"retry_after": 40})
        await days.time_comes()
        await store.reminders.unsubscribe(voice.chat_id)
        heard.append(len(voice.hears()))
    assert heard == [0, 1, 0, 1]


async def test_the_same_chat_twice_is_no_flood_of_all(town: Town, api: BotApi, days: Days, store: Store) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    await subscribed(store, alice.chat_id)
    for _ in range(2):
        api.refuse_next("sendMessage", 429, FLOOD, {"retry_after": 40})
        await days.time_comes()
    await store.reminders.unsubscribe(alice.chat_id)
    await subscribed(store, bob.chat_id)
    await days.time_comes()
    assert len(bob.hears()) == 1


async def test_where_telegram_wants_nothing_at_all_all_wait(town: Town, api: BotApi, days: Days, store: Store) -> None:
    chats = [town.person(name) for name in ("Alice", "Bob", "Carol")]
    for voice in chats[:2]:
        await subscribed(store, voice.chat_id)
        api.refuse_next("sendMessage", 429, FLOOD, {"retry_after": 40})
    await days.time_comes()
    await subscribed(store, chats[2].chat_id)
    await days.time_comes()
    assert [voice.hears() for voice in chats] == [[], [], []]
    assert 30 < await store.deliveries.due_in(longest=100) <= 40


@pytest.mark.parametrize(
    "refusal",
    [
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
        (409, "Conflict: terminated by other getUpdates request"),
        (401, "Unauthorized"),
    ],
)
async def test_what_telegram_could_not_do_is_done_later(
    alice: Voice, days: Days, store: Store, refusal: tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        alice.town.api.refuse_next("sendMessage", *refusal)
        await days.time_comes()
    assert warnings(caplog) == ["Telegram can't be reached, or is in trouble; reminders wait."]
    assert 50 < await store.deliveries.due_in(longest=100) <= 60
    await days.time_comes()
    assert len(alice.hears()) == 1
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (1, 0)


async def test_a_message_of_which_nobody_can_know_counts_as_sent_in_doubt(
    alice: Voice, api: BotApi, days: Days, store: Store
) -> None:
    api.refuse_next("sendMessage", 504, "Gateway Timeout")
    await days.time_comes()
    await days.work()
    assert alice.hears() == []
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (0, 1)


async def test_a_message_whose_answer_does_not_come_in_time_counts_as_sent_in_doubt(
    alice: Voice, bot: TelegramBot, days: Days, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    api = alice.town.api
    api.hold("sendMessage")
    async with calling(bot, days, api.base, read_timeout=0.01) as impatient:
        await impatient.time_comes()
    api.release("sendMessage")
    await days.work()
    assert alice.hears() == []
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (0, 1)
    assert warnings(caplog) == ["Telegram doesn't say whether it sent a reminder; it counts as sent, in doubt."]


async def test_a_message_that_never_reached_telegram_is_sent_later(
    alice: Voice, bot: TelegramBot, days: Days, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with calling(bot, days, NOWHERE) as lost:
        for _ in range(3):
            await lost.time_comes()
    assert warnings(caplog) == ["Telegram can't be reached, or is in trouble; reminders wait."]
    assert 5 < await store.deliveries.due_in(longest=100) <= 10
    await days.time_comes()
    assert len(alice.hears()) == 1
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (1, 0)


async def test_a_message_that_telegram_does_not_take_is_told_and_the_next_day_has_another(
    alice: Voice, api: BotApi, days: Days, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    api.refuse_next("sendMessage", 400, "Bad Request: can't parse entities")
    with caplog.at_level(logging.ERROR):
        await days.time_comes()
    assert "Telegram doesn't take a reminder" in caplog.text
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (0, 0)
    await days.next_comes()
    assert len(alice.hears()) == 1
