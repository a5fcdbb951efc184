"""Words for time in a clause, such as 五年来, 到2030年 or 十五五, as the first and the last year that they mean."""

from __future__ import annotations

import re

from knowledge.grammar.numerals import numeral

_FIVE_YEARS = ("九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五", "十六五")
_FIRST_PLAN = 1996  # of 九五; each is five years
PLAN_NAME = "“?(?P<plan>(?:十[一二三四五六]|[九十])五)(?:”|(?=时期|期间|规划|以来|末|收官))"
_COMPARED = r"(?<![比较同])"
_SPAN = re.compile(
    rf"(?P<from>(?:19|20)\d\d)\s*年?[-—－~～至到](?P<to>(?:19|20)\d\d)\s*年|{_COMPARED}{PLAN_NAME}(?P<rest>时期|"
    rf"期间|规划期|以来|末|累计|年均|共|全省|全区|全市|[，,、])(?!开局|收官)|"
    r"(?:过去|近|这|最近|今后|未来)?(?P<count>[二三四五六七八九十两]+|[2-9])年(?P<ago>来|间|"
    r"以来)|(?:过去|近|这|最近)的?(?P<past>[二三四五六七八九十两]+|[2-9])年|"
    r"(?:今后|未来)(?P<ahead>[二三四五六七八九十]+)年|"
    rf"{_COMPARED}(?P<by>到|至)?(?P<year>(?:19|20)\d\d)\s*年(?!的[\d一二三四五六七八九.]+倍|以来|度?(?:末|底)?相比|版)|{_COMPARED}(?P<last>去年|"
    rf"上年|过去一年|过去的一年|一年来)|(?P<this>今年|当年|年内|本年)"
)
BASE = re.compile(r"(?:比|较)((?:19|20)\d\d)\s*年")
AVERAGE = re.compile(r"年均|平均每年|每年平均")
_MOST_YEARS = 30


def period_told(text: str, end: int, year: int, *, plans: bool) -> tuple[tuple[int, int] | None, bool]:
    """Return the years that the last words for time before `end` tell, and whether as 到2030年.

    `year` is the report's; `plans` tells that the chapter speaks of what is ahead.
    """
    found: tuple[int, int] | None = None
    by = False
    for one in _SPAN.finditer(text, 0, end):
        if text[max(0, one.start() - 1) : one.start()] in ("比", "较"):
            continue
        years = _years(one, year, plans=plans)
        if years and 1900 <= years[0] <= years[1] <= 2100:
            found, by = years, bool(one.groupdict().get("by"))
    return found, by


def several_years(words: str, year: int, *, plans: bool) -> tuple[int, int] | None:
    """Return the several years that words speak of."""
    for one in _SPAN.finditer(words):
        years = _years(one, year, plans=plans)
        if years and years[0] < years[1]:
            return years
    return None


def _years(found: re.Match[str], year: int, *, plans: bool) -> tuple[int, int] | None:
    """Return the first and last year of an expression of time in the report of `year`."""
    group = found.groupdict()
    if group["from"]:
        return int(group["from"]), int(group["to"])
    if group["plan"]:
        return _years_of_plan(group["plan"], group["rest"], year, plans=plans)
    if group["year"] or group["last"]:
        one = int(group["year"]) if group["year"] else year - 1
        return one, one
    if group["this"]:
        return (year, year) if plans else None
    count = group["count"] or group["past"] or group["ahead"] or "0"
    number = int(count) if count.isdigit() else numeral(count.replace("两", "二"))
    if not 1 < number <= _MOST_YEARS:
        return None
    return (year, year + number - 1) if group["ahead"] else (year - number, year - 1)


def _years_of_plan(name: str, rest: str | None, year: int, *, plans: bool) -> tuple[int, int]:
    """Return the years of a five-year plan such as 十四五; a review speaks of those that are over."""
    first = first_year_of(name)
    last = first + 4
    if rest == "末":
        return last, last
    return (first, min(last, year - 1)) if first < year and not plans else (first, last)


def first_year_of(plan: str) -> int:
    """Return the first of the five years of a plan such as 十四五."""
    return _FIRST_PLAN + 5 * _FIVE_YEARS.index(plan)
