"""Loading a report: passages with their places, entries with their proof, and faults that name line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.faults import KnowledgeError
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Status, Term, Text
from knowledge.report.loading import MOST_ENTRIES, Knowledge, load_report
from tests.knowledge.samples import SMALL, body, small, whole, written


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_report(SMALL)


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_report(written(folder, text))
    return str(caught.value).splitlines()


def of(knowledge: Knowledge, kind: Kind, title: str) -> Entry:
    return next(entry for entry in knowledge.entries if entry.kind is kind and entry.title == title)


def test_the_report_knows_who_spoke_where_and_when(knowledge: Knowledge) -> None:
    report = knowledge.report

    assert (report.region, report.year, report.date, report.speaker) == ("青禾县", 2022, "2022-02-18", "林青")


def test_every_sentence_has_the_place_a_reader_is_shown(knowledge: Knowledge) -> None:
    places = {passage.text: passage.place for passage in knowledge.passages}

    assert places["政 府 工 作 报 告"] == "标题"
    assert places["现在,我代表县人民政府,向大会报告工作。"] == "开头"
    assert places["一、2021年工作回顾"] == "一、2021年工作回顾"
    assert places["粮食产量12.6亿斤,引进到位资金31亿元、增长14.5%。"] == "一、2021年工作回顾 · 第1段"
    assert places["青山镇游客突破20万人次。"] == "一、2021年工作回顾 · 第2段"
    assert places["新建高标准农田3.5万亩。"] == "二、2022年工作安排 · 第1段"
    assert places["实施“三链工程”,力争引进到位资金36亿元。"] == "二、2022年工作安排 · (一) · 第1段"
    assert places["让我们实干笃行,不负人民!"] == "二、2022年工作安排 · (二) · 第2段"
    assert places["一、教育和养老方面2件"] == "附件1·3件民生实事"
    assert places["3.改造农村公路48公里(牵头责任单位:县交通运输局)。"] == "附件1·3件民生实事 · 第3件"
    assert places["一门通办:群众办事只进一扇门,由综合窗口统一受理。"] == "附件2·名词解释"


def test_passages_are_numbered_in_the_reports_order(knowledge: Knowledge) -> None:
    assert [passage.number for passage in knowledge.passages] == list(range(32))
    order = [(entry.passage.number, entry.start) for entry in knowledge.entries]
    assert order == sorted(order)


def test_each_quote_stands_in_its_passage_where_the_entry_says(knowledge: Knowledge) -> None:
    for entry in knowledge.entries:
        assert entry.passage.text[entry.start : entry.start + len(entry.quote)] == entry.quote
        assert knowledge.passages[entry.passage.number] is entry.passage


def test_an_actual_and_a_target_share_their_indicator(knowledge: Knowledge) -> None:
    actual = of(knowledge, Kind.FIGURE, "地区生产总值")
    target = of(knowledge, Kind.TARGET, "地区生产总值")

    assert isinstance(actual, Figure)
    assert isinstance(target, Figure)
    assert (actual.measure, actual.value, actual.unit, actual.said) == (Measure.GROWTH, 8.2, "%", "增长8.2%")
    assert (actual.status, actual.period, actual.rank) == (Status.ACTUAL, 2021, "全市第2")
    assert (target.status, target.period, target.said) == (Status.TARGET, 2022, "增长7%以上")


def test_a_figure_of_a_place_is_titled_by_it(knowledge: Knowledge) -> None:
    assert of(knowledge, Kind.FIGURE, "青山镇游客").passage.text == "青山镇游客突破20万人次。"


def test_a_term_has_its_parts_and_an_item_its_measures(knowledge: Knowledge) -> None:
    term = of(knowledge, Kind.TERM, "三链工程")
    item = of(knowledge, Kind.LIVELIHOOD, "新建村级养老服务站15个")

    assert isinstance(term, Term)
    assert term.parts == ("延链工程", "补链工程", "强链工程")
    assert isinstance(item, Livelihood)
    assert (item.number, item.group) == (2, "教育和养老方面")
    assert [(m.amounts, m.departments) for m in item.measures] == [
        (("15个",), ("县民政局",)),
        (("6000人次",), ("县卫生健康局", "县残疾人联合会")),
    ]


def test_every_passage_is_an_entry_of_itself_unless_it_is_a_term_an_item_or_an_editor_wrote_one(
    knowledge: Knowledge,
) -> None:
    texts = {entry.passage.number for entry in knowledge.entries if isinstance(entry, Text)}
    listed = {entry.passage.number for entry in knowledge.entries if entry.kind in (Kind.TERM, Kind.LIVELIHOOD)}
    edited = of(knowledge, Kind.TEXT, "四好农村路通到每个村")

    assert listed
    assert not texts & listed
    assert sorted(texts | listed) == list(range(32))
    assert (edited.quote, edited.start, edited.asks) == ("“四好农村路”通到每个村", 12, ("村里通公路了吗",))


def test_ids_are_short_unique_and_the_same_after_a_reload(knowledge: Knowledge) -> None:
    ids = [entry.id for entry in knowledge.entries]

    assert len(set(ids)) == len(ids)
    assert all(len(one) <= 12 and one.isascii() for one in ids)
    assert ids == [entry.id for entry in load_report(SMALL).entries]
    assert of(knowledge, Kind.TERM, "三链工程").id == "teb4e63497e"


FIGURE = (
    "figures:\n"
    "  - {indicator: 修路, measure: level, value: 48, unit: 公里, said: 48公里, period: 2024, status: target, "
)


def test_an_id_lasts_when_its_quote_is_corrected_and_is_anothers_in_another_report(tmp_path: Path) -> None:
    def target(quote: str, region: str = "青禾县") -> str:
        text = body("今年修路48公里。", entries=f"{FIGURE}quote: {quote}}}\n").replace("青禾县", region)
        return of(load_report(written(tmp_path, text)), Kind.TARGET, "修路").id

    assert target("修路48公里") == target("今年修路48公里")
    assert target("修路48公里") != target("修路48公里", "丙县")


def test_two_entries_that_say_the_same_keep_different_ids(tmp_path: Path) -> None:
    twice = "passages:\n  - {quote: 修路, title: 路}\n  - {quote: 修路, title: 路}\n"
    loaded = load_report(written(tmp_path, body("今年修路架桥。", entries=twice)))

    assert len({entry.id for entry in loaded.entries}) == len(loaded.entries) == 3


def test_a_near_tells_which_of_two_equal_quotes_is_meant(tmp_path: Path) -> None:
    entries = "passages:\n  - {quote: 修路48公里, near: 今年修路48公里}\n"
    loaded = load_report(written(tmp_path, body("去年修路48公里。今年修路48公里。", entries=entries)))

    assert [entry.passage.number for entry in loaded.entries if entry.quote == "修路48公里"] == [2]


def test_a_glossary_entry_on_two_lines_is_one_passage(tmp_path: Path) -> None:
    text = """\
format: 1
report: {title: 政府工作报告, region: 青禾县, year: 2022}
text:
  - section: 注释
    kind: glossary
    paragraphs: ["［1］两新：", 设备更新和以旧换新。, "［2］两重：", 重大战略和安全能力。]
terms:
  - {name: 两新, quote: "［1］两新：\\n设备更新和以旧换新。"}
"""
    passages = load_report(written(tmp_path, whole(text))).passages

    assert [passage.text for passage in passages] == [
        "注释",
        "［1］两新：\n设备更新和以旧换新。",
        "［2］两重：",
        "重大战略和安全能力。",
    ]


def test_what_a_web_page_adds_is_no_passage_but_keeps_its_lines(tmp_path: Path) -> None:
    clutter = '  - {section: "", kind: clutter, paragraphs: [分享到, 相关文章]}\n'
    loaded = load_report(written(tmp_path, body("今年修路48公里。", entries=clutter)))

    assert [passage.text for passage in loaded.passages] == ["一、2021年工作回顾", "今年修路48公里。"]
    assert [section.lines for section in loaded.sections][1] == ("分享到", "相关文章")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("status: target", "status: aim"), "status: expected one of actual, target, not aim"),
        (
            ("measure: growth", "measure: speed"),
            "measure: expected one of level, growth, increment, share, rank, not speed",
        ),
        (("value: 8.2", "value: 约8.2"), "value: expected a number"),
        (("value: 8.2", "value: true"), "value: expected a number"),
        (("period: 2021", "period: 2021.5"), "period: expected a whole number"),
        (("period: 2021", "period: 21"), "period: expected a number of at least 1900"),
        (("said: 增长8.2%", "said: 8.2"), "said: expected text: put a number in quotation marks"),
        (("said: 增长8.2%", "said: ''"), "said: expected some text, not an empty one"),
        (("said: 增长8.2%", "said:"), "said: this key is missing"),
        (("aliases: [GDP, 经济增速]", "aliases: GDP"), "aliases: expected a list"),
        (("aliases: [GDP, 经济增速]", "aliases: [GDP, [经济]]"), "aliases[1]: expected text, not a list"),
    ],
)
def test_a_wrong_value_is_told_with_what_was_expected(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    [line] = faults_of(tmp_path, small(change))

    place, key, message = line.split(": ", 2)
    assert place.startswith("report.yaml:")
    assert f"{key}: {message}".split(".", 1)[1] == words


@pytest.mark.parametrize(
    "wrong", ["2024-13-45", "2023-02-29", "20220218", "2022-2-18", "2022-02-18 09:00", "二月十八日"]
)
def test_a_date_that_the_calendar_does_not_have_is_refused(tmp_path: Path, wrong: str) -> None:
    [line] = faults_of(tmp_path, small(("date: 2022-02-18", f"date: {wrong!r}")))

    assert line == "report.yaml:8: report.date: expected a valid date, such as 2024-01-30"


@pytest.mark.parametrize("region", ["region: ~", "region:", "region: ''", "region: ' '"])
def test_a_report_without_a_region_is_refused(tmp_path: Path, region: str) -> None:
    assert faults_of(tmp_path, small(("region: 青禾县", region))) == [
        "report.yaml:5: report.region: the region has no name: expected one such as 内蒙古自治区"
    ]


def test_a_text_of_very_many_sentences_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path, body("好。" * MOST_ENTRIES)) == [
        f"report.yaml:1: this makes {MOST_ENTRIES + 1} entries, counting each sentence of the text: "
        f"expected at most {MOST_ENTRIES}"
    ]


def test_where_the_text_differs_from_the_plain_text_beside_it_is_known(tmp_path: Path) -> None:
    path = written(tmp_path, body("今年修路48公里。"))
    plain = "一、2021年工作回顾\n今年修路48公里。\n"

    assert load_report(path).differences == ()
    written(tmp_path, plain, "report.txt")
    assert load_report(path).differences == ()
    written(tmp_path, plain.replace("48", "49"), "report.txt")
    assert [str(fault) for fault in load_report(path).differences] == [
        "report.yaml:7: text[0].paragraphs[0]: this line differs from report.txt: “8公里。” here, “9公里。” there"
    ]


def test_a_fault_names_the_line_of_the_value(tmp_path: Path) -> None:
    assert faults_of(tmp_path, small(("value: 8.2", "value: 约8.2"))) == [
        "report.yaml:68: figures[0].value: expected a number"
    ]


def test_an_unknown_key_is_told_with_the_known_ones(tmp_path: Path) -> None:
    assert faults_of(tmp_path, small(("    parts:", "    part:"))) == [
        "report.yaml:52: terms[0].part: this key is unknown: expected one of quote, near, aliases, asks, name, parts"
    ]
    assert faults_of(tmp_path, small(("  year: 2022", "  year: 2022\n  yaer: 1"))) == [
        "report.yaml:8: report.yaer: this key is unknown: expected one of title, region, region_names, year, date, "
        "occasion, speaker, speaker_title, places, departments, examples"
    ]


def test_a_line_with_a_colon_wants_quotation_marks(tmp_path: Path) -> None:
    assert faults_of(tmp_path, small(('"各位代表:"', "各位代表:"))) == [
        "report.yaml:19: text[0].paragraphs[3]: expected text: put words with a colon in quotation marks"
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("quote: 粮食产量12.6亿斤", "quote: 粮食产量12.7亿斤"),
            ["figures[1].said: “12.6亿斤” isn't in the quote: expected words of it",
             "figures[1].quote: this quote isn't in the text: expected a verbatim piece of it"],
        ),
        (
            ("quote: 地区生产总值增长7%以上", "quote: 地区生产总值"),
            ["figures[5].said: “增长7%以上” isn't in the quote: expected words of it",
             "figures[5].quote: this quote appears in the text more than once: expected a near that appears once"],
        ),
        (
            ("near: 今年推出3件民生实事", "near: 民生实事"),
            ["figures[8].near: this near appears in the text more than once: expected a longer piece that appears "
             "once"],
        ),
        (
            ("near: 今年推出3件民生实事", "near: 今年推出"),
            ["figures[8].near: this near doesn't contain the quote: expected a longer piece around it"],
        ),
        (
            ("quote: 粮食产量12.6亿斤", "quote: 居全市第2。粮食产量12.6亿斤"),
            ["figures[1].quote: this quote spans several passages: expected a piece of one sentence or paragraph"],
        ),
        (("rank: 全市第2", "rank: 全省第2"), ["figures[0].rank: “全省第2” isn't in the quote: expected words of it"]),
        (
            ("补链工程, 强链", "减链工程, 强链"),
            ["terms[0].parts[1]: “减链工程” isn't in the quote: expected words of it"],
        ),
        (
            ("departments: [县教育局]", "departments: [县财政局]"),
            ["livelihood[0].measures[0].departments[0]: “县财政局” isn't in the quote: expected words of it"],
        ),
    ],
)  # fmt: skip
def test_what_the_text_does_not_say_is_never_loaded(tmp_path: Path, change: tuple[str, str], words: list[str]) -> None:
    assert [line.split(": ", 1)[1] for line in faults_of(tmp_path, small(change))] == words


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    changed = small(
        ("status: actual", "status: done"), ("year: 2022", "year: 22"), ("asks: [三链工程", "ask: [三链工程")
    )

    assert [line.split(":")[1] for line in faults_of(tmp_path, changed)] == ["7", "54", "72"]
