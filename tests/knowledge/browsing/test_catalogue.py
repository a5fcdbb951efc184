"""The report on shelves: everything stands somewhere, under ids that last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge import Library, load
from knowledge.model import Figure, Kind, Livelihood, Shelf, Status
from tests.knowledge.conftest import REPORT
from tests.knowledge.samples import SMALL, body, written


def below(shelves: Iterable[Shelf]) -> Iterator[Shelf]:
    """Yield every shelf, those below each among them."""
    for shelf in shelves:
        yield shelf
        yield from below(shelf.shelves)


def held(library: Library, shelf_id: str) -> list[str]:
    """Return the entries on a shelf and on the shelves below it."""
    shelf = library.catalogue.shelf(shelf_id)
    assert shelf is not None
    return [entry for each in below([shelf]) for entry in each.entries]


def test_the_roots_have_fixed_ids_and_no_titles(library: Library) -> None:
    assert [(shelf.id, shelf.title) for shelf in library.catalogue.shelves] == [(root, "") for root in "tfgls"]


def test_every_entry_stands_on_the_shelf_of_its_kind(library: Library) -> None:
    year = library.report.year
    wanted = {
        "t": [e.id for e in library.entries if e.kind is Kind.TERM],
        "f": [e.id for e in library.entries if isinstance(e, Figure) and e.status is Status.ACTUAL],
        "g": [e.id for e in library.entries if e.kind is Kind.TARGET and isinstance(e, Figure) and e.period == year],
        "l": [e.id for e in library.entries if e.kind is Kind.LIVELIHOOD],
    }

    assert {shelf_id: held(library, shelf_id) for shelf_id in wanted} == wanted


@pytest.mark.parametrize("path", [REPORT, SMALL])
def test_the_sections_hold_every_passage_once_and_in_order(path: Path) -> None:
    library = load(path)
    passages = {entry.id: entry.passage.number for entry in library.entries}

    numbers = [passages[entry_id] for entry_id in held(library, "s")]

    assert numbers == sorted(set(passages.values()))


def test_livelihood_stands_by_group(library: Library) -> None:
    shelf = library.catalogue.shelf("l")
    assert shelf is not None
    groups = {entry.id: entry.group for entry in library.entries if isinstance(entry, Livelihood)}

    assert shelf.entries == ()
    assert [each.title for each in shelf.shelves] == list(dict.fromkeys(groups.values()))
    assert all({groups[entry] for entry in each.entries} == {each.title} for each in shelf.shelves)


def test_sections_and_subsections_are_named_as_the_report_names_them(library: Library) -> None:
    sections = library.catalogue.shelf("s")
    assert sections is not None
    plan = next(shelf for shelf in sections.shelves if shelf.title == "二、2024年工作安排")

    assert [shelf.title for shelf in sections.shelves][1:] == [
        "一、过去一年工作回顾",
        "二、2024年工作安排",
        "附件1·33件民生实事",
        "附件2·名词解释",
    ]
    assert len(plan.shelves) == 10
    assert plan.shelves[7].title == "(八)优化区域发展布局"
    assert plan.entries


def test_every_shelf_is_found_by_its_id_with_the_shelves_above_it(library: Library) -> None:
    catalogue = library.catalogue
    entries = {entry.id for entry in library.entries}
    shelves = list(below(catalogue.shelves))

    assert len({shelf.id for shelf in shelves}) == len(shelves)
    for shelf in shelves:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,12}", shelf.id)
        assert shelf.id not in entries
        assert catalogue.shelf(shelf.id) is shelf
        for above, each in pairwise((*catalogue.path(shelf.id), shelf)):
            assert each in above.shelves


def test_what_is_no_shelf_is_not_found(library: Library) -> None:
    assert library.catalogue.shelf("x") is None
    assert library.catalogue.path("x") == ()


def test_shelves_keep_their_ids_when_the_report_is_read_again(library: Library) -> None:
    assert load(REPORT).catalogue.shelves == library.catalogue.shelves


def test_a_subsection_that_comes_again_in_its_section_has_a_shelf_of_its_own(tmp_path: Path) -> None:
    library = load(written(tmp_path, body("(一)抓工业。", "(二)抓农业。", "(一)抓教育。")))
    section = library.catalogue.shelves[-1].shelves[0]

    assert [shelf.title for shelf in section.shelves] == ["(一)抓工业", "(二)抓农业", "(一)抓教育"]
    assert len({shelf.id for shelf in section.shelves}) == 3


def test_a_headline_says_what_an_entry_is(library: Library) -> None:
    for entry in library.entries:
        headline = library.headline(entry.id)
        assert headline is not None
        assert (headline.entry_id, headline.title, headline.kind) == (entry.id, entry.title, entry.kind)
        assert headline.place == entry.passage.place
        assert headline.text in entry.passage.text
    assert library.headline("l-00000000") is None
