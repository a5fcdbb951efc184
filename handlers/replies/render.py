"""Words an `Answer`: templates filled, escaped and cut into messages, with buttons under the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from handlers.commands import COMMANDS, Command
from handlers.examples import Example
from handlers.replies.phrases import Phrases, build_environment
from handlers.replies.reply import Button, Reply
from handlers.replies.split import CUT, split
from handlers.replies.usages import usages
from knowledge.model import Answer, Kind, Outcome, Report, Suggestion

_DATA_BYTES = 64
_LABEL = 24
_SNIPPET = 110
_ROW = 4
_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_LOOSE = "0123456789.·（(、，,“ "  # what a shortened text doesn't end with


class Replies:
    """Every message the bot sends, as a person reads it."""

    def __init__(self, report: Report, examples: Sequence[Example] = ()) -> None:
        self._phrases = Phrases()
        self._environment = build_environment(finalize=_sendable)
        self._environment.globals |= {
            "report": report,
            "examples": examples,
            "commands": COMMANDS,
            "usages": lambda command: usages(command, examples, self._phrases),
            "cut": Markup(CUT),  # noqa: S704 - no text
        }
        self._environment.filters["snippet"] = _snippet

    def answer(self, answer: Answer) -> tuple[Reply, ...]:
        """The messages that give `answer`; when it isn't sure, buttons with the nearest entries."""
        if answer.outcome is Outcome.ANSWER and answer.sources:
            return self._render((answer.kind or Kind.TEXT).value, answer=answer)
        buttons = self._title_rows(answer.suggestions)
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

    def courtesy(self, said: str) -> tuple[Reply, ...]:
        """The welcome for a greeting, a word for thanks; nothing where `said`, letters alone, is neither."""
        if said in self._phrases.greetings:
            return self.welcome()
        return self.thanked() if said in self._phrases.thanks else ()

    def thanked(self) -> tuple[Reply, ...]:
        """Somebody said thank you."""
        return self._render("thanked")

    def empty(self) -> tuple[Reply, ...]:
        """Somebody addressed the bot and asked nothing."""
        return self._render("empty")

    def failed(self) -> tuple[Reply, ...]:
        """Something went wrong here."""
        return self._render("failed")

    def vanished(self) -> str:
        """A button's entry is there no more: plain text for the notice over the chat."""
        return self._phrases.sentence("gone")

    def _render(self, name: str, buttons: tuple[tuple[Button, ...], ...] = (), **values: object) -> tuple[Reply, ...]:
        text = self._environment.get_template(f"{name}.jinja").render(values).strip()
        *pieces, last = split(text)
        return (*map(Reply, pieces), Reply(last, buttons))

    def _title_rows(self, suggestions: Iterable[Suggestion]) -> tuple[tuple[Button, ...], ...]:
        labels = ((each, self._label(each)) for each in suggestions if _fits(each))
        return tuple((Button(label, each.entry_id),) for each, label in labels if label)

    def _label(self, suggestion: Suggestion) -> str:
        words = self._phrases.heading(suggestion) if suggestion.title else suggestion.text
        return _snippet(_UNSENDABLE.sub(" ", words), _LABEL)


def _sendable(value: object) -> object:
    """Text without what Telegram refuses or drops (control characters, half surrogates); anything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSENDABLE.sub(" ", value)
    return value


def _snippet(text: str, length: int = _SNIPPET) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip(_LOOSE) + "…"


def _number_rows(suggestions: Iterable[Suggestion]) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(str(number), each.entry_id) for number, each in enumerate(suggestions, 1) if _fits(each)]
    return tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))


def _fits(suggestion: Suggestion) -> bool:
    return 0 < len(suggestion.entry_id.encode(errors="replace")) <= _DATA_BYTES
