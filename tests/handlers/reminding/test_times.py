"""Times and days that are parsed from texts after /remind."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.reminding.times import LONGEST, ParsedSchedule, Switch, TimeParser, UnclearSchedule
from knowledge.faults import KnowledgeError
from tests.knowledge.samples import written


def shown(found: ParsedSchedule | Switch | UnclearSchedule) -> str:
    """Return a schedule as `08:30 12345`, days alone as `12345`, the rest as Python writes it."""
    if not isinstance(found, ParsedSchedule):
        return repr(found)
    at = f"{found.at:%H:%M} " if found.at else ""
    return f"{at}{''.join(map(str, sorted(found.days or ())))}".strip()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("08:30", "08:30"),
        ("8:30", "08:30"),
        ("0830", "08:30"),
        ("2030", "20:30"),
        ("0000", "00:00"),
        ("08.30", "08:30"),
        ("08:30:00", "08:30"),
        ("08:30:00提醒我", "08:30"),
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
        ("早上8点 am", "08:00"),
        ("\u200b8:30 \n", "08:30"),
    ],
)
def test_a_time_alone_has_no_days(times: TimeParser, text: str, at: str) -> None:
    assert shown(times.parse(text)) == at


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
        ("周一-周五8点", "08:00 12345"),
        ("周一–周五8点", "08:00 12345"),
        ("周一——周五8点", "08:00 12345"),
        ("周一～周五8点", "08:00 12345"),
        ("周一〜五8点", "08:00 12345"),
        ("周一ー周五8点", "08:00 12345"),
        ("周一 − 周五 8点", "08:00 12345"),
        ("从周一到周末每天8点", "08:00 1234567"),
        ("工作日到周六8点", "08:00 123456"),
        ("周一三到五8点", "08:00 1345"),
        ("周五到周一 6:00", "06:00 1567"),
        ("周六日七点", "07:00 67"),
        ("周日八点", "08:00 7"),
        ("星期天晚上八點三刻", "20:45 7"),
        ("礼拜六12:00", "12:00 6"),
        ("周一五点", "05:00 1"),
        ("周四十点", "10:00 4"),
        ("周一下午3点", "15:00 1"),
        ("周三五一早上8点", "08:00 135"),
        ("周五十二点", "12:00 5"),
        ("周二二十点", "20:00 2"),
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
        ("每天早上八点", "08:00 1234567"),
        ("请每天7:15提醒我", "07:15 1234567"),
        ("每晚9点", "21:00 1234567"),
        ("每个早上 8点", "08:00 1234567"),
        ("every morning 7:15", "07:15 1234567"),
        ("每 8点 早上", "08:00"),
        # 每天 beside named days
        ("周一到周五每天早上8点", "08:00 12345"),
        ("周一至周五，每天早上八点", "08:00 12345"),
        ("每天，周一至周五，八点", "08:00 12345"),
        ("每周一到周五每天8:30", "08:30 12345"),
        ("周一和周三每天五点", "05:00 13"),
        ("工作日每天8点", "08:00 12345"),
        ("周末每天 9点", "09:00 67"),
        ("周末每晚 9点", "21:00 67"),
        ("every day mon-fri 8am", "08:00 12345"),
        ("每天8点，天天提醒", "08:00 1234567"),
    ],
)
def test_days_are_read_with_the_time(times: TimeParser, text: str, wanted: str) -> None:
    assert shown(times.parse(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "off",
        "OFF",
        "关",
        "關",
        "关闭",
        "關閉",
        "关掉",
        "停",
        "停止提醒",
        "停止每日提醒",
        "暂停",
        "取消",
        "取消提醒。",
        "别提醒我了",
        "别提醒了",
        "不要再提醒",
        "不要再每天提醒我了",
        "不用了",
        "stop",
        "stop reminders",
        "turn off",
        "Don’t remind me",
        "i don't want reminders anymore",
        "turn reminders off",
        "请停止发送",
        "取消订阅",
        "关闭提醒功能",
    ],
)
def test_off_alone_turns_reminders_off(times: TimeParser, text: str) -> None:
    assert times.parse(text) is Switch.OFF


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # said to a voice keyboard, or typed as one talks
        ("麻烦每天早上七点钟叫我一下", "07:00 1234567"),
        ("每天晚上十点一刻", "22:15 1234567"),
        ("上午10点半提醒我", "10:30"),
        ("下午三点四十五", "15:45"),
        ("大概早上八点吧", "08:00"),
        ("8点半左右", "08:30"),
        ("改成晚上七点", "19:00"),
        ("换到周日晚上八点", "20:00 7"),
        ("明天开始每天8点", "08:00 1234567"),
        ("每天早上的八点二十", "08:20 1234567"),
        ("二十点零五分", "20:05"),
        ("8点零5", "08:05"),
        ("8点正", "08:00"),
        ("半夜十二点", "00:00"),
        ("凌晨0点", "00:00"),
        ("晚上0点", "00:00"),
        ("早8", "08:00"),
        ("晚八", "20:00"),
        ("every morning at 8", "08:00 1234567"),
        ("10 at night", "22:00"),
        ("remind us at 6:45 in the morning", "06:45"),
        ("change it to 7pm, thanks", "19:00"),
        ("可以每天早上8点提醒吗", "08:00 1234567"),
        ("请在每天中午12点准时推送给我们", "12:00 1234567"),
        ("我要改成每周一三五早上七点半提醒", "07:30 135"),
        ("Tue/Thu 18:00", "18:00 24"),
        ("every weekday morning at 8.15", "08:15 12345"),
        ("8 in the evening on sundays", "20:00 7"),
        # with what keyboards and other people add
        ("8:30分", "08:30"),
        ("８：３０ 分", "08:30"),
        ("8：5分", "08:05"),
        ("８ ： ３０", "08:30"),
        ("8∶30", "08:30"),
        ("早上 ８ 点 半", "08:30"),
        ("【8:30】", "08:30"),
        ("⏰ “8:30”？", "08:30"),
        ("8.30 am", "08:30"),
        ("daily at 7pm", "19:00 1234567"),
        # days
        ("周末上午九点半", "09:30 67"),
        ("星期一、三、五晚上8点", "20:00 135"),
        ("禮拜六早上十點", "10:00 6"),
        ("週一到週五早上七點半", "07:30 12345"),
        ("周一至周五早8点", "08:00 12345"),
        ("每周一三五 7:45", "07:45 135"),
        ("每个工作日早上8点半", "08:30 12345"),
        ("工作天朝早九點", "09:00 12345"),
        ("逢星期日朝早九點", "09:00 7"),
        ("平日早8", "08:00 12345"),
        ("周一至周六 08:00", "08:00 123456"),
        ("at 8:30 on weekdays", "08:30 12345"),
        ("Mon, Wed and Fri at 8 pm", "20:00 135"),
        ("monday till friday 9:15", "09:15 12345"),
        ("weekends at 9.30am", "09:30 67"),
        ("saturdays and sundays 10:00", "10:00 67"),
        ("周一和周三还有周五晚8点", "20:00 135"),
        # reminders on again, with a time
        ("开启 8:30", "08:30"),
        ("turn on weekdays at 8:30", "08:30 12345"),
    ],
)
def test_colloquial_forms_are_understood(times: TimeParser, text: str, wanted: str) -> None:
    assert shown(times.parse(text)) == wanted


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("工作日", "12345"),
        ("周一三五", "135"),
        ("每天", "1234567"),
        ("改成每天", "1234567"),
        ("周一到周五每天", "12345"),
        ("周末", "67"),
        ("週末", "67"),
        ("每周一、三、五", "135"),
        ("on weekdays", "12345"),
        ("every day", "1234567"),
        ("mon-wed", "123"),
        ("恢复工作日的提醒", "12345"),
        ("只在工作日提醒我", "12345"),
        ("only weekdays please", "12345"),
    ],
)
def test_days_are_read_without_a_time(times: TimeParser, text: str, days: str) -> None:
    assert shown(times.parse(text)) == days


@pytest.mark.parametrize(
    "text", ["on", "ON", "开", "開啟", "开启", "恢复", "恢复每日提醒", "继续提醒我", "turn on", "resume"]
)
def test_on_alone_turns_reminders_on(times: TimeParser, text: str) -> None:
    assert times.parse(text) is Switch.ON


@given(st.times(), st.sets(st.integers(1, 7), min_size=1))
def test_every_minute_on_any_days_is_read_as_it_is_written(times: TimeParser, at: time, days: set[int]) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    named = "、".join("一二三四五六日"[day - 1] for day in sorted(days))

    assert times.parse(f"每周{named} {at:%H:%M}") == ParsedSchedule(at, frozenset(days))
    assert times.parse(f"周{named} {at.hour}点{at.minute:02}分") == ParsedSchedule(at, frozenset(days))


@given(st.text(st.sampled_from("周一二三五日天到、, 0123489:.点半刻分早晚上下午每工作关amp-明"), max_size=LONGEST))
@example("一" * LONGEST + "点")
@example("周" * LONGEST)
def test_any_result_is_a_whole_minute_on_some_days_or_a_reason(times: TimeParser, text: str) -> None:
    found = times.parse(text)

    if isinstance(found, ParsedSchedule) and found.at:
        assert (found.at.second, found.at.microsecond, found.at.tzinfo) == (0, 0, None)
        assert found.days is None or (found.days and found.days <= set(range(1, 8)))
    else:
        assert isinstance(found, ParsedSchedule | Switch | UnclearSchedule)


@given(st.text(max_size=200))
def test_any_text_can_be_parsed(times: TimeParser, text: str) -> None:
    assert isinstance(times.parse(text), ParsedSchedule | Switch | UnclearSchedule)


def test_a_faulty_vocabulary_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "words: {off: [关]}\n", "times.yaml")

    with pytest.raises(KnowledgeError, match=r"times\.yaml.*days: this key is missing"):
        TimeParser(path)
