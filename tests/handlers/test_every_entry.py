"""Whatever the report holds becomes messages that Telegram takes, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from handlers.inline import Article, Articles, articles_of
from handlers.replies import Language, Layout, Replies
from handlers.snapshots import Snapshot
from knowledge import Library
from knowledge.model import Answer
from tests.fakes.inline import MAX_ID_BYTES
from tests.fakes.people import Town
from tests.fakes.rules import check_markup, check_reply, read_text
from tests.fakes.running import services_of
from tests.handlers.replying import all_valid

GROUPS = Layout(removable=True)
LAYOUTS = (Layout(), GROUPS, Layout(buttons=False))  # each entry in each, and in each language, but not in all pairs
BOT = "a_name_as_long_as_names_of_bots_get"  # it is in every link


@pytest.fixture(scope="module")
def snapshot(library: Library) -> Snapshot:
    return Snapshot(library, library.report)


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def replies(snapshot: Snapshot, language: Language) -> Replies:
    return snapshot.replies(language, BOT)


@pytest.fixture
def articles(snapshot: Snapshot, language: Language) -> Articles:
    return articles_of(snapshot, language, BOT)


@pytest.fixture
def engine(library: Library) -> Library:
    """Overrides the small engine of the other conversations."""
    return library


def opened(library: Library) -> Iterator[tuple[str, Answer]]:
    for entry in library.entries:
        answer = library.open(entry.id)
        assert answer is not None
        yield entry.id, answer


def test_every_entry_is_answered(library: Library, replies: Replies, language: Language) -> None:
    turn = [*Language].index(language)
    for number, (_, answer) in enumerate(opened(library), turn):
        all_valid(replies.answer(answer, LAYOUTS[number % len(LAYOUTS)]))


def test_every_entry_has_its_context(library: Library, replies: Replies) -> None:
    for entry_id, answer in opened(library):
        context = library.context(entry_id)
        assert context is not None
        visible = check_reply(replies.context(context, answer.sources[0]))
        assert all(text in visible for text in (*context.before, context.source.text, *context.after))


def test_every_entry_has_what_is_related_to_it(library: Library, replies: Replies) -> None:
    for entry_id, answer in opened(library):
        related = library.related(entry_id)
        check_reply(replies.related(answer.sources[0], related))


def test_every_entry_is_read_from_its_page(library: Library, replies: Replies, language: Language) -> None:
    page = "s-01234567", "99"
    for entry_id, answer in islice(opened(library), [*Language].index(language), None, len(Language)):
        context = library.context(entry_id)
        assert context is not None
        all_valid(replies.answer(answer, Layout(removable=True, page=page)))
        check_reply(replies.context(context, answer.sources[0], page))
        check_reply(replies.related(answer.sources[0], library.related(entry_id), page))


def test_every_entry_is_a_result_of_inline_mode(library: Library, articles: Articles) -> None:
    for entry_id, _ in opened(library):
        article = articles.entry(entry_id)
        assert article is not None
        check_article(article)


def test_every_name_is_compared(library: Library, replies: Replies, language: Language) -> None:
    titles = [*dict.fromkeys(entry.title for entry in library.entries if entry.title)]
    for title in titles[[*Language].index(language) :: len(Language)]:
        all_valid(replies.answer(library.compare(title)))


def test_every_name_finds_passages(library: Library, replies: Replies) -> None:
    for title in list(dict.fromkeys(entry.title for entry in library.entries if entry.title))[::4]:
        all_valid(replies.found(library.search(title)))


async def test_every_page_turns(town: Town, bot: object, language: Language) -> None:
    alice = town.person("Alice", language=language)
    await alice.says("/list")
    (page,) = alice.bot_messages()
    waiting, turned = ["l::0"], set[str]()
    while waiting:
        data = waiting.pop()
        turned.add(data)
        await alice.taps_data(page, data)
        linked = [button.get("callback_data", "") for row in page["reply_markup"]["inline_keyboard"] for button in row]
        waiting += {each for each in linked if each.startswith("l:")} - turned - set(waiting)
    assert len(turned) > 50
    failures = services_of(bot).metrics.exposition().decode()  # type: ignore[arg-type]
    assert "report_bot_failures_total 0.0" in failures


def check_article(article: Article) -> None:
    shown = article.to_dict()
    assert 1 <= len(shown["id"].encode()) <= MAX_ID_BYTES
    assert shown["title"].strip()
    content = shown["input_message_content"]
    read_text(content["message_text"], content["parse_mode"])
    check_markup(shown.get("reply_markup"))
