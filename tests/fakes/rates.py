"""How fast the bot writes, counted by the loop's clock, so that a test with a clock of its own needs no sleep."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """A call that writes, as it came in: the loop's time in seconds, and the chat if it named one."""

    at: float
    chat_id: int | None


@dataclass(frozen=True, slots=True)
class Rates:
    """The calls that wrote, in order."""

    sent: tuple[Sent, ...]

    def busiest(self, seconds: float, *, chat_id: int | None = None) -> int:
        """The most calls in any window of `seconds`, open at its end; to one chat, or to all together."""
        return _busiest((each.at for each in self.sent if chat_id in {None, each.chat_id}), seconds)

    def busiest_chat(self, seconds: float) -> int:
        """The most calls to any single chat in any window of `seconds`."""
        chats = {each.chat_id for each in self.sent if each.chat_id is not None}
        return max((self.busiest(seconds, chat_id=chat) for chat in chats), default=0)


def _busiest(times: Iterable[float], seconds: float) -> int:
    window: deque[float] = deque()
    most = 0
    for at in sorted(times):
        window.append(at)
        while at - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most
