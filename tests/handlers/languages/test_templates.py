"""The bot's own words come in the language of a person's Telegram; the report's are never touched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import handlers.replies
from handlers.commands import COMMANDS
from handlers.replies import Language, Replies, language_of
from handlers.replies.phrases import Phrases, build_environment
from knowledge import Library
from tests.fakes.rules import check_reply

TEMPLATES = Path(handlers.replies.__file__).with_name("templates")
ENGLISH = TEMPLATES / "english"
CODE = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
MISTAKEN = ("天后", "回復", "幹麼", "羣", "裏", "纔", "裡程", "鍾", "瞭解")  # what converters make of other words


def worded(path: Path) -> list[str]:
    """The Chinese that a template holds besides its code."""
    return CHINESE.findall(CODE.sub("", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, Language.SIMPLIFIED),
        ("", Language.SIMPLIFIED),
        ("zh", Language.SIMPLIFIED),
        ("zh-hans", Language.SIMPLIFIED),
        ("zh-CN", Language.SIMPLIFIED),
        ("zh-hant", Language.TRADITIONAL),
        ("zh-TW", Language.TRADITIONAL),
        ("zh_HK", Language.TRADITIONAL),
        ("zh-mo", Language.TRADITIONAL),
        ("zh-hant-hk", Language.TRADITIONAL),
        ("en", Language.ENGLISH),
        ("mn", Language.ENGLISH),
        ("zha", Language.ENGLISH),
    ],
)
def test_the_language_follows_telegrams(code: str | None, language: Language) -> None:
    assert language_of(code) is language


def test_every_template_with_chinese_words_has_an_english_twin() -> None:
    # What Chinese templates import alone says a fault in Chinese; its own message is English.
    chinese = {path.name for path in TEMPLATES.glob("[!_]*.jinja") if worded(path)}
    english = {path.name for path in ENGLISH.glob("*.jinja")}
    assert chinese <= english <= {path.name for path in TEMPLATES.glob("*.jinja")}
    assert len(chinese) > 20


def test_english_templates_are_english() -> None:
    assert {path.name: said for path in ENGLISH.glob("*.jinja") if (said := worded(path))} == {}


def test_the_phrases_are_the_same_ones_in_every_language() -> None:
    chinese, *others = ({name: shape(value) for name, value in phrases(each).items()} for each in Language)
    assert all(other == chinese for other in others)
    assert {"labels", "shelves", "choices", "unsure", "heading"} <= set(chinese)


def phrases(language: Language) -> dict[str, Any]:
    return dict(vars(build_environment(language=language).get_template("phrases.jinja").module))


def shape(value: Any) -> object:
    """What callers rely on: a macro's parameters, a table's keys."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return getattr(value, "arguments", None)


def test_nothing_is_converted_to_a_word_that_is_wrong() -> None:
    environment = build_environment(language=Language.TRADITIONAL)
    loader = environment.loader
    assert loader is not None
    converted = {name: loader.get_source(environment, name)[0] for name in environment.list_templates()}
    del converted["courtesy.jinja"]  # what people say, which is compared in simplified characters
    assert {(name, wrong) for name, text in converted.items() for wrong in MISTAKEN if wrong in text} == set()


@pytest.mark.parametrize("language", Language)
def test_the_reports_own_words_are_never_touched(library: Library, language: Language) -> None:
    replies = Replies(library.report, language=language, bot="report_bot")
    for entry in library.entries:
        answer = library.open(entry.id)
        assert answer is not None
        visible = "".join(check_reply(reply) for reply in replies.answer(answer))
        for source in answer.sources:
            assert source.title in visible
            assert source.text in visible
            assert source.place in visible


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_is_described(command: Any) -> None:
    simplified, traditional, english = (Phrases(language).said(command) for language in Language)
    assert CHINESE.search(simplified)
    assert CHINESE.search(traditional)
    assert not CHINESE.search(english)
