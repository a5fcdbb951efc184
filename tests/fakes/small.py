"""The real library over the small report, which remembers what it was asked, and breaks when it is told to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from knowledge import Library, load
from knowledge.model import Answer, Where
from tests.knowledge.samples import SMALL

BREAKS = "坏了吗"  # the question at which the library fails


@cache
def small_library() -> Library:
    return load(SMALL)


REPORT = replace(
    small_library().report, examples=("三链工程是什么", "教育和养老方面的民生实事有哪些", "红烧排骨怎么做")
)


class AskedLibrary:
    """A library that notes each question in `asked`; everything else it has of the real one."""

    def __init__(self) -> None:
        self.library = small_library()
        self.asked: list[tuple[str, Where]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)

    def ask(self, text: str, where: Where = Where.ADDRESSED, *further: Any, **named: Any) -> Answer:
        self.asked.append((text, where))
        if text == BREAKS:
            raise ZeroDivisionError(text)
        return self.library.ask(text, where, *further, **named)
