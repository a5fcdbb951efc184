"""What the wording of a question shows by its pattern: a unit, a place in an order, how many members.

All take the question's units joined, numerals in Arabic digits.
"""

from __future__ import annotations

import re

from knowledge.language.lexicon import Lexicon

_COUNTED = re.compile(r"(?:多少|(?<!第)几)(个)?")
_WHETHER = re.compile(r"([^\W\d])不\1|(?:不|没|没有|来着|没了)$")
_LEVEL = re.compile(
    "(?:[额数量]|浓度|产值|总值|面积|里程|规模|金额|人数|人口|长度)"
    "(?:去年|今年|上年|现在|目前|具体|大概|一共|总共|全年|是|有|达到|达|到|了|为|的)*(?:多少|几)(?!个?(?:百分|点|成|%))"
)
_POINTS = frozenset({"点", "个点"})  # of a percentage, or places: 建多少个点
_SET_UP = re.compile("(?:[建设布]|开|铺)了?(?:多少|几)个?点")
_SPENT = re.compile("(?:掏|花|交|付|缴|贴)了?(?:多少|几)")
_ORDINAL = re.compile(r"第(\d+)(?![\d.名位届次])([个条句部项件类点号大种步]?)")
_FIRST = re.compile(r"(?:头|首|打头的|最前面的?)1?([个条句部项件])")
_LAST = re.compile(r"(?:最后|末尾|倒数第(\d*))1?([个条句部项件])")
_ITEM = re.compile(
    r"(?:实事|清单|民生)\D{0,3}(\d{1,2})(?![\d.%])(?!件(?!是|讲|说|什|啥|内|的内))|^\D{0,4}(\d{1,2})号(?:实事|民生)"
)
_RANGE = re.compile(r"第?(\d{1,2})[件项条]?(?:到|至)第?(\d{1,2})[件项条]")
_EACH = re.compile(r"第(\d{1,2})(?:[件项条]|(?=第?\d|和|与|跟|及))")
MOST_ITEMS = 15
_RANKED = re.compile(r"(?:全国|居|位列|位居)(?:地市级)?第(\d{1,2})(?![\d件条届次批])")
_GRADE = re.compile(r"(\d+)([价级代期])")
_WHICH = re.compile(
    r"(?:是|指|分别|具体|都|有|包括|包含)?哪(?:几|(\d{1,2}))(?:大|个|条|项|部|句|方面|样|种|地|下|分|批|类|点|个方面)?"
)
_CUE = re.compile(
    "(?:到底|具体|究竟)?(?:是|指|叫|说)(?:的是|个|的)?(?:什么|啥|何|干|做)|(?:什么|啥|何)意思|[是咋]?怎么|包括|分别"
)
_COUNTED_NOUN = re.compile(r"\d+[个大项条句]([^\d\W]{2,5}?)(?:是|指|的|都|包括|分别|具体|到底)*$")


def asks_whether(joined: str) -> bool:
    """Return whether it asks yes or no by its form alone: 改不改, 修好了没, 能通车不."""
    return bool(_WHETHER.search(joined))


def asks_quantity(joined: str) -> bool:
    """Return whether 多少 or 几 asks for a number."""
    return bool(_COUNTED.search(joined))


def asks_level(joined: str) -> bool:
    """Return whether it asks how large what is named by its amount is: 出口额是多少, 浓度多少."""
    return bool(_LEVEL.search(joined))


def unit_of(joined: str, lexicon: Lexicon) -> str:
    """Return the class of what is counted: the longest unit word right after 多少 or 几."""
    for match in _COUNTED.finditer(joined):
        for length in range(4, 0, -1):
            word = joined[match.end() : match.end() + length]
            name = lexicon.unit_classes.get(word)
            if name == "ratio" and word in _POINTS and _SET_UP.search(joined):
                return "count"
            if name is not None and (length > 1 or not match[1]):
                return "hundred millions" if name == "money" and "亿" in word else name
        if match[1]:
            return "count"
    return "money" if _SPENT.search(joined) else ""


def ordinal_of(joined: str) -> tuple[int | None, str]:
    """Return the place in an order that is asked for (-1: the last) and what is counted by it; None where none is."""
    if match := _LAST.search(joined):
        return -int(match[1] or 1), match[2]
    if match := _FIRST.search(joined):
        return 1, match[1]
    for match in _ORDINAL.finditer(joined):
        if not joined[: match.start()].endswith(("居", "全国", "排", "排名", "在", "位")):
            return int(match[1]), match[2]
    if match := _ITEM.search(joined):
        return int(match[1] or match[2]), "件"
    return None, ""


def items_of_list(joined: str) -> tuple[int, ...]:
    """Return the places of several items asked for at once: 第7至9件, 第1件和第2件; none where at most one is."""
    if match := _RANGE.search(joined):
        first, last = int(match[1]), int(match[2])
        return tuple(range(first, last + 1)) if 0 < last - first < MOST_ITEMS else ()
    found = tuple(dict.fromkeys(int(n) for n in _EACH.findall(joined)))
    return found if len(found) > 1 else ()


def rank_of(joined: str) -> str:
    """Return the rank that is named (全国第3: 3), or nothing."""
    match = _RANKED.search(joined)
    return match[1] if match is not None else ""


def grades_of(joined: str) -> frozenset[str]:
    """Return the numbers that are one word with what follows them: 9价, 4级."""
    return frozenset(number + kind for number, kind in _GRADE.findall(joined))


def members_of(joined: str) -> int | None:
    """Return how many members are asked for (哪6个: 6; 哪几个: 0), or None."""
    match = _WHICH.search(joined)
    return None if match is None else int(match[1] or 0)


def asked_of(joined: str) -> str:
    """Return what stands before 哪6个, 是什么 or another word that asks; all of it where nothing does."""
    starts = (match.start() for match in (_WHICH.search(joined), _CUE.search(joined)) if match is not None)
    return joined[: min((start for start in starts if start > 0), default=len(joined))]


def noun_of(asked: str) -> str:
    """Return the 工程 of 6个工程 where that is all that is asked about, else nothing."""
    match = _COUNTED_NOUN.match(asked)
    return match[1] if match is not None else ""
