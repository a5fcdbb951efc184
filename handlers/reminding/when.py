"""Reads at what time and on which days somebody wants to be reminded: `08:30`, `工作日 8点半`, `mon,wed 9am`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import Enum, StrEnum
from typing import NamedTuple

from handlers.reminding.cues import Cue, Cues, Part, Word
from handlers.reminding.plain import Simplify, plain
from handlers.reminding.weekdays import Weekdays, hour_of
from knowledge.language.numerals import to_arabic

EVERY_DAY = frozenset(range(1, 8))
LONGEST = 60  # characters; whoever writes more says more than a time

_MINUTE = re.compile("[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?")
_MIDNIGHT = 24  # the hour at which a day ends


@dataclass(frozen=True, slots=True)
class When:
    """A time of day to the minute, on days of the week: ISO numbers, 1 is Monday."""

    at: time
    days: frozenset[int] = EVERY_DAY


class Off(Enum):
    """No more reminders are wanted."""

    OFF = "off"


class Unclear(StrEnum):
    """Why it can't be read: there is no such time, it may be several times, which days, or at what time at all."""

    IMPOSSIBLE = "impossible"
    AMBIGUOUS = "ambiguous"
    DAYS = "days"
    TIME = "time"


class Times:
    """Reads times by its cue words; `simplify` turns traditional characters into simplified ones."""

    def __init__(self, cues: Cues, simplify: Simplify) -> None:
        self._cues, self._simplify = cues, simplify

    def read(self, text: str) -> When | Off | Unclear:
        """Returns what is wanted, where it can be read in exactly one way; else why not. Numbers are never guessed."""
        words = plain(text[: LONGEST * 2], self._simplify)
        if len(words) > LONGEST:
            return Unclear.TIME
        reading = _Reading(self._cues)
        for piece in self._cues.pattern.finditer(words):
            reading.take(piece)
        return reading.result()


class _Clock(NamedTuple):
    """A time as it was said: the hour may be one of twelve."""

    hour: int
    minute: int = 0


class _Reading:
    """What the pieces of a message tell, taken one after the other."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._weekdays = Weekdays(cues.week)
        self._clocks: set[_Clock] = set()
        self._parts: list[Part] = []
        self._seen: set[Cue] = set()
        self._is_impossible = self._is_ambiguous = self._is_unread = False
        self._bare = ""  # a number that is an hour where a part of the day follows: 8 pm

    def take(self, piece: re.Match[str]) -> None:
        """Takes the next piece that the pattern found."""
        if piece["space"]:
            self._weekdays.space()
            return
        word = self._cues.words[piece["word"]] if piece["word"] else None
        if self._bare and not (word and word.cue is Cue.PART):
            self._is_ambiguous, self._bare = True, ""
        if word:
            self._word(word)
        elif piece["number"]:
            self._number(piece["number"])
        elif piece["other"]:
            self._is_unread = True
            self._weekdays.close()
        else:
            self._time(piece)

    def result(self) -> When | Off | Unclear:
        """Returns what all pieces tell together."""
        self._weekdays.close()
        if Cue.OFF in self._seen:
            return Unclear.AMBIGUOUS if self._seen - {Cue.OFF, Cue.FILLER} or self._is_more else Off.OFF
        if self._is_impossible:
            return Unclear.IMPOSSIBLE
        if Cue.ONCE in self._seen:
            return Unclear.DAYS
        if self._is_ambiguous or self._bare or len(self._clocks) > 1:
            return Unclear.AMBIGUOUS
        if self._weekdays.is_broken:
            return Unclear.DAYS
        found = self._when()
        return Unclear.DAYS if self._is_unread and isinstance(found, When) else found

    @property
    def _is_more(self) -> bool:
        """Whether anything but words was said."""
        return bool(self._clocks or self._bare) or self._is_impossible or self._is_ambiguous or self._is_unread

    def _word(self, word: Word) -> None:
        self._seen.add(word.cue)
        if word.cue is Cue.WEEK:
            self._weekdays.begin()
        elif word.cue is Cue.RANGE:
            self._weekdays.go_on()
        elif word.cue is Cue.DAYS:
            self._weekdays.add(word.days)
        elif word.cue is Cue.JOINT:
            self._weekdays.join()
        else:
            self._weekdays.close()
        if word.part:
            self._parts.append(word.part)
            if self._bare:
                self._clock(int(self._bare), 0)
                self._bare = ""

    def _number(self, text: str) -> None:
        if self._weekdays.is_open and self._weekdays.number(text):
            return
        self._weekdays.close()
        if self._weekdays.is_broken:
            return
        if text.isdecimal() and len(text) <= 2:
            self._bare = text
        else:
            self._is_ambiguous = True

    def _time(self, piece: re.Match[str]) -> None:
        if piece["run"]:
            ways = self._weekdays.split(piece["run"])
            self._is_ambiguous |= len(ways) > 1
            for way in ways[:1]:
                self._clock(hour_of(way), self._past(piece))
        else:
            self._weekdays.close()
            said = piece["compact"] or f"{piece['hour']:>02}{piece['minute']}"
            self._clock(int(said[:2]), int(said[2:]) if len(said) == 4 else None)

    def _past(self, piece: re.Match[str]) -> int | None:
        """The minutes of 8点半, 8点一刻, 8点05分; None for 8点5, which may be five or fifty past."""
        if piece["half"]:
            return 30
        if piece["quarter"]:
            return 15 * int(to_arabic(piece["quarter"]))
        past = piece["past"]
        if not past:
            return 0
        is_plain = len(past) > 1 if past.isdecimal() else _MINUTE.fullmatch(past)
        return int(to_arabic(past)) if is_plain or (piece["unit"] and len(past) == 1) else None

    def _clock(self, hour: int | None, minute: int | None) -> None:
        if hour is None or minute is None:
            self._is_ambiguous = True
        elif hour > _MIDNIGHT or minute > 59:
            self._is_impossible = True
        else:
            self._clocks.add(_Clock(hour, minute))

    def _when(self) -> When | Unclear:
        """The time with the part of the day that it was said to be in, on the days."""
        clocks = self._clocks or {_Clock(part.alone) for part in self._parts if part.alone is not None}
        if len(clocks) != 1:
            return Unclear.AMBIGUOUS if clocks else Unclear.TIME
        [said] = clocks
        hours = {part.hour(said.hour) for part in self._parts} or {said.hour}
        hour = next(iter(hours))
        if len(hours) > 1 or hour is None:
            return Unclear.AMBIGUOUS
        if said.hour == _MIDNIGHT and said.minute:
            return Unclear.IMPOSSIBLE
        days = frozenset(self._weekdays.days) or EVERY_DAY
        # midnight and the hours after it, said of some days, may be these days' or the next days'
        if hour >= _MIDNIGHT and days != EVERY_DAY:
            return Unclear.AMBIGUOUS
        return When(time(hour % _MIDNIGHT, said.minute), days)
