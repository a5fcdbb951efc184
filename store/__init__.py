"""What is remembered about chats, in SQLite or PostgreSQL: settings, answers, counts and misses.

async with Store("sqlite:///data/bot.db") as store:
    await store.chats.state(chat_id)
"""

from __future__ import annotations

from store.answers import Answered
from store.chats import ChatSettings, ChatState, Mode
from store.errors import StoreError
from store.misses import Miss
from store.store import Store
from store.usage import Asked, DayCount

__all__ = ["Answered", "Asked", "ChatSettings", "ChatState", "DayCount", "Miss", "Mode", "Store", "StoreError"]
