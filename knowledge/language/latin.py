"""Translates Latin letters in a question into Chinese: English words, typed pinyin, or the initials of a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from knowledge.language.pinyin import Sounds

_RUN = re.compile(r"[a-z][a-z'&-]*(?:\s*(?:[a-z][a-z'&-]*|\d+(?:\.\d+)?%?(?![a-z\d%.])))*")
_WORD = re.compile(r"[a-z][a-z'&-]*|\d+(?:\.\d+)?%?")
_LETTER = re.compile("[a-z]")
_LONGEST_PHRASE = 4
_LONGEST_WORD = 48  # letters; nobody types more pinyin without a space
LONGEST_READ = 120  # characters of a message whose Latin letters are read
_SHORTEST_INITIALS = 3
_SHORTEST_INSIDE = 7  # letters of a name that is found amid other pinyin; shorter ones sound like too much else


@dataclass(frozen=True)
class Latin:
    """Translates Latin runs. `english` maps phrases to Chinese, `read_glosses` returns those that it lacks.

    `initials` maps 六个工程's `lggc` to its name, `spell_names` returns the same of its `liugegongcheng`; both that are
    returned are made at the first message with Latin letters. `known` are the Latin words that the report or its
    editors use, which stay as they are.
    """

    english: Mapping[str, str]
    read_glosses: Callable[[], Mapping[str, str]]
    initials: Mapping[str, str]
    spell_names: Callable[[], Mapping[str, str]]
    known: frozenset[str]
    sounds: Sounds

    @cached_property
    def glosses(self) -> Mapping[str, str]:
        """The Chinese of English phrases that `english` lacks."""
        return self.read_glosses()

    @cached_property
    def spelt(self) -> Mapping[str, str]:
        """Each name by its whole pinyin."""
        return self.spell_names()

    def prepare(self) -> None:
        """Make both now, which takes tens of milliseconds."""
        self.glosses, self.spelt  # noqa: B018 - kept once made

    def translate(self, form: str) -> str:
        """Return the normal form `form` with its Latin runs translated where possible."""
        if not _LETTER.search(form):
            return form
        head, tail = form[:LONGEST_READ], form[LONGEST_READ:]
        return _RUN.sub(lambda match: self._run(match[0]), head) + tail

    def _run(self, run: str) -> str:
        words = _WORD.findall(run)
        letters = [w for w in words if w[0].isalpha()]
        english = sum(w in self.english and not self._is_shared(w) for w in letters)
        spelt = {w: self._spell(w) for w in letters}
        named = {w: self.initials[w] for w in letters if len(w) >= _SHORTEST_INITIALS and w in self.initials}
        pinyin = any(spelt[w] or w in named for w in letters)
        if pinyin and english * 2 < len(letters) and all(spelt[w] or w in named or self._is_shared(w) for w in letters):
            return self._name_in("".join(words)) or self._pinyin(words, spelt, named)
        return self._phrases(words, named)

    def _name_in(self, typed: str) -> str:
        """The pinyin `typed` with the longest name in it, and what stands around that; empty where no name is in it."""
        if not typed.isalpha() or len(typed) > 2 * _LONGEST_WORD:
            return ""
        for length in range(len(typed), _SHORTEST_INSIDE - 1, -1):
            for start in range(len(typed) - length + 1):
                name = self.spelt.get(typed[start : start + length])
                if name is not None:
                    before, after = self._spell(typed[:start]), self._spell(typed[start + length :])
                    if before is not None and after is not None:
                        return self.sounds.write(list(before)) + name + self.sounds.write(list(after))
        return self.spelt.get(typed, "")

    def _is_shared(self, word: str) -> bool:
        """Whether Chinese text uses the word too, such as gdp."""
        return self.english.get(word, word) == word and (word in self.english or word in self.known)

    def _spell(self, word: str) -> tuple[str, ...] | None:
        if not word:
            return ()
        parts = [self.sounds.spell(part) for part in word.split("'")] if len(word) <= _LONGEST_WORD else [None]
        return tuple(syllable for part in parts for syllable in part or ()) if all(parts) else None

    def _pinyin(self, words: list[str], spelt: Mapping[str, tuple[str, ...] | None], named: Mapping[str, str]) -> str:
        written: list[str] = []
        syllables: list[str] = []
        for word in words:
            if word in named:
                written += [self.sounds.write(syllables), named[word]]
                syllables = []
            elif word[0].isalpha() and not spelt[word]:  # gdp amid pinyin
                written += [self.sounds.write(syllables), word]
                syllables = []
            else:
                syllables += spelt.get(word) or (word,)
        return "".join(written) + self.sounds.write(syllables)

    def _english(self, phrase: str) -> str | None:
        """The Chinese for an English phrase, or for the one that it is the plural of."""
        for ending, stem in (("", ""), ("ies", "y"), ("es", ""), ("s", "")):
            if phrase.endswith(ending):
                singular = phrase.removesuffix(ending) + stem
                chinese = self.english.get(singular)
                if chinese is None and not self._is_shared(singular) and singular not in self.initials:
                    chinese = self.glosses.get(singular)
                if chinese is not None:
                    return chinese
        return None

    def _phrases(self, words: list[str], named: Mapping[str, str]) -> str:
        out: list[str] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _LONGEST_PHRASE), at, -1):
                chinese = self._english(" ".join(words[at:end]))
                if chinese is not None:
                    break
            else:
                end, chinese = at + 1, named.get(words[at], words[at])
            out.append(chinese)
            at = end
        return " ".join(out)


GLOSSES = Path(__file__).with_name("english.txt")


def glosses(known: Container[str]) -> dict[str, str]:
    """Return the likeliest Chinese of each English word or phrase that a report knows.

    It knows a Chinese word where each pair of its characters is in `known`. Of what can't be said in its words there
    is no entry.
    """
    return {english: word for english, words in _lines() for word in _known(words, known)[:1]}


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in GLOSSES.read_text(encoding="utf-8").splitlines():
        english, _, words = line.partition("\t")
        if words:
            yield english, words.split(" ")


def _known(words: list[str], known: Container[str]) -> list[str]:
    return [word for word in words if all(a + b in known for a, b in pairwise(word))]
