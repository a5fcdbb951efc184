"""How fast one person may ask, and how often the bot speaks in a group without being addressed."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

from cachetools import TTLCache

MOST = 20  # questions in
WITHIN = 60.0  # seconds; fewer wait for the chat's turn to be sent to
MOST_READ = 30  # others: messages overheard in groups, commands, edits, taps, words typed in inline mode, in
READ_WITHIN = 10.0  # seconds
_PEOPLE = 10_000

Times = TTLCache[int, deque[float]]


class Pace(Enum):
    """Whether somebody asks at a normal pace, has just become too fast, or still is."""

    FINE = auto()
    BURST = auto()
    STILL = auto()


class Bursts:
    """When each person wrote, of those who did in the last seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: Times = TTLCache(_PEOPLE, WITHIN, timer=clock)
        self._read: Times = TTLCache(_PEOPLE, READ_WITHIN, timer=clock)
        self._told: TTLCache[int, float] = TTLCache(_PEOPLE, WITHIN, timer=clock)

    def pace(self, person: int, ago: float = 0.0) -> Pace:
        """Counts a question that `person` wrote `ago` seconds before now.

        One beyond the most is a burst, and so is all until there is room again.
        """
        at = self._clock() - ago
        if self._has_room(self._asked, person, MOST, WITHIN, at):
            return Pace.FINE
        if at < self._told.get(person, -math.inf):
            return Pace.STILL
        self._told[person] = self._asked[person][0] + WITHIN
        return Pace.BURST

    def wait(self, person: int) -> int:
        """Whole seconds until another question of `person` is answered."""
        times = self._asked.get(person)
        return max(1, math.ceil(times[0] + WITHIN - self._clock())) if times and len(times) == MOST else 1

    def is_too_fast(self, person: int, ago: float = 0.0) -> bool:
        """Whether another question of `person` would be a burst; counts nothing."""
        return not self._is_open(self._asked, person, MOST, WITHIN, self._clock() - ago)

    def may_read(self, person: int) -> bool:
        """Counts what `person` does other than to ask the bot, and returns whether to take it up."""
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


SAME_PASSAGE = 600.0  # seconds in which no passage is given twice unasked
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
    """When each group last got an answer that nobody had addressed to the bot, and which passages it has seen."""

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
        """Gives whether an unaddressed answer of these passages may be sent now, as none of them was seen lately.

        It counts when it has been sent; meanwhile the group is as quiet as after it.
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
        """Notes that the group has seen these passages, whoever asked for them."""
        group = self._group(chat_id)
        for passage in passages:
            group.passages[passage] = True

    def move(self, old: int, new: int) -> None:
        """The group `old` has become the supergroup `new`."""
        if (group := self._groups.pop(old, None)) is not None:
            self._groups[new] = group

    def _group(self, chat_id: int) -> _Group:
        """The group, remembered from now on for as long as what is noted of it matters."""
        group = self._groups.get(chat_id) or _Group(TTLCache(_PASSAGES, SAME_PASSAGE, timer=self._clock))
        self._groups[chat_id] = group
        return group


class Introductions:
    """A group that has become a supergroup looks like one that the bot has joined, before or after the news of it."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._moved: TTLCache[int, bool] = TTLCache(_GROUPS, LATELY, timer=clock)
        self._said: TTLCache[int, tuple[int, ...]] = TTLCache(_GROUPS, LATELY, timer=clock)
        self._just: TTLCache[int, bool] = TTLCache(_GROUPS, JOINING, timer=clock)

    def is_due(self, chat_id: int) -> bool:
        """Whether this is a new group, as far as is known by now."""
        return self._moved.get(chat_id) is None

    def gave(self, chat_id: int, messages: tuple[int, ...]) -> None:
        """The bot introduced itself by these messages."""
        self._said[chat_id] = messages
        self._just[chat_id] = True

    def just_gave(self, chat_id: int) -> bool:
        """Whether the bot introduced itself there a moment ago."""
        return chat_id in self._just

    def moved(self, new: int) -> tuple[int, ...]:
        """The supergroup `new` is no new group; returns the introduction that was too much, if there was one."""
        self._moved[new] = True
        return self._said.pop(new, ())
