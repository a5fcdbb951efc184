"""What goes with an entry."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Entry, Figure, Kind, Livelihood, Suggestion


def entry_of(library: Library, kind: Kind, title: str) -> Entry:
    return next(entry for entry in library.entries if entry.kind is kind and entry.title.startswith(title))


def named(found: tuple[Suggestion, ...]) -> list[tuple[Kind, str]]:
    return [(each.kind, each.title) for each in found]


def test_what_is_related_is_never_the_passage_itself_and_never_twice(library: Library) -> None:
    entries = {entry.id: entry for entry in library.entries}
    for entry in library.entries:
        passages = [entries[each.entry_id].passage for each in library.related(entry.id)]

        assert entry.passage.text not in {passage.text for passage in passages}
        assert len({passage.number for passage in passages}) == len(passages) <= 6


def test_fewer_are_the_first_of_more(library: Library) -> None:
    for entry in library.entries[::5]:
        assert library.related(entry.id, 2) == library.related(entry.id, 6)[:2]


def test_the_other_side_of_an_indicator_comes_first(library: Library) -> None:
    """Wherever one indicator of one place has an actual and a target in two sentences."""
    figures = [entry for entry in library.entries if isinstance(entry, Figure)]
    paired = 0
    for figure in figures:
        others = [
            other
            for other in figures
            if (other.indicator, other.place) == (figure.indicator, figure.place)
            and other.status is not figure.status
            and other.passage.text != figure.passage.text
        ]
        if others:
            paired += 1
            assert library.related(figure.id)[0].entry_id in {other.id for other in others}
    assert paired > 20


@pytest.mark.parametrize(
    ("kind", "title", "other_kind", "other"),
    [
        (Kind.LIVELIHOOD, "改造老旧小区和危房", Kind.FIGURE, "老旧小区"),
        (Kind.FIGURE, "老旧小区", Kind.LIVELIHOOD, "改造老旧小区和危房"),
        (Kind.TARGET, "特殊困难老年人家庭适老化改造", Kind.LIVELIHOOD, "适老化改造和养老服务"),
        (Kind.FIGURE, "清洁取暖改造", Kind.LIVELIHOOD, "供热管道和冬季取暖用煤"),
        (Kind.TEXT, "打击食品“两超一非”", Kind.TERM, "食品两超一非"),
        (Kind.TERM, "食品两超一非", Kind.TEXT, "打击食品“两超一非”"),
        (Kind.TERM, "六个工程", Kind.TEXT, "政策落地工程与政策落实年"),
    ],
)
def test_what_speaks_of_the_same_matter_is_related(
    library: Library, kind: Kind, title: str, other_kind: Kind, other: str
) -> None:
    found = named(library.related(entry_of(library, kind, title).id))

    assert any(kind is other_kind and name.startswith(other) for kind, name in found), found


def test_items_of_one_group_are_related_the_nearest_first(library: Library) -> None:
    items = [entry for entry in library.entries if isinstance(entry, Livelihood)]

    found = [each for each in library.related(items[1].id, 40) if each.kind is Kind.LIVELIHOOD]

    assert [each.number for each in found[:4]] == [1, 3, 4, 5]


def test_an_id_that_is_no_entrys_has_nothing_related(library: Library) -> None:
    assert library.related("x0000000000") == ()
    assert library.related(library.entries[20].id, 0) == ()
