"""What government work reports say, and how it is found: pure code over one YAML file for each.

from pathlib import Path
from knowledge import load

load(Path("knowledge/report.yaml")).ask("六个工程是什么")
"""

from __future__ import annotations

from pathlib import Path

from knowledge.collection import ChosenReport, Collection, collection_of, read_reports, report_paths
from knowledge.engine import Library
from knowledge.faults import KnowledgeError
from knowledge.finding.rank import calibration
from knowledge.language.lexicon import read_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.report.document import FileContent, read_file
from knowledge.report.loading import LEXICON, Contents, Files, Knowledge, parse_report

__all__ = [
    "LEXICON",
    "ChosenReport",
    "Collection",
    "Contents",
    "Files",
    "KnowledgeError",
    "Library",
    "collection_of",
    "library_of",
    "load",
    "load_contents",
    "read_reports",
    "report_paths",
]


def load(path: Path, lexicon: Path = LEXICON) -> Library:
    """Load the report file at `path` and the lexicon, and return a library that answers questions.

    Raises KnowledgeError, which holds every fault with file, line and key, and then nothing is loaded.
    """
    return load_contents(Files(path, lexicon).read())


def load_contents(contents: Contents) -> Library:
    """Return the knowledge in the files as a library; raise KnowledgeError as `load` does."""
    return library_of(parse_report(contents.report, contents.plain), contents.lexicon)


def library_of(knowledge: Knowledge, lexicon: FileContent | None = None) -> Library:
    """Return a report's knowledge as a library; raise KnowledgeError if the lexicon is faulty."""
    normaliser = Normaliser()
    return Library(knowledge, read_lexicon(lexicon or read_file(LEXICON), normaliser), normaliser, calibration())
