"""Conversations: what a message says takes the place of what was said, and what it leaves open stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge import Library
from knowledge.model import Answer, Kind, Outcome, Reason


def conversation(library: Library, *said: str) -> Sequence[Answer]:
    """Say one thing after the other; each may lean on what came before."""
    answers: list[Answer] = []
    for text in said:
        about, frame = (answers[-1].about, answers[-1].frame) if answers else ((), "")
        answers.append(library.ask(text, before=about, frame=frame))
    return answers


@pytest.mark.parametrize(
    ("kind", "said", "passage"),
    [
        ("another year", ("去年网络零售额增长多少", "今年想做到多少"), "突破700亿元"),
        ("another year, of an item", ("今年建多少个村级养老服务站", "那去年建了几个"), "村级养老服务站2000个"),
        ("another measure", ("去年全区GDP增速", "在全国排第几"), "居全国第3"),
        ("another place", ("包头去年GDP增速", "那呼和浩特呢"), "呼和浩特市和包头市地区生产总值均增长10%以上"),
        ("another subject", ("去年粮食打了多少", "奶呢"), "牛奶产量792.6万吨"),
        ("another subject of the same time", ("今年GDP目标是多少", "那CPI呢"), "居民消费价格涨幅控制在3%左右"),
        ("a subject of the same sentence", ("去年接待了多少游客", "旅游收入呢"), "收入超过3350亿元"),
        ("a part of it", ("国家区域医疗中心要建几个", "自治区级的呢"), "20个自治区级专科区域医疗中心"),
        ("who is in charge", ("今年新增多少婴幼儿托位", "哪个厅管这事"), "自治区卫生健康委员会"),
        ("another department", ("教育厅牵头哪几件民生实事", "那公安厅呢"), "自治区公安厅"),
        ("a number", ("六个工程是什么", "第四个呢"), "诚信建设工程"),
        ("the next item", ("民生实事第11件是什么", "下一件呢"), "12."),
        ("the item before it", ("民生实事第11件是什么", "上一件呢"), "10."),
        ("the last item", ("民生实事第11件是什么", "最后一件呢"), "33."),
        ("the report's own words", ("去年GDP增长多少", "原话怎么说的"), "地区生产总值增长7.3%"),
        ("where else it stands", ("天骏计划是什么", "正文里哪里提到过"), "天骏计划"),
        ("what is planned", ("去年碳汇卖了多少钱", "今年打算怎么做"), "碳汇交易"),
        ("several turns", ("去年GDP增长多少", "今年呢", "固定资产投资呢", "去年完成多少"), "固定资产投资增长19.8%"),
        ("after an unsure answer", ("去年保交楼交了多少套", "怎么报名", "今年任务呢"), "2.5万套保交楼"),
        ("after two unsure answers", ("去年GDP增长多少", "为什么", "后年呢", "今年目标呢"), "地区生产总值增长6%以上"),
    ],
)
def test_a_message_is_merged_with_what_was_asked_before(
    library: Library, kind: str, said: Sequence[str], passage: str
) -> None:
    last = conversation(library, *said)[-1]

    assert last.outcome is Outcome.ANSWER
    assert last.leaned
    assert passage in last.sources[0].text


@pytest.mark.parametrize("then", ["六个工程是什么", "民生实事第3件是什么", "去年牛奶产量多少万吨", "哪些指标居全国第2"])
def test_a_question_of_its_own_is_not_bent(library: Library, then: str) -> None:
    _, last = conversation(library, "去年GDP增长多少", then)

    assert not last.leaned
    assert [source.entry_id for source in last.sources] == [source.entry_id for source in library.ask(then).sources]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (("去年GDP增长多少", "2021年呢"), Reason.YEAR),
        (("去年GDP增长多少", "总量是多少"), Reason.MEASURE),
        (("去年居民人均收入增长多少", "农村的呢"), Reason.SUBJECT),
        (("去年粮食产量多少", "为什么这么多"), Reason.ASPECT),
        (("去年保交楼交了多少套", "怎么报名"), Reason.ASPECT),
    ],
)
def test_what_the_report_does_not_say_of_it_is_held_back_with_the_reason(
    library: Library, said: Sequence[str], reason: Reason
) -> None:
    first, last = conversation(library, *said)

    assert last.outcome is Outcome.UNSURE
    assert last.conflict is not None
    assert last.conflict.reason is reason
    assert (last.about, last.frame) == (first.about, first.frame)


def test_nothing_is_answered_where_nothing_was_asked_before(library: Library) -> None:
    assert library.ask("那今年目标呢").outcome is Outcome.UNSURE


def test_an_unsure_question_of_its_own_is_what_is_leaned_on(library: Library) -> None:
    *_, last = conversation(library, "去年GDP增长多少", "火星上有多少人", "今年呢")

    assert last.outcome is Outcome.UNSURE


def test_how_many_a_list_has_shows_the_list_again(library: Library) -> None:
    first, last = conversation(library, "民政厅负责哪几件实事", "一共几件")

    assert last.kind is Kind.LIST
    assert last.about == first.about
