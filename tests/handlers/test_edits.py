"""Editing a question edits its answer."""

from __future__ import annotations

import asyncio

from inline_snapshot import snapshot

from handlers.memory import AnswerMemory, QuestionKey
from knowledge.model import Kind
from store import Store
from tests.fakes.engine import TARGET_SHOWN, FakeEngine, Known
from tests.fakes.people import Town

LONG = Known("long", Kind.TEXT, "长句", "长句", "长句", "很长的一句。" * 1500, "一、2023年工作回顾 · 第1段")


async def test_the_answer_follows_the_question(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "今年GDP目标")
    assert alice.sees() == snapshot(
        [
            f"""\
🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目标）</b></a>：6%以上
{TARGET_SHOWN}
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_buttons_go_and_come_with_the_answer(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "民政厅电话")
    assert alice.sees()[0].endswith("[第8件 · 特殊困难老年人家庭适老化改造]\n[第10件 · 流动儿童关爱服务清单]")
    await alice.edits(question, "六个工程")
    assert alice.sees()[0].endswith("[上下文] [相关] [分享] [复制]\n[👍] [👎]")


async def test_an_edit_in_private_that_asks_nothing_known_says_so(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "今天天气怎么样")
    assert alice.sees() == snapshot(
        ["这个我帮不上忙，我只能查2024年《政府工作报告》里的内容。想看看里面有什么，发 /list。"]
    )


async def test_an_edit_in_a_group_that_asks_no_more_removes_the_answer(town: Town) -> None:
    carol = town.group("群").member("Carol")
    question = await carol.says("六个工程是什么")
    await carol.edits(question, "大家早上好")
    assert carol.sees() == []


async def test_a_message_edited_into_a_question_is_answered_then(town: Town) -> None:
    carol = town.group("群").member("Carol")
    message = await carol.says("大家早上好")
    assert carol.sees() == []
    await carol.edits(message, "六个工程是什么")
    assert len(carol.sees()) == 1
    assert carol.bot_messages()[0]["reply_to_message"]["message_id"] == message["message_id"]


async def test_an_edited_command_edits_what_it_found(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("/术语")
    await alice.edits(question, "/术语 六个工程")
    assert alice.titles() == ["📖 六个工程"]


async def test_an_edit_that_changes_nothing_is_harmless(town: Town) -> None:
    """Telegram reports an edit also when a reaction or a preview was added."""
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "六个工程是什么?")
    await alice.edits(question, "今年GDP目标")
    assert alice.titles() == ["🎯 地区生产总值增速（2024年目标）：6%以上"]


async def test_an_answer_deleted_meanwhile_is_not_missed(town: Town) -> None:
    carol = town.group("群").member("Carol")
    question = await carol.says("六个工程是什么")
    town.api.chats.messages.popitem()
    await carol.edits(question, "今年GDP目标")
    await carol.edits(question, "大家早上好")
    assert carol.sees() == []


async def test_a_longer_answer_grows_and_a_shorter_one_shrinks(town: Town, engine: FakeEngine) -> None:
    engine.entries.append(LONG)
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "长句")
    assert len(alice.sees()) == 3
    await alice.edits(question, "六个工程是什么")
    assert alice.titles() == ["📖 六个工程"]


async def test_pieces_sent_before_one_failed_are_edited_too(town: Town, engine: FakeEngine) -> None:
    engine.entries.append(LONG)
    alice = town.person("Alice")
    town.api.grant_next("sendMessage")
    town.api.refuse_next("sendMessage", 500, "Internal Server Error")
    question = await alice.says("长句")
    assert len(alice.sees()) == 2  # the first piece, and the apology
    await alice.edits(question, "六个工程是什么")
    assert [title[:4] for title in alice.titles()] == ["📖 六个", "⚠️ 抱"]


async def test_pieces_that_an_edit_could_not_remove_are_removed_by_the_next(town: Town, engine: FakeEngine) -> None:
    engine.entries.append(LONG)
    carol = town.group("群").member("Carol")
    question = await carol.says("长句")
    town.api.refuse_next("deleteMessage", 500, "Internal Server Error")
    await carol.edits(question, "六个工程是什么")
    assert len(carol.sees()) == 3
    await carol.edits(question, "大家早上好")
    assert carol.sees() == []


async def test_an_edit_waits_for_the_answer_it_edits(town: Town) -> None:
    alice = town.person("Alice")
    town.api.hold("sendMessage")
    asking = asyncio.create_task(alice.says("六个工程是什么"))
    await town.api.arrival("sendMessage")
    question = next(m for m in town.api.chats.messages.values() if m["from"] == alice.user)
    editing = asyncio.create_task(alice.edits(dict(question), "今年GDP目标"))
    town.api.release("sendMessage")
    await asyncio.gather(asking, editing)
    assert alice.titles() == ["🎯 地区生产总值增速（2024年目标）：6%以上"]


async def test_a_question_that_its_edit_has_overtaken_is_not_answered_again(town: Town) -> None:
    alice = town.person("Alice")
    message = town.api.chats.write(alice.chat_id, alice.user, text="六个工程")
    await alice.edits(dict(message), "今年GDP目标")
    await town.api.deliver(town.update(message=message))
    assert alice.titles() == ["🎯 地区生产总值增速（2024年目标）：6%以上"]


async def test_a_caption_taken_away_takes_the_answer_away(town: Town) -> None:
    alice = town.person("Alice")
    photo = await alice.shows("六个工程是什么")
    bare = {key: value for key, value in photo.items() if not key.startswith("caption")}
    await town.api.deliver(town.update(edited_message=bare))
    assert alice.sees() == []


async def test_a_moving_location_is_left_alone(town: Town) -> None:
    alice = town.person("Alice")
    place = town.api.chats.write(alice.chat_id, alice.user, location={"latitude": 40.8, "longitude": 111.7})
    await town.api.deliver(town.update(edited_message=place))
    assert alice.sees() == []


async def test_the_memory_is_bounded() -> None:
    async with Store("sqlite://") as store:
        memory = AnswerMemory(store, size=2)
        for message_id in (1, 2, 3):
            async with memory.turn(QuestionKey(1, message_id)) as given:
                given.messages.append(message_id + 10)
        assert len(memory) == 2
        assert [await memory.answer_of(1, message_id) for message_id in (12, 13)] != [None, None]


async def test_what_memory_has_forgotten_the_store_knows() -> None:
    async with Store("sqlite://") as store:
        memory = AnswerMemory(store, size=1)
        for message_id in (1, 2):
            async with memory.turn(QuestionKey(1, message_id)) as given:
                given.messages.append(message_id + 10)
        async with memory.turn(QuestionKey(1, 1), old=True) as given:
            assert given.messages == [11]


async def test_an_edit_that_changes_nothing_does_nothing(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    asked = len(engine.asked)
    await alice.edits(question, "六个工程是什么")
    assert len(engine.asked) == asked


async def test_an_old_message_of_a_group_that_was_not_answered_stays_so(town: Town) -> None:
    carol = town.group("群").member("Carol")
    message = await carol.says("大家早上好", date=town.api.chats.now - 1_200)
    await carol.edits(message, "六个工程是什么")
    assert carol.sees() == []
