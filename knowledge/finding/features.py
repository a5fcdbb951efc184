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
    COVER2 = Feature(Fit(0.0, 1.172), Fit(0.0, 0.787), "the same, squared")
    EVIDENCE = Feature(Fit(0.0, 1.680), Fit(0.0, 0.257), "weight that it has, in tens, at most 3")
    UNCOVERED = Feature(Fit(0.0, -1.224), None, "weight that it lacks, in tens, at most 3")
    THIN = Feature(Fit(0.0, -0.568), Fit(-1.0, -0.032), "from 1 where it has nothing to 0 from a weight of 12")
    GAP = Feature(Fit(0.0, 0.031), None, "heaviest run that it lacks, in tens, at most 1.5")
    GAP_SHARE = Feature(None, Fit(-1.0, -1.760), "heaviest run that it lacks, as a share")
    MISSING = Feature(Fit(0.0, 0.012), Fit(0.0, 0.641), "as GAP, of its nearest wordings alone")
    MISSING_SHARE = Feature(Fit(0.0, -0.054), Fit(-1.0, -1.602), "as GAP_SHARE, of its nearest wordings alone")
    MISSING_FIGURE = Feature(Fit(0.0, -0.442), Fit(-2.0, -1.585), "MISSING_SHARE where it is a figure or a target")
    DICE = Feature(Fit(0.0, 1.003), Fit(0.0, -1.338), "likeness of its best wording by common pairs")
    FOUND = Feature(Fit(0.0, 1.173), Fit(0.0, 0.223), "share of its best wording that is in the question")
    FUZZY = Feature(Fit(0.0, 2.005), Fit(0.0, 0.759), "likeness of its likest wording by edits")

    # What it leaves open or contradicts: a word counts by its rarity in the language, its own clause is the nearest one
    NOUN_OPEN = Feature(Fit(0.0, -0.284), Fit(0.0, -0.204), "rarest noun that its own clause and names lack")
    FIGURE_NOUN_OPEN = Feature(Fit(0.0, -0.247), Fit(0.0, -0.007), "the same of a figure")
    NOUN_LOST = Feature(Fit(0.0, -0.258), Fit(0.0, 0.296), "rarest noun that its passage and names lack")
    FIGURE_NOUN_LOST = Feature(Fit(0.0, -0.172), Fit(0.0, -0.683), "the same of a figure")
    NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.325), Fit(0.0, -0.424), "share of the nouns that they lack")
    FIGURE_NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.417), Fit(0.0, 0.680), "the same of a figure")
    NOUN_LOST_SHARE = Feature(Fit(0.0, -0.438), Fit(0.0, -0.086), "share of the nouns that all these lack")
    FIGURE_NOUN_LOST_SHARE = Feature(Fit(0.0, -0.468), Fit(0.0, -0.468), "the same of a figure")
    ACT_LOST_SHARE = Feature(Fit(0.0, -0.100), Fit(0.0, 0.048), "share of the verbs that its passage and names lack")
    FIGURE_ACT_LOST_SHARE = Feature(Fit(0.0, -0.835), Fit(0.0, -0.145), "the same of a figure")
    CHARACTERS_LOST = Feature(Fit(0.0, -1.298), Fit(0.0, -0.228), "share of single characters that it lacks")
    FIGURE_CHARACTERS_LOST = Feature(Fit(0.0, -1.585), Fit(0.0, 0.223), "the same of a figure")
    STRANGE_LOST = Feature(Fit(0.0, -0.422), Fit(0.0, -0.497), "three characters that are no words, which it lacks")
    FIGURE_STRANGE_LOST = Feature(Fit(0.0, -0.262), Fit(-1.0, -0.557), "the same of a figure")
    PLACE_OPEN = Feature(Fit(0.0, 0.018), Fit(0.0, 0.951), "a place is named that its own clause lacks")
    FIGURE_PLACE_OPEN = Feature(Fit(0.0, -0.273), Fit(-1.5, -1.652), "the same of a figure")
    RESTRICTED = Feature(Fit(0.0, -0.188), Fit(0.0, -0.469), "the subject is restricted in a way that it lacks: 人均")
    FIGURE_RESTRICTED = Feature(Fit(0.0, 0.007), Fit(-1.5, -2.861), "the same of a figure")
    CONTRAST = Feature(Fit(0.0, 0.036), Fit(-2.5, -2.887), "a sibling of its subject is asked: 支出 for 收入")
    FIGURE_CONTRAST = Feature(Fit(0.0, -0.289), Fit(-3.0, -4.213), "the same of a figure")
    SIDE_OPEN = Feature(Fit(0.0, -0.768), Fit(0.0, -0.745), "one side is asked, and it tells none: 农村 of 居民收入")
    FIGURE_SIDE_OPEN = Feature(Fit(0.0, -0.003), Fit(-1.5, -2.339), "the same of a figure")
    INDICATOR_OPEN = Feature(
        Fit(0.0, -0.763), Fit(0.0, 0.020), "share of its indicator's words that the question lacks"
    )
    WIDENED = Feature(Fit(0.0, -0.290), Fit(0.0, -1.354), "its indicator is restricted beyond what is asked")
    NO_AMOUNT = Feature(Fit(0.0, -0.479), Fit(0.0, -0.591), "an amount is asked, and its own clause has none")
    ONLY_RATIO = Feature(Fit(0.0, 0.246), Fit(-2.0, -1.790), "an amount is asked, and it has a percentage")
    ONLY_GROWN = Feature(
        Fit(0.0, -0.091), Fit(-1.5, -1.521), "an amount is asked of a figure that tells growth or a rank"
    )
    ONLY_SHARE = Feature(Fit(0.0, 0.138), Fit(-1.0, -1.238), "no share is asked of a figure that is one: 占收入比重")
    ONLY_ADDED = Feature(
        Fit(0.0, -0.126), Fit(-1.5, -3.093), "a total is asked, and its own clause tells what was added"
    )
    ONLY_NAMED = Feature(None, Fit(-1.5, -1.958), "what a name means is asked, and it only mentions it in quotes")
    OTHER_UNIT = Feature(Fit(0.0, -0.615), Fit(0.0, -0.291), "its own clause counts in another unit")
    NO_RANK = Feature(Fit(0.0, -0.006), Fit(-1.5, -1.656), "a rank is asked, and its own clause has none")
    SEVERAL_YEARS = Feature(Fit(0.0, -0.343), Fit(0.0, -0.527), "a year is asked, and it speaks of several")
    UNLISTED = Feature(Fit(0.0, -0.911), Fit(0.0, -0.289), "members are asked, and its own clause lists none")
    UNLISTED_COUNT = Feature(Fit(0.0, -0.315), Fit(-2.0, -2.726), "members are asked, and it only counts them")
    HOLE_REASON = Feature(None, Fit(-2.5, -2.992), "why is asked, and it doesn't say")
    HOLE_WAY = Feature(None, Fit(-2.5, -3.078), "how to apply is asked, and it doesn't say")
    HOLE_PERSON = Feature(None, Fit(-1.5, -1.931), "who is asked, and it doesn't say")
    HOLE_CONTACT = Feature(None, Fit(-2.0, -2.017), "where to turn to is asked, and it doesn't say")
    HOLE_PRICE = Feature(None, Fit(-1.5, -1.588), "what one pays is asked, and it doesn't say")
    HOLE_GRANT = Feature(None, Fit(-1.5, -1.559), "what one is given is asked, and it doesn't say")
    HOLE_ADVICE = Feature(None, Fit(-1.5, -1.352), "what is best is asked, and it doesn't say")
    HOLE_OPINION = Feature(None, Fit(-2.0, -2.373), "what one thinks is asked, and it doesn't say")
    HOLE_EFFECT = Feature(None, Fit(-1.5, -2.078), "whether it harms is asked, and it doesn't say")
    HOLE_PREDICTION = Feature(None, Fit(-0.5, -0.471), "what will be is asked, and it doesn't say")
    HOLE_MEMBERS = Feature(None, Fit(0.0, 0.266), "which they are is asked, and it doesn't say")
    FIGURE_MEMBERS = Feature(None, Fit(-1.0, -1.850), "the same of a figure")
    FIGURE_HOLE = Feature(None, Fit(-2.5, -2.414), "any of the others is asked of a figure")
    HOLE_NEGATIVE = Feature(None, Fit(-2.0, -2.140), "what was not reached is asked, and it doesn't say")

    # Whether it is named
    NAME = Feature(Fit(0.0, 0.882), Fit(0.0, -0.467), "weight of its name in the question, in tens, at most 2")
    NAME_SHARE = Feature(Fit(0.0, 1.067), Fit(0.0, 1.348), "share of the question that is its name")
    NAME_NUMBER_OK = Feature(Fit(0.0, 0.659), None, "its name's own number is said: 6个工程")
    UNNAMED_THIN = Feature(Fit(0.0, -0.694), Fit(-2.0, -2.146), "how unlike its names, where it is THIN")
    UNNAMED_TERM = Feature(Fit(-1.0, -1.261), Fit(-1.0, -1.318), "how unlike its names, where it is a term")
    UNNAMED_FIGURE = Feature(Fit(0.0, -0.079), Fit(-1.0, 0.216), "how unlike, a figure that is asked for its number")
    UNNAMED_ASKED = Feature(None, Fit(-14.0, -13.044), "how unlike, where a short name's meaning is asked")
    DEFINITION_OFF = Feature(Fit(0.0, -0.695), Fit(-1.5, -0.668), "how unlike its wordings, defined and no term")
    BARE = Feature(None, Fit(-2.5, -2.493), "a message of a word alone, unlike its names")

    # What it is
    IS_TERM = Feature(Fit(0.0, 0.980), Fit(0.0, 1.180), "a glossary term")
    IS_FIGURE = Feature(Fit(0.0, 0.518), None, "an actual figure")
    IS_TARGET = Feature(Fit(0.0, -0.554), None, "a target")
    IS_LIVELIHOOD = Feature(Fit(0.2, -0.003), Fit(0.0, -0.042), "a livelihood item")
    IS_TEXT = Feature(Fit(0.0, -0.741), Fit(0.0, -0.383), "any other passage")
    UNWORDED = Feature(None, Fit(0.0, 0.058), "a passage for which nobody has written ways of asking")

    # Whether it has what is asked beside the topic
    YEAR_OK = Feature(Fit(1.0, 1.245), Fit(0.0, 1.451), "it is of the year asked for")
    STATUS_OFF = Feature(Fit(-0.6, -1.096), Fit(-0.8, -0.766), "achieved is asked and it is planned, or the reverse")
    PLACE_OK = Feature(None, Fit(0.0, -0.306), "it speaks of the place asked for")
    PLACE_EXTRA = Feature(None, Fit(-0.5, -0.202), "it is of one place, and none was asked for")
    LOCATION_OFF = Feature(None, Fit(-2.0, -2.356), "where is asked, and it names no place")
    MOMENT_OFF = Feature(None, Fit(-2.5, -2.975), "when is asked, and it has no date")
    QUANTITY_OK = Feature(Fit(0.0, 0.560), None, "how much is asked, and it has an amount")
    QUANTITY_OFF = Feature(Fit(-0.5, -0.717), Fit(-1.5, -0.761), "how much is asked, and it has no amount")
    UNIT_OK = Feature(None, Fit(0.0, 0.174), "it counts in the unit asked for")
    COUNT_OK = Feature(Fit(0.0, 1.122), None, "how many is asked, and it counts things or people")
    COUNT_OFF = Feature(Fit(0.0, -0.275), Fit(-0.5, 0.086), "how many is asked, and it counts neither")
    PEOPLE_OFF = Feature(None, Fit(-1.5, -2.307), "how many people is asked, and it counts none")
    GROWTH_OFF = Feature(Fit(-0.4, -0.538), Fit(-1.0, -1.917), "growth is asked, and it tells none")
    LEVEL_OFF = Feature(Fit(-0.5, -0.499), Fit(-2.5, -1.597), "the total is asked, and it tells none")
    SHARE_OFF = Feature(None, Fit(-0.7, -1.286), "a share is asked, and it tells none")
    NUMBER_OK = Feature(Fit(1.0, 0.972), Fit(1.0, -0.105), "it holds the number that is said")
    NUMBER_OFF = Feature(Fit(-0.8, -0.879), Fit(-0.8, -0.548), "it doesn't hold the number that is said")
    RANK_NUMBER_OK = Feature(None, Fit(0.0, 0.190), "it holds the rank that is said")
    MEANING_OK = Feature(None, Fit(0.0, 0.797), "什么意思 is asked of a term")
    MEANING_OFF = Feature(None, Fit(-1.5, -1.661), "什么意思 is asked of what is no term")
    TERM_OK = Feature(Fit(0.5, 0.752), None, "是什么 is asked of a term")
    TERM_OFF = Feature(Fit(0.0, -0.252), Fit(0.0, -0.487), "是什么 is asked of what is no term")
    MEMBERS_OK = Feature(None, Fit(0.0, 0.510), "哪6个 is asked of what has so many members")
    MEMBERS_OFF = Feature(None, Fit(-2.0, -0.286), "哪6个 is asked of what hasn't")
    PART_OK = Feature(None, Fit(0.0, 0.418), "第3个 is asked of a term that has a third part")

    # What the message is, alike for all candidates: it ranks none, but it decides
    BIAS = Feature(None, Fit(0.0, -0.498), "always 1")
    ASKS = Feature(None, Fit(0.0, -0.183), "it has a word that asks")
    CHATTER = Feature(None, Fit(-1.0, -1.071), "a third for each word of small talk, at most 1")
    GROUP = Feature(None, Fit(0.0, 0.534), "overheard in a group")
    GROUP_STATEMENT = Feature(None, Fit(-1.5, -0.834), "overheard, and without a word that asks")
    GROUP_SENTENCE = Feature(None, Fit(-2.0, -1.758), "overheard, without a word that asks and without spaces")
    GROUP_PLAIN = Feature(None, Fit(-1.0, -1.501), "overheard, and doesn't ask what a report tells")

    TALK_SELF = Feature(None, Fit(0.0, -0.137), "it speaks of those who talk: 我家")
    GROUP_TALK_SELF = Feature(None, Fit(0.0, -0.666), "the same, overheard")
    TALK_NOW = Feature(None, Fit(0.0, -0.856), "it speaks of the hour or the day")
    GROUP_TALK_NOW = Feature(None, Fit(0.0, -0.802), "the same, overheard")
    WAITING = Feature(None, Fit(-2.0, -2.101), "it waits for something: 怎么还没到")
    TALK_WHETHER = Feature(None, Fit(0.0, 0.752), "it asks whether something has come or is left")
    GROUP_TALK_WHETHER = Feature(None, Fit(0.0, -1.478), "the same, overheard")

    # What ranking found
    SCORE = Feature(None, Fit(0.0, 0.524), "its score, in tens, from -1 to 1")
    MARGIN = Feature(None, Fit(0.0, 1.689), "its lead over the best of another passage, by 4, at most 1")
    ECLIPSED = Feature(None, Fit(-1.0, -0.971), "by how much what is ruled out fits the topic better, at most 4")

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
    RANK_OFF = veto("a rank is asked, and it tells none")
    FIGURE_LEVEL_OFF = veto("a figure's total is asked, and it tells growth alone")
    INDICATOR_OFF = veto(
        "an indicator is named that its own clause, or what is no figure's passage, and its names lack"
    )
    AMOUNT_OFF = veto("how much is asked, and its passage has no number at all")
    ITEM_OFF = veto("an item of the livelihood list is asked by a number that it hasn't")
    NAMED_AMOUNT_OFF = veto("how much is asked of what it names, and its own words have no number")
    FIGURE_AMOUNT_OFF = veto("how much is asked of a figure that is a rank")


FEATURES = tuple(row for row in vars(F).values() if isinstance(row, Feature))
BY_NAME = {feature.name.upper(): feature for feature in FEATURES}
VETOES = frozenset(feature for feature in FEATURES if feature.veto)

PRIVATE = -0.20  # log-odds from which on a direct question is answered
GROUP = 0.60  # the same for what is overheard in a group
