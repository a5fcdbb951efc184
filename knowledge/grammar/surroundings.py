"""The words around a value: what leads to it in its clause, what follows it, and which values go together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.grammar.measures import FROM, PERCENT, SHARE_OF, TO, VERB
from knowledge.grammar.numbers import Number, NumberKind
from knowledge.grammar.subjects import LONGEST_NAME, Subject, counted_noun, subject_of

PAUSE = re.compile(r"[,，、;；:：。!！?？]|(?<=\d)\s+(?=[一-鿿])")
_JOINED = re.compile(r"(?:[\s、和及与,，]|以及|(?<=[、,，])(?:增长|下降|提高))*")
_LONGEST_OWNER = 18


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a value: its clause begins at `start`, its verb at `verb`."""

    start: int
    verb: int
    subject: Subject
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence and the values in it. An `edge` is where the words of the value before end."""

    text: str
    values: Sequence[Number]

    def start(self, end: int, edge: int) -> int:
        """Return where the clause begins whose subject's value stands at `end`: several subjects may share it."""
        text, start = self.text, edge
        for pause in PAUSE.finditer(text, edge, end):
            listed = pause.group() == "、" and _is_listed(text[start : pause.start()], text[pause.end() : end])
            start = start if listed else pause.end()
        return start

    def lead(self, number: Number, edge: int) -> Lead:
        """Return the words before a value, divided into its subject and its verb."""
        text, start = self.text, self.start(number.start, edge)
        before = text[start : number.start].rstrip()
        origin = FROM.search(before)
        share = SHARE_OF.search(before) if number.unit in PERCENT and not origin else None
        verb = VERB.search(before)
        at = share.start() if share else verb.start() if verb else len(before)
        apart = re.search("分别", before)
        at = min(at, apart.start()) if apart else at
        at = min(at, origin.start()) if origin else at
        return Lead(start, start + at, subject_of(before[:at]), share.group("of") if share else None)

    def behind(self, nth: int) -> tuple[str, str]:
        """Return the noun behind a value and its predicate."""
        number = self.values[nth]
        last = nth + 1 == len(self.values)
        until = len(self.text) if last else self.values[nth + 1].start
        pause = PAUSE.search(self.text, number.end, until)
        words = self.text[number.end : pause.start() if pause else until]
        if number.unit in PERCENT:
            return counted_noun(words[1:]) if words.startswith("的") else ("", "")
        if pause or last:
            noun, tail = counted_noun(words)
            if noun and not tail and not last and pause and pause.group() == "、":
                tail = self._predicate(nth + 1)
            return noun, tail
        return self._before_another(nth, words)

    def _before_another(self, nth: int, words: str) -> tuple[str, str]:
        """Return the noun of a value that another one follows without a pause, and the predicate that both share."""
        connected = re.search("(?:和|及|与|以及)", words)
        if not connected:
            return counted_noun(words)[0], ""
        return counted_noun(words[: connected.start()])[0], self._predicate(nth + 1)

    def _predicate(self, nth: int) -> str:
        """Return the predicate of a count if only nouns stand before it, which the count before it shares."""
        number = self.values[nth]
        if self.text[number.end - 1] in "%％" or number.kind is not NumberKind.VALUE:
            return ""
        return self.behind(nth)[1]

    def rises(self, nth: int) -> bool:
        """Tell whether a value after 从 is followed by the one that was reached: 从77%提高到80%."""
        for one, other in zip(self.values[nth:], self.values[nth + 1 :], strict=False):
            between = self.text[one.end : other.start]
            if TO.match(between):
                return True
            if not _JOINED.fullmatch(between):
                return False
        return False

    def clause_before(self, start: int) -> str:
        """Return what the clause before `start` speaks of, as long as it is short: 启动供水工程,投资2亿元."""
        words = self.text[:start].rstrip("，,、")
        pauses = [pause.end() for pause in PAUSE.finditer(words)]
        core = subject_of(words[pauses[-1] if pauses else 0 :]).core
        return core if 2 < len(core) <= _LONGEST_OWNER else ""

    def chained(self, nth: int) -> int:
        """Count the values from `nth` on that nothing but 、 or 和 stands between."""
        count = 1
        for one, other in zip(self.values[nth:], self.values[nth + 1 :], strict=False):
            if not _JOINED.fullmatch(self.text[one.end : other.start]):
                break
            count += 1
        return count


def _is_listed(words: str, rest: str) -> bool:
    """Tell whether `words` before 、 are one of several subjects, which `rest` goes on."""
    if not words.strip() or len(words) + len(rest) > LONGEST_NAME + 14:
        return False
    subject = subject_of(rest)
    return bool(subject.core) and not subject.verb and subject.start == 0
