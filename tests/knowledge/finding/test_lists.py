"""Questions over several entries: what each kind of list selects, and from what."""

from __future__ import annotations

import pytest

from knowledge.finding.lists import MOST, Lists, Selection, growth_of
from knowledge.model import Figure, Kind, Livelihood, Where
from tests.knowledge.finding.conftest import Workshop


def selection(workshop: Workshop, text: str) -> Selection | None:
    question, topic = workshop.ask(text)
    return Lists(workshop.index, workshop.facts, workshop.lexicon).select(question, topic, True, Where.ADDRESSED)


def selected(workshop: Workshop, text: str) -> list[str]:
    """Return the passages that are selected."""
    found = selection(workshop, text)
    return [] if found is None else workshop.texts(found.entries)


def items(workshop: Workshop, text: str) -> list[int]:
    """Return the numbers of the livelihood items that are selected."""
    found = selection(workshop, text)
    entries = [] if found is None else [workshop.index.entries[number] for number in found.entries]
    return [entry.number for entry in entries if isinstance(entry, Livelihood)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("民政厅负责哪几件", [8, 10]),
        ("卫健委牵头哪些实事", [9, 13, 18, 19]),
        ("妇联负责哪几项", [3, 11, 13]),
        ("能源局管哪些", [23, 32]),
        ("住建厅牵头的有哪些", [23, 24, 25, 26, 28]),
        ("生态环境厅负责什么", [28]),
        ("红十字会都干哪几件", [14, 15, 16]),
        ("残联负责哪些民生实事", [2, 12, 14]),
        ("公安厅牵头哪件事", [22]),
        ("内蒙古电力集团负责哪件", [32]),
        ("教育厅管什么", [17]),
    ],
)
def test_a_department_leads_the_items_that_name_it(workshop: Workshop, text: str, numbers: list[int]) -> None:
    assert items(workshop, text) == numbers


@pytest.mark.parametrize(
    "text", ["民政厅", "民政厅长是谁", "民政厅电话多少", "科技厅负责哪几件", "民政厅2022年负责哪几件"]
)
def test_a_department_alone_selects_nothing(workshop: Workshop, text: str) -> None:
    assert items(workshop, text) == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("哪些指标居全国第二", ["固定资产投资增长19.8%", "工业投资增长32.9%", "煤制乙二醇", "滑雪旅游度假地"]),
        ("全国第3的有哪些", ["地区生产总值增长7.3%", "外贸进出口总额增长30.4%"]),
        ("哪些指标排全国第七", ["规上工业增加值增长7.4%"]),
        ("居全国首位的指标有哪些", ["10个全国第1", "居全国首位", "合金材料", "自驾车营地"]),
    ],
)
def test_a_rank_selects_the_passages_that_say_it(workshop: Workshop, text: str, pieces: list[str]) -> None:
    texts = selected(workshop, text)

    assert all(any(piece in passage for passage in texts) for piece in pieces)
    assert all("全国" in passage for passage in texts)


@pytest.mark.parametrize(("rank", "count"), [(1, 6), (2, 5), (3, 2), (6, 1), (7, 1)])
def test_no_rank_selects_another(workshop: Workshop, rank: int, count: int) -> None:
    texts = selected(workshop, f"哪些指标居全国第{rank}")

    assert len(texts) == count
    assert all(f"第{rank}" in passage or (rank == 1 and "首位" in passage) for passage in texts)


@pytest.mark.parametrize("rank", [4, 5, 8])
def test_a_rank_that_nothing_has_selects_nothing(workshop: Workshop, rank: int) -> None:
    assert selection(workshop, f"哪些指标居全国第{rank}") is None


def test_a_superlative_selects_what_is_called_so(workshop: Workshop) -> None:
    texts = selected(workshop, "全球最大的项目有哪些")

    assert len(texts) >= 3
    assert all("全球最大" in passage for passage in texts)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("增长超过40%的指标有哪些", 40),
        ("增长70%以上的有哪些", 70),
        ("哪些指标翻番", 100),
        ("实现翻一番的有哪些", 100),
        ("哪些行业两位数增长", 10),
        ("增长3倍以上的有哪些", 300),
        ("增速超过三成的指标有哪些", 30),
    ],
)
def test_a_threshold_selects_what_grew_by_as_much(workshop: Workshop, text: str, least: float) -> None:
    found = selection(workshop, text)
    assert found is not None
    entries = [workshop.index.entries[number] for number in found.entries]

    assert entries
    for entry in entries:
        assert isinstance(entry, Figure)
        growth = growth_of(entry)
        assert growth is not None
        assert growth >= least


@pytest.mark.parametrize(
    ("title", "percent"),
    [
        ("固定资产投资", 19.8),
        ("新能源装备制造业投资", 120.0),
        ("满洲里综合保税区贸易额", 300.0),
        ("引进到位资金", 40.2),
        ("机电产品出口", 118.9),
        ("粮食产量", None),
        ("生产安全事故起数", None),
        ("群众就医自付费用", None),
    ],
)
def test_growth_is_read_in_percent(workshop: Workshop, title: str, percent: float | None) -> None:
    figure = workshop.index.entries[workshop.number(Kind.FIGURE, title)]

    assert isinstance(figure, Figure)
    assert growth_of(figure) == (None if percent is None else pytest.approx(percent))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("促进群众就业增收方面的民生实事有哪些", [1, 2, 3, 4, 5]),
        ("加强社会保障方面有哪些民生实事", list(range(6, 17))),
        ("优化公共服务的实事有哪些", list(range(17, 23))),
        ("改善居住环境的11件实事是哪些", list(range(23, 34))),
        ("就业增收方面是哪五件实事", [1, 2, 3, 4, 5]),
    ],
)
def test_a_group_selects_its_items(workshop: Workshop, text: str, numbers: list[int]) -> None:
    assert items(workshop, text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("跟残疾人有关的民生实事有哪些", {2, 12}),
        ("面向妇女的民生实事有哪些", {13}),
        ("给老年人办的民生实事有哪些", {8}),
    ],
)
def test_whom_items_are_for_selects_them(workshop: Workshop, text: str, numbers: set[int]) -> None:
    assert numbers <= set(items(workshop, text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("乌兰察布有哪些内容", ["乌兰察布之夜", "乌兰察布要全力建设", "合金材料"]),
        ("报告里提到满洲里的有哪些", ["满洲里综合保税区", "满洲里、二连浩特"]),
        ("报告里关于通辽有哪些内容", ["通辽要加快建设", "赤峰、通辽作为"]),
    ],
)
def test_a_place_selects_the_passages_that_name_it(workshop: Workshop, text: str, pieces: list[str]) -> None:
    texts = selected(workshop, text)

    assert all(any(piece in passage for passage in texts) for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "广东有哪些指标居全国第一",
        "今年粮食产量多少",
        "六个工程是什么",
        "哪些指标居全国第99",
        "增长500倍的有哪些",
        "有哪些",
    ],
)
def test_what_is_no_list_of_the_report_selects_nothing(workshop: Workshop, text: str) -> None:
    assert selection(workshop, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "哪些指标增长超过1%",
        "哪些行业两位数增长",
        "呼和浩特有哪些内容",
        "包头市有哪些内容",
        "卫健委牵头哪些实事",
        "全国第1的有哪些",
    ],
)
def test_a_list_is_in_the_reports_order_and_not_longer_than_fits(workshop: Workshop, text: str) -> None:
    found = selection(workshop, text)
    assert found is not None
    passages = [workshop.index.entries[number].passage.number for number in found.entries]

    assert passages == sorted(passages)
    assert len(set(passages)) == len(passages) <= MOST
