"""How fast the bot writes is counted in windows, without a clock that has to be waited for."""

from __future__ import annotations

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town
from tests.fakes.puppet import call
from tests.fakes.rates import Rates, Sent


def test_the_busiest_window_is_found_wherever_it_begins() -> None:
    rates = Rates(tuple(Sent(at, chat) for at, chat in [(0.0, 1), (0.6, 1), (0.9, 2), (1.0, 2), (1.6, 1)]))
    assert rates.busiest(1.0) == 3
    assert rates.busiest(1.1) == 4
    assert rates.busiest(1.0, chat_id=1) == 2
    assert rates.busiest_chat(60.0) == 3
    assert Rates(()).busiest(1.0) == Rates(()).busiest_chat(1.0) == 0


async def test_what_writes_is_counted_and_nothing_else(api: BotApi, town: Town) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    for voice in (alice, alice, bob):
        await call(api, "sendMessage", chat_id=voice.chat_id, text="好")
    await call(api, "getChat", chat_id=alice.chat_id)
    await call(api, "editMessageText", chat_id=alice.chat_id, message_id=1, text="更好")
    rates = api.rates()
    assert [sent.chat_id for sent in rates.sent] == [alice.chat_id, alice.chat_id, bob.chat_id, alice.chat_id]
    assert rates.sent == tuple(sorted(rates.sent, key=lambda sent: sent.at))
    assert rates.busiest(3600.0, chat_id=alice.chat_id) == 3
