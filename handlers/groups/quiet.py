"""How often the bot speaks in a group without having been addressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlers.recent import Recent

SAME_PASSAGE = 600.0  # seconds in which no passage is given twice unasked
LONGEST_COOLDOWN = 3600.0
_GROUPS, _PASSAGES = 10_000, 500


@dataclass(slots=True)
class _Group:
    passages: Recent[str, bool]
    spoke: float | None = None


class Quiet:
    """When each group last got an answer that nobody had addressed to the bot, and which passages it has seen."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._groups: Recent[int, _Group] = Recent(seconds=LONGEST_COOLDOWN, size=_GROUPS, clock=clock)

    def allows(self, chat_id: int, cooldown: float, passages: Iterable[str]) -> bool:
        """Whether an unaddressed answer of these passages may be given in the group, `cooldown` seconds after another.

        `cooldown` is at most LONGEST_COOLDOWN.
        """
        group = self._groups.get(chat_id)
        if group is None:
            return True
        if group.spoke is not None and self._clock() - group.spoke < cooldown:
            return False
        return not any(group.passages.get(passage) for passage in passages)

    def spoke(self, chat_id: int, passages: Iterable[str]) -> None:
        """Such an answer is given now."""
        self.gave(chat_id, passages).spoke = self._clock()

    def gave(self, chat_id: int, passages: Iterable[str]) -> _Group:
        """The group has these passages before its eyes, whoever asked for them."""
        group = self._groups.get(chat_id) or _Group(Recent(seconds=SAME_PASSAGE, size=_PASSAGES, clock=self._clock))
        self._groups.set(chat_id, group)
        for passage in passages:
            group.passages.set(passage, True)
        return group

    def move(self, old: int, new: int) -> None:
        """The group `old` has become the supergroup `new`."""
        group = self._groups.pop(old)
        if group is not None:
            self._groups.set(new, group)

    def retract(self, chat_id: int, passages: Iterable[str]) -> None:
        """Such an answer could not be given after all; without `passages` there was none."""
        passages, group = tuple(passages), self._groups.get(chat_id)
        if group is None or not passages:
            return
        group.spoke = None
        for passage in passages:
            group.passages.pop(passage)
