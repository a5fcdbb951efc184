"""Facts of thirteen reports as a careful reader understands them, each beside the few words that tell it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from knowledge.grammar.context import TimeContext
from knowledge.grammar.reader import Fact, read_facts

FACTS = [json.loads(line) for line in Path(__file__).with_name("facts.jsonl").read_text(encoding="utf8").splitlines()]
MOST_WRONG = 0.02  # of them; some need more words than a clause has


def context_of(row: dict[str, Any]) -> TimeContext:
    """Returns what the chapter of a row tells of time: its report's year, whether it plans, and of which years."""
    since, until = row.get("years", (0, 0))
    return TimeContext(int(row["report"][-4:]), row.get("plans", False), since, until, known=True)


def in_six_fields(fact: Fact) -> list[object]:
    return [fact.subject, fact.value, fact.unit, fact.measure, fact.period, fact.status]


def test_facts_of_other_reports_are_read_in_all_six_fields() -> None:
    wrong = []
    for row in FACTS:
        told = [in_six_fields(fact) for fact in read_facts(row["says"], context_of(row)).facts]
        if row["fact"] not in told:
            wrong.append((row["says"], row["fact"], told))

    assert len(wrong) <= MOST_WRONG * len(FACTS), wrong


def test_they_are_many_of_many_reports_in_few_words_each() -> None:
    assert len(FACTS) >= 300
    assert len({row["report"] for row in FACTS}) >= 13
    assert max(len(row["says"]) for row in FACTS) <= 45
