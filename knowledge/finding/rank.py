"""The fourth step: how well each candidate answers the question, as named features and their weighted sum."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.finding.facts import Facts
from knowledge.finding.index import Index, pairs_of
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon, Tag
from knowledge.language.understand import NATION, Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Term

SYNONYM = 0.85  # what a synonym of a word counts
_WHEN = re.compile(r"\d月|\d日")

VETOES = frozenset(
    {"year_off", "outside_off", "beyond_off", "place_off", "unit_off", "department_off", "name_number_off"}
)
TOPICAL = (
    "cover",
    "cover2",
    "dice",
    "found",
    "fuzzy",
    "evidence",
    "name",
    "name_share",
    "uncovered",
    "gap",
    "gap_share",
)
LIKE = 0.75  # ratio from which on a topic may be a mistyped name
ELSEWHERE = 0.5  # of a question's words in a clause with another unit, that the asked unit's clause must hold
SHORT_NAME = 7  # characters of a topic up to which it is taken for a name
BARE = 3  # characters of a message that says nothing but a word
SAME = 0.75  # dice from which on a wording asks the same
THIN = 12.0  # covered weight from which on there is enough to go by
MATCHED = 0.45  # credit from which on a unit counts as matched
ALONE = 0.35  # what a single character counts, where its neighbours don't match


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features, its score (log-odds of being right), and which units of the question it covers."""

    entry: int
    score: float
    features: Mapping[str, float]
    credit: tuple[float, ...]


def weigh_up(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the weighted sum of `features`; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def vetoed(candidate: Ranked) -> bool:
    """Whether the question names a year, a place or a matter that the candidate does not speak of."""
    return not VETOES.isdisjoint(candidate.features)


def eclipse(ranked: Sequence[Ranked], weights: Mapping[str, float]) -> float:
    """Returns by how much a vetoed candidate's topic fits better than the best one's that is not vetoed.

    The subject asked for is then in the report, but not for the year, place or unit asked: a near miss.
    """
    topical = [(sum(weights.get(name, 0.0) * r.features.get(name, 0.0) for name in TOPICAL), r) for r in ranked]
    open_to = [score for score, r in topical if not vetoed(r)]
    closed = [score for score, r in topical if vetoed(r)]
    return max(0.0, max(closed) - max(open_to)) if open_to and closed else 0.0


class Ranker:
    """Scores candidates; holds what does not change between questions."""

    def __init__(self, index: Index, facts: tuple[Facts, ...], lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._index = index
        self._facts = facts
        self._lexicon = lexicon
        self._weights = weights

    def rank(self, question: Question, topic: Topic, candidates: list[Candidate], group: bool) -> list[Ranked]:
        """Returns the candidates with their scores, best first; of equals the one that comes first."""
        shared = self._of_question(question, topic, group)
        ranked = []
        for candidate in candidates:
            credit = self._credit(candidate, question, topic)
            features = self._features(candidate, question, topic, credit)
            features.update(shared)
            ranked.append(Ranked(candidate.entry, weigh_up(features, self._weights), features, credit))
        return sorted(ranked, key=lambda r: (-r.score, r.entry))

    def _credit(self, candidate: Candidate, question: Question, topic: Topic) -> tuple[float, ...]:
        """How much of each unit of the question the entry's wording has."""
        strengths = self._index.features[candidate.entry]
        credit = [0.0] * len(question.units)
        for i, options in enumerate(topic.pairs):
            for pair, counts in options:
                strength = strengths.get(pair)
                if strength is not None:
                    value = strength * counts
                    credit[i] = max(credit[i], value)
                    credit[i + 1] = max(credit[i + 1], value)
        for i, item in enumerate(question.units.items):
            if not credit[i] and item in strengths:
                credit[i] = strengths[item] * (ALONE if len(item) == 1 and not item.isdecimal() else 1.0)
        text = self._index.texts[candidate.entry]
        for span in question.spans:
            if min(credit[span.start : span.end]) < SYNONYM and self._says(text, span.tags):
                credit[span.start : span.end] = [max(c, SYNONYM) for c in credit[span.start : span.end]]
        if candidate.name is not None:
            start, end = candidate.name
            credit[start:end] = [1.0] * (end - start)
        return tuple(credit)

    def _says(self, text: str, tags: tuple[Tag, ...]) -> bool:
        for tag in tags:
            if tag.family == "synonym":
                if any(word in text for word in self._lexicon.synonyms[int(tag.value)]):
                    return True
            elif tag.family == "place" and any(name in text for name in self._lexicon.home_places[tag.value]):
                return True
        return False

    def _of_question(self, question: Question, topic: Topic, group: bool) -> dict[str, float]:
        return {
            "bias": 1.0,
            "group": float(group),
            "asks": float(question.asks),
            "chatter": min(question.chatter, 3) / 3,
            "unknown": topic.unknown / topic.total if topic.total else 1.0,
            "group_statement": float(group and not question.asks),
        }

    def _features(
        self, candidate: Candidate, question: Question, topic: Topic, credit: tuple[float, ...]
    ) -> dict[str, float]:
        index = self._index
        weights = topic.weights
        covered = sum(w * c for w, c in zip(weights, credit, strict=True))
        total = topic.total or 1.0
        cover = covered / total
        surface = index.surface_weight[candidate.surface] if candidate.surface >= 0 else 0.0
        gap = self._gap(question, topic, credit)
        features = {
            "cover": cover,
            "cover2": cover * cover,
            "dice": candidate.dice,
            "found": candidate.shared / surface if surface else 0.0,
            "uncovered": min(total - covered, 30.0) / 10,
            "evidence": min(covered, 30.0) / 10,
            "thin": max(0.0, 1.0 - covered / THIN),
            "gap": min(gap, 15.0) / 10,
            "gap_share": gap / total,
            "fuzzy": self._fuzzy(candidate, question),
        }
        if candidate.name is not None:
            start, end = candidate.name
            hit = sum(weights[start:end])
            features["name"] = min(hit, 20.0) / 10
            features["name_share"] = hit / total
        features.update(self._agreement(candidate, question))
        entry = index.entries[candidate.entry]
        if candidate.name is None:
            features.update(self._unnamed(candidate, question, features["thin"]))
        if question.defines and not isinstance(entry, Term):
            features["definition_off"] = max(0.0, 1.0 - candidate.dice)
        return features

    def _unnamed(self, candidate: Candidate, question: Question, thin: float) -> dict[str, float]:
        """How unlike the entry's names the topic is; matters where the topic is short or asks for a name's meaning."""
        names = self._index.own_names[candidate.entry]
        best = process.extractOne(question.core, names, scorer=fuzz.ratio) if question.core else None
        unlike = max(0.0, LIKE - (best[1] / 100 if best else 0.0))
        found = {"unnamed_thin": unlike * thin}
        entry = self._index.entries[candidate.entry]
        if question.defines and len(question.core) <= SHORT_NAME:
            found["unnamed_asked"] = unlike
        if isinstance(entry, Term):
            found["unnamed_term"] = unlike
        elif isinstance(entry, Figure) and question.quantity:
            found["unnamed_figure"] = unlike
        if not question.asks and len(question.core) <= BARE:
            found["bare"] = 1.0
        return found

    def _gap(self, question: Question, topic: Topic, credit: tuple[float, ...]) -> float:
        """The weight of the heaviest run of words in a row that the entry doesn't have: an aspect it doesn't cover."""
        heaviest = run = 0.0
        for weight, light, has in zip(topic.weights, question.light, credit, strict=True):
            run = 0.0 if light or has >= MATCHED else run + weight
            heaviest = max(heaviest, run)
        return heaviest

    def _fuzzy(self, candidate: Candidate, question: Question) -> float:
        best = process.extractOne(question.units.joined, self._index.wordings[candidate.entry], scorer=fuzz.ratio)
        return best[1] / 100 if best else 0.0

    def _agreement(self, candidate: Candidate, question: Question) -> dict[str, float]:
        """What was asked beside the topic, and whether the entry has it: `…_ok` or `…_off`."""
        index, number = self._index, candidate.entry
        entry, facts = index.entries[number], self._facts[number]
        found: dict[str, float] = {}

        def judge(name: str, asked: bool, has: bool) -> None:
            if asked:
                found[f"{name}_ok" if has else f"{name}_off"] = 1.0

        if not facts.timeless:
            judge("year", bool(question.years), bool(question.years & facts.years))
            if len(question.status) == 1 and not question.years:
                judge("status", True, bool(question.status & facts.status))
        if not isinstance(entry, Term):
            loose = question.unit in ("count", "homes", "people")
            judge("unit", bool(question.unit) and not loose, self._counts(facts, question))
            judge("people", question.unit == "people", "people" in facts.units)
            judge("count", loose, bool(facts.units & {"count", "homes", "people"}))
            for measure in ("growth", "rank", "share"):
                judge(measure, measure in question.measures, measure in facts.measures)
            if "level" in question.measures and "growth" not in question.measures:
                judge("level", True, "level" in facts.measures or "share" in facts.measures)
        text = self._index.texts[number]
        judge("beyond", bool(question.beyond), all(word in text for word in question.beyond))
        judge("place", bool(question.places), bool(question.places & facts.places))
        judge("outside", bool(question.outside), self._outside_said(question.outside, number))
        judge("department", bool(question.departments), self._leads(entry, question.departments))
        judge("moment", question.moment, bool(_WHEN.search(text.partition("\n")[0])))
        judge("meaning", "meaning" in question.kinds, isinstance(entry, Term))
        if question.enumerates is not None:
            judge("members", True, self._has_members(entry, question.enumerates, facts) or candidate.dice >= SAME)
        for own, pattern in index.name_numbers[number]:
            said = pattern.findall(question.units.joined)
            if said:
                judge("name_number", True, own in said)
        judge("quantity", question.quantity, bool(facts.numbers) or isinstance(entry, Term))
        if isinstance(entry, Figure) and entry.place and not question.places:
            found["place_extra"] = 1.0
        exact = {n for n in question.numbers if "." in n or "%" in n or len(n) > 2}
        judge("number", bool(exact), bool(exact & facts.numbers))
        judge("term", "term" in question.kinds, isinstance(entry, Term))
        judge("livelihood", "livelihood" in question.kinds, isinstance(entry, Livelihood))
        found[f"is_{entry.kind}"] = 1.0
        if entry.kind is Kind.TEXT and not entry.asks:
            found["unworded"] = 1.0
        return found

    def _counts(self, facts: Facts, question: Question) -> bool:
        """Whether the entry counts in the unit asked for, and does so where it speaks of what is asked.

        A clause in another unit that holds much more of the question shows that its subject is counted otherwise.
        """
        if question.unit not in facts.units:
            return False
        rarity = self._index.rarity
        asked = pairs_of(list(question.units.items))
        within = beyond = 0.0
        for words, units in facts.clauses:
            held = sum(rarity.get(pair, 0.0) for pair in asked if pair in words)
            if question.unit in units:
                within = max(within, held)
            else:
                beyond = max(beyond, held)
        return beyond * ELSEWHERE <= within or not facts.clauses

    def _outside_said(self, places: frozenset[str], number: int) -> bool:
        text = self._index.texts[number]
        names = self._lexicon.outside_places
        if NATION in places:  # what is said of the region beside the nation is not said of the nation
            return False
        return all(any(name in text for name in (place, *names[place])) for place in places)

    def _leads(self, entry: Entry, departments: frozenset[str]) -> bool:
        if isinstance(entry, Livelihood):
            return any(d in departments for measure in entry.measures for d in measure.departments)
        return not any(d.startswith("自治区") and d not in entry.passage.text for d in departments)

    def _has_members(self, entry: Entry, count: int, facts: Facts) -> bool:
        """Whether the entry can name what 哪6个 asks for: a term of six parts, or a passage that counts six."""
        if isinstance(entry, Term):
            return not count or len(entry.parts) in (0, count) or str(count) in facts.numbers
        return False
