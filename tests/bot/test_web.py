"""The web server over real HTTP: the page, the answers as JSON, and what goes wrong."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from yarl import URL

import bot.web
from bot.questions import LONGEST
from handlers.services import Services
from handlers.snapshots import Snapshot
from knowledge.model import Where
from store import DayCount
from tests.bot.conftest import Client
from tests.fakes.small import BREAKS, REPORT, AskedLibrary

FIRST_PAGE = 120 * 1024  # bytes, of everything that it needs


async def get(client: Client, path: str, **query: str) -> tuple[int, Any]:
    """The status and the JSON of an answer."""
    async with client.get(path, params=query) as response:
        assert response.content_type == "application/json"
        assert response.headers["Cache-Control"] == "no-store"
        return response.status, await response.json()


async def test_healthz_says_ok(client: Client) -> None:
    async with client.get("/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok")


async def measured(client: Client) -> dict[tuple[str, ...], float]:
    """What /metrics says, by the sample's name and its labels' values."""
    async with client.get("/metrics") as response:
        assert (response.status, response.content_type) == (200, "text/plain")
        families = text_string_to_metric_families(await response.text())
        return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


async def test_metrics_count_questions_by_where_they_came_from_and_what_came_of_them(client: Client) -> None:
    for question in ("三链工程是什么", "三链工程是什么", "近"):
        await get(client, "/api/ask", q=question)
    found = await measured(client)
    assert found["report_bot_questions_total", "term", "answer", "web"] == 2
    assert found["report_bot_questions_total", "none", "unsure", "web"] == 1
    assert found["report_bot_finding_seconds_count",] == 3


async def test_metrics_hold_no_text_that_anybody_asked(client: Client) -> None:
    await get(client, "/api/ask", q="近来可好")
    async with client.get("/metrics") as response:
        assert "近来可好" not in await response.text()


async def test_questions_are_counted_as_the_webs(client: Client, services: Services) -> None:
    await get(client, "/api/ask", q="三链工程是什么")
    await get(client, "/api/entry/f7c45979115")
    await services.store.flush()
    (day,) = await services.store.usage.days()
    assert day == DayCount(day.day, "term", "answer", 1)
    (asked,) = await services.store.usage.most_asked()
    assert (asked.entry_id, asked.count) == ("teb4e63497e", 1)


async def test_after_a_reload_the_page_and_the_answers_are_about_what_is_known_now(
    client: Client, services: Services
) -> None:
    newer = AskedLibrary()
    services.snapshots.current = Snapshot(newer, replace(REPORT, year=2025))
    newer.asked.clear()
    await get(client, "/api/ask", q="三链工程是什么")
    assert newer.asked == [("三链工程是什么", Where.ADDRESSED)]
    async with client.get("/") as response:
        assert "<title>政府工作报告问答 · 青禾县 · 2025年</title>" in await response.text()


async def test_an_answer_has_its_passage_with_place_highlights_and_direct_piece(
    client: Client, engine: AskedLibrary
) -> None:
    status, answer = await get(client, "/api/ask", q="三链工程是什么")
    assert (status, answer.pop("score") > 50) == (200, True)
    assert answer == {
        "question": "三链工程是什么",
        "outcome": "answer",
        "kind": "term",
        "title": "三链工程",
        "reason": None,
        "count": "共找到1项",
        "sources": [
            {
                "id": "teb4e63497e",
                "kind": "term",
                "title": "三链工程",
                "number": None,
                "year": None,
                "heading": "三链工程",
                "text": "“三链工程”:延链工程、补链工程、强链工程。",
                "place": "附件2·名词解释",
                "highlights": [],
                "direct": "",
            }
        ],
        "suggestions": [],
        "after": "teb4e63497e;3链工程是什么",
    }
    assert engine.asked == [("三链工程是什么", Where.ADDRESSED)]


async def test_an_unsure_answer_has_suggestions_that_open(client: Client) -> None:
    _, unsure = await get(client, "/api/ask", q="粮食产量增长多少")
    assert (unsure["outcome"], unsure["kind"], unsure["sources"], unsure["count"]) == ("unsure", None, [], "")
    assert unsure["suggestions"] == [
        {
            "id": "f3b0fd07cc3",
            "kind": "figure",
            "title": "粮食产量",
            "number": None,
            "year": 2021,
            "heading": "粮食产量（2021年）",
            "text": "粮食产量12.6亿斤,引进到位资金31亿元、增长14.5%。",
        }
    ]
    status, opened = await get(client, "/api/entry/f7c45979115")
    assert (status, opened["outcome"], opened["sources"][0]["direct"]) == (200, "answer", "增长8.2%")


async def test_a_livelihood_item_has_its_number(client: Client) -> None:
    _, answer = await get(client, "/api/ask", q="第3件")
    (item,) = answer["sources"]
    assert (item["number"], item["heading"]) == (3, "第3件 · 改造农村公路48公里")


async def test_an_entry_that_is_gone_is_told(client: Client) -> None:
    gone = {"error": "gone", "message": "这条内容已失效，请重新提问。"}
    assert await get(client, "/api/entry/nowhere") == (404, gone)


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": " \n\u3000"}, {"q": "\u200b\u200d"}])
async def test_an_empty_question_is_told(client: Client, engine: AskedLibrary, query: dict[str, str]) -> None:
    assert await get(client, "/api/ask", **query) == (
        400,
        {"error": "empty", "message": "您想了解什么？直接写下来就行。"},
    )
    assert engine.asked == []


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=GDP%E5%A2", "q=%ED%A0%80", "a=1&q=%c0%af"])
async def test_a_question_that_is_no_utf_8_is_told(client: Client, engine: AskedLibrary, query: str) -> None:
    async with client.get(URL(f"/api/ask?{query}", encoded=True)) as response:
        broken = {"error": "broken", "message": "问题里有无法识别的字符，请重新输入。"}
        assert (response.status, await response.json()) == (400, broken)
    assert engine.asked == []


@pytest.mark.parametrize("question", ["六个\ufffd工程", "a+b c&d=e%20;f#g", "🐎"])
async def test_every_other_character_arrives_as_it_was_typed(client: Client, question: str) -> None:
    status, answer = await get(client, "/api/ask", q=question)
    assert (status, answer["question"]) == (200, question)


async def test_a_question_may_have_as_many_characters_as_a_message_and_no_more(client: Client) -> None:
    for character in ("问", "🐎"):
        status, answer = await get(client, "/api/ask", q=character * LONGEST)
        assert (status, answer["question"]) == (200, character * LONGEST)
        too_long = {"error": "long", "message": "问题太长了，请缩短到4096个字以内。"}
        assert await get(client, "/api/ask", q=character * (LONGEST + 1)) == (400, too_long)


async def test_a_failing_engine_is_told_and_logged_once_and_the_server_goes_on(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        failed = {"error": "failed", "message": "抱歉，刚才出了点问题，没能回答，请稍后再问一次。"}
        assert await get(client, "/api/ask", q=BREAKS) == (500, failed)
    assert [record.getMessage() for record in caplog.records] == ["/api/ask failed"]
    assert (await get(client, "/api/ask", q="三链工程是什么"))[0] == 200


async def test_other_addresses_and_methods_of_the_api_are_told_in_json(client: Client) -> None:
    unknown = {"error": "unknown", "message": "没有这个网址，或者不支持这样访问。"}
    assert await get(client, "/api/nothing") == (404, unknown)
    async with client.post("/api/ask") as response:
        assert (response.status, await response.json()) == (405, unknown)
        assert response.headers["Allow"] == "GET,HEAD"


async def test_the_page_is_about_the_report_and_needs_nothing_from_elsewhere(client: Client) -> None:
    async with client.get("/") as response:
        page = await response.text()
        assert (response.status, response.content_type) == (200, "text/html")
    assert "<title>政府工作报告问答 · 青禾县 · 2022年</title>" in page
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert all(re.match(r"[/#](?!/)", address) for address in addresses)
    files = [address for address in addresses if address.startswith("/static/")]
    assert [address.partition("?")[0] for address in files] == [
        "/static/icon.svg",
        "/static/icon.png",
        "/static/app.css",
        "/static/app.js",
    ]
    assert not re.search(r"\son\w+=|<style|\sstyle=|<script>", page)
    size = len(page.encode())
    for address in files:
        async with client.get(address) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
            content = await response.read()
            assert b"://" not in content.replace(b"http://www.w3.org/2000/svg", b"")
            size += len(content)
    assert size <= FIRST_PAGE


@pytest.mark.parametrize("path", ["/", "/?q=近", "/rate", "/static/app.js", "/api/ask?q=近", "/healthz", "/nothing"])
async def test_every_response_forbids_what_the_page_does_not_need(client: Client, path: str) -> None:
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_wording_stands_in_the_page_and_the_script_sets_text_alone() -> None:
    script = (Path(bot.web.__file__).parent / "static" / "app.js").read_text(encoding="utf-8")
    assert not re.search(r"[\u4e00-\u9fff]", script)
    assert not re.search(r"(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|eval", script)
