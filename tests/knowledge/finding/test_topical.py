"""Lists of passages: all on a topic, and all that one sentence announces."""

from __future__ import annotations

import pytest

from knowledge.finding.topical import MOST, Topical
from tests.knowledge.finding.conftest import Workshop


def on_topic(workshop: Workshop, text: str) -> list[str]:
    """Return the passages on the topic of a question."""
    topical = Topical(workshop.index, workshop.facts, workshop.lexicon)
    return workshop.texts(topical.on_topic(workshop.read(text)))


def announced(workshop: Workshop, beginning: str) -> list[str]:
    """Return what the passage with this beginning announces."""
    topical = Topical(workshop.index, workshop.facts, workshop.lexicon)
    entries = enumerate(workshop.index.entries)
    number = next(n for n, e in entries if e.passage.text.startswith(beginning) and e.kind.value == "text")
    return workshop.texts(topical.announced(number))


def test_a_list_on_a_topic_has_every_passage_that_speaks_of_it(workshop: Workshop) -> None:
    found = on_topic(workshop, "稀土方面都有哪些内容")
    speaking = {e.passage.text for e in workshop.index.entries if "稀土" in e.passage.text}

    assert speaking <= set(found)
    assert len(found) == len(set(found))


def test_the_time_and_the_kind_that_are_asked_for_restrict_a_list(workshop: Workshop) -> None:
    found = on_topic(workshop, "今年跟投资有关的数字目标有哪些")

    assert any("固定资产投资增长15%左右" in text for text in found)
    assert not any("固定资产投资增长19.8%" in text for text in found)


@pytest.mark.parametrize(
    "text",
    [
        "航线有多少",  # no list
        "航线是哪几条",  # members
        "有哪些措施",  # no topic
        "量子计算机方面有哪些措施",  # nothing speaks of it
        "建设方面有哪些措施",  # nearly everything does
    ],
)
def test_what_asks_for_no_list_of_passages_gives_none(workshop: Workshop, text: str) -> None:
    assert on_topic(workshop, text) == []


def test_a_list_is_never_longer_than_people_read(workshop: Workshop) -> None:
    assert all(len(on_topic(workshop, f"{word}方面有哪些措施")) <= MOST for word in ("产业", "企业", "安全", "生态"))


def test_a_sentence_that_announces_points_is_followed_by_them(workshop: Workshop) -> None:
    found = announced(workshop, "重点要做好以下10个方面工作")

    assert [text[:3] for text in found[1:]] == [f"({number})" for number in "一二三四五六七八九十"]


def test_a_sentence_among_the_points_announces_none(workshop: Workshop) -> None:
    assert announced(workshop, "年初部署的43件民生实事全部兑现") == []
