"""One written form for what a person can write in many ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import Normaliser

ASKED = "6个工程是什么"


@pytest.mark.parametrize(
    "text",
    [
        "六個工程是什麼",
        "６个工程是什么",
        "六\u200b个\u200d工\ufeff程是\u00ad什么",
        "\u202e六个工程是什么",
        "“六个工程”是什么",
        "「六个工程」是什么",
        "《六个工程》是【什么】",
        "'六个工程'是\"什么\"",
        "**六个工程**是`什么`",
        "  六个工程是什么　",
        "https://www.nmg.gov.cn/zwgk/2024.html?a=1#b 六个工程是什么",
        "Https://www.nmg.gov.cn/zwgk六个工程是什么",
        "www.mengkeju.com 六个工程是什么",
        "@report_bot 六个工程是什么",
        "@小李·同学 六个工程是什么",
        "li.ming+a@example.com.cn 六个工程是什么",
        "#政府工作报告# 六个工程是什么",
        "> 上一条消息里有GDP增速\n六个工程是什么",
        "\t> 引用\n> 又一行\n六个工程是什么",
        "「王主任：明天三点开会」\n- - - - - - - - - - - - - - -\n六个工程是什么",
        "「王主任:明天开会\n都来」六个工程是什么",
    ],
)
def test_the_question_is_left_of_however_it_is_written(normaliser: Normaliser, text: str) -> None:
    assert normaliser.question(text) == ASKED


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("去年ＧＤＰ增长７．３％？", "去年gdp增长7.3%?"),
        ("第３３件", "第33件"),
        ("後面的臺灣", "后面的台湾"),
        ("五点 \t五 万", "5点 5 万"),
        ("What’s the 'GDP' target", "what's the gdp target"),
        ("半个\ud83d字", "半个字"),
        ("增长 > 10%", "增长 > 10%"),
        ("发到邮箱 a.b@c.com 谢谢", "发到邮箱 谢谢"),
        ("“六个工程”的\n第三个", "6个工程的\n第3个"),
        ("#六个工程 是什么", "#6个工程 是什么"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_numbers_signs_and_line_breaks_that_say_something_stay(normaliser: Normaliser, text: str, form: str) -> None:
    assert normaliser.question(text) == form


def test_words_of_the_report_lose_nothing_that_looks_like_noise(normaliser: Normaliser) -> None:
    assert normaliser.form("“蒙科聚”(www.mengkeju.com)\n#@甲") == "蒙科聚(www.mengkeju.com)\n#@甲"


def test_many_texts_at_once_are_the_same_as_one_by_one(normaliser: Normaliser) -> None:
    texts = ["六個工程", "", "ＧＤＰ", "第三十三件"]

    assert normaliser.forms(texts) == [normaliser.form(text) for text in texts]
    assert normaliser.forms([]) == []


PIECES = st.sampled_from(
    [*"六個工程ＧＤＰ７．３％第三十三件後裏臺一二百点。，？！“”é😀①㎡ \n\u200b", "Q3", "5G", "what's", "统一"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_normal_form_is_its_own(normaliser: Normaliser, text: str) -> None:
    form, question = normaliser.form(text), normaliser.question(text)

    assert normaliser.form(form) == form
    assert normaliser.question(question) == question


@given(st.text(max_size=200))
def test_any_text_has_a_normal_form(normaliser: Normaliser, text: str) -> None:
    form = normaliser.question(text)

    assert form == form.strip()
    assert not set(form) & set("“”「」《》\u200b\ufeff")


@pytest.mark.parametrize(
    ("typed", "plain"), [("衞生", "卫生"), ("著力", "着力"), ("專案", "专案"), ("新增", "新增"), ("著名", "著名")]
)
def test_variants_are_read(normaliser: Normaliser, typed: str, plain: str) -> None:
    assert normaliser.question(typed) == plain
