"""The words around a value: what leads to it in its clause, what follows it, and which values go together.

Its unit and the verb before it tell what it measures: a level, a growth, an increment or a share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.grammar.enumerations import split_into, split_list
from knowledge.grammar.numbers import Number, NumberKind, find_numbers
from knowledge.grammar.subjects import LONGEST_NAME, Subject, counted_noun, linked_noun, subject_of

_GROWTH = (
    "增长|下降|降低|提高|提升|上升|增加|减少|压减|压降|压缩|拓展|扩展|缩减|回落|上涨|扩大|收窄|上浮|下调|"
    "上调|下浮|削减|缩短|延长|净增|递增|下滑|翻|(?<![新净猛激])增(?![值量加产设幅])|涨(?!幅)|"
    "降(?!幅)"
)
_REACH = (
    "达到|达|突破|超额完成|超过|超|不低于|不少于|不高于|不超过|控制在|保持在?|稳定在|维持在|"
    "完成|实现|增至|降至|升至|跃升至|攀升至|发展到|发展至|为|是|约|近|有|逾|过|接近|安排|拟按|按|到|至"
)
_COMPARED = (
    r"按?(?:同口径|可比口径)|按可比价格?计算?|按不变价格?计算?|同比|环比|(?:比|较)(?:上年|去年|上一年)(?:年初预算|"
    r"年初|末|底|同期|同口径)*|(?:比|较)(?:19|20)\d\d年(?:末|底|同期)?|(?:比|较)“?十[一二三四]五”?(?:末|同期)?"
)
_ADVERB = (
    rf"{_COMPARED}|年均|平均|累计|均|只|仅|分别|各|共|总计|合计|已|也|又|再|都|双双|预计|有望|力争|"
    rf"确保|(?<![主需])要|将|(?<!许)可|拟|就会|(?<![产功性动智节耗效技储热势核电氢光赋职潜])能|提前|一律|名义|实际|每年|逐年|同步|大幅|稳步|涨幅|增幅|增速|"
    rf"降幅|逆势|微|翻番|翻一番|再次|历史性|首次|成功|持续|快速|较快|小幅|略|仍然?|依然|总体|基本|平稳"
)
_VERB = re.compile(
    rf"(?:(?:快速|稳步|较快|持续|平稳)增长、)?(?:{_ADVERB})*(?:(?:{_GROWTH}|{_REACH})(?:[到至了为]|达到?|超过?|近|约)*)?(?:约|近|超过?|"
    rf"逾|不低于|突破|各|均|各为|均为|至少|最多|不足|仅|双)*(?:每人每[月年天]|每[人月年天日户])?(?:[-—~～])?$"
)
GROWS = re.compile(_GROWTH)
_BY = re.compile(rf"(?:{_GROWTH})(?:[了近约超逾]|超过)*$")
_GREW = re.compile("[^、]*增长、")
_SHARE_OF = re.compile(
    r"(?:分别|约|均|已)*占(?![比地用道补有线])(?:到|了)?(?P<of>[^,，。;；、占]{0,24}?)(?:的)?(?:比重|比例|份额)?(?:已|"
    r"将)?(?:的|达到?|超过?|近|约|提高到|提高至|提升到|提升至|保持在|稳定在|控制在|为|突破|逾|接近)*$"
)
_ABOVE = re.compile(r"(?:分别)?(?P<by>高于|高出|低于|快于|领先|超出)(?P<of>[^,，。;；、\d]{1,12})$")
FROM = re.compile(r"(?:从(?!业|事|而|严|容|政|头)|(?<!自)由)[^,，。;；\d]{0,14}$")
TO = re.compile(r"^[^\d,，。;；]{0,6}?(?:到|至|为)")
PERCENT = frozenset(("%", "‰", "成"))
POINTS = frozenset(("百分点", "个百分点"))
_GROWTH_NAME = re.compile(r"(?:增速|增幅|降幅|涨幅|增长率|增长|经济增长)$")
_LEVEL_RATE = re.compile(r"失业率|赤字率|指数$")
_PEOPLE = re.compile(
    r"(?:[人民员生]|人数|老年人|残疾人|婴幼儿|儿童|居民|群众|职工|农牧民|人口|学生|用户|考生|游客|"
    r"劳动力|就业|务工规模|纳税人|妇女|消费者|市民)$"
)
BARE_SCALE = re.compile(r"[十百千万亿]+$")
_IMPROVED = re.compile("(?P<name>[一-鿿]{3}提升)(?:超过?|约|近)?$")
_THINGS = frozenset("个户座公里亩条处所栋套")
_LINKED = re.compile("和|及|与|以及")
_SPENT = re.compile(
    r"(?P<pause>[,，]?)(?:重点|全面|启动|谋划)*(?:实施|完成|建设|新建|改造|用于|推进|启动|开工建设|建成|开展)(?:了)?"
)
PAUSE = re.compile(r"(?!(?<=省)、市)[,，、;；:：。!！?？]|(?<=\d)\s+(?=[一-鿿])")
_BOTH_HALVES, _HALVES = "城乡", ("城镇", "农村")  # 城乡居民收入分别达到2.3万元、1.5万元
_HALVES_OF_AID = ("城市", "农村")
_LEVEL = re.compile("^(?:国家|省|市|县|自治区|区)级")
_COUNT_BEHIND = re.compile(r"\d+[一-鿿]{1,2}$")
_FULL_PAUSE = re.compile(r"[,，;；:：。!！?？]")
_JOINED = re.compile(r"(?:[\s、和及与,，]|以及|(?<=[、,，])(?:增长|下降|提高))*")
_LONGEST_OWNER = 18


def measure_of(unit: str, name: str, verb: str, *, share: bool) -> str:
    """Return what a value in `unit` measures of `name`, with the words that stand between them."""
    verb = verb.strip()
    if share:
        return "share"
    if unit in POINTS:
        return "increment"
    if unit == "倍":
        return "growth"
    if unit in PERCENT:
        if (
            _GREW.match(verb)
            or _BY.search(verb.rstrip("约近超逾"))
            or _GROWTH_NAME.search(name)
            or re.search("涨幅|增幅|增速|降幅", verb)
        ):
            return "growth"
        return "level" if _LEVEL_RATE.search(name) else "share"
    return "increment" if _BY.search(verb) or name.startswith("增加") else "level"


def unit_of(unit: str, noun: str, name: str) -> str:
    """Return the unit, with what is counted where the text leaves that to the noun: 6600多万纳税人 is 万人."""
    if BARE_SCALE.fullmatch(unit) and _PEOPLE.search(noun or name):
        return f"{unit}人"
    return unit


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a value: its clause begins at `start`, its verb at `verb`.

    `share` is what it is a share of, `above` what it is compared with, as 高于全国; None where it isn't.
    """

    start: int
    verb: int
    subject: Subject
    share: str | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class WordsAround:
    """A sentence and the values in it. An `edge` is where the words of the value before end."""

    text: str
    values: Sequence[Number]

    def start(self, end: int, edge: int) -> int:
        """Return where the clause begins whose subject's value stands at `end`: several subjects may share it."""
        text, start = self.text, edge
        among = next((one for one in self.values if one.end == edge), None)
        if among and text[: among.start].endswith("等") and not PAUSE.search(text, edge, end):
            return among.start - len(self.words_before(among.start))  # 稻米等7个产业产值
        for pause in PAUSE.finditer(text, edge, end):
            listed = pause.group() == "、" and _is_listed(text[start : pause.start()], text[pause.end() : end])
            start = start if listed else pause.end()
        return start

    def lead(self, number: Number, edge: int) -> Lead:
        """Return the words before a value, divided into its subject and its verb."""
        text, start = self.text, self.start(number.start, edge)
        before = text[start : number.start].rstrip()
        origin = FROM.search(before)
        share = _SHARE_OF.search(before) if number.unit in PERCENT and not origin else None
        above = _ABOVE.search(before) if number.unit in POINTS else None
        verb = above or _VERB.search(before)
        at = share.start() if share else verb.start() if verb else len(before)
        apart = re.search("分别", before)
        at = min(at, apart.start()) if apart else at
        at = min(at, origin.start()) if origin else at
        improved = _IMPROVED.search(before) if number.unit[-1:] in _THINGS else None
        at = improved.end("name") if improved else at  # 雨污管网改造提升60公里
        subject = subject_of(before[:at])
        compared = above.group("by") + above.group("of") if above else None
        return Lead(start, start + at, subject, share.group("of") if share else None, compared)

    def behind(self, nth: int) -> tuple[str, str]:
        """Return the noun behind a value and its predicate."""
        number = self.values[nth]
        last = nth + 1 == len(self.values)
        until = len(self.text) if last else self.values[nth + 1].start
        pause = PAUSE.search(self.text, number.end, until)
        words = self.text[number.end : pause.start() if pause else until]
        if number.unit in PERCENT:
            return self._share_of(number.start, words)
        if pause or last:
            if not words and not last and pause and pause.group() == "、":
                return "", self._predicate(nth + 1)
            if not last and pause and pause.group() == "、" and self.text[: self.values[nth + 1].start].endswith("等"):
                words, joined, _ = words.partition("和")  # 2个本级和青山县、白河县等8个县: the list is that of the 8
                if joined:
                    return counted_noun(words)[0], self._predicate(nth + 1)
            noun, tail = counted_noun(words)
            if _LEVEL.fullmatch(noun) and pause and pause.group() == "、" and not last:
                noun += _LEVEL.sub("", self.behind(nth + 1)[0], count=1)
            if noun and not tail and not last and pause and pause.group() == "、":
                tail = self._predicate(nth + 1)
            return noun, tail
        return linked_noun(words), self._predicate(nth + 1) if _LINKED.search(words) else ""

    def _share_of(self, start: int, words: str) -> tuple[str, str]:
        """Return the noun of which a percentage with 的 is, or one that a clause begins with: 60%学校纳入管理."""
        if words.startswith("的"):
            return counted_noun(words[1:])
        if start and not _FULL_PAUSE.match(self.text, start - 1):
            return "", ""
        noun, tail = counted_noun(words)
        return (noun, tail) if tail else ("", "")

    def unit(self, nth: int) -> str:
        """Return the unit of a value, which the last of several may have whole: 1409万、1305万人次."""
        unit = self.values[nth].unit
        if not BARE_SCALE.fullmatch(unit) or nth + 1 == len(self.values):
            return unit
        following = self.values[nth + 1]
        joined = self.text[self.values[nth].end : following.start] in ("、", "和")
        return following.unit if joined and following.unit.startswith(unit) else unit

    def shared_noun(self, nth: int) -> str:
        """Return the noun that a value shares with the one that 、 alone stands before: 8条、12公里道路."""
        values = self.values
        if nth + 1 == len(values) or self.text[values[nth].end : values[nth + 1].start] not in ("、", ""):
            return ""
        both = (values[nth], values[nth + 1])
        if any(one.kind is not NumberKind.VALUE or one.unit in PERCENT for one in both):
            return ""
        return self.behind(nth + 1)[0] or self.shared_noun(nth + 1)

    def described(self, nth: int) -> str:
        """Return the noun that a value with 的 describes: 投资2亿元的3个水利项目."""
        start = self.values[nth].end
        if self.text[start : start + 1] != "的":
            return ""
        counted = self.values[nth + 1] if nth + 1 < len(self.values) else None
        start = counted.end if counted and counted.start == start + 1 else start + 1
        pause = PAUSE.search(self.text, start)
        noun = counted_noun(self.text[start : pause.start() if pause else len(self.text)])[0]
        return _COUNT_BEHIND.sub("", noun)

    def paid_for(self, nth: int, *, beyond_pause: bool) -> str:
        """Return what an amount of money is spent on: 投资2亿元(,)实施3个水利项目."""
        start = self.values[nth].end
        found = _SPENT.match(self.text, start)
        if not found or (found.group("pause") and not beyond_pause):
            return ""
        pause = PAUSE.search(self.text, found.end())
        words = self.text[found.end() : pause.start() if pause else len(self.text)]
        for number in find_numbers(words):
            if number.kind is NumberKind.VALUE:
                words = words[: number.start] + words[number.end :]
                break
        return counted_noun(words.removeprefix("的"))[0]

    def _predicate(self, nth: int) -> str:
        """Return the predicate of a count if only nouns stand before it, which the count before it shares."""
        number = self.values[nth]
        if self.text[number.end - 1] in "%％" or number.kind is not NumberKind.VALUE:
            return ""
        return self.behind(nth)[1]

    def rises(self, nth: int) -> bool:
        """Tell whether a value after 从 is followed by the one that was reached: 从77%提高到80%."""
        for one, other in zip(self.values[nth:], self.values[nth + 1 :], strict=False):
            between = self.text[one.end : other.start]
            if TO.match(between):
                return True
            if not _JOINED.fullmatch(between):
                return False
        return False

    def clause_before(self, start: int) -> str:
        """Return what the clause before `start` speaks of, as long as it is short: 启动供水工程,投资2亿元."""
        words = self.text[:start].rstrip("，,、")
        pauses = [pause.end() for pause in PAUSE.finditer(words)]
        core = subject_of(words[pauses[-1] if pauses else 0 :]).core
        return core if 2 < len(core) <= _LONGEST_OWNER else ""

    def object_of(self, verb: str, end: int) -> str:
        """Return the name of what an earlier clause says is done: 发行特别国债,今年先发行1万亿元 is 特别国债发行."""
        found = [noun for one in re.finditer(verb, self.text[:end]) if (noun := self._object(one.end()))]
        return found[-1] + verb if found else ""

    def _object(self, start: int) -> str:
        pause = PAUSE.search(self.text, start)
        return counted_noun(self.text[start : pause.start()])[0] if pause and pause.start() > start else ""

    def listed(self, lead: Lead, count: int) -> list[str]:
        """Return the `count` subjects of as many values behind 分别; empty where the words before don't list them."""
        core = lead.subject.core
        if not core:
            return split_into(counted_noun(self.words_before(lead.start))[0], count)
        if names := split_into(core, count):
            return [lead.subject.verb + name for name in names]
        if count == len(_HALVES) and _BOTH_HALVES in core:
            halves = _HALVES_OF_AID if "低保" in core else _HALVES
            return [core.replace(_BOTH_HALVES, half, 1) for half in halves]
        several = [subject_of(one).name for one in split_list(self.words_before(lead.verb))][-count:]
        return several if len(several) == count and all(several) else []

    def words_before(self, end: int) -> str:
        """Return the words of the clause before `end`, a list in it whole."""
        words = self.text[:end].rstrip("，,、")
        pauses = [found.end() for found in _FULL_PAUSE.finditer(words)]
        return words[pauses[-1] if pauses else 0 :]

    def chained(self, nth: int) -> int:
        """Count the values from `nth` on that nothing but 、 or 和 stands between."""
        count = 1
        for one, other in zip(self.values[nth:], self.values[nth + 1 :], strict=False):
            if not _JOINED.fullmatch(self.text[one.end : other.start]):
                break
            count += 1
        return count


def _is_listed(words: str, rest: str) -> bool:
    """Tell whether `words` before 、 are one of several subjects, which `rest` goes on."""
    if not words.strip() or len(words) + len(rest) > LONGEST_NAME + 14:
        return False
    subject = subject_of(rest)
    return bool(subject.core) and not subject.verb and subject.start == 0
