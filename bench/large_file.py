"""Measures loading the largest report file that is accepted, in fresh processes: `python -m bench.large_file`.

The file is the report's own over and over, each time with its Chinese characters exchanged for each other, so that no
two quotes are alike; then as many paragraphs more as the limit leaves room for.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import yaml
from rich.console import Console

from bench.output import machine
from bench.question_sets import KNOWLEDGE, QUESTIONS
from bench.speed import starts
from knowledge.report.document import LARGEST, read_document

TIMES = 3  # fresh processes, of which the median counts
NUMBERS = 100  # livelihood items of the first copy at most, the next one's numbers go on from there
_LISTS = ("text", "terms", "figures", "livelihood", "passages", "no_figure")
_CHOICES = frozenset({"kind", "measure", "status", "reason", "unit"})  # keys whose words are the format's

Tree = dict[str, Any]


def large_file(size: int = LARGEST) -> str:
    """Return a valid report file of nearly `size` bytes."""
    report = cast("Tree", read_document(KNOWLEDGE).data)
    made: Tree = {"format": 1, "report": report["report"], **{name: [] for name in _LISTS}, "topics": []}
    copies, length = _copies(report), len(_dumped(made).encode())
    while (length := length + len(_dumped(copy := next(copies)).encode())) < size:
        for name in _LISTS:
            made[name] += copy[name]
    room = size - len(_dumped(made).encode()) - len("end: true\n")
    for paragraph in _paragraphs(copies):
        room -= len(f"      - '{paragraph}'\n".encode())
        if room < 0:
            break
        made["text"][-1]["paragraphs"].append(paragraph)
    return _dumped(made) + "end: true\n"


def _copies(report: Tree) -> Iterator[Tree]:
    """Yield the lists of the report, then those of others that are like it."""
    yield _exchanged({name: report[name] for name in _LISTS}, {}, 0)
    characters = sorted({c for c in KNOWLEDGE.read_text(encoding="utf8") if "\u4e00" <= c <= "\u9fff"})
    for number in count(1):
        others = characters[:]
        random.Random(number).shuffle(others)
        table = str.maketrans(dict(zip(characters, others, strict=True)))
        yield _exchanged({name: report[name] for name in _LISTS}, table, number)


def _exchanged(value: Any, table: dict[int, str], number: int) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, tuple):
        return [_exchanged(each, table, number) for each in value]
    if not isinstance(value, dict):
        return value
    if "measures" in value:  # an item's title shortens its quote, as other characters might not
        value = {key: each for key, each in value.items() if key != "title"}
    made = {key: each if key in _CHOICES else _exchanged(each, table, number) for key, each in value.items()}
    if "number" in made:
        made["number"] += NUMBERS * number
    return made


def _paragraphs(copies: Iterator[Tree]) -> Iterator[str]:
    for copy in copies:
        for section in copy["text"]:
            yield from section["paragraphs"]


def _dumped(tree: Tree) -> str:
    return str(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=LARGEST))


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))


def main() -> None:
    """Measures, prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.yaml"
        path.write_text(large_file(), encoding="utf8")
        console = Console(highlight=False)
        console.print(f"A file of {path.stat().st_size:,} bytes, of {LARGEST:,} at most; {machine()}")
        console.print(starts(path, QUESTIONS, TIMES).rich())


if __name__ == "__main__":
    main()
