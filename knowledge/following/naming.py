"""Which indicator a message names, whatever it asks of it."""

from __future__ import annotations

from dataclasses import replace

from knowledge.finding.features import F
from knowledge.finding.index import Index
from knowledge.finding.pipeline import CERTAIN, Pipeline, Reading
from knowledge.finding.recall import weigh
from knowledge.language.question import Question
from knowledge.model import Figure, Kind

ALIKE = (
    0.7  # likeness from which on what was typed is a wording's: 就业 is 0.67 of 城镇新增就业, 两食产量 0.75 of 粮食产量
)

HALF, ALONE = 0.6, 0.8  # the same where nothing else is as near: 户厕 is 0.67 of 农村牧区户厕, whose lead is 1.0


def named_by(question: Question, index: Index, pipeline: Pipeline, year: int) -> Reading:
    """Returns the figure whose indicator `question` names: by the name alone, or in any question about it.

    Last year, this year (`year`) and what was reached or is aimed at are read over: both sides are wanted. The
    reading is not sure where no figure, or a list, is asked for.
    """
    entries = index.entries
    alone = [number for number in index.names.get(question.units.joined, ()) if isinstance(entries[number], Figure)]
    if alone and len({entries[number].title for number in alone}) == 1:
        return Reading(question, weigh(question, index, pipeline.lexicon), (), {}, (alone[0],), "", CERTAIN)
    if question.years <= {year - 1, year}:
        question = replace(question, asks=True, years=frozenset(), status=frozenset())
    reading = pipeline.asked(question, frozenset({Kind.FIGURE, Kind.TARGET}))
    best = next((ranked.features for ranked in reading.ranked if ranked.entry in reading.found), {})
    alike = best.get(F.FUZZY, 0)
    named = best.get(F.NAME, 0) > 0 or alike >= ALIKE or (alike >= HALF and reading.signs.get(F.MARGIN, 0) >= ALONE)
    return reading if named else replace(reading, confidence=-CERTAIN)
