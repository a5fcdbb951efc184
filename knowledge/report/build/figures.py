"""Drafts figures from the sentences of the body: each value with its verb, change, rank, place, and a guessed name.

First the numbers are found, and values with units told from dates, names and ordinals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_UNITS = (
    "个百分点 百分点 平方公里 平方米 立方米 千瓦时 亩次 人次 人份 场次 架次 例次 万份 公里 公斤 公顷 千米 千瓦 千克 "
    "小时 分钟 标箱 美元 标准箱 套次 % ％ ‰ 元 吨 斤 亩 户 人 家 个 项 件 座 条 套 台 辆 米 倍 次 场 例 名 张 "
    "所 处 年 天 列 只 头 口 宗 部 款 篇 期 种 类 级 岁 批 位 株 度 颗 艘 架 间 栋 幅 门 方 支 节 班 届 村 镇 县 州 P G"
)
_UNIT = "|".join(re.escape(unit) for unit in _UNITS.split())
_VALUE_WITH_UNIT = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)\s?[多余]?(?P<unit>[十百千万亿]*(?:{_UNIT})|[十百千万亿]+)?"
    r"[多余]?(?P<bound>以上|以下|左右|以内|之内)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[-—－~～至到]\d|\D?$)")
_LATIN = re.compile(r"[A-Za-z+＋·./—]")
_AFTER_DATE = re.compile(r"年代|月|日(?!均)|时\d|点\d")
_RANKED = re.compile(r"(?:全国|全省|全区|全市|全球|世界|地市级|地级市|居|列|排名|排|位)[^,，。、;；]{0,6}第$")
_QUOTED = re.compile(r"“[^“”]{1,10}$")
_TIMES = frozenset({"岁", "年", "天", "小时", "分钟"})
_LONGEST = 12  # digits: longer numbers are identifiers, never amounts

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
_LONGEST_NAME = 30


class NumberKind(StrEnum):
    """What a number is: a value with its unit, a rank, or a number of no figure."""

    VALUE = "value"
    RANK = "rank"
    DATE = "date"
    NAME = "name"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: `start` to `end` with unit and bound, `value` and `unit` as data (`％` becomes `%`)."""

    start: int
    end: int
    kind: NumberKind
    value: float
    unit: str


def find_numbers(text: str) -> list[Number]:
    """Return all numbers of `text`, in order."""
    return [_number(text, found) for found in _VALUE_WITH_UNIT.finditer(text)]


def amounts(text: str) -> list[str]:
    """Return the verbatim amounts of a text, such as `5万人` and `1.3万户`, each once, in order."""
    values = (number for number in find_numbers(text) if number.kind is NumberKind.VALUE and number.unit not in _TIMES)
    return list(dict.fromkeys(text[number.start : number.end] for number in values))


def _number(text: str, found: re.Match[str]) -> Number:
    start, digits, unit = found.start(), found.group("number"), found.group("unit") or ""
    kind = _kind(text, found)
    if kind is NumberKind.VALUE and not unit:
        kind = NumberKind.NAME
    end = found.end() if kind is NumberKind.VALUE else start + len(digits)
    value = float(digits) if len(digits) <= _LONGEST else 0.0
    return Number(start, end, kind, value, unit.replace("％", "%") if kind is NumberKind.VALUE else "")


def _kind(text: str, found: re.Match[str]) -> NumberKind:
    start, after = found.start(), found.start() + len(found.group("number"))
    before = text[max(0, start - 12) : start]
    if (_YEAR.match(text, start) and after - start == 4) or _AFTER_DATE.match(text, after):
        return NumberKind.DATE
    if before.endswith("第"):
        return NumberKind.RANK if _RANKED.search(before) else NumberKind.ORDINAL
    touching = before[-1:] + text[after : after + 1]
    if _LATIN.search(touching) or len(found.group("number")) > _LONGEST:
        return NumberKind.NAME
    closing = text.find("”", after, after + 10)
    return NumberKind.NAME if closing >= 0 and _QUOTED.search(before) else NumberKind.VALUE


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
class SentenceNumbers:
    """The numbers of a paragraph: drafted figures, and the others with the reason why they are no figures."""

    figures: list[Draft] = field(default_factory=list)
    others: list[tuple[Number, str]] = field(default_factory=list)


def read(paragraph: str) -> SentenceNumbers:
    """Return the drafted figures of a paragraph and its numbers that are no figure, in order."""
    reading = SentenceNumbers()
    numbers = find_numbers(paragraph)
    for start, end in _clauses(paragraph):
        inside = [number for number in numbers if start <= number.start < end]
        after = start
        for nth, number in enumerate(inside):
            if number.kind is NumberKind.VALUE:
                following = (one.start for one in inside[nth + 1 :] if one.kind in (NumberKind.VALUE, NumberKind.RANK))
                limit = next(following, end)
                after = _value(paragraph, reading, number, (after, limit))
            elif number.kind is NumberKind.RANK:
                _rank(paragraph, reading, number, after)
                after = number.end
            else:
                reading.others.append((number, str(number.kind)))
    return reading


def _clauses(paragraph: str) -> Iterator[tuple[int, int]]:
    start = 0
    for pause in _CLAUSE.finditer(paragraph):
        yield start, pause.start()
        start = pause.end()
    yield start, len(paragraph)


def _value(paragraph: str, reading: SentenceNumbers, number: Number, clause: tuple[int, int]) -> int:
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


def _rank(paragraph: str, reading: SentenceNumbers, number: Number, start: int) -> None:
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
    """Tell whether only a pause separates the last figure from `position`."""
    return last.end <= position and not paragraph[last.end : position].strip(" ,，、比同上年")


def _name(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Return the range between `start` and `end` that names an indicator; an empty one if nothing does."""
    while found := _NUMBERING.match(paragraph[start:end]) or _LEADING.match(paragraph[start:end]):
        start += found.end()
    while start < end and not paragraph[start].isalnum() and paragraph[start] not in "“《":
        start += 1
    trailing = _TRAILING.search(paragraph[start:end])
    end = start + trailing.start() if trailing else end
    return (start, end) if end - start > 1 else (start, start)


def _name_after(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Return the range after a value that says what is counted: 世界500强 in 45个世界500强."""
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
