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
from docs.refresh import MEASURED, READMES, ROOT, conversation, measured, printed
from handlers.commands import COMMANDS, Command
from knowledge.model import Kind, Outcome
from tests.bot.program import run, started

DOCUMENTS = (*READMES, "CHANGELOG.md", "docs/decisions.md", "bench/QUESTIONS.md")
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def without_code(text: str) -> str:
    return FENCED.sub("", text)


def headings(text: str) -> list[str]:
    """The level of each heading, in order: `#`, `##` …"""
    return re.findall(r"^(#+) ", without_code(text), re.MULTILINE)


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
    def test_has_every_command_with_its_chinese_word(self, name: str, command: Command) -> None:
        assert f"| `/{command.word}` |" in row(document(name), f"`/{command.name}`")

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

    def test_shows_the_pictures(self, name: str) -> None:
        pictures = set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", document(name)))
        assert pictures == {"docs/web-chat.png", "docs/web-chat-phone.png"}


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
