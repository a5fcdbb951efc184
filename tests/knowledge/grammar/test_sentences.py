"""What the reader understands of a sentence's values."""

from __future__ import annotations

import pytest

from knowledge.grammar.sentences import read


def named(sentence: str) -> list[tuple[str, float, str, str]]:
    return [(one.subject, one.value, one.unit, one.measure) for one in read(sentence).figures]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "实际使用外资11.6亿元、增长11.3%。",
            [("实际使用外资", 11.6, "亿元", "level"), ("实际使用外资", 11.3, "%", "growth")],
        ),
        (
            "新增高新技术企业15家、科技型中小企业216家。",
            [("新增高新技术企业", 15, "家", "increment"), ("新增科技型中小企业", 216, "家", "increment")],
        ),
        (
            "货运量、客运量分别增长3.5倍和2.5倍。",
            [("货运量", 3.5, "倍", "growth"), ("客运量", 2.5, "倍", "growth")],
        ),
        (
            "青山镇和白河镇游客均增长10%。",
            [("青山镇", 10, "%", "growth"), ("白河镇游客", 10, "%", "growth")],
        ),
        ("碳汇交易量8万吨、交易额27万元。", [("碳汇交易量", 8, "万吨", "level"), ("碳汇交易额", 27, "万元", "level")]),
        (
            "煤炭产量8.3亿吨、占全省34.5%。",
            [("煤炭产量", 8.3, "亿吨", "level"), ("煤炭产量占全省比重", 34.5, "%", "share")],
        ),
        (
            "低保、特困供养标准分别从209元、280元提高到217元、290元。",
            [
                ("低保标准", 209, "元", "level"),
                ("特困供养标准", 280, "元", "level"),
                ("低保标准", 217, "元", "level"),
                ("特困供养标准", 290, "元", "level"),
            ],
        ),
        ("基础养老金月最低标准提高20元。", [("基础养老金月最低标准", 20, "元", "increment")]),
        ("新建中小学校、幼儿园89所。", [("新建中小学校、幼儿园", 89, "所", "level")]),
        ("198项服务事项实现跨境通办。", [("跨境通办服务事项", 198, "项", "level")]),
        ("6600多万纳税人受益。", [("受益纳税人", 6600, "万人", "level")]),
        ("地区生产总值增长百分之七点三。", [("地区生产总值", 7.3, "%", "growth")]),
        ("完成投资１２.５亿元,存款1,234万元。", [("投资", 12.5, "亿元", "level"), ("存款", 1234, "万元", "level")]),
    ],
)
def test_a_value_has_its_subject_and_measure(sentence: str, expected: list[tuple[str, float, str, str]]) -> None:
    assert named(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "推广5G应用,培育世界500强。",
        "为0—6岁儿童和65岁以上老人体检。",
        "落实常态化防控措施[6]。",
        "今年是建国75周年。",
        "用13年时间基本实现现代化。",
        "C919投入运营。",
    ],
)
def test_names_ages_footnotes_and_durations_are_no_figures(sentence: str) -> None:
    assert named(sentence) == []


def test_a_quote_holds_its_subject_value_and_change() -> None:
    sentence = "全省货运量8亿吨、增长3%。"

    assert [sentence[one.start : one.end] for one in read(sentence).figures] == ["货运量8亿吨、增长3%", "增长3%"]
