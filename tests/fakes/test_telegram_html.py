"""Telegram's HTML is read as Telegram reads it."""

from __future__ import annotations

import pytest

from tests.fakes.telegram_html import HtmlRefused, parse


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a<x>", 'Unsupported start tag "x" at byte offset 1'),
        ("好 < 坏 >", 'Unsupported start tag "" at byte offset 4'),
        ("好<", "Unclosed start tag at byte offset 3"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b><i></b>", 'Unmatched end tag at byte offset 6, expected "</i>", found "</b>"'),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "blockquotes can't be nested"),
        ("<a>好</a>", "no link: ''"),
        ('<a href="javascript:x">好</a>', "no link: 'javascript:x'"),
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_html_that_is_refused(source: str, reason: str) -> None:
    with pytest.raises(HtmlRefused) as refused:
        parse(source)
    assert str(refused.value) == reason


def test_html_as_telegram_reads_it() -> None:
    text, entities = parse("<b>😀&lt;</b>&nbsp;<i>x</i>")
    assert text == "😀<&nbsp;x"
    assert [(entity.type, entity.offset, entity.length) for entity in entities] == [("bold", 0, 3), ("italic", 9, 1)]


def test_a_blockquote_may_fold() -> None:
    _, (entity,) = parse("<blockquote expandable>好</blockquote>")
    assert entity.as_json() == {"type": "expandable_blockquote", "offset": 0, "length": 1}


@pytest.mark.parametrize("url", ["https://t.me/report_bot?start=t-six&amp;x=1", "tg://resolve?domain=report_bot"])
def test_a_link_carries_its_address(url: str) -> None:
    text, entities = parse(f'<a href="{url}">六个<b>工</b>程</a>')
    assert text == "六个工程"
    assert [entity.as_json() for entity in entities] == [
        {"type": "bold", "offset": 2, "length": 1},
        {"type": "text_link", "offset": 0, "length": 4, "url": url.replace("&amp;", "&")},
    ]
