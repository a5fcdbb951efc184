"""One conversation with the real report: what was said, and what came back."""

from __future__ import annotations

from knowledge import Library
from knowledge.model import Answer, Outcome, Source, Where


def told(library: Library, text: str, where: Where = Where.ADDRESSED) -> tuple[Source, ...]:
    """Return the passages that answer `text`; there must be an answer."""
    answer = library.ask(text, where)
    assert answer.outcome is Outcome.ANSWER, (text, answer.outcome, answer.score)
    return answer.sources


def assert_says(library: Library, text: str, piece: str, place: str = "", where: Where = Where.ADDRESSED) -> None:
    """Assert that the first passage that answers `text` holds `piece` and stands at `place`."""
    first = told(library, text, where)[0]
    assert piece in first.text, (text, first.text)
    assert place in first.place, (text, first.place)


def assert_lists(library: Library, text: str, *pieces: str) -> None:
    """Assert that the passages that answer `text` together hold all `pieces`."""
    sources = told(library, text)
    missing = [piece for piece in pieces if not any(piece in source.text for source in sources)]
    assert not missing, (text, missing)


def held_back(answer: Answer) -> bool:
    """Whether nothing of the report was claimed: suggestions at most, and nothing at all in a group."""
    return answer.outcome is not Outcome.ANSWER and not answer.sources and answer.kind is None
