"""The message of a reminder: the day's entry, what the year before reached, and how many days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.replies import Button, Language, Replies, Reply
from handlers.replies.keyboards import Verb, tap
from handlers.replies.reply import Row, as_one
from handlers.snapshots import Snapshot
from knowledge.model import Source

PREVIEW = "p"  # in the data of buttons under a reminder that was asked for, beside its entry


@dataclass(frozen=True, slots=True)
class PreviewReason:
    """Why an entry is shown before it is sent, or again: it came `today`, or comes at the local moment `at`.

    Neither: the chat isn't reminded.
    """

    today: bool = False
    at: datetime | None = None


def language_named(name: str) -> Language:
    """Return the language of a subscription; simplified Chinese for one that is known no more."""
    return Language(name) if name in set(Language) else Language.SIMPLIFIED


def days_left(year: int, today: date) -> int | None:
    """Return how many days are left of `year` after `today`; None in another year."""
    return (date(year, 12, 31) - today).days if today.year == year else None


class ReminderMessages:
    """Words reminders in one language, over what is known now, as of a chat's local day; each reminder once."""

    def __init__(self, snapshot: Snapshot, replies: Replies, today: date) -> None:
        self._snapshot, self._replies, self._today = snapshot, replies, today
        self._sent: dict[str, Reply | None] = {}  # entries only, so as many as there are at most

    def reminder(self, entry_id: str) -> Reply | None:
        """Return the reminder of an entry as it is sent; None where there is no such entry (any more)."""
        if entry_id not in self._sent:
            another = self._button("another", Verb.ANOTHER, entry_id)
            rows = ((self._button("related", Verb.AROUND, entry_id), another), (self._button("stop", Verb.STOP),))
            self._sent[entry_id] = self._worded(entry_id, None, rows)
        return self._sent[entry_id]

    def preview(self, entry_id: str, reason: PreviewReason) -> Reply | None:
        """Return the same, shown because somebody asked for it."""
        related = self._button("related", Verb.AROUND, entry_id, PREVIEW)
        another = (self._button("another", Verb.ANOTHER, entry_id),) if reason.today else ()
        is_reminded = reason != PreviewReason()
        last = self._button("stop", Verb.STOP) if is_reminded else self._button("subscribe", Verb.REMIND)
        return self._worded(entry_id, reason, ((related, *another), (last,)))

    def related(self, source: Source, *, preview: bool = False) -> Reply | None:
        """Return the entries related to a reminder's, each to be opened, with the way back; None where there are none.

        `preview`: it was not sent, but shown because somebody asked for it.
        """
        entries = self._snapshot.engine.related(source.entry_id)
        if not entries:
            return None
        numbers = self._replies.keyboards.numbers(Verb.OPEN, [each.entry_id for each in entries])
        back = self._button("back", Verb.DAY, source.entry_id, *((PREVIEW,) if preview else ()))
        return self._replies.render("related", (*numbers, (back,)), source=source, entries=entries)[0]

    def _worded(self, entry_id: str, reason: PreviewReason | None, rows: tuple[Row, ...]) -> Reply | None:
        engine = self._snapshot.engine
        answer = engine.open(entry_id)
        if answer is None:
            return None
        source = answer.sources[0]
        year = source.year or self._snapshot.report.year
        known = {"source": source, "actual": engine.actual_of(entry_id), "reason": reason}
        time = {"year": year, "left": days_left(year, self._today), "over": self._today.year > year}
        return as_one(self._replies.render("reminder", rows, **known, **time))

    def _button(self, label: str, verb: Verb, *about: str) -> Button:
        return Button(self._replies.phrases.label(label), tap(verb, *about))
