"""Maps a normal form back to the verbatim piece of the message that it came from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from knowledge.language.latin import LONGEST_READ
from knowledge.language.normalise import INVISIBLE, LONGEST, Normaliser, noise_in

MOST_CLAUSES = 6  # more are a story, whose clauses aren't asked one by one
LONGEST_PIECE = 1024  # UTF-16 units: what Telegram quotes of a message

_PIECE = re.compile(r"[^,.;:!?。;、~…\n\r—\U0001f300-\U0001faff\u2600-\u27bf]+")
_CHANGEABLE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff]")  # ASCII and plain Chinese are read as they are written
_UNSAID = re.compile(r"[^\w%\n][^\w%\n]*")


def verbatim(text: str, view: str, form: str, normaliser: Normaliser, translate: Callable[[str], str]) -> str:
    """Return the verbatim piece of `text` that `view`, a piece of its normal form `form`, was read from.

    A view that is all of `form` is all of `text` without the blanks around it. Otherwise it is the shortest run of
    clauses whose own normal form holds the view; nothing where there is none, or where it is longer than
    LONGEST_PIECE. `translate` puts Latin letters into Chinese.
    """
    whole = text.strip()
    if view == form and _fits(whole):
        return whole
    found = _run(text, view, normaliser, translate)
    return found if _fits(found) else ""


def several_clauses(text: str) -> tuple[str, ...]:
    """Return the verbatim clauses of a short `text`, the shortest first; none if there is only one, or too many."""
    visible, starts = _visible(text)
    spans = _clauses(visible)
    if not 1 < len(spans) <= MOST_CLAUSES:
        return ()
    pieces = (_original(text, starts, *span) for span in spans)
    return tuple(sorted(filter(None, pieces), key=len))


def _fits(piece: str) -> bool:
    return len(piece.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_PIECE


def _run(text: str, view: str, normaliser: Normaliser, translate: Callable[[str], str]) -> str:
    """Return the shortest run of clauses that contains `view`, ignoring everything but letters and digits."""
    visible, starts = _visible(text)
    spans = _clauses(visible)
    forms = normaliser.forms([visible[start:end] for start, end in spans])
    wanted = _UNSAID.sub("", view).replace("\n", "")
    # Latin letters beyond LONGEST_READ aren't translated, so the clauses are also compared untranslated.
    for read in (_head_translated(forms, translate), forms) if wanted else ():
        words = _UNSAID.sub("", "\n".join(read)).split("\n")
        at = "".join(words).find(wanted)
        if at >= 0:
            ends = list(accumulate(map(len, words)))
            begin = spans[bisect_right(ends, at)][0]
            end = spans[bisect_left(ends, at + len(wanted))][1]
            while visible[end : end + 1] in ("?", "!"):
                end += 1
            return _original(text, starts, begin, end)
    return ""


def _head_translated(forms: Sequence[str], translate: Callable[[str], str]) -> list[str]:
    """Return consecutive clauses, those that begin within the first LONGEST_READ characters translated."""
    within = bisect_left(list(accumulate(map(len, forms), initial=0)), LONGEST_READ)
    translated = {form: translate(form) for form in set(forms[:within])}
    return [*map(translated.__getitem__, forms[:within]), *forms[within:]]


def _visible(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` after NFKC without invisible characters, and where in that each original character begins."""
    head = text[:LONGEST]
    if not INVISIBLE.search(head) and unicodedata.is_normalized("NFKC", head):
        return head, range(len(head) + 1)
    rare = set(_CHANGEABLE.findall(head))
    forms = {char: "" if INVISIBLE.match(char) else unicodedata.normalize("NFKC", char) for char in rare}
    shown = head.translate({ord(char): form for char, form in forms.items()})
    if all(len(form) == 1 for form in forms.values()):
        return shown, range(len(shown) + 1)
    return shown[:LONGEST], list(accumulate(map(len, map(forms.get, head, head)), initial=0))


def _original(text: str, starts: Sequence[int], begin: int, end: int) -> str:
    """Return the piece of `text` whose visible characters are `begin` to `end` (half-open)."""
    return text[bisect_right(starts, begin) - 1 : bisect_right(starts, end - 1)].strip()


def _clauses(visible: str) -> list[tuple[int, int]]:
    """Return the ranges of clauses, skipping links, mentions and quoted lines."""
    found: list[tuple[int, int]] = []
    start = 0
    for noise in noise_in(visible):
        found += [piece.span() for piece in _PIECE.finditer(visible, start, noise.start())]
        start = noise.end()
    found += [piece.span() for piece in _PIECE.finditer(visible, start)]
    return found
