"""The whole way of a message: its views, and for each what was understood, recalled, ranked and decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from knowledge.finding.facts import Facts
from knowledge.finding.features import F, Feature
from knowledge.finding.focus import (
    LONG,
    SHORT,
    both_years,
    counterpart,
    named_places,
    subjects,
    views,
    without_places,
    year_halves,
)
from knowledge.finding.index import Index
from knowledge.finding.lists import Lists, Selection
from knowledge.finding.rank import Calibration, Ranked, Ranker, eclipse, signs, vetoed, weigh_up
from knowledge.finding.recall import MOST_CANDIDATES, MOST_OF_A_LONG, Topic, recall, weigh
from knowledge.finding.topical import Topical
from knowledge.finding.unify import Found, Unifier
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.understand import understand
from knowledge.model import Entry, Figure, Kind, Livelihood, Report, Term, Text, Where

Kinds = frozenset[Kind] | None

_NUMBERS_ALONE = re.compile(r"[\d\W第件项条号个到至和及]+")
_ABOUT_NUMBERS = re.compile("[第件项条号个 ]")
_NUMBER = re.compile(r"\d{1,4}")
_RANGE = re.compile(r"(\d{1,4})(?:到|至|-|~|–|—)(\d{1,4})")
_LIST = re.compile(r"\d{1,4}(?:[、,和及]\d{1,4})*")
_ENUMERATES = re.compile("[是为有如][::]")

LENIENCE = 1.0  # by how much one part of a question may miss the threshold where the others reach it
SHARPER = 2.0  # by how much less a figure may score than the sentence it stands in, to be shown in its place
CERTAIN = 8.0  # log-odds of what was selected by its number or by a field, not found by its wording
BARE_ITEM = 8  # units in a message that may name an item as 第7件 alone
PART_TOPIC = 3.0  # topic weight of the least subject of a question over several
WHOLE_COVER = 0.8  # of the topic: one passage then answers for all subjects
MOST_IN_RANGE = 50  # items between two numbers
MOST_PLACES = 14  # places asked for at once: one question is read for each
ITEM_CLASSIFIERS = ("件", "项", "条", "号", "个", "")


@dataclass(frozen=True)
class Reading:
    """One view of a message with what was found for it; `confidence` is the log-odds that `found` is right.

    `found` are entry numbers: one, or several for a list; `title` names the list. `ranked` and `signs` are empty where
    nothing had to be ranked.
    """

    question: Question
    topic: Topic
    ranked: tuple[Ranked, ...]
    signs: Mapping[Feature, float]
    found: tuple[int, ...]
    title: str
    confidence: float


class Pipeline:
    """Reads messages against one index under one calibration."""

    def __init__(
        self, index: Index, facts: tuple[Facts, ...], lexicon: Lexicon, report: Report, calibration: Calibration
    ) -> None:
        self._index = index
        self._facts = facts
        self.lexicon = self._lexicon = lexicon
        self._report = report
        self._calibration = calibration
        self._ranker = Ranker(index, facts, lexicon, calibration.rank)
        self._lists = Lists(index, facts, lexicon)
        self._topical = Topical(index, facts, lexicon)
        self._entries: tuple[Entry, ...] = index.entries
        self._items = {e.number: n for n, e in enumerate(index.entries) if isinstance(e, Livelihood)}
        self._cues = _cue_pattern(lexicon)

    def under(self, calibration: Calibration) -> Pipeline:
        """Returns the same pipeline under another calibration."""
        return Pipeline(self._index, self._facts, self._lexicon, self._report, calibration)

    def threshold(self, where: Where) -> float:
        """Returns the log-odds from which on an answer is given."""
        return self._calibration.group if where is Where.GROUP else self._calibration.private

    def read(self, form: str, where: Where, kinds: Kinds = None) -> list[Reading]:
        """Returns every view of the normal form `form` with what was found for it, the surest first.

        What surely answers several subjects goes before what answers one of them. `kinds` restricts what is found to
        entries of these kinds. Of a long message no further view is read once one is surely answered.
        """
        sure = self.threshold(where)
        found: list[Reading] = []
        for view in views(form, self._index, self._cues):
            reading = self._view(view, view == form, where, kinds)
            found += [reading] if reading else []
            if reading and reading.confidence > sure and len(form) > LONG:
                break

        def order(reading: Reading) -> tuple[int, float]:
            return len(reading.found) if reading.confidence > sure else 0, reading.confidence

        return sorted(found, key=order, reverse=True)

    def asked(self, question: Question, kinds: Kinds = None) -> Reading:
        """Returns what was found for a question that is understood already; asked directly, of one subject."""
        topic = weigh(question, self._index, self._lexicon)
        chosen = self._selected(question, topic, self._lists.select(question, topic, True, Where.ADDRESSED), kinds)
        return chosen or self._single(question, topic, Where.ADDRESSED, kinds)

    def unified(self, question: Question, number: int) -> Found:
        """Returns what of `question` entry `number` leaves open or contradicts."""
        return Unifier(question, self._index, self._facts, self._lexicon).of(number)

    def understood(self, form: str) -> Question:
        """Returns what the normal form `form` asks for."""
        return understand(form, self._lexicon, self._report)

    def _view(self, view: str, whole: bool, where: Where, kinds: Kinds) -> Reading | None:
        question = understand(view, self._lexicon, self._report)
        if not len(question.units):
            return None
        topic = weigh(question, self._index, self._lexicon)
        found = self._item(question, topic, where, kinds)
        if found is None and kinds is None and whole:
            found = self._places(question, topic, where)
        if found is None:
            alone = whole and question.units.joined not in self._index.names
            found = self._selected(question, topic, self._lists.select(question, topic, alone, where), kinds)
        if found is None and kinds is None:
            found = self._years(question, topic, where)
        if found is not None:
            return found
        single = self._single(question, topic, where, kinds)
        if single.found and (items := self._lists.under(single.found[0])) and kinds is None:
            single = replace(single, found=items, title=self._entries[single.found[0]].title)
        elif question.lists and single.found:
            single = self._listed(single, where)
        if kinds is not None or not whole:
            return single
        return self._several(question, single, where) or single

    def _single(self, question: Question, topic: Topic, where: Where, kinds: Kinds = None) -> Reading:
        """The one entry that answers best; none where nothing is asked about, as in 那今年呢 or 第3个呢 alone."""
        if not question.exact and (not question.core or _NUMBERS_ALONE.fullmatch(question.core)):
            return Reading(question, topic, (), {}, (), "", -CERTAIN)
        most = MOST_CANDIDATES if len(question.form) <= SHORT else MOST_OF_A_LONG
        candidates = recall(question, topic, self._index, most, kinds)
        ranked = tuple(self._ranker.rank(question, topic, candidates, where is Where.GROUP))
        sayable = [r for r in ranked if not vetoed(r)]
        if not sayable:
            return Reading(question, topic, ranked, {}, (), "", -CERTAIN)
        passages = [self._entries[r.entry].passage.number for r in sayable]
        found = signs(sayable, passages, eclipse(ranked, self._calibration.rank))
        odds = weigh_up(found, self._calibration.decide)
        return Reading(question, topic, ranked, found, (self._sharpest(sayable, question),), "", odds)

    def _listed(self, single: Reading, where: Where) -> Reading:
        """All that the sentence found announces or begins, or all passages on the topic, where a list is asked for."""
        best = next((r for r in single.ranked if r.entry == single.found[0]), None)
        entry, limit = self._entries[single.found[0]], self.threshold(where)
        if isinstance(entry, Text) and _ENUMERATES.search(entry.passage.text):
            found = self._lists.whole_sentence(single.found[0])
            if len(found) > 1:
                return replace(single, found=found, title=entry.title)
        if where is Where.GROUP and single.confidence < limit:
            return single
        if isinstance(entry, Term) and best is not None and F.NAME in best.features:
            return single
        found = self._topical.announced(single.found[0])
        if found and single.confidence >= limit - LENIENCE:
            return replace(single, found=found, title=entry.title, confidence=max(single.confidence, limit))
        found = self._topical.on_topic(single.question)
        if found:
            return replace(single, found=found, title="", confidence=max(single.confidence, limit))
        return single

    def _sharpest(self, sayable: list[Ranked], question: Question) -> int:
        """The best candidate, or the figure of its passage that states what was asked in a word."""
        best = sayable[0]
        entry = self._entries[best.entry]
        if isinstance(entry, Text) and (question.quantity or question.measures):
            for other in sayable[1:]:
                figure = self._entries[other.entry]
                if (
                    isinstance(figure, Figure)
                    and figure.passage.number == entry.passage.number
                    and best.score - other.score <= SHARPER
                ):
                    return other.entry
        return best.entry

    def _item(self, question: Question, topic: Topic, where: Where, kinds: Kinds) -> Reading | None:
        """The livelihood item that the question names by its number, or several."""
        if kinds is not None and Kind.LIVELIHOOD not in kinds:
            return None
        commanded = kinds == frozenset({Kind.LIVELIHOOD})
        named = question.classifier == "件" or bool(question.items)
        short = where is Where.ADDRESSED and len(question.units) <= BARE_ITEM
        bare = named and (short or bool(question.departments))
        items = question.items
        if commanded and _NUMBERS_ALONE.fullmatch(question.form):
            items = numbers_of(question.form)
            if not items:
                return None
        number = items[0] if items else question.ordinal
        if number is None or not ("livelihood" in question.kinds or commanded or bare):
            return None
        if question.classifier not in ITEM_CLASSIFIERS or question.years - {self._report.year} or not self._items:
            return None
        wanted = items or (number if number > 0 else max(self._items) + 1 + number,)
        if any(n not in self._items for n in wanted):  # never a part of what was asked for
            return None
        return Reading(question, topic, (), {}, tuple(self._items[n] for n in wanted), "", CERTAIN)

    def _selected(self, question: Question, topic: Topic, selection: Selection | None, kinds: Kinds) -> Reading | None:
        """The entries that a list question selects by a field."""
        if selection is None:
            return None
        entries = tuple(n for n in selection.entries if kinds is None or self._entries[n].kind in kinds)
        return Reading(question, topic, (), {}, entries, selection.title, CERTAIN) if entries else None

    def _years(self, question: Question, topic: Topic, where: Where) -> Reading | None:
        """Last year's and this year's figure of what is asked, where both are asked for."""
        if not both_years(question, self._report):
            return None
        halves = [self._single(half, topic, where) for half in year_halves(question, self._report)]
        sure = 0 if halves[0].confidence >= halves[1].confidence else 1
        limit = self.threshold(where)
        if halves[sure].confidence < limit:
            return None
        found = [r.found[0] if r.found and r.confidence >= limit - LENIENCE else None for r in halves]
        entry = self._entries[halves[sure].found[0]]
        if isinstance(entry, Figure):
            partner = counterpart(entry, halves[1 - sure].ranked, self._index)
            found[1 - sure] = found[1 - sure] if partner is None else partner
        entries = tuple(n for n in found if n is not None)
        if len(entries) < len(found):
            return None
        best = halves[sure]
        return Reading(question, topic, best.ranked, best.signs, entries, entry.title, best.confidence)

    def _places(self, question: Question, topic: Topic, where: Where) -> Reading | None:
        """What is said of each of several places, where one thing is asked of each: 包头和赤峰的定位分别是什么."""
        named = named_places(question, self._lexicon)
        rest, limit = without_places(question), self.threshold(where)
        if not rest or len(named) < 2:
            return None
        parts = (self._part(name + rest, question, where, named[name]) for name in list(named)[:MOST_PLACES])
        sure = [p for p in parts if p and p.found and p.confidence >= limit - LENIENCE and _holds_all(p)]
        if len(sure) < 2 or max(p.confidence for p in sure) < limit:
            return None
        entries = {self._entries[p.found[0]].passage.number: p.found[0] for p in sure}
        confidence = max(limit, min(p.confidence for p in sure))
        return Reading(question, topic, (), {}, tuple(sorted(entries.values())), "", confidence)

    def _several(self, question: Question, whole: Reading, where: Where) -> Reading | None:
        """One passage for each subject, where the question asks of several and no passage (of `whole`) has them all."""
        pieces = subjects(question)
        if not pieces:
            return None
        limit = self.threshold(where)
        if whole.confidence >= limit and _holds_all(whole):
            return None
        tried = [p for p in (self._part(piece, question, where) for piece in pieces) if p is not None]
        parts = [p for p in tried if p.confidence >= limit - LENIENCE]  # the rest is talk around the question
        odds = [p.confidence for p in parts]
        if len(parts) < 2 or max(odds) < limit:
            return None
        entries = tuple(dict.fromkeys(p.found[0] for p in parts))
        if len({self._entries[n].passage.number for n in entries}) < 2:
            return None
        return replace(whole, found=entries, confidence=max(limit, min(odds)))

    def _part(self, piece: str, whole: Question, where: Where, place: str = "") -> Reading | None:
        """One subject, understood with the years and the other cues of the whole question, of one `place` or of all."""
        part = understand(piece, self._lexicon, self._report)
        if place:
            part = replace(part, places=frozenset({place}))
        topic = weigh(part, self._index, self._lexicon)
        light = sum(w for w, none in zip(topic.weights, part.light, strict=True) if none)
        if topic.total - light < PART_TOPIC:
            return None
        return self._single(part.framed_by(whole), topic, where)


def numbers_of(form: str) -> tuple[int, ...]:
    """Returns the whole numbers that `form` lists (7、8), or has between two (7到9); none for anything else, as 1.5."""
    plain = _ABOUT_NUMBERS.sub("", form)
    if match := _RANGE.fullmatch(plain):
        first, last = int(match[1]), int(match[2])
        return tuple(range(first, last + 1)) if 0 < last - first < MOST_IN_RANGE else ()
    return tuple(dict.fromkeys(map(int, _NUMBER.findall(plain)))) if _LIST.fullmatch(plain) else ()


def _holds_all(whole: Reading) -> bool:
    best = next((r for r in whole.ranked if r.entry == whole.found[0]), None)
    return best is not None and best.features[F.COVER] >= WHOLE_COVER


def _cue_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Matches any of the lexicon's words that show a question."""
    words: Iterable[str] = (
        word for word, tags in lexicon.words.items() if any(tag.family in ("question", "list") for tag in tags)
    )
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
