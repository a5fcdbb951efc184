"""What sounds alike, and which characters typed pinyin stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.pinyin import Sounds, sound, syllables_of


@pytest.mark.parametrize(
    ("char", "syllables"), [("工", ("gong",)), ("长", ("zhang", "chang")), ("吕", ("lv",)), ("a", ())]
)
def test_a_character_has_its_readings_without_tones(char: str, syllables: tuple[str, ...]) -> None:
    assert syllables_of(char) == syllables


@pytest.mark.parametrize(("one", "other"), [("zhi", "zi"), ("cheng", "cen"), ("shan", "sang"), ("jin", "jing")])
def test_what_accents_mix_up_is_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("li", "lu"), ("ban", "pan"), ("gong", "dong"), ("zhi", "ji")])
def test_what_sounds_different_stays_so(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("公程", "工程"), ("工成", "工程"), ("宾弃", "摒弃"), ("投姿", "投资"), ("天俊", "天骏")]
)
def test_a_wrong_pair_of_characters_is_heard_as_the_known_one(sounds: Sounds, wrong: str, meant: str) -> None:
    assert meant in sounds.homophones(*wrong)


def test_what_sounds_like_nothing_known_has_no_homophone(sounds: Sounds) -> None:
    assert sounds.homophones("苹", "果") == ()


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("gongcheng", ("gong", "cheng")),
        ("wennuangongcheng", ("wen", "nuan", "gong", "cheng")),
        ("gongch", ("gong", "ch")),
        ("tianjunj", ("tian", "jun", "j")),
        ("nvxing", ("nv", "xing")),
    ],
)
def test_typed_pinyin_falls_into_syllables_and_the_last_may_be_cut(
    sounds: Sounds, typed: str, spelt: tuple[str, ...]
) -> None:
    assert sounds.spell(typed) == spelt


@pytest.mark.parametrize("typed", ["lggc", "gdp", "growth", "gchong", "zh"])
def test_what_is_no_pinyin_is_told(sounds: Sounds, typed: str) -> None:
    assert sounds.spell(typed) is None


@pytest.mark.parametrize(
    ("syllables", "written"),
    [
        (("wen", "nuan", "gong", "cheng"), "温暖工程"),
        (("gong", "re"), "供热"),
        (("liu", "ge", "gong", "cheng"), "6个工程"),
        (("min", "sheng", "shi", "shi"), "民生实事"),
        (("di", "7", "jian"), "第7件"),
        (("di", "qi", "jian"), "第7件"),
        (("di", "san", "shi", "san", "jian"), "第33件"),
        (("di", "shi", "er", "jian"), "第12件"),
        (("di", "fang"), "地方"),
        ((), ""),
    ],
)
def test_syllables_become_the_words_that_are_known(sounds: Sounds, syllables: tuple[str, ...], written: str) -> None:
    assert sounds.write(syllables) == written


@given(st.text("abcdefghijklmnopqrstuwxyz", max_size=12))
def test_whatever_can_be_spelt_can_be_written(sounds: Sounds, typed: str) -> None:
    spelt = sounds.spell(typed) or ()

    assert bool(sounds.write(spelt)) == bool(spelt)


@pytest.mark.parametrize("initial", [*"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"])
def test_a_cut_syllable_that_nothing_begins_with_is_no_error(sounds: Sounds, initial: str) -> None:
    assert sounds.write(sounds.spell(f"gong{initial}") or ())
