"""The words that say when, read from when.yaml, and the pattern that finds them and the numbers among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from knowledge.reading.schema import Filleds, Form, validate
from knowledge.reading.source import read

CUES = Path(__file__).with_name("when.yaml")

_DIGITS = "零〇一二两三四五六七八九十"


class _PartForm(Form):
    words: Filleds
    start: Annotated[int, Field(alias="from", ge=0, le=24)]
    until: Annotated[int, Field(ge=0, le=35)]
    alone: int | None = None


class _WhenForm(Form):
    off: Filleds
    resume: Filleds
    once: Filleds
    rhythms: Filleds
    each: Filleds
    each_so_many: Filleds
    so_many: Filleds
    everyday: Filleds
    workdays: Filleds
    weekend: Filleds
    week: Filleds
    days: Annotated[tuple[Filleds, ...], Field(min_length=7, max_length=7)]
    sunday: Filleds
    joints: Filleds
    pauses: Filleds
    ranges: Filleds
    parts: tuple[_PartForm, ...]
    every: Filleds
    hours: Filleds
    half: Filleds
    quarter: Filleds
    minutes: Filleds
    exactly: Filleds
    fillers: Filleds


class Cue(Enum):
    """What a word tells."""

    OFF = auto()
    RESUME = auto()  # by itself; beside a time or days it changes nothing: on weekdays
    ONCE = auto()
    RHYTHM = auto()  # other than that of a week: 每月
    EVERY = auto()  # the part of the day behind it is meant of every day: 每晚
    DAILY = auto()
    DAYS = auto()  # days by themselves: 工作日, mon
    WEEK = auto()  # numbers of days follow
    JOINT = auto()
    PAUSE = auto()
    RANGE = auto()
    PART = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, from one full hour to another, past 24 in the next day; `alone` is what it means by itself."""

    start: int
    until: int
    alone: int | None

    def hour(self, said: int) -> int | None:
        """Returns the hour that a clock's 12 or 24 hours call `said` in this part of the day; None where none is."""
        fitting = (hour for hour in range(self.start, self.until + 1) if hour == said or _is_same(hour, said))
        return next(fitting, None)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: what it tells, the days it names, or the part of the day."""

    cue: Cue
    days: frozenset[int] = frozenset()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """`words` tells what each word means, `week` the day of what stands behind 周; `pattern` finds one piece of a text.

    The pattern's groups: `date`; `counted`, 每3天, with `each`; `word`; `hour`, `minute`, `minutes` of 8:30分;
    `compact`, 0830; `run` with `half`, `quarter`, or `past` and `unit` of 8点半, 8点一刻, 8点05分; `number`, `space`
    and `other`.
    """

    words: Mapping[str, Word]
    week: Mapping[str, int]
    pattern: re.Pattern[str]


def load_cues(path: Path = CUES) -> Cues:
    """Reads the cue words at `path`; raises KnowledgeError with every fault of the file."""
    form = validate(read(path), _WhenForm)
    words = dict(_words(form))
    return Cues(MappingProxyType(words), MappingProxyType(dict(_week(form))), _pattern(form, words))


def _is_same(hour: int, said: int) -> bool:
    return said <= 12 and (hour - said) % 12 == 0


def _words(form: _WhenForm) -> Iterator[tuple[str, Word]]:
    plain = {Cue.OFF: form.off, Cue.RESUME: form.resume, Cue.ONCE: form.once, Cue.RHYTHM: form.rhythms}
    plain |= {Cue.WEEK: form.week, Cue.JOINT: form.joints, Cue.PAUSE: form.pauses, Cue.RANGE: form.ranges}
    plain |= {Cue.EVERY: form.every, Cue.DAILY: form.everyday, Cue.FILLER: form.fillers}
    for cue, words in plain.items():
        yield from ((word, Word(cue)) for word in words)
    for words, days in ((form.workdays, range(1, 6)), (form.weekend, range(6, 8))):
        yield from ((word, Word(Cue.DAYS, frozenset(days))) for word in words)
    for day, (_, *names) in enumerate(form.days, 1):
        yield from ((name, Word(Cue.DAYS, frozenset({day}))) for name in names)
    for part in form.parts:
        meant = Part(part.start, part.until, part.alone)
        yield from ((word, Word(Cue.PART, part=meant)) for word in part.words)


def _week(form: _WhenForm) -> Iterator[tuple[str, int]]:
    for day, (name, *_) in enumerate(form.days, 1):
        yield name, day
        yield str(day), day
    yield from ((name, 7) for name in form.sunday)


def _pattern(form: _WhenForm, words: Iterable[str]) -> re.Pattern[str]:
    run = f"[{_DIGITS}{form.days[6][0]}{''.join(form.sunday)}]+"
    number = rf"(?:\d+|[{_DIGITS}]+)\s?个?\s?"
    any_count = _any((*form.each_so_many, *form.so_many))
    minute = rf"(?P<past>[零〇]\d|\d++|[{_DIGITS}]++)(?!\s?(?:{_any(form.hours)}))(?P<unit>{_any(form.minutes)})?"
    past = rf"(?P<half>{_any(form.half)})|(?P<quarter>[13一三])(?:{_any(form.quarter)})|{minute}"
    return re.compile(
        r"(?P<date>(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d))"
        rf"|(?P<counted>(?!{_any(form.everyday)})(?:(?P<each>{_any(form.each)})\s?{number}(?:{any_count})"
        rf"|{number}(?:{_any(form.so_many)})))"
        rf"|(?P<word>{_any(words)})"
        r"|(?<![\d:.])(?P<hour>\d{1,2})(?:\s?:\s?|\.)(?P<minute>\d{1,2})(?![\d:]|\.\d)"
        rf"(?P<minutes>{_any(form.minutes)})?"
        rf"|(?<![\d:.])(?P<compact>\d{{4}})(?!\d|[:.]\d|\s?(?:{_any(form.hours)}))"
        rf"|(?P<run>\d+|{run})\s?(?:{_any(form.hours)})(?:\s?(?:{past}))?(?:{_any(form.exactly)})?"
        rf"|(?P<number>\d+|{run})|(?P<space>\s+)|(?P<other>.)",
        re.DOTALL,
    )


def _any(words: Iterable[str]) -> str:
    """One of `words`, the longest first."""
    return "|".join(map(_alone, sorted(words, key=len, reverse=True)))


def _alone(word: str) -> str:
    """The word; one of letters stands by itself."""
    is_latin = word.isascii() and word[0].isalpha()
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if is_latin else re.escape(word)
