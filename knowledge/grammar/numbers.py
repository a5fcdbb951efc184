"""Finds the numbers of a report's text, and tells values with their units from dates, names and ordinals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from knowledge.grammar.numerals import numeral, spoken_amount

_UNITS = (
    "个百分点 百分点 平方公里 平方千米 平方米 平米 立方米 千瓦时 千伏安 千伏 兆瓦 吉瓦 海里 亩次 "
    "人次 人份 人天 场次 架次 例次 件次 户次 批次 万份 公里 公斤 "
    "公顷 千米 千瓦 千克 毫米 厘米 微克 毫克 小时 分钟 个月 个季度 个工作日 工作日 周年 标箱 美元 港元 欧元 人民币 "
    "标准箱 标台 套次 车次 班次 人年 "
    "% ‰ 元 吨 斤 亩 户 人 家 个 项 件 座 条 套 台 辆 米 倍 次 场 例 名 张 度 艘 架 间 栋 "
    "幢 幅 门 方 支 节 班 届 村 镇 县 州 "
    "所 处 年 天 列 只 头 口 宗 部 款 篇 期 种 类 级 岁 批 位 株 颗 轮 笔 片 块 根 组 对 卷 "
    "册 份 封 匹 羽 尾 枚 台套 台(套) 队 站 所次 箱 车 梯 "
    "孔 眼 盏 桩 席 枪 道 路 人日 床 船 剂 剂次 克 升 瓦 P G T 个点 成 厅 馆 园 区 省 市 国 盘 轮次 单 户籍"
)
_UNIT = "|".join(sorted(map(re.escape, dict.fromkeys(_UNITS.split())), key=len, reverse=True))
# A unit that begins a word is none: 107国道, 10万人口, 18组织体系.
_WORDS = {
    "国": "道家内际企有营防资民土",
    "道": "路德",
    "组": "织合建成",
    "园": "区林艺",
    "区": "域级块",
    "省": "级份市直",
    "市": "场级民区直",
    "县": "级域城市区直",
    "村": "级民庄屯",
    "镇": "级区村",
    "门": "店诊户类",
    "方": "面式案向便",
    "节": "能约水点目",
    "班": "子列",
    "部": "门队分级署委",
    "口": "岸碑径",
    "队": "伍员",
    "对": "外口接",
    "支": "持付出撑",
    "条": "件例",
    "种": "植子业养粮",
    "类": "型别似",
    "点": "位",
    "家": "庭园长",
    "人": "才口均民工群",
    "户": "籍外均厕型",
    "名": "企校牌医师录",
    "天": "然津",
    "批": "发准复",
    "场": "所馆地景",
    "座": "谈",
    "位": "于",
    "成": "为功果员本交立都套",
    "单": "位项体",
    "站": "点",
    "车": "辆间站",
    "头": "部",
    "幅": "度",
    "床": "位",
    "元": "素",
    "度": "假夏汛",
    "厅": "级",
    "台": "账湾",
    "所": "有",
    "年": "产均级内",
}
_NO_WORD = "".join(f"(?!(?<={unit})[{rest}])" for unit, rest in _WORDS.items())
_DIGITS = r"[0-9０-９]"
_NUMERAL = rf"{_DIGITS}{{1,3}}(?:[,，]{_DIGITS}{{3}})+(?!{_DIGITS})(?:[.．]{_DIGITS}+)?|{_DIGITS}+(?:[.．]{_DIGITS}+)?"
_HUNDREDTHS = r"百分之(?!百)(?P<hundredths>[一二三四五六七八九十百零〇两点]+|[0-9.]+)"
_LISTED = r"(?:[（(][一-鿿]{1,3}(?:[、/][一-鿿]{1,3})+[）)][一-鿿]?)?"
_SPOKEN_UNITS = (
    "亿元|万元|元|亿吨|万吨|吨|亿斤|万斤|斤|公斤|担|亿亩|万亩|亩|公顷|公里|平方米|立方米|"
    "千瓦时|千瓦|度|人次|人|户|倍|个百分点"
)
_SPOKEN = (
    rf"(?<![第十百千万亿点零〇])(?P<spoken>[一二三四五六七八九十两]"
    r"(?:[一二三四五六七八九十百千零〇两]|万(?=[一二三四五六七八九零十]))*"
    rf"(?:点[一二三四五六七八九零〇]+)?)"
    rf"(?P<scale>[多余几]?[万亿]*(?:{_SPOKEN_UNITS}))(?![一-鿿]?[级网])"
)
_PLACED = r"(?<=第)(?P<placed>[一二三四五六七八九十]{1,3})(?=[位名，,。、;；\n]|$)(?!、第)"  # 居全省第二
_WHOLE_SPOKEN = re.compile("[十百千点]|[一二两三四五六七八九]$")
VALUE = re.compile(
    rf"(?:{_HUNDREDTHS}|{_PLACED}|{_SPOKEN}|(?P<number>{_NUMERAL})\s?(?P<about>[多余几]*)"
    rf"(?P<unit>[十百千万亿]*[多余]?(?:(?:{_UNIT}|[%％]){_NO_WORD}{_LISTED}(?:级)?(?:/(?:{_UNIT}|人|吨|"
    rf"年|月|日|天|户))?)|[十百千万亿]+)?)"
    r"(?P<after>[多余]?(?:以上|以下|左右|以内|之内|之间|上下)?)"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[-—－~～至到](?:19|20)\d\d(?:年|\D?$)|[-—]\d{1,2}[-—]\d|[/.]\d|\D?$)")
_LATIN = re.compile(r"[A-Za-z+＋·./—Ⅰ-Ⅻ]")
_AFTER_DATE = re.compile(r"年代|月(?!均|产|供)|日(?!均|产|供|处)|时\d|点\d|[-—－~～]\d+月")
_RANKED = re.compile(r"(?:全国|全省|全区|全市|全球|世界|地市级|地级市|居|列|排名|排|位|升至|升到)[^,，。、;；]{0,8}第$")
_QUOTED = re.compile(r"“[^“”]{0,10}$")
_LISTS = re.compile(r"\s*[.．、)）](?!\d)")
_NAMED = re.compile(
    r"[\s]?(?:强(?!降)|号|号线|时代|版|型(?!\w*项目\d)|小时(?!以内|内)|周年|周岁|后|期(?!房)|开头|[\]］】〕〉])"
)
_AGE = re.compile(r"岁(?:以[上下]|及以[上下]|至|到|[-—~～－的老高儿孩青婴居适])")
_FOOTNOTE = re.compile(r"[\[［【〔〈]\s*$")
_RANGE_BEFORE = re.compile(rf"{_DIGITS}(?:[%％]|[十百千万亿]*(?:{_UNIT})?)[-—－~～至到]$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*[(（]?$")
_SPANS = frozenset({"年", "天", "小时", "分钟", "个月", "个季度", "周年", "岁", "级", "届", "期"})
_REACHED = re.compile(
    r"(?:连续|达到?|超过?|至|到|为|提前|缩短|压缩|压减|减少|提高|平均|约|仅需?|只需|不超过|"
    r"控制在|降到|寿命)[^\d,，。;；、]{0,4}$"
)
_KEPT_LEVEL = re.compile(r"(?:吨|千瓦|万元|亿元|伏|立方米)级$")
_TIMES = re.compile("增长|提高|增加|扩大|达|超|近|了|翻")
_ABOUT = re.compile("[一二三四五六七八九]{2}")  # 二三百人
_EACH = re.compile(r"[每逐]$")
_VOLTAGE = re.compile(r"伏安?$")
_RANGE = re.compile(r"[-—–－~～至到]{1,2}")
# An amount that restricts a noun which has its own: 30户以上自然村的通达率达70%, 收入超10亿元的企业达100家.
_RESTRICTS = re.compile(
    r"的?(?!(?:和|及|与|到|至|增|下降|提|占|居|达|完|比|较|同|并|其中|左右|为|是|有|的))[^\d,，。;；、:：的]{2,14}(?:的[^\d,，。;；、:：]{2,8})?\d"
)
_RESTRICTS_OF = re.compile(r"的(?!目标|速度|水平|增速|比例|比重)[^\d,，。;；、:：]{2,14}\d")
_BOUNDED = re.compile("(?:超|超过|不足|低于|高于|达到?|在)$")
_COUNTED_AS = frozenset("个家条座届次批期轮")
_LONGEST = 12  # digits: longer numbers are identifiers, never amounts


class NumberKind(StrEnum):
    """What a number is: a value with its unit, a rank, or a number of no figure."""

    VALUE = "value"
    RANK = "rank"
    DATE = "date"
    NAME = "name"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: `start` to `end` with unit and bound, `value` and `unit` as data (`％` becomes `%`).

    A range such as 3-5家 is one number; its value is the lower one.
    """

    start: int
    end: int
    kind: NumberKind
    value: float
    unit: str


def find_numbers(text: str) -> list[Number]:
    """Return all numbers of `text`, in order."""
    numbers: list[Number] = []
    for found in VALUE.finditer(text):
        number = _number(text, found)
        if number is None:
            continue
        if numbers and _are_range(text, numbers[-1], number):
            low = numbers.pop()
            number = Number(low.start, number.end, number.kind, low.value, number.unit)
        numbers.append(number)
    return numbers


def _are_range(text: str, low: Number, high: Number) -> bool:
    """Tell whether two numbers are the bounds of a range: 3-5家, 5%-5.5%."""
    return (
        high.kind is NumberKind.VALUE
        and low.kind in (NumberKind.VALUE, NumberKind.NAME)
        and low.unit in ("", high.unit)
        and low.value < high.value
        and _RANGE.fullmatch(text, low.end, high.start) is not None
    )


def amounts(text: str) -> list[str]:
    """Return the verbatim amounts of a text, such as `5万人` and `1.3万户`, each once, in order."""
    values = (number for number in find_numbers(text) if number.kind is NumberKind.VALUE and number.unit not in _SPANS)
    return list(dict.fromkeys(text[number.start : number.end] for number in values))


def _number(text: str, found: re.Match[str]) -> Number | None:
    """Return the number of a match; None for a Chinese numeral that counts nothing, such as 万人 or 三人行."""
    start = found.start()
    if found.group("placed"):
        return _placed(text, found)
    if found.group("spoken"):
        return _spoken(text, found)
    if found.group("hundredths"):
        return Number(start, found.end(), NumberKind.VALUE, _hundredths(found.group("hundredths")), "%")
    digits = unicodedata.normalize("NFKC", found.group("number")).replace(",", "")
    unit = unicodedata.normalize("NFKC", found.group("unit") or "").replace("多", "").replace("余", "")
    if "(" in unit:
        unit = unit.replace("(", "（").replace(")", "）")
    kind = _kind(text, found, digits)
    if kind is NumberKind.VALUE and _restricts(text, found):
        kind = NumberKind.NAME
    if unit.endswith("级") and not _KEPT_LEVEL.search(unit):
        kind = NumberKind.NAME
    if kind is NumberKind.VALUE and not unit:
        kind = NumberKind.NAME
    end = found.end() if kind is NumberKind.VALUE else start + len(found.group("number"))
    value = float(digits) if len(digits) <= _LONGEST else 0.0
    return Number(start, end, kind, value, unit if kind is NumberKind.VALUE else "")


def _placed(text: str, found: re.Match[str]) -> Number | None:
    """Return the rank that a Chinese numeral states, such as 全省第二; None where it only counts."""
    if not _RANKED.search(text[max(0, found.start() - 12) : found.start()]):
        return None
    return Number(found.start(), found.end(), NumberKind.RANK, float(numeral(found.group("placed"))), "")


def _restricts(text: str, found: re.Match[str]) -> bool:
    """Tell whether an amount belongs to the name of something that is counted or measured behind it."""
    if found.group("after")[-2:] in ("以上", "以下", "以内"):
        return _RESTRICTS.match(text, found.end()) is not None
    bounded = _BOUNDED.search(text[max(0, found.start() - 2) : found.start()])
    return bounded is not None and _RESTRICTS_OF.match(text, found.end()) is not None


def _spoken(text: str, found: re.Match[str]) -> Number | None:
    """Return the number that a Chinese numeral states, such as 一千二百亿斤 or 一点五倍, if it is an amount."""
    words, scale = found.group("spoken"), found.group("scale").strip("多余几")
    grows = scale == "倍" and _TIMES.search(text[max(0, found.start() - 4) : found.start()])
    if not (grows or _WHOLE_SPOKEN.search(words[1:]) or (len(words) == 1 and scale[:1] in "万亿")):
        return None
    if _ABOUT.search(words):
        return None
    value = spoken_amount(words)
    return None if value is None else Number(found.start(), found.end(), NumberKind.VALUE, value, scale)


def _hundredths(words: str) -> float:
    """Return the value of what follows 百分之: digits, or a Chinese numeral below 100 such as 七点三."""
    if words[0].isdigit():
        return float(words.strip("."))
    whole, _, rest = words.partition("点")
    return float(f"{numeral(whole)}.{''.join(str(numeral(sign)) for sign in rest) or 0}")


def _kind(text: str, found: re.Match[str], digits: str) -> NumberKind:
    start, after = found.start(), found.start() + len(found.group("number"))
    before = text[max(0, start - 12) : start]
    if (_YEAR.match(text, start) and after - start == 4) or _AFTER_DATE.match(text, after):
        return NumberKind.DATE
    if before.endswith("第"):
        counts = text[after : after + 1] in _COUNTED_AS  # the 4th airport is no rank
        return NumberKind.RANK if _RANKED.search(before) and not counts else NumberKind.ORDINAL
    if _LIST_NUMBER.search(before) and _LISTS.match(text, after):
        return NumberKind.ORDINAL
    return NumberKind.NAME if _is_name(text, found, digits, before) else NumberKind.VALUE


def _is_name(text: str, found: re.Match[str], digits: str, before: str) -> bool:
    """Tell whether a number belongs to a name (5G, 500强), an age, a footnote, or tells a time that is no figure."""
    after = found.start() + len(found.group("number"))
    touching = before[-1:] + text[after : after + 1]
    if _LATIN.search(touching) and not _is_range(text, found, before) and touching[-1:] != "P":
        return True
    if len(digits) > _LONGEST or _NAMED.match(text, after) or _FOOTNOTE.search(before):
        return True
    unit = (found.group("unit") or "").replace("多", "").replace("余", "")
    if before.endswith("前") and unit in ("%", "％"):  # 排名前1%
        return True
    if _EACH.search(before) or (_VOLTAGE.search(unit) and not _REACHED.search(before)):
        return True
    if (_AGE.match(text, after) and "寿命" not in before) or (unit in _SPANS and not _REACHED.search(before)):
        return True
    return text.find("”", after, after + 10) >= 0 and _QUOTED.search(before) is not None


def _is_range(text: str, found: re.Match[str], before: str) -> bool:
    """Tell whether the signs beside a number with a unit are those of a range: 3%—5%, 2000-3000元."""
    dash = "-—－~～"
    if found.group("unit"):
        ahead = text[found.start() + len(found.group("number")) :][:1]
        return (
            (before[-1:] in dash or not _LATIN.search(before[-1:]))
            and not _LATIN.search(ahead)
            and (before[-1:] not in dash or _RANGE_BEFORE.search(before) is not None)
        )
    return False
