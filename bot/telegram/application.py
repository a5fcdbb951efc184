"""Builds python-telegram-bot's Application: one HTTP session for everything, typed context, handlers."""

from __future__ import annotations

from typing import Any, cast

from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest

from bot.telegram.limiter import ChatLimiter, Limits
from handlers.context import BotApplication, Context
from handlers.registration import register
from handlers.services import Services


def build_application(
    token: str, api_base: str, services: Services, *, request: BaseRequest, limits: Limits | None
) -> BotApplication:
    """An Application with every handler, not yet initialised, so nothing is sent.

    `api_base` is the Bot API's root up to the token, as in `https://api.telegram.org/bot`; `request` makes the calls,
    under `limits` (None: none). There is no updater: the intake runs updates concurrently and knows when each has
    been dealt with, which an updater's queue doesn't.
    """
    bot: ExtBot[Any] = _Bot(
        token,
        base_url=api_base,
        base_file_url=_file_base(api_base),
        request=request,
        get_updates_request=request,
        rate_limiter=None if limits is None else ChatLimiter(limits),
    )
    application: BotApplication = (
        Application.builder()
        .bot(bot)
        .context_types(ContextTypes(context=Context, bot_data=_making(services)))
        .updater(None)
        .job_queue(None)
        .build()
    )
    register(application)
    return application


class _Bot(ExtBot[Any]):
    """python-telegram-bot's, without the token in what it is shown as: in a log, a traceback, an assertion."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Bot[token=***]"


def _file_base(api_base: str) -> str:
    return f"{api_base.removesuffix('/bot')}/file/bot"


def _making(services: Services) -> type[Services]:
    """python-telegram-bot asks for the type of a bot's data only to call it, without arguments, for the data."""
    return cast("type[Services]", lambda: services)
