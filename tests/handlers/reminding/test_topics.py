"""In a forum reminders go to the topic where they were set, as long as it is open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from store import Store
from tests.fakes.people import Town
from tests.handlers.reminding.conftest import Days, subscribed
from tests.store.timing import daily


async def test_in_a_forum_it_goes_to_the_topic_where_it_was_set(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", message_thread_id=7, is_topic_message=True)
    known = await store.reminders.get(forum.chat_id)
    assert known
    await store.reminders.subscribe(replace(known, schedule=daily()))
    await days.time_comes()
    assert forum.owner.bot_messages()[-1]["message_thread_id"] == 7


@pytest.mark.parametrize("is_deleted", [False, True], ids=["closed", "deleted"])
async def test_a_topic_that_is_closed_or_deleted_falls_back_to_the_chat(
    town: Town, days: Days, store: Store, is_deleted: bool
) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    (forum.deletes_topic if is_deleted else forum.closes_topic)(7)
    await days.time_comes()
    (message,) = forum.owner.bot_messages()
    assert "message_thread_id" not in message
    kept = await store.reminders.get(forum.chat_id)
    assert kept
    assert kept.thread_id == (None if is_deleted else 7)
    assert (await store.reminders.counts()).sent == 1


async def test_a_topic_that_is_opened_again_has_its_reminders_back(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    forum.closes_topic(7)
    await days.time_comes()
    forum.reopens_topic(7)
    await days.next_comes()
    assert [message.get("message_thread_id") for message in forum.owner.bot_messages()] == [None, 7]


async def test_where_general_is_closed_too_it_is_tried_a_day_later(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    for thread_id in (1, 7):
        forum.closes_topic(thread_id)
    await days.time_comes()
    assert await store.deliveries.due_in(longest=1e6) == pytest.approx(86_400, abs=120)
    forum.reopens_topic(1)
    await days.time_comes()
    assert len(forum.owner.sees()) == 1


IN_TOPIC = {"message_thread_id": 7, "is_topic_message": True}
IN_ANOTHER = {"message_thread_id": 8, "is_topic_message": True}


async def test_the_panel_says_where_it_goes_when_that_is_elsewhere(town: Town) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", **IN_TOPIC)
    in_general = town.group("论坛", is_forum=True)
    await in_general.owner.says("/remind 08:30")
    heard = []
    for language in ("zh-hans", "zh-hant", "en"):
        await forum.owner.language(language).says("/remind", **IN_TOPIC)
        await forum.owner.says("/remind", **IN_ANOTHER)
        await forum.owner.says("/remind")
        await in_general.owner.says("/remind", **IN_TOPIC)
        panels = [*forum.owner.sees()[-3:], in_general.owner.sees()[-1]]
        heard += [re.sub(r"\d+月\d+日|\d+ \w+(?= at 08:30)", "…", "\n".join(each.splitlines()[1:3])) for each in panels]
    assert heard == snapshot(
        [
            """\
<b>每天 08:30</b>（北京时间）发到本群，下一次是…08:30。
每次发一条2024年的目标或民生实事，附报告原文；共3条，全部发完后从头再来。\
""",
            """\
<b>每天 08:30</b>（北京时间）发到本群另一个话题，下一次是…08:30。
在这里选时间、日期或内容，就改发到当前话题。\
""",
            """\
<b>每天 08:30</b>（北京时间）发到本群另一个话题，下一次是…08:30。
在这里选时间、日期或内容，就改发到当前话题。\
""",
            """\
<b>每天 08:30</b>（北京时间）发到本群的 General 话题，下一次是…08:30。
在这里选时间、日期或内容，就改发到当前话题。\
""",
            """\
<b>每天 08:30</b>（北京時間）發到本群，下一次是…08:30。
每次發一條2024年的目標或民生實事，附報告原文；共3條，全部發完後從頭再來。\
""",
            """\
<b>每天 08:30</b>（北京時間）發到本群另一個話題，下一次是…08:30。
在這裡選時間、日期或內容，就改發到當前話題。\
""",
            """\
<b>每天 08:30</b>（北京時間）發到本群另一個話題，下一次是…08:30。
在這裡選時間、日期或內容，就改發到當前話題。\
""",
            """\
<b>每天 08:30</b>（北京時間）發到本群的 General 話題，下一次是…08:30。
在這裡選時間、日期或內容，就改發到當前話題。\
""",
            """\
<b>Every day at 08:30</b> (Beijing time), sent here; next on … at 08:30.
Each is a target or livelihood item of 2024, quoted from the report; there are 3, then they start over.\
""",
            """\
<b>Every day at 08:30</b> (Beijing time), sent to another topic of this group; next on … at 08:30.
Choose a time, days or topics here to have them sent here instead.\
""",
            """\
<b>Every day at 08:30</b> (Beijing time), sent to another topic of this group; next on … at 08:30.
Choose a time, days or topics here to have them sent here instead.\
""",
            """\
<b>Every day at 08:30</b> (Beijing time), sent to General; next on … at 08:30.
Choose a time, days or topics here to have them sent here instead.\
""",
        ]
    )


async def test_who_may_not_change_it_is_not_told_how_to_move_it(town: Town) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", **IN_TOPIC)
    carol = forum.member("Carol")
    await carol.says("/remind", **IN_ANOTHER)
    assert "发到本群另一个话题，" in carol.sees()[-1]
    assert "改发到这里" not in carol.sees()[-1]


async def test_what_is_chosen_in_another_topic_moves_it_there_and_is_said_to(town: Town, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", **IN_TOPIC)
    await forum.owner.says("/remind", **IN_ANOTHER)
    await forum.owner.taps("选择内容 ›")
    assert "发到本群另一个话题，" in forum.owner.sees()[-1]
    await forum.owner.taps("经济")
    assert "发到本群，" in forum.owner.sees()[-1]
    known = await store.reminders.get(forum.chat_id)
    assert known
    assert known.thread_id == 8
    await forum.owner.says("/remind 9点")
    assert "发到本群，" in forum.owner.sees()[-1]
    known = await store.reminders.get(forum.chat_id)
    assert known
    assert known.thread_id is None


async def test_alone_with_the_bot_another_topic_is_of_no_group(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/remind 08:30")
    await alice.says("/remind 工作日 8点", **IN_TOPIC)
    await alice.says("/remind")
    assert "发到另一个话题，" in alice.sees()[-1]


async def test_a_panel_too_old_for_telegram_to_tell_its_topic_is_taken_to_be_where_they_go(town: Town) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", **IN_TOPIC)
    (panel,) = forum.owner.bot_messages()
    old = {"chat": panel["chat"], "message_id": panel["message_id"], "date": 0}
    await forum.owner.taps_data(old, "t:at:1200")
    assert "<b>每天 12:00</b>（北京时间）发到本群，" in forum.owner.sees()[0]
