"""What is counted, and how it is told."""

from __future__ import annotations

from datetime import timedelta

from store import EntryCount, Store
from tests.store.direct import run


def ask(store: Store, outcome: str, *entries: str, surface: str = "private", kind: str = "figure") -> None:
    store.usage.note(surface=surface, kind=kind, outcome=outcome, entries=entries)


async def test_questions_are_counted_by_day_kind_and_outcome(store: Store) -> None:
    ask(store, "answer")
    ask(store, "answer", surface="group")
    ask(store, "unsure")
    await store.flush()
    ask(store, "answer")
    await store.flush()
    days = await store.usage.days()
    assert [(each.kind, each.outcome, each.count) for each in days] == [
        ("figure", "answer", 3),
        ("figure", "unsure", 1),
    ]
    assert len({each.day for each in days}) == 1


async def test_the_days_begin_with_the_newest_and_end_with_the_seventh(store: Store, url: str) -> None:
    for outcome, age in (("today", 0), ("six", 6), ("seven", 7)):
        ask(store, outcome)
        await store.flush()
        past = f"day - {age}" if url.startswith("postgresql") else f"date(day, '-{age} days')"
        await run(url, f"UPDATE usage SET day = {past} WHERE outcome = '{outcome}'")  # noqa: S608
    newest, *older = await store.usage.days(7)
    assert [newest.outcome, *(each.outcome for each in older)] == ["today", "six"]
    assert newest.day - older[0].day == timedelta(days=6)
    assert [each.outcome for each in await store.usage.days(8)] == ["today", "six", "seven"]


async def test_entries_are_told_by_how_often_they_were_shown(store: Store) -> None:
    ask(store, "answer", "gdp", "cpi")
    ask(store, "answer", "gdp")
    store.usage.judge("gdp", True)
    await store.flush()
    store.usage.judge("gdp", False)
    store.usage.judge("cpi", False)
    ask(store, "answer", "六个工程")
    await store.flush()
    assert await store.usage.most_asked() == (
        EntryCount("gdp", 2, 1, 1),
        EntryCount("cpi", 1, 0, 1),
        EntryCount("六个工程", 1, 0, 0),
    )
    assert await store.usage.most_asked(1) == (EntryCount("gdp", 2, 1, 1),)


async def test_two_replicas_count_together(store: Store, url: str) -> None:
    async with Store(url) as other:
        for each in (store, other):
            ask(each, "answer", "gdp", "cpi")
        await other.flush()
        await store.flush()
    assert [each.count for each in await store.usage.days()] == [2]
    assert [each.count for each in await store.usage.most_asked()] == [2, 2]
