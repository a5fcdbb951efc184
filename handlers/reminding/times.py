"""Parses what people type after /remind: `08:30`, `工作日 8点半`, `mon,wed 9am`, `off`.

One regular expression matches lists of days, clock times and known words; whatever it skips is unknown text.
Anything that can be read in more than one way is rejected with a reason, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from handlers.replies.phrases import simplified
from knowledge.grammar.numerals import to_arabic
from knowledge.language.normalise import INVISIBLE
from knowledge.report.document import read_document
from knowledge.report.schema import Form, NonEmptyTexts, validate
from store import EVERY_DAY, WORKDAYS

VOCABULARY = Path(__file__).with_name("times.yaml")
LONGEST = 60  # characters; a longer text is no time or place, and isn't parsed

_DASHES = re.compile("[-~\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\u30fc]+")
_SIGNS = str.maketrans({"\u2019": "'", "\u2236": ":"})

_NUMERALS = "零〇一二两三四五六七八九十"
# One number: not 两三, "two or three".
_NUMBER = re.compile(r"\d+|[零〇]?[\d一二三四五六七八九]|[零〇两]|[一二三四五六七八九]?十[一二三四五六七八九]?")

# Not days of the week: dates, and counts such as 每3天 or 10 minutes.
_DATE = r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d)"
_COUNT = rf"(?:\d+|[{_NUMERALS}]+)\s?个?\s?"
_UNIT = "(?:小时|钟头|分钟|秒|号|月|年|次|遍|[天周]一次|(?:hour|hr|minute|min|second|month|time)s?(?![a-z]))"
_EACH = rf"(?!每一[天日])(?:每隔?|隔|(?<![a-z])every)\s?{_COUNT}(?:{_UNIT}|[天日周]|星期|礼拜|(?:day|week)s?(?![a-z]))"

_O_CLOCK = r"\s?(?:点钟?|时|o'?clock)"
_CLOCK = (  # 8:30, 08:30:00, 8.30, 8点, 8点半, 8点一刻, 8点05分
    rf"(?P<hour>(?<![\d:.])\d+|[{_NUMERALS}]++)(?:(?:\s?:\s?|\.)(?=\d)|{_O_CLOCK})\s?"
    rf"(?:(?P<half>半)|(?P<quarter>[13一三])刻钟?"
    rf"|(?P<minute>[零〇]\d|\d++|[{_NUMERALS}]++)(?!\d|[:.](?!00(?!\d))\d|{_O_CLOCK})(?::00)?(?P<unit>\s?分钟?)?)?[整正]?"
)
_COMPACT = rf"(?<![\d:.])\d{{4}}(?!\d|[:.]\d|{_O_CLOCK})"

_WEEK = "(?:周|星期|礼拜)"
_CHARACTERS = rf"[一二三四五六日天]+(?!次|{_O_CLOCK}|(?<=二二)十)"  # 周二二十点: Tue at 20
_DIGITS = rf"(?![\d:.]|\s?:|次|{_O_CLOCK}|\s?[ap]\.?m)"
_OR_HOUR = "(?P<or_hour>(?<=[一二])(?<![周期拜].)(?=十))?"  # 周一二十点: Mon and Tue at 10, or Mon at 20


def normalise(text: str) -> tuple[str, str]:
    """Return `text` in half width, simplified and lower case, and the same characters as typed, to quote from.

    A long text is cut, but still longer than LONGEST.
    """
    typed = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[: LONGEST * 2]))[: LONGEST * 2]  # one ﷺ is 18 of them
    typed = " ".join(_DASHES.sub("-", typed.translate(_SIGNS)).split())
    words = simplified(typed).lower()
    return words, typed if len(typed) == len(words) else words


class _DayPart(Form):
    words: NonEmptyTexts
    start: Annotated[int, Field(alias="from", ge=0, le=24)]
    until: Annotated[int, Field(ge=0, le=35)]

    def hour(self, said: int) -> int | None:
        """Return the hour that `said` on a 12- or 24-hour clock means in this part of the day, or None."""
        step = 12 if 0 < said <= 12 else 24
        return next((hour for hour in range(self.start, self.until + 1) if (hour - said) % step == 0), None)


class TimeWords(Form):
    """The content of times.yaml."""

    words: dict[Literal["off", "on", "once", "rhythm", "daily", "range", "joiner", "filler"], NonEmptyTexts]
    days: Annotated[tuple[NonEmptyTexts, ...], Field(min_length=7, max_length=7)]
    workdays: NonEmptyTexts
    weekend: NonEmptyTexts
    parts: tuple[_DayPart, ...]


@dataclass(frozen=True, slots=True)
class ParsedSchedule:
    """A time of day to the minute, days of the week (ISO: 1 is Monday), or both; None for what wasn't given.

    `is_midnight`: the time is the end of a day, so that on some days only it may mean the night before or after.
    """

    at: time | None
    days: frozenset[int] | None = None
    is_midnight: bool = False


class Switch(Enum):
    """Turn reminders off, or on again as they were."""

    OFF = "off"
    ON = "on"


class UnclearReason(StrEnum):
    """Why a text can't be read as a schedule."""

    IMPOSSIBLE = "impossible"  # no such time of day
    AMBIGUOUS = "ambiguous"  # it can be read in more than one way
    SEVERAL = "several"  # more than one time
    ONCE = "once"  # one day only
    DAYS = "days"  # the days aren't clear, or aren't days of every week
    UNREAD = "unread"  # unknown words
    TIME = "time"  # the time isn't clear


@dataclass(frozen=True, slots=True)
class UnclearSchedule:
    """The text can't be read as a schedule; for `UnclearReason.UNREAD` `words` are the first unknown ones, as typed."""

    why: UnclearReason
    words: str = ""


class TimeParser:
    """Parses schedules by the words at `path`; raises KnowledgeError with every fault of that file."""

    def __init__(self, path: Path = VOCABULARY) -> None:
        vocabulary = validate(read_document(path), TimeWords)
        self._meanings = {word: meaning for meaning, words in vocabulary.words.items() for word in words}
        self._parts = {word: part for part in vocabulary.parts for word in part.words}
        self._days: dict[str, tuple[int, ...]] = dict.fromkeys(vocabulary.workdays, tuple(sorted(WORKDAYS)))
        self._days |= dict.fromkeys(vocabulary.weekend, (6, 7))
        self._days |= {name: (day,) for day, names in enumerate(vocabulary.days, 1) for name in (*names, str(day))}
        self._day = re.compile(_any((*self._days, *vocabulary.words["range"])))
        self._pattern = self._pieces(vocabulary)

    def _pieces(self, vocabulary: TimeWords) -> re.Pattern[str]:
        """Compile the pattern of one piece of text; at each position the first kind that matches is its `lastgroup`."""
        joiner = rf"\s?{_any((',', *vocabulary.words['range'], *vocabulary.words['joiner']))}\s?"
        weekdays = (  # 周一、三五, 周1-5; after a bare space a number is an hour: 周一 二十点, 周一 8
            rf"{_WEEK}\s?(?:{_CHARACTERS}(?:{joiner}{_CHARACTERS}|\s{_CHARACTERS}(?!十))*"
            rf"|[1-7]+{_DIGITS}(?:{joiner}[1-7]{_DIGITS})*)"
        )
        day = f"(?:{weekdays}|{_any(name for name in self._days if len(name) > 1)})"
        switches = {word for word, meaning in self._meanings.items() if meaning in {"off", "on"} and len(word) == 1}
        pieces = {
            "counted": rf"{_DATE}|(?P<each>{_EACH})|{_COUNT}{_UNIT}",
            "days": rf"{day}(?:{joiner}{day})*{_OR_HOUR}",
            "week": _WEEK,
            "daily": rf"(?:每个?|(?<![a-z])(?:every|each))\s?(?={_any(self._parts)})",  # 每晚
            "switch": rf"{_any(switches)}(?![\u3400-\u9fff])",
            "word": _any((self._meanings.keys() | self._parts.keys()) - switches),
            "clock": _CLOCK,
            "compact": _COMPACT,
            "number": rf"\d+|[{_NUMERALS}]+",
        }
        return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in pieces.items()))

    def parse(self, text: str) -> ParsedSchedule | Switch | UnclearSchedule:
        """Return the schedule or switch if `text` can be read in exactly one way; else why it can't."""
        words, typed = normalise(text)
        if len(words) > LONGEST:
            return UnclearSchedule(UnclearReason.TIME)
        found, end = _Pieces(), 0
        for piece in self._pattern.finditer(words):
            found.skip(typed[end : piece.start()])
            self._take(piece, found)
            end = piece.end()
        found.skip(typed[end:])
        return found.schedule()

    def _take(self, piece: re.Match[str], found: _Pieces) -> None:
        """Add one piece to `found`."""
        kind, text = str(piece.lastgroup), piece[0]
        if kind == "days":
            found.days |= self._listed(text)
            found.reasons |= {UnclearReason.AMBIGUOUS} if piece["or_hour"] is not None else set()
        elif kind == "clock":
            found.add_time(piece["hour"], _minute(piece))
        elif kind == "compact":
            found.add_time(text[:2], text[2:])
        elif kind == "number":
            found.numbers.append(text)
        elif text in self._parts:
            found.parts.append(self._parts[text])
        elif kind == "counted":
            found.said.add("delay" if found.unread and not piece["each"] else "rhythm")  # 推迟一小时, 每3天
        else:
            found.said.add(self._meanings[text] if kind in {"word", "switch"} else kind)

    def _listed(self, text: str) -> set[int]:
        """Expand a list of days and ranges: 周一三五, 周五到周一."""
        days: list[int] = []
        is_range = False
        for token in self._day.findall(text):
            named = self._days.get(token, ())
            if is_range:
                named = tuple((days[-1] + step) % 7 + 1 for step in range((named[-1] - days[-1]) % 7))
            days += named
            is_range = token not in self._days
        return set(days)


@dataclass(slots=True)
class _Pieces:
    """The pieces of a text, by kind; `said` holds the meanings of its words, `unread` the first unknown ones."""

    said: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    times: set[tuple[int, int]] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    parts: list[_DayPart] = field(default_factory=list)
    reasons: set[UnclearReason] = field(default_factory=set)
    unread: str = ""

    def skip(self, text: str) -> None:
        """Record unknown words between two pieces."""
        if not self.unread and (words := re.search(r"\w(?:.*\w)?", text)):
            self.unread = words[0]

    def add_time(self, hour: str, minute: str | None) -> None:
        """Add a time in digits or numerals; it is ambiguous if `minute` is None."""
        numbers = [int(to_arabic(number)) for number in (hour, minute) if number and _NUMBER.fullmatch(number)]
        if len(numbers) < 2:
            self.reasons.add(UnclearReason.AMBIGUOUS)
        elif numbers[0] * 60 + numbers[1] > 24 * 60 or numbers[1] > 59:
            self.reasons.add(UnclearReason.IMPOSSIBLE)
        else:
            self.times.add((numbers[0], numbers[1]))

    def schedule(self) -> ParsedSchedule | Switch | UnclearSchedule:
        """Combine the pieces."""
        if len(self.numbers) == 1 and self.parts and not self.times and len(to_arabic(self.numbers[0])) <= 2:
            self.add_time(self.numbers.pop(), "0")  # 晚8, 8 pm
        found = self._problem() or self._combined()
        if isinstance(found, UnclearReason):
            return UnclearSchedule(found, self.unread if found is UnclearReason.UNREAD else "")
        return found

    def _combined(self) -> ParsedSchedule | Switch | UnclearReason:
        days = frozenset(self.days or (EVERY_DAY if "daily" in self.said else ()))
        is_daily = days in {frozenset(), EVERY_DAY}
        if "off" in self.said:
            if self.times or self.parts or "on" in self.said:
                return UnclearReason.AMBIGUOUS
            return Switch.OFF if is_daily else UnclearReason.DAYS
        times = self.times or {(part.start, 0) for part in self.parts if part.start == part.until}  # noon, midnight
        if times:
            return self._timed(times, days)
        if self.parts or not (days or "on" in self.said):
            return UnclearReason.TIME
        return Switch.ON if "on" in self.said and is_daily else ParsedSchedule(None, days)

    def _problem(self) -> UnclearReason | None:
        """Return the first problem that holds, the most helpful to report first."""
        is_schedule = self.times or self.numbers or self.parts or self.days or self.reasons
        is_contradiction = "daily" in self.said and self.days and ("joiner" in self.said or len(self.days) == 1)
        problems = (
            (UnclearReason.IMPOSSIBLE, UnclearReason.IMPOSSIBLE in self.reasons),
            (UnclearReason.DAYS, "rhythm" in self.said),
            (UnclearReason.ONCE, "once" in self.said),
            (UnclearReason.UNREAD, self.unread and (is_schedule or self.said & {"off", "daily", "delay"})),
            (UnclearReason.TIME, self.unread),
            (UnclearReason.DAYS, is_contradiction or "week" in self.said),
            (UnclearReason.AMBIGUOUS, self.reasons or self.numbers),
            (UnclearReason.SEVERAL, len(self.times) > 1),
            (UnclearReason.DAYS, "range" in self.said),
        )
        return next((reason for reason, holds in problems if holds), None)

    def _timed(self, times: set[tuple[int, int]], days: frozenset[int]) -> ParsedSchedule | UnclearReason:
        """Combine the time with the part of the day and the days."""
        (said, minute), *others = times
        hours = {part.hour(said) for part in self.parts} or {said}
        hour = hours.pop()
        if others or hour is None or None in hours:
            return UnclearReason.AMBIGUOUS
        if hours:
            return UnclearReason.SEVERAL
        is_midnight = hour >= 24 and days != EVERY_DAY
        if is_midnight and days:
            return UnclearReason.AMBIGUOUS
        return ParsedSchedule(time(hour % 24, minute), days or None, is_midnight)


def _minute(piece: re.Match[str]) -> str | None:
    """The minutes of a clock time; None for 8点5 and 8:5, which may be five or fifty past."""
    if piece["half"]:
        return "30"
    if piece["quarter"]:
        return str(15 * int(to_arabic(piece["quarter"])))
    minute: str = piece["minute"] or "00"
    return minute if len(minute) > 1 or minute == "十" or piece["unit"] else None


def _any(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first; one of letters stands by itself."""
    patterns = (
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word[0].isascii() and word[0].isalpha() else re.escape(word)
        for word in sorted(words, key=len, reverse=True)
    )
    return f"(?:{'|'.join(patterns)})"
