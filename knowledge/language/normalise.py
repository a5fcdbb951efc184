"""The first step: the normal form of what people can write in many ways.

NFKC, simplified characters, lower case, Arabic numerals (so that 六个工程 and 6个工程 are the same); removed are
zero-width characters, quotation marks, links, addresses, mentions and quoted lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

NOISE = re.compile(
    r"""
    ^[ \t]*>.*$                                  # a quoted line
    | \A\s*「[^」\n:：]*[:：][^」]*」[ \t]*(?:\n[-—– ]{3,})?   # what WeChat puts before a reply
    | https?://[^\s\u3000-\u9fff\uff00-\uffef]+  # a link
    | \bwww\.[\w.-]+[^\s\u3000-\u9fff\uff00-\uffef]*
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+   # an address
    | @[\w\u4e00-\u9fff·-]+                      # a mention
    | \#[\w\u4e00-\u9fff]+\#                     # a hashtag of Chinese networks
    """,
    re.MULTILINE | re.VERBOSE | re.ASCII | re.IGNORECASE,
)
INVISIBLE = re.compile(  # and lone surrogates, and ligatures of 8 and 18 letters
    "[\ufdfa\ufdfb\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_QUOTES = re.compile("[“”‘\"「」『』《》〈〉【】\\[\\]`*_]|(?<![a-z])['’]|['’](?![a-z])")  # what's keeps its own
_VARIANTS = str.maketrans("衞", "衛")  # Hong Kong's, which the table for Taiwan lacks
_SPACES = re.compile(r"[^\S\n]+")

LONGEST = 4096  # characters of a message that are read: Telegram's limit

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖"
_FORMAL = str.maketrans(f"{_FORMAL_DIGITS}拾佰仟", "一二三四五六七八九十百千")
_FORMAL_CHARACTERS = frozenset(f"{_FORMAL_DIGITS}拾佰仟")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
SCALES = {"十": 10, "百": 100, "千": 1000}
_ONE_BY_ONE = str.maketrans({char: str(digit) for char, digit in DIGITS.items()})

_DIGIT = "[零〇一二两三四五六七八九]"
_RUN = f"(?:{_DIGIT}|十)(?:{_DIGIT}|[十百千]){{0,11}}"  # no number that people write is longer
# Formal numerals are words elsewhere (大陆, 队伍, 收拾): they count with a scale behind a digit, and behind 第.
_FORMAL_RUN = re.compile(
    f"(?:[{_FORMAL_DIGITS}]|(?<=第))(?:[拾佰仟]零?[{_FORMAL_DIGITS}]?){{1,8}}"
    f"|(?<=第)[{_FORMAL_DIGITS}]+|[壹贰叁](?![拾佰仟])"
)
_TEN = re.compile("[廿卌]|(?<!五)卅")
_PERCENT = re.compile(f"百分之({_RUN}|\\d+(?:\\.\\d+)?)(?:点({_DIGIT}+))?")
_DECIMAL = re.compile(f"({_RUN})点({_DIGIT}+)")
_IDIOM = (  # 一 that counts nothing; 万一 does after a number
    "(?<![统万唯专])一(?=[共直起下些样般定旦切致向律味边块会点概贯旁半再])|(?<=[统唯专])一"
    "|(?<=万)(?<![0-9零〇一二两三四五六七八九十百千]万)一"
)
_NUMERAL = re.compile(f"{_IDIOM}|({_RUN})")


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
    """Returns `text` with every Chinese numeral written in Arabic digits; 万 and 亿 stay units (三万 → 3万)."""
    if not _FORMAL_CHARACTERS.isdisjoint(text):
        text = _FORMAL_RUN.sub(lambda m: m[0].translate(_FORMAL), text)
    if not _TENS.keys().isdisjoint(text):
        text = _TEN.sub(lambda m: _TENS[m[0]], text)
    if "百分之" in text:
        text = _PERCENT.sub(_percent, text)
    if "点" in text:
        text = _DECIMAL.sub(lambda m: f"{_integer(m[1])}.{m[2].translate(_ONE_BY_ONE)}", text)
    return _NUMERAL.sub(lambda m: _integer(m[1]) if m[1] else m[0], text)


class Normaliser:
    """Turns text into its normal form; share one instance, for OpenCC's tables are costly to load."""

    def __init__(self) -> None:
        self._simplify = OpenCC("t2s").convert
        self._from_taiwan = OpenCC("tw2s").convert  # 著力 is 着力, which t2s leaves as it is

    def form(self, text: str) -> str:
        """Returns the normal form of words of the report or of an editor; keeps line breaks."""
        text = unicodedata.normalize("NFKC", text)
        return _written(self._simplify(INVISIBLE.sub("", text)))

    def question(self, text: str, longest: int = LONGEST) -> str:
        """Returns the normal form of what a person typed: as `form`, without links, mentions and quoted lines.

        Only the first `longest` characters are read.
        """
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[:longest]))[:longest]  # one ㍿ is four characters
        text = NOISE.sub(" ", text).translate(_VARIANTS)
        plain = self._simplify(text)
        if "著" in text or plain != text:
            plain = self._simplify(self._from_taiwan(text))
        return _written(plain).strip()

    def forms(self, texts: list[str]) -> list[str]:
        """Returns the normal form of each of `texts` (none holds a line break), converted in one go."""
        return self.form("\n".join(texts)).split("\n") if texts else []


def _written(text: str) -> str:
    """Simplified text in small letters, without quotation marks, its numerals Arabic."""
    return to_arabic(_SPACES.sub(" ", _QUOTES.sub("", text.lower()).replace("’", "'")))
