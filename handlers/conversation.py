"""Questions and their edits: guard, pace, find, word, send."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message, Update

from handlers.charts.choosing import chart_of
from handlers.chat_states import DEFAULT
from handlers.commands import Action, Command, Invocation, parse_command
from handlers.dispatch import run_command
from handlers.feedback import remove_if_asked
from handlers.memory import GivenAnswer, QuestionKey
from handlers.pacing import Pace
from handlers.query import NO_THREAD, Query, Thread
from handlers.replies import NOTHING, Response
from handlers.request import (
    Context,
    Request,
    addressed_text,
    is_private,
    leaned_on,
    pointed_at,
    seconds_since,
    speaker_of,
    words_of,
)
from handlers.sending import Destination, send_or_edit
from knowledge.model import Answer, Outcome, Where
from store import Mode

LATE = 600.0  # seconds after which an unaddressed message is ignored: the conversation has moved on


async def on_question(update: Update, context: Context) -> None:
    """Answer a new message, unless it is none of the bot's business or has been answered already."""
    message = update.effective_message
    if message is None:
        return
    old = message.date.timestamp() < context.services.started
    key, answers = QuestionKey.of(message), context.services.answers
    async with answers.turn(key, old=old) as given:
        if not given.messages:
            await _answer(message, context, given)
        answers.note_read(key, _said(message))


async def on_wordless(update: Update, context: Context) -> None:
    """Say in a private chat that only text can be read; nothing to an album, whose pictures come one by one."""
    message = update.effective_message
    if message is None or message.media_group_id or message.via_bot:
        return
    old = message.date.timestamp() < context.services.started
    async with context.services.answers.turn(QuestionKey.of(message), old=old) as given:
        request = Request(message, context, "", Where.ADDRESSED, DEFAULT, given)
        if not given.messages:
            await _deliver(request, _refuse_burst(request) or Response(request.replies.render("wordless")))


async def on_edited(update: Update, context: Context) -> None:
    """Edit the answer; send one if there was none; remove it if the message is no longer a question.

    Telegram reports previews and reactions as edits, too: an unchanged text is ignored, and so is an old message in a
    group that was never answered.
    """
    message = update.edited_message
    if message is None:
        return
    person = speaker_of(message)
    if person is not None and not context.services.bursts.may_read(person):
        return
    key, answers = QuestionKey.of(message), context.services.answers
    async with answers.turn(key, old=True) as given:
        is_passed = not given.messages and not is_private(message) and seconds_since(message) > LATE
        if answers.has_read(key, _said(message)) or is_passed:
            return
        await _answer(message, context, given)
        answers.note_read(key, _said(message))


async def _answer(message: Message, context: Context, given: GivenAnswer) -> None:
    """Answer `message`, whose answer so far is `given`, unless the bot is to ignore it or may not write."""
    read = addressed_text(message, context.bot.bot)
    if read is None:
        return await _withdraw(message, context, given)
    state = DEFAULT if is_private(message) else await context.services.chats.get(message.chat_id)
    request = Request(message, context, read.text, read.where, state, given)
    invocation = parse_command(read.text)
    if state.muted or not _may_read(request, invocation):
        return None
    if read.where is Where.GROUP and invocation is None and seconds_since(message) > LATE:
        return None
    if invocation is None:
        return await (_answer_overheard(request) if read.where is Where.GROUP else _answer_question(request))
    if invocation.bot not in {"", context.bot.username.lower()}:
        return await _withdraw(message, context, given)
    return await _answer_command(request, invocation)


def _may_read(request: Request, invocation: Invocation | None) -> bool:
    """Whether an unaddressed message may be read; an edit was counted on arrival."""
    is_asked = request.where is Where.ADDRESSED and invocation is None
    if is_asked or request.message.edit_date:
        return True
    return request.person is None or request.services.bursts.may_read(request.person)


async def _answer_command(request: Request, invocation: Invocation) -> None:
    command = invocation.command
    if command is not None:
        request = replace(request, text=invocation.argument)
        if not _may_choose(request, command):
            return None
        refusal = _refuse_burst(request) if command.is_lookup else None
        return await _deliver(request, refusal or await run_command(command, request))
    if request.where is Where.GROUP and not invocation.bot:  # another bot's command
        return await _withdraw(request.message, request.context, request.given)
    return await _answer_question(request)


async def _answer_question(request: Request) -> None:
    """Answer an addressed message; nothing if the chat has switched answers off."""
    is_off = request.state.settings.mode is Mode.OFF and not request.is_private
    takes_back = request.message.reply_to_message is not None and await remove_if_asked(request)
    if takes_back or is_off:
        return await _withdraw(request.message, request.context, request.given)
    if refusal := _refuse_burst(request):
        return await _deliver(request, refusal)
    me, about = request.context.bot.bot, None
    if not request.text.strip() and (about := pointed_at(request.message, me)):
        request = replace(request, text=words_of(about, me))
    query = Query(request.text, before=await leaned_on(request), report=request.context.report)
    response = await _respond(request, query)
    if request.is_private and response.answer and response.answer.may_lean:
        # Another process may have shown what it refers to: before a restart, or another replica.
        earlier = await request.services.answers.shown_before(QuestionKey.of(request.message))
        query = replace(query, before=earlier)
        response = await _respond(request, query) if any(earlier) else response
    leaned = response.answer is not None and response.answer.leaned
    return await _deliver(request, response, before=query.before if leaned else NO_THREAD, about=about)


async def _respond(request: Request, query: Query) -> Response:
    return await request.services.responder.respond(query, request.replies, request.layout)


def _refuse_burst(request: Request) -> Response | None:
    """The reply to a person who asks too fast; None if they don't. Counts the question.

    They get one notice, which says how long to wait.
    """
    person, bursts = request.person, request.services.bursts
    if person is None or request.again:
        return None
    pace = bursts.pace(person, seconds_since(request.message))
    if pace is Pace.FINE:
        return None
    return Response(request.replies.render("slower", seconds=bursts.wait(person))) if pace is Pace.BURST else NOTHING


_CHOOSING = frozenset({Action.REMIND, Action.TIMEZONE})


def _may_choose(request: Request, command: Command) -> bool:
    """Whether a command may run: an edited one must not undo what was chosen or deleted after it."""
    message = request.message
    if command.action is not Action.FORGET and (command.action not in _CHOOSING or not request.text):
        return True
    old = message.date.timestamp() < request.services.started
    answers = request.services.answers
    return answers.may_choose(QuestionKey.of(message), is_edit=message.edit_date is not None, old=old)


async def _answer_overheard(request: Request) -> None:
    """Answer an unaddressed message, if the answer is sure and the group's mode and cooldown allow it."""
    quiet, bursts, person = request.services.quiet, request.services.bursts, request.person
    chat_id, cooldown = request.message.chat_id, request.state.settings.cooldown
    ago = seconds_since(request.message)
    is_too_fast = person is not None and not request.again and bursts.is_too_fast(person, ago)
    if request.state.settings.mode is not Mode.SURE or is_too_fast:
        return await _withdraw(request.message, request.context, request.given)
    if not request.again and not quiet.allows(chat_id, cooldown):
        return None
    if request.replies.courtesy(request.text):  # people greet and thank each other
        return await _withdraw(request.message, request.context, request.given)
    answer = await request.services.responder.find(Query(request.text, Where.GROUP, report=request.context.report))
    if answer.outcome is not Outcome.ANSWER:
        return await _deliver(request, Response.to(answer, ()) if answer.is_miss else NOTHING)
    response = Response.to(answer, request.replies.answer(answer, request.layout))
    if request.again:
        return await _deliver(request, response)
    with quiet.speaking(chat_id, cooldown, _passages(answer)) as may_speak:
        if may_speak:
            if person is not None:
                bursts.pace(person, ago)
            await _deliver(request, response)
    return None


async def _deliver(
    request: Request, response: Response, *, before: Thread = NO_THREAD, about: Message | None = None
) -> None:
    """Send the response, or edit the one already sent; it answers `about`, by default the request's own message.

    `before` is what the question refers to.
    """
    message, given, services, answer = request.message, request.given, request.services, response.answer
    question = answer.normal if answer else ""
    if answer and question != given.question:
        services.responder.count(answer, "private" if request.is_private else "group")
    if answer and not request.is_private and request.where is Where.ADDRESSED:
        services.quiet.gave(message.chat_id, _passages(answer))
    given.entries, given.question, given.before = response.entries, question, before
    given.asker, given.thread = request.person, response.thread
    if any(response.thread):  # before it is sent, for a follow-up that comes right after
        services.answers.show(message.chat_id, response.thread)
    where = Destination.of(about or message, answer.asked if answer else "")
    again = request.again
    await send_or_edit(request.context.bot, where, response.replies, given.messages)
    if response.chart and not again:  # a picture stays as it was sent
        await _send_chart(request, response, where)


async def _send_chart(request: Request, response: Response, where: Destination) -> None:
    chart = chart_of(response.chart, request.context.snapshot)
    if chart is not None:
        message_id = await request.services.pictures.send(request.context.bot, where, chart, request.replies)
        request.services.answers.tell(where.chat_id, GivenAnswer([message_id], response.entries, request.person))


async def _withdraw(message: Message, context: Context, given: GivenAnswer) -> None:
    """Remove the answer to a message that, after an edit, no longer gets one."""
    given.entries, given.question, given.before, given.thread = (), "", NO_THREAD, NO_THREAD
    await send_or_edit(context.bot, Destination.of(message), (), given.messages)


def _said(message: Message) -> str:
    return message.text or message.caption or ""


def _passages(answer: Answer) -> tuple[str, ...]:
    return tuple(source.text for source in answer.sources)
