"""The documents can't drift: what the program has stands in both READMEs, and what the READMEs show is what it says."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from aiohttp import ClientSession

from bot.cli import VERBS, main
from bot.settings import Settings
from bot.telegram import Limits
from docs.pictures import PICTURES
from docs.refresh import MEASURED, READMES, ROOT, conversation, measured, printed
from handlers.asking.bursts import MOST, WITHIN
from handlers.asking.memory import LEANING
from handlers.commands import COMMANDS, Audience, Command
from handlers.elsewhere.inline import CACHED
from handlers.groups.administrators import BELIEVED
from handlers.groups.panel import CHOICES
from handlers.groups.quiet import SAME_PASSAGE
from handlers.groups.states import REFRESHED, REFUSED
from handlers.meters import Meters
from knowledge.finding.features import FEATURES, VETOES
from knowledge.finding.recall import MOST_CANDIDATES
from knowledge.model import Kind, Outcome
from store import ChatSettings
from store.chats import ANSWERS_KEPT
from store.database import PATIENCE
from store.ledger import FLUSH_EVERY, MOST_NOTES
from store.updates import LEASE
from tests.bench.sets import HELD_OUT, near_misses, unanswerable
from tests.bot.program import run, started

DOCUMENTS = (*READMES, "CHANGELOG.md", "docs/decisions.md", "bench/QUESTIONS.md")
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
AUDIENCES = {
    Audience.EVERYBODY: ("everybody", "所有人"),
    Audience.GROUP: ("a group's administrators", "群管理员"),
    Audience.OPERATOR: ("operators, in private", "运营者，私聊"),
}
PROMISED = (  # what is so, and how the READMEs say it
    (LEANING == 5 * 60, "for five minutes it is the last answer", "私聊里五分钟以内"),
    ((MOST, WITHIN) == (5, 10.0), "After five questions in ten seconds", "十秒里问了五个以后"),
    (BELIEVED == 3 * 60, "believed for three minutes", "管三分钟"),
    (CACHED == 3 * 60, "may be old for three minutes more", "可能再旧三分钟"),
    (SAME_PASSAGE == 10 * 60, "twice in ten minutes", "十分钟里不说两遍"),
    (REFUSED == 60 * 60, "it tries after an hour", "一小时后再试"),
    (
        list(CHOICES["cooldown"].values()) == [0, 60, 300, 3600],
        "none, one minute, five minutes, an hour",
        "不限、1分钟、5分钟、1小时",
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
    (Limits().patience == 15.0, "over 15 seconds late", "要晚15秒以上"),
    (MOST_CANDIDATES == 8, "at most eight candidates", "最多八个候选"),
    (len(FEATURES) - len(VETOES) == 63, "all 63, with their weights", "全部 63 个特征和权重"),
    (len(VETOES) == 17, "17 rules", "17 条规则"),
    (
        (near_misses(HELD_OUT), unanswerable(HELD_OUT)) == (68, 220),
        "68 of its 220 questions without an answer are near misses",
        "没有答案的 220 题里，68 题",
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
    families = Meters().registry.collect()
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


@pytest.mark.parametrize("name", READMES)
class TestReadme:
    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
    def test_has_every_command_with_its_chinese_word_and_whom_it_is_for(self, name: str, command: Command) -> None:
        audience = AUDIENCES[command.audience][READMES.index(name)]
        assert f"| `/{command.word}` | {audience} |" in row(document(name), f"`/{command.name}`")

    def test_has_every_metric_and_no_other(self, name: str) -> None:
        assert {*re.findall(r"`(report_bot_\w+)`", document(name))} == exposed()

    def test_leads_each_reader_to_their_page_from_the_top(self, name: str) -> None:
        text = document(name)
        top, _, _ = text.partition("\n## ")
        assert len(re.findall(r"^- \[[^\]]+\]\(#[^)]+\)", top, re.MULTILINE)) == 4

    @pytest.mark.parametrize("field", Settings.model_fields)
    def test_has_every_setting_with_its_default(self, name: str, field: str) -> None:
        listed = row(document(name), f"`{field.upper()}`")
        assert listed
        default = Settings.model_fields[field].default
        if isinstance(default, str | int | Path):
            assert f"| `{default}` |" in listed

    @pytest.mark.parametrize("verb", VERBS)
    def test_has_every_verb_with_its_options(self, name: str, verb: str) -> None:
        text = document(name)
        assert f"### {verb}\n" in text
        assert f"python -m bot {verb} " in text
        assert [each for each in options(verb) if not re.search(rf"`{each}[` ]", text)] == []

    @pytest.mark.parametrize("target", targets())
    def test_has_every_make_target(self, name: str, target: str) -> None:
        assert re.search(rf"(?:`|^)make {target}\b", document(name), re.MULTILINE)

    @pytest.mark.parametrize("value", [*Outcome, *Kind])
    def test_has_every_outcome_and_kind(self, name: str, value: str) -> None:
        assert f"`{value}`" in document(name)

    def test_shows_every_picture_once(self, name: str) -> None:
        drawn = [f"docs/{each}.png" for each in PICTURES]
        assert sorted(pictures(document(name))) == sorted(["docs/web-chat.png", "docs/web-chat-phone.png", *drawn])

    def test_its_own_links_lead_to_headings(self, name: str) -> None:
        text = document(name)
        assert {*re.findall(r"\]\(#([^)\s]+)\)", without_code(text))} <= anchors(text)


@pytest.mark.parametrize(("is_so", "english", "chinese"), PROMISED)
def test_readmes_tell_the_programs_own_numbers(is_so: bool, english: str, chinese: str) -> None:
    assert is_so
    assert english in " ".join(document(READMES[0]).split())
    assert chinese in "".join(document(READMES[1]).split("\n"))


def keys(value: object) -> Iterator[str]:
    """Every key of a JSON value, inner ones too."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key
        yield from keys(inner)
    for inner in value if isinstance(value, list) else ():
        yield from keys(inner)


async def test_readmes_have_every_key_of_the_json() -> None:
    questions = ("六个工程第三个是什么", "2025年GDP目标是多少")
    lines = "".join(json.dumps({"question": each}) + "\n" for each in questions)
    written = run("ask", "--batch", "-", stdin=lines.encode()).stdout.splitlines()
    found = {key for line in written for key in keys(json.loads(line))}
    async with started() as program, ClientSession(program.address) as session:
        for question in (*questions, ""):
            async with session.get("api/ask", params={"q": question}) as response:
                found |= {*keys(await response.json())}
    assert found >= {"outcome", "place", "suggestions", "highlights", "message"}
    for name in READMES:
        assert [key for key in sorted(found) if not re.search(rf'[`"]{key}[`"]', document(name))] == []


def test_readmes_show_what_the_program_says() -> None:
    """`python -m docs.refresh conversation` brings them up to date."""
    english, chinese = (list(conversation(document(name))) for name in READMES)
    assert len(english) >= 3
    assert english == [(command, printed(command)) for command, _ in english]
    assert english == chinese


def test_both_readmes_have_the_same_structure() -> None:
    english, chinese = map(document, READMES)
    assert headings(english) == headings(chinese)
    assert tables(english) == tables(chinese)


def test_both_readmes_show_the_same_measurements() -> None:
    english, chinese = map(document, READMES)
    assert measured(english).keys() == set(MEASURED)
    assert measured(english) == measured(chinese)


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
