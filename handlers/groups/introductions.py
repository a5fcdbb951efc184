"""Which groups the bot has introduced itself to lately, and which only seem to be new."""

from __future__ import annotations

from collections.abc import Callable

from handlers.recent import Recent

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
