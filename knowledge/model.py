"""The report's entries and the engine's answers: frozen values that all layers share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    """What a question asks for, and what an entry is."""

    TERM = "term"
    FIGURE = "figure"
    TARGET = "target"
    LIVELIHOOD = "livelihood"
    TEXT = "text"
    LIST = "list"


class Outcome(StrEnum):
    """What the engine decided: to answer, to suggest near entries only, or to stay silent."""

    ANSWER = "answer"
    UNSURE = "unsure"
    SILENT = "silent"


# Score from which on an overheard message was nearly answered: below it bench/ has chatter, and hardly a question.
NEAR_MISS = 20


class Reason(StrEnum):
    """In which respect the nearest entry is not what was asked for."""

    YEAR = "year"
    PLACE = "place"
    MEASURE = "measure"
    SUBJECT = "subject"
    ASPECT = "aspect"
    NUMBER = "number"
    NAME = "name"
    REPORT = "report"  # no report of that year is there
    UNLIKE = "unlike"  # what two reports say can't be held against each other


class Across(StrEnum):
    """What the sources of an answer from several reports have to do with each other."""

    KEPT = "kept"  # a target, and what the next report says became of it
    YEARS = "years"  # one thing over the years
    REGIONS = "regions"  # one thing of several regions


class Where(StrEnum):
    """How a message reached the bot: addressed to it, or overheard in a group. `ask --batch` writes the values."""

    ADDRESSED = "private"
    GROUP = "group"


class Measure(StrEnum):
    """Which property of an indicator a figure states."""

    LEVEL = "level"  # an amount or a count: 791.6亿斤
    GROWTH = "growth"  # a change against the year before: 增长7.3%
    INCREMENT = "increment"  # by how much an amount changed or is new: 提高30元, 提高0.8个百分点
    SHARE = "share"  # a ratio: 占59.4%, 转化率达到72%
    RANK = "rank"  # only a rank: 居全国第2


class Status(StrEnum):
    """Whether a figure is an actual value or a target."""

    ACTUAL = "actual"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Passage:
    """One quotable piece of the report: a sentence of the body, a livelihood item or a glossary entry.

    `number` counts passages from 0 in the report's order; `place` is what a reader is shown, such as
    `二、2024年工作安排 · (八) · 第1段`, `附件1·33件民生实事 · 第30件` or `附件2·名词解释`.
    """

    number: int
    text: str
    place: str
    section: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of every searchable entry: a stable `id`, title, names people use, ways people ask, and its proof.

    `quote` is a verbatim piece of `passage.text`, which begins at `start`. `id` is short (at most 12 ASCII
    characters), derived from the entry's kind, name and quote, so it survives a restart and a reload.
    """

    id: str
    kind: Kind
    title: str
    passage: Passage
    quote: str
    start: int
    aliases: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term(Entry):
    """A glossary term; `parts` are the verbatim pieces it enumerates, in order (empty where it does not)."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure(Entry):
    """One number of the report that says something about an indicator.

    `said` is the verbatim value with its words (`增长7.3%`, `6%以上`); `value` and `unit` are the same as data
    (7.3 and `%`). `change` and `rank` are verbatim too (`增长40.2%`, `全国第3`), or empty. `place` is the region
    the figure speaks of, empty for the report's own region. `period` is the year;
    of a figure of several years the last one, and `since` the first.
    """

    indicator: str
    measure: Measure
    value: float
    unit: str
    said: str
    period: int
    status: Status
    change: str
    rank: str
    place: str
    since: int


@dataclass(frozen=True, slots=True)
class LivelihoodMeasure:
    """One thing a livelihood item promises, verbatim, with its amounts (`5万人`) and lead departments."""

    quote: str
    amounts: tuple[str, ...]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Livelihood(Entry):
    """A numbered item of the livelihood list (民生实事)."""

    number: int
    group: str
    measures: tuple[LivelihoodMeasure, ...]


@dataclass(frozen=True, slots=True)
class Text(Entry):
    """Any other passage: a sentence of the report, with ways people ask for it if an editor added some."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report's identity; `examples` are questions to begin with that its editor chose.

    `places` are the parts of the region, `departments` those in charge of something, each with its short forms.
    """

    title: str
    region: str
    region_names: tuple[str, ...]
    year: int
    date: str
    occasion: str
    speaker: str
    speaker_title: str
    examples: tuple[str, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    departments: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> str:
        """What tells the report from all others: 广东省2026."""
        return f"{self.region}{self.year}"

    @property
    def name(self) -> str:
        """How the report is called among others: 广东省2026年政府工作报告."""
        return f"{self.region}{self.year}年{self.title}"


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer quotes; `highlights` are half-open character ranges of `text` to emphasise.

    `direct` is the verbatim piece of `text` that answers in a word (`增长7.3%`, `温暖工程`), or empty. `kind` is the
    entry's own (never LIST), `number` a livelihood item's, `year` the one that a figure or target speaks of. `focus` is
    the half-open range of `text` that was asked for where it isn't what opening the entry shows: `Library.open` makes
    the same source of the two again. It is None, too, where the figures of several entries can't be told by a range.
    `group` is a livelihood item's, or empty. `excerpt` is the half-open range of a long text that is shown in a list.
    `report` is whose passage it is where there are several reports; `place` begins with its name then.
    """

    entry_id: str
    title: str
    text: str
    place: str
    highlights: tuple[tuple[int, int], ...]
    direct: str
    kind: Kind = Kind.TEXT
    number: int | None = None
    year: int | None = None
    focus: tuple[int, int] | None = None
    group: str = ""
    excerpt: tuple[int, int] | None = None
    report: Report | None = None

    def runs(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, each with whether it is highlighted; ranges are clipped to the text.

        Of a text with an `excerpt` that alone, an ellipsis where something is left out.
        """
        length = len(self.text)
        first, last = self.excerpt or (0, length)
        bold = {place for start, end in self.highlights for place in range(max(start, 0), min(end, length))}
        if first:
            yield "…", False
        for highlighted, places in groupby(range(first, last), bold.__contains__):
            yield "".join(self.text[place] for place in places), highlighted
        if last < length:
            yield "…", False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A near or listed entry in short; `text` is the beginning of its passage or quote, other fields as in `Source`."""

    entry_id: str
    title: str
    text: str
    kind: Kind = Kind.TEXT
    number: int | None = None
    year: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An entry's passage with the passages around it, verbatim and in the report's order."""

    before: tuple[str, ...]
    source: Source
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries that are browsed together, by id, and shelves below; `title` is verbatim, or empty for a root shelf.

    `id` is at most 12 of `A-Za-z0-9_-` and the same after a reload of the same report; it is no entry's id.
    """

    id: str
    title: str
    entries: tuple[str, ...]
    shelves: tuple[Shelf, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why the nearest entry doesn't answer: what was `asked`, and what the report has instead, or "".

    Years, numbers, places, names and words of a subject are told as they were said; a status as `Status` has it, a
    measure as `Measure`, an aspect as the lexicon's holes are called, or `moment` or `location`. Of a report that isn't
    there its region and year are `asked`, and the years of the region's reports `found`. Of what can't be compared both
    are told verbatim, the target first.
    """

    reason: Reason
    asked: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's answer to one message.

    `sources` is empty unless `outcome` is ANSWER, `suggestions` holds at most three. `title` names what is answered,
    of a list what its sources share, or is empty where nothing short does. `score` runs from 0 to 100.

    `asked` is the verbatim piece of `question` that was answered, or that came nearest to an answer: at most 1,024
    UTF-16 units, empty where it can't be told and where nothing is said or missed. `nearest` is the id of the entry
    that came nearest, whatever the outcome, or empty. `comparison` tells that the sources are one indicator's actual
    and its target, in this order; `related` that they only go with what was shown before, as who asks for more gets.
    `mentioned` is in how many passages the words of `title` stand, of which the sources are the first; 0 where they
    were not looked up.

    `normal` is the normal form of the question, as `Library.normal` gives it. `leaned` tells that the question was read
    as one about the answer before it, `may_lean` that it wasn't answered by itself and might be about an answer before
    it where there was one. `conflict` is why the first of `suggestions` isn't the answer, where that can be told.
    What the next message may lean on: `frame` is what was asked, with what that leaned on, in normal form, `about` the
    ids of the entries shown, or after an answer that isn't sure those of before, or of the entry that came near.
    `report` is the one that was asked, where there are several. `relative` are words of what was answered such as 今年,
    each with the year that it means in the report. `across` tells what sources of several reports have to do with each
    other, or is None; `lacking` are the names of the reports that were asked, too, and don't say it.
    """

    question: str
    outcome: Outcome
    kind: Kind | None
    title: str
    score: int
    sources: tuple[Source, ...]
    suggestions: tuple[Suggestion, ...]
    asked: str = ""
    nearest: str = ""
    comparison: bool = False
    related: bool = False
    mentioned: int = 0
    normal: str = ""
    leaned: bool = False
    may_lean: bool = False
    conflict: Conflict | None = None
    frame: str = ""
    about: tuple[str, ...] = ()
    report: Report | None = None
    relative: tuple[tuple[str, int], ...] = ()
    across: Across | None = None
    lacking: tuple[str, ...] = ()

    @property
    def is_miss(self) -> bool:
        """Whether an editor should see this as unanswered; most messages in a group are no questions to the report.

        Nor is 那今年呢 with nothing before it, which names nothing.
        """
        overheard = self.outcome is Outcome.SILENT and self.score >= NEAR_MISS
        return overheard or (self.outcome is Outcome.UNSURE and not self.may_lean)
