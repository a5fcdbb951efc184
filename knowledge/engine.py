"""One report, ready to be asked: the pipeline from a message to an Answer."""

from __future__ import annotations

import re
from copy import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answers import Answers
from knowledge.calibration import Calibration
from knowledge.compound import both_years, counterpart, subjects, year_halves
from knowledge.decide import confidence, signs
from knowledge.facts import all_facts
from knowledge.focus import views
from knowledge.index import build_index
from knowledge.lexicon import Lexicon
from knowledge.lists import Lists, Selection
from knowledge.load import Knowledge
from knowledge.model import Answer, Entry, Figure, Kind, Livelihood, Outcome, Report, Suggestion, Where
from knowledge.normalise import Normaliser
from knowledge.rank import Ranked, Ranker, eclipse, vetoed
from knowledge.recall import Topic, recall, weigh
from knowledge.understand import Question, understand

LONGEST = 4096  # characters of a message that are read
LENIENCE = 1.5  # by how much one part of a question may miss the threshold where the others reach it
CERTAIN = 8.0  # log-odds of what was selected by its number or by a field, not found by its wording


@dataclass(frozen=True)
class Reading:
    """One view of a message with what was found for it; `confidence` is the log-odds that `found` is right.

    `found` are entry numbers: one, or several for a list.
    """

    question: Question
    topic: Topic
    ranked: tuple[Ranked, ...]
    signs: dict[str, float]
    found: tuple[int, ...]
    is_list: bool
    title: str
    confidence: float


class Library:
    """Answers questions about one report. Nothing in it changes after construction; threads may share it."""

    def __init__(
        self, knowledge: Knowledge, lexicon: Lexicon, normaliser: Normaliser, calibration: Calibration
    ) -> None:
        self.report: Report = knowledge.report
        self.entries: tuple[Entry, ...] = knowledge.entries
        self._normaliser = normaliser
        lexicon = lexicon.for_region(normaliser.forms(list(knowledge.report.region_names)))
        self._lexicon = lexicon
        self._calibration = calibration
        self._index = build_index(knowledge.entries, lexicon, normaliser)
        facts = all_facts(self._index, self._forms(), lexicon, knowledge.report)
        self._ranker = Ranker(self._index, facts, lexicon, calibration.rank)
        self._lists = Lists(self._index, facts, lexicon, knowledge.report)
        self._answers = Answers(self._index, lexicon)
        self._items = {e.number: n for n, e in enumerate(knowledge.entries) if isinstance(e, Livelihood)}
        self._ids = {entry.id: number for number, entry in enumerate(knowledge.entries)}
        self._cues = _cue_pattern(lexicon)

    def with_calibration(self, calibration: Calibration) -> Library:
        """Returns the same library under another calibration; the index is shared."""
        other = copy(self)
        other._calibration = calibration
        other._ranker = self._ranker.with_weights(calibration.rank)
        return other

    def ask(self, text: str, where: Where = Where.PRIVATE, kinds: frozenset[Kind] | None = None) -> Answer:
        """Returns the answer to `text`; `kinds` restricts it to entries of these kinds (a command was used).

        Only the first LONGEST characters are read. In a group what is not sure is silent; asked directly it is
        unsure, with the nearest entries, or silent where nothing is near.
        """
        readings = self.read(text, where, kinds)
        best = max(readings, key=lambda r: r.confidence, default=None)
        group = where is Where.GROUP
        limit = self._calibration.group if group else self._calibration.private
        if best is not None and best.found and best.confidence >= limit:
            return self._answer(text, best)
        if group:
            return Answer(text, Outcome.SILENT, None, "", _score(best), (), ())
        near = [r.entry for reading in readings for r in reading.ranked]
        return Answer(text, Outcome.UNSURE, None, "", _score(best), (), self._answers.suggestions(near))

    def search(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Returns the passages nearest to `text`, at most `limit`, the nearest first."""
        near = [r.entry for reading in self.read(text, Where.PRIVATE, None) for r in reading.ranked]
        return self._answers.suggestions(near, limit)

    def open(self, entry_id: str) -> Answer | None:
        """Returns the entry with this id as an answer, or None where the report has none."""
        number = self._ids.get(entry_id)
        if number is None:
            return None
        entry = self.entries[number]
        source = self._answers.source(number)
        return Answer("", Outcome.ANSWER, entry.kind, source.title, 100, (source,), ())

    def read(self, text: str, where: Where, kinds: frozenset[Kind] | None = None) -> list[Reading]:
        """Returns every view of `text` carried through the pipeline, as `explain` shows them."""
        form = self._index.latin.translate(self._normaliser.question(text[:LONGEST]))
        found = (self._view(view, view == form, where, kinds) for view in views(form, self._index, self._cues))
        return [reading for reading in found if reading is not None]

    def _view(self, view: str, whole: bool, where: Where, kinds: frozenset[Kind] | None) -> Reading | None:
        question = understand(view, self._lexicon, self.report)
        if not len(question.units):
            return None
        topic = weigh(question, self._index)
        item = self._item(question, where, kinds)
        if item is not None:
            return Reading(question, topic, (), {}, (item,), False, self.entries[item].title, CERTAIN)
        selection = self._lists.select(question, topic, whole) if kinds is None else None
        if selection is not None:
            return Reading(question, topic, (), {}, selection.entries, True, selection.title, CERTAIN)
        if kinds is None:
            several = self._years(question, topic, where) or self._several(question, topic, where)
            if several is not None:
                return several
        return self._single(question, topic, where, kinds)

    def _single(
        self, question: Question, topic: Topic, where: Where, kinds: frozenset[Kind] | None = None
    ) -> Reading:
        candidates = recall(question, topic, self._index)
        if kinds is not None:
            candidates = [c for c in candidates if self.entries[c.entry].kind in kinds]
        ranked = tuple(self._ranker.rank(question, topic, candidates, where is Where.GROUP))
        sayable = [r for r in ranked if not vetoed(r)]
        if not sayable:
            return Reading(question, topic, ranked, {}, (), False, "", -CERTAIN)
        passages = [self.entries[r.entry].passage.number for r in sayable]
        found = signs(sayable, passages, eclipse(ranked, self._calibration.rank))
        best = sayable[0].entry
        odds = confidence(found, self._calibration.decision)
        return Reading(question, topic, ranked, found, (best,), False, self.entries[best].title, odds)

    def _item(self, question: Question, where: Where, kinds: frozenset[Kind] | None) -> int | None:
        """The livelihood item that the question names by its number."""
        listed = "livelihood" in question.kinds or kinds == frozenset({Kind.LIVELIHOOD})
        bare = where is Where.PRIVATE and question.classifier == "件" and len(question.units) <= _BARE_ITEM
        number = question.ordinal
        if kinds == frozenset({Kind.LIVELIHOOD}) and number is None and len(question.numbers) == 1:
            number = int(next(iter(question.numbers))) if next(iter(question.numbers)).isdecimal() else None
        if number is None or not (listed or bare) or not self._items or question.years - {self.report.year}:
            return None
        if question.classifier not in _ITEM_CLASSIFIERS:
            return None
        return self._items.get(number if number > 0 else max(self._items) + 1 + number)

    def _years(self, question: Question, topic: Topic, where: Where) -> Reading | None:
        """Last year's and this year's figure of what is asked, where both are asked for."""
        if not both_years(question, self.report):
            return None
        halves = [self._single(half, topic, where) for half in year_halves(question, self.report)]
        limit = self._limit(where)
        sure = max(halves, key=lambda r: r.confidence)
        if sure.confidence < limit:
            return None
        found = [r.found[0] if r.found and r.confidence >= limit - LENIENCE else None for r in halves]
        entry = self.entries[sure.found[0]]
        other = halves[1 - halves.index(sure)]
        if isinstance(entry, Figure):
            partner = counterpart(entry, other.ranked, self._index)
            if partner is not None:
                found[1 - halves.index(sure)] = partner
        if None in found:
            return None
        entries = tuple(n for n in found if n is not None)
        return Reading(question, topic, sure.ranked, sure.signs, entries, True, sure.title, sure.confidence)

    def _several(self, question: Question, topic: Topic, where: Where) -> Reading | None:
        """One passage for each subject, where the question asks of several and no passage has them all."""
        pieces = subjects(question)
        if not pieces:
            return None
        whole = self._single(question, topic, where)
        parts = [self._part(piece, question, where) for piece in pieces]
        kept = [p for p in parts if p is not None]
        limit = self._limit(where)
        odds = [p.confidence for p in kept]
        if whole.confidence >= limit and _holds_all(whole):
            return None
        if len(kept) < 2 or sum(odds) < limit * len(kept) or min(odds) < limit - LENIENCE:
            return None
        entries = tuple(dict.fromkeys(p.found[0] for p in kept))
        if len({self.entries[n].passage.number for n in entries}) < 2:
            return None
        return Reading(question, topic, whole.ranked, whole.signs, entries, True, "", sum(odds) / len(odds))

    def _part(self, piece: str, whole: Question, where: Where) -> Reading | None:
        """One subject, understood with the years and the other cues of the whole question."""
        part = understand(piece, self._lexicon, self.report)
        topic = weigh(part, self._index)
        if topic.total - sum(w for w, light in zip(topic.weights, part.light, strict=True) if light) < _PART_TOPIC:
            return None
        part = part.framed_by(whole)
        return self._single(part, topic, where)

    def _limit(self, where: Where) -> float:
        return self._calibration.group if where is Where.GROUP else self._calibration.private

    def _answer(self, text: str, reading: Reading) -> Answer:
        sources = self._answers.sources(reading.found, reading.question)
        kind = Kind.LIST if reading.is_list and len(sources) > 1 else self.entries[reading.found[0]].kind
        title = reading.title or sources[0].title
        return Answer(text, Outcome.ANSWER, kind, title, _score(reading), sources, ())

    def _forms(self) -> list[tuple[str, str]]:
        passages = self._normaliser.forms([e.passage.text.replace("\n", " ") for e in self.entries])
        quotes = self._normaliser.forms([e.quote.replace("\n", " ") for e in self.entries])
        return list(zip(passages, quotes, strict=True))


_BARE_ITEM = 8  # units in a message that may name an item as 第7件 alone
_PART_TOPIC = 3.0  # topic weight of the least subject of a question over several
_ITEM_CLASSIFIERS = ("件", "项", "条", "号", "个", "")
_WHOLE_COVER = 0.8  # of the topic: one passage then answers for all subjects


def _holds_all(whole: Reading) -> bool:
    best = next((r for r in whole.ranked if r.entry == whole.found[0]), None)
    return best is not None and best.features["cover"] >= _WHOLE_COVER


def _score(reading: Reading | None) -> int:
    """Returns the probability that the reading is right, in percent."""
    if reading is None:
        return 0
    odds = max(-20.0, min(20.0, reading.confidence))
    return round(100 / (1 + 2.718281828 ** -odds))


def _cue_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Matches any of the lexicon's words that show a question."""
    words: Iterable[str] = (
        word for word, tags in lexicon.words.items() if any(tag.family in ("question", "list") for tag in tags)
    )
    ordered: Sequence[str] = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))


__all__ = ["Library", "Reading", "Selection"]
