"""How fast one person may ask, and how often the bot speaks in a group without being addressed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from handlers.recent import Recent

MOST = 5  # questions in
WITHIN = 10.0  # seconds
MOST_READ = 30  # others in the same time: messages overheard in groups, edits, taps, words typed in inline mode
_PEOPLE = 10_000

Times = Recent[int, deque[float]]


class Pace(Enum):
    """How somebody asks: as people do, just now too fast, or still too fast."""

    FINE = auto()
    BURST = auto()
    STILL = auto()


class Bursts:
    """When each of the people who wrote in the last seconds did."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: Times = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)
        self._read: Times = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)
        self._told: Recent[int, bool] = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)

    def pace(self, person: int) -> Pace:
        """Counts a question of `person`; one beyond the most is a burst, and so is all until there is room again."""
        if self._has_room(self._asked, person, MOST):
            return Pace.FINE
        if self._told.get(person):
            return Pace.STILL
        self._told.set(person, True)
        return Pace.BURST

    def is_too_fast(self, person: int) -> bool:
        """Whether another question of `person` would be a burst; counts nothing."""
        return not self._is_open(self._asked, person, MOST)

    def may_read(self, person: int) -> bool:
        """Counts what `person` does other than to ask the bot, and returns whether to take it up."""
        return self._has_room(self._read, person, MOST_READ)

    def _has_room(self, counted: Times, person: int, most: int) -> bool:
        if not self._is_open(counted, person, most):
            return False
        times = counted.get(person) or deque(maxlen=most)
        times.append(self._clock())
        counted.set(person, times)
        return True

    def _is_open(self, counted: Times, person: int, most: int) -> bool:
        times = counted.get(person)
        return times is None or len(times) < most or self._clock() - times[0] > WITHIN


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


LATELY = 3600.0  # seconds
_GROUPS = 10_000


class Introductions:
    """A group that has become a supergroup looks like one that the bot has joined, before or after the news of it."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._moved: Recent[int, bool] = Recent(seconds=LATELY, size=_GROUPS, clock=clock)
        self._said: Recent[int, tuple[int, ...]] = Recent(seconds=LATELY, size=_GROUPS, clock=clock)

    def is_due(self, chat_id: int) -> bool:
        """Whether this is a new group, as far as is known by now."""
        return self._moved.get(chat_id) is None

    def gave(self, chat_id: int, messages: tuple[int, ...]) -> None:
        """The bot introduced itself by these messages."""
        self._said.set(chat_id, messages)

    def moved(self, new: int) -> tuple[int, ...]:
        """The supergroup `new` is no new group; returns the introduction that was too much, if there was one."""
        self._moved.set(new, True)
        return self._said.pop(new) or ()
