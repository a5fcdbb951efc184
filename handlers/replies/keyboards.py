"""Which buttons stand under a message, and what they say when tapped. Labels come from the phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from handlers.commands import COMPARE
from handlers.query import Example
from handlers.replies.phrases import Phrases
from handlers.replies.reply import AnyButton, Button, CopyButton, Row, ShareButton, cut, sendable, snippet, units
from knowledge.model import Answer, Shelf, Source, Suggestion

_BETWEEN = ":"
LONGEST_DATA = 64  # bytes; Telegram's limit


@unique
class Verb(StrEnum):
    """What a tap asks for. The letters are in messages already sent, so they keep their meaning."""

    OPEN = "o"  # an entry, in a message of its own
    SHOW = "b"  # an entry, in place of what the message says
    CONTEXT = "c"  # the sentences around an entry's passage, in place
    RELATED = "r"  # related entries, in place
    GOOD = "g"
    BAD = "n"
    WHY = "w"  # what was wrong with an answer
    REMOVE = "x"
    BROWSE = "l"  # a page of a shelf, in place
    LEAF = "k"  # a page of a long list, in place, by the question that it answers
    READ = "p"  # an entry, in place of the page it was listed on
    SET = "s"  # a group's setting
    DAY = "d"  # the reminder of an entry, in place of what the message says
    ANOTHER = "a"  # another reminder in place of this one
    AROUND = "e"  # the entries related to a reminder's, in place
    STOP = "q"  # no more reminders
    CHART = "h"  # a chart, in a message of its own
    REMIND = "t"  # a choice about the chat's reminders
    PICK = "f"  # the report that the chat asks, or a page of reports, in place


@dataclass(frozen=True, slots=True)
class Tap:
    """A verb and what it is about: ids and numbers without colons."""

    verb: Verb
    about: tuple[str, ...] = ()

    @property
    def data(self) -> str:
        """The button's data."""
        return _BETWEEN.join((self.verb, *self.about))


def tap(verb: Verb, *about: str | int) -> str:
    """The data of a button that asks `verb` about something."""
    return Tap(verb, tuple(map(str, about))).data


def read_tap(data: str) -> Tap | None:
    """What a button's data says; None for what no button of ours says.

    An entry's id alone opens it: so the buttons of the first version did.
    """
    verb, *about = data.split(_BETWEEN)
    if not about and len(verb) > 1:
        return Tap(Verb.OPEN, (verb,))
    return Tap(Verb(verb), tuple(about)) if verb in set(Verb) else None


def fits(data: str) -> bool:
    """Whether Telegram takes `data` for a button."""
    return 0 < len(data.encode(errors="replace")) <= LONGEST_DATA


Focus = tuple[int, int]


def write_focus(focus: Focus | None) -> str:
    """A half-open range as a button's data has it; empty for none."""
    return "" if focus is None else f"{focus[0]}-{focus[1]}"


def read_focus(written: str) -> Focus | None:
    """The range that `write_focus` wrote; None for anything else."""
    start, _, end = written.partition("-")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


LONGEST_COPY = 256  # UTF-16 units; Telegram's limit
LONGEST_QUERY = 200  # UTF-16 units; Telegram takes 256 in an inline query
LONGEST_LABEL = 28
MOST_NUMBERS = 64  # of Telegram's 100 buttons
MENTIONS_SHOWN = 3  # passages at once that mention a word
LIST_SHOWN = 10  # passages at once of a list
PAGE = 8  # entries of a shelf
_NUMBERS_IN_A_ROW = 8
_LEAP = 5  # pages


@dataclass(frozen=True, slots=True)
class Layout:
    """Which buttons belong where a reply goes: all or none, and one to remove it where others read it too.

    `numbered`: the entries of a list open by their numbers too, not only by the links in their titles. `page` is where
    an entry was listed, its shelf's id and the page's number, with the way back there.
    """

    buttons: bool = True
    removable: bool = False
    numbered: bool = True
    page: tuple[str, ...] = ()


LASTING = Layout(numbered=False)
"""For a message that is all the bot can say there, as inline mode's: an entry in the list's place would end it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a shelf: which of how many (from 0), and the shelf above it (None: there is none)."""

    shelf: Shelf
    number: int
    count: int
    above: Shelf | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """The page of an answer's sources that is shown: which of how many (from 0), and where it starts among all."""

    sources: tuple[Source, ...]
    number: int = 0
    count: int = 1
    start: int = 0


def leaf_of(answer: Answer, layout: Layout, number: int = 0) -> Leaf:
    """Page `number` of a long answer, or the last; all of an answer that is short, or that no button can ask again.

    Of the passages that mention a word the first page is enough where there are no buttons: a search gives the others.
    """
    size = MENTIONS_SHOWN if answer.mentioned else LIST_SHOWN
    count = -(-len(answer.sources) // size)
    turns = layout.buttons and layout.numbered and answer.question.strip()
    asks_again = turns and not answer.leaned and ":" not in answer.question and fits(leaf_data(answer, count))
    if count < 2 or not (answer.mentioned or asks_again):
        return Leaf(answer.sources)
    number = min(number, count - 1)
    return Leaf(answer.sources[number * size : (number + 1) * size], number, count, number * size)


def leaf_data(answer: Answer, number: int) -> str:
    """The data of a button for page `number` of an answer: its question, to be asked again."""
    return tap(Verb.LEAF, number, sendable(answer.question).strip())


class Keyboards:
    """Rows of buttons, in the words of one language, about the report of one year.

    `has_chart` says of which entries, by id, there is a chart.
    """

    def __init__(self, phrases: Phrases, year: int, has_chart: Callable[[str], bool] = lambda _: False) -> None:
        self._phrases, self._year, self._has_chart = phrases, year, has_chart

    def answer(self, answer: Answer, layout: Layout, leaf: Leaf) -> tuple[Row, ...]:
        """Under an answer: for one passage what can be done with it, for several the way to each and to more."""
        back = (self._back(Verb.BROWSE, *layout.page),) if layout.page else ()
        return (*(self._below(answer, layout, leaf) if layout.buttons else ()), *back)

    def _below(self, answer: Answer, layout: Layout, leaf: Leaf) -> tuple[Row, ...]:
        if len(answer.sources) > 1:
            entries = [source.entry_id for source in leaf.sources]
            rows = self.numbers(Verb.OPEN, entries, first=leaf.start + 1) if layout.numbered else ()
            if leaf.count > 1 and layout.numbered:
                rows = (*rows, self._turns(leaf.number, leaf.count, lambda number: leaf_data(answer, number)))
            query = f"/{COMPARE.name} {answer.title}" if answer.comparison else answer.question
            share = self._share(query) if query.strip() else ()
            first = answer.sources[0].entry_id
            chart = self._chart(first, layout) if answer.comparison else ()
            return (*rows, (*share, *chart, *self._feedback_row(first, layout)))
        source = answer.sources[0]
        chart = self._chart(source.entry_id, layout)
        return (self._about(source, layout), (*chart, *self._feedback_row(source.entry_id, layout)))

    def offered(self, suggestions: Iterable[Suggestion], verb: Verb = Verb.OPEN, *about: str | int) -> tuple[Row, ...]:
        """A row for each entry, by its heading, to open it."""
        rows = ((self.entry_label(each), tap(verb, each.entry_id, *about)) for each in suggestions if each.entry_id)
        return tuple((Button(label, data),) for label, data in rows if label and fits(data))

    def numbers(self, verb: Verb, entry_ids: Sequence[str], *about: str, first: int = 1) -> tuple[Row, ...]:
        """Rows of numbers, from `first`, to open each entry."""
        data = [tap(verb, entry_id, *about) for entry_id in entry_ids[:MOST_NUMBERS]]
        buttons = [Button(str(number), each) for number, each in enumerate(data, first) if fits(each)]
        starts = range(0, len(buttons), _NUMBERS_IN_A_ROW)
        return tuple(tuple(buttons[start : start + _NUMBERS_IN_A_ROW]) for start in starts)

    def reports(self, choices: Sequence[tuple[str, str]], what: str, page: int, *, above: bool) -> tuple[Row, ...]:
        """A row for each choice of this page, by label and what it picks; the pages beside it, and the way up.

        `what` is the list's own, empty for that of the regions.
        """
        count = max(-(-len(choices) // PAGE), 1)
        here = min(page, count - 1)
        rows = [(Button(label, tap(Verb.PICK, picks)),) for label, picks in choices[here * PAGE : (here + 1) * PAGE]]
        turns = self._turns(here, count, lambda number: tap(Verb.PICK, what, number))
        back = self._back(Verb.PICK) if above else ()
        return tuple(row for row in (*rows, turns, back) if row)

    def around(self, source: Source, page: tuple[str, ...]) -> tuple[Row, ...]:
        """Under a passage's context or its related entries: the way back."""
        return (self._back(Verb.SHOW, source.entry_id, write_focus(source.focus), *page),)

    def page(self, page: Page, entries: Sequence[Suggestion]) -> tuple[Row, ...]:
        """Under a page of a shelf: its shelves or entries, the pages beside it, and the way up."""
        shelves = tuple((Button(self.shelf_label(each), tap(Verb.BROWSE, each.id, 0)),) for each in page.shelf.shelves)
        listed = self.offered(entries, Verb.READ, page.shelf.id, page.number)
        return tuple(row for row in (*shelves, *listed, self._leaf(page), self._up(page)) if row)

    def shelf_label(self, shelf: Shelf) -> str:
        """A shelf's name: its title, or for one of the fixed ones the phrase for it."""
        return (
            snippet(sendable(shelf.title), LONGEST_LABEL) if shelf.title else self._phrases.shelf(shelf.id, self._year)
        )

    def entry_label(self, entry: Source | Suggestion) -> str:
        """An entry's name on a button."""
        words = self._phrases.heading(entry) if entry.title else entry.text
        return snippet(sendable(words), LONGEST_LABEL)

    def _about(self, source: Source, layout: Layout) -> Row:
        about = source.entry_id, write_focus(source.focus), *layout.page
        return (
            Button(self._phrases.label("context"), tap(Verb.CONTEXT, *about)),
            Button(self._phrases.label("related"), tap(Verb.RELATED, *about)),
            *self._share(f"{snippet(source.title, LONGEST_LABEL)} #{source.entry_id}"),
            *self._copy(source),
        )

    def charts(self, names: Iterable[str]) -> tuple[Row, ...]:
        """A row for each chart of the whole report."""
        return tuple(
            (Button(f"📈 {self._phrases.sentence('chart_title', chart=name)}", tap(Verb.CHART, name)),)
            for name in names
        )

    def _chart(self, entry_id: str, layout: Layout) -> Row:
        if not layout.numbered or not self._has_chart(entry_id):  # an inline message stays text
            return ()
        return (Button(f"📈 {self._phrases.label('chart')}", tap(Verb.CHART, entry_id)),)

    def _share(self, query: str) -> Row:
        return (ShareButton(self._phrases.label("share"), cut(sendable(query), LONGEST_QUERY)),)

    def _copy(self, source: Source) -> Row:
        quoted = [source.text[start:end] for start, end in source.highlights]
        pieces = (f"{source.text}\n—— {source.place}", source.text, *quoted)
        fitting = (sendable(piece) for piece in pieces if piece.strip() and units(piece) <= LONGEST_COPY)
        return tuple(CopyButton(self._phrases.label("copy"), piece) for piece in list(fitting)[:1])

    def _feedback_row(self, entry_id: str, layout: Layout) -> Row:
        row: list[AnyButton] = [Button("👍", tap(Verb.GOOD, entry_id)), Button("👎", tap(Verb.BAD, entry_id))]
        if layout.removable:
            row.append(Button("✖", tap(Verb.REMOVE)))
        return tuple(row)

    def questions(self, examples: Iterable[Example]) -> tuple[Row, ...]:
        """A row for each question to begin with, which opens what answers it."""
        return tuple((Button(each.question, tap(Verb.OPEN, each.source.entry_id)),) for each in examples if each.source)

    def beginnings(self, examples: Iterable[Example]) -> tuple[Row, ...]:
        """The contents, the reminders, and a question."""
        browse = Button(self._phrases.label("browse"), tap(Verb.BROWSE, "", 0))
        daily = Button(self._phrases.label("daily"), tap(Verb.REMIND))
        return ((browse, daily), *self.questions(examples)[:1])

    def reasons(self, entry_id: str) -> Row:
        """What may be wrong with an answer that somebody found bad."""
        return tuple(
            Button(self._phrases.label(why), tap(Verb.WHY, entry_id, why)) for why in ("beside", "missing", "other")
        )

    def _leaf(self, page: Page) -> Row:
        return self._turns(page.number, page.count, lambda number: tap(Verb.BROWSE, page.shelf.id, number))

    def _turns(self, here: int, count: int, data: Callable[[int], str]) -> Row:
        """The way to the pages beside page `here` of `count`, counted from 0, and to some further away."""
        if count < 2:
            return ()
        last = count - 1
        near = {here - 1: "‹", here: f"{here + 1}/{count}", here + 1: "›"}
        far = {max(here - _LEAP, 0): "«", min(here + _LEAP, last): "»"} if last > _LEAP else {}
        there = ((number, label) for number, label in sorted((far | near).items()) if 0 <= number <= last)
        return tuple(Button(label, data(number)) for number, label in there)

    def _up(self, page: Page) -> Row:
        if page.above is None:
            return ()
        return self._back(Verb.BROWSE, page.above.id, 0)

    def _back(self, verb: Verb, *about: str | int) -> Row:
        return (Button(self._phrases.label("back"), tap(verb, *about)),)
