"""How names are typed in Latin letters: their whole pinyin, or the initials of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.pinyin import Sounds, sound, syllables_of

_LATIN = re.compile("[a-z' -]+")
_SILENT = re.compile("[' -]")
_ALIKE = re.compile("([zcs])h|(n)g")
_NUMERALS = "零一二三四五六七八九"
_BEYOND = "\x7f"  # sorts after every letter

Spelt = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every entry's names in pinyin and in initials: (spelling, entry, the name's length), sorted."""

    pinyin: Sequence[Spelt]
    initials: Sequence[Spelt]

    def begin_with(self, typed: str) -> Iterator[tuple[int, int]]:
        """Yields the entries with a name that is spelt as `typed` or begins so, and the name's length.

        Nothing where `typed` has other characters than Latin letters, spaces, apostrophes and hyphens.
        """
        letters = _SILENT.sub("", typed) if _LATIN.fullmatch(typed) else ""
        if letters:
            for listed, start in ((self.pinyin, _folded(letters)), (self.initials, letters)):
                first, last = bisect_left(listed, (start,)), bisect_left(listed, (start + _BEYOND,))
                yield from ((entry, length) for _, entry, length in listed[first:last])


def spellings_of(names: Sequence[Sequence[str]], sounds: Sounds) -> Spellings:
    """Returns the spellings of `names`, the joined names of each entry; sounds that are heard alike are one."""
    named = [(entry, name) for entry, own in enumerate(names) for name in dict.fromkeys(own)]
    text = "\n".join(name for _, name in named)
    read = dict(_readings(sounds))

    def listed(written: str) -> Sequence[Spelt]:
        spelt = zip(written.split("\n"), named, strict=True)
        return sorted((spelling, entry, len(name)) for spelling, (entry, name) in spelt)

    first = {code: syllable[0] for code, syllable in read.items()}
    return Spellings(
        pinyin=listed(_folded(text.translate(read))),
        initials=listed(text.translate(first)),
    )


def _readings(sounds: Sounds) -> Iterator[tuple[int, str]]:
    """The commonest sound of every character, and of the digits, which are read one by one."""
    yield from ((ord(char), heard[0]) for char, heard in sounds.sounds.items() if heard)
    yield from ((ord(str(digit)), sound(syllables_of(char)[0])) for digit, char in enumerate(_NUMERALS))


def _folded(spelling: str) -> str:
    """Returns a spelling with one way to write what is heard alike: zh and z, ng and n."""
    return _ALIKE.sub(r"\1\2", spelling)
