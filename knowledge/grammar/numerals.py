"""Chinese numerals: their values, and texts with all of them in Arabic digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖"
_FORMAL = str.maketrans(f"{_FORMAL_DIGITS}拾佰仟", "一二三四五六七八九十百千")
_FORMAL_CHARACTER = re.compile(f"[{_FORMAL_DIGITS}拾佰仟]")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
SCALES = {"十": 10, "百": 100, "千": 1000}
_ONE_BY_ONE = str.maketrans({char: str(digit) for char, digit in DIGITS.items()})

# What is sought in long texts begins with a set of characters, which is found many times faster than another beginning;
# what must stand before it follows as a lookbehind.
_DIGIT = "[零〇一二两三四五六七八九]"
_FIRST, _REST = "[零〇一二两三四五六七八九十]", "[零〇一二两三四五六七八九十百千]{0,11}"
_RUN = f"{_FIRST}{_REST}"  # no number that people write is longer
# Formal numerals are words elsewhere (大陆, 队伍, 收拾): they count with a scale behind a digit, and behind 第.
_FORMAL_RUN = re.compile(
    f"(?:[{_FORMAL_DIGITS}]|(?<=第))(?:[拾佰仟]零?[{_FORMAL_DIGITS}]?){{1,8}}"
    f"|(?<=第)[{_FORMAL_DIGITS}]+|[壹贰叁](?![拾佰仟])"
)
_TEN = re.compile("[廿卅卌](?<!五卅)")
_PERCENT = re.compile(f"百分之({_RUN}|\\d+(?:\\.\\d+)?)(?:点({_DIGIT}+))?")
_DECIMAL = re.compile(f"({_RUN})点({_DIGIT}+)")
_IDIOM = (  # behind 一 that counts nothing; 万一 does after a number
    "(?<![统万唯专]一)(?=[共直起下些样般定旦切致向律味边块会点概贯旁半再])|(?<=[统唯专]一)"
    "|(?<=万一)(?<![0-9零〇一二两三四五六七八九十百千]万一)"
)
_NUMERAL = re.compile(f"{_FIRST}(?:(?<!一)|(?!{_IDIOM})){_REST}")


@lru_cache(maxsize=1024)  # a message may hold thousands of numerals, most of them alike
def _integer(run: str) -> str:
    """`run` is one match of the numeral pattern; digits without a scale are read one by one (二〇二四)."""
    if SCALES.keys().isdisjoint(run):
        return run.translate(_ONE_BY_ONE)
    total, digit, scale = 0, None, 1
    for position, c in enumerate(run):
        if c in DIGITS and digit:  # 十四五 is fourteen, then five
            return f"{total + digit}{_integer(run[position:])}"
        if c in DIGITS:
            digit = DIGITS[c]
            scale = scale if digit else 1  # 一百五 is 150, 一百零五 is 105
        else:
            total += (1 if digit is None else digit) * SCALES[c]
            digit, scale = None, SCALES[c] // 10
    return str(total + (digit or 0) * scale)


def _percent(match: re.Match[str]) -> str:
    whole = match[1] if match[1][0].isdecimal() else _integer(match[1])
    return f"{whole}.{match[2].translate(_ONE_BY_ONE)}%" if match[2] else f"{whole}%"


def to_arabic(text: str) -> str:
    """Return `text` with every Chinese numeral written in Arabic digits; 万 and 亿 stay units (三万 → 3万)."""
    if _FORMAL_CHARACTER.search(text):
        text = _FORMAL_RUN.sub(lambda m: m[0].translate(_FORMAL), text)
    text = _TEN.sub(lambda m: _TENS[m[0]], text)
    if "百分之" in text:
        text = _PERCENT.sub(_percent, text)
    if "点" in text:
        text = _DECIMAL.sub(lambda m: f"{_integer(m[1])}.{m[2].translate(_ONE_BY_ONE)}", text)
    return _NUMERAL.sub(lambda m: _integer(m[0]), text)


_CHINESE_YEAR = re.compile(r"[一二][〇零○Ｏ九][〇零○一二三四五六七八九]{2}(?=\s*年)")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")


def years_in_digits(text: str) -> str:
    """Return `text` with its Chinese and full-width years in digits, each in its place: 一九八六年 is 1986年."""
    text = text.translate(_WIDE_DIGITS)
    return _CHINESE_YEAR.sub(lambda year: year.group().translate(_YEAR_DIGITS), text)


def spoken_amount(text: str) -> float | None:
    """Return the value of a Chinese numeral with its scales, such as 一万五千零四; None for other text."""
    whole, point, rest = text.partition("点")
    total = 0
    for part, scale in _scaled(whole):
        digits = to_arabic(part) if part else "1"
        if not digits.isdecimal():
            return None
        total += int(digits) * scale
    return float(f"{total}.{rest.translate(_ONE_BY_ONE)}") if point else float(total)


def _scaled(whole: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a numeral before 亿, 万 and its end, each with its scale."""
    for sign, scale in (("亿", 10**8), ("万", 10**4)):
        part, found, whole_rest = whole.partition(sign)
        if found:
            yield part.strip("零"), scale
            whole = whole_rest
    if whole.strip("零"):
        yield whole.strip("零"), 1


def numeral(text: str) -> int:
    """Return the value of a Chinese numeral below 100, such as 十一; 0 for any other text."""
    tens, _, units = text.rpartition("十")
    if any(sign not in DIGITS for sign in tens + units) or len(tens) > 1 or len(units) > 1:
        return 0
    unit = DIGITS.get(units, 0)
    return unit if "十" not in text else DIGITS.get(tens, 1) * 10 + unit
