"""No pattern that reads messages can take longer than the message is long allows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any

import pytest

import handlers
import knowledge.finding
import knowledge.language

# The modules whose patterns search a whole message, and not one short view of it.
WHOLE_MESSAGE = (
    "knowledge.engine",
    "knowledge.finding.focus",
    "knowledge.language.latin",
    "knowledge.language.normalise",
    "knowledge.language.normalise",
    "knowledge.language.verbatim",
)
ANCHORED = {"handlers.commands._PATTERN"}  # matched at a message's beginning alone

UNBOUNDED = 400  # repetitions from which on a bound helps nothing


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (knowledge.language, knowledge.finding):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, found in vars(importlib.import_module(module.name)).items():
                if isinstance(found, re.Pattern):
                    yield f"{module.name.removeprefix('knowledge.')}.{name}", found


def searching() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that search whole messages."""
    packages = (module.name for module in pkgutil.walk_packages(handlers.__path__, "handlers."))
    for module in (*WHOLE_MESSAGE, *packages):
        for name, found in vars(importlib.import_module(module)).items():
            if isinstance(found, re.Pattern) and f"{module}.{name}" not in ANCHORED:
                yield f"{module}.{name}", found


def is_required(item: Any) -> bool:
    """Whether a match may fail at `item`."""
    kind, content = item
    return not (kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and content[0] == 0)


def rescans(tree: Any) -> bool:
    """Whether a search may read a run of characters to its end from each place in it: in quadratic time."""
    for place, (kind, content) in enumerate(items := list(tree)):
        rest = items[place + 1 :]
        if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            least, most, inner = content
            if (most >= UNBOUNDED and any(map(is_required, rest))) or rescans([*inner, *rest]):
                return True
            if least:
                return False
        elif kind in (parser.SUBPATTERN, parser.BRANCH):
            ways = [content[-1]] if kind is parser.SUBPATTERN else content[1]
            return any(rescans([*way, *rest]) for way in ways)
        elif not is_open(kind, content):
            return False
    return False


def is_open(kind: Any, content: Any) -> bool:
    """Whether what consumes nothing lets a match begin within a run, too."""
    if kind is parser.AT:
        return content not in (parser.AT_BEGINNING, parser.AT_BEGINNING_STRING)
    return kind in (parser.ASSERT, parser.ASSERT_NOT) and content[0] > 0


def nested(tree: Any, *, repeated: bool, last: bool) -> bool:
    """Whether `tree` repeats without bound what repeats without bound, with something after it that may fail."""
    items = list(tree)
    for place, (kind, content) in enumerate(items):
        ends = last and place == len(items) - 1
        if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            _, most, inner = content
            unbounded = most >= UNBOUNDED
            if unbounded and repeated and not ends:
                return True
            if nested(inner, repeated=repeated or (unbounded and not ends), last=ends):
                return True
        elif kind is parser.SUBPATTERN:
            if nested(content[-1], repeated=repeated, last=ends):
                return True
        elif kind is parser.BRANCH:
            if any(nested(branch, repeated=repeated, last=ends) for branch in content[1]):
                return True
        elif kind in (parser.ASSERT, parser.ASSERT_NOT) and nested(content[1], repeated=repeated, last=False):
            return True
    return False


def explodes(pattern: str, flags: int = 0) -> bool:
    return nested(parser.parse(pattern, flags), repeated=False, last=True)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(?:x|a*)*$", r"(\w+\s*)+:", "(?=(a+)+b)"])
def test_what_explodes_is_told(pattern: str) -> None:
    assert explodes(pattern)


@pytest.mark.parametrize("pattern", ["(ab){2,5}c", "a+b+c", "(?:a+ ?)*", r"\d+(?:\.\d+)?%?"])
def test_what_is_harmless_is_not(pattern: str) -> None:
    assert not explodes(pattern)


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=lambda one: one if isinstance(one, str) else "")
def test_no_pattern_repeats_a_repetition(name: str, pattern: re.Pattern[str]) -> None:
    assert not explodes(pattern.pattern, pattern.flags & ~re.UNICODE), name


@pytest.mark.parametrize("pattern", ["a+b", r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", r"x?\s*$", "(?:a|b+)c"])
def test_what_reads_a_run_from_each_place_in_it_is_told(pattern: str) -> None:
    assert rescans(parser.parse(pattern))


@pytest.mark.parametrize("pattern", ["(?<!a)a+b", "a{1,9}b", r"\d+(?:\.\d+)?%?", "第a+b", r"\A\s*「"])
def test_what_reads_a_run_once_is_not(pattern: str) -> None:
    assert not rescans(parser.parse(pattern))


@pytest.mark.parametrize(("name", "pattern"), list(searching()), ids=lambda one: one if isinstance(one, str) else "")
def test_no_pattern_takes_quadratic_time_for_a_message(name: str, pattern: re.Pattern[str]) -> None:
    assert not rescans(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)), name
