"""The last step: whether the best candidate is good enough to be said.

`confidence` is the log-odds that the first candidate is right, as a weighted sum of a few numbers; the weights and
the thresholds stand in calibrated.py, which bench/calibrate.py writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.finding.rank import Ranked

_AGREEMENT = (
    "status_off",
    "count_off",
    "people_off",
    "quantity_off",
    "growth_off",
    "rank_off",
    "share_off",
    "level_off",
    "number_off",
    "term_off",
    "livelihood_off",
    "place_extra",
    "moment_off",
    "location_off",
    "definition_off",
    "meaning_off",
    "meaning_ok",
    "members_off",
    "members_ok",
    "number_ok",
    "part_ok",
    "rank_number_ok",
    "grade_ok",
    "unit_ok",
    "year_ok",
    "place_ok",
)
_MEASURED = (
    "cover",
    "cover2",
    "dice",
    "found",
    "fuzzy",
    "name",
    "name_share",
    "uncovered",
    "evidence",
    "thin",
    "unnamed_thin",
    "unnamed_term",
    "unnamed_asked",
    "unnamed_figure",
    "bare",
    "gap",
    "gap_share",
    "missing",
    "missing_share",
    "missing_figure",
    "unknown",
    "group",
    "asks",
    "chatter",
    "group_statement",
    "group_sentence",
    "group_plain",
    "is_term",
    "is_text",
    "is_livelihood",
    "unworded",
)


SIGNS = frozenset((*_MEASURED, *_AGREEMENT))


def signs(ranked: Sequence[Ranked], passages: Sequence[int], eclipsed: float) -> dict[str, float]:
    """Returns the numbers that confidence weighs, without those that are nought; `passages` are the passage numbers of
    `ranked`, best first, `eclipsed` what `eclipse` says of them."""
    best = ranked[0]
    others = [r.score for r, p in zip(ranked[1:], passages[1:], strict=True) if p != passages[0]]
    found = {name: value for name, value in best.features.items() if name in SIGNS}
    found["bias"] = 1.0
    found["eclipsed"] = min(eclipsed, 4.0)
    found["margin"] = min(best.score - others[0], 4.0) / 4 if others else 1.0
    found["score"] = max(-10.0, min(best.score, 10.0)) / 10
    return found


def confidence(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the log-odds that the best candidate is right."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())
