"""Texts after /remind that are rejected, and why."""

from __future__ import annotations

import pytest

from handlers.reminding.times import TimeParser, UnclearReason, UnclearSchedule


@pytest.mark.parametrize(
    "text",
    ["25:00", "8:60", "下午25点", "八点六十分", "24:30", "99:99", "30点", "8点75分", "2460", "周一 25点", "26 pm"],
)
def test_an_impossible_time_is_refused(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.IMPOSSIBLE)


@pytest.mark.parametrize(
    "text",
    [
        "8",
        "830",
        "100",
        "8:5",
        "8点5",
        "八点五",
        "8.5",
        "8:30:15",
        "两三点",
        "三五点",
        "8-9点",
        "早上15点",
        "下午10点",
        "下午0点",
        "中午0点",
        "0:30 pm",
        "早上0点",
        "上午12点",
        "13:00 am",
        "周一二十点",
        "周一、二十点",
        "周一 、二十点",
        "周一 8",
        "周1 3 5 8:30",
        "周一晚上12点",
        "周一 24:00",
        "关 8:30",
        "不要在8点提醒我",
    ],
)
def test_an_ambiguous_time_is_never_guessed(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.AMBIGUOUS)


@pytest.mark.parametrize(
    "text",
    [
        "每周 8点",
        "每月1号 8点",
        "8月1日 8点",
        "每两天",
        "每3天 8点",
        "隔天早上8点",
        "每8小时",
        "每小时",
        "每周一次",
        "取消周末的提醒",
        "三十分钟后",
        "in 10 minutes",
        "every other day at 8",
        "every 2 weeks at 8:30",
        "周8点",
        "周18:30",
        "周八 8点",
        "周一到 8点",
        "每天 周一 8点",
        "每天和周末 8点",
        "周末和每天 8点",
        "每天8点和周末",
        "every day and weekends at 8",
        "每天到周五 8点",
        "取消工作日每天的提醒",
        "2024-05-01 08:00",
        "2024/5/1 8点",
        "01.05.2024 8:00",
    ],
)
def test_days_other_than_weekdays_are_refused(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.DAYS)


@pytest.mark.parametrize("text", ["8:30 9:30", "8:30-9:30", "8点 9点", "8点到9点", "早上八点和晚上八点", "早8点晚9点"])
def test_several_times_are_refused(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.SEVERAL)


@pytest.mark.parametrize("text", ["明早八点", "明天8:30", "今晚8点", "下周一8点", "tomorrow at 8", "只提醒一次 8点"])
def test_a_single_occasion_is_refused(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.ONCE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第8点", "第"),
        ("除周日 8点", "除"),
        ("差一刻八点", "差"),
        ("提醒我去 Döner Kebap 吃飯 8點", "去 Döner Kebap 吃飯"),
        ("8:30 Berlin", "Berlin"),
        ("取消會議", "會議"),
        ("天津 8点", "天津"),
        ("every day but Sunday 8am", "but"),
        ("推迟一小时", "推迟"),
        ("往后推30分钟", "往后推"),
        ("snooze 10 minutes", "snooze"),
    ],
)
def test_unknown_words_are_quoted_as_typed(times: TimeParser, text: str, words: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.UNREAD, words)


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "你好", "中午", "周一早上", "half past eight", "::", "半", "⏰", "8:30 " * 20]
)
def test_without_a_time_there_is_no_schedule(times: TimeParser, text: str) -> None:
    assert times.parse(text) == UnclearSchedule(UnclearReason.TIME)
