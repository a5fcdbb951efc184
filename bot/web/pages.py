"""Fills the page's template, and the sentences that errors are told in."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.model import Report


class Pages:
    """Everything a person reads on the web, about one report."""

    def __init__(self, report: Report) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._report = report

    def chat(self) -> str:
        """Return the chat page."""
        return self._environment.get_template("chat.html").render(report=self._report)

    def message(self, error: str) -> str:
        """Return the sentence for an error: `empty`, `long`, `broken`, `gone`, `unknown` or `failed`."""
        return self._environment.get_template("message.txt").render(error=error).strip()
