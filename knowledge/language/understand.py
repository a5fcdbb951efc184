"""The second step: what a question asks for beside its topic, read off the lexicon's cue words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from knowledge.language.lexicon import Lexicon, Match
from knowledge.language.units import Units, split_units
from knowledge.model import Report

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])([12]\d)年(?![前后来级内])")
_COUNTED = re.compile(r"(?:多少|(?<!第)几)(个)?")
_SPENT = re.compile("(?:掏|花|交|付|缴|贴)了?(?:多少|几)")
_ORDINAL = re.compile(r"第(\d+)(?![\d名位届次])([个条句部项件类点号大种步]?)")
_FIRST = re.compile(r"(?:头|首|打头的|最前面的?)1?([个条句部项件])")
_LAST = re.compile(r"(?:最后|末尾|倒数第(\d*))1?([个条句部项件])")
_ITEM = re.compile(
    r"(?:实事|清单|民生)\D{0,3}(\d{1,2})(?![\d.%])(?!件(?!是|讲|说|什|啥|内|的内))|^\D{0,4}(\d{1,2})号(?:实事|民生)"
)
_WHICH = re.compile(
    r"(?:是|指|分别|具体|都|有|包括|包含)?哪(?:几|(\d{1,2}))(?:大|个|条|项|部|句|方面|样|种|地|下|分|批|类|点|个方面)?"
)
_TERM = re.compile(r"\d[个大项条]?[^\d\s,.?]{1,5}(?:\d[^\d\s,.?]{1,4})?$")  # 6个工程 alone, or 3管3必须
_COUNTED_NOUN = re.compile(r"\d+[个大项条句]([^\d\W]{2,5}?)(?:是|指|的|都|包括|分别|具体|到底)*$")
NATION = "全国"
_NATION = re.compile(f"(?:^|年|的){NATION}(?![第排居首最前位领几多各])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_LIGHT = ("filler", "question", "year", "list")
_CONTENT = ("synonym", "place", "outside", "department", "group")


@dataclass(frozen=True)
class Question:
    """One question, understood. The sets are empty, and `unit` and `classifier` "", where nothing was said.

    `form` is its normal form, `core` what it says without words that carry no topic, `asked` what it says before 哪6个, `noun` the 工程 of 6个工程
    where that is all it asks about, `light[i]` tells that unit i is
    of such a word, and `spans` are the lexicon's content words in it. `years` are calendar years; `status`,
    `measures`, `kinds` and `unit` hold the lexicon's values. `ordinal` is a place in an order (第3 = 3, the last = -1),
    `classifier` what was counted by it; `numbers` are all other numbers, `exact` those too exact for small talk.
    `quantity` tells that a number is asked, `moment` a date or an hour; `enumerates` is the 6 of 哪6个, 0 where no number
    stands. `beyond` are words for what reports do not say.
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
    numbers: frozenset[str]
    exact: frozenset[str]
    places: frozenset[str]
    outside: frozenset[str]
    departments: frozenset[str]
    asks: bool
    lists: bool
    chatter: int
    quantity: bool
    moment: bool
    enumerates: int | None
    beyond: tuple[str, ...]

    @property
    def defines(self) -> bool:
        """Whether the meaning or the members of something are asked for."""
        if self.exact:  # 增长7.3%的是什么 asks for what has the number
            return False
        return bool(self.kinds & {"meaning", "term"}) or self.enumerates is not None or bool(_TERM.match(self.form))

    def framed_by(self, whole: Question) -> Question:
        """Returns this part of `whole` with what only the whole says: its years, status and that it asks."""
        return replace(
            self,
            years=self.years or whole.years,
            status=self.status or whole.status,
            places=self.places or whole.places,
            outside=self.outside or whole.outside,
            asks=whole.asks,
        )


@dataclass
class _Seen:
    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    light: list[bool] = field(default_factory=list)
    spans: list[Match] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)


def _outermost(matches: list[Match]) -> list[Match]:
    """Drops every match that lies inside a longer one; `matches` come by start, longest first."""
    kept: list[Match] = []
    reach = 0
    for match in matches:
        if match.end > reach:
            kept.append(match)
            reach = match.end
    return kept


def _see(units: Units, lexicon: Lexicon) -> _Seen:
    seen = _Seen(light=[False] * len(units))
    matches = list(lexicon.scan(units))
    content = [m for m in matches if any(t.family in _CONTENT for t in m.tags)]
    seen.spans = _outermost(content)
    held = [False] * len(units)
    for match in seen.spans:
        if match.end - match.start > 1:
            held[match.start : match.end] = [True] * (match.end - match.start)
    for match in matches:
        inside = all(held[match.start : match.end])
        for tag in match.tags:
            if tag.family in _CONTENT:
                continue
            if inside and match.end - match.start == 1:
                continue  # 中 in 中小学 is no filler
            seen.values[tag.family].add(tag.value)
            seen.counts[tag.family] += 1
            if tag.family == "unanswerable":
                seen.beyond.append(units.slice(match.start, match.end))
            if tag.family in _LIGHT or (tag.family == "kind" and tag.value != "livelihood"):
                for i in range(match.start, match.end):
                    seen.light[i] = seen.light[i] or not held[i]
    for match in seen.spans:
        for tag in match.tags:
            seen.values[tag.family].add(tag.value)
    return seen


def _years(form: str, seen: _Seen, report: Report) -> frozenset[int]:
    years = {report.year + int(offset) for offset in seen.values["year"]}
    years.update(int(y) for y in _YEAR.findall(form))
    years.update(2000 + int(y) for y in _SHORT_YEAR.findall(form))
    return frozenset(years)


def _unit(joined: str, lexicon: Lexicon) -> str:
    """Returns the class of what is counted: the longest unit word right after 多少 or 几."""
    for match in _COUNTED.finditer(joined):
        for length in range(4, 0, -1):
            word = joined[match.end() : match.end() + length]
            name = lexicon.unit_classes.get(word)
            if name is not None and (length > 1 or not match[1]):
                return "hundred millions" if name == "money" and word.startswith("亿") else name
        if match[1]:
            return "count"
    return "money" if _SPENT.search(joined) else ""


def _ordinal(joined: str) -> tuple[int | None, str]:
    if match := _LAST.search(joined):
        return -int(match[1] or 1), match[2]
    if match := _FIRST.search(joined):
        return 1, match[1]
    for match in _ORDINAL.finditer(joined):
        if not joined[: match.start()].endswith(("居", "全国", "排", "排名", "在", "位")):
            return int(match[1]), match[2]
    if match := _ITEM.search(joined):
        return int(match[1] or match[2]), "件"
    return None, ""


def _enumerates(joined: str) -> int | None:
    """Returns how many members are asked for (哪6个: 6; 哪几个: 0), or None."""
    match = _WHICH.search(joined)
    return None if match is None else int(match[1] or 0)


def _outside(joined: str, seen: _Seen, report: Report) -> frozenset[str]:
    """The places beyond the report's region that are asked about; the whole country where its own value is asked."""
    found = seen.values["outside"] - set(report.region_names)
    if _NATION.search(joined) and not any(name in joined for name in report.region_names):
        found = found | {NATION}
    return frozenset(found)


def _asked(joined: str) -> str:
    match = _WHICH.search(joined)
    return joined[: match.start()] if match is not None and match.start() > 0 else joined


def _noun(asked: str) -> str:
    match = _COUNTED_NOUN.match(asked)
    return match[1] if match is not None else ""


def _core(units: Units, light: list[bool]) -> str:
    """What is asked about: the words with a topic, before 哪6个 where that stands."""
    end = len(_asked(units.joined))
    return "".join(
        item for item, offset, none in zip(units.items, units.offsets, light, strict=True) if not none and offset < end
    )


def understand(form: str, lexicon: Lexicon, report: Report) -> Question:
    """Reads what `form`, a question's normal form, asks for."""
    units = split_units(form)
    seen = _see(units, lexicon)
    years = _years(units.joined, seen, report)
    ordinal, classifier = _ordinal(units.joined)
    light = [
        light or (item.isdecimal() and int(item) in years) for light, item in zip(seen.light, units.items, strict=True)
    ]
    places = set(seen.values["place"])
    for group in seen.values["group"]:
        places.update(lexicon.place_groups[group])
    numbers = {n for n in _NUMBER.findall(units.joined) if not (n.isdecimal() and int(n) in years)}
    if ordinal is not None:
        numbers.discard(str(ordinal))
    return Question(
        form=form,
        units=units,
        core=_core(units, light),
        asked=_asked(units.joined),
        noun=_noun(_asked(units.joined)),
        light=tuple(light),
        spans=tuple(seen.spans),
        years=years,
        status=frozenset(seen.values["status"]),
        measures=frozenset(seen.values["measure"]),
        kinds=frozenset(seen.values["kind"]),
        unit=_unit(units.joined, lexicon),
        ordinal=ordinal,
        classifier=classifier,
        numbers=frozenset(numbers),
        exact=frozenset(n for n in numbers if "." in n or "%" in n or len(n) > 2),
        places=frozenset(places),
        outside=_outside(units.joined, seen, report),
        departments=frozenset(seen.values["department"]),
        asks=bool(seen.counts["question"]) or "?" in form,
        lists=bool(seen.counts["list"]),
        chatter=seen.counts["chatter"],
        quantity=bool(_COUNTED.search(units.joined)),
        moment=bool(seen.counts["moment"]),
        enumerates=_enumerates(units.joined),
        beyond=tuple(seen.beyond),
    )
