"""Maps each command and each button to its handler; handlers of a few lines are defined here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from inspect import signature
from types import MappingProxyType

from telegram import Update

from handlers.administration import change_setting, reload, show_misses, show_settings, show_statistics
from handlers.choosing import pick_report, show_reports
from handlers.commands import Action, Command
from handlers.entries import (
    draw_chart,
    first_page,
    open_entry,
    read_entry,
    show_chart,
    show_context,
    show_entry,
    show_related,
    turn_leaf,
    turn_page,
)
from handlers.feedback import blame, explain, praise, remove_answer
from handlers.pacing import READ_WITHIN
from handlers.query import Query
from handlers.reminding.remind import choose_reminders, remind, set_timezone
from handlers.reminding.today import (
    show_another,
    show_progress,
    show_related_entries,
    show_reminder,
    show_today,
    stop_reminders,
)
from handlers.replies import NOTHING, Response
from handlers.replies.keyboards import Verb, read_tap
from handlers.request import CommandHandler, Context, Request
from handlers.tapped import Tapped
from store import Mode, StoreError

ASK = "ask"  # the start parameter of inline mode's button, which only opens the private chat
ADDED = "true"  # what Telegram sends to a group when the bot is added by a link without a start parameter

TapHandler = Callable[..., Awaitable[None]]  # of a TapRequest and what the button is about


async def run_command(command: Command, request: Request) -> Response:
    """The response to `command`; the request's text is its argument. A group may have switched answers off."""
    opens = command.action is Action.WELCOME and bool(request.text)
    shows = command.is_lookup or command.action in {Action.BROWSE, Action.TODAY, Action.CHART} or opens
    if shows and request.state.settings.mode is Mode.OFF and not request.is_private:
        return NOTHING
    try:
        if command.is_lookup:
            query = Query(request.text, command=command, report=request.context.report)
            return await request.services.responder.respond(query, request.replies, request.layout)
        return await COMMAND_HANDLERS[command.action](request)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))


async def on_tap(update: Update, context: Context) -> None:
    """Run the tapped button's handler; unknown data is answered like a button of a deleted entry."""
    query = update.callback_query
    if query is None:
        return None
    tapped = Tapped(query, context)
    tap = read_tap(query.data or "")
    if tap is None:
        return await tapped.vanished()
    if not context.services.bursts.may_read(query.from_user.id):
        return await tapped.done(tapped.replies.phrases.sentence("slower", seconds=round(READ_WITHIN)))
    context.services.metrics.tapped(tap.verb.name.lower())
    handler = TAP_HANDLERS[tap.verb]
    taken = len(signature(handler).parameters) - 1  # our buttons never have more parts
    try:
        return await handler(tapped, *tap.about[:taken])
    except StoreError:  # which the store has logged
        return await tapped.done(tapped.replies.phrases.sentence("not_kept"))


async def welcome(request: Request) -> Response:
    """The entry that the link names; without one the welcome, and a notice if it was deleted."""
    wanted = request.text
    if wanted in {"", ASK, ADDED}:
        return Response(request.replies.told("welcome")) if request.is_private else await _introduction(request)
    found = request.engine.open(wanted)
    if found is None:
        return Response(request.replies.render("vanished"))
    return Response(request.replies.answer(found, request.layout), (wanted,))


async def _introduction(request: Request) -> Response:
    """The introduction to a group; none right after the one that it got when the bot was added by a link."""
    introductions, chat_id, bot = request.services.introductions, request.message.chat_id, request.context.bot
    if introductions.just_gave(chat_id):
        return NOTHING
    introductions.started(chat_id)
    is_administrator = await request.services.administrators.includes(bot, chat_id, bot.bot, None)
    sees_all = bool(bot.can_read_all_group_messages) or is_administrator
    return Response(request.replies.render("introduction", sees_all=sees_all))


async def help_(request: Request) -> Response:
    """How to ask, on one screen; all commands with /help and any word."""
    return Response(request.replies.render("help_all") if request.text else request.replies.told("help"))


async def forget(request: Request) -> Response:
    """Delete what is stored about the person (in a private chat) or the group, and say so."""
    chat_id, services = request.message.chat_id, request.services
    if not await request.may_change():
        return Response(request.replies.render("administrators"))
    await services.store.chats.forget(chat_id)
    services.answers.forget(chat_id)
    services.chats.forget(chat_id)
    return Response(request.replies.render("forgotten", private=request.is_private))


def _told(template: str) -> CommandHandler:
    async def tell(request: Request) -> Response:
        return Response(request.replies.render(template))

    return tell


COMMAND_HANDLERS: Mapping[Action, CommandHandler] = MappingProxyType(
    {
        Action.WELCOME: welcome,
        Action.HELP: help_,
        Action.CHART: draw_chart,
        Action.BROWSE: first_page,
        Action.REMIND: remind,
        Action.TODAY: show_today,
        Action.PROGRESS: show_progress,
        Action.TIMEZONE: set_timezone,
        Action.REPORT: show_reports,
        Action.SETTINGS: show_settings,
        Action.PRIVACY: _told("privacy"),
        Action.FORGET: forget,
        Action.MISSES: show_misses,
        Action.STATS: show_statistics,
        Action.RELOAD: reload,
    }
)


TAP_HANDLERS: Mapping[Verb, TapHandler] = MappingProxyType(
    {
        Verb.OPEN: open_entry,
        Verb.SHOW: show_entry,
        Verb.CONTEXT: show_context,
        Verb.RELATED: show_related,
        Verb.GOOD: praise,
        Verb.BAD: blame,
        Verb.WHY: explain,
        Verb.REMOVE: remove_answer,
        Verb.BROWSE: turn_page,
        Verb.LEAF: turn_leaf,
        Verb.READ: read_entry,
        Verb.SET: change_setting,
        Verb.DAY: show_reminder,
        Verb.ANOTHER: show_another,
        Verb.AROUND: show_related_entries,
        Verb.STOP: stop_reminders,
        Verb.CHART: show_chart,
        Verb.REMIND: choose_reminders,
        Verb.PICK: pick_report,
    }
)
