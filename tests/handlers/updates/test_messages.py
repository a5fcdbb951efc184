"""A message of every kind is either answered on purpose or left alone on purpose; the table `kinds` says which."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from telegram import Message
from telegram.constants import MessageType

from tests.fakes.bot_api import ME
from tests.fakes.people import Town, Voice
from tests.handlers.updates.conftest import Calls
from tests.handlers.updates.kinds import (
    EARLIER,
    MARKS,
    MEDIA,
    OF_BUSINESSES,
    QUESTION,
    SERVICE,
    THINGS,
    Fields,
)

WORDLESS = MEDIA | THINGS | SERVICE
# What people send in place of words, which is asked back where they are alone with the bot.
ASKED_BACK = frozenset({
    "animation", "audio", "contact", "document", "location", "photo", "sticker", "video", "video_note", "voice"
})  # fmt: skip


def everywhere(town: Town) -> Iterator[tuple[Voice, Fields]]:
    """Somebody alone with the bot, among others in a group, and there in reply to the bot."""
    yield town.person("Alice"), {}
    yield town.group("群").member("Bob"), {}
    yield in_reply(town)


def in_reply(town: Town) -> tuple[Voice, Fields]:
    voice = town.group("另一个群").member("Carol")
    return voice, {"reply_to_message": town.api.chats.write(voice.chat_id, ME, text="您好！")}


def test_the_table_names_every_kind_of_message_that_there_is() -> None:
    known = {kind.value for kind in MessageType}
    named = {"text", "migrate_from_chat_id", *WORDLESS, *MARKS, *OF_BUSINESSES}
    assert sorted(known - named) == []
    assert all(hasattr(Message, kind) for kind in named)


@pytest.mark.parametrize("kind", [*WORDLESS, *MARKS])
def test_the_tables_messages_are_what_they_say(kind: str) -> None:
    message = Message.de_json(EARLIER | {kind: (WORDLESS | MARKS)[kind]}, None)
    assert getattr(message, kind)


@pytest.mark.parametrize("kind", sorted(ASKED_BACK))
async def test_asked_for_words_where_somebody_is_alone_with_the_bot(town: Town, calls: Calls, kind: str) -> None:
    alice = town.person("Alice")
    await alice.sends(**{kind: WORDLESS[kind]})
    assert alice.hears() == ["我只看得懂文字，请把想问的写下来。"]
    await alice.sends(**{kind: WORDLESS[kind]}, media_group_id="album")
    assert calls() == ["sendMessage"]


@pytest.mark.parametrize("kind", WORDLESS)
async def test_left_alone_without_words_of_a_persons_own(
    town: Town, calls: Calls, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    for voice, extra in list(everywhere(town))[kind in ASKED_BACK :]:
        await voice.sends(**{kind: WORDLESS[kind]}, **extra)
    assert calls() == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("kind", MEDIA)
async def test_answered_where_a_caption_asks(town: Town, calls: Calls, kind: str) -> None:
    for voice, extra in everywhere(town):
        await voice.sends(**{kind: MEDIA[kind]}, caption=QUESTION, **extra)
        assert calls() == ["sendMessage"]


@pytest.mark.parametrize("mark", MARKS)
async def test_answered_whatever_marks_a_text_carries(town: Town, calls: Calls, mark: str) -> None:
    for voice, extra in everywhere(town):
        await voice.sends(text=QUESTION, **{mark: MARKS[mark]}, **extra)
        assert calls() == ["sendMessage"]


@pytest.mark.parametrize("kind", MEDIA | THINGS)
async def test_an_edit_without_words_is_left_alone(town: Town, calls: Calls, kind: str) -> None:
    for voice, extra in everywhere(town):
        await town.happens("edited_message", voice.writes(**{kind: WORDLESS[kind]}, edit_date=2, **extra))
    assert calls() == []


@pytest.mark.parametrize("kind", MEDIA)
async def test_a_caption_that_comes_to_ask_is_answered(town: Town, calls: Calls, kind: str) -> None:
    for voice, extra in everywhere(town):
        message = await voice.sends(**{kind: MEDIA[kind]}, **extra)
        asked_back = calls()
        await town.happens("edited_message", message | {"caption": QUESTION, "edit_date": 2})
        assert calls() == (["editMessageText"] if asked_back else ["sendMessage"])


async def test_a_caption_that_asks_no_more_loses_its_answer(town: Town, calls: Calls) -> None:
    alice = town.person("Alice")
    message = await alice.sends(photo=MEDIA["photo"], caption=QUESTION)
    del message["caption"]
    await town.happens("edited_message", message | {"edit_date": 2})
    assert calls() == ["sendMessage", "deleteMessage"]


async def test_of_an_album_the_picture_with_the_caption_is_answered(town: Town, calls: Calls) -> None:
    for voice, extra in everywhere(town):
        for caption in ({"caption": QUESTION}, {}, {}):
            await voice.sends(photo=MEDIA["photo"], media_group_id="1", **caption, **extra)
        assert calls() == ["sendMessage"]
