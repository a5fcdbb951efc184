"""Long lists: the count first, then a page at a time, in the one message."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.fakes.buttons import buttons_of
from tests.fakes.people import Town, Voice


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


def labels(voice: Voice) -> list[str]:
    """The buttons under the one message there is."""
    (message,) = voice.bot_messages()
    return [button["text"] for button in buttons_of(message)]


async def test_a_word_is_shown_where_it_stands_three_passages_at_a_time(alice: Voice) -> None:
    await alice.says("营商环境")
    assert alice.sees() == snapshot(
        [
            """\
🔎 报告中有3处提到“<b>营商环境</b>”

1. <a href="https://t.me/report_bot?start=xe7e00e8e56"><b>营商环境</b></a>
<blockquote>针对<b>营商环境</b>问题,纵深推进“一网通办”、“一网统管”,强化对企业全生命周期服务,对12345热线诉求解决情况每月排名通报、对落后者进行约谈,越来越多的企业和群众通过热线了解政策、解决问题,…</blockquote>
<i>—— 一、过去一年工作回顾 · 第12段</i>

2. <a href="https://t.me/report_bot?start=x356438b75a"><b>营商环境和资源浪费问题</b></a>
<blockquote>…传统产业转型升级步伐不够快,科技创新引领产业创新能力还不够强,<b>营商环境</b>有不少令人诟病的地方,资源浪费现象依然存在,“酒肉穿肠过”问题没有真正破解,地方化债任务还很艰巨,中小金融机构风险尚未消除,…</blockquote>
<i>—— 一、过去一年工作回顾 · 第20段</i>

3. <a href="https://t.me/report_bot?start=xec4414c23c"><b>优化营商环境4.0版方案</b></a>
<blockquote>要着力提升政府服务效能,出台优化<b>营商环境</b>4.0版方案,加快全区一体化数据平台建设,推出“高效办成一件事”13个服务套餐,新增“全区通办”政务服务事项150项;</blockquote>
<i>—— 二、2024年工作安排 · (六) · 第2段</i>
[1] [2] [3]
[分享] [👍] [👎]\
"""
        ]
    )


async def test_a_long_list_has_pages(alice: Voice) -> None:
    await alice.says("民生实事有哪些")
    assert labels(alice)[10:] == ["1/4", "›", "分享", "👍", "👎"]
    await alice.taps("›")
    assert labels(alice)[:10] == [str(number) for number in range(11, 21)]
    await alice.taps("›")
    await alice.taps("›")
    assert labels(alice)[:3] == ["31", "32", "33"]
    await alice.taps("33")
    assert "农村牧区公路" in alice.sees()[-1]
