"""Every result is one that Telegram takes, whatever is typed and whatever the report holds."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.inline import LIST, Article, Articles, articles_of, offer
from handlers.replies import Language
from handlers.snapshots import Snapshot
from knowledge import Library
from tests.fakes.bot_api import ME
from tests.fakes.chats import Chats
from tests.fakes.inline import MAX_RESULTS, Inline, InlineAnswer


@pytest.fixture(scope="module")
def snapshot(library: Library) -> Snapshot:
    return Snapshot(library, library.report)


@pytest.fixture(scope="module")
def articles(snapshot: Snapshot) -> Articles:
    return articles_of(snapshot, Language.SIMPLIFIED, "report_bot")


def taken(results: tuple[Article, ...], following: str = "") -> InlineAnswer:
    """What Telegram makes of a page of results, which it doesn't refuse."""
    inline = Inline(Chats(ME), ME)
    query_id = inline.ask()
    dicts = [each.to_dict() for each in results]
    inline.answer({"inline_query_id": query_id, "results": dicts, "next_offset": following})
    return inline.answered(query_id)


@pytest.mark.parametrize("language", list(Language))
def test_every_entry_can_be_offered_in_every_language(snapshot: Snapshot, library: Library, language: Language) -> None:
    articles = articles_of(snapshot, language, "report_bot")
    made = iter([articles.entry(entry.id) for entry in library.entries])
    while page := [each for each in islice(made, MAX_RESULTS) if each]:
        answer = taken(tuple(page))
        assert len(answer.results) == len(page)
        assert all(result["description"] for result in answer.results)


@given(typed=st.text(max_size=256), offset=st.one_of(st.text(max_size=64), st.integers(0, 300).map(str)))
def test_whatever_is_typed_makes_a_page(articles: Articles, snapshot: Snapshot, typed: str, offset: str) -> None:
    offered = offer(typed, offset, snapshot, articles)
    answer = taken(offered.articles, offered.following)
    assert answer.next_offset == "" or answer.next_offset.isdecimal()


@pytest.mark.parametrize(
    "typed", ["的", "增长", "建设", "去年", "内蒙古", "1", "亿", "民政厅负责哪几件", "哪些指标居全国第1"]
)
def test_pages_share_nothing_and_end(articles: Articles, snapshot: Snapshot, typed: str) -> None:
    ids: list[str] = []
    offset = ""
    while True:
        offered = offer(typed, offset, snapshot, articles)
        ids += [each.id for each in offered.articles]
        if not offered.following:
            break
        assert int(offered.following) > int(offset or 0)
        offset = offered.following
    assert len(ids) == len(set(ids))


def test_an_entry_is_made_once(articles: Articles, library: Library) -> None:
    entry_id = library.entries[0].id
    assert articles.entry(entry_id) is articles.entry(entry_id)


def test_what_the_report_does_not_have_is_not_offered(articles: Articles, library: Library) -> None:
    assert articles.entry("f0123456789") is None
    assert articles.answer(library.ask("今天天气怎么样")) is None


def test_no_entry_has_the_name_of_the_list(library: Library) -> None:
    assert library.open(LIST) is None


def test_a_reload_brings_new_words(snapshot: Snapshot, library: Library) -> None:
    again = Snapshot(library, library.report)
    entry_id = library.entries[0].id
    first = articles_of(snapshot, Language.SIMPLIFIED, "report_bot").entry(entry_id)
    assert articles_of(again, Language.SIMPLIFIED, "report_bot").entry(entry_id) is not first
