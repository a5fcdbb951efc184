"""The documents can't drift: what the program has stands in its page, and what the pages show is what it says."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from aiohttp import ClientSession

from bot.cli import VERBS, main
from bot.settings import Settings
from bot.telegram import Limits
from bot.telegram.updates import LINES, MINUTE
from bot.web.access import MISSES_OF_ALL, MISSES_OF_ONE, MOST_WAITING, REQUESTS
from bot.web.connections import TOLD_EVERY, ConnectionLimits
from docs.pictures import PICTURES, WEB
from docs.refresh import BENCHMARKS, CONVERSATIONS, MEASURED, ROOT, conversation, measured
from handlers.administration import CHOICES
from handlers.answering import Metrics
from handlers.chat_states import BELIEVED, REFRESHED, REFUSED
from handlers.commands import COMMANDS, Audience, Command
from handlers.inline import CACHED
from handlers.memory import LEANING
from handlers.pacing import MOST, MOST_READ, SAME_PASSAGE, WITHIN
from knowledge.finding.features import FEATURES, VETOES
from knowledge.finding.recall import MOST_CANDIDATES
from knowledge.model import Kind, Outcome
from store import ChatSettings
from store.batching import FLUSH_EVERY, MOST_NOTES
from store.chats import ANSWERS_KEPT
from store.database import PATIENCE
from store.messages import LEASE
from store.usage import MOST_MISSES
from tests.bench.sets import HELD_OUT, near_misses, unanswerable
from tests.bot.program import INNER_MONGOLIA, invoke, started

PAIRS = {  # the pages in English, and the same in Chinese
    "README.md": "README.zh-CN.md",
    **{f"docs/{name}.md": f"docs/{name}.zh-CN.md" for name in ("using", "groups", "editing", "operating")},
}
CLI, ARCHITECTURE = "docs/cli.md", "docs/architecture.md"
ENGLISH = (*PAIRS, CLI, ARCHITECTURE, BENCHMARKS)
DOCUMENTS = (*ENGLISH, *PAIRS.values(), "CHANGELOG.md", "docs/decisions.md", "bench/QUESTIONS.md")
LONGEST_README = 150  # lines
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
AUDIENCES = {
    Audience.EVERYBODY: ("everybody", "所有人"),
    Audience.GROUP: ("a group's administrators", "群管理员"),
    Audience.OPERATOR: ("operators, in private", "运营者，私聊"),
}
PROMISED = (  # what is so, and how the pages say it
    (LEANING == 5 * 60, "for five minutes it is the last answer", "私聊里五分钟以内"),
    ((MOST, WITHIN) == (20, 60.0), "After twenty questions in a minute", "一分钟里问了二十个以后"),
    (MOST_READ == 30, "thirty in ten seconds are read", "每个人十秒里读三十次"),
    (BELIEVED == 3 * 60, "believed for three minutes", "管三分钟"),
    (CACHED == 3 * 60, "may be old for three minutes more", "可能再旧三分钟"),
    (SAME_PASSAGE == 10 * 60, "twice in ten minutes", "十分钟里不说两遍"),
    (REFUSED == 60 * 60, "it tries after an hour", "一小时后再试"),
    (
        list(CHOICES["cooldown"].values()) == [0, 60, 300, 3600],
        "none, one minute, five minutes, an hour",
        "不限制、1分钟、5分钟、1小时",
    ),
    (ChatSettings().cooldown == 60, "| one minute |", "| 1分钟 |"),
    (ANSWERS_KEPT == 48, "| 48 hours |", "| 48小时 |"),
    (LEASE == 25, "from 25 seconds after the claim on", "最早在认领的25秒以后"),
    (REFRESHED <= 60, "are known within a minute", "一分钟之内知道"),
    (PATIENCE == 4.0, "four with SQLite at most", "SQLite 最多四秒"),
    (FLUSH_EVERY == 0.5, "written every half second", "每半秒写一次"),
    (MOST_NOTES == 10_000, "10,000 of each kind", "每种一万条"),
    (
        Limits().overall.burst == 5 and 1 / Limits().overall.seconds == 25,
        "25 a second and five more",
        "总共每秒25条、可以一下子多5条",
    ),
    (Limits().chat.burst == 3 and Limits().chat.seconds == 1, "three at once", "可以一下子3条"),
    (
        Limits().group.burst == 5 and 60 / Limits().group.seconds == 15,
        "15 a minute in a group and five",
        "每个群每分钟15条、可以一下子5条",
    ),
    ((LINES, MINUTE) == (10, 60.0), "of many ten a minute", "每分钟最多记十条"),
    (Limits().patience == 15.0, "over 15 seconds late", "要晚15秒以上"),
    (
        (REQUESTS.burst, REQUESTS.seconds) == (60, 1.0),
        "60 requests at once and one a second",
        "短时间内最多60个请求，之后每秒1个",
    ),
    (MOST_WAITING == 500, "500 may wait, then 503", "最多500个在等"),
    (
        (MISSES_OF_ONE.burst, MISSES_OF_ONE.seconds) == (20, 3600 / 20),
        "20 are kept from an address and 20 an hour after that",
        "每个地址短时间内最多记20个，之后每小时20个",
    ),
    (
        (MISSES_OF_ALL.burst, MISSES_OF_ALL.seconds) == (1000, 86_400 / 1000),
        "from all of the web 1,000 and 1,000 a day",
        "整个网页短时间内最多1000个，之后每天1000个",
    ),
    (MOST_MISSES == 20_000, "of more than 20,000 the most frequent", "超过2万条时只留次数最多的"),
    (
        (ConnectionLimits().head, ConnectionLimits().body) == (10.0, 15.0),
        "within 10 seconds, its body within 15 more",
        "请求头要在10秒里到齐，请求体再给15秒",
    ),
    (ConnectionLimits().most == 1000, "Beyond 1,000 connections", "连接超过1000个"),
    (TOLD_EVERY == 60.0, "one line of the log a minute", "日志每分钟最多一行"),
)

EXPLAINED = (  # what stands in pages that are in English alone
    (MOST_CANDIDATES == 8, "at most eight candidates"),
    (len(FEATURES) - len(VETOES) == 119, "all 119, with their weights"),
    (len(VETOES) == 22, "22 rules"),
    (
        (near_misses(HELD_OUT), unanswerable(HELD_OUT)) == (68, 220),
        "68 of its 220 questions without an answer are near misses",
    ),
)


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def without_code(text: str) -> str:
    return FENCED.sub("", text)


def headings(text: str) -> list[str]:
    """The level of each heading, in order: `#`, `##` …"""
    return re.findall(r"^(#+) ", without_code(text), re.MULTILINE)


def anchors(text: str) -> set[str]:
    """What leads to each heading, as GitHub makes it of the words."""
    titles = re.findall(r"^#+ (.*)$", without_code(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def pictures(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)


def exposed() -> set[str]:
    """The names of the metrics as Prometheus reads them."""
    families = Metrics().registry.collect()
    return {f"{each.name}_total" if each.type == "counter" else each.name for each in families}


def tables(text: str) -> list[tuple[int, int]]:
    """How many rows and columns each table has, the measured ones left out."""
    own = re.sub(r"<!-- bench:.*?<!-- /bench:\w+ -->", "", without_code(text), flags=re.DOTALL)
    found = re.findall(r"(?:^ *\|.*\n)+", own, re.MULTILINE)
    return [(len(table.splitlines()), table.splitlines()[0].replace(r"\|", "").count("|")) for table in found]


def row(text: str, cell: str) -> str:
    """The row of a table whose first cell is `cell`; empty without one."""
    return next((line for line in text.splitlines() if line.startswith(f"| {cell} |")), "")


def targets() -> list[str]:
    """The targets of the Makefile that are no files."""
    line: str = re.findall(r"^\.PHONY:(.*)$", document("Makefile"), re.MULTILINE)[0]
    return line.split()


def options(verb: str) -> list[str]:
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    return [name for each in command.params if isinstance(each, click.Option) for name in each.opts]


def in_both(page: str) -> tuple[tuple[str, int], ...]:
    """A page's names in English and in Chinese, each with the number of its language."""
    return (f"docs/{page}.md", 0), (f"docs/{page}.zh-CN.md", 1)


@pytest.mark.parametrize(("name", "language"), in_both("using"))
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_stands_with_its_chinese_word_and_whom_it_is_for(
    name: str, language: int, command: Command
) -> None:
    audience = AUDIENCES[command.audience][language]
    assert f"| `/{command.word}` | {audience} |" in row(document(name), f"`/{command.name}`")


@pytest.mark.parametrize(("name", "language"), in_both("operating"))
class TestOperating:
    def test_has_every_metric_and_no_other(self, name: str, language: int) -> None:
        assert {*re.findall(r"`(report_bot_\w+)`", document(name))} == exposed()

    @pytest.mark.parametrize("field", Settings.model_fields)
    def test_has_every_setting_with_its_default(self, name: str, language: int, field: str) -> None:
        listed = row(document(name), f"`{field.upper()}`")
        assert listed
        default = Settings.model_fields[field].default
        if isinstance(default, str | int | Path):
            assert f"| `{default}` |" in listed


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_with_its_options(verb: str) -> None:
    text = document(CLI)
    assert f"## {verb}\n" in text
    assert f"python -m bot {verb} " in text
    assert [each for each in options(verb) if not re.search(rf"`{each}[` ]", text)] == []


@pytest.mark.parametrize("value", [*Outcome, *Kind])
def test_every_outcome_and_kind_stands_with_the_json(value: str) -> None:
    assert f"`{value}`" in document(CLI)


@pytest.mark.parametrize("target", targets())
def test_every_make_target_stands_in_the_architecture(target: str) -> None:
    assert re.search(rf"`make {target}\b", document(ARCHITECTURE))


@pytest.mark.parametrize("names", [tuple(PAIRS), tuple(PAIRS.values())], ids=["english", "chinese"])
def test_every_picture_is_shown(names: tuple[str, ...]) -> None:
    shown = {Path(each).name for name in names for each in pictures(document(name))}
    assert shown == {f"{each}.png" for each in (*PICTURES, *WEB)}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_is_a_door(name: str) -> None:
    text = document(name)
    assert text.count("\n") <= LONGEST_README
    pages = PAIRS.values() if name in PAIRS.values() else PAIRS
    assert [page for page in (*pages, CLI, ARCHITECTURE, BENCHMARKS) if page != name and f"]({page})" not in text] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_to_headings_lead_to_headings(name: str) -> None:
    links = re.findall(r"\]\(([^)\s#]*)#([^)\s]+)\)", without_code(document(name)))
    broken = []
    for page, anchor in links:
        if "://" not in page:
            path = (ROOT / name).parent / page if page else ROOT / name
            broken += [] if anchor in anchors(path.read_text(encoding="utf8")) else [f"{page}#{anchor}"]
    assert broken == []


@pytest.mark.parametrize(("is_so", "english", "chinese"), PROMISED)
def test_the_pages_tell_the_programs_own_numbers(is_so: bool, english: str, chinese: str) -> None:
    assert is_so
    assert english in " ".join(" ".join(map(document, ENGLISH)).split())
    assert chinese in "".join("".join(map(document, PAIRS.values())).split("\n"))


@pytest.mark.parametrize(("is_so", "told"), EXPLAINED)
def test_the_english_pages_tell_the_engines_own_numbers(is_so: bool, told: str) -> None:
    assert is_so
    assert told in " ".join(" ".join(map(document, (ARCHITECTURE, BENCHMARKS))).split())


def keys(value: object) -> Iterator[str]:
    """Every key of a JSON value, inner ones too."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key
        yield from keys(inner)
    for inner in value if isinstance(value, list) else ():
        yield from keys(inner)


async def test_every_key_of_the_json_is_explained() -> None:
    questions = ("六个工程第三个是什么", "2025年GDP目标是多少")
    lines = "".join(json.dumps({"question": each}) + "\n" for each in questions)
    written = invoke("ask", "--batch", "-", stdin=lines.encode(), KNOWLEDGE=INNER_MONGOLIA).stdout.splitlines()
    found = {key for line in written for key in keys(json.loads(line))}
    async with started(KNOWLEDGE=INNER_MONGOLIA) as program, ClientSession(program.address) as session:
        for question in (*questions, ""):
            async with session.get("api/ask", params={"q": question}) as response:
                found |= {*keys(await response.json())}
    assert found >= {"outcome", "place", "suggestions", "highlights", "message"}
    assert [key for key in sorted(found) if not re.search(rf'[`"]{key}[`"]', document(CLI))] == []


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_what_the_program_says(name: str) -> None:
    """`python -m docs.refresh conversation` brings it up to date."""
    shown = list(conversation(document(name)))
    assert len(shown) >= 3
    assert shown == [(command, said(command)) for command, _ in shown]


@cache
def said(command: str) -> str:
    """What `docs.refresh` would write of a command, without a process for each."""
    python, module, *arguments = shlex.split(command)
    assert (python, module) == ("-m", "bot")
    return invoke(*arguments, KNOWLEDGE=INNER_MONGOLIA).stdout.rstrip("\n")


@pytest.mark.parametrize("english", PAIRS)
def test_a_page_has_the_same_structure_in_both_languages(english: str) -> None:
    one, other = document(english), document(PAIRS[english])
    assert headings(one) == headings(other)
    assert tables(one) == tables(other)


def test_the_benchmarks_show_every_measurement() -> None:
    assert measured(document(BENCHMARKS)).keys() == set(MEASURED)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_local_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", without_code(document(name)))
    local = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in local if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_exist(name: str) -> None:
    """A path in backquotes that begins with one of the project's folders."""
    named = re.findall(r"`((?:bot|handlers|knowledge|tests|bench|docs|\.ci|\.github)/[\w./-]*)`", document(name))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(document("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", document("CHANGELOG.md"), re.MULTILINE)


def test_continuous_integration_runs_the_same_two_targets() -> None:
    for path in (".ci/run", ".github/workflows/ci.yml"):
        text = document(path)
        assert "make check" in text
        assert "make test" in text
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
