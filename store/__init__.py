"""What is remembered about chats, in SQLite or PostgreSQL: settings, answers, reminders, counts and misses.

async with Store("sqlite:///data/bot.db") as store:
    await store.chats.state(chat_id)
"""

from __future__ import annotations

from store.chats import ChatSettings, ChatState, Mode
from store.db_errors import RowRefusedError, StoreError
from store.messages import Claim, StoredAnswer
from store.reminding.reminders import Counts
from store.reminding.rounds import Choice, Round, choose
from store.reminding.schedule import EVERY_DAY, WORKDAYS, Schedule, local_day, next_due, zone_named
from store.reminding.settling import Counted
from store.reminding.subscriptions import Due, Subscription
from store.store import Store
from store.usage import DayCount, EntryCount, Miss

__all__ = [
    "EVERY_DAY",
    "WORKDAYS",
    "ChatSettings",
    "ChatState",
    "Choice",
    "Claim",
    "Counted",
    "Counts",
    "DayCount",
    "Due",
    "EntryCount",
    "Miss",
    "Mode",
    "Round",
    "RowRefusedError",
    "Schedule",
    "Store",
    "StoreError",
    "StoredAnswer",
    "Subscription",
    "choose",
    "local_day",
    "next_due",
    "zone_named",
]
