"""What each entry can answer beside its topic: years, status, units, measures, places and numbers it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.finding.index import Index
from knowledge.finding.wordings import pairs_of
from knowledge.grammar.clauses import Clause, one_of, read_clause, split_clauses
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser, items_of
from knowledge.model import Entry, Figure, Livelihood, Measure, Report, Status, Term
from knowledge.report.lines import first_clause

_PAST_SECTION = re.compile("回顾|过去|上一年|总结|主要成绩")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BASE = re.compile(
    r"(?:是|比|较|为|与|于)20\d\d年?(?=[^\d]{0,4}(?:倍|增|提|下|上|翻|减|高|低|多|少|的\d))|自20\d\d年?以来"
)  # compared with
_AMOUNT = re.compile(r"(?<!第)(\d+(?:\.\d+)?%?)(?:多|余)?([^\d\s,.;:、。]{0,4})")
_CLAUSE = re.compile("[,;。]")
_SCALE = re.compile("^[万亿]")
_GROWTH = re.compile("增长|下降|提高|降低|上升|减少|倍|涨幅|[由从].{1,20}[降升提高](?:到|至)")
_LEVEL = re.compile(r"(?<![第\d.])\d+(?:\.\d+)?(?![\d.%倍])")
_QUOTED = re.compile("“([^“”]{2,12})”")
_RANK = re.compile(r"第\d|首位|领先|前列|最大")


class Statement(NamedTuple):
    """What an entry states: its names, its own clauses, and its whole passage without what stands between units.

    `indicator` are the words of a figure's name, each with its synonyms and with how much it tells; `quoted` are the
    names in quotation marks that its passage mentions and doesn't explain.
    """

    names: str
    clauses: tuple[Clause, ...]
    passage: str
    indicator: tuple[tuple[tuple[str, ...], float], ...] = ()
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What one entry can answer; the sets hold the lexicon's values, `numbers` are as normal forms write them.

    `clauses` are the passage's clauses with a number in it or beside it: their pairs of units, and their unit classes.
    """

    years: frozenset[int]
    status: frozenset[str]
    measures: frozenset[str]
    units: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]
    clauses: tuple[tuple[tuple[str, ...], frozenset[str]], ...]
    stated: Statement


def _years(entry: Entry, text: str, report: Report) -> frozenset[int]:
    years = {int(y) for y in _YEAR.findall(_BASE.sub("", text))}
    past = bool(_PAST_SECTION.search(entry.passage.section))
    if isinstance(entry, Figure) and (past or entry.status is Status.TARGET):
        return frozenset(years | {entry.period})
    years.add(report.year - 1 if past else report.year)
    if isinstance(entry, Figure):
        years.add(entry.period)
    if "去年" in text:
        years.add(report.year - 1)
    return frozenset(years)


def _status(entry: Entry) -> frozenset[str]:
    if isinstance(entry, Figure):
        return frozenset({str(entry.status)})
    return frozenset({"actual" if _PAST_SECTION.search(entry.passage.section) else "target"})


def _clauses(form: str, lexicon: Lexicon) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Splits a passage at its commas: what a clause counts says nothing of what the next one is about."""
    pieces = _CLAUSE.split(form)
    return tuple((tuple(pairs_of(items_of(piece))), one_of(_units(piece, lexicon))) for piece in pieces if piece)


def _units(text: str, lexicon: Lexicon) -> frozenset[str]:
    found = set()
    for number, after in _AMOUNT.findall(text):
        if number.endswith("%"):
            found.add("ratio")
            continue
        for length in range(len(after), 0, -1):
            name = lexicon.unit_classes.get(after[:length])
            bare = lexicon.unit_classes.get(_SCALE.sub("", after[:length]))
            if bare or name:
                found.add(bare or name or "")
                if (bare or name) == "money" and after.startswith("亿"):
                    found.add("hundred millions")
                break
    return frozenset(found)


def _unit_of_name(entry: Entry, lexicon: Lexicon) -> frozenset[str]:
    """The unit that an indicator's own words end in: 人次 in 接待游客人次."""
    title = first_clause(entry.quote) if isinstance(entry, Livelihood) else entry.title
    names = (lexicon.unit_classes.get(title[-length:]) for length in (2, 1))
    return frozenset(name for name in names if name)


def _told(figure: Figure) -> set[str]:
    """What questions ask of a figure: an increment is asked as growth (涨多少) and as an amount (新增多少)."""
    return {"growth", "level"} if figure.measure is Measure.INCREMENT else {str(figure.measure)}


def _measures(entry: Entry, text: str) -> frozenset[str]:
    if isinstance(entry, Figure):
        found = _told(entry)
        if entry.change:
            found.add("growth")
        if entry.rank:
            found.add("rank")
        return frozenset(found)
    found = {"level"} if _LEVEL.search(text) else set()
    if _GROWTH.search(text):
        found.add("growth")
    if _RANK.search(text):
        found.add("rank")
    if "%" in text or "占" in text:
        found.add("share")
    return frozenset(found)


def _places(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The places that `text` names, those of its groups (呼包鄂) among them."""
    found = {place for name, place in lexicon.place_names if name in text}
    for group, members in lexicon.place_groups.items():
        if group in text:
            found.update(members)
    return frozenset(found)


def _facts_of(entry: Entry, form: str, quote_form: str, stated: Statement, about: tuple[Lexicon, Report]) -> Facts:
    """The facts of `entry`; `form` and `quote_form` are the normal forms of its passage and its quote."""
    lexicon, report = about
    placed = f"{entry.place}{quote_form}" if isinstance(entry, Figure) else form
    own = quote_form if isinstance(entry, Figure) else form
    return Facts(
        years=_years(entry, form, report),
        status=one_of(_status(entry)),
        measures=one_of(_measures(entry, own)),
        units=one_of(_units(own, lexicon) | _unit_of_name(entry, lexicon)),
        places=one_of(_places(placed, lexicon)),
        numbers=one_of(frozenset(re.findall(r"\d+(?:\.\d+)?%?", form))),
        clauses=() if isinstance(entry, (Figure, Term)) else _clauses(form, lexicon),
        stated=stated,
    )


def _quoted(index: Index, normaliser: Normaliser) -> Iterator[str]:
    """Yields the names in quotation marks of each passage, joined; passages in the order of their first entries."""
    passages = {entry.passage.number: entry.passage.text for entry in index.entries}
    names = [name.replace("\n", " ") for text in passages.values() for name in _QUOTED.findall(text)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(names))


def _statements(
    index: Index, quotes: Sequence[str], passages: Sequence[str], lexicon: Lexicon, normaliser: Normaliser
) -> Iterator[Statement]:
    """Yields what each entry states; `quotes` and `passages` are those of the entries, in normal form."""
    read: dict[int, tuple[str, tuple[Clause, ...]]] = {}
    quotations: dict[int, tuple[str, ...]] = {}
    units = lexicon.unit_classes
    written = _quoted(index, normaliser)
    for number, entry in enumerate(index.entries):
        at, form = entry.passage.number, passages[number]
        if at not in read:
            quotations[at] = tuple(next(written) for _ in _QUOTED.findall(entry.passage.text))
            clauses = tuple(read_clause(piece, units) for piece in split_clauses(form))
            read[at] = "".join(clause.text for clause in clauses), clauses
        text, clauses = read[at]
        if isinstance(entry, Figure):
            clauses = (_of_figure(entry, read_clause(quotes[number], units)),)
        elif isinstance(entry, Term):
            clauses = (read_clause(form, units),)
        names = index.own_names[number]
        indicator = _words_of(names[0], lexicon) if isinstance(entry, Figure) and names else ()
        quoted = () if isinstance(entry, Term) else quotations[at]
        yield Statement("\n".join(names), clauses, text, indicator, quoted)


def _words_of(name: str, lexicon: Lexicon) -> tuple[tuple[tuple[str, ...], float], ...]:
    """The words of a name in normal form, each with its synonyms, and how much it tells, from 0 to 1."""
    vocabulary = lexicon.vocabulary
    return tuple(
        ((word.text, *lexicon.synonyms_of(word.text)), vocabulary.telling(word.text))
        for word in vocabulary.divide(name)
        if len(word.text) > 1
    )


def _of_figure(figure: Figure, own: Clause) -> Clause:
    """A figure's clause tells what the figure measures, whatever its words look like."""
    measures = _told(figure)
    grows = bool(figure.change) or (figure.measure is Measure.SHARE and "growth" in own.measures)
    measures |= {"growth"} if grows else set()
    measures |= {"rank"} if figure.rank else set()
    return own._replace(measures=frozenset(measures))


def all_facts(index: Index, normaliser: Normaliser, lexicon: Lexicon, report: Report) -> tuple[Facts, ...]:
    """Returns the facts of every entry of `index`, in its order."""
    passages = normaliser.forms([e.passage.text.replace("\n", " ") for e in index.entries])
    quotes = normaliser.forms([e.quote.replace("\n", " ") for e in index.entries])
    stated = _statements(index, quotes, passages, lexicon, normaliser)
    return tuple(
        _facts_of(entry, passage, quote, said, (lexicon, report))
        for entry, passage, quote, said in zip(index.entries, passages, quotes, stated, strict=True)
    )
