"""Reads `report.yaml` into what the engine works on: the report, its passages, and the entries over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.faults import Fault, KnowledgeError, Wrong
from knowledge.model import Entry, Passage, Report
from knowledge.reading.entries import Maker, locate
from knowledge.reading.passages import Layout, Section, SectionKind, join, lay_out
from knowledge.reading.places import Places
from knowledge.reading.schema import FileForm, LivelihoodForm, Quoted, ReportForm, TopicForm, validate
from knowledge.reading.source import Document, read


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One report: its identity, its passages and entries in the report's order, its sections, its editor's topics."""

    report: Report
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    topics: tuple[TopicForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds, where its passages stand, and what is wrong with its entries."""

    knowledge: Knowledge
    layout: Layout
    faults: tuple[Fault, ...]


def load_report(path: Path) -> Knowledge:
    """Read the report file at `path`; raise `KnowledgeError` with every fault of a file that can't be used whole."""
    document = read(path)
    return assemble(document, validate(document, FileForm))


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
    return Examined(knowledge, layout, tuple(maker.faults))


def pieces_of(form: FileForm) -> Iterator[str]:
    """Yield all that is to be found in the file's text."""
    quoted: tuple[Quoted, ...] = (*form.terms, *form.figures, *form.livelihood, *form.passages, *form.no_figure)
    for entry in quoted:
        yield from (entry.quote, entry.near)


def sections_of(form: FileForm) -> tuple[Section, ...]:
    """Return the text of the file by section."""
    return tuple(Section(one.section, SectionKind(one.kind), one.paragraphs) for one in form.text)


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
