"""Reads `report.yaml` into what the engine works on: the report, its passages, and the entries over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.faults import Fault, KnowledgeError, Wrong
from knowledge.model import Entry, Passage, Report
from knowledge.reading.entries import Maker, locate
from knowledge.reading.passages import Layout, Section, SectionKind, join, lay_out
from knowledge.reading.places import Places
from knowledge.reading.plain import differences
from knowledge.reading.schema import FileForm, LivelihoodForm, Quoted, ReportForm, TopicForm, validate
from knowledge.reading.source import Content, Document, parse_whole, take, text_of

MOST_ENTRIES = 10_000  # fourteen times the largest report's; each costs time and memory, however short it is


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One report: its identity, its passages and entries in the report's order, its sections, its editor's topics.

    `differences` are where its text isn't the plain text that stands beside the file.
    """

    report: Report
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    topics: tuple[TopicForm, ...] = ()
    differences: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds, where its passages stand, and what is wrong with its entries."""

    knowledge: Knowledge
    layout: Layout
    faults: tuple[Fault, ...]


def load_report(path: Path) -> Knowledge:
    """Read the report file at `path`, as `report_of` does."""
    return report_of(take(path), take_plain(path))


def plain_path(path: Path) -> Path:
    """Return where the plain text of the report file at `path` stands if there is one: beside it, as `.txt`."""
    return path.with_suffix(".txt")


def take_plain(path: Path) -> Content | None:
    """Return what the plain text beside the report file at `path` holds now; None without one."""
    plain = plain_path(path)
    return take(plain) if plain.exists() else None


def report_of(content: Content, plain: Content | None = None) -> Knowledge:
    """Return what a report file says; raise `KnowledgeError` with every fault of one that can't be used whole."""
    document = parse_whole(text_of(content), content.path.name)
    form = validate(document, FileForm)
    return replace(assemble(document, form), differences=tuple(differences(document, form, plain)))


def assemble(document: Document, form: FileForm) -> Knowledge:
    """Build the knowledge of a valid form; raise `KnowledgeError` where entries don't say what the text says."""
    examined = examine(document, form)
    if examined.faults:
        raise KnowledgeError(examined.faults)
    return examined.knowledge


def examine(document: Document, form: FileForm) -> Examined:
    """Build the knowledge of a valid form, without the entries that have no place in the text."""
    sections = sections_of(form)
    places = Places(join(sections), pieces_of(form))
    numbers, spans = _starts(form, places)
    layout = lay_out(sections, places, numbers, spans)
    maker = Maker(document, layout, form.report)
    entries = maker.entries(form)
    knowledge = Knowledge(_report(form.report), layout.passages, entries, sections, form.topics)
    return Examined(knowledge, layout, (*_faults_of_all(document, form, len(entries)), *maker.faults))


def pieces_of(form: FileForm) -> Iterator[str]:
    """Yield all that is to be found in the file's text."""
    quoted: tuple[Quoted, ...] = (*form.terms, *form.figures, *form.livelihood, *form.passages, *form.no_figure)
    for entry in quoted:
        yield from (entry.quote, entry.near)


def sections_of(form: FileForm) -> tuple[Section, ...]:
    """Return the text of the file by section."""
    return tuple(Section(one.section, SectionKind(one.kind), one.paragraphs) for one in form.text)


def _faults_of_all(document: Document, form: FileForm, entries: int) -> Iterator[Fault]:
    """Yield what is wrong with the report as a whole; a draft may lack a region until its editor names it."""
    if not form.report.region:
        message = "the region has no name: expected one such as 内蒙古自治区"
        yield document.fault(("report", "region"), message, Wrong.EMPTY)
    if entries > MOST_ENTRIES:
        message = f"this makes {entries} entries, each sentence of the text among them: expected at most {MOST_ENTRIES}"
        yield document.fault((), message)


def _starts(form: FileForm, places: Places) -> tuple[dict[int, int], dict[int, int]]:
    """Return where livelihood items begin, with their numbers, and where terms and items begin, with their lengths."""
    numbers: dict[int, int] = {}
    spans: dict[int, int] = {}
    for entry in (*form.terms, *form.livelihood):
        position = locate(places, entry)
        if isinstance(position, Wrong):
            continue
        spans[position] = len(entry.quote)
        if isinstance(entry, LivelihoodForm):
            numbers[position] = entry.number
    return numbers, spans


def _report(form: ReportForm) -> Report:
    return Report(
        title=form.title,
        region=form.region,
        region_names=form.region_names,
        year=form.year,
        date=form.date,
        occasion=form.occasion,
        speaker=form.speaker,
        speaker_title=form.speaker_title,
        examples=form.examples,
    )
