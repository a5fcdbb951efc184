"""Somebody asks faster than anybody reads: in private they are asked to slow down, in a group passed over."""

from __future__ import annotations

import pytest

from handlers.pacing import MOST, MOST_READ
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town, Voice, mention
from tests.handlers.groups.conftest import Clock

QUESTION, SLOWER = "六个工程是什么", "您问得太快了，请稍等十秒再问。"


async def asks(voice: Voice, times: int, text: str = QUESTION) -> list[str]:
    """What is answered, as the first line of each answer."""
    for _ in range(times):
        await voice.says(text)
    return [answer.splitlines()[0] for answer in voice.hears()]


async def test_five_questions_in_ten_seconds_are_answered(town: Town) -> None:
    assert SLOWER not in await asks(alice := town.person("Alice"), 5)
    assert len(alice.sees()) == 5


async def test_in_private_the_sixth_is_answered_with_a_request_and_more_with_nothing(town: Town) -> None:
    answers = await asks(town.person("Alice"), 9)
    assert answers[5:] == [SLOWER]


async def test_in_a_group_too_much_is_passed_over_silently(group: Group) -> None:
    answers = await asks(group.member("Carol"), 9, f"{mention()} {QUESTION}")
    assert len(answers) == 5
    assert SLOWER not in answers


async def test_after_ten_seconds_there_is_room_again(town: Town, clock: Clock) -> None:
    alice = town.person("Alice")
    await asks(alice, 9)
    clock.passes(seconds=10.1)
    assert len(await asks(alice, 5)) == 5


async def test_who_goes_on_is_told_again_after_ten_seconds_and_not_before(town: Town, clock: Clock) -> None:
    alice = town.person("Alice")
    told = []
    for _ in range(40):
        told += [clock.time - 1_000] * (await asks(alice, 1) == [SLOWER])
        clock.passes(seconds=0.5)
    assert told == [2.5, 13.0]


async def test_asking_steadily_is_no_burst(town: Town, clock: Clock) -> None:
    alice = town.person("Alice")
    for _ in range(20):
        assert SLOWER not in await asks(alice, 1)
        clock.passes(seconds=2.1)
    assert len(alice.sees()) == 20


async def test_one_persons_burst_holds_up_nobody_else(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await asks(carol, 9, f"{mention()} {QUESTION}")
    dan.hears()
    assert len(await asks(dan, 1, f"{mention()} {QUESTION}")) == 1


async def test_an_unasked_answer_that_was_passed_over_holds_up_nobody_else(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await asks(carol, 5, f"{mention()} {QUESTION}")
    await asks(carol, 1, "今年GDP目标")
    dan.hears()
    assert len(await asks(dan, 1, "今年GDP目标")) == 1


async def test_a_person_is_one_person_in_every_chat(town: Town, group: Group) -> None:
    carol = group.member("Carol")
    await asks(carol, 5, f"{mention()} {QUESTION}")
    assert await asks(town.alone(carol), 1) == [SLOWER]


async def test_talking_among_each_other_is_no_asking(group: Group) -> None:
    carol = group.member("Carol")
    await asks(carol, 20, "大家早上好")
    assert len(await asks(carol, 1)) == 1


@pytest.mark.parametrize("name", ["channel", "administrator"])
async def test_who_writes_in_a_chats_name_is_held_up_too(group: Group, name: str) -> None:
    voice = group.channel("频道") if name == "channel" else group.anonymous(group.owner)
    assert len(await asks(voice, 9, f"{mention()} {QUESTION}")) == 5


async def test_the_answer_stays_where_somebody_edits_again_and_again(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says(QUESTION)
    for number in range(9):
        await alice.edits(question, f"{QUESTION}{number}")
    assert [text for text in alice.sees() if "六个工程" in text] == alice.sees() != []


async def test_what_is_asked_too_fast_is_not_looked_up(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    for number in range(20):
        await alice.says(f"{QUESTION}{number}")
    assert len(engine.asked) == MOST


async def test_a_command_that_comes_too_fast_is_not_carried_out(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    for number in range(20):
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
    assert notices[-1] == SLOWER
    assert SLOWER not in notices[:-1]
