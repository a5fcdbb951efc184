"""Checking the topics of reminders: each target and item in one of them, and nothing that isn't there."""

from __future__ import annotations

from pathlib import Path

from knowledge.report.check import check
from tests.knowledge.samples import small, written

WHOLE = """\
topics:
  - name: 经济
    targets: [地区生产总值, 高标准农田, 引进到位资金]
  - name: 民生
    targets: [民生实事]
    groups: [教育和养老方面]
    items: [3]
"""


def faults_of(folder: Path, topics: str) -> list[str]:
    """Return what `check` says of the small report with these topics, without the file's name and line."""
    return [str(fault).split(": ", 1)[1] for fault in check(written(folder, small(("topics: []\n", topics)))).faults]


def test_topics_that_hold_everything_once_are_right(tmp_path: Path) -> None:
    assert faults_of(tmp_path, WHOLE) == []


def test_a_file_without_topics_is_right(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "topics: []\n") == []


def test_a_target_in_no_topic_is_told_on_its_own_line(tmp_path: Path) -> None:
    path = written(tmp_path, small(("topics: []\n", WHOLE.replace(", 高标准农田", ""))))

    [fault] = check(path).faults
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == "  - indicator: 高标准农田"
    assert str(fault).split(": ", 1)[1] == (
        "figures[6].indicator: the target “高标准农田” is in no topic: expected it in one of topics"
    )


def test_an_item_in_no_topic_is_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path, WHOLE.replace("items: [3]", "")) == [
        "livelihood[2].number: item 3 is in no topic: expected its group or number in one of topics"
    ]


def test_what_the_report_does_not_have_is_told_on_its_line(tmp_path: Path) -> None:
    topics = (
        WHOLE.replace("[3]", "[3, 4]").replace("方面]", "方面, 出行]").replace("引进到位资金", "引进到位资金, 粮食产量")
    )

    assert faults_of(tmp_path, topics) == [
        "topics[0].targets[3]: “粮食产量” isn't in the report: expected the indicator of a target under figures",
        "topics[1].groups[1]: “出行” isn't in the report: expected the group of an item under livelihood",
        "topics[1].items[1]: item 4 isn't in the report: expected the number of an item under livelihood",
    ]


def test_what_stands_in_two_topics_or_twice_in_one_is_told(tmp_path: Path) -> None:
    topics = WHOLE + "  - name: 再来\n    targets: [民生实事]\n    groups: [出行方面, 出行方面]\n    items: [3]\n"

    assert faults_of(tmp_path, topics) == [
        "topics[2].targets[0]: “民生实事” is already in 民生: expected it in one topic",
        "topics[2].groups[0]: “出行方面” has item 3, which is already in 民生: expected it in one topic",
        "topics[2].groups[1]: “出行方面” has item 3, which is already in 民生: expected it in one topic",
        "topics[2].items[0]: item 3 is already in 民生: expected it in one topic",
    ]


def test_an_item_beside_its_group_is_told_whichever_comes_first(tmp_path: Path) -> None:
    both = "[{name: 一, items: [1, 3]}, {name: 二, groups: [教育和养老方面]}, {name: 三, items: [2]}]"
    targets = "[{name: 零, targets: [地区生产总值, 高标准农田, 引进到位资金, 民生实事]}, "

    assert faults_of(tmp_path, f"topics: {targets}{both[1:]}\n") == [
        "topics[2].groups[0]: “教育和养老方面” has item 1, which is already in 一: expected it in one topic",
        "topics[3].items[0]: item 2 is already in 二: expected it in one topic",
    ]


def test_a_name_for_two_topics_and_an_empty_topic_are_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path, WHOLE + "  - name: 经济\n") == [
        "topics[2]: this topic is empty: expected targets, groups or items",
        "topics[2].name: “经济” names two topics: expected a name of its own",
    ]


def test_a_topic_is_refused_in_a_form_that_it_cannot_have(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "topics: [{name: '', items: [一], figures: []}]\n") == [
        "topics[0].figures: this key is unknown: expected one of name, targets, groups, items",
        "topics[0].items[0]: expected a whole number",
        "topics[0].name: expected some text, not an empty one",
    ]
