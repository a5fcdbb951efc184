"""An operator has the knowledge read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.office.operators import for_operators
from knowledge.faults import MOST_SHOWN, KnowledgeError


@for_operators
async def reload(request: Request) -> Response:
    """Reads the knowledge again and says what is known now, or what is wrong with the file, which changes nothing."""
    try:
        edition = await request.services.editions.reload()
    except KnowledgeError as error:
        shown = [replace(fault, file=PurePath(fault.file).name) for fault in error.faults[:MOST_SHOWN]]
        return Response(request.replies.render("faulty", faults=shown, more=len(error.faults) - len(shown)))
    return Response(request.replies.render("reloaded", count=len(edition.engine.entries)))
