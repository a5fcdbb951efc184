"""What a chat has chosen lasts; what is to go goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store import ChatSettings, ChatState, Mode, Store, StoreError
from tests.fakes.postgres import Postgres
from tests.store.direct import outage, rewind, run

GROUP, SUPERGROUP, OTHER = -100, -1_001_234_567_890, -300
ASKER = 4_242
CHOSEN = ChatSettings(mode=Mode.MENTION, cooldown=300, buttons=False)


async def messages(store: Store, chat_id: int, question_id: int) -> tuple[int, ...]:
    answered = await store.answers.of(chat_id, question_id)
    return answered.messages if answered else ()


async def test_a_chat_that_nothing_is_known_of_has_the_defaults(store: Store) -> None:
    assert await store.chats.state(GROUP) == ChatState(ChatSettings(Mode.SURE, 60, True), muted=False)


async def test_a_restart_keeps_what_was_chosen(url: str) -> None:
    async with Store(url) as store:
        await store.chats.change(GROUP, CHOSEN)
        await store.chats.mute(GROUP, True)
    async with Store(url) as store:
        assert await store.chats.state(GROUP) == ChatState(CHOSEN, muted=True)
        assert await store.chats.state(OTHER) == ChatState(ChatSettings(), muted=False)


async def test_the_last_choice_counts(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.change(GROUP, ChatSettings(mode=Mode.OFF))
    assert (await store.chats.state(GROUP)).settings == ChatSettings(mode=Mode.OFF)


async def test_losing_the_right_to_write_leaves_the_settings_alone(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.mute(GROUP, True)
    await store.chats.mute(GROUP, False)
    assert await store.chats.state(GROUP) == ChatState(CHOSEN, muted=False)


async def test_a_chat_is_counted_while_the_bot_is_in_it(store: Store) -> None:
    for chat in (GROUP, OTHER, GROUP):
        store.chats.seen(chat)
    await store.flush()
    assert await store.chats.count() == 2
    await store.chats.leave(GROUP)
    assert await store.chats.count() == 1
    await store.chats.join(GROUP)
    assert await store.chats.count() == 2


async def test_coming_back_finds_the_settings_and_may_write(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.mute(GROUP, True)
    await store.chats.leave(GROUP)
    await store.chats.join(GROUP)
    assert await store.chats.state(GROUP) == ChatState(CHOSEN, muted=False)
    assert await store.chats.purge(days=0) == 0


async def test_a_message_that_was_under_way_does_not_bring_the_bot_back(store: Store) -> None:
    store.chats.seen(GROUP)
    await store.chats.leave(GROUP)
    store.chats.seen(GROUP)
    await store.flush()
    assert await store.chats.count() == 0


async def test_a_message_of_days_later_shows_that_the_bot_is_back(store: Store, url: str) -> None:
    await store.chats.leave(GROUP)
    await rewind(url, "chats", "left_at", hours=49)
    store.chats.seen(GROUP)
    await store.flush()
    assert await store.chats.count() == 1


async def test_a_chat_left_thirty_days_ago_goes_and_one_left_yesterday_stays(store: Store, url: str) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.leave(GROUP)
    await rewind(url, "chats", "left_at", hours=30 * 24 + 1)
    await store.chats.change(OTHER, CHOSEN)
    await store.chats.leave(OTHER)
    await rewind(url, "chats", "left_at", hours=24)
    await store.chats.change(SUPERGROUP, CHOSEN)
    assert await store.chats.purge() == 1
    assert (await store.chats.state(GROUP)).settings == ChatSettings()
    assert (await store.chats.state(OTHER)).settings == CHOSEN
    assert (await store.chats.state(SUPERGROUP)).settings == CHOSEN


async def test_with_a_chat_its_answers_go(store: Store) -> None:
    store.answers.note(GROUP, 1, (2,), ("gdp",))
    store.answers.note(OTHER, 1, (2,), ("gdp",))
    await store.flush()
    await store.chats.leave(GROUP)
    assert await store.chats.purge(days=0) == 2
    assert await store.answers.of(GROUP, 1) is None
    assert await messages(store, OTHER, 1) == (2,)


async def test_answers_go_after_two_days(store: Store, url: str) -> None:
    store.answers.note(GROUP, 1, (2,), ())
    await store.flush()
    await rewind(url, "answers", "at", hours=49)
    store.answers.note(GROUP, 3, (4,), ())
    await store.flush()
    assert await store.chats.purge() == 1
    assert await store.answers.of(GROUP, 1) is None
    assert await messages(store, GROUP, 3) == (4,)


async def test_forgetting_deletes_all_of_the_chat_and_nothing_else(store: Store, url: str) -> None:
    for chat in (GROUP, OTHER):
        await store.chats.change(chat, CHOSEN)
        store.answers.note(chat, 1, (2,), ("gdp",))
    await store.flush()
    store.answers.note(GROUP, 3, (4,), ("gdp",))  # not written yet
    assert await store.chats.forget(GROUP) == 2
    await store.flush()
    assert await store.answers.of(GROUP, 3) is None
    assert await run(url, "SELECT chat_id FROM chats") == [(OTHER,)]
    assert await run(url, "SELECT chat_id FROM answers") == [(OTHER,)]


async def test_forgetting_a_person_deletes_what_they_asked_in_groups_too(store: Store) -> None:
    store.answers.note(GROUP, 1, (2,), ("gdp",), asker=ASKER)
    store.answers.note(GROUP, 3, (4,), ("gdp",), asker=5)
    await store.flush()
    store.answers.note(GROUP, 6, (7,), ("gdp",), asker=ASKER)  # not written yet
    await store.chats.forget(ASKER)
    await store.flush()
    assert [await messages(store, GROUP, question) for question in (1, 3, 6)] == [(), (4,), ()]


async def test_a_supergroup_has_everything_that_the_group_had(store: Store, url: str) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.mute(GROUP, True)
    store.chats.seen(GROUP)
    await store.chats.migrate(GROUP, SUPERGROUP)
    await store.flush()
    assert await store.chats.state(SUPERGROUP) == ChatState(CHOSEN, muted=True)
    assert await run(url, "SELECT chat_id FROM chats") == [(SUPERGROUP,)]


async def test_a_supergroup_numbers_its_messages_anew_so_no_answer_moves(store: Store, url: str) -> None:
    store.answers.note(GROUP, 1, (2,), ("gdp",))
    await store.flush()
    store.answers.note(GROUP, 3, (4, 5), ("gdp",))  # not written yet
    await store.chats.migrate(GROUP, SUPERGROUP)
    await store.flush()
    assert await store.answers.of(SUPERGROUP, 1) is None
    assert await run(url, "SELECT chat_id FROM answers") == []


async def test_a_migration_told_again_changes_nothing(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.migrate(GROUP, SUPERGROUP)
    await store.chats.change(SUPERGROUP, ChatSettings(mode=Mode.OFF))
    await store.chats.migrate(GROUP, SUPERGROUP)
    await store.chats.migrate(SUPERGROUP, SUPERGROUP)
    assert (await store.chats.state(SUPERGROUP)).settings == ChatSettings(mode=Mode.OFF)
    assert await store.chats.count() == 1


async def test_what_the_supergroup_has_chosen_already_stays(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.change(SUPERGROUP, ChatSettings(mode=Mode.OFF))
    for chat, answer in ((GROUP, 2), (SUPERGROUP, 9)):
        store.answers.note(chat, 1, (answer,), ())
        await store.flush()
    await store.chats.migrate(GROUP, SUPERGROUP)
    assert (await store.chats.state(SUPERGROUP)).settings == ChatSettings(mode=Mode.OFF)
    assert await messages(store, SUPERGROUP, 1) == (9,)


async def test_a_supergroup_that_has_only_been_joined_takes_over_the_settings(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.leave(GROUP)
    await store.chats.join(SUPERGROUP)
    await store.chats.migrate(GROUP, SUPERGROUP)
    assert (await store.chats.state(SUPERGROUP)).settings == CHOSEN
    assert await store.chats.count() == 1


async def test_a_migration_that_fails_can_be_done_again(hasty: Store, url: str, postgres: Postgres) -> None:
    await hasty.chats.change(GROUP, CHOSEN)
    with outage(url, postgres), pytest.raises(StoreError):
        await hasty.chats.migrate(GROUP, SUPERGROUP)
    await hasty.chats.migrate(GROUP, SUPERGROUP)
    assert (await hasty.chats.state(SUPERGROUP)).settings == CHOSEN


async def test_a_chat_that_was_forgotten_counts_again_when_it_is_next_heard_of(store: Store) -> None:
    store.chats.seen(GROUP)
    await store.flush()
    await store.chats.forget(GROUP)
    assert await store.chats.count() == 0
    store.chats.seen(GROUP)
    await store.flush()
    assert await store.chats.count() == 1


async def test_whether_the_bot_has_come_into_a_chat_since_a_moment(store: Store) -> None:
    before, after = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
    assert not await store.chats.is_in(GROUP, before)
    await store.chats.join(GROUP)
    assert await store.chats.is_in(GROUP, before)
    assert not await store.chats.is_in(GROUP, after), "that is another coming"
    await store.chats.leave(GROUP)
    assert not await store.chats.is_in(GROUP, before)
