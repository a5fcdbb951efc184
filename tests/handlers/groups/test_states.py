"""What every chat has chosen is at hand, so that no message waits for the database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.chat_states import FRESH, ChatStates
from store import ChatSettings, ChatState, Mode, Store
from tests.handlers.groups.conftest import Clock, Disk
from tests.store.direct import refuse

GROUP, OTHER = -100_1, -100_2
OFF = ChatSettings(mode=Mode.OFF)


@pytest.fixture
async def store(disk: Disk) -> AsyncIterator[Store]:
    async with Store(disk.url) as opened:
        yield opened


@pytest.fixture
async def states(store: Store, clock: Clock) -> ChatStates:
    await store.chats.change(GROUP, OFF)
    states = ChatStates(store, clock=clock)
    await states.refresh()
    return states


async def test_the_database_is_not_asked_for_each_chat(states: ChatStates, disk: Disk) -> None:
    async with disk.broken():
        assert (await states.get(GROUP)).settings == OFF
        assert (await states.get(OTHER)).settings == ChatSettings()


async def test_it_is_asked_again_where_all_was_not_read_lately(states: ChatStates, store: Store, clock: Clock) -> None:
    await store.chats.change(OTHER, OFF)
    clock.passes(seconds=FRESH)
    assert (await states.get(OTHER)).settings == OFF


async def test_what_was_chosen_since_holds(states: ChatStates, clock: Clock) -> None:
    await states.change(OTHER, lambda _: OFF)
    assert (await states.get(OTHER)).settings == OFF
    clock.passes(seconds=FRESH / 2)
    await states.refresh()
    clock.passes(seconds=FRESH / 2)
    assert (await states.get(OTHER)).settings == OFF


async def test_what_the_database_refuses_keeps_nothing_after_it_waiting(states: ChatStates, disk: Disk) -> None:
    await refuse(disk.url, "chats", "NEW.left_at IS NOT NULL")
    await states.leave(GROUP)
    await states.mute(GROUP, True)
    assert await states.read(GROUP) == ChatState(OFF, muted=True)


async def test_a_chat_that_comes_back_finds_its_settings(states: ChatStates, store: Store) -> None:
    await states.leave(GROUP)
    await states.enter(GROUP)
    assert await states.get(GROUP) == ChatState(OFF, muted=False)


async def test_what_was_forgotten_is_not_at_hand(states: ChatStates, store: Store) -> None:
    await store.chats.forget(GROUP)
    states.forget(GROUP)
    assert (await states.get(GROUP)).settings == ChatSettings()
