"""Which indicator a message names, whatever it asks of it."""

from __future__ import annotations

from dataclasses import replace

from knowledge.finding.index import Index
from knowledge.finding.pipeline import CERTAIN, Pipeline, Reading
from knowledge.finding.recall import weigh
from knowledge.language.question import Question
from knowledge.model import Figure, Kind


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
    return reading if reading.ranked else replace(reading, confidence=-CERTAIN)
