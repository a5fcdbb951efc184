"""The reply to a text, whatever messenger it came from, and how it is counted: Telegram, the web page and others
deliver it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from handlers.charts.choosing import chart_for
from handlers.commands import Action
from handlers.query import Engine, Query, find
from handlers.replies import Layout, Replies, Response
from handlers.snapshots import Snapshots
from knowledge.model import Across, Answer, Kind, Outcome, Suggestion
from store import Counts, Store

_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0)
T = TypeVar("T")

# Texts of at most so many characters are processed on the event loop: most questions are that short, take less than a
# millisecond, and a thread would double that. `bench.hostile` measures texts made to be slow: below 5 ms up to this
# length, 15 ms beyond.
SHORT = 24
REPEATED = 120  # characters; responses to longer questions are not cached, since nobody else will use the same words
SERIES = 3  # figures of a list that come with their chart; two are as soon read, and have a button
_OFFERED = 3  # suggestions for a text that is no indicator's name
_PERSONAL = re.compile(r"\d{7,}x?")  # telephones, identity cards: the report has no such numbers


class Metrics:
    """The metrics of one process."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self._questions = Counter(
            "report_bot_questions",
            "Messages that were read as questions",
            ["surface", "kind", "outcome"],
            registry=self.registry,
        )
        self._finding = Histogram(
            "report_bot_finding_seconds", "Time to find an answer", buckets=_BUCKETS, registry=self.registry
        )
        self._updates = Histogram(
            "report_bot_update_seconds",
            "Time from an update's arrival until it was dealt with",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._failures = Counter("report_bot_failures", "Updates that failed", registry=self.registry)
        self._refusals = Counter(
            "report_bot_refusals", "Calls that Telegram refused", ["reason"], registry=self.registry
        )
        self._entries = Counter("report_bot_entries", "Entries shown", ["entry"], registry=self.registry)
        self.chats = Gauge("report_bot_groups", "Groups that the bot is in", registry=self.registry)
        self._taps = Counter("report_bot_taps", "Buttons tapped", ["verb"], registry=self.registry)
        self._reminders = Gauge(
            "report_bot_reminders", "Chats with reminders, and what became of those", ["state"], registry=self.registry
        )
        self._ended = Gauge(
            "report_bot_reminders_ended", "Chats whose reminders have ended", ["cause"], registry=self.registry
        )
        self.snapshots = Gauge(
            "report_bot_edition_seconds", "When the knowledge was read, as Unix time", registry=self.registry
        )

    def answered(self, surface: str, answer: Answer) -> None:
        """Count a question by its outcome."""
        self._questions.labels(surface, answer.kind.value if answer.kind else "none", answer.outcome.value).inc()
        for entry_id in dict.fromkeys(source.entry_id for source in answer.sources):
            self._entries.labels(entry_id).inc()

    @contextmanager
    def finding(self) -> Iterator[None]:
        """Time the finding of an answer."""
        with self._finding.time():
            yield

    @contextmanager
    def update(self) -> Iterator[None]:
        """Time an update."""
        with self._updates.time():
            yield

    def failed(self) -> None:
        """Count an update that failed."""
        self._failures.inc()

    def refused(self, reason: str) -> None:
        """Count a refusal by its reason, one word of a small set."""
        self._refusals.labels(reason).inc()

    def tapped(self, verb: str) -> None:
        """Count a tap by its verb."""
        self._taps.labels(verb).inc()

    def reminded(self, counts: Counts) -> None:
        """Set the gauges to the store's counts."""
        for state in ("subscribed", "due", "late", "sent", "in_doubt"):
            self._reminders.labels(state).set(getattr(counts, state))
        self._ended.clear()
        for cause, count in counts.ended.items():
            self._ended.labels(cause).set(count)

    def exposition(self) -> bytes:
        """The body of `/metrics`."""
        return generate_latest(self.registry)


class Offload:
    """One call at a time: the interpreter runs one thread at a time anyway, and more of them would starve the loop."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def __call__(self, text: str, call: Callable[[], T]) -> T:
        """Return or raise what `call` does; run it in a thread if `text`, which it processes, is long."""
        return call() if len(text) <= SHORT else await self.in_thread(call)

    async def in_thread(self, call: Callable[[], T]) -> T:
        """Return or raise what `call` does, always run in a thread."""
        async with self._turn:
            return await asyncio.to_thread(call)


class Responder:
    """Finds an answer in the current snapshot, words it, and counts it. Independent of any messenger."""

    def __init__(self, snapshots: Snapshots, store: Store, metrics: Metrics) -> None:
        self.snapshots, self.store, self.metrics = snapshots, store, metrics
        self.offload = Offload()

    async def find(self, query: Query) -> Answer:
        """Return the engine's answer; a long text is processed off the event loop."""
        engine = self._engine(query)
        call = partial(find, query, engine)
        with self.metrics.finding():
            if engine.is_ready(query.text, query.before.entries):
                return await self.offload(query.text, call)
            return await self.offload.in_thread(call)

    async def respond(self, query: Query, replies: Replies, layout: Layout) -> Response:
        """Return the response to `query`, which addresses the bot; also to an empty text, a greeting or thanks.

        `replies` are in the asker's language; `layout` says which buttons to show.
        """
        if not query.text.strip():
            return Response(replies.usage(query.command) if query.command else replies.render("empty"))
        if query.command is None:
            told = replies.beside(query, self._engine(query))
            if isinstance(told, Query):
                return await self._asked(told, replies, layout)
            return Response.to(told, replies.answer(told, layout)) if isinstance(told, Answer) else Response(told)
        if query.command.action is Action.SEARCH:
            search = partial(self._engine(query).search, query.text)
            return Response(replies.found(await self.offload.in_thread(search), layout))
        of_items = query.command.kinds == frozenset({Kind.LIVELIHOOD})
        told = replies.no_item(query.text, self._engine(query)) if of_items else ()
        return Response(told) if told else await self._found(query, replies, layout)

    async def _asked(self, query: Query, replies: Replies, layout: Layout) -> Response:
        """The response to a question; to an unanswered one that is a bare number or no command, a notice."""
        response = await self._repeated(query, replies, layout)
        is_known = response.answer is None or response.answer.outcome is Outcome.ANSWER
        told = () if is_known else replies.instead(query.text)
        return Response(told) if told else response

    def _engine(self, query: Query) -> Engine:
        return self.snapshots.current.chosen(query.report).engine

    def count(self, answer: Answer, surface: str, *, keep: bool = True) -> None:
        """Count a question that came from `surface`; an unanswered one is recorded for the editor.

        Without `keep` its text is not recorded. Who asked never is.
        """
        self.metrics.answered(surface, answer)
        entries = tuple(dict.fromkeys(source.entry_id for source in answer.sources))
        kind = answer.kind.value if answer.kind else ""
        self.store.usage.note(surface=surface, kind=kind, outcome=answer.outcome.value, entries=entries)
        if keep and answer.is_miss:
            reason = "unsure" if answer.outcome is Outcome.UNSURE else "near"
            self.store.misses.note(impersonal(answer.normal), nearest=answer.nearest, reason=reason)

    async def _repeated(self, query: Query, replies: Replies, layout: Layout) -> Response:
        """The response to a question as typed, from the cache where possible: many people ask the same."""
        kept, key = self.snapshots.current.responses, (query, layout, replies)
        if len(query.text) > REPEATED:
            return await self._found(query, replies, layout)
        if (response := kept.get(key)) is None:
            response = await self._found(query, replies, layout)
            with suppress(ValueError):  # where none are kept
                kept[key] = response
        return response

    async def _found(self, query: Query, replies: Replies, layout: Layout) -> Response:
        engine, answer = self._engine(query), await self.find(query)
        if query.command and query.command.action is Action.COMPARE and answer.outcome is not Outcome.ANSWER:
            near = answer.suggestions or await self.offload.in_thread(partial(_indicators_first, query.text, engine))
            return Response.to(answer, replies.uncompared(near))
        response = Response.to(answer, replies.answer(answer, layout))
        across = answer.across in {Across.YEARS, Across.REGIONS}
        is_series = across or (len(answer.sources) >= SERIES and not answer.comparison)
        chart = chart_for(answer, self.snapshots.current) if is_series else None
        return replace(response, chart=chart.name) if chart and (across or len(chart.marks) >= SERIES) else response


def impersonal(question: str) -> str:
    """A question in normal form without numbers that may be personal."""
    return _PERSONAL.sub("…", question)


def _indicators_first(text: str, engine: Engine) -> tuple[Suggestion, ...]:
    nearest = sorted(engine.search(text), key=lambda each: each.kind not in {Kind.FIGURE, Kind.TARGET})
    return tuple(nearest[:_OFFERED])
