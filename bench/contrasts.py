"""Questions made from a report's own figures, pairwise: one that a figure answers, and its contrast that nothing does.

`python -m bench.contrasts` writes those about our report to contrasts.jsonl. A contrast changes one thing that a figure
says: its measure, its subject's sibling, a restriction, its place, its year, or it asks for what reports seldom hold.
What else the report might answer it with is looked for first, so that a contrast that isn't sure is left out.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import pairwise

from bench.question_sets import HOME, KNOWLEDGE, QuestionCase
from knowledge import Library, load
from knowledge.language.words import read_contrasts
from knowledge.model import Figure, Measure, Status

CONTRASTS = HOME / "contrasts.jsonl"
EACH = 45  # contrasts of a kind about one report, at most

# What a report that speaks of the first seldom says of the others; a name with one of them gets another in its place.
SIBLINGS = read_contrasts(
    [
        ("农村牧区/农村/农牧民", "城镇/城市"),
        ("收入", "支出", "利润"),
        ("出口", "进口"),
        ("猪肉", "牛肉", "羊肉", "禽肉"),
        ("玉米", "大豆", "小麦", "马铃薯"),
        ("住院", "门诊"),
        ("户籍", "常住"),
        ("起数", "死亡人数", "受伤人数"),
        ("工业投资", "房地产投资", "民间投资"),
        ("高速公路", "国道", "铁路"),
        ("小学", "初中", "高中", "幼儿园"),
        ("风电", "光伏", "火电", "水电"),
        ("存款", "贷款"),
        ("总产值", "增加值", "营业收入"),
        ("新增", "关停"),
    ]
)
RESTRICTIONS = {
    "人均": "收入|总值|消费|产量|面积|支出|零售",
    "农村": "收入|就业|消费|居民|失业|人口",
    "青年": "收入|就业|失业|居民|人口",
    "女性": "就业|失业|居民|人口|职工|人才",
    "民营企业": "投资|出口|利润|研发|增加值|总值|贸易|企业",
    "外资企业": "投资|出口|利润|研发|增加值|总值|贸易|企业",
    "规上": "企业|利润|税收|服务业",
}
UNSAID = {
    "reason": ("{name}为什么是这个数", "{name}这么多是什么原因"),
    "person": ("{name}的负责人是谁", "{name}由谁担任组长"),
    "contact": ("{name}的咨询电话是多少", "{name}的网址发一下"),
    "advice": ("{name}值不值得关注,我该不该买相关股票", "{name}哪家好,推荐一下"),
    "opinion": ("你觉得{name}怎么样", "你怎么看{name}"),
    "date": ("{name}是几月几号公布的", "{name}具体哪天完成的"),
}
MEMBERS = ("这{count}{noun}分别叫什么名字", "{noun}的名单有吗,{count}都是哪些")
_COUNT = re.compile(r"^\d+(?:\.\d+)?[个家所座条项件只支名位处]$")
_HEAD = re.compile(r"^(?:新增|新建|完成|实施|建成|改造|培育|打造|引进|推进|新开通|新开工)")
_LEVEL_NOUN = re.compile("(?:额|量|产值|人数|面积|里程|规模|收入|投资|产量|总值)$")


class Maker:
    """Makes the questions about one report; the same `seed` makes the same ones."""

    def __init__(self, library: Library, most: int = EACH, seed: int = 7) -> None:
        self._library, self._most = library, most
        self._choice = random.Random(seed)
        self._figures = [entry for entry in library.entries if isinstance(entry, Figure)]
        self._text = "".join(entry.passage.text for entry in library.entries)
        self._told: dict[str, set[str]] = {}
        for figure in self._figures:
            told = self._told.setdefault(figure.indicator, set())
            told.add(figure.measure.value)
            told.update(["growth"] if figure.change else [], ["rank"] if figure.rank else [])

    def pairs(self) -> Iterator[QuestionCase]:
        """Yield at most so many contrasts of each kind, and as many questions that a figure answers."""
        kinds = {
            "measure": self._measures,
            "subject": self._siblings,
            "restriction": self._restrictions,
            "place": self._places,
            "year": self._years,
            "total": self._totals,
            "aspect": self._unsaid,
            "members": self._members,
        }
        for kind, make in kinds.items():
            made = [(text, figure) for figure in self._figures for text in make(figure)]
            self._choice.shuffle(made)
            for number, (text, figure) in enumerate(made[: self._most]):
                yield self._case(f"{kind}{number}", text, kind, None)
                yield self._case(f"{kind}{number}a", self._answered(figure), kind, figure)

    def _case(self, name: str, text: str, kind: str, figure: Figure | None) -> QuestionCase:
        asked = figure.status.value if figure and figure.status is Status.TARGET else "figure"
        return {
            "id": name,
            "q": text,
            "kind": asked if figure else "silent",
            "gold": [figure.quote] if figure else [],
            "style": "plain",
            "where": "private",
            "note": kind,
        }

    def _when(self, figure: Figure) -> str:
        year = self._library.report.year
        words = {year: ("今年", f"{year}年"), year - 1: ("去年", f"{year - 1}年", "")}
        told = figure.since == figure.period
        return self._choice.choice(words.get(figure.period, ("",))) if told else ""

    def _answered(self, figure: Figure) -> str:
        """A question that the figure answers, in the words of its name."""
        when = self._when(figure)
        asks = {
            Measure.LEVEL: ("{when}{name}是多少", "{name}{when}有多少", "{name}{when}多少{unit}"),
            Measure.INCREMENT: ("{when}{name}多少", "{name}{when}多少{unit}"),
            Measure.GROWTH: ("{when}{name}增长多少", "{name}{when}增速是多少", "{name}{when}变化了百分之几"),
            Measure.SHARE: ("{when}{name}是多少", "{name}{when}是百分之几"),
            Measure.RANK: ("{name}在全国排第几", "{name}位次"),
        }[figure.measure]
        unit = figure.unit if figure.unit not in ("%", "") else ""
        return self._choice.choice(asks).format(when=when, name=f"{figure.place}{self._name(figure)}", unit=unit)

    @staticmethod
    def _name(figure: Figure) -> str:
        return figure.indicator.removeprefix(figure.place) if figure.place else figure.indicator

    def _measures(self, figure: Figure) -> Iterator[str]:
        """Another measure than the report tells of the indicator, anywhere."""
        told, name, when = self._told[figure.indicator], figure.indicator, self._when(figure)
        if "growth" not in told and not re.search("增|降|倍|率|%", figure.passage.text):
            yield f"{name}{when}增长了百分之几"
            yield f"{when}{name}同比增速是多少"
        if not told & {"level", "increment", "share"} and _LEVEL_NOUN.search(name):
            yield f"{when}{name}总共多少亿"
            yield f"{name}{when}一共是多少"
        if "rank" not in told and not re.search("第|位|列", figure.passage.text):
            yield f"{name}居全国第几"
            yield f"{when}{name}在全国排名第几"

    def _siblings(self, figure: Figure) -> Iterator[str]:
        for (contrast, side), word in SIBLINGS.of(figure.indicator).items():
            others = [w for w, (c, s) in SIBLINGS.sides.items() if c == contrast and s != side]
            for other in others:
                name = figure.indicator.replace(word, other)
                if other not in self._text or not self._says_near(name, other):
                    yield self._answered(figure).replace(word, other)

    def _says_near(self, name: str, word: str) -> bool:
        """Whether any passage with `word` has half of the pairs of `name`: it might answer."""
        pairs = {a + b for a, b in pairwise(name)}
        texts = (e.passage.text for e in self._figures if word in e.passage.text)
        return any(2 * sum(pair in text for pair in pairs) >= len(pairs) for text in texts)

    def _restrictions(self, figure: Figure) -> Iterator[str]:
        for word, names in RESTRICTIONS.items():
            if not re.search(names, figure.indicator):
                continue
            said = word in figure.passage.text or any(word in f.indicator for f in self._figures)
            if not said and word[:2] not in figure.indicator:
                yield f"{self._when(figure)}{word}{figure.indicator}是多少"

    def _places(self, figure: Figure) -> Iterator[str]:
        """The same of a place of the region that no passage with half of the name's pairs names."""
        places = [names[0] if names else place for place, names in self._library.report.places[:40]]
        places = places or sorted({each.place for each in self._figures if each.place})
        if not figure.place:
            for place in self._choice.sample(places, min(2, len(places))):
                if not self._says_near(figure.indicator, place):
                    yield f"{place}{self._answered(figure)}"

    def _years(self, figure: Figure) -> Iterator[str]:
        year = self._library.report.year
        periods = {f.period for f in self._figures if f.indicator == figure.indicator}
        for other in (year + 2, year - 3, year, year - 1):
            if other not in periods and str(other) not in figure.passage.text and figure.since == figure.period:
                yield f"{other}年{figure.indicator}是多少"

    def _totals(self, figure: Figure) -> Iterator[str]:
        added = re.match("新增|新建|新开工|新认定", figure.indicator)
        if added and figure.measure is not Measure.GROWTH:
            noun = figure.indicator.removeprefix(added[0])
            if not any(f.indicator in (noun, f"{noun}总数") for f in self._figures):
                yield f"现在一共有多少{noun}"
                yield f"{noun}总数是多少"

    def _unsaid(self, figure: Figure) -> Iterator[str]:
        aspect = self._choice.choice(list(UNSAID))
        yield self._choice.choice(UNSAID[aspect]).format(name=figure.indicator)

    def _members(self, figure: Figure) -> Iterator[str]:
        count = f"{figure.value:g}{figure.unit}"
        noun = _HEAD.sub("", figure.indicator)
        if _COUNT.match(count) and figure.value > 2 and "、" not in figure.passage.text and len(noun) > 1:
            yield self._choice.choice(MEMBERS).format(count=count, noun=noun)


def contrasts(library: Library, most: int = EACH) -> list[QuestionCase]:
    """Return the questions about one report, at most so many contrasts of a kind, each text once."""
    return list({case["q"]: case for case in Maker(library, most).pairs()}.values())


def main() -> None:
    """Write the questions about our report."""
    lines = (json.dumps(case, ensure_ascii=False) for case in contrasts(load(KNOWLEDGE)))
    CONTRASTS.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")


if __name__ == "__main__":
    main()
