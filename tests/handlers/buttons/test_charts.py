"""Charts in a chat: by a command or a button, drawn once, beside the passages that they are of."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town


@pytest.mark.parametrize("asked", ["/chart 地区生产总值", "/图表 GDP", "/圖表 GDP"])
async def test_a_chart_follows_the_comparison_that_it_is_of(town: Town, api: BotApi, asked: str) -> None:
    alice = town.person("Alice")
    await alice.says(asked)
    comparison, picture = alice.bot_messages()
    assert comparison["html"].startswith("⚖️ <b>地区生产总值</b>")
    assert picture["html"] == snapshot("""\
📈 <b>地区生产总值</b>
<a href="https://t.me/report_bot?start=f80913ffb54"><b>地区生产总值（2023年）</b></a>：增长7.3%
<blockquote><b>地区生产总值增长7.3%、居全国第3、创2010年以来最好位次</b>,人均地区生产总值突破10万元;</blockquote>
<i>—— 一、过去一年工作回顾 · 第3段</i>

<a href="https://t.me/report_bot?start=g3606fce397"><b>地区生产总值（2024年目标）</b></a>：增长6%以上
<blockquote>全区经济社会发展的主要预期目标是:<b>地区生产总值增长6%以上</b>;</blockquote>
<i>—— 二、2024年工作安排 · 第4段</i>\
""")
    (drawn,) = api.photos.values()
    assert drawn.startswith(b"\x89PNG")


async def test_the_button_under_a_figure_sends_the_same_picture_again_undrawn(town: Town, api: BotApi) -> None:
    alice = town.person("Alice")
    await alice.says("去年GDP增长多少")
    await alice.taps("📈 图")
    await alice.says("/对比 GDP")
    await alice.taps("📈 图")
    first, second = (each["photo"] for each in alice.bot_messages() if "photo" in each)
    assert first == second
    assert len(api.photos) == 1


async def test_a_list_that_is_a_series_comes_with_its_chart(town: Town, api: BotApi) -> None:
    alice = town.person("Alice")
    await alice.says("今年经济社会发展的主要预期目标有哪些")
    listed, picture = alice.bot_messages()
    assert "固定资产投资" in listed["html"]
    assert picture["html"].startswith("📈 <b>2024年目标</b>")
    await alice.says("今年经济社会发展的主要预期目标有哪些")
    assert alice.bot_messages()[-1]["photo"] == picture["photo"]
    assert len(api.photos) == 1


async def test_a_picture_that_telegram_forgot_is_drawn_anew(town: Town, api: BotApi) -> None:
    alice = town.person("Alice")
    await alice.says("/chart GDP")
    api.photos = {"another": b""}
    await alice.says("/chart GDP")
    assert len(api.photos) == 2


async def test_what_can_not_be_compared_has_neither_button_nor_chart(town: Town, api: BotApi) -> None:
    alice = town.person("Alice")
    await alice.says("/对比 外贸进出口总额")
    assert "📈" not in alice.sees()[0]
    await alice.says("/图表 外贸进出口总额")
    assert alice.sees()[-1] == "没有能和它放在一张图里比较的数值。"
    assert api.photos == {}


async def test_without_words_the_charts_of_the_whole_report_are_offered(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/图表")
    assert alice.sees()[0].endswith(
        "[📈 去年增长与今年目标]\n[📈 去年完成与今年目标]\n[📈 居全国前列的指标]\n"
        "[📈 各产业的增长]\n[📈 投资]\n"
        "[📈 民生实事要做多少]\n[📈 各单位牵头的民生实事（件）]"
    )


async def test_a_chart_of_the_whole_report_comes_with_passages_as_far_as_a_caption_holds_them(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/图表")
    for chart in ("各产业的增长", "居全国前列的指标", "民生实事要做多少"):
        await alice.taps(f"📈 {chart}")
    passages, values, places = (each["html"] for each in alice.bot_messages()[1:])
    assert (
        "<blockquote><b>规上工业增加值增长7.4%、居全国第7</b>;</blockquote>\n<i>—— 一、过去一年工作回顾 · 第3段</i>"
        in passages
    )
    assert values.count("<i>—— ") == 21
    assert values.endswith("<b>规上工业增加值（2023年）</b></a>：全国第7 <i>—— 一、过去一年工作回顾 · 第3段</i>")
    assert places == "📈 <b>民生实事要做多少</b>\n<i>出处：附件1·33件民生实事</i>"


async def test_in_english_its_own_words_are(town: Town) -> None:
    alice = town.person("Alice", language="en")
    await alice.says("/chart")
    await alice.taps("📈 National ranks")
    title, first, *_ = alice.bot_messages()[1]["html"].splitlines()
    assert title == "📈 <b>National ranks</b>"
    assert first.endswith("<b>煤炭外送量 (2023)</b></a>: 全国第1 <i>—— 一、过去一年工作回顾 · 第4段</i>")


async def test_a_made_up_chart_is_told_as_gone(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("去年GDP增长多少")
    assert await alice.taps_data(alice.bot_messages()[0], "h:nothing") == "这条内容已失效，请重新提问。"


async def test_who_asked_for_a_picture_in_a_group_may_take_it_back(town: Town) -> None:
    group = town.group("市民群")
    alice = group.member("Alice")
    await alice.says("/chart@report_bot GDP")
    picture = alice.bot_messages()[-1]
    await alice.says("撤回", reply_to_message=picture)
    assert [each for each in alice.bot_messages() if "photo" in each] == []
