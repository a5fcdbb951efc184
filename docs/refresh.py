"""Writes into the pages what the program says and measures now: `python -m docs.refresh [PART …]`.

The conversation stands in blocks marked as console, each command with what it prints; the measurements stand between
marks such as `<!-- bench:speed -->`. The parts are conversation, answers, held, speed, start, hostile, pages,
webhook and reminders.
Without any named, all are renewed, which takes half an hour.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONVERSATIONS = ("README.md", "README.zh-CN.md", "docs/using.md", "docs/using.zh-CN.md")
BENCHMARKS = "docs/benchmarks.md"
MEASURED = {
    "answers": "-m bench.answers --markdown",
    "held": "bench/score.py bench/held_out.jsonl",
    "speed": "-m bench.speed --markdown",
    "start": "-m bench.start --markdown",
    "hostile": "-m bench.hostile --markdown",
    "pages": "-m bench.pages --markdown",
    "webhook": "-m bench.webhook --markdown",
    "reminders": "-m bench.reminders --markdown",
}
CONVERSATION = "conversation"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_PROMPT = "$ .venv/bin/python "


def conversation(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks in `text`, without `python`, and what it is shown to print."""
    for block in _BLOCK.findall(text):
        for said in block.split(_PROMPT)[1:]:
            command, _, output = said.partition("\n")
            yield command, output.rstrip("\n")


def measured(text: str) -> dict[str, str]:
    """Return what stands between the marks of each measurement."""
    return {name: found[0] for name in MEASURED if (found := _marked(name).findall(text))}


@cache
def printed(command: str) -> str:
    """Return what Python prints for `command`, such as `-m bot ask 六个工程`; raise when it fails."""
    line = [sys.executable, *shlex.split(command)]
    ended = subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own documents' words
    return ended.stdout.decode().rstrip("\n")


def renewed(text: str, parts: tuple[str, ...]) -> str:
    """Return a page's text with the `parts` named as they are now."""
    if CONVERSATION in parts:
        text = _BLOCK.sub(lambda block: _spoken(block[0]), text)
    for name, command in MEASURED.items():
        if name in parts:
            found = printed(command)
            shown = found if "--markdown" in command else f"```text\n{found.splitlines()[-1]}\n```"
            text = _marked(name).sub(lambda _, shown=shown: f"\n{shown}\n\n", text)
    return text


def _spoken(block: str) -> str:
    commands = [command.partition("\n")[0] for command in block.split(_PROMPT)[1:]]
    return "\n".join(f"{_PROMPT}{command}\n{printed(command)}\n" for command in commands)


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- bench:{name} -->\n).*?(?=<!-- /bench:{name} -->)", re.DOTALL)


def main() -> None:
    """Read which parts to renew, and write the pages."""
    everything = (CONVERSATION, *MEASURED)
    parts = tuple(sys.argv[1:]) or everything
    if wrong := [part for part in parts if part not in everything]:
        sys.exit(f"{wrong[0]} is no part of the pages: expected {', '.join(everything)}.")
    for name in (*CONVERSATIONS, BENCHMARKS):
        path = ROOT / name
        path.write_text(renewed(path.read_text(encoding="utf8"), parts), encoding="utf8", newline="\n")


if __name__ == "__main__":
    main()
