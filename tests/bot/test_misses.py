"""`misses`: what the editor sees of the questions that found no answer."""

from __future__ import annotations

import asyncio
import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from bot.cli import main
from knowledge import load
from store import Store
from tests.bot.program import environment
from tests.knowledge.samples import SMALL

MARK = "\ufeff"


def misses(database: Path, *options: str, knowledge: Path = SMALL) -> Result:
    variables = environment(DATABASE_URL=f"sqlite:///{database}", KNOWLEDGE=str(knowledge))
    return CliRunner(env=variables).invoke(main, ["misses", *options])


def shown(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return re.sub(r"\d{4}-\d\d-\d\d", "YYYY-MM-DD", result.stdout.removeprefix(MARK))


def remember(database: Path, *missed: tuple[str, str, str]) -> None:
    """Put a text, what was nearest and the reason into the database, once for each time given."""

    async def write() -> None:
        async with Store(f"sqlite:///{database}") as store:
            for text, nearest, reason in missed:
                store.misses.note(text, nearest=nearest, reason=reason)

    asyncio.run(write())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "bot.db"
    remember(
        path,
        ("羊有几只", "gone", "near"),
        ("[b]谁[/b]", "", "unsure"),
        ("羊有几只", "gone", "bad"),
        ("羊有几只", "gone", "near"),
    )
    return path


def test_they_are_listed_by_how_often(database: Path) -> None:
    assert shown(misses(database)) == snapshot("""\
┏━━━━━━━━━━━┳━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
┃ text      ┃ count ┃ last       ┃ nearest ┃ reasons                   ┃
┡━━━━━━━━━━━╇━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━┩
│ 羊有几只  │     3 │ YYYY-MM-DD │ gone    │ 👎 1, silent in a group 2 │
│ [b]谁[/b] │     1 │ YYYY-MM-DD │         │ unsure 1                  │
└───────────┴───────┴────────────┴─────────┴───────────────────────────┘
""")


def test_as_csv_they_are_for_a_spreadsheet(database: Path) -> None:
    assert shown(misses(database, "--csv")) == snapshot("""\
text,count,last,nearest,reasons
羊有几只,3,YYYY-MM-DD,gone,"👎 1, silent in a group 2"
[b]谁[/b],1,YYYY-MM-DD,,unsure 1
""")


def test_why_an_answer_was_bad_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    remember(path, *[("羊有几只", "", why) for why in ("bad", "beside", "bad", "missing", "bad", "other")])

    assert shown(misses(path, "--csv")).splitlines()[1] == (
        '羊有几只,3,YYYY-MM-DD,,"👎 3, not what was asked 1, not found 1, other reasons 1"'
    )


def test_a_long_question_is_cut_in_the_table_and_whole_in_csv(tmp_path: Path) -> None:
    path, long = tmp_path / "bot.db", "粮" * 180
    remember(path, (long, "", "unsure"), ("羊有几只", "", "unsure"))

    assert max(map(len, shown(misses(path)).splitlines())) < 120
    assert long in shown(misses(path, "--csv"))


def test_csv_begins_with_the_mark_by_which_a_spreadsheet_knows_utf_8(database: Path) -> None:
    assert misses(database, "--csv").stdout_bytes.startswith(b"\xef\xbb\xbftext,")
    assert not misses(database).stdout.startswith(MARK)


def test_an_entry_that_is_known_is_called_by_its_heading(tmp_path: Path) -> None:
    (found,) = load(SMALL).ask("粮食产量").sources
    remember(tmp_path / "bot.db", ("打了多少粮", found.entry_id, "unsure"))
    (_, row) = shown(misses(tmp_path / "bot.db", "--csv")).splitlines()
    assert row == snapshot("打了多少粮,1,YYYY-MM-DD,粮食产量（2021年）,unsure 1")


def test_while_the_knowledge_is_faulty_entries_are_called_by_their_ids(database: Path, tmp_path: Path) -> None:
    result = misses(database, "--csv", knowledge=tmp_path / "none.yaml")
    assert "羊有几只,3,YYYY-MM-DD,gone," in shown(result)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_question_that_a_spreadsheet_would_compute_is_text_in_csv(tmp_path: Path, text: str) -> None:
    remember(tmp_path / "bot.db", (text, "", "unsure"))
    _, row = csv.reader(misses(tmp_path / "bot.db", "--csv").stdout.splitlines())
    assert row[0] == f"'{text}"


def test_nothing_missed_yet_is_told_and_is_an_empty_csv(tmp_path: Path) -> None:
    remember(tmp_path / "bot.db")
    assert shown(misses(tmp_path / "bot.db")) == "no unanswered questions yet\n"
    assert shown(misses(tmp_path / "bot.db", "--csv")) == "text,count,last,nearest,reasons\n"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = misses(tmp_path / "none.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: there is no database {tmp_path}/none.db: the bot creates it when it runs.\n"
    assert [*tmp_path.iterdir()] == []


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_text("nonsense" * 500, encoding="utf-8")
    result = misses(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"Error: DATABASE_URL can't be used. The database {path} isn't an SQLite database.\n")


@pytest.mark.parametrize("arguments", [["ask", "GDP"], ["check", str(SMALL)]])
def test_the_other_verbs_leave_the_database_alone(tmp_path: Path, arguments: list[str]) -> None:
    variables = environment(DATABASE_URL=f"sqlite:///{tmp_path}/bot.db", KNOWLEDGE=str(SMALL))
    CliRunner(env=variables).invoke(main, arguments)
    assert [*tmp_path.iterdir()] == []
