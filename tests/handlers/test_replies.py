"""Any answer becomes messages that Telegram takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.commands import COMMANDS
from handlers.replies import CopyButton, Replies, ShareButton
from knowledge.model import Answer, Kind, Outcome, Source, Suggestion
from tests.fakes.engine import ELDERLY, PROJECTS, REPORT
from tests.fakes.rules import check_reply
from tests.fakes.telegram_html import parse, utf16_length
from tests.handlers.replying import all_valid

ANY_CHARACTER = st.characters(exclude_categories=())  # half surrogates and control characters too
TEXT = st.text(ANY_CHARACTER, max_size=60) | st.text("<>&\"'/b；;。\n\f 好😀", max_size=60)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(0, 400))
RANGE = st.tuples(st.integers(-5, 70), st.integers(-5, 70))
SOURCE = st.builds(
    Source,
    entry_id=TEXT,
    title=TEXT,
    text=LONG,
    place=TEXT,
    highlights=st.lists(RANGE, max_size=4).map(tuple),
    direct=TEXT,
    kind=st.sampled_from(Kind),
    number=st.none() | st.integers(1, 99),
    year=st.none() | st.integers(1949, 2100),
)
SUGGESTION = st.builds(
    Suggestion,
    entry_id=LONG,
    title=TEXT,
    text=LONG,
    kind=st.sampled_from(Kind),
    number=st.none() | st.integers(1, 99),
    year=st.none() | st.integers(1949, 2100),
)
ANSWER = st.builds(
    Answer,
    question=TEXT,
    outcome=st.sampled_from(Outcome),
    kind=st.none() | st.sampled_from(Kind),
    title=LONG,
    score=st.integers(0, 100),
    sources=st.lists(SOURCE, max_size=5).map(tuple),
    suggestions=st.lists(SUGGESTION, max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies(REPORT)


@given(answer=ANSWER)
def test_any_answer_is_valid(replies: Replies, answer: Answer) -> None:
    all_valid(replies.answer(answer))


@given(passages=st.lists(SUGGESTION, max_size=8))
def test_any_search_result_is_valid(replies: Replies, passages: list[Suggestion]) -> None:
    all_valid(replies.found(passages))


@pytest.mark.parametrize("name", ["welcome", "help", "empty", "failed", "vanished", "privacy", "thanked"])
def test_fixed_replies_are_valid(replies: Replies, name: str) -> None:
    all_valid(replies.render(name))


def test_the_time_to_wait_is_valid(replies: Replies) -> None:
    all_valid(replies.render("slower", seconds=30))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_explanation_is_valid(replies: Replies, command: object) -> None:
    all_valid(replies.usage(command))  # type: ignore[arg-type]


def test_the_notice_of_a_vanished_entry_fits_over_the_chat(replies: Replies) -> None:
    assert 0 < utf16_length(replies.phrases.sentence("gone")) <= 200


@given(source=SOURCE)
def test_a_passage_is_quoted_whole_and_in_order(source: Source) -> None:
    assert "".join(text for text, _ in source.runs()) == source.text


def test_a_long_list_splits_between_its_passages(replies: Replies) -> None:
    sources = tuple(ELDERLY.source for _ in range(60))
    messages = replies.answer(Answer("", Outcome.ANSWER, Kind.LIST, "民政厅", 99, sources, ()))
    assert len(messages) > 1
    for message in messages:
        assert message.html.count("<blockquote") == message.html.count("—— 附件1")
    numbers = [int(number) for message in messages for number in re.findall(r"^(\d+)\. ", message.html, re.MULTILINE)]
    assert numbers == list(range(1, 61))


def test_a_passage_too_long_for_one_message_splits_between_its_sentences(replies: Replies) -> None:
    text = "这是一句不短的话，说完为止。" * 700
    source = Source("x", "长", text, "附件2", ((0, len(text)),), "")
    messages = replies.answer(Answer("", Outcome.ANSWER, Kind.TEXT, "长", 99, (source,), ()))
    visible = [parse(message.html)[0] for message in messages]
    assert len(messages) > 2
    assert all(piece.endswith("。") for piece in visible[:-1])
    assert "".join(visible) == f"📄 长\n{text}\n—— 附件2"


def test_marks_in_the_text_are_text(replies: Replies) -> None:
    source = Source("x", "<b>", "a<i>&amp;</i>", "<附件>", ((0, 2),), "&")
    (message,) = replies.answer(Answer("", Outcome.ANSWER, Kind.FIGURE, "<b>", 99, (source,), ()))
    assert check_reply(message) == "📊 <b>：&\na<i>&amp;</i>\n—— <附件>"


def test_buttons_whose_data_telegram_refuses_are_left_out(replies: Replies) -> None:
    near = (Suggestion("项" * 22, "太长", ""), Suggestion("", "空", ""), PROJECTS.suggestion)
    (message,) = replies.answer(Answer("", Outcome.UNSURE, None, "", 9, (), near))
    assert [button.label for row in message.buttons for button in row] == ["六个工程"]


def test_a_long_title_is_shortened_on_its_button(replies: Replies) -> None:
    near = (Suggestion("x", "三级、二级、一级医疗机构职工医保门诊统筹起付线由统一的1000元分别降低", ""),)
    (message,) = replies.answer(Answer("", Outcome.UNSURE, None, "", 9, (), near))
    assert [button.label for row in message.buttons for button in row] == [
        "三级、二级、一级医疗机构职工医保门诊统筹起付线由统一的…"
    ]


@pytest.mark.parametrize("length", [1, 241, 255, 256, 257, 300])
@pytest.mark.parametrize("character", ["字", "😀"])
def test_a_passage_is_copied_whole_or_not_at_all(replies: Replies, character: str, length: int) -> None:
    text = character * length
    source = Source("x", "长", text, "附件2", (), "")
    (message,) = replies.answer(Answer("", Outcome.ANSWER, Kind.TEXT, "长", 99, (source,), ()))
    check_reply(message)
    copied = [button.text for row in message.buttons for button in row if isinstance(button, CopyButton)]
    assert all(each.startswith(text) for each in copied)
    assert bool(copied) == (utf16_length(text) <= 256)


@pytest.mark.parametrize("question", ["谁" * 4096, "😀" * 2048, "a😀" * 150])
def test_a_long_question_is_shared_by_its_beginning(replies: Replies, question: str) -> None:
    sources = (ELDERLY.source, PROJECTS.source)
    (message,) = replies.answer(Answer(question, Outcome.ANSWER, Kind.LIST, "两处", 99, sources, ()))
    check_reply(message)
    (shared,) = (button.query for row in message.buttons for button in row if isinstance(button, ShareButton))
    assert question.startswith(shared)
    assert len(shared) >= 100
