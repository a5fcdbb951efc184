"""Where pieces of a text stand: the same as a search for each finds, whatever the text and the pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.places import Places

_TEXTS = st.text("甲乙丙\n", max_size=40)


def searched(whole: str, piece: str) -> tuple[int, ...]:
    """Return the first two places of `piece`, found one by one."""
    return tuple(start for start in range(len(whole)) if whole.startswith(piece, start))[:2]


@given(
    _TEXTS, st.lists(st.text("甲乙丙", min_size=1, max_size=7), max_size=5), st.text("甲乙丙", min_size=1, max_size=7)
)
def test_pieces_are_found_whether_they_were_announced_or_not(whole: str, pieces: list[str], other: str) -> None:
    places = Places(whole, pieces)

    assert [places.of(piece) for piece in (*pieces, other)] == [searched(whole, piece) for piece in (*pieces, other)]
