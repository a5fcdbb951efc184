"""What a value measures: a level, a growth, an increment or a share, told by its unit and the verb before it."""

from __future__ import annotations

import re

_GROWTH = (
    "增长|下降|降低|提高|提升|上升|增加|减少|压减|压缩|拓展|扩展|缩减|回落|上涨|扩大|收窄|上浮|下调|"
    "上调|下浮|削减|缩短|延长|净增|递增|下滑|翻|(?<![新净猛激])增(?![值量加产设幅])|涨(?!幅)|"
    "降(?!幅)"
)
_REACH = (
    "达到|达|突破|超额完成|超过|超|不低于|不少于|不高于|不超过|控制在|保持在?|稳定在|维持在|"
    "完成|实现|增至|降至|升至|跃升至|攀升至|发展到|发展至|为|是|约|近|有|逾|过|接近|安排|拟按|按|到|至"
)
_COMPARED = (
    r"同口径|可比口径|按可比价格?计算?|按不变价格?计算?|同比|环比|(?:比|较)(?:上年|去年|上一年)(?:年初预算|"
    r"年初|末|底|同期|同口径)*|(?:比|较)(?:19|20)\d\d年(?:末|底|同期)?|(?:比|较)“?十[一二三四]五”?末?"
)
_ADVERB = (
    rf"{_COMPARED}|年均|平均|累计|均|只|仅|分别|各|共|总计|合计|已|也|又|再|都|预计|有望|力争|"
    rf"确保|(?<![主需])要|将|(?<!许)可|拟|就会|(?<![产功性动智节耗效技])能|提前|一律|名义|实际|每年|逐年|同步|大幅|稳步|涨幅|增幅|增速|"
    rf"降幅|逆势|微|翻番|翻一番|再次|历史性|首次|成功|持续|快速|较快|小幅|略|仍然?|依然|总体|基本|平稳"
)
VERB = re.compile(
    rf"(?:{_ADVERB})*(?:(?:{_GROWTH}|{_REACH})(?:[到至了为]|达到?|超过?|近|约)*)?(?:约|近|超过?|"
    rf"逾|不低于|突破|各|均|各为|均为|至少|最多|不足|仅)*(?:每人每[月年天]|每[人月年天日户])?(?:[-—~～])?$"
)
GROWS = re.compile(_GROWTH)
_BY = re.compile(rf"(?:{_GROWTH})(?:[了近约超逾]|超过)*$")
SHARE_OF = re.compile(
    r"(?:分别|约|均|已)*占(?![比地用道补有线])(?:到|了)?(?P<of>[^,，。;；、占]{0,24}?)(?:的)?(?:比重|比例|份额)?(?:已|"
    r"将)?(?:的|达到?|超过?|近|约|提高到|提高至|提升到|提升至|保持在|稳定在|控制在|为|突破|逾|接近)*$"
)
ABOVE = re.compile(r"(?:分别)?(?P<by>高于|高出|低于|快于|领先|超出)(?P<of>[^,，。;；、\d]{1,12})$")
FROM = re.compile(r"(?:从|由)[^,，。;；\d]{0,14}$")
TO = re.compile(r"^[^\d,，。;；]{0,6}?(?:到|至|为)")
PERCENT = frozenset(("%", "‰", "成"))
POINTS = frozenset(("百分点", "个百分点"))
_GROWTH_NAME = re.compile(r"(?:增速|增幅|降幅|涨幅|增长率|增长|经济增长)$")
_LEVEL_RATE = re.compile(r"失业率|赤字率|指数$")
_PEOPLE = re.compile(
    r"(?:[人民员生]|老年人|残疾人|婴幼儿|儿童|居民|群众|职工|农牧民|人口|学生|用户|考生|游客|"
    r"劳动力|就业|务工规模|纳税人|妇女|消费者|市民)$"
)
BARE_SCALE = re.compile(r"[十百千万亿]+$")


def measure_of(unit: str, name: str, verb: str, *, share: bool) -> str:
    """Return what a value in `unit` measures of `name`, with the words that stand between them."""
    if share:
        return "share"
    if unit in POINTS:
        return "increment"
    if unit == "倍":
        return "growth"
    if unit in PERCENT:
        if _BY.search(verb.rstrip("约近超逾")) or _GROWTH_NAME.search(name) or re.search("涨幅|增幅|增速|降幅", verb):
            return "growth"
        return "level" if _LEVEL_RATE.search(name) else "share"
    return "increment" if _BY.search(verb) or name.startswith(("新增", "净增", "增加")) else "level"


def unit_of(unit: str, noun: str, name: str) -> str:
    """Return the unit, with what is counted where the text leaves that to the noun: 6600多万纳税人 is 万人."""
    if BARE_SCALE.fullmatch(unit) and _PEOPLE.search(noun or name):
        return f"{unit}人"
    return unit
