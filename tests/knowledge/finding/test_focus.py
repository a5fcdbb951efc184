"""Which parts of a message are tried as questions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.finding.focus import LONGEST_VIEW, MOST_VIEWS, SHORT, views
from tests.knowledge.finding.conftest import Workshop

CUES = re.compile("多少|几个|什么|哪些|吗")
GREETING = "各位领导上午好,我是呼伦贝尔的一名村干部,最近村里开会要用材料,"


def seen(workshop: Workshop, text: str) -> tuple[str, ...]:
    return views(workshop.form(text), workshop.index, CUES)


@pytest.mark.parametrize("text", ["去年粮食产量多少", "你好，天骏计划是什么？", "", "在吗"])
def test_a_short_message_is_one_question(workshop: Workshop, text: str) -> None:
    assert seen(workshop, text) == (workshop.form(text),)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (f"{GREETING}请问去年粮食产量是多少?谢谢大家,祝身体健康,万事如意", "请问去年粮食产量是多少?"),
        (f"{GREETING}天骏计划是什么😊😊大家新年快乐,身体健康,万事如意,阖家幸福", "天骏计划是什么"),
        (f"{GREETING * 3}停车泊位今年新增多少,{GREETING * 3}", "停车泊位今年新增多少"),
    ],
)
def test_of_a_long_message_the_asking_clause_is_tried(workshop: Workshop, text: str, clause: str) -> None:
    assert any(clause in view for view in seen(workshop, text))


def test_a_clause_that_asks_is_tried_with_the_one_before_it(workshop: Workshop) -> None:
    text = f"{GREETING}听说要建苏木乡镇区域养老服务中心,一共建多少个,盼回复,感谢感谢"

    assert any("养老服务中心,1共建多少个" in view.replace("一", "1") for view in seen(workshop, text))


@given(
    st.lists(st.sampled_from([*"去年粮食产量多少天骏计划停车泊位", ",", "。", "\n", "😀", "户厕"]), max_size=500).map(
        "".join
    )
)
def test_there_are_few_views_and_all_are_short(workshop: Workshop, text: str) -> None:
    found = seen(workshop, text)

    assert 1 <= len(found) <= MOST_VIEWS
    assert len(set(found)) == len(found)
    assert all(len(view) <= max(SHORT, LONGEST_VIEW) for view in found)


def test_a_long_message_of_nothing_known_is_cut(workshop: Workshop) -> None:
    assert [len(view) for view in seen(workshop, "龘" * 3000)] == [LONGEST_VIEW]
