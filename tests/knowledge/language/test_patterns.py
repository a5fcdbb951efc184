"""No pattern that reads messages can take longer than the message is long allows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any

import pytest

import knowledge.finding
import knowledge.language

UNBOUNDED = 400  # repetitions from which on a bound helps nothing


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (knowledge.language, knowledge.finding):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, found in vars(importlib.import_module(module.name)).items():
                if isinstance(found, re.Pattern):
                    yield f"{module.name.removeprefix('knowledge.')}.{name}", found


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
