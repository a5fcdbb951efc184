"""Of what time a figure is, and whether it was reached or is aimed at: from its clause, else its paragraph, else its
chapter. Words for time such as 五年来, 到2030年 or 十五五 become the first and the last year that they mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.grammar.numerals import numeral, years_in_digits
from knowledge.grammar.sentences import Measurement

_FIVE_YEARS = ("九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五", "十六五")
_FIRST_PLAN = 1996  # of 九五; each is five years
_PLAN_NAME = "“?(?P<plan>(?:十[一二三四五六]|[九十])五)(?:”|(?=时期|期间|规划|以来|末|收官))"
_COMPARED = r"(?<![比较同])"
_SPAN = re.compile(
    rf"(?P<from>(?:19|20)\d\d)\s*年?[-—－~～至到](?P<to>(?:19|20)\d\d)\s*年|{_COMPARED}{_PLAN_NAME}(?P<rest>时期|"
    rf"期间|规划期|以来|末|累计|年均|共|全省|全区|全市|[，,、])(?!开局|收官)|"
    r"(?:过去|近|这|最近|今后|未来)?(?P<count>[二三四五六七八九十两]+|[2-9])年(?P<ago>来|间|"
    r"以来)|(?:过去|近|这|最近)的?(?P<past>[二三四五六七八九十两]+|[2-9])年|"
    r"(?:今后|未来)(?P<ahead>[二三四五六七八九十]+)年|"
    rf"{_COMPARED}(?P<by>到|至)?(?P<year>(?:19|20)\d\d)\s*年(?!的[\d一二三四五六七八九.]+倍|以来|度?(?:末|底)?相比|版)|{_COMPARED}(?P<last>去年|"
    rf"上年|过去一年|过去的一年|一年来)|(?P<this>今年|当年|年内|本年)"
)
_BASE = re.compile(r"(?:比|较)((?:19|20)\d\d)\s*年")
_AVERAGE = re.compile(r"年均|平均每年|每年平均")
_MOST_YEARS = 30
_REVIEW = re.compile(r"回顾|过去|成就|以来|取得|成效|总结|完成情况|进展|成绩|[是为]极不平凡")
_PLAN = re.compile(
    r"安排|任务|目标|要求|今年|今后|打算|部署|建设|主要工作|重点工作|工作重点|思路|取向|考虑|"
    r"展望|规划|下一步|举措|意见|做好|推进|加强|加快"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*年)")
_REACHED = re.compile(r"达|接近|至|到|突破|超过|为|稳定|保持|位居|居|占|有")
_FLOW = re.compile(
    r"累计|新增|净增|新建|建成|完成|改造|新开工|投入|发放|引进|培育|治理|修复|处置|减免|建设|实施|增发|总共|共"
)
_STOCK = re.compile(
    r"率$|总量$|规模$|保有量|里程$|人口$|寿命$|总数$|存量$|占比$|比重$|水平$|总值$|标准$|总产量$|产量$|收入$|面积$|装机"
)
_YEARLY = re.compile(r"年(?:营业)?(?:营收|收入|产值|总产值|工业总产值|产量|产能|交易额|销售额|利润)$")
_ANNUAL = re.compile(
    r"(?:居民|人均|农民)[^,，]{0,8}收入$|生产总值$|增加值$|总产值$|零售总额$|预算收入$|财政收入$|进出口总[额值]$|[存贷]款余额$"
)
_AIM = re.compile(
    r"力争|确保|预期目标|争取|计划(?:安排|要求|于|在|到|新|完|投|实|建|用)|拟(?:于|在|新|安排)|将(?:于|"
    r"在|新|建|实|完|达|投|超|突)|明年|下一步|有望在"
)
_STATED = re.compile(
    r"已经|已(?!经)|现有|目前|眼下|还有|仍有|流经|[我全本][国区省市县州](?:现|共|还|就)?有|"
    r"占(?:全[国区省市县])?(?:常住|户籍|总)人口|年初(?:以来)|截至"
)
_RATE_OF = re.compile("[%％]的[^，,。]{2,12}率")  # 44.6%的城镇化率 is how it is
_STATED_BEHIND = re.compile("已经|已全部|占(?:全[国省市区县])?(?:常住|户籍|总)人口")
_WANTED = re.compile(r"力争|确保|要|将|争取|努力|计划|拟|达到\d.*以上|目标")
_OPENING = re.compile(
    rf"(?P<several>五年来|[这过]去?的?五年|的五年|五年(?:接续|历程|间|里)|{_PLAN_NAME}(?:时期|"
    rf"期间|以来|顺利收官|圆满收官)|(?P<ahead>今后五年|未来五年))|"
    r"(?P<one>(?:这|过去|过去的|刚刚过去的)一年|一年来|刚刚过去的(?:19|20)\d\d年|(?<![比较])今年|"
    r"^(?:各位代表[!！，,])?(?:19|20)\d\d年(?:是|，|,|全|我|工作|政府|经济))"
)
_PAUSE = re.compile("[，,。;；]")
_FROM_YEAR = re.compile(r"(?<=[由从])(?:19|20)\d\d年(?=的?\d[^，,。;；]*[到至])")  # the year of the value before
_LONGEST_OPENER = 60


def _period_told(text: str, end: int, year: int, *, plans: bool) -> tuple[tuple[int, int] | None, bool]:
    """Return the years that the last words for time before `end` tell, and whether as 到2030年.

    `year` is the report's; `plans` tells that the chapter speaks of what is ahead.
    """
    found: tuple[int, int] | None = None
    by = False
    for one in _SPAN.finditer(text, 0, end):
        if text[max(0, one.start() - 1) : one.start()] in ("比", "较"):
            continue
        years = _years(one, year, plans=plans)
        if years and 1900 <= years[0] <= years[1] <= 2100:
            found, by = years, bool(one.groupdict().get("by"))
    return found, by


def several_years(words: str, year: int, *, plans: bool) -> tuple[int, int] | None:
    """Return the several years that words speak of."""
    for one in _SPAN.finditer(words):
        years = _years(one, year, plans=plans)
        if years and years[0] < years[1]:
            return years
    return None


def _years(found: re.Match[str], year: int, *, plans: bool) -> tuple[int, int] | None:
    """Return the first and last year of an expression of time in the report of `year`."""
    group = found.groupdict()
    if group["from"]:
        return int(group["from"]), int(group["to"])
    if group["plan"]:
        return _years_of_plan(group["plan"], group["rest"], year, plans=plans)
    if group["year"] or group["last"]:
        one = int(group["year"]) if group["year"] else year - 1
        return one, one
    if group["this"]:
        return (year, year) if plans else None
    count = group["count"] or group["past"] or group["ahead"] or "0"
    number = int(count) if count.isdigit() else numeral(count.replace("两", "二"))
    if not 1 < number <= _MOST_YEARS:
        return None
    return (year, year + number - 1) if group["ahead"] else (year - number, year - 1)


def _years_of_plan(name: str, rest: str | None, year: int, *, plans: bool) -> tuple[int, int]:
    """Return the years of a five-year plan such as 十四五; a review speaks of those that are over."""
    first = _first_year_of(name)
    last = first + 4
    if rest == "末":
        return last, last
    return (first, min(last, year - 1)) if first < year and not plans else (first, last)


def _first_year_of(plan: str) -> int:
    """Return the first of the five years of a plan such as 十四五."""
    return _FIRST_PLAN + 5 * _FIVE_YEARS.index(plan)


@dataclass(frozen=True, slots=True)
class When:
    """A period from the year `since` to the year `until`; both are the same for a single year."""

    since: int
    until: int
    status: str
    doubt: str = ""

    @property
    def period(self) -> int | str:
        """The period as a report file has it."""
        return self.until if self.since == self.until else f"{self.since}-{self.until}"


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What chapter and paragraph say of the time of their figures; `year` is the report's."""

    year: int
    plans: bool = False
    since: int = 0  # of several years; 0 for a single one
    until: int = 0
    known: bool = False  # a heading told

    def default(self) -> tuple[int, int]:
        """Return the first and last year of a figure that tells none itself."""
        if self.since:
            return self.since, self.until
        one = self.year if self.plans else self.year - 1
        return one, one

    def under(self, heading: str) -> TimeContext:
        """Return the context of what stands under a chapter's heading; one that says nothing continues this one."""
        heading = years_in_digits(heading)
        years = {int(year) for year in _YEAR.findall(heading)}
        reviews, plans = _REVIEW.search(heading) is not None, _PLAN.search(heading) is not None
        if self.year in years or re.search("今年|今后|未来", heading):
            plans, reviews = True, reviews and self.year not in years
        elif years and max(years) < self.year and not ("目标" in heading and not reviews):
            plans, reviews = False, True
        elif reviews:
            plans = False
        if not (reviews or plans):
            return replace(self, since=0, until=0) if self.known else self
        span = several_years(heading, self.year, plans=plans)
        alone = span and not years & {self.year, self.year - 1}
        since, until = span if span and alone else (0, 0)
        return TimeContext(self.year, plans, since, until, known=True)

    def opened(self, paragraph: str) -> TimeContext:
        """Return the context of a paragraph, which its first words may change, for itself and those behind it."""
        told = list(_OPENING.finditer(years_in_digits(paragraph[:_LONGEST_OPENER])))
        if not told:
            return self
        if told[-1].group("one"):
            return replace(self, since=0, until=0)
        plan = told[-1].group("plan")
        first = _first_year_of(plan) if plan else self.year - 5
        if told[-1].group("ahead") or (self.plans and not plan):
            first = self.year
        if first < self.year and self.plans:
            return self
        return replace(self, since=first, until=first + 4 if first >= self.year else min(first + 4, self.year - 1))

    def when(self, sentence: str, figure: Measurement) -> When:
        """Return the period and status of a figure of `sentence`, which stands in this context."""
        sentence = years_in_digits(sentence)
        clause = _clause(sentence, figure)
        told_in = sentence if figure.before else _FROM_YEAR.sub(_blank, sentence[: figure.said[1]])
        span, by = _period_told(told_in, figure.said[1], self.year, plans=self.plans)
        if self.plans and span and span[1] < self.year and _WANTED.search(clause):
            span = None
        status = self._status(sentence, clause, figure, span)
        since, until = span or self._default(status)
        if _AVERAGE.search(figure.verb) and since == until and not (self.plans and until == self.year):
            base = _BASE.search(sentence)
            since = int(base.group(1)) + 1 if base and int(base.group(1)) < until else until - 4
        elif (
            figure.measure in ("growth", "increment")
            and (told := _BASE.search(clause))
            and int(told.group(1)) < until - 1
        ):
            since = int(told.group(1)) + 1
        elif since < until and not by and _is_stock(figure, clause):
            since = until
        if figure.unit == "年" and "连续" in clause and figure.value < 100:
            since = until - int(figure.value) + 1
        if figure.before:
            return self._before(since, until, status)
        doubt = "" if span or self.known else "neither its clause nor its chapter tells the time"
        return When(since, until, status, doubt)

    def _default(self, status: str) -> tuple[int, int]:
        if (status == "target") == self.plans:
            return self.default()
        return (self.year, self.year) if status == "target" else (self.year - 1, self.year - 1)

    def _before(self, since: int, until: int, status: str) -> When:
        """Return the time of the value from which another one was reached."""
        earlier = since - 1 if since < until or not self.since else self.since - 1
        return When(earlier, earlier, "actual", "the value before: its year is taken from the other one's")

    def _status(self, sentence: str, clause: str, figure: Measurement, span: tuple[int, int] | None) -> str:
        if span and span[1] > self.year:
            return "target"
        if not self.plans:
            if not self.known and _AIM.search(clause):
                return "target"
            aims = _AIM.search(clause) is not None
            return "target" if aims and not (span and span[1] < self.year) else "actual"
        if span and span[1] < self.year:
            return "actual"
        stated = (
            _RATE_OF.match(sentence, figure.said[1] - 1)
            or _STATED.search(clause)
            or _STATED_BEHIND.search(_PAUSE.split(sentence[figure.said[1] :])[0])
        )
        if stated and not _WANTED.search(clause):
            return "actual"
        return "target"


def _base_year(clause: str) -> int:
    """Return the year that a clause compares with, as 比2020年增长; 0 for none."""
    base = _BASE.search(clause)
    return int(base.group(1)) if base else 0


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _clause(sentence: str, figure: Measurement) -> str:
    """Return the part of a sentence between full pauses or commas that holds a figure."""
    start = max(sentence.rfind(sign, 0, figure.said[0]) for sign in "，,。;；:：") + 1
    return sentence[start : figure.said[1]]


def _is_stock(figure: Measurement, clause: str) -> bool:
    """Tell whether a figure of several years is of their end, as 达到 is, and not of all of them, as 累计 is."""
    if figure.measure in ("growth", "increment"):
        return False
    if figure.measure in ("rank", "share"):
        return not re.search("累计", clause)
    summed = re.search("累计|共|总计|五年|年均", clause)
    if _YEARLY.search(figure.subject) or (_ANNUAL.search(figure.subject) and not summed):
        return True
    if _FLOW.search(clause):
        return bool(re.search("达到?\\d|增至|提高到|提升到|达$", figure.verb)) and not re.search(
            "累计|完成|新增|建成", clause
        )
    return bool(_REACHED.search(figure.verb)) or bool(_STOCK.search(figure.subject))
