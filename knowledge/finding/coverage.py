"""How much of a question an entry's wording has, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon, Tag
from knowledge.language.question import Question

SYNONYM = 0.85  # what a synonym of a word counts
ALONE = 0.35  # what a single character counts, where its neighbours don't match
MATCHED = 0.45  # credit from which on a unit counts as matched


def credit_of(candidate: Candidate, question: Question, topic: Topic, index: Index, lexicon: Lexicon) -> list[float]:
    """Returns, for each unit of the question, how much of it the candidate's wording has, from 0 to 1."""
    strengths = index.features[candidate.entry]
    credit = [0.0] * len(question.units)
    for position, pair, counts in topic.known_pairs:
        strength = strengths.get(pair)
        if strength is not None:
            value = strength * counts
            credit[position] = max(credit[position], value)
            credit[position + 1] = max(credit[position + 1], value)
    for position, item in enumerate(question.units.items):
        if not credit[position]:
            strength = strengths.get(item)
            if strength is not None:
                credit[position] = strength * ALONE if len(item) == 1 and not item.isdecimal() else strength
    text = index.texts[candidate.entry]
    for span in question.spans:
        if min(credit[span.start : span.end]) < SYNONYM and _says(text, span.tags, lexicon):
            credit[span.start : span.end] = [max(c, SYNONYM) for c in credit[span.start : span.end]]
    if candidate.name is not None:
        start, end = candidate.name
        credit[start:end] = [1.0] * (end - start)
    return credit


def _says(text: str, tags: tuple[Tag, ...], lexicon: Lexicon) -> bool:
    """Whether `text` has another word for what a content word of the lexicon means."""
    for tag in tags:
        if tag.family == "synonym":
            if any(word in text for word in lexicon.synonyms[int(tag.value)]):
                return True
        elif tag.family == "place" and any(name in text for name in lexicon.home_places[tag.value]):
            return True
    return False


def gap_of(question: Question, topic: Topic, credit: Sequence[float]) -> float:
    """Returns the weight of the heaviest run of words that the entry doesn't have: an aspect it doesn't cover."""
    heaviest = run = 0.0
    for weight, light, has in zip(topic.weights, question.light, credit, strict=True):
        if light or has >= MATCHED:
            run = 0.0
        else:
            run += weight
            heaviest = max(heaviest, run)
    return heaviest


def missing_of(candidate: Candidate, question: Question, topic: Topic, index: Index, lexicon: Lexicon) -> float:
    """Returns the weight of the heaviest run of words that none of the wordings nearest to the question has.

    These are the entry's names, its quote and its best surface: 支出 is missing from 一般公共预算收入, though another
    of its wordings, or the sentence around it, may say the word.
    """
    entry = candidate.entry
    best = index.wordings[entry][candidate.surface - index.first_surface[entry]] if candidate.surface >= 0 else ""
    near = f"{index.near[entry]}\n{best}"
    light = question.light
    has = [(len(item) > 1 or item.isdecimal()) and item in near for item in question.units.items]
    for position, pair, _ in topic.known_pairs:
        if not (light[position] and light[position + 1]) and pair in near:
            has[position] = has[position + 1] = True
    for span in question.spans:
        if not all(has[span.start : span.end]) and _says(near, span.tags, lexicon):
            has[span.start : span.end] = [True] * (span.end - span.start)
    return gap_of(question, topic, has)
