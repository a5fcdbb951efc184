"""Loads a report file: its identity, passages and entries, and how its text differs from the plain text beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from knowledge.faults import Fault, FaultCode, Key, KnowledgeError
from knowledge.model import Entry, Passage, Report
from knowledge.report.document import Document, FileContent, decode, parse_complete, read_file
from knowledge.report.entry_builder import EntryBuilder
from knowledge.report.schema import FileForm, LivelihoodForm, TopicForm, validate
from knowledge.report.text import Layout, QuoteFinder, Section, SectionKind, join, lay_out, plain_lines

LEXICON = Path(__file__).parents[1] / "lexicon.yaml"
MOST_ENTRIES = 10_000  # fourteen times the largest report's; each costs time and memory, however short it is

_LONGEST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Contents:
    """What the knowledge files contained when they were read; `plain` is None where there is no plain text."""

    report: FileContent
    plain: FileContent | None
    lexicon: FileContent


@dataclass(frozen=True, slots=True)
class Files:
    """The paths of a report file and the lexicon; a plain text may stand beside the report file, as `.txt`."""

    report: Path
    lexicon: Path = LEXICON

    @property
    def paths(self) -> tuple[Path, ...]:
        """All paths, existing or not."""
        return (self.report, _plain_path(self.report), self.lexicon)

    def read(self) -> Contents:
        """Return what the files contain now; a file that can't be read is reported when its content is used."""
        return Contents(read_file(self.report), read_plain(self.report), read_file(self.lexicon))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One report: its identity, its passages and entries in the report's order, its sections, its editor's topics.

    `differences` are the lines in which its text differs from the plain text beside the file.
    """

    report: Report
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    topics: tuple[TopicForm, ...] = ()
    differences: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report file that follows the schema; `faults` are what is wrong with its entries.

    `knowledge` lacks the entries whose quote can't be located.
    """

    document: Document
    form: FileForm
    layout: Layout
    knowledge: Knowledge
    faults: tuple[Fault, ...]


def load_report(path: Path) -> Knowledge:
    """Load the report file at `path`; raise `KnowledgeError` with every fault if it has any."""
    return parse_report(read_file(path), read_plain(path))


def parse_report(content: FileContent, plain: FileContent | None = None) -> Knowledge:
    """Return the knowledge in a report file; raise `KnowledgeError` with every fault if it has any."""
    file = examine(parse_complete(decode(content), content.path.name), plain)
    if file.faults:
        raise KnowledgeError(file.faults)
    return file.knowledge


def examine(document: Document, plain: FileContent | None = None) -> ReportFile:
    """Return what a report file holds and what is wrong with it; raise `KnowledgeError` if it breaks the schema."""
    form = validate(document, FileForm)
    sections = sections_of(form)
    finder = QuoteFinder(join(sections), quotes_of(form))
    numbers, spans = _list_entries(form, finder)
    layout = lay_out(sections, finder, numbers, spans)
    builder = EntryBuilder(document, layout, form.report)
    entries = builder.entries(form)
    differences = tuple(_differences(document, form, plain)) if plain else ()
    named = {key: tuple(getattr(form.report, key).items()) for key in ("places", "departments")}
    report = Report(**dict(form.report) | named)
    knowledge = Knowledge(report, layout.passages, entries, sections, form.topics, differences)
    return ReportFile(
        document, form, layout, knowledge, (*_report_faults(document, form, len(entries)), *builder.faults)
    )


def read_plain(path: Path) -> FileContent | None:
    """Return the content of the plain text beside the report file at `path`; None without one."""
    plain = _plain_path(path)
    return read_file(plain) if plain.exists() else None


def quotes_of(form: FileForm) -> Iterator[str]:
    """Yield every `quote` and `near` of the file."""
    for entry in (*form.terms, *form.figures, *form.livelihood, *form.passages, *form.no_figure):
        yield from (entry.quote, entry.near)


def sections_of(form: FileForm) -> tuple[Section, ...]:
    """Return the text of the file by section."""
    return tuple(Section(one.section, SectionKind(one.kind), one.paragraphs) for one in form.text)


def text_lines(form: FileForm) -> tuple[list[Key], list[str]]:
    """Return the lines of the file's text in order, and the key of each."""
    keys: list[Key] = []
    lines: list[str] = []
    for nth, section in enumerate(form.text):
        if section.section:
            keys.append(("text", nth, "section"))
            lines.append(section.section)
        for index, paragraph in enumerate(section.paragraphs):
            keys.append(("text", nth, "paragraphs", index))
            lines.append(paragraph)
    return keys, lines


def _plain_path(path: Path) -> Path:
    return path.with_suffix(".txt")


def _report_faults(document: Document, form: FileForm, entries: int) -> Iterator[Fault]:
    """Yield what is wrong with the report as a whole; a draft may lack a region until its editor names it."""
    if not form.report.region:
        message = "the region has no name: expected one such as 内蒙古自治区"
        yield document.fault(("report", "region"), message, FaultCode.EMPTY)
    if entries > MOST_ENTRIES:
        message = f"this makes {entries} entries, counting each sentence of the text: expected at most {MOST_ENTRIES}"
        yield document.fault((), message)


def _list_entries(form: FileForm, finder: QuoteFinder) -> tuple[dict[int, int], dict[int, int]]:
    """Return by position the numbers of livelihood items, and the lengths of terms and items."""
    numbers: dict[int, int] = {}
    spans: dict[int, int] = {}
    for entry in (*form.terms, *form.livelihood):
        position = finder.locate(entry)
        if isinstance(position, int):
            spans[position] = len(entry.quote)
            if isinstance(entry, LivelihoodForm):
                numbers[position] = entry.number
    return numbers, spans


def _differences(document: Document, form: FileForm, plain: FileContent) -> Iterator[Fault]:
    """Yield a fault for every line in which the file's text and the plain text differ."""
    try:
        expected = plain_lines(decode(plain))
    except KnowledgeError as error:
        yield from error.faults
        return
    keys, lines = text_lines(form)
    if lines == expected:
        return
    matcher = SequenceMatcher(None, lines, expected, autojunk=False)
    for what, start, end, other, until in matcher.get_opcodes():
        if what == "equal":
            continue
        for index, line in zip_longest(range(start, end), expected[other:until]):
            key = keys[min(start if index is None else index, len(keys) - 1)] if keys else ("text",)
            yield document.fault(key, _difference(None if index is None else lines[index], line, plain.path.name))


def _difference(here: str | None, there: str | None, name: str) -> str:
    if here is None:
        return f"before this, {name} has a line that is missing here: “{_short(there or '')}”"
    if there is None:
        return f"this line isn't in {name}: “{_short(here)}”"
    at = next((i for i, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), 0)
    at = at or min(len(here), len(there))
    return f"this line differs from {name}: “{_short(here[at:])}” here, “{_short(there[at:])}” there"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
