"""A token bucket for each address: a burst, then one at a time, and no more memory than it was given."""

from __future__ import annotations

from bot.web.access import Allowance, RateLimiter
from tests.fakes.clock import Clock


def limiter(clock: Clock, *, size: int = 10) -> RateLimiter:
    return RateLimiter(Allowance(burst=3, seconds=2.0), clock=clock, size=size)


def test_a_burst_passes_and_the_next_is_told_how_long_to_wait() -> None:
    limited = limiter(Clock())
    assert [limited.wait("a") for _ in range(5)] == [0.0, 0.0, 0.0, 2.0, 2.0]
    assert limited.wait("b") == 0.0


def test_after_the_wait_one_more_passes() -> None:
    clock = Clock()
    limited = limiter(clock)
    for _ in range(3):
        limited.wait("a")
    clock.pass_by(1.5)
    assert limited.wait("a") == 0.5
    clock.pass_by(0.5)
    assert [limited.wait("a") for _ in range(2)] == [0.0, 2.0]


def test_after_a_long_while_a_burst_passes_again_and_no_more() -> None:
    clock = Clock()
    limited = limiter(clock)
    for _ in range(3):
        limited.wait("a")
    clock.pass_by(1e6)
    assert [limited.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 2.0]


def test_beyond_so_many_addresses_the_one_unheard_of_the_longest_is_forgotten() -> None:
    limited = limiter(Clock(), size=2)
    for address in ("a", "a", "a", "b", "b", "b"):
        limited.wait(address)
    limited.wait("c")
    assert limited.wait("b") == 2.0
    assert limited.wait("a") == 0.0
