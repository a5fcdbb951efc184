"""Drafts figures from the sentences of the body: each value with its verb, change, rank, place, and a guessed name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.report.build.numbers import Number, What, find

_GROWTH = "增长|下降|降低|提高|提升|上升|增加|减少|压减|翻|回落|上涨|扩大|收窄"
_REACH = (
    "达到|达|突破|超过|超|不低于|不少于|不高于|控制在|保持在|稳定在|降到|降至|提高到|增至|完成|实现|占|为|是|约|近|有"
)
_VERB = re.compile(
    rf"(?:同口径|同比|比上年|年均|累计|均|只|分别|涨幅)*(?:(?:{_GROWTH}|{_REACH})+[到至了]?)?(?:约|近|超)?$"
)
_GROWS = re.compile(_GROWTH)
_CLAUSE = re.compile(r"[,，、;；:：。!！?？]")
_NUMBERING = re.compile(r"^(?:——|[?\s]*[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+[是要、])")
_LEADING = re.compile(
    r"^(?:(?:19|20)\d\d年|尽管|但是?|全年|今年|去年|年内|预计|其中|力争|确保|努力|全区|全省|全市|全县|我区|我省|我市|已|再|又|以及|并|和|与|及|"
    r"共|累计|推动|完成|实现|新增|新建|建成|建设|实施|开展|引进|培育|打造|改造|推进|加快|组织|举办|开工|新开工|投入|使|"
    r"到\d{4}年底?)"
)
_TRAILING = re.compile(r"(?:[的为了也均将各近达“‘(（]|超过|仅差)+$")
_OWNER = re.compile(r"^(?!城市|全市|各|我|本)([一-鿿]{2,6}?(?:盟|市|自治州|自治县|旗))(?=[一-鿿]{2})")
_NOUN = re.compile(r"[一-鿿A-Za-z\d“”]{2,16}")
_STOP = re.compile(r"[和与及并等在]|实现|均|都|已")
_COUNTED = frozenset("个件项家条所座种户名位")  # units that the thing counted follows: 29个省份
_SHORT_NAME = 3  # characters before a count: 保障了29个省份 is about 省份
_RANK_WORDS = re.compile(r"(?:(?:全[国省区市盟县球]|世界)(?:地市级|地级市)?)?第\d+位?")
_RANKS = re.compile(r"[稳位均]*[居列排][名在]?|保持")
_FIGURES = frozenset({What.VALUE, What.RANK})
_LONGEST_NAME = 30


@dataclass(slots=True)
class Draft:
    """A figure while its clause is read; positions are in the paragraph."""

    start: int
    end: int
    indicator: str
    measure: str
    value: float
    unit: str
    said: tuple[int, int]
    change: tuple[int, int] | None = None
    rank: tuple[int, int] | None = None
    place: str = ""


@dataclass(slots=True)
class Reading:
    """What a paragraph's numbers are: figures, and numbers that are none, each with its reason."""

    figures: list[Draft] = field(default_factory=list)
    others: list[tuple[Number, str]] = field(default_factory=list)


def read(paragraph: str) -> Reading:
    """Return the drafted figures of a paragraph and its numbers that are no figure, in order."""
    reading = Reading()
    numbers = find(paragraph)
    for start, end in _clauses(paragraph):
        inside = [number for number in numbers if start <= number.start < end]
        after = start
        for nth, number in enumerate(inside):
            if number.what is What.VALUE:
                limit = next((one.start for one in inside[nth + 1 :] if one.what in _FIGURES), end)
                after = _value(paragraph, reading, number, (after, limit))
            elif number.what is What.RANK:
                _rank(paragraph, reading, number, after)
                after = number.end
            else:
                reading.others.append((number, str(number.what)))
    return reading


def _clauses(paragraph: str) -> Iterator[tuple[int, int]]:
    start = 0
    for pause in _CLAUSE.finditer(paragraph):
        yield start, pause.start()
        start = pause.end()
    yield start, len(paragraph)


def _value(paragraph: str, reading: Reading, number: Number, clause: tuple[int, int]) -> int:
    """Add the figure of a value, or the change it states of the figure before; return where its words end."""
    start, end = clause
    before = paragraph[start : number.start]
    verb = _VERB.search(before)
    said = start + (verb.start() if verb else len(before))
    name, after = _name(paragraph, start, said), _name_after(paragraph, number.end, end)
    grows = bool(_GROWS.search(paragraph[said : number.start]))
    last = reading.figures[-1] if reading.figures else None
    if name[0] == name[1] and grows and last and last.measure == "level" and _near(paragraph, last, said):
        last.change, last.end = (said, number.end), number.end
        return number.end
    begin, until = (said if name[0] == name[1] else name[0]), number.end
    counted = number.unit in _COUNTED and name[1] - name[0] <= _SHORT_NAME
    if after[0] < after[1] and (name[0] == name[1] or counted):
        name, until = after, after[1]
    words = paragraph[slice(*name)] or (last.indicator if last else "") or paragraph[said : number.end]
    owner = _OWNER.match(words)
    figure = Draft(
        start=begin,
        end=until,
        indicator=words[:_LONGEST_NAME].strip(),
        measure=_measure(number.unit, words, grows=grows),
        value=number.value,
        unit=number.unit,
        said=(said, number.end),
        place=owner.group(1) if owner else "",
    )
    reading.figures.append(figure)
    return until


def _rank(paragraph: str, reading: Reading, number: Number, start: int) -> None:
    """Add a rank to the figure before it, or as a figure of its own where its clause has a name of its own."""
    words = [found for found in _RANK_WORDS.finditer(paragraph, start) if found.start() <= number.start < found.end()]
    rank = words[0].span() if words else (number.start, number.end)
    verb = _RANKS.search(paragraph, start, rank[0])
    name = _name(paragraph, start, verb.start() if verb else start)
    last = reading.figures[-1] if reading.figures else None
    if name[0] == name[1] and last and not last.rank and _near(paragraph, last, start):
        last.rank, last.end = rank, rank[1]
        return
    indicator = paragraph[slice(*name)] or (last.indicator if last else paragraph[slice(*rank)])
    begin = name[0] if name[0] < name[1] else rank[0]
    reading.figures.append(Draft(begin, rank[1], indicator[:_LONGEST_NAME], "rank", number.value, "", rank))


def _near(paragraph: str, last: Draft, position: int) -> bool:
    """Tell whether nothing but a pause stands between the last figure and `position`."""
    return last.end <= position and not paragraph[last.end : position].strip(" ,，、比同上年")


def _name(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Return where between `start` and `end` the words stand that name an indicator; equal positions for none."""
    while found := _NUMBERING.match(paragraph[start:end]) or _LEADING.match(paragraph[start:end]):
        start += found.end()
    while start < end and not paragraph[start].isalnum() and paragraph[start] not in "“《":
        start += 1
    trailing = _TRAILING.search(paragraph[start:end])
    end = start + trailing.start() if trailing else end
    return (start, end) if end - start > 1 else (start, start)


def _name_after(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Return where after a value, such as 45个世界500强, the words stand that say of what."""
    found = _NOUN.match(paragraph, start, end)
    if not found:
        return start, start
    stop = _STOP.search(paragraph, start + 1, found.end())
    return start, stop.start() if stop else found.end()


def _measure(unit: str, name: str, *, grows: bool) -> str:
    if unit == "倍":
        return "growth"
    if unit not in ("%", "‰", "百分点", "个百分点"):
        return "level"
    return "growth" if name.endswith("增速") or (grows and not name.endswith("率")) else "share"
