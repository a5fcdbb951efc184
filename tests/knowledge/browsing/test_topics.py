"""What people are reminded of: every target of the year and every livelihood item, by topic, each once."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Library, load
from knowledge.browsing import ReminderTopic, remindable, topics_of
from knowledge.model import Figure, Kind, Livelihood, Status
from knowledge.report.document import parse
from knowledge.report.loading import examine
from tests.knowledge.samples import SMALL, body, small, written

FIELDS = ("地区生产总值", "高标准农田", "引进到位资金", "民生实事")


def topics(folder: Path, lines: str) -> list[tuple[str, list[str]]]:
    """Return the topics of the small report with these lines below it: names, and titles of their entries."""
    library = load(written(folder, small(("topics: []\n", lines))))
    return [(topic.name or topic.id, titles(library, topic)) for topic in library.topics]


def titles(library: Library, topic: ReminderTopic) -> list[str]:
    entries = {entry.id: entry for entry in library.entries}
    return [entries[one].title for one in topic.entries]


def test_every_target_of_the_year_and_every_item_stands_in_one_named_topic(library: Library) -> None:
    year = library.report.year
    wanted = [
        entry.id
        for entry in library.entries
        if isinstance(entry, Livelihood)
        or (isinstance(entry, Figure) and entry.status is Status.TARGET and entry.period == year)
    ]
    held = list(chain.from_iterable(topic.entries for topic in library.topics))

    assert sorted(held) == sorted(wanted)
    assert list(library.remindable) == wanted
    assert all(topic.name for topic in library.topics)


def test_a_target_of_a_later_year_is_no_reminder(library: Library) -> None:
    later = [e.id for e in library.entries if isinstance(e, Figure) and e.kind is Kind.TARGET and e.period == 2025]

    assert later
    assert not set(later) & set(library.remindable)


def test_a_report_without_topics_has_one_without_a_name_for_each_kind() -> None:
    library = load(SMALL)

    assert [(topic.id, topic.name, titles(library, topic)) for topic in library.topics] == [
        ("g", "", list(FIELDS)),
        ("l", "", ["新建幼儿园4所", "新建村级养老服务站15个", "改造农村公路48公里"]),
    ]


def test_a_topic_holds_targets_by_indicator_and_items_by_group_or_number(tmp_path: Path) -> None:
    lines = """\
topics:
  - name: 民生
    targets: [民生实事]
    groups: [教育和养老方面]
  - name: 经济
    targets: [引进到位资金, 地区生产总值, 高标准农田]
    items: [3]
"""

    assert topics(tmp_path, lines) == [
        ("民生", ["民生实事", "新建幼儿园4所", "新建村级养老服务站15个"]),
        ("经济", ["地区生产总值", "高标准农田", "引进到位资金", "改造农村公路48公里"]),
    ]


def test_what_no_topic_holds_is_still_reminded_of(tmp_path: Path) -> None:
    assert topics(tmp_path, "topics: [{name: 经济, targets: [地区生产总值]}, {name: 空的, items: [9]}]\n") == [
        ("经济", ["地区生产总值"]),
        ("g", ["高标准农田", "引进到位资金", "民生实事"]),
        ("l", ["新建幼儿园4所", "新建村级养老服务站15个", "改造农村公路48公里"]),
    ]


def test_ids_of_topics_are_short_and_the_same_after_a_reload(library: Library, tmp_path: Path) -> None:
    ids = [topic.id for topic in library.topics]
    again = load(written(tmp_path, small(("topics: []", "topics: [{name: 经济, items: [1]}]")))).topics[0]

    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,12}", one) for one in ids)
    assert len(set(ids)) == len(ids)
    assert again.id == next(topic.id for topic in library.topics if topic.name == "经济")


@given(st.lists(st.lists(st.sampled_from([*FIELDS, 1, 2, 3, "教育和养老方面", "无"]), max_size=5), max_size=4))
def test_whatever_an_editor_writes_nothing_is_left_out_or_comes_twice(lists: list[list[str | int]]) -> None:
    forms = [
        {
            "name": f"题{nth}",
            "targets": [one for one in names if one in FIELDS or one == "无"],
            "groups": [one for one in names if one == "教育和养老方面"],
            "items": [one for one in names if isinstance(one, int)],
        }
        for nth, names in enumerate(lists)
    ]
    document = parse(small(("topics: []", f"topics: {json.dumps(forms)}")), "report.yaml")
    knowledge = examine(document).knowledge
    held = list(chain.from_iterable(topic.entries for topic in topics_of(knowledge)))

    assert sorted(held) == sorted(entry.id for entry in remindable(knowledge.entries, 2022))
    assert len(held) == len(set(held)) == len(FIELDS) + 3


def test_a_target_comes_with_what_the_year_before_reached(library: Library) -> None:
    reached = {
        entry.title: source.direct
        for entry in library.entries
        if entry.id in library.remindable and (source := library.actual_of(entry.id))
    }

    assert {name: reached[name] for name in ("地区生产总值", "城镇新增就业", "老旧小区改造", "网络零售额")} == {
        "地区生产总值": "增长7.3%",
        "城镇新增就业": "21.87万人",
        "老旧小区改造": "1639个",
        "网络零售额": "增长21.5%",
    }
    assert "城镇调查失业率" not in reached


def test_what_was_reached_is_of_the_same_indicator_place_and_the_year_before(library: Library) -> None:
    entries = {entry.id: entry for entry in library.entries}
    for one in library.remindable:
        target, source = entries[one], library.actual_of(one)
        if source is None:
            continue
        actual = entries[source.entry_id]
        assert isinstance(target, Figure)
        assert isinstance(actual, Figure)
        assert (actual.indicator, actual.place) == (target.indicator, target.place)
        assert (actual.status, actual.period) == (Status.ACTUAL, library.report.year - 1)


def test_growth_is_reached_where_growth_is_aimed_at(tmp_path: Path) -> None:
    figure = "measure: level, unit: 亿元, indicator: 投资"
    entries = f"""\
figures:
  - {{{figure}, value: 5, said: 5亿元, change: 增长9%, period: 2021, status: actual, quote: "投资5亿元,增长9%"}}
  - {{indicator: 投资, measure: growth, unit: "%", value: 8, said: 增长8%, period: 2022, status: target, quote: 增长8%}}
"""
    library = load(written(tmp_path, body("投资5亿元,增长9%。", "今年增长8%。", entries=entries)))
    [target] = library.remindable

    source = library.actual_of(target)
    assert source is not None
    assert source.direct == "增长9%"


def test_items_actuals_passages_and_strangers_have_nothing_that_was_reached(library: Library) -> None:
    others = [entry.id for entry in library.entries if entry.kind is not Kind.TARGET]

    assert [one for one in [*others, "nobody", ""] if library.actual_of(one)] == []
