"""Indicators that most reports have, each with the names that officials and everybody use for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.language.normalise import Normaliser, items_of

INDICATORS = Path(__file__).with_name("indicators.yaml")
SHORTEST = 3  # characters of a name by which a question surely means the indicator: 粮食 alone may mean much else
SHORTEST_OWN = 4  # the same of a name that an editor chose


@dataclass(frozen=True, slots=True)
class Indicators:
    """`groups` are the names of each indicator in normal form, `names` maps a name to its indicator.

    `starts` maps the first two characters of names to the longest such name's length.
    """

    groups: tuple[tuple[str, ...], ...]
    names: Mapping[str, int]
    starts: Mapping[str, int]

    def named_in(self, joined: str) -> tuple[tuple[str, ...], ...]:
        """Returns all the names of each indicator that `joined` names; of names that overlap the first and longest."""
        found: dict[int, None] = {}
        at = 0
        while at < len(joined):
            longest = self.starts.get(joined[at : at + 2], 0)
            for length in range(min(longest, len(joined) - at), SHORTEST - 1, -1):
                group = self.names.get(joined[at : at + length])
                if group is not None:
                    found[group] = None
                    at += length - 1
                    break
            at += 1
        return tuple(self.groups[group] for group in found)

    def extended(self, named: Iterable[Iterable[str]]) -> Indicators:
        """Returns these and a report's own: the names of each, which join those of the indicator that shares one."""
        groups, names = [*self.groups], dict(self.names)
        for own in named:
            told = [name for name in own if len(name) >= SHORTEST_OWN]
            group = next((names[name] for name in told if name in names), None)
            if group is None:
                group = len(groups)
                groups.append(())
            groups[group] = tuple(dict.fromkeys((*groups[group], *own)))
            for name in told:
                names.setdefault(name, group)
        return _of(tuple(groups), names)


def read_indicators(normaliser: Normaliser) -> Indicators:
    """Returns the common indicators."""
    lines = [(*official, *everyday) for official, everyday in common_indicators()]
    forms = iter(normaliser.forms([name for line in lines for name in line]))
    groups = tuple(tuple("".join(items_of(next(forms))) for _ in line) for line in lines)
    names: dict[str, int] = {}
    for number, group in enumerate(groups):
        for name in group:
            if len(name) >= SHORTEST:
                names.setdefault(name, number)
    return _of(groups, names)


def common_indicators() -> list[tuple[list[str], list[str]]]:
    """Returns of each common indicator the names that reports use, and those that everybody uses, as written."""
    table: dict[str, list[str]] = yaml.load(INDICATORS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [(official.split(), everyday) for official, everyday in table.items()]


def _of(groups: tuple[tuple[str, ...], ...], names: Mapping[str, int]) -> Indicators:
    starts: dict[str, int] = {}
    for name in names:
        starts[name[:2]] = max(starts.get(name[:2], 0), len(name))
    return Indicators(groups, names, starts)
