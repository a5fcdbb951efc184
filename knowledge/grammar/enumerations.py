"""Enumerations: A、B和C as one list of names, whose head stands with the last alone or whose owner with the first."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACE = re.compile(r"[一-鿿]{1,7}?(?:市|盟|自治州|州|县|旗|区|省)(?![场辖区级])")
_ORDINAL = re.compile("第[一二三四]|[一二三]")
_SEPARATOR = re.compile(
    r"、|以及|(?<![呼共饱缓温总])和(?!浩特|谐|平|美|解|睦|缓|气|田|林|县|顺|静|硕|政|龙|布|县)|及(?!其|时|格)|与(?!会)"
)

# Heads that name a measure without saying of what: they belong to the subject before them.
_GENERIC = (
    "收入|交易额|交易量|产值|年产值|总产值|增加值|利润|利润总额|投资|投资额|总投资|年度投资|"
    "销售额|销售收入|营业收入|营收|税收|面积|总面积|总额|总量|规模|数量|占比|利用率|转化率|"
    "覆盖率|合格率|手术量|门诊量|余额|成交额|成交量|出口|进口|出口额|进口额|人数|金额|总数|均价|"
    "产量|总产量|单产|里程|通车里程|到位资金|就业率|办结率|满意率|满意度|综合利用率|普及率|"
    "死亡人数|死亡率|发病率|入学率|巩固率|毛入学率|达标率|优良率|优良天数|空置率|投产率|开工率|"
    "竣工率|履约率|完成率|增速|增幅|综合收入|旅游收入|总收入|净利润|贡献率|渗透率|参保率|建成率|"
    "地区生产总值|生产总值|工业增加值|固定资产投资|零售总额|预算收入|可支配收入|人均收入|消费|产能|"
    "营业额|标准|起数|产业规模|发案数|经济总量|总收益|年营收|年收入|户均收入|财政收入|税收收入|货值|客流量|"
    "装机规模|装机容量|发电量|吞吐量|货运量|客运量|带动就业|带动投资"
)
GENERIC = frozenset(_GENERIC.split("|"))
_HEAD = re.compile("(?:" + "|".join(sorted(GENERIC, key=len, reverse=True)) + ")$")
_COMPLETE = frozenset(["货运量", "客运量", "发电量", "吞吐量", "装机规模", "装机容量", "地区生产总值", "固定资产投资"])
_OWN_THING = frozenset(
    ["货运量", "客运量", "发电量", "吞吐量", "交易额", "交易量", "成交额", "死亡人数"]
)  # they say what of, too
_OWNER_HEAD = re.compile("(?:" + "|".join(sorted(GENERIC - _OWN_THING, key=len, reverse=True)) + ")$")
BEHIND = re.compile(
    r"^(?:运营|累计运营|竣工|开工|投产|建成|完工|投用|落地|签约|入库|建成投用|建成投产|开工建设|"
    r"竣工投产|达产|入统|联网|出栏|存栏|通车|入选|上市|入驻|获批|完成|新增|创建|认定|注册|入规|"
    r"纳统)$"
)


def split_list(words: str) -> list[str]:
    """Split A、B和C outside of quotation marks and brackets."""
    pieces, start, depth = [], 0, 0
    for found in re.finditer(r"[“《(（]|[”》)）]|" + _SEPARATOR.pattern, words):
        if found.group() in "“《(（":
            depth += 1
        elif found.group() in "”》)）":
            depth -= 1
        elif depth <= 0:
            pieces.append(words[start : found.start()])
            start = found.end()
    pieces.append(words[start:])
    return [piece for piece in (piece.strip("等") for piece in pieces) if piece]


def share_head(names: Sequence[str]) -> list[str]:
    """Complete the names of a list: the head that stands with the last alone, the owner that stands with the first."""
    if len(names) < 2:
        return list(names)
    others = re.fullmatch("(.{2,}?)等(.{2,})", names[-1])
    if others:
        return [name + others.group(2) for name in (*names[:-1], others.group(1))]
    if _ORDINAL.fullmatch(names[0]) and _ORDINAL.match(names[-1]):  # 第一、第三产业增加值
        return [name + names[-1][2:] if _ORDINAL.fullmatch(name) else name for name in names]
    last = _HEAD.search(names[-1])
    owner = _PLACE.match(names[-1])
    if owner and all(_PLACE.fullmatch(name) for name in names[:-1]):
        head = names[-1][owner.end() :]
    elif last:
        head = last.group()
    else:
        return list(names)
    if names[-1] == head:
        return [names[0], *(owned(names[0], name) if name in GENERIC - _COMPLETE else name for name in names[1:])]
    return [name if name.endswith(head) or _HEAD.search(name) else name + head for name in names[:-1]] + [names[-1]]


def owned(owner: str, head: str) -> str:
    """Return the name of a head that stands alone, such as 交易额, after `owner`, such as 碳汇交易量: 碳汇交易额."""
    if head in ("收入", "综合收入", "总收入") and re.search("游客|旅游|游人", owner):
        return "旅游收入"
    if _OWNER_HEAD.search(owner):
        return (_OWNER_HEAD.sub("", owner) or owner) + head
    bare = re.sub("(?:合同数|[量额数])$", "", owner)
    return bare + (head[2:] if bare.endswith(head[:2]) and len(head) > 2 else head)


def is_generic(name: str) -> bool:
    """Tell whether a name says no more than what is measured."""
    return name in GENERIC
