"""Of every answer: the verbatim piece of the message that asked, the entry that came nearest, whether it is a miss."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from bench.question_sets import HOME, QUESTIONS, answerable, read_questions
from knowledge import Library
from knowledge.language.normalise import LONGEST
from knowledge.language.verbatim import LONGEST_PIECE
from knowledge.model import Outcome, Where
from tests.knowledge.test_engine import MESSAGES

TALK = "各位早上好，今天几个人在聊天呢。"
STEP = 3  # every so-manieth question of a set is asked, in each test from another one on
THANKS = "谢谢大家啦，我老是记不住，改天请大家吃饭，一定要来呀，说好了，不见不散。"


@pytest.mark.parametrize(
    "text", ["六个工程是什么", "去年GDP增長多少？", "ＧＤＰ去年增长多少", "lggc shi shenme", "六個工程第三個"]
)
def test_a_short_message_is_asked_whole(library: Library, text: str) -> None:
    assert library.ask(f" {text}\n").asked == text


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        (TALK, "六个工程第三个到底是啥来着？", THANKS),
        (TALK, "去年新增高速公路通車里程到底是多少公里？", THANKS),
        (TALK + "https://www.nmg.gov.cn/a?b=去年,c 翻了半天！", "去年城镇新增就业多少万人?", THANKS),
        ("@某人 你看下\n> 别人说的话，去年GDP增长多少\n", "第三十三件民生实事是什么", "\n" + THANKS * 2 + TALK),
        ("😀" * 40, "去年粮食产量多少亿斤", "😀" * 40),
        (TALK, "２０２４年网络零售额目标是多少", "\n" + THANKS),
        (TALK * 4, "去年城镇新增就\u200b业多少万人？", THANKS * 4),
        (TALK + "qunian zenmeyang,", "qunian liangshi chanliang shi duoshao", "," + THANKS + TALK),
    ],
)
def test_of_a_long_message_the_clause_that_asked_is_told_verbatim(
    library: Library, before: str, piece: str, after: str
) -> None:
    answer = library.ask(before + piece + after)

    assert answer.outcome is Outcome.ANSWER
    assert answer.asked == piece


def test_a_piece_is_never_longer_than_may_be_quoted(library: Library) -> None:
    padded = "六个工程是什么" + "\u200b" * (LONGEST_PIECE + 1) + "?"
    answer = library.ask(padded)

    assert answer.outcome is Outcome.ANSWER
    assert answer.asked == ""


@settings(max_examples=60)
@given(MESSAGES)
def test_what_was_asked_stands_in_the_message(library: Library, text: str) -> None:
    for where in Where:
        answer = library.ask(text, where)
        assert answer.asked in text
        assert len(answer.asked.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_PIECE


def test_what_was_asked_stands_in_the_longest_message(library: Library) -> None:
    question = "六个工程第三个是什么"
    answer = library.ask("喵喵喵喵喵，" * ((LONGEST - len(question)) // 6) + question)

    assert answer.asked == question


@pytest.mark.parametrize(
    ("first", "path"), [(0, QUESTIONS), (1, HOME / "held_out.jsonl")], ids=["questions", "held out"]
)
def test_of_every_answer_the_piece_is_known_and_asks_the_same(library: Library, first: int, path: Path) -> None:
    for question in read_questions(path)[first::STEP]:
        answer = library.ask(question["q"])
        if answer.outcome is Outcome.ANSWER:
            assert answer.asked, question["q"]
            assert answer.asked in question["q"]
            again = library.ask(answer.asked)
            shown = {source.text for source in answer.sources}
            assert shown & {source.text for source in again.sources}, (question["q"], answer.asked)


def test_the_nearest_entry_is_the_answers_first_or_the_first_suggestion(library: Library) -> None:
    for question in read_questions()[2::STEP]:
        answer = library.ask(question["q"])
        offered = [*(s.entry_id for s in answer.sources), *(s.entry_id for s in answer.suggestions)]
        assert answer.nearest == (offered[0] if offered else "")


def test_a_silent_answer_knows_its_nearest_entry_too(library: Library) -> None:
    answer = library.ask("快递怎么还没到", Where.GROUP)

    assert answer.outcome is Outcome.SILENT
    assert library.open(answer.nearest) is not None


@pytest.mark.parametrize(
    "text", ["大家早上好", "谢谢", "好的收到", "哈哈哈", "今天天气不错", "+1", "晚安💤大家", "会议室改到三楼了，别走错"]
)
def test_chatter_is_no_miss(library: Library, text: str) -> None:
    assert not library.ask(text, Where.GROUP).is_miss


@pytest.mark.parametrize("text", ["2025年GDP目标是多少"])
def test_what_was_nearly_answered_in_a_group_is_a_miss(library: Library, text: str) -> None:
    answer = library.ask(text, Where.GROUP)

    assert answer.outcome is Outcome.SILENT
    assert answer.is_miss


def test_what_was_asked_directly_and_left_open_is_a_miss(library: Library) -> None:
    assert library.ask("2022年粮食产量").is_miss
    assert not library.ask("六个工程是什么").is_miss


def test_little_of_what_a_group_says_beside_the_report_is_a_miss(library: Library) -> None:
    talk = [q["q"] for q in read_questions() if not answerable(q) and q["where"] == "group"]

    assert len([text for text in talk if library.ask(text, Where.GROUP).is_miss]) <= 1
