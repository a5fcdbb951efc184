"""Conversations over the real report."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Report


@pytest.fixture
def engine(library: Library) -> Library:
    """Overrides the small engine of the other conversations."""
    return library


@pytest.fixture
def report(library: Library) -> Report:
    """Overrides the small engine's report."""
    return library.report
