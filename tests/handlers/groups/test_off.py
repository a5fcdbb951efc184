"""A group wants no answers: nothing makes the bot post one there, and what is there still works."""

from __future__ import annotations

import pytest

from store import ChatSettings, Mode, Store
from tests.fakes.people import Group, Voice, mention


@pytest.fixture
async def carol(group: Group, store: Store) -> Voice:
    """Somebody in a group that wants no answers any more, but has got one of several entries."""
    carol = group.member("Carol")
    await carol.says(f"{mention()} 民政厅负责哪几件")
    await group.owner.says("/settings")
    await group.owner.taps("不回答")
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings(Mode.OFF)
    carol.hears()
    return carol


@pytest.mark.parametrize(
    "said",
    [
        "六个工程是什么",
        f"{mention()} 六个工程是什么",
        "/term@report_bot 六个工程",
        "/compare@report_bot GDP",
        "/list@report_bot",
        "/start@report_bot t-six",
    ],
)
async def test_no_question_is_answered(carol: Voice, said: str) -> None:
    await carol.says(said)
    assert carol.hears() == []


@pytest.mark.parametrize("said", ["/start@report_bot", "/help@report_bot", "/privacy@report_bot"])
async def test_what_the_bot_is_can_still_be_asked(carol: Voice, said: str) -> None:
    await carol.says(said)
    assert len(carol.hears()) == 1


async def test_an_entry_of_a_list_is_shown_in_its_place(carol: Voice) -> None:
    before = len(carol.bot_messages())
    await carol.taps("2")
    assert len(carol.bot_messages()) == before
    assert carol.titles()[0].startswith("🏠")
