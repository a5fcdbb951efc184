"""The real report and what its parts are made of, read once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import LEXICON, Library, load
from knowledge.language.lexicon import Lexicon, load_lexicon
from knowledge.language.normalise import Normaliser

REPORT = Path(__file__).parents[2] / "knowledge" / "report.yaml"


@pytest.fixture(scope="session")
def library() -> Library:
    """Inner Mongolia's report, ready to be asked."""
    return load(REPORT)


@pytest.fixture(scope="session")
def normaliser() -> Normaliser:
    return Normaliser()


@pytest.fixture(scope="session")
def lexicon(normaliser: Normaliser) -> Lexicon:
    return load_lexicon(LEXICON, normaliser)
