"""Drafting the topics of reminders: by heading and by group, and into the topics that an editor has made."""

from __future__ import annotations

import pytest

from knowledge.report.build import draft
from knowledge.report.document import parse
from knowledge.report.schema import FileForm, TopicForm, validate
from tests.knowledge.samples import SMALL_TEXT, small

BARE = "一、2023年工作回顾\n办成了事。\n二、2024年工作安排\n"


def topics(text: str, existing: str | None = None) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return the topics that a report's plain text has in its draft: each name with all that the topic holds."""
    forms: tuple[TopicForm, ...] = validate(parse(draft(text, existing, name="2024.txt"), "draft"), FileForm).topics
    return [(one.name, (*one.targets, *one.groups, *one.items)) for one in forms]


@pytest.fixture(scope="module")
def plain() -> str:
    return SMALL_TEXT.read_text(encoding="utf-8")


def test_targets_are_sorted_by_their_heading_and_items_by_their_group(plain: str) -> None:
    assert topics(plain) == [
        ("2022年工作安排", ("地区生产总值", "新建高标准农田")),
        ("抓好产业", ("引进到位资金",)),
        ("办好民生", ("民生实事",)),
        ("教育和养老方面", ("教育和养老方面",)),
        ("出行方面", ("出行方面",)),
    ]


def test_a_target_of_a_later_year_and_an_actual_are_in_no_topic() -> None:
    assert topics("一、2023年工作回顾\n粮食产量5亿斤。\n二、2024年工作安排\n到2025年装机达到1.5亿千瓦。\n") == []


def test_items_without_a_group_are_one_topic_by_their_numbers() -> None:
    text = BARE + "2024年民生实事\n1.新建学校3所。\n2.新建公路50公里。\n3.新建公园5个。\n"

    assert topics(text) == [("民生实事", (1, 2, 3))]


def test_an_indicator_with_two_targets_is_named_once() -> None:
    assert topics(BARE + "粮食产量达到5亿斤。\n(一)抓好农业。粮食产量达到6亿斤。\n") == [
        ("2024年工作安排", ("粮食产量",))
    ]


def test_a_report_without_headings_has_one_topic_by_its_title() -> None:
    assert topics("政府工作报告\n2024年,力争粮食产量达到5亿斤。\n") == [("政府工作报告", ("粮食产量",))]


def test_what_an_edited_file_lacks_joins_its_topics(plain: str) -> None:
    lost = "    indicator: 高标准农田\n    measure: level\n    value: 3.5\n    unit: 万亩\n    said: 3.5万亩\n"
    lost = f"  - {lost.lstrip()}    period: 2022\n    status: target\n    quote: 新建高标准农田3.5万亩\n"

    def with_topics(written: str) -> str:
        return small((lost, ""), ("topics: []\n", written))

    edited = "topics:\n  - name: 2022年工作安排 # the year's\n    targets: [地区生产总值]\n"

    assert topics(plain, with_topics(edited)) == [("2022年工作安排", ("地区生产总值", "新建高标准农田"))]
    assert topics(plain, with_topics(edited.replace("2022年工作安排", "经济"))) == [
        ("经济", ("地区生产总值",)),
        ("2022年工作安排", ("新建高标准农田",)),
    ]
    assert "# the year's" in draft(plain, with_topics(edited))
    assert topics(plain, with_topics("topics: []\n")) == []
