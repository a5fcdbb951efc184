"""Makes knowledge/language/english.txt: `python -m bench.english CEDICT REPORT…`.

CEDICT is CC-CEDICT's file (cedict_1_0_ts_utf-8_mdbg.txt.gz, from https://cc-cedict.org), REPORT are texts of reports:
only words that stand in one of them are kept, those that stand there most often first.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from knowledge.language.latin import GLOSSES

_LINE = re.compile(r"\S+ ([\u4e00-\u9fff]{2,5}) \[[^]]*\] /(.*)/")
_NO_GLOSS = re.compile(
    r"\b(?:variant of|surname|abbr\.|see |old |\(dialect|CL:|Taiwan pr|used in|\(bound|county|prefecture|\(slang|idiom"
    r"|literary|classical|name of|\(Tw\)|archaic)"
)
_BRACKETED = re.compile(r"\(.*?\)")
_LEADING = re.compile("^(?:to|a|an|the) ")
_WORDS = re.compile("[a-z][a-z' -]{2,30}")
MOST_WORDS = 3
HEADER = """\
# English words with what they are in Chinese, the likeliest first: the glosses of CC-CEDICT (https://cc-cedict.org),
# CC BY-SA 4.0, of one to three words, for Chinese words that stand in government work reports (bench/english.py).
"""


def _glosses(definition: str) -> Iterator[str]:
    for gloss in re.split("[/;]", definition):
        if not _NO_GLOSS.search(gloss):
            plain = _LEADING.sub("", _BRACKETED.sub("", gloss).strip().lower())
            if _WORDS.fullmatch(plain) and len(plain.split()) <= MOST_WORDS:
                yield plain


def main(cedict: str, *reports: str) -> None:
    """Write the file."""
    texts = "\n".join(Path(report).read_text(encoding="utf-8") for report in reports)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with gzip.open(cedict, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = _LINE.match(line)
            if match and (times := texts.count(match[1])):
                for gloss in _glosses(match[2]):
                    found[gloss][match[1]] = times
    with GLOSSES.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for gloss, words in sorted(found.items()):
            out.write(f"{gloss}\t{' '.join(sorted(words, key=lambda word: (-words[word], word)))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
