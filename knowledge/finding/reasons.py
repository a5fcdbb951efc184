"""Why a question isn't answered by the entry that comes nearest: what was asked, and what the report has instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from knowledge.finding.features import F
from knowledge.finding.index import Index
from knowledge.finding.pipeline import Reading
from knowledge.finding.rank import Ranked
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.language.words import Class
from knowledge.model import Conflict, Entry, Figure, Reason, Term

TOPICAL_COVER, TOPICAL_EVIDENCE = 0.4, 0.45  # what an entry must share with a question to be told apart from it
LIKE_NAME = 0.5  # ratio from which on a name may be meant by another
LONGEST_NAME = 8  # characters of what may be a name mistaken for another
NAMED = frozenset({"meaning", "term"})

_MEASURES = (F.FIGURE_GROWTH_OFF, F.FIGURE_LEVEL_OFF, F.RANK_OFF, F.ONLY_RATIO, F.NO_RANK, F.NO_AMOUNT)
_MEASURES_TOO = (
    F.LEVEL_OFF,
    F.GROWTH_OFF,
    F.SHARE_OFF,
    F.UNIT_OFF,
    F.OTHER_UNIT,
    F.QUANTITY_OFF,
    F.AMOUNT_OFF,
    F.NAMED_AMOUNT_OFF,
)
_NUMBERS = (F.NUMBER_OFF, F.RANK_NUMBER_OFF, F.NAME_NUMBER_OFF, F.PART_OFF, F.GRADE_OFF, F.ITEM_OFF)
_PLACES = (F.PLACE_OFF, F.OUTSIDE_OFF)
_ASPECTS = {
    F.HOLE_REASON: "reason",
    F.HOLE_WAY: "way",
    F.HOLE_PERSON: "person",
    F.HOLE_CONTACT: "contact",
    F.HOLE_PRICE: "price",
    F.HOLE_GRANT: "price",
    F.HOLE_ADVICE: "advice",
    F.HOLE_OPINION: "opinion",
    F.HOLE_EFFECT: "effect",
    F.HOLE_NEGATIVE: "negative",
    F.UNLISTED: "members",
    F.MEMBERS_OFF: "members",
    F.MOMENT_OFF: "moment",
    F.LOCATION_OFF: "location",
}


class Reasons:
    """Tells of one index's entries why they don't answer."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index, self._lexicon = index, lexicon
        self._terms = {n: index.own_names[n][0] for n, entry in enumerate(index.entries) if isinstance(entry, Term)}

    def of(self, readings: Sequence[Reading]) -> tuple[Conflict, int] | None:
        """Returns why the nearest entry doesn't answer, and its number; None where nothing is near or nothing is off.

        The nearest is the best of the surest view, whether or not it may be said.
        """
        for reading in readings:
            named = self._of_name(reading.question)
            if named is not None:
                return named
            nearest = max(reading.ranked, key=_nearness, default=None)
            conflict = next(self._conflicts(reading.question, nearest), None) if nearest else None
            if nearest and conflict and _is_topical(nearest):
                return conflict, self._closest_in_time(reading.question, nearest.entry)
        return None

    def _siblings(self, number: int) -> list[int]:
        """The entries that state the same indicator of the same place, of any year."""
        entry = self._index.entries[number]
        if not isinstance(entry, Figure):
            return [number]
        same = (entry.indicator, entry.place)
        figures = ((n, other) for n, other in enumerate(self._index.entries) if isinstance(other, Figure))
        return [n for n, other in figures if (other.indicator, other.place) == same]

    def _closest_in_time(self, question: Question, number: int) -> int:
        """The same entry, or that of its indicator whose year is closest to the one asked for."""
        if not question.years:
            return number
        return min(self._siblings(number), key=lambda n: (self._distance(question, n), n != number))

    def _distance(self, question: Question, number: int) -> int:
        entry = self._index.entries[number]
        return abs(entry.period - max(question.years)) if isinstance(entry, Figure) else 0

    def _of_name(self, question: Question) -> tuple[Conflict, int] | None:
        """A name that is asked for and is none of the report's, beside the term that is like it."""
        asked = question.asked if question.kinds & NAMED else ""
        if not 1 < len(asked) <= LONGEST_NAME or asked in self._index.names:
            return None
        best = process.extractOne(asked, self._terms, scorer=fuzz.ratio, score_cutoff=100 * LIKE_NAME)
        return (Conflict(Reason.NAME, asked, self._index.entries[best[2]].title), best[2]) if best else None

    def _conflicts(self, question: Question, ranked: Ranked) -> Iterator[Conflict]:
        """What the question asks and the candidate doesn't say, the plainest first."""
        entry, features = self._index.entries[ranked.entry], ranked.features
        if any(feature in features for feature in _PLACES):
            yield Conflict(Reason.PLACE, "、".join(sorted(question.places | question.outside)))
        if F.YEAR_OFF in features or F.SEVERAL_YEARS in features:
            yield self._of_year(question, ranked.entry)
        if F.GOAL_OFF in features or F.DONE_OFF in features:
            yield Conflict(Reason.YEAR, "target" if F.GOAL_OFF in features else "actual", _side(entry))
        for feature, aspect in _ASPECTS.items():
            if feature in features:
                yield Conflict(Reason.ASPECT, aspect)
        yield from self._of_sibling(question, ranked)
        if any(feature in features for feature in (*_MEASURES, *_MEASURES_TOO)):
            yield Conflict(Reason.MEASURE, _asked_measure(question), _found_measure(entry))
        if any(feature in features for feature in _NUMBERS):
            yield Conflict(Reason.NUMBER, "、".join(sorted(question.numbers)) or str(question.ordinal or ""))
        yield from self._of_restriction(question, ranked)
        yield from self._of_open(question, ranked)

    def _of_year(self, question: Question, number: int) -> Conflict:
        entries = (self._index.entries[n] for n in self._siblings(number))
        found = sorted({entry.period for entry in entries if isinstance(entry, Figure)})
        return Conflict(Reason.YEAR, "、".join(map(str, sorted(question.years))), "、".join(map(str, found)))

    def _of_sibling(self, question: Question, ranked: Ranked) -> Iterator[Conflict]:
        contrasts, near = self._lexicon.contrasts, self._index.near[ranked.entry]
        against = contrasts.against(contrasts.of(question.units.joined), contrasts.of(near))
        if against is not None:
            yield Conflict(Reason.SUBJECT, *against)

    def _of_restriction(self, question: Question, ranked: Ranked) -> Iterator[Conflict]:
        joined, near = question.units.joined, self._index.near[ranked.entry]
        for word in self._lexicon.restricting:
            if word in joined and word not in near:
                yield Conflict(Reason.SUBJECT, word)

    def _of_open(self, question: Question, ranked: Ranked) -> Iterator[Conflict]:
        """A word that names something and that all the entry's wording lacks."""
        text = self._index.texts[ranked.entry]
        lacking = [
            word.text
            for word in question.words
            if word.kind in (Class.NOUN, Class.PLACE)
            and word.text not in text
            and not any(other in text for other in self._lexicon.synonyms_of(word.text))
        ]
        if lacking:
            yield Conflict(Reason.SUBJECT, max(lacking, key=len))


def _nearness(ranked: Ranked) -> tuple[float, float]:
    """How near an entry is in its topic: one that is named comes first."""
    return ranked.features.get(F.NAME_SHARE, 0.0), ranked.score


def _is_topical(ranked: Ranked) -> bool:
    return ranked.features[F.COVER] >= TOPICAL_COVER and ranked.features[F.EVIDENCE] >= TOPICAL_EVIDENCE


def _asked_measure(question: Question) -> str:
    for measure in ("rank", "growth", "share"):
        if measure in question.measures:
            return measure
    return "share" if question.unit == "ratio" else "level"


def _found_measure(entry: Entry) -> str:
    return str(entry.measure) if isinstance(entry, Figure) else ""


def _side(entry: Entry) -> str:
    return str(entry.status) if isinstance(entry, Figure) else ""
