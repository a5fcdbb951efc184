"""Does what a command says: one function for each thing that commands do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from handlers.asking.deep_link import welcome
from handlers.asking.lookup import look_up
from handlers.asking.request import Request
from handlers.asking.response import NOTHING, Response
from handlers.browsing import first_page
from handlers.commands import Action, Command
from handlers.groups.settings import show_settings
from handlers.office.figures import show_misses, show_stats
from handlers.office.privacy import forget
from handlers.office.reloading import reload
from handlers.reminding.changing import remind
from handlers.reminding.today import show_progress, show_today
from handlers.reminding.zoning import set_timezone
from store import Mode

Deed = Callable[[Request], Awaitable[Response]]


async def obey(command: Command, request: Request) -> Response:
    """What is said to `command`; the request's text is its argument. A group may want no answers of the report."""
    opens = command.action is Action.WELCOME and bool(request.text)
    shows = command.is_lookup or command.action in {Action.BROWSE, Action.TODAY} or opens
    if shows and request.state.settings.mode is Mode.OFF and not request.is_private:
        return NOTHING
    return await (look_up(command, request) if command.is_lookup else DEEDS[command.action](request))


def _told(template: str) -> Deed:
    async def tell(request: Request) -> Response:
        return Response(request.replies.render(template))

    return tell


DEEDS: Mapping[Action, Deed] = MappingProxyType(
    {
        Action.WELCOME: welcome,
        Action.HELP: _told("help"),
        Action.BROWSE: first_page,
        Action.REMIND: remind,
        Action.TODAY: show_today,
        Action.PROGRESS: show_progress,
        Action.TIMEZONE: set_timezone,
        Action.SETTINGS: show_settings,
        Action.PRIVACY: _told("privacy"),
        Action.FORGET: forget,
        Action.MISSES: show_misses,
        Action.STATS: show_stats,
        Action.RELOAD: reload,
    }
)
