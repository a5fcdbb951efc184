"""The local web chat: a page, the answers as JSON, and a sign of life."""

from bot.web.app import build_app
from bot.web.connections import LONGEST_LINE, listening

__all__ = ["LONGEST_LINE", "build_app", "listening"]
