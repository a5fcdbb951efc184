"""A file that was cut off, or is only half saved, is never taken for a whole one."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import LEXICON
from knowledge.faults import FaultCode, KnowledgeError
from knowledge.language.lexicon import read_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.report.document import FileContent, parse_complete
from knowledge.report.loading import Knowledge, parse_report
from tests.knowledge.samples import SMALL, body, small

REPORT = LEXICON.with_name("report.yaml")
EVERY = 6  # line ends from one that is tried to the next; blocks and bytes meet others
BLOCK = 512  # bytes that a system writes at once, as the smallest of them do


def reading(data: bytes) -> Knowledge:
    return parse_report(FileContent(Path("report.yaml"), data))


def refusal(data: bytes) -> KnowledgeError:
    """Return why a report file with these bytes is refused."""
    with pytest.raises(KnowledgeError) as caught:
        reading(data)
    return caught.value


def is_cut(data: bytes) -> bool:
    """Tell whether these bytes are told to be a file that was cut off."""
    try:
        parse_complete(data.decode(errors="ignore"), "report.yaml")
    except KnowledgeError as error:
        return [fault.code for fault in error.faults] == [FaultCode.NO_END]
    return False


@pytest.mark.parametrize("path", [REPORT, LEXICON], ids=lambda path: path.name)
def test_a_file_cut_at_any_line_end_is_told_to_be_cut_off(path: Path) -> None:
    data = path.read_bytes()
    ends = [at for at, byte in enumerate(data) if byte == ord("\n")][:-1]

    assert len(ends) > 500
    assert [end for end in ends[::EVERY] if not is_cut(data[: end + 1])] == []


def test_so_is_one_cut_at_any_byte() -> None:
    data = SMALL.read_bytes()
    end = data.index(b"end: true") + len("end: true")

    assert [at for at in range(end) if not is_cut(data[:at])] == []


def test_a_file_cut_within_a_character_or_its_last_line_is_not_read() -> None:
    data = SMALL.read_bytes()

    assert [fault.code for fault in refusal(data[: data.index("青".encode()) + 1]).faults] == [FaultCode.NO_UTF8]
    assert reading(data.rstrip()).report.region == "青禾县"
    assert [fault.code for fault in refusal(data.rstrip()[:-1]).faults] == [FaultCode.NO_END]


def test_it_is_told_in_a_sentence_with_the_last_line() -> None:
    assert str(refusal(small(("topics: []\nend: true\n", "")).encode())) == (
        "report.yaml:195: the last line isn't `end: true`, so this file may be cut off or still being saved: "
        "expected that line at the end of the whole file"
    )
    assert str(refusal(b"")).startswith("report.yaml: the last line isn't `end: true`")


def test_blank_lines_and_comments_may_follow_the_last_line() -> None:
    for end in ("end: true", "end:  true # done\r\n", "end: true\n\n# kept by hand\n \n"):
        assert reading(small(("end: true\n", end)).encode()).report.region == "青禾县"


@pytest.mark.parametrize("end", ["end: false", "end:", "end: true#", "# end: true", "the end: true", "end: 'true'"])
def test_nothing_else_is_a_last_line(end: str) -> None:
    assert [fault.code for fault in refusal(small(("end: true", end)).encode()).faults] == [FaultCode.NO_END]


def test_what_a_longer_file_has_left_behind_a_shorter_one_is_told() -> None:
    """As when a program writes over a file and cuts it to its length only afterwards."""
    new, old = SMALL.read_bytes(), SMALL.read_bytes().replace(b"# Kept by hand.\n", b"# Kept by hand, of late.\n")

    left = new + old[len(new) :]
    assert left != new
    assert refusal(left).faults


def test_a_hole_that_is_still_to_be_filled_is_told() -> None:
    data = SMALL.read_bytes()
    holes = [data[:at] + bytes(BLOCK) + data[at + BLOCK :] for at in range(0, len(data) - BLOCK, BLOCK)]

    assert len(holes) > 10
    assert all(refusal(hole).may_be_unfinished for hole in holes)


@pytest.mark.parametrize("section", ["terms", "figures", "livelihood", "topics", "passages", "no_figure"])
def test_a_file_without_one_of_its_lists_is_not_whole(section: str) -> None:
    without = body("今年很好。").replace(f"{section}: []\n", "")

    assert str(refusal(without.encode())) == (
        f"report.yaml:1: {section}: this key is missing: expected {section}, with [] where there are no entries"
    )


def test_half_a_lexicon_is_refused_too() -> None:
    data = LEXICON.read_bytes()
    cut = data[: data.index(b"\n  trail: [")]

    with pytest.raises(KnowledgeError, match=r"lexicon.yaml:\d+: the last line isn't `end: true`"):
        read_lexicon(FileContent(LEXICON, cut), Normaliser())
