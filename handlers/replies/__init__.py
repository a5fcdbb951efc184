"""Everything a person reads: templates, and the one place where an answer becomes messages valid for Telegram."""

from handlers.replies.keyboards import Layout, Page
from handlers.replies.phrases import Language, language_of
from handlers.replies.render import Replies
from handlers.replies.reply import NOTHING, AnyButton, Button, CopyButton, Reply, Response, ShareButton

__all__ = [
    "NOTHING",
    "AnyButton",
    "Button",
    "CopyButton",
    "Language",
    "Layout",
    "Page",
    "Replies",
    "Reply",
    "Response",
    "ShareButton",
    "language_of",
]
