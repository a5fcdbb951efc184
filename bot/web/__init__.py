"""The local web chat: a page, the answers as JSON, and a sign of life."""

from bot.web.access import Access
from bot.web.app import Phase, build_app
from bot.web.connections import LONGEST_LINE, listening

__all__ = ["LONGEST_LINE", "Access", "Phase", "build_app", "listening"]
