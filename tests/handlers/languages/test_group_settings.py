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
⚙️ <b>本群的回答方式</b>

<b>什麼時候回答</b>：有把握就答
叫我（@我、回覆我或發命令）一定回答；沒叫我的時候，有把握才回答。

<b>主動回答的間隔</b>：1分鐘
同一段原文十分鐘內不重複發；叫我的提問不受限制。

<b>答案</b>：顯示按鈕

點下面的按鈕修改，僅群管理員可用。
[✓ 有把握就答] [叫我才答] [不回答]
[不限制] [✓ 1分鐘] [5分鐘] [1小時]
[✓ 顯示按鈕] [不顯示按鈕]\
""",
            "僅群管理員可用。",
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

<b>Pause between unprompted answers</b>: 1 min
No passage is sent twice within ten minutes; questions that call me are not limited.

<b>Answers</b>: Buttons

Tap a button to change this; only administrators can.
[✓ When sure] [When called] [Never]
[No limit] [✓ 1 min] [5 min] [1 hour]
[✓ Buttons] [No buttons]\
""",
            "Only the group's administrators can do this.",
            "Only the group's administrators can change its settings.",
        ]
    )
