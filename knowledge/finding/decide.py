"""The last step: whether the best candidate is good enough to be said.

The weighted sum of its `signs` is the log-odds that the first candidate is right. Their weights stand in features.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.finding.features import F, Feature
from knowledge.finding.rank import Ranked


def signs(ranked: Sequence[Ranked], passages: Sequence[int], eclipsed: float) -> dict[Feature, float]:
    """Returns the features that the decision weighs, of the first of `ranked`, which are in order, best first.

    `passages` are the passage numbers of `ranked`, `eclipsed` what `eclipse` says of them.
    """
    best = ranked[0]
    others = [r.score for r, p in zip(ranked[1:], passages[1:], strict=True) if p != passages[0]]
    found = {feature: value for feature, value in best.features.items() if feature.decide}
    found[F.BIAS] = 1.0
    found[F.ECLIPSED] = min(eclipsed, 4.0)
    found[F.MARGIN] = min(best.score - others[0], 4.0) / 4 if others else 1.0
    found[F.SCORE] = max(-10.0, min(best.score, 10.0)) / 10
    return found
