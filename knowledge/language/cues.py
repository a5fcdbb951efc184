"""What the lexicon's cue words reveal in a question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from knowledge.language.lexicon import Lexicon, Match, Tag
from knowledge.language.units import Units

_CONTENT = frozenset(("synonym", "place", "outside", "department", "group"))
_LIGHT = ("filler", "question", "year", "list")
_WHOLE = ("unanswerable", "moment", "location")


@dataclass
class Cues:
    """What the lexicon's words in a question reveal: the values of each family, and how often it was seen.

    `light[i]` tells that unit i carries no topic, `spans` are the outermost content words, `beyond` the words for what
    reports do not say, `relative` words such as 今年, each with its distance from the report's year.
    """

    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    light: list[bool] = field(default_factory=list)
    cued: list[bool] = field(default_factory=list)
    spans: list[Match] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    relative: dict[str, int] = field(default_factory=dict)

    def note(self, tag: Tag, word: str) -> None:
        """Notes what a word reveals."""
        self.values[tag.family].add(tag.value)
        self.counts[tag.family] += 1
        if tag.family == "unanswerable":
            self.beyond.append(word)
        elif tag.family == "year":
            self.relative[word] = int(tag.value)


def _outermost(matches: list[Match]) -> list[Match]:
    """Drops every match that lies inside a longer one; `matches` come by start, longest first."""
    kept: list[Match] = []
    reach = 0
    for match in matches:
        if match.end > reach:
            kept.append(match)
            reach = match.end
    return kept


def _misread(tag: Tag, match: Match, spans: list[Match], outermost: set[tuple[int, int]], inside: bool) -> bool:
    """Whether a word reveals nothing because it is a piece of a longer one.

    中 in 中小学 is no filler, 在哪 in 在哪些 asks for no place, and 总值 in 地区生产总值 for no total.
    """
    size = match.end - match.start
    if inside and size == 1:
        return True
    if tag.family in _WHOLE and (match.start, match.end) not in outermost:
        return True
    return tag.family == "measure" and any(
        s.start <= match.start and match.end <= s.end and size < s.end - s.start for s in spans
    )


def read_cues(units: Units, lexicon: Lexicon) -> Cues:
    """Returns what the lexicon's words in `units` reveal; a short word inside a content word reveals nothing."""
    seen = Cues(light=[False] * len(units), cued=[False] * len(units))
    matches = list(lexicon.scan(units))
    seen.spans = _outermost([match for match in matches for tag in match.tags if tag.family in _CONTENT])
    held = [False] * len(units)
    for match in seen.spans:
        if match.end - match.start > 1:
            held[match.start : match.end] = [True] * (match.end - match.start)
    outermost = {(match.start, match.end) for match in _outermost(matches)}
    for match in matches:
        inside = all(held[match.start : match.end])
        for tag in match.tags:
            if tag.family in _CONTENT or _misread(tag, match, seen.spans, outermost, inside):
                continue
            seen.note(tag, units.slice(match.start, match.end))
            if tag.family != "unit":
                seen.cued[match.start : match.end] = [True] * (match.end - match.start)
            if tag.family in _LIGHT or (tag.family == "kind" and tag.value != "livelihood"):
                for i in range(match.start, match.end):
                    seen.light[i] = seen.light[i] or not held[i]
    for match in seen.spans:
        for tag in match.tags:
            seen.values[tag.family].add(tag.value)
            if tag.family in ("place", "outside", "department", "group"):
                seen.cued[match.start : match.end] = [True] * (match.end - match.start)
    return seen
