"""Names typed in pinyin, without tones and in one run, lead where the names lead."""

from __future__ import annotations

import re

import pytest

from knowledge import Library
from knowledge.language.pinyin import syllables_of
from knowledge.model import Figure, Kind, Outcome

_HAN = re.compile("[\u4e00-\u9fff]{2,12}")
EVERY = 4  # names from one that is typed to the next
MOST_ASTRAY = 3  # of 321: names whose letters are another name's too


def in_pinyin(name: str) -> str:
    return "".join(syllables_of(character)[0] for character in name)


@pytest.mark.parametrize(
    "name", ["三大优势", "充电桩", "户籍人口城镇化率", "民生实事", "生产安全事故起数", "分散式供水工程"]
)
def test_a_name_in_pinyin_leads_where_the_name_leads(library: Library, name: str) -> None:
    assert library.ask(in_pinyin(name)).sources == library.ask(name).sources != ()


def test_hardly_any_name_in_pinyin_leads_elsewhere(library: Library) -> None:
    kinds = (Kind.TERM, Kind.FIGURE, Kind.TARGET)
    names = {
        name
        for entry in library.entries
        if entry.kind in kinds
        for name in (entry.title, *entry.aliases, *([entry.indicator] if isinstance(entry, Figure) else []))
        if _HAN.fullmatch(name)
    }
    asked = ((name, library.ask(name), library.ask(in_pinyin(name))) for name in sorted(names)[::EVERY])
    astray = [
        name
        for name, by_name, typed in asked
        if by_name.outcome is Outcome.ANSWER and typed.sources[:1] != by_name.sources[:1]
    ]
    assert len(astray) <= MOST_ASTRAY, astray
