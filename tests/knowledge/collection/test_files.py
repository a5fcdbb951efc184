"""Which files hold the reports: one, several, a folder; a faulty one is left out, a changed one replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from knowledge import Files, KnowledgeError, collection_of, read_reports, report_paths
from knowledge.collection import Collection


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder that a test may change."""
    return copytree(folder, tmp_path / "reports")


def keys(collection: Collection) -> list[str]:
    return [report.key for report in collection.reports]


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_holds_a_report_in_each_file_but_the_lexicon(own: Path) -> None:
    (own / "lexicon.yaml").write_text("", encoding="utf-8")
    (own / "notes.txt").write_text("", encoding="utf-8")
    assert [path.name for path in report_paths([own])] == ["liuchuan-2025.yaml", "qinghe-2024.yaml", "qinghe-2025.yaml"]
    assert keys(collection_of(read_reports([own]))) == ["柳川市2025", "青禾县2025", "青禾县2024"]


def test_the_first_file_s_region_is_the_default_with_its_newest_report(own: Path) -> None:
    collection = collection_of(read_reports([own / "qinghe-2024.yaml", own]))
    assert keys(collection) == ["青禾县2025", "青禾县2024", "柳川市2025"]


def test_a_faulty_file_is_left_out_and_the_rest_serves(own: Path) -> None:
    edited(own / "liuchuan-2025.yaml", "said: 增长5%以上", "said: 增长50%以上")
    collection = collection_of(read_reports([own]))
    assert keys(collection) == ["青禾县2025", "青禾县2024"]
    assert [each.path.name for each in collection.left] == ["liuchuan-2025.yaml"]
    assert "said: “增长50%以上” isn't in the quote" in str(collection.left[0].error)


def test_of_two_files_of_one_report_the_second_is_refused(own: Path) -> None:
    text = (own / "qinghe-2025.yaml").read_text(encoding="utf-8")
    (own / "qinghe-again.yaml").write_text(text, encoding="utf-8")
    collection = collection_of(read_reports([own]))
    assert keys(collection) == ["柳川市2025", "青禾县2025", "青禾县2024"]
    assert [str(each.error).partition(": ")[2] for each in collection.left] == [
        "report: qinghe-2025.yaml holds the report of 青禾县, 2025, too: expected one file for it"
    ]


def test_where_no_file_can_be_used_all_faults_are_told(own: Path) -> None:
    for path in own.iterdir():
        edited(path, "end: true", "")
    with pytest.raises(KnowledgeError) as raised:
        collection_of(read_reports([own]))
    assert len(raised.value.faults) == 3


def test_a_changed_file_replaces_its_report_alone(own: Path) -> None:
    before = collection_of(read_reports([own]))
    other = before.library("青禾县2025")
    edited(own / "liuchuan-2025.yaml", "speaker: 周明", "speaker: 周晓明")
    after = before.replaced(Files(own / "liuchuan-2025.yaml").read())
    assert after.reports[0].speaker == "周晓明"
    assert after.library("青禾县2025") is other
    edited(own / "liuchuan-2025.yaml", "end: true", "")
    with pytest.raises(KnowledgeError):
        after.replaced(Files(own / "liuchuan-2025.yaml").read())


def test_a_file_that_becomes_another_s_report_is_refused(own: Path) -> None:
    before = collection_of(read_reports([own]))
    text = (own / "qinghe-2025.yaml").read_text(encoding="utf-8")
    (own / "liuchuan-2025.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="holds the report"):
        before.replaced(Files(own / "liuchuan-2025.yaml").read())


def test_when_all_are_read_again_a_faulty_file_stays_what_it_was(own: Path) -> None:
    before = collection_of(read_reports([own]))
    edited(own / "liuchuan-2025.yaml", "end: true", "")
    edited(own / "qinghe-2025.yaml", "speaker: 林青", "speaker: 林小青")
    after = before.reread(read_reports([own]))
    assert keys(after) == keys(before)
    assert {report.key: report.speaker for report in after.reports} == {
        "柳川市2025": "周明",
        "青禾县2025": "林小青",
        "青禾县2024": "林青",
    }
    (own / "liuchuan-2025.yaml").unlink()
    assert keys(after.reread(read_reports([own]))) == ["青禾县2025", "青禾县2024"]


def test_only_so_many_reports_are_kept_ready(own: Path) -> None:
    collection = collection_of(read_reports([own]), most_ready=2)
    for key in keys(collection):
        answer = collection.ask("GDP目标是多少", report=replace(collection.report(key) or collection.default))
        assert answer.report is not None
        assert answer.report.key == key
    assert [collection.has_ready(key) for key in keys(collection)] == [True, False, True]
