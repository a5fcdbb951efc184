"""The question set as typed data, and what counts as right: `score.py`'s own rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypedDict

from bench.score import right
from knowledge import Library, library_of
from knowledge.report.build import draft
from knowledge.report.document import FileContent
from knowledge.report.loading import parse_report

HOME = Path(__file__).parent
QUESTIONS = HOME / "questions.jsonl"
KNOWLEDGE = HOME.parent / "knowledge" / "report.yaml"
REPORTS = HOME / "reports"  # questions about other reports, by people who had only the report's text
TEXTS = HOME.parents[1] / "shared" / "reports"  # the texts of these reports, which are no part of the project


class QuestionCase(TypedDict):
    """One line of `questions.jsonl`, described in QUESTIONS.md."""

    id: str
    q: str
    kind: str
    gold: list[str]
    style: str
    where: str
    note: str


class GivenReply(TypedDict):
    """What `score.right` looks at: the outcome, and the passages as `{"text": …}`, best first."""

    outcome: str
    sources: list[dict[str, str]]


def read_questions(path: Path = QUESTIONS) -> list[QuestionCase]:
    """Return the questions of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def reports() -> list[str]:
    """Return the names of the reports with questions of their own whose texts are there."""
    return [path.stem for path in sorted(REPORTS.glob("*.jsonl")) if (TEXTS / f"{path.stem}.txt").exists()]


def drafted(name: str) -> Library:
    """Return what `build` drafts from the text of a report, unedited, ready to be asked."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf8")
    return library_of(parse_report(FileContent(TEXTS / f"{name}.yaml", draft(text).encode())))


def reply(texts: list[str]) -> GivenReply:
    """Return the reply that answers with `texts`, or that says nothing when there are none."""
    return {"outcome": "answer" if texts else "silent", "sources": [{"text": text} for text in texts]}


def is_right(question: QuestionCase, given: GivenReply) -> bool:
    """Say whether `score.py` counts `given` as right."""
    answer: dict[str, Any] = {**given}
    return bool(right(question, answer))


def answerable(question: QuestionCase) -> bool:
    """Say whether the report answers the question."""
    return question["kind"] != "silent"
