"""Everything a person reads: templates, and the one place where an answer becomes messages valid for Telegram."""

from handlers.replies.render import Replies
from handlers.replies.reply import Button, Reply

__all__ = ["Button", "Replies", "Reply"]
