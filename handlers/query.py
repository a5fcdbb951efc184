"""What the conversation needs of the knowledge, and the questions to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from handlers.commands import Action, Command
from knowledge.browsing import Catalogue, ReminderTopic
from knowledge.model import Answer, Excerpt, Figure, Kind, Passage, Source, Suggestion, Where


class Engine(Protocol):
    """Answers messages, finds passages, opens entries and what is around them."""

    @property
    def entries(self) -> Sequence[object]:
        """Everything that an answer may consist of."""

    @property
    def catalogue(self) -> Catalogue:
        """Everything there is, to be browsed."""

    def is_ready(self, text: str, before: Sequence[str] = ()) -> bool:
        """Whether a question is answered at once; else the report that it means is read first, for a second or so."""

    def prepare(self) -> None:
        """Build now what would be built at its first use."""

    def ask(
        self,
        text: str,
        where: Where = Where.ADDRESSED,
        kinds: frozenset[Kind] | None = None,
        before: Sequence[str] = (),
        frame: str = "",
    ) -> Answer:
        """Answer one message; `kinds` restricts which kinds may answer, `before` is what it may lean on."""

    def compare(self, text: str) -> Answer:
        """What an indicator reached, beside what it is to reach."""

    def search(self, text: str, limit: int = 8, offset: int = 0) -> tuple[Suggestion, ...]:
        """The entries nearest to `text`, best first."""

    def open(self, entry_id: str, focus: tuple[int, int] | None = None) -> Answer | None:
        """The entry with this id, the range `focus` of its passage emphasised; None when there is none (any more)."""

    def context(self, entry_id: str) -> Excerpt | None:
        """The sentences around an entry's passage."""

    def related(self, entry_id: str, limit: int = 6) -> tuple[Suggestion, ...]:
        """Entries on the same matter, best first."""

    def headline(self, entry_id: str) -> Suggestion | None:
        """An entry as a line of a list."""

    @property
    def topics(self) -> tuple[ReminderTopic, ...]:
        """What people may be reminded of, each entry in one topic."""

    @property
    def remindable(self) -> tuple[str, ...]:
        """The ids of all that topics hold."""

    def actual_of(self, entry_id: str) -> Source | None:
        """What the year before reached of a target's indicator; None where that isn't known."""

    def sides(self, entry_id: str) -> tuple[Source, ...]:
        """The actual and the target of a figure's indicator; none where the report has but one of them."""

    def comparable(self, entry_id: str) -> tuple[Figure, Figure] | None:
        """A figure's actual and target, where they state the same measure in the same unit."""

    @property
    def passages(self) -> Sequence[Passage]:
        """The whole text in pieces, in the report's order."""

    def normal(self, text: str) -> str:
        """`text` in the form in which questions are compared."""


class Thread(NamedTuple):
    """What the next message of a conversation may refer to: the ids of entries, and what was asked, in normal form."""

    entries: tuple[str, ...] = ()
    frame: str = ""


NO_THREAD = Thread()


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks; of a `command` that looks something up, its argument.

    `before` is what it may refer to. `report` is the key of the report that
    was chosen where it is asked; without one the default report is meant.
    """

    text: str
    where: Where = Where.ADDRESSED
    command: Command | None = None
    before: Thread = NO_THREAD
    report: str = ""


def find(query: Query, engine: Engine) -> Answer:
    """What `engine` has to say to a query that is no search."""
    command = query.command
    if command is not None and command.action is Action.COMPARE:
        return replace(engine.compare(query.text), normal=engine.normal(query.text))
    return engine.ask(query.text, query.where, command.kinds if command else None, *query.before)


@dataclass(frozen=True, slots=True)
class Example:
    """A question; `kind` and `source` are its answer's, its first source that is, or None without an answer.

    `argument` is what a command finds the source by, where that isn't its title.
    """

    question: str
    kind: Kind | None = None
    source: Source | None = None
    argument: str = ""


def find_examples(engine: Engine, questions: Sequence[str]) -> tuple[Example, ...]:
    """Ask `engine` every one of these questions, in their order."""
    answers = [engine.ask(question, Where.ADDRESSED) for question in questions]
    return tuple(Example(each.question, each.kind, next(iter(each.sources), None)) for each in answers)
