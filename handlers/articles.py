"""Answers as results of inline mode: what is listed while somebody types, and the message that picking one sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from markupsafe import Markup
from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode

from handlers.engine import Engine, Example
from handlers.replies import Replies, Reply
from handlers.replies.keyboards import LASTING
from handlers.replies.reply import as_one, sendable, snippet
from handlers.sending import NO_PREVIEW, keyboard
from knowledge.model import Answer, Outcome

Article: TypeAlias = InlineQueryResultArticle

LIST = "list"  # the result that gives several entries; no entry has this id
EXAMPLE = "example-"
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 100, 110  # characters; apps show two lines or three


class Articles:
    """The results that one snapshot offers in one language. Each entry's is made once, so typing on costs little."""

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
        """What is said to a question, as in a chat; None where that isn't sure. Of a list the first message."""
        return self._article(answer) if answer.outcome is Outcome.ANSWER else None

    @cached_property
    def examples(self) -> tuple[Article, ...]:
        """The questions to begin with that have an answer."""
        return tuple(self._examples())

    def prepare(self) -> None:
        """Makes the examples now, so that nobody waits for it who begins to type."""
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
    """A result that sends `reply`; without a `title` it is called by the reply's first line."""
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
