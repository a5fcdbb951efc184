"""A short question that leans on the answer before it."""

from __future__ import annotations

import asyncio

import pytest

from bot.telegram import TelegramBot
from handlers.memory import LEANING
from knowledge import Library
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.people import Group, Town, Voice
from tests.fakes.running import running


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("群")


def first_line(voice: Voice) -> str:
    """Of the last message, without markup."""
    line = voice.sees()[-1].splitlines()[0].replace("<b>", "").replace("</b>", "").replace("</a>", "")
    return line[: line.find("<a ")] + line[line.find('">') + 2 :] if "<a " in line else line


@pytest.mark.parametrize(
    ("question", "leaning", "answer"),
    [
        ("去年GDP增长多少", "那今年呢", "🎯 地区生产总值（2024年目标）：增长6%以上"),
        ("去年GDP增长多少", "排第几", "📊 地区生产总值（2023年）：全国第3"),
        ("今年GDP目标", "那去年呢", "📊 地区生产总值（2023年）：增长7.3%"),
        ("六个工程是什么", "第三个呢", "📖 六个工程：温暖工程"),
        ("哪些指标居全国第1", "第三个呢", "📊 乌兰察布市合金材料产能（2023年）：全国第1"),
        ("第8件民生实事", "谁负责", "🏠 第8件 · 适老化改造和养老服务：自治区民政厅"),
    ],
)
async def test_alone_with_the_bot_it_leans_on_the_last_answer(
    alice: Voice, question: str, leaning: str, answer: str
) -> None:
    await alice.says(question)
    await alice.says(leaning)
    assert first_line(alice) == answer


@pytest.mark.parametrize(("seconds", "is_understood"), [(0, True), (LEANING - 1, True), (LEANING + 1, False)])
async def test_for_five_minutes(alice: Voice, seconds: float, is_understood: bool) -> None:
    alice.town.api.clock.leisure = 0.0
    await alice.says("去年GDP增长多少")
    alice.town.api.clock.pass_by(seconds)
    await alice.says("那今年呢")
    assert alice.sees()[-1].startswith("🎯") is is_understood


async def test_each_follow_up_leans_on_the_one_before(alice: Voice) -> None:
    for question in ("去年GDP增长多少", "那今年呢", "那去年呢"):
        await alice.says(question)
    assert first_line(alice) == "📊 地区生产总值（2023年）：增长7.3%"


async def test_a_reply_leans_on_the_answer_it_replies_to_however_old(alice: Voice) -> None:
    await alice.says("去年GDP增长多少")
    (answer,) = alice.bot_messages()
    alice.town.api.clock.pass_by(LEANING * 10)
    await alice.says("六个工程是什么")
    await alice.says("那今年呢", reply_to_message=answer)
    assert first_line(alice) == "🎯 地区生产总值（2024年目标）：增长6%以上"


async def test_without_an_answer_before_it_is_a_message_like_any(alice: Voice) -> None:
    await alice.says("那今年呢")
    assert alice.sees()[-1].startswith("🤔")


async def test_a_question_of_its_own_leans_on_nothing(alice: Voice) -> None:
    await alice.says("去年GDP增长多少")
    await alice.says("今年新增就业目标")
    assert "城镇新增就业" in first_line(alice)


async def test_nobody_leans_on_what_others_asked(town: Town, alice: Voice) -> None:
    await alice.says("去年GDP增长多少")
    bob = town.person("Bob")
    await bob.says("那今年呢")
    assert bob.sees()[-1].startswith("🤔")


async def test_in_a_group_it_leans_on_what_it_replies_to(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年GDP增长多少")
    await dan.says("那今年呢", reply_to_message=carol.bot_messages()[0])
    assert first_line(dan) == "🎯 地区生产总值（2024年目标）：增长6%以上"


async def test_in_a_group_it_is_silent_unless_it_replies(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("去年GDP增长多少")
    await carol.says("那今年呢")
    assert len(carol.sees()) == 1


async def test_a_reply_to_somebody_else_leans_on_nothing(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    question = await carol.says("去年GDP增长多少")
    await dan.says("那今年呢", reply_to_message=question)
    assert len(carol.sees()) == 1


async def test_an_edited_follow_up_leans_on_the_same(alice: Voice, bot: TelegramBot) -> None:
    await alice.says("六个工程是什么")
    leaning = await alice.says("第三个呢")
    await alice.edits(leaning, "第二个呢")
    assert first_line(alice) == "📖 六个工程：防沙治沙和风电光伏一体化工程"


async def test_two_messages_at_once_are_read_in_their_order(alice: Voice) -> None:
    """The follow-up doesn't wait until the answer before it has been sent."""
    alice.town.api.hold("sendMessage")
    asking = asyncio.create_task(alice.says("去年GDP增长多少"))
    await alice.town.api.arrival("sendMessage")
    leaning = asyncio.create_task(alice.says("那今年呢"))
    alice.town.api.release("sendMessage")
    await asyncio.gather(asking, leaning)
    assert sorted(title[:1] for title in alice.titles()) == sorted("📊🎯")


@pytest.mark.parametrize(("said", "answer"), [("第一个呢", "1. "), ("最后一个呢", "3. ")])
async def test_a_reply_to_related_entries_counts_as_they_are_numbered(alice: Voice, said: str, answer: str) -> None:
    await alice.says("去年GDP增长多少")
    await alice.taps("相关")
    listed = alice.sees()[-1].splitlines()
    number = answer if said == "第一个呢" else max(line for line in listed if line[:1].isdigit())[:3]
    title = next(line for line in listed if line.startswith(number))
    await alice.says(said, reply_to_message=alice.bot_messages()[-1])
    assert title[title.index("start=") :].split('"')[0] in alice.sees()[-1].splitlines()[0]


async def test_an_edited_follow_up_leans_on_what_it_leaned_on_after_a_restart(api: BotApi, library: Library) -> None:
    town = Town(api)
    async with Store("sqlite://") as store:
        async with running(api, library, report=library.report, store=store):
            alice = town.person("Alice")
            await alice.says("去年GDP增长多少")
            question = await alice.says("排第几")
            await alice.says("谁发明了电灯")  # not in the report: leans on nothing, and nothing leans on it
            await store.flush()
        async with running(api, library, report=library.report, store=store):
            await alice.edits(question, "那今年呢")
    assert alice.titles()[1] == "🎯 地区生产总值（2024年目标）：增长6%以上"
