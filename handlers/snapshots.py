"""What the bot knows now: one reading of the knowledge file with everything worded from it, replaced as a whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.articles import Articles
from handlers.engine import Engine, Example, find_examples
from handlers.replies import Language, Replies
from handlers.replies.render import REMEMBERED as REMEMBERED_REPLIES
from knowledge.faults import Fault
from knowledge.model import Answer, Report, Where

REMEMBERED = 4_096  # answers, at some two kilobytes each
SHORT = 120  # characters of a question whose answer is kept
LARGEST_DROP = 0.1  # of the entries; an editor removes a few at a time, a damaged file loses a part


class Snapshot:
    """One reading of the knowledge: the engine, and its replies and inline results in each language.

    `read_at` is when it was read, as Unix time; `differences` are where its text isn't the plain text's. The answers to
    the last `remembered` short questions are kept, for many people ask the same in the same words.
    """

    def __init__(
        self, engine: Engine, report: Report, *, differences: Sequence[Fault] = (), remembered: int = REMEMBERED
    ) -> None:
        self.engine = engine
        self.report = report
        self.differences = tuple(differences)
        self.read_at = time.time()
        self.examples: tuple[Example, ...] = find_examples(engine, report)
        self._remembered = remembered
        self._answer = lru_cache(maxsize=remembered)(engine.ask)
        self._replies: dict[tuple[Language, str], Replies] = {}
        self._articles: dict[tuple[Language, str], Articles] = {}

    def ask(self, text: str, where: Where = Where.ADDRESSED) -> Answer:
        """What the engine says to a question; of a short one perhaps what it said before.

        What a group says to others is never kept: it hardly comes twice, and is nobody's question.
        """
        if where is Where.GROUP or len(text) > SHORT:
            return self.engine.ask(text, where)
        return self._answer(text)

    def replies(self, language: Language, bot: str) -> Replies:
        """The replies in `language` of the bot with this user name, made at their first use."""
        key = language, bot
        if key not in self._replies:
            self._replies[key] = Replies(
                self.report,
                self.examples,
                language=language,
                bot=bot,
                remembered=min(self._remembered, REMEMBERED_REPLIES),
            )
        return self._replies[key]

    def articles(self, language: Language, bot: str) -> Articles:
        """The same as results of inline mode."""
        key = language, bot
        if key not in self._articles:
            self._articles[key] = Articles(self.engine, self.replies(language, bot), self.examples)
        return self._articles[key]

    def prepare(self, bot: str) -> None:
        """Makes ready what the bot with this user name says in every language, so that nobody waits for it later."""
        self.engine.prepare()
        for language in Language:
            self.replies(language, bot).prepare()
            self.articles(language, bot).prepare()


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
        self._bot = ""
        self._turn = asyncio.Lock()

    async def prepare(self, bot: str) -> None:
        """Makes the snapshot ready for the bot with this user name, and from now on each before it is used."""
        async with self._turn:
            self._bot = bot
            await asyncio.to_thread(self.current.prepare, bot)

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
            if self._bot:
                await asyncio.to_thread(found.snapshot.prepare, self._bot)
            self.current = found.snapshot
            return found
