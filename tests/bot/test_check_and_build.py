"""`check` and `build`: from a report's text to a file that is proved, without ever losing one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.bot.program import environment

TEXT = """政 府 工 作 报 告

——2024年1月30日在内蒙古自治区第十四届人民代表大会第二次会议上

自治区主席 王莉霞

一、过去一年工作回顾

2023年,地区生产总值增长7.3%、居全国第3。粮食产量791.6亿斤。

二、2024年工作安排

地区生产总值增长6%以上。
"""


def invoke(*arguments: str | Path, **variables: str) -> Result:
    return CliRunner(env=environment(**variables)).invoke(main, [str(one) for one in arguments])


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def drafted(text: Path) -> Path:
    output = text.with_name("report.yaml")
    assert invoke("build", text, "-o", output).exit_code == 0
    return output


def test_a_draft_goes_to_standard_output_or_into_a_file(text: Path) -> None:
    printed = invoke("build", text)
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.startswith("format: 1\nreport:\n")
    output = text.with_name("out.yaml")
    written = invoke("build", text, "-o", output)
    assert written.stdout == (
        f"{text}: 7 lines of text read\n"
        f"{output}: drafted; run `python -m bot check {output}` to see what is wrong or missing\n"
        "  0 glossary terms, 0 livelihood items, 3 actual figures, 1 target figures\n"
        "  look at, in this order:\n"
        "  1. whose report it is, on which every answer depends (line 4): 内蒙古自治区, 2024, 2024-01-30\n"
        "  2. no glossary terms, no livelihood items: has the report none?\n"
    )
    assert output.read_text(encoding="utf-8") == printed.stdout
    assert invoke("check", output).exit_code == 0


def test_building_again_keeps_what_was_edited_by_hand(text: Path, drafted: Path) -> None:
    edited = drafted.read_text(encoding="utf-8").replace(
        "  - indicator: 粮食产量\n", "  # counted twice\n  - indicator: 粮食产量\n    asks: [产了多少粮]\n"
    )
    drafted.write_text(edited, encoding="utf-8")
    assert invoke("build", text, "-o", drafted).stdout.splitlines()[1].startswith(f"{drafted}: nothing to add; ")
    assert drafted.read_text(encoding="utf-8") == edited
    text.write_text(TEXT + "\n新增就业18万人以上。\n", encoding="utf-8")
    assert invoke("build", text, "-o", drafted).stdout.splitlines()[1].startswith(f"{drafted}: added to; ")
    grown = drafted.read_text(encoding="utf-8")
    assert "  # counted twice\n  - indicator: 粮食产量\n    asks: [产了多少粮]\n" in grown
    assert "18万人" in grown


def test_a_file_that_cannot_be_added_to_stays_as_it_is(text: Path) -> None:
    output = text.with_name("report.yaml")
    output.write_text("format: [\n", encoding="utf-8")
    result = invoke("build", text, "-o", output)
    assert (result.exit_code, result.stdout) == (2, f"{text}: 7 lines of text read\n")
    assert result.stderr.startswith(f"Error: {output} was left unchanged: it can't be merged.\n{output}:1: ")
    assert output.read_text(encoding="utf-8") == "format: [\n"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    text: Path, drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drafted.read_bytes()
    text.write_text(TEXT + "\n新增就业18万人以上。\n", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = invoke("build", text, "-o", drafted)
    assert (result.exit_code, result.stdout) == (2, f"{text}: 8 lines of text read\n")
    assert result.stderr == f"Error: {drafted} can't be written: no space left on device.\n"
    assert drafted.read_bytes() == before
    assert sorted(path.name for path in text.parent.iterdir()) == ["report.txt", "report.yaml"]


def test_a_link_keeps_pointing_at_the_file_that_is_replaced(text: Path, drafted: Path) -> None:
    link = text.with_name("link.yaml")
    link.symlink_to(drafted)
    drafted.chmod(0o640)
    text.write_text(TEXT + "\n新增就业18万人以上。\n", encoding="utf-8")
    assert invoke("build", text, "-o", link).exit_code == 0
    assert link.is_symlink()
    assert "18万人" in drafted.read_text(encoding="utf-8")
    assert drafted.stat().st_mode & 0o777 == 0o640


def test_a_missing_and_an_empty_text_are_told(tmp_path: Path) -> None:
    missing = invoke("build", tmp_path / "none.txt")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr == f"Error: {tmp_path}/none.txt: the file can't be read: no such file or directory\n"
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    assert invoke("build", empty).stderr == f"Error: {empty}: it holds no text: expected that of a report\n"


def test_check_prints_coverage_and_that_all_is_well(drafted: Path) -> None:
    result = invoke("check", drafted)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert {"actual figures 3", "target figures 1"} <= set(lines)
    assert lines[-1] == f"{drafted} and lexicon.yaml: no faults"


def test_check_takes_the_file_of_the_settings(drafted: Path) -> None:
    assert invoke("check", KNOWLEDGE=str(drafted)).stdout == invoke("check", drafted).stdout


def test_check_names_each_fault_with_file_line_and_key(drafted: Path) -> None:
    content = drafted.read_text(encoding="utf-8").replace("quote: 粮食产量791.6亿斤", "quote: 粮食产量792亿斤")
    drafted.write_text(content, encoding="utf-8")
    line = content[: content.index("quote: 粮食产量792亿斤")].count("\n") + 1
    result = invoke("check", drafted)
    assert (result.exit_code, result.stderr) == (1, "")
    assert f"report.yaml:{line}: figures[2].quote: this quote isn't in the text" in result.stdout
    assert "fault" in result.stdout.splitlines()[-1]


def test_check_of_a_missing_file_is_told(tmp_path: Path) -> None:
    result = invoke("check", tmp_path / "none.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"Error: {tmp_path}/none.yaml isn't a file: expected a report file, such as knowledge/report.yaml.\n"
    )


def test_building_shows_what_to_read_first_and_check_lists_it(tmp_path: Path) -> None:
    text = tmp_path / "qinghe-2024.txt"
    text.write_text("一、2023年工作回顾\n煤炭产量8亿吨、有12座。\n", encoding="utf-8")
    shown = invoke("build", text, "-o", tmp_path / "a.yaml").stdout
    doubt = "“煤炭产量”, 有12座, may be wrong: subject taken from the clause before"
    assert f"1 doubtful figure:\n     line 29: {doubt}\n" in shown
    result = invoke("check", tmp_path / "a.yaml")
    assert f"a.yaml:29: figures[1].doubt: {doubt}\n" in result.stdout
    assert result.stdout.endswith(", 1 doubtful figure\n")


def test_several_reports_and_folders_are_drafted_each_beside_its_text_or_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for year in ("2023", "2024"):
        (tmp_path / f"a-{year}.txt").write_text("政府工作报告\n今年很好。\n", encoding="utf-8")
    assert invoke("build", tmp_path).exit_code == 0
    assert invoke("build", tmp_path / "a-2023.txt", tmp_path / "a-2024.txt", "-o", tmp_path / "out").exit_code == 0
    assert {path.name for path in tmp_path.rglob("*.yaml")} == {"a-2023.yaml", "a-2024.yaml"}
    assert "  year: 2024\n" in (tmp_path / "out" / "a-2024.yaml").read_text(encoding="utf-8")


def test_one_report_of_several_that_cannot_be_drafted_keeps_none_of_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("政府工作报告\n今年很好。\n", encoding="utf-8")
    (tmp_path / "b-2024.txt").write_text("政府工作报告\n今年很好。\n", encoding="utf-8")
    result = invoke("build", tmp_path)
    assert (result.exit_code != 0, (tmp_path / "a.yaml").exists(), (tmp_path / "b-2024.yaml").exists()) == (
        True,
        False,
        True,
    )
    assert "which year is this report of?" in result.stderr
    assert invoke("build", tmp_path / "a.txt", "--year", "2019").stdout.count("  year: 2019\n") == 1
