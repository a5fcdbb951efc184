"""What a message asks of the entries that were shown, and no frame can say: 第3个, 下一件, 谁负责, 原话, 还有呢."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.finding.index import Index
from knowledge.finding.lists import MOST
from knowledge.finding.mentions import Concordance
from knowledge.finding.parts import Span, duties, hull, part_of
from knowledge.following.sides import Pick
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.words import Class
from knowledge.model import Entry, Figure, Livelihood, Term

MOST_RELATED, MOST_LED = 6, 3  # further entries, and entries before that lead to some
MOST_STRANGE = 1  # characters that are no words beside a reference

_STEP = re.compile("(?:(下|(?<!最)后)|上|前)(?:来|面|边)?的?(?:那|1)*[件条项个]")
_ORDINAL = re.compile(r"(?:第|倒数第)\d+[个条句部项类点号大种步件]?|(?:最后|末尾|头|首)(?:的|面)?1?[个条句部项类点件]?")
_MEMBERS = re.compile(r"哪\d+[个大项条句部件方面]*")
_MENTIONED = re.compile(
    "(?:正文|文中|报告)?里?(?:在|有)?(?:哪[里儿]?|什么地方|何处)?(?:提到|说到|讲到|写到|提及|出现)(?:过|它|了|的)*"
)
_POINTS = re.compile("正文|文中|哪|什么地方|何处")
_TOTAL = re.compile("(?:一共|1共|总共|共有?|合计)(?:有|是)?(?:多少|几)[件条项个]?")

FindRelated = Callable[[int, int], Sequence[int]]
Others = Callable[[Question, int], Iterator[Pick]]
Picks = tuple[tuple[Pick, ...], bool]  # and whether they only go with what was shown


class References:
    """Finds what is asked of entries that were shown; `related` gives what goes with one, at most so many."""

    def __init__(self, index: Index, lexicon: Lexicon, concordance: Concordance, related: FindRelated) -> None:
        self._index, self._words, self._concordance, self._related = index, lexicon.follow_ups, concordance, related
        self._entries: tuple[Entry, ...] = index.entries
        self._terms = [number for number, entry in enumerate(index.entries) if isinstance(entry, Term)]
        self._items = {entry.number: n for n, entry in enumerate(index.entries) if isinstance(entry, Livelihood)}

    def of(self, question: Question, before: Sequence[int], others: Others) -> Picks | None:
        """Return what `question` asks of the entries `before`, in the order shown; None where it refers to none.

        No picks are what they don't have: the 9th of 6, who is in charge of what nobody leads. `others` gives the
        figures of another year, side or measure of an entry.
        """
        joined = question.units.joined
        if not self.only_refers(question):
            return None
        if step := _STEP.search(joined):
            return self._step(step, question, before)
        if question.ordinal is not None:
            return self._nth(question, before, others)
        return self._asked(question, before)

    def _asked(self, question: Question, before: Sequence[int]) -> Picks | None:
        joined = question.units.joined
        if _MENTIONED.search(joined) and _POINTS.search(joined):
            return tuple(self._mentioned(before[0])), False
        if self._says("duty", joined):
            return _unique(pick for number in before for pick in self._leads(number)), False
        if self._says("more", joined):
            return self._more(before), True
        if self._says("original", joined) or (len(before) > 1 and _TOTAL.search(joined)):
            return tuple(map(Pick, before[:MOST])), False
        told = question.years or question.status or question.measures or question.quantity
        means = question.lists or question.kinds & {"meaning", "term"} or question.enumerates is not None
        if means and (question.enumerates is not None or not told) and "livelihood" not in question.kinds:
            return _unique(pick for number in before for pick in self._meaning(question, number)), False
        return None

    def _says(self, what: str, joined: str) -> bool:
        return bool(self._words[what].search(joined))

    def only_refers(self, question: Question) -> bool:
        """Whether nothing is named beside the words that refer to what was shown."""
        if question.places or question.outside or question.departments or question.moment:
            return False
        joined, offsets = question.units.joined, (*question.units.offsets, len(question.units.joined))
        patterns = (*(self._words[name] for name in ("duty", "more", "original", "plain", "lead", "trail")), _STEP)
        covered: set[int] = set()
        for pattern in (*patterns, _ORDINAL, _MEMBERS, _MENTIONED, _TOTAL):
            covered.update(offset for found in pattern.finditer(joined) for offset in range(*found.span()))
        if any(not covered.intersection(range(at := joined.find(word), at + len(word))) for word in question.beyond):
            return False
        open_words = [w for w in question.words if not covered.issuperset(range(offsets[w.start], offsets[w.end]))]
        strange = sum(word.kind is Class.UNKNOWN for word in open_words)
        return strange <= MOST_STRANGE and all(word.kind in (Class.UNKNOWN, Class.OTHER) for word in open_words)

    def _step(self, step: re.Match[str], question: Question, before: Sequence[int]) -> Picks | None:
        """The item that comes after or before the one that was shown last."""
        entry = self._entries[before[-1]]
        if not isinstance(entry, Livelihood):
            return None
        number = self._items.get(entry.number + (1 if step[1] else -1))
        return self._within(question, Pick(number)) if number is not None else ((), False)

    def _nth(self, question: Question, before: Sequence[int], others: Others) -> Picks | None:
        """The N-th entry of several, the N-th part of a term, the N-th measure of an item, or item number N."""
        nth = question.ordinal or 0
        if question.classifier == "件" and (nth > 0 or len(before) == 1):
            number = self._items.get(nth if nth > 0 else max(self._items, default=0) + 1 + nth)
            listed = number in before
            if nth < 0 or listed or len(before) == 1:
                is_item = any(isinstance(self._entries[each], Livelihood) for each in before)
                return self._within(question, Pick(number)) if number is not None and (is_item or listed) else None
        if len(before) > 1:
            inside = 0 < nth <= len(before) or -len(before) <= nth < 0
            return self._within(question, Pick(before[nth - 1 if nth > 0 else nth]), others) if inside else ((), False)
        return tuple(self._part(question, before[0], nth)), False

    def _within(self, question: Question, pick: Pick, others: Others | None = None) -> Picks:
        """The entry that was told by its place, or what else is asked of it."""
        if others and (question.years or question.status or question.measures or question.quantity):
            return tuple(others(question, pick.entry)), False
        duty, more = self._says("duty", question.units.joined), self._says("more", question.units.joined)
        return (self._asked(question, (pick.entry,)) if duty or more else None) or ((pick,), False)

    def _part(self, question: Question, number: int, nth: int) -> Iterator[Pick]:
        entry = self._entries[number]
        text = entry.passage.text
        if isinstance(entry, Term):
            pieces: Sequence[str] = [part] if (part := part_of(entry, nth)) else ()
        elif isinstance(entry, Livelihood) and len(entry.measures) > 1:
            measures = entry.measures[nth - 1 : nth] if nth > 0 else entry.measures[nth:][:1]
            if self._says("duty", question.units.joined):
                yield from (Pick(number, span) for each in measures if (span := hull(duties(entry, each))))
                return
            pieces = [measure.quote for measure in measures]
        else:
            pieces = ()
        starts = ((text.find(piece), len(piece)) for piece in pieces)
        yield from (Pick(number, (start, start + length)) for start, length in starts if start >= 0)

    def _leads(self, number: int) -> Iterator[Pick]:
        entry = self._entries[number]
        span: Span | None = hull(duties(entry)) if isinstance(entry, Livelihood) else None
        if span is not None:
            yield Pick(number, span)

    def _more(self, before: Sequence[int]) -> tuple[Pick, ...]:
        """What goes with the entries before; none of their passages again."""
        shown = {self._entries[number].passage.text for number in before}
        leading = before[:MOST_LED]
        fresh: dict[str, int] = {}  # by what they say: a report may say a sentence twice
        for number in leading:
            for other in self._related(number, MOST_RELATED // len(leading)):
                fresh.setdefault(self._entries[other].passage.text, other)
        return tuple(Pick(other) for text, other in fresh.items() if text not in shown)

    def _mentioned(self, number: int) -> Iterator[Pick]:
        """The other passages that say the entry's name."""
        entry = self._entries[number]
        name = entry.indicator if isinstance(entry, Figure) else self._index.own_names[number][0]
        for mention in self._concordance.of((name,)).found[:MOST]:
            if self._entries[mention.entry].passage != entry.passage:
                yield Pick(mention.entry, mention.spans[0])

    def _meaning(self, question: Question, number: int) -> Iterator[Pick]:
        """The term itself, or the terms that an entry names."""
        entry = self._entries[number]
        members = question.enumerates
        if isinstance(entry, Term):
            if not members or len(entry.parts) == members:
                yield Pick(number)
        elif members is None:
            quote = self._index.wordings[number][-1]
            named = (t for t in self._terms if any(name in quote for name in self._index.own_names[t]))
            yield from map(Pick, named)


def _unique(picks: Iterator[Pick]) -> tuple[Pick, ...]:
    return tuple(dict.fromkeys(picks))[:MOST]


def refers(question: Question, lexicon: Lexicon) -> bool:
    """Return whether `question` has words that refer to what was shown."""
    joined = question.units.joined
    said = any(lexicon.follow_ups[what].search(joined) for what in ("duty", "more", "original"))
    return said or bool(_STEP.search(joined) or _MENTIONED.search(joined))


def asks_for_mentions(question: Question) -> bool:
    """Return whether `question` asks where something is mentioned."""
    return bool(_MENTIONED.search(question.units.joined))


def is_duty(question: Question, lexicon: Lexicon) -> bool:
    """Return whether `question` asks who is in charge."""
    return bool(lexicon.follow_ups["duty"].search(question.units.joined))
