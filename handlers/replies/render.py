"""Words an `Answer`, and what is said to texts that ask the report nothing: templates filled, escaped and cut into
messages, with buttons under the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from markupsafe import Markup

from handlers.commands import COMMANDS, Action, Audience, Command, parse_command
from handlers.query import Engine, Example, Query
from handlers.replies.keyboards import Keyboards, Layout, Page, Verb, leaf_of
from handlers.replies.phrases import Language, Phrases, build_environment, letters
from handlers.replies.reply import CUT, Reply, Row, sendable, snippet, split, units
from knowledge.model import Answer, Excerpt, Kind, Outcome, Report, Shelf, Source, Suggestion

_SNIPPET = 110
_LONG = 180  # characters of a passage from which on it is folded
_BEGIN_WITH = 3  # things to tap: more don't fit a phone's first screen
_HOME = "https://t.me"
_ITEMS = "l"  # the shelf of livelihood items
_MORE = "还有呢"  # as the engine knows it
_IN_EVERY_REPORT = frozenset({Kind.LIVELIHOOD})  # 民生, which is a command's word too
_YEAR = re.compile(r"\s{0,3}((?:19|20)\d\d)\s{0,3}年?\s{0,3}")
_NUMBER = re.compile(r"第? {0,3}(\d{1,4}) {0,3}[件项条个]?")


Told: TypeAlias = tuple[Reply, ...] | Answer | Query


class Replies:
    """Every message the bot sends, as a person reads it in `language`; `bot` is its user name, for links to itself.

    Elsewhere than in `telegram` there are no reminders and groups, and `link` gives an entry's address by its id.
    `has_chart` says, by its id, whether an entry has one; `this_year` tells the year now, so that an answer can say
    which one 今年 meant in an older report.
    """

    def __init__(  # noqa: PLR0913 - in what a bot, a page and their languages differ
        self,
        report: Report,
        examples: Sequence[Example] = (),
        *,
        language: Language = Language.SIMPLIFIED,
        bot: str = "",
        link: Callable[[str], str] | None = None,
        has_chart: Callable[[str], bool] = lambda _: False,
        this_year: Callable[[], int] = lambda: 0,
        telegram: bool = True,
    ) -> None:
        self.phrases = Phrases(language)
        self._examples = examples
        self.keyboards = Keyboards(self.phrases, report.year, has_chart)
        self._environment = build_environment(language=language, finalize=_sendable)
        self._environment.globals |= {
            "report": report,
            "examples": examples,
            "commands": [each for each in COMMANDS if each.audience is not Audience.OPERATOR],
            "bot": bot,
            "telegram": telegram,
            "usages": lambda command: usages(command, examples, self.phrases),
            "link": link or (lambda entry_id: f"{_HOME}/{bot}?start={entry_id}" if bot and entry_id else ""),
            "cut": Markup(CUT),  # noqa: S704 - no text
            "long": _LONG,
            "this_year": this_year,
        }
        self._environment.filters["snippet"] = _snippet
        self._environment.filters["said"] = self.phrases.said
        self._environment.filters["typed"] = self.phrases.command

    def answer(self, answer: Answer, layout: Layout = Layout(), page: int = 0) -> tuple[Reply, ...]:  # noqa: B008 - frozen
        """The messages that give `answer`, a long one by its `page`; else buttons with what is near."""
        if answer.outcome is Outcome.ANSWER and answer.sources:
            usual = (answer.kind or Kind.TEXT).value
            name = (
                "across"
                if answer.across
                else "comparison"
                if answer.comparison
                else "mentions"
                if answer.mentioned
                else usual
            )
            leaf = leaf_of(answer, layout, page)
            buttons = self.keyboards.answer(answer, layout, leaf)
            template = f"{name}.jinja"
            return self.render("answered", buttons, template=template, answer=answer, leaf=leaf, layout=layout)
        buttons = self.keyboards.offered(answer.suggestions)
        nearest = answer.suggestions[0] if answer.conflict and answer.suggestions else None
        return self.render(
            "unsure", buttons, near=bool(buttons), conflict=answer.conflict, nearest=nearest, alone_said=answer.may_lean
        )

    def context(self, context: Excerpt, source: Source, page: tuple[str, ...] = ()) -> Reply:
        """The passage of `source` among the sentences around it, with the way back; `page` is its layout's."""
        return self.render("context", self.keyboards.around(source, page), context=context, source=source)[0]

    def related(self, source: Source, entries: Sequence[Suggestion], page: tuple[str, ...] = ()) -> Reply:
        """The entries related to a passage's, to open in its place by their number; `page` is its layout's."""
        numbers = self.keyboards.numbers(Verb.SHOW, [each.entry_id for each in entries], *(("", *page) if page else ()))
        rows = (*numbers, *self.keyboards.around(source, page))
        return self.render("related", rows, source=source, entries=entries)[0]

    def page(self, page: Page, entries: Sequence[Suggestion]) -> Reply:
        """A page of what there is to read."""
        title = self.keyboards.shelf_label(page.shelf) if page.above else ""
        return self.render("browse", self.keyboards.page(page, entries), title=title, shelf=page.shelf)[0]

    def uncompared(self, near: Sequence[Suggestion]) -> tuple[Reply, ...]:
        """Words that name no indicator to compare; buttons with what comes near."""
        buttons = self.keyboards.offered(near)
        return self.render("uncompared", buttons, near=bool(buttons))

    def found(self, passages: Sequence[Suggestion], layout: Layout = Layout()) -> tuple[Reply, ...]:  # noqa: B008 - frozen
        """The passages a search found, to open by their number where the layout has such buttons."""
        if not passages:
            return self.render("unsure", near=False, conflict=None, nearest=None, alone_said=False)
        numbers = self.keyboards.numbers(Verb.OPEN, [each.entry_id for each in passages]) if layout.numbered else ()
        return self.render("found", numbers, passages=passages, numbered=bool(numbers))

    def caption(self, title: str, sources: Sequence[Source], places: Sequence[str], most: int) -> str:
        """What stands under a chart's picture: its title, and the passages that it is of.

        Where `most` units don't hold them their values with their places, or else the `places` of all.
        """
        for form in ("passages", "values", "places"):
            caption = self.render("chart", title=title, sources=sources, places=places, form=form)[0].html
            if units(Markup(caption).striptags()) <= most:  # noqa: S704 - counted
                break
        return caption

    def usage(self, command: Command) -> tuple[Reply, ...]:
        """How `command` is used, by example."""
        return self.render("usage", command=command)

    def courtesy(self, said: str) -> tuple[Reply, ...]:
        """What is said to a greeting, thanks, a wish about the bot itself, or signs alone.

        Nothing for any other words.
        """
        if not letters(said):
            return self.render("thanked" if self.phrases.thanking.intersection(said) else "empty")
        template = self.phrases.courtesy(said)
        return self.told(template) if template else ()

    def beside(self, query: Query, engine: Engine) -> Told:
        """What is said to what people say beside questions; of all else the query to ask `engine`.

        Words that only ask more of what was shown before become what the engine knows them by; with nothing before, an
        answer asks what is meant.
        """
        told = self.courtesy(query.text) or self._named(query) or self.no_item(query.text, engine)
        return told or self._leaning(query, engine)

    def instead(self, said: str) -> tuple[Reply, ...]:
        """What is said to a bare number or an unknown command that has no answer; nothing to any other words."""
        if year := _YEAR.fullmatch(said):
            return self.render("of_year", year=int(year[1]))
        if numbered := _NUMBER.fullmatch(said.strip()):
            return self.render("numbered", number=int(numbered[1]))
        return self.render("no_command") if parse_command(said) else ()

    def no_item(self, said: str, engine: Engine) -> tuple[Reply, ...]:
        """What is said to the number of a livelihood item that the report hasn't got; nothing to any other words."""
        numbered = None if _YEAR.fullmatch(said) else _NUMBER.fullmatch(said.strip())
        shelf = engine.catalogue.shelf(_ITEMS) if numbered else None
        count = _count(shelf) if shelf else 0
        if numbered is None or not count or 0 < int(numbered[1]) <= count:
            return ()
        return self.render("no_item", number=int(numbered[1]), count=count)

    def _named(self, query: Query) -> tuple[Reply, ...]:
        """How the command is used whose word alone was said; nothing where that may be asked of what was shown."""
        invocation = parse_command(f"/{query.text.strip()}")
        command = invocation.command if invocation and not invocation.argument else None
        if command is None or command.audience is not Audience.EVERYBODY or command.kinds == _IN_EVERY_REPORT:
            return ()
        if command.is_lookup or command.action is Action.CHART:
            return () if any(query.before) else self.usage(command)
        return self.render("named", command=command)

    def _leaning(self, query: Query, engine: Engine) -> Told:
        how, entries = self.phrases.leaning.get(letters(query.text), ""), query.before.entries
        if not how:
            return query
        if not any(query.before):
            normal = engine.normal(query.text)
            asked_back = Answer(
                query.text, Outcome.UNSURE, None, "", 0, (), (), normal=normal, frame=normal, may_lean=True
            )
            return self.told("whole") if how == "whole" else asked_back
        if how == "around" and len(entries) == 1:
            context, opened = engine.context(entries[0]), engine.open(entries[0])
            if context and opened:
                return (self.context(context, opened.sources[0]),)
        return replace(query, text=_MORE) if how in {"around", "more"} else query

    def told(self, name: str) -> tuple[Reply, ...]:
        """What template `name` says, with three buttons to begin with under what greets or helps."""
        examples = [each for each in self._examples if each.source and each.kind is not Kind.LIST]
        rows = {"welcome": self.keyboards.questions, "help": self.keyboards.beginnings}.get(name)
        return self.render(name, rows(examples[:_BEGIN_WITH]) if rows else ())

    def prepare(self) -> None:
        """Read every template now, which takes tens of milliseconds, so that no message waits for it."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, name: str, buttons: tuple[Row, ...] = (), **values: object) -> tuple[Reply, ...]:
        """The messages that the template `name` makes of `values`, at least one, `buttons` under the last."""
        text = self._environment.get_template(f"{name}.jinja").render(values).strip()
        *pieces, last = split(text)
        return (*map(Reply, pieces), Reply(last, buttons))


def _count(shelf: Shelf) -> int:
    return len(shelf.entries) + sum(map(_count, shelf.shelves))


def _snippet(text: str, length: int = _SNIPPET) -> str:
    """The beginning of `text`; of markup that of what it shows, so that no entity is cut in two."""
    return snippet(text.unescape() if isinstance(text, Markup) else text, length)


def _sendable(value: object) -> object:
    """Text that Telegram takes; anything else as it is."""
    return sendable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_MOST = 2


def usages(command: Command, examples: Sequence[Example], phrases: Phrases) -> tuple[str, ...]:
    """What to type, at most two, such as `/术语 六个工程`; nothing for a command that takes no argument."""
    arguments = phrases.english_arguments(command) or _arguments(command, examples, phrases) or command.examples
    return tuple(f"/{phrases.command(command)} {argument}" for argument in dict.fromkeys(arguments))[:_MOST]


def _arguments(command: Command, examples: Sequence[Example], phrases: Phrases) -> tuple[str, ...]:
    if command.action is not Action.ASK:
        return ()
    if command.kinds is None:
        return tuple(each.question for each in examples)
    fitting = (each for each in examples if each.source and each.kind in command.kinds)
    return tuple(each.argument or phrases.topic(each.source) for each in fitting if each.source)
