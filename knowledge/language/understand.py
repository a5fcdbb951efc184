"""The second step: what a question asks for beside its topic, told by the lexicon's cue words and its wording."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.language.lexicon import Lexicon, Match, Tag
from knowledge.language.normalise import Units, split_units
from knowledge.language.patterns import (
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
from knowledge.language.question import NATION, Question
from knowledge.language.words import Class, Word
from knowledge.model import Report

_CONTENT = frozenset(("synonym", "place", "outside", "department", "group"))
_LIGHT = ("filler", "question", "year", "list")
_WHOLE = ("unanswerable", "moment", "location")
SHORT = 44  # units of a question in which a slip in a place's name is looked for
LONGEST_BEFORE = 2  # characters of a word before a name in it
_ADDED = ("新增", "净增")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])([12]\d)年(?![前后来级内])")
_YEARS_AGO = re.compile(r"(?<![\d.])(\d{1,2})年前(?!的今天)")
_NATION = re.compile(f"(?:^|年|的){NATION}(?![第排居首最前位领几多各])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass
class Cues:
    """What the lexicon's words in a question reveal: the values of each family, and how often it was seen.

    `light[i]` tells that unit i carries no topic, `spans` are the outermost content words, `beyond` the words for what
    reports do not say, `relative` words such as 今年, each with its distance from the report's year.
    """

    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    light: list[bool] = field(default_factory=list)
    cued: list[bool] = field(default_factory=list)
    spans: list[Match] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    relative: dict[str, int] = field(default_factory=dict)

    def note(self, tag: Tag, word: str) -> None:
        """Notes what a word reveals."""
        self.values[tag.family].add(tag.value)
        self.counts[tag.family] += 1
        if tag.family == "unanswerable":
            self.beyond.append(word)
        elif tag.family == "year":
            self.relative[word] = int(tag.value)


def _outermost(matches: list[Match]) -> list[Match]:
    """Drops every match that lies inside a longer one; `matches` come by start, longest first."""
    kept: list[Match] = []
    reach = 0
    for match in matches:
        if match.end > reach:
            kept.append(match)
            reach = match.end
    return kept


def _misread(tag: Tag, match: Match, spans: list[Match], outermost: set[tuple[int, int]], inside: bool) -> bool:
    """Whether a word reveals nothing because it is a piece of a longer one.

    中 in 中小学 is no filler, 在哪 in 在哪些 asks for no place, and 总值 in 地区生产总值 for no total.
    """
    size = match.end - match.start
    if inside and size == 1:
        return True
    if tag.family in _WHOLE and (match.start, match.end) not in outermost:
        return True
    return tag.family == "measure" and any(
        s.start <= match.start and match.end <= s.end and size < s.end - s.start for s in spans
    )


def _adds(tag: Tag, match: Match, units: Units) -> bool:
    """Whether what looks like growth is the end of a word for an addition: 增了 in 新增了."""
    return tag.value == "growth" and match.start > 0 and units.slice(match.start - 1, match.start + 1) in _ADDED


def _is_inside_a_word(match: Match, units: Units, lexicon: Lexicon) -> bool:
    """Whether a place's name ends a longer word that names no place: 海口 in 出海口."""
    if all(tag.family != "outside" for tag in match.tags):
        return False
    words = (units.slice(start, match.end) for start in range(max(0, match.start - LONGEST_BEFORE), match.start))
    return any(word in lexicon.vocabulary and word not in lexicon.words for word in words)


def read_cues(units: Units, lexicon: Lexicon) -> Cues:
    """Returns what the lexicon's words in `units` reveal; a short word inside a content word reveals nothing."""
    seen = Cues(light=[False] * len(units), cued=[False] * len(units))
    matches = list(lexicon.scan(units))
    content = [match for match in matches for tag in match.tags if tag.family in _CONTENT]
    seen.spans = _outermost([match for match in content if not _is_inside_a_word(match, units, lexicon)])
    held = [False] * len(units)
    for match in seen.spans:
        if match.end - match.start > 1:
            held[match.start : match.end] = [True] * (match.end - match.start)
    outermost = {(match.start, match.end) for match in _outermost(matches)}
    for match in matches:
        inside = all(held[match.start : match.end])
        for tag in match.tags:
            misread = _misread(tag, match, seen.spans, outermost, inside) or _adds(tag, match, units)
            if tag.family in _CONTENT or misread:
                continue
            seen.note(tag, units.slice(match.start, match.end))
            if tag.family != "unit":
                seen.cued[match.start : match.end] = [True] * (match.end - match.start)
            if tag.family in _LIGHT or (tag.family == "kind" and tag.value != "livelihood"):
                for i in range(match.start, match.end):
                    seen.light[i] = seen.light[i] or not held[i]
    for match in seen.spans:
        for tag in match.tags:
            seen.values[tag.family].add(tag.value)
            if tag.family in ("place", "outside", "department", "group"):
                seen.cued[match.start : match.end] = [True] * (match.end - match.start)
    if len(units) <= SHORT and not (seen.values["place"] or seen.values["outside"]):
        seen.values["place"].update(filter(None, [lexicon.mistyped_place(units.joined)]))
    return seen


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
    years.update(report.year - int(ago) for ago in _YEARS_AGO.findall(joined))
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
