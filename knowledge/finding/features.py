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
    COVER = Feature(Fit(0.0, 0.918), None, "share of the question's weight that it has")
    COVER2 = Feature(Fit(0.0, 1.180), Fit(0.0, 0.346), "the same, squared")
    EVIDENCE = Feature(Fit(0.0, 2.096), Fit(0.0, 0.585), "weight that it has, in tens, at most 3")
    UNCOVERED = Feature(Fit(0.0, -1.386), None, "weight that it lacks, in tens, at most 3")
    THIN = Feature(Fit(0.0, -0.585), Fit(-1.0, -0.315), "from 1 where it has nothing to 0 from a weight of 12")
    GAP = Feature(Fit(0.0, 0.121), None, "heaviest run that it lacks, in tens, at most 1.5")
    GAP_SHARE = Feature(None, Fit(-1.0, -1.599), "heaviest run that it lacks, as a share")
    MISSING = Feature(Fit(0.0, 0.181), Fit(0.0, 0.570), "as GAP, of its nearest wordings alone")
    MISSING_SHARE = Feature(Fit(0.0, -0.224), Fit(-1.0, -1.797), "as GAP_SHARE, of its nearest wordings alone")
    MISSING_FIGURE = Feature(Fit(0.0, -0.318), Fit(-2.0, -2.040), "MISSING_SHARE where it is a figure or a target")
    DICE = Feature(Fit(0.0, 0.989), Fit(0.0, -0.711), "likeness of its best wording by common pairs")
    FOUND = Feature(Fit(0.0, 1.460), Fit(0.0, -0.000), "share of its best wording that is in the question")
    FUZZY = Feature(Fit(0.0, 2.137), Fit(0.0, 1.553), "likeness of its likest wording by edits")

    # What it leaves open or contradicts: a word counts by its rarity in the language, its own clause is the nearest one
    NOUN_OPEN = Feature(Fit(0.0, -0.398), Fit(0.0, 0.066), "rarest noun that its own clause and names lack")
    FIGURE_NOUN_OPEN = Feature(Fit(0.0, -0.222), Fit(0.0, -0.258), "the same of a figure")
    NOUN_LOST = Feature(Fit(0.0, -0.221), Fit(0.0, -0.055), "rarest noun that its passage and names lack")
    FIGURE_NOUN_LOST = Feature(Fit(0.0, -0.279), Fit(0.0, 0.130), "the same of a figure")
    NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.429), Fit(0.0, -0.033), "share of the nouns that they lack")
    FIGURE_NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.312), Fit(0.0, 0.072), "the same of a figure")
    NOUN_LOST_SHARE = Feature(Fit(0.0, -0.578), Fit(0.0, -0.340), "share of the nouns that all these lack")
    FIGURE_NOUN_LOST_SHARE = Feature(Fit(0.0, -0.480), Fit(0.0, -0.559), "the same of a figure")
    ACT_LOST_SHARE = Feature(Fit(0.0, -0.044), Fit(0.0, -0.123), "share of the verbs that its passage and names lack")
    FIGURE_ACT_LOST_SHARE = Feature(Fit(0.0, -0.705), Fit(0.0, -0.261), "the same of a figure")
    CHARACTERS_LOST = Feature(Fit(0.0, -1.316), Fit(0.0, -0.075), "share of single characters that it lacks")
    FIGURE_CHARACTERS_LOST = Feature(Fit(0.0, -1.572), Fit(0.0, 0.034), "the same of a figure")
    PLACE_OPEN = Feature(Fit(0.0, -0.222), Fit(0.0, 0.504), "a place is named that its own clause lacks")
    FIGURE_PLACE_OPEN = Feature(Fit(0.0, 0.120), Fit(-1.5, -0.963), "the same of a figure")
    RESTRICTED = Feature(Fit(0.0, 0.091), Fit(0.0, -0.116), "the subject is restricted in a way that it lacks: 人均")
    FIGURE_RESTRICTED = Feature(Fit(0.0, -0.027), Fit(-1.5, -2.603), "the same of a figure")
    CONTRAST = Feature(Fit(0.0, 0.089), Fit(-2.5, -2.285), "a sibling of its subject is asked: 支出 for 收入")
    FIGURE_CONTRAST = Feature(Fit(0.0, 0.011), Fit(-3.0, -2.755), "the same of a figure")
    WIDENED = Feature(Fit(0.0, -0.114), Fit(0.0, -0.048), "its indicator is restricted beyond what is asked")
    NO_AMOUNT = Feature(Fit(0.0, -0.652), Fit(0.0, -1.005), "an amount is asked, and its own clause has none")
    ONLY_RATIO = Feature(Fit(0.0, 0.052), Fit(-2.0, -2.205), "an amount is asked, and it has a percentage")
    OTHER_UNIT = Feature(Fit(0.0, -0.524), Fit(0.0, -0.832), "its own clause counts in another unit")
    NO_RANK = Feature(Fit(0.0, -0.021), Fit(-1.5, -1.943), "a rank is asked, and its own clause has none")
    SEVERAL_YEARS = Feature(Fit(0.0, -0.424), Fit(0.0, -0.687), "a year is asked, and it speaks of several")
    UNLISTED = Feature(Fit(0.0, -1.015), Fit(0.0, -0.829), "members are asked, and its own clause lists none")
    UNLISTED_COUNT = Feature(Fit(0.0, -0.502), Fit(-2.0, -3.721), "members are asked, and it only counts them")
    HOLE_REASON = Feature(None, Fit(-2.5, -3.043), "why is asked, and it doesn't say")
    HOLE_WAY = Feature(None, Fit(-2.5, -3.058), "how to apply is asked, and it doesn't say")
    HOLE_PERSON = Feature(None, Fit(-1.5, -1.901), "who is asked, and it doesn't say")
    HOLE_CONTACT = Feature(None, Fit(-2.0, -1.965), "where to turn to is asked, and it doesn't say")
    HOLE_PRICE = Feature(None, Fit(-1.5, -1.660), "what one pays or gets is asked, and it doesn't say")
    HOLE_ADVICE = Feature(None, Fit(-1.5, -1.729), "what is best is asked, and it doesn't say")
    HOLE_OPINION = Feature(None, Fit(-2.0, -2.421), "what one thinks is asked, and it doesn't say")
    HOLE_EFFECT = Feature(None, Fit(-1.5, -2.095), "whether it harms is asked, and it doesn't say")
    HOLE_PREDICTION = Feature(None, Fit(-0.5, -0.644), "what will be is asked, and it doesn't say")
    HOLE_MEMBERS = Feature(None, Fit(0.0, 0.662), "which they are is asked, and it doesn't say")
    HOLE_NEGATIVE = Feature(None, Fit(-2.0, -2.624), "what was not reached is asked, and it doesn't say")

    # Whether it is named
    NAME = Feature(Fit(0.0, 0.935), Fit(0.0, -0.191), "weight of its name in the question, in tens, at most 2")
    NAME_SHARE = Feature(Fit(0.0, 0.936), Fit(0.0, 0.847), "share of the question that is its name")
    NAME_NUMBER_OK = Feature(Fit(0.0, 0.612), None, "its name's own number is said: 6个工程")
    UNNAMED_THIN = Feature(Fit(0.0, -1.036), Fit(-2.0, -1.791), "how unlike its names, where it is THIN")
    UNNAMED_TERM = Feature(Fit(-1.0, -0.997), Fit(-1.0, -1.733), "how unlike its names, where it is a term")
    UNNAMED_FIGURE = Feature(Fit(0.0, -0.179), Fit(-1.0, 0.455), "how unlike, a figure that is asked for its number")
    UNNAMED_ASKED = Feature(None, Fit(-14.0, -11.034), "how unlike, where a short name's meaning is asked")
    DEFINITION_OFF = Feature(Fit(0.0, -1.034), Fit(-1.5, -0.214), "how unlike its wordings, defined and no term")
    BARE = Feature(None, Fit(-2.5, -2.338), "a message of a word alone, unlike its names")

    # What it is
    IS_TERM = Feature(Fit(0.0, 1.122), Fit(0.0, 1.483), "a glossary term")
    IS_FIGURE = Feature(Fit(0.0, 0.004), None, "an actual figure")
    IS_TARGET = Feature(Fit(0.0, -0.413), None, "a target")
    IS_LIVELIHOOD = Feature(Fit(0.2, 0.133), Fit(0.0, -0.163), "a livelihood item")
    IS_TEXT = Feature(Fit(0.0, -0.646), Fit(0.0, -0.412), "any other passage")
    UNWORDED = Feature(None, Fit(0.0, 0.057), "a passage for which nobody has written ways of asking")

    # Whether it has what is asked beside the topic
    YEAR_OK = Feature(Fit(1.0, 1.451), Fit(0.0, 1.852), "it is of the year asked for")
    STATUS_OFF = Feature(Fit(-0.6, -1.124), Fit(-0.8, -0.927), "achieved is asked and it is planned, or the reverse")
    PLACE_OK = Feature(None, Fit(0.0, -0.464), "it speaks of the place asked for")
    PLACE_EXTRA = Feature(None, Fit(-0.5, 0.100), "it is of one place, and none was asked for")
    LOCATION_OFF = Feature(None, Fit(-2.0, -1.687), "where is asked, and it names no place")
    MOMENT_OFF = Feature(None, Fit(-2.5, -2.590), "when is asked, and it has no date")
    QUANTITY_OK = Feature(Fit(0.0, 0.534), None, "how much is asked, and it has an amount")
    QUANTITY_OFF = Feature(Fit(-0.5, -1.038), Fit(-1.5, -0.711), "how much is asked, and it has no amount")
    UNIT_OK = Feature(None, Fit(0.0, -0.111), "it counts in the unit asked for")
    COUNT_OK = Feature(Fit(0.0, 1.227), None, "how many is asked, and it counts things or people")
    COUNT_OFF = Feature(Fit(0.0, -0.791), Fit(-0.5, 0.464), "how many is asked, and it counts neither")
    PEOPLE_OFF = Feature(None, Fit(-1.5, -2.343), "how many people is asked, and it counts none")
    GROWTH_OFF = Feature(Fit(-0.4, -0.532), Fit(-1.0, -1.387), "growth is asked, and it tells none")
    LEVEL_OFF = Feature(Fit(-0.5, -0.458), Fit(-2.5, -1.698), "the total is asked, and it tells none")
    SHARE_OFF = Feature(None, Fit(-0.7, -0.834), "a share is asked, and it tells none")
    NUMBER_OK = Feature(Fit(1.0, 1.011), Fit(1.0, -0.275), "it holds the number that is said")
    NUMBER_OFF = Feature(Fit(-0.8, -0.868), Fit(-0.8, -0.551), "it doesn't hold the number that is said")
    RANK_NUMBER_OK = Feature(None, Fit(0.0, 0.271), "it holds the rank that is said")
    MEANING_OK = Feature(None, Fit(0.0, 0.769), "什么意思 is asked of a term")
    MEANING_OFF = Feature(None, Fit(-1.5, -1.905), "什么意思 is asked of what is no term")
    TERM_OK = Feature(Fit(0.5, 0.955), None, "是什么 is asked of a term")
    TERM_OFF = Feature(Fit(0.0, -0.455), Fit(0.0, -0.839), "是什么 is asked of what is no term")
    MEMBERS_OK = Feature(None, Fit(0.0, 0.279), "哪6个 is asked of what has so many members")
    MEMBERS_OFF = Feature(None, Fit(-2.0, 0.031), "哪6个 is asked of what hasn't")
    PART_OK = Feature(None, Fit(0.0, 0.521), "第3个 is asked of a term that has a third part")

    # What the message is, alike for all candidates: it ranks none, but it decides
    BIAS = Feature(None, Fit(0.0, -0.884), "always 1")
    ASKS = Feature(None, Fit(0.0, -0.173), "it has a word that asks")
    CHATTER = Feature(None, Fit(-1.0, -1.109), "a third for each word of small talk, at most 1")
    GROUP = Feature(None, Fit(0.0, 0.482), "overheard in a group")
    GROUP_STATEMENT = Feature(None, Fit(-1.5, -0.776), "overheard, and without a word that asks")
    GROUP_SENTENCE = Feature(None, Fit(-2.0, -1.837), "overheard, without a word that asks and without spaces")
    GROUP_PLAIN = Feature(None, Fit(-1.0, -1.261), "overheard, and doesn't ask what a report tells")

    TALK_SELF = Feature(None, Fit(0.0, -0.323), "it speaks of those who talk: 我家")
    GROUP_TALK_SELF = Feature(None, Fit(0.0, -0.702), "the same, overheard")
    TALK_NOW = Feature(None, Fit(0.0, -0.957), "it speaks of the hour or the day")
    GROUP_TALK_NOW = Feature(None, Fit(0.0, -0.852), "the same, overheard")
    WAITING = Feature(None, Fit(-2.0, -2.071), "it waits for something: 怎么还没到")
    TALK_WHETHER = Feature(None, Fit(0.0, 0.972), "it asks whether something has come or is left")
    GROUP_TALK_WHETHER = Feature(None, Fit(0.0, -1.772), "the same, overheard")

    # What ranking found
    SCORE = Feature(None, Fit(0.0, 0.422), "its score, in tens, from -1 to 1")
    MARGIN = Feature(None, Fit(0.0, 1.077), "its lead over the best of another passage, by 4, at most 1")
    ECLIPSED = Feature(None, Fit(-1.0, -1.174), "by how much what is ruled out fits the topic better, at most 4")

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
