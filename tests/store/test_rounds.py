"""Every entry once before any again, whatever the editor does meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store import Round, choose

entries = st.frozensets(st.sampled_from([f"entry-{number}" for number in range(12)]))
chats = st.integers(-(2**52), 2**52)


@given(chats, st.lists(entries, max_size=40))
def test_no_entry_comes_twice_in_a_round_whatever_is_added_or_removed(chat_id: int, days: list[frozenset[str]]) -> None:
    so_far = Round()
    for known in days:
        choice = choose(known, so_far, chat_id=chat_id)
        if choice is None:
            assert not known
            continue
        assert choice.entry_id in known
        if choice.new_round:
            assert known <= set(so_far.sent)
            so_far = Round(so_far.number + 1, (choice.entry_id,))
        else:
            assert choice.entry_id not in so_far.sent
            so_far = Round(so_far.number, (*so_far.sent, choice.entry_id))


@given(chats, entries.filter(lambda known: len(known) > 1), st.integers(1, 5))
def test_a_round_has_every_entry_and_the_next_begins_with_another(
    chat_id: int, known: frozenset[str], number: int
) -> None:
    so_far = Round(number)
    for _ in known:
        choice = choose(known, so_far, chat_id=chat_id)
        assert choice
        assert not choice.new_round
        so_far = Round(number, (*so_far.sent, choice.entry_id))
    assert set(so_far.sent) == known
    following = choose(known, so_far, chat_id=chat_id)
    assert following
    assert following.new_round
    assert following.entry_id != so_far.sent[-1]


@given(chats, st.lists(entries.filter(bool), max_size=40))
def test_a_chat_that_chooses_other_topics_is_sent_nothing_twice_while_it_has_others(
    chat_id: int, days: list[frozenset[str]]
) -> None:
    everything = frozenset().union(*days)
    so_far = Round()
    for wanted in days:
        choice = choose(wanted, so_far, chat_id=chat_id, among=everything)
        assert choice
        if choice.entry_id in so_far.sent and not choice.new_round:
            assert wanted <= set(so_far.sent)
            assert all(so_far.sent.index(choice.entry_id) <= so_far.sent.index(other) for other in wanted)
        assert choice.new_round is (everything <= set(so_far.sent))
        before = () if choice.new_round else (each for each in so_far.sent if each != choice.entry_id)
        so_far = Round(so_far.number + int(choice.new_round), (*before, choice.entry_id))


def test_a_chat_with_few_topics_gets_each_of_them_before_any_again() -> None:
    so_far, came = Round(1, ("roads",)), []
    for _ in range(6):
        choice = choose(["gdp", "cpi", "jobs"], so_far, chat_id=1, among=["gdp", "cpi", "jobs", "roads", "trees"])
        assert choice
        came.append(choice.entry_id)
        so_far = Round(1, (*(each for each in so_far.sent if each != choice.entry_id), choice.entry_id))
    assert came[:3] == came[3:]
    assert set(came) == {"gdp", "cpi", "jobs"}


def test_the_order_is_the_chats_own_and_the_rounds() -> None:
    def order(chat_id: int, number: int) -> list[str]:
        known, sent = {f"entry-{each}" for each in range(20)}, Round(number)
        while choice := choose(known.difference(sent.sent), sent, chat_id=chat_id):
            sent = Round(number, (*sent.sent, choice.entry_id))
        return list(sent.sent)

    assert order(1, 1) == order(1, 1)
    assert len({tuple(order(1, 1)), tuple(order(2, 1)), tuple(order(1, 2)), tuple(order(-1, 1))}) == 4


def test_an_entry_that_is_alone_comes_again() -> None:
    assert choose(["gdp"], Round(3, ("gdp",)), chat_id=1) == ("gdp", True)


def test_where_nothing_is_known_nothing_is_chosen() -> None:
    assert choose([], Round(1, ("gdp",)), chat_id=1) is None
