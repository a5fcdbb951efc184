"""A reminder says what the report says, what the year before reached, and how long there is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from inline_snapshot import snapshot

from handlers.reminding.reminder_messages import PreviewReason, ReminderMessages, days_left
from handlers.replies import Language
from handlers.snapshots import Snapshot
from knowledge import Library
from tests.fakes.engine import ELDERLY, REPORT, TARGET, TARGET_SHOWN, FakeEngine
from tests.handlers.replying import all_valid

EDITION = Snapshot(FakeEngine(), REPORT)


def messages(language: Language, today: date, snapshot: Snapshot = EDITION) -> ReminderMessages:
    return ReminderMessages(snapshot, snapshot.replies(language, "report_bot"), today)


def read(language: Language, entry_id: str, today: date) -> str:
    reply = messages(language, today).reminder(entry_id)
    assert reply
    return "\n".join([reply.html, *(" ".join(f"[{button.label}]" for button in row) for row in reply.buttons)])


def test_a_target_with_what_was_reached() -> None:
    assert read(Language.SIMPLIFIED, TARGET.entry_id, date(2024, 11, 22)) == snapshot(f"""\
⏰ <b>每日目标</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目标）</b></a>：6%以上
{TARGET_SHOWN}

📊 2023年：<b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ 2024年还剩39天。
[相关] [换一条]
[停止提醒]\
""")


def test_in_traditional_characters() -> None:
    assert read(Language.TRADITIONAL, TARGET.entry_id, date(2024, 12, 31)) == snapshot(f"""\
⏰ <b>每日目標</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目標）</b></a>：6%以上
{TARGET_SHOWN}

📊 2023年：<b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ 今天是2024年最後一天。
[相關] [換一條]
[停止提醒]\
""")


def test_in_english() -> None:
    assert read(Language.ENGLISH, TARGET.entry_id, date(2024, 12, 30)) == snapshot(f"""\
⏰ <b>Target of the day</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速 (2024 target)</b></a>: 6%以上
{TARGET_SHOWN}

📊 In 2023: <b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ 1 day of 2024 left.
[Related] [Another one]
[Stop reminders]\
""")


def test_a_livelihood_item_of_a_year_that_is_over() -> None:
    assert read(Language.SIMPLIFIED, ELDERLY.entry_id, date(2025, 1, 1)) == snapshot("""\
⏰ <b>每日目标</b>

🏠 <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>

⏳ 这是2024年的民生实事，年度已结束。
[相关] [换一条]
[停止提醒]\
""")


@pytest.mark.parametrize(
    ("year", "today", "left"),
    [
        (2024, date(2024, 1, 1), 365),
        (2024, date(2024, 2, 29), 306),
        (2024, date(2024, 12, 30), 1),
        (2024, date(2024, 12, 31), 0),
        (2024, date(2025, 1, 1), None),
        (2024, date(2031, 6, 1), None),
        (2024, date(2023, 12, 31), None),
    ],
)
def test_days_left_of_a_year(year: int, today: date, left: int | None) -> None:
    assert days_left(year, today) == left


@pytest.mark.parametrize(
    ("language", "today", "said"),
    [
        (Language.SIMPLIFIED, date(2023, 12, 31), "⏳ 2024年还没有开始。"),
        (Language.TRADITIONAL, date(2023, 12, 31), "⏳ 2024年還沒有開始。"),
        (Language.ENGLISH, date(2023, 12, 31), "⏳ 2024 has not begun."),
        (Language.SIMPLIFIED, date(2024, 1, 1), "⏳ 2024年还剩365天。"),
        (Language.ENGLISH, date(2025, 1, 1), "⏳ This is a target of 2024, which is over."),
    ],
)
def test_a_year_that_has_not_begun_has_no_days_left_yet(language: Language, today: date, said: str) -> None:
    assert said in read(language, TARGET.entry_id, today).splitlines()


def test_an_entry_that_is_gone_is_no_reminder() -> None:
    assert messages(Language.SIMPLIFIED, date(2024, 1, 1)).reminder("f-lost") is None


def test_a_figure_without_a_year_is_of_the_reports() -> None:
    engine = FakeEngine(replace(TARGET, year=None))
    reply = messages(Language.SIMPLIFIED, date(2024, 12, 1), Snapshot(engine, REPORT)).reminder(TARGET.entry_id)
    assert reply
    assert reply.html.endswith("⏳ 2024年还剩30天。")


@pytest.mark.parametrize("language", Language)
def test_every_entry_of_the_report_makes_a_reminder_that_telegram_takes(library: Library, language: Language) -> None:
    snapshot = Snapshot(library, library.report)
    written = messages(language, date(2024, 5, 1), snapshot)
    assert len(library.remindable) > 90
    for entry_id in library.remindable:
        answer = library.open(entry_id)
        assert answer
        for reply in (
            written.reminder(entry_id),
            written.preview(entry_id, PreviewReason()),
            written.related(answer.sources[0]),
        ):
            assert reply
            all_valid([reply])
        reminder = written.reminder(entry_id)
        assert reminder
        actual = library.actual_of(entry_id)
        for source in (answer.sources[0], *([actual] if actual else [])):
            assert source.place in reminder.html
        assert "⏳" in reminder.html
