"""Days of the week as they are listed, one after the other: `周一、三、五`, `周一到周五`, `mon-fri`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from knowledge.language.numerals import to_arabic

_HOUR = re.compile("[零〇]|[零〇]?[一二两三四五六七八九]|[一二]?十[一二三四五六七八九]?")  # no 两三, which is 2 or 3


class Weekdays:
    """The days named so far, ISO numbers; `names` are those that may stand behind 周.

    `is_open` tells whether a number that follows names days, `is_broken` that a list made no sense. 每天 beside named
    days says nothing more: 周一到周五每天.
    """

    def __init__(self, names: Mapping[str, int]) -> None:
        self.is_open = self.is_broken = False
        self._names, self._named = names, set[int]()
        self._is_daily = self._is_daily_last = self._is_joined = False
        self._is_new = self._is_apart = False
        self._from: int | None = None
        self._ranges = False

    @property
    def days(self) -> frozenset[int]:
        """The days; none, where none was named."""
        return frozenset(self._named or (range(1, 8) if self._is_daily else ()))

    def begin(self) -> None:
        """A 周 came: days follow."""
        self.is_broken |= self._is_new
        self.is_open = self._is_new = True
        self._is_apart = False

    def add(self, days: AbstractSet[int]) -> None:
        """A word came that names days; a single one may end a range, or begin one. None may come twice."""
        new = set(days)
        if self._ranges and self._from and len(days) == 1:
            new = {(self._from + step) % 7 + 1 for step in range((max(days) - self._from) % 7)}
        else:
            self.is_broken |= self._ranges
        self.is_broken |= bool(new & self._named) or (self._is_joined and self._is_daily_last)
        self._named |= new
        self._is_joined = self._is_daily_last = False
        self._from = max(days) if len(days) == 1 else None
        self._is_new = self._is_apart = self._ranges = False

    def daily(self) -> None:
        """A 每天 came. Joined to named days, it would be more days than these."""
        self.close()
        self.is_broken |= self._is_joined and bool(self._named)
        self._is_joined, self._is_daily, self._is_daily_last = False, True, True

    def number(self, text: str) -> bool:
        """A number came in the open list: returns whether it names days, and then adds them."""
        if not all(sign in self._names for sign in text):
            return False
        for sign in text:
            self.add({self._names[sign]})
        return True

    def go_on(self) -> None:
        """A 到 came: the days up to the next one are meant."""
        self.is_broken |= self._from is None or self._ranges
        self._ranges = True
        self._is_apart = False

    def pause(self) -> None:
        """A comma came: a number behind it may go on with the list."""
        self._is_apart = False

    def join(self) -> None:
        """A 、 or 和 came: a number behind it may go on with the list, and days behind it are further ones."""
        self._is_apart, self._is_joined = False, True

    def space(self) -> None:
        """A space came: a number behind it is one of its own."""
        self._is_apart = True

    def close(self) -> None:
        """Something else came; a list without days, or with half a range, made no sense."""
        self.is_broken |= self._is_new or self._ranges
        self.is_open = self._is_new = self._ranges = False
        self._from = None

    def end(self) -> None:
        """Nothing more comes. A single day is none of 每天."""
        self.close()
        self.is_broken |= self._is_daily and len(self._named) == 1

    def split(self, run: str) -> list[str]:
        """Returns how the numerals `run` before 点 may be read: as the hour, behind days of the open list or alone.

        Of 周一二十点 both 二十 and 十 are hours, and days stand before either. A single way's days count.
        """
        if not self.is_open or self._is_apart or run.isdecimal():
            self.close()
            return [run]
        least = 1 if self._is_new or self._ranges else 0
        ways = [(run[:k], run[k:]) for k in range(least, len(run)) if _HOUR.fullmatch(run[k:])]
        ways = [(days, hour) for days, hour in ways if self._are_new(days)]
        if len(ways) == 1:
            self.number(ways[0][0])
        self.is_broken |= not ways
        self.close()
        return [hour for _, hour in ways]

    def _are_new(self, text: str) -> bool:
        """Whether `text` names days, none that was named before."""
        found = [self._names.get(sign, 0) for sign in text]
        return 0 not in found and len(self._named.union(found)) == len(self._named) + len(found)


def hour_of(run: str) -> int | None:
    """Returns the number that stands before 点, in digits or numerals; None for 两三 and 三五, which are two."""
    if not run.isdecimal() and not _HOUR.fullmatch(run):
        return None
    return int(to_arabic(run))
