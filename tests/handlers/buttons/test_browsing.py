"""Somebody browses the report: shelves, pages of eight, entries; it is always the one message."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from knowledge import Library
from tests.fakes.buttons import buttons_of
from tests.fakes.people import Town, Voice


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


def labels(voice: Voice) -> list[str]:
    """The buttons under the one message there is."""
    (message,) = voice.bot_messages()
    return [button["text"] for button in buttons_of(message)]


@pytest.mark.parametrize("command", ["/list", "/目录"])
async def test_the_shelves(alice: Voice, command: str) -> None:
    await alice.says(command)
    assert alice.sees() == snapshot(
        [
            """\
📚 <b>内蒙古自治区2024年《政府工作报告》</b>
想看哪一部分？
[名词解释]
[全部指标]
[2024年目标]
[民生实事]
[报告原文]\
"""
        ]
    )


async def test_a_shelf_has_pages_of_eight(alice: Voice) -> None:
    await alice.says("/list")
    await alice.taps("名词解释")
    first = labels(alice)
    assert first[8:] == ["1/3", "›", "← 返回"]
    await alice.taps("›")
    second = labels(alice)
    assert second[8:] == ["‹", "2/3", "›", "← 返回"]
    await alice.taps("›")
    third = labels(alice)
    assert third[1:] == ["‹", "3/3", "← 返回"]
    assert len({*first[:8], *second[:8], *third[:1]}) == 17


async def test_down_to_an_entry_and_all_the_way_back(alice: Voice) -> None:
    await alice.says("/list")
    seen = [alice.sees()]
    for label in ("民生实事", "加强社会保障方面", "›"):
        await alice.taps(label)
        seen.append(alice.sees())
    await alice.taps(labels(alice)[0])
    assert alice.sees()[0].startswith("🏠")
    for before in reversed(seen[1:3]):
        await alice.taps("← 返回")
        if before is seen[2]:
            assert alice.sees() == seen[3], "the page on which the entry was listed"
            await alice.taps("‹")
        assert alice.sees() == before
    await alice.taps("← 返回")
    assert alice.sees() == seen[0]
    assert len(alice.town.api.called("sendMessage")) == 1


async def test_a_section_with_its_parts(alice: Voice) -> None:
    await alice.says("/list")
    await alice.taps("报告原文")
    assert labels(alice) == snapshot(
        ["开头", "一、过去一年工作回顾", "二、2024年工作安排", "附件1·33件民生实事", "附件2·名词解释", "← 返回"]
    )
    await alice.taps("二、2024年工作安排")
    (page,) = alice.sees()
    assert page.startswith("📚 <b>二、2024年工作安排</b>")


async def test_every_root_shelf_opens(alice: Voice) -> None:
    await alice.says("/list")
    for label in labels(alice):
        await alice.taps(label)
        (page,) = alice.sees()
        assert label in page
        await alice.taps("← 返回")


@pytest.mark.parametrize("away", ["上下文", "相关"])
async def test_the_buttons_of_a_listed_entry_keep_the_way_back_to_its_page(alice: Voice, away: str) -> None:
    await alice.says("/list")
    await alice.taps("名词解释")
    page = alice.sees()
    await alice.taps(labels(alice)[0])
    entry = alice.sees()
    await alice.taps(away)
    assert alice.sees() != entry
    await alice.taps("← 返回")
    assert alice.sees() == entry
    assert await alice.taps("👍") == "谢谢您的反馈！"
    await alice.taps("← 返回")
    assert alice.sees() == page


async def test_so_do_related_entries(alice: Voice) -> None:
    await alice.says("/list")
    await alice.taps("名词解释")
    page = alice.sees()
    for label in (labels(alice)[0], "相关", "1", "← 返回"):
        await alice.taps(label)
    assert alice.sees() == page


@pytest.mark.parametrize(
    "data", ["p:{}:s-gone:0", "p:{}:t:x", "c:{}::t:99999999999", "r:{}::t:-1", "b:{}:1-2:" + "t" * 40]
)
async def test_a_page_made_up_does_no_harm(alice: Voice, library: Library, data: str) -> None:
    await alice.says("六个工程是什么")
    entry_id = library.ask("六个工程是什么").sources[0].entry_id
    assert await alice.taps_data(alice.bot_messages()[0], data.format(entry_id)) is None


async def test_tapping_the_present_page_changes_nothing(alice: Voice) -> None:
    await alice.says("/list")
    await alice.taps("名词解释")
    before = alice.sees()
    assert await alice.taps("1/3") is None
    assert alice.sees() == before


@pytest.mark.parametrize("page", ["99", "-1", "x", ""])
async def test_a_page_that_is_none_does_no_harm(alice: Voice, page: str) -> None:
    await alice.says("/list")
    await alice.taps_data(alice.bot_messages()[0], f"l:t:{page}")
    assert "名词解释" in alice.sees()[0]


async def test_every_entry_on_a_shelf_is_the_one_that_opens(alice: Voice, library: Library) -> None:
    shelf = library.catalogue.shelf("t")
    assert shelf is not None
    await alice.says("/list")
    await alice.taps("名词解释")
    for entry_id, label in zip(shelf.entries[:8], labels(alice), strict=False):
        await alice.taps(label)
        headline = library.headline(entry_id)
        assert headline is not None
        assert headline.title in alice.sees()[0].splitlines()[0]
        await alice.taps("← 返回")


async def test_in_a_group_it_is_one_message_too(town: Town) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("/list")
    await carol.taps("全部指标")
    await carol.taps("›")
    assert labels(carol)[8:] == ["‹", "2/25", "›", "»", "← 返回"]


async def test_a_long_shelf_is_leafed_through_five_pages_at_a_time(alice: Voice) -> None:
    await alice.says("/list")
    await alice.taps("全部指标")
    seen = []
    for label in ("»", "»", "»", "»", "»"):
        await alice.taps(label)
        seen.append(labels(alice)[-5:-1])
    assert seen[0] == ["‹", "6/25", "›", "»"]
    assert labels(alice)[-4:-1] == ["«", "‹", "25/25"]
    await alice.taps("‹")
    await alice.taps("«")
    assert "19/25" in labels(alice)


@pytest.mark.parametrize("said", ["99", "第99件", "/livelihood 99", "/民生 第34件", "0"])
async def test_a_number_that_no_item_has_is_told_with_how_many_there_are(alice: Voice, said: str) -> None:
    await alice.says(said)
    (heard,) = alice.hears()
    assert heard.startswith("民生实事共33件，没有第")
