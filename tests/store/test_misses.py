"""What the editor is told about questions that found no sure answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store import Store
from tests.store.direct import rewind


async def test_the_most_missed_comes_first_with_the_reasons_why(store: Store) -> None:
    store.misses.note("厕所改造", nearest="户厕", reason="unsure")
    for reason in ("unsure", "near", "bad"):
        store.misses.note("人均寿命", nearest="寿命", reason=reason)
        await store.flush()
    store.misses.note("人均寿命", nearest="寿命", reason="near")
    await store.flush()
    first, second = await store.misses.top()
    assert (first.text, first.count, first.nearest) == ("人均寿命", 4, "寿命")
    assert first.reasons == {"unsure": 1, "near": 2, "bad": 1}
    assert (second.text, second.count, second.reasons) == ("厕所改造", 1, {"unsure": 1})


async def test_of_two_missed_as_often_the_later_comes_first(store: Store, url: str) -> None:
    store.misses.note("早", nearest="", reason="near")
    await store.flush()
    await rewind(url, "misses", "last", hours=1)
    store.misses.note("晚", nearest="", reason="near")
    await store.flush()
    assert [each.text for each in await store.misses.top()] == ["晚", "早"]
    assert [each.text for each in await store.misses.top(1)] == ["晚"]


async def test_without_a_limit_all_are_told(store: Store) -> None:
    for number in range(30):
        store.misses.note(f"第{number}个", nearest="", reason="near")
    await store.flush()
    assert len(await store.misses.top()) == 20
    assert len(await store.misses.top(None)) == 30


async def test_the_nearest_entry_is_the_last_one_found(store: Store, url: str) -> None:
    store.misses.note("寿命", nearest="old", reason="near")
    await store.flush()
    await rewind(url, "misses", "last", hours=1)
    store.misses.note("寿命", nearest="new", reason="bad")
    await store.flush()
    (miss,) = await store.misses.top()
    assert miss.nearest == "new"


async def test_the_last_time_is_a_moment_in_utc(store: Store) -> None:
    store.misses.note("寿命", nearest="", reason="near")
    await store.flush()
    (miss,) = await store.misses.top()
    assert miss.last.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - miss.last) < timedelta(hours=1)


async def test_whatever_people_write_can_be_kept(store: Store) -> None:
    for text in ("a\0b", "半\ud800个", "'; DROP TABLE misses; --", "🀄" * 300, "\0", ""):
        store.misses.note(text, nearest="x\0", reason="near")
    await store.flush()
    kept = {each.text for each in await store.misses.top()}
    assert kept == {"ab", "半个", "'; DROP TABLE misses; --", "🀄" * 200}


async def test_what_nobody_asks_any_more_goes_after_half_a_year(store: Store, url: str) -> None:
    store.misses.note("旧", nearest="", reason="near")
    await store.flush()
    await rewind(url, "misses", "last", hours=181 * 24)
    store.misses.note("新", nearest="", reason="near")
    await store.flush()
    assert await store.misses.purge() == 1
    assert [each.text for each in await store.misses.top()] == ["新"]


async def test_beyond_the_most_that_are_kept_the_rarest_go_and_of_those_the_oldest(store: Store, url: str) -> None:
    for text in ("常问", "旧", "新"):
        store.misses.note(text, nearest="", reason="near")
        if text == "常问":
            store.misses.note(text, nearest="", reason="near")
        await store.flush()
        await rewind(url, "misses", "last", hours=1)
    assert await store.misses.purge(most=2) == 1
    assert [each.text for each in await store.misses.top()] == ["常问", "新"]
    assert await store.misses.purge(most=2) == 0
