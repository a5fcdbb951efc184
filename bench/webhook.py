"""Measures the whole bot by webhook: `python -m bench.webhook [--updates 20000] [--full] [--markdown]`.

One process is the bot (the real handlers, knowledge and database), with this project's client to the Bot API and then
with python-telegram-bot's default one; this one plays Telegram. Updates are delivered 16 at a time over loopback HTTP,
the next when one has its 200, which comes after its answer was sent. Telegram's limits on messages are lifted, and
chats are many, so that nobody is asked to slow down.

The questions are some thousand and come again and again, as people's do, so the bot has most answers at hand;
`forgetful` is the same bot without: each question is as if nobody had asked it before.

Each update must get the messages that are due: one where something was asked, none for chatter in a group.
"""

from __future__ import annotations

import sys
import tempfile
import time
from array import array
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice

from bench.bare_http import BOT, Json
from bench.output import Sheet, arguments, show
from bench.processes import BotProcess, program
from bench.question_sets import HOME, KNOWLEDGE, QUESTIONS, read_questions
from bench.webhook_double import Double, Post
from bot import startup
from knowledge import Library, load
from knowledge.model import Outcome, Where

OWN_QUESTIONS = HOME / "own_questions.jsonl"
FULL = 200_000
WARM_UP = 2_000  # updates before the measuring, which fill what is filled at first
SAMPLES = 10  # of memory
PEOPLE, GROUPS = 50_000, 500
OVERHEARD = 10  # of this many questions in groups one isn't addressed to the bot; it comes from a group of its own
MEGABYTE = 1 << 20
CLIENTS = ("own", "forgetful", "default")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: in private, or in a group, addressed to the bot or overheard; and whether an answer is due."""

    text: str
    where: Where
    addressed: bool
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one client reached: `took` in seconds, sorted; `memory` in bytes; `processor` in seconds (user, system)."""

    client: str
    seconds: float
    answered: int
    took: Sequence[float]
    memory: Sequence[int]
    processor: tuple[float, ...]
    own_processor: float
    wrong: Sequence[str]

    def rate(self) -> float:
        """Answered questions a second."""
        return self.answered / self.seconds

    def cells(self) -> tuple[str, ...]:
        """The run as a table's row."""
        at = [1000 * self.took[min(len(self.took) - 1, int(len(self.took) * part))] for part in (0.5, 0.99, 1.0)]
        each = [1e6 * spent / len(self.took) for spent in (*self.processor, self.own_processor)]
        ends = [f"{held / MEGABYTE:.1f}" for held in (self.memory[0], max(self.memory), self.memory[-1])]
        return (
            self.client,
            f"{self.rate():.0f}",
            *(f"{value:.1f}" for value in at),
            *(f"{value:.0f}" for value in each),
            *ends,
            str(len(self.wrong)),
        )


COLUMNS = (
    "client",
    "answers a second",
    "p50 ms",
    "p99 ms",
    "slowest ms",
    "bot's user µs",
    "system µs",
    "Telegram's µs",
    "MiB at first",
    "most",
    "at last",
    "wrong",
)


def conversation(library: Library) -> list[Asked]:
    """The questions of both sets in their order: those that get an answer, and one line of chatter after each ten."""
    asked: list[Asked] = []
    chatter: list[Asked] = []
    for question in (*read_questions(QUESTIONS), *read_questions(OWN_QUESTIONS)):
        where = Where(question["where"])
        due = where is Where.ADDRESSED or library.ask(question["q"], where).outcome is Outcome.ANSWER
        addressed = where is Where.GROUP and len(asked) % OVERHEARD > 0
        (asked if due else chatter).append(Asked(question["q"], where, due and addressed, due))
    return [each for n, one in enumerate(asked) for each in (one, *chatter[n // 50 : n // 50 + (n % 50 == 0)])]


def posts(talk: Sequence[Asked], number: int, first: int) -> Iterator[Post]:
    """`number` updates with ids from `first` on, going round in `talk`."""
    start = first % len(talk)
    for update_id, asked in enumerate(islice(cycle(talk), start, start + number), first):
        yield Post(update_id, _message(asked, update_id), int(asked.due))


def _message(asked: Asked, number: int) -> Json:
    user = {"id": 10_000_000 + number % PEOPLE, "is_bot": False, "first_name": "小明", "language_code": "zh-hans"}
    message: Json = {"message_id": number, "from": user, "date": int(time.time()), "text": asked.text}
    if asked.where is Where.ADDRESSED:
        return message | {"chat": {"id": user["id"], "first_name": "小明", "type": "private"}}
    # A group that wasn't asked gets one answer a minute and no passage twice in ten: each overheard has its own.
    chat_id = -1_001_000_000_000 - (number % GROUPS if asked.addressed else GROUPS + number)
    message["chat"] = {"id": chat_id, "title": "一个群", "type": "supergroup"}
    if asked.addressed:
        mention = f"@{BOT['username']}"
        message["text"] = f"{mention} {asked.text}"
        message["entities"] = [{"type": "mention", "offset": 0, "length": len(mention)}]
    return message


@asynccontextmanager
async def bot(api_base: str, client: str) -> AsyncIterator[BotProcess]:
    """The bot in a process of its own, which says its port."""
    with tempfile.TemporaryDirectory() as folder:
        async with program("bench.webhook_bot", api_base, client, str(KNOWLEDGE), folder) as up:
            yield up


async def measure(client: str, replicas: int, talk: Sequence[Asked], updates: int, at_once: int) -> Run:
    """Delivers `updates` to `replicas` bots that call with `client`, after a warm-up."""
    double = Double()
    async with await double.listen() as server, AsyncExitStack() as stack:
        api_base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        bots = [await stack.enter_async_context(bot(api_base, client)) for _ in range(replicas)]
        ports = [int(each.said) for each in bots]
        await double.deliver(posts(talk, WARM_UP, 1), ports=ports, at_once=at_once)
        double.tally.took, double.tally.answered = array("d"), 0
        memory = [sum(each.memory() for each in bots)]
        before, own, start = _spent(bots), time.process_time(), time.perf_counter()
        first = WARM_UP + 1
        for part in range(SAMPLES):
            last = WARM_UP + 1 + updates * (part + 1) // SAMPLES
            await double.deliver(posts(talk, last - first, first), ports=ports, at_once=at_once)
            memory.append(sum(each.memory() for each in bots))
            first = last
        return Run(
            client=client if replicas == 1 else f"{client} × {replicas}",
            seconds=time.perf_counter() - start,
            answered=double.tally.answered,
            took=sorted(double.tally.took),
            memory=memory,
            processor=tuple(b - a for a, b in zip(before, _spent(bots), strict=True)),
            own_processor=time.process_time() - own,
            wrong=double.tally.wrong,
        )


def _spent(bots: Sequence[BotProcess]) -> tuple[float, ...]:
    """Seconds that all bots together have spent in user and in system mode."""
    return tuple(map(sum, zip(*(each.processor() for each in bots), strict=True)))


def main() -> None:
    """Read the command line, measures, prints; exits with 1 when an update got what wasn't due."""
    parser = arguments("webhook", __doc__)
    parser.add_argument("--updates", type=int, default=20_000, help="updates for each client")
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} updates, to see that memory stays flat")
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--replicas", type=int, default=1, help="bots that share the updates, each with its database")
    parser.add_argument("--client", choices=CLIENTS, action="append", help="one alone; all by default")
    given = parser.parse_args()
    talk = conversation(load(KNOWLEDGE))
    updates = FULL if given.full else given.updates
    runs = [
        startup.run(measure(client, given.replicas, talk, updates, given.at_once)) for client in given.client or CLIENTS
    ]
    title = f"{updates:,} updates by webhook, {given.at_once} at once; limits on messages lifted"
    sheet = Sheet(title, COLUMNS, [run.cells() for run in runs])
    show([sheet], markdown=given.markdown)
    if len(runs) > 1:
        print(f"This client to the default one: {runs[0].rate() / runs[-1].rate():.2f}")
    wrong = [each for run in runs for each in run.wrong]
    if wrong:
        sys.exit("\n".join(["Updates that got what wasn't due:", *wrong[:10]]))


if __name__ == "__main__":
    main()
