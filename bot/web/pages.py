"""Fills the page's template, and gives the JSON its words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.questions import LONGEST
from handlers.examples import Example
from handlers.replies.phrases import Phrases, build_environment
from knowledge.model import Report


class Pages:
    """Everything a person reads on the web, about one report."""

    def __init__(self, report: Report, examples: Sequence[Example] = ()) -> None:
        self._template = build_environment(Path(__file__).with_name("templates")).get_template("chat.html")
        self.phrases = Phrases()
        self._report, self._examples = report, examples

    def chat(self) -> str:
        """Return the chat page."""
        return self._template.render(report=self._report, examples=self._examples, longest=LONGEST)

    def message(self, error: str) -> str:
        """Return the sentence for an error: `empty`, `long`, `broken`, `gone`, `unknown` or `failed`."""
        return self.phrases.sentence(error, **{"longest": LONGEST} if error == "long" else {})
