"""The second step: what a question asks for beside its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language.cues import Cues, read_cues
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import NATION, Question
from knowledge.language.units import Units, split_units
from knowledge.language.wording import (
    asked_of,
    asks_quantity,
    asks_whether,
    grades_of,
    items_of_list,
    members_of,
    noun_of,
    ordinal_of,
    rank_of,
    unit_of,
)
from knowledge.language.words import Class, Word
from knowledge.model import Report

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])([12]\d)年(?![前后来级内])")
_NATION = re.compile(f"(?:^|年|的){NATION}(?![第排居首最前位领几多各])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


def understand(form: str, lexicon: Lexicon, report: Report) -> Question:
    """Reads what `form`, a question's normal form, asks for."""
    units = split_units(form)
    joined = units.joined
    cues = read_cues(units, lexicon)
    years = _years(joined, cues, report)
    light = _light(units, cues, years)
    ordinal, classifier = ordinal_of(joined)
    numbers = _numbers(joined, years, ordinal)
    asked = asked_of(joined)
    return Question(
        form=form,
        units=units,
        core=_core(units, light, len(asked)),
        asked=asked,
        noun=noun_of(asked),
        light=light,
        spans=tuple(cues.spans),
        years=years,
        status=frozenset(cues.values["status"]),
        measures=frozenset(cues.values["measure"]),
        kinds=frozenset(cues.values["kind"]),
        unit=unit_of(joined, lexicon),
        ordinal=ordinal,
        classifier=classifier,
        items=items_of_list(joined),
        numbers=numbers,
        exact=frozenset(n for n in numbers if "." in n or "%" in n or len(n) > 2),
        rank=rank_of(joined),
        grades=grades_of(joined),
        places=_places(cues, lexicon),
        outside=_outside(joined, cues, report),
        departments=frozenset(cues.values["department"]),
        asks=bool(cues.counts["question"]) or "?" in form or asks_whether(joined),
        lists=bool(cues.counts["list"]),
        chatter=cues.counts["chatter"],
        quantity=asks_quantity(joined),
        moment=bool(cues.counts["moment"]),
        location=bool(cues.counts["location"]),
        enumerates=members_of(joined),
        beyond=tuple(cues.beyond),
        words=_words(units, cues, lexicon),
        relative=tuple((word, report.year + distance) for word, distance in cues.relative.items()),
    )


def _words(units: Units, cues: Cues, lexicon: Lexicon) -> tuple[Word, ...]:
    """The words that name something or say what is done: all but cues, fillers and numbers; places are units."""
    found: list[Word] = []
    start = 0
    for end in range(1, len(units) + 1):
        if (
            end < len(units)
            and not units.gaps[end]
            and _is_chinese(units.items[end])
            and _is_chinese(units.items[start])
        ):
            continue
        found += _words_of_run(units.items[start:end], start, cues, lexicon)
        start = end
    return tuple(found)


def _words_of_run(items: tuple[str, ...], at: int, cues: Cues, lexicon: Lexicon) -> Iterator[Word]:
    if not _is_chinese(items[0]):
        if items[0].isalpha() and not (cues.light[at] or cues.cued[at]):
            yield Word(at, at + 1, items[0], Class.NOUN)
        return
    for word in lexicon.vocabulary.divide("".join(items)):
        span = slice(at + word.start, at + word.end)
        if not all(light or cued for light, cued in zip(cues.light[span], cues.cued[span], strict=True)):
            yield Word(span.start, span.stop, word.text, word.kind)


def _is_chinese(item: str) -> bool:
    return len(item) == 1 and "\u3400" <= item <= "\u9fff"


def _years(joined: str, cues: Cues, report: Report) -> frozenset[int]:
    years = {report.year + int(offset) for offset in cues.values["year"]}
    years.update(int(y) for y in _YEAR.findall(joined))
    years.update(2000 + int(y) for y in _SHORT_YEAR.findall(joined))
    return frozenset(years)


def _light(units: Units, cues: Cues, years: frozenset[int]) -> tuple[bool, ...]:
    """A year is no topic: it is judged for itself."""
    return tuple(
        light or (item.isdecimal() and int(item) in years) for light, item in zip(cues.light, units.items, strict=True)
    )


def _core(units: Units, light: tuple[bool, ...], end: int) -> str:
    """What is asked about: the words with a topic in the first `end` characters."""
    return "".join(
        item for item, offset, none in zip(units.items, units.offsets, light, strict=True) if not none and offset < end
    )


def _numbers(joined: str, years: frozenset[int], ordinal: int | None) -> frozenset[str]:
    found = {n for n in _NUMBER.findall(joined) if not (n.isdecimal() and int(n) in years)}
    return frozenset(found - {str(ordinal)})


def _places(cues: Cues, lexicon: Lexicon) -> frozenset[str]:
    places = set(cues.values["place"])
    for group in cues.values["group"]:
        places.update(lexicon.place_groups[group])
    return frozenset(places)


def _outside(joined: str, cues: Cues, report: Report) -> frozenset[str]:
    """The places beyond the report's region that are asked about; the whole country where its own value is asked."""
    found = cues.values["outside"] - set(report.region_names)
    if _NATION.search(joined) and not any(name in joined for name in report.region_names):
        found = found | {NATION}
    return frozenset(found)
