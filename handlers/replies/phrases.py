"""What every surface says in the same words, once: `templates/phrases.jinja`, for chats, the page and the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.model import Source, Suggestion

_TEMPLATES = Path(__file__).with_name("templates")


def build_environment(folder: Path = _TEMPLATES, finalize: Callable[[Any], Any] | None = None) -> Environment:
    """Jinja over the templates of `folder`, which may import `phrases.jinja`. What they are given is escaped."""
    return Environment(
        loader=FileSystemLoader([folder, _TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        auto_reload=False,
    )


class Phrases:
    """The same phrases as plain text, for where nothing is markup: buttons, notices, JSON."""

    def __init__(self) -> None:
        environment = build_environment()
        environment.autoescape = False  # plain text
        self._module: Any = environment.get_template("phrases.jinja").module

        courtesy: Any = environment.get_template("courtesy.jinja").module
        self.greetings: frozenset[str] = frozenset(courtesy.greetings)
        self.thanks: frozenset[str] = frozenset(courtesy.thanks)

    def heading(self, entry: Source | Suggestion) -> str:
        """What stands above an entry: its title, with an item's number and a figure's year."""
        return str(self._module.heading(entry))

    def topic(self, entry: Source | Suggestion) -> str:
        """The shortest words that ask for an entry: an item's number, else the title."""
        return str(self._module.topic(entry))

    def count(self, sources: Sequence[Source]) -> str:
        """How many passages there are, or items where they are all items."""
        return str(self._module.count(sources))

    def sentence(self, name: str, **values: object) -> str:
        """The phrase `name`, filled with `values`."""
        return str(getattr(self._module, name)(**values))
