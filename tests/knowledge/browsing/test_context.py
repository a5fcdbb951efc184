"""What stands around a passage is shown as the report has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Library, load
from knowledge.browsing import LONGEST_CONTEXT, MOST_BESIDE
from knowledge.model import Entry, Excerpt, Kind, Livelihood
from tests.knowledge.samples import body, written


def context_of(library: Library, entry: Entry) -> Excerpt:
    context = library.context(entry.id)
    assert context is not None
    return context


def beginning(library: Library, words: str) -> Entry:
    """Return the first entry whose passage begins with `words`."""
    return next(entry for entry in library.entries if entry.passage.text.startswith(words))


def test_every_context_is_verbatim_and_in_the_reports_order(library: Library) -> None:
    passages = list(dict.fromkeys(entry.passage for entry in library.entries))
    numbers: dict[str, list[int]] = {}
    for passage in passages:
        numbers.setdefault(passage.text, []).append(passage.number)
    for entry in library.entries:
        context = context_of(library, entry)
        shown = (*context.before, context.source.text, *context.after)
        last = -1
        for text in shown:
            last = next(number for number in numbers[text] if number > last)
        assert context.source.text == entry.passage.text
        assert max(len(context.before), len(context.after)) <= MOST_BESIDE
        assert sum(map(len, shown)) <= LONGEST_CONTEXT


def test_the_context_shows_the_same_source_as_the_entry(library: Library) -> None:
    for entry in library.entries[::7]:
        opened = library.open(entry.id)
        assert opened is not None
        assert context_of(library, entry).source == opened.sources[0]


def test_a_sentence_has_the_sentences_beside_it_in_its_paragraph(library: Library) -> None:
    context = context_of(library, beginning(library, "(八)优化区域发展布局"))

    assert context.before == ()
    assert len(context.after) == MOST_BESIDE
    places = {entry.passage.text: entry.passage.place for entry in library.entries}
    assert {places[text] for text in context.after} == {context.source.place}


def test_a_paragraph_of_one_sentence_has_the_paragraphs_around_it(tmp_path: Path) -> None:
    library = load(written(tmp_path, body("一句。二句。", "三句独立成段。", "四句。五句。六句。")))

    context = context_of(library, beginning(library, "三句"))

    assert (context.before, context.after) == (("一句。", "二句。"), ("四句。", "五句。"))


def test_a_livelihood_item_has_the_items_beside_it_across_headings(library: Library) -> None:
    items = {entry.number: entry for entry in library.entries if isinstance(entry, Livelihood)}

    context = context_of(library, items[5])

    assert context.before == (items[3].passage.text, items[4].passage.text)
    assert context.after == (items[6].passage.text, items[7].passage.text)
    assert context_of(library, items[1]).before == ()
    assert context_of(library, items[33]).after == ()


def test_a_glossary_entry_has_the_entries_beside_it(library: Library) -> None:
    terms = [entry for entry in library.entries if entry.kind is Kind.TERM]

    context = context_of(library, terms[3])

    assert [*context.before, *context.after] == [terms[n].passage.text for n in (1, 2, 4, 5)]


def test_what_makes_a_context_too_long_is_left_out_whole(tmp_path: Path) -> None:
    sentences = [f"第{name}句{'长' * 900}。" for name in "甲乙丙丁戊"]
    library = load(written(tmp_path, body("".join(sentences))))

    context = context_of(library, beginning(library, "第丙句"))

    assert context.before == (sentences[1],)
    assert context.after == (sentences[3],)


def test_a_passage_longer_than_a_context_stands_alone(tmp_path: Path) -> None:
    library = load(written(tmp_path, body(f"前一句。第二句{'长' * LONGEST_CONTEXT}。后一句。")))

    context = context_of(library, beginning(library, "第二句"))

    assert (context.before, context.after) == ((), ())


@pytest.mark.parametrize("entry_id", ["", "t0000000000", "l-00000000"])
def test_an_id_that_is_no_entrys_has_no_context(library: Library, entry_id: str) -> None:
    assert library.context(entry_id) is None
