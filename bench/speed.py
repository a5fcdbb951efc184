"""Measures how fast this engine loads and answers, and what memory it takes: `python -m bench.speed [--markdown]`.

It judges nothing; what is to be reached stands in the project's design.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from bench.hostile_messages import LENGTH, messages
from bench.output import Sheet, arguments, show
from bench.question_sets import HOME, KNOWLEDGE, QUESTIONS, read_questions
from knowledge.model import Answer, Where
from knowledge.report.loading import load_report

STARTS = 7  # fresh processes, of which the median counts
PASSES = 5  # times each message is asked
MEGABYTE = 1 << 20


class MeasuredEngine(Protocol):
    """What is measured."""

    def ask(self, text: str, where: Where) -> Answer:
        """Return what the engine has to say to `text`."""
        ...


def starts(knowledge: Path, questions: Path, times: int = STARTS) -> Sheet:
    """Measures `times` fresh processes: a warm disk, nothing imported."""
    command = [sys.executable, "-m", "bench.fresh", str(knowledge.absolute()), str(questions.absolute())]
    runs = [
        json.loads(subprocess.run(command, cwd=HOME.parent, check=True, capture_output=True, text=True).stdout)
        for _ in range(times)
    ]
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    least = {key: min(run[key] for run in runs) for key in runs[0]}
    took = [
        (name, f"{1000 * middle[key]:.0f} ms", f"{1000 * least[key]:.0f} ms")
        for key, name in (
            ("import", "importing the engine"),
            ("load", "loading the knowledge and building the index"),
            ("first", "the first answer"),
        )
    ]
    held = [
        (name, f"{middle[key] / MEGABYTE:.0f} MiB", f"{least[key] / MEGABYTE:.0f} MiB")
        for key, name in (
            ("bare", "memory: Python alone"),
            ("with_code", "memory: with the engine's code"),
            ("with_knowledge", "memory: with the knowledge"),
            ("after", "memory: after the question set"),
        )
    ]
    return Sheet(f"A fresh process ({times} of them)", ("", "median", "least"), took + held)


def took(engine: MeasuredEngine, texts: Iterable[str], where: Where) -> list[list[float]]:
    """Return for each text the milliseconds that each of its answers took."""
    times: list[list[float]] = []
    for text in texts:
        times.append([])
        for _ in range(PASSES):
            start = time.perf_counter()
            engine.ask(text, where)
            times[-1].append(1000 * (time.perf_counter() - start))
    return times


def summary(times: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """Return the median and the 99th percentile of all answers, the slowest text's median, and the slowest answer."""
    every = sorted(one for runs in times for one in runs)
    slowest = max(statistics.median(runs) for runs in times)
    percentile = every[min(len(every) - 1, round(0.99 * len(every)))]
    return tuple(f"{one:.2f}" for one in (statistics.median(every), percentile, slowest, every[-1]))


def answers(engine: MeasuredEngine, questions: Path) -> Sheet:
    """Measures the question set, each question asked in private and in a group."""
    texts = [question["q"] for question in read_questions(questions)]
    rows = [(where.value, str(len(texts)), *summary(took(engine, texts, where))) for where in Where]
    return Sheet("One answer, in ms, over the question set", ("where", "texts", *_SUMMED), rows)


def worst(engine: MeasuredEngine, hostile: dict[str, list[str]]) -> Sheet:
    """Measures the longest messages, in private and in a group together."""
    times = {name: [*_everywhere(engine, texts)] for name, texts in hostile.items()}
    rows = [(name, str(len(hostile[name])), *summary(runs)) for name, runs in times.items()]
    every = [runs for one in times.values() for runs in one]
    rows.append(("all of them", str(sum(map(len, hostile.values()))), *summary(every)))
    return Sheet(f"One answer, in ms, to a message of {LENGTH:,} characters", ("made of", "texts", *_SUMMED), rows)


def _everywhere(engine: MeasuredEngine, texts: Sequence[str]) -> Iterable[list[float]]:
    for where in Where:
        yield from took(engine, texts, where)


_SUMMED = ("median", "p99", "slowest text's median", "slowest answer")


def main() -> None:
    """Read the command line, measures, prints."""
    from knowledge import load  # noqa: PLC0415 - the summing up can be tested without the engine

    parser = arguments("speed", __doc__)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--knowledge", type=Path, default=KNOWLEDGE)
    given = parser.parse_args()
    engine = load(given.knowledge)
    sheets = [
        starts(given.knowledge, given.questions),
        answers(engine, given.questions),
        worst(engine, messages(load_report(given.knowledge))),
    ]
    show(sheets, markdown=given.markdown)


if __name__ == "__main__":
    main()
