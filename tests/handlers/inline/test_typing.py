"""Somebody types @bot and words in any chat, and passages are offered."""

from __future__ import annotations

import re

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.dispatch import ASK
from handlers.inline import CACHED
from knowledge import Library
from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.running import running, services_of


@pytest.fixture
def alice(town: Town) -> Voice:
    """Somebody who talks with a friend, where the bot isn't."""
    return town.person("Alice").elsewhere()


async def test_half_a_name_offers_what_is_called_so(alice: Voice) -> None:
    offered = await alice.types_inline("粮食")
    assert [(result["title"], result["description"]) for result in offered.results[:3]] == snapshot(
        [
            (
                "📊 粮食产量（2023年）：791.6亿斤",
                "粮食播种面积、单产、总产“三增长”,粮食产量791.6亿斤、实现二十连丰、稳居全国第6,主要肉类产量285.4万吨、牛奶产量792.6万吨,均创新高。",
            ),
            ("📄 国家能源和粮食安全能力", "——保障国家能源和粮食安全能力显著增强。"),
            (
                "📄 耕地保护和粮食安全",
                "全面落实耕地保护和粮食安全责任,稳定粮食播种面积,加快推进规模化经营、社会化服务,科学谋划发展设施农业、舍饲圈养、庭院经济,推进河套灌区现代化改造、国家盐碱地改造综合利用试点,支持兴安盟现代畜牧业试验区建设,新建高标准…",
            ),
        ]
    )


async def test_a_question_is_answered_by_the_first_result(alice: Voice) -> None:
    offered = await alice.types_inline("今年GDP目标是多少")
    assert offered.titles[0] == snapshot("🎯 地区生产总值（2024年目标）：增长6%以上")
    assert len({result["id"] for result in offered.results}) == len(offered.results)


async def test_a_question_for_several_entries_is_answered_by_one_result(alice: Voice) -> None:
    first, *others = (await alice.types_inline("民政厅负责哪几件")).results
    assert (first["title"], first["description"]) == snapshot(
        (
            "📋 自治区民政厅（共2件）",
            "适老化改造和养老服务、流动儿童和未成年人救助保护",
        )
    )
    assert [result["title"] for result in others[:2]] == snapshot(
        ["🏠 第8件 · 适老化改造和养老服务", "🏠 第10件 · 流动儿童和未成年人救助保护"]
    )


async def test_a_result_is_the_same_reply_as_in_a_chat(town: Town) -> None:
    bob = town.person("Bob")
    await bob.says("去年粮食产量多少")
    (said,) = bob.bot_messages()
    offered = (await bob.types_inline("去年粮食产量多少")).results[0]
    content = offered["input_message_content"]
    assert content["message_text"] == said["html"]
    assert content["parse_mode"] == "HTML"
    assert content["link_preview_options"] == {"is_disabled": True}
    assert offered["reply_markup"] == said["reply_markup"]


async def test_nothing_is_removed_where_the_message_is_somebodys_own(alice: Voice) -> None:
    for result in (await alice.types_inline("粮食")).results:
        labels = [button["text"] for row in result["reply_markup"]["inline_keyboard"] for button in row]
        assert "上下文" in labels
        assert "✖" not in labels


@pytest.mark.parametrize("query", ["", "  "])
async def test_before_anything_is_typed_the_editors_examples_are_offered(alice: Voice, query: str) -> None:
    offered = await alice.types_inline(query)
    assert [(result["title"], result["description"]) for result in offered.results] == snapshot(
        [
            ("六个工程是什么", "📖 六个工程"),
            ("去年GDP增长多少", "📊 地区生产总值（2023年）：增长7.3%"),
            ("今年新增就业目标", "🎯 城镇新增就业（2024年目标）：18万人以上"),
            (
                "第7件民生实事是什么",
                "🏠 第7件 · 医保门诊起付线、村医保服务点",
            ),
            ("哪些指标居全国第2", "📋 全国第2（共找到5项）"),
            ("营商环境怎么改善", "📄 营商环境"),
        ]
    )
    assert offered.next_offset == ""


async def test_page_follows_page_without_an_entry_twice(alice: Voice) -> None:
    pages = [await alice.types_inline("的")]
    while pages[-1].next_offset:
        pages.append(await alice.types_inline("的", offset=pages[-1].next_offset))
    ids = [result["id"] for page in pages for result in page.results]
    assert len(pages[0].results) == 50
    assert 100 < len(ids) == len(set(ids))


async def test_pages_after_a_sure_answer_lose_nothing(alice: Voice, library: Library) -> None:
    query = "包头有哪些内容"
    first = await alice.types_inline(query)
    offered = [result["id"] for result in first.results]
    assert offered[1:] == [each.entry_id for each in library.search(query, 49)]


@pytest.mark.parametrize("offset", ["-1", "x", "9" * 60, "１", "1.5", " "])
async def test_an_offset_that_is_none_does_no_harm(alice: Voice, offset: str) -> None:
    assert (await alice.types_inline("粮食", offset=offset)).button is not None


async def test_beyond_the_last_page_there_is_nothing(alice: Voice) -> None:
    offered = await alice.types_inline("粮食产量", offset="50")
    assert (offered.results, offered.next_offset) == ([], "")


async def test_nothing_found_leaves_the_way_to_the_private_chat(alice: Voice) -> None:
    offered = await alice.types_inline("qqqq zzzz")
    assert offered.results == []
    assert offered.button == {"text": "去私聊提问", "start_parameter": ASK}


async def test_the_button_leads_to_the_private_chat(town: Town) -> None:
    bob = town.person("Bob")
    button = (await bob.types_inline("粮食")).button
    assert button is not None
    await bob.says(f"/start {button['start_parameter']}")
    assert bob.hears()[0].startswith("您好！")


async def test_telegram_may_repeat_it_for_minutes_to_the_same_person(alice: Voice) -> None:
    offered = await alice.types_inline("粮食")
    assert (offered.cache_time, offered.is_personal) == (CACHED, True)


async def test_a_shared_entry_is_offered_alone(alice: Voice, library: Library) -> None:
    entry = library.ask("去年粮食产量多少").sources[0].entry_id
    offered = await alice.types_inline(f"粮食产量 #{entry}")
    assert [result["id"] for result in offered.results] == [entry]
    assert (await alice.types_inline(f"粮食产量 #{entry}", offset="1")).results == []


async def test_a_shared_entry_that_is_there_no_more_is_searched_by_its_title(alice: Voice, library: Library) -> None:
    offered = await alice.types_inline("粮食产量 #f0123456789")
    assert offered.results[0]["id"] == library.ask("粮食产量").sources[0].entry_id


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("/术语 六个工程", "📖 六个工程"),
        ("/compare 地区生产总值", "⚖️ 地区生产总值"),
        ("/search 防沙治沙", "📊 防沙治沙面积"),
    ],
)
async def test_a_command_is_understood(alice: Voice, query: str, first: str) -> None:
    assert (await alice.types_inline(query)).titles[0].startswith(first)


@pytest.mark.parametrize("query", ["#", "# #", "<b>&", "\ud83d", "a" * 256, "粮" * 256, "#民生", "/list", "/术语", "/"])
async def test_whatever_is_typed_gets_an_answer(alice: Voice, query: str) -> None:
    assert (await alice.types_inline(query)).button is not None


async def test_a_query_that_is_too_old_is_no_failure(town: Town, bot: TelegramBot) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    town.api.refuse_next("answerInlineQuery", 400, late)
    alice = town.person("Alice")
    with pytest.raises(AssertionError, match="not answered"):
        await alice.types_inline("粮食")
    exposed = services_of(bot).metrics.exposition().decode()
    assert 'report_bot_refusals_total{reason="late"} 1.0' in exposed
    assert "report_bot_failures_total 0.0" in exposed
    assert alice.sees() == []
    assert (await alice.types_inline("粮食")).results


async def test_the_words_around_the_passages_are_in_the_readers_language(town: Town) -> None:
    bob = town.person("Bob", language="zh-hant")
    offered = await bob.types_inline("粮食产量")
    assert offered.button is not None
    assert offered.button["text"] == snapshot("去私聊提問")
    assert "粮食产量" in offered.titles[0]


@pytest.mark.parametrize("typed", ["去年GDP增长多少", "/chart GDP", "/对比 地区生产总值"])
async def test_a_chart_that_telegram_has_comes_second(town: Town, alice: Voice, typed: str) -> None:
    assert not any("📈" in title for title in (await alice.types_inline(typed)).titles)
    bob = town.person("Bob")
    await bob.says("/chart GDP")
    sent = bob.bot_messages()[-1]
    chart = (await alice.types_inline(typed)).results[1]
    assert (chart["type"], chart["title"]) == ("photo", "📈 地区生产总值")
    assert chart["photo_file_id"] == sent["photo"][0]["file_id"]
    await alice.picks(chart)
    assert "增长6%以上" in alice.sees()[0]


async def test_a_chart_on_a_public_page_is_previewed(api: BotApi, library: Library) -> None:
    async with running(api, library, report=library.report, page="https://bot.example.org"):
        alice = Town(api).person("Alice").elsewhere()
        chart = (await alice.types_inline("今年经济社会发展的主要预期目标有哪些")).results[1]
    assert (chart["type"], chart["title"]) == ("article", "📈 2024年目标")
    content = chart["input_message_content"]
    assert "固定资产投资（2024年目标）</b></a>：增长15%左右" in content["message_text"]
    address = content["link_preview_options"]["url"]
    assert re.fullmatch(r"https://bot\.example\.org/chart/[\w,]+\.png\?lang=zh-hans", address)
