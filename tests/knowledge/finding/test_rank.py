"""How well candidates answer, and when a better topic stands for another year, place or unit."""

from __future__ import annotations

import pytest

from knowledge.finding.agreement import Agreement
from knowledge.finding.calibrated import calibration
from knowledge.finding.rank import TOPICAL, VETOES, Ranked, Ranker, eclipse, vetoed, weigh_up
from knowledge.finding.recall import recall
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop

WEIGHTS = {"cover": 1.0, "dice": 2.0, "year_off": -3.0}


def ranked(workshop: Workshop, text: str, *, group: bool = False) -> list[Ranked]:
    question, topic = workshop.ask(text)
    agreement = Agreement(workshop.index, workshop.facts, workshop.lexicon)
    ranker = Ranker(workshop.index, agreement, workshop.lexicon, calibration().rank)
    return ranker.rank(question, topic, recall(question, topic, workshop.index), group)


def titles(workshop: Workshop, candidates: list[Ranked], *, sayable: bool) -> list[tuple[Kind, str]]:
    entries = (workshop.index.entries[one.entry] for one in candidates if vetoed(one) != sayable)
    return [(entry.kind, entry.title) for entry in entries]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("去年城镇新增就业多少人", Kind.FIGURE, "城镇新增就业"),
        ("今年城镇新增就业多少人", Kind.TARGET, "城镇新增就业"),
        ("包头GDP增速", Kind.FIGURE, "包头市地区生产总值"),
        ("天骏计划是什么", Kind.TERM, "天骏计划"),
        ("去年制造业投资增长多少", Kind.FIGURE, "制造业投资"),
        ("去年工业投资增长多少", Kind.FIGURE, "工业投资"),
    ],
)
def test_the_best_that_may_be_said_is_what_was_asked(workshop: Workshop, text: str, kind: Kind, title: str) -> None:
    assert titles(workshop, ranked(workshop, text), sayable=True)[0] == (kind, title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2021年粮食产量多少", "粮食产量"),
        ("山西去年粮食产量", "粮食产量"),
        ("赤峰去年粮食产量", "粮食产量"),
        ("去年粮食产量多少公里", "粮食产量"),
        ("去年粮食产量的价格是多少钱一", "粮食产量"),
    ],
)
def test_another_year_place_or_unit_is_never_said(workshop: Workshop, text: str, title: str) -> None:
    candidates = ranked(workshop, text)

    assert (Kind.FIGURE, title) in titles(workshop, candidates, sayable=False)
    assert (Kind.FIGURE, title) not in titles(workshop, candidates, sayable=True)


def test_the_better_comes_first_and_of_equals_the_earlier(workshop: Workshop) -> None:
    scores = [(-one.score, one.entry) for one in ranked(workshop, "今年老旧小区改造多少个")]

    assert scores == sorted(scores)


def test_a_score_is_the_weighted_sum_of_what_has_a_weight() -> None:
    assert weigh_up({"cover": 0.5, "dice": 0.25, "unheard": 9.0}, WEIGHTS) == 1.0


def test_ranking_knows_where_it_was_asked(workshop: Workshop) -> None:
    private, group = (ranked(workshop, "粮食产量", group=group)[0].features for group in (False, True))

    assert (private["group"], group["group"]) == (0.0, 1.0)
    assert (private["group_statement"], group["group_statement"]) == (0.0, 1.0)


@pytest.mark.parametrize("veto", sorted(VETOES))
def test_every_veto_holds_back(veto: str) -> None:
    assert vetoed(Ranked(0, 9.0, {veto: 1.0, "cover": 1.0}))
    assert not vetoed(Ranked(0, 9.0, {veto.replace("_off", "_ok"): 1.0, "cover": 1.0}))


def test_a_better_topic_of_another_year_eclipses() -> None:
    other_year = Ranked(0, 0.0, {"cover": 1.0, "dice": 0.8, "year_off": 1.0})
    sayable = Ranked(1, 0.0, {"cover": 0.6, "dice": 0.3, "year_ok": 1.0})

    assert eclipse([other_year, sayable], WEIGHTS) == pytest.approx(1.4)
    assert set(WEIGHTS) & set(TOPICAL) == {"cover", "dice"}


@pytest.mark.parametrize(
    "candidates",
    [
        [],
        [Ranked(0, 1.0, {"cover": 1.0})],
        [Ranked(0, 1.0, {"cover": 1.0, "year_off": 1.0})],
        [Ranked(0, 1.0, {"cover": 1.0}), Ranked(1, 1.0, {"cover": 0.4, "year_off": 1.0})],
    ],
)
def test_what_has_no_better_vetoed_topic_is_not_eclipsed(candidates: list[Ranked]) -> None:
    assert eclipse(candidates, WEIGHTS) == 0.0
