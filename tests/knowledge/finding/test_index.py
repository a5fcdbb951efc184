"""What can be looked up: names, initials, and how rare words are."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.finding.index import build_index
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.model import Kind
from knowledge.report.lines import first_clause
from knowledge.report.loading import load_report
from tests.knowledge.finding.conftest import Workshop
from tests.knowledge.samples import body, written


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("6个工程", Kind.TERM, "六个工程"),
        ("天骏计划", Kind.TERM, "天骏计划"),
        ("gdp", Kind.FIGURE, "地区生产总值"),
        ("粮食产量", Kind.FIGURE, "粮食产量"),
    ],
)
def test_an_entry_is_found_by_title_alias_and_indicator(workshop: Workshop, name: str, kind: Kind, title: str) -> None:
    assert workshop.number(kind, title) in workshop.index.names[name]


def test_an_actual_and_a_target_share_a_name(workshop: Workshop) -> None:
    index = workshop.index

    assert {index.entries[n].kind for n in index.names["城镇新增就业"]} >= {Kind.FIGURE, Kind.TARGET}


def test_a_livelihood_items_head_is_no_name(workshop: Workshop) -> None:
    items = [n for n, e in enumerate(workshop.index.entries) if e.kind is Kind.LIVELIHOOD]
    heads = {workshop.normaliser.form(first_clause(workshop.index.entries[n].quote)) for n in items}

    assert items
    assert not any(heads & set(workshop.index.own_names[n]) for n in items)


@pytest.mark.parametrize(
    ("initials", "name"), [("lggc", "6个工程"), ("tjjh", "天骏计划"), ("lysd", "旅游4地"), ("sgsbx", "3管3必须")]
)
def test_initials_lead_to_the_name(workshop: Workshop, initials: str, name: str) -> None:
    assert workshop.index.latin.initials[initials] == name


def test_a_word_is_the_rarer_the_fewer_entries_have_it(workshop: Workshop) -> None:
    rarity = workshop.index.rarity

    assert rarity["天骏"] > rarity["工程"] > rarity["的"] >= 0
    assert max(rarity.values()) <= workshop.index.rarest
    assert rarity["天骏"] == pytest.approx(rarity["天骏计划"[:2]])


def test_only_what_is_rare_is_telling(workshop: Workshop) -> None:
    assert workshop.index.telling["天骏"] > 0
    assert "增长" not in workshop.index.telling


def test_numbers_in_a_terms_name_are_told_from_others_in_their_stead(workshop: Workshop) -> None:
    own = workshop.index.name_numbers[workshop.number(Kind.TERM, "六个工程")]

    assert [(number, pattern.findall("5个工程和6个工程")) for number, pattern in own] == [("6", ["5", "6"])]
    assert workshop.index.name_numbers[workshop.number(Kind.FIGURE, "粮食产量")] == ()


def test_every_surface_has_an_owner_and_a_weight(workshop: Workshop) -> None:
    index = workshop.index
    surfaces = {number for numbers in index.postings.values() for number in numbers}

    assert surfaces <= set(range(len(index.surface_entry)))
    assert len(index.surface_entry) == len(index.surface_weight)
    assert set(index.surface_entry) == set(range(len(index.entries)))
    assert min(index.surface_weight) >= 0


def test_a_passage_of_signs_alone_is_no_error(tmp_path: Path, lexicon: Lexicon, normaliser: Normaliser) -> None:
    entries = load_report(written(tmp_path, body("★★★", "今年很好。"))).entries

    assert len(build_index(entries, lexicon, normaliser).entries) == len(entries)


def test_a_report_without_entries_is_no_error(lexicon: Lexicon, normaliser: Normaliser) -> None:
    assert build_index((), lexicon, normaliser).entries == ()
