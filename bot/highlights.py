"""A passage in pieces, emphasised or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from knowledge.model import Source


def runs(source: Source) -> Iterator[tuple[str, bool]]:
    """Yield the passage's text in pieces, each with whether it is highlighted."""
    bold = {place for start, end in source.highlights for place in range(start, end)}
    for highlighted, places in groupby(range(len(source.text)), bold.__contains__):
        yield "".join(source.text[place] for place in places), highlighted
