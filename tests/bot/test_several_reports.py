"""Several reports in one program: the command line, the web page, and files that change while it runs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.knowledge_watch import Watches
from bot.process import with_file
from bot.web import build_app
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import collection_of, read_reports
from store import Store
from tests.bot.conftest import Client
from tests.bot.program import invoke
from tests.fakes.running import no_pause
from tests.knowledge.collection.drafts import drafted_into


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return drafted_into(folder)


def test_the_command_line_asks_the_report_that_is_named_or_chosen(reports: Path) -> None:
    asked = invoke("ask", "柳川GDP目标是多少", KNOWLEDGE=str(reports)).stdout
    assert asked.splitlines()[-1] == "—— 柳川市2025年政府工作报告 · 二、2025年工作安排 · 第1段"
    chosen = invoke("ask", "--report", "青禾2024年", "GDP目标是多少", KNOWLEDGE=str(reports)).stdout
    assert "—— 青禾县2024年政府工作报告 · 二、2024年工作安排 · 第1段" in chosen
    absent = invoke("ask", "青禾2020年报告的GDP目标", KNOWLEDGE=str(reports)).stdout
    assert absent == "没有收录青禾县2020年的报告，只有2024、2025年的。\n"


def test_a_report_that_is_not_there_can_not_be_chosen(reports: Path) -> None:
    ended = invoke("ask", "--report", "上海", "GDP目标是多少", KNOWLEDGE=str(reports))
    assert ended.exit_code == 2
    assert ended.stderr == (
        "Error: --report is 上海, which names none of the reports: "
        "expected one of 柳川市2025, 青禾县2025, 青禾县2024.\n"
    )


def test_a_batch_names_the_report_of_each_answer_and_of_each_passage(reports: Path) -> None:
    lines = [{"question": "青禾今年GDP目标是多少", "chat": "1"}, {"question": "那柳川呢", "chat": "1"}]
    stdin = "\n".join(map(json.dumps, lines)).encode()
    written = invoke("ask", "--batch", "-", stdin=stdin, KNOWLEDGE=str(reports)).stdout.splitlines()
    answers = [json.loads(line) for line in written]
    assert [each["report"] for each in answers] == [
        {"key": "青禾县2025", "region": "青禾县", "year": 2025, "title": "政府工作报告"},
        {"key": "柳川市2025", "region": "柳川市", "year": 2025, "title": "政府工作报告"},
    ]
    assert [each["sources"][0]["report"]["key"] for each in answers] == ["青禾县2025", "柳川市2025"]


def test_check_reads_all_files_and_finds_reports_that_are_there_twice(reports: Path) -> None:
    assert invoke("check", KNOWLEDGE=str(reports)).stdout.splitlines()[-1] == "3 reports and lexicon.yaml: no faults"
    (reports / "twice.yaml").write_bytes((reports / "liuchuan-2025.yaml").read_bytes())
    ended = invoke("check", str(reports))
    assert ended.exit_code == 1
    assert ended.stdout.splitlines()[-6:] == [
        "twice.yaml:2: report: liuchuan-2025.yaml holds the report of 柳川市, 2025, too: expected one file for it",
        *(f"{reports}/{name}.yaml: no faults" for name in ("liuchuan-2025", "qinghe-2024", "qinghe-2025", "twice")),
        "4 reports and lexicon.yaml: 1 fault",
    ]


def test_a_file_that_is_left_out_is_told(reports: Path) -> None:
    (reports / "broken.yaml").write_text("format: 1\n", encoding="utf-8")
    ended = invoke("ask", "柳川GDP目标", KNOWLEDGE=str(reports))
    assert ended.exit_code == 0
    assert ended.stderr.startswith(f"Warning: {reports}/broken.yaml is left out:\nbroken.yaml:1: the last line")


@pytest.fixture
def snapshots(reports: Path) -> Snapshots:
    return Snapshots(Snapshot.of_collection(collection_of(read_reports([reports]))))


@pytest.fixture
async def client(snapshots: Snapshots) -> AsyncIterator[Client]:
    async with Store("sqlite://") as store:
        server = TestServer(build_app(build_services(snapshots=snapshots, store=store).responder))
        async with TestClient(server) as running:
            yield running


async def answered(client: Client, question: str, **parameters: str) -> tuple[str, str]:
    async with client.get("/api/ask", params={"q": question} | parameters) as response:
        found = await response.json()
        return found["report"]["key"], found["sources"][0]["place"]


async def test_the_web_asks_the_report_that_is_named_chosen_or_was_chosen_before(client: Client) -> None:
    assert await answered(client, "GDP目标是多少") == (
        "柳川市2025",
        "柳川市2025年政府工作报告 · 二、2025年工作安排 · 第1段",
    )
    assert (await answered(client, "青禾GDP目标是多少"))[0] == "青禾县2025"
    assert (await answered(client, "GDP目标是多少", report="青禾县2024"))[0] == "青禾县2024"
    async with client.get("/", params={"report": "青禾县2024"}) as response:
        assert "青禾县2024年《政府工作报告》" in await response.text()
    assert (await answered(client, "GDP目标是多少"))[0] == "青禾县2024"


async def test_an_entry_s_page_is_about_its_own_report(client: Client, snapshots: Snapshots) -> None:
    shown = snapshots.current.engine.ask("青禾2024年的双链工程是什么").about[0]
    async with client.get(f"/e/{shown}") as response:
        page = await response.text()
        assert response.status == 200
    assert "青禾县2024年政府工作报告 · 附件2" in page
    assert "青禾县 · 2024年" in page
    async with client.get("/report", params={"at": shown}) as response:
        assert "青禾县2024年《政府工作报告》" in await response.text()


async def test_each_file_is_watched_by_itself_and_new_ones_are_taken(reports: Path, snapshots: Snapshots) -> None:
    def keys() -> list[str]:
        assert snapshots.current.collection is not None
        return [report.key for report in snapshots.current.collection.reports]

    moved = reports.parent / "moved.yaml"
    (reports / "qinghe-2024.yaml").rename(moved)
    known = read_reports([reports])
    snapshots.current = Snapshot.of_collection(collection_of(known))
    watches = Watches(snapshots, [reports], partial(with_file, snapshots), known, pause=no_pause)
    await watches.settle()
    assert keys() == ["柳川市2025", "青禾县2025"]
    moved.rename(reports / "qinghe-2024.yaml")
    (reports / "qinghe-2025.yaml").write_text("format: 1\n", encoding="utf-8")
    await watches.settle()
    assert keys() == ["柳川市2025", "青禾县2025", "青禾县2024"]


async def test_an_answer_over_the_years_comes_with_its_line_and_the_line_as_data(client: Client) -> None:
    page = await (await client.get("/", params={"q": "青禾历年粮食产量"})).text()
    assert "<polyline" in page
    address = page.partition('href="/chart/')[2].partition('.svg"')[0]
    line = await (await client.get(f"/chart/{address}.json")).json()
    assert [mark["year"] for mark in line["groups"][0]["marks"]] == [2023, 2024, 2024, 2025]
    table = await (await client.get(f"/chart/{address}.csv")).text()
    assert table.splitlines()[1] == (
        "粮食产量,2023年,达到31.5万吨,青禾县2024年政府工作报告 · 一、2023年工作回顾 · 第1段"
    )


async def test_every_page_has_a_switch_to_the_other_reports(client: Client) -> None:
    page = await (await client.get("/targets", params={"report": "青禾县2024"})).text()
    assert '<form class="filters reports" action="/targets"' in page
    assert '<option value="青禾县2024" selected>青禾县 · 2024年</option>' in page
    assert '<option value="柳川市2025">柳川市 · 2025年</option>' in page
    told = await (await client.get("/", params={"q": "/报告"})).text()
    assert "现在查的是青禾县 · 2024年，想换哪一份？" in told
    assert 'href="/?report=' in told
