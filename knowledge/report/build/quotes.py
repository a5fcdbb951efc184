"""Quotes as entries need them: found again by their words alone, so a quote that isn't unique gets its surroundings."""

from __future__ import annotations

_FIRST_STEP = 8  # characters; doubled until the piece stands once


def unique(whole: str, piece: str) -> bool:
    """Tell whether `piece` stands in `whole` exactly once."""
    found = whole.find(piece)
    return found >= 0 and whole.find(piece, found + 1) < 0


def near(whole: str, start: int, end: int) -> str | None:
    """Return the `near` that an entry with the quote `whole[start:end]` needs: empty where the quote is unique.

    It is the first piece around the quote, widened to the right, the left or both, whose first match of the quote is
    the one meant and that stands in the text once; None where there is none, as in a text that repeats itself.
    """
    quote = whole[start:end]
    if unique(whole, quote):
        return ""
    step = _FIRST_STEP
    while step < 2 * len(whole):
        left, right = max(0, start - step), min(len(whole), end + step)
        for begin, until in ((start, right), (left, end), (left, right)):
            piece = whole[begin:until].strip()
            if unique(whole, piece) and whole.find(piece) + piece.find(quote) == start:
                return piece
        step *= 2
    return None


def fields(whole: str, start: int, end: int) -> dict[str, object]:
    """Return the keys `quote` and `near` of an entry for `whole[start:end]`, without the spaces at its edges.

    `near` is None where none is found.
    """
    words = whole[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return {"quote": whole[start:end], "near": near(whole, start, end)}
