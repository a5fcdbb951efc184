"""The weights and thresholds that the engine works with, as a value, so that it can be run under others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.finding.features import FEATURES, GROUP, PRIVATE, Feature


@dataclass(frozen=True)
class Calibration:
    """`rank` weighs what makes one candidate better than another, `decide` what makes the best one right.

    An answer is given where the decision's log-odds reach `private` when asked directly, `group` when overheard.
    """

    rank: Mapping[Feature, float]
    decide: Mapping[Feature, float]
    private: float
    group: float


def calibration() -> Calibration:
    """Returns the weights and thresholds of the table of features."""
    rank = {feature: feature.rank.weight for feature in FEATURES if feature.rank}
    decide = {feature: feature.decide.weight for feature in FEATURES if feature.decide}
    return Calibration(rank, decide, PRIVATE, GROUP)
