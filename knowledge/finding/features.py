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
    COVER = Feature(Fit(0.0, 0.892), None, "share of the question's weight that it has")
    COVER2 = Feature(Fit(0.0, 1.109), Fit(0.0, 0.761), "the same, squared")
    EVIDENCE = Feature(Fit(0.0, 1.642), Fit(0.0, 0.215), "weight that it has, in tens, at most 3")
    UNCOVERED = Feature(Fit(0.0, -1.211), None, "weight that it lacks, in tens, at most 3")
    THIN = Feature(Fit(0.0, -0.569), Fit(-1.0, -0.106), "from 1 where it has nothing to 0 from a weight of 12")
    GAP = Feature(Fit(0.0, 0.008), None, "heaviest run that it lacks, in tens, at most 1.5")
    GAP_SHARE = Feature(None, Fit(-1.0, -1.575), "heaviest run that it lacks, as a share")
    MISSING = Feature(Fit(0.0, 0.046), Fit(0.0, 0.573), "as GAP, of its nearest wordings alone")
    MISSING_SHARE = Feature(Fit(0.0, -0.008), Fit(-1.0, -1.753), "as GAP_SHARE, of its nearest wordings alone")
    MISSING_FIGURE = Feature(Fit(0.0, -0.404), Fit(-2.0, -1.589), "MISSING_SHARE where it is a figure or a target")
    DICE = Feature(Fit(0.0, 1.036), Fit(0.0, -1.361), "likeness of its best wording by common pairs")
    FOUND = Feature(Fit(0.0, 1.215), Fit(0.0, 0.226), "share of its best wording that is in the question")
    FUZZY = Feature(Fit(0.0, 1.890), Fit(0.0, 0.808), "likeness of its likest wording by edits")

    # What it leaves open or contradicts: a word counts by its rarity in the language, its own clause is the nearest one
    NOUN_OPEN = Feature(Fit(0.0, -0.280), Fit(0.0, 0.147), "rarest noun that its own clause and names lack")
    FIGURE_NOUN_OPEN = Feature(Fit(0.0, -0.273), Fit(0.0, -0.438), "the same of a figure")
    NOUN_LOST = Feature(Fit(0.0, -0.131), Fit(0.0, 0.006), "rarest noun that its passage and names lack")
    FIGURE_NOUN_LOST = Feature(Fit(0.0, -0.245), Fit(0.0, -0.364), "the same of a figure")
    NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.573), Fit(0.0, -0.125), "share of the nouns that they lack")
    FIGURE_NOUN_OPEN_SHARE = Feature(Fit(0.0, -0.448), Fit(0.0, 0.345), "the same of a figure")
    NOUN_LOST_SHARE = Feature(Fit(0.0, -0.368), Fit(0.0, -0.341), "share of the nouns that all these lack")
    FIGURE_NOUN_LOST_SHARE = Feature(Fit(0.0, -0.480), Fit(0.0, -0.188), "the same of a figure")
    ACT_LOST_SHARE = Feature(Fit(0.0, -0.152), Fit(0.0, 0.079), "share of the verbs that its passage and names lack")
    FIGURE_ACT_LOST_SHARE = Feature(Fit(0.0, -0.810), Fit(0.0, -0.032), "the same of a figure")
    CHARACTERS_LOST = Feature(Fit(0.0, -1.242), Fit(0.0, -0.268), "share of single characters that it lacks")
    FIGURE_CHARACTERS_LOST = Feature(Fit(0.0, -1.576), Fit(0.0, 0.278), "the same of a figure")
    STRANGE_LOST = Feature(Fit(0.0, -0.476), Fit(0.0, -0.481), "three characters that are no words, which it lacks")
    FIGURE_STRANGE_LOST = Feature(Fit(0.0, -0.269), Fit(-1.0, -0.488), "the same of a figure")
    PLACE_OPEN = Feature(Fit(0.0, 0.026), Fit(0.0, 0.938), "a place is named that its own clause lacks")
    FIGURE_PLACE_OPEN = Feature(Fit(0.0, -0.230), Fit(-1.5, -1.665), "the same of a figure")
    RESTRICTED = Feature(Fit(0.0, -0.192), Fit(0.0, -0.486), "the subject is restricted in a way that it lacks: 人均")
    FIGURE_RESTRICTED = Feature(Fit(0.0, 0.026), Fit(-1.5, -2.874), "the same of a figure")
    CONTRAST = Feature(Fit(0.0, 0.049), Fit(-2.5, -2.917), "a sibling of its subject is asked: 支出 for 收入")
    FIGURE_CONTRAST = Feature(Fit(0.0, -0.261), Fit(-3.0, -4.197), "the same of a figure")
    SIDE_OPEN = Feature(Fit(0.0, -0.764), Fit(0.0, -0.533), "one side is asked, and it tells none: 农村 of 居民收入")
    FIGURE_SIDE_OPEN = Feature(Fit(0.0, 0.113), Fit(-1.5, -2.286), "the same of a figure")
    INDICATOR_OPEN = Feature(
        Fit(0.0, -0.809), Fit(0.0, 0.001), "share of its indicator's words that the question lacks"
    )
    WIDENED = Feature(Fit(0.0, -0.225), Fit(0.0, -1.365), "its indicator is restricted beyond what is asked")
    NO_AMOUNT = Feature(Fit(0.0, -0.464), Fit(0.0, -0.657), "an amount is asked, and its own clause has none")
    ONLY_RATIO = Feature(Fit(0.0, 0.216), Fit(-2.0, -1.695), "an amount is asked, and it has a percentage")
    ONLY_GROWN = Feature(
        Fit(0.0, 0.000), Fit(-1.5, -1.523), "an amount is asked of a figure that tells growth or a rank"
    )
    ONLY_SHARE = Feature(Fit(0.0, 0.135), Fit(-1.0, -1.223), "no share is asked of a figure that is one: 占收入比重")
    ONLY_ADDED = Feature(
        Fit(0.0, -0.127), Fit(-1.5, -3.121), "a total is asked, and its own clause tells what was added"
    )
    ONLY_NAMED = Feature(None, Fit(-1.5, -1.955), "what a name means is asked, and it only mentions it in quotes")
    OTHER_UNIT = Feature(Fit(0.0, -0.836), Fit(0.0, -0.622), "its own clause counts in another unit")
    NO_RANK = Feature(Fit(0.0, -0.005), Fit(-1.5, -1.645), "a rank is asked, and its own clause has none")
    SEVERAL_YEARS = Feature(Fit(0.0, -0.267), Fit(0.0, -0.515), "a year is asked, and it speaks of several")
    UNLISTED = Feature(Fit(0.0, -0.912), Fit(0.0, -0.157), "members are asked, and its own clause lists none")
    UNLISTED_COUNT = Feature(Fit(0.0, -0.317), Fit(-2.0, -2.638), "members are asked, and it only counts them")
    HOLE_REASON = Feature(None, Fit(-2.5, -3.008), "why is asked, and it doesn't say")
    HOLE_WAY = Feature(None, Fit(-2.5, -3.116), "how to apply is asked, and it doesn't say")
    HOLE_PERSON = Feature(None, Fit(-1.5, -1.962), "who is asked, and it doesn't say")
    HOLE_CONTACT = Feature(None, Fit(-2.0, -2.009), "where to turn to is asked, and it doesn't say")
    HOLE_PRICE = Feature(None, Fit(-1.5, -1.596), "what one pays is asked, and it doesn't say")
    HOLE_GRANT = Feature(None, Fit(-1.5, -1.581), "what one is given is asked, and it doesn't say")
    HOLE_ADVICE = Feature(None, Fit(-1.5, -1.370), "what is best is asked, and it doesn't say")
    HOLE_OPINION = Feature(None, Fit(-2.0, -2.398), "what one thinks is asked, and it doesn't say")
    HOLE_EFFECT = Feature(None, Fit(-1.5, -2.113), "whether it harms is asked, and it doesn't say")
    HOLE_PREDICTION = Feature(None, Fit(-0.5, -0.467), "what will be is asked, and it doesn't say")
    HOLE_MEMBERS = Feature(None, Fit(0.0, 0.276), "which they are is asked, and it doesn't say")
    FIGURE_MEMBERS = Feature(None, Fit(-1.0, -2.159), "the same of a figure")
    FIGURE_HOLE = Feature(None, Fit(-2.5, -2.403), "any of the others is asked of a figure")
    HOLE_NEGATIVE = Feature(None, Fit(-2.0, -2.146), "what was not reached is asked, and it doesn't say")

    # Whether it is named
    NAME = Feature(Fit(0.0, 0.879), Fit(0.0, -0.454), "weight of its name in the question, in tens, at most 2")
    NAME_SHARE = Feature(Fit(0.0, 1.040), Fit(0.0, 1.339), "share of the question that is its name")
    NAME_NUMBER_OK = Feature(Fit(0.0, 0.658), None, "its name's own number is said: 6个工程")
    UNNAMED_THIN = Feature(Fit(0.0, -0.599), Fit(-2.0, -2.105), "how unlike its names, where it is THIN")
    UNNAMED_TERM = Feature(Fit(-1.0, -1.213), Fit(-1.0, -1.347), "how unlike its names, where it is a term")
    UNNAMED_FIGURE = Feature(Fit(0.0, -0.033), Fit(-1.0, 0.163), "how unlike, a figure that is asked for its number")
    UNNAMED_ASKED = Feature(None, Fit(-14.0, -12.985), "how unlike, where a short name's meaning is asked")
    DEFINITION_OFF = Feature(Fit(0.0, -0.698), Fit(-1.5, -0.771), "how unlike its wordings, defined and no term")
    BARE = Feature(None, Fit(-2.5, -2.500), "a message of a word alone, unlike its names")

    # What it is
    IS_TERM = Feature(Fit(0.0, 0.960), Fit(0.0, 1.190), "a glossary term")
    IS_FIGURE = Feature(Fit(0.0, 0.556), None, "an actual figure")
    IS_TARGET = Feature(Fit(0.0, -0.611), None, "a target")
    IS_LIVELIHOOD = Feature(Fit(0.2, 0.003), Fit(0.0, -0.024), "a livelihood item")
    IS_TEXT = Feature(Fit(0.0, -0.707), Fit(0.0, -0.294), "any other passage")
    UNWORDED = Feature(None, Fit(0.0, 0.026), "a passage for which nobody has written ways of asking")

    # Whether it has what is asked beside the topic
    YEAR_OK = Feature(Fit(1.0, 1.209), Fit(0.0, 1.451), "it is of the year asked for")
    STATUS_OFF = Feature(Fit(-0.6, -1.086), Fit(-0.8, -0.760), "achieved is asked and it is planned, or the reverse")
    PLACE_OK = Feature(None, Fit(0.0, -0.249), "it speaks of the place asked for")
    PLACE_EXTRA = Feature(None, Fit(-0.5, -0.420), "it is of one place, and none was asked for")
    LOCATION_OFF = Feature(None, Fit(-2.0, -2.369), "where is asked, and it names no place")
    MOMENT_OFF = Feature(None, Fit(-2.5, -3.011), "when is asked, and it has no date")
    QUANTITY_OK = Feature(Fit(0.0, 0.485), None, "how much is asked, and it has an amount")
    QUANTITY_OFF = Feature(Fit(-0.5, -0.633), Fit(-1.5, -0.755), "how much is asked, and it has no amount")
    UNIT_OK = Feature(None, Fit(0.0, 0.348), "it counts in the unit asked for")
    COUNT_OK = Feature(Fit(0.0, 1.087), None, "how many is asked, and it counts things or people")
    COUNT_OFF = Feature(Fit(0.0, -0.405), Fit(-0.5, -0.091), "how many is asked, and it counts neither")
    PEOPLE_OFF = Feature(None, Fit(-1.5, -2.242), "how many people is asked, and it counts none")
    GROWTH_OFF = Feature(Fit(-0.4, -0.543), Fit(-1.0, -1.995), "growth is asked, and it tells none")
    LEVEL_OFF = Feature(Fit(-0.5, -0.501), Fit(-2.5, -1.521), "the total is asked, and it tells none")
    SHARE_OFF = Feature(None, Fit(-0.7, -1.313), "a share is asked, and it tells none")
    NUMBER_OK = Feature(Fit(1.0, 0.984), Fit(1.0, -0.159), "it holds the number that is said")
    NUMBER_OFF = Feature(Fit(-0.8, -0.880), Fit(-0.8, -0.755), "it doesn't hold the number that is said")
    RANK_NUMBER_OK = Feature(None, Fit(0.0, 0.223), "it holds the rank that is said")
    MEANING_OK = Feature(None, Fit(0.0, 0.831), "什么意思 is asked of a term")
    MEANING_OFF = Feature(None, Fit(-1.5, -1.651), "什么意思 is asked of what is no term")
    TERM_OK = Feature(Fit(0.5, 0.746), None, "是什么 is asked of a term")
    TERM_OFF = Feature(Fit(0.0, -0.246), Fit(0.0, -0.668), "是什么 is asked of what is no term")
    MEMBERS_OK = Feature(None, Fit(0.0, 0.526), "哪6个 is asked of what has so many members")
    MEMBERS_OFF = Feature(None, Fit(-2.0, -0.435), "哪6个 is asked of what hasn't")
    PART_OK = Feature(None, Fit(0.0, 0.431), "第3个 is asked of a term that has a third part")

    # What the message is, alike for all candidates: it ranks none, but it decides
    BIAS = Feature(None, Fit(0.0, -0.461), "always 1")
    ASKS = Feature(None, Fit(0.0, -0.166), "it has a word that asks")
    CHATTER = Feature(None, Fit(-1.0, -1.045), "a third for each word of small talk, at most 1")
    GROUP = Feature(None, Fit(0.0, 0.535), "overheard in a group")
    GROUP_STATEMENT = Feature(None, Fit(-1.5, -0.820), "overheard, and without a word that asks")
    GROUP_SENTENCE = Feature(None, Fit(-2.0, -1.744), "overheard, without a word that asks and without spaces")
    GROUP_PLAIN = Feature(None, Fit(-1.0, -1.507), "overheard, and doesn't ask what a report tells")

    TALK_SELF = Feature(None, Fit(0.0, -0.135), "it speaks of those who talk: 我家")
    GROUP_TALK_SELF = Feature(None, Fit(0.0, -0.663), "the same, overheard")
    TALK_NOW = Feature(None, Fit(0.0, -0.857), "it speaks of the hour or the day")
    GROUP_TALK_NOW = Feature(None, Fit(0.0, -0.824), "the same, overheard")
    WAITING = Feature(None, Fit(-2.0, -2.107), "it waits for something: 怎么还没到")
    TALK_WHETHER = Feature(None, Fit(0.0, 0.812), "it asks whether something has come or is left")
    GROUP_TALK_WHETHER = Feature(None, Fit(0.0, -1.546), "the same, overheard")

    # What ranking found
    SCORE = Feature(None, Fit(0.0, 0.587), "its score, in tens, from -1 to 1")
    MARGIN = Feature(None, Fit(0.0, 1.681), "its lead over the best of another passage, by 4, at most 1")
    ECLIPSED = Feature(None, Fit(-1.0, -1.117), "by how much what is ruled out fits the topic better, at most 4")

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
