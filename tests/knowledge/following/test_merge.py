"""A short message is merged with the question before it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge import Library
from knowledge.model import Answer, Outcome


def conversation(library: Library, *said: str) -> Sequence[Answer]:
    """Say one thing after the other; each may lean on what came before."""
    answers: list[Answer] = []
    for text in said:
        before, frame = (answers[-1].shown, answers[-1].frame) if answers else ((), "")
        answers.append(library.ask(text, before=before, frame=frame))
    return answers


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        (("去年GDP增了多少", "那今年想增多少呢"), "地区生产总值增长6%以上"),
        (("去年网络零售额多少", "那今年想做到多少"), "网络零售额"),
    ],
)
def test_what_is_left_open_stays(library: Library, said: Sequence[str], gold: str) -> None:
    last = conversation(library, *said)[-1]

    assert last.outcome is Outcome.ANSWER
    assert last.leaned
    assert gold in last.sources[0].text


@pytest.mark.parametrize("then", ["六个工程是什么", "民生实事第3件是什么", "去年牛奶产量多少万吨"])
def test_a_question_of_its_own_is_not_bent(library: Library, then: str) -> None:
    _, last = conversation(library, "去年GDP增长多少", then)

    assert not last.leaned
    assert [source.entry_id for source in last.sources] == [source.entry_id for source in library.ask(then).sources]


def test_what_the_report_does_not_say_of_it_is_not_said(library: Library) -> None:
    _, last = conversation(library, "去年粮食产量多少", "为什么这么多")

    assert last.outcome is Outcome.UNSURE
