"""Which report a question is asked of: the one it names, else the chat's; a year leads to the report that covers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.finding.wordings import spellings
from knowledge.following.frame import leans_on
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.question import NATION, Question
from knowledge.language.understand import understand
from knowledge.language.words import LONGEST, Vocabulary
from knowledge.model import Report

# What every report calls its own region, whichever that is.
_ANY_REGION = re.compile("[全我本][省市区县州盟旗国]|中国|自治[区州县旗]")
_KIND = re.compile("(?:特别行政区|自治[区州县旗]|地区|新区|[省市区县州盟旗])$")
_ABOVE = re.compile("^.+?(?:自治[区州]|[省市州盟])(?=..)")  # 保定市 of 保定市清苑区
_NATION = re.compile(f"(?:^|年|的|和|与|、){NATION}(?![第排居首最前位领几多各性])")
_YEAR_AND_REPORT = r"(?:(?P<year>20\d\d)|(?P<short>[12]\d)|(?P<said>{said}))年?度?的?(?:政府)?(?:工作)?报告"
_INSIDE = "(?:里面|里边|里|中|上|当中)?(?:的|所?(?:说|提到|提)的?)?"
_LEFT_OVER = re.compile("^[的里中,,、 ]+|[的和与跟、, ]+$")
_CENTURY = 2000
_SHORTEST_SPELLING = 5  # letters; shorter ones are words: 安国 is anguo, but 乐安 is lean
_NO_LETTER = re.compile("[^a-z]")
_BETWEEN_LETTERS = "(?<![a-z])(?P<name>{})(?: ?(?:province|city|county|sheng|shi))?(?![a-z])"
_EXACT_YEAR = re.compile(r"(?<!\d)(?:20\d\d(?!\d)|[12]\d年)年?")
_FILLED = re.compile(r"^(?:那么|那|再|还有|又|另外|然后|换成|换|看看|和|的|[\W_])+|(?:呢|咧|啊|呀|吗|[\W_])+$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a question's normal form says about reports.

    `regions` are named in this order. `year` is that of a report named by it, `offset` how far it is from the report
    otherwise meant (去年的报告 is -1). `rest` is the form without what names a report by its year, and without the
    regions where there are several; `bare` is without them in any case. `said` is the year's name: 2025年报告.
    """

    regions: tuple[str, ...]
    year: int | None
    offset: int | None
    rest: str
    bare: str
    said: str = ""


class ReportNames:
    """The names of some reports' regions, and what may stand around them in a question."""

    def __init__(self, reports: Sequence[Report], lexicon: Lexicon) -> None:
        self._vocabulary = lexicon.vocabulary
        others = [word for word, tags in lexicon.words.items() if any(t.family in ("outside", "place") for t in tags)]
        self._names: dict[str, str] = dict.fromkeys(others, "")  # 青海南部 doesn't name 海南
        for report in reports:
            for name in _names_of(report):
                if not self._names.get(name):
                    self._names[name] = report.region
        self._latin = _spelt({name: region for name, region in self._names.items() if region}, lexicon)
        longest_first = sorted(self._latin, key=len, reverse=True)
        self._spellings = re.compile(_BETWEEN_LETTERS.format("|".join(map(_apart, longest_first)) or "(?!)"))
        self._longest: dict[str, int] = {}
        for name in self._names:
            self._longest[name[:2]] = max(self._longest.get(name[:2], 0), len(name))
        self._nation = next(
            (report.region for report in reports if NATION in (report.region, *report.region_names)), ""
        )
        self.offsets = {
            word: int(tag.value) for word, tags in lexicon.words.items() for tag in tags if tag.family == "year"
        }
        said = "|".join(sorted(map(re.escape, self.offsets), key=len, reverse=True))
        self._year = re.compile(_YEAR_AND_REPORT.format(said=said) + _INSIDE)

    def in_chinese(self, form: str) -> str:
        """Return a normal form with the regions that are named in Latin letters by their own names: guangdong."""
        return self._spellings.sub(lambda found: self._latin[_NO_LETTER.sub("", found["name"])], form)

    def read(self, form: str) -> Named:
        """Return which reports a question in normal form names."""
        year: int | None = None
        offset: int | None = None
        rest = form
        if found := self._year.search(form):
            if said := found["said"]:
                offset = self.offsets[said]
            else:
                year = int(found["year"]) if found["year"] else _CENTURY + int(found["short"])
            rest = form[: found.start()] + form[found.end() :]
        spans = list(self._spans(rest))
        regions = tuple(dict.fromkeys(region for _, _, region in spans))
        bare = _without(rest, spans)
        kept = bare if len(regions) > 1 else _trimmed(rest) if found else rest
        return Named(regions, year, offset, kept, bare, found[0] if found else "")

    def _spans(self, form: str) -> Iterable[tuple[int, int, str]]:
        """Yield where a region is named, and which: the longest name at each place, and no part of a longer word."""
        start = 0
        nation = {match.end() - len(NATION) for match in _NATION.finditer(form)} if self._nation else set[int]()
        while start < len(form):
            longest = self._longest.get(form[start : start + 2], 0)
            end = next((start + size for size in range(longest, 1, -1) if form[start : start + size] in self._names), 0)
            region = self._names.get(form[start:end], "") if end else ""
            if start in nation:
                end, region = start + len(NATION), self._nation
            if region and not _is_part(form, start, end, self._vocabulary):
                yield start, end, region
            start = end or start + 1


def _names_of(report: Report) -> set[str]:
    """What people call the report's region: its names, and what is left of them without what they belong to."""
    full = {name for name in (report.region, *report.region_names) if not _ANY_REGION.fullmatch(name)} - {NATION}
    own = full | {_ABOVE.sub("", name) for name in full}
    return {name for each in own for name in (each, _KIND.sub("", each)) if len(name) > 1}


def _spelt(regions: Mapping[str, str], lexicon: Lexicon) -> dict[str, str]:
    """Return the names of regions by their pinyin or English; none by what may be another's, as 陕西 and 山西 are."""
    found: dict[str, set[str]] = {}
    for name in regions:
        for spelling in spellings([name]):
            found.setdefault(spelling, set()).add(name)
    meant = {each: next(iter(names)) for each, names in found.items() if len({regions[name] for name in names}) == 1}
    english = {_NO_LETTER.sub("", phrase): word for phrase, word in lexicon.english.items() if word in regions}
    return {each: name for each, name in (meant | english).items() if len(each) >= _SHORTEST_SPELLING}


def _apart(spelling: str) -> str:
    """Return a pattern of a spelling whose syllables may stand apart."""
    return "[ '-]?".join(spelling)


def _is_part(form: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a word of the language holds these characters and more: 海南岛, 和平发展."""
    for first in range(max(0, end - LONGEST), start + 1):
        for last in range(end, min(len(form), first + LONGEST) + 1):
            if last - first > end - start and form[first:last] in vocabulary:
                return True
    return False


def _without(form: str, spans: Iterable[tuple[int, int, str]]) -> str:
    kept, at = [], 0
    for start, end, _ in spans:
        kept.append(form[at:start])
        at = end
    return _trimmed(_joined([*kept, form[at:]]))


def _joined(pieces: Sequence[str]) -> str:
    """The pieces between names, without what joined the names: 和 of 广东和江苏."""
    return "".join(_LEFT_OVER.sub("", piece) if piece is not pieces[-1] else piece for piece in pieces)


def _trimmed(form: str) -> str:
    return _LEFT_OVER.sub("", form)


class Try(NamedTuple):
    """A report that may answer, and the question as it is put to it."""

    report: Report
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, read for what it says about reports.

    `reports` are those meant, one of each region: the first one is asked. `years` are calendar years that it says,
    `question` what it asks for beside, or None where it says neither a region nor a year. `absent` is the year of a
    report that it names and that isn't there.
    """

    form: str
    named: Named
    reports: tuple[Report, ...]
    question: Question | None
    absent: int | None = None

    @property
    def report(self) -> Report:
        """The report meant, or the first of them."""
        return self.reports[0]

    @property
    def years(self) -> frozenset[int]:
        """The calendar years that the question says."""
        return self.question.years if self.question else frozenset()

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether the question itself says anything about which report is to answer."""
        return bool(self.named.regions or self.years or self.named.year or self.named.offset is not None)


class Router:
    """Reads questions about several reports. Threads may share it."""

    def __init__(self, reports: Sequence[Report], lexicon: Lexicon, normaliser: Normaliser) -> None:
        self._lexicon, self._normaliser = lexicon, normaliser
        self._by_region: dict[str, dict[int, Report]] = {}
        for report in reports:
            self._by_region.setdefault(report.region, {})[report.year] = report
        self._names = ReportNames(reports, lexicon)
        said = "|".join(sorted(map(re.escape, self._names.offsets), key=len, reverse=True))
        self._said_year = re.compile(said)

    def of_region(self, region: str) -> Mapping[int, Report]:
        """Return the reports of a region by their years."""
        return self._by_region[region]

    def read(self, text: str, chosen: Report) -> Asked:
        """Return what a message says about reports, where `chosen` is the one meant by who names none."""
        form = self._normaliser.question(text)
        named = self._names.read(self._names.in_chinese(form))
        regions = named.regions or (chosen.region,)
        years = {region: self._dated(region, named, chosen) for region in regions}
        lacking = [year for region, year in years.items() if named.said and year not in self._by_region[region]]
        reports = tuple(self._pick(region, named, chosen) for region in regions)
        says_year = _EXACT_YEAR.search(named.rest) or self._said_year.search(named.rest)
        question = understand(named.rest, self._lexicon, reports[0]) if says_year or named.regions else None
        return Asked(form, named, reports, question, lacking[0] if len(lacking) == len(regions) else None)

    def understood(self, asked: Asked) -> Question:
        """Return what a question asks for beside its topic."""
        return asked.question or understand(asked.named.rest, self._lexicon, asked.report)

    def tries(self, text: str, asked: Asked) -> tuple[Try, ...]:
        """Return the reports that may answer, the likeliest first, each with the question as it is put to it.

        Without a year it is the report meant. Another year than the two that this one is about is covered by another
        report of its region: the target by the year's own, what was reached by the next year's.
        """
        meant, words = asked.report, text if asked.named.rest == asked.form else asked.named.rest
        if asked.question is None or len(asked.years) != 1:
            return (Try(meant, words),)
        year = next(iter(asked.years))
        reports = self._by_region[meant.region]
        order = dict.fromkeys(each for each in _order(year, meant.year, asked.question) if each in reports)
        exact = self.dated(asked.named.rest, meant.year)
        return tuple(Try(reports[each], words if each == meant.year else exact) for each in order)

    def dated(self, form: str, year: int) -> str:
        """Return a question's normal form with calendar years for 去年 and 今年, as a report of `year` means them."""
        return self._said_year.sub(lambda match: f"{year + self._names.offsets[match[0]]}年", form)

    def undated(self, form: str) -> str:
        """Return a question's normal form without any year."""
        return _EXACT_YEAR.sub("", self._said_year.sub("", form))

    def left_over(self, asked: Asked) -> str | None:
        """What a message says that names a report or a year and else leans on what was asked before: 那广东呢.

        None where it asks something by itself.
        """
        said = _FILLED.sub("", self.undated(asked.named.bare))
        if not asked.is_led_elsewhere:
            return None
        return said if not said or leans_on(understand(said, self._lexicon, asked.report)) else None

    def _pick(self, region: str, named: Named, chosen: Report) -> Report:
        """The region's report of the year named, else of the chat's choice, else its newest."""
        home = self._home(region, chosen)
        return self._by_region[region].get(self._dated(region, named, chosen), home)

    def _dated(self, region: str, named: Named, chosen: Report) -> int:
        return named.year or self._home(region, chosen).year + (named.offset or 0)

    def _home(self, region: str, chosen: Report) -> Report:
        reports = self._by_region[region]
        return chosen if chosen.region == region else reports[max(reports)]


def _order(year: int, meant: int, question: Question) -> Iterable[int]:
    """The years of the reports that may speak of `year`, where `meant` is the year of the report that is meant."""
    if "livelihood" in question.kinds or ("target" in question.status and "done" not in question.status):
        return (year, meant)
    if year in (meant, meant - 1):
        return (meant, year + 1, year)
    if question.quantity or question.measures or question.status or question.unit:
        return (year + 1, year, meant)
    return (year, year + 1, meant)
