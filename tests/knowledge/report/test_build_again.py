"""Drafting again over a file that people have edited: nothing of theirs is lost, what is missing is added."""

from __future__ import annotations

import pytest

from knowledge.faults import KnowledgeError
from knowledge.report.build import draft
from knowledge.report.document import parse
from knowledge.report.schema import FileForm, validate
from tests.knowledge.samples import SMALL_TEXT, small


@pytest.fixture(scope="module")
def plain() -> str:
    return SMALL_TEXT.read_text(encoding="utf-8")


def test_an_edited_file_that_lacks_nothing_comes_back_as_it_is(plain: str) -> None:
    assert draft(plain, small()) == small()


def test_what_is_missing_is_added_in_the_reports_order_and_nothing_else_changes(plain: str) -> None:
    figure = small().split("  - indicator: 粮食产量")[1].split("  - indicator: 引进到位资金")[0]
    term = "  - name: 四好农村路\n" + small().split("  - name: 四好农村路\n")[1].split("  - name: 一门通办")[0]
    edited = small(
        ("  - indicator: 粮食产量" + figure, ""), (term, ""), ("aliases: [GDP,", "# 再看\n    aliases: [GDP,")
    )

    again = draft(plain, edited)

    assert "# Kept by hand.\n" in again
    assert "- name: 三链工程   # the county's own\n" in again
    assert "    # 再看\n    aliases: [GDP, 经济增速]\n" in again
    before = validate(parse(edited, "before"), FileForm)
    after = validate(parse(again, "after"), FileForm)
    assert [one.indicator for one in after.figures][:3] == ["地区生产总值", "粮食产量", "引进到位资金"]
    assert [one.name for one in after.terms] == ["三链工程", "四好农村路", "一门通办"]
    assert [one for one in after.figures if one.indicator != "粮食产量"] == list(before.figures)
    assert [one for one in after.terms if one.name != "四好农村路"] == list(before.terms)
    assert (after.report, after.text, after.passages) == (before.report, before.text, before.passages)
    assert draft(plain, again) == again


def test_what_is_added_to_the_last_list_stands_before_the_last_line(plain: str) -> None:
    name = "  - indicator: 高标准农田\n"
    lost = name + small().split(name)[1].split("  - indicator: 引进到位资金")[0]
    topics = "topics:\n  - name: 经济\n    targets: [地区生产总值]\n"

    again = draft(plain, small((lost, ""), ("topics: []\nend: true\n", topics + "end: true # 勿动\n")))

    assert again.endswith("  - name: 2022年工作安排\n    targets: [新建高标准农田]\nend: true # 勿动\n")


def test_a_file_that_may_be_cut_off_is_not_added_to(plain: str) -> None:
    with pytest.raises(KnowledgeError, match="the edited file:196: the last line isn't `end: true`"):
        draft(plain, small(("end: true\n", "")))


def test_a_hand_made_entry_is_recognised_by_name_number_or_quote(plain: str) -> None:
    renamed = small(
        ("indicator: 粮食产量", "indicator: 粮食"),
        ("quote: 粮食产量12.6亿斤", "quote: 12.6亿斤"),
        ("quote: “三链工程”:延链工程、补链工程、强链工程。", "quote: 延链工程、补链工程、强链工程"),
        (
            "quote: 3.改造农村公路48公里(牵头责任单位:县交通运输局)。",
            "quote: 改造农村公路48公里(牵头责任单位:县交通运输局)。",
        ),
    )
    after = validate(parse(draft(plain, renamed), "after"), FileForm)

    assert (len(after.figures), len(after.terms), len(after.livelihood)) == (9, 3, 3)


def test_a_corrected_text_replaces_the_old_one(plain: str) -> None:
    corrected = plain.replace("青山镇游客突破20万人次", "青山镇游客突破21万人次")
    after = validate(parse(draft(corrected, small()), "after"), FileForm)

    assert after.text[1].paragraphs[1].endswith("青山镇游客突破21万人次。")
    assert [one.quote for one in after.figures if "游客" in one.indicator] == [
        "青山镇游客突破20万人次",
        "青山镇游客突破21万人次",
    ]


def test_another_reports_file_is_never_overwritten() -> None:
    with pytest.raises(KnowledgeError) as caught:
        draft("一、2023年工作回顾\n修路5公里。\n", small())
    assert str(caught.value) == (
        "the edited file:12: text: this file contains another report: expected the one whose plain text is given"
    )
