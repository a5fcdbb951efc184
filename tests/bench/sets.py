"""What the question sets are made of, to tell whether a question stands in two places and how hard they are."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from bench.question_sets import HOME, answerable, read_questions

CHATTER = ("chatter", "shared words", "outside", "bot small talk")  # how notes begin on what is no near miss
OWN, HELD_OUT = HOME / "own_questions.jsonl", HOME / "held_out.jsonl"


def bare(text: str) -> str:
    """Return `text` in one width and case, without spaces and punctuation unless it has nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "PZC") or folded


def words_of(path: Path) -> set[str]:
    """Return the bare questions of a set."""
    return {bare(question["q"]) for question in read_questions(path)}


def unanswerable(path: Path) -> int:
    """Return how many questions of a set the report doesn't answer."""
    return sum(not answerable(question) for question in read_questions(path))


def near_misses(path: Path) -> int:
    """Return how many of those ask nearly what the report says: another measure, a sibling, a member that isn't there.

    Their notes say so; chatter is noted as such or not at all.
    """
    notes = [question.get("note", "") for question in read_questions(path) if not answerable(question)]
    return sum(bool(note) and not note.startswith(CHATTER) for note in notes)
