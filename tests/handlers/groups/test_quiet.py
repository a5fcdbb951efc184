"""Unasked, the bot speaks seldom and doesn't repeat itself; who addresses it is always answered."""

from __future__ import annotations

import pytest

from store import ChatSettings, Store
from tests.fakes.people import Group, Town, mention
from tests.handlers.groups.conftest import Clock

TERM, TARGET, ITEM = "六个工程是什么", "今年GDP目标", "第8件是什么"


async def test_two_unasked_answers_are_a_minute_apart(group: Group, clock: Clock) -> None:
    carol = group.member("Carol")
    await carol.says(TERM)
    clock.passes(seconds=59)
    await carol.says(TARGET)
    assert len(carol.hears()) == 1
    clock.passes(seconds=1)
    await carol.says(TARGET)
    assert len(carol.hears()) == 1


async def test_the_minute_is_the_groups_and_not_the_persons(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says(TERM)
    await dan.says(TARGET)
    assert len(carol.sees()) == 1


async def test_each_group_has_its_own(town: Town, group: Group) -> None:
    carol = group.member("Carol")
    elsewhere = town.group("另一个群").admits(carol)
    await carol.says(TERM)
    await elsewhere.says(TERM)
    assert len(elsewhere.hears()) == 1


async def test_no_passage_comes_twice_in_ten_minutes(group: Group, clock: Clock) -> None:
    carol = group.member("Carol")
    await carol.says(TERM)
    clock.passes(seconds=599)
    await carol.says("再问一次，六个工程是什么")
    assert len(carol.hears()) == 1
    clock.passes(seconds=1)
    await carol.says(TERM)
    assert len(carol.hears()) == 1


async def test_a_passage_that_somebody_asked_for_is_not_repeated_unasked(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(f"{mention()} {TERM}")
    await carol.says(TERM)
    assert len(carol.hears()) == 1


async def test_a_list_with_a_passage_that_was_just_given_is_not_given(group: Group, clock: Clock) -> None:
    carol = group.member("Carol")
    await carol.says(ITEM)
    clock.passes(seconds=60)
    await carol.says("民政厅负责哪几件")
    assert len(carol.hears()) == 1


@pytest.mark.parametrize("addressed", [f"{mention()} {TERM}", f"/术语 {TERM}", f"/ask@report_bot {TERM}"])
async def test_who_addresses_the_bot_is_answered_at_once_and_again(group: Group, addressed: str) -> None:
    carol = group.member("Carol")
    await carol.says(TERM)
    await carol.says(addressed)
    await carol.says(addressed)
    assert len(carol.hears()) == 3


async def test_an_answer_to_who_addressed_the_bot_delays_no_unasked_one(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(f"{mention()} {TERM}")
    await carol.says(TARGET)
    assert len(carol.hears()) == 2


async def test_an_edit_changes_the_answer_that_is_there(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says(TERM)
    await carol.edits(question, TARGET)
    assert [text for text in carol.sees() if "6%以上" in text] == carol.sees() != []


@pytest.mark.parametrize(("cooldown", "answers"), [(0, 2), (300, 1)])
async def test_the_administrators_choose_how_long(
    group: Group, store: Store, clock: Clock, cooldown: int, answers: int
) -> None:
    await store.chats.change(group.chat_id, ChatSettings(cooldown=cooldown))
    carol = group.member("Carol")
    await carol.says(TERM)
    clock.passes(seconds=100)
    await carol.says(TARGET)
    assert len(carol.hears()) == answers
    clock.passes(seconds=200)
    await carol.says(ITEM)
    assert len(carol.hears()) == 1


async def test_what_another_replica_kept_counts_within_a_minute(group: Group, store: Store, clock: Clock) -> None:
    carol = group.member("Carol")
    await carol.says(TERM)
    await store.chats.change(group.chat_id, ChatSettings(cooldown=0))
    clock.passes(seconds=60)
    await carol.says(TARGET)
    await carol.says(ITEM)
    assert len(carol.hears()) == 3
