"""A short message merged with the question before it: what it says replaces what was said, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.finding.features import FEATURES, F, Feature
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.words import Class

OPEN = 0.5  # of a noun's weight, that an answer to a merged question may leave open at most
MOST_MERGED = 24  # units of a message that may be merged with the question before it
LONGEST_MERGED = 72  # characters of what comes of it

_OFF = frozenset(
    feature
    for feature in FEATURES
    if feature.name.startswith("hole_") or (feature.name.endswith("_off") and feature not in (F.TERM_OFF, F.COUNT_OFF))
) | {F.NO_AMOUNT, F.ONLY_RATIO, F.OTHER_UNIT, F.NO_RANK, F.UNLISTED, F.CONTRAST, F.FIGURE_CONTRAST, F.FIGURE_RESTRICTED}
_LEAD = re.compile("^(?:那么|那|再|还有|还|又|另外|然后|同样|换成)+")
_TRAIL = re.compile("(?:呢|呐|咧|ne|啊|呀)+[?]*$")
_PRONOUN = re.compile("它们|它|他们|这个|那个|这项|那项|这块|那块|这些|那些|同一件里|其中|该")
_SWAPPED = ("place", "group", "year", "department")  # families of words that stand in each other's place


def leans_on(question: Question) -> bool:
    """Whether a message names nothing by itself: no noun, place in an order, list, number or department."""
    names = any(word.kind in (Class.NOUN, Class.PLACE) for word in question.words)
    counts = bool(question.numbers or question.items or question.ordinal is not None)
    selects = bool(question.departments or question.outside or question.kinds - {"term"})
    return 0 < len(question.units) <= MOST_MERGED and not (names or counts or selects)


def fits(signs: Mapping[Feature, float]) -> bool:
    """Whether an answer to a merged question says what the message asked: its title alone explains much already."""
    return _OFF.isdisjoint(signs) and max(signs.get(F.NOUN_OPEN, 0), signs.get(F.FIGURE_NOUN_OPEN, 0)) <= OPEN


def merged(before: str, titles: Sequence[str], question: Question, lexicon: Lexicon) -> Iterator[str]:
    """Yields what `question` may ask after the question `before`, whose answer was about entries of these titles.

    All are in normal form; the likeliest comes first.
    """
    message = _PRONOUN.sub("", _TRAIL.sub("", _LEAD.sub("", question.form)))
    if lexicon.follow_ups["original"].search(message):
        message = ""
    if before and (swapped := _swapped(before, question, lexicon)):
        yield swapped[:LONGEST_MERGED]
    for title in titles:
        yield f"{title}{message}"[:LONGEST_MERGED]
    if before and not (question.years or question.status):
        yield f"{before},{message}"[:LONGEST_MERGED]


def _swapped(before: str, question: Question, lexicon: Lexicon) -> str:
    """The question before with the message's place, year or department for its own; nothing where none is swapped."""
    merged = before
    for family in _SWAPPED:
        said = _words_of(question.form, family, lexicon)
        had = _words_of(before, family, lexicon)
        if said and had:
            merged = merged.replace(had[0], said[0])
    return merged if merged != before else ""


def _words_of(form: str, family: str, lexicon: Lexicon) -> list[str]:
    """The words of a family in a text, the longest at each place."""
    words = [word for word, tags in lexicon.words.items() if any(tag.family == family for tag in tags) and word in form]
    return sorted(words, key=len, reverse=True)
