"""Cutting a reply: every piece is well-formed, fits, and nothing of the text is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from handlers.replies.reply import CUT, split, units
from tests.fakes.telegram_html import parse, utf16_length

LIMIT = 80


def wrapped(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.tuples(st.sampled_from(["b", "i", "u"]), children).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")
    return tagged | st.lists(children, max_size=3).map("".join)


WORDS = st.text("好。a<&'😀", min_size=1, max_size=120).map(lambda text: str(escape(text)))
HTML = st.recursive(WORDS, wrapped, max_leaves=5)
DOCUMENT = st.lists(HTML, min_size=1, max_size=4).map(CUT.join)


@given(text=st.text())
def test_length_is_counted_as_telegram_does(text: str) -> None:
    assert units(text) == utf16_length(text)


@given(document=DOCUMENT)
def test_pieces_fit_and_lose_nothing(document: str) -> None:
    pieces = split(document, LIMIT)
    assert all(utf16_length(piece) <= LIMIT for piece in pieces)
    assert "".join(parse(piece)[0] for piece in pieces) == parse(document.replace(CUT, ""))[0]


def test_short_blocks_share_a_message() -> None:
    assert split(f"a\n{CUT}b\n{CUT}c", 100) == ["a\nb\nc"]


def test_blocks_that_do_not_fit_together_part() -> None:
    first, second = "甲" * 50, "<b>" + "乙" * 50 + "</b>"
    assert split(f"{first}\n{CUT}{second}", LIMIT) == [first, second]


def test_a_block_too_long_is_cut_after_a_sentence_with_its_tags_closed() -> None:
    html = "<blockquote>" + "甲" * 40 + "。" + "乙" * 40 + "</blockquote>"
    assert split(html, LIMIT) == [
        f"<blockquote>{'甲' * 40}。</blockquote>",
        f"<blockquote>{'乙' * 40}</blockquote>",
    ]


def test_an_entity_is_never_cut() -> None:
    pieces = split("<b>" + "&lt;" * 60 + "</b>", LIMIT)
    assert all(piece.removeprefix("<b>").removesuffix("</b>").count("&lt;") * 4 == len(piece) - 7 for piece in pieces)


def test_blank_pieces_are_dropped() -> None:
    assert split(f"甲{CUT}<b> </b>{CUT}" + " " * 200, LIMIT)[0].startswith("甲")
    assert split(" \n", LIMIT) == []
