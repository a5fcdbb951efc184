"""How much of a question an entry's wording has: its weight, and the runs of words that it lacks."""

from __future__ import annotations

from itertools import pairwise

from knowledge.finding.coverage import SYNONYM, Coverage, Covered
from knowledge.finding.recall import Candidate, recall
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop

INCOME = "一般公共预算收入"


def covered(workshop: Workshop, text: str, kind: Kind, title: str) -> tuple[Covered, float]:
    """Return what the entry has of the question `text`, and the weight of all the question."""
    question, topic = workshop.ask(text)
    number = workshop.number(kind, title)
    found = recall(question, topic, workshop.index, most=len(workshop.index.entries))
    nothing = Candidate(number, dice=0.0, surface=-1, shared=0.0, asked=1.0, name=None)
    candidate = next((one for one in found if one.entry == number), nothing)
    return Coverage(question, topic, workshop.index, workshop.lexicon).of(candidate), topic.total


def test_a_question_in_the_entrys_own_words_lacks_nothing(workshop: Workshop) -> None:
    has, total = covered(workshop, INCOME, Kind.FIGURE, INCOME)

    assert has == (total, 0.0, 0.0)


def test_a_sibling_indicator_lacks_the_word_that_tells_them_apart(workshop: Workshop) -> None:
    has, total = covered(workshop, "一般公共预算支出", Kind.FIGURE, INCOME)

    assert 0 < has.weight < total
    assert has.missing > 0


def test_an_entry_about_something_else_lacks_all_of_the_topic(workshop: Workshop) -> None:
    has, total = covered(workshop, "羊绒", Kind.FIGURE, INCOME)

    assert has == (0.0, total, total)


def test_another_word_for_the_same_covers_nearly_as_much(workshop: Workshop) -> None:
    elders = next(t for t in workshop.index.texts if "60岁以上老年人口" in t)
    has, total = covered(workshop, "爸妈", Kind.FIGURE, "60岁以上老年人口")

    assert "爸" not in elders
    assert "妈" not in elders
    assert has == (SYNONYM * total, 0.0, 0.0)


def test_two_chinese_characters_side_by_side_in_any_wording_are_a_known_pair_of_its_entry(workshop: Workshop) -> None:
    index = workshop.index
    for number, words in enumerate(index.wordings):
        for wording in (*words, *index.near[number].split("\n")):
            for pair in map("".join, pairwise(wording)):
                assert pair in index.features[number].of() or not pair.isalpha() or pair.islower(), pair
