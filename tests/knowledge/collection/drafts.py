"""The report files that the tests of several reports share."""

from __future__ import annotations

from pathlib import Path

from knowledge.report.build import draft

HERE = Path(__file__).parent
NAMES = ("qinghe-2024", "qinghe-2025", "liuchuan-2025")


def drafted_into(folder: Path, *names: str) -> Path:
    """Draft the reports called `names` (by default all) into `folder`, and return it."""
    for name in names or NAMES:
        text = HERE / f"{name}.txt"
        (folder / f"{name}.yaml").write_text(draft(text.read_text(encoding="utf-8"), name=text.name), encoding="utf-8")
    return folder
