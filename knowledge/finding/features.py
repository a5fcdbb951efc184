"""Every feature by which candidates are ranked, decided about or ruled out: the one table that all code refers to.

A feature is a number that a candidate has for a question: 1.0 for what is simply so, and nothing where it isn't. A veto
is a rule: a candidate that has it is never said, so it has no weight. All others have a weight for ranking, for
deciding, or both. Beside each weight stands its prior, what we believed before any question was seen. Weights are drawn
towards their priors: one that lies near a prior other than 0 was chosen as much as it was fitted.

`make calibrate` writes the weights and the thresholds into this file; everything else is edited by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Fit(NamedTuple):
    """A weight with the prior that it was fitted from."""

    prior: float
    weight: float


@dataclass(frozen=True, eq=False)  # equal and hashed by identity: features are the keys of many dictionaries
class Feature:
    """A row of the table; `rank` or `decide` is None where it isn't weighed for that."""

    rank: Fit | None
    decide: Fit | None
    meaning: str
    veto: bool = False
    name: str = field(init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        """Takes the name that it has in the table."""
        object.__setattr__(self, "name", name.lower())


def veto(meaning: str) -> Feature:
    """Returns the row of a rule."""
    return Feature(None, None, meaning, veto=True)


class F:
    """The table: of each feature its fit for ranking, its fit for deciding, and what it means.

    "It" is the candidate, an entry; its wordings are its names, asks, quote and title. A word weighs its rarity, and a
    run of words next to each other their sum.
    """

    # How much of the question it has
    COVER = Feature(Fit(0.0, 0.884), None, "share of the question's weight that it has")
    COVER2 = Feature(Fit(0.0, 1.159), Fit(0.0, 0.352), "the same, squared")
    EVIDENCE = Feature(Fit(0.0, 1.625), Fit(0.0, 0.970), "weight that it has, in tens, at most 3")
    UNCOVERED = Feature(Fit(0.0, -1.295), None, "weight that it lacks, in tens, at most 3")
    THIN = Feature(Fit(0.0, -0.652), Fit(-1.0, -1.016), "from 1 where it has nothing to 0 from a weight of 12")
    GAP = Feature(Fit(0.0, -0.398), None, "heaviest run that it lacks, in tens, at most 1.5")
    GAP_SHARE = Feature(None, Fit(-1.0, -1.137), "heaviest run that it lacks, as a share")
    MISSING = Feature(Fit(0.0, -0.513), Fit(0.0, -0.328), "as GAP, of its nearest wordings alone")
    MISSING_SHARE = Feature(Fit(0.0, -0.492), Fit(-1.0, -1.455), "as GAP_SHARE, of its nearest wordings alone")
    MISSING_FIGURE = Feature(Fit(0.0, -0.436), Fit(-2.0, -2.403), "MISSING_SHARE where it is a figure or a target")
    DICE = Feature(Fit(0.0, 0.883), Fit(0.0, -0.313), "likeness of its best wording by common pairs")
    FOUND = Feature(Fit(0.0, 1.244), Fit(0.0, -0.220), "share of its best wording that is in the question")
    FUZZY = Feature(Fit(0.0, 1.395), Fit(0.0, 0.922), "likeness of its likest wording by edits")

    # Whether it is named
    NAME = Feature(Fit(0.0, 1.039), Fit(0.0, 0.119), "weight of its name in the question, in tens, at most 2")
    NAME_SHARE = Feature(Fit(0.0, 0.881), Fit(0.0, 0.394), "share of the question that is its name")
    NAME_NUMBER_OK = Feature(Fit(0.0, 0.759), None, "its name's own number is said: 6个工程")
    UNNAMED_THIN = Feature(Fit(0.0, -0.666), Fit(-2.0, -2.217), "how unlike its names, where it is THIN")
    UNNAMED_TERM = Feature(Fit(-1.0, -1.008), Fit(-1.0, -0.952), "how unlike its names, where it is a term")
    UNNAMED_FIGURE = Feature(Fit(0.0, -0.461), Fit(-1.0, -0.922), "how unlike, a figure that is asked for its number")
    UNNAMED_ASKED = Feature(None, Fit(-14.0, -13.766), "how unlike, where a short name's meaning is asked")
    DEFINITION_OFF = Feature(Fit(0.0, -0.628), Fit(-1.5, -1.436), "how unlike its wordings, defined and no term")
    BARE = Feature(None, Fit(-2.5, -2.621), "a message of a word alone, unlike its names")

    # What it is
    IS_TERM = Feature(Fit(0.0, 1.120), Fit(0.0, 1.560), "a glossary term")
    IS_FIGURE = Feature(Fit(0.0, -0.305), None, "an actual figure")
    IS_TARGET = Feature(Fit(0.0, -0.151), None, "a target")
    IS_LIVELIHOOD = Feature(Fit(0.2, 0.204), Fit(0.0, -0.440), "a livelihood item")
    IS_TEXT = Feature(Fit(0.0, -0.668), Fit(0.0, -0.710), "any other passage")
    UNWORDED = Feature(None, Fit(0.0, 0.317), "a passage for which nobody has written ways of asking")

    # Whether it has what is asked beside the topic
    YEAR_OK = Feature(Fit(1.0, 1.080), Fit(0.0, 2.202), "it is of the year asked for")
    STATUS_OFF = Feature(Fit(-0.6, -0.842), Fit(-0.8, -0.815), "achieved is asked and it is planned, or the reverse")
    PLACE_OK = Feature(None, Fit(0.0, -0.405), "it speaks of the place asked for")
    PLACE_EXTRA = Feature(None, Fit(-0.5, -0.330), "it is of one place, and none was asked for")
    LOCATION_OFF = Feature(None, Fit(-2.0, -2.027), "where is asked, and it names no place")
    MOMENT_OFF = Feature(None, Fit(-2.5, -2.562), "when is asked, and it has no date")
    QUANTITY_OK = Feature(Fit(0.0, 0.201), None, "how much is asked, and it has an amount")
    QUANTITY_OFF = Feature(Fit(-0.5, -0.741), Fit(-1.5, -0.744), "how much is asked, and it has no amount")
    UNIT_OK = Feature(None, Fit(0.0, -0.125), "it counts in the unit asked for")
    COUNT_OK = Feature(Fit(0.0, 0.416), None, "how many is asked, and it counts things or people")
    COUNT_OFF = Feature(Fit(0.0, -0.410), Fit(-0.5, -0.450), "how many is asked, and it counts neither")
    PEOPLE_OFF = Feature(None, Fit(-1.5, -1.927), "how many people is asked, and it counts none")
    GROWTH_OFF = Feature(Fit(-0.4, -0.430), Fit(-1.0, -1.113), "growth is asked, and it tells none")
    LEVEL_OFF = Feature(Fit(-0.5, -0.510), Fit(-2.5, -2.003), "the total is asked, and it tells none")
    SHARE_OFF = Feature(None, Fit(-0.7, -0.961), "a share is asked, and it tells none")
    NUMBER_OK = Feature(Fit(1.0, 1.047), Fit(1.0, 0.251), "it holds the number that is said")
    NUMBER_OFF = Feature(Fit(-0.8, -0.844), Fit(-0.8, -0.761), "it doesn't hold the number that is said")
    RANK_NUMBER_OK = Feature(None, Fit(0.0, 0.246), "it holds the rank that is said")
    MEANING_OK = Feature(None, Fit(0.0, 0.271), "什么意思 is asked of a term")
    MEANING_OFF = Feature(None, Fit(-1.5, -1.722), "什么意思 is asked of what is no term")
    TERM_OK = Feature(Fit(0.5, 0.835), None, "是什么 is asked of a term")
    TERM_OFF = Feature(Fit(0.0, -0.335), Fit(0.0, -0.479), "是什么 is asked of what is no term")
    MEMBERS_OK = Feature(None, Fit(0.0, 0.585), "哪6个 is asked of what has so many members")
    MEMBERS_OFF = Feature(None, Fit(-2.0, -1.566), "哪6个 is asked of what hasn't")
    PART_OK = Feature(None, Fit(0.0, 0.519), "第3个 is asked of a term that has a third part")

    # What the message is, alike for all candidates: it ranks none, but it decides
    BIAS = Feature(None, Fit(0.0, -0.625), "always 1")
    ASKS = Feature(None, Fit(0.0, -0.321), "it has a word that asks")
    CHATTER = Feature(None, Fit(-1.0, -1.156), "a third for each word of small talk, at most 1")
    GROUP = Feature(None, Fit(0.0, -0.200), "overheard in a group")
    GROUP_STATEMENT = Feature(None, Fit(-1.5, -0.697), "overheard, and without a word that asks")
    GROUP_SENTENCE = Feature(None, Fit(-2.0, -1.779), "overheard, without a word that asks and without spaces")
    GROUP_PLAIN = Feature(None, Fit(-1.0, -0.699), "overheard, and doesn't ask what a report tells")

    # What ranking found
    SCORE = Feature(None, Fit(0.0, 0.767), "its score, in tens, from -1 to 1")
    MARGIN = Feature(None, Fit(0.0, 0.931), "its lead over the best of another passage, by 4, at most 1")
    ECLIPSED = Feature(None, Fit(-1.0, -1.713), "by how much what is ruled out fits the topic better, at most 4")

    # Rules: it is never said where
    YEAR_OFF = veto("it is of none of the years asked for")
    GOAL_OFF = veto("a target is asked, and it is none")
    DONE_OFF = veto("what was achieved is asked of a target")
    PLACE_OFF = veto("it speaks of none of the region's places asked for")
    OUTSIDE_OFF = veto("it doesn't name the place outside the region that is asked for")
    BEYOND_OFF = veto("it lacks a word for what reports don't say: 房价")
    DEPARTMENT_OFF = veto("it isn't led by the departments asked for")
    UNIT_OFF = veto("it doesn't count what is asked in the unit asked for")
    NAME_NUMBER_OFF = veto("its name has another number than is said: 8个工程")
    NOUN_OFF = veto("its counted name has another noun than is said: 6个行动")
    PART_OFF = veto("it has fewer parts than the place asked for: 第9个")
    RANK_NUMBER_OFF = veto("it doesn't hold the rank that is said")
    GRADE_OFF = veto("it lacks a grade that is said: 9价")
    FIGURE_GROWTH_OFF = veto("a figure's growth is asked, and it tells none")
    FIGURE_RANK_OFF = veto("a figure's rank is asked, and it tells none")
    FIGURE_LEVEL_OFF = veto("a figure's total is asked, and it tells growth alone")
    FIGURE_AMOUNT_OFF = veto("how much is asked of a figure that is a rank")


FEATURES = tuple(row for row in vars(F).values() if isinstance(row, Feature))
VETOES = frozenset(feature for feature in FEATURES if feature.veto)

PRIVATE = -0.10  # log-odds from which on a direct question is answered
GROUP = 0.10  # the same for what is overheard in a group
