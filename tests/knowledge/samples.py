"""What the tests of reading, checking and building share: the small report's files, and short ways to write one."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.report.schema import FileForm

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


def whole(text: str) -> str:
    """Return a file's text with the keys that it lacks: empty lists, and the end."""
    missing = [key for key in FileForm.model_fields if not re.search(f"^{key}:", text, re.MULTILINE)]
    return text + "".join(f"{key}: {'true' if key == 'end' else '[]'}\n" for key in missing)


def body(*paragraphs: str, entries: str = "") -> str:
    """Return a file with one section of these paragraphs, and the entries (YAML) below it."""
    lines = "".join(f'      - "{paragraph}"\n' for paragraph in paragraphs)
    return whole(HEAD + lines + entries)
