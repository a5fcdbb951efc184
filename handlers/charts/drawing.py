"""Draws a chart: SVG by a template, in colours that a page's style may replace, and PNG made of it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from handlers.charts.series import CHARTS, Chart, Group, Mark, Scale
from handlers.replies.phrases import Phrases
from handlers.replies.reply import snippet

_HERE = Path(__file__).parent
FONT = _HERE / "font" / "NotoSansSC.otf"
WIDTH = 320  # of the drawing, in its own units: a small phone's pixels
ZOOM = 2.0  # pixels of a PNG for each of them, at most
_MARGIN, _TEXT, _NAME, _HEADING, _BAR, _GAP = 16.0, 13.0, 14.0, 15.0, 16.0, 8.0
_LONGEST_NAME = 22  # characters
_SIZE = re.compile(r'^<svg [^>]*width="(\d+)" height="(\d+)"')
_MOST_PIXELS = 640_000  # of a PNG: a million blank ones take 100 ms to be encoded, and a character 0.2 ms
_ROWS = 30  # of names and bars in a column of a PNG
_MOST_COLUMNS = 3
_CLOSING = frozenset(",.;:!?、，。；：！？)）”’》%")  # which begin no line
_WIDE = 1.0  # of a font's size, a Chinese character
_NARROW = 0.58  # a digit or a letter


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, where it begins."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark as it is drawn: from `x`, `width` long, with its text from `text_x` on, in the column at `left`."""

    left: float
    x: float
    y: float
    width: float
    text: str
    text_x: float
    is_target: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What joins the dots of results, or of targets: `points` as SVG has them."""

    points: str
    is_target: bool


@dataclass(slots=True)
class _Drawn:
    """What stands in the picture, and where it ends."""

    headings: list[Line] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    bottom: float = 0.0


def svg(chart: Chart, phrases: Phrases, columns: int = 1) -> str:
    """Return the chart as a picture with a title, the report's words at each mark, and its source below."""
    title, width = titled(chart, phrases), WIDTH * columns
    lines = wrapped(title, 17, width - 2 * _MARGIN)
    top = 28 + 22.0 * len(lines)
    drawn = _laid_out(chart, phrases, top)
    if columns > 1:
        drawn = _laid_out(chart, phrases, top, columns, top + (drawn.bottom - top) / columns)
    source = wrapped(phrases.sentence("chart_source", places=chart.places), 11, width - 2 * _MARGIN)
    values = {
        "title": title,
        "described": described(chart, phrases),
        "headings": drawn.headings,
        "names": drawn.names,
        "bars": drawn.bars,
        "traces": drawn.traces,
        "is_rank": chart.scale is Scale.RANK,
        "is_line": chart.scale is Scale.YEARS,
        "end": WIDTH - _MARGIN,
        "notes": [Line(text, _MARGIN, drawn.bottom + 16 + 15 * number) for number, text in enumerate(source)],
        "width": width,
        "column": WIDTH - 2 * _MARGIN,
        "height": round(drawn.bottom + 26 + 15 * (len(source) - 1)),
        "titles": [Line(text, _MARGIN, 28 + 22 * number) for number, text in enumerate(lines)],
    }
    return _template().render(values)


def png(chart: Chart, phrases: Phrases) -> bytes:
    """Return the same on paper, for a chat; a long chart in columns, for apps make a tall picture small.

    The first call imports what draws it, and takes a tenth of a second.
    """
    rows = len(chart.marks) + sum(bool(group.name) for group in chart.groups)
    drawing = svg(chart, phrases, min(_MOST_COLUMNS, -(-rows // _ROWS)))
    width, height = (int(each) for each in _SIZE.findall(drawing)[0])
    return rasterised(drawing, min(ZOOM, math.sqrt(_MOST_PIXELS / (width * height))))


def rasterised(drawing: str, zoom: float = ZOOM) -> bytes:
    """Return an SVG as PNG, its text in the font that comes with the program."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - nobody who asks for no chart waits for it

    return bytes(svg_to_bytes(svg_string=drawing, zoom=zoom, skip_system_fonts=True, font_files=[str(FONT)]))


def titled(chart: Chart, phrases: Phrases) -> str:
    """Return the chart's title: the report's name of the indicator, or ours of a whole chart."""
    if chart.title:
        return chart.title
    if chart.name in CHARTS:
        return phrases.sentence("chart_title", chart=chart.name)
    sides = {(mark.year, mark.is_target) for mark in chart.marks}
    year, is_target = sides.pop() if len(sides) == 1 else (None, True)
    return phrases.sentence("series_title", year=year, is_target=is_target)


def described(chart: Chart, phrases: Phrases) -> str:
    """Return everything that the chart says, for who doesn't see it."""
    return "; ".join(
        f"{group.name} {_worded(mark, chart, phrases)}".strip() for group in chart.groups for mark in group.marks
    )


def _worded(mark: Mark, chart: Chart, phrases: Phrases) -> str:
    """Return a mark's text: the report's words, with the year where a chart has two sides."""
    if mark.year is None or len({each.year for each in chart.marks}) < 2:
        return mark.said
    side = phrases.sentence("aimed" if mark.is_target else "reached", year=mark.year)
    return f"{side} {mark.said}"


def _laid_out(chart: Chart, phrases: Phrases, top: float, columns: int = 1, limit: float = 0.0) -> _Drawn:
    """Lay out the groups below `top`; in a column but the last no group begins below `limit`."""
    drawn, left, y, heading = _Drawn(), 0.0, top, ""
    for group in chart.groups:
        if y > limit and left < WIDTH * (columns - 1):
            left, y, heading = left + WIDTH, top, ""
        if group.heading != heading:
            heading = group.heading
            drawn.headings.append(Line(heading, left + _MARGIN, y + _HEADING))
            y += _HEADING + 2 * _GAP
        if group.name:
            drawn.names.append(Line(snippet(group.name, _LONGEST_NAME), left + _MARGIN, y + _NAME - 4))
            y += _NAME + 4
        peers = _peers(group, chart)
        for mark in group.marks:
            drawn.bars.append(_bar(mark, left, y, peers, chart, phrases))
            y += _BAR + 4
        drawn.traces += _traces(drawn.bars) if chart.scale is Scale.YEARS else []
        y += _GAP
        drawn.bottom = max(drawn.bottom, y)
    return drawn


def _peers(group: Group, chart: Chart) -> tuple[Mark, ...]:
    """Return the marks beside which those of a group are measured."""
    match chart.scale:
        case Scale.GROUP:
            return group.marks
        case Scale.UNIT:
            return tuple(mark for each in chart.groups if each.heading == group.heading for mark in each.marks)
        case _:
            return chart.marks


def _bar(mark: Mark, left: float, y: float, peers: tuple[Mark, ...], chart: Chart, phrases: Phrases) -> Bar:  # noqa: PLR0913, PLR0917
    text, start = _worded(mark, chart, phrases), left + _MARGIN
    room = WIDTH - 2 * _MARGIN - 6 - max(_length(_worded(each, chart, phrases), _TEXT) for each in peers)
    largest = max(each.value for each in peers) or 1.0
    if chart.scale is Scale.RANK:
        x = start + 8 + (room - 16) * (mark.value - 1) / max(largest - 1, 1.0)
        return Bar(start, round(x, 1), y, 0.0, text, round(x + 14, 1), mark.is_target)
    if chart.scale is Scale.YEARS:  # below each other, the words before the dots, so that no line crosses them
        least = min(each.value for each in peers)
        share = (mark.value - least) / (largest - least) if largest > least else 0.5
        x = WIDTH - _MARGIN - room + _GAP + (room - 2 * _GAP) * share
        return Bar(WIDTH - _MARGIN - room, round(x, 1), y, 0.0, text, start, mark.is_target)
    width = max(2.0, room * mark.value / largest)
    return Bar(start, start, y, round(width, 1), text, round(start + width + 6, 1), mark.is_target)


def _traces(bars: list[Bar]) -> list[Trace]:
    """Return the lines through the dots, results before targets; none through a dot alone."""
    sides = ([bar for bar in bars if bar.is_target is is_target] for is_target in (False, True))
    return [
        Trace(" ".join(f"{bar.x},{bar.y + _BAR / 2}" for bar in side), side[0].is_target)
        for side in sides
        if len(side) > 1
    ]


def _length(text: str, size: float) -> float:
    wide = sum(unicodedata.east_asian_width(each) in "WFA" for each in text)
    return size * (_WIDE * wide + _NARROW * (len(text) - wide))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return `text` of a font's `size` in lines of at most `width`, at least one."""
    return list(_lines(text, size, width)) or [""]


def _lines(text: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for character in text:
        if _length(line + character, size) > width and character not in _CLOSING:
            yield line
            line = ""
        line += character
    if line:
        yield line


@cache
def _template() -> Template:
    loader = FileSystemLoader(_HERE)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("chart.svg.jinja")
