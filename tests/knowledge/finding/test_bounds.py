"""The longest messages, made to be hard, take no more steps than any other: counted, not timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from bench.hostile_messages import LENGTH, messages
from knowledge import Library
from knowledge.finding import pipeline
from knowledge.finding.focus import LONGEST_VIEW, MOST_PARTS, MOST_VIEWS
from knowledge.finding.recall import MOST_CANDIDATES, MOST_VISITED, Candidate, Topic, recall, weigh
from knowledge.language.question import Question
from knowledge.model import Where
from knowledge.report.loading import load_report
from tests.knowledge.conftest import REPORT
from tests.knowledge.finding.conftest import Workshop

MOST_READ = 1 + 2 + MOST_PARTS  # ways to take one view: whole, by year, by subject


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    return [text for texts in messages(load_report(REPORT)).values() for text in texts]


class Visited(Sequence[int]):
    """Surfaces that count each that is looked at."""

    def __init__(self, surfaces: Sequence[int], counted: Counter[str]) -> None:
        self._surfaces, self._counted = surfaces, counted

    def __getitem__(self, place: int) -> int:  # type: ignore[override]  # nothing slices
        return self._surfaces[place]

    def __len__(self) -> int:
        return len(self._surfaces)

    def __iter__(self) -> Iterator[int]:
        self._counted["surfaces"] += len(self._surfaces)
        return iter(self._surfaces)


def test_a_long_message_has_few_short_views_with_few_candidates(library: Library, hostile: list[str]) -> None:
    assert hostile
    for text in hostile:
        readings = library.read(text, Where.GROUP)

        assert len(text) == LENGTH
        assert len(readings) <= MOST_VIEWS
        assert all(len(reading.question.form) <= LONGEST_VIEW for reading in readings)
        assert all(len(reading.ranked) <= MOST_CANDIDATES for reading in readings)


def test_however_a_message_is_built_it_is_looked_up_a_few_times(
    library: Library, hostile: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: Counter[str] = Counter()

    def counted(question: Question, topic: Topic, *rest: object) -> list[Candidate]:
        calls["lookups"] += 1
        assert len(question.form) <= LONGEST_VIEW
        return recall(question, topic, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "recall", counted)
    for text in [*hostile, "去年粮食和今年粮食、户厕、公路、快递、停车、小区、就业分别多少," * 120]:
        calls.clear()
        library.ask(text[:LENGTH])
        assert calls["lookups"] <= MOST_VIEWS * MOST_READ


def test_one_lookup_visits_a_bounded_number_of_wordings(workshop: Workshop, hostile: list[str]) -> None:
    counted: Counter[str] = Counter()
    postings = {feature: Visited(found, counted) for feature, found in workshop.index.postings.items()}
    index = replace(workshop.index, postings=postings)
    for text in hostile:
        counted.clear()
        question = workshop.read(text[:LONGEST_VIEW])
        recall(question, weigh(question, index, workshop.lexicon), index)
        assert counted["surfaces"] <= MOST_VISITED
