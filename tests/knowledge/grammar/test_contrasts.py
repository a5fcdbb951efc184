"""Words that exclude each other."""

from __future__ import annotations

import pytest

from knowledge.language.lexicon import Lexicon


@pytest.mark.parametrize(
    ("asked", "own", "against"),
    [
        ("农村居民收入", "全体居民人均可支配收入", ("农村", "全体")),
        ("乡下人的收入", "农村居民人均可支配收入", None),
        ("出口多少", "进出口总额", ("出口", "进出口")),
        ("财政支出", "一般公共预算收入", ("支出", "收入")),
        ("羊肉产量", "猪肉产量", ("羊肉", "猪肉")),
        ("粮食产量", "粮食产量", None),
        ("今天吃什么", "粮食产量", None),
    ],
)
def test_what_excludes_what_was_asked_is_named(
    lexicon: Lexicon, asked: str, own: str, against: tuple[str, str] | None
) -> None:
    contrasts = lexicon.contrasts

    assert contrasts.against(contrasts.of(asked), contrasts.of(own)) == against
