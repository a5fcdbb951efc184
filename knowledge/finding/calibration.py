"""The numbers that were fitted, not chosen: see bench/calibrate.py, which sets them, and docs/decisions.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Calibration:
    """`rank` weighs what makes one candidate better than another, `decision` what makes the best one right.

    An answer is given where the decision's log-odds reach `private` when asked directly, `group` when overheard.
    """

    rank: Mapping[str, float]
    decision: Mapping[str, float]
    private: float
    group: float
