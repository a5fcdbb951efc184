"""What a message asks that leans on the one before it: the report's own words for that, or that it doesn't say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.finding.features import FEATURES, F
from knowledge.finding.index import Index
from knowledge.finding.lists import MOST
from knowledge.finding.pipeline import CERTAIN, Kinds, Pipeline, Reading
from knowledge.following.frame import LONGEST, Frame, Message, Role, frame_of, merged, read_message
from knowledge.following.references import References, asks_for_mentions, is_duty, refers
from knowledge.following.sides import Pick, Sides
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Term, Text, Where

MOST_FIGURES = 5  # of a sentence that a short question may mean
MOST_TITLES = 2  # entries shown before whose titles a message is merged with
OPEN = 0.5  # of a noun's weight, that an answer to a merged question may leave open at most
NAMED = 0.1  # the same of a noun by which a message names another subject
STRANGE = 0.34  # share of a message's characters that are no words, that an answer may leave open at most

_LOOSE = (F.TERM_OFF, F.COUNT_OFF, F.MEMBERS_OFF, F.HOLE_MEMBERS, F.DEFINITION_OFF)
_OFF = frozenset(
    feature
    for feature in FEATURES
    if (feature.name.startswith("hole_") or feature.name.endswith("_off")) and feature not in _LOOSE
) | {F.NO_AMOUNT, F.ONLY_RATIO, F.OTHER_UNIT, F.NO_RANK, F.UNLISTED, F.CONTRAST, F.FIGURE_CONTRAST, F.FIGURE_RESTRICTED}
_STRANGE = (F.CHARACTERS_LOST, F.FIGURE_CHARACTERS_LOST, F.ACT_LOST_SHARE, F.FIGURE_ACT_LOST_SHARE)
_TEXTS = frozenset({Kind.TEXT})
_COUNTED = frozenset({Kind.FIGURE, Kind.TARGET, Kind.LIVELIHOOD})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was found: `picks` answer the message, or `reading` does, or nothing (the report doesn't say).

    `certainty` is in log-odds; `related` tells that the picks only go with what was shown before. `frame` is what was
    asked in the end, in normal form: empty where what is shown tells it best, None where it is as before. `closed`
    tells that the message can mean nothing else, `missed` is what was asked in vain, and `named` tells that the message
    names a subject of its own.
    """

    picks: tuple[Pick, ...] = ()
    certainty: float = CERTAIN
    related: bool = False
    reading: Reading | None = None
    frame: str | None = None
    closed: bool = False
    named: bool = False
    missed: tuple[Reading, ...] = ()


class Follower:
    """Answers messages that lean on what was asked and shown before."""

    def __init__(
        self, index: Index, sides: Sides, references: References, pipeline: Pipeline, title: Callable[[int], str]
    ) -> None:
        self._sides, self._references, self._pipeline, self._title = sides, references, pipeline, title
        self._entries: tuple[Entry, ...] = index.entries
        self._beside: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            self._beside.setdefault(entry.passage.number, []).append(number)

    def message(self, form: str) -> Message | None:
        """Return the normal form `form` as a message that may lean; None where it is too long, or talk."""
        if len(form) > LONGEST:
            return None
        return read_message(form, self._pipeline.understood, self._pipeline.lexicon)

    def only_refers(self, message: Message) -> bool:
        """Return whether a message names nothing, and refers to what was shown before it: 还有呢."""
        question, lexicon = message.whole, self._pipeline.lexicon
        points = question.ordinal is not None or (refers(question, lexicon) and not asks_for_mentions(question))
        return points and self._references.only_refers(question)

    def names_beyond(self, message: Message) -> bool:
        """Return whether a message names what reports don't speak of (省长是谁), and doesn't only ask for it."""
        holes = self._pipeline.lexicon.holes.values()
        return any(not any(hole.search(word) for hole in holes) for word in message.whole.beyond)

    def refer(self, message: Message, before: Sequence[int], frame: str) -> FollowUp | None:
        """Return what `message` asks of the entries `before` themselves, or None where it doesn't ask of them."""
        referred = self._references.of(message.whole, before, self._others)
        if referred is not None:
            picks, related = referred
            elsewhere = not {pick.entry for pick in picks} <= set(before)
            closed = not is_duty(message.whole, self._pipeline.lexicon)
            return FollowUp(picks, related=related, frame="" if elsewhere else None, closed=closed)
        if message.names or not message.is_plain:
            return None
        found = _unique(pick for number in before for pick in self._others(message.question, number))
        return FollowUp(found, frame=next(self._merged(message, before, frame), "")) if found else None

    def merge(self, message: Message, before: Sequence[int], frame: str) -> FollowUp:
        """Return what `message` asks merged with the frame before it, or with the entries that were shown."""
        near = self._near(message, before)
        if near:
            return FollowUp((near,), frame=next(self._merged(message, before, frame), ""))
        missed: list[Reading] = []
        for form, kinds in self._asked(message, before, frame):
            best = next(iter(self._pipeline.read(form, Where.ADDRESSED, kinds)), None)
            sure = best is not None and best.confidence >= self._pipeline.threshold(Where.ADDRESSED)
            if best and sure and self._fits(message, best, before):
                return FollowUp(reading=best, certainty=best.confidence, frame=form)
            missed += [best] if best else []
        return FollowUp(missed=tuple(missed), named=message.tied or message.names)

    def _asked(self, message: Message, before: Sequence[int], frame: str) -> Iterator[tuple[str, Kinds]]:
        """What is asked in the end, the likeliest first, and of which kinds: after a figure figures are asked for."""
        question = message.question
        counted = any(isinstance(self._entries[number], Figure) for number in before)
        other = message.asks_other
        forms = dict.fromkeys(self._merged(message, before, frame))
        if counted and not other:
            yield from ((form, _COUNTED) for form in forms)
        if not counted or other or message.tied:
            yield from ((form, None) for form in forms)
        if other and message.leans and message.frame.has(Role.TIME) and "actual" not in question.status:
            yield from ((form, _TEXTS) for form in self._plans(message, before, frame))

    def is_named(self, message: Message, numbers: Sequence[int], before: Sequence[int]) -> bool:
        """Whether the entries `numbers` leave nothing open of what the message names, and weren't to be figures."""
        counted = any(isinstance(self._entries[number], Figure) for number in before)
        if counted and not message.frame.has(Role.SUBJECT):
            return False
        return not message.narrows and all(self._explains(message, number) for number in numbers)

    def _frames(self, before: Sequence[int], frame: str) -> Iterator[tuple[Frame, Entry | None]]:
        """What was asked before, then the titles of what was shown, each with its entry."""
        if frame:
            yield frame_of(self._pipeline.understood(frame), self._pipeline.lexicon), None
        for number in before[:MOST_TITLES]:
            title = self._pipeline.understood(self._title(number))
            yield frame_of(title, self._pipeline.lexicon), self._entries[number]

    def _merged(self, message: Message, before: Sequence[int], frame: str) -> Iterator[str]:
        other, named = message.asks_other, message.tied or message.names
        for earlier, entry in self._frames(before, frame):
            if other or named or not isinstance(entry, Figure):  # all that a figure's indicator has was looked up
                yield from merged(earlier, message.frame, message.said, narrows=message.narrows)

    def _plans(self, message: Message, before: Sequence[int], frame: str) -> Iterator[str]:
        """What was named before, where a message asks how it goes on with that: 今年怎么干."""
        for earlier, _ in self._frames(before, frame):
            if named := earlier.only(Role.SUBJECT):
                yield f"{named}{message.said}"
                yield f"{''.join(word.text for word in earlier.names)}{message.said}"

    def _fits(self, message: Message, reading: Reading, before: Sequence[int]) -> bool:
        """Whether what was found says what the message asked: the frame before explains much already."""
        if not reading.found or (not reading.signs and message.names):
            return False
        signs, entries = reading.signs, [self._entries[number] for number in reading.found]
        off = _OFF if reading.question.enumerates is None else _OFF - {F.QUANTITY_OFF}
        if not off.isdisjoint(signs) or max(signs.get(F.NOUN_OPEN, 0), signs.get(F.FIGURE_NOUN_OPEN, 0)) > OPEN:
            return False
        of_items = "livelihood" in reading.question.kinds or is_duty(message.whole, self._pipeline.lexicon)
        if of_items and not all(isinstance(entry, Livelihood) for entry in entries):
            return False
        if not signs:
            return True
        asks_fact = message.frame.has(Role.TIME) or message.question.quantity or message.question.measures
        if asks_fact and isinstance(entries[0], Term):
            return False
        return not self._departs(message, reading, before) and self._explains(message, reading.found[0])

    def _departs(self, message: Message, reading: Reading, before: Sequence[int]) -> bool:
        """Whether a figure is of another kind than those before, and the message hasn't said so: 产能, after 产量."""
        found, seeds = self._entries[reading.found[0]], [self._entries[number] for number in before]
        if not isinstance(found, Figure) or any(found.title == seed.title for seed in seeds):
            return False
        contrasts = self._pipeline.lexicon.contrasts
        said, own = contrasts.of(message.said), contrasts.of(found.title)
        for seed in (seed for seed in seeds if isinstance(seed, Figure)):
            kept = {key: word for key, word in contrasts.of(seed.title).items() if key[0] not in {k[0] for k in said}}
            if contrasts.against(kept, own):
                return True
        return not message.names and F.WIDENED in self._pipeline.unified(reading.question, reading.found[0])

    def _explains(self, message: Message, number: int, *, exactly: bool = False) -> bool:
        """Whether the entry leaves nothing open of what the message says by itself, and `exactly` is no more narrow."""
        own = self._pipeline.unified(message.question, number)
        lost = max((own.get(feature, 0) for feature in _STRANGE), default=0)
        return (
            _OFF.isdisjoint(own)
            and own.get(F.RESTRICTED, 0) == 0
            and not (exactly and F.WIDENED in own)
            and (
                max(own.get(F.NOUN_OPEN, 0), own.get(F.FIGURE_NOUN_OPEN, 0)) <= NAMED
                and (lost <= STRANGE or not message.tied)
            )
        )

    def _near(self, message: Message, before: Sequence[int]) -> Pick | None:
        """The one figure in the sentences that were shown that is of the subject that the message names."""
        if not message.leans or message.frame.has(Role.PLACE, Role.DEPARTMENT):
            return None
        subject = message.frame.only(Role.SUBJECT)
        question = message.question
        if not (message.tied or message.names or question.unit) or question.enumerates is not None:
            return None
        around = [(n, each) for n in before for each in self._beside[self._entries[n].passage.number]]
        figures = [(n, each) for n, each in around if isinstance(self._entries[each], Figure)]
        named = [(n, each) for n, each in figures if subject and subject in self._title(each)]
        named = [one for one in named if self._title(one[1]).startswith(subject)] or named
        found: dict[str, Pick] = {}
        for number, other in named or figures:
            entry = self._entries[other]
            is_new = isinstance(entry, Figure) and other not in before
            if isinstance(entry, Figure) and is_new and self._explains(message, other, exactly=not named):
                pick = self._framed(entry, question, self._entries[number])
                if pick is not None:
                    found.setdefault(entry.title, pick)
        return next(iter(found.values())) if len(found) == 1 else None

    def _framed(self, figure: Figure, question: Question, seed: Entry) -> Pick | None:
        """The figure's indicator for the time and measure that the message says, else for those of `seed`."""
        framed = replace(
            question,
            years=question.years or (frozenset() if question.status else frozenset({figure.period})),
            status=question.status or frozenset({str(figure.status)}),
        )
        if isinstance(seed, Figure) and not question.measures and seed.measure in (Measure.GROWTH, Measure.LEVEL):
            alike = self._sides.other(figure, replace(framed, measures=frozenset({str(seed.measure)})))
            if alike is not None:
                return alike
        return self._sides.other(figure, framed)

    def _others(self, question: Question, number: int) -> Iterator[Pick]:
        """Another year, side, measure or place of the entry's indicator, or of those in its sentence."""
        entry = self._entries[number]
        if question.places or question.outside:
            pick = self._sides.elsewhere(entry, question.places) if isinstance(entry, Figure) else None
            if pick is not None:
                yield pick
            return
        if not (question.years or question.status or question.measures or question.quantity):
            return
        plain = not (question.years or question.status or question.measures or question.unit)
        held = isinstance(entry, Livelihood | Text) and self._sides.holds(number, question)
        if held or (plain and isinstance(entry, Figure)):
            yield Pick(number)
            return
        for seed in self._seeds(number):
            pick = self._sides.other(seed, question)
            if pick is not None:
                yield pick

    def _seeds(self, number: int) -> Iterator[Figure]:
        entry = self._entries[number]
        if isinstance(entry, Figure):
            yield entry
        elif isinstance(entry, Livelihood):
            yield from (figure for _, figure in self._sides.promised(entry))
        elif isinstance(entry, Text):
            figures = [f for n in self._beside[entry.passage.number] if isinstance(f := self._entries[n], Figure)]
            yield from figures if len(figures) <= MOST_FIGURES else ()


def _unique(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    return tuple(dict.fromkeys(picks))[:MOST]
