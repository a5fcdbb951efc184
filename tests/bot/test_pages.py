"""The pages over real HTTP and the real report: what a browser without JavaScript shows."""

from __future__ import annotations

import csv
import html
import io
import re
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import pytest_asyncio
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

import knowledge
from bot.web import LONGEST_LINE, Access, build_app
from handlers.services import Services, build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library
from knowledge.model import Figure, Kind
from store import Store
from tests.bot.conftest import Client

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}


@pytest.fixture(scope="module")
def library() -> Library:
    return knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(library: Library) -> AsyncIterator[Services]:
    async with Store("sqlite://") as store:
        yield build_services(snapshots=Snapshots(Snapshot(library, library.report)), store=store)


@pytest_asyncio.fixture(loop_scope="module")
async def client(services: Services) -> AsyncIterator[Client]:
    """A browser that has been nowhere yet, at a server that has refused nobody yet."""
    server = TestServer(build_app(services.responder))
    await server.start_server(max_line_size=LONGEST_LINE)
    async with TestClient(server, cookie_jar=CookieJar(unsafe=True), headers=CHINESE) as running:
        yield running


async def opened(client: Client, path: str, status: int = 200, **query: str) -> str:
    """The source of a page."""
    async with client.get(path, params=query) as response:
        assert response.status == status
        return await response.text()


def shown(page: str) -> list[str]:
    """The lines of a page's main part, as somebody reads them."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0].partition(">")[2]
    text = re.sub(r"<(?!/?(?:strong|mark|b|a|cite|span|code)\b)[^>]*>", "\n", main)
    lines = html.unescape(re.sub(r"<[^>]*>", "", text)).splitlines()
    return [line.strip() for line in lines if line.strip()]


def said(page: str) -> list[str]:
    """What was said to a question, without the buttons under it."""
    told = page.partition("</article>")[0].partition('<div class="actions">')[0]
    lines = shown(f"{told}</main>")
    return lines[2:]  # after the page's name and the question


async def followed(client: Client, page: str, question: str) -> str:
    """The page that the form of `page` leads to."""
    after = re.search(r'name="after" value="([^"]*)"', page)
    assert after is not None
    return await opened(client, "/", q=question, after=after[1])


async def test_a_question_in_the_address_is_answered_with_passage_and_place(client: Client) -> None:
    page = await opened(client, "/", q="去年GDP增长多少")
    assert "<title>去年GDP增长多少 · 内蒙古自治区 · 2024年</title>" in page
    assert said(page) == [
        "数据 地区生产总值（2023年）",
        "增长7.3%",
        "地区生产总值增长7.3%、居全国第3、创2010年以来最好位次,人均地区生产总值突破10万元;",
        "出处：—— 一、过去一年工作回顾 · 第3段",
    ]


async def test_the_next_question_may_lean_on_the_answer_and_its_address_says_so(client: Client) -> None:
    page = await followed(client, await opened(client, "/", q="去年GDP增长多少"), "那今年呢")
    assert said(page)[:2] == ["目标 地区生产总值（2024年目标）", "增长6%以上"]
    shared = re.search(r'data-share="那今年呢" href="([^"]*)"', page)
    assert shared is not None
    query = parse_qs(urlsplit(html.unescape(shared[1])).query)
    assert said(await opened(client, "/", q=query["q"][0], after=query["after"][0])) == said(page)


async def test_what_is_no_question_gets_what_it_gets_in_telegram(client: Client) -> None:
    assert said(await opened(client, "/", q="谢谢")) == ["不客气！有想了解的，随时问我。"]
    assert said(await opened(client, "/", q="你好"))[0] == (
        "您好！关于内蒙古自治区2024年《政府工作报告》，想知道什么，直接问。"
    )
    assert said(await opened(client, "/", q="/术语"))[0].startswith("/term 或 /术语")
    assert said(await opened(client, "/", q="/搜索 养老"))[0] == "🔎 最接近的8段原文"
    assert said(await opened(client, "/", q="/对比 地区生产总值"))[:3] == [
        "多条内容 地区生产总值 共找到2项",
        "地区生产总值（2023年）",
        "增长7.3%",
    ]
    assert said(await opened(client, "/", q="/目录")) == [
        "报告全文",
        "2024年的目标",
        "已经完成的数据",
        "名词解释",
        "2024年民生实事",
        "图表",
    ]
    assert said(await opened(client, "/", q="/提醒 08:30")) == ["/提醒 要在 Telegram 里用，网页上没有提醒和群设置。"]
    assert "/对比 对比去年完成和今年目标，例如 /对比 地区生产总值" in said(await opened(client, "/", q="/帮助"))


async def test_what_the_report_does_not_say_is_told_with_what_comes_near(client: Client) -> None:
    lines = said(await opened(client, "/", q="2025年GDP目标是多少"))
    assert lines[0].startswith("报告没有2025年的")
    assert "地区生产总值（2024年目标） 全区经济社会发展的主要预期目标是:地区生产总值增长6%以上;" in lines


@pytest.mark.parametrize(("query", "sentence"), [("", "您想了解什么？直接写下来就行。"), ("问" * 4097, "4096个字以内")])
async def test_what_can_not_be_asked_is_told(client: Client, query: str, sentence: str) -> None:
    assert any(sentence in line for line in shown(await opened(client, "/", 400, q=query)))


@pytest.mark.parametrize(
    ("accepted", "tag", "name"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans", "政府工作报告问答"),
        ("zh-TW,zh;q=0.9", "zh-Hant", "問答"),
        ("en-GB,en;q=0.9", "en", "Ask the government work report"),
        ("", "zh-Hans", "政府工作报告问答"),
    ],
)
async def test_the_pages_speak_the_browsers_language(client: Client, accepted: str, tag: str, name: str) -> None:
    for path in ("/", "/?q=六个工程是什么", "/targets", "/livelihood", "/report", "/nothing"):
        async with client.get(path, headers={"Accept-Language": accepted}) as response:
            page = await response.text()
            assert response.headers["Content-Language"] == tag
            assert f'<html lang="{tag}">' in page
            assert name in page


async def test_a_chosen_language_is_remembered(client: Client) -> None:
    assert "What would you like to know?" in await opened(client, "/", lang="en")
    assert "Targets of 2024" in await opened(client, "/targets")
    assert "想知道什么" in await opened(client, "/", lang="zh-hans")


async def test_a_page_that_is_still_the_same_is_not_sent_again(client: Client) -> None:
    for path in ("/", "/targets", "/report", "/report.json", "/terms.csv"):
        async with client.get(path) as response:
            tag = response.headers["ETag"]
        async with client.get(path, headers={"If-None-Match": tag}) as response:
            assert (response.status, await response.read()) == (304, b"")
    async with client.get("/?q=六个工程是什么") as response:
        assert response.headers["Cache-Control"] == "no-store"


async def test_every_entry_has_a_page_and_the_same_as_json(client: Client, library: Library) -> None:
    for entry in {each.kind: each for each in library.entries}.values():
        page = await opened(client, f"/e/{entry.id}")
        assert html.escape(entry.passage.text, quote=False) in re.sub(r"</?strong>", "", page).replace("&#34;", '"')
        async with client.get(f"/e/{entry.id}.json") as response:
            assert (await response.json())["sources"][0]["text"] == entry.passage.text


async def test_a_target_stands_beside_what_was_reached_and_says_where_that_can_not_be_compared(client: Client) -> None:
    async with client.get("/targets.json") as response:
        rows = {row["indicator"]: row for row in await response.json()}
    assert (rows["地区生产总值"]["actual"], rows["地区生产总值"]["comparable"]) == ("增长7.3%", True)
    assert (rows["外贸进出口总额"]["actual"], rows["外贸进出口总额"]["comparable"]) == ("增长30.4%", False)
    assert "口径不同，不能直接比" in await opened(client, f"/e/{rows['外贸进出口总额']['id']}")
    assert "口径不同" not in await opened(client, f"/e/{rows['地区生产总值']['id']}")


async def test_the_whole_report_is_there_and_every_place_is_found_in_it(client: Client, library: Library) -> None:
    page = await opened(client, "/report")
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert [each.text for each in library.passages if each.text not in text] == []
    anchors = set(re.findall(r'id="([^"]*)"', page))
    assert set(re.findall(r'href="(?:/report)?#([^"]*)"', page)) <= anchors
    assert {each.id for each in library.entries if each.kind is Kind.TERM} <= set(
        re.findall(r'href="/e/([^"]*)"', page)
    )
    for entry in library.entries[::90]:
        marked = re.search(r'<mark id="here">(.*?)</mark>', await opened(client, "/report", at=entry.id))
        assert marked is not None
        assert html.unescape(re.sub(r"<[^>]*>", "", marked[1])) == entry.passage.text


async def test_words_are_found_in_the_report(client: Client) -> None:
    assert "“养老服务站”在3个段落里出现" in await opened(client, "/report", find="养老服务站")
    assert "在0个段落里出现" in await opened(client, "/report", find="<script>")


async def test_tables_are_sorted_filtered_and_downloaded_by_their_address(client: Client, library: Library) -> None:
    async with client.get("/figures.csv", params={"measure": "rank", "sort": "-rank"}) as response:
        assert response.content_type == "text/csv"
        head, *rows = csv.reader(io.StringIO((await response.read()).decode("utf-8-sig")))
    assert head == ["指标", "数值", "增长", "排名", "地区", "出处"]
    ranks = [int(found[0]) for row in rows if (found := re.findall(r"\d+", row[3]))]
    assert len(rows) == sum(
        isinstance(each, Figure) and each.measure == "rank" and each.status == "actual" for each in library.entries
    )
    assert ranks == sorted(ranks, reverse=True)
    page = await opened(client, "/livelihood", department="自治区民政厅", sort="number")
    assert "共2条 · 下载 CSV JSON" in shown(page)
    assert 'href="/livelihood.csv?department=' in page
    assert "报告列的是要做的事，不是已经做完的事。" in page
    assert "没有符合条件的内容。" in await opened(client, "/terms", find="没有这样的词")


@pytest.mark.parametrize("path", ["/nothing", "/e/nothing", "/static/nothing.js", "/report.txt"])
async def test_what_is_not_there_is_a_page_with_a_way_home(client: Client, path: str) -> None:
    assert shown(await opened(client, path, 404)) == ["没有这个页面", "地址可能写错了，或者内容已经更新。", "回到首页"]


async def rated(client: Client, verdict: str, status: int = 200, **headers: str) -> list[str]:
    """What is said to somebody who rates the answer to a question of theirs."""
    page = await opened(client, "/", q="六个工程是什么")
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.partition('class="rate"')[2]))
    async with client.post("/rate", data=form | {"verdict": verdict}, headers=headers) as response:
        assert response.status == status
        return shown(await response.text())


async def test_a_rating_counts_once_and_the_editor_sees_what_was_beside_the_point(
    client: Client, services: Services
) -> None:
    assert await rated(client, "beside") == ["谢谢您的反馈！", "谢谢您的反馈！", "← 返回"]
    assert (await rated(client, "good"))[0] == "您已评过这条。"
    await services.store.flush()
    asked = services.snapshots.current.engine.normal("六个工程是什么")
    (miss,) = [each for each in await services.store.misses.top() if each.text == asked]
    assert (miss.count, dict(miss.reasons)) == (1, {"bad": 1, "beside": 1})


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_a_form_of_another_page_rates_nothing(client: Client, header: dict[str, str]) -> None:
    await rated(client, "bad", 403, **header)


async def test_it_can_be_installed_and_says_when_there_is_no_network(client: Client) -> None:
    async with client.get("/manifest.webmanifest") as response:
        manifest = await response.json()
    assert (manifest["name"], manifest["start_url"]) == ("政府工作报告问答", "/")
    for icon in manifest["icons"]:
        await opened(client, "/offline")
        async with client.get(icon["src"]) as response:
            assert (response.status, response.content_type) == (200, icon["type"])
    assert "网络不通，没能取到答案，请稍后重试。" in await opened(client, "/offline")


async def test_charts_are_pages_pictures_and_data(client: Client) -> None:
    assert shown(await opened(client, "/charts"))[:2] == [
        "图表",
        "实心的是已经完成的，虚线框是目标；旁边的数值是报告的原话，单位和口径一致的才画在一起。",
    ]
    for form, kind in (
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("csv", "text/csv"),
        ("json", "application/json"),
    ):
        async with client.get(f"/chart/targets.{form}") as response:
            assert (response.status, response.content_type) == (200, kind)
    await opened(client, "/chart/nothing.png", 404)


async def test_a_comparison_comes_with_its_chart(client: Client) -> None:
    page = await opened(client, "/", q="/对比 地区生产总值")
    assert '<figure class="chart"' in page
    assert "2024年目标 增长6%以上</text>" in page
    assert "<figure" not in await opened(client, "/", q="/对比 外贸进出口总额")


async def test_a_link_is_previewed_with_a_picture_of_the_answer(client: Client) -> None:
    pictures = set()
    for path in ("/", "/?q=去年GDP增长多少", "/?q=哪些指标居全国第2", "/e/taed21c359d"):
        tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', await opened(client, path)))
        assert tags["title"].endswith("内蒙古自治区 · 2024年")
        assert tags["description"]
        address = urlsplit(html.unescape(tags["image"]))
        assert address.netloc == f"127.0.0.1:{client.port}"
        async with client.get(f"{address.path}?{address.query}") as response:
            picture = await response.read()
            assert (response.status, response.content_type) == (200, "image/png")
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
        pictures.add(picture)
    assert len(pictures) == 4
    await opened(client, "/card.png?e=nothing", 404)


async def test_where_the_pages_are_public_previews_name_that_address(services: Services) -> None:
    access = Access(is_local=False, address="https://bot.example.org")
    async with TestClient(TestServer(build_app(services.responder, access=access))) as client:
        page = await opened(client, "/", q="六个工程是什么", lang="en")
    assert 'property="og:url" content="https://bot.example.org/?q=' in page
    assert "lang=en" not in page.partition("<body")[0]


async def test_a_long_list_is_folded_after_ten(client: Client) -> None:
    page = await opened(client, "/", q="有没有提到内蒙古")
    first, _, rest = page.partition("<details")
    assert (first.count("<blockquote"), rest.count("<blockquote")) == (10, 28)
    assert "其余28项" in shown(page)


async def test_a_list_of_figures_alike_comes_with_its_chart(client: Client) -> None:
    page = await opened(client, "/", q="今年经济社会发展的主要预期目标有哪些")
    (name,) = set(re.findall(r'href="/chart/([^"]*)\.csv"', page))
    async with client.get(f"/chart/{name}.csv") as response:
        head, first, *_ = csv.reader(io.StringIO((await response.read()).decode("utf-8-sig")))
    assert head == ["指标", "年份", "数值", "出处"]
    assert first == ["固定资产投资", "2024年目标", "增长15%左右", "二、2024年工作安排 · 第4段"]


@pytest.mark.parametrize(
    ("said_", "told"),
    [
        ("那今年呢", "您问的是哪一项？请把名称也写上，比如哪个指标、哪个名词、哪件实事。"),
        ("目录", "报告全文"),
        ("图表", "去年增长与今年目标"),
        (
            "帮助",
            "直接写下问题，口语、书面语都行，有错别字也没关系。可以接着上一个回答问：“那今年呢”“谁负责”“第三个呢”。",
        ),
        ("提醒", "/提醒 要在 Telegram 里用，网页上没有提醒和群设置。"),
    ],
)
async def test_what_strangers_type_first(client: Client, said_: str, told: str) -> None:
    assert said(await opened(client, "/", q=said_))[0] == told


async def test_who_found_nothing_is_shown_what_can_be_asked_and_commands_are_links(client: Client) -> None:
    assert "可以这样问" in shown(await opened(client, "/", q="那今年呢"))
    assert "可以这样问" not in shown(await opened(client, "/", q="六个工程是什么"))
    assert f'<a href="/?q={quote("/list", safe="")}">/list</a>' in await opened(client, "/", q="第99件")


async def test_livelihood_items_stand_by_group_until_they_are_sorted(client: Client) -> None:
    page = await opened(client, "/livelihood")
    assert [each for each in shown(page) if re.fullmatch(r"\D+方面 共\d+条", each)] == [
        "促进群众就业增收方面 共5条",
        "加强社会保障方面 共11条",
        "优化基本公共服务方面 共6条",
        "改善群众居住环境方面 共11条",
    ]
    assert f'href="/livelihood?department={quote("自治区民政厅")}"' in page
    assert 'class="group"' not in await opened(client, "/livelihood", sort="title")
