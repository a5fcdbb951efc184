"""The report that the bot knows: everything in its file is proven, and nothing of the text is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.question_sets import QUESTIONS
from knowledge.model import Livelihood, Term
from knowledge.report.build import draft
from knowledge.report.check import CheckReport, check
from knowledge.report.loading import load_report
from tests.bench.sets import HELD_OUT, bare, words_of

FILE = Path(__file__).parents[2] / "knowledge" / "report.yaml"
LONGEST_NAME = 8  # characters up to which a question may be but the name of what it asks for


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(FILE)


def test_every_entry_is_proven(report: CheckReport) -> None:
    assert [str(fault) for fault in report.faults] == []


def test_every_number_is_covered(report: CheckReport) -> None:
    assert report.counts is not None
    assert report.counts["numbers in the text"] > 400
    assert report.counts["… not covered"] == 0


def test_all_terms_and_livelihood_items_are_there() -> None:
    entries = load_report(FILE).entries

    assert sum(isinstance(entry, Term) for entry in entries) == 17
    assert sorted(entry.number for entry in entries if isinstance(entry, Livelihood)) == list(range(1, 34))


def test_no_wording_was_taken_from_the_questions_that_measure_it() -> None:
    measured = words_of(QUESTIONS) | words_of(HELD_OUT)
    wordings = {bare(wording) for entry in load_report(FILE).entries for wording in (*entry.aliases, *entry.asks)}

    assert {wording for wording in wordings & measured if len(wording) > LONGEST_NAME} == set()


def test_building_again_changes_nothing() -> None:
    text = FILE.with_suffix(".txt").read_text(encoding="utf-8")
    edited = FILE.read_text(encoding="utf-8")

    assert draft(text, edited) == edited
