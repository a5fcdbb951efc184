"""The settings of a group in the language of each administrator's Telegram."""

from __future__ import annotations

from inline_snapshot import snapshot

from tests.fakes.people import Town, Voice


async def setting(town: Town, language: str) -> list[str]:
    """What an administrator reads of the group's settings, and somebody else."""
    group = town.group("群")
    admin, carol = (group.member(name).language(language) for name in ("Admin", "Carol"))
    group.promote(admin)
    await admin.says("/settings")
    said = admin.hears()
    carol.hears()
    await carol.says("/settings")
    return [*said, *carol.hears(), str(await carol.taps(label_of(admin)))]


def label_of(voice: Voice) -> str:
    """The first button of the settings."""
    message = next(each for each in voice.bot_messages() if "reply_markup" in each)
    return str(message["reply_markup"]["inline_keyboard"][0][1]["text"])


async def test_the_settings_in_traditional_characters(town: Town) -> None:
    assert await setting(town, "zh-hk") == snapshot(
        [
            """\
⚙️ <b>這個群裡怎麼回答</b>

<b>什麼時候回答</b>：有把握就答
叫我（@我、回覆我、發命令）一定答；沒叫我，有把握才答。

<b>沒叫我時，兩次回答至少隔</b>：1分鐘
同一段原文，十分鐘裡不重複；叫我的提問不受限制。

<b>答案</b>：帶按鈕

點下面的按鈕修改，只有群管理員能改。
[✓ 有把握就答] [叫我才答] [不回答]
[不限] [✓ 1分鐘] [5分鐘] [1小時]
[✓ 帶按鈕] [不帶按鈕]\
""",
            "這個命令只給群管理員用。",
            "只有群管理員可以修改設定。",
        ]
    )


async def test_the_settings_in_english(town: Town) -> None:
    assert await setting(town, "en") == snapshot(
        [
            """\
⚙️ <b>How to answer in this group</b>

<b>When to answer</b>: When sure
When called (@me, a reply to me, a command) always; otherwise only when sure.

<b>When not called, at least this long between two answers</b>: 1 min
No passage twice in ten minutes; questions that call me are not limited.

<b>Answers</b>: Buttons

Tap a button to change it; only administrators can.
[✓ When sure] [When called] [Never]
[No limit] [✓ 1 min] [5 min] [1 hour]
[✓ Buttons] [No buttons]\
""",
            "This command is for the group's administrators.",
            "Only the group's administrators can change its settings.",
        ]
    )
