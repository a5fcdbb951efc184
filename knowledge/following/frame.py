"""What a message says by its roles: when, where, who, about what, and what is asked of it; and two messages merged.

Of a message that may lean on the one before it, what only ties it to that is set apart from what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.following.references import refers
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import NATION, Question
from knowledge.language.words import Class, Word

LONGEST = 72  # characters of what two messages are merged into
HOW_MUCH = "多少"
COUNTERS = "个大项条"  # between a number and what it counts, in a name: 6个工程
MOST_UNITS = 24  # units of a message that may lean on another
HEAD = 2  # characters of the head of a subject

_COUNTED = re.compile("(?:多少|几)(.{0,4})")
_YEAR = re.compile(r"(?:到)?20\d\d年?|[12]\d年(?![前后来级内])")
_POINTING = re.compile("[这那该其它他她们个项件条块些事钱儿边]+")
_ASKING = frozenset({"question", "list", "measure", "moment", "location", "unanswerable"})
_LEAD = re.compile("^(?:那么|那|再看|再问|再|还有|另外|然后|同样|换成|换做|又)+(?=.)")
_TRAIL = re.compile("(的?)(?:呢|呐|咧|ne)[啊呀]?[?]*$")
_PRONOUN = re.compile("[它他她]们?|[这那](?:个|项|块|些|事|钱)|同1件里|其中|该(?!去|怎)")


class Role(StrEnum):
    """What a unit of a message is there for."""

    TIME = "time"  # a year, or whether it was reached or is aimed at
    PLACE = "place"
    DEPARTMENT = "department"
    SUBJECT = "subject"
    ASK = "ask"  # what is asked of the subject: how much, by how much, which rank, why
    IDLE = "idle"  # fillers, and words that point at what was said before


_ROLES = {
    "year": Role.TIME,
    "status": Role.TIME,
    "place": Role.PLACE,
    "group": Role.PLACE,
    "outside": Role.PLACE,
    "department": Role.DEPARTMENT,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A message as it was read, and the role of each of its units."""

    question: Question
    roles: tuple[Role, ...]

    @property
    def names(self) -> tuple[Word, ...]:
        """The words that name what it is about."""
        naming = (Class.NOUN, Class.PLACE)
        said = (word for word in self.question.words if word.kind in naming)
        return tuple(word for word in said if Role.SUBJECT in self.roles[word.start : word.end])

    @property
    def head(self) -> str:
        """The last word of the subject, where that has several: the 产量 of 牛奶产量."""
        subject = self.only(Role.SUBJECT)
        return subject[-HEAD:] if len(subject) > HEAD and not subject[-HEAD:].isascii() else ""

    def has(self, *roles: Role) -> bool:
        """Whether anything in one of these roles is said."""
        return any(role in self.roles for role in roles)

    def only(self, *roles: Role) -> str:
        """Return what is said in these roles, in its order."""
        return self.without(*(role for role in Role if role not in roles))

    def without(self, *roles: Role) -> str:
        """Return what is said in other roles than these, in its order."""
        units = self.question.units
        said = zip(units.items, units.gaps, self.roles, strict=True)
        return "".join((" " if gap else "") + item for item, gap, role in said if role not in roles).strip()


def frame_of(question: Question, lexicon: Lexicon) -> Frame:
    """Return the roles of what `question` says."""
    units = question.units
    at = {offset: number for number, offset in enumerate(units.offsets)}
    matches = list(lexicon.scan(units))
    roles = [Role.IDLE if light else Role.ASK for light in question.light]
    for match in matches:
        if any(tag.family in _ASKING or (tag.family, tag.value) == ("kind", "meaning") for tag in match.tags):
            roles[match.start : match.end] = [Role.ASK] * (match.end - match.start)
    plain = lexicon.follow_ups["plain"]
    for word in question.words:
        if not (_POINTING.fullmatch(word.text) or plain.fullmatch(word.text)):
            roles[word.start : word.end] = [Role.SUBJECT] * (word.end - word.start)
    for match in matches:
        families = {tag.family for tag in match.tags}
        if ("kind", "livelihood") in {(tag.family, tag.value) for tag in match.tags}:
            roles[match.start : match.end] = [Role.SUBJECT] * (match.end - match.start)
        for family in families & _ROLES.keys() if "measure" not in families else ():
            roles[match.start : match.end] = [_ROLES[family]] * (match.end - match.start)
    for number in (n for n, item in enumerate(units.items) if item.isdecimal()):
        end = number + (2 if units.items[number + 1 : number + 2] and units.items[number + 1] in COUNTERS else 1)
        if roles[end : end + 1] == [Role.SUBJECT]:
            roles[number:end] = [Role.SUBJECT] * (end - number)
    if NATION in question.outside:
        start = units.joined.index(NATION)
        roles[at[start] : at[start] + len(NATION)] = [Role.PLACE] * len(NATION)
    for start, end, role in _spans(units.joined, lexicon):
        for number in (at[offset] for offset in range(start, end) if offset in at):
            roles[number] = role
    return Frame(question, tuple(roles))


def _spans(joined: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Role]]:
    """Where a year stands, and where 多少 or 几 with the unit after it."""
    for found in _YEAR.finditer(joined):
        yield *found.span(), Role.TIME
    for found in _COUNTED.finditer(joined):
        unit = next((n for n in range(len(found[1]), 0, -1) if found[1][:n] in lexicon.unit_classes), 0)
        yield found.start(), found.start(1) + unit, Role.ASK


def merged(before: Frame, message: Frame, said: str, *, narrows: bool) -> Iterator[str]:
    """Yield what `message` may ask after `before`, the likeliest first.

    What it says replaces what was said in that role, and what it leaves open stays. A subject of its own narrows the
    one before, or takes its place, unless it only `narrows`: 农村的呢. `said` is the message's normal form without what
    only ties it to the one before.
    """
    replaced = [role for role in (Role.TIME, Role.PLACE, Role.DEPARTMENT, Role.ASK) if message.has(role)]
    if before.has(Role.SUBJECT, Role.PLACE, Role.DEPARTMENT):
        yield _joined(said, before, replaced)
    if message.has(Role.SUBJECT) and Role.ASK not in replaced and not narrows:
        for subject in (f"{said}{before.head}", said) if before.head else (said,):
            yield _joined(subject, before, [*replaced, Role.SUBJECT])
            if before.question.quantity or before.question.measures:
                yield f"{before.without(*replaced, Role.SUBJECT, Role.ASK, Role.IDLE)}{subject}{HOW_MUCH}"[:LONGEST]
    if Role.TIME in replaced and Role.ASK in replaced and before.question.quantity and message.question.quantity:
        yield f"{message.only(Role.TIME)}{before.without(Role.TIME, Role.IDLE)}"[:LONGEST]


def _joined(said: str, before: Frame, replaced: Sequence[Role]) -> str:
    rest = before.without(*replaced, Role.IDLE)
    return (f"{rest}{said}" if Role.ASK in replaced else f"{said}{rest}")[:LONGEST]


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
    """Return whether a short question names nothing: no noun, place in an order, list, number or department."""
    names = any(word.kind in (Class.NOUN, Class.PLACE) for word in question.words)
    return 0 < len(question.units) <= MOST_UNITS and not (names or _selects(question))


def _selects(question: Question) -> bool:
    counts = question.numbers or question.items or question.ordinal is not None
    return bool(counts or question.departments or question.outside or question.kinds - {"term", "meaning"})


def read_message(form: str, understood: Callable[[str], Question], lexicon: Lexicon) -> Message | None:
    """Return the normal form `form` as a message that may lean; None where it is too long, or asks nothing."""
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
