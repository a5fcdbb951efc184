"""One report, ready to be asked: from a message to an Answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain

from knowledge.browsing import Catalogue, ReminderTopic, Surroundings, catalogue_of, topics_of
from knowledge.explain import Explanation, explained
from knowledge.faults import Fault
from knowledge.finding.answers import MOST_SUGGESTIONS, Answers, joined, near, score, score_of
from knowledge.finding.facts import all_facts
from knowledge.finding.index import build_index
from knowledge.finding.lists import MOST
from knowledge.finding.mentions import Concordance
from knowledge.finding.pipeline import CERTAIN, Kinds, Pipeline, Reading
from knowledge.finding.rank import Calibration
from knowledge.finding.reasons import Reasons
from knowledge.finding.related import Related
from knowledge.finding.search import LONGEST_SEARCHED, Search
from knowledge.following.follow import Follower, FollowUp
from knowledge.following.frame import Message
from knowledge.following.references import References
from knowledge.following.sides import Sides, alike, are_sides, named_by
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.question import Question
from knowledge.language.verbatim import several_clauses, verbatim
from knowledge.model import (
    NEAR_MISS,
    Answer,
    Conflict,
    Entry,
    Excerpt,
    Figure,
    Kind,
    Outcome,
    Passage,
    Reason,
    Report,
    Source,
    Suggestion,
    Term,
    Where,
)
from knowledge.report.loading import Knowledge

# Score from which on the answer to a short message stands, whatever was asked before. 80 to 92 give the same
# 30 of the 38 follow-ups of 30 conversations; 今年新增就业目标 after a question about GDP has 98.
STANDS_ALONE = 88
_NEAR = frozenset({Reason.YEAR, Reason.MEASURE})  # the report has the subject, but not this of it
LONGEST_FOLLOW_UP = 120  # characters of a message that may lean on the answer before it
LONGEST_NORMAL = 200  # characters of a normal form that is kept
LONGEST_NORMALISED = 1024  # characters of all of it that are read for that: links may come before the words

# t.me/somebody; https:// went before. Labels have at most 63 characters, as in DNS, and a match begins where a label
# does: without these bounds a run of letters or dots takes quadratic time.
_LINK = re.compile(r"(?<![a-z0-9-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,7}\.[a-z]{2,63}(?:/\S*)?", re.ASCII)


class Library:
    """Answers questions about one report. Nothing in it changes after construction; threads may share it.

    `differences` are where the report file's text isn't the plain text beside it. One of several names its report at
    every place that it gives.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        lexicon: Lexicon,
        normaliser: Normaliser,
        calibration: Calibration,
        *,
        one_of_several: bool = False,
    ) -> None:
        self.report: Report = knowledge.report
        self.differences: tuple[Fault, ...] = knowledge.differences
        self.entries: tuple[Entry, ...] = knowledge.entries
        self._normaliser = normaliser
        lexicon = lexicon.for_region(normaliser.forms(list(knowledge.report.region_names)))
        lexicon = lexicon.with_places(knowledge.report.places, normaliser)
        lexicon = lexicon.with_departments(knowledge.report.departments, normaliser)
        self._index = build_index(knowledge.entries, lexicon, normaliser)
        lexicon = lexicon.with_names(
            chain.from_iterable(
                names for e, names in zip(knowledge.entries, self._index.own_names, strict=True) if isinstance(e, Term)
            )
        )
        figures = ((n, e) for n, e in enumerate(knowledge.entries) if isinstance(e, Figure))
        lexicon = lexicon.with_indicators(self._index.own_names[number] for number, _ in figures)
        self._lexicon = lexicon
        self._facts = all_facts(self._index, normaliser, lexicon, knowledge.report)
        self._pipeline = Pipeline(self._index, self._facts, lexicon, knowledge.report, calibration)
        self._reasons = Reasons(self._index, lexicon)
        self._answers = Answers(self._index, self.report if one_of_several else None)
        self._knowledge = knowledge
        self._search = Search(self._index)
        self._concordance = Concordance(self._index, lexicon)
        self._related = Related(self._index, lexicon, normaliser, knowledge.report)
        self._ids = {entry.id: number for number, entry in enumerate(knowledge.entries)}

    def with_calibration(self, calibration: Calibration) -> Library:
        """Returns the same library under another calibration; the index is shared."""
        other = copy(self)
        other._pipeline = self._pipeline.under(calibration)
        return other

    def ask(
        self,
        text: str,
        where: Where = Where.ADDRESSED,
        kinds: Kinds = None,
        before: Sequence[str] = (),
        frame: str = "",
    ) -> Answer:
        """Returns the answer to `text`; `kinds` restricts it to entries of these kinds (a command was used).

        `before` are the ids of the entries that the answer before showed, in order, and `frame` is that answer's own:
        a message that leans on it is answered about them. Only the first 4,096 characters are read. What is not sure is
        silent in a group; asked directly it is unsure, with the nearest entries where any are near.
        """
        typed = self._normaliser.question(text)
        form = self._index.latin.translate(typed)
        normal = self._normal(typed, form)
        direct = where is Where.ADDRESSED and kinds is None
        message = self._follower.message(form) if direct and (before or frame) else None
        numbers = tuple(dict.fromkeys(self._ids[one] for one in before if one in self._ids))[:MOST]
        referred = self._follower.refer(message, numbers, frame) if message and numbers else None
        if message and referred and (referred.picks or referred.closed):
            return replace(self._told(message, text, referred, numbers, frame), normal=normal)
        readings = self._pipeline.read(form, where, kinds)
        alone = self._asked(text, form, readings, where, kinds)
        if message and (numbers or frame) and self._leans(message, alone):
            merged = self._follower.merge(message, numbers, frame)
            if merged.picks or merged.reading or (message.leans and not self._is_own(message, alone, numbers)):
                return replace(self._told(message, text, merged, numbers, frame), normal=normal)
        if direct and not (before or frame):
            return self._first(replace(alone, normal=normal, frame=normal), form)
        if alone.outcome is Outcome.ANSWER or not direct:
            return replace(alone, normal=normal, frame=normal)
        about, frame = (tuple(before), frame) if message is None or message.leans else (alone.about, normal)
        return replace(alone, normal=normal, about=about, frame=frame)

    def _first(self, alone: Answer, form: str) -> Answer:
        """The answer to a message with nothing before it; none to words that only refer to something: 还有呢."""
        message = self._follower.message(form)
        is_item = alone.outcome is Outcome.ANSWER and message is not None and message.whole.ordinal is not None
        if message and self._follower.only_refers(message) and not is_item:
            return Answer(
                alone.question, Outcome.UNSURE, None, "", 0, (), (), normal=alone.normal, frame=form, may_lean=True
            )
        if alone.outcome is Outcome.ANSWER or message is None:
            return alone
        return replace(alone, may_lean=message.leans and not self._follower.names_beyond(message))

    def _leans(self, message: Message, alone: Answer) -> bool:
        """Whether a message is merged with what was asked before it, though by itself `alone` would answer it."""
        if message.tied or alone.outcome is not Outcome.ANSWER:
            return True
        return message.leans and not (_stands(alone) or (message.question.lists and alone.kind is Kind.LIST))

    def _is_own(self, message: Message, alone: Answer, before: Sequence[int]) -> bool:
        """Whether what only another subject is named by is answered by itself, where it can't be merged: 六个工程呢."""
        if not message.tied or alone.outcome is not Outcome.ANSWER or not _stands(alone):
            return False
        return self._follower.is_named(message, [self._ids[source.entry_id] for source in alone.sources], before)

    def _told(self, message: Message, text: str, found: FollowUp, before: Sequence[int], frame: str) -> Answer:
        """What was found for a message that leans on the entries `before` and on `frame`."""
        if found.reading is not None:
            answer = replace(self._answer(text, found.reading, None), asked=text.strip())
        else:
            answer = self._picked(text, found, before)
        if answer.outcome is Outcome.ANSWER:
            about = tuple(source.entry_id for source in answer.sources)
            kept, relative = frame if found.frame is None else found.frame, message.whole.relative
            return replace(answer, leaned=True, about=about, frame=kept, relative=relative)
        about = tuple(self.entries[number].id for number in before)
        return replace(answer, leaned=True, about=about, frame=frame)

    def _asked(self, text: str, form: str, readings: Sequence[Reading], where: Where, kinds: Kinds) -> Answer:
        """The answer to a message that stands by itself, with what was found for its normal form `form`."""
        best = readings[0] if readings else None
        asked = ""
        if best is not None and (where is Where.ADDRESSED or score_of(best) >= NEAR_MISS):
            asked = verbatim(text, best.question.form, form, self._normaliser, self._index.latin.translate)
        if best is not None and best.found and best.confidence >= self._pipeline.threshold(where):
            if where is Where.GROUP and best.question.form == form:
                asked = self._alone(asked, best, kinds)
            found = self._word(text, best, True) if where is Where.ADDRESSED and kinds is None else None
            answer = replace(found or self._answer(text, best, kinds), asked=asked)
            return replace(answer, about=tuple(source.entry_id for source in answer.sources))
        if where is Where.ADDRESSED and kinds is None and best and (found := self._word(text, best, False)):
            return replace(found, asked=asked, about=tuple(source.entry_id for source in found.sources))
        around = near(readings)
        nearest = self.entries[around[0]].id if around else ""
        if where is Where.GROUP:
            points = score_of(best)
            missed = self._reasons.of(readings) if best is not None and best.question.quantity else None
            if missed and missed[0].reason in _NEAR:
                points = max(points, NEAR_MISS)
            return Answer(text, Outcome.SILENT, None, "", points, (), (), asked, nearest)
        if not around and best is not None and kinds is None:
            around = self._concordance.near(best.question)
        missed = self._reasons.of(readings)
        if missed and kinds is not None and self.entries[missed[1]].kind not in kinds:
            missed = None
        if missed:
            around = [missed[1], *(number for number in around if number != missed[1])]
            nearest = self.entries[missed[1]].id
        offered = self._answers.suggestions(around)
        conflict = missed[0] if missed else None
        about = (nearest,) if conflict else ()
        points = score_of(best)
        return Answer(
            text, Outcome.UNSURE, None, "", points, (), offered, asked, nearest, conflict=conflict, about=about
        )

    def _alone(self, asked: str, best: Reading, kinds: Kinds) -> str:
        """The clause of what a group was told that asks the same by itself; all of it where none does."""
        for clause in several_clauses(asked):
            reading = next(iter(self.read(clause, Where.GROUP, kinds)), None)
            if reading and reading.found == best.found and reading.confidence >= self._pipeline.threshold(Where.GROUP):
                return clause
        return asked

    def _word(self, text: str, reading: Reading, sure: bool) -> Answer | None:
        """What the report says of a word or two that are all of a message, or None where it is no such message.

        Where what was read is `sure`, a word that names it is not looked up, but a bare indicator's name asks for what
        was reached and for what is aimed at.
        """
        mentions = self._concordance.asked(reading.question)
        if mentions is None or not mentions.found or (sure and len(reading.found) > 1):
            return None
        found = mentions.found
        if sure:
            entry = self.entries[reading.found[0]]
            said = self._lexicon.selections["mention"].search(reading.question.units.joined) is not None
            named = "".join(mentions.words) in self._index.own_names[reading.found[0]] and entry.kind is not Kind.TEXT
            if named and not (said and isinstance(entry, Figure)):
                return self._both(text, reading)
            first = [each for each in found if self.entries[each.entry].passage == entry.passage]
            listed = entry.kind is Kind.LIVELIHOOD and reading.question.lists
            if not (first or said) or not (entry.kind is Kind.TEXT or listed or isinstance(entry, Figure)):
                return None
            found = (*first, *(each for each in found if each not in first))
        shown = self.entries[found[0].entry].passage.text
        words = "、".join(dict.fromkeys(shown[slice(*span)] for span in found[0].spans))
        sources = self._answers.mentioning(found[:MOST])
        kind = Kind.LIST if len(sources) > 1 else sources[0].kind
        points, nearest = score(CERTAIN), sources[0].entry_id
        told = Answer(text, Outcome.ANSWER, kind, words, points, sources, (), nearest=nearest, mentioned=len(found))
        return replace(told, relative=reading.question.relative)

    def _both(self, text: str, reading: Reading) -> Answer | None:
        """The actual and the target of an indicator whose name is all that was said, where the report has both."""
        entry = self.entries[reading.found[0]]
        picks = self._sides.both(reading.found[0], entry) if isinstance(entry, Figure) else ()
        if len(picks) < 2:
            return None
        told = self._picked(text, FollowUp(picks, reading.confidence), reading.found)
        relative = reading.question.relative
        return replace(told, title=entry.title, comparison=len(told.sources) > 1, relative=relative)

    def compare(self, text: str) -> Answer:
        """Returns the actual and the target of the indicator that `text` names, in this order, as alike as can be.

        Where the report has but one of them it is answered alone; unsure, with the nearest entries, where no indicator
        is surely named. Only the first LONGEST_FOLLOW_UP characters are read.
        """
        reading = named_by(self._understood(text), self._index, self._pipeline, self.report.year)
        entry = self.entries[reading.found[0]] if reading.found else None
        if not isinstance(entry, Figure) or reading.confidence < self._pipeline.threshold(Where.ADDRESSED):
            around = near([reading])
            nearest = self.entries[around[0]].id if around else ""
            offered = self._answers.suggestions(around)
            return Answer(text, Outcome.UNSURE, None, "", score_of(reading), (), offered, text.strip(), nearest)
        picks = self._sides.both(reading.found[0], entry)
        told = self._picked(text, FollowUp(picks, reading.confidence), reading.found)
        return replace(told, title=entry.title, comparison=len(told.sources) > 1)

    def indicator(self, text: str) -> tuple[Figure, ...]:
        """Returns the figures of the indicator that `text` surely names, of any year and side; none without one."""
        reading = named_by(self._understood(text), self._index, self._pipeline, self.report.year)
        entry = self.entries[reading.found[0]] if reading.found else None
        if not isinstance(entry, Figure) or reading.confidence < self._pipeline.threshold(Where.ADDRESSED):
            return ()
        return self._sides.of(entry)

    def source(self, entry_id: str, focus: tuple[int, int] | None = None) -> Source:
        """Returns one of the report's entries as a source, `focus` of its passage emphasised."""
        return self._answers.focused(self._ids[entry_id], focus)

    def search(self, text: str, limit: int = 8, offset: int = 0) -> tuple[Suggestion, ...]:
        """Returns the passages that suit `text`, half typed or a whole question, the best first.

        At most `limit` of them, without the first `offset`; pages that follow each other share nothing. Only the
        first 1,024 characters are read.
        """
        if limit < 1 or offset < 0:
            return ()
        typed = self._normaliser.question(text[:LONGEST_SEARCHED])
        form = self._index.latin.translate(typed)
        readings = self._pipeline.read(form, Where.ADDRESSED)
        found = self._search.passages(
            chain(
                self._sure(readings),
                self._search.typed(typed, form),
                near(readings),
                *(self._search.near(reading.question, reading.topic) for reading in readings[:1]),
            )
        )
        return self._answers.suggestions(found[offset : offset + limit], limit, form)

    def is_ready(self, text: str, before: Sequence[str] = ()) -> bool:
        """Returns whether `text` can be answered without an index to be made first: always."""
        return True

    def prepare(self) -> None:
        """Builds now what is built at its first use, so that nobody waits for it."""
        self._search.prepare()
        self._index.latin.prepare()
        self.catalogue, self.topics, self._follower, self._surroundings  # noqa: B018 - kept once made

    def normal(self, text: str) -> str:
        """Returns the normal form of `text` in one line: without links, mentions and control characters.

        At most LONGEST_NORMAL characters, of the first LONGEST_NORMALISED of all of it. Spellings that mean the same
        have one normal form where that is known.
        """
        typed = self._normaliser.question(text)
        return self._normal(typed, self._index.latin.translate(typed))

    def _normal(self, typed: str, form: str) -> str:
        """The same of a message that is `typed` in normal form, and `form` with its Latin letters in Chinese."""
        typed = typed[:LONGEST_NORMALISED]
        if _LINK.search(typed):
            form = self._index.latin.translate(_LINK.sub(" ", typed))
        head = form[:LONGEST_NORMALISED]
        plain = head if head.isprintable() else "".join(c if c.isprintable() else " " for c in head)
        return " ".join(plain.split())[:LONGEST_NORMAL].rstrip()

    def headline(self, entry_id: str) -> Suggestion | None:
        """Returns the entry with this id in few words, or None where the report has none."""
        number = self._ids.get(entry_id)
        return None if number is None else self._answers.suggestions([number])[0]

    def context(self, entry_id: str) -> Excerpt | None:
        """Returns the entry's passage with the passages around it, or None where the report has no such entry."""
        number = self._ids.get(entry_id)
        if number is None:
            return None
        before, after = self._surroundings.around(self.entries[number])
        return Excerpt(before, self._answers.source(number), after)

    def related(self, entry_id: str, limit: int = 6) -> tuple[Suggestion, ...]:
        """Returns at most `limit` entries of other passages that go with this one, the best first.

        None are returned for an id that is no entry's.
        """
        number = self._ids.get(entry_id)
        found = () if number is None else self._related.of(number, limit)
        return self._answers.suggestions(found, limit)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The report on shelves, to be browsed."""
        return catalogue_of(self._knowledge)

    @cached_property
    def topics(self) -> tuple[ReminderTopic, ...]:
        """What people may be reminded of: every target of the report's year and every livelihood item, each once."""
        return topics_of(self._knowledge)

    @cached_property
    def remindable(self) -> tuple[str, ...]:
        """The ids of all that topics hold, in the report's order."""
        return tuple(sorted(chain.from_iterable(topic.entries for topic in self.topics), key=self._ids.__getitem__))

    def actual_of(self, entry_id: str) -> Source | None:
        """Returns what the year before reached of a target's indicator, or None where the report doesn't say.

        None is returned, too, for what is no target's id.
        """
        entry = self.entries[self._ids[entry_id]] if entry_id in self._ids else None
        pick = self._sides.reached(entry) if isinstance(entry, Figure) else None
        return None if pick is None else self._answers.focused(pick.entry, pick.focus)

    @cached_property
    def _sides(self) -> Sides:
        return Sides(self.entries, self._facts, self.report.year)

    @cached_property
    def _follower(self) -> Follower:
        references = References(self._index, self._lexicon, self._concordance, self._related.of)
        return Follower(self._index, self._sides, references, self._pipeline, self._title)

    def _title(self, number: int) -> str:
        return self._normaliser.form(self.entries[number].title.replace("\n", " "))

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._knowledge)

    def sides(self, entry_id: str) -> tuple[Source, ...]:
        """Returns the actual and the target of a figure's indicator, in this order; none where there is but one."""
        number = self._ids.get(entry_id)
        entry = None if number is None else self.entries[number]
        picks = self._sides.both(number, entry) if number is not None and isinstance(entry, Figure) else ()
        return self._answers.picked((pick.entry, pick.focus) for pick in picks) if len(picks) > 1 else ()

    def comparable(self, entry_id: str) -> tuple[Figure, Figure] | None:
        """Returns a figure's actual and target where both state the same measure in the same unit, else None."""
        numbers = (self._ids[source.entry_id] for source in self.sides(entry_id))
        figures = [entry for number in numbers if isinstance(entry := self.entries[number], Figure)]
        return (figures[0], figures[1]) if len(figures) == 2 and alike(figures[0], figures[1]) else None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The whole text in pieces, in the report's order."""
        return self._knowledge.passages

    def open(self, entry_id: str, focus: tuple[int, int] | None = None) -> Answer | None:
        """Returns the entry with this id as an answer, or None where the report has none.

        With a source's `focus` it is the same source again; a focus that fits nothing in the entry is ignored.
        """
        number = self._ids.get(entry_id)
        if number is None:
            return None
        source = self._answers.focused(number, focus)
        kind = self.entries[number].kind
        return Answer("", Outcome.ANSWER, kind, source.title, 100, (source,), (), nearest=entry_id)

    def read(self, text: str, where: Where, kinds: Kinds = None) -> list[Reading]:
        """Returns every view of `text` with what was found for it, the surest first."""
        return self._pipeline.read(self._form(text), where, kinds)

    def explain(self, text: str, where: Where = Where.ADDRESSED) -> Explanation:
        """Returns every step's result for `text` as tables of words."""
        readings = self.read(text, where)
        return explained(text, self._form(text), readings, self._pipeline.threshold(where), self.entries)

    def _sure(self, readings: Sequence[Reading]) -> list[int]:
        """The entries that answer, asked directly, in their order; none where the surest reading isn't sure."""
        best = readings[0] if readings else None
        if best is None or not best.found or best.confidence < self._pipeline.threshold(Where.ADDRESSED):
            return []
        return [self._ids[source.entry_id] for source in self._answer("", best, None).sources]

    def _understood(self, text: str) -> Question:
        return self._pipeline.understood(self._form(text[:LONGEST_FOLLOW_UP]))

    def _form(self, text: str) -> str:
        return self._index.latin.translate(self._normaliser.question(text))

    def _picked(self, text: str, found: FollowUp, before: Sequence[int]) -> Answer:
        """The entries that were picked, or why none was, with what was asked about in vain first among those near."""
        asked = text.strip()
        if not found.picks:
            missed = self._missed(found, before)
            about = [*([missed[1]] if missed else []), *before]
            offered = self._answers.suggestions(
                [*about, *(self._related.of(about[0], MOST_SUGGESTIONS) if about else near(found.missed))]
            )
            nearest, conflict = self.entries[about[0]].id if about else "", missed[0] if missed else None
            return Answer(text, Outcome.UNSURE, None, "", 0, (), offered, asked, nearest, conflict=conflict)
        entries = [self.entries[pick.entry] for pick in found.picks]
        sources = self._answers.picked((pick.entry, pick.focus) for pick in found.picks)
        kind = Kind.LIST if found.related or len(sources) > 1 else entries[0].kind
        first, sides = sources[0].entry_id, len(sources) > 1 and are_sides(entries)
        points = score(found.certainty)
        title = "" if found.related else joined(sources)
        return Answer(
            text, Outcome.ANSWER, kind, title, points, sources, (), asked, first, sides, related=found.related
        )

    def _missed(self, found: FollowUp, before: Sequence[int]) -> tuple[Conflict, int] | None:
        """Why nothing was found, and the entry that came nearest: where nothing new is named one of those before."""
        titles = {self.entries[number].title for number in before}
        for reading in found.missed:
            missed = self._reasons.of([reading])
            if missed and (found.named or not titles or self.entries[missed[1]].title in titles):
                return missed
        return None

    def _answer(self, text: str, reading: Reading, kinds: Kinds) -> Answer:
        sources = self._answers.sources(reading.found, reading.question, reading.title, kinds)
        kind = Kind.LIST if len(sources) > 1 else self.entries[reading.found[0]].kind
        title = (reading.title if len(sources) > 1 else "") or joined(sources)
        return Answer(
            text,
            Outcome.ANSWER,
            kind,
            title,
            score_of(reading),
            sources,
            (),
            nearest=sources[0].entry_id,
            comparison=len(sources) > 1 and are_sides([self.entries[number] for number in reading.found]),
            relative=reading.question.relative,
        )


def _stands(answer: Answer) -> bool:
    """Whether the answer to a short message stands, whatever was asked before: one passage, and surely."""
    return answer.score >= STANDS_ALONE and answer.kind is not Kind.LIST and not answer.mentioned
