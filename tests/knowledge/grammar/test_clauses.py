"""Sentences as clauses that each have a subject, with what each tells."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.grammar.clauses import read_clause, split_clauses
from knowledge.grammar.context import TimeContext
from knowledge.grammar.reader import read_facts
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser, split_units


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "地区生产总值增长7.3%、居全国第3,人均地区生产总值突破10万元。",
            ["地区生产总值增长7.3%居全国第3", "人均地区生产总值突破10万元"],
        ),
        ("粮食产量791.6亿斤、牛奶产量792.6万吨。", ["粮食产量791.6亿斤", "牛奶产量792.6万吨"]),
        ("进出口总额2000亿元,同比增长40.4%;新设企业5万户", ["进出口总额2000亿元同比增长40.4%", "新设企业5万户"]),
        ("风电、光伏装机分别增长20%、30%", ["风电、光伏装机分别增长20%30%"]),
        ("", []),
    ],
)
def test_what_has_no_subject_goes_with_the_clause_before(sentence: str, clauses: list[str]) -> None:
    assert list(split_clauses(sentence)) == clauses


@pytest.mark.parametrize(
    ("clause", "units", "measures"),
    [
        ("粮食产量791.6亿斤", {"weight"}, {"level"}),
        ("固定资产投资增长19.8%、居全国第2", {"ratio"}, {"growth", "rank", "share"}),
        ("新能源汽车消费增长1.7倍", {"ratio"}, {"growth"}),
        ("城镇新增就业18万人以上", {"people"}, {"level"}),
        ("进出口总额2000亿元,增长10%", {"money", "ratio"}, {"level", "growth", "share"}),
        ("到2030年建成3座", {"count"}, {"level"}),
        ("加强队伍建设", set(), set()),
    ],
)
def test_a_clause_tells_what_it_counts_and_measures(
    lexicon: Lexicon, normaliser: Normaliser, clause: str, units: set[str], measures: set[str]
) -> None:
    read = read_clause(normaliser.form(clause), lexicon.unit_classes)

    assert (read.units, read.measures) == (units, measures)


def test_a_clause_knows_how_much_it_lists_and_whether_it_speaks_of_several_years(lexicon: Lexicon) -> None:
    listing, counting, summing = (
        read_clause(piece, lexicon.unit_classes)
        for piece in ("建设延链工程、补链工程、强链工程", "新增本科院校3所", "5年累计新增就业106万人")
    )

    assert (listing.listed, counting.listed) == (3, 0)
    assert summing.several_years
    assert not counting.several_years


TABLE = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf8"))


@pytest.mark.parametrize("row", TABLE["clauses"], ids=lambda row: row[0])
def test_clauses_of_several_reports_are_read_as_a_reader_does(
    lexicon: Lexicon, normaliser: Normaliser, row: list[str]
) -> None:
    text, units, measures, *several_years = row
    read = read_clause(normaliser.form(text), lexicon.unit_classes)

    assert (" ".join(sorted(read.units)), " ".join(sorted(read.measures))) == (units, measures)
    assert read.several_years == bool(several_years)


@pytest.mark.parametrize(("text", "hole"), TABLE["questions"])
def test_what_reports_seldom_hold_is_told_by_its_words(
    lexicon: Lexicon, normaliser: Normaliser, text: str, hole: str
) -> None:
    form = split_units(normaliser.form(text)).joined
    found = {name for name, pattern in lexicon.holes.items() if pattern.search(form)}

    assert hole in found if hole else not found


@pytest.mark.parametrize("row", TABLE["facts"], ids=lambda row: row[0])
def test_clauses_are_read_as_the_facts_that_they_mean(row: list[str]) -> None:
    clause, chapter, *expected = row
    facts = read_facts(f"{clause}。", TimeContext(2026, plans=chapter == "plan", known=True)).facts

    assert [
        f"{fact.subject} {fact.value:g}{fact.unit} {fact.measure} {fact.period} {fact.status}" for fact in facts
    ] == expected
