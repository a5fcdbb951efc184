"""Drafting a report file from plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.report.build import draft
from knowledge.report.build.livelihood import title
from knowledge.report.check import check
from knowledge.report.document import parse
from knowledge.report.loading import examine
from knowledge.report.schema import FileForm, validate
from tests.knowledge.samples import HERE, SMALL_TEXT, written

SHAPES = yaml.safe_load((HERE / "shapes.yaml").read_text(encoding="utf-8"))


def drafted(text: str) -> FileForm:
    return validate(parse(draft(text, name="2024.txt"), "draft"), FileForm)


def test_a_draft_ends_with_what_shows_that_it_is_whole_and_names_a_region_to_be_filled_in() -> None:
    lines = draft("一、2023年工作回顾\n今年很好。\n").splitlines()

    assert lines[-1] == "end: true  # stays the last line: it shows that the file was saved whole"
    assert "  region: ''" in lines


@pytest.fixture(scope="module")
def plain() -> str:
    return SMALL_TEXT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def form(plain: str) -> FileForm:
    return drafted(plain)


def test_a_draft_passes_the_check(tmp_path: Path, plain: str) -> None:
    written(tmp_path, plain, "report.txt")

    assert check(written(tmp_path, draft(plain))).faults == ()


def test_the_head_tells_who_spoke_where_and_when(form: FileForm) -> None:
    assert form.report.model_dump() == {
        "title": "政府工作报告",
        "region": "青禾县",
        "region_names": ("青禾县", "青禾", "全县", "我县"),
        "year": 2022,
        "date": "2022-02-18",
        "occasion": "青禾县第三届人民代表大会第二次会议",
        "speaker": "林青",
        "speaker_title": "县长",
        "places": {},
        "departments": {
            "县交通运输局": ("交通运输局", "交通局"),
            "县卫生健康局": ("卫生健康局", "卫健局"),
            "县教育局": ("教育局",),
            "县残疾人联合会": ("残疾人联合会", "残联"),
            "县民政局": ("民政局",),
        },
        "examples": (),
    }


def test_sections_are_recognised_by_their_headings(form: FileForm) -> None:
    assert [(section.section, section.kind, len(section.paragraphs)) for section in form.text] == [
        ("", "body", 5),
        ("一、2021年工作回顾", "body", 2),
        ("二、2022年工作安排", "body", 4),
        ("附件1", "livelihood", 6),
        ("附件2", "glossary", 4),
    ]


def test_terms_have_the_parts_that_their_name_counts(form: FileForm) -> None:
    assert [(term.name, term.parts) for term in form.terms] == [
        ("三链工程", ("延链工程", "补链工程", "强链工程")),
        ("四好农村路", ("建好", "管好", "护好", "运营好农村公路")),
        ("一门通办", ()),
    ]


def test_items_have_their_group_amounts_and_departments(form: FileForm) -> None:
    assert [(item.number, item.group) for item in form.livelihood] == [
        (1, "教育和养老方面"),
        (2, "教育和养老方面"),
        (3, "出行方面"),
    ]
    assert [(one.quote, one.amounts, one.departments) for one in form.livelihood[1].measures] == [
        ("新建村级养老服务站15个", ("15个",), ("县民政局",)),
        ("为80岁以上老人免费体检6000人次", ("6000人次",), ("县卫生健康局", "县残疾人联合会")),
    ]


def test_figures_have_their_words_as_data(form: FileForm) -> None:
    assert [
        (one.indicator, one.measure, one.value, one.unit, one.said, one.change or one.rank, one.status, one.period)
        for one in form.figures
    ] == [
        ("地区生产总值", "growth", 8.2, "%", "增长8.2%", "全市第2", "actual", 2021),
        ("地区生产总值", "rank", 2, "", "全市第2", "", "actual", 2021),
        ("粮食产量", "level", 12.6, "亿斤", "12.6亿斤", "", "actual", 2021),
        ("引进到位资金", "level", 31, "亿元", "31亿元", "增长14.5%", "actual", 2021),
        ("引进到位资金", "growth", 14.5, "%", "增长14.5%", "", "actual", 2021),
        ("农村户厕改造", "level", 1200, "个", "1200个", "", "actual", 2021),
        ("青山镇游客", "level", 20, "万人次", "突破20万人次", "", "actual", 2021),
        ("地区生产总值", "growth", 7, "%", "增长7%以上", "", "target", 2022),
        ("新建高标准农田", "level", 3.5, "万亩", "3.5万亩", "", "target", 2022),
        ("引进到位资金", "level", 36, "亿元", "36亿元", "", "target", 2022),
        ("民生实事", "level", 3, "件", "3件", "", "target", 2022),
        ("新建幼儿园", "level", 4, "所", "4所", "", "target", 2022),
        ("新增学位", "level", 960, "个", "960个", "", "target", 2022),
        ("新建村级养老服务站", "level", 15, "个", "15个", "", "target", 2022),
        ("为80岁以上老人免费体检", "level", 6000, "人次", "6000人次", "", "target", 2022),
        ("农村公路改造", "level", 48, "公里", "48公里", "", "target", 2022),
    ]


def test_dates_names_and_ordinals_are_no_figures() -> None:
    form = drafted("一、2023年工作回顾\n修通G5511线,落实“1+8”方案,办好12345热线。1月30日召开第8次会议,到50年代还在。\n")

    assert form.figures == ()
    assert [(one.quote, one.reason) for one in form.no_figure] == [
        ("一、2023年工作回顾", "reference"),
        ("修通G5511线", "name"),
        ("落实“1+8”方", "name"),
        ("办好12345热线", "name"),
        ("1月30日召开第", "date"),
        ("日召开第8次会议", "ordinal"),
        ("到50年代还在", "date"),
    ]


def test_a_count_before_its_noun_is_named_by_the_noun() -> None:
    form = drafted(
        "一、2023年工作回顾\n45个世界500强和22个民营企业来投资,保障了29个省份。包头市地区生产总值增长10%。\n"
    )

    assert [(one.indicator, one.value, one.place) for one in form.figures] == [
        ("来投资世界500强", 45, ""),
        ("来投资民营企业", 22, ""),
        ("省份", 29, ""),
        ("包头市地区生产总值", 10, "包头市"),
    ]


def test_a_goal_for_a_later_year_is_of_that_year() -> None:
    form = drafted("二、2024年工作安排\n到2025年装机达到1.5亿千瓦。\n")

    assert [(one.status, one.period, one.value) for one in form.figures] == [("target", 2025, 1.5)]


@pytest.mark.parametrize("glossary", SHAPES["glossaries"].values(), ids=SHAPES["glossaries"])
def test_glossaries_are_recognised_by_their_shape(tmp_path: Path, glossary: str) -> None:
    path = written(tmp_path, draft("青禾县政府工作报告\n一、2023年工作回顾\n今年很好。\n" + glossary))

    assert [term.name for term in drafted(glossary).terms] == ["两新", "10种有色金属", "5+2之家"]
    assert check(path).faults == ()


@pytest.mark.parametrize(
    ("item", "called"),
    [
        ("新增婴幼儿托位1.5万个,每个旗县至少1所", "新增婴幼儿托位"),
        ("建设好4个国家区域医疗中心", "国家区域医疗中心"),
        ("基本养老保险参保人数达到1769万人", "基本养老保险参保人数"),
        ("完成100个人口1000人以上行政村生活垃圾集中处理", "行政村生活垃圾集中处理"),
        ("稳定和扩大就业\n年度目标:新增就业50万人以上", "稳定和扩大就业"),
        ("为农村牧区和城镇低保家庭适龄妇女提供“两癌”应筛尽筛、应查尽查的检查", ""),
    ],
)
def test_an_item_is_called_by_its_heading_or_by_what_it_counts(item: str, called: str) -> None:
    assert title(item) == called


@pytest.mark.parametrize("items", SHAPES["lists"].values(), ids=SHAPES["lists"])
def test_livelihood_lists_are_recognised_by_their_shape(items: str) -> None:
    form = drafted("一、2025年工作回顾\n一年来很好。\n" + items)

    assert [item.number for item in form.livelihood] == [1, 2, 3]
    assert [item.measures[0].amounts for item in form.livelihood] == [("50公里",), ("3所",), ("5个",)]


def test_items_inside_a_glossary_entry_are_found() -> None:
    form = drafted("名词解释\n1.两新：设备更新。\n2.2026年3件民生实事：修路，建校，建站。\n3.双碳：达峰与中和。\n")

    assert [(item.number, item.quote) for item in form.livelihood] == [(1, "修路"), (2, "建校"), (3, "建站")]


def test_what_the_web_page_adds_becomes_no_entry() -> None:
    page = ["下载", "打印", "【字号：", "加大", "2026年某省政府工作报告", "来源：某日报"]
    report = ["一、2025年工作回顾", "很好。"]
    text = "\n".join([*page, *report, "分享到：", "12-03", "2024年某县政府工作报告"])
    document = parse(draft(text), "draft")
    knowledge = examine(document).knowledge

    assert [passage.text for passage in knowledge.passages] == [
        "2026年某省政府工作报告",
        "一、2025年工作回顾",
        "很好。",
    ]
    assert "\n".join(line for section in knowledge.sections for line in section.lines) == text


def test_a_quote_that_stands_twice_gets_what_stands_around_it() -> None:
    form = drafted("一、2023年工作回顾\n修路5公里。\n二、2024年工作安排\n修路5公里。\n")

    assert [(one.quote, bool(one.near), one.status) for one in form.figures] == [
        ("修路5公里", True, "actual"),
        ("修路5公里", True, "target"),
    ]


_LINES = st.lists(st.sampled_from(SHAPES["pieces"]), max_size=6).map("".join)


@settings(max_examples=15)  # each is drafted twice
@given(st.lists(_LINES, max_size=20).map("\n".join) | st.text(max_size=100))
@example("")
@example("1\n1")
@example("名词解释\n甲:乙丙丁戊\n甲:乙丙丁戊")
def test_any_text_becomes_a_file_that_loads_and_needs_no_second_draft(text: str) -> None:
    result = draft(text, name="2024.txt")
    faults = examine(parse(result, "draft")).faults

    assert {fault.key for fault in faults} <= {"report.region"}  # which the editor names where the text doesn't
    assert draft(text, result) == result


@pytest.mark.parametrize(
    "plan",
    [
        "今年办好五件民生实事:一是新建学校5所;二是改造危房30户。三是建桥;四是通水;五是通电。",
        "今年集中力量办好5件民生实事。\n1.新建学校5所。资金到位。\n2.改造危房30户。\n3.建桥。\n4.通水。\n5.通电。",
    ],
    ids=["in a paragraph", "a paragraph each"],
)
def test_livelihood_items_are_found_in_the_plan_too(tmp_path: Path, plan: str) -> None:
    text = f"青禾县政府工作报告\n一、2023年工作回顾\n过去一年,5件民生实事全部完成。\n二、2024年工作安排\n{plan}\n"
    form = drafted(text)

    assert [(item.number, item.quote) for item in form.livelihood][:2] == [(1, "新建学校5所"), (2, "改造危房30户")]
    assert len(form.livelihood) == 5
    assert check(written(tmp_path, draft(text))).faults == ()


def test_a_line_that_a_page_broke_within_a_sentence_is_joined_to_it() -> None:
    form = drafted("二、2024年工作安排\n今年经济社会发展的\n主要目标\n是:粮食产量达到5亿斤。\n一是抓好农业。\n")

    assert form.text[-1].paragraphs == ("今年经济社会发展的\n主要目标\n是:粮食产量达到5亿斤。", "一是抓好农业。")
