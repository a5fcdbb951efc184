"""What the report holds as tables: rows of targets, figures, terms and livelihood items, sorted and filtered."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType

from bot.questions import Json
from handlers.charts.series import figures_of
from handlers.query import Engine
from handlers.snapshots import Snapshot
from knowledge.following.sides import alike
from knowledge.model import Figure, Livelihood, Status, Term

Value = str | int | float | None
GROUP = "group"  # the column by which livelihood items stand together
FIND = "find"  # the filter by words, which every table has
_BOM = "\ufeff"  # without which spreadsheets take UTF-8 for something else


@dataclass(frozen=True, slots=True)
class TableRow:
    """An entry in a table: the text of each cell by its column, what the columns sort by, and data for programs.

    `flags` are names of what the page says in a cell beside its text: `unsaid`, `unlike`.
    """

    entry_id: str
    cells: Mapping[str, str]
    keys: Mapping[str, Value] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind, with the names of their columns and filters; the first column leads to the entry."""

    name: str
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def choices(self, name: str) -> tuple[str, ...]:
        """Return what a filter can be set to, in the rows' order."""
        return tuple(dict.fromkeys(value for row in self.rows for value in row.filters.get(name, ())))

    def selected(self, wanted: Mapping[str, str]) -> tuple[TableRow, ...]:
        """Return the rows that fit every filter in `wanted`, sorted by its `sort`: a column, after `-` descending."""
        rows = [row for row in self.rows if self._fits(row, wanted)]
        order = wanted.get("sort", "")
        column = order.removeprefix("-")
        if column in self.columns:
            rows.sort(key=lambda row: _order(row, column), reverse=order.startswith("-"))
            rows.sort(key=lambda row: not row.cells.get(column))  # what isn't said comes last, either way
        return tuple(rows)

    def _fits(self, row: TableRow, wanted: Mapping[str, str]) -> bool:
        words = wanted.get(FIND, "").split()
        text = "\n".join(row.cells.values())
        chosen = ((name, wanted.get(name, "")) for name in self.filters)
        return all(word in text for word in words) and all(
            not value or value in row.filters.get(name, ()) for name, value in chosen
        )


def as_csv(table: Table, rows: Iterable[TableRow], titles: Mapping[str, str]) -> str:
    """Return the rows as CSV under the columns' `titles`, the way spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([titles[column] for column in table.columns])
    writer.writerows([row.cells.get(column, "") for column in table.columns] for row in rows)
    return _BOM + text.getvalue()


def as_data(table: Table, rows: Iterable[TableRow]) -> list[Json]:
    """Return the rows as values for JSON."""
    return [{"id": row.entry_id, **row.cells, **row.data} for row in rows]


def grouped(
    table: Table, rows: Sequence[TableRow], asked: Mapping[str, str]
) -> tuple[list[tuple[str | None, list[TableRow]]], tuple[str, ...]]:
    """Return the rows below the groups that they have in the report's order, and the columns that are left to show.

    What is sorted by something else, or has no groups, is one group without a name.
    """
    if asked.get("sort") or not any(row.cells.get(GROUP) for row in rows):
        return [(None, list(rows))], table.columns
    runs = groupby(rows, key=lambda row: row.cells.get(GROUP, ""))
    return [(name, list(run)) for name, run in runs], tuple(each for each in table.columns if each != GROUP)


def _order(row: TableRow, column: str) -> tuple[int, float, str]:
    key = row.keys.get(column, row.cells.get(column, ""))
    return (0, float(key), "") if isinstance(key, int | float) else (1, 0.0, str(key or ""))


def targets(snapshot: Snapshot) -> Table:
    """Return the targets, each beside what last year reached, if the two can be compared."""
    engine = snapshot.engine
    figures = figures_of(snapshot)
    rows = [_target(entry, engine, figures) for entry in figures.values() if entry.status is Status.TARGET]
    return Table("targets", ("indicator", "target", "actual", "place"), ("measure",), tuple(rows))


def _target(entry: Figure, engine: Engine, figures: Mapping[str, Figure]) -> TableRow:
    reached = engine.actual_of(entry.id)
    actual = figures.get(reached.entry_id) if reached else None
    flag = "unsaid" if reached is None else "" if actual and alike(actual, entry) else "unlike"
    said = reached.direct if reached else ""
    return TableRow(
        entry.id,
        {"indicator": entry.indicator, "target": entry.said, "actual": said, "place": entry.passage.place},
        {"target": entry.value, "actual": actual.value if actual and not flag else None},
        {"measure": (entry.measure.value,)},
        {
            "year": entry.period,
            "measure": entry.measure.value,
            "value": entry.value,
            "unit": entry.unit,
            "comparable": flag == "",
            "actual_id": reached.entry_id if reached else None,
        },
        {"actual": flag} if flag else {},
    )


def actuals(snapshot: Snapshot) -> Table:
    """Return the figures that were reached."""
    own = (snapshot.report.region,)
    rows = [
        TableRow(
            entry.id,
            {
                "indicator": entry.indicator,
                "value": entry.said,
                "change": entry.change,
                "rank": entry.rank,
                "region": entry.place,
                "place": entry.passage.place,
            },
            {"value": entry.value, "rank": _number(entry.rank), "change": _number(entry.change)},
            {"measure": (entry.measure.value,), "region": (entry.place,) if entry.place else own},
            {"year": entry.period, "measure": entry.measure.value, "number": entry.value, "unit": entry.unit},
        )
        for entry in snapshot.engine.entries
        if isinstance(entry, Figure) and entry.status is Status.ACTUAL
    ]
    columns = ("indicator", "value", "change", "rank", "region", "place")
    return Table("figures", columns, ("measure", "region"), tuple(rows))


def terms(snapshot: Snapshot) -> Table:
    """Return the glossary's terms with their definitions."""
    rows = [
        TableRow(entry.id, {"term": entry.title, "text": entry.passage.text, "place": entry.passage.place})
        for entry in snapshot.engine.entries
        if isinstance(entry, Term)
    ]
    return Table("terms", ("term", "text", "place"), (), tuple(rows))


def livelihood(snapshot: Snapshot) -> Table:
    """Return the livelihood items with their amounts and lead departments."""
    rows = []
    for entry in snapshot.engine.entries:
        if isinstance(entry, Livelihood):
            amounts = tuple(amount for measure in entry.measures for amount in measure.amounts)
            departments = tuple(dict.fromkeys(each for measure in entry.measures for each in measure.departments))
            cells = {
                "number": str(entry.number),
                "title": entry.title,
                "amounts": "、".join(amounts),
                "departments": "、".join(departments),
                "group": entry.group,
            }
            filters = {"group": (entry.group,) if entry.group else (), "department": departments}
            rows.append(TableRow(entry.id, cells, {"number": entry.number}, filters, {"text": entry.passage.text}))
    columns = ("number", "title", "amounts", "departments", "group")
    return Table("livelihood", columns, ("group", "department"), tuple(rows))


def _number(words: str) -> float | None:
    """Return the first number in words such as 全国第3 or 增长40.2%."""
    digits = "".join(c if c.isdigit() or c == "." else " " for c in words).split()
    try:
        return float(digits[0]) if digits else None
    except ValueError:
        return None


TABLES: Mapping[str, Callable[[Snapshot], Table]] = MappingProxyType(
    {"targets": targets, "figures": actuals, "terms": terms, "livelihood": livelihood}
)


def table_of(name: str, snapshot: Snapshot) -> Table:
    """Return a table by its name, of what is known now."""
    return snapshot.once((Table, name), lambda: TABLES[name](snapshot))
