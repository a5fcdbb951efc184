"""An operator has the knowledge read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.office.operators import for_operators
from knowledge.faults import MOST_SHOWN, Fault, KnowledgeError


@for_operators
async def reload(request: Request) -> Response:
    """Reads the knowledge again and says what is known now, or what is wrong with the file, which changes nothing."""
    try:
        done = await request.services.editions.reload()
    except KnowledgeError as error:
        shown = [_named(fault) for fault in error.faults[:MOST_SHOWN]]
        return Response(request.replies.render("faulty", faults=shown, more=len(error.faults) - len(shown)))
    before, after = done.counts
    differences = [_named(fault) for fault in done.edition.differences]
    return Response(request.replies.render("reloaded", before=before, count=after, differences=differences))


def _named(fault: Fault) -> Fault:
    """The fault with its file's name alone: folders are nothing for a chat."""
    return replace(fault, file=PurePath(fault.file).name)
