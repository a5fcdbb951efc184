"""Reads the figures of a sentence: each value with its subject, verb and measure.

A clause without a subject takes the one before it; several subjects share a value (均) or have one each (分别); a count
before its noun is named by the noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.grammar.enumerations import (
    ADDED,
    BEHIND,
    BEHIND_NAME,
    has_head,
    is_generic,
    is_head,
    owned,
    share_head,
    split_list,
)
from knowledge.grammar.numbers import Number, NumberKind, find_numbers
from knowledge.grammar.subjects import Subject, named_by_deed, subject_of, tidy, with_noun
from knowledge.grammar.surroundings import (
    BARE_SCALE,
    FROM,
    GROWS,
    PERCENT,
    POINTS,
    Lead,
    WordsAround,
    measure_of,
    unit_of,
)

_CONNECTED = re.compile("(?:和|(?<![惠普涉])及|与|、)$")
_BOTH = re.compile(r"(?:均|都|双双|双$|各)(?![级类地界部族方项])")
_RANK_WORDS = re.compile(
    r"(?:(?:全[国省区市盟县球]|世界|西部|东部|中部)(?:地区)?(?:各?省[区份市]*|地市级|地级市)?)?第(?:\d+|[一二三四五六七八九十]{1,3})位?"
)
_RANKS = re.compile(
    r"(?:[稳位均都也已跃]*[居列排][名位在至到进为]*|保持|[跃提]升[至到]?|跃居|跻身|名列|升至|上升[至到]|进入|达到?|"
    r"(?:排名|排位|位次)[^,，。;；、]{0,6}?)*$"
)
_COUNTS = frozenset("个件项家条所座种户名位只人轮场宗笔批对类款部幅支艘架台辆")
_OWNER = re.compile(
    r"(?!城市|全市|各|我|本|省市|中心|市|新[增建]|[地省]级|[一-鿿]{0,6}(?:盟市|旗县|示范|达标|推进|试点|贫困|先进|百强))([一-鿿]{2,6}?(?:盟(?!市)|(?<![城级])市|自治州|自治县|旗|州|县))(?=[一-鿿]{2})(?![级区场辖])"
)
_REACHED = re.compile("达|突破|超|为|是|有|完成|实现|控制|保持|稳定|到|至")
_DESCRIBING = re.compile("(?:总投资|投资|总规模|占地面积|占地|建筑面积|总长度?|全长)$")
_SPENDING = frozenset(("投资", "总投资", "投入", "投入资金", "资金"))
_PLACE_ALONE = re.compile(r"[一-鿿]{2,6}(?:盟|(?<!城)市|自治州|自治县|旗|县)")
_OF_LAND = re.compile("(?:造林|种草|治沙|育林)$")
_HALVED = 2
_LASTS = frozenset(("年", "次", "届", "天", "个月", "个季度"))
_SHARE_FROM = re.compile("的?(?:比重|比例|比)?(?:由|从).*$")
_ADDS = re.compile("增加|提升|改造|压减|减少")
_OTHERS = re.compile(r"^(?:\d+个)?(?:盟市|旗县|市县|县区|区县|市州|州市)")
_TRADED = re.compile("(?:出口|进口)额?$")
_SHARED = re.compile("新|净增|增|办复|办理|处置|引进|引育|取消|下放|招引|认定|培训|提请|发放|办结")
_DONE = re.compile("新|转移|带动|竣工|完工|开工|投产|改造|惠及")
_SUBJECT_TAKEN = "subject taken from the clause before"
_MADE = "its name is made of the words around it"
_NO_HEAD = "no subject found"


@dataclass(slots=True)
class Measurement:
    """A value of a sentence with its subject; positions are in the sentence. `doubts` say why the reader isn't sure."""

    start: int
    end: int
    subject: str
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
        """The part of the region that the subject names; empty for none."""
        owner = _OWNER.match(self.subject)
        return owner.group(1) if owner else ""


@dataclass(slots=True)
class SentenceNumbers:
    """The numbers of a sentence: measurements, and the others with the reason why they measure nothing.

    `subject` is what the sentence speaks of at its end.
    """

    figures: list[Measurement] = field(default_factory=list)
    others: list[tuple[Number, str]] = field(default_factory=list)
    subject: str = ""


def read(sentence: str, subject: str = "") -> SentenceNumbers:
    """Return the figures of a sentence and its numbers that are no figure, in order.

    `subject` is what the sentence before spoke of, which a first clause without a subject takes.
    """
    return _SentenceReader(sentence, subject).read()


class _Naming(NamedTuple):
    """The names of what a value measures, what is doubtful about them, and whether they have the noun behind it.

    `measure` is that of the value before, where a clause says no more than another place and value.
    """

    names: list[str]
    doubts: tuple[str, ...] = ()
    uses_noun: bool = False
    measure: str = ""


class _SentenceReader:
    def __init__(self, sentence: str, subject: str) -> None:
        self._text = sentence
        numbers = find_numbers(sentence)
        self._values = [n for n in numbers if n.kind in (NumberKind.VALUE, NumberKind.RANK)]
        self._words = WordsAround(sentence, self._values)
        self._found = SentenceNumbers(
            others=[(n, str(n.kind)) for n in numbers if n not in self._values],
            subject=subject,
        )
        self._edge = 0  # where the words of the value before end
        self._shared_verb = ""  # 新增 of 新增A1家、B2家
        self._shared_behind = ""  # 改造 of 改造A1家、B2家
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

    # Values

    def _value(self, nth: int, number: Number) -> None:
        lead = self._words.lead(number, self._edge)
        verb = self._text[lead.verb : number.start]
        noun, tail = self._words.behind(nth)
        is_own = bool(noun)
        noun = noun or self._words.shared_noun(nth)
        names, doubts, uses_noun, told = self._naming(nth, lead, verb, (noun, tail))
        origin = FROM.search(self._text[lead.start : number.start]) is not None
        before = origin and self._words.rises(nth)
        before = before or (self._group is not None and number.start <= self._group[0] and self._group[2])
        own = lead.start + lead.subject.start
        start = own if lead.subject.core or lead.subject.verb else lead.verb
        end = number.end
        if uses_noun and is_own:
            at = self._text.find(noun, number.end)
            end = at + len(noun) if at >= 0 else end
        if self._group and number.start <= self._group[0]:
            verb = self._group[1]
        measure = told or measure_of(number.unit, names[0], verb, share=lead.share is not None)
        if "连续" in verb or "连续" in self._text[lead.start : number.start][-4:]:
            name = names[0] if lead.subject.core or self._found.figures else ""
            names = [_lasting(name, self._text[number.end :], number.unit)]
        for name in names:
            self._found.figures.append(
                Measurement(
                    start=start,
                    end=end,
                    subject=_with_area(tidy(name), number.unit) or self._text[number.start : number.end],
                    measure=measure,
                    value=number.value,
                    unit=unit_of(self._words.unit(nth), noun, names[0]),
                    said=(max(start, min(lead.verb, number.start)), number.end),
                    clause=lead.start,
                    verb=verb,
                    before=before,
                    doubts=doubts,
                )
            )
        if not lead.subject.core and measure in ("growth", "increment") and len(names) == 1:
            self._note_change(lead.verb, number)
        closed = uses_noun and is_own and (end == len(self._text) or self._text[end] in "，,、;；。和及与以")
        self._edge = end if closed else number.end

    def _naming(self, nth: int, lead: Lead, verb: str, behind: tuple[str, str]) -> _Naming:
        """Return what a value measures, after the words before it and the noun and predicate behind it."""
        number = self._values[nth]
        if special := self._special(nth, lead):
            return special
        if behind[0] and self._is_counted(number, lead, verb):
            rate = number.unit in PERCENT and behind[0].endswith("率")
            name = behind[0] if rate else self._counted(number, lead, *behind)
            plain = (behind[0], lead.subject.verb + behind[0])
            told = lead.subject.core in name if lead.subject.name else name in plain
            return _Naming([name], () if told else (_MADE,), uses_noun=True)
        if elsewhere := self._elsewhere(lead.subject, number):
            return elsewhere
        if lead.subject.core:
            return self._own(lead, verb)
        goes_on = self._found.figures and self._text[self._edge : number.start] != "、"
        deed = "" if goes_on else named_by_deed(behind[1], number.unit)
        return _Naming([deed], (_MADE,)) if deed else self._inherited(lead, number)

    def _special(self, nth: int, lead: Lead) -> _Naming | None:
        """Return the names of a value behind 分别, of a difference, of a share, or of what a value describes."""
        taken = () if lead.subject.core else (_SUBJECT_TAKEN,)
        if names := self._respectively(nth, lead):
            return _Naming(names)
        if lead.above is not None:
            return _Naming([self._compared(lead)], taken)
        if thing := self._owner_behind(nth, lead):
            self._found.subject = thing
            return _Naming([thing])
        return _Naming([self._share(lead)], taken) if lead.share is not None else None

    def _owner_behind(self, nth: int, lead: Lead) -> str:
        """Return the name of a value whose head alone, such as 投资, stands before it, and what it is of behind it."""
        core = lead.subject.core
        head = _DESCRIBING.search(core)
        if head and (thing := self._words.described(nth)):
            return owned(thing, head.group())
        if core not in _SPENDING:
            return ""
        alone = not self._found.figures and not self._words.clause_before(lead.start)
        thing = self._words.paid_for(nth, beyond_pause=alone)
        return owned(thing, core) if thing else ""

    def _compared(self, lead: Lead) -> str:
        """Return the name of a difference: 民间投资增速高于全国."""
        last = self._found.figures[-1] if self._found.figures else None
        subject = lead.subject.name
        if not subject and last:
            subject = f"{last.subject}增速" if last.measure == "growth" else last.subject
        return f"{subject or self._found.subject}{lead.above}"

    def _counted(self, number: Number, lead: Lead, noun: str, tail: str) -> str:
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

    def _own(self, lead: Lead, verb: str) -> _Naming:
        """Return the name that a clause has of its own; a head that stands alone belongs to the subject before it."""
        subject, spoken = lead.subject, self._found.subject if self._found.figures else ""
        name = self._own_name(lead)
        if spoken and BEHIND.match(subject.core):
            return _Naming([owned(ADDED.sub("", BEHIND_NAME.sub("", spoken)), subject.core)], (_SUBJECT_TAKEN,))
        owner = spoken or self._words.clause_before(lead.start) if is_generic(name) and not _TRADED.match(name) else ""
        name = owned(owner, name) if owner else self._count_before(lead) + name
        apart = split_list(subject.core)
        if len(apart) > 1 and spoken and all(is_generic(one) for one in apart):
            return _Naming([owned(spoken, one) for one in apart], (_SUBJECT_TAKEN,))
        listed = share_head(apart)
        several = listed if _BOTH.search(verb) or all(one.endswith("率") for one in listed) else []
        if len(several) < 2 and _BOTH.match(verb) and (places := self._places()):
            several = [place + subject.core for place in places]  # 青山市和白河市投资均增长9%、消费均增长7%
        names = [subject.verb + one for one in several] if len(several) > 1 else [name]
        self._found.subject = names[0]
        return _Naming(names, (_SUBJECT_TAKEN,) if owner else ())

    def _count_before(self, lead: Lead) -> str:
        """Return the count that the measured noun stands behind: 7条产业链产值 is of these seven."""
        counted = next((one for one in self._values if one.end == lead.start + lead.subject.start), None)
        if not counted or counted.unit not in _COUNTS or lead.subject.verb or not has_head(lead.subject.core):
            return ""
        return self._text[counted.start : counted.end]

    def _places(self) -> list[str]:
        """Return the places of what was said before with 均: the last figures that share a value, of one place each."""
        last = self._found.figures[-1] if self._found.figures else None
        alike = [one for one in self._found.figures if last and one.said == last.said]
        return [one.place for one in alike] if len(alike) > 1 and all(one.place for one in alike) else []

    def _elsewhere(self, subject: Subject, number: Number) -> _Naming | None:
        """Return the name that a place has of what was said of others before: 投资增长9%,青山市达到12%."""
        last = self._found.figures[-1] if self._found.figures else None
        if not last or last.unit != number.unit or subject.verb or not _PLACE_ALONE.fullmatch(subject.core):
            return None
        name = subject.core + _OTHERS.sub("", last.subject.removeprefix(last.place))
        return _Naming([name], (_SUBJECT_TAKEN,), measure=last.measure)

    def _own_name(self, lead: Lead) -> str:
        """Return the name that a clause has of its own, with the verb that it shares with the list before it."""
        subject = lead.subject
        if subject.verb or subject.behind or self._text[max(0, lead.start - 1) : lead.start] != "、":
            self._shared_verb = subject.verb if _SHARED.match(subject.verb) else ""
            self._shared_behind = subject.behind
            return subject.name
        if is_generic(subject.core) or subject.start or _DONE.match(subject.core):
            return subject.core
        return self._shared_verb + subject.core + self._shared_behind

    def _inherited(self, lead: Lead, number: Number) -> _Naming:
        """Return the name of a clause without a subject: that of the clause before."""
        subject, spoken = lead.subject, self._found.subject
        if done := self._words.object_of(subject.verb, lead.start) if subject.verb else "":
            return _Naming([done], (_SUBJECT_TAKEN,))
        if not spoken:
            return _Naming([subject.verb or self._text[number.start : number.end]], (_NO_HEAD,))
        if subject.verb and self._found.figures:
            return _Naming([spoken + subject.verb], (_SUBJECT_TAKEN,))
        return _Naming([spoken], () if number.unit in PERCENT else (_SUBJECT_TAKEN,))

    def _share(self, lead: Lead) -> str:
        of = _SHARE_FROM.sub("", (lead.share or "").strip("的"))
        subject = lead.subject.name or self._found.subject
        if lead.subject.core:
            self._found.subject = lead.subject.name
        return f"{subject}占{of}比重" if of else f"{subject}占比"

    def _is_counted(self, number: Number, lead: Lead, verb: str) -> bool:
        """Tell whether the noun behind a value names it: a count, or an amount without a subject before it."""
        if number.unit in PERCENT:
            return True
        adds = not lead.subject.core and _ADDS.search(verb) and number.unit[-1:] in _COUNTS
        if number.unit in POINTS or (GROWS.search(verb) and not adds) or self._text[: number.start].endswith("连续"):
            return False
        core = lead.subject.core
        if not core or number.unit[-1:] in _COUNTS or BARE_SCALE.fullmatch(number.unit) is not None:
            return True
        return not _REACHED.search(verb) and not is_head(core)

    def _respectively(self, nth: int, lead: Lead) -> list[str]:
        """Return the subject of a value behind 分别, or of one that goes with it."""
        if self._respective:
            return [self._respective.pop(0)]
        verb = self._text[lead.verb : self._values[nth].start]
        count = self._words.chained(nth)
        again = not lead.subject.core and "到" in verb and len(self._aligned) == count > 1
        halves = "城乡" in lead.subject.core and count == _HALVED  # 城乡低保标准提高到815元和615元
        halves = halves and self._values[nth].unit == self._values[nth + 1].unit
        if "分别" not in verb and not again and not halves:
            return []
        names = self._aligned if again else self._words.listed(lead, count)
        names = names or [one.subject for one in self._found.figures[-count:] if not lead.subject.core]
        if len(names) != count or count < 2:
            return []
        if lead.share is not None:
            of = lead.share.strip("的")
            names = [f"{name}占{of}比重" for name in names]
        elif rest := re.search(r"分别(?:完成|达到|占)(?P<task>(?:年度|全年|目标)*任务)", verb):
            names = [f"{name.removesuffix('面积')}{rest.group('task')}完成率" for name in names]
        self._aligned, self._respective = names, list(names[1:])
        self._group = self._values[nth + count - 1].start, verb, FROM.search(verb) is not None
        self._found.subject = names[-1]
        return [names[0]]

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
        start = self._words.start(rank[0], self._edge)
        verb = _RANKS.search(text[start : rank[0]])
        at = start + (verb.start() if verb else rank[0] - start)
        subject = subject_of(text[start:at])
        last = figures[-1] if figures else None
        between = text[last.end : at] if last else ""
        if not subject.core and last and not last.rank and not between.strip(" ,，、均"):
            last.rank, last.end = rank, rank[1]
        name = subject.core or self._found.subject
        several = [name]
        if subject.core and (_BOTH.search(text[start : rank[0]]) or "、" in subject.core):
            several = share_head(split_list(subject.core))
        if subject.core:
            self._found.subject = name
        begin = start + subject.start if subject.core else at
        unit = "位" if rank[1] > number.end or text[number.end : number.end + 1] == "位" else ""
        for one in several:
            told = tidy(one) or text[slice(*rank)]
            figures.append(Measurement(begin, rank[1], told, "rank", number.value, unit, rank, start, "", None, rank))
        self._edge = rank[1]


def _with_area(name: str, unit: str) -> str:
    """Return the name of what is done to land as an indicator: 造林 of so many 亩 is 造林面积."""
    return f"{name}面积" if _OF_LAND.search(name) and unit[-1:] in "亩顷" else name


def _lasting(name: str, tail: str, unit: str) -> str:
    """Return the name of how long something has lasted: 水质连续5年保持Ⅱ类以上."""
    told = re.match(r"[^，,。;；、]{2,16}", tail)
    words = told.group().replace("”的", "”") if told else ""
    if told and tail.startswith("未"):
        name = ""
    return f"{name}连续{words}{unit.removeprefix('个')}数" if unit in _LASTS else name
