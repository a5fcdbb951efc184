"""Where pieces of a text stand in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

_KEY = 4  # characters of a piece by which it is looked up; few places of a report begin with the same four


class Places:
    """The first two places of each piece of `whole`.

    The text is read once for all `pieces` together: a search for each alone takes seconds in a file of many entries.
    Other pieces may be asked for as well, and are searched for.
    """

    def __init__(self, whole: str, pieces: Iterable[str]) -> None:
        self.whole = whole
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        self._keys = {piece[:_KEY] for piece in pieces if piece}
        for length in {len(key) for key in self._keys}:
            for start in range(len(whole) - length + 1):
                key = whole[start : start + length]
                if key in self._keys:
                    self._starts[key].append(start)

    def of(self, piece: str) -> tuple[int, ...]:
        """Return where `piece` begins: nowhere, in one place, or the first two of several."""
        key = piece[:_KEY]
        if key not in self._keys:
            return self._searched(piece)
        found = (start for start in self._starts.get(key, ()) if self.whole.startswith(piece, start))
        return tuple(islice(found, 2))

    def _searched(self, piece: str) -> tuple[int, ...]:
        first = self.whole.find(piece)
        second = self.whole.find(piece, first + 1) if first >= 0 else -1
        return tuple(start for start in (first, second) if start >= 0)
