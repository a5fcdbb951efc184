"""Reads the figures of a sentence: each value with its subject, verb and measure.

A clause without a subject takes the one before it; several subjects share a value (均) or have one each (分别); a count
before its noun is named by the noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.report.build.names import (
    BEHIND,
    LONGEST_NAME,
    Subject,
    counted_noun,
    is_generic,
    owned,
    share_head,
    split_list,
    subject_of,
    tidy,
    with_noun,
)
from knowledge.report.build.numbers import Number, NumberKind, find_numbers

_GROWTH = (
    "增长|下降|降低|提高|提升|上升|增加|减少|压减|压缩|拓展|扩展|缩减|回落|上涨|扩大|收窄|上浮|下调|"
    "上调|下浮|削减|缩短|延长|净增|递增|下滑|翻|(?<![新净猛激])增(?![值量加产设幅])|涨(?!幅)|"
    "降(?!幅)"
)
_REACH = (
    "达到|达|突破|超额完成|超过|超|不低于|不少于|不高于|不超过|控制在|保持在?|稳定在|维持在|"
    "完成|实现|为|是|约|近|有|逾|过|接近|安排|拟按|按|到|至"
)
_COMPARED = (
    r"同口径|可比口径|按可比价格?计算?|按不变价格?计算?|同比|环比|(?:比|较)(?:上年|去年|上一年)(?:年初预算|"
    r"年初|末|底|同期|同口径)*|(?:比|较)(?:19|20)\d\d年(?:末|底|同期)?|(?:比|较)“?十[一二三四]五”?末?"
)
_ADVERB = (
    rf"{_COMPARED}|年均|平均|累计|均|只|仅|分别|各|共|总计|合计|已|也|又|再|都|预计|有望|力争|"
    rf"确保|要|将|可|拟|就会|能|提前|一律|名义|实际|每年|逐年|同步|大幅|稳步|涨幅|增幅|增速|"
    rf"降幅"
)
_VERB = re.compile(
    rf"(?:{_ADVERB})*(?:(?:{_GROWTH}|{_REACH})(?:[到至了为]|达到?|超过?|近|约)*)?(?:约|近|超过?|"
    rf"逾|不低于|突破|各|均|各为|均为|至少|最多|不足|仅)*(?:每人每[月年天]|每[人月年天日户])?(?:[-—~～])?$"
)
_GROWS = re.compile(_GROWTH)
_BY = re.compile(rf"(?:{_GROWTH})(?:[了近约超逾]|超过)*$")
_SHARE_OF = re.compile(
    r"(?:分别|约|均|已)*占(?![比地用道补有线])(?:到|了)?(?P<of>[^,，。;；、占]{0,24}?)(?:的)?(?:比重|比例|份额)?(?:已|"
    r"将)?(?:的|达到?|超过?|近|约|提高到|提高至|提升到|提升至|为|突破|逾|接近)*$"
)
_FROM = re.compile(r"(?:从|由)[^,，。;；\d]{0,14}$")
_TO = re.compile(r"^[^\d,，。;；]{0,6}?(?:到|至|为)")
_PAUSE = re.compile(r"[,，、;；:：。!！?？]|(?<=\d)\s+(?=[一-鿿])")
_JOINED = re.compile(r"(?:[\s、和及与,，]|以及|(?<=[、,，])(?:增长|下降|提高))*")
_CONNECTED = re.compile("(?:和|(?<![惠普涉])及|与|、)$")
_BOTH = re.compile(r"(?:均|都|双双|各)(?![级类地界部族方项])")
_RANK_WORDS = re.compile(r"(?:(?:全[国省区市盟县球]|世界|西部|东部|中部)(?:各?省[区份市]*|地市级|地级市)?)?第\d+位?")
_RANKS = re.compile(r"[稳位均都也已跃]*[居列排][名位在至到进]*|保持|跃升|跻身|名列|升至")
_COUNTS = frozenset("个件项家条所座种户名位只人轮场宗笔批对类款部幅支艘架台辆")
_PERCENT = frozenset(("%", "‰", "成"))
_POINTS = frozenset(("百分点", "个百分点"))
_GROWTH_NAME = re.compile(r"(?:增速|增幅|降幅|涨幅|增长率|增长|经济增长)$")
_LEVEL_RATE = re.compile(r"失业率|赤字率|指数$")
_PEOPLE = re.compile(
    r"(?:[人民员生]|老年人|残疾人|婴幼儿|儿童|居民|群众|职工|农牧民|人口|学生|用户|考生|游客|"
    r"劳动力|就业|务工规模|纳税人|妇女|消费者|市民)$"
)
_BOTH_HALVES, _HALVES = "城乡", ("城镇", "农村")  # 城乡居民收入分别达到2.3万元、1.5万元
_BARE_SCALE = re.compile(r"[十百千万亿]+$")
_OWNER = re.compile(
    r"(?!城市|全市|各|我|本|省市|中心|市)([一-鿿]{2,6}?(?:盟|市|自治州|自治县|旗|州|县))(?=[一-鿿]{2})(?![级区场辖])"
)
_LONGEST_OWNER = 18
_SUBJECT_TAKEN = "subject taken from the clause before"
_MADE = "its name is made of the words around it"
_NO_HEAD = "no subject found"


@dataclass(slots=True)
class Draft:
    """A figure of a sentence; positions are in the sentence. `doubts` say why the reader isn't sure."""

    start: int
    end: int
    indicator: str
    measure: str
    value: float
    unit: str
    said: tuple[int, int]
    clause: int  # where the clause of the value begins
    verb: str = ""
    change: tuple[int, int] | None = None
    rank: tuple[int, int] | None = None
    before: bool = False  # the value from which it rose or fell
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The part of the region that the indicator names; empty for none."""
        owner = _OWNER.match(self.indicator)
        return owner.group(1) if owner else ""


@dataclass(slots=True)
class SentenceNumbers:
    """The numbers of a sentence: drafted figures, and the others with the reason why they are no figures.

    `subject` is what the sentence speaks of at its end.
    """

    figures: list[Draft] = field(default_factory=list)
    others: list[tuple[Number, str]] = field(default_factory=list)
    subject: str = ""


def read(sentence: str, subject: str = "") -> SentenceNumbers:
    """Return the figures of a sentence and its numbers that are no figure, in order.

    `subject` is what the sentence before spoke of, which a first clause without a subject takes.
    """
    return _SentenceReader(sentence, subject).read()


@dataclass(slots=True)
class _Lead:
    """The words before a value: its clause begins at `start`, its verb at `verb`."""

    start: int
    verb: int
    subject: Subject
    share: str | None = None


class _Naming(NamedTuple):
    """The names of what a value measures, what is doubtful about them, and whether they have the noun behind it."""

    names: list[str]
    doubts: tuple[str, ...] = ()
    uses_noun: bool = False


class _SentenceReader:
    def __init__(self, sentence: str, subject: str) -> None:
        self._text = sentence
        numbers = find_numbers(sentence)
        self._values = [n for n in numbers if n.kind in (NumberKind.VALUE, NumberKind.RANK)]
        self._found = SentenceNumbers(
            others=[(n, str(n.kind)) for n in numbers if n not in self._values],
            subject=subject,
        )
        self._edge = 0  # where the words of the value before end
        self._shared_verb = ""  # 新增 of 新增A1家、B2家
        self._respective: list[str] = []  # the subjects of the values behind 分别
        self._aligned: list[str] = []
        self._group: tuple[int, str, bool] | None = None  # a list behind one verb: where its last value begins,
        # the verb, and whether it is what was risen from

    def read(self) -> SentenceNumbers:
        for nth, number in enumerate(self._values):
            if number.kind is NumberKind.RANK:
                self._rank(number)
            else:
                self._value(nth, number)
        return self._found

    # The words around a value

    def _start(self, end: int) -> int:
        """Return where the clause begins whose subject's value stands at `end`: several subjects may share it."""
        text, start = self._text, self._edge
        for pause in _PAUSE.finditer(text, self._edge, end):
            listed = pause.group() == "、" and _is_listed(text[start : pause.start()], text[pause.end() : end])
            start = start if listed else pause.end()
        return start

    def _lead(self, number: Number) -> _Lead:
        text, start = self._text, self._start(number.start)
        before = text[start : number.start].rstrip()
        origin = _FROM.search(before)
        share = _SHARE_OF.search(before) if number.unit in _PERCENT and not origin else None
        verb = _VERB.search(before)
        at = share.start() if share else verb.start() if verb else len(before)
        apart = re.search("分别", before)
        at = min(at, apart.start()) if apart else at
        at = min(at, origin.start()) if origin else at
        return _Lead(start, start + at, subject_of(before[:at]), share.group("of") if share else None)

    def _behind(self, nth: int) -> tuple[str, str]:
        """Return the noun behind a value and its predicate."""
        number = self._values[nth]
        last = nth + 1 == len(self._values)
        until = len(self._text) if last else self._values[nth + 1].start
        pause = _PAUSE.search(self._text, number.end, until)
        words = self._text[number.end : pause.start() if pause else until]
        if number.unit in _PERCENT:
            return counted_noun(words[1:]) if words.startswith("的") else ("", "")
        if pause or last:
            noun, tail = counted_noun(words)
            if noun and not tail and not last and pause and pause.group() == "、":
                tail = self._predicate(nth + 1)
            return noun, tail
        return self._before_another(nth, words)

    def _before_another(self, nth: int, words: str) -> tuple[str, str]:
        """Return the noun of a value that another one follows without a pause, and the predicate that both share."""
        connected = re.search("(?:和|及|与|以及)", words)
        if not connected:
            return counted_noun(words)[0], ""
        return counted_noun(words[: connected.start()])[0], self._predicate(nth + 1)

    def _predicate(self, nth: int) -> str:
        """Return the predicate of a count if only nouns stand before it, which the count before it shares."""
        number = self._values[nth]
        if self._text[number.end - 1] in "%％" or number.kind is not NumberKind.VALUE:
            return ""
        return self._behind(nth)[1]

    # Values

    def _value(self, nth: int, number: Number) -> None:
        lead = self._lead(number)
        verb = self._text[lead.verb : number.start]
        noun, tail = self._behind(nth)
        names, doubts, uses_noun = self._naming(nth, lead, verb, (noun, tail))
        origin = _FROM.search(self._text[lead.start : number.start]) is not None
        before = origin and self._rises(nth)
        before = before or (self._group is not None and number.start <= self._group[0] and self._group[2])
        own = lead.start + lead.subject.start
        start = own if lead.subject.core or lead.subject.verb else lead.verb
        end = number.end
        if uses_noun:
            at = self._text.find(noun, number.end)
            end = at + len(noun) if at >= 0 else end
        if self._group and number.start <= self._group[0]:
            verb = self._group[1]
        measure = _measure(number.unit, names[0], verb, share=lead.share is not None)
        if "连续" in verb or "连续" in self._text[lead.start : number.start][-4:]:
            names = [_lasting(names[0], tail or self._text[number.end :], number.unit)]
        for name in names:
            self._found.figures.append(
                Draft(
                    start=start,
                    end=end,
                    indicator=tidy(name) or self._text[number.start : number.end],
                    measure=measure,
                    value=number.value,
                    unit=_unit(number.unit, noun, names[0]),
                    said=(max(start, min(lead.verb, number.start)), number.end),
                    clause=lead.start,
                    verb=verb,
                    before=before,
                    doubts=doubts,
                )
            )
        if not lead.subject.core and measure in ("growth", "increment") and len(names) == 1:
            self._note_change(lead.verb, number)
        closed = uses_noun and (end == len(self._text) or self._text[end] in "，,、;；。和及与以")
        self._edge = end if closed else number.end

    def _rises(self, nth: int) -> bool:
        """Tell whether a value after 从 is followed by the one that was reached: 从77%提高到80%."""
        for one, other in zip(self._values[nth:], self._values[nth + 1 :], strict=False):
            between = self._text[one.end : other.start]
            if _TO.match(between):
                return True
            if not _JOINED.fullmatch(between):
                return False
        return False

    def _naming(self, nth: int, lead: _Lead, verb: str, behind: tuple[str, str]) -> _Naming:
        """Return what a value measures, after the words before it and the noun and predicate behind it."""
        number = self._values[nth]
        names = self._respectively(nth, lead)
        if names:
            return _Naming(names)
        if lead.share is not None:
            return _Naming([self._share(lead)], () if lead.subject.core else (_SUBJECT_TAKEN,))
        if behind[0] and self._is_counted(number, lead, verb):
            name = self._counted(number, lead, *behind)
            told = lead.subject.name or name in (behind[0], lead.subject.verb + behind[0])
            return _Naming([name], () if told else (_MADE,), uses_noun=True)
        return self._own(lead, verb) if lead.subject.core else self._inherited(lead.subject, number)

    def _counted(self, number: Number, lead: _Lead, noun: str, tail: str) -> str:
        """Return the name of a count by the noun behind it."""
        subject = lead.subject
        connected = _CONNECTED.search(self._text[lead.start : number.start]) is not None
        if connected:
            subject = Subject(subject.verb or self._shared_verb, "", 0)
        elif subject.core and self._text[number.start - 1] == "的":
            subject = subject._replace(core=f"{subject.core}的")
        listed = connected or "、" in subject.core or subject.core.endswith("等")
        self._found.subject, self._shared_verb = with_noun(subject, noun, tail, listed=listed), subject.verb
        return self._found.subject

    def _own(self, lead: _Lead, verb: str) -> _Naming:
        """Return the name that a clause has of its own; a head that stands alone belongs to the subject before it."""
        subject, spoken = lead.subject, self._found.subject if self._found.figures else ""
        name = self._own_name(lead)
        if spoken and BEHIND.match(subject.core):
            return _Naming([owned(spoken, subject.core)], (_SUBJECT_TAKEN,))
        owner = spoken or self._clause_before(lead.start) if is_generic(name) else ""
        name = owned(owner, name) if owner else name
        several = share_head(split_list(subject.core)) if _BOTH.search(verb) else []
        names = [subject.verb + one for one in several] if len(several) > 1 else [name]
        self._found.subject = names[0]
        return _Naming(names, (_SUBJECT_TAKEN,) if owner else ())

    def _clause_before(self, start: int) -> str:
        """Return what the clause before `start` speaks of, as long as it is short: 启动供水工程,投资2亿元."""
        words = self._text[:start].rstrip("，,、")
        pauses = [pause.end() for pause in _PAUSE.finditer(words)]
        core = subject_of(words[pauses[-1] if pauses else 0 :]).core
        return core if 2 < len(core) <= _LONGEST_OWNER else ""

    def _own_name(self, lead: _Lead) -> str:
        """Return the name that a clause has of its own, with the verb that it shares with the list before it."""
        subject = lead.subject
        if subject.verb or self._text[max(0, lead.start - 1) : lead.start] != "、":
            self._shared_verb = subject.verb if subject.verb.startswith(("新", "净增", "增")) else ""
            return subject.name
        return subject.core if is_generic(subject.core) else self._shared_verb + subject.core

    def _inherited(self, subject: Subject, number: Number) -> _Naming:
        """Return the name of a clause without a subject: that of the clause before."""
        spoken = self._found.subject
        if not spoken:
            return _Naming([subject.verb or self._text[number.start : number.end]], (_NO_HEAD,))
        if subject.verb and self._found.figures:
            return _Naming([spoken + subject.verb], (_SUBJECT_TAKEN,))
        return _Naming([spoken], () if number.unit in _PERCENT else (_SUBJECT_TAKEN,))

    def _share(self, lead: _Lead) -> str:
        of = (lead.share or "").strip("的") or ""
        subject = lead.subject.name or self._found.subject
        if lead.subject.core:
            self._found.subject = lead.subject.name
        return f"{subject}占{of}比重" if of else f"{subject}占比"

    def _is_counted(self, number: Number, lead: _Lead, verb: str) -> bool:
        """Tell whether the noun behind a value names it: a count, or an amount without a subject before it."""
        if number.unit in _PERCENT:
            return True
        if number.unit in _POINTS or _GROWS.search(verb):
            return False
        core = lead.subject.core
        return not core or number.unit[-1:] in _COUNTS or _BARE_SCALE.fullmatch(number.unit) is not None

    def _respectively(self, nth: int, lead: _Lead) -> list[str]:
        """Return the subject of a value behind 分别, or of one that goes with it."""
        if self._respective:
            return [self._respective.pop(0)]
        verb = self._text[lead.verb : self._values[nth].start]
        count = self._chained(nth)
        again = not lead.subject.core and "到" in verb and len(self._aligned) == count > 1
        if "分别" not in verb and not again:
            return []
        names = self._aligned if again else self._subjects(lead, count)
        if len(names) != count or count < 2:
            return []
        if lead.share is not None:
            of = lead.share.strip("的")
            names = [f"{name}占{of}比重" for name in names]
        elif rest := re.search(r"分别(?:完成|达到|占)(?P<task>(?:年度|全年|目标)?任务)", verb):
            names = [f"{name}{rest.group('task')}完成率" for name in names]
        self._aligned, self._respective = names, list(names[1:])
        self._group = self._values[nth + count - 1].start, verb, _FROM.search(verb) is not None
        self._found.subject = names[-1]
        return [names[0]]

    def _subjects(self, lead: _Lead, count: int) -> list[str]:
        core = lead.subject.core
        if core:
            names = share_head(split_list(core))
            if len(names) == 1 and count == len(_HALVES) and _BOTH_HALVES in core:
                names = [core.replace(_BOTH_HALVES, half, 1) for half in _HALVES]
            return [lead.subject.verb + name for name in names] if lead.subject.verb else names
        return [one.indicator for one in self._found.figures[-count:]]

    def _chained(self, nth: int) -> int:
        """Count the values from `nth` on that nothing but 、 or 和 stands between."""
        count = 1
        for one, other in zip(self._values[nth:], self._values[nth + 1 :], strict=False):
            if not _JOINED.fullmatch(self._text[one.end : other.start]):
                break
            count += 1
        return count

    def _note_change(self, start: int, number: Number) -> None:
        """Note the change that a value states of the figure before it."""
        figures = self._found.figures
        last = figures[-2] if len(figures) > 1 else None
        if not last or last.end > start or self._text[last.end : start].strip(" ,，、"):
            return
        if last.measure == "level" and not last.change:
            last.change, last.end = (start, number.end), number.end

    # Ranks

    def _rank(self, number: Number) -> None:
        text, figures = self._text, self._found.figures
        words = [one for one in _RANK_WORDS.finditer(text, self._edge) if one.start() <= number.start < one.end()]
        rank = words[0].span() if words else (number.start, number.end)
        start = self._start(rank[0])
        verb = _RANKS.search(text, start, rank[0])
        subject = subject_of(text[start : verb.start() if verb else rank[0]])
        last = figures[-1] if figures else None
        between = text[last.end : verb.start() if verb else rank[0]] if last else ""
        if not subject.core and last and not last.rank and not between.strip(" ,，、均"):
            last.rank, last.end = rank, rank[1]
        name = subject.core or self._found.subject
        several = [name]
        if subject.core and (_BOTH.search(text[start : rank[0]]) or "、" in subject.core):
            several = share_head(split_list(subject.core))
        if subject.core:
            self._found.subject = name
        begin = start + subject.start if subject.core else (verb.start() if verb else rank[0])
        unit = "位" if rank[1] > number.end or text[number.end : number.end + 1] == "位" else ""
        for one in several:
            indicator = tidy(one) or text[slice(*rank)]
            figures.append(Draft(begin, rank[1], indicator, "rank", number.value, unit, rank, start, "", None, rank))
        self._edge = rank[1]


def _lasting(name: str, tail: str, unit: str) -> str:
    """Return the name of how long something has lasted: 水质连续5年保持Ⅱ类以上."""
    told = re.match(r"[^，,。;；、]{2,16}", tail)
    words = told.group() if told else ""
    return f"{name}{words}连续{unit}数" if unit in "年次届天" else name


def _is_listed(words: str, rest: str) -> bool:
    """Tell whether `words` before 、 are one of several subjects, which `rest` goes on."""
    if not words.strip() or len(words) + len(rest) > LONGEST_NAME + 14:
        return False
    subject = subject_of(rest)
    return bool(subject.core) and not subject.verb and subject.start == 0


def _measure(unit: str, name: str, verb: str, *, share: bool) -> str:
    """Return what a value in `unit` measures of `name`, with the words that stand between them."""
    if share:
        return "share"
    if unit in _POINTS:
        return "increment"
    if unit == "倍":
        return "growth"
    if unit in _PERCENT:
        if _BY.search(verb.rstrip("约近超逾")) or _GROWTH_NAME.search(name) or re.search("涨幅|增幅|增速|降幅", verb):
            return "growth"
        return "level" if _LEVEL_RATE.search(name) else "share"
    return "increment" if _BY.search(verb) or name.startswith(("新增", "净增")) else "level"


def _unit(unit: str, noun: str, name: str) -> str:
    """Return the unit, with what is counted where the text leaves that to the noun: 6600多万纳税人 is 万人."""
    if _BARE_SCALE.fullmatch(unit) and _PEOPLE.search(noun or name):
        return f"{unit}人"
    return unit
