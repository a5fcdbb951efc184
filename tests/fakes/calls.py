"""Calls of the Bot API as they come in over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Params = dict[str, Any]

_WORDS = frozenset({"text", "caption", "inline_query_id", "callback_query_id", "next_offset"})
"""What stays text in a form, whatever it looks like."""


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Call:
    """A call as it came in, whether it was granted or refused, and when by the loop's clock."""

    method: str
    params: Params
    files: dict[str, File] = field(default_factory=dict)
    at: float = 0.0


async def read_call(request: web.Request) -> tuple[Params, dict[str, File]]:
    """Parameters come as JSON, as a form, or in parts with files; nested ones in a form are JSON text."""
    if request.content_type == "application/json":
        return await request.json(), {}
    params: Params = {}
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read(), value.content_type)
        else:
            params[name] = _read(name, str(value))
    return params, files


def _read(name: str, text: str) -> Any:
    is_json = name not in _WORDS and (text[:1] in {"{", "["} or text.lstrip("-").isdigit())
    return json.loads(text) if is_json else text
