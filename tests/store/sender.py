"""A worker to be killed: `python -m tests.store.sender URL LEASE RATE` says on its output what it does.

Each line is `claimed CHAT`, `marked CHAT`, `sent CHAT` or `settled CHAT`: what is sent is what stands in a line, for
the tests read them as Telegram would get messages. Ends when no chat is due any more, nor leased.
"""

from __future__ import annotations

import asyncio
import os
import sys

from store import Due, Store, choose

ENTRIES = [f"entry-{number}" for number in range(5)]
LONGEST = 3_600.0  # seconds; nothing due within them is nothing more to do


def say(word: str, due: Due) -> None:
    os.write(1, f"{word} {due.chat_id}\n".encode())


async def serve(store: Store, due: Due) -> None:
    await asyncio.sleep(due.wait)
    choice = choose(ENTRIES, due.round, chat_id=due.chat_id)
    assert choice
    if not await store.deliveries.mark(due, entry_id=choice.entry_id, new_round=choice.new_round):
        return
    say("marked", due)
    say("sent", due)
    await store.deliveries.settle(due)
    say("settled", due)


async def main(url: str, lease: float, rate: float) -> None:
    async with Store(url, patience=60.0, lock_patience=60.0, rate=rate) as store:
        while (pause := await store.deliveries.due_in(LONGEST)) < LONGEST:
            await asyncio.sleep(pause)
            dues = await store.deliveries.claim(lease_seconds=lease)
            for due in dues:
                say("claimed", due)
            await asyncio.gather(*(serve(store, due) for due in dues))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
