"""Buttons under an answer: what stands around the passage, what is related, sharing and copying."""

from __future__ import annotations

import re

import pytest
from inline_snapshot import snapshot

from handlers.replies.keyboards import LONGEST_COPY
from knowledge import Library
from tests.fakes.buttons import buttons_of
from tests.fakes.people import Town, Voice
from tests.fakes.telegram_html import utf16_length


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def test_the_sentences_around_the_passage_take_its_place(alice: Voice) -> None:
    await alice.says("去年粮食产量多少")
    assert await alice.taps("上下文") is None
    assert alice.sees() == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=f36976f64b1"><b>粮食产量（2023年）</b></a> · 上下文
<blockquote expandable>——保障国家能源和粮食安全能力显著增强。
煤炭产量12.2亿吨,完成9.45亿吨保供煤任务,电力总装机超过2亿千瓦,实现煤炭保供量及外送量、电力总装机及新增装机、新能源总装机及新增装机、总发电量及外送电量、新能源发电量、煤制气产能“10个全国第1”,保障了29个省份能源需求。
<b>粮食播种面积、单产、总产“三增长”,粮食产量791.6亿斤、实现二十连丰、稳居全国第6,主要肉类产量285.4万吨、牛奶产量792.6万吨,均创新高。</b>
这充分彰显了内蒙古保国家大局的责任担当。</blockquote>
<i>—— 一、过去一年工作回顾 · 第4段</i>
[← 返回]\
"""
        ]
    )


@pytest.mark.parametrize(
    "question", ["去年粮食产量多少", "六个工程是什么", "第7件民生实事是什么", "营商环境怎么改善", "今年GDP目标"]
)
async def test_the_way_back_gives_the_identical_message(alice: Voice, question: str) -> None:
    await alice.says(question)
    (before,) = alice.sees()
    for away in ("上下文", "相关"):
        await alice.taps(away)
        assert alice.sees() != [before]
        await alice.taps("← 返回")
        assert alice.sees() == [before]


async def test_the_way_back_keeps_the_part_that_was_asked_for(alice: Voice) -> None:
    await alice.says("六个工程是什么")
    await alice.says("第三个呢")
    _, part = alice.sees()
    assert "<b>温暖工程</b>" in part
    for away in ("上下文", "相关"):
        await alice.taps(away)
        await alice.taps("← 返回")
        assert alice.sees()[1] == part


async def test_related_entries_are_listed_in_its_place_and_lead_on(alice: Voice) -> None:
    await alice.says("六个工程是什么")
    await alice.taps("相关")
    (listed,) = alice.sees()
    assert listed == snapshot("""\
🔗 <b>六个工程</b> · 相关内容

1. <a href="https://t.me/report_bot?start=x76d8317238"><b>党委十一届七次全会提出六个工程</b></a>
自治区党委十一届七次全会提出的“六个工程”,是对全区经济社会发展具有支撑性、牵引性、撬动性作用的重大任务,我们一定要精心组织,一项一项跟进落实。

2. <a href="https://t.me/report_bot?start=x92db594652"><b>政策落地工程与政策落实年</b></a>
政策落地工程是自治区党委部署的“六个工程”的头号工程,全区政府系统要把今年作为“政策落实年”,全面推动各项政策从“纸上”落到“地上”,切实把政策红利变成现实生产力。

3. <a href="https://t.me/report_bot?start=x1efdb1da31"><b>金融五篇大文章</b></a>
金融是实体经济的血脉,服务实体经济是金融的天职,要紧紧抓住金融业迎来的重大发展机遇,下大气力做好科技金融、绿色金融、普惠金融、养老金融、数字金融五篇大文章,进一步畅通项目融资渠道,引导金融机构加大对五大任务、“六个工程…

4. <a href="https://t.me/report_bot?start=t0a5ba5bed8"><b>京蒙协作六个倍增计划</b></a>
京蒙协作“六个倍增计划”:京蒙协作教育倍增计划、医疗倍增计划、农畜产品销售倍增计划、旅游倍增计划、产业合作倍增计划、科技创新倍增计划。

5. <a href="https://t.me/report_bot?start=t2cdecc940e"><b>办好两件大事的6部促进条例</b></a>
办好两件大事的6部促进条例:《内蒙古自治区建设我国北方重要生态安全屏障促进条例》、《内蒙古自治区筑牢祖国北疆安全稳定屏障促进条例》、《内蒙古自治区建设国家重要能源和战略资源基地促进条例》、《内蒙古自治区建设国家重要农畜…

6. <a href="https://t.me/report_bot?start=x13aa0948fd"><b>再造一个工业内蒙古</b></a>
锻长板,就是要锚定“再造一个工业内蒙古”目标加快壮大新能源产业。
[1] [2] [3] [4] [5] [6]
[← 返回]\
""")
    title = re.findall(r"1\. <a [^>]*><b>(.*?)</b>", listed)[0]
    await alice.taps("1")
    (now,) = alice.sees()
    assert title in now.splitlines()[0]
    assert "[上下文] [相关]" in now


async def test_tapping_twice_edits_once_and_is_no_failure(alice: Voice) -> None:
    await alice.says("去年粮食产量多少")
    (message,) = alice.bot_messages()
    data = buttons_of(message)[0]["callback_data"]
    await alice.taps_data(message, data)
    (around,) = alice.sees()
    await alice.taps_data(message, data)
    assert alice.sees() == [around]


async def test_sharing_asks_for_a_chat_and_offers_just_this_entry_there(town: Town, alice: Voice) -> None:
    await alice.says("去年粮食产量多少")
    share = next(each for each in buttons_of(alice.bot_messages()[0]) if each["text"] == "分享")
    assert {name for name, on in share["switch_inline_query_chosen_chat"].items() if on is True} == {
        "allow_user_chats",
        "allow_bot_chats",
        "allow_group_chats",
        "allow_channel_chats",
    }
    query = await alice.taps("分享")
    assert query is not None
    (result,) = (await alice.types_inline(query)).results
    group = town.group("群")
    await alice.picks(result, into=group)
    assert group.owner.sees() == alice.sees()[:1]


async def test_a_shared_list_is_offered_first(alice: Voice) -> None:
    await alice.says("民政厅负责哪几件")
    query = await alice.taps("分享")
    assert query is not None
    assert (await alice.types_inline(query)).titles[0].startswith("📋")


async def test_copying_takes_the_passage_with_its_place(alice: Voice) -> None:
    await alice.says("六个工程是什么")
    assert await alice.taps("复制") == snapshot("""\
“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。
—— 附件2·名词解释\
""")


async def test_of_a_long_passage_the_most_that_fits_is_copied(alice: Voice, library: Library) -> None:
    """What is offered is always verbatim, and never longer than Telegram takes."""
    places = {entry.id: entry.passage for entry in library.entries}
    for entry_id in max(places, key=lambda each: len(places[each].text)), *list(places)[::60]:
        await alice.says(f"/start {entry_id}")
        copied = [b["copy_text"]["text"] for b in buttons_of(alice.bot_messages()[-1]) if "copy_text" in b]
        for text in copied:
            assert utf16_length(text) <= LONGEST_COPY
            assert text.partition("\n—— ")[0] in places[entry_id].text


async def test_an_entry_of_a_list_is_opened_in_a_message_of_its_own(alice: Voice) -> None:
    await alice.says("民政厅负责哪几件")
    await alice.taps("2")
    listed, opened = alice.sees()
    assert listed.startswith("📋")
    assert opened.startswith("🏠")
    assert "第10件" in opened.splitlines()[0]


async def test_what_was_opened_is_what_a_follow_up_leans_on(alice: Voice) -> None:
    await alice.says("民政厅负责哪几件")
    await alice.taps("2")
    await alice.says("谁负责")
    assert "第10件" in alice.sees()[-1].splitlines()[0]


async def test_in_a_forum_what_is_opened_stays_in_the_topic(town: Town) -> None:
    carol = town.group("论坛", is_forum=True).member("Carol")
    await carol.says("民政厅负责哪几件", message_thread_id=77, is_topic_message=True)
    await carol.taps("1")
    listed, opened = carol.bot_messages()
    assert opened["reply_to_message"]["message_id"] == listed["message_id"]
    assert opened["message_thread_id"] == 77
