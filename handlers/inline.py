"""Chats that the bot isn't in: inline mode (@bot and a few words, results to pick from) and guest mode (one reply)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeAlias

from markupsafe import Markup
from telegram import (
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
    User,
)
from telegram.constants import InlineQueryLimit, ParseMode

from handlers.charts.choosing import chart_of, chart_shown
from handlers.charts.series import Chart
from handlers.commands import COMPARE, Action, Command, parse_command
from handlers.dispatch import ASK
from handlers.pacing import Pace
from handlers.query import NO_THREAD, Engine, Example, Query, Thread, find
from handlers.replies import Language, Replies, Reply, Response, language_of
from handlers.replies.keyboards import LASTING
from handlers.replies.phrases import prepare_names, release_tables
from handlers.replies.reply import as_one, sendable, snippet
from handlers.request import Context, addressed_text, linked_entries, pointed_at, speaker_of, words_of
from handlers.sending import NO_PREVIEW, keyboard
from handlers.snapshots import Snapshot
from knowledge.model import Answer, Outcome

CACHED = 180  # seconds for which Telegram may cache an answer: repeated words are free, and a reload still shows soon
_MOST = int(InlineQueryLimit.RESULTS)
_SHARED = re.compile(r"#([\w-]{1,64})\s*$", re.ASCII)  # what the share button types behind a title, to be found by
_OFFSET = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class InlinePage:
    """The results of one page, the offset of the next one (empty: there is none), and the chart of the first."""

    articles: tuple[Article, ...] = ()
    following: str = ""
    chart: Chart | None = None


async def on_inline(update: Update, context: Context) -> None:
    """Offer results for the words typed so far, and a button to the private chat."""
    query = update.inline_query
    if query is None:
        return
    is_read = context.services.bursts.may_read(query.from_user.id)
    before = context.services.answers.shown(query.from_user.id)
    offered = await _offered(query, context, before) if is_read else InlinePage()
    replies = context.replies(query.from_user)
    drawn = context.services.pictures.offered(offered.chart, replies) if offered.chart else None
    first = len(offered.articles) and 1
    await query.answer(
        (*offered.articles[:first], *((drawn,) if drawn else ()), *offered.articles[first:]),
        cache_time=CACHED if is_read and not any(before) else 0,  # what a follow-up means changes
        is_personal=True,  # the words around the passages are in the user's language
        next_offset=offered.following,
        button=InlineQueryResultsButton(replies.phrases.label("ask"), start_parameter=ASK),
    )


async def _offered(query: InlineQuery, context: Context, before: Thread) -> InlinePage:
    articles = articles_for(query.from_user, context)
    find_page = partial(offer, query.query, query.offset, context.snapshot, articles, before)
    with context.services.metrics.finding():
        return await context.services.offload.in_thread(find_page)  # would hold up the event loop


async def on_chosen(update: Update, context: Context) -> None:
    """Count the chosen result. Telegram reports it only if inline feedback is enabled in BotFather."""
    chosen = update.chosen_inline_result
    if chosen is None or not context.services.bursts.may_read(chosen.from_user.id):
        return
    found = await context.services.offload.in_thread(partial(_chosen, chosen, context))
    if found and found.outcome is Outcome.ANSWER:
        context.services.responder.count(found, "inline")
        context.services.answers.show(chosen.from_user.id, Response.to(found, ()).thread)


def articles_for(reader: User, context: Context) -> Articles:
    """The current snapshot's results, in the language of `reader`."""
    return articles_of(context.snapshot, language_of(reader.language_code), context.bot.username)


def articles_of(snapshot: Snapshot, language: Language, bot: str) -> Articles:
    """The results that a snapshot offers, built at first use."""
    return snapshot.once(
        (Articles, language, bot),
        lambda: Articles(snapshot.engine, snapshot.replies(language, bot), snapshot.examples_in(language)),
    )


def prepare(snapshot: Snapshot, bot: str, names: Callable[[], Iterable[str]] = tuple) -> None:
    """Prepare the replies of the bot with this user name in every language, so that no query has to wait.

    `names` returns further Chinese names that occur in replies.
    """
    prepare_names(names())
    snapshot.prepare(bot)
    for language in Language:
        articles_of(snapshot, language, bot).prepare()
    release_tables()


def offer(typed: str, offset: str, snapshot: Snapshot, articles: Articles, before: Thread = NO_THREAD) -> InlinePage:
    """A page of results for `typed`: a sure answer first, then passages; without words the examples.

    `offset` is the `following` of the previous page; anything else gives the first page. `before` is what the words may
    refer to: what the person was shown last, alone with the bot or by a result that they chose.
    """
    engine, start = snapshot.engine, int(offset) if _OFFSET.fullmatch(offset) else 0
    only = _exactly(typed, articles)
    if only is not None:
        shared = _SHARED.search(typed)
        return InlinePage(only, chart=chart_of(shared[1], snapshot) if shared else None) if not start else InlinePage()
    words, command = _words(_SHARED.sub("", typed))
    asked = None if start else _ask(words, command, engine, before)
    # For a word that is still being typed, the search offers entries with that name and entries that mention it.
    answer = articles.answer(asked) if asked and not asked.mentioned else None
    first = (answer,) if answer else ()
    found = engine.search(words, _MOST - len(first), start)
    chart = chart_shown(asked, snapshot) if asked and answer and len(found) < _MOST - 1 else None
    others = (articles.entry(each.entry_id) for each in found if not answer or each.entry_id != answer.id)
    following = str(start + len(found)) if len(found) == _MOST - len(first) else ""
    return InlinePage((*first, *(each for each in others if each)), following, chart)


def _exactly(typed: str, articles: Articles) -> tuple[Article, ...] | None:
    """Results without a search: the examples if nothing is typed, or an entry given by its id."""
    if not typed.strip():
        return articles.examples
    shared = _SHARED.search(typed)
    entry = articles.entry(shared[1]) if shared else None
    return (entry,) if entry else None


def _words(typed: str) -> tuple[str, Command | None]:
    """The text to look up, with the command if one was typed (as the share button of a comparison does)."""
    invocation = parse_command(typed)
    command = invocation.command if invocation else None
    if invocation is None or command is None or not (command.is_lookup or command.action is Action.CHART):
        return typed, None
    return invocation.argument, COMPARE if command.action is Action.CHART else command


def _ask(words: str, command: Command | None, engine: Engine, before: Thread = NO_THREAD) -> Answer:
    return find(Query(words, command=command, before=before), engine)


def _chosen(chosen: ChosenInlineResult, context: Context) -> Answer | None:
    engine = context.engine
    question = articles_for(chosen.from_user, context).example(chosen.result_id)
    if question or chosen.result_id == LIST:
        before = NO_THREAD if question else context.services.answers.shown(chosen.from_user.id)
        return _ask(*_words(question or chosen.query), engine, before)
    return engine.open(chosen.result_id)


Article: TypeAlias = InlineQueryResultArticle

LIST = "list"  # id of the result that gives several entries; no entry has it
EXAMPLE = "example-"
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 100, 110  # characters; apps show two lines or three


class Articles:
    """The results that one snapshot offers in one language. Each entry's is built once, so further typing is cheap."""

    def __init__(self, engine: Engine, replies: Replies, examples: Sequence[Example]) -> None:
        self._engine = engine
        self._replies = replies
        self._questions = tuple(example.question for example in examples)
        self._made: dict[str, Article] = {}  # entries only, so as many as there are at most

    def entry(self, entry_id: str) -> Article | None:
        """The entry with this id; None where the report has none."""
        made = self._made.get(entry_id)
        if made is None:
            answer = self._engine.open(entry_id)
            if answer is None:
                return None
            made = self._made[entry_id] = self._article(answer)
        return made

    def answer(self, answer: Answer) -> Article | None:
        """The answer to a question, as in a chat; None if it isn't sure. For a list its first message."""
        return self._article(answer) if answer.outcome is Outcome.ANSWER else None

    @cached_property
    def examples(self) -> tuple[Article, ...]:
        """The questions to begin with that have an answer."""
        return tuple(self._examples())

    def prepare(self) -> None:
        """Build the examples in advance for the first query."""
        self.examples  # noqa: B018 - kept once made

    def example(self, result_id: str) -> str:
        """The question behind one of `examples`; empty for any other result."""
        number = result_id.removeprefix(EXAMPLE)
        known = {str(each): question for each, question in enumerate(self._questions)}
        return known.get(number, "") if result_id.startswith(EXAMPLE) else ""

    def _examples(self) -> Iterator[Article]:
        for number, question in enumerate(self._questions):
            answer = self._engine.ask(question)
            if answer.outcome is Outcome.ANSWER:
                reply = as_one(self._replies.answer(answer, LASTING))
                yield article(f"{EXAMPLE}{number}", reply, title=question, description=_first_line(reply))

    def _article(self, answer: Answer) -> Article:
        first, *others = answer.sources
        headline = self._engine.headline(first.entry_id)
        titles = "、".join(source.title for source in answer.sources if source.title)
        description = titles if others else headline and headline.text
        return article(
            LIST if others else first.entry_id,
            as_one(self._replies.answer(answer, LASTING)),
            description=description or first.text,
        )


def article(result_id: str, reply: Reply, *, title: str = "", description: str = "") -> Article:
    """A result that sends `reply`; without a `title`, the reply's first line is its title."""
    return InlineQueryResultArticle(
        result_id,
        snippet(sendable(title), _LONGEST_TITLE) if title else _first_line(reply),
        InputTextMessageContent(reply.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=keyboard(reply.buttons),
        description=snippet(sendable(description), _LONGEST_DESCRIPTION) or None,
    )


def _first_line(reply: Reply) -> str:
    line, _, _ = reply.html.partition("\n")
    return snippet(Markup(line).striptags(), _LONGEST_TITLE)  # noqa: S704 - read, not shown as markup


_ONLY = "answer"  # the one result's id


async def on_guest(update: Update, context: Context) -> None:
    """Answer the one message that the bot receives from a chat that it isn't a member of.

    The chat's id doesn't identify a private chat with the bot, so nothing is stored or looked up under it.
    """
    message = update.guest_message
    if message is None or not message.guest_query_id:
        return
    heard = addressed_text(message, context.bot.bot)
    if heard is None or _is_too_fast(message, context):
        return
    reply = as_one(await _respond(message, heard.text.strip(), context))
    await context.bot.answer_guest_query(message.guest_query_id, article(_ONLY, reply))


async def _respond(message: Message, text: str, context: Context) -> tuple[Reply, ...]:
    replies, responder = context.replies(message.from_user), context.services.responder
    invocation = parse_command(text)
    command = invocation.command if invocation else None
    if command is not None and not command.is_lookup:  # all others need a chat that the bot is in
        return replies.render("welcome" if command.action is Action.WELCOME else "help")
    if invocation is not None and command is not None:
        query = Query(invocation.argument, command=command)
    else:
        original = message.reply_to_message
        before = linked_entries(original, context.bot.username) if original else ()
        called_on = None if text else pointed_at(message, context.bot.bot)
        query = Query(words_of(called_on, context.bot.bot).strip() if called_on else text, before=Thread(before))
    response = await responder.respond(query, replies, LASTING)
    if response.answer:
        responder.count(response.answer, "guest")
    return response.replies


def _is_too_fast(message: Message, context: Context) -> bool:
    person = speaker_of(message)
    return person is not None and context.services.bursts.pace(person) is not Pace.FINE
