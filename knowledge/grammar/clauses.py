"""A sentence as clauses that each have a subject, with what each tells of it: amounts, measures, a period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

COUNTED = frozenset({"count", "homes", "people"})  # units that people mix up: 家, 户, 名

_PAUSE = re.compile("[,;:。!?()\n]+")
_LISTED = re.compile(r"(?<=[\d%元人户个亿万吨斤米瓦时里亩件家所条项座处次倍辆艘台套名场张])、(?=[^\d、])|(?<=[\d%])、")
_NO_SUBJECT = re.compile(
    r"(?:\d|同比|比上年|较上年|比\d|增长|下降|降低|提高|提升|上升|增加|减少|压减|达|超|突破|居|稳居|位居|均居|位列|排|占|约|近|"
    r"实现(?:\d|超|近|约)|分别|年均|累计|创|首次|连续|其中|完成(?:\d|超|近|约)|总量|总额|保持|净增|新增\d|翻)"
)
_AMOUNT = re.compile(r"(?<![第\d.a-z])(\d+(?:\.\d+)?%?)(?:多|余)?(?:以上|左右)?([^\d\s,.;:、。]{0,4})")
_GROWS = re.compile(
    "增长|下降|提高|降低|上升|减少|倍|涨|增速|降幅|增幅|提升|压减|翻|增加|回落|收窄|扩大|[由从].{1,20}[降升提高](?:到|至)"
)
_RANKS = re.compile(r"第\d|首位|首个|领先|前列|最大|最高|最多|最长|前\d")
_SHARES = re.compile("%|占|成以上|率")
_SCALE = re.compile("^[十百千万亿]+")
_LONG = re.compile("年均|累计|[2-9]年[来间]|10年[来间]|[345]年(?:新增|增长|完成|投入)|14[.]?5|145|时期")


class Clause(NamedTuple):
    """One clause: its characters without what stands between them, and what it tells.

    `units` are the lexicon's classes of what it counts, `measures` growth, level, rank and share; `several_years` tells
    that it speaks of several years, `listed` how many things it enumerates at most.
    """

    text: str
    units: frozenset[str]
    measures: frozenset[str]
    several_years: bool
    listed: int


NOTHING = Clause("", frozenset(), frozenset(), several_years=False, listed=0)


@lru_cache(4096)
def one_of(equal: frozenset[str]) -> frozenset[str]:
    """Returns a set that equals this one, each time the same: there are thousands of them, of which few differ."""
    return equal


def split_clauses(form: str) -> Iterator[str]:
    """Yields the clauses of a passage in normal form; one without a subject goes with the one before it."""
    held = ""
    for piece in _PAUSE.split(form):
        for part in _LISTED.split(piece):
            if not part:
                continue
            if held and _NO_SUBJECT.match(part):
                held += part
                continue
            if held:
                yield held
            held = part
    if held:
        yield held


def read_clause(piece: str, unit_classes: Mapping[str, str]) -> Clause:
    """Returns what a clause in normal form tells."""
    units = one_of(_units(piece, unit_classes))
    measures = set()
    if units - {"ratio"}:
        measures.add("level")
    if _GROWS.search(piece):
        measures.add("growth")
    if _RANKS.search(piece):
        measures.add("rank")
    if _SHARES.search(piece):
        measures.add("share")
    text = "".join(char for char in piece if char.isalnum() or char in "%.")
    listed = piece.count("、") + 1 if "、" in piece else 0
    return Clause(text, units, one_of(frozenset(measures)), bool(_LONG.search(piece)), listed)


def _units(text: str, unit_classes: Mapping[str, str]) -> frozenset[str]:
    found: set[str] = set()
    for number, after in _AMOUNT.findall(text):
        if number.endswith("%"):
            found.add("ratio")
            continue
        if after.startswith("年"):
            continue
        bare = _SCALE.sub("", after)
        for length in range(len(bare), 0, -1):
            name = unit_classes.get(bare[:length])
            if name:
                found.add(name)
                break
        else:
            if bare != after or not bare:
                found.add("count")
            elif len(number) > 1:  # 3增长 is a name
                found.add("other")
    return frozenset(found)
