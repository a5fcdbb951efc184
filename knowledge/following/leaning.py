"""Whether a message leans on the answer before it, and what it asks of that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question

MOST_UNITS = 16  # units of a message that may lean
LONGEST_TOPIC = 12  # characters of a topic that replaces the one before

_CUES = frozenset({"filler", "question", "year", "list", "status", "measure", "moment", "location"})
_CONTENT = frozenset({"synonym", "place", "outside", "department", "group"})
_PLACE = frozenset({"place", "group"})
_ORDINAL = re.compile(r"(?:第|倒数第)\d+[个条句部项类点号大种步件]?|(?:最后|末尾|头|首)(?:的|面)?1?[个条句部项类点件]?")
_COUNTED = re.compile("(?:多少|几)(.{1,4})")
_MEMBERS = re.compile(r"哪\d+[个大项条句部件方面]*")


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a short message asks of the answer before it.

    `duty`, `more` and `original` ask for who is in charge, for further entries, for the passage; `means` for a meaning
    or members; `compares` for a year, a side, a measure or an amount. `topic` is what it names beside that (its
    place in `places` left out), to put in the stead of what was asked before.
    """

    question: Question
    duty: bool
    more: bool
    original: bool
    means: bool
    compares: bool
    topic: str

    @property
    def nth(self) -> int | None:
        """The place in an order that is asked for (-1: the last), or None."""
        return self.question.ordinal

    @property
    def asks(self) -> bool:
        """Whether it asks anything of an answer before it."""
        acts = self.duty or self.more or self.original or self.means or self.compares
        return acts or self.nth is not None


def leaning_of(question: Question, lexicon: Lexicon) -> Leaning | None:
    """Returns what `question` asks of the answer before it, or None where it stands by itself or asks nothing.

    It leans where nothing but cues, fillers and pronouns is said, or where only the topic changes (那粮食呢).
    """
    words = lexicon.follow_ups
    joined = question.units.joined
    rest = words["duty"].sub(" ", joined)
    elsewhere = question.location and not words["original"].search(joined)
    aside = question.chatter or question.exact or question.moment or elsewhere
    if not 0 < len(question.units) <= MOST_UNITS or aside or any(word in rest for word in question.beyond):
        return None
    topic = _topic(question, lexicon)
    leaning = Leaning(
        question=question,
        duty=bool(words["duty"].search(joined)),
        more=bool(words["more"].search(joined)),
        original=bool(words["original"].search(joined)),
        means=question.lists or bool(question.kinds & {"meaning", "term"}) or question.enumerates is not None,
        compares=bool(question.years or question.status or question.measures or question.quantity),
        topic=topic,
    )
    if not topic and not question.places and not question.outside:
        return leaning if leaning.asks and "livelihood" not in question.kinds else None
    return leaning if _replaces(leaning, lexicon) else None


def _replaces(leaning: Leaning, lexicon: Lexicon) -> bool:
    """Whether the message only names another topic, place or department, as a turn in a conversation does."""
    joined = leaning.question.units.joined
    lead = lexicon.follow_ups["lead"].match(joined)
    trail = any(match.end() == len(joined) for match in lexicon.follow_ups["trail"].finditer(joined))
    asks = leaning.duty or leaning.more or leaning.original or leaning.means or leaning.nth is not None
    return bool(lead or trail) and not asks and len(leaning.topic) <= LONGEST_TOPIC


def _topic(question: Question, lexicon: Lexicon) -> str:
    """The characters that no cue, filler, pronoun, place in an order or place covers."""
    covered = [False] * len(question.units.joined)
    for start, end in _covered(question, lexicon):
        covered[start:end] = [True] * (end - start)
    joined = question.units.joined
    return "".join(char for char, held in zip(joined, covered, strict=True) if not held)


def _covered(question: Question, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    units, joined = question.units, question.units.joined
    ends = (*units.offsets, len(joined))
    matches = list(lexicon.scan(units))
    content = [(m.start, m.end) for m in matches if any(tag.family in _CONTENT for tag in m.tags)]
    for match in matches:
        inside = any(s <= match.start and match.end <= e and e - s > match.end - match.start for s, e in content)
        families = {tag.family for tag in match.tags}
        meaning = any(tag.family == "kind" and tag.value != "livelihood" for tag in match.tags)
        if not inside and (meaning or families & (_CUES | _PLACE)):
            yield ends[match.start], ends[match.end]
    held = [(ends[s], ends[e]) for s, e in content if e - s > 1]
    for pattern in (lexicon.follow_ups["duty"], lexicon.follow_ups["more"], lexicon.follow_ups["original"]):
        yield from (found.span() for found in pattern.finditer(joined))
    for pattern in (lexicon.follow_ups["plain"], lexicon.follow_ups["lead"], lexicon.follow_ups["trail"]):
        for start, end in (found.span() for found in pattern.finditer(joined)):
            if not any(s <= start and end <= e and e - s > end - start for s, e in held):
                yield start, end
    for pattern in (_ORDINAL, _MEMBERS):
        yield from (found.span() for found in pattern.finditer(joined))
    for item, offset in zip(units.items, units.offsets, strict=True):
        if item.isdecimal() and (int(item) in question.years or 2000 + int(item) in question.years):
            yield offset, offset + len(item)
    for found in _COUNTED.finditer(joined):
        for length in range(len(found[1]), 0, -1):
            if found[1][:length] in lexicon.unit_classes:
                yield found.start(), found.start(1) + length
                break
