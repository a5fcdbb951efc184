"""One report, ready to be asked: from a message to an Answer."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import exp

from knowledge.explain import Explanation, explained
from knowledge.finding.answers import Answers
from knowledge.finding.calibration import Calibration
from knowledge.finding.facts import all_facts
from knowledge.finding.index import build_index
from knowledge.finding.pipeline import Kinds, Pipeline, Reading
from knowledge.finding.rank import Ranked
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.model import Answer, Entry, Kind, Outcome, Report, Source, Suggestion, Where
from knowledge.reading.load import Knowledge

LONGEST_TITLE = 40  # characters of several titles that name a list
NEAR_COVER, NEAR_EVIDENCE, NEAR_DICE = 0.4, 0.45, 0.1  # what an entry must share with a question to be offered as near


class Library:
    """Answers questions about one report. Nothing in it changes after construction; threads may share it."""

    def __init__(
        self, knowledge: Knowledge, lexicon: Lexicon, normaliser: Normaliser, calibration: Calibration
    ) -> None:
        self.report: Report = knowledge.report
        self.entries: tuple[Entry, ...] = knowledge.entries
        self._normaliser = normaliser
        lexicon = lexicon.for_region(normaliser.forms(list(knowledge.report.region_names)))
        self._index = build_index(knowledge.entries, lexicon, normaliser)
        facts = all_facts(self._index, normaliser, lexicon, knowledge.report)
        self._pipeline = Pipeline(self._index, facts, lexicon, knowledge.report, calibration)
        self._answers = Answers(self._index)
        self._ids = {entry.id: number for number, entry in enumerate(knowledge.entries)}

    def with_calibration(self, calibration: Calibration) -> Library:
        """Returns the same library under another calibration; the index is shared."""
        other = copy(self)
        other._pipeline = self._pipeline.under(calibration)
        return other

    def ask(self, text: str, where: Where = Where.PRIVATE, kinds: Kinds = None) -> Answer:
        """Returns the answer to `text`; `kinds` restricts it to entries of these kinds (a command was used).

        Only the first 4,096 characters are read. What is not sure is silent in a group; asked directly it is unsure,
        with the nearest entries where any are near.
        """
        readings = self.read(text, where, kinds)
        best = readings[0] if readings else None
        if best is not None and best.found and best.confidence >= self._pipeline.threshold(where):
            return self._answer(text, best, kinds)
        if where is Where.GROUP:
            return Answer(text, Outcome.SILENT, None, "", _score(best), (), ())
        return Answer(text, Outcome.UNSURE, None, "", _score(best), (), self._answers.suggestions(_near(readings)))

    def search(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Returns the passages nearest to `text`, at most `limit`, the nearest first."""
        if limit < 1:
            return ()
        return self._answers.suggestions(_near(self.read(text, Where.PRIVATE)), limit)

    def open(self, entry_id: str) -> Answer | None:
        """Returns the entry with this id as an answer, or None where the report has none."""
        number = self._ids.get(entry_id)
        if number is None:
            return None
        source = self._answers.source(number)
        return Answer("", Outcome.ANSWER, self.entries[number].kind, source.title, 100, (source,), ())

    def read(self, text: str, where: Where, kinds: Kinds = None) -> list[Reading]:
        """Returns every view of `text` with what was found for it, the surest first."""
        return self._pipeline.read(self._form(text), where, kinds)

    def explain(self, text: str, where: Where = Where.PRIVATE) -> Explanation:
        """Returns every step's result for `text` as tables of words."""
        readings = self.read(text, where)
        return explained(text, self._form(text), readings, self._pipeline.threshold(where), self.entries)

    def _form(self, text: str) -> str:
        return self._index.latin.translate(self._normaliser.question(text))

    def _answer(self, text: str, reading: Reading, kinds: Kinds) -> Answer:
        sources = self._answers.sources(reading.found, reading.question, reading.title, kinds)
        kind = Kind.LIST if len(sources) > 1 else self.entries[reading.found[0]].kind
        title = (reading.title if len(sources) > 1 else "") or _joined(sources)
        return Answer(text, Outcome.ANSWER, kind, title, _score(reading), sources, ())


def _near(readings: Sequence[Reading]) -> list[int]:
    """The entries that share enough with any view of a message, of the surest view first."""

    def shares(ranked: Ranked) -> bool:
        features = ranked.features
        return (
            features["cover"] >= NEAR_COVER and features["evidence"] >= NEAR_EVIDENCE and features["dice"] >= NEAR_DICE
        )

    found = [number for reading in readings if not reading.ranked for number in reading.found]
    return found + [r.entry for reading in readings for r in reading.ranked if shares(r)]


def _joined(sources: Sequence[Source]) -> str:
    """Returns the titles of an answer's sources as its own, or nothing where that would be too long for one line."""
    title = "、".join(dict.fromkeys(source.title for source in sources))
    return title if len(sources) == 1 or len(title) <= LONGEST_TITLE else ""


def _score(reading: Reading | None) -> int:
    """Returns the probability that the reading is right, in percent."""
    return 0 if reading is None else round(100 / (1 + exp(-max(-20.0, min(20.0, reading.confidence)))))
