"""The question sets as bare words, to tell whether a question stands in two places."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from bench.questions import HOME, read_questions

OWN, HELD_OUT = HOME / "own_questions.jsonl", HOME / "held_out.jsonl"


def bare(text: str) -> str:
    """Returns `text` in one width and case, without spaces and punctuation unless it has nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "PZC") or folded


def words_of(path: Path) -> set[str]:
    """Returns the bare questions of a set."""
    return {bare(question["q"]) for question in read_questions(path)}
