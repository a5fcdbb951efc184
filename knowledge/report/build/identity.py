"""Reads the report's identity from its first lines: date, occasion, speaker, region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.grammar.numerals import numeral, years_in_digits

_HEAD = 30  # lines
_LATEST = 400  # lines that a web page may have before the report's
_TITLE = "政府工作报告"
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_TITLE_LINE = re.compile(r"(?:(?:19|20)\d\d年)?([一-鿿]{2,14}?)(?:(?:19|20)\d\d年)?政府工作报告")
_OCCASION = re.compile(r"在([一-鿿]{0,14}?第[^,，。]{1,6}届[一-鿿]{0,12}人民代表大会第[^,，。]{1,4}次会议)")
_OFFICE = r"[一-鿿]{0,16}(?:主席|省长|市长|县长|区长|州长|盟长|旗长|总理)"
_SPEAKER = re.compile(rf"(?:^|会议上)({_OFFICE})[?\s　]+([一-鿿·]{{1,6}}(?:[?\s　]{{1,3}}[一-鿿])?)$")
_SPEAKER_INLINE = re.compile(rf"日({_OFFICE})([一-鿿]{{2,3}})在")
_REGION_END = re.compile(r"第[^,，。]{1,6}届|人民代表大会")
_KINDS = (("自治区", "区"), ("特别行政区", "区"), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"))
_PEOPLES = re.compile(r"(?:壮族|回族|维吾尔|[一-鿿]{1,3}族)+$")
_WHOLE = re.compile(r"[省市县区州盟旗]$")
_TITLE_YEAR = re.compile(
    r"((?:19|20)\d\d)\s*年[^。，,;；]{0,24}?政府?工作报告|政府工作报告\s*[(（]((?:19|20)\d\d)\s*年?[)）]"
)
_PLAN_YEAR = re.compile(
    r"(?:^|[、和及])\s*(?:[一二三四五六七八九十]+、)?\s*(?:关于|做好|扎实做好|全力做好)?((?:19|20)\d\d)\s*年"
    r"[^。，,;；]{0,20}?(?:安排|任务|目标|要求|打算|部署|重点工作|工作重点|主要工作|建议|思路|"
    r"取向|举措|工作意见|工作计划)"
)
_REVIEW_YEAR = re.compile(r"((?:19|20)\d\d)\s*年[^。，,;；]{0,20}?(?:回顾|总结|完成情况|工作情况|成就)")
_JUST_PAST = re.compile(r"刚刚过去的\s*((?:19|20)\d\d)\s*年")
_OPENING = re.compile(r"((?:19|20)\d\d)\s*年是[^。]{0,40}(?:之年|一年)")
_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NO_REGION = re.compile(r"\W*(?:(?:19|20)\d\d\s*年)?\s*(?:国务院)?政\s*府\s*工\s*作\s*报\s*告")
_CHINESE_DAY = re.compile(r"(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日])")
_BEGIN = re.compile(r"^各位(?:代表|委员)|现在.{0,4}我代表|向大会(?:报告|作)")
_LONGEST_HEADING = 40
_BEFORE, _AFTER = 12, 4  # lines around the report's first words that belong to its head
# How much each tells of the report's year
_TITLE_WEIGHT, _HEADING_WEIGHT, _DATE_WEIGHT, _REVIEW_WEIGHT, _OPENING_WEIGHT, _NAME_WEIGHT = 3, 3, 2.5, 2, 1.5, 1
_LATE = 11  # the month from which on a congress may hear the next year's report


def identify(lines: Sequence[str], name: str = "") -> dict[str, object]:
    """Return the `report` part of a report file as far as the lines tell it; what isn't found is empty, a year 0.

    The year is the one that title, headings, date, opening words and `name`, the file's, tell for most.
    """
    lines = [years_in_digits(line) for line in lines]
    head = _head(lines)
    joined = "".join(head)
    when = _DATE.search(joined)
    occasion = _OCCASION.search(joined)
    office, speaker = _speaker(head)
    region = _region(head, occasion.group(1) if occasion else "")
    return {
        "title": _TITLE,
        "region": region,
        "region_names": _names(region),
        "year": _year(lines, [line for line in head if _is_own(line, region)], when, name),
        "date": _iso(when),
        "occasion": occasion.group(1) if occasion else "",
        "speaker": speaker,
        "speaker_title": office,
    }


def _head(lines: Sequence[str]) -> list[str]:
    """Return the lines around the report's first words: what stands further away is a web page's own."""
    plain = [_in_digits(line) for line in lines[:_LATEST]]
    first = next((index for index, line in enumerate(plain) if _OCCASION.search(line) or _BEGIN.search(line)), None)
    return plain[:_HEAD] if first is None else plain[max(0, first - _BEFORE) : first + _AFTER]


def _is_own(line: str, region: str) -> bool:
    """Tell whether a title can be the report's: one that names another region is a link to that one's report."""
    names = _names(region)[:2]
    return not names or any(name in line for name in names) or _NO_REGION.match(line) is not None


def _in_digits(line: str) -> str:
    """Return a line with its date in digits: 二〇二四年一月."""
    return _CHINESE_DAY.sub(lambda day: str(numeral(day.group())), years_in_digits(line))


def _iso(when: re.Match[str] | None) -> str:
    try:
        return date(*(int(part) for part in when.groups())).isoformat() if when else ""
    except ValueError:
        return ""


def _speaker(head: Sequence[str]) -> tuple[str, str]:
    for line in head:
        found = _SPEAKER.search(line) or _SPEAKER_INLINE.search(line)
        if found:
            return found.group(1), re.sub(r"[?\s　]", "", found.group(2))
    return "", ""


def _region(head: Sequence[str], occasion: str) -> str:
    if "全国人民代表大会" in occasion:
        return "全国"
    region = _REGION_END.split(occasion)[0] if occasion else ""
    titles = (_TITLE_LINE.fullmatch(line) for line in head)
    return region or next((title.group(1) for title in titles if title), "")


def _names(region: str) -> list[str]:
    """Return what people call the region: its full name, the short one, and 全区 or 我省 by its kind."""
    if region in ("", "全国"):
        return ["全国", "我国", "中国"] if region else []
    ending, letter = next(((end, sign) for end, sign in _KINDS if region.endswith(end)), ("", ""))
    if not ending and _WHOLE.search(region):
        ending = letter = region[-1]
    short = _PEOPLES.sub("", region.removesuffix(ending)) or region
    return list(dict.fromkeys([region, short, *([f"全{letter}", f"我{letter}"] if letter else [])]))


def _year(lines: Sequence[str], head: Sequence[str], when: re.Match[str] | None, name: str) -> int:
    """Return the year that most tells for, 0 where nothing does: a page's navigation has other reports' titles."""
    votes: Counter[int] = Counter()

    def vote(years: Iterable[str], weight: float, later: int = 0) -> None:
        if last := max((int(year) for year in years), default=0):
            votes[last + later] += round(weight * 2)

    headings = [line for line in lines if len(line) <= _LONGEST_HEADING]
    titles = [found.group(1) or found.group(2) for line in head if (found := _TITLE_YEAR.search(line))]
    if len(set(titles)) > 1 and not any(_OCCASION.search(line) or _BEGIN.search(line) for line in head):
        titles = []  # a page's links, of which none is known to be the report's
    vote(titles[-1:], _TITLE_WEIGHT)
    vote((year for line in headings for year in _PLAN_YEAR.findall(line)), _HEADING_WEIGHT)
    vote((year for line in headings for year in _REVIEW_YEAR.findall(line)), _REVIEW_WEIGHT, 1)
    vote((year for line in lines for year in _JUST_PAST.findall(line)), _REVIEW_WEIGHT, 1)
    vote((year for line in lines[:_LATEST] for year in _OPENING.findall(line)), _OPENING_WEIGHT)
    vote(_FILE_YEAR.findall(name)[-1:], _NAME_WEIGHT)
    if when:
        late = int(when.group(2)) >= _LATE
        vote([when.group(1)], _DATE_WEIGHT / (1 + late))
        if late:
            vote([when.group(1)], _DATE_WEIGHT / 2, 1)
    return max(votes, key=lambda year: (votes[year], year)) if votes else 0
