"""Writes knowledge/language/words.txt from jieba's dictionary: `python -m bench.words`.

Words of two to five Chinese characters that come LEAST times or oftener in its corpus, longer ones twice that; people's
names only where they are famous.
"""

from __future__ import annotations

from collections import defaultdict
from math import log2
from pathlib import Path

import jieba

from knowledge.language.lexicon import VOCABULARY
from knowledge.language.words import Class

LEAST, FAMOUS = 20, 300
SHORTEST, LONGEST, LONG = 2, 5, 4
HEAD = (
    "# The commoner words of jieba's dictionary (https://github.com/fxsjy/jieba), its MIT licence:",
    "# Copyright (c) 2013 Sun Junyi. Permission is granted, free of charge, to deal in it without restriction,",
    "# provided that this notice is included; it is provided as is, without warranty of any kind.",
    "# Class (n noun, p place, v verb, x other), log2 of how often it comes, the words. Written by bench/words.py.",
)

_NOUNS = frozenset({"n", "nz", "nt", "s", "j", "an", "nrt", "nr", "nrfg"})
_ACTS = frozenset({"v", "vn"})


def class_of(tag: str) -> Class:
    """Return the class of a word that jieba tags so."""
    if tag == "ns":
        return Class.PLACE
    return Class.NOUN if tag in _NOUNS else Class.ACT if tag in _ACTS else Class.OTHER


def main() -> None:
    """Write the words by class and frequency."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf8").splitlines():
        word, often, tag = line.split()
        least = FAMOUS if tag.startswith("nr") else LEAST if len(word) < LONG else 2 * LEAST
        chinese = SHORTEST <= len(word) <= LONGEST and all("\u4e00" <= char <= "\u9fff" for char in word)
        if chinese and int(often) >= least:
            found[class_of(tag), int(log2(int(often)))].append(word)
    lines = (f"{kind} {often} {' '.join(sorted(words))}" for (kind, often), words in sorted(found.items()))
    VOCABULARY.write_text("\n".join((*HEAD, *lines, "")), encoding="utf8")


if __name__ == "__main__":
    main()
