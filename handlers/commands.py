"""The one table of commands, and how they are typed. It feeds the menus, /help and the documentation's test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from knowledge.model import Kind


class Action(Enum):
    """What a command does."""

    WELCOME = auto()
    HELP = auto()
    ASK = auto()
    SEARCH = auto()
    COMPARE = auto()
    BROWSE = auto()
    REMIND = auto()
    TIMEZONE = auto()
    TODAY = auto()
    PROGRESS = auto()
    SETTINGS = auto()
    PRIVACY = auto()
    FORGET = auto()
    MISSES = auto()
    STATS = auto()
    RELOAD = auto()


class Audience(Enum):
    """Whom a command is for, and in whose menu it stands."""

    EVERYBODY = auto()
    GROUP = auto()  # a group's administrators
    OPERATOR = auto()  # the user ids of ADMINS, in private


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: `/name` in Telegram's menu, `/word` as people type it, and what may follow it.

    `traditional` is the word in traditional characters, where they differ, and in Taiwan's words.
    `description` and `english` say what it does. `kinds` restricts what may answer (None: anything). `examples` are
    arguments that fit any report, shown where the report's own examples have none of these kinds; a command without
    any takes no argument.
    """

    name: str
    word: str
    traditional: tuple[str, ...] = ()
    description: str
    english: str
    action: Action
    audience: Audience = Audience.EVERYBODY
    kinds: frozenset[Kind] | None = None
    examples: tuple[str, ...] = ()

    @property
    def is_lookup(self) -> bool:
        """Whether it looks its argument up in the report, which needs no chat that the bot is in."""
        return self.action in {Action.ASK, Action.SEARCH, Action.COMPARE}


COMMANDS = (
    Command(
        name="start",
        word="开始",
        traditional=("開始",),
        description="认识一下这个机器人",
        english="what this bot is",
        action=Action.WELCOME,
    ),
    Command(
        name="help",
        word="帮助",
        traditional=("幫助",),
        description="怎么提问、有哪些命令",
        english="how to ask, and all commands",
        action=Action.HELP,
    ),
    Command(
        name="term",
        word="术语",
        traditional=("術語",),
        description="查名词解释",
        english="look up a glossary term",
        action=Action.ASK,
        kinds=frozenset({Kind.TERM}),
        examples=("名词",),
    ),
    Command(
        name="figure",
        word="数据",
        traditional=("數據", "資料"),
        description="查已经完成的数据",
        english="look up a figure that was reached",
        action=Action.ASK,
        kinds=frozenset({Kind.FIGURE}),
        examples=("地区生产总值", "粮食产量"),
    ),
    Command(
        name="target",
        word="目标",
        traditional=("目標",),
        description="查今年的目标",
        english="look up a target of this year",
        action=Action.ASK,
        kinds=frozenset({Kind.TARGET}),
        examples=("地区生产总值", "城镇新增就业"),
    ),
    Command(
        name="livelihood",
        word="民生",
        description="查民生实事",
        english="look up a livelihood item",
        action=Action.ASK,
        kinds=frozenset({Kind.LIVELIHOOD}),
        examples=("第1件", "养老"),
    ),
    Command(
        name="search",
        word="搜索",
        traditional=("搜尋",),
        description="按关键词找报告原文",
        english="find passages by keywords",
        action=Action.SEARCH,
        examples=("营商环境", "养老"),
    ),
    Command(
        name="ask",
        word="问",
        traditional=("問",),
        description="用一句话提问",
        english="ask in a sentence",
        action=Action.ASK,
        examples=("去年地区生产总值增长多少", "今年新增就业目标是多少"),
    ),
    Command(
        name="compare",
        word="对比",
        traditional=("對比",),
        description="去年完成和今年目标放在一起看",
        english="last year's figure beside this year's target",
        action=Action.COMPARE,
        examples=("地区生产总值", "粮食产量"),
    ),
    Command(
        name="list",
        word="目录",
        traditional=("目錄",),
        description="按目录浏览报告",
        english="browse the report",
        action=Action.BROWSE,
    ),
    Command(
        name="remind",
        word="提醒",
        description="每天提醒一条目标或民生实事",
        english="a target of this year every day",
        action=Action.REMIND,
        examples=("08:30", "周一至周五 8点半"),
    ),
    Command(
        name="today",
        word="今日",
        description="看今天的目标",
        english="today's target",
        action=Action.TODAY,
    ),
    Command(
        name="progress",
        word="进度",
        traditional=("進度",),
        description="这一轮提醒到哪里了",
        english="how far the reminders have come",
        action=Action.PROGRESS,
    ),
    Command(
        name="timezone",
        word="时区",
        traditional=("時區",),
        description="提醒按哪里的时间",
        english="the time zone of reminders",
        action=Action.TIMEZONE,
        examples=("Asia/Shanghai", "乌鲁木齐"),
    ),
    Command(
        name="settings",
        word="设置",
        traditional=("設置", "設定"),
        description="这个群里怎么回答（群管理员）",
        english="how to answer in this group (administrators)",
        action=Action.SETTINGS,
        audience=Audience.GROUP,
    ),
    Command(
        name="privacy",
        word="隐私",
        traditional=("隱私",),
        description="记录了什么",
        english="what is kept",
        action=Action.PRIVACY,
    ),
    Command(
        name="forget",
        word="清除记录",
        traditional=("清除記錄",),
        description="删除关于您的记录",
        english="delete what is kept about you",
        action=Action.FORGET,
    ),
    Command(
        name="misses",
        word="漏答",
        description="没答上来的问题",
        english="questions that found no answer",
        action=Action.MISSES,
        audience=Audience.OPERATOR,
    ),
    Command(
        name="stats",
        word="统计",
        traditional=("統計",),
        description="使用情况",
        english="how much is asked",
        action=Action.STATS,
        audience=Audience.OPERATOR,
    ),
    Command(
        name="reload",
        word="重新加载",
        traditional=("重新加載", "重新載入"),
        description="重新读取报告内容",
        english="read the knowledge again",
        action=Action.RELOAD,
        audience=Audience.OPERATOR,
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
    command = _COMMANDS.get(name)
    return Invocation(command, (found["bot"] or "").lower(), found["argument"].strip())


def _pattern(words: Mapping[str, Command]) -> re.Pattern[str]:
    names = "|".join(command.name for command in COMMANDS)
    known = rf"(?P<name>{names})(?![a-z_])|(?P<word>{'|'.join(words)})"
    return re.compile(
        rf"\s*[/／](?:{known}|[a-z][a-z0-9_]*)(?:@(?P<bot>[a-z0-9_]+))?(?P<argument>.*)", re.IGNORECASE | re.DOTALL
    )


_WORDS = MappingProxyType({word: each for each in COMMANDS for word in (each.word, *each.traditional)})
_COMMANDS = MappingProxyType({command.name: command for command in COMMANDS} | _WORDS)
_PATTERN = _pattern(_WORDS)
