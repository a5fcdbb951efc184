"""Enumerations: A、B和C as one list of names, whose head stands with the last alone or whose owner with the first."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACE = re.compile(r"[一-鿿]{1,7}?(?:市|盟|自治州|州|县|旗|区|省)(?![场辖区级])")
_CITY = re.compile(r"建成区(?=.)|[一-鿿]{2,6}?(?:(?<!城)市|盟|自治州|自治县|县|旗)(?![场辖区级域])(?=.)")
_MEASURED = re.compile("(?:率|收入|[^数定等]额|产值)$")
_RATE = re.compile("(?<=[)）])率$")
_ORDINAL = re.compile("第[一二三四]|[一二三]")
_COMMA = re.compile("、")
_PARALLEL = re.compile(
    "城镇|农村牧区|农村|城市|国内|国际|入境|省级|市级|县级|公办|民办|规上|限上|进口|出口|线上|线下|中央|地方|工业|农业|养老|医疗|"
    "失业|工伤|生育|本科|专科|普通|男|女|陆上|海上|集中式|分布式|一产|二产|三产"
)
_SEPARATOR = re.compile(
    r"、|以及|(?<![呼共饱缓温总])和(?!浩特|谐|平|美|解|睦|缓|气|田|林|县|顺|静|硕|政|龙|布|县)|及(?!其|时|格)|与(?!会)"
)

_DEPOSITS = re.compile("([^、]*)存[、和]?贷款?(?=余额)")  # 存、贷款余额

# Heads that name a measure without saying of what: they belong to the subject before them.
_GENERIC = (
    "收入|交易额|交易量|产值|年产值|总产值|增加值|利润|利润总额|投资|投资额|总投资|年度投资|"
    "销售额|销售收入|营业收入|营收|税收|面积|总面积|总额|总量|规模|数量|占比|利用率|转化率|"
    "覆盖率|合格率|手术量|门诊量|余额|成交额|成交量|出口|进口|出口额|进口额|人数|金额|总数|均价|"
    "产量|总产量|单产|里程|通车里程|到位资金|就业率|办结率|办复率|满意率|满意度|综合利用率|普及率|"
    "死亡人数|死亡率|发病率|入学率|巩固率|毛入学率|达标率|优良率|优良天数|空置率|投产率|开工率|"
    "竣工率|履约率|完成率|增速|增幅|综合收入|旅游收入|总收入|净利润|贡献率|渗透率|参保率|建成率|"
    "地区生产总值|生产总值|工业增加值|固定资产投资|零售总额|预算收入|可支配收入|人均收入|消费|产能|"
    "营业额|标准|起数|产业规模|发案数|经济总量|总收益|年营收|年收入|户均收入|财政收入|税收收入|货值|客流量|"
    "装机规模|装机容量|发电量|吞吐量|货运量|客运量|带动就业|带动投资|带动消费|装机"
)
GENERIC = frozenset(_GENERIC.split("|"))
_HEAD = re.compile("(?:" + "|".join(sorted(GENERIC, key=len, reverse=True)) + ")$")
_PAIRED = (("装机规模", "装机容量", "装机", "发电量"), ("货运量", "客运量"))
_COMPLETE = frozenset(["货运量", "客运量", "发电量", "吞吐量", "装机规模", "装机容量", "地区生产总值", "固定资产投资"])
# These say what they are of: the region.
_WHOLE = frozenset(["地区生产总值", "生产总值", "固定资产投资", "财政收入", "经济总量", "工业增加值", "优良天数"])
_TOTALS = frozenset(["总量", "总数", "总额", "总规模", "规模", "存量"])
_OF_YEAR = re.compile(r"(?:(?:19|20)\d\d年|去年|今年)$")
ADDED = re.compile("^(?:新增|净增|新设立?|新登记|新建|新认定|新培育|新开通)加?|(?:新增|净增)$")
_OPEN = re.compile("[0-9A-Z]$")
_HANDLED = re.compile("^办(?:结|理|复)")
_OWN_THING = frozenset(
    ["货运量", "客运量", "发电量", "吞吐量", "交易额", "交易量", "成交额", "死亡人数"]
)  # they say what of, too
_OWNER_HEAD = re.compile("(?:" + "|".join(sorted(GENERIC - _OWN_THING, key=len, reverse=True)) + ")$")
BEHIND = re.compile(
    r"^(?:运营|累计运营|竣工|开工|投产|建成|完工|投用|落地|签约|入库|建成投用|建成投产|开工建设|"
    r"竣工投产|达产|入统|联网|出栏|存栏|通车|入选|上市|入驻|获批|完成|新增|创建|认定|注册|入规|"
    r"纳统)$"
)
BEHIND_NAME = re.compile("(?<=..)(?:新?开工|竣工|投产|建成|完工|投用|签约|获批)$")


def split_list(words: str, separator: re.Pattern[str] = _SEPARATOR) -> list[str]:
    """Split A、B和C outside of quotation marks and brackets."""
    words = _DEPOSITS.sub(r"\1存款、\1贷款", words)
    pieces, start, depth = [], 0, 0
    for found in re.finditer(r"[“《(（]|[”》)）]|" + separator.pattern, words):
        if found.group() in "“《(（":
            depth += 1
        elif found.group() in "”》)）":
            depth -= 1
        elif depth <= 0:
            pieces.append(words[start : found.start()])
            start = found.end()
    pieces.append(words[start:])
    return [piece for piece in (piece.strip("等") for piece in pieces) if piece]


def split_into(words: str, count: int) -> list[str]:
    """Split a list into `count` names that have their heads, at the signs that give so many; empty if none do."""
    for separator in (_SEPARATOR, _COMMA):
        names = split_list(words, separator)
        if len(names) == count:
            return share_head(names)
        complete = share_head(names)
        if len(complete) == count:
            return complete
    return []


def share_head(names: Sequence[str]) -> list[str]:
    """Complete the names of a list: the head that stands with the last alone, the owner that stands with the first."""
    if len(names) < 2:
        return list(names)
    if _OPEN.search(names[0]):  # 5C、4C级营地 is one name
        return ["、".join(names)]
    return _with_common_end(names) or _with_common_head(names)


def _with_common_end(names: Sequence[str]) -> list[str]:
    """Complete names whose last has more than a head that all share; empty where it hasn't."""
    for nth, name in enumerate(names):
        others = re.fullmatch("(.{2,}?)等(.{2,})", name)
        if others and all(is_generic(head) for head in names[nth + 1 :]):  # 茶叶、咖啡等种植面积和产量
            heads = (others.group(2), *names[nth + 1 :])
            return [one + head for head in heads for one in (*names[:nth], others.group(1))]
    if tail := _shared_tail(names):
        return [*(name + tail for name in names[:-1]), names[-1]]
    if _ORDINAL.fullmatch(names[0]) and _ORDINAL.match(names[-1]):  # 第一、第三产业增加值
        return [name + names[-1][2:] if _ORDINAL.fullmatch(name) else name for name in names]
    return []


def _with_common_head(names: Sequence[str]) -> list[str]:
    """Complete names with the head that stands with the last, or with what owns the heads behind the first."""
    last = _HEAD.search(names[-1]) or _RATE.search(names[-1])
    owner = _PLACE.match(names[-1])
    if owner and all(_PLACE.fullmatch(name) for name in names[:-1]):
        head = names[-1][owner.end() :]
    elif last:
        head = last.group()
    else:
        return list(names)
    if names[-1] == head:
        return [names[0], *(_headed(names[0], name) for name in names[1:])]
    complete = [*_completed(names[:-1], names[-1], head), names[-1]]
    first = _CITY.match(names[0])
    if first and not owner and not any(_PLACE.match(name) for name in names[1:]):  # 青山市钢、铝和铜产能
        complete[1:] = [first.group() + name for name in complete[1:]]
    return complete


def _headed(first: str, name: str) -> str:
    """Return the name of a head that stands alone in a list whose first name has an owner: 新能源装机规模和发电量."""
    for pair in _PAIRED:
        own = next((head for head in pair if first.endswith(head) and first != head), "")
        if name in pair and own:
            return first.removesuffix(own) + name
    return owned(first, name) if name in GENERIC - _COMPLETE else name


def _shared_tail(names: Sequence[str]) -> str:
    """Return what the last name has behind a noun that all have: 认证数 of 有机产品和低碳产品认证数; empty for none."""
    last = names[-1]
    for length in (4, 3, 2):
        noun = names[0][-length:]
        at = last.find(noun)
        if len(noun) == length and 0 <= at < len(last) - length and all(name.endswith(noun) for name in names[:-1]):
            return last[at + length :]
    return ""


def _completed(names: Sequence[str], last: str, head: str) -> list[str]:
    """Return `names` each with the head of the first name behind it that has one; `head` is that of the `last`."""
    side = _PARALLEL.match(last)
    found: list[str] = []
    for name in reversed(names):
        own = _HEAD.search(name)
        if side and _PARALLEL.fullmatch(name):
            found.append(name + last[side.end() :])
            continue
        found.append(name if own or _MEASURED.search(name) or name.endswith(head) else name + head)
        head = own.group() if own else head
    return found[::-1]


def owned(owner: str, head: str) -> str:
    """Return the name of a head that stands alone, such as 交易额, after `owner`, such as 碳汇交易量: 碳汇交易额."""
    if head in ("收入", "综合收入", "总收入") and re.search("游客|旅游|游人", owner):
        return "旅游收入"
    if head.startswith(("办", "满意")):
        owner = _HANDLED.sub("", owner)
    if head in _TOTALS:
        owner = ADDED.sub("", owner)
    if _OWNER_HEAD.search(owner):
        return (_OWNER_HEAD.sub("", owner) or owner) + head
    bare = re.sub("(?:登记数|合同数|(?<=..)(?:办复|办结|参保|绿地)率|[量额数])$", "", owner)
    return bare + (head[2:] if bare.endswith(head[:2]) and len(head) > 2 else head)


def without_head(noun: str) -> str:
    """Return a noun without the head that measures it: 产业 of 产业产值."""
    head = _HEAD.search(noun)
    return _OF_YEAR.sub("", noun[: head.start()]) if head and head.start() > 1 else noun


def has_head(name: str) -> bool:
    """Tell whether a name ends with a head that measures what stands before it: 产业链产值."""
    return _HEAD.search(name) is not None


def is_head(name: str) -> bool:
    """Tell whether a name ends with a head that measures something, such as 总投资 or 占地面积."""
    return name in GENERIC or name in ("占地", "总占地", "长", "总长", "总长度", "总建筑面积", "投入", "资金", "价值")


def is_generic(name: str) -> bool:
    """Tell whether a name says no more than what is measured."""
    return name in GENERIC and name not in _WHOLE
