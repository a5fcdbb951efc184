"""What every test has in common with the running program."""

from __future__ import annotations

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # as `bot/__main__.py` does
