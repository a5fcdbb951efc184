"""The lexicon: each of its words is found in a question, and a wrong file is told with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge import LEXICON
from knowledge.faults import KnowledgeError
from knowledge.language.lexicon import Lexicon, Tag, load_lexicon
from knowledge.language.normalise import Normaliser, split_units
from tests.knowledge.samples import written

FILE = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
TABLES = {"years": "year", "status": "status", "kinds": "kind", "measures": "measure", "units": "unit"}
LISTS = {
    "questions": "question",
    "lists": "list",
    "fillers": "filler",
    "chatter": "chatter",
    "moments": "moment",
    "unanswerable": "unanswerable",
}


def words() -> Iterator[tuple[str, Tag]]:
    """Yield every word of the file with what it reveals."""
    for key, family in (*TABLES.items(), ("departments", "department")):
        for value, said in FILE[key].items():
            yield from ((word, Tag(family, str(value))) for word in said)
    for key, family in LISTS.items():
        yield from ((word, Tag(family, "")) for word in FILE[key])
    for place, names in FILE["places"]["home"].items():
        yield from ((name, Tag("place", place)) for name in (place, *names))
    for line, said in enumerate(FILE["synonyms"]):
        yield from ((word, Tag("synonym", str(line))) for word in said)
    yield from ((group, Tag("group", group)) for group in FILE["places"]["groups"])
    yield from ((place, Tag("outside", place)) for place in FILE["places"]["outside"])


def found(lexicon: Lexicon, form: str) -> set[tuple[str, Tag]]:
    units = split_units(form)
    return {(units.slice(one.start, one.end), tag) for one in lexicon.scan(units) for tag in one.tags}


def test_every_word_of_the_file_is_found_in_a_question(lexicon: Lexicon, normaliser: Normaliser) -> None:
    missed = []
    for word, tag in words():
        units = split_units(normaliser.form(word))
        if len(units) and (units.joined, tag) not in found(lexicon, f"甲,{normaliser.form(word)}乙"):
            missed.append((word, tag))

    assert missed == []


def long_lists(node: object, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield every list of more than twelve words with its dotted key; synonyms and contrasts are lists of lists."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from long_lists(inner, f"{name}.{key}".lstrip("."))
    elif isinstance(node, list) and len(node) > 12 and name not in ("synonyms", "contrasts"):
        yield name, [str(word) for word in node]


def test_long_lists_are_sorted_without_repetition_one_word_a_line() -> None:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()

    assert {name for name, words in long_lists(FILE) if words != sorted(set(words))} == set()
    assert [line for line in lines if ": [" in line and line.count(", ") > 11] == []


def test_only_a_sign_is_no_word(normaliser: Normaliser) -> None:
    assert {word for word, _ in words() if not len(split_units(normaliser.form(word)))} == {"%"}


def test_words_inside_others_are_found_too_the_longest_first(lexicon: Lexicon) -> None:
    units = split_units("地区生产总值")
    matches = [units.slice(one.start, one.end) for one in lexicon.scan(units)]

    assert matches[:1] == ["地区生产总值"]
    assert "生产总值" in matches


def test_no_word_reaches_over_a_gap(lexicon: Lexicon) -> None:
    assert ("去年", Tag("year", "-1")) in found(lexicon, "去年")
    assert ("去年", Tag("year", "-1")) not in found(lexicon, "去,年")
    assert ("去年", Tag("year", "-1")) not in found(lexicon, "去 年")


def test_the_reports_own_region_carries_no_topic(lexicon: Lexicon) -> None:
    own = lexicon.for_region(["包头"])

    assert ("包头", Tag("place", "包头市")) in found(lexicon, "包头")
    assert found(own, "包头") == {("包头", Tag("filler", ""))}
    assert ("包头", Tag("place", "包头市")) in found(lexicon, "包头")


def faults_of(folder: Path, normaliser: Normaliser, old: str, new: str) -> tuple[int, list[str]]:
    """Return the line where `old` stands in the lexicon, and what is said when `new` stands there."""
    text = LEXICON.read_text(encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexicon(written(folder, text.replace(old, new, 1), "lexicon.yaml"), normaliser)
    return text[: text.index(old)].count("\n") + 1, str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  done: [", "  done: 完成 #[", "status.done: expected a list"),
        ("  - 何时\n", "  - 8\n", "moments[3]: expected text: put a number in quotation marks"),
        ("  呼包鄂乌: [", "  呼包鄂乌: 呼和浩特市 #[", "places.groups.呼包鄂乌: expected a list"),
        ("  - [规上, 规模以上]", "  - [规上, [规模以上]]", "synonyms[1][1]: expected text, not a list"),
        ("gdp: gdp", "gdp: [gdp]", "english.gdp: expected text, not a list"),
        ("moments:", "moment:", "moment: this key is unknown: expected one of years, status, kinds, measures, units"),
    ],
)
def test_a_wrong_file_is_told_with_file_line_and_key(
    tmp_path: Path, normaliser: Normaliser, old: str, new: str, words: str
) -> None:
    line, told = faults_of(tmp_path, normaliser, old, new)

    assert any(one.startswith(f"lexicon.yaml:{line}: {words}") for one in told), told


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path, normaliser: Normaliser) -> None:
    _, told = faults_of(tmp_path, normaliser, "moments:\n  - 什么日子", "moment:\n  - 8")

    assert len(told) == 2
    assert all(line.startswith("lexicon.yaml:") for line in told)
    assert any(line.endswith("moments: this key is missing") for line in told)
