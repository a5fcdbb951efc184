"""The steps of finding over the real report, each to be taken alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from knowledge import Library
from knowledge.finding.facts import Facts, all_facts
from knowledge.finding.index import Index, build_index
from knowledge.finding.recall import Topic, weigh
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.question import Question
from knowledge.language.understand import understand
from knowledge.model import Entry, Kind, Report


@dataclass(frozen=True)
class Workshop:
    """An index with its facts, and what turns a text into a question to it."""

    index: Index
    facts: tuple[Facts, ...]
    lexicon: Lexicon
    report: Report
    normaliser: Normaliser

    def form(self, text: str) -> str:
        return self.index.latin.translate(self.normaliser.question(text))

    def read(self, text: str) -> Question:
        return understand(self.form(text), self.lexicon, self.report)

    def ask(self, text: str) -> tuple[Question, Topic]:
        question = self.read(text)
        return question, weigh(question, self.index, self.lexicon)

    def number(self, kind: Kind, title: str) -> int:
        """Return the place of the first entry of this kind with this title."""
        return next(n for n, e in enumerate(self.index.entries) if e.kind is kind and e.title == title)

    def texts(self, numbers: tuple[int, ...]) -> list[str]:
        return [self.index.entries[number].passage.text for number in numbers]


def workshop_over(entries: tuple[Entry, ...], report: Report, lexicon: Lexicon, normaliser: Normaliser) -> Workshop:
    """Return a workshop over any report's entries."""
    own = lexicon.for_region(normaliser.forms(list(report.region_names)))
    index = build_index(entries, own, normaliser)
    return Workshop(index, all_facts(index, normaliser, own, report), own, report, normaliser)


@pytest.fixture(scope="session")
def workshop(library: Library, lexicon: Lexicon, normaliser: Normaliser) -> Workshop:
    return workshop_over(library.entries, library.report, lexicon, normaliser)
