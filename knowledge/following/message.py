"""A message that may lean on the one before it: what only ties it to that, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.following.frame import Frame, Role, frame_of
from knowledge.following.references import refers
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.words import Class

MOST_UNITS = 24  # units of a message that may lean on another

_LEAD = re.compile("^(?:那么|那|再看|再问|再|还有|另外|然后|同样|换成|换做|又)+(?=.)")
_TRAIL = re.compile("(的?)(?:呢|呐|咧|ne)[啊呀]?[?]*$")
_PRONOUN = re.compile("[它他她]们?|[这那](?:个|项|块|些|事|钱)|同1件里|其中|该(?!去|怎)")


@dataclass(frozen=True, slots=True)
class Message:
    """A message that may lean: `said` is its normal form without what ties it to the one before, `frame` its roles.

    `tied` tells that it is nothing but another subject or place, as in 那粮食呢, `narrows` that it only tells which
    kind of what was named, as in 农村的呢. `whole` is all of it, as it was read.
    """

    said: str
    frame: Frame
    tied: bool
    narrows: bool
    whole: Question

    @property
    def question(self) -> Question:
        """What it says, read by itself."""
        return self.frame.question

    @property
    def names(self) -> bool:
        """Whether it names something."""
        return bool(self.frame.names)

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than a time, a place, or what is asked of an indicator."""
        question = self.question
        picks = question.ordinal is not None or question.lists or question.rank
        beyond = question.beyond or question.moment or question.location
        return not (picks or beyond or (self.tied and self.frame.has(Role.SUBJECT)))

    @property
    def leans(self) -> bool:
        """Whether it asks nothing by itself: it names nothing, or only what takes the place of what was named."""
        return self.tied or not (self.names or self.question.places or _selects(self.question))

    @property
    def asks_other(self) -> bool:
        """Whether it asks, and for no amount, growth or rank."""
        question = self.question
        amount = question.enumerates is None and (question.quantity or question.measures or question.unit)
        return self.frame.has(Role.ASK) and not amount


def leans_on(question: Question) -> bool:
    """Returns whether a short question names nothing: no noun, place in an order, list, number or department."""
    names = any(word.kind in (Class.NOUN, Class.PLACE) for word in question.words)
    return 0 < len(question.units) <= MOST_UNITS and not (names or _selects(question))


def _selects(question: Question) -> bool:
    counts = question.numbers or question.items or question.ordinal is not None
    return bool(counts or question.departments or question.outside or question.kinds - {"term", "meaning"})


def read_message(form: str, understood: Callable[[str], Question], lexicon: Lexicon) -> Message | None:
    """Returns the normal form `form` as a message that may lean; None where it is too long, or asks nothing."""
    bare = _LEAD.sub("", form)
    trail = _TRAIL.search(bare)
    said = _PRONOUN.sub("", bare[: trail.start()] if trail else bare.removesuffix("?")) or form
    question, whole = understood(said), understood(form)
    if not 0 < len(question.units) <= MOST_UNITS or whole.chatter or whole.exact:
        return None
    frame = frame_of(question, lexicon)
    named = frame.has(Role.SUBJECT, Role.PLACE, Role.DEPARTMENT)
    tied = named and not frame.has(Role.ASK) and (trail is not None or bare != form)
    narrows = tied and trail is not None and bool(trail[1]) and _restricts(said, lexicon)
    asks = tied or frame.names or frame.has(Role.TIME, Role.PLACE) or _asks(whole, lexicon)
    return Message(said, frame, tied, narrows, whole) if asks else None


def _asks(question: Question, lexicon: Lexicon) -> bool:
    """Whether it asks anything that an answer before may tell, other than 真的吗."""
    told = question.quantity or question.measures or question.kinds or question.enumerates is not None
    picks = question.ordinal is not None or question.departments or question.lists or refers(question, lexicon)
    beyond = question.moment or question.location or question.beyond
    return bool(told or picks or beyond) or any(hole.search(question.units.joined) for hole in lexicon.holes.values())


def _restricts(said: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.contrasts.of(said)) or any(word in said for word in lexicon.restricting)
