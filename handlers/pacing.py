"""Rate limits: how fast one person may ask, and how often the bot answers unaddressed in a group."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

from cachetools import TTLCache

MOST = 20  # questions in
WITHIN = 60.0  # seconds; longer than a message waits for its chat's rate limit
MOST_READ = 30  # other actions: unaddressed messages in groups, commands, edits, taps, inline queries; within
READ_WITHIN = 10.0  # seconds
_PEOPLE = 10_000

Times = TTLCache[int, deque[float]]


class Pace(Enum):
    """Whether a person asks at a normal rate, has just exceeded the limit, or still does."""

    FINE = auto()
    BURST = auto()
    STILL = auto()


class Bursts:
    """The times of each person's latest messages, for those who wrote in the last seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: Times = TTLCache(_PEOPLE, WITHIN, timer=clock)
        self._read: Times = TTLCache(_PEOPLE, READ_WITHIN, timer=clock)
        self._told: TTLCache[int, float] = TTLCache(_PEOPLE, WITHIN, timer=clock)

    def pace(self, person: int, ago: float = 0.0) -> Pace:
        """Count a question that `person` wrote `ago` seconds ago.

        A question beyond the limit starts a burst, which lasts until there is room again.
        """
        at = self._clock() - ago
        if self._has_room(self._asked, person, MOST, WITHIN, at):
            return Pace.FINE
        if at < self._told.get(person, -math.inf):
            return Pace.STILL
        self._told[person] = self._asked[person][0] + WITHIN
        return Pace.BURST

    def wait(self, person: int) -> int:
        """Whole seconds until another question of `person` will be answered."""
        times = self._asked.get(person)
        return max(1, math.ceil(times[0] + WITHIN - self._clock())) if times and len(times) == MOST else 1

    def is_too_fast(self, person: int, ago: float = 0.0) -> bool:
        """Whether another question of `person` would exceed the limit; counts nothing."""
        return not self._is_open(self._asked, person, MOST, WITHIN, self._clock() - ago)

    def may_read(self, person: int) -> bool:
        """Count any other action of `person` and return whether to handle it."""
        return self._has_room(self._read, person, MOST_READ, READ_WITHIN, self._clock())

    def _has_room(self, counted: Times, person: int, most: int, within: float, at: float) -> bool:
        if not self._is_open(counted, person, most, within, at):
            return False
        times = counted.get(person) or deque(maxlen=most)
        times.append(at)
        counted[person] = times
        return True

    def _is_open(self, counted: Times, person: int, most: int, within: float, at: float) -> bool:
        times = counted.get(person)
        return times is None or len(times) < most or at - times[0] > within


SAME_PASSAGE = 600.0  # seconds within which no passage is repeated in unaddressed answers
LONGEST_COOLDOWN = 3600.0
LATELY = 3600.0  # seconds for which an introduction is remembered
JOINING = 60.0  # seconds within which a /start belongs to the link by which the bot was added
_GROUPS, _PASSAGES = 10_000, 500


@dataclass(slots=True)
class _Group:
    passages: TTLCache[str, bool]
    on_their_way: set[str] = field(default_factory=set)  # passages of unaddressed answers that are being sent
    spoke: float = -math.inf


class Quiet:
    """When each group last got an unaddressed answer, and which passages it has seen."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._groups: TTLCache[int, _Group] = TTLCache(_GROUPS, LONGEST_COOLDOWN, timer=clock)

    def allows(self, chat_id: int, cooldown: float) -> bool:
        """Whether the group may get an unaddressed answer, at least `cooldown` seconds after another.

        `cooldown` is at most LONGEST_COOLDOWN.
        """
        group = self._groups.get(chat_id)
        if group is None or not cooldown:
            return True
        return not group.on_their_way and self._clock() - group.spoke >= cooldown

    @contextmanager
    def speaking(self, chat_id: int, cooldown: float, passages: Sequence[str]) -> Iterator[bool]:
        """Yield whether an unaddressed answer with these passages may be sent: none of them was shown recently.

        The cooldown starts when it has been sent; until then the group is blocked as if it had.
        """
        group = self._group(chat_id)
        seen = any(passage in group.passages or passage in group.on_their_way for passage in passages)
        if seen or not self.allows(chat_id, cooldown):
            yield False
            return
        group.on_their_way.update(passages)
        try:
            yield True
        finally:
            group.on_their_way.difference_update(passages)
        group.spoke = self._clock()
        self.gave(chat_id, passages)

    def gave(self, chat_id: int, passages: Iterable[str]) -> None:
        """Record passages shown in the group, for whatever reason."""
        group = self._group(chat_id)
        for passage in passages:
            group.passages[passage] = True

    def move(self, old: int, new: int) -> None:
        """The group `old` has become the supergroup `new`."""
        if (group := self._groups.pop(old, None)) is not None:
            self._groups[new] = group

    def _group(self, chat_id: int) -> _Group:
        """The group's record, whose expiry starts anew."""
        group = self._groups.get(chat_id) or _Group(TTLCache(_PASSAGES, SAME_PASSAGE, timer=self._clock))
        self._groups[chat_id] = group
        return group


class Introductions:
    """Tells new groups from migrated ones: a new supergroup looks as if the bot had joined it, before or after Telegram
    reports the migration."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._moved: TTLCache[int, bool] = TTLCache(_GROUPS, LATELY, timer=clock)
        self._said: TTLCache[int, tuple[int, ...]] = TTLCache(_GROUPS, LATELY, timer=clock)
        self._just: TTLCache[int, bool] = TTLCache(_GROUPS, JOINING, timer=clock)
        self._started: TTLCache[int, bool] = TTLCache(_GROUPS, JOINING, timer=clock)

    def is_due(self, chat_id: int) -> bool:
        """Whether this is a new group, as far as is known."""
        return self._moved.get(chat_id) is None and chat_id not in self._started

    def started(self, chat_id: int) -> None:
        """Record an introduction as the answer to /start, which may come before Telegram reports the joining."""
        self._started[chat_id] = True

    def gave(self, chat_id: int, messages: tuple[int, ...]) -> None:
        """Record the messages of an introduction."""
        self._said[chat_id] = messages
        self._just[chat_id] = True

    def just_gave(self, chat_id: int) -> bool:
        """Whether the bot has just introduced itself there."""
        return chat_id in self._just

    def moved(self, new: int) -> tuple[int, ...]:
        """Record that the supergroup `new` is a migrated group; return an introduction sent there by mistake."""
        self._moved[new] = True
        return self._said.pop(new, ())
