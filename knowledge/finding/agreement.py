"""Whether an entry has what is asked beside the topic: its year, unit, measure, place, department, kind or number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise

from knowledge.finding.facts import Facts
from knowledge.finding.features import F, Feature
from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import NATION, Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Status, Term

ELSEWHERE = 0.5  # of a question's words in a clause with another unit, that the asked unit's clause must hold
SAME = 0.75  # dice from which on a wording asks the same
COUNTED = frozenset({"count", "homes", "people"})  # units that people mix up: 家, 户, 名

_KINDS = {
    Kind.TERM: F.IS_TERM,
    Kind.FIGURE: F.IS_FIGURE,
    Kind.TARGET: F.IS_TARGET,
    Kind.LIVELIHOOD: F.IS_LIVELIHOOD,
    Kind.TEXT: F.IS_TEXT,
}
_DIGIT = re.compile(r"\d")
_WHEN = re.compile(r"\d月|\d日")


class Agreement:
    """Judges entries of one index."""

    def __init__(self, index: Index, facts: Sequence[Facts], lexicon: Lexicon) -> None:
        self._index = index
        self._facts = facts
        self._outside_names = lexicon.outside_places
        self._outside = re.compile("|".join(map(re.escape, chain.from_iterable(lexicon.outside_places.values()))))
        self._departments = lexicon.departments
        self._kinds = tuple(_KINDS[entry.kind] for entry in index.entries)

    def of(self, candidate: Candidate, question: Question, topic: Topic) -> dict[Feature, float]:
        """Returns the kind of the entry and what is judged of all that was asked; what was not asked is not judged."""
        entry, facts = self._index.entries[candidate.entry], self._facts[candidate.entry]
        found = [self._kinds[candidate.entry]]
        found += self._of_place(entry, facts, candidate.entry, question)
        if isinstance(entry, Term):
            found += _of_parts(entry, question)
        else:
            found += self._of_time(facts, question)
            found += self._of_number(facts, question, topic)
        if isinstance(entry, Figure):
            found += _of_figure(entry, facts, question)
        found += self._of_kind(entry, candidate, question)
        if isinstance(entry, Figure) and entry.place and not question.places:
            found.append(F.PLACE_EXTRA)
        if entry.kind is Kind.TEXT and not entry.asks:
            found.append(F.UNWORDED)
        return dict.fromkeys(found, 1.0)

    def _of_place(self, entry: Entry, facts: Facts, number: int, question: Question) -> list[Feature]:
        found: list[Feature] = []
        text = self._index.texts[number]
        if question.places:
            found.append(F.PLACE_OK if question.places & facts.places else F.PLACE_OFF)
        if question.outside and not self._names_outside(question.outside, text):
            found.append(F.OUTSIDE_OFF)
        if question.departments and not self._leads(entry, text, question.departments):
            found.append(F.DEPARTMENT_OFF)
        if question.beyond and not all(word in text for word in question.beyond):
            found.append(F.BEYOND_OFF)
        if question.location and not (facts.places or self._outside.search(text.partition("\n")[0])):
            found.append(F.LOCATION_OFF)
        if question.rank:
            held = f"第{question.rank}" in text.partition("\n")[0]
            found.append(F.RANK_NUMBER_OK if held else F.RANK_NUMBER_OFF)
        if question.grades and not all(grade in text for grade in question.grades):
            found.append(F.GRADE_OFF)
        if question.moment and not _WHEN.search(text.partition("\n")[0]):
            found.append(F.MOMENT_OFF)
        return found

    def _of_time(self, facts: Facts, question: Question) -> list[Feature]:
        found: list[Feature] = []
        if "goal" in question.status and "actual" not in question.status and "target" not in facts.status:
            found.append(F.GOAL_OFF)
        if question.years:
            found.append(F.YEAR_OK if question.years & facts.years else F.YEAR_OFF)
        elif len(question.status - {"goal", "done"}) == 1 and not question.status & facts.status:
            found.append(F.STATUS_OFF)
        return found

    def _of_number(self, facts: Facts, question: Question, topic: Topic) -> list[Feature]:
        found: list[Feature] = []
        if "growth" in question.measures and question.unit in ("", "ratio"):
            if "growth" not in facts.measures:
                found.append(F.GROWTH_OFF)
        elif "share" in question.measures and "share" not in facts.measures:
            found.append(F.SHARE_OFF)
        asks_level = "level" in question.measures and "growth" not in question.measures
        if asks_level and facts.measures.isdisjoint(("level", "share")):
            found.append(F.LEVEL_OFF)
        if question.unit in COUNTED:
            found.append(F.COUNT_OFF if facts.units.isdisjoint(COUNTED) else F.COUNT_OK)
            if question.unit == "people" and "people" not in facts.units:
                found.append(F.PEOPLE_OFF)
        elif question.unit:
            found.append(F.UNIT_OK if self._counts(facts, question, topic) else F.UNIT_OFF)
        if "rank" in question.measures and "rank" not in facts.measures:
            found.append(F.RANK_OFF)
        if question.quantity:
            found.append(F.QUANTITY_OK if facts.units else F.QUANTITY_OFF)
            if not facts.numbers and question.enumerates is None:
                found.append(F.AMOUNT_OFF)
        if question.exact:
            found.append(F.NUMBER_OFF if question.exact.isdisjoint(facts.numbers) else F.NUMBER_OK)
        return found

    def _of_kind(self, entry: Entry, candidate: Candidate, question: Question) -> list[Feature]:
        found: list[Feature] = []
        is_term = isinstance(entry, Term)
        if "meaning" in question.kinds:
            found.append(F.MEANING_OK if is_term else F.MEANING_OFF)
        if "term" in question.kinds:
            found.append(F.TERM_OK if is_term else F.TERM_OFF)
        item = question.ordinal if question.classifier == "件" and "livelihood" in question.kinds else None
        if item is not None and not (isinstance(entry, Livelihood) and entry.number == item):
            found.append(F.ITEM_OFF)
        if question.enumerates is not None:
            has = _has_members(entry, question.enumerates) or candidate.dice >= SAME
            found.append(F.MEMBERS_OK if has else F.MEMBERS_OFF)
        for own, pattern in self._index.name_numbers[candidate.entry]:
            said = pattern.findall(question.units.joined)
            if said:
                found.append(F.NAME_NUMBER_OK if own in said else F.NAME_NUMBER_OFF)
        if is_term and question.noun and candidate.name is None and not self._has_noun(question.noun, candidate.entry):
            found.append(F.NOUN_OFF)
        return found

    def _has_noun(self, noun: str, number: int) -> bool:
        """Whether a counted name of the term has the noun of the 6个工程 that was asked for.

        It has it as written, as it sounds, or in most of its characters.
        """
        names = "\n".join(name for name in self._index.own_names[number] if _DIGIT.search(name))
        if 2 * sum(char in names for char in noun) > len(noun):
            return True
        homophones = self._index.sounds.homophones
        return any(pair in names for a, b in pairwise(noun) for pair in (a + b, *homophones(a, b)))

    def _counts(self, facts: Facts, question: Question, topic: Topic) -> bool:
        """Whether the entry counts in the unit asked for, and does so where it speaks of what is asked.

        A clause in another unit that holds much more of the question shows that its subject is counted otherwise.
        """
        if question.unit not in facts.units:
            return False
        rarity = self._index.rarity
        within = beyond = 0.0
        for words, units in facts.clauses:
            held = sum(rarity[pair] for _, pair, _ in topic.known_pairs if pair in words)
            if question.unit in units:
                within = max(within, held)
            else:
                beyond = max(beyond, held)
        return beyond * ELSEWHERE <= within

    def _leads(self, entry: Entry, text: str, departments: frozenset[str]) -> bool:
        """Whether a livelihood item is led by one of `departments`, or another entry speaks of them all."""
        if isinstance(entry, Livelihood):
            return any(d in departments for measure in entry.measures for d in measure.departments)
        return all(any(name in text for name in self._departments[d]) for d in departments)

    def _names_outside(self, places: frozenset[str], text: str) -> bool:
        if NATION in places:  # what is said of the region beside the nation is not said of the nation
            return False
        passage = text.partition("\n")[0]
        return all(any(name in passage for name in self._outside_names.get(place, (place,))) for place in places)


def _of_parts(term: Term, question: Question) -> list[Feature]:
    """What a term can't tell: a number that is asked, or a part that it doesn't have."""
    found: list[Feature] = []
    if question.quantity and question.enumerates is None:
        found.append(F.QUANTITY_OFF)
    if question.ordinal is not None and question.classifier and term.parts:
        found.append(F.PART_OK if abs(question.ordinal) <= len(term.parts) else F.PART_OFF)
    return found


def _of_figure(figure: Figure, facts: Facts, question: Question) -> list[Feature]:
    """What a figure is asked for and is not: grown by, ranked, an amount, or reached."""
    found: list[Feature] = []
    grows = "growth" in facts.measures or figure.measure is Measure.SHARE
    if (
        "growth" in question.measures
        and question.measures <= {"growth", "share"}
        and question.unit in ("", "ratio")
        and not grows
    ):
        found.append(F.FIGURE_GROWTH_OFF)
    if question.measures == {"level"} and figure.measure is Measure.GROWTH and not figure.change:
        found.append(F.FIGURE_LEVEL_OFF)
    if question.quantity and figure.measure is Measure.RANK and not question.measures:
        found.append(F.FIGURE_AMOUNT_OFF)
    asks_done = "done" in question.status and not question.status & {"goal", "target"}
    if asks_done and figure.status is not Status.ACTUAL:
        found.append(F.DONE_OFF)
    return found


def _has_members(entry: Entry, count: int) -> bool:
    """Whether the entry is a term that has as many members as 哪6个 asks for; 0 stands for any number."""
    return isinstance(entry, Term) and (not count or len(entry.parts) in (0, count) or str(count) in entry.quote)
