"""Where words begin and end, and what they are."""

from __future__ import annotations

import pytest

from knowledge.language.lexicon import Lexicon
from knowledge.language.words import Class


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("农村居民人均可支配收入", "农村/居民/人均/可支配收入"),
        ("职工医保住院起付线", "职工/医保/住院/起付线"),
        ("生产安全事故死亡人数", "生产安全事故/死亡/人数"),
        ("申请城镇住房租赁补贴", "申请/城镇/住房/租赁补贴"),
        ("了没", "了/没"),
        ("", ""),
    ],
)
def test_characters_are_divided_into_the_likeliest_words(lexicon: Lexicon, text: str, words: str) -> None:
    assert "/".join(word.text for word in lexicon.vocabulary.divide(text)) == words


@pytest.mark.parametrize(
    ("word", "kind"),
    [("羊肉", Class.NOUN), ("江苏", Class.PLACE), ("申请", Class.ACT), ("为什么", Class.OTHER), ("贇", Class.UNKNOWN)],
)
def test_a_word_is_what_it_does_in_a_sentence(lexicon: Lexicon, word: str, kind: Class) -> None:
    assert [found.kind for found in lexicon.vocabulary.divide(word)] == [kind]


def test_a_reports_own_names_are_words(lexicon: Lexicon) -> None:
    known = lexicon.with_names(["天骏计划"])

    assert [word.text for word in known.vocabulary.divide("天骏计划是")] == ["天骏计划", "是"]
    assert "天骏计划" not in lexicon.vocabulary
