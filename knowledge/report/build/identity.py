"""Reads the report's identity from its first lines: date, occasion, speaker, region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

_HEAD = 30  # lines; a web page may have twenty of its own before the report's
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
_PLAN_YEAR = re.compile(r"((?:19|20)\d\d)\s*年\s*(?:政府)?(?:工作|主要|重点|经济)")
_ANY_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_UNKNOWN = 2000


def identify(lines: Sequence[str]) -> dict[str, object]:
    """Return the `report` part of a report file as far as the lines tell it; what isn't found is empty.

    The year is the date's, else the one the headings plan for, else the most frequent, else 2000.
    """
    head = list(lines[:_HEAD])
    joined = "".join(head)
    when = _DATE.search(joined)
    occasion = _OCCASION.search(joined)
    office, name = _speaker(head)
    region = _region(head, occasion.group(1) if occasion else "")
    return {
        "title": _TITLE,
        "region": region,
        "region_names": _names(region),
        "year": int(when.group(1)) if when else _year(lines),
        "date": _iso(when),
        "occasion": occasion.group(1) if occasion else "",
        "speaker": name,
        "speaker_title": office,
    }


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


def _year(lines: Sequence[str]) -> int:
    for line in reversed(lines):
        plan = _PLAN_YEAR.search(line) if len(line) <= _HEAD else None
        if plan:
            return int(plan.group(1))
    years = Counter(int(year) for line in lines for year in _ANY_YEAR.findall(line))
    known = {year: count for year, count in years.items() if year >= 1949}
    return max(known, key=lambda year: (known[year], year)) if known else _UNKNOWN
