"""An operator reads what went unanswered, and how much is asked."""

from __future__ import annotations

import re

from inline_snapshot import snapshot

from store import Store
from tests.fakes.people import Town, Voice
from tests.fakes.telegram_html import utf16_length


def undated(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", text)


async def heard(voice: Voice) -> str:
    (text,) = voice.hears()
    return undated(text)


async def test_what_went_unanswered_is_listed_by_how_often(operator: Voice, store: Store) -> None:
    for _ in range(2):
        store.misses.note("羊有几只", nearest="t-six", reason="unsure")
    store.misses.note("<b>谁 & 谁", nearest="gone", reason="near")
    await operator.says("/misses")
    assert await heard(operator) == snapshot("""\
📭 <b>没答上来或被点👎的问题</b>（共2个）

1. 羊有几只
2次（没把握 2），最近DAY；最接近：六个工程

2. &lt;b&gt;谁 &amp; 谁
1次（群里没作答 1），最近DAY\
""")


async def test_a_question_that_the_bot_was_not_sure_of_is_among_the_misses_at_once(operator: Voice, town: Town) -> None:
    await town.person("Alice").says("GDP是啥味道")
    await operator.says("/misses")
    assert "GDP是啥味道" in await heard(operator)


async def test_nothing_unanswered_yet(operator: Voice) -> None:
    await operator.says("/misses")
    assert operator.hears() == ["目前没有答不上来的问题，也没有人点过👎。"]


async def test_a_long_list_of_misses_is_cut_between_them(operator: Voice, store: Store) -> None:
    for number in range(60):
        store.misses.note(f"{number}号" + "问" * 150, nearest="", reason="unsure")
    await operator.says("/misses")
    pieces = operator.hears()
    assert len(pieces) > 1
    assert all(utf16_length(piece) <= 4096 for piece in pieces)
    assert [int(number) for piece in pieces for number in re.findall(r"^(\d+)\. ", piece, re.MULTILINE)] == [
        *range(1, 51)
    ]


async def test_how_much_was_asked_and_what_people_thought_of_it(operator: Voice, town: Town, store: Store) -> None:
    alice, carol = town.person("Alice"), town.group("群").member("Carol")
    await alice.says("六个工程")
    await alice.says("红烧排骨怎么做")
    await carol.says("@report_bot 六个工程")
    await carol.says("大家早上好")
    store.usage.judge("t-six", good=True)
    store.usage.note(surface="web", kind="figure", outcome="answer", entries=("gone",))
    await operator.says("/stats")
    assert await heard(operator) == snapshot("""\
📈 <b>使用情况</b>
目前在1个群里。

<b>最近7天的提问</b>（UTC时间）
DAY：4次
• 已回答（名词） 2
• 没把握 1
• 已回答（数据） 1

<b>问得最多的</b>
1. 六个工程：2次 👍1 👎0
2. gone：1次 👍0 👎0\
""")


async def test_nothing_asked_yet(operator: Voice) -> None:
    await operator.says("/stats")
    assert await heard(operator) == snapshot("""\
📈 <b>使用情况</b>
目前在0个群里。

<b>最近7天的提问</b>（UTC时间）
还没有人提问。\
""")


async def test_somebody_who_reads_english_gets_english(operator: Voice, store: Store) -> None:
    store.misses.note("羊有几只", nearest="t-six", reason="unsure")
    operator.language("en")
    await operator.says("/misses")
    assert await heard(operator) == snapshot("""\
📭 <b>Questions without an answer, or with a 👎</b> (1)

1. 羊有几只
1 time (unsure 1), last on DAY; nearest: 六个工程\
""")
    await operator.says("/stats")
    assert (await heard(operator)).startswith("📈 <b>Usage</b>")


async def test_without_the_database_it_says_so(operator: Voice, store: Store) -> None:
    await store.close()
    for command in ("/misses", "/stats"):
        await operator.says(command)
        assert operator.hears() == ["⚠️ 暂时连不上数据库，操作没有完成，请稍后再试。"]
