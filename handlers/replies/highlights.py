"""A passage in pieces, emphasised or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from knowledge.model import Source


def runs(source: Source) -> Iterator[tuple[str, bool]]:
    """The passage's text in pieces, each with whether it is highlighted; what lies outside of the text is clipped."""
    length = len(source.text)
    bold = {place for start, end in source.highlights for place in range(max(start, 0), min(end, length))}
    for highlighted, places in groupby(range(length), bold.__contains__):
        yield "".join(source.text[place] for place in places), highlighted
