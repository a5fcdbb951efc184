"""Conversations over the real report, which says nothing that doesn't fit one message, and over one that does."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Kind, Report
from tests.fakes.engine import FakeEngine, Known


@pytest.fixture
def engine(library: Library) -> Library:
    """Overrides the small engine of the other conversations."""
    return library


@pytest.fixture
def report(library: Library) -> Report:
    """Overrides the small engine's report."""
    return library.report


@pytest.fixture
def long_engine() -> FakeEngine:
    """What answers 长文 with two messages."""
    return FakeEngine(Known("x-long", Kind.TEXT, "长文", "长文", "", "这一句很长。" * 1000, "附件1"))
