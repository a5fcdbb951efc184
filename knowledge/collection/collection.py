"""Several reports, ready to be asked: which of them is meant, and what it says."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

from knowledge.collection.across import Beside
from knowledge.collection.chosen import ChosenReport
from knowledge.collection.members import (
    LeftOut,
    Member,
    Summary,
    faults_of,
    fingerprint,
    in_order,
    member_of,
    members_of,
    require_new,
)
from knowledge.collection.routing import Asked, Router, Try
from knowledge.engine import Library
from knowledge.explain import Explanation
from knowledge.faults import Fault, KnowledgeError
from knowledge.finding.pipeline import Kinds
from knowledge.finding.rank import calibration
from knowledge.language.lexicon import Lexicon, read_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.model import Answer, Conflict, Kind, Outcome, Reason, Report, Suggestion, Where
from knowledge.report.document import FileContent
from knowledge.report.loading import Contents

# Libraries that are kept ready: each has 5 to 13 MiB and takes up to a second to be made again. Of many reports a
# fifth, some 1 to 2 MiB for each report (`bench.scale`); three are what a question about three years or regions needs.
LEAST_READY, READY_OF = 3, 5


class ReportLanguage:
    """What all reports of a collection are read by; its tables take a while to be made."""

    def __init__(self, lexicon: FileContent) -> None:
        self.content = lexicon
        self.normaliser = Normaliser()
        self.lexicon: Lexicon = read_lexicon(lexicon, self.normaliser)


class Collection:
    """The reports of some files, at least one. An index is made of a report when it is first asked.

    `left` are the files left out; `most_ready` libraries are kept, by default more of more reports. `before` is the
    collection in whose place this one comes: what is the same in both is not made anew. Raises KnowledgeError where the
    lexicon is faulty. Threads may share it.
    """

    def __init__(
        self,
        members: Sequence[Member],
        left: Sequence[LeftOut] = (),
        *,
        before: Collection | None = None,
        most_ready: int = 0,
    ) -> None:
        self.members = in_order(members)
        self.left = tuple(left)
        self._members = {member.report.key: member for member in self.members}
        self._ready: OrderedDict[str, Library] = OrderedDict()
        self._most_ready = most_ready or max(LEAST_READY, 1 + len(self.members) // READY_OF)
        self._making = threading.RLock()
        self.default: Report = self.members[0].report
        lexicon = self.members[0].contents.lexicon
        kept = before if before is not None and before.language.content == lexicon else None
        self.language: ReportLanguage = kept.language if kept else ReportLanguage(lexicon)
        if kept and kept.is_single == self.is_single:  # one of several names its report
            self._ready.update(kept.ready_of(self.members))
        self.library(self.default.key)
        self.members = tuple(replace(member, knowledge=None) for member in self.members)
        self._members = {member.report.key: member for member in self.members}

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports: by region, the newest of each first."""
        return tuple(member.report for member in self.members)

    @property
    def is_single(self) -> bool:
        """Whether there is but one report, which needn't be named."""
        return len(self.members) == 1

    @property
    def differences(self) -> tuple[Fault, ...]:
        """Where the files' texts aren't the plain texts beside them."""
        return tuple(fault for member in self.members for fault in member.differences)

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many entries each file has, by its path."""
        return {str(member.path): len(member.ids) for member in self.members}

    @property
    def summaries(self) -> Mapping[str, Summary]:
        """What needn't be read again of each file, by its fingerprint."""
        return {
            fingerprint(member.contents): Summary(member.report, member.ids, member.differences)
            for member in self.members
        }

    def replaced(self, contents: Contents) -> Collection:
        """Return the collection with what one report's file holds now; raise KnowledgeError where it is faulty.

        It stands in the place of what that file held before, if anything.
        """
        path, member = contents.report.path, member_of(contents)
        others = [_under(contents.lexicon, each) for each in self.members if each.path != path]
        require_new(member, others)
        place = next((number for number, each in enumerate(self.members) if each.path == path), len(others))
        left = [each for each in self.left if each.path != path]
        return Collection([*others[:place], member, *others[place:]], left, before=self)

    def reread(self, read: Sequence[Contents]) -> Collection:
        """Return the reports in the files as they are now; of a file that is faulty now, what it held before.

        Raises KnowledgeError where none can be used, or the only one is faulty.
        """
        members, left = members_of(read)
        gone = {each.path for each in left}
        kept = [each for each in self.members if each.path in gone and len(read) > 1]
        kept = [each for each in kept if each.report.key not in {member.report.key for member in members}]
        if not members and not kept:
            raise faults_of(left)
        lexicon = read[0].lexicon
        found = [_under(lexicon, each) for each in (*members, *kept)]
        order = [each.report.path for each in read]
        found.sort(key=lambda each: order.index(each.path))
        return Collection(found, left, before=self)

    def ready_of(self, members: Sequence[Member]) -> Mapping[str, Library]:
        """Return the libraries that are made already of those of `members` that are the same here."""
        with self._making:
            made = dict(self._ready)
        same = {each.report.key for each in members if self._members.get(each.report.key) == each}
        return {key: library for key, library in made.items() if key in same}

    def library(self, key: str) -> Library:
        """Return the library of one report by its key, which is made now if it isn't ready."""
        library = self._ready.get(key)
        if library is None:
            with self._making:
                library = self._ready.get(key) or self._made(key)
        with self._making:
            if key in self._ready:
                self._ready.move_to_end(key)
        return library

    def _made(self, key: str) -> Library:
        member = self._members[key]
        others = [each for each in self._ready if each != self.default.key]
        for oldest in others[: max(0, 1 + len(self._ready) - self._most_ready)]:  # before: else the most are held then
            del self._ready[oldest]
        library = Library(
            member.read(),
            self.language.lexicon,
            self.language.normaliser,
            calibration(),
            one_of_several=not self.is_single,
        )
        self._ready[key] = library
        return library

    def engine(self, key: str = "") -> Library | ChosenReport:
        """Return what a chat asks that chose the report with this key; of one report alone its library."""
        report = self.report(key) or self.default
        return self.library(report.key) if self.is_single else ChosenReport(self, report)

    def report(self, key: str) -> Report | None:
        """Return the report with this key; None where there is none."""
        member = self._members.get(key)
        return member.report if member else None

    def meant(self, text: str) -> Report | None:
        """Return the report that `text` names by its region and year; None where it names none of them."""
        asked = self._router.read(text, self.default)
        named = asked.named
        exact = named.year is None or asked.report.year == named.year
        year = next(iter(asked.years), None)
        report = self._router.of_region(asked.report.region).get(year) if year else asked.report
        return report if exact and report and (named.regions or named.year or year) else None

    def has_ready(self, key: str) -> bool:
        """Return whether the library of this report is made."""
        return key in self._ready

    def holder(self, entry_id: str) -> Report | None:
        """Return whose entry has this id; None where no report has it."""
        return self._holders.get(entry_id)

    def is_ready(self, text: str, report: Report, before: Sequence[str] = ()) -> bool:
        """Return whether all libraries are made that a question is put to."""
        tries = self._router.tries(text, self._router.read(text, report))
        held = [holder for one in before[:1] if (holder := self.holder(one))]
        return all(each.key in self._ready for each in (report, *(one.report for one in tries), *held))

    def ask(  # noqa: PLR0913 - what a library takes, and the report
        self,
        text: str,
        where: Where = Where.ADDRESSED,
        kinds: Kinds = None,
        before: Sequence[str] = (),
        frame: str = "",
        *,
        report: Report,
    ) -> Answer:
        """Return what the report says that `text` means, `report` where it names none. See `Library.ask`."""
        asked = self._router.read(text, report)
        if asked.absent is not None:
            return self._absent(text, where, asked, asked.absent)
        last = next((holder for one in before[:1] if (holder := self.holder(one))), None)
        if last and kinds is None and (found := self._followed(text, asked, last, before, frame)):
            return found
        if kinds is None and (found := self._beside.ask(text, where, asked)):
            return replace(found, normal=self.library(self.default.key).normal(text))
        own = before if last == asked.report else ()
        return self._tried(
            text,
            self._router.tries(text, asked),
            lambda library, words: library.ask(words, where, kinds, own, frame if own else ""),
        )

    def _followed(self, text: str, asked: Asked, last: Report, before: Sequence[str], frame: str) -> Answer | None:
        """The answer to a message that leans on one of the report `last`; None where it doesn't lean on it."""
        if not asked.named.regions and last != asked.report:
            found = self.library(last.key).ask(text, before=before, frame=frame)
            if found.leaned and found.outcome is Outcome.ANSWER:
                return replace(found, report=last)
        said = self._router.left_over(asked)
        if said is None:
            return None
        if not asked.named.regions:
            asked = self._router.read(text, last)
            found = self.library(last.key).ask(text, before=before, frame=frame)
            if found.outcome is Outcome.ANSWER:
                return replace(found, report=last)
        headline = self.library(last.key).headline(before[0])
        if headline is None:
            return None
        for subject in _subjects(headline, last, asked.years, said):
            again = self._router.read(subject, asked.report)
            found = self._tried(text, self._router.tries(subject, again), Library.ask)
            if found.outcome is Outcome.ANSWER:
                break
        return replace(found, leaned=True, asked=text.strip())

    def _absent(self, text: str, where: Where, asked: Asked, year: int) -> Answer:
        """What is said to a question about a report that isn't there: of which years its region has any."""
        region = asked.report.region
        years = "、".join(map(str, sorted(self._router.of_region(region))))
        conflict = Conflict(Reason.REPORT, f"{region}{year}", years)
        outcome = Outcome.SILENT if where is Where.GROUP else Outcome.UNSURE
        normal = self.library(self.default.key).normal(text)
        return Answer(text, outcome, None, "", 0, (), (), text.strip(), normal=normal, conflict=conflict)

    def _tried(self, text: str, tries: Sequence[Try], ask: Callable[[Library, str], Answer]) -> Answer:
        """The first answer that a report has to the question put to it; else what the first of them says."""
        answers: list[Answer] = []
        for report, words in tries:
            library = self.library(report.key)
            found = replace(ask(library, words), report=report)
            if words != text:
                asked = text.strip() if found.asked else ""
                found = replace(found, question=text, asked=asked, normal=library.normal(text))
            if found.outcome is Outcome.ANSWER:
                return found
            answers.append(found)
        return answers[0]

    def compare(self, text: str, *, report: Report) -> Answer:
        """Return what two reports that follow each other say of an indicator's target; else see `Library.compare`."""
        asked = self._router.read(text, report)
        found = self._beside.compare(text, asked)
        return found or self._tried(text, self._router.tries(text, asked), Library.compare)

    def search(self, text: str, limit: int = 8, offset: int = 0, *, report: Report) -> tuple[Suggestion, ...]:
        """Return the passages of the report meant that suit `text`. See `Library.search`."""
        meant, words = self._router.tries(text, self._router.read(text, report))[0]
        return self.library(meant.key).search(words, limit, offset)

    def explain(self, text: str, where: Where = Where.ADDRESSED, *, report: Report) -> Explanation:
        """Return every step's result for `text` in the report meant, as tables of words."""
        meant, words = self._router.tries(text, self._router.read(text, report))[0]
        return self.library(meant.key).explain(words, where)

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self._router, self.library)

    @cached_property
    def _router(self) -> Router:
        return Router(self.reports, self.language.lexicon, self.language.normaliser)

    @cached_property
    def _holders(self) -> dict[str, Report]:
        return {entry_id: member.report for member in reversed(self.members) for entry_id in member.ids}


def _under(lexicon: FileContent, member: Member) -> Member:
    """The report with the lexicon as it is now, which all share."""
    return replace(member, contents=replace(member.contents, lexicon=lexicon))


def _subjects(entry: Suggestion, report: Report, years: frozenset[int], said: str) -> Iterator[str]:
    """Yield questions about what an entry of `report` is about, to be put to another report or about other `years`.

    What a message has `said` beside is asked of it. A target's is asked for first, then what was reached.
    """
    title, year = entry.title, ""
    if entry.year is not None:
        year = {report.year - 1: "去年", report.year: "今年"}.get(entry.year, f"{entry.year}年")
    if years:
        year = f"{min(years)}年"
    if said:
        yield f"{year}{title}{said}"
        return
    if entry.kind is Kind.TARGET:
        yield f"{year}{title}目标"
    yield f"{year}{title}"


def collection_of(
    read: Sequence[Contents],
    summaries: Mapping[str, Summary] = MappingProxyType({}),
    *,
    most_ready: int = 0,
) -> Collection:
    """Return the reports in some files; a faulty one is left out. Raises KnowledgeError where none can be used.

    `summaries` are those of a collection before, of the same files or others.
    """
    members, left = members_of(read, summaries)
    if not members:
        raise faults_of(left) if left else KnowledgeError([Fault("KNOWLEDGE", 0, "", "there is no report file")])
    return Collection(members, left, most_ready=most_ready)
