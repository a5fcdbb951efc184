"""Everything a person reads: templates, and the one place where an answer becomes messages valid for Telegram."""

from handlers.replies.keyboards import Frame, Page
from handlers.replies.phrases import Language, language_of
from handlers.replies.render import Replies
from handlers.replies.reply import AnyButton, Button, CopyButton, Reply, ShareButton

__all__ = [
    "AnyButton",
    "Button",
    "CopyButton",
    "Frame",
    "Language",
    "Page",
    "Replies",
    "Reply",
    "ShareButton",
    "language_of",
]
