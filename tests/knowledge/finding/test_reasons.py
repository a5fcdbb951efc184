"""A near miss is told as such: what was asked, and what the report has instead."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Conflict, Outcome, Reason, Where


@pytest.mark.parametrize(
    ("text", "conflict", "nearest"),
    [
        ("2021年GDP增长多少", Conflict(Reason.YEAR, "2021", "2023、2024"), "地区生产总值"),
        ("赤峰去年粮食产量多少", Conflict(Reason.PLACE, "赤峰市", ""), "粮食产量"),
        ("固定资产投资总额多少亿", Conflict(Reason.MEASURE, "level", "growth"), "固定资产投资"),
        ("牛奶产量全国第几", Conflict(Reason.MEASURE, "rank", "level"), "牛奶产量"),
        ("农村牧区居民人均可支配收入增长多少", Conflict(Reason.SUBJECT, "农村牧区", "全体"), "全体居民人均可支配收入"),
        ("包钢营收多少", Conflict(Reason.SUBJECT, "营收", "利润"), "包钢集团利润"),
        ("青年失业率多少", Conflict(Reason.SUBJECT, "青年", ""), "城镇调查失业率"),
        ("为什么煤炭产业只增长了1.4%", Conflict(Reason.ASPECT, "reason", ""), "煤炭产业"),
        ("43件民生实事哪些没完成", Conflict(Reason.ASPECT, "negative", ""), "民生实事"),
        ("天鹰计划是什么", Conflict(Reason.NAME, "天鹰计划", "天骏计划"), "天骏计划"),
        ("七个工程是什么", Conflict(Reason.NAME, "7个工程", "六个工程"), "六个工程"),
    ],
)
def test_the_nearest_entry_is_told_with_why_it_is_no_answer(
    library: Library, text: str, conflict: Conflict, nearest: str
) -> None:
    answer = library.ask(text)

    assert answer.outcome is Outcome.UNSURE
    assert answer.conflict == conflict
    assert answer.suggestions[0].title == nearest
    assert answer.about == (answer.suggestions[0].entry_id,)


def test_of_what_the_report_has_nothing_there_is_no_reason(library: Library) -> None:
    answer = library.ask("今天天气怎么样")

    assert answer.outcome is Outcome.UNSURE
    assert answer.conflict is None


def test_a_group_is_told_nothing(library: Library) -> None:
    answer = library.ask("农村牧区居民人均可支配收入增长多少", Where.GROUP)

    assert answer.outcome is Outcome.SILENT
    assert answer.conflict is None
