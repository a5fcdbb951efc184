"""Words an `Answer`: templates filled, escaped and cut into messages, with buttons under the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handlers.commands import COMMANDS, Command
from handlers.replies.highlights import runs
from handlers.replies.reply import Button, Reply
from handlers.replies.split import CUT, split
from knowledge.model import Answer, Kind, Outcome, Report, Suggestion

_DATA_BYTES = 64
_LABEL = 24
_SNIPPET = 72
_ROW = 4
_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


class Replies:
    """Every message the bot sends, as a person reads it."""

    def __init__(self, report: Report) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_sendable,
            auto_reload=False,
        )
        self._environment.globals |= {"report": report, "commands": COMMANDS, "cut": Markup(CUT)}  # noqa: S704 - no text
        self._environment.filters |= {"runs": runs, "snippet": _snippet}

    def answer(self, answer: Answer) -> tuple[Reply, ...]:
        """The messages that give `answer`; when it isn't sure, buttons with the nearest entries."""
        if answer.outcome is Outcome.ANSWER and answer.sources:
            return self._render((answer.kind or Kind.TEXT).value, answer=answer)
        buttons = _title_rows(answer.suggestions)
        return self._render("unsure", buttons, near=bool(buttons))

    def found(self, passages: Sequence[Suggestion]) -> tuple[Reply, ...]:
        """The passages a search found, to open by their number."""
        if not passages:
            return self._render("unsure", near=False)
        return self._render("found", _number_rows(passages), passages=passages)

    def welcome(self) -> tuple[Reply, ...]:
        """What the bot is and how to begin."""
        return self._render("welcome")

    def help(self) -> tuple[Reply, ...]:
        """How to ask, and every command."""
        return self._render("help")

    def usage(self, command: Command) -> tuple[Reply, ...]:
        """How `command` is used, by example."""
        return self._render("usage", command=command)

    def empty(self) -> tuple[Reply, ...]:
        """Somebody addressed the bot and asked nothing."""
        return self._render("empty")

    def failed(self) -> tuple[Reply, ...]:
        """Something went wrong here."""
        return self._render("failed")

    def vanished(self) -> str:
        """A button's entry is there no more: plain text for the notice over the chat."""
        return self._fill("vanished")

    def _render(self, name: str, buttons: tuple[tuple[Button, ...], ...] = (), **values: object) -> tuple[Reply, ...]:
        *pieces, last = split(self._fill(name, **values))
        return (*map(Reply, pieces), Reply(last, buttons))

    def _fill(self, name: str, **values: object) -> str:
        return self._environment.get_template(f"{name}.jinja").render(values).strip()


def _sendable(value: object) -> object:
    """Text without what Telegram refuses or drops (control characters, half surrogates); anything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSENDABLE.sub(" ", value)
    return value


def _snippet(text: str, length: int = _SNIPPET) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _title_rows(suggestions: Iterable[Suggestion]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(_label(each), each.entry_id),) for each in suggestions if _fits(each))


def _number_rows(suggestions: Iterable[Suggestion]) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(str(number), each.entry_id) for number, each in enumerate(suggestions, 1) if _fits(each)]
    return tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))


def _label(suggestion: Suggestion) -> str:
    return _snippet(_UNSENDABLE.sub(" ", suggestion.title or suggestion.text), _LABEL)


def _fits(suggestion: Suggestion) -> bool:
    return 0 < len(suggestion.entry_id.encode(errors="replace")) <= _DATA_BYTES and bool(_label(suggestion))
