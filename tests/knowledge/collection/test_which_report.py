"""Which of several reports answers: the one that is named, else the one chosen; a year leads to who covers it."""

from __future__ import annotations

import pytest

from knowledge import Collection
from knowledge.model import Answer, Outcome, Reason, Where


def told(answer: Answer) -> tuple[str, str]:
    """Which report is said to answer, and the beginning of what answers."""
    if answer.outcome is not Outcome.ANSWER:
        return answer.outcome.value, ""
    source = answer.sources[0]
    assert answer.report is not None
    assert source.report == answer.report
    assert source.place.startswith(f"{answer.report.name} · ")
    return answer.report.key, source.direct or source.text[:12]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("GDP目标是多少", ("青禾县2025", "增长6.5%左右")),
        ("去年GDP增长多少", ("青禾县2025", "增长6.3%")),
        ("柳川市GDP目标是多少", ("柳川市2025", "增长5%以上")),
        ("柳川去年粮食产量", ("柳川市2025", "达到210万吨")),
        ("Liuchuan GDP目标是多少", ("柳川市2025", "增长5%以上")),
        ("liu chuan city GDP target", ("柳川市2025", "增长5%以上")),
        ("liuchuan qunian liangshi chanliang", ("柳川市2025", "达到210万吨")),
        ("2024年报告里GDP目标是多少", ("青禾县2024", "增长6%左右")),
        ("去年的报告里粮食产量是多少", ("青禾县2024", "达到31.5万吨")),
        ("青禾县24年的政府工作报告提到的双链工程是什么", ("青禾县2024", "")),
    ],
)
def test_a_report_is_named_by_its_region_and_its_year(
    collection: Collection, question: str, answers: tuple[str, str]
) -> None:
    report, direct = told(collection.engine().ask(question))
    assert report == answers[0]
    assert direct.startswith(answers[1])


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("去年GDP目标是多少", ("青禾县2024", "增长6%左右")),
        ("2024年城镇新增就业的目标是多少", ("青禾县2024", "4500人")),
        ("2024年城镇新增就业多少人", ("青禾县2025", "4380人")),
        ("2023年城镇新增就业多少人", ("青禾县2024", "4200人")),
        ("去年的民生实事有哪些", ("青禾县2024", "1.新建幼儿园4所")),
        ("今年的民生实事有哪些", ("青禾县2025", "1.新建村级养老服务")),
    ],
)
def test_a_year_that_another_report_covers_is_answered_from_that_one(
    collection: Collection, question: str, answers: tuple[str, str]
) -> None:
    report, direct = told(collection.engine().ask(question))
    assert report == answers[0]
    assert direct.startswith(answers[1])


def test_last_year_and_this_year_are_those_of_the_report_that_is_chosen(collection: Collection) -> None:
    older = collection.engine("青禾县2024")
    assert told(older.ask("去年GDP增长多少")) == ("青禾县2024", "增长5.2%")
    assert told(older.ask("今年GDP目标是多少")) == ("青禾县2024", "增长6%左右")
    assert told(older.ask("2025年GDP目标是多少")) == ("青禾县2025", "增长6.5%左右")


def test_a_report_that_is_not_there_is_not_answered_by_another(collection: Collection) -> None:
    answer = collection.engine().ask("柳川2024年报告的GDP目标")
    assert answer.outcome is Outcome.UNSURE
    assert answer.conflict is not None
    assert (answer.conflict.reason, answer.conflict.asked, answer.conflict.found) == (
        Reason.REPORT,
        "柳川市2024",
        "2025",
    )
    assert collection.engine().ask("柳川2024年报告的GDP目标", Where.GROUP).outcome is Outcome.SILENT


@pytest.mark.parametrize("question", ["2019年GDP增长多少", "上海GDP目标是多少", "口袋公园是什么"])
def test_what_the_report_meant_does_not_say_no_other_report_says_for_it(collection: Collection, question: str) -> None:
    assert told(collection.engine().ask(question)) == ("unsure", "")


def test_a_follow_up_asks_the_same_of_another_region_or_year(collection: Collection) -> None:
    engine = collection.engine()
    before = engine.ask("GDP目标是多少").about
    assert told(engine.ask("那柳川呢", before=before)) == ("柳川市2025", "增长5%以上")
    assert told(engine.ask("2024年的目标呢", before=before)) == ("青禾县2024", "增长6%左右")
    assert told(engine.ask("那2023年呢", before=before)) == ("青禾县2024", "增长5.2%")


def test_a_follow_up_stays_with_the_report_that_answered(collection: Collection) -> None:
    engine = collection.engine()
    before = engine.ask("柳川GDP目标是多少").about
    assert told(engine.ask("去年呢", before=before)) == ("柳川市2025", "增长4.8%")
    assert told(engine.ask("今年粮食产量的目标是多少", before=before))[0] == "青禾县2025"


def test_an_entry_is_found_by_its_id_whichever_report_was_chosen(collection: Collection) -> None:
    shown = collection.engine().ask("柳川的口袋公园是什么").about[0]
    opened = collection.engine("青禾县2024").open(shown)
    assert opened is not None
    assert told(opened)[0] == "柳川市2025"


def test_browsing_and_reminders_are_of_the_report_chosen(collection: Collection) -> None:
    chosen = collection.engine("柳川市2025")
    holders = {collection.holder(entry_id) for entry_id in chosen.remindable}
    assert {each.key for each in holders if each} == {"柳川市2025"}


def test_one_report_alone_needs_no_name(collection: Collection) -> None:
    alone = Collection(collection.members[:1]).engine()
    answer = alone.ask("GDP目标是多少")
    assert answer.report is None
    assert answer.sources[0].place == "二、2025年工作安排 · 第1段"
