"""Reading YAML safely: what is refused, and with which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.faults import KnowledgeError
from knowledge.report.document import LARGEST, parse, read_document
from tests.knowledge.samples import written

_BASIC = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])  # JSON escapes the rest as YAML can't


def fault_of(text: str) -> str:
    with pytest.raises(KnowledgeError) as caught:
        parse(text, "report.yaml")
    return str(caught.value)


def test_reads_numbers_truth_and_text_and_remembers_lines() -> None:
    document = parse("a: 7.3\nb: [1, true, 是]\nc:\n  d: '7'\n", "report.yaml")

    assert document.data == {"a": 7.3, "b": (1, True, "是"), "c": {"d": "7"}}
    assert [document.line(("b", 2)), document.line(("c", "d")), document.line(("c", "x", 3))] == [2, 4, 3]


def test_a_date_a_version_and_yes_stay_text() -> None:
    assert parse("[2024-01-30, 4.0.1, yes, 007, 1e3, .inf, 5%]", "f").data == (
        "2024-01-30", "4.0.1", "yes", "007", "1e3", ".inf", "5%",
    )  # fmt: skip


def test_a_key_without_value_counts_as_absent() -> None:
    assert parse("a:\nb: ~\nc: ''\n", "f").data == {"c": ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\na: 2\n", "report.yaml:2: a: this key appears twice: expected it once"),
        ("a:\n  - b: 1\n    b: 2", "report.yaml:3: a[0].b: this key appears twice: expected it once"),
        ("a: &x 1", "report.yaml:1: a: the anchor &x isn't allowed: expected the value alone"),
        ("a: *x", "report.yaml:1: a: the alias *x isn't allowed: expected the value itself"),
        ("a: !secret 1", "report.yaml:1: a: the tag !secret isn't allowed: expected the value alone"),
        ("? [1]\n: 2", "report.yaml:1: this key isn't plain text: expected a word"),
        ("--- 1\n--- 2\n", "report.yaml:2: a second document begins: expected one document"),
        ("a: 1\n b: 2", "report.yaml:2: this is no valid YAML: mapping values are not allowed in this context"),
        ("a: [1", "report.yaml:2: this is no valid YAML: did not find expected ',' or ']'"),
        (
            "a: 1\nb: '没有合上\nc: 2\nd: 3\n",
            "report.yaml:2: this is no valid YAML: the quotation mark here is never closed: expected a closing one",
        ),
        (
            'a: 1\nb: "没有合上\n---\nc: 2\n',
            "report.yaml:2: this is no valid YAML: the quotation mark here is never closed: expected a closing one",
        ),
        ("a: 1\nb: \x07", "report.yaml:2: this is no valid YAML: control characters are not allowed"),
    ],
)
def test_what_is_refused_names_file_line_and_key(text: str, words: str) -> None:
    assert fault_of(text) == words


def test_all_faults_are_told_at_once() -> None:
    assert fault_of("a: &x 1\nb: *x\nb: 2\n").splitlines() == [
        "report.yaml:1: a: the anchor &x isn't allowed: expected the value alone",
        "report.yaml:2: b: the alias *x isn't allowed: expected the value itself",
        "report.yaml:3: b: this key appears twice: expected it once",
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_that_would_explode_ends_early(opening: str) -> None:
    assert "this is nested deeper than 12 levels" in fault_of(opening * 200_000)


def test_a_file_that_grows_by_aliases_is_refused() -> None:
    laughs = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))

    assert "the alias *f isn't allowed" in fault_of(laughs)


def test_a_file_over_1_mib_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))

    with pytest.raises(KnowledgeError, match="the file is too large: expected at most 1 MiB"):
        read_document(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_bytes("a: 1\nb: 报告".encode("gb18030"))

    with pytest.raises(KnowledgeError) as caught:
        read_document(path)
    assert str(caught.value) == "report.yaml:2: this isn't UTF-8: expected a file saved as UTF-8"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert read_document(path).data == {"a": 1}


def test_a_missing_file_is_named_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"

    with pytest.raises(KnowledgeError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path}: the file can't be read: no such file or directory"


def test_many_faults_are_shortened() -> None:
    words = fault_of("\n".join(["a: 1"] * 30)).splitlines()

    assert len(words) == 21
    assert words[-1] == "and 9 more faults"


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    refusal = "report.yaml: "
    try:
        parse(text, "report.yaml")
    except KnowledgeError as error:
        refusal = str(error)
    assert refusal.startswith("report.yaml:")


@given(st.dictionaries(st.text(_BASIC, min_size=1, max_size=5), st.text(_BASIC, max_size=20), max_size=5))
def test_written_text_is_read_back(tree: dict[str, str]) -> None:
    assert parse(json.dumps(tree), "report.yaml").data == tree


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="the file can't be read: is a directory"):
        read_document(tmp_path)
    assert read_document(written(tmp_path, "a: 1")).data == {"a": 1}
