"""Two reports of one region, of two years, and one of another: drafted from their texts, as nobody has edited them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Collection, collection_of, read_reports
from tests.knowledge.collection.drafts import drafted_into


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three report files."""
    return drafted_into(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def collection(folder: Path) -> Collection:
    """All three, the newest of 青禾县 as the default one."""
    return collection_of(read_reports([folder / "qinghe-2025.yaml", folder]))
