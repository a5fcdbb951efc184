"""A dictionary that forgets: the oldest when it is full, and each thing when its time is over."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `size` values, each for `seconds` after it was set."""

    def __init__(self, *, seconds: float, size: int, clock: Callable[[], float]) -> None:
        self._seconds, self._size, self._clock = seconds, size, clock
        self._values: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value of `key`, or None when there is none or its time is over."""
        at, value = self._values.get(key, (None, None))
        return value if at is not None and self._clock() - at < self._seconds else None

    def set(self, key: K, value: V) -> None:
        """Sets it, from now on."""
        self._values.pop(key, None)
        self._values[key] = self._clock(), value
        while len(self._values) > self._size:
            self._values.popitem(last=False)

    def pop(self, key: K) -> V | None:
        """Forgets `key`; gives what its value was."""
        value = self.get(key)
        self._values.pop(key, None)
        return value
