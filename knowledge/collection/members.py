"""The reports of a collection: which files hold them, what is known of each by itself, and which are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import knowledge
from knowledge.faults import Fault, KnowledgeError
from knowledge.model import Report
from knowledge.report.document import decode, parse_complete
from knowledge.report.loading import LEXICON, Contents, Files, Knowledge, parse_report


def report_paths(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the report files that `places` name, each once: files as they are, of a folder all its .yaml by name.

    The lexicon is no report file, wherever it stands.
    """
    found = (each for place in places for each in (sorted(place.glob("*.yaml")) if place.is_dir() else [place]))
    paths = {path.resolve(): path for path in found if path.name != LEXICON.name}
    return tuple(paths.values())


def read_reports(places: Iterable[Path], lexicon: Path = LEXICON) -> tuple[Contents, ...]:
    """Return what the report files at `places` contain now."""
    return tuple(Files(path, lexicon).read() for path in report_paths(places))


@dataclass(frozen=True, slots=True)
class Member:
    """One report: what its file contained, whose report it is, and the ids of its entries, in order.

    `knowledge` is kept where an index is to be made of it soon; else the file's content is read again for that.
    """

    contents: Contents
    report: Report
    ids: tuple[str, ...]
    differences: tuple[Fault, ...]
    knowledge: Knowledge | None = field(default=None, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The report's file."""
        return self.contents.report.path

    def read(self) -> Knowledge:
        """Return all that the report's file holds."""
        return self.knowledge or parse_report(self.contents.report, self.contents.plain)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that can't be used: what it contained, and why."""

    contents: Contents
    error: KnowledgeError

    @property
    def path(self) -> Path:
        """The file."""
        return self.contents.report.path


@dataclass(frozen=True, slots=True)
class Summary:
    """What a collection needs to know of a faultless report file before it is asked: see `Member`."""

    report: Report
    ids: tuple[str, ...]
    differences: tuple[Fault, ...]


def fingerprint(contents: Contents) -> str:
    """Return what tells a report file, the plain text beside it and the program that reads them from all others."""
    plain = contents.plain.data if contents.plain else b""
    return sha256(b"\0".join((_program(), contents.report.data, plain))).hexdigest()


@cache
def _program() -> bytes:
    """What all of the code that reads report files comes to: another version may find faults in the same file."""
    found = sha256()
    for path in sorted(Path(knowledge.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.digest()


def member_of(contents: Contents, summaries: Mapping[str, Summary] = MappingProxyType({})) -> Member:
    """Return the report in a file; raise KnowledgeError with every fault of it.

    One of whose file there is a summary, by its fingerprint, isn't read again.
    """
    if summaries and (known := summaries.get(fingerprint(contents))):
        return Member(contents, known.report, known.ids, known.differences)
    read = parse_report(contents.report, contents.plain)
    return Member(contents, read.report, tuple(entry.id for entry in read.entries), read.differences, read)


def members_of(
    read: Iterable[Contents], summaries: Mapping[str, Summary] = MappingProxyType({})
) -> tuple[tuple[Member, ...], tuple[LeftOut, ...]]:
    """Return the reports in some files, and the files left out: those with faults, and of two of one report the later.

    Reports of the first file's region come first, then those of the others in the order of their files; of each region
    the newest is the first.
    """
    members: dict[str, Member] = {}
    left: list[LeftOut] = []
    for contents in read:
        try:
            member = member_of(contents, summaries)
            require_new(member, members.values())
        except KnowledgeError as error:
            left.append(LeftOut(contents, error))
        else:
            members[member.report.key] = member
    return in_order(members.values()), tuple(left)


def in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return the reports by region, in the order in which the regions come; of each region the newest first."""
    listed = list(members)
    regions = list(dict.fromkeys(member.report.region for member in listed))
    return tuple(sorted(listed, key=lambda each: (regions.index(each.report.region), -each.report.year)))


def faults_of(left: Sequence[LeftOut]) -> KnowledgeError:
    """Return all that is wrong with the files left out as one error."""
    return KnowledgeError(fault for each in left for fault in each.error.faults)


def duplicates(read: Iterable[Contents]) -> Iterator[Fault]:
    """Yield a fault for each file that holds a report which a file before it holds; files with faults are left out."""
    members, left = members_of(read)
    for each in left:
        with suppress(KnowledgeError):  # what is wrong with a file by itself
            member = member_of(each.contents)
            yield from _twice(member, members)


def require_new(member: Member, others: Iterable[Member]) -> None:
    """Raise KnowledgeError where one of `others` is of the same region and year."""
    if faults := tuple(_twice(member, others)):
        raise KnowledgeError(faults)


def _twice(member: Member, others: Iterable[Member]) -> Iterator[Fault]:
    report = member.report
    for same in others:
        if same.report.key == report.key:
            document = parse_complete(decode(member.contents.report), member.path.name)
            message = (
                f"{same.path.name} holds the report of {report.region}, {report.year}, too: expected one file for it"
            )
            yield document.fault(("report",), message)
