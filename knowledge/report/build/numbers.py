"""Finds the numbers of a text and tells values with units from dates, names and ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_UNITS = (
    "个百分点 百分点 平方公里 平方米 立方米 千瓦时 亩次 人次 人份 场次 架次 例次 万份 公里 公斤 公顷 千米 千瓦 千克 "
    "小时 分钟 标箱 美元 标准箱 套次 % ％ ‰ 元 吨 斤 亩 户 人 家 个 项 件 座 条 套 台 辆 米 倍 次 场 例 名 张 "
    "所 处 年 天 列 只 头 口 宗 部 款 篇 期 种 类 级 岁 批 位 株 度 颗 艘 架 间 栋 幅 门 方 支 节 班 届 村 镇 县 州 P G"
)
_UNIT = "|".join(re.escape(unit) for unit in _UNITS.split())
_VALUE = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)\s?[多余]?(?P<unit>[十百千万亿]*(?:{_UNIT})|[十百千万亿]+)?"
    r"[多余]?(?P<bound>以上|以下|左右|以内|之内)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[-—－~～至到]\d|\D?$)")
_LATIN = re.compile(r"[A-Za-z+＋·./—]")
_AFTER_DATE = re.compile(r"年代|月|日(?!均)|时\d|点\d")
_RANK = re.compile(r"(?:全国|全省|全区|全市|全球|世界|地市级|地级市|居|列|排名|排|位)[^,，。、;；]{0,6}第$")
_QUOTED = re.compile(r"“[^“”]{1,10}$")
_TIMES = frozenset({"岁", "年", "天", "小时", "分钟"})
_LONGEST = 12  # digits: more are a number of something's, never an amount


class What(StrEnum):
    """What a number is: a value with its unit, a rank, or none of a figure."""

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
    what: What
    value: float
    unit: str


def find(text: str) -> list[Number]:
    """Return all numbers of `text`, in order."""
    return [_number(text, found) for found in _VALUE.finditer(text)]


def amounts(text: str) -> list[str]:
    """Return the verbatim amounts of a text, such as `5万人` and `1.3万户`, each once, in order."""
    values = (number for number in find(text) if number.what is What.VALUE and number.unit not in _TIMES)
    return list(dict.fromkeys(text[number.start : number.end] for number in values))


def _number(text: str, found: re.Match[str]) -> Number:
    start, digits, unit = found.start(), found.group("number"), found.group("unit") or ""
    what = _what(text, found)
    if what is What.VALUE and not unit:
        what = What.NAME
    end = found.end() if what is What.VALUE else start + len(digits)
    value = float(digits) if len(digits) <= _LONGEST else 0.0
    return Number(start, end, what, value, unit.replace("％", "%") if what is What.VALUE else "")


def _what(text: str, found: re.Match[str]) -> What:
    start, after = found.start(), found.start() + len(found.group("number"))
    before = text[max(0, start - 12) : start]
    if (_YEAR.match(text, start) and after - start == 4) or _AFTER_DATE.match(text, after):
        return What.DATE
    if before.endswith("第"):
        return What.RANK if _RANK.search(before) else What.ORDINAL
    touching = before[-1:] + text[after : after + 1]
    if _LATIN.search(touching) or len(found.group("number")) > _LONGEST:
        return What.NAME
    closing = text.find("”", after, after + 10)
    return What.NAME if closing >= 0 and _QUOTED.search(before) else What.VALUE
