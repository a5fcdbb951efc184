"""What stands around a passage, verbatim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile

from knowledge.model import Entry, Livelihood, Passage, Term
from knowledge.report.loading import Knowledge
from knowledge.report.text import SectionKind

MOST_BESIDE = 2  # passages on either side
LONGEST_CONTEXT = 3000  # characters of the passage and what stands around it, so that they fit one message

Texts = tuple[str, ...]


class Surroundings:
    """Finds the neighbours of one report's passages."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._passages = knowledge.passages
        self._lists = {section.heading for section in knowledge.sections if section.kind is not SectionKind.BODY}
        self._listed = {e.passage.number: type(e) for e in knowledge.entries if isinstance(e, Livelihood | Term)}

    def around(self, entry: Entry) -> tuple[Texts, Texts]:
        """Returns what stands before and after the passage of `entry`, in the report's order.

        In the body these are sentences of the same paragraph, or for a paragraph of one sentence those of the
        paragraphs around it in the same section; in a list the items or terms beside it. What would make the whole
        longer than LONGEST_CONTEXT characters is left out whole.
        """
        passage = entry.passage
        follows = self._rule(passage)

        def walk(others: Iterator[Passage]) -> list[str]:
            section = takewhile(lambda other: other.section == passage.section, others)
            return [other.text for other in islice(filter(follows, section), MOST_BESIDE)]

        back = walk(reversed(self._passages[: passage.number]))
        ahead = walk(iter(self._passages[passage.number + 1 :]))
        return _fitting(LONGEST_CONTEXT - len(passage.text), back, ahead)

    def _rule(self, passage: Passage) -> Callable[[Passage], bool]:
        """Which passages of the section stand around `passage`."""
        if passage.section in self._lists:
            kind = self._listed.get(passage.number)
            return lambda other: kind is None or self._listed.get(other.number) is kind
        beside = self._passages[max(0, passage.number - 1) : passage.number + 2]
        if any(other is not passage and _paragraph(other) == _paragraph(passage) for other in beside):
            return lambda other: _paragraph(other) == _paragraph(passage)
        return lambda other: other.paragraph > 0


def _paragraph(passage: Passage) -> tuple[str, int]:
    return passage.place, passage.paragraph


def _fitting(room: int, back: Sequence[str], ahead: Sequence[str]) -> tuple[Texts, Texts]:
    """Returns both sides without the farthest passages, as many as fit into `room` characters."""
    before, after = list(back), list(ahead)
    while (before or after) and sum(map(len, (*before, *after))) > room:
        (before if len(before) > len(after) else after).pop()
    return tuple(reversed(before)), tuple(after)
