"""What a button says when it is tapped: short data that means the same after a restart and a reload."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BETWEEN = ":"
LONGEST_DATA = 64  # bytes; Telegram's limit


class Verb(StrEnum):
    """What a tap asks for. The letters are in messages already sent, so they keep their meaning."""

    OPEN = "o"  # an entry, in a message of its own
    SHOW = "b"  # an entry, in place of what the message says
    CONTEXT = "c"  # the sentences around an entry's passage, in place
    RELATED = "r"  # related entries, in place
    GOOD = "g"
    BAD = "n"
    REMOVE = "x"
    BROWSE = "l"  # a page of a shelf, in place
    READ = "p"  # an entry, in place of the page it was listed on
    SET = "s"  # a group's setting
    DAY = "d"  # the reminder of an entry, in place of what the message says
    ANOTHER = "a"  # another reminder in place of this one
    AROUND = "e"  # the entries related to a reminder's, in place
    STOP = "q"  # no more reminders
    REMIND = "t"  # a choice about the chat's reminders


@dataclass(frozen=True, slots=True)
class Tap:
    """A verb and what it is about: ids and numbers without colons."""

    verb: Verb
    about: tuple[str, ...] = ()

    @property
    def data(self) -> str:
        """The button's data."""
        return _BETWEEN.join((self.verb, *self.about))


def tap(verb: Verb, *about: str | int) -> str:
    """The data of a button that asks `verb` about something."""
    return Tap(verb, tuple(map(str, about))).data


def read_tap(data: str) -> Tap | None:
    """What a button's data says; None for what no button of ours says.

    An entry's id alone opens it: so the buttons of the first version did.
    """
    verb, *about = data.split(_BETWEEN)
    if not about and len(verb) > 1:
        return Tap(Verb.OPEN, (verb,))
    return Tap(Verb(verb), tuple(about)) if verb in set(Verb) else None


def fits(data: str) -> bool:
    """Whether Telegram takes `data` for a button."""
    return 0 < len(data.encode(errors="replace")) <= LONGEST_DATA


Focus = tuple[int, int]


def write_focus(focus: Focus | None) -> str:
    """A half-open range as a button's data has it; empty for none."""
    return "" if focus is None else f"{focus[0]}-{focus[1]}"


def read_focus(written: str) -> Focus | None:
    """The range that `write_focus` wrote; None for anything else."""
    start, _, end = written.partition("-")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None
