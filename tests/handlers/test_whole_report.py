"""Conversations over the real report: what people ask first gets the report's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from handlers.engine import Engine
from tests.fakes.people import Town, mention

PROJECTS = (
    "政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程",
    "附件2",
)
GRAIN = ("粮食产量791.6亿斤", "一、过去一年工作回顾")
GROWTH = ("地区生产总值增长6%以上", "二、2024年工作安排")
ITEM = ("7.三级、二级、一级医疗机构职工医保门诊统筹起付线由统一的1000元分别降到500元、300元、200元", "附件1 · 第7件")


@pytest.fixture(scope="module")
def library() -> Engine:
    return knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))


@pytest.fixture
def engine(library: Engine) -> Engine:
    """Overrides the small engine of the other conversations."""
    return library


@pytest.mark.parametrize(
    ("question", "first_line", "said"),
    [
        ("六个工程是什么", "📖 <b>六个工程</b>", PROJECTS),
        ("/术语六个工程", "📖 <b>六个工程</b>", PROJECTS),
        ("去年粮食产量多少？", "📊 <b>粮食产量</b>：791.6亿斤", GRAIN),
        ("/数据 粮食产量", "📊 <b>粮食产量</b>：791.6亿斤", GRAIN),
        ("/目标 地区生产总值", "🎯 <b>地区生产总值</b>：增长6%以上", GROWTH),
        ("第七件民生实事", "🏠 <b>第7件</b>", ITEM),
        ("/livelihood7", "🏠 <b>第7件</b>", ITEM),
    ],
)
async def test_somebody_asks(town: Town, question: str, first_line: str, said: tuple[str, str]) -> None:
    alice = town.person("Alice")
    await alice.says(question)
    (reply,) = alice.hears()
    text = reply.replace("<b>", "").replace("</b>", "")
    assert reply.startswith(first_line)
    assert all(piece in text for piece in said)


async def test_a_near_miss_is_no_answer(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("2025年GDP目标是多少")
    (reply,) = alice.hears()
    assert reply.startswith("🤔")


async def test_a_search_finds_passages_to_open(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/搜索 防沙治沙")
    assert alice.hears()[0].startswith("🔎")
    assert await alice.taps("1") is None
    assert "防沙治沙" in alice.hears()[0]


async def test_a_group_is_answered_only_when_it_asks(town: Town) -> None:
    carol = town.group("群").member("Carol")
    for chat in ("大家早上好", "明天几点开会？", "哈哈哈哈", "2025年GDP目标是多少"):
        await carol.says(chat)
    assert carol.hears() == []
    await carol.says("六个工程是什么")
    await carol.says(f"{mention()} 今天天气怎么样")
    assert [reply[0] for reply in carol.hears()] == ["📖", "🤔"]


async def test_an_edited_question_edits_its_answer(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "去年粮食产量多少")
    assert [reply.splitlines()[0] for reply in alice.sees()] == ["📊 <b>粮食产量</b>：791.6亿斤"]
