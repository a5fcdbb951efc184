"""Checks that a figure's data say what its words say: value, unit, period, and that no figure appears twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from math import prod

from knowledge.faults import Fault, FaultCode, Key
from knowledge.grammar.numbers import find_numbers
from knowledge.grammar.numerals import to_arabic
from knowledge.report.loading import ReportFile
from knowledge.report.schema import FigureForm

_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*([多余]?)([十百千万亿]*)[多余]?([^\d]*)")
_SCALED = re.compile(r"([十百千万亿]*)(.*)", re.DOTALL)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SEVERAL_YEARS = re.compile("[一二三四五]五”?(?:时期|期间|末|以来|规划)|五年")
_COUNTED = re.compile(r"[户家个件项]")  # what follows a number of people left to their noun: 6600多万纳税人
_FIRST = re.compile(r"首位|榜首")


def implausible(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each figure whose value, unit or period isn't what its words or its report say."""
    seen: dict[tuple[object, ...], int] = {}
    for index, figure in enumerate(file.form.figures):
        key: Key = ("figures", index)
        if not agrees(figure.said, figure.value, figure.unit):
            shown = f"{figure.value:g} {figure.unit}".strip()
            yield file.document.fault((*key, "value"), f"{shown} isn't what “{figure.said}” says")
        if message := _period(file, figure):
            yield file.document.fault((*key, "period"), message)
        first = seen.setdefault(_same(figure), index)
        if first != index:
            yield file.document.fault(key, f"this figure appears twice: expected it once, as figures[{first}]")


def agrees(said: str, value: float, unit: str) -> bool:
    """Tell whether `said` states `value` in `unit`.

    `1700多公里` states 1700 公里, `近3倍` states 3 倍, `1.4万亿元` states 1.4 万亿元 and 14000 亿元, `首位` states 1.
    """
    words = to_arabic(unicodedata.normalize("NFKC", _FIRST.sub("第1位", said)))
    unit = unicodedata.normalize("NFKC", unit)
    scaled = _SCALED.match(unit)
    scales_of_unit, rest = scaled.groups() if scaled else ("", unit)
    expected = Decimal(repr(value)) * _product(scales_of_unit)
    if any((one.value, one.unit) == (value, unit) for one in find_numbers(said)):
        return True
    return any(
        Decimal(number) * _product(scales) == expected
        and (after.startswith(rest) or (rest == "人" and scales and not _COUNTED.match(after)))
        for number, _, scales, after in _VALUE.findall(words)
    )


def _product(scales: str) -> int:
    return prod(_SCALES[sign] for sign in scales)


def _period(file: ReportFile, figure: FigureForm) -> str:
    """Return what is wrong with the figure's period, or an empty text."""
    year, is_target = file.form.report.year, figure.status == "target"
    usual = year if is_target else year - 1
    if is_target and figure.until < year:
        return f"a target of {figure.period}: expected {year} or later"
    if not is_target and figure.until > year:
        return f"an actual of {figure.period}: expected {year} or earlier"
    if figure.until == usual or figure.since < figure.until or figure.doubt or _is_named(file, figure):
        return ""
    article = "a target" if is_target else "an actual"
    return f"{article} of {figure.period}, which its passage doesn't name: expected {usual}"


def _is_named(file: ReportFile, figure: FigureForm) -> bool:
    """Tell whether the figure's passage names its year; a figure whose quote can't be located has its own fault."""
    found = file.layout.find(figure)
    return (
        isinstance(found, FaultCode)
        or _SEVERAL_YEARS.search(found[0].section + found[0].text) is not None
        or (re.search(rf"(?<!\d){figure.until}(?!\d)", found[0].text) is not None)
    )


def _same(figure: FigureForm) -> tuple[object, ...]:
    """Return what two entries for the same figure have in common."""
    about = (figure.indicator, figure.place, figure.measure, figure.status, figure.period)
    return (*about, figure.said, figure.quote, figure.near)
