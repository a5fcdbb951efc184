"""What the bot knows now: one reading of the report files with everything worded from it, replaced as a whole."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from cachetools import LRUCache

from handlers.commands import COMMANDS
from handlers.query import Engine, Example, find_examples
from handlers.replies import Language, Replies, Response
from handlers.replies.phrases import Phrases, prepare_names
from knowledge.collection import Collection
from knowledge.faults import Fault
from knowledge.model import Kind, Report, Term, Where

REMEMBERED = 2_048  # responses, at some six kilobytes each
KEPT_CHOICES = 16  # reports beside the default one whose replies are kept
LARGEST_DROP = 0.1  # of the entries; an editor removes a few at a time, a damaged file loses a part


T = TypeVar("T")


class Snapshot:
    """One reading of the knowledge, as a chat sees it that chose `report`: the engine, and replies in each language.

    `read_at` is when it was read, as Unix time; `differences` are where its text isn't the plain text's. `responses`
    keeps the last `remembered`: many people ask the same, and to find and word it anew takes ten times as long.
    `collection` holds all reports, where they are read from files; `this_year` tells the year now.
    """

    def __init__(  # noqa: PLR0913 - what a reading consists of
        self,
        engine: Engine,
        report: Report,
        *,
        differences: Sequence[Fault] = (),
        remembered: int = REMEMBERED,
        collection: Collection | None = None,
        this_year: Callable[[], int] = lambda: 0,
    ) -> None:
        self.engine = engine
        self.report = report
        self.differences = tuple(differences)
        self.collection = collection
        self.read_at = time.time()
        self.examples: tuple[Example, ...] = find_examples(engine, report.examples)
        self.responses: LRUCache[Hashable, Response] = LRUCache(remembered)
        self.this_year = this_year
        self._made: dict[Hashable, Any] = {}
        self._others: LRUCache[str, Snapshot] = LRUCache(KEPT_CHOICES)
        self._choosing = threading.Lock()

    @classmethod
    def of_collection(
        cls, collection: Collection, report: Report | None = None, this_year: Callable[[], int] = lambda: 0
    ) -> Snapshot:
        """One reading of several reports, as who chose `report` sees it; else of the default one."""
        report = report or collection.default
        engine, differences = collection.engine(report.key), collection.differences
        return cls(engine, report, differences=differences, collection=collection, this_year=this_year)

    @property
    def is_single(self) -> bool:
        """Whether there is but one report to be asked."""
        return self.collection is None or self.collection.is_single

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many entries each file has, by its path."""
        return self.collection.sizes if self.collection else {"": len(self.engine.entries)}

    def chosen(self, key: str) -> Snapshot:
        """The same reading as a chat sees it that chose the report with this key; this one where there is none.

        The first time it is made, which takes a second: `is_made` tells whether it was.
        """
        if self.collection is None or key in {"", self.report.key} or self.collection.report(key) is None:
            return self
        with self._choosing:
            other = self._others.get(key)
            if other is None:
                other = self._others[key] = Snapshot.of_collection(
                    self.collection, self.collection.report(key), self.this_year
                )
                other.responses = self.responses
        return other

    def is_made(self, key: str) -> bool:
        """Whether `chosen` has what it gives for this key already, and its engine is ready to answer."""
        if self.collection is None or key in {"", self.report.key} or self.collection.report(key) is None:
            return True
        return key in self._others and self.collection.has_ready(key)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned for this key the first time: something made of what is known."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def replies(self, language: Language, bot: str) -> Replies:
        """The replies in `language` of the bot with this user name."""
        return self.once(
            (Replies, language, bot),
            lambda: Replies(
                self.report,
                self.examples_in(language),
                language=language,
                bot=bot,
                has_chart=self._has_chart,
                this_year=self.this_year,
            ),
        )

    def examples_in(self, language: Language) -> tuple[Example, ...]:
        """Questions to begin with that are answered, in `language` where the program has some; else the report's."""
        return self.once((Example, language), lambda: self._examples(Phrases(language)))

    def _examples(self, phrases: Phrases) -> tuple[Example, ...]:
        """The questions of a language or else the report's, with a glossary term among them where there is any."""
        found = self._answered(phrases.examples) or self.examples
        return found if any(each.kind is Kind.TERM for each in found) else (*found, *self._term(phrases.terms))

    def _term(self, names: Sequence[str]) -> tuple[Example, ...]:
        """The first of `names` that is a glossary term here, else the report's first term; none where it has none."""
        terms = frozenset({Kind.TERM})
        for name in names:
            if sources := self.engine.ask(name, Where.ADDRESSED, terms).sources:
                return (Example(name, Kind.TERM, sources[0], name),)
        first = next((each.id for each in self.engine.entries if isinstance(each, Term)), "")
        opened = self.engine.open(first) if first else None
        return (Example(opened.sources[0].title, Kind.TERM, opened.sources[0]),) if opened else ()

    def _answered(self, questions: Sequence[str]) -> tuple[Example, ...]:
        return tuple(each for each in find_examples(self.engine, questions) if each.source)

    def _has_chart(self, entry_id: str) -> bool:
        return self.engine.comparable(entry_id) is not None

    def prepare(self, bot: str) -> None:
        """Make ready what the bot with this user name says in every language."""
        self.engine.prepare()
        prepare_names(topic.name for topic in self.engine.topics)
        prepare_names(words for command in COMMANDS for words in (command.word, command.description))
        for language in Language:
            self.replies(language, bot).prepare()


@dataclass(frozen=True, slots=True)
class Reload:
    """What reading the knowledge again has come to: the snapshot read, the one in use before, and whether it is now."""

    snapshot: Snapshot
    before: Snapshot
    is_used: bool = True

    @property
    def counts(self) -> tuple[int, int]:
        """How many entries there were before, and how many the snapshot has."""
        return sum(self.before.sizes.values()), sum(self.snapshot.sizes.values())

    @property
    def lost_many(self) -> bool:
        """Whether more than `LARGEST_DROP` of the entries of a file are gone."""
        after = self.snapshot.sizes
        return any(after.get(path, 0) < size * (1 - LARGEST_DROP) for path, size in self.before.sizes.items())

    @property
    def new_differences(self) -> tuple[Fault, ...]:
        """Where the text isn't the plain text's, but for what the snapshot before had as well."""
        known = {(fault.file, fault.message) for fault in self.before.differences}
        return tuple(fault for fault in self.snapshot.differences if (fault.file, fault.message) not in known)


class Snapshots:
    """The snapshot in use; `load` reads the next one, and raises without effect where the file is faulty."""

    def __init__(self, first: Snapshot, load: Callable[[], Snapshot] | None = None) -> None:
        self.current = first
        self._load = load or (lambda: first)
        self._prepare: Callable[[Snapshot], object] = lambda _: None
        self._turn, self._making = asyncio.Lock(), asyncio.Lock()

    async def chosen(self, key: str) -> Snapshot:
        """What is known now, as a chat sees it that chose the report with this key; made in a thread if need be."""
        current = self.current
        if current.is_made(key):
            return current.chosen(key)
        async with self._making:  # one at a time, as the interpreter runs threads
            return await asyncio.to_thread(_ready, current, key)

    async def prepare(self, prepare: Callable[[Snapshot], object]) -> None:
        """Run `prepare` on the snapshot now, and on each later one before it is used."""
        async with self._turn:
            self._prepare = prepare
            await asyncio.to_thread(prepare, self.current)

    async def reload(self) -> Reload:
        """Read the knowledge again, beside the conversation, and put it to use; raise what reading it raises."""
        return await self._replace(self._load, lambda _: False)

    async def offer(self, load: Callable[[], Snapshot]) -> Reload:
        """Do the same with what `load` reads, but leave the current snapshot in use where the next one is doubtful.

        That is one that lost many entries, or whose text isn't the plain text's.
        """
        return await self._replace(load, lambda found: found.lost_many or bool(found.new_differences))

    async def _replace(self, load: Callable[[], Snapshot], refuses: Callable[[Reload], bool]) -> Reload:
        async with self._turn:
            found = Reload(await asyncio.to_thread(load), self.current)
            if refuses(found):
                return replace(found, is_used=False)
            await asyncio.to_thread(self._prepare, found.snapshot)
            self.current = found.snapshot
            return found


def _ready(current: Snapshot, key: str) -> Snapshot:
    chosen = current.chosen(key)
    chosen.engine.prepare()
    return chosen
