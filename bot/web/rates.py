"""How often each client may do something: a token bucket for each address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.recent import Recent

ADDRESSES = 10_000  # remembered at some 200 bytes each; a forgotten one starts with a full bucket


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """`burst` at once, then one more each `seconds`."""

    burst: int
    seconds: float


class RateLimiter:
    """Token buckets of one rate, one for each key. `clock` counts seconds.

    aiolimiter's buckets, which pace the messages to Telegram, let a caller wait; here one is refused and told when to
    come back.
    """

    def __init__(self, rate: Allowance, *, clock: Callable[[], float], size: int = ADDRESSES) -> None:
        self._rate, self._clock = rate, clock
        # Tokens and when they were counted. A bucket that nobody took from for so long is full, and needn't be kept.
        self._buckets: Recent[str, tuple[float, float]] = Recent(
            seconds=rate.burst * rate.seconds, size=size, clock=clock
        )

    def wait(self, key: str = "") -> float:
        """Take a token of `key` and return 0; without one return the seconds until there is."""
        now = self._clock()
        tokens, counted = self._buckets.get(key) or (self._rate.burst, now)
        tokens = min(self._rate.burst, tokens + (now - counted) / self._rate.seconds)
        if tokens < 1:
            return (1 - tokens) * self._rate.seconds
        self._buckets.set(key, (tokens - 1, now))
        return 0.0
