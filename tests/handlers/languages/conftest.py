"""How updates come is no matter of language."""

from __future__ import annotations

import pytest


@pytest.fixture
def mode() -> str:
    """Overrides the two modes of the other conversations."""
    return "webhook"
