"""Somebody asks faster than anybody reads: a burst is answered, a flood is told once how long to wait."""

from __future__ import annotations

import re

import pytest

from handlers.pacing import MOST, MOST_READ
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town, Voice, mention
from tests.handlers.groups.conftest import Clock

QUESTION, SLOWER = "六个工程是什么", "您发得太快了，请过"
LONG = 600.0  # seconds after which everything may be asked anew


def told(answers: list[str]) -> list[str]:
    """Those that ask to wait."""
    return [each for each in answers if each.startswith(SLOWER)]


async def asks(voice: Voice, times: int, text: str = QUESTION) -> list[str]:
    """What is answered, as the first line of each answer."""
    for _ in range(times):
        await voice.says(text)
    return [answer.splitlines()[0] for answer in voice.hears()]


async def test_a_burst_is_answered_each_question(town: Town) -> None:
    answers = await asks(town.person("Alice"), MOST)
    assert (len(answers), told(answers)) == (MOST, [])


async def test_a_flood_is_told_once_how_long_to_wait(town: Town) -> None:
    answers = await asks(town.person("Alice"), MOST + 4)
    (said,) = told(answers)
    assert answers[MOST:] == [said]
    assert re.fullmatch("您发得太快了，请过[1-5]?[0-9]秒再试。", said)


async def test_in_a_group_a_flood_is_told_once_too(group: Group) -> None:
    answers = await asks(group.member("Carol"), MOST + 4, f"{mention()} {QUESTION}")
    assert (len(answers), len(told(answers))) == (MOST + 1, 1)


async def test_after_a_minute_there_is_room_again(town: Town, clock: Clock) -> None:
    alice = town.person("Alice")
    await asks(alice, MOST + 4)
    clock.passes(seconds=LONG)
    assert told(await asks(alice, MOST)) == []


async def test_questions_of_an_outage_count_as_they_were_written(town: Town) -> None:
    alice = town.person("Alice")
    now = town.api.chats.now
    for number in reversed(range(MOST + 7)):
        await alice.says(QUESTION, date=now - 3600 * number)
    assert (len(answers := alice.hears()), told(answers)) == (MOST + 7, [])


async def test_what_nobody_addressed_to_the_bot_before_an_outage_is_left_alone(town: Town, group: Group) -> None:
    carol = group.member("Carol")
    now = town.api.chats.now
    await carol.says(QUESTION, date=now - 1_200)
    assert carol.hears() == []
    await carol.says(f"{mention()} {QUESTION}", date=now - 1_200)
    assert len(carol.hears()) == 1


async def test_commands_and_buttons_are_no_questions(town: Town) -> None:
    alice = town.person("Alice")
    for _ in range(MOST + 4):
        await alice.says("/help")
    assert told([answer.splitlines()[0] for answer in alice.hears()]) == []
    assert told(await asks(alice, 1)) == []


async def test_one_persons_burst_holds_up_nobody_else(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await asks(carol, MOST + 4, f"{mention()} {QUESTION}")
    dan.hears()
    assert len(await asks(dan, 1, f"{mention()} {QUESTION}")) == 1


async def test_an_unasked_answer_that_was_passed_over_holds_up_nobody_else(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await asks(carol, MOST, f"{mention()} {QUESTION}")
    await asks(carol, 1, "今年GDP目标")
    dan.hears()
    assert len(await asks(dan, 1, "今年GDP目标")) == 1


async def test_a_person_is_one_person_in_every_chat(town: Town, group: Group) -> None:
    carol = group.member("Carol")
    await asks(carol, MOST, f"{mention()} {QUESTION}")
    assert len(told(await asks(town.alone(carol), 1))) == 1


async def test_talking_among_each_other_is_no_asking(group: Group) -> None:
    carol = group.member("Carol")
    await asks(carol, 20, "大家早上好")
    assert len(await asks(carol, 1)) == 1


@pytest.mark.parametrize("name", ["channel", "administrator"])
async def test_who_writes_in_a_chats_name_is_held_up_too(group: Group, name: str) -> None:
    voice = group.channel("频道") if name == "channel" else group.anonymous(group.owner)
    assert len(await asks(voice, MOST + 4, f"{mention()} {QUESTION}")) == MOST + 1


async def test_the_answer_stays_where_somebody_edits_again_and_again(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says(QUESTION)
    for number in range(9):
        await alice.edits(question, f"{QUESTION}{number}")
    assert [text for text in alice.sees() if "六个工程" in text] == alice.sees() != []


async def test_what_is_asked_too_fast_is_not_looked_up(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    for number in range(MOST + 10):
        await alice.says(f"{QUESTION}{number}")
    assert len(engine.asked) == MOST


async def test_a_command_that_comes_too_fast_is_not_carried_out(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    for number in range(MOST + 10):
        await alice.says(f"/term 六个工程{number}")
    assert len(engine.asked) == MOST


async def test_of_one_persons_talk_in_a_group_only_so_much_is_read(group: Group, engine: FakeEngine) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    for number in range(MOST_READ + 10):
        await carol.says(f"大家早上好{number}")
    assert len(engine.asked) == MOST_READ
    assert len(await asks(dan, 1)) == 1


async def test_of_edits_that_follow_each_other_only_so_many_are_read(town: Town, engine: FakeEngine) -> None:
    message = await (alice := town.person("Alice")).says(QUESTION)
    for number in range(MOST_READ + 10):
        await alice.edits(message, f"{QUESTION}{number}")
    assert len(engine.asked) == 1 + MOST_READ
    assert len(alice.sees()) == 1


async def test_words_that_are_typed_faster_than_anybody_types_are_offered_nothing(town: Town) -> None:
    alice = town.person("Alice").elsewhere()
    offered = [await alice.types_inline("六个工程") for _ in range(MOST_READ + 1)]
    assert all(each.results for each in offered[:-1])
    assert (offered[-1].results, offered[-1].cache_time) == ([], 0)


async def test_buttons_that_are_tapped_faster_than_anybody_taps_do_nothing(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says(QUESTION)
    notices = [await alice.taps("👍") for _ in range(MOST_READ + 1)]
    assert notices[-1] == "您发得太快了，请过10秒再试。"
    assert notices[-1] not in notices[:-1]
