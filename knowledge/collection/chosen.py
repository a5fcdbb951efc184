"""Several reports as a chat asks them that chose one: with the interface of one report's library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.browsing import Catalogue, ReminderTopic
from knowledge.engine import Library
from knowledge.explain import Explanation
from knowledge.finding.pipeline import Kinds
from knowledge.model import Answer, Entry, Excerpt, Figure, Passage, Report, Source, Suggestion, Where

if TYPE_CHECKING:
    from knowledge.collection.collection import Collection


class ChosenReport:
    """The collection as a chat asks it that chose one of its reports: like that report's library.

    What the report itself has (entries, catalogue, topics) is its own; an entry is found by its id in any report.
    """

    def __init__(self, collection: Collection, report: Report) -> None:
        self.collection, self.report = collection, report

    @property
    def _own(self) -> Library:
        return self.collection.library(self.report.key)

    def _holding(self, entry_id: str) -> Library:
        holder = self.collection.holder(entry_id)
        return self.collection.library(holder.key) if holder else self._own

    def ask(
        self,
        text: str,
        where: Where = Where.ADDRESSED,
        kinds: Kinds = None,
        before: Sequence[str] = (),
        frame: str = "",
    ) -> Answer:
        """Return the answer to `text`, of the report that it means. See `Collection.ask`."""
        return self.collection.ask(text, where, kinds, before, frame, report=self.report)

    def compare(self, text: str) -> Answer:
        """Return the actual and the target of the indicator that `text` names."""
        return self.collection.compare(text, report=self.report)

    def search(self, text: str, limit: int = 8, offset: int = 0) -> tuple[Suggestion, ...]:
        """Return the passages that suit `text`, the best first."""
        return self.collection.search(text, limit, offset, report=self.report)

    def explain(self, text: str, where: Where = Where.ADDRESSED) -> Explanation:
        """Return every step's result for `text` as tables of words."""
        return self.collection.explain(text, where, report=self.report)

    def is_ready(self, text: str, before: Sequence[str] = ()) -> bool:
        """Return whether `text` can be answered without an index to be made first."""
        return self.collection.is_ready(text, self.report, before)

    def prepare(self) -> None:
        """Build now what is built at its first use, so that nobody waits for it."""
        self._own.prepare()

    def normal(self, text: str) -> str:
        """Return the normal form of `text` in one line."""
        return self._own.normal(text)

    def open(self, entry_id: str, focus: tuple[int, int] | None = None) -> Answer | None:
        """Return the entry with this id as an answer, whosever it is; None where no report has it."""
        found = self._holding(entry_id).open(entry_id, focus)
        return replace(found, report=self.collection.holder(entry_id)) if found else None

    def headline(self, entry_id: str) -> Suggestion | None:
        """Return the entry with this id in few words, or None."""
        return self._holding(entry_id).headline(entry_id)

    def context(self, entry_id: str) -> Excerpt | None:
        """Return the entry's passage with the passages around it, or None."""
        return self._holding(entry_id).context(entry_id)

    def related(self, entry_id: str, limit: int = 6) -> tuple[Suggestion, ...]:
        """Return at most `limit` entries of the same report that go with this one, the best first."""
        return self._holding(entry_id).related(entry_id, limit)

    def actual_of(self, entry_id: str) -> Source | None:
        """Return what the year before reached of a target's indicator, or None."""
        return self._holding(entry_id).actual_of(entry_id)

    def sides(self, entry_id: str) -> tuple[Source, ...]:
        """Return the actual and the target of a figure's indicator; none where there is but one."""
        return self._holding(entry_id).sides(entry_id)

    def comparable(self, entry_id: str) -> tuple[Figure, Figure] | None:
        """Return a figure's actual and target where both state the same measure in the same unit, else None."""
        return self._holding(entry_id).comparable(entry_id)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The report's own entries."""
        return self._own.entries

    @property
    def catalogue(self) -> Catalogue:
        """The report on shelves, to be browsed."""
        return self._own.catalogue

    @property
    def topics(self) -> tuple[ReminderTopic, ...]:
        """What people may be reminded of."""
        return self._own.topics

    @property
    def remindable(self) -> tuple[str, ...]:
        """The ids of all that topics hold, in the report's order."""
        return self._own.remindable

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The report's whole text in pieces."""
        return self._own.passages
