"""Where the report says a word: the passages that hold it verbatim, for who types a word or asks where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.finding.index import Index
from knowledge.finding.parts import Span
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import whole_word
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind

LONGEST_WORD = 12  # units of a word that is looked up: longer than any name that people type
_EACH = re.compile("分别|各(?:是|指)")  # asks for members, which a mention doesn't list
MOST_WORDS = 2
MOST_OF_ONE = 40  # passages that hold a single character: one that is in more is no word of its own


_HAN = {"1": "1一", "2": "2二两", "3": "3三", "4": "4四", "5": "5五", "6": "6六", "7": "7七", "8": "8八", "9": "9九"}
_COUNTING = re.compile(r"(?:\d{1,2}|[^\w.%])+")  # 99, 1-3: no words
_DIGIT = re.compile(r"(?<![\d.])[1-9](?![\d.%])")
_BY_KIND = (Kind.TEXT, Kind.TERM, Kind.LIVELIHOOD, Kind.FIGURE, Kind.TARGET)


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry whose passage holds the words, and where in the passage's text."""

    entry: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All passages that hold each of `words`, in the report's order; empty where none does."""

    words: tuple[str, ...]
    found: tuple[Mention, ...]

    @property
    def is_single(self) -> bool:
        """Whether one word was looked up."""
        return len(self.words) == 1


class Concordance:
    """Looks words up in the passages of one index: one search through all of their text."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._entries = index.entries
        self._lexicon = lexicon
        self._about = lexicon.selections["about"]
        held: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            held.setdefault(entry.passage.number, []).append(number)
        self._held = list(held.values())
        texts = [_lower(index.entries[numbers[0]].passage.text) for numbers in self._held]
        self._text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))

    def asked(self, question: Question) -> Mentions | None:
        """Return where the report says the words that `question` is about, or None where it is no such question.

        It is one where it is a word or two and nothing else (机场), or asks for nothing more particular than what is
        said of them (关于机场的有哪些, 报告提到机场了吗).
        """
        joined = question.units.joined
        if not 0 < len(question.units) <= 2 * LONGEST_WORD or question.chatter or _COUNTING.fullmatch(question.form):
            return None
        if self._about.fullmatch(joined):
            return None
        if not question.asks and not question.lists and self._has(joined):
            words: tuple[str, ...] = (joined,)
        else:
            pieces = list(_pieces(question, self._about))
            if not 0 < len(pieces) <= MOST_WORDS or any(piece.is_long for piece in pieces) or _is_particular(question):
                return None
            words = tuple(next((word for word in piece.words if self._has(word)), piece.words[0]) for piece in pieces)
        mentions = self.of(words)
        single = mentions.is_single and len(words[0]) == 1
        return None if single and len(mentions.found) > MOST_OF_ONE else mentions

    def near(self, question: Question) -> list[int]:
        """Return the entries that hold the rarest word of a question; none where one of its words stands nowhere."""
        if len(question.units) > 2 * LONGEST_WORD or question.chatter:
            return []
        words = []
        for piece in _pieces(question, self._about):
            word = next((word for word in piece.words if self._has(word)), "")
            if len(word) < 2 or any(map(str.isdigit, word)):
                return []
            words.append(word)
        found = [list(self._holding([word])) for word in words]
        return [mention.entry for mention in min(found, key=len, default=[])]

    def of(self, words: Sequence[str]) -> Mentions:
        """Return the passages that hold all `words`; where a single one stands nowhere, those of words like it."""
        for tried in (tuple(words), *self._synonyms(words)):
            found = tuple(self._holding(tried))
            if found:
                return Mentions(tried, found)
        return Mentions(tuple(words), ())

    def _has(self, word: str) -> bool:
        is_chinese = not (word[0].isascii() or word[-1].isascii() or _DIGIT.search(word))
        return self._may_hold(word) and (is_chinese or bool(_whole(word).search(self._text)))

    def _may_hold(self, word: str) -> bool:
        """Whether all of `word` but its digits, which may be written otherwise, is in the text: many times faster."""
        return all(piece in self._text for piece in _DIGIT.split(word))

    def _synonyms(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The words that the lexicon gives for a single one, the longest first."""
        for line in self._lexicon.synonyms if len(words) == 1 else ():
            if words[0] in line:
                yield from ((other,) for other in sorted(line, key=len, reverse=True) if other != words[0])

    def _holding(self, words: Sequence[str]) -> Iterator[Mention]:
        spans = [self._spans(word) for word in words]
        for place in sorted(set.intersection(*map(set, spans))):
            found = sorted(span for each in spans for span in each[place])
            yield Mention(self._speaking(self._held[place], found), tuple(found))

    def _spans(self, word: str) -> dict[int, list[Span]]:
        """The passages that hold `word`, and where in each."""
        found: dict[int, list[Span]] = {}
        for match in _whole(word).finditer(self._text) if self._may_hold(word) else ():
            place = bisect_right(self._starts, match.start()) - 1
            start = self._starts[place]
            found.setdefault(place, []).append((match.start() - start, match.end() - start))
        return found

    def _speaking(self, numbers: Sequence[int], spans: Sequence[Span]) -> int:
        """Of a passage's entries the one to open: the one whose own quote holds a word, before all figures."""
        quoting = [n for n in numbers if any(_quotes(self._entries[n], span) for span in spans)]
        return min(quoting or numbers, key=lambda n: _BY_KIND.index(self._entries[n].kind))


def _is_particular(question: Question) -> bool:
    """Whether it asks for a certain thing, such as an amount, a meaning or a date, and not for what there is."""
    asked = question.quantity or question.moment or question.location or question.beyond or question.kinds
    ordered = question.ordinal is not None or question.enumerates is not None or question.exact
    told = question.years or question.status or question.measures
    return bool(asked or ordered or (told and not question.lists) or _EACH.search(question.form))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between gaps and words such as 提到: `words` are how it may be meant, the longest first."""

    words: tuple[str, ...]
    is_long: bool


def _pieces(question: Question, about: re.Pattern[str]) -> Iterator[_Piece]:
    """What a question consists of beside the words that ask for whatever is said."""
    units = question.units
    idle = {offset for match in about.finditer(units.joined) for offset in range(*match.span())}
    start = None
    for end in range(len(units) + 1):
        if start is not None and (end == len(units) or units.gaps[end] or units.offsets[end] in idle):
            yield _piece(question, start, end)
            start = None
        if start is None and end < len(units) and units.offsets[end] not in idle:
            start = end


def _piece(question: Question, start: int, end: int) -> _Piece:
    """Units `start` to `end`: all of them, or those that carry a topic, each end with one more where it may belong."""
    heavy = [i for i in range(start, end) if not question.light[i]] or [start, end - 1]
    first, last = heavy[0], heavy[-1] + 1
    tried = ((start, end), (max(start, first - 1), min(end, last + 1)), (first, min(end, last + 1)), (first, last))
    words = dict.fromkeys(question.units.slice(*each) for each in tried)
    return _Piece(tuple(words), last - first > LONGEST_WORD)


def _quotes(entry: Entry, span: Span) -> bool:
    within = entry.start <= span[0] and span[1] <= entry.start + len(entry.quote)
    return within and not isinstance(entry, Figure)


def _lower(text: str) -> str:
    """`text` in small letters, each in its place."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _whole(word: str) -> re.Pattern[str]:
    """Match `word` whole, its digits written either way: 3北 is 三北."""
    return whole_word(word, _DIGIT.sub(lambda digit: f"[{_HAN[digit[0]]}]", re.escape(word)))
