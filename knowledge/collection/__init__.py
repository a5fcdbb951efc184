"""Several reports at once: their files, which of them a question means, and what they say beside each other."""

from knowledge.collection.chosen import ChosenReport
from knowledge.collection.collection import Collection, collection_of
from knowledge.collection.members import LeftOut, Member, Summary, read_reports, report_paths

__all__ = [
    "ChosenReport",
    "Collection",
    "LeftOut",
    "Member",
    "Summary",
    "collection_of",
    "read_reports",
    "report_paths",
]
