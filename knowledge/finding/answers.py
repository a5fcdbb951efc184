"""Puts what was found into an Answer: sources with places, the words to emphasise, the nearest entries, the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp

from knowledge.finding.features import F
from knowledge.finding.index import Index
from knowledge.finding.mentions import Mention
from knowledge.finding.parts import Span, asked_part, excerpt_of, hull, view_of
from knowledge.finding.pipeline import Reading
from knowledge.finding.rank import Ranked
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Report, Source, Suggestion

MOST_SUGGESTIONS = 3
SUGGESTION_LENGTH = 120
EXCERPT = 100  # characters of a passage that is one of many
MOST_NAMES = 3  # figures of one passage that are all named above it
LONGEST_TITLE = 40  # characters of several titles that name a list
NEAR_COVER, NEAR_EVIDENCE, NEAR_DICE = 0.4, 0.45, 0.1  # what an entry must share with a question to be offered as near


class Answers:
    """Builds sources and suggestions for entries of one index; each names the `report`, where there are several."""

    def __init__(self, index: Index, report: Report | None = None) -> None:
        self._index, self._report = index, report
        self._passages: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            self._passages.setdefault(entry.passage.number, []).append(number)

    def source(self, number: int, question: Question | None = None) -> Source:
        """Return entry `number` as a source: its whole passage, its quote or the asked part emphasised."""
        return self._viewed(number, asked_part(self._index.entries[number], question))

    def focused(self, number: int, focus: Span | None = None) -> Source:
        """Return the source of entry `number` that had this focus; one that fits nothing in it changes nothing."""
        single = self._viewed(number, focus)
        if focus is None or single.focus is not None:
            return single
        others = [n for n in self._passages[self._index.entries[number].passage.number] if n != number]
        held = [n for n in others if _within(self._index.entries[n], focus)]
        together = self._merged([number, *held], None) if held else single
        return together if together.focus == focus else single

    def _viewed(self, number: int, focus: Span | None) -> Source:
        entry = self._index.entries[number]
        view = view_of(entry, focus)
        return Source(
            entry_id=entry.id,
            title=view.title,
            text=entry.passage.text,
            place=self._place(entry),
            highlights=view.highlights,
            direct=view.direct,
            kind=entry.kind,
            number=_number(entry),
            year=_year(entry),
            focus=view.focus,
            group=entry.group if isinstance(entry, Livelihood) else "",
            report=self._report,
        )

    def _place(self, entry: Entry) -> str:
        place = entry.passage.place
        return f"{self._report.name} · {place}" if self._report else place

    def sources(
        self,
        numbers: Iterable[int],
        question: Question | None = None,
        named: str = "",
        kinds: frozenset[Kind] | None = None,
    ) -> tuple[Source, ...]:
        """Return several entries as sources, each passage once, in the given order.

        A list is `named` after what its passages share (`全国第2`): where the given entry doesn't say so itself, the
        figures of its passage that do (and are of `kinds`) speak in its stead.
        """
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self._index.entries[number].passage.number, []).append(number)
        return tuple(self._together(self._speaking(group, named, kinds), question) for group in groups.values())

    def mentioning(self, mentions: Sequence[Mention]) -> tuple[Source, ...]:
        """Return the passages that hold a word as sources, the word emphasised; of several the parts around it."""
        return tuple(self._mentioning(each, len(mentions) > 1) for each in mentions)

    def _mentioning(self, mention: Mention, shorten: bool) -> Source:
        source = self._viewed(mention.entry, None)
        excerpt = excerpt_of(source.text, mention.spans[0], EXCERPT) if shorten and len(source.text) > EXCERPT else None
        return replace(source, highlights=mention.spans, direct="", focus=None, excerpt=excerpt)

    def picked(self, picks: Iterable[tuple[int, Span | None]]) -> tuple[Source, ...]:
        """Return entries with what is asked of them as sources, each passage once, in the given order."""
        groups: dict[int, list[tuple[int, Span | None]]] = {}
        for number, focus in picks:
            groups.setdefault(self._index.entries[number].passage.number, []).append((number, focus))
        return tuple(
            self.focused(*group[0]) if len(group) == 1 else self._together([number for number, _ in group], None)
            for group in groups.values()
        )

    def _speaking(self, group: list[int], named: str, kinds: frozenset[Kind] | None) -> list[int]:
        entries = self._index.entries
        if not named or any(_says(entries[number], named) for number in group):
            return group
        others = self._passages[entries[group[0]].passage.number]
        return [n for n in others if _says(entries[n], named) and (kinds is None or entries[n].kind in kinds)] or group

    def _together(self, numbers: Sequence[int], question: Question | None) -> Source:
        """Return the entries of one passage as one source: the first, and of a few figures the names of all."""
        merged = self._merged(numbers, question)
        several = merged.focus is not None and len(numbers) > 1
        return replace(merged, focus=None) if several and self.focused(numbers[0], merged.focus) != merged else merged

    def _merged(self, numbers: Sequence[int], question: Question | None) -> Source:
        first, *others = (self.source(number, question) for number in numbers)
        if not 0 < len(others) < MOST_NAMES or not all(isinstance(self._index.entries[n], Figure) for n in numbers):
            return first
        highlights = tuple(sorted({span for each in (first, *others) for span in each.highlights}))
        return replace(
            first,
            title="、".join(dict.fromkeys(each.title for each in (first, *others))),
            highlights=highlights,
            direct=first.direct if all(each.direct == first.direct for each in others) else "",
            year=first.year if all((each.kind, each.year) == (first.kind, first.year) for each in others) else None,
            focus=hull(highlights),
        )

    def suggestions(
        self, numbers: Sequence[int], most: int = MOST_SUGGESTIONS, typed: str = ""
    ) -> tuple[Suggestion, ...]:
        """Return the first entries of different passages as suggestions, each with the text around what was typed."""
        seen: dict[int, Suggestion] = {}
        for number in numbers:
            entry = self._index.entries[number]
            about = (entry.kind, _number(entry), _year(entry), self._place(entry))
            seen.setdefault(entry.passage.number, Suggestion(entry.id, entry.title, _around(entry, typed), *about))
            if len(seen) == most:
                break
        return tuple(seen.values())


def _within(entry: Entry, focus: Span) -> bool:
    """Whether the entry is a figure whose quote lies in the range."""
    return isinstance(entry, Figure) and focus[0] <= entry.start and entry.start + len(entry.quote) <= focus[1]


def _says(entry: Entry, words: str) -> bool:
    """Whether a figure's own name or value holds `words`."""
    if not isinstance(entry, Figure):
        return False
    return any(words in own.replace("首位", "第1") for own in (entry.title, entry.said, entry.change, entry.rank))


def _number(entry: Entry) -> int | None:
    return entry.number if isinstance(entry, Livelihood) else None


def _year(entry: Entry) -> int | None:
    return entry.period if isinstance(entry, Figure) else None


def _around(entry: Entry, typed: str) -> str:
    """The part of the passage around the words typed where it has them, else its beginning or that of the quote."""
    text = entry.passage.text
    at = text.lower().find(typed) if typed else -1
    if at >= 0:
        return text[slice(*excerpt_of(text, (at, at + len(typed)), EXCERPT))]
    start = entry.start if entry.start + len(entry.quote) > SUGGESTION_LENGTH else 0
    return text[start : start + SUGGESTION_LENGTH]


def near(readings: Sequence[Reading]) -> list[int]:
    """The entries that share enough with any view of a message, of the surest view first."""

    def shares(ranked: Ranked) -> bool:
        features = ranked.features
        return (
            features[F.COVER] >= NEAR_COVER and features[F.EVIDENCE] >= NEAR_EVIDENCE and features[F.DICE] >= NEAR_DICE
        )

    found = [number for reading in readings if not reading.ranked for number in reading.found]
    return found + [r.entry for reading in readings for r in reading.ranked if shares(r)]


def joined(sources: Sequence[Source]) -> str:
    """Return the titles of an answer's sources as its own, or nothing where that would be too long for one line."""
    title = "、".join(dict.fromkeys(source.title for source in sources))
    return title if len(sources) == 1 or len(title) <= LONGEST_TITLE else ""


def score(log_odds: float) -> int:
    """Return a probability, given as its log-odds, in percent."""
    return round(100 / (1 + exp(-max(-20.0, min(20.0, log_odds)))))


def score_of(reading: Reading | None) -> int:
    """Return the probability that the reading is right, in percent; 0 of none."""
    return 0 if reading is None else score(reading.confidence)
