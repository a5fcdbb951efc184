"""Lists of passages: all that speak of a topic (养老方面有哪些措施), or all that a sentence announces (八个聚焦)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.finding.facts import Facts
from knowledge.finding.index import Index
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.words import Class
from knowledge.model import Entry, Figure, Kind, Text

MOST = 40  # passages on one topic: of more it is no list that anybody reads
LONGEST = 12  # sentences before and after one that others may run parallel to
SHARED = 3  # characters with which parallel sentences begin alike
MOST_TOPICS = 3  # words that a topic consists of

_COLON = ":\uff1a"
_POINT = re.compile(
    "[一二三四五六七八九十]是|第[一二三四五六七八九十][,，]|[(（][一二三四五六七八九十][)）]|从.{1,6}看[,，]"
)
_FIRST = re.compile("一是|第一[,，]|[(（]一[)）]|从.{1,6}看[,，]")
_SEVERAL = re.compile("[、,:;]|和|跟|与|以及|还有")
_FIGURES = re.compile("指标|数据|数字")
_PARALLEL = frozenset("要从在把让我聚一二三")  # what the first of several demands may begin with
_NAMING = frozenset({Class.NOUN, Class.PLACE})
_BY_KIND = (Kind.TARGET, Kind.FIGURE, Kind.TEXT, Kind.LIVELIHOOD, Kind.TERM)


class Topical:
    """Lists passages of one index."""

    def __init__(self, index: Index, facts: Sequence[Facts], lexicon: Lexicon) -> None:
        self._index, self._facts, self._lexicon = index, facts, lexicon
        self._held: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            self._held.setdefault(entry.passage.number, []).append(number)

    def on_topic(self, question: Question) -> tuple[int, ...]:
        """The entries, one a passage, that hold every word of the topic that `question` asks for a list about.

        None where it asks for something more particular, or where one passage or more than MOST hold them.
        """
        if not question.lists or not self._lexicon.selections["topical"].search(question.units.joined):
            return ()
        particular = question.enumerates or question.numbers or question.departments or question.moment
        if particular or question.location or question.beyond or question.kinds:
            return ()
        topics = self._topics(question)
        together = self._holding(topics, question) if 0 < len(topics) <= MOST_TOPICS else ()
        if len(together) > 1 or len(topics) < MOST_TOPICS - 1 or not _SEVERAL.search(question.form):
            return together if 1 < len(together) <= MOST else ()
        each = {n for topic in topics for n in self._holding([topic], question)}
        return tuple(sorted(each)) if len(each) <= MOST else ()

    def _holding(self, topics: Sequence[tuple[str, ...]], question: Question) -> tuple[int, ...]:
        """The entries, one a passage, of the passages that speak of all `topics`."""
        tried = (self._speaking(numbers, topics, question) for numbers in self._held.values())
        return tuple(n for n in tried if n is not None)

    def _topics(self, question: Question) -> list[tuple[str, ...]]:
        """The words that name the topic, each with the other words for it; words such as 措施 and 方面 name none."""
        joined, offsets = question.units.joined, (*question.units.offsets, len(question.units.joined))
        idle = {
            at
            for name in ("topical", "about")
            for match in self._lexicon.selections[name].finditer(joined)
            for at in range(*match.span())
        }
        found = [self._lexicon.outside_places.get(place, (place,)) for place in question.outside]
        covered: set[int] = set()
        for span in question.spans:
            words = [w for tag in span.tags if tag.family == "synonym" for w in self._lexicon.synonyms[int(tag.value)]]
            places = range(offsets[span.start], offsets[span.end])
            if words and len(places) > 1 and not idle.issuperset(places):
                found.append((question.units.slice(span.start, span.end), *words))
            covered.update(places)
        acts: list[tuple[str, ...]] = []
        for word in question.words:
            places = range(offsets[word.start], offsets[word.end])
            if len(word.text) > 1 and not idle.issuperset(places) and covered.isdisjoint(places):
                (found if word.kind in _NAMING else acts).append((word.text,))
        return found or acts

    def _speaking(self, numbers: Sequence[int], topics: Sequence[tuple[str, ...]], question: Question) -> int | None:
        """Of a passage's entries the one that speaks of all topics in the time asked for; None where none does."""
        stated = self._facts[numbers[0]].stated
        if not all(any(word in stated.passage for word in words) for words in topics):
            return None
        wanted = _FIGURES.search(question.units.joined)
        fitting = [
            n
            for n in numbers
            if (not question.years or question.years & self._facts[n].years)
            and (len(question.status) != 1 or question.status & self._facts[n].status or "goal" in question.status)
            and (not wanted or isinstance(self._index.entries[n], Figure))
        ]
        return min(fitting, key=lambda n: _BY_KIND.index(self._index.entries[n].kind), default=None)

    def announced(self, number: int) -> tuple[int, ...]:
        """The entries, one a passage, of what the sentence of entry `number` announces, or runs parallel to."""
        entry = self._index.entries[number]
        if not isinstance(entry, Text):
            return ()
        following = list(self._walk(entry, 1))
        if following and _FIRST.match(self._text(following[0])):
            return (number, *(n for n in following if _POINT.match(self._text(n))))
        if entry.passage.text[-1] in _COLON:
            own = entry.passage.paragraph
            told = tuple(n for n in following if self._index.entries[n].passage.paragraph == own)
            return (number, *told) if told else ()
        opening = self._text(number)[:SHARED]
        around = [*reversed([*islice(self._walk(entry, -1), LONGEST)]), number, *following[:LONGEST]]
        alike = tuple(n for n in around if self._text(n).startswith(opening))
        return alike if len(alike) > SHARED and opening[0] in _PARALLEL else ()

    def _text(self, number: int) -> str:
        return self._index.entries[number].passage.text

    def _walk(self, entry: Entry, step: int) -> Iterator[int]:
        """The first entries of the passages after (or before) `entry` in its section, in this order."""
        place = entry.passage.number + step
        while place in self._held:
            first = self._held[place][0]
            passage = self._index.entries[first].passage
            if passage.section != entry.passage.section:
                return
            yield first
            place += step
