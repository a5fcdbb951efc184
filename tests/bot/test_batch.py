"""`ask --batch`: JSON lines in, JSON lines out, one by one and in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.cli.ask import Conversations, answer_lines
from knowledge.model import Where
from tests.bot.program import invoke, run
from tests.fakes.small import small_library


def answered(*lines: bytes | str, default: Where = Where.ADDRESSED) -> tuple[int, list[Any]]:
    """How many lines are bad, and what is written for all of them."""
    out = BytesIO()
    encoded = [line if isinstance(line, bytes) else line.encode() for line in lines]
    bad = answer_lines(encoded, out, Conversations(small_library()).answer, default)
    return bad, [json.loads(line) for line in out.getvalue().splitlines()]


def question(text: str, **more: object) -> str:
    return json.dumps({"question": text, **more}) + "\n"


def test_each_line_has_what_the_design_says_and_nothing_else() -> None:
    bad, written = answered(
        question("三链工程是什么"), question("粮食产量增长多少"), question("红烧排骨", where="group")
    )
    assert bad == 0
    sure, *unsure = (line.pop("score") for line in written)
    assert sure > 50 > max(unsure)
    assert written == [
        {
            "question": "三链工程是什么",
            "outcome": "answer",
            "kind": "term",
            "title": "三链工程",
            "reason": None,
            "sources": [
                {
                    "text": "“三链工程”:延链工程、补链工程、强链工程。",
                    "place": "附件2·名词解释",
                }
            ],
            "suggestions": [],
        },
        {
            "question": "粮食产量增长多少",
            "outcome": "unsure",
            "kind": None,
            "title": "",
            "reason": "measure",
            "sources": [],
            "suggestions": [{"title": "粮食产量", "text": "粮食产量12.6亿斤,引进到位资金31亿元、增长14.5%。"}],
        },
        {
            "question": "红烧排骨",
            "outcome": "silent",
            "kind": None,
            "title": "",
            "reason": None,
            "sources": [],
            "suggestions": [],
        },
    ]


def test_chinese_is_written_as_it_is() -> None:
    out = BytesIO()
    answer_lines([question("近").encode()], out, Conversations(small_library()).answer)
    assert '"question": "近"' in out.getvalue().decode()


def test_where_is_private_unless_the_line_or_the_option_says_otherwise() -> None:
    outcomes = [line["outcome"] for line in answered(question("x"), question("x", where="group"))[1]]
    assert outcomes == ["unsure", "silent"]
    assert answered(question("x"), default=Where.GROUP)[1][0]["outcome"] == "silent"


def test_each_line_is_written_before_the_next_is_read() -> None:
    out = BytesIO()

    def lines() -> Iterator[bytes]:
        for count in range(3):
            assert out.getvalue().count(b"\n") == count
            yield question("近").encode()

    assert answer_lines(lines(), out, Conversations(small_library()).answer) == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", "this isn't JSON: Expecting value at character 1."),
        ("[1]", 'expected an object: {"question": "…", "where": "private" | "group"}.'),
        ("{}", '"question" is missing: expected {"question": "…", "where": "private" | "group"}.'),
        ('{"question": 7}', '"question" is missing: expected {"question": "…", "where": "private" | "group"}.'),
        ('{"question": " "}', '"question" is empty: expected a text.'),
        ('{"question": "\\ud83d"}', '"question" holds half a character: expected valid Unicode.'),
        (question("x" * 4097), '"question" is too long: expected at most 4096 characters.'),
        ('{"question": "x", "where": ["group"]}', '"where" is ["group"]: expected "private" or "group".'),
        (b'{"question": "\xff"}', "this isn't UTF-8: expected a JSON object in UTF-8."),
        ("[" * 100_000, "this JSON can't be read: expected a small object."),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_are_answered(
    capsys: pytest.CaptureFixture[str], line: bytes | str, sentence: str
) -> None:
    bad, written = answered(question("近"), "\n", line, question("近"))
    assert bad == 1
    assert [one.get("outcome") for one in written] == ["unsure", None, "unsure"]
    assert written[1] == {"line": 3, "error": sentence}
    assert capsys.readouterr().err == f"Error: line 3: {sentence}\n"


def test_a_batch_comes_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    lines = (question("三链工程是什么") + question("今天天气怎么样", where="group")).encode()
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + lines)
    from_file, piped = invoke("ask", "--batch", str(file)), run("ask", "--batch", "-", stdin=lines)
    assert (piped.returncode, piped.stderr, piped.stdout) == (0, b"", from_file.stdout_bytes)
    first, second = map(json.loads, piped.stdout.splitlines())
    assert (first["outcome"], first["title"]) == ("answer", "三链工程")
    assert (second["outcome"], second["sources"], second["suggestions"]) == ("silent", [], [])


def test_a_bad_line_ends_the_program_with_2_after_the_rest(tmp_path: Path) -> None:
    ended = invoke("ask", "--batch", "-", stdin=b"nonsense\n" + question("三链工程是什么").encode())
    assert ended.exit_code == 2
    assert ended.stderr == "Error: line 1: this isn't JSON: Expecting value at character 1.\n"
    assert [json.loads(line).get("outcome") for line in ended.stdout.splitlines()] == [None, "answer"]


def test_a_missing_file_and_a_question_beside_the_batch_are_refused(tmp_path: Path) -> None:
    missing = invoke("ask", "--batch", str(tmp_path / "none.jsonl"))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.endswith("none.jsonl': No such file or directory\n")
    both = invoke("ask", "--batch", "-", "问")
    assert (both.exit_code, both.stdout) == (2, "")
    assert both.stderr.endswith("--batch takes neither a QUESTION nor --explain.\n")


def test_lines_of_one_chat_are_one_conversation() -> None:
    lines = [question("粮食产量多少", chat="a"), question("原话是什么", chat="a"), question("原话是什么", chat="b")]
    out = BytesIO()
    answer_lines([line.encode() for line in lines], out, Conversations(small_library()).answer)

    assert [json.loads(line)["title"] for line in out.getvalue().splitlines()] == ["粮食产量", "粮食产量", ""]
