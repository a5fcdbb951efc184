"""Maps a normal form back to the verbatim piece of the message that it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import accumulate

from knowledge.language.latin import LONGEST_READ
from knowledge.language.normalise import INVISIBLE, LONGEST, NOISE, Normaliser

MOST_CLAUSES = 6  # more are a story, whose clauses aren't asked one by one
LONGEST_PIECE = 1024  # UTF-16 units: what Telegram quotes of a message

_PIECE = re.compile(r"[^,.;:!?。;、~…\n\r—\U0001f300-\U0001faff\u2600-\u27bf]+")
_CHANGEABLE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff]")  # ASCII and plain Chinese are read as they are written
_WORDS = re.compile(r"[^\w%]+")


def verbatim(text: str, view: str, form: str, normaliser: Normaliser, translate: Callable[[str], str]) -> str:
    """Returns the verbatim piece of `text` that `view`, a piece of its normal form `form`, was read from.

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
    """Returns the verbatim clauses of a short `text`, the shortest first; none if there is only one, or too many."""
    visible, places = _visible(text)
    spans = list(_clauses(visible))
    if not 1 < len(spans) <= MOST_CLAUSES:
        return ()
    pieces = (text[places[start] : places[end - 1] + 1].strip() for start, end in spans)
    return tuple(sorted(filter(None, pieces), key=len))


def _fits(piece: str) -> bool:
    return len(piece.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_PIECE


def _run(text: str, view: str, normaliser: Normaliser, translate: Callable[[str], str]) -> str:
    """Returns the shortest run of clauses that contains `view`, ignoring everything but letters and digits."""
    visible, places = _visible(text)
    spans = list(_clauses(visible))
    forms = normaliser.forms([visible[start:end] for start, end in spans])
    wanted = _WORDS.sub("", view)
    # Latin letters beyond LONGEST_READ aren't translated, so the clauses are also compared untranslated.
    for read in (_reading_head(translate), str):
        words = [_WORDS.sub("", read(form)) for form in forms]
        starts = list(accumulate(map(len, words), initial=0))
        at = "".join(words).find(wanted) if wanted else -1
        if at >= 0:
            first = max(i for i, start in enumerate(starts[:-1]) if start <= at)
            last = next(i for i, end in enumerate(starts[1:]) if end >= at + len(wanted))
            begin, end = spans[first][0], spans[last][1]
            while visible[end : end + 1] in ("?", "!"):
                end += 1
            return text[places[begin] : places[end - 1] + 1].strip()
    return ""


def _reading_head(translate: Callable[[str], str]) -> Callable[[str], str]:
    """Returns a reader of consecutive clauses that translates those within the first LONGEST_READ characters."""
    left = LONGEST_READ

    def read(form: str) -> str:
        nonlocal left
        left -= len(form)
        return translate(form) if left + len(form) > 0 else form

    return read


def _visible(text: str) -> tuple[str, range | list[int]]:
    """Returns `text` after NFKC without invisible characters, and the original position of each character."""
    head = text[:LONGEST]
    if not INVISIBLE.search(head) and unicodedata.is_normalized("NFKC", head):
        return head, range(len(head))
    rare = set(_CHANGEABLE.findall(head))
    forms = {char: "" if INVISIBLE.match(char) else unicodedata.normalize("NFKC", char) for char in rare}
    shown = _CHANGEABLE.sub(lambda match: forms[match[0]], head)
    if all(len(form) == 1 for form in forms.values()):
        return shown, range(len(shown))
    places = [place for place, char in enumerate(head) for _ in forms.get(char, char)]
    return shown[:LONGEST], places[:LONGEST]


def _clauses(visible: str) -> Iterator[tuple[int, int]]:
    """Yields the ranges of clauses, skipping links, mentions and quoted lines."""
    start = 0
    for noise in NOISE.finditer(visible):
        yield from _between(visible, start, noise.start())
        start = noise.end()
    yield from _between(visible, start, len(visible))


def _between(visible: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _PIECE.finditer(visible, start, end):
        yield found.span()
