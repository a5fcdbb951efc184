"""A small engine with a handful of the report's own sentences, for tests of the conversation alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.browsing import Catalogue, ReminderTopic
from knowledge.model import Answer, Excerpt, Kind, Outcome, Report, Shelf, Source, Suggestion, Where

REPORT = Report(
    title="政府工作报告",
    region="内蒙古自治区",
    region_names=("内蒙古",),
    year=2024,
    date="2024-01-30",
    occasion="内蒙古自治区第十四届人民代表大会第二次会议",
    speaker="王莉霞",
    speaker_title="自治区主席",
)


@dataclass(frozen=True)
class Known:
    """An entry, found where a question holds `cue`; `near` makes it a suggestion only."""

    entry_id: str
    kind: Kind
    title: str
    cue: str
    near: str
    text: str
    place: str
    highlight: str = ""
    direct: str = ""
    number: int | None = None
    year: int | None = None

    @property
    def source(self) -> Source:
        start = self.text.find(self.highlight)
        highlights = ((start, start + len(self.highlight)),) if self.highlight else ()
        return Source(
            self.entry_id,
            self.title,
            self.text,
            self.place,
            highlights,
            self.direct,
            kind=self.kind,
            number=self.number,
            year=self.year,
        )

    @property
    def suggestion(self) -> Suggestion:
        return Suggestion(self.entry_id, self.title, self.text, self.kind, self.number, self.year)


PROJECTS = Known(
    "t-six",
    Kind.TERM,
    "六个工程",
    "六个工程",
    "工程",
    "“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。",
    "附件2",
    "六个工程",
)
TARGET = Known(
    "f-gdp",
    Kind.TARGET,
    "地区生产总值增速",
    "GDP目标",
    "GDP",
    "全区经济社会发展的主要预期目标是:地区生产总值增长6%以上;规上工业增加值增长7%左右。",
    "二、2024年工作安排 · 第3段",
    "增长6%以上",
    "6%以上",
    year=2024,
)
TARGET_SHOWN = """\
<blockquote>全区经济社会发展的主要预期目标是:地区生产总值<b>增长6%以上</b>;规上工业增加值增长7%左右。</blockquote>
<i>—— 二、2024年工作安排 · 第3段</i>"""  # how a chat shows it
REACHED = Known(  # what stands beside the target, and isn't found by itself
    "f-done",
    Kind.FIGURE,
    "地区生产总值",
    "",
    "",
    "主要经济指标增速位居全国第一方阵。地区生产总值增长7.3%、居全国第3。",
    "一、2023年工作回顾 · 第3段",
    "增长7.3%",
    "增长7.3%",
    year=2023,
)
ELDERLY = Known(
    "l-8",
    Kind.LIVELIHOOD,
    "特殊困难老年人家庭适老化改造",
    "第8件",
    "民政厅",
    "完成特殊困难老年人家庭适老化改造1.3万户(牵头责任单位:自治区民政厅)。",
    "附件1 · 第8件",
    "适老化改造1.3万户",
    number=8,
)
CHILDREN = Known(
    "l-10",
    Kind.LIVELIHOOD,
    "流动儿童关爱服务清单",
    "第10件",
    "民政厅",
    "建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。",
    "附件1 · 第10件",
    number=10,
)


LEANING = "原文呢"  # the one message that leans on what was shown before


class FakeEngine:
    """Answers what it was told, and remembers what it was asked."""

    def __init__(self, *entries: Known) -> None:
        self.entries = list(entries or (PROJECTS, TARGET, ELDERLY, CHILDREN))
        self.asked: list[tuple[str, Where, frozenset[Kind] | None]] = []
        self.before: list[tuple[str, ...]] = []

    def prepare(self) -> None:
        pass

    def is_ready(self, text: str, before: Sequence[str] = ()) -> bool:
        return True

    def ask(
        self,
        text: str,
        where: Where = Where.ADDRESSED,
        kinds: frozenset[Kind] | None = None,
        before: Sequence[str] = (),
        frame: str = "",
    ) -> Answer:
        self.asked.append((text, where, kinds))
        self.before.append(tuple(before))
        leaning = self.open(before[0]) if before and text == LEANING else None
        found = replace(leaning, leaned=True) if leaning else self._found(text, where, kinds)
        return replace(found, normal=self.normal(text), may_lean=text == LEANING and not before)

    def _found(self, text: str, where: Where, kinds: frozenset[Kind] | None) -> Answer:
        if "出错" in text:
            raise RuntimeError("the engine broke")
        if "民政厅负责" in text:
            return _answer(text, Kind.LIST, "自治区民政厅负责的民生实事", ELDERLY, CHILDREN)
        for entry in self.entries:
            if entry.cue in text and (kinds is None or entry.kind in kinds):
                return _answer(text, entry.kind, entry.title, entry)
        if where is Where.GROUP:
            return Answer(text, Outcome.SILENT, None, "", 0, (), ())
        near = tuple(entry.suggestion for entry in self.entries if entry.near in text)
        return Answer(text, Outcome.UNSURE, None, "", 30, (), near[:3])

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue((Shelf("t", "", tuple(entry.entry_id for entry in self.entries if entry.kind is Kind.TERM)),))

    def compare(self, text: str) -> Answer:
        return self.ask(text)

    def search(self, text: str, limit: int = 8, offset: int = 0) -> tuple[Suggestion, ...]:
        return tuple(entry.suggestion for entry in self.entries if text in entry.text)[offset : offset + limit]

    def open(self, entry_id: str, focus: tuple[int, int] | None = None) -> Answer | None:
        entry = self._entry(entry_id)
        return _answer("", entry.kind, entry.title, entry) if entry else None

    def context(self, entry_id: str) -> Excerpt | None:
        entry = self._entry(entry_id)
        return Excerpt(("前一句。",), entry.source, ("后一句。",)) if entry else None

    def related(self, entry_id: str, limit: int = 6) -> tuple[Suggestion, ...]:
        return tuple(entry.suggestion for entry in self.entries if entry.entry_id != entry_id)[:limit]

    def headline(self, entry_id: str) -> Suggestion | None:
        entry = self._entry(entry_id)
        return entry.suggestion if entry else None

    @property
    def topics(self) -> tuple[ReminderTopic, ...]:
        """The targets, and the livelihood items without a name, as where an editor named no topic for them."""
        kinds = ((Kind.TARGET, "p-economy", "经济"), (Kind.LIVELIHOOD, "l", ""))
        held = ((key, name, tuple(e.entry_id for e in self.entries if e.kind is kind)) for kind, key, name in kinds)
        return tuple(ReminderTopic(*each) for each in held if each[2])

    @property
    def remindable(self) -> tuple[str, ...]:
        return tuple(entry for topic in self.topics for entry in topic.entries)

    def actual_of(self, entry_id: str) -> Source | None:
        return REACHED.source if entry_id == TARGET.entry_id else None

    def comparable(self, entry_id: str) -> None:
        """Nothing that it knows has two sides."""

    def normal(self, text: str) -> str:
        return text.strip()

    def _entry(self, entry_id: str) -> Known | None:
        return next((entry for entry in self.entries if entry.entry_id == entry_id), None)


def _answer(question: str, kind: Kind, title: str, *entries: Known) -> Answer:
    return Answer(question, Outcome.ANSWER, kind, title, 99, tuple(entry.source for entry in entries), ())
