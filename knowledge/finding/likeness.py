"""How alike a question is to what entries are called: said as it is, mistyped, or something else."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from knowledge.finding.features import F, Feature
from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Term, Text

LIKE = 0.75  # ratio from which on a topic may be a mistyped name
ALIKE = 0.5  # ratio from which on a name may be taken for another
SHORT_NAME = 7  # characters of a topic up to which it is taken for a name
HALF = 0.5  # of the topic: more of it is a name
HEAD = 2  # characters that a counted name ends in
BARE = 3  # characters of a message that says nothing but a word


def likeness(words: str, wordings: Sequence[str]) -> float:
    """Returns the ratio, from 0 to 1, of `words` to the likest of `wordings`; 0 of none."""
    best = process.extractOne(words, wordings, scorer=fuzz.ratio)
    return best[1] / 100 if best else 0.0


class Naming:
    """One question, laid out to be compared with the names of many entries."""

    def __init__(self, question: Question, topic: Topic, index: Index) -> None:
        self._index = index
        self._weights = topic.weights
        self._total = topic.total or 1.0
        self._words = {words for words in (question.core, question.asked) if words}
        self._defines, self._strictly = question.defines, question.strictly_defines
        self._asks_name = self._defines and len(question.core) <= SHORT_NAME
        self._asks_number = question.quantity or bool(question.measures)
        self._core = question.core
        self._asks_amount = question.quantity and question.enumerates is None
        self._bare = not question.asks and len(question.core) <= BARE

    def of(self, candidate: Candidate, thin: float) -> dict[Feature, float]:
        """Returns as features whether the question says the candidate's name, or how unlike its names the topic is.

        The latter matters where the topic is short, or where the meaning of a name is asked for. `thin` is how little
        else there is to go by, from 0 to 1.
        """
        entry = self._index.entries[candidate.entry]
        hit = sum(self._weights[slice(*candidate.name)]) if candidate.name is not None else 0.0
        share = hit / self._total
        found: dict[Feature, float] = {}
        if self._defines and not isinstance(entry, Term):
            same = max(candidate.dice, 0.0 if self._strictly else share)
            found[F.DEFINITION_OFF] = max(0.0, 1.0 - same)
        if candidate.name is not None:
            if isinstance(entry, Text) and self._asks_amount and share > HALF and not self._has_number(candidate.entry):
                found[F.NAMED_AMOUNT_OFF] = 1.0
            return found | {F.NAME: min(hit, 20.0) / 10, F.NAME_SHARE: share}
        return found | self._unnamed(entry, candidate.entry, thin)

    def _has_number(self, number: int) -> bool:
        return any(char.isdigit() for char in self._index.near[number].rpartition("\n")[2])

    def _unnamed(self, entry: Entry, number: int, thin: float) -> dict[Feature, float]:
        names = self._index.own_names[number]
        unlike = max(0.0, LIKE - max([likeness(words, names) for words in self._words], default=0.0))
        found = {F.UNNAMED_THIN: unlike * thin}
        if self._asks_name:
            found[F.UNNAMED_ASKED] = unlike
        if self._asks_name and isinstance(entry, Term) and self._is_other_name(names):
            found[F.NAME_OFF] = 1.0
        if isinstance(entry, Term):
            found[F.UNNAMED_TERM] = unlike
        elif self._asks_number and isinstance(entry, Figure):
            found[F.UNNAMED_FIGURE] = unlike
        if unlike and self._bare:
            found[F.BARE] = 1.0
        return found

    def _is_other_name(self, names: Sequence[str]) -> bool:
        """Whether the topic is as long as the name that it is likest to, and has a character that sounds otherwise."""
        name = max(names, key=lambda one: likeness(self._core, [one]), default="")
        if len(name) != len(self._core) or likeness(self._core, [name]) < ALIKE:
            return False
        if sorted(name) == sorted(self._core):  # 作模范的7个方面 is 7个作模范
            return False
        if name[0].isdigit() and name[0] == self._core[0] and name[-HEAD:] == self._core[-HEAD:]:
            return False  # 3个看家的优势 are the 3大优势
        sounds = self._index.sounds

        def heard(char: str) -> tuple[str, ...]:
            return sounds.sounds.get(char) or sounds.heard(char)

        pairs = ((a, b) for a, b in zip(self._core, name, strict=True) if a != b)
        return any(a.isdigit() or b.isdigit() or not set(heard(a)) & set(heard(b)) for a, b in pairs)
