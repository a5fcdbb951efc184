"""The file that the largest one is measured with is accepted, and as large as may be."""

from __future__ import annotations

from pathlib import Path

from bench.large_file import large_file
from knowledge.report.document import LARGEST, FileContent
from knowledge.report.loading import parse_report


def test_the_largest_file_is_accepted() -> None:
    data = large_file().encode()

    assert 0.95 * LARGEST < len(data) <= LARGEST
    assert len(parse_report(FileContent(Path("report.yaml"), data)).entries) > 1_500
