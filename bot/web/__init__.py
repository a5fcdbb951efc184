"""The local web chat: a page, the answers as JSON, and a sign of life."""

from bot.web.app import LONGEST_LINE, build_app

__all__ = ["LONGEST_LINE", "build_app"]
