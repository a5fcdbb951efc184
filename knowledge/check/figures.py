"""Checks that a figure's data say what its words say: value, unit, period, and that no two disagree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from knowledge.faults import Fault, Key
from knowledge.language.numerals import to_arabic
from knowledge.reading.entries import locate
from knowledge.reading.passages import Layout
from knowledge.reading.schema import FigureForm, FileForm
from knowledge.reading.source import Document

_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*([多余]?)([十百千万亿]*)[多余]?([^\d]*)")
_SCALED = re.compile(r"([十百千万亿]*)(.*)", re.DOTALL)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FIRST = re.compile(r"首位|榜首")


def implausible(document: Document, form: FileForm, layout: Layout) -> Iterator[Fault]:
    """Yield a fault for each figure whose value, unit or period isn't what its words or its report say."""
    seen: dict[tuple[str, ...], int] = {}
    for index, figure in enumerate(form.figures):
        key: Key = ("figures", index)
        if not agrees(figure.said, figure.value, figure.unit):
            shown = f"{figure.value:g} {figure.unit}".strip()
            yield document.fault((*key, "value"), f"{shown} isn't what “{figure.said}” says")
        yield from _period(document, form, layout, figure, key)
        yield from _twice(document, figure, key, seen)


def agrees(said: str, value: float, unit: str) -> bool:
    """Tell whether `said` states `value` in `unit`.

    `1700多公里` states 1700 公里, `近3倍` states 3 倍, `1.4万亿元` states 1.4 万亿元 and 14000 亿元, `首位` states 1.
    """
    words = to_arabic(unicodedata.normalize("NFKC", _FIRST.sub("第1位", said)))
    scale, rest = _scaled(unit)
    for number, _, scales, after in _VALUE.findall(words):
        if Decimal(number) * _product(scales) == Decimal(repr(value)) * scale and after.startswith(rest):
            return True
    return False


def _scaled(unit: str) -> tuple[int, str]:
    found = _SCALED.match(unit)
    return (_product(found.group(1)), found.group(2)) if found else (1, unit)


def _product(scales: str) -> int:
    product = 1
    for sign in scales:
        product *= _SCALES[sign]
    return product


def _period(document: Document, form: FileForm, layout: Layout, figure: FigureForm, key: Key) -> Iterator[Fault]:
    year = form.report.year
    usual = year if figure.status == "target" else year - 1
    if figure.status == "target" and figure.period < year:
        yield document.fault((*key, "period"), f"a target of {figure.period}: expected {year} or later")
    elif figure.status == "actual" and figure.period > year:
        yield document.fault((*key, "period"), f"an actual of {figure.period}: expected {year} or earlier")
    elif figure.period != usual and not _named(figure, layout):
        article = "a target" if figure.status == "target" else "an actual"
        message = f"{article} of {figure.period}, which its passage doesn't name: expected {usual}"
        yield document.fault((*key, "period"), message)


def _named(figure: FigureForm, layout: Layout) -> bool:
    """Tell whether the figure's passage names its year; a figure without a place has a fault of its own."""
    position = locate(layout.places, figure)
    found = layout.at(position, len(figure.quote)) if isinstance(position, int) else None
    return not found or re.search(rf"(?<!\d){figure.period}(?!\d)", found[0].text) is not None


def _twice(document: Document, figure: FigureForm, key: Key, seen: dict[tuple[str, ...], int]) -> Iterator[Fault]:
    same = (
        figure.indicator,
        figure.place,
        figure.measure,
        figure.status,
        str(figure.period),
        figure.said,
        figure.quote,
    )
    first = seen.setdefault((*same, figure.near), int(key[1]))
    if first != key[1]:
        yield document.fault(key, f"this figure stands twice: expected it once, as figures[{first}]")
