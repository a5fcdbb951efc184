"""Every kind of update is either answered on purpose or left alone on purpose; this table says which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from telegram import Update

from bot.telegram import TelegramBot
from handlers.registration import ALLOWED_UPDATES
from tests.fakes.people import Town
from tests.fakes.running import services_of
from tests.handlers.updates.conftest import Calls
from tests.handlers.updates.kinds import CHANNEL, MACHINE, PERSON, POLL, QUESTION, Fields


async def asks(town: Town) -> None:
    await town.person("Alice").says(QUESTION)


async def asks_something_else(town: Town) -> None:
    alice = town.person("Alice")
    await alice.edits(await alice.says(QUESTION), "今年GDP目标")


async def taps(town: Town) -> None:
    alice = town.person("Alice")
    await alice.taps_data(alice.writes(text="您好！"), "l")


async def adds_the_bot(town: Town) -> None:
    await town.group("群", has_bot=False).admits_bot()


async def types(town: Town) -> None:
    await town.person("Alice").elsewhere().types_inline(QUESTION)


async def calls_it_as_a_guest(town: Town) -> None:
    await town.person("Alice").calls_guest(QUESTION)


async def picks(town: Town) -> None:
    town.api.inline.feedback = True
    alice = town.person("Alice").elsewhere()
    offered = await alice.types_inline(QUESTION)
    await alice.picks(offered.results[0], query=QUESTION)


ANSWERED: Mapping[str, tuple[Callable[[Town], Awaitable[None]], list[str]]] = {
    "message": (asks, ["sendMessage"]),
    "edited_message": (asks_something_else, ["sendMessage", "editMessageText"]),
    "callback_query": (taps, ["answerCallbackQuery", "editMessageText"]),
    "my_chat_member": (adds_the_bot, ["sendMessage"]),  # it introduces itself
    "inline_query": (types, ["answerInlineQuery"]),
    "chosen_inline_result": (picks, ["answerInlineQuery"]),  # what was picked is counted, and nothing said
    "guest_message": (calls_it_as_a_guest, ["answerGuestQuery"]),
}

POST: Fields = {"message_id": 1, "date": 1, "chat": CHANNEL, "text": QUESTION}
PRIVATE: Fields = {"id": 77, "type": "private", "first_name": "Newcomer"}
_BUSINESS: Fields = {
    "message_id": 1,
    "date": 1,
    "chat": PRIVATE,
    "from": PERSON,
    "text": QUESTION,
    "business_connection_id": "1",
}
_BOOST: Fields = {"source": "premium", "user": PERSON}
_STANDING: Fields = {"status": "member", "user": PERSON}
LEFT_ALONE: Mapping[str, tuple[str, Any]] = {
    "channel_post": ("a channel speaks, and asks nobody", POST),
    "edited_channel_post": ("the same", POST | {"edit_date": 2}),
    "business_message": ("a person's customers write to the person", _BUSINESS),
    "edited_business_message": ("the same", _BUSINESS | {"edit_date": 2}),
    "deleted_business_messages": (
        "nothing was answered",
        {"business_connection_id": "1", "chat": PRIVATE, "message_ids": [1]},
    ),
    "business_connection": (
        "the bot serves no businesses",
        {"id": "1", "user": PERSON, "user_chat_id": 77, "date": 1, "is_enabled": True, "can_reply": True},
    ),
    "message_reaction": (
        "👍 and 👎 are buttons",
        {"chat": CHANNEL, "message_id": 1, "date": 1, "user": PERSON, "old_reaction": [], "new_reaction": []},
    ),
    "message_reaction_count": ("the same", {"chat": CHANNEL, "message_id": 1, "date": 1, "reactions": []}),
    "poll": ("the bot asks nothing", POLL),
    "poll_answer": (
        "the same",
        {"poll_id": "1", "user": PERSON, "option_ids": [0], "option_persistent_ids": ["1"]},
    ),
    "chat_member": (
        "who comes and goes is none of its business",
        {
            "chat": CHANNEL,
            "from": PERSON,
            "date": 1,
            "old_chat_member": {"status": "left", "user": PERSON},
            "new_chat_member": _STANDING,
        },
    ),
    "chat_join_request": ("the same", {"chat": CHANNEL, "from": PERSON, "date": 1, "user_chat_id": 77}),
    "chat_boost": (
        "the same",
        {"chat": CHANNEL, "boost": {"boost_id": "1", "add_date": 1, "expiration_date": 2, "source": _BOOST}},
    ),
    "removed_chat_boost": ("the same", {"chat": CHANNEL, "boost_id": "1", "remove_date": 1, "source": _BOOST}),
    "shipping_query": (
        "nothing is for sale",
        {
            "id": "1",
            "from": PERSON,
            "invoice_payload": QUESTION,
            "shipping_address": dict.fromkeys(
                ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "x"
            ),
        },
    ),
    "pre_checkout_query": (
        "the same",
        {"id": "1", "from": PERSON, "currency": "XTR", "total_amount": 5, "invoice_payload": QUESTION},
    ),
    "purchased_paid_media": ("the same", {"from": PERSON, "paid_media_payload": QUESTION}),
    "managed_bot": ("the bot manages no others", {"user": PERSON, "bot": MACHINE}),
}


def test_the_table_names_every_kind_of_update_that_there_is() -> None:
    assert sorted((*ANSWERED, *LEFT_ALONE)) == sorted(kind.value for kind in Update.ALL_TYPES)


def test_telegram_is_asked_for_what_is_answered_and_nothing_else(town: Town) -> None:
    (call,) = town.api.called("setWebhook")
    assert sorted(call.params["allowed_updates"]) == sorted(ALLOWED_UPDATES) == sorted(ANSWERED)


@pytest.mark.parametrize("kind", ANSWERED)
async def test_answered(town: Town, calls: Calls, kind: str) -> None:
    deed, answer = ANSWERED[kind]
    await deed(town)
    assert kind in {name for update in town.api.delivered for name in update}
    assert calls() == answer


async def test_what_was_picked_is_counted(town: Town, bot: TelegramBot) -> None:
    await picks(town)
    assert 'surface="inline"' in services_of(bot).metrics.exposition().decode()


@pytest.mark.parametrize("kind", LEFT_ALONE)
async def test_left_alone(town: Town, calls: Calls, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    _, content = LEFT_ALONE[kind]
    assert getattr(Update.de_json({"update_id": 1, kind: content}, None), kind)
    await town.api.deliver(town.update(**{kind: content}))
    assert calls() == []
    assert caplog.records == []


async def test_what_telegram_may_think_of_later_is_left_alone(town: Town, calls: Calls) -> None:
    await town.api.deliver(town.update(something_new={"of": "tomorrow"}))
    assert calls() == []
