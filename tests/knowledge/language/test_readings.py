"""The readings in readings.txt are pypinyin's; `python -m tests.knowledge.language.test_readings` writes them."""

from __future__ import annotations

from collections import defaultdict

from pypinyin.constants import PINYIN_DICT

from knowledge.language.pinyin import MOST, READINGS, syllables_of, toneless

_LAST = 0xFFFF  # nobody types the characters beyond, as many again

_HEADER = """\
# The toneless readings of characters, the commonest first: syllables, a space, the characters that are read so.
# From pypinyin's table of pinyin-data (https://github.com/mozillazg/pinyin-data, MIT licence), written by
# `python -m tests.knowledge.language.test_readings`.
"""


def expected() -> str:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for code, listed in sorted(PINYIN_DICT.items()):
        if code <= _LAST:
            lines[",".join(dict.fromkeys(map(toneless, listed.split(",")[:MOST])))].append(chr(code))
    return _HEADER + "".join(f"{readings} {''.join(chars)}\n" for readings, chars in sorted(lines.items()))


def test_the_readings_are_those_of_pypinyin() -> None:
    assert READINGS.read_text(encoding="utf-8") == expected()


def test_a_character_without_readings_has_none() -> None:
    assert [syllables_of(char) for char in ("a", "，", "1", "#", " ", "", "工程", "\U00020000")] == [()] * 8


if __name__ == "__main__":
    READINGS.write_text(expected(), encoding="utf-8")
