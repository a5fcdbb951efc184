"""What people write after /remind: the time and the days, or why they can't be told."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from handlers.reminding.cues import load_cues
from handlers.reminding.when import LONGEST, Off, Times, Unclear, When
from knowledge.faults import KnowledgeError
from tests.knowledge.samples import written


@pytest.fixture(scope="session")
def times() -> Times:
    return Times(load_cues(), OpenCC("t2s").convert)


def shown(found: When | Off | Unclear) -> str:
    """Return a time as `08:30 12345`, anything else by its value."""
    if isinstance(found, When):
        return f"{found.at:%H:%M} {''.join(map(str, sorted(found.days)))}"
    return found.value


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("08:30", "08:30"),
        ("8:30", "08:30"),
        ("0830", "08:30"),
        ("2030", "20:30"),
        ("0000", "00:00"),
        ("08.30", "08:30"),
        ("８：３０", "08:30"),
        ("8点", "08:00"),
        ("8点半", "08:30"),
        ("8點半", "08:30"),
        ("8時30分", "08:30"),
        ("8点05", "08:05"),
        ("8点5分", "08:05"),
        ("八点零五", "08:05"),
        ("八点〇五分", "08:05"),
        ("八点十分", "08:10"),
        ("八点五十", "08:50"),
        ("八点钟", "08:00"),
        ("8点整", "08:00"),
        ("八点一刻", "08:15"),
        ("八点三刻钟", "08:45"),
        ("两点", "02:00"),
        ("兩點半", "02:30"),
        ("零点", "00:00"),
        ("十点", "10:00"),
        ("十二点", "12:00"),
        ("二十点", "20:00"),
        ("二十二点十五分", "22:15"),
        ("24:00", "00:00"),
        ("每天早上八点", "08:00"),
        ("早上八点", "08:00"),
        ("早8点", "08:00"),
        ("上午九點", "09:00"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("正午", "12:00"),
        ("下午3点", "15:00"),
        ("下午15点", "15:00"),
        ("傍晚六点", "18:00"),
        ("晚上9点一刻", "21:15"),
        ("晚上20:00", "20:00"),
        ("晚上12点", "00:00"),
        ("半夜1点", "01:00"),
        ("凌晨12点半", "00:30"),
        ("凌晨4点", "04:00"),
        ("8:30pm", "20:30"),
        ("8:30 PM", "20:30"),
        ("8:30 a.m.", "08:30"),
        ("8am", "08:00"),
        ("8 pm", "20:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("8 o'clock", "08:00"),
        ("every morning 7:15", "07:15"),
        ("请每天7:15提醒我", "07:15"),
        ("早上8点 am", "08:00"),
        ("\u200b8:30 \n", "08:30"),
    ],
)
def test_a_time_alone_is_every_days(times: Times, text: str, at: str) -> None:
    assert shown(times.read(text)) == f"{at} 1234567"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("工作日 8点半", "08:30 12345"),
        ("8点半，工作日。", "08:30 12345"),
        ("每个工作日早上7点45", "07:45 12345"),
        ("平日 8:30", "08:30 12345"),
        ("周末 10点", "10:00 67"),
        ("週末 10點", "10:00 67"),
        ("工作日和周六 8点", "08:00 123456"),
        ("每周一 09:00", "09:00 1"),
        ("每週一 上午九點", "09:00 1"),
        ("周一早上8点", "08:00 1"),
        ("周一三五 7点", "07:00 135"),
        ("周一三五七点半", "07:30 135"),
        ("周一、三、五 7点", "07:00 135"),
        ("周一，三，五，7点", "07:00 135"),
        ("周一 三 五 7点", "07:00 135"),
        ("周一 周三 周五 7点", "07:00 135"),
        ("周135 7点", "07:00 135"),
        ("周1,3,5 8:30", "08:30 135"),
        ("周1,13:30", "13:30 1"),
        ("周一到周五8点", "08:00 12345"),
        ("周一至五八点", "08:00 12345"),
        ("周1-5 8:30", "08:30 12345"),
        ("周一三到五8点", "08:00 1345"),
        ("周五到周一 6:00", "06:00 1567"),
        ("周六日七点", "07:00 67"),
        ("周日八点", "08:00 7"),
        ("星期天晚上八點三刻", "20:45 7"),
        ("礼拜六12:00", "12:00 6"),
        ("周一五点", "05:00 1"),
        ("周四十点", "10:00 4"),
        ("周五十二点", "12:00 5"),
        ("周一一点", "01:00 1"),
        ("周一 二十点", "20:00 1"),
        ("weekdays 8:30", "08:30 12345"),
        ("weekends at noon", "12:00 67"),
        ("mon,wed 9:00", "09:00 13"),
        ("mon-fri 8:30", "08:30 12345"),
        ("Monday to Friday at 8:30", "08:30 12345"),
        ("sat & sun 9am", "09:00 67"),
        ("wed at 9 pm", "21:00 3"),
        ("every day 8:30", "08:30 1234567"),
    ],
)
def test_days_are_read_with_the_time(times: Times, text: str, wanted: str) -> None:
    assert shown(times.read(text)) == wanted


@pytest.mark.parametrize(
    "text",
    ["off", "OFF", "关", "關", "关闭", "關閉", "停", "停止提醒", "取消", "取消提醒。", "别提醒我了", "不用了", "stop"],
)
def test_off_is_read_where_nothing_else_is_said(times: Times, text: str) -> None:
    assert times.read(text) is Off.OFF


@pytest.mark.parametrize("text", ["25:00", "8:60", "24:30", "99:99", "30点", "8点75分", "2460", "周一 25点", "26 pm"])
def test_a_time_that_no_clock_shows_is_impossible(times: Times, text: str) -> None:
    assert times.read(text) is Unclear.IMPOSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        "8",
        "830",
        "100",
        "早上8",
        "8:5",
        "8点5",
        "八点五",
        "8.5",
        "8:30:00",
        "两三点",
        "三五点",
        "8:30 9:30",
        "8:30-9:30",
        "8-9点",
        "8点 9点",
        "早上8点和晚上8点",
        "早上15点",
        "下午10点",
        "上午12点",
        "13:00 am",
        "周一二十点",
        "周一、二十点",
        "周一 、二十点",
        "周一晚上12点",
        "周一 24:00",
        "差一刻八点",
        "每8小时",
        "关 8:30",
        "不要在8点提醒我",
    ],
)
def test_what_may_be_several_times_is_never_guessed(times: Times, text: str) -> None:
    assert times.read(text) is Unclear.AMBIGUOUS


@pytest.mark.parametrize(
    "text",
    [
        "明早八点",
        "明天8:30",
        "今晚8点",
        "下周一8点",
        "tomorrow 8:30",
        "每周 8点",
        "周8点",
        "周18:30",
        "周八 8点",
        "周一到 8点",
        "每天 周一 8点",
        "周一、周一 8点",
        "除周日 8点",
        "8:30 Berlin",
    ],
)
def test_days_that_are_none_of_the_week_are_not_understood(times: Times, text: str) -> None:
    assert times.read(text) is Unclear.DAYS


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "你好", "每天", "工作日", "周一", "中午", "on", "::", "半", "每小时", "⏰", "8:30 " * 20]
)
def test_without_a_time_there_is_nothing_to_read(times: Times, text: str) -> None:
    assert times.read(text) is Unclear.TIME


@given(st.times(), st.sets(st.integers(1, 7), min_size=1))
def test_every_minute_on_any_days_is_read_as_it_is_written(times: Times, at: time, days: set[int]) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    named = "、".join("一二三四五六日"[day - 1] for day in sorted(days))

    assert times.read(f"每周{named} {at:%H:%M}") == When(at, frozenset(days))
    assert times.read(f"周{named} {at.hour}点{at.minute:02}分") == When(at, frozenset(days))


@given(st.text(st.sampled_from("周一二三五日天到、, 0123489:.点半刻分早晚上下午每工作关amp-明"), max_size=LONGEST))
@example("一" * LONGEST + "点")
@example("周" * LONGEST)
def test_whatever_is_written_is_a_whole_minute_on_some_days_or_a_reason(times: Times, text: str) -> None:
    found = times.read(text)

    if isinstance(found, When):
        assert (found.at.second, found.at.microsecond, found.at.tzinfo) == (0, 0, None)
        assert found.days
        assert found.days <= set(range(1, 8))
    else:
        assert isinstance(found, Off | Unclear)


@given(st.text(max_size=200))
def test_any_text_is_read(times: Times, text: str) -> None:
    assert isinstance(times.read(text), When | Off | Unclear)


def test_a_faulty_file_of_cues_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "off: [关]\n", "when.yaml")

    with pytest.raises(KnowledgeError, match=r"when\.yaml.*once: this key is missing"):
        load_cues(path)
