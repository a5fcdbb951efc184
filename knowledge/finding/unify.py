"""Holds what a question says against what an entry states: what is left open, and what contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import mul
from typing import NamedTuple

from knowledge.finding.facts import Facts, Statement
from knowledge.finding.features import BY_NAME, F, Feature
from knowledge.finding.index import Index
from knowledge.grammar.clauses import COUNTED, NOTHING, Clause
from knowledge.language.lexicon import Lexicon
from knowledge.language.patterns import asks_level
from knowledge.language.question import Question
from knowledge.language.words import Class, Word
from knowledge.model import Figure, Livelihood, Measure, Term

SOUNDED = 0.5  # how far a word of the language is explained by one that sounds like it
SHORTENED = 0.6  # how far 营收 is explained by 营业收入
LONGEST_SHORTENED = 6  # characters from the first to the last of what was shortened
CHARACTER = 0.5  # what a character that is no word tells
WITH_AMOUNT = 0.3  # by how much a clause with an amount suits a question for one better
STRANGE = 3  # characters in a row that are no words, from which on they must be a name
MOST_MEMBERS = 4  # of the members asked for, as many as a clause must list at least
MOST_EXTRA = 2  # words that restrict an indicator beyond what was asked, which are counted

NAMED = frozenset({"meaning", "term"})  # kinds of questions that ask what a name stands for
_NAMING = frozenset({Class.NOUN, Class.PLACE})
_OPEN = (
    *("NOUN_OPEN", "NOUN_LOST", "NOUN_OPEN_SHARE", "NOUN_LOST_SHARE", "ACT_LOST_SHARE", "CHARACTERS_LOST"),
    *("STRANGE_LOST", "PLACE_OPEN", "RESTRICTED", "CONTRAST", "SIDE_OPEN"),
)
_NAMES = tuple({name: BY_NAME[prefix + name] for name in _OPEN} for prefix in ("", "FIGURE_"))
_NO_LEVEL = frozenset({Measure.GROWTH, Measure.RANK})
_SHARE_OF = re.compile("占.{1,20}(?:比重|比例|份额)|占比|比重|比例")
_COUNT = "多少"

Found = dict[Feature, float]


class _Said(NamedTuple):
    """A word of the question: how much it tells, what it is, and what may stand for it."""

    weight: float
    kind: Class
    text: str
    synonyms: tuple[str, ...]
    # Each two neighbouring characters as written, and as what sounds so is; none where these can't be but the word.
    pairs: tuple[tuple[str, ...], ...]
    head: str  # what must be in a text that explains the word; nothing where other words may


class Unifier:
    """One question, laid out to be held against many entries."""

    def __init__(self, question: Question, index: Index, facts: Sequence[Facts], lexicon: Lexicon) -> None:
        joined = question.units.joined
        self._question, self._joined = question, joined
        self._index, self._facts, self._lexicon = index, facts, lexicon
        self._words = [_said(word, question, index, lexicon) for word in question.words]
        self._texts = [(word.text, word.head, word) for word in self._words]
        self._weights = [word.weight for word in self._words]
        self._nouns = [at for at, word in enumerate(self._words) if word.kind in _NAMING]
        self._places = [at for at, word in enumerate(self._words) if word.kind is Class.PLACE]
        self._acts = [at for at, word in enumerate(self._words) if word.kind is Class.ACT]
        self._strange = [run for run in _runs(self._words) if len(run) >= STRANGE]
        self._chars = [at for at, word in enumerate(self._words) if word.kind is Class.UNKNOWN]
        self._passages: dict[str, list[float]] = {}  # how far each passage explains each word
        self._holes = [name for name, pattern in lexicon.holes.items() if pattern.search(joined)]
        if _COUNT in joined and "members" in self._holes:  # 分别是多少 asks for numbers
            self._holes.remove("members")
        self._sides = lexicon.contrasts.of(joined)
        self._restricting = self._restrictions()
        self._named = lexicon.indicators.named_in(joined)
        self._asks_amount = question.quantity or bool(question.measures)
        self._asks_total = lexicon.asked["total"].search(joined) and not lexicon.asked["added"].search(joined)
        self._asks_level = asks_level(joined) or _counts_noun(question)
        self._asks_share = lexicon.asked["share"].search(joined) is not None
        self._defines = bool(question.kinds & NAMED) or question.enumerates is not None or "members" in self._holes
        self._single = bool(question.years or question.status) and not lexicon.several_years.search(joined)

    def _restrictions(self) -> list[list[str]]:
        """The words that restrict the subject; of each set of them, two sides of a contrast, an entry must have one."""
        found: dict[object, list[str]] = {}
        for word in self._lexicon.restricting:
            if word in self._joined:
                contrast, _ = self._lexicon.contrasts.sides.get(word, (word, 0))
                found.setdefault(contrast, []).extend((word, *self._lexicon.synonyms_of(word)))
        return list(found.values())

    def of(self, number: int) -> Found:
        """Returns as features what of the question entry `number` leaves open or contradicts."""
        stated, entry = self._facts[number].stated, self._index.entries[number]
        is_figure = isinstance(entry, Figure)
        names, exactly = _NAMES[is_figure], _NAMES[isinstance(entry, (Figure, Livelihood))]
        whole = self._of_passage(stated.passage)
        clause, explained = self._nearest(stated, whole)
        found: Found = {names[name]: value for name, value in self._of_words(stated, explained, whole)}
        for name in self._of_subject(stated, clause):
            found[exactly[name]] = 1.0
        if isinstance(entry, Figure):
            found |= self._of_indicator(entry, stated)
        own = f"{clause.text if is_figure else stated.passage}\n{stated.names}"
        if self._named and not any(_has(own, names) for names in self._named):
            found[F.INDICATOR_OFF] = 1.0
        if not isinstance(entry, Term):
            if self._asks_total and self._lexicon.asked["added"].search(clause.text):
                found[F.ONLY_ADDED] = 1.0
            if self._defines and any(name in self._joined for name in stated.quoted):
                found[F.ONLY_NAMED] = 1.0
            for feature in (*self._of_amount(clause), *self._of_members(clause)):
                found[feature] = 1.0
            if self._single and clause.several_years:
                found[F.SEVERAL_YEARS] = 1.0
        for feature in self._of_holes(stated):
            found[feature] = 1.0
            if is_figure:
                found[F.FIGURE_MEMBERS if feature is F.HOLE_MEMBERS else F.FIGURE_HOLE] = 1.0
        return found

    def _of_passage(self, passage: str) -> list[float]:
        """How far a passage, which several entries may share, explains each word."""
        known = self._passages.get(passage)
        if known is None:
            known = [
                1.0 if text in passage else _otherwise(passage, word) if head in passage else 0.0
                for text, head, word in self._texts
            ]
            self._passages[passage] = known
        return known

    def _nearest(self, stated: Statement, whole: Sequence[float]) -> tuple[Clause, list[float]]:
        """The clause that explains most of the question, and how far it explains each word; `whole`: as the passage."""
        chosen, explained, most = NOTHING, [0.0] * len(whole), -1.0
        texts = [(*said, some) for said, some in zip(self._texts, whole, strict=True)]
        for clause in stated.clauses:
            own = clause.text
            has = [
                1.0 if text in own else _otherwise(own, word) if some and head in own else 0.0
                for text, head, word, some in texts
            ]
            value = sum(map(mul, self._weights, has))
            if self._asks_amount and clause.units:
                value += WITH_AMOUNT
            if value > most:
                chosen, explained, most = clause, has, value
        return chosen, explained

    def _of_words(
        self, stated: Statement, explained: Sequence[float], whole: Sequence[float]
    ) -> Iterator[tuple[str, float]]:
        """How much of what the question's words say is left open: of nouns, of acts, of unknown characters.

        Own clause and names leave it open; where the passage lacks it too, it is lost.
        """
        names, weights = stated.names, self._weights
        opened, lost = [], []
        for (text, head, word), share, anywhere in zip(self._texts, explained, whole, strict=True):
            if share < 1:
                named = 1.0 if text in names else _otherwise(names, word) if head in names else 0.0
                share = max(share, named)  # noqa: PLW2901
            opened.append(1 - share)
            lost.append(1 - anywhere if anywhere > share else 1 - share)
        if self._nouns:
            total = sum([weights[at] for at in self._nouns])
            open_nouns = [weights[at] * opened[at] for at in self._nouns]
            lost_nouns = [weights[at] * lost[at] for at in self._nouns]
            yield "NOUN_OPEN", max(open_nouns)
            yield "NOUN_LOST", max(lost_nouns)
            yield "NOUN_OPEN_SHARE", sum(open_nouns) / total
            yield "NOUN_LOST_SHARE", sum(lost_nouns) / total
        if self._acts:
            total = sum([weights[at] for at in self._acts])
            yield "ACT_LOST_SHARE", sum([weights[at] * lost[at] for at in self._acts]) / total
        if self._chars:
            yield "CHARACTERS_LOST", sum([lost[at] for at in self._chars]) / len(self._chars)
        if self._strange:
            yield "STRANGE_LOST", max(min(lost[at] for at in run) for run in self._strange)
        yield "PLACE_OPEN", max([opened[at] for at in self._places], default=0.0)

    def _of_subject(self, stated: Statement, clause: Clause) -> Iterator[str]:
        """Whether the question restricts its subject, or names a sibling of what the entry is about."""
        if not (self._restricting or self._sides):
            return
        own = f"{clause.text}\n{stated.names}"
        if any(not _has(own, words) for words in self._restricting):
            yield "RESTRICTED"
        if self._sides and self._lexicon.contrasts.against(self._sides, self._lexicon.contrasts.of(own)):
            yield "CONTRAST"
        elif self._sides and self._lexicon.contrasts.lacks(self._sides, self._lexicon.contrasts.of(own)):
            yield "SIDE_OPEN"

    def _of_indicator(self, figure: Figure, stated: Statement) -> Found:
        """How far the question leaves the indicator open, or asks for another thing of it than the figure tells."""
        found: Found = {}
        if extra := self._extra(stated):
            found[F.WIDENED] = extra
        if stated.indicator:
            total = sum(weight for _, weight in stated.indicator)
            lacking = sum(weight for words, weight in stated.indicator if not _has(self._joined, words))
            found[F.INDICATOR_OPEN] = lacking / total
        if self._asks_level and figure.measure in _NO_LEVEL:
            found[F.ONLY_GROWN if self._question.measures else F.FIGURE_LEVEL_OFF] = 1.0
        if figure.measure is Measure.SHARE and not self._asks_share and _SHARE_OF.search(figure.title):
            found[F.ONLY_SHARE] = 1.0
        return found

    def _extra(self, stated: Statement) -> float:
        """How far the indicator is restricted beyond the question, from 0 to 1."""
        named = self._lexicon.contrasts.of(stated.names.partition("\n")[0])
        said = {contrast for contrast, _ in self._sides}
        extra = [word for (contrast, _), word in named.items() if contrast not in said and word not in self._joined]
        if any(other in self._joined for word in extra for other in self._lexicon.synonyms_of(word)):
            return 0.0
        return min(len(extra), MOST_EXTRA) / MOST_EXTRA

    def _of_amount(self, clause: Clause) -> Iterator[Feature]:
        """Whether the clause has an amount of the kind and in the unit asked for."""
        question, units = self._question, clause.units
        asks_level = "level" in question.measures and "growth" not in question.measures
        if "rank" in question.measures and "rank" not in clause.measures:
            yield F.NO_RANK
        if question.unit not in ("", "ratio"):
            amounts = units - {"ratio"}
            wanted = COUNTED if question.unit in COUNTED else {question.unit}
            if not units:
                yield F.NO_AMOUNT
            elif not amounts:
                yield F.ONLY_RATIO
            elif question.unit != "hundred millions" and amounts.isdisjoint(wanted):
                yield F.OTHER_UNIT
        elif (question.quantity or asks_level) and not units:
            yield F.NO_AMOUNT
        elif asks_level and units == {"ratio"}:
            yield F.ONLY_RATIO

    def _of_members(self, clause: Clause) -> Iterator[Feature]:
        """Whether members are asked for that the clause only counts, or doesn't list."""
        if "members" not in self._holes:
            return
        if clause.listed < max(2, min(self._question.enumerates or 2, MOST_MEMBERS)):
            yield F.UNLISTED
            if clause.units & COUNTED:
                yield F.UNLISTED_COUNT

    def _of_holes(self, stated: Statement) -> Iterator[Feature]:
        """What is asked that reports seldom hold, where the passage doesn't express it."""
        for hole in self._holes:
            feature, expressed = BY_NAME.get(f"HOLE_{hole.upper()}"), self._lexicon.expressed.get(hole)
            if feature and not (expressed and expressed.search(stated.passage)):
                yield feature


def _runs(words: Sequence[_Said]) -> list[list[int]]:
    """The places of characters that are no words of the language, those next to each other together."""
    runs: list[list[int]] = []
    for at, word in enumerate(words):
        if word.kind is Class.UNKNOWN:
            if not runs or runs[-1][-1] != at - 1:
                runs.append([])
            runs[-1].append(at)
    return runs


def _counts_noun(question: Question) -> bool:
    """Whether 多少 stands right before what it counts: 看了多少门诊病人."""
    joined, offsets = question.units.joined, question.units.offsets
    nouns = (offsets[word.start] for word in question.words if word.kind is Class.NOUN)
    return any(joined.endswith(_COUNT, 0, start) for start in nouns)


def _said(word: Word, question: Question, index: Index, lexicon: Lexicon) -> _Said:
    tags = [tag for s in question.spans if s.start <= word.start and word.end <= s.end for tag in s.tags]
    tags += lexicon.words.get(word.text, ())
    others = (other for tag in tags if tag.family == "synonym" for other in lexicon.synonyms[int(tag.value)])
    synonyms = tuple(dict.fromkeys(others))
    pairs = tuple(
        (a + b,) if a + b in index.rarity else (a + b, *index.sounds.homophones(a, b)) for a, b in pairwise(word.text)
    )
    if len(pairs) == 1 == len(pairs[0]):
        pairs = ()
    weight = lexicon.vocabulary.telling(word.text) if len(word.text) > 1 else CHARACTER
    head = "" if synonyms or (pairs and len(pairs[0]) > 1) else word.text[0]
    return _Said(weight, word.kind, word.text, synonyms, pairs, head)


def _otherwise(text: str, word: _Said) -> float:
    """How far `text`, which lacks a word of the question, explains it nevertheless, from 0 to 1."""
    for other in word.synonyms:
        if other in text:
            return 1.0
    if len(word.text) == 1:
        return 0.0
    if _is_shortened(text, word.text):
        return SHORTENED
    if not word.pairs:
        return 0.0
    for pairs in word.pairs:
        if not _has(text, pairs):
            return 0.0
    return SOUNDED


def _has(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 - half the time of any()
        if word in text:
            return True
    return False


def _is_shortened(text: str, word: str) -> bool:
    """Whether all characters of `word` stand in `text` in their order, close to each other."""
    first = text.find(word[0]) if word[-1] in text else -1
    while first >= 0:
        at = first
        for char in word[1:]:
            at = text.find(char, at + 1, first + LONGEST_SHORTENED)
            if at < 0:
                break
        else:
            return True
        first = text.find(word[0], first + 1)
    return False
