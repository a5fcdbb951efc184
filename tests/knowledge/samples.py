"""What the tests of reading, checking and building share: the small report's files, and short ways to write one."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SMALL = HERE / "small.yaml"
SMALL_TEXT = HERE / "small.txt"

HEAD = """\
format: 1
report: {title: 政府工作报告, region: 青禾县, year: 2022}
text:
  - section: 一、2021年工作回顾
    kind: body
    paragraphs:
"""


def written(folder: Path, text: str, name: str = "report.yaml") -> Path:
    """Write `text` to a file in `folder`; return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small(*changes: tuple[str, str]) -> str:
    """Return the small report's file with each (old, new) replaced once; `old` must stand in it."""
    text = SMALL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def body(*paragraphs: str, entries: str = "") -> str:
    """Return a file with one section of these paragraphs, and the entries (YAML) below it."""
    lines = "".join(f'      - "{paragraph}"\n' for paragraph in paragraphs)
    return HEAD + lines + entries
