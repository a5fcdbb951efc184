"""What the bot knows now: one reading of the knowledge file with everything worded from it, replaced as a whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from cachetools import LRUCache

from handlers.commands import COMMANDS
from handlers.engine import Engine, Example, find_examples
from handlers.replies import Language, Replies, Response
from handlers.replies.phrases import prepare_names
from knowledge.faults import Fault
from knowledge.model import Report

REMEMBERED = 2_048  # responses, at some six kilobytes each
LARGEST_DROP = 0.1  # of the entries; an editor removes a few at a time, a damaged file loses a part


T = TypeVar("T")


class Snapshot:
    """One reading of the knowledge: the engine, and its replies in each language.

    `read_at` is when it was read, as Unix time; `differences` are where its text isn't the plain text's. `responses`
    keeps the last `remembered`: many people ask the same, and to find and word it anew takes ten times as long.
    """

    def __init__(
        self, engine: Engine, report: Report, *, differences: Sequence[Fault] = (), remembered: int = REMEMBERED
    ) -> None:
        self.engine = engine
        self.report = report
        self.differences = tuple(differences)
        self.read_at = time.time()
        self.examples: tuple[Example, ...] = find_examples(engine, report)
        self.responses: LRUCache[Hashable, Response] = LRUCache(remembered)
        self._made: dict[Hashable, Any] = {}

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
            lambda: Replies(self.report, self.examples, language=language, bot=bot, has_chart=self._has_chart),
        )

    def _has_chart(self, entry_id: str) -> bool:
        return self.engine.comparable(entry_id) is not None

    def prepare(self, bot: str) -> None:
        """Makes ready what the bot with this user name says in every language."""
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
        return len(self.before.engine.entries), len(self.snapshot.engine.entries)

    @property
    def lost_many(self) -> bool:
        """Whether more than `LARGEST_DROP` of the entries are gone."""
        before, after = self.counts
        return after < before * (1 - LARGEST_DROP)

    @property
    def new_differences(self) -> tuple[Fault, ...]:
        """Where the text isn't the plain text's, but for what the snapshot before had as well."""
        known = {fault.message for fault in self.before.differences}
        return tuple(fault for fault in self.snapshot.differences if fault.message not in known)


class Snapshots:
    """The snapshot in use; `load` reads the next one, and raises without effect where the file is faulty."""

    def __init__(self, first: Snapshot, load: Callable[[], Snapshot] | None = None) -> None:
        self.current = first
        self._load = load or (lambda: first)
        self._prepare: Callable[[Snapshot], object] = lambda _: None
        self._turn = asyncio.Lock()

    async def prepare(self, prepare: Callable[[Snapshot], object]) -> None:
        """Runs `prepare` on the snapshot now, and on each later one before it is used."""
        async with self._turn:
            self._prepare = prepare
            await asyncio.to_thread(prepare, self.current)

    async def reload(self) -> Reload:
        """Reads the knowledge again, beside the conversation, and puts it to use; raises what reading it raises."""
        return await self._replace(self._load, lambda _: False)

    async def offer(self, load: Callable[[], Snapshot]) -> Reload:
        """Does the same with what `load` reads, but leaves the current snapshot in use where the next one is doubtful.

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
