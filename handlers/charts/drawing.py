"""Draws a chart: SVG by a template, in colours that a page's style may replace, and PNG made of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from handlers.charts.series import Chart, Mark, Scale
from handlers.replies.phrases import Phrases
from handlers.replies.reply import snippet

_HERE = Path(__file__).parent
FONT = _HERE / "font" / "NotoSansSC.otf"
WIDTH = 320  # of the drawing, in its own units: a small phone's pixels
ZOOM = 2.25  # pixels of a PNG for each of them
_MARGIN, _TEXT, _NAME, _BAR, _GAP = 16.0, 13.0, 14.0, 16.0, 8.0
_LONGEST_NAME = 22  # characters
_WIDE = 1.0  # of a font's size, a Chinese character
_NARROW = 0.58  # a digit or a letter


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at a height."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark as it is drawn: from `x`, `width` long, with its text from `text_x` on."""

    x: float
    y: float
    width: float
    text: str
    text_x: float
    is_target: bool


def svg(chart: Chart, phrases: Phrases) -> str:
    """Return the chart as a picture with a title, the report's words at each mark, and its source below."""
    title = titled(chart, phrases)
    names, bars, bottom = _laid_out(chart, phrases)
    source = phrases.sentence("chart_source", places=chart.places)
    lines = [Line(text, bottom + 16 + 15 * number) for number, text in enumerate(_wrapped(source, 11))]
    values = {
        "title": title,
        "described": described(chart, phrases),
        "names": names,
        "bars": bars,
        "is_rank": chart.scale is Scale.RANK,
        "notes": lines,
        "width": WIDTH,
        "height": round(bottom + 26 + 15 * (len(lines) - 1)),
        "bar": _BAR,
        "titles": [Line(text, 28 + 22 * number) for number, text in enumerate(_wrapped(title, 17))],
    }
    return _template().render(values)


def png(chart: Chart, phrases: Phrases) -> bytes:
    """Return the same on paper, for a chat. The first call imports what draws it, and takes a tenth of a second."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - nobody who asks for no chart waits for it

    drawn = svg_to_bytes(svg_string=svg(chart, phrases), zoom=ZOOM, skip_system_fonts=True, font_files=[str(FONT)])
    return bytes(drawn)


def titled(chart: Chart, phrases: Phrases) -> str:
    """Return the chart's title: the report's name of the indicator, or ours of a whole chart."""
    return chart.title or phrases.sentence("chart_title", chart=chart.name)


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


def _laid_out(chart: Chart, phrases: Phrases) -> tuple[list[Line], list[Bar], float]:
    """Return the names, the bars, and where the chart ends."""
    y = 28 + 22.0 * len(_wrapped(titled(chart, phrases), 17))
    names: list[Line] = []
    bars: list[Bar] = []
    for group in chart.groups:
        if group.name:
            names.append(Line(snippet(group.name, _LONGEST_NAME), y + _NAME - 4))
            y += _NAME + 4
        peers = chart.marks if chart.scale is not Scale.GROUP else group.marks
        for mark in group.marks:
            bars.append(_bar(mark, y, peers, chart, phrases))
            y += _BAR + 4
        y += _GAP
    return names, bars, y


def _bar(mark: Mark, y: float, peers: tuple[Mark, ...], chart: Chart, phrases: Phrases) -> Bar:
    text = _worded(mark, chart, phrases)
    room = WIDTH - 2 * _MARGIN - 6 - max(_length(_worded(each, chart, phrases), _TEXT) for each in peers)
    largest = max(each.value for each in peers) or 1.0
    if chart.scale is Scale.RANK:
        x = _MARGIN + 8 + (room - 16) * (mark.value - 1) / max(largest - 1, 1.0)
        return Bar(round(x, 1), y, 0.0, text, round(x + 14, 1), mark.is_target)
    width = max(2.0, room * mark.value / largest)
    return Bar(_MARGIN, y, round(width, 1), text, round(_MARGIN + width + 6, 1), mark.is_target)


def _length(text: str, size: float) -> float:
    wide = sum(unicodedata.east_asian_width(each) in "WFA" for each in text)
    return size * (_WIDE * wide + _NARROW * (len(text) - wide))


def _wrapped(text: str, size: float) -> list[str]:
    return list(_lines(text, size)) or [""]


def _lines(text: str, size: float) -> Iterator[str]:
    line = ""
    for character in text:
        if _length(line + character, size) > WIDTH - 2 * _MARGIN:
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
