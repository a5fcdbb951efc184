"""Reads at what time and on which days somebody wants to be reminded: `08:30`, `工作日 8点半`, `mon,wed 9am`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from enum import Enum, StrEnum
from typing import NamedTuple

from handlers.reminding.times.cues import Cue, Cues, Part, Word
from handlers.reminding.times.plain import Simplify, plain, tidy
from handlers.reminding.times.weekdays import Weekdays, hour_of
from knowledge.language.numerals import to_arabic
from store import EVERY_DAY

LONGEST = 60  # characters; whoever writes more says more than a time

_MINUTE = re.compile("[零〇][一二三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?")
_MIDNIGHT = 24  # the hour at which a day ends
_PICTURES_AND_BRACKETS = frozenset({"So", "Sk", "Mn", "Ps", "Pe", "Pi", "Pf"})  # Unicode's categories of them


@dataclass(frozen=True, slots=True)
class When:
    """A time of day to the minute, on days of the week: ISO numbers, 1 is Monday; None where no days were said.

    `is_midnight`: said of some days it may be these days' or the next days'.
    """

    at: time
    days: frozenset[int] | None = None
    is_midnight: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week without a time."""

    days: frozenset[int]


class Switch(Enum):
    """No more reminders are wanted, or those that were chosen before."""

    OFF = "off"
    ON = "on"


class Unclear(StrEnum):
    """Why it can't be read.

    There is no such time, it may be several times or is several, it is for one day only, or it can't be told on which
    days or at what time at all.
    """

    IMPOSSIBLE = "impossible"
    AMBIGUOUS = "ambiguous"
    SEVERAL = "several"
    ONCE = "once"
    DAYS = "days"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Unread:
    """`words`, as they were written, stand beside what can be read."""

    words: str


Wanted = When | Days | Switch
Unwanted = Unclear | Unread


class Times:
    """Reads times by its cue words; `simplify` turns traditional characters into simplified ones."""

    def __init__(self, cues: Cues, simplify: Simplify) -> None:
        self._cues, self._simplify = cues, simplify

    def read(self, text: str) -> Wanted | Unwanted:
        """Returns what is wanted, where it can be read in exactly one way; else why not. Numbers are never guessed."""
        words = plain(text[: LONGEST * 2], self._simplify)
        if len(words) > LONGEST:
            return Unclear.TIME
        written = tidy(text[: LONGEST * 2])
        reading = _Reading(self._cues, written if len(written) == len(words) else words)
        for piece in self._cues.pattern.finditer(words):
            reading.take(piece)
        return reading.result()


class _Clock(NamedTuple):
    """A time as it was said: the hour may be one of twelve."""

    hour: int
    minute: int = 0


class _Reading:
    """What the pieces of a message tell, taken one after the other; `written` is the message to quote from."""

    def __init__(self, cues: Cues, written: str) -> None:
        self._cues, self._written = cues, written
        self._weekdays = Weekdays(cues.week)
        self._clocks: set[_Clock] = set()
        self._parts: list[Part] = []
        self._seen: set[Cue] = set()
        self._last: Cue | None = None
        self._bare: list[int] = []  # numbers that are an hour where a part of the day is said: 8 pm, 早8
        self._unread: list[int] = []  # where the letters stand that tell nothing
        self._switched: set[int] = set()  # where on or off is said, by what may belong to them: 开会, 关注
        self._is_impossible = self._is_ambiguous = self._has_signs = self._is_every = self._is_shifted = False

    def take(self, piece: re.Match[str]) -> None:
        """Takes the next piece that the pattern found."""
        if piece["space"]:
            self._weekdays.space()
            return
        cue = self._cues.words[piece["word"]].cue if piece["word"] else None
        self._one(piece)
        self._last = cue

    def _one(self, piece: re.Match[str]) -> None:
        if piece["date"] or piece["counted"]:
            self._weekdays.close()
            self._seen.add(Cue.RHYTHM)
            self._is_shifted |= bool(self._unread) and not piece["date"] and not piece["each"]
        elif piece["word"]:
            self._word(self._cues.words[piece["word"]], piece)
        elif piece["number"]:
            self._number(piece["number"], piece.start())
        elif piece["other"]:
            self._other(piece["other"], piece.start())
        else:
            self._time(piece)

    def result(self) -> Wanted | Unwanted:
        """Returns what all pieces tell together."""
        self._weekdays.end()
        if len(self._bare) == 1 and self._parts and not self._clocks:
            self._clock(self._bare.pop(), 0)
        if Cue.OFF in self._seen:
            return self._fault() or self._off()
        found = self._fault()
        if found or self._clocks or any(part.alone is not None for part in self._parts):
            return found or self._when()
        if self._parts:
            return Unclear.TIME
        days = self._weekdays.days
        if Cue.RESUME in self._seen and days in (frozenset(), EVERY_DAY):  # 恢复每日提醒 is said of all reminders
            return Switch.ON
        return Days(days) if days else Unclear.TIME

    def _off(self) -> Switch | Unclear:
        """No more reminders at all: what is said to end at a time, or on some days, can't be told."""
        if self._clocks or self._parts or Cue.RESUME in self._seen:
            return Unclear.AMBIGUOUS
        return Switch.OFF if self._weekdays.days in (frozenset(), EVERY_DAY) else Unclear.DAYS

    def _fault(self) -> Unwanted | None:
        """Why the pieces make no sense; the first reason is the one that helps most."""
        is_said = bool(self._clocks or self._bare or self._parts or self._weekdays.days or self._is_ambiguous)
        is_said |= Cue.OFF in self._seen
        faults: tuple[tuple[Unwanted, object], ...] = (
            (Unclear.IMPOSSIBLE, self._is_impossible),
            (Unread(self._quoted()), self._is_shifted),
            (Unclear.DAYS, Cue.RHYTHM in self._seen),
            (Unclear.ONCE, Cue.ONCE in self._seen),
            (Unread(self._quoted()), is_said and self._unread),
            (Unclear.TIME, self._unread),
            (Unclear.AMBIGUOUS, self._is_ambiguous or self._bare or (is_said and self._has_signs)),
            (Unclear.SEVERAL, len(self._clocks) > 1),
            (Unclear.DAYS, self._weekdays.is_broken),
        )
        return next((reason for reason, holds in faults if holds), None)

    def _quoted(self) -> str:
        """The first words that tell nothing, with the spaces between them."""
        end = start = self._unread[0] if self._unread else 0
        for position in self._unread:
            if self._written[end:position].strip():
                break
            end = position + 1
        return self._written[start - (start - 1 in self._switched) : end]

    def _word(self, word: Word, piece: re.Match[str]) -> None:
        self._seen.add(word.cue)
        if word.cue in {Cue.OFF, Cue.RESUME} and len(piece[0]) == 1:
            self._switched.add(piece.start())
        if word.cue is Cue.WEEK:
            self._weekdays.begin()
        elif word.cue is Cue.RANGE:
            self._weekdays.go_on()
        elif word.cue is Cue.DAYS:
            self._weekdays.add(word.days)
        elif word.cue is Cue.DAILY:
            self._weekdays.daily()
        elif word.cue is Cue.PAUSE:
            self._weekdays.pause()
        elif word.cue is Cue.JOINT:
            self._weekdays.join()
        else:
            self._weekdays.close()
        if word.part:
            self._parts.append(word.part)
            self._is_every |= self._last is Cue.EVERY

    def _number(self, text: str, start: int) -> None:
        if self._weekdays.is_open and self._weekdays.number(text):
            return
        self._weekdays.close()
        if self._weekdays.is_broken:
            return
        hour = hour_of(text) if len(text) <= 2 or not text.isdecimal() else None
        if hour is not None:
            self._bare.append(hour)
        elif text.isdecimal() or not self._cues.week.keys() >= set(text):
            self._is_ambiguous = True
        else:  # 天 and 日 alone are no numbers
            self._unread += range(start, start + len(text))

    def _other(self, sign: str, start: int) -> None:
        self._weekdays.close()
        if sign.isalnum():
            self._unread.append(start)
        elif unicodedata.category(sign) not in _PICTURES_AND_BRACKETS:
            self._has_signs = True

    def _time(self, piece: re.Match[str]) -> None:
        if piece["run"]:
            ways = self._weekdays.split(piece["run"])
            self._is_ambiguous |= len(ways) > 1
            for way in ways[:1]:
                self._clock(hour_of(way), self._past(piece))
        else:
            self._weekdays.close()
            said = piece["compact"] or f"{piece['hour']:>02}{piece['minute']:>0{2 if piece['minutes'] else 1}}"
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
        if past[-1].isdecimal():
            past = past.replace("零", "0").replace("〇", "0")
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
        if hour is None or None in hours:
            return Unclear.AMBIGUOUS
        if len(hours) > 1:
            return Unclear.SEVERAL
        if said.hour == _MIDNIGHT and said.minute:
            return Unclear.IMPOSSIBLE
        days = self._weekdays.days or (EVERY_DAY if self._is_every else None)
        is_midnight = hour >= _MIDNIGHT and days != EVERY_DAY
        if is_midnight and days:
            return Unclear.AMBIGUOUS
        return When(time(hour % _MIDNIGHT, said.minute), days, is_midnight)
