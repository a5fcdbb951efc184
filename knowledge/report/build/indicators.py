"""Gives drafted figures the names that people call common indicators by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from knowledge.report.build.drafts import DraftEntry
from knowledge.report.schema import FileForm

INDICATORS = Path(__file__).with_name("indicators.yaml")

_APART = re.compile(r"^(?:全体|全[区省市县国])|(?:增速|增幅|涨幅|总数|数量|人数|面积)$")


def name_common_indicators(entries: Sequence[DraftEntry], form: FileForm) -> None:
    """Add aliases to the figures among `entries` whose indicator is a common one; none that names something else.

    An alias leads to one indicator, the first that the report has of those that share it.
    """
    known = _known()
    names = _names_in(form) | {str(entry.data.get("indicator") or entry.data.get("name")) for entry in entries}
    owners: dict[str, str] = {}
    for entry in entries:
        if entry.kind != "figures" or entry.data["place"]:
            continue
        indicator = str(entry.data["indicator"])
        aliases = known.get(indicator) or known.get(_APART.sub("", indicator), [])
        own = [alias for alias in aliases if alias not in names and owners.setdefault(alias, indicator) == indicator]
        if own:
            entry.data["aliases"] = own


def _names_in(form: FileForm) -> set[str]:
    """Return what the file's entries are called already."""
    aliases = {alias for entry in (*form.terms, *form.figures, *form.livelihood) for alias in entry.aliases}
    return aliases | {term.name for term in form.terms} | {figure.indicator for figure in form.figures}


def _known() -> dict[str, list[str]]:
    """Return the everyday names of each official one."""
    table: dict[str, list[str]] = yaml.safe_load(INDICATORS.read_text(encoding="utf-8"))
    return {name: aliases for names, aliases in table.items() for name in names.split()}
