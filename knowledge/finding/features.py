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
    COVER = Feature(Fit(0.0, 0.915), None, "share of the question's weight that it has")
    COVER2 = Feature(Fit(0.0, 1.169), Fit(0.0, 0.310), "the same, squared")
    EVIDENCE = Feature(Fit(0.0, 2.127), Fit(0.0, 0.619), "weight that it has, in tens, at most 3")
    UNCOVERED = Feature(Fit(0.0, -1.341), None, "weight that it lacks, in tens, at most 3")
    THIN = Feature(Fit(0.0, -0.639), Fit(-1.0, -0.217), "from 1 where it has nothing to 0 from a weight of 12")
    GAP = Feature(Fit(0.0, 0.105), None, "heaviest run that it lacks, in tens, at most 1.5")
    GAP_SHARE = Feature(None, Fit(-1.0, -1.579), "heaviest run that it lacks, as a share")
    MISSING = Feature(Fit(0.0, 0.162), Fit(0.0, 0.546), "as GAP, of its nearest wordings alone")
    MISSING_SHARE = Feature(Fit(0.0, -0.225), Fit(-1.0, -1.740), "as GAP_SHARE, of its nearest wordings alone")
    MISSING_FIGURE = Feature(Fit(0.0, -0.364), Fit(-2.0, -1.919), "MISSING_SHARE where it is a figure or a target")
    DICE = Feature(Fit(0.0, 0.967), Fit(0.0, -0.905), "likeness of its best wording by common pairs")
    FOUND = Feature(Fit(0.0, 1.468), Fit(0.0, 0.158), "share of its best wording that is in the question")
    FUZZY = Feature(Fit(0.0, 2.087), Fit(0.0, 1.602), "likeness of its likest wording by edits")

    # What it leaves open or contradicts: a word counts by its rarity in the language, its own clause is the nearest one
    NOUN_OPEN = Feature(Fit(0.0, -0.333), Fit(0.0, 0.258), "rarest noun that its own clause and names lack")
    FIGURE_NOUN_OPEN = Feature(Fit(0.0, -0.306), Fit(0.0, -0.218), "the same of a figure")
    NOUN_LOST = Feature(Fit(0.0, -0.206), Fit(0.0, -0.046), "rarest noun that its passage and names lack")
    FIGURE_NOUN_LOST = Feature(Fit(0.0, -0.387), Fit(0.0, 0.010), "the same of a figure")
    NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.553), Fit(0.0, -0.240), "share of the nouns that they lack")
    FIGURE_NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.262), Fit(0.0, 0.078), "the same of a figure")
    NOUN_LOST_SHARE = Feature(Fit(0.0, -0.433), Fit(0.0, -0.453), "share of the nouns that all these lack")
    FIGURE_NOUN_LOST_SHARE = Feature(Fit(0.0, -0.460), Fit(0.0, -0.455), "the same of a figure")
    ACT_LOST_SHARE = Feature(Fit(0.0, 0.021), Fit(0.0, -0.054), "share of the verbs that its passage and names lack")
    FIGURE_ACT_LOST_SHARE = Feature(Fit(0.0, -0.687), Fit(0.0, -0.357), "the same of a figure")
    CHARACTERS_LOST = Feature(Fit(0.0, -1.400), Fit(0.0, -0.107), "share of single characters that it lacks")
    FIGURE_CHARACTERS_LOST = Feature(Fit(0.0, -1.455), Fit(0.0, 0.182), "the same of a figure")
    PLACE_OPEN = Feature(Fit(0.0, -0.059), Fit(0.0, 0.517), "a place is named that its own clause lacks")
    FIGURE_PLACE_OPEN = Feature(Fit(0.0, -0.118), Fit(-1.5, -1.218), "the same of a figure")
    RESTRICTED = Feature(Fit(0.0, 0.092), Fit(0.0, -0.119), "the subject is restricted in a way that it lacks: 人均")
    FIGURE_RESTRICTED = Feature(Fit(0.0, -0.024), Fit(-1.5, -2.634), "the same of a figure")
    CONTRAST = Feature(Fit(0.0, 0.081), Fit(-2.5, -2.341), "a sibling of its subject is asked: 支出 for 收入")
    FIGURE_CONTRAST = Feature(Fit(0.0, 0.002), Fit(-3.0, -2.737), "the same of a figure")
    WIDENED = Feature(Fit(0.0, -0.040), Fit(0.0, 0.104), "its indicator is restricted beyond what is asked")
    NO_AMOUNT = Feature(Fit(0.0, -0.990), Fit(0.0, -1.150), "an amount is asked, and its own clause has none")
    ONLY_RATIO = Feature(Fit(0.0, 0.041), Fit(-2.0, -2.060), "an amount is asked, and it has a percentage")
    OTHER_UNIT = Feature(Fit(0.0, -0.500), Fit(0.0, -0.706), "its own clause counts in another unit")
    NO_RANK = Feature(Fit(0.0, -0.022), Fit(-1.5, -1.952), "a rank is asked, and its own clause has none")
    SEVERAL_YEARS = Feature(Fit(0.0, -0.419), Fit(0.0, -1.090), "a year is asked, and it speaks of several")
    UNLISTED = Feature(Fit(0.0, -0.931), Fit(0.0, -0.472), "members are asked, and its own clause lists none")
    UNLISTED_COUNT = Feature(Fit(0.0, -0.136), Fit(-2.0, -3.526), "members are asked, and it only counts them")
    HOLE_REASON = Feature(None, Fit(-2.5, -3.070), "why is asked, and it doesn't say")
    HOLE_WAY = Feature(None, Fit(-2.5, -3.100), "how to apply is asked, and it doesn't say")
    HOLE_PERSON = Feature(None, Fit(-1.5, -1.872), "who is asked, and it doesn't say")
    HOLE_CONTACT = Feature(None, Fit(-2.0, -1.966), "where to turn to is asked, and it doesn't say")
    HOLE_PRICE = Feature(None, Fit(-1.5, -1.654), "what one pays or gets is asked, and it doesn't say")
    HOLE_ADVICE = Feature(None, Fit(-1.5, -1.687), "what is best is asked, and it doesn't say")
    HOLE_OPINION = Feature(None, Fit(-2.0, -2.401), "what one thinks is asked, and it doesn't say")
    HOLE_EFFECT = Feature(None, Fit(-1.5, -2.091), "whether it harms is asked, and it doesn't say")
    HOLE_PREDICTION = Feature(None, Fit(-0.5, -0.618), "what will be is asked, and it doesn't say")
    HOLE_MEMBERS = Feature(None, Fit(0.0, 0.240), "which they are is asked, and it doesn't say")
    HOLE_NEGATIVE = Feature(None, Fit(-2.0, -2.611), "what was not reached is asked, and it doesn't say")

    # Whether it is named
    NAME = Feature(Fit(0.0, 0.957), Fit(0.0, -0.177), "weight of its name in the question, in tens, at most 2")
    NAME_SHARE = Feature(Fit(0.0, 0.945), Fit(0.0, 0.813), "share of the question that is its name")
    NAME_NUMBER_OK = Feature(Fit(0.0, 0.617), None, "its name's own number is said: 6个工程")
    UNNAMED_THIN = Feature(Fit(0.0, -0.995), Fit(-2.0, -1.871), "how unlike its names, where it is THIN")
    UNNAMED_TERM = Feature(Fit(-1.0, -1.023), Fit(-1.0, -1.671), "how unlike its names, where it is a term")
    UNNAMED_FIGURE = Feature(Fit(0.0, -0.196), Fit(-1.0, 0.573), "how unlike, a figure that is asked for its number")
    UNNAMED_ASKED = Feature(None, Fit(-14.0, -12.931), "how unlike, where a short name's meaning is asked")
    DEFINITION_OFF = Feature(Fit(0.0, -1.056), Fit(-1.5, -0.831), "how unlike its wordings, defined and no term")
    BARE = Feature(None, Fit(-2.5, -2.299), "a message of a word alone, unlike its names")

    # What it is
    IS_TERM = Feature(Fit(0.0, 1.126), Fit(0.0, 1.566), "a glossary term")
    IS_FIGURE = Feature(Fit(0.0, -0.106), None, "an actual figure")
    IS_TARGET = Feature(Fit(0.0, -0.380), None, "a target")
    IS_LIVELIHOOD = Feature(Fit(0.2, 0.177), Fit(0.0, -0.090), "a livelihood item")
    IS_TEXT = Feature(Fit(0.0, -0.616), Fit(0.0, -0.330), "any other passage")
    UNWORDED = Feature(None, Fit(0.0, 0.008), "a passage for which nobody has written ways of asking")

    # Whether it has what is asked beside the topic
    YEAR_OK = Feature(Fit(1.0, 1.464), Fit(0.0, 1.781), "it is of the year asked for")
    STATUS_OFF = Feature(Fit(-0.6, -1.094), Fit(-0.8, -0.889), "achieved is asked and it is planned, or the reverse")
    PLACE_OK = Feature(None, Fit(0.0, -0.473), "it speaks of the place asked for")
    PLACE_EXTRA = Feature(None, Fit(-0.5, 0.055), "it is of one place, and none was asked for")
    LOCATION_OFF = Feature(None, Fit(-2.0, -1.943), "where is asked, and it names no place")
    MOMENT_OFF = Feature(None, Fit(-2.5, -2.554), "when is asked, and it has no date")
    QUANTITY_OK = Feature(Fit(0.0, 0.509), None, "how much is asked, and it has an amount")
    QUANTITY_OFF = Feature(Fit(-0.5, -1.004), Fit(-1.5, -0.713), "how much is asked, and it has no amount")
    UNIT_OK = Feature(None, Fit(0.0, -0.162), "it counts in the unit asked for")
    COUNT_OK = Feature(Fit(0.0, 1.190), None, "how many is asked, and it counts things or people")
    COUNT_OFF = Feature(Fit(0.0, -0.719), Fit(-0.5, 0.315), "how many is asked, and it counts neither")
    PEOPLE_OFF = Feature(None, Fit(-1.5, -2.294), "how many people is asked, and it counts none")
    GROWTH_OFF = Feature(Fit(-0.4, -0.535), Fit(-1.0, -1.465), "growth is asked, and it tells none")
    LEVEL_OFF = Feature(Fit(-0.5, -0.560), Fit(-2.5, -1.935), "the total is asked, and it tells none")
    SHARE_OFF = Feature(None, Fit(-0.7, -0.852), "a share is asked, and it tells none")
    NUMBER_OK = Feature(Fit(1.0, 1.030), Fit(1.0, -0.329), "it holds the number that is said")
    NUMBER_OFF = Feature(Fit(-0.8, -0.868), Fit(-0.8, -0.703), "it doesn't hold the number that is said")
    RANK_NUMBER_OK = Feature(None, Fit(0.0, 0.266), "it holds the rank that is said")
    MEANING_OK = Feature(None, Fit(0.0, 0.811), "什么意思 is asked of a term")
    MEANING_OFF = Feature(None, Fit(-1.5, -1.927), "什么意思 is asked of what is no term")
    TERM_OK = Feature(Fit(0.5, 0.959), None, "是什么 is asked of a term")
    TERM_OFF = Feature(Fit(0.0, -0.459), Fit(0.0, -0.648), "是什么 is asked of what is no term")
    MEMBERS_OK = Feature(None, Fit(0.0, 0.484), "哪6个 is asked of what has so many members")
    MEMBERS_OFF = Feature(None, Fit(-2.0, -0.634), "哪6个 is asked of what hasn't")
    PART_OK = Feature(None, Fit(0.0, 0.484), "第3个 is asked of a term that has a third part")

    # What the message is, alike for all candidates: it ranks none, but it decides
    BIAS = Feature(None, Fit(0.0, -1.093), "always 1")
    ASKS = Feature(None, Fit(0.0, -0.114), "it has a word that asks")
    CHATTER = Feature(None, Fit(-1.0, -1.014), "a third for each word of small talk, at most 1")
    GROUP = Feature(None, Fit(0.0, 0.455), "overheard in a group")
    GROUP_STATEMENT = Feature(None, Fit(-1.5, -0.713), "overheard, and without a word that asks")
    GROUP_SENTENCE = Feature(None, Fit(-2.0, -1.789), "overheard, without a word that asks and without spaces")
    GROUP_PLAIN = Feature(None, Fit(-1.0, -1.338), "overheard, and doesn't ask what a report tells")

    TALK_SELF = Feature(None, Fit(0.0, -0.312), "it speaks of those who talk: 我家")
    GROUP_TALK_SELF = Feature(None, Fit(0.0, -0.706), "the same, overheard")
    TALK_NOW = Feature(None, Fit(0.0, -0.922), "it speaks of the hour or the day")
    GROUP_TALK_NOW = Feature(None, Fit(0.0, -0.851), "the same, overheard")
    WAITING = Feature(None, Fit(-2.0, -2.072), "it waits for something: 怎么还没到")
    TALK_WHETHER = Feature(None, Fit(0.0, 0.979), "it asks whether something has come or is left")
    GROUP_TALK_WHETHER = Feature(None, Fit(0.0, -1.722), "the same, overheard")

    # What ranking found
    SCORE = Feature(None, Fit(0.0, 0.563), "its score, in tens, from -1 to 1")
    MARGIN = Feature(None, Fit(0.0, 1.089), "its lead over the best of another passage, by 4, at most 1")
    ECLIPSED = Feature(None, Fit(-1.0, -1.184), "by how much what is ruled out fits the topic better, at most 4")

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
    NAME_OFF = veto("a name is asked that doesn't sound like its own: 天鹰计划")
    RANK_NUMBER_OFF = veto("it doesn't hold the rank that is said")
    GRADE_OFF = veto("it lacks a grade that is said: 9价")
    FIGURE_GROWTH_OFF = veto("a figure's growth is asked, and it tells none")
    FIGURE_RANK_OFF = veto("a figure's rank is asked, and it tells none")
    FIGURE_LEVEL_OFF = veto("a figure's total is asked, and it tells growth alone")
    FIGURE_AMOUNT_OFF = veto("how much is asked of a figure that is a rank")


FEATURES = tuple(row for row in vars(F).values() if isinstance(row, Feature))
BY_NAME = {feature.name.upper(): feature for feature in FEATURES}
VETOES = frozenset(feature for feature in FEATURES if feature.veto)

PRIVATE = 0.00  # log-odds from which on a direct question is answered
GROUP = 0.20  # the same for what is overheard in a group
