"""The table of commands and their parser. Menus, /help and the test of the documentation use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    CHART = auto()
    BROWSE = auto()
    REMIND = auto()
    TIMEZONE = auto()
    TODAY = auto()
    PROGRESS = auto()
    REPORT = auto()
    SETTINGS = auto()
    PRIVACY = auto()
    FORGET = auto()
    MISSES = auto()
    STATS = auto()
    RELOAD = auto()


class Audience(Enum):
    """Who may use a command and sees it in the menu."""

    EVERYBODY = auto()
    GROUP = auto()  # a group's administrators
    OPERATOR = auto()  # the user ids of ADMINS, in private


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `/name` in Telegram's menu, `/word` as people type it, and what may follow it.

    `traditional` is the word in traditional characters, with Taiwan's vocabulary, if it differs.
    `description` and `english` say what it does. `kinds` restricts the kinds of answers (None: any). `examples` are
    arguments that fit any report, shown if the report's own examples have none of these kinds; a command without
    examples takes no argument, or what the report has. `english_examples` are the same for readers of English.
    """

    name: str
    word: str
    description: str
    english: str
    action: Action
    traditional: tuple[str, ...] = field(default=(), kw_only=True)
    audience: Audience = field(default=Audience.EVERYBODY, kw_only=True)
    kinds: frozenset[Kind] | None = field(default=None, kw_only=True)
    examples: tuple[str, ...] = field(default=(), kw_only=True)
    english_examples: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def is_lookup(self) -> bool:
        """Whether it looks its argument up in the report, which also works in chats that the bot isn't in."""
        return self.action in {Action.ASK, Action.SEARCH, Action.COMPARE}


COMMANDS = (
    Command("start", "开始", "开始使用", "get started", Action.WELCOME, traditional=("開始",)),
    Command(
        "help",
        "帮助",
        "怎么提问，有哪些命令",
        "how to ask, and all commands",
        Action.HELP,
        traditional=("幫助",),
        examples=("全部",),
        english_examples=("all",),
    ),
    Command(
        "term",
        "术语",
        "查名词解释",
        "look up a glossary term",
        Action.ASK,
        traditional=("術語",),
        kinds=frozenset({Kind.TERM}),
    ),
    Command(
        "figure",
        "数据",
        "查已完成的数据",
        "look up a result",
        Action.ASK,
        traditional=("數據", "資料"),
        kinds=frozenset({Kind.FIGURE}),
        examples=("地区生产总值", "粮食产量"),
        english_examples=("GDP", "grain output"),
    ),
    Command(
        "target",
        "目标",
        "查今年目标",
        "look up a target of this year",
        Action.ASK,
        traditional=("目標",),
        kinds=frozenset({Kind.TARGET}),
        examples=("地区生产总值", "城镇新增就业"),
        english_examples=("GDP", "new urban jobs"),
    ),
    Command(
        "livelihood",
        "民生",
        "查民生实事",
        "look up a livelihood item",
        Action.ASK,
        kinds=frozenset({Kind.LIVELIHOOD}),
        examples=("第1件", "养老"),
        english_examples=("1", "elderly care"),
    ),
    Command(
        "search",
        "搜索",
        "搜索报告原文",
        "find passages by keywords",
        Action.SEARCH,
        traditional=("搜尋",),
        examples=("营商环境", "养老"),
        english_examples=("business environment", "elderly care"),
    ),
    Command(
        "ask",
        "问",
        "直接提问",
        "ask in a sentence",
        Action.ASK,
        traditional=("問",),
        examples=("去年地区生产总值增长多少", "今年新增就业目标是多少"),
        english_examples=("How much did GDP grow last year?", "What is the GDP target this year?"),
    ),
    Command(
        "compare",
        "对比",
        "对比去年完成和今年目标",
        "last year's result beside this year's target",
        Action.COMPARE,
        traditional=("對比",),
        examples=("地区生产总值", "固定资产投资"),
        english_examples=("GDP", "fixed asset investment"),
    ),
    Command(
        "chart",
        "图表",
        "把去年完成和今年目标画成图",
        "last year's result and this year's target as a chart",
        Action.CHART,
        traditional=("圖表",),
        examples=("地区生产总值", "城镇新增就业"),
        english_examples=("GDP", "new urban jobs"),
    ),
    Command("list", "目录", "浏览报告目录", "browse the report", Action.BROWSE, traditional=("目錄",)),
    Command(
        "report",
        "报告",
        "选择查哪份报告",
        "choose which report to ask",
        Action.REPORT,
        traditional=("報告",),
    ),
    Command(
        "remind",
        "提醒",
        "设置每日提醒",
        "set daily reminders of targets",
        Action.REMIND,
        examples=("08:30", "周一至周五 8点半"),
        english_examples=("08:30", "mon-fri 8:30"),
    ),
    Command("today", "今日", "查看今日目标", "today's target", Action.TODAY),
    Command(
        "progress",
        "进度",
        "查看提醒进度",
        "how many reminders were sent",
        Action.PROGRESS,
        traditional=("進度",),
    ),
    Command(
        "timezone",
        "时区",
        "设置提醒时区",
        "set the time zone of reminders",
        Action.TIMEZONE,
        traditional=("時區",),
        examples=("Asia/Shanghai", "乌鲁木齐"),
        english_examples=("Asia/Shanghai", "London"),
    ),
    Command(
        "settings",
        "设置",
        "设置本群的回答方式（群管理员）",
        "how I answer in this group (administrators)",
        Action.SETTINGS,
        traditional=("設置", "設定"),
        audience=Audience.GROUP,
    ),
    Command("privacy", "隐私", "我们保存哪些信息", "what we store", Action.PRIVACY, traditional=("隱私",)),
    Command(
        "forget",
        "清除记录",
        "删除保存的信息",
        "delete what is stored",
        Action.FORGET,
        traditional=("清除記錄",),
    ),
    Command(
        "misses",
        "漏答",
        "查看没答上来的问题",
        "questions without an answer",
        Action.MISSES,
        audience=Audience.OPERATOR,
    ),
    Command(
        "stats",
        "统计",
        "查看使用情况",
        "usage statistics",
        Action.STATS,
        traditional=("統計",),
        audience=Audience.OPERATOR,
    ),
    Command(
        "reload",
        "重新加载",
        "重新加载报告",
        "reload the report",
        Action.RELOAD,
        traditional=("重新加載", "重新載入"),
        audience=Audience.OPERATOR,
    ),
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A message that begins with a command; `command` is None for an unknown one.

    `bot` is the lower-case user name it was addressed to (`/term@bot`), or empty.
    """

    command: Command | None
    bot: str
    argument: str


def parse_command(text: str) -> Invocation | None:
    """Parse `/term 六个工程`, `/术语六个工程`, `/term@bot 六个工程`; None if `text` doesn't begin with a command."""
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


COMPARE = next(each for each in COMMANDS if each.action is Action.COMPARE)
_WORDS = MappingProxyType({word: each for each in COMMANDS for word in (each.word, *each.traditional)})
_COMMANDS = MappingProxyType({command.name: command for command in COMMANDS} | _WORDS)
_PATTERN = _pattern(_WORDS)
