"""A process's first moments, run by `speed.py`: imports, loads, answers, and prints as JSON what each took.

Nothing but the standard library is imported before the clock starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def held() -> int:
    """Return the most memory that this process has held, in bytes.

    Linux's `ru_maxrss` also counts what the starting process held before it became this one; `VmHWM` doesn't.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(knowledge: Path, questions: Path) -> dict[str, float]:
    """Return seconds and bytes by what they were spent on."""
    texts = [json.loads(line)["q"] for line in questions.read_text(encoding="utf8").splitlines() if line.strip()]
    bare, began = held(), time.perf_counter()
    from knowledge import load  # noqa: PLC0415 - what importing takes is measured
    from knowledge.model import Where  # noqa: PLC0415

    with_code, imported = held(), time.perf_counter()
    engine = load(knowledge)
    with_knowledge, loaded = held(), time.perf_counter()
    engine.ask(texts[0], Where.ADDRESSED)
    asked = time.perf_counter()
    for text in texts:
        for where in Where:
            engine.ask(text, where)
    return {
        "import": imported - began,
        "load": loaded - imported,
        "first": asked - loaded,
        "bare": bare,
        "with_code": with_code,
        "with_knowledge": with_knowledge,
        "after": held(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
