"""Checking a report file: what is wrong beyond loading, with file, line and reason, and how much is covered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.report.check import check
from knowledge.report.check.values import agrees
from tests.knowledge.samples import SMALL, SMALL_TEXT, body, small, whole, written


def faults_of(folder: Path, *changes: tuple[str, str], text: str | None = None) -> list[str]:
    """Return what `check` says of the small report's file with these changes, without the file's name and line."""
    path = written(folder, small(*changes))
    if text is not None:
        written(folder, text, "report.txt")
    return [str(fault).split(": ", 1)[1] for fault in check(path).faults]


def test_a_right_file_has_no_faults_and_its_entries_and_numbers_are_counted() -> None:
    report = check(SMALL)

    assert report.faults == ()
    assert report.counts is not None
    assert report.counts == {
        "passages": 32,
        "glossary terms": 3,
        "their parts": 7,
        "actual figures": 5,
        "target figures": 4,
        "livelihood items": 3,
        "their measures": 4,
        "passages with names or questions": 1,
        "aliases": 8,
        "ways people ask": 6,
        "numbers in the text": 32,
        "… in figures": 11,
        "… in terms and livelihood items": 9,
        "… listed as no figure": 12,
        "… not covered": 0,
    }


def test_a_fault_has_file_line_key_and_reason(tmp_path: Path) -> None:
    [fault] = check(written(tmp_path, small(("value: 8.2", "value: 8.3")))).faults

    assert (fault.file, fault.line, fault.key) == ("report.yaml", 68, "figures[0].value")
    assert str(fault) == "report.yaml:68: figures[0].value: 8.3 % isn't what “增长8.2%” says"


def test_a_file_that_cannot_be_read_has_faults_and_no_counts(tmp_path: Path) -> None:
    report = check(written(tmp_path, "format: 1\nformat: 1\nend: true\n"))

    assert [str(fault) for fault in report.faults] == [
        "report.yaml:2: format: this key appears twice: expected it once"
    ]
    assert report.counts is None


def test_what_loading_refuses_is_told_with_everything_else(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("parts: [延链", "parts: [减链"), ("value: 12.6", "value: 12.7")) == [
        "terms[0].parts[0]: “减链工程” isn't in the quote: expected words of it",
        "figures[1].value: 12.7 亿斤 isn't what “12.6亿斤” says",
    ]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("增长8.2%", 8.2, "%"),
        ("增长近3倍", 3, "倍"),
        ("1700多公里", 1700, "公里"),
        ("100万人份", 100, "万人份"),
        ("近1.4万亿元", 14000, "亿元"),
        ("突破2.3亿人次", 2.3, "亿人次"),
        ("30余项", 30, "项"),
        ("下降5.7％", 5.7, "%"),
        ("居全国首位", 1, ""),
        ("全国第3", 3, ""),
        ("提高0.8个百分点", 0.8, "个百分点"),
        ("八大产业", 8, "大产业"),
    ],
)
def test_value_and_unit_may_be_what_is_said(said: str, value: float, unit: str) -> None:
    assert agrees(said, value, unit)


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("增长8.2%", 8.2, "亿元"),
        ("31亿元", 31, "万元"),
        ("31亿元", 30, "亿元"),
        ("12.6亿斤", 2.6, "亿斤"),
        ("不少", 1, ""),
    ],
)
def test_value_and_unit_may_not_be_anything_else(said: str, value: float, unit: str) -> None:
    assert not agrees(said, value, unit)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["亿元", "%", "个", "万人次", "倍"]))
def test_a_whole_number_agrees_with_itself_and_not_with_the_next(value: int, unit: str) -> None:
    assert agrees(f"达到{value}{unit}以上", value, unit)
    assert not agrees(f"达到{value}{unit}以上", value + 1, unit)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("period: 2021", "period: 2023"),
            "figures[0].period: an actual of 2023: expected 2022 or earlier",
        ),
        (
            ("period: 2022", "period: 2021"),
            "figures[5].period: a target of 2021: expected 2022 or later",
        ),
        (
            ("  - quote: 2021年,全县\n    reason: date\n", ""),
            "text[1].paragraphs[0]: nothing covers the number 2021 in “21年工作回顾 2021年,全县地区生产”: "
            "expected an entry or a no_figure",
        ),
        (
            ("  - quote: 附件2\n", "  - quote: 附件3\n"),
            "text[4].section: nothing covers the number 2 in “运输局)。 附件2 《政府工作报告”: "
            "expected an entry or a no_figure",
        ),
        (
            ("aliases: [只进一扇门]", "aliases: [只进一扇门, 经济增速]"),
            "figures[0].aliases[1]: “经济增速” also names the term 一门通办: expected a name for one thing only",
        ),
        (
            ("aliases: [厕所改造]", "aliases: [厕所改造，改厕]"),
            "figures[3].aliases[0]: “厕所改造，改厕” has a full-width comma: expected an English one between two names",
        ),
        (
            ("aliases: [厕所改造]", "aliases: [厕所改造, “·”]"),
            "figures[3].aliases[1]: ““·”” has only signs: expected a name with letters or digits",
        ),
        (
            ("aliases: [厕所改造]", "aliases: [厕所\u200b改造]"),
            "figures[3].aliases[0]: an invisible character (U+200B) in “厕所\u200b改造”: expected none",
        ),
        (
            ("aliases: [厕所改造]", "aliases: [粮食产量]"),
            "figures[3].aliases[0]: “粮食产量” also names the indicator 粮食产量: expected a name for one thing only",
        ),
        (
            ("aliases: [四好公路]", "aliases: [“四好农村路”]"),
            "terms[1].aliases[0]: ““四好农村路”” repeats a name of this entry: expected another one",
        ),
        (
            ("title: 四好农村路通到每个村", "title: 四好农村路"),
            "passages[0].title: “四好农村路” also names the term 四好农村路: expected a name for one thing only",
        ),
        (
            ("group: 出行方面", "group: 教育和养老方面"),
            "livelihood[2].group: expected “出行方面”, the heading above the item",
        ),
        (
            ("一、教育和养老方面2件\n      -", "一、教育和养老方面3件\n      -"),
            "text[3].paragraphs[1]: this group says 3 items but has 2",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    assert words in faults_of(tmp_path, change)


@pytest.mark.parametrize(
    ("status", "period", "fault"),
    [
        ("actual", 2020, "an actual of 2020, which its passage doesn't name: expected 2021"),
        ("actual", 2022, "an actual of 2022, which its passage doesn't name: expected 2021"),
        ("target", 2024, "a target of 2024, which its passage doesn't name: expected 2022"),
        ("actual", 2021, ""),
        ("target", 2022, ""),
        ("actual", 2019, ""),
        ("target", 2025, ""),
    ],
)
def test_a_period_other_than_the_usual_one_stands_in_the_passage(
    tmp_path: Path, status: str, period: int, fault: str
) -> None:
    figure = (
        f"{{indicator: 公路, measure: level, value: 48, unit: 公里, said: 48公里, quote: 修路48公里, status: {status}, "
    )
    path = written(
        tmp_path,
        body("比2019年好,到2025年修路48公里,共12024户。", entries=f"figures:\n  - {figure}period: {period}}}\n"),
    )
    told = [str(one) for one in check(path).faults if "period" in one.key]

    assert told == ([f"report.yaml:9: figures[0].period: {fault}"] if fault else [])


def test_an_item_shares_the_names_of_an_indicator_it_speaks_of(tmp_path: Path) -> None:
    """The livelihood list promises what the year before has figures of, under the same names."""
    named = ("[县交通运输局]", "[县交通运输局]\n    aliases: [厕所改造]")

    assert faults_of(tmp_path, named, ("indicator: 农村户厕改造", "indicator: 改造农村公路")) == []
    assert faults_of(tmp_path, named) == [
        "livelihood[2].aliases[0]: “厕所改造” also names the indicator 农村户厕改造: expected a name for one thing only"
    ]


def test_an_item_without_entry_and_an_entry_without_item_are_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("  - number: 3", "  - number: 4")) == [
        "text[3].paragraphs[5]: item 3 has no entry: expected one under livelihood",
        "livelihood[2].number: the text's list has no item 4: expected 1 to 3",
    ]
    assert faults_of(tmp_path, ("  - number: 3", "  - number: 2")) == [
        "text[3].paragraphs[5]: item 3 has no entry: expected one under livelihood",
        "livelihood[1].number: item 2 appears 2 times: expected it once",
        "livelihood[2].number: item 2 appears 2 times: expected it once",
        "livelihood[2].group: expected “教育和养老方面”, the heading above the item",
    ]


def test_a_list_that_counts_itself_wrongly_is_told(tmp_path: Path) -> None:
    changes = ("青禾县2022年3件民生实事清单\n      -", "青禾县2022年5件民生实事清单\n      -")

    assert "text[3].paragraphs[0]: the list says 5 items but has 3" in faults_of(tmp_path, changes)


def test_a_glossary_paragraph_without_term_is_told(tmp_path: Path) -> None:
    gone = "  - name: 一门通办\n    quote: 一门通办:群众办事只进一扇门,由综合窗口统一受理。\n    parts: []\n"
    rest = "    aliases: [只进一扇门]\n    asks: [一门通办是什么意思]\n"

    assert faults_of(tmp_path, (gone + rest, "")) == [
        "text[4].paragraphs[3]: this paragraph of the glossary is in no term: expected an entry under terms"
    ]


def test_a_no_figure_wants_a_number_that_stands_in_the_text_once(tmp_path: Path) -> None:
    quotes = ("修路", "48", "49")
    entries = "no_figure:\n" + "".join(f'  - {{quote: "{quote}", reason: name}}\n' for quote in quotes)
    path = written(tmp_path, body("去年修路48公里。今年再修48公里。", entries=entries))

    assert [str(fault).split(": ", 1)[1] for fault in check(path).faults][-3:] == [
        "no_figure[0].quote: this quote contains no number: expected one that does",
        "no_figure[1].quote: this quote appears in the text more than once: expected a near that appears once",
        "no_figure[2].quote: this quote isn't in the text: expected a verbatim piece of it",
    ]


def test_one_figure_twice_is_told(tmp_path: Path) -> None:
    again = small().split("figures:\n")[1].split("  - indicator: 粮食产量")[0]

    assert faults_of(tmp_path, ("livelihood:\n  - number", again + "livelihood:\n  - number")) == [
        "figures[9]: this figure appears twice: expected it once, as figures[0]"
    ]


def test_the_plain_text_beside_the_file_must_be_the_same(tmp_path: Path) -> None:
    text = SMALL_TEXT.read_text(encoding="utf-8")

    assert faults_of(tmp_path, text=text) == []
    assert faults_of(tmp_path, text=text.replace("增长8.2%", "增长8.3%")) == [
        "text[1].paragraphs[0]: this line differs from report.txt: "
        "“2%、居全市第2。粮食产量12.6亿斤,引进到位资金31亿元…” here, "
        "“3%、居全市第2。粮食产量12.6亿斤,引进到位资金31亿元…” there"
    ]
    assert faults_of(tmp_path, text=text.replace("县长 林青\n", "")) == [
        "text[0].paragraphs[2]: this line isn't in report.txt: “县长 林青”"
    ]
    assert faults_of(tmp_path, text=text.replace("附件2\n", "附件2\n新的一行\n")) == [
        "text[4].paragraphs[0]: before this, report.txt has a line that is missing here: “新的一行”"
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("date: 2022-02-18", "date: ~"),
        ("speaker: 林青", "speaker:"),
        ("    aliases: [厕所改造]", "    aliases: null"),
        ("    place: 青山镇", "    place: ~"),
        ("        departments: [县教育局]", "        departments: ~"),
    ],
)
def test_a_key_without_a_value_is_told_on_its_line(tmp_path: Path, change: tuple[str, str]) -> None:
    path = written(tmp_path, small(change))
    [fault] = [fault for fault in check(path).faults if "no value" in fault.message]

    assert fault.message == "this key has no value: expected one, or no such key"
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1].strip() == change[1].strip()


@pytest.mark.parametrize("given", ["2022-01-05", "2022-12-31", "2021-12-28"])
def test_a_report_is_given_in_its_year_or_shortly_before_it(tmp_path: Path, given: str) -> None:
    assert faults_of(tmp_path, ("date: 2022-02-18", f"date: {given}")) == []


@pytest.mark.parametrize("given", ["2024-02-18", "2021-02-18"])
def test_a_date_of_another_year_is_told(tmp_path: Path, given: str) -> None:
    assert faults_of(tmp_path, ("date: 2022-02-18", f"date: {given}")) == [
        f"report.date: {given} can't be the date of 2022's report: expected one in 2022 or in the last months before it"
    ]


def test_every_example_must_be_answered(tmp_path: Path) -> None:
    examples = "\n  examples: [第2件民生实事是什么, 明天会下雨吗]"
    assert faults_of(tmp_path, ("  speaker_title: 县长", f"  speaker_title: 县长{examples}")) == [
        "report.examples[1]: “明天会下雨吗” isn't answered: expected a question whose answer the report has"
    ]


def test_an_empty_example_is_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("  speaker_title: 县长", '  speaker_title: 县长\n  examples: [" "]')) == [
        "report.examples[0]: expected some text, not an empty one"
    ]


def test_examples_of_a_report_without_text_are_told_too(tmp_path: Path) -> None:
    text = "format: 1\nreport: {title: 报告, region: 青禾县, year: 2022, examples: [问]}\n"
    path = written(tmp_path, whole(text))
    assert [fault.key for fault in check(path).faults] == ["report.examples[0]"]
