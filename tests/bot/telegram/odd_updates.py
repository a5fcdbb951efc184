"""Updates with values that Telegram has no reason to send: those that can't be read, and those that can."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from tests.fakes.people import mention

Params = dict[str, Any]

QUESTION = "六个工程是什么"
ALICE: Params = {"id": 1001, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"}
PRIVATE: Params = {"id": 1001, "type": "private", "first_name": "Alice"}
GROUP: Params = {"id": -1_000_000_000_001, "type": "supergroup", "title": "群"}
TOO_LARGE = 10**30  # for a database
NO_DATE = 10**18  # seconds, which no calendar reaches
LONG = 150_000  # characters, each of six bytes as it is sent: with the rest of an update somewhat less than a mebibyte


def message(**fields: Any) -> Params:
    """What Alice asks alone with the bot; `from_` is `from`."""
    if "from_" in fields:
        fields["from"] = fields.pop("from_")
    return {"message_id": 9, "date": 1_706_054_400, "chat": PRIVATE, "from": ALICE, "text": QUESTION} | fields


def mentions(offset: float, length: float) -> list[Params]:
    return [{"type": "mention", "offset": offset, "length": length}]


def tap(**fields: Any) -> Params:
    return {"id": "1", "from": ALICE, "chat_instance": "1", "message": message(), "data": "l"} | fields


def typed(**fields: Any) -> Params:
    return {"id": "1", "from": ALICE, "query": "六个工程", "offset": "", "chat_type": "sender"} | fields


def admitted(**fields: Any) -> Params:
    before, now = ({"user": ALICE, "status": status} for status in ("left", "member"))
    change = {"chat": GROUP, "from": ALICE, "date": 1_706_054_400, "old_chat_member": before, "new_chat_member": now}
    return change | fields


def nested(replies: int) -> Params:
    inner = message()
    for _ in range(replies):
        inner = message(reply_to_message=inner)
    return inner


def without(content: Params, name: str) -> Params:
    return {each: value for each, value in content.items() if each != name}


UNREADABLE: dict[str, Params] = {
    "a date beyond the calendar": {"message": message(date=NO_DATE)},
    "a date before it": {"message": message(date=-NO_DATE)},
    "a date that is no number": {"message": message(date=math.nan)},
    "a date without end": {"message": message(date=math.inf)},
    "a date in words": {"message": message(date="today")},
    "no date": {"message": without(message(), "date")},
    "no chat": {"message": without(message(), "chat")},
    "a message in words": {"message": QUESTION},
    "a chat whose id is too large": {"message": message(chat=PRIVATE | {"id": TOO_LARGE})},
    "a chat whose id is text": {"message": message(chat=PRIVATE | {"id": "1001"})},
    "a chat of no type": {"message": message(chat=PRIVATE | {"type": None})},
    "a person whose id is too large": {"message": message(from_=ALICE | {"id": -TOO_LARGE})},
    "a message whose id is too large": {"message": message(message_id=TOO_LARGE)},
    "a topic whose id is too large": {"message": message(message_thread_id=TOO_LARGE, is_topic_message=True)},
    "a text that is a list": {"message": message(text=[QUESTION])},
    "a text that is a number": {"message": message(text=6)},
    "a language that is a number": {"message": message(from_=ALICE | {"language_code": 86})},
    "entities that are text": {"message": message(entities="mention")},
    "an entity before the text": {"message": message(entities=mentions(-5, 3))},
    "an entity of a negative length": {"message": message(entities=mentions(0, -3))},
    "an entity of half a character": {"message": message(entities=mentions(0.5, 1))},
    "replies to replies, 400 deep": {"message": nested(400)},
    "a tap with a number": {"callback_query": tap(data=6)},
    "a tap by nobody": {"callback_query": without(tap(), "from")},
    "typed numbers": {"inline_query": typed(query=6)},
    "an offset that is a list": {"inline_query": typed(offset=[])},
    "a picked result without an id": {"chosen_inline_result": {"from": ALICE, "query": ""}},
    "a standing that is a list": {"my_chat_member": admitted(new_chat_member={"user": ALICE, "status": []})},
    "no standing before": {"my_chat_member": admitted(old_chat_member=None)},
    "an edit in a group too large": {"edited_message": message(edit_date=1, migrate_to_chat_id=TOO_LARGE)},
}

READABLE: dict[str, Params] = {
    "no content": {},
    "an unknown kind": {"something_new": {"of": "tomorrow"}},
    "an unknown field": {"message": message(something_new=[{}])},
    "a date of 1970": {"message": message(date=0)},
    "a date before 1970": {"message": message(date=-1)},
    "nobody who wrote": {"message": without(message(), "from")},
    "a chat of an unknown type": {"message": message(chat=PRIVATE | {"type": "hologram"})},
    "an unknown origin": {"message": message(forward_origin={"type": "dream", "date": 1})},
    "a quote of nothing": {"message": message(quote={"text": "", "position": -1})},
    "an entity beyond the text": {"message": message(entities=mentions(4_000, 2**62))},
    "an entity of an unknown type": {"message": message(entities=[{"type": "smell", "offset": 0, "length": 1}])},
    "4,096 entities": {"message": message(text=mention() * 300, entities=mentions(0, 11) * 4_096)},
    "half a character": {"message": message(text="\ud800六个工程", entities=mentions(0, 1))},
    "half a character in a name": {"message": message(from_=ALICE | {"first_name": "\udfff"})},
    "an edit without a text": {"edited_message": without(message(edit_date=1), "text")},
    "a language nobody speaks": {"message": message(from_=ALICE | {"language_code": "x" * 10_000})},
    "a long text": {"message": message(text="粮" * LONG)},
    "a tap with much data": {"callback_query": tap(data="l:粮" * (LONG // 2))},
    "a tap with half a character": {"callback_query": tap(data="l:\ud800")},
    "typed at length": {"inline_query": typed(query="粮" * LONG)},
    "typed half a character": {"inline_query": typed(query="\ud800", offset="\ud800")},
    "picked half a character": {"chosen_inline_result": {"result_id": "\ud800", "from": ALICE, "query": "\ud800"}},
    "an unknown standing": {"my_chat_member": admitted(new_chat_member={"user": ALICE, "status": "ghost"})},
}

_IN_GROUP = message(
    chat=GROUP,
    text=f"{mention()} {QUESTION}",
    entities=[{"type": "mention", "offset": 0, "length": len(mention())}],
    message_thread_id=7,
    reply_to_message=message(chat=GROUP, entities=[{"type": "text_link", "offset": 0, "length": 2, "url": "x"}]),
    quote={"text": "六个", "position": 0},
)
TYPICAL: dict[str, Params] = {
    "message": _IN_GROUP,
    "edited_message": message(edit_date=1_706_054_401),
    "guest_message": _IN_GROUP | {"guest_query_id": "1"},
    "callback_query": tap(),
    "inline_query": typed(),
    "chosen_inline_result": {"result_id": "t-six", "from": ALICE, "query": "六个工程"},
    "my_chat_member": admitted(),
}
VALUES = (None, True, 1.5, math.nan, TOO_LARGE, -TOO_LARGE, "", "\ud800", [], [[]], {}, {"id": 1})


def variants(content: Params) -> Iterator[Params]:
    """`content` with each of `VALUES` in the place of each of its fields, those within fields too."""
    text = json.dumps(content)
    for path in _paths(content):
        for value in VALUES:
            changed = place = json.loads(text)
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            yield changed


def _paths(value: Any) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (step,)
        yield from ((step, *rest) for rest in _paths(inner))
