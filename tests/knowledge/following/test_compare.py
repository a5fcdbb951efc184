"""An indicator's actual beside its target."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Figure, Kind, Outcome, Status


@pytest.mark.parametrize(
    ("text", "title", "directs"),
    [
        ("GDP", "地区生产总值", ["增长7.3%", "增长6%以上"]),
        ("GDP去年和今年", "地区生产总值", ["增长7.3%", "增长6%以上"]),
        ("外贸", "外贸进出口总额", ["增长30.4%", "增长10%以上"]),
        ("引进到位资金", "引进到位资金", ["4778亿元", "不低于5500亿元"]),
        ("老旧小区", "老旧小区改造", ["1639个", "老旧小区改造1185个"]),
        ("一般公共预算收入", "一般公共预算收入", ["突破3000亿元", "同口径增长5.5%左右"]),
        ("wangluo lingshou'e", "网络零售额", ["增长21.5%", "突破700亿元"]),
        ("新能源裝機", "新能源装机规模", ["全国第1", "保持全国第1"]),
    ],
)
def test_the_actual_stands_before_the_target(library: Library, text: str, title: str, directs: list[str]) -> None:
    answer = library.compare(text)

    assert (answer.outcome, answer.kind, answer.title, answer.comparison) == (Outcome.ANSWER, Kind.LIST, title, True)
    assert [source.direct for source in answer.sources] == directs
    assert [source.kind for source in answer.sources] == [Kind.FIGURE, Kind.TARGET]


def test_a_promise_of_the_indicator_by_its_name_is_its_target(library: Library) -> None:
    answer = library.compare("户厕")

    assert answer.comparison
    assert [source.title for source in answer.sources] == ["农村牧区户厕", "新建农村牧区户厕5.5万个"]


@pytest.mark.parametrize(
    ("text", "kind", "direct"),
    [
        ("粮食产量", Kind.FIGURE, "791.6亿斤"),
        ("粮食产量去年完成和今年目标", Kind.FIGURE, "791.6亿斤"),
        ("失业率", Kind.TARGET, "控制在6%左右"),
        ("包头GDP", Kind.FIGURE, "增长10%以上"),
    ],
)
def test_a_side_that_the_report_does_not_have_is_left_out(library: Library, text: str, kind: Kind, direct: str) -> None:
    answer = library.compare(text)

    assert (answer.outcome, answer.kind, answer.comparison) == (Outcome.ANSWER, kind, False)
    assert [source.direct for source in answer.sources] == [direct]


@pytest.mark.parametrize(
    "text", ["", "天气", "六个工程", "2022年粮食产量", "2030年GDP", "哪些指标居全国第2", "广东GDP"]
)
def test_what_names_no_indicator_of_the_report_is_not_compared(library: Library, text: str) -> None:
    answer = library.compare(text)

    assert (answer.outcome, answer.sources, answer.comparison) == (Outcome.UNSURE, (), False)


def test_every_indicator_is_found_by_its_name(library: Library) -> None:
    for figure in (entry for entry in library.entries if isinstance(entry, Figure)):
        answer = library.compare(figure.title)

        assert answer.title == figure.title


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("GDP去年实际和今年目标对比", True),
        ("固定资产投资去年和今年分别增长多少", True),
        ("去年GDP增长多少", False),
        ("哪些指标居全国第2", False),
        ("CPI和失业率的目标分别是多少", False),
    ],
)
def test_a_question_for_both_sides_is_answered_as_a_comparison(library: Library, text: str, compares: bool) -> None:
    answer = library.ask(text)

    assert answer.comparison is compares
    entries = {entry.id: entry for entry in library.entries}
    shown = [entries[source.entry_id] for source in answer.sources]
    if compares:
        assert [e.status for e in shown if isinstance(e, Figure)] == [Status.ACTUAL, Status.TARGET]
