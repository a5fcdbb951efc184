"""What an answer says of its own sureness: its score, its title, and what else was near."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from knowledge.finding.features import F
from knowledge.finding.pipeline import Reading
from knowledge.finding.rank import Ranked
from knowledge.model import Source

LONGEST_TITLE = 40  # characters of several titles that name a list
NEAR_COVER, NEAR_EVIDENCE, NEAR_DICE = 0.4, 0.45, 0.1  # what an entry must share with a question to be offered as near


def near(readings: Sequence[Reading]) -> list[int]:
    """The entries that share enough with any view of a message, of the surest view first."""

    def shares(ranked: Ranked) -> bool:
        features = ranked.features
        return (
            features[F.COVER] >= NEAR_COVER and features[F.EVIDENCE] >= NEAR_EVIDENCE and features[F.DICE] >= NEAR_DICE
        )

    found = [number for reading in readings if not reading.ranked for number in reading.found]
    return found + [r.entry for reading in readings for r in reading.ranked if shares(r)]


def joined(sources: Sequence[Source]) -> str:
    """Returns the titles of an answer's sources as its own, or nothing where that would be too long for one line."""
    title = "、".join(dict.fromkeys(source.title for source in sources))
    return title if len(sources) == 1 or len(title) <= LONGEST_TITLE else ""


def score(log_odds: float) -> int:
    """Returns a probability, given as its log-odds, in percent."""
    return round(100 / (1 + exp(-max(-20.0, min(20.0, log_odds)))))


def score_of(reading: Reading | None) -> int:
    """Returns the probability that the reading is right, in percent; 0 of none."""
    return 0 if reading is None else score(reading.confidence)
