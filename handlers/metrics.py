"""Prometheus metrics: questions by surface, kind and outcome, latencies, taps, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from knowledge.model import Answer
from store import Counts

_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0)


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
        """Counts a question by its outcome."""
        self._questions.labels(surface, answer.kind.value if answer.kind else "none", answer.outcome.value).inc()
        for entry_id in dict.fromkeys(source.entry_id for source in answer.sources):
            self._entries.labels(entry_id).inc()

    @contextmanager
    def finding(self) -> Iterator[None]:
        """Times the finding of an answer."""
        with self._finding.time():
            yield

    @contextmanager
    def update(self) -> Iterator[None]:
        """Times an update."""
        with self._updates.time():
            yield

    def failed(self) -> None:
        """Counts an update that failed."""
        self._failures.inc()

    def refused(self, reason: str) -> None:
        """Counts a refusal by its reason, one word of a small set."""
        self._refusals.labels(reason).inc()

    def tapped(self, verb: str) -> None:
        """Counts a tap by its verb."""
        self._taps.labels(verb).inc()

    def reminded(self, counts: Counts) -> None:
        """Sets the gauges to the store's counts."""
        for state in ("subscribed", "due", "late", "sent", "in_doubt"):
            self._reminders.labels(state).set(getattr(counts, state))
        self._ended.clear()
        for cause, count in counts.ended.items():
            self._ended.labels(cause).set(count)

    def exposition(self) -> bytes:
        """The body of `/metrics`."""
        return generate_latest(self.registry)
