"""What a question asks for, as one frozen value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.language.lexicon import Match
from knowledge.language.normalise import Units
from knowledge.language.words import Word

NATION = "全国"  # among the places outside: the country's own value is asked for

_TERM = re.compile(r"\d[个大项条]?[^\d\s,.?]{1,5}(?:\d[^\d\s,.?]{1,4})?$")  # 6个工程 alone, or 3管3必须


@dataclass(frozen=True)
class Question:
    """One question, understood. The sets are empty, and `unit` and `classifier` "", where nothing was said.

    `form` is its normal form, `core` what it says without words that carry no topic, `asked` what it says before
    哪6个, `noun` the 工程 of 6个工程 where that is all it asks about. `light[i]` tells that unit i carries no topic,
    `spans` are the lexicon's content words. `years` are calendar years; `status`, `measures`, `kinds` and `unit` hold
    the lexicon's values. `ordinal` is a place in an order (第3 = 3, the last = -1), `classifier` what was counted by
    it, `items` several such places; `numbers` are all other numbers, `exact` those too exact for small talk,
    `rank` the 3 of 全国第3, `grades` words such as 9价.
    `relative` are words such as 今年, each with the calendar year that it means in the report.
    `quantity` tells that a number is asked, `moment` a date or an hour, `location` a place; `enumerates` is the 6 of
    哪6个, 0 where no number stands. `beyond` are words for what reports do not say.
    """

    form: str
    units: Units
    core: str
    asked: str
    noun: str
    light: tuple[bool, ...]
    spans: tuple[Match, ...]
    years: frozenset[int]
    status: frozenset[str]
    measures: frozenset[str]
    kinds: frozenset[str]
    unit: str
    ordinal: int | None
    classifier: str
    items: tuple[int, ...]
    numbers: frozenset[str]
    exact: frozenset[str]
    rank: str
    grades: frozenset[str]
    places: frozenset[str]
    outside: frozenset[str]
    departments: frozenset[str]
    asks: bool
    lists: bool
    chatter: int
    quantity: bool
    moment: bool
    location: bool
    enumerates: int | None
    beyond: tuple[str, ...]
    words: tuple[Word, ...]
    relative: tuple[tuple[str, int], ...] = ()

    @property
    def defines(self) -> bool:
        """Whether the meaning or the members of something are asked for."""
        if self.exact:  # 增长7.3%的是什么 asks for what has the number
            return False
        return bool(self.kinds & {"meaning", "term"}) or self.enumerates is not None or bool(_TERM.match(self.form))

    @property
    def strictly_defines(self) -> bool:
        """Whether only a definition will do: 是什么 also asks for what a passage says, 指什么 and 哪6个 do not."""
        return "meaning" in self.kinds or self.enumerates is not None

    @property
    def reports(self) -> bool:
        """Whether it asks what a report tells: a number, a year, a plan, a rank, a meaning, a list, an item."""
        counted = self.quantity or self.ordinal is not None or bool(self.exact)
        return counted or self.lists or self.defines or bool(self.years or self.status or self.measures or self.kinds)

    def framed_by(self, whole: Question) -> Question:
        """Return this part of `whole` with what only the whole says: its years, status and that it asks."""
        return replace(
            self,
            years=self.years or whole.years,
            status=self.status or whole.status,
            places=self.places or whole.places,
            outside=self.outside or whole.outside,
            asks=whole.asks,
        )
