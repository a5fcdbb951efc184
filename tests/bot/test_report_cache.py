"""What is remembered of many report files between two starts: quick, and never other than the files say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import CACHE, recalled, remember
from knowledge import collection_of, read_reports
from tests.knowledge.collection.drafts import drafted_into


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return drafted_into(tmp_path)


def test_what_was_found_is_found_again_without_reading_the_files(reports: Path) -> None:
    first = collection_of(read_reports([reports]), recalled([reports]))
    remember([reports], first, {})
    second = collection_of(read_reports([reports]), recalled([reports]))
    assert [each.report for each in second.members] == [each.report for each in first.members]
    assert [each.ids for each in second.members] == [each.ids for each in first.members]
    assert second.summaries == recalled([reports]) == first.summaries


def test_of_a_changed_file_nothing_is_remembered(reports: Path) -> None:
    remember([reports], collection_of(read_reports([reports])), {})
    path = reports / "liuchuan-2025.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("speaker: 周明", "speaker: 周小明"), encoding="utf-8")
    (reports / "qinghe-2024.yaml").write_text("format: 1\n", encoding="utf-8")
    collection = collection_of(read_reports([reports]), recalled([reports]))
    assert collection.reports[0].speaker == "周小明"
    assert [each.path.name for each in collection.left] == ["qinghe-2024.yaml"]


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"a": {"report": 1}})])
def test_a_cache_that_makes_no_sense_is_none(reports: Path, content: str) -> None:
    (reports / CACHE).write_text(content, encoding="utf-8")
    assert recalled([reports]) == {}


def test_one_report_alone_leaves_nothing_beside_its_file(reports: Path) -> None:
    path = reports / "qinghe-2025.yaml"
    remember([path], collection_of(read_reports([path])), {})
    assert not (reports / CACHE).exists()
