"""Which reports a question names: by region (广东), by year (2025年报告), or by both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.language.lexicon import Lexicon
from knowledge.language.question import NATION
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

    def read(self, form: str) -> Named:
        """Returns which reports a question in normal form names."""
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
        """Yields where a region is named, and which: the longest name at each place, and no part of a longer word."""
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
