"""A hand-written engine for the surfaces over it: a few questions, and what the real one might say to them."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model import Answer, Kind, Outcome, Report, Source, Suggestion, Where

REPORT = Report(
    title="政府工作报告",
    region="内蒙古自治区",
    region_names=("内蒙古", "内蒙"),
    year=2024,
    date="2024-01-30",
    occasion="内蒙古自治区第十四届人民代表大会第二次会议",
    speaker="王莉霞",
    speaker_title="自治区主席",
    examples=("六个工程是什么", "哪些指标居全国第2", "红烧排骨怎么做"),
)

GROWTH = Source(
    entry_id="f1",
    title="地区生产总值",
    text="——主要经济指标增速位居全国第一方阵。地区生产总值增长7.3%、居全国第3、创2010年以来最好位次,人均地区生产总值突破10万元;",
    place="一、过去一年工作回顾 · 第3段",
    highlights=((19, 37),),
    direct="增长7.3%",
    kind=Kind.FIGURE,
    year=2023,
)
INVESTMENT = Source(
    entry_id="f2",
    title="固定资产投资",
    text="固定资产投资增长19.8%、居全国第2;",
    place="一、过去一年工作回顾 · 第3段",
    highlights=((0, 19),),
    direct="增长19.8%",
    kind=Kind.FIGURE,
    year=2023,
)
TERM = Source(
    entry_id="t1",
    title="六个工程",
    text="“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。",
    place="附件2",
    highlights=((1, 5),),
    direct="",
    kind=Kind.TERM,
)
ITEM = Source(
    entry_id="l1",
    title="建设保障性租赁住房1.69万套",
    text="26.建设保障性租赁住房1.69万套,为2万户城镇住房保障家庭发放租赁补贴(牵头责任单位:自治区住房和城乡建设厅)。",
    place="附件1 · 第26件",
    highlights=(),
    direct="",
    kind=Kind.LIVELIHOOD,
    number=26,
)
ODD = Source(
    entry_id="x1",
    title="<b>𠮷</b> & co",
    text="𠮷𠮷<script>alert(1)</script>是什么",
    place="<i>附件</i>",
    highlights=((1, 2),),
    direct="",
)
SUGGESTION = Suggestion("f1", "地区生产总值", "地区生产总值增长7.3%、居全国第3", Kind.FIGURE, year=2023)


def one(question: str, kind: Kind, source: Source) -> Answer:
    return Answer(question, Outcome.ANSWER, kind, source.title, 96, (source,), ())


class FakeEngine:
    """Knows the questions of `answers`; holds back at a question that begins with 近, and breaks at one with 坏."""

    def __init__(self) -> None:
        self.entries = (TERM, GROWTH, INVESTMENT, ITEM, ODD)
        self.asked: list[tuple[str, Where]] = []
        self._answers = {
            "六个工程是什么": (Kind.TERM, (TERM,), "六个工程"),
            "去年地区生产总值增长多少": (Kind.FIGURE, (GROWTH,), "地区生产总值"),
            "哪些指标居全国第2": (Kind.LIST, (INVESTMENT, GROWTH), "居全国第2"),
            "第26件": (Kind.LIVELIHOOD, (ITEM,), ITEM.title),
            "怪": (Kind.TEXT, (ODD,), ODD.title),
        }

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
        self.asked.append((text, where))
        normal = self.normal(text)
        if text.startswith("坏"):
            raise ZeroDivisionError(text)
        if text in self._answers:
            kind, sources, title = self._answers[text]
            return Answer(text, Outcome.ANSWER, kind, title, 96, sources, (), normal=normal)
        if where is Where.GROUP:
            return Answer(text, Outcome.SILENT, None, "", 12, (), (), normal=normal)
        near = (SUGGESTION,) if text.startswith("近") else ()
        return Answer(text, Outcome.UNSURE, None, "", 31, (), near, normal=normal)

    def comparable(self, entry_id: str) -> None:
        """Nothing that it knows has two sides."""

    def normal(self, text: str) -> str:
        return text.strip()

    def open(self, entry_id: str, focus: tuple[int, int] | None = None) -> Answer | None:
        return one(GROWTH.title, Kind.FIGURE, GROWTH) if entry_id == "f1" else None
