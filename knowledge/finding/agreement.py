"""Whether an entry has what is asked beside the topic: its year, unit, measure, place, department, kind or number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.finding.facts import Facts
from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import NATION, Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Status, Term

ELSEWHERE = 0.5  # of a question's words in a clause with another unit, that the asked unit's clause must hold
SAME = 0.75  # dice from which on a wording asks the same
COUNTED = frozenset({"count", "homes", "people"})  # units that people mix up: 家, 户, 名

_JUDGEMENTS = (
    *("place", "outside", "department", "beyond", "location", "rank_number", "grade", "moment"),
    *("goal", "year", "status"),
    *("growth", "share", "rank", "level", "count", "people", "unit", "quantity", "number"),
    *("figure_growth", "figure_rank", "figure_level", "figure_amount", "done"),
    *("meaning", "term", "livelihood", "members", "name_number", "noun", "part"),
)
_FEATURES = {name: (f"{name}_off", f"{name}_ok") for name in _JUDGEMENTS}
_DIGIT = re.compile(r"\d")
_WHEN = re.compile(r"\d月|\d日")


class Agreement:
    """Judges entries of one index; each judgement is a feature named `…_ok` or `…_off`, worth 1."""

    def __init__(self, index: Index, facts: Sequence[Facts], lexicon: Lexicon) -> None:
        self._index = index
        self._facts = facts
        self._outside_names = lexicon.outside_places
        self._departments = lexicon.departments
        self._kinds = tuple(f"is_{entry.kind}" for entry in index.entries)

    def of(self, candidate: Candidate, question: Question, topic: Topic) -> dict[str, float]:
        """Returns the judgements of everything that was asked; what was not asked is not judged."""
        entry, facts = self._index.entries[candidate.entry], self._facts[candidate.entry]
        judged = self._of_place(entry, facts, candidate.entry, question)
        if isinstance(entry, Term):
            judged += _of_parts(entry, question)
        else:
            judged += self._of_time(facts, question)
            judged += self._of_number(facts, question, topic)
        if isinstance(entry, Figure):
            judged += _of_figure(entry, facts, question)
        judged += self._of_kind(entry, candidate, question)
        found = {_FEATURES[name][has]: 1.0 for name, has in judged}
        found[self._kinds[candidate.entry]] = 1.0
        if isinstance(entry, Figure) and entry.place and not question.places:
            found["place_extra"] = 1.0
        if entry.kind is Kind.TEXT and not entry.asks:
            found["unworded"] = 1.0
        return found

    def _of_place(self, entry: Entry, facts: Facts, number: int, question: Question) -> list[tuple[str, bool]]:
        judged: list[tuple[str, bool]] = []
        text = self._index.texts[number]
        if question.places:
            judged.append(("place", bool(question.places & facts.places)))
        if question.outside:
            judged.append(("outside", self._names_outside(question.outside, text)))
        if question.departments:
            judged.append(("department", self._leads(entry, text, question.departments)))
        if question.beyond:
            judged.append(("beyond", all(word in text for word in question.beyond)))
        if question.location:
            judged.append(("location", bool(facts.places)))
        if question.rank:
            judged.append(("rank_number", f"第{question.rank}" in text.partition("\n")[0]))
        if question.grades:
            judged.append(("grade", all(grade in text for grade in question.grades)))
        if question.moment:
            judged.append(("moment", bool(_WHEN.search(text.partition("\n")[0]))))
        return judged

    def _of_time(self, facts: Facts, question: Question) -> list[tuple[str, bool]]:
        judged: list[tuple[str, bool]] = []
        if "goal" in question.status and "actual" not in question.status:
            judged.append(("goal", "target" in facts.status))
        if question.years:
            judged.append(("year", bool(question.years & facts.years)))
        elif len(question.status - {"goal", "done"}) == 1:
            judged.append(("status", bool(question.status & facts.status)))
        return judged

    def _of_number(self, facts: Facts, question: Question, topic: Topic) -> list[tuple[str, bool]]:
        judged: list[tuple[str, bool]] = []
        growth = "growth" in question.measures and question.unit in ("", "ratio")
        if growth:
            judged.append(("growth", "growth" in facts.measures))
        elif "share" in question.measures:
            judged.append(("share", "share" in facts.measures))
        if "rank" in question.measures:
            judged.append(("rank", "rank" in facts.measures))
        if "level" in question.measures and "growth" not in question.measures:
            judged.append(("level", not facts.measures.isdisjoint(("level", "share"))))
        if question.unit in COUNTED:
            judged.append(("count", not facts.units.isdisjoint(COUNTED)))
            if question.unit == "people":
                judged.append(("people", "people" in facts.units))
        elif question.unit:
            judged.append(("unit", self._counts(facts, question, topic)))
        if question.quantity:
            judged.append(("quantity", bool(facts.units)))
        if question.exact:
            judged.append(("number", not question.exact.isdisjoint(facts.numbers)))
        return judged

    def _of_kind(self, entry: Entry, candidate: Candidate, question: Question) -> list[tuple[str, bool]]:
        judged: list[tuple[str, bool]] = []
        is_term = isinstance(entry, Term)
        if "meaning" in question.kinds:
            judged.append(("meaning", is_term))
        if "term" in question.kinds:
            judged.append(("term", is_term))
        if "livelihood" in question.kinds:
            judged.append(("livelihood", isinstance(entry, Livelihood)))
        if question.enumerates is not None:
            judged.append(("members", _has_members(entry, question.enumerates) or candidate.dice >= SAME))
        for own, pattern in self._index.name_numbers[candidate.entry]:
            said = pattern.findall(question.units.joined)
            if said:
                judged.append(("name_number", own in said))
        if is_term and question.noun and candidate.name is None:
            judged.append(("noun", self._has_noun(question.noun, candidate.entry)))
        return judged

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
        return all(any(name in passage for name in (place, *self._outside_names[place])) for place in places)


def _of_parts(term: Term, question: Question) -> list[tuple[str, bool]]:
    """What a term can't tell: a number that is asked, or a part that it doesn't have."""
    judged: list[tuple[str, bool]] = []
    if question.quantity and question.enumerates is None:
        judged.append(("quantity", False))
    if question.ordinal is not None and question.classifier and term.parts:
        judged.append(("part", abs(question.ordinal) <= len(term.parts)))
    return judged


def _of_figure(figure: Figure, facts: Facts, question: Question) -> list[tuple[str, bool]]:
    """What a figure is asked for and is not: grown by, ranked, an amount, or reached."""
    judged: list[tuple[str, bool]] = []
    if question.measures == {"growth"} and question.unit in ("", "ratio"):
        judged.append(("figure_growth", "growth" in facts.measures or figure.measure is Measure.SHARE))
    if "rank" in question.measures:
        judged.append(("figure_rank", "rank" in facts.measures))
    if question.measures == {"level"} and figure.measure is Measure.GROWTH:
        judged.append(("figure_level", bool(figure.change)))
    if question.quantity and figure.measure is Measure.RANK and not question.measures:
        judged.append(("figure_amount", False))
    if "done" in question.status and not question.status & {"goal", "target"}:
        judged.append(("done", figure.status is Status.ACTUAL))
    return judged


def _has_members(entry: Entry, count: int) -> bool:
    """Whether the entry is a term that has as many members as 哪6个 asks for; 0 stands for any number."""
    return isinstance(entry, Term) and (not count or len(entry.parts) in (0, count) or str(count) in entry.quote)
