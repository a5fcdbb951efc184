"""Inline mode: somebody types @bot and words in any chat, and picks one of the passages that are offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from telegram import ChosenInlineResult, InlineQuery, InlineQueryResultsButton, Update, User
from telegram.constants import InlineQueryLimit

from handlers.articles import LIST, Article, Articles
from handlers.commands import Command, parse_command
from handlers.dispatch import ASK
from handlers.engine import Engine
from handlers.reading import find
from handlers.recording import count
from handlers.replies import language_of
from handlers.request import Context
from knowledge.model import Answer, Outcome

CACHED = (
    180  # seconds for which Telegram may repeat an answer: a reload shows soon, and typing a word again costs nothing
)
_MOST = int(InlineQueryLimit.RESULTS)
_SHARED = re.compile(r"#([\w-]{1,64})\s*$", re.ASCII)  # what the share button types behind a title, to be found by
_OFFSET = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offer:
    """The results of one page, and the offset of the next one (empty: there is none)."""

    articles: tuple[Article, ...] = ()
    following: str = ""


async def on_inline(update: Update, context: Context) -> None:
    """Offers what suits the words so far; whatever it is, the way to the private chat too."""
    query = update.inline_query
    if query is None:
        return
    is_read = context.services.bursts.may_read(query.from_user.id)
    offered = await _offered(query, context) if is_read else Offer()
    label = context.replies(query.from_user).phrases.label("ask")
    await query.answer(
        offered.articles,
        cache_time=CACHED if is_read else 0,
        is_personal=True,  # the words around the passages are in the language of who types
        next_offset=offered.following,
        button=InlineQueryResultsButton(label, start_parameter=ASK),
    )


async def _offered(query: InlineQuery, context: Context) -> Offer:
    find_page = partial(offer, query.query, query.offset, context.engine, articles_for(query.from_user, context))
    with context.services.metrics.finding():
        return await context.services.offload.in_thread(find_page)  # an answer and a search are longer than a turn


async def on_chosen(update: Update, context: Context) -> None:
    """Counts what was picked. Telegram tells of it only where BotFather's inline feedback is switched on."""
    chosen = update.chosen_inline_result
    if chosen is None or not context.services.bursts.may_read(chosen.from_user.id):
        return
    found = await context.services.offload.in_thread(partial(_chosen, chosen, context))
    if found and found.outcome is Outcome.ANSWER:
        count(context.services, context.engine, found, "inline")


def articles_for(reader: User, context: Context) -> Articles:
    """What is known now as results, in the language of `reader`."""
    return context.services.snapshots.current.articles(language_of(reader.language_code), context.bot.username)


def offer(typed: str, offset: str, engine: Engine, articles: Articles) -> Offer:
    """A page of what suits `typed`: a sure answer first, then passages; without words the examples.

    `offset` is the `following` of the page before; anything else begins anew.
    """
    start = int(offset) if _OFFSET.fullmatch(offset) else 0
    only = _exactly(typed, articles)
    if only is not None:
        return Offer(only if not start else ())
    words, command = _words(_SHARED.sub("", typed))
    answer = articles.answer(_ask(words, command, engine)) if not start else None
    first = (answer,) if answer else ()
    found = engine.search(words, _MOST - len(first), start)
    others = (articles.entry(each.entry_id) for each in found if not answer or each.entry_id != answer.id)
    following = str(start + len(found)) if len(found) == _MOST - len(first) else ""
    return Offer((*first, *(each for each in others if each)), following)


def _exactly(typed: str, articles: Articles) -> tuple[Article, ...] | None:
    """What is offered without a search: the examples where nothing is typed, and an entry that is named by its id."""
    if not typed.strip():
        return articles.examples
    shared = _SHARED.search(typed)
    entry = articles.entry(shared[1]) if shared else None
    return (entry,) if entry else None


def _words(typed: str) -> tuple[str, Command | None]:
    """What is looked up, and by which command if one was typed, as the share button of a comparison does."""
    invocation = parse_command(typed)
    if invocation is None or invocation.command is None or not invocation.command.is_lookup:
        return typed, None
    return invocation.argument, invocation.command


def _ask(words: str, command: Command | None, engine: Engine) -> Answer:
    return find(command, words, engine) if command else engine.ask(words)


def _chosen(chosen: ChosenInlineResult, context: Context) -> Answer | None:
    engine = context.engine
    question = articles_for(chosen.from_user, context).example(chosen.result_id)
    if question or chosen.result_id == LIST:
        return _ask(*_words(question or chosen.query), engine)
    return engine.open(chosen.result_id)
