"""The handlers' dependencies, as one frozen value in the typed context."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cachetools import TTLCache

from handlers.answering import Metrics, Offload, Responder
from handlers.chart_pictures import Pictures
from handlers.chat_states import Administrators, ChatStates
from handlers.memory import AnswerMemory
from handlers.pacing import Bursts, Introductions, Quiet
from handlers.reminding.subscriptions import Subscriptions
from handlers.reminding.times import TimeParser
from handlers.reminding.zones import ZoneParser
from handlers.snapshots import Snapshots
from store import Store

ZONE = "Asia/Shanghai"
_VOTE, _VOTES = 86_400.0, 20_000  # seconds, and how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The handlers' dependencies. `operators` are the user ids of ADMINS; `started` is the process's start (Unix)."""

    snapshots: Snapshots
    store: Store
    answers: AnswerMemory
    reminders: Subscriptions
    chats: ChatStates
    quiet: Quiet
    bursts: Bursts
    responder: Responder
    pictures: Pictures
    administrators: Administrators
    introductions: Introductions
    votes: TTLCache[tuple[str, int], bool]  # 👍 or 👎 by message and person
    metrics: Metrics
    operators: frozenset[int]
    started: float

    @property
    def offload(self) -> Offload:
        """Runs long calls off the event loop."""
        return self.responder.offload

    @property
    def times(self) -> TimeParser:
        """The parser of schedules."""
        return _parsers()[0]

    @property
    def zones(self) -> ZoneParser:
        """The parser of time zones, which the bot loads in a thread at the start."""
        return _parsers()[1]


def build_services(  # noqa: PLR0913 - one for each of what a process and a test have their own of
    *,
    snapshots: Snapshots,
    store: Store,
    operators: frozenset[int] = frozenset(),
    zone: str = ZONE,
    page: str = "",
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], float] = time.time,
) -> Services:
    """Build the services over the knowledge and the store; `clock` counts seconds, `now` gives Unix time.

    `zone` is the time zone of chats that haven't chosen one, `page` the public address of the web pages, or empty.
    """
    metrics = Metrics()
    responder = Responder(snapshots, store, metrics)
    return Services(
        snapshots=snapshots,
        store=store,
        answers=AnswerMemory(store, clock=clock),
        reminders=Subscriptions(store, zone=zone, now=now),
        chats=ChatStates(store, clock=clock),
        quiet=Quiet(clock=clock),
        bursts=Bursts(clock=clock),
        responder=responder,
        pictures=Pictures(responder, page),
        administrators=Administrators(clock=clock),
        introductions=Introductions(clock=clock),
        votes=TTLCache(_VOTES, _VOTE, timer=clock),
        metrics=metrics,
        operators=operators,
        started=now(),
    )


@cache
def _parsers() -> tuple[TimeParser, ZoneParser]:
    """The parsers of times and places, cached because loading their words takes a while."""
    return TimeParser(), ZoneParser()
