"""What a draft answers before anybody edits it: increments, and the parts of its region."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge import load
from knowledge.model import Outcome
from knowledge.report.build import draft
from knowledge.report.build.names import PLACES, places_of
from tests.knowledge.samples import written

TEXT = """2024年云南省政府工作报告
——2024年1月5日在云南省第十四届人民代表大会第二次会议上
一、2023年工作回顾
地区生产总值增长5%。
"""


def test_a_province_has_its_cities_and_prefectures_with_their_short_forms() -> None:
    places = places_of("云南省")

    assert len(places) == 16
    assert places["昆明市"] == ["昆明"]
    assert places["红河哈尼族彝族自治州"] == ["红河州", "红河"]
    assert places_of("青禾县") == {}


def test_no_place_stands_twice() -> None:
    names = [name for line in yaml.safe_load(PLACES.read_text(encoding="utf-8")).values() for name in line.split()]

    assert len(names) == len(set(names))


def test_what_the_report_says_of_the_province_is_not_said_of_a_city_that_it_does_not_name(tmp_path: Path) -> None:
    library = load(written(tmp_path, draft(TEXT)))

    assert library.ask("云南地区生产总值增长多少").outcome is Outcome.ANSWER
    assert library.ask("大理地区生产总值增长多少").outcome is Outcome.UNSURE


def test_the_departments_of_another_region_are_known_by_what_people_call_them(tmp_path: Path) -> None:
    items = """附件1
民生实事
1.新建养老站15个(牵头单位:省民政厅)。
2.改造危房30户(牵头单位:省住房城乡建设厅、各州、市人民政府)。
3.培训技工500人(牵头单位:省人力资源社会保障厅)。
"""
    library = load(written(tmp_path, draft(TEXT + "二、2024年工作安排\n抓好落实。\n" + items)))

    assert "15个" in library.ask("民政厅牵头办什么").sources[0].text
    assert "30户" in library.ask("住建厅牵头哪些实事").sources[0].text
    assert dict(library.report.departments)["各州、市人民政府"] == ("各州市人民政府", "各州市")


def test_an_increment_answers_by_how_much_something_rises_or_is_added(tmp_path: Path) -> None:
    plan = "二、2024年工作安排\n居民医保人均财政补助标准提高30元。新增高新技术企业15家。\n"
    library = load(written(tmp_path, draft(TEXT + plan)))

    assert library.ask("今年居民医保人均财政补助标准涨多少").sources[0].direct == "提高30元"
    assert "15家" in library.ask("今年新增多少家高新技术企业").sources[0].text
