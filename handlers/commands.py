"""The one table of commands: it feeds the menu, /help, the explanations of each, and the README's test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.model import Kind


class Action(Enum):
    """What a command does."""

    WELCOME = auto()
    HELP = auto()
    ASK = auto()
    SEARCH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: `/name` in Telegram's menu, `/word` as people type it, and what may follow it.

    `kinds` restricts what may answer (None: anything). `examples` are arguments that fit any report, shown where the
    report's own examples have none of these kinds; a command without any takes no argument.
    """

    name: str
    word: str
    description: str
    action: Action
    kinds: frozenset[Kind] | None = None
    examples: tuple[str, ...] = ()


COMMANDS = (
    Command(name="start", word="开始", description="认识一下这个机器人", action=Action.WELCOME),
    Command(name="help", word="帮助", description="怎么提问、有哪些命令", action=Action.HELP),
    Command(
        name="term",
        word="术语",
        description="查名词解释",
        action=Action.ASK,
        kinds=frozenset({Kind.TERM}),
        examples=("名词",),
    ),
    Command(
        name="figure",
        word="数据",
        description="查已经完成的数据",
        action=Action.ASK,
        kinds=frozenset({Kind.FIGURE}),
        examples=("地区生产总值", "粮食产量"),
    ),
    Command(
        name="target",
        word="目标",
        description="查今年的目标",
        action=Action.ASK,
        kinds=frozenset({Kind.TARGET}),
        examples=("地区生产总值", "城镇新增就业"),
    ),
    Command(
        name="livelihood",
        word="民生",
        description="查民生实事",
        action=Action.ASK,
        kinds=frozenset({Kind.LIVELIHOOD}),
        examples=("第1件", "养老"),
    ),
    Command(
        name="search",
        word="搜索",
        description="按关键词找报告原文",
        action=Action.SEARCH,
        examples=("营商环境", "养老"),
    ),
    Command(
        name="ask",
        word="问",
        description="用一句话提问",
        action=Action.ASK,
        examples=("去年地区生产总值增长多少", "今年新增就业目标是多少"),
    ),
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A message that begins with a command; `command` is None for one that isn't ours.

    `bot` is the lower-case user name it was addressed to (`/term@bot`), or empty.
    """

    command: Command | None
    bot: str
    argument: str


def parse_command(text: str) -> Invocation | None:
    """Reads `/term 六个工程`, `/术语六个工程`, `/term@bot 六个工程`; None when `text` begins with no command at all."""
    found = _PATTERN.match(text)
    if found is None:
        return None
    name = (found["name"] or found["word"] or "").lower()
    command = next((each for each in COMMANDS if name in (each.name, each.word)), None)
    return Invocation(command, (found["bot"] or "").lower(), found["argument"].strip())


def _pattern() -> re.Pattern[str]:
    names = "|".join(command.name for command in COMMANDS)
    words = "|".join(command.word for command in COMMANDS)
    known = rf"(?P<name>{names})(?![a-z_])|(?P<word>{words})"
    return re.compile(
        rf"\s*[/／](?:{known}|[a-z][a-z0-9_]*)(?:@(?P<bot>[a-z0-9_]+))?(?P<argument>.*)", re.IGNORECASE | re.DOTALL
    )


_PATTERN = _pattern()
