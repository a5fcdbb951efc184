"""Whose report a text is, and of which year."""

from __future__ import annotations

import pytest

from knowledge.faults import KnowledgeError
from knowledge.report.build import draft
from knowledge.report.build.identity import identify

OCCASION = "在青禾县第三届人民代表大会第二次会议上"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["2025年青禾县政府工作报告", "各位代表:"], 2025),
        (["政府工作报告(2025年)", "各位代表:"], 2025),
        (["政府工作报告", f"——2024年12月28日{OCCASION}", "一、2024年工作回顾", "二、2025年工作安排"], 2025),
        (["政府工作报告", f"——2024年12月28日{OCCASION}", "2024年青禾县政府工作报告"], 2024),
        (["政府工作报告", f"(二〇二三年一月十日{OCCASION})"], 2023),
        (["白河县2026年政府工作报告", "政府工作报告", f"——2024年1月5日{OCCASION}", "一、2023年工作回顾"], 2024),
        (["政府工作报告", "一、2016年工作回顾"], 2017),
        (["政府工作报告", f"——２０２４年１月５日{OCCASION}", "一、２０２３年工作回顾"], 2024),
        (["2019年政府工作报告", "2027年政府工作报告", "一、过去五年工作回顾", "刚刚过去的 2016年,众志成城。"], 2017),
        (["政府工作报告", "粮食产量达到1954万斤。"], 0),
    ],
)
def test_the_year_is_the_one_that_title_headings_and_date_agree_on(lines: list[str], year: int) -> None:
    assert identify(lines)["year"] == year


def test_titles_in_a_pages_navigation_are_not_the_reports() -> None:
    navigation = [f"{name}县2026年政府工作报告" for name in "甲乙丙丁戊己庚辛壬癸"] * 4

    found = identify([*navigation, "青禾县政府工作报告", f"——2024年1月5日{OCCASION}", "县长 林青", "各位代表:"])

    assert (found["year"], found["region"], found["date"], found["speaker"]) == (2024, "青禾县", "2024-01-05", "林青")


def test_a_report_whose_year_nothing_tells_is_refused_with_a_question() -> None:
    with pytest.raises(KnowledgeError, match="which year is this report of"):
        draft("政府工作报告\n今年很好。\n")


def test_the_year_may_be_given_or_stand_in_the_files_name() -> None:
    assert "  year: 1987\n" in draft("政府工作报告\n今年很好。\n", year=1987)
    assert "  year: 1988\n" in draft("政府工作报告\n今年很好。\n", name="qinghe-1988.txt")
