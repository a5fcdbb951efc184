"""In a group its administrators set reminders, and everybody may see what is set."""

from __future__ import annotations

from datetime import time

from store import EVERY_DAY, Schedule, Store
from tests.fakes.people import Group
from tests.handlers.reminding.conftest import schedule_of

MON, WED, FRI = 1, 3, 5


async def test_in_a_group_only_administrators_change_them(group: Group, store: Store) -> None:
    carol, owner = group.member("Carol"), group.owner
    await carol.says("/remind 08:30")
    assert carol.hears() == ["仅群管理员可用。"]
    await owner.says("/remind 08:30")
    assert await schedule_of(store, owner)
    assert "仅群管理员可以修改。" in owner.hears()[-1]
    assert await carol.taps("停止提醒") == "只有群管理员可以更改提醒。"
    assert await carol.taps("12:00") == "只有群管理员可以更改提醒。"
    assert await schedule_of(store, owner) == Schedule(time(8, 30), EVERY_DAY)
    assert await owner.taps("12:00") is None
    assert await schedule_of(store, owner) == Schedule(time(12), EVERY_DAY)


async def test_others_in_a_group_see_what_is_set_without_buttons(group: Group) -> None:
    await group.owner.says("/remind 08:30")
    carol = group.member("Carol")
    carol.hears()
    await carol.says("/remind")
    (heard,) = carol.hears()
    assert "每天 08:30" in heard
    assert "[" not in heard


async def test_an_anonymous_administrator_may(group: Group, store: Store) -> None:
    await group.anonymous(group.owner).says("/remind 08:30")
    assert await schedule_of(store, group.owner)


async def test_a_channel_in_a_group_may_not(group: Group, store: Store) -> None:
    await group.channel("频道").says("/remind 08:30")
    assert await schedule_of(store, group.owner) is None


async def test_reminders_can_be_set_where_the_group_wants_no_answers(group: Group, store: Store) -> None:
    await group.owner.says("/settings")
    await group.owner.taps("不回答")
    await group.owner.says("/remind 08:30")
    assert await schedule_of(store, group.owner)
