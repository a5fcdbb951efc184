"""What a government work report says, and how it is found: pure code over one YAML file.

from pathlib import Path
from knowledge import load

load(Path("knowledge/report.yaml")).ask("六个工程是什么")
"""

from __future__ import annotations

from pathlib import Path

from knowledge.engine import Library
from knowledge.faults import KnowledgeError
from knowledge.finding.calibration import calibration
from knowledge.language.lexicon import load_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.reading.load import Knowledge, load_report

__all__ = ["KnowledgeError", "Library", "library_of", "load"]

LEXICON = Path(__file__).with_name("lexicon.yaml")


def load(path: Path, lexicon: Path = LEXICON) -> Library:
    """Reads the report file at `path` and the lexicon, and returns them ready to be asked.

    Raises KnowledgeError, which holds every fault with file, line and key, and then nothing is loaded.
    """
    return library_of(load_report(path), lexicon)


def library_of(knowledge: Knowledge, lexicon: Path = LEXICON) -> Library:
    """Returns what a report file held, ready to be asked; raises KnowledgeError where the lexicon is wrong."""
    normaliser = Normaliser()
    return Library(knowledge, load_lexicon(lexicon, normaliser), normaliser, calibration())
