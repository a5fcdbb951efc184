"""t.me/report_bot?start=<id> opens an entry; every reply's title links to itself."""

from __future__ import annotations

import re

import pytest
from inline_snapshot import snapshot

from tests.fakes.people import Town, Voice

LINK = re.compile(r'<a href="https://t\.me/report_bot\?start=([A-Za-z0-9_-]{1,64})">')


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


@pytest.mark.parametrize("question", ["六个工程是什么", "去年粮食产量多少", "第7件民生实事是什么", "营商环境怎么改善"])
async def test_the_link_of_a_title_opens_the_same(alice: Voice, question: str) -> None:
    await alice.says(question)
    (entry_id,) = LINK.findall(alice.sees()[0].splitlines()[0])
    await alice.says(f"/start {entry_id}")
    answered, opened = alice.sees()
    assert opened.splitlines()[0].partition("：")[0] == answered.splitlines()[0].partition("：")[0]
    assert re.sub("</?b>", "", opened.splitlines()[1]) == re.sub("</?b>", "", answered.splitlines()[1])


async def test_in_a_list_each_title_is_a_link_to_its_entry(alice: Voice) -> None:
    await alice.says("民政厅负责哪几件")
    ids = LINK.findall(alice.sees()[0])
    assert len(ids) == 2
    await alice.says(f"/start {ids[1]}")
    assert "第10件" in alice.sees()[1].splitlines()[0]


async def test_the_link_of_inline_modes_button_is_the_welcome(alice: Voice) -> None:
    await alice.says("/start ask")
    assert alice.hears()[0].startswith("您好！")


@pytest.mark.parametrize("wanted", ["f0123456789", "-", "六个工程", "a b", "<b>"])
async def test_what_a_link_leads_to_may_be_there_no_more(alice: Voice, wanted: str) -> None:
    await alice.says(f"/start {wanted}")
    assert alice.sees() == snapshot(["这条内容已失效，请重新提问。"])


async def test_in_a_group_a_link_opens_too(town: Town) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("去年粮食产量多少")
    (entry_id,) = LINK.findall(carol.sees()[0])
    await carol.says(f"/start@report_bot {entry_id}")
    assert carol.sees()[1].splitlines()[0].startswith("📊")


async def test_what_a_link_opened_is_what_a_follow_up_leans_on(alice: Voice) -> None:
    await alice.says("去年GDP增长多少")
    (entry_id,) = LINK.findall(alice.sees()[0])
    await alice.says("谢谢")
    await alice.says(f"/start {entry_id}")
    await alice.says("那今年呢")
    assert alice.sees()[-1].startswith("🎯")
