"""Which of several reports a chat asks: /report, and the buttons under it."""

from __future__ import annotations

from hashlib import sha256

from telegram.constants import ChatType

from handlers.replies import Replies, Reply, Response
from handlers.request import Request
from handlers.snapshots import Snapshot
from handlers.tapped import Tapped
from knowledge.model import Report

_ID = 10  # hexadecimal digits that stand for a report or a region on a button, which takes but 64 bytes
_MOST_AT_ONCE = 8  # reports that are listed without their regions before


async def show_reports(request: Request) -> Response:
    """The report that is asked here, with buttons for the others; after its name, change it first."""
    snapshot, chat_id = request.context.snapshot, request.message.chat_id
    collection = snapshot.collection
    if not request.text or collection is None or snapshot.is_single:
        return Response((_panel(snapshot, request.replies),))
    if not await request.may_change():
        return Response(request.replies.render("administrators"))
    named = collection.report(request.text.strip()) or collection.meant(request.text)
    if named is None:
        return Response((_panel(snapshot, request.replies, unknown=True),))
    return Response((await _chosen(request, chat_id, named),))


async def pick_report(tapped: Tapped, what: str = "", page: str = "0") -> None:
    """Turn to a page of the reports, or to a region's; or keep the report that was tapped, and show it in place."""
    snapshot, chat = tapped.context.snapshot, tapped.query.message.chat if tapped.query.message else None
    report = next((each for each in _reports(snapshot) if _id_of(each.key) == what), None)
    if chat is None or not page.isdecimal():
        return await tapped.vanished()
    if report is None:
        await tapped.done()
        return await tapped.show(_panel(snapshot, tapped.replies, what, int(page[:4])))
    if chat.type != ChatType.PRIVATE and not await tapped.may_change():
        return await tapped.done(tapped.replies.phrases.sentence("administrators_only"))
    reply = await _chosen(tapped, chat.id, report)
    await tapped.done()
    return await tapped.show(reply)


async def _chosen(asked: Request | Tapped, chat_id: int, report: Report) -> Reply:
    """Keep the chat's choice, and say so; raises StoreError."""
    await asked.services.chats.choose(chat_id, report.key)
    snapshot = await asked.services.snapshots.chosen(report.key)
    asked.context.chosen = snapshot
    region = _id_of(report.region) if len(_reports(snapshot)) > _MOST_AT_ONCE else ""
    return _panel(snapshot, asked.replies, region)


def _panel(snapshot: Snapshot, replies: Replies, what: str = "", page: int = 0, *, unknown: bool = False) -> Reply:
    reports, here = _reports(snapshot), snapshot.report
    regions = list(dict.fromkeys(each.region for each in reports))
    region = next((each for each in regions if _id_of(each) == what), "")
    choices: list[tuple[str, str]] = []
    if len(reports) > 1:
        listed = [each for each in reports if not region or each.region == region]
        choices = [(f"{'✅ ' if each == here else ''}{each.region} · {each.year}", _id_of(each.key)) for each in listed]
        if not region and len(reports) > _MOST_AT_ONCE and len(regions) > 1:
            choices = [(f"{'✅ ' if each == here.region else ''}{each}", _id_of(each)) for each in regions]
    rows = replies.keyboards.reports(choices, _id_of(region) if region else "", page, above=bool(region))
    return replies.render("reports", rows, count=len(reports), unknown=unknown, newest=reports[0])[0]


def _reports(snapshot: Snapshot) -> tuple[Report, ...]:
    return snapshot.collection.reports if snapshot.collection else (snapshot.report,)


def _id_of(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:_ID]
