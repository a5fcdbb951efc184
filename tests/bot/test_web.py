"""The web server over real HTTP: the page, the answers as JSON, and what goes wrong."""
                "after": "t1",

                "after": "t1",
from __future__ import annotations
                "after": "t1",

                "after": "t1",
import logging
                "after": "t1",
import re
                "after": "t1",
from dataclasses import replace
                "after": "t1",
from pathlib import Path
                "after": "t1",
from typing import Any
                "after": "t1",

                "after": "t1",
import pytest
                "after": "t1",
from prometheus_client.parser import text_string_to_metric_families
                "after": "t1",
from yarl import URL
                "after": "t1",

                "after": "t1",
import bot.web
                "after": "t1",
from bot.questions import LONGEST
                "after": "t1",
from handlers.services import Services
                "after": "t1",
from handlers.snapshots import Snapshot
                "after": "t1",
from knowledge.model import Where
                "after": "t1",
from store import DayCount
                "after": "t1",
from tests.bot.conftest import Client
                "after": "t1",
from tests.bot.fake_engine import REPORT, FakeEngine
                "after": "t1",

                "after": "t1",
FIRST_PAGE = 120 * 1024  # bytes, of everything that it needs
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def get(client: Client, path: str, **query: str) -> tuple[int, Any]:
                "after": "t1",
    """The status and the JSON of an answer."""
                "after": "t1",
    async with client.get(path, params=query) as response:
                "after": "t1",
        assert response.content_type == "application/json"
                "after": "t1",
        assert response.headers["Cache-Control"] == "no-store"
                "after": "t1",
        return response.status, await response.json()
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_healthz_says_ok(client: Client) -> None:
                "after": "t1",
    async with client.get("/healthz") as response:
                "after": "t1",
        assert (response.status, await response.text()) == (200, "ok")
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def measured(client: Client) -> dict[tuple[str, ...], float]:
                "after": "t1",
    """What /metrics says, by the sample's name and its labels' values."""
                "after": "t1",
    async with client.get("/metrics") as response:
                "after": "t1",
        assert (response.status, response.content_type) == (200, "text/plain")
                "after": "t1",
        families = text_string_to_metric_families(await response.text())
                "after": "t1",
        return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_metrics_count_questions_by_where_they_came_from_and_what_came_of_them(client: Client) -> None:
                "after": "t1",
    for question in ("六个工程是什么", "六个工程是什么", "近"):
                "after": "t1",
        await get(client, "/api/ask", q=question)
                "after": "t1",
    found = await measured(client)
                "after": "t1",
    assert found["report_bot_questions_total", "term", "answer", "web"] == 2
                "after": "t1",
    assert found["report_bot_questions_total", "none", "unsure", "web"] == 1
                "after": "t1",
    assert found["report_bot_finding_seconds_count",] == 3
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_metrics_hold_no_text_that_anybody_asked(client: Client) -> None:
                "after": "t1",
    await get(client, "/api/ask", q="近来可好")
                "after": "t1",
    async with client.get("/metrics") as response:
                "after": "t1",
        assert "近来可好" not in await response.text()
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_questions_are_counted_as_the_webs(client: Client, services: Services) -> None:
                "after": "t1",
    await get(client, "/api/ask", q="六个工程是什么")
                "after": "t1",
    await get(client, "/api/entry/f1")
                "after": "t1",
    await services.store.flush()
                "after": "t1",
    (day,) = await services.store.usage.days()
                "after": "t1",
    assert day == DayCount(day.day, "term", "answer", 1)
                "after": "t1",
    (asked,) = await services.store.usage.most_asked()
                "after": "t1",
    assert (asked.entry_id, asked.count) == ("t1", 1)
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_after_a_reload_the_page_and_the_answers_are_about_what_is_known_now(
                "after": "t1",
    client: Client, services: Services
                "after": "t1",
) -> None:
                "after": "t1",
    newer = FakeEngine()
                "after": "t1",
    services.snapshots.current = Snapshot(newer, replace(REPORT, year=2025))
                "after": "t1",
    newer.asked.clear()
                "after": "t1",
    await get(client, "/api/ask", q="六个工程是什么")
                "after": "t1",
    assert newer.asked == [("六个工程是什么", Where.ADDRESSED)]
                "after": "t1",
    async with client.get("/") as response:
                "after": "t1",
        assert "<title>政府工作报告问答 · 内蒙古自治区 · 2025年</title>" in await response.text()
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_an_answer_has_its_passage_with_place_highlights_and_direct_piece(
                "after": "t1",
    client: Client, engine: FakeEngine
                "after": "t1",
) -> None:
                "after": "t1",
    assert await get(client, "/api/ask", q="六个工程是什么") == (
                "after": "t1",
        200,
                "after": "t1",
        {
                "after": "t1",
            "question": "六个工程是什么",
                "after": "t1",
            "outcome": "answer",
                "after": "t1",
            "kind": "term",
                "after": "t1",
            "title": "六个工程",
                "after": "t1",
            "score": 96,
                "after": "t1",
            "reason": None,
                "after": "t1",
            "count": "共找到1项",
                "after": "t1",
            "sources": [
                "after": "t1",
                {
                "after": "t1",
                    "id": "t1",
                "after": "t1",
                    "kind": "term",
                "after": "t1",
                    "title": "六个工程",
                "after": "t1",
                    "number": None,
                "after": "t1",
                    "year": None,
                "after": "t1",
                    "heading": "六个工程",
                "after": "t1",
                    "text": "“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、"
                "after": "t1",
                    "科技“突围”工程、自贸区创建工程。",
                "after": "t1",
                    "place": "附件2",
                "after": "t1",
                    "highlights": [[1, 5]],
                "after": "t1",
                    "direct": "",
                "after": "t1",
                }
                "after": "t1",
            ],
                "after": "t1",
            "suggestions": [],
                "after": "t1",
        },
                "after": "t1",
    )
                "after": "t1",
    assert engine.asked == [("六个工程是什么", Where.ADDRESSED)]
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_an_unsure_answer_has_suggestions_that_open(client: Client) -> None:
                "after": "t1",
    _, unsure = await get(client, "/api/ask", q="近")
                "after": "t1",
    assert (unsure["outcome"], unsure["kind"], unsure["sources"], unsure["count"]) == ("unsure", None, [], "")
                "after": "t1",
    assert unsure["suggestions"] == [
                "after": "t1",
        {
                "after": "t1",
            "id": "f1",
                "after": "t1",
            "kind": "figure",
                "after": "t1",
            "title": "地区生产总值",
                "after": "t1",
            "number": None,
                "after": "t1",
            "year": 2023,
                "after": "t1",
            "heading": "地区生产总值（2023年）",
                "after": "t1",
            "text": "地区生产总值增长7.3%、居全国第3",
                "after": "t1",
        }
                "after": "t1",
    ]
                "after": "t1",
    status, opened = await get(client, "/api/entry/f1")
                "after": "t1",
    assert (status, opened["outcome"], opened["sources"][0]["direct"]) == (200, "answer", "增长7.3%")
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_a_livelihood_item_has_its_number(client: Client) -> None:
                "after": "t1",
    _, answer = await get(client, "/api/ask", q="第26件")
                "after": "t1",
    (item,) = answer["sources"]
                "after": "t1",
    assert (item["number"], item["heading"]) == (26, "第26件 · 建设保障性租赁住房1.69万套")
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_an_entry_that_is_gone_is_told(client: Client) -> None:
                "after": "t1",
    gone = {"error": "gone", "message": "这条内容已失效，请重新提问。"}
                "after": "t1",
    assert await get(client, "/api/entry/nowhere") == (404, gone)
                "after": "t1",

                "after": "t1",

                "after": "t1",
@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": " \n\u3000"}, {"q": "\u200b\u200d"}])
                "after": "t1",
async def test_an_empty_question_is_told(client: Client, engine: FakeEngine, query: dict[str, str]) -> None:
                "after": "t1",
    assert await get(client, "/api/ask", **query) == (
                "after": "t1",
        400,
                "after": "t1",
        {"error": "empty", "message": "您想了解什么？直接写下来就行。"},
                "after": "t1",
    )
                "after": "t1",
    assert engine.asked == []
                "after": "t1",

                "after": "t1",

                "after": "t1",
@pytest.mark.parametrize("query", ["q=%ff%fe", "q=GDP%E5%A2", "q=%ED%A0%80", "a=1&q=%c0%af"])
                "after": "t1",
async def test_a_question_that_is_no_utf_8_is_told(client: Client, engine: FakeEngine, query: str) -> None:
                "after": "t1",
    async with client.get(URL(f"/api/ask?{query}", encoded=True)) as response:
                "after": "t1",
        broken = {"error": "broken", "message": "问题里有无法识别的字符，请重新输入。"}
                "after": "t1",
        assert (response.status, await response.json()) == (400, broken)
                "after": "t1",
    assert engine.asked == []
                "after": "t1",

                "after": "t1",

                "after": "t1",
@pytest.mark.parametrize("question", ["六个\ufffd工程", "a+b c&d=e%20;f#g", "🐎"])
                "after": "t1",
async def test_every_other_character_arrives_as_it_was_typed(client: Client, question: str) -> None:
                "after": "t1",
    status, answer = await get(client, "/api/ask", q=question)
                "after": "t1",
    assert (status, answer["question"]) == (200, question)
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_a_question_may_have_as_many_characters_as_a_message_and_no_more(client: Client) -> None:
                "after": "t1",
    for character in ("问", "🐎"):
                "after": "t1",
        status, answer = await get(client, "/api/ask", q=character * LONGEST)
                "after": "t1",
        assert (status, answer["question"]) == (200, character * LONGEST)
                "after": "t1",
        too_long = {"error": "long", "message": "问题太长了，请缩短到4096个字以内。"}
                "after": "t1",
        assert await get(client, "/api/ask", q=character * (LONGEST + 1)) == (400, too_long)
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_a_failing_engine_is_told_and_logged_once_and_the_server_goes_on(
                "after": "t1",
    client: Client, caplog: pytest.LogCaptureFixture
                "after": "t1",
) -> None:
                "after": "t1",
    with caplog.at_level(logging.ERROR):
                "after": "t1",
        failed = {"error": "failed", "message": "抱歉，刚才出了点问题，没能回答，请稍后再问一次。"}
                "after": "t1",
        assert await get(client, "/api/ask", q="坏") == (500, failed)
                "after": "t1",
    assert [record.getMessage() for record in caplog.records] == ["/api/ask failed"]
                "after": "t1",
    assert (await get(client, "/api/ask", q="六个工程是什么"))[0] == 200
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_other_addresses_and_methods_of_the_api_are_told_in_json(client: Client) -> None:
                "after": "t1",
    unknown = {"error": "unknown", "message": "没有这个网址，或者不支持这样访问。"}
                "after": "t1",
    assert await get(client, "/api/nothing") == (404, unknown)
                "after": "t1",
    async with client.post("/api/ask") as response:
                "after": "t1",
        assert (response.status, await response.json()) == (405, unknown)
                "after": "t1",
        assert response.headers["Allow"] == "GET,HEAD"
                "after": "t1",

                "after": "t1",

                "after": "t1",
async def test_the_page_is_about_the_report_and_needs_nothing_from_elsewhere(client: Client) -> None:
                "after": "t1",
    async with client.get("/") as response:
                "after": "t1",
        page = await response.text()
                "after": "t1",
        assert (response.status, response.content_type) == (200, "text/html")
                "after": "t1",
    assert "<title>政府工作报告问答 · 内蒙古自治区 · 2024年</title>" in page
                "after": "t1",
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
                "after": "t1",
    assert all(re.match(r"[/#](?!/)", address) for address in addresses)
                "after": "t1",
    files = [address for address in addresses if address.startswith("/static/")]
                "after": "t1",
    assert [address.partition("?")[0] for address in files] == [
                "after": "t1",
        "/static/icon.svg",
                "after": "t1",
        "/static/icon.png",
                "after": "t1",
        "/static/app.css",
                "after": "t1",
        "/static/app.js",
                "after": "t1",
    ]
                "after": "t1",
    assert not re.search(r"\son\w+=|<style|\sstyle=|<script>", page)
                "after": "t1",
    size = len(page.encode())
                "after": "t1",
    for address in files:
                "after": "t1",
        async with client.get(address) as response:
                "after": "t1",
            assert (response.status, response.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
                "after": "t1",
            content = await response.read()
                "after": "t1",
            assert b"://" not in content.replace(b"http://www.w3.org/2000/svg", b"")
                "after": "t1",
            size += len(content)
                "after": "t1",
    assert size <= FIRST_PAGE
                "after": "t1",

                "after": "t1",

                "after": "t1",
@pytest.mark.parametrize("path", ["/", "/?q=近", "/rate", "/static/app.js", "/api/ask?q=近", "/healthz", "/nothing"])
                "after": "t1",
async def test_every_response_forbids_what_the_page_does_not_need(client: Client, path: str) -> None:
                "after": "t1",
    async with client.get(path) as response:
                "after": "t1",
        policy = response.headers["Content-Security-Policy"]
                "after": "t1",
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
                "after": "t1",
        assert "unsafe" not in policy
                "after": "t1",
        assert response.headers["X-Content-Type-Options"] == "nosniff"
                "after": "t1",

                "after": "t1",

                "after": "t1",
def test_the_wording_stands_in_the_page_and_the_script_sets_text_alone() -> None:
                "after": "t1",
    script = (Path(bot.web.__file__).parent / "static" / "app.js").read_text(encoding="utf-8")
                "after": "t1",
    assert not re.search(r"[\u4e00-\u9fff]", script)
                "after": "t1",
    assert not re.search(r"(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|eval", script)
                "after": "t1",
