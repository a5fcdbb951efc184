"""What a chat subscribes to lasts, and gives one reminder a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from store import WORKDAYS, Counts, Round, Schedule, Store, Subscription, next_due
from store.schedule import local_day
from tests.store.direct import rewind, run
from tests.store.timing import claim_one, daily, deliver, make_due, next_day, set_due

CHAT, OTHER, GROUP, SUPERGROUP = 7, 8, -100, -1_001_234_567_890
MORNING = Schedule(time(8, 30))


async def test_a_chat_that_never_subscribed_has_nothing(store: Store) -> None:
    assert await store.reminders.get(CHAT) is None
    assert await store.reminders.sent(CHAT) == Round(1, ())
    assert not await store.reminders.unsubscribe(CHAT)


async def test_a_restart_keeps_what_was_subscribed_to(url: str) -> None:
    wanted = Subscription(
        CHAT, Schedule(time(21, 5), WORKDAYS, "-03:30"), 12, frozenset({"经济", "民生实事"}), "zh-hant"
    )
    before = datetime.now(UTC)
    async with Store(url) as store:
        kept = await store.reminders.subscribe(wanted)
    assert kept.due_at in {next_due(wanted.schedule, moment, None) for moment in (before, datetime.now(UTC))}
    async with Store(url) as store:
        assert await store.reminders.get(CHAT) == kept
    assert (kept.schedule, kept.thread_id, kept.topics, kept.language, kept.day) == (
        *(wanted.schedule, 12, wanted.topics, "zh-hant", None),
    )


async def test_another_time_on_a_day_that_was_served_is_for_the_next_day(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    served = (await deliver(store)).day
    kept = await store.reminders.subscribe(Subscription(CHAT, daily(-timedelta(hours=1))))
    assert kept.day == served
    assert kept.due_at == next_due(kept.schedule, datetime.now(UTC), served)
    assert await store.deliveries.claim() == ()


@pytest.mark.parametrize("zone", ["-11:00", "+14:00", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai"])
async def test_another_zone_on_a_day_that_was_served_gives_no_second_one(store: Store, url: str, zone: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    for hour in range(24):
        kept = await store.reminders.subscribe(Subscription(CHAT, Schedule(time(hour), zone=zone)))
        assert kept.due_at
        assert local_day(kept.due_at, zone) > local_day(datetime.now(UTC), zone)


async def test_off_and_on_again_on_the_same_day_gives_no_second_one(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    served = (await deliver(store)).day
    assert await store.reminders.unsubscribe(CHAT)
    assert not await store.reminders.unsubscribe(CHAT)
    ended = await store.reminders.get(CHAT)
    assert ended
    assert (ended.due_at, ended.day) == (None, served)
    again = await store.reminders.subscribe(Subscription(CHAT, daily(-timedelta(hours=1))))
    assert again.due_at
    assert local_day(again.due_at, again.schedule.zone) == served + timedelta(days=1)
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp",))


async def test_a_round_goes_on_through_changes_and_restarts_and_ends_when_the_worker_says_so(url: str) -> None:
    async with Store(url) as store:
        await make_due(store, url, [CHAT])
        for entry in ("gdp", "cpi"):
            await deliver(store, entry)
            await next_day(url)
        await store.reminders.subscribe(Subscription(CHAT, MORNING))
        await set_due(url)
    async with Store(url) as store:
        assert await store.reminders.sent(CHAT) == Round(1, ("gdp", "cpi"))
        await store.reminders.subscribe(Subscription(CHAT, daily()))
        await run(url, "UPDATE reminders SET day = NULL")
        await set_due(url)
        due = await deliver(store, "gdp", new_round=True)
        assert due.round == Round(1, ("gdp", "cpi"))
        assert await store.reminders.sent(CHAT) == Round(2, ("gdp",))


async def test_an_entry_shown_in_place_of_the_days_counts_in_the_round(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await store.reminders.join(CHAT, "cpi")
    await store.reminders.join(CHAT, "cpi")
    await store.reminders.join(OTHER, "cpi")
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp", "cpi"))
    assert await store.reminders.sent(OTHER) == Round(1, ())
    await store.reminders.join(CHAT, "roads", new_round=True)
    assert await store.reminders.sent(CHAT) == Round(2, ("roads",))


async def test_what_came_in_place_of_an_older_one_is_not_the_latest(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store, "gdp")
    await next_day(url)
    await deliver(store, "cpi")
    await store.reminders.join(CHAT, "roads", shown="gdp")
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp", "roads", "cpi"))
    await store.reminders.join(CHAT, "trees", shown="cpi")
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp", "roads", "cpi", "trees"))


async def test_what_only_waits_for_its_slot_is_chosen_anew_when_another_came_meanwhile(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    first = await claim_one(store)
    await store.reminders.join(CHAT, "gdp")
    assert not await store.deliveries.mark(first, entry_id="gdp")
    second = await claim_one(store)
    assert (second.day, second.round) == (first.day, Round(1, ("gdp",)))


async def test_what_is_under_way_stays_so_when_another_comes_meanwhile(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await store.reminders.join(CHAT, "cpi", shown="gdp")
    assert await store.deliveries.claim() == ()
    assert await store.deliveries.settle(due)


async def test_a_new_time_takes_the_reminder_away_from_who_has_only_claimed_it(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    await store.reminders.subscribe(Subscription(CHAT, MORNING))
    assert not await store.deliveries.mark(due, entry_id="gdp")
    assert await store.reminders.sent(CHAT) == Round(1, ())


async def test_a_new_time_while_the_message_is_under_way_is_for_the_next_day(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    later = daily(-timedelta(hours=1))
    kept = await store.reminders.subscribe(Subscription(CHAT, later))
    assert kept.due_at == next_due(later, datetime.now(UTC), due.day)
    assert await store.deliveries.settle(due)
    settled = await store.reminders.get(CHAT)
    assert settled
    assert (settled.day, settled.due_at) == (due.day, kept.due_at)


async def test_off_while_the_message_is_under_way_stays_off(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await store.reminders.unsubscribe(CHAT)
    assert not await store.deliveries.settle(due)
    ended = await store.reminders.get(CHAT)
    assert ended
    assert (ended.due_at, ended.day) == (None, due.day)


async def test_a_supergroup_has_the_reminders_that_the_group_had(store: Store, url: str) -> None:
    await make_due(store, url, [GROUP])
    await deliver(store)
    await store.chats.migrate(GROUP, SUPERGROUP)
    await store.chats.migrate(GROUP, SUPERGROUP)
    assert await store.reminders.get(GROUP) is None
    moved = await store.reminders.get(SUPERGROUP)
    assert moved
    assert moved.day
    assert await store.reminders.sent(SUPERGROUP) == Round(1, ("gdp",))
    assert await run(url, "SELECT chat_id FROM reminded") == [(SUPERGROUP,)]


async def test_what_the_supergroup_has_subscribed_to_already_stays(store: Store, url: str) -> None:
    await make_due(store, url, [GROUP])
    served = (await deliver(store)).day
    await store.reminders.subscribe(Subscription(SUPERGROUP, MORNING))
    await store.chats.migrate(GROUP, SUPERGROUP)
    moved = await store.reminders.get(SUPERGROUP)
    assert moved
    assert (moved.schedule, moved.day) == (MORNING, served)
    assert await run(url, "SELECT chat_id FROM reminders") == [(SUPERGROUP,)]


async def test_a_message_under_way_to_a_group_is_settled_for_the_supergroup(store: Store, url: str) -> None:
    await make_due(store, url, [GROUP])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await store.chats.migrate(GROUP, SUPERGROUP)
    assert not await store.deliveries.settle(due)
    assert await store.deliveries.settle(due.moved(SUPERGROUP))


async def test_forgetting_deletes_all_of_the_chats_reminders(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await make_due(store, url, [OTHER])
    assert await store.chats.forget(CHAT) == 1
    assert await run(url, "SELECT chat_id FROM reminders") == [(OTHER,)]
    assert await run(url, "SELECT chat_id FROM reminded") == []


async def test_leaving_a_chat_ends_its_reminders_and_thirty_days_later_they_go(store: Store, url: str) -> None:
    for chat in (CHAT, GROUP):
        await store.reminders.subscribe(Subscription(chat, MORNING))
    await store.reminders.join(GROUP, "gdp")
    await store.chats.leave(GROUP)
    assert (await store.reminders.counts()).ended == {"left": 1}
    await rewind(url, "reminders", "ended_at", hours=30 * 24 - 1)
    assert await store.chats.purge() == 0
    await rewind(url, "reminders", "ended_at", hours=2)
    await store.chats.purge()
    assert await run(url, "SELECT chat_id FROM reminders") == [(CHAT,)]
    assert await run(url, "SELECT chat_id FROM reminded") == []


async def test_the_operator_sees_how_many_are_due_late_sent_in_doubt_and_ended(store: Store, url: str) -> None:
    assert await store.reminders.counts() == Counts(0, 0, 0, 0, 0, {})
    await make_due(store, url, range(1, 4))
    sent, lost, *_ = await store.deliveries.claim(limit=2)
    for due in (sent, lost):
        assert await store.deliveries.mark(due, entry_id="gdp")
    assert await store.deliveries.settle(sent)
    assert await store.reminders.counts() == Counts(subscribed=3, due=1, late=1, sent=1, in_doubt=0, ended={})
    await store.reminders.subscribe(Subscription(sent.chat_id, MORNING))
    await set_due(url, timedelta(seconds=1))
    for due in await store.deliveries.claim():
        await store.deliveries.end(due, "blocked")
    await store.reminders.unsubscribe(lost.chat_id)
    assert await store.reminders.counts() == Counts(
        subscribed=1, due=0, late=0, sent=1, in_doubt=1, ended={"blocked": 1, "asked": 1}
    )


async def test_what_is_chosen_without_beginning_is_kept_and_begins_nothing(store: Store) -> None:
    chosen = await store.reminders.subscribe(Subscription(CHAT, MORNING, language="en"), begin=False)
    assert (chosen.due_at, chosen.language) == (None, "en")
    assert not chosen.begun
    assert (await store.reminders.counts()).ended == {}
    assert (await store.reminders.subscribe(chosen)).due_at
    assert (await store.reminders.subscribe(chosen, begin=False)).due_at
    assert await store.reminders.unsubscribe(CHAT)
    assert (await store.reminders.subscribe(chosen, begin=False)).due_at is None
    assert (await store.reminders.counts()).ended == {"asked": 1}
