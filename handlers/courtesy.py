"""Somebody only says hello or thank you: that asks nothing of the report, but deserves a kind word."""

from __future__ import annotations

from handlers.replies import Reply
from handlers.services import Services

_GREETINGS = frozenset(
    [
        "你好",
        "您好",
        "你好呀",
        "你好啊",
        "嗨",
        "哈喽",
        "哈啰",
        "在吗",
        "早上好",
        "上午好",
        "中午好",
        "下午好",
        "晚上好",
        "hi",
        "hello",
    ]
)
_THANKS = frozenset(
    ["谢谢", "谢谢你", "谢谢您", "谢谢啦", "多谢", "感谢", "感谢您", "谢了", "好的谢谢", "辛苦了", "thanks", "thankyou"]
)


def respond_kindly(text: str, services: Services) -> tuple[Reply, ...]:
    """The welcome for a greeting, a word for thanks; nothing when `text` says anything more."""
    said = "".join(filter(str.isalnum, text)).casefold()
    if said in _GREETINGS:
        return services.replies.welcome()
    return services.replies.thanked() if said in _THANKS else ()
