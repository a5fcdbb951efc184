"""Fills the page's template, and gives the JSON its words."""

from __future__ import annotations

from pathlib import Path

from bot.questions import LONGEST
from handlers.editions import Editions
from handlers.replies.phrases import Phrases, build_environment


class Pages:
    """Everything a person reads on the web, about the report as it is known now."""

    def __init__(self, editions: Editions) -> None:
        self._template = build_environment(Path(__file__).with_name("templates")).get_template("chat.html")
        self.phrases = Phrases()
        self._editions = editions

    def chat(self) -> str:
        """Return the chat page."""
        edition = self._editions.current
        return self._template.render(report=edition.report, examples=edition.examples, longest=LONGEST)

    def message(self, error: str) -> str:
        """Return the sentence for an error, by the name that the API gives it."""
        return self.phrases.sentence(error, **{"longest": LONGEST} if error == "long" else {})
