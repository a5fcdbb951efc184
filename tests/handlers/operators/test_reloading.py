"""An operator has the knowledge read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from handlers.replies import Replies
from handlers.snapshots import Snapshot
from knowledge import collection_of, load, read_reports
from knowledge.faults import Fault, FaultCode, KnowledgeError
from tests.fakes.engine import ELDERLY, REPORT, FakeEngine
from tests.fakes.people import Town, Voice
from tests.handlers.operators.conftest import File
from tests.knowledge.collection.drafts import drafted_into
from tests.knowledge.samples import whole

OTHER = replace(ELDERLY, entry_id="l-9", title="新的实事", cue="新的")


async def test_what_the_file_says_now_is_answered_from_now_on(operator: Voice, town: Town, file: File) -> None:
    alice = town.person("Alice")
    file.says = Snapshot(FakeEngine(OTHER), replace(REPORT, year=2025))
    await alice.says("新的实事是什么")
    await operator.says("/reload")
    await alice.says("新的实事是什么")
    assert operator.hears() == snapshot(["✅ 已重新加载：内蒙古自治区2025年《政府工作报告》，共1个条目（原有4个）。"])
    before, after = alice.titles()
    assert "没找到" in before
    assert "新的实事" in after


DIFFERENT = Fault("/srv/bot/report.yaml", 24, "text[1].paragraphs[0]", "this line differs from report.txt")


async def reloads(town: Town, language: str, file: File, *differences: Fault) -> list[str]:
    """What an operator hears who has a file read again that lost entries and differs from the plain text."""
    file.says = Snapshot(FakeEngine(OTHER), REPORT, differences=differences)
    olga = town.person("Olga", language=language)
    await olga.says("/reload")
    return olga.hears()


async def test_what_an_operator_takes_in_spite_of_doubts_is_told(town: Town, file: File) -> None:
    assert await reloads(town, "zh", file, DIFFERENT, DIFFERENT) == snapshot(
        [
            """\
✅ 已重新加载：内蒙古自治区2024年《政府工作报告》，共1个条目（原有4个）。

⚠️ 正文与同名的 .txt 文件有2处不一致，第一处在 <code>report.yaml:24</code>。请核对并修改，使两者一致。\
"""
        ]
    )


async def test_in_traditional_characters_too(town: Town, file: File) -> None:
    assert await reloads(town, "zh-hant", file, DIFFERENT) == snapshot(
        [
            """\
✅ 已重新載入：内蒙古自治区2024年《政府工作报告》，共1個條目（原有4個）。

⚠️ 正文與同名的 .txt 檔案有1處不一致，第一處在 <code>report.yaml:24</code>。請核對並修改，使兩者一致。\
"""
        ]
    )


async def test_and_in_english(town: Town, file: File) -> None:
    assert await reloads(town, "en", file, DIFFERENT, DIFFERENT) == snapshot(
        [
            """\
✅ Reloaded: 政府工作报告, 内蒙古自治区, 2024: 1 entry (4 before).

⚠️ The text differs from the .txt file beside it in 2 lines, first at <code>report.yaml:24</code>. Correct one of them.\
"""
        ]
    )


async def test_a_faulty_file_changes_nothing_and_its_faults_are_the_reply(
    operator: Voice, town: Town, file: File
) -> None:
    faults = (
        Fault(
            "/srv/bot/report.yaml", 300, "figures[5].quote", "this quote isn't in the text: <expected> a piece of it"
        ),
        Fault("/srv/bot/lexicon.yaml", 0, "", "the file can't be read"),
    )
    file.says = KnowledgeError(faults)
    await operator.says("/reload")
    assert operator.hears() == snapshot(
        [
            """\
⚠️ <b>文件有错，内容没有变</b>

<code>lexicon.yaml</code>
这里有错：<code>the file can&#39;t be read</code>

<code>report.yaml:300</code> <code>figures[5].quote</code>
这里有错：<code>this quote isn&#39;t in the text: &lt;expected&gt; a piece of it</code>\
"""
        ]
    )
    alice = town.person("Alice")
    await alice.says("六个工程")
    assert "六个工程" in alice.titles()[0]


async def test_a_faulty_file_among_several_is_listed_with_what_became_of_it(
    operator: Voice, file: File, tmp_path: Path
) -> None:
    drafted_into(tmp_path, "qinghe-2024", "liuchuan-2025")
    first, second, new = tmp_path / "qinghe-2024.yaml", tmp_path / "liuchuan-2025.yaml", tmp_path / "new.yaml"
    known = collection_of(read_reports([first, second]))
    second.write_text(second.read_text(encoding="utf-8").replace("format: 1", "format: 1\nformat: 1"), encoding="utf-8")
    new.write_text("", encoding="utf-8")
    file.says = Snapshot.of_collection(known.reread(read_reports([first, second, new])))
    await operator.says("/reload")
    assert operator.hears() == snapshot(
        [
            """\
✅ 已重新加载：青禾县2024年《政府工作报告》，共78个条目。

⚠️ <code>liuchuan-2025.yaml:2</code> 有错，没有更新，仍用原来的内容。这一项写了两次：只留一次。

⚠️ <code>new.yaml</code> 有错，没有采用。文件不完整，或者还没有保存完：最后一行必须是 <code>end: true</code>。\
"""
        ]
    )


FAULTY = """\
format: 1
report: {title: 政府工作报告, region: 内蒙古自治区, year: 2024}
text:
- section: 一、回顾
  kind: body
  heading: 回顾
  paragraphs: [粮食产量791.6亿斤。]
terms:
- {name: 甲, quote: 没有这句话}
figures:
- {indicator: 粮食产量, measure: amount, value: many, unit: 亿斤, said: 791.6亿斤, period: 2023, quote: 粮食产量}
"""
CUT_OFF = FAULTY[: FAULTY.index("figures:")]
MISPLACED = FAULTY[: FAULTY.index("figures:")].replace("  heading: 回顾\n", "")


async def told(operator: Voice, file: File, faulty: KnowledgeError) -> list[str]:
    """What the operator is told of such a file."""
    file.says = faulty
    await operator.says("/reload")
    return operator.hears()


def reading(path: Path, content: str) -> KnowledgeError:
    """What reading a file with this content raises."""
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load(path)
    return raised.value


async def test_wrong_keys_and_values_are_told_in_the_editors_words(operator: Voice, file: File, tmp_path: Path) -> None:
    assert await told(operator, file, reading(tmp_path / "report.yaml", whole(FAULTY))) == snapshot(
        [
            """\
⚠️ <b>文件有错，内容没有变</b>

<code>report.yaml:6</code> <code>text[0].heading</code>
没有这样的项，可以写的有：<code>section, kind, paragraphs</code>。

<code>report.yaml:11</code> <code>figures[0].measure</code>
不能写 <code>amount</code>，只能写：<code>level, growth, increment, share, rank</code>。

<code>report.yaml:11</code> <code>figures[0].status</code>
少了这一项。

<code>report.yaml:11</code> <code>figures[0].value</code>
这里要写数字。\
"""
        ]
    )


async def test_so_is_a_quote_that_is_nowhere(operator: Voice, file: File, tmp_path: Path) -> None:
    assert await told(operator, file, reading(tmp_path / "report.yaml", whole(MISPLACED))) == snapshot(
        [
            """\
⚠️ <b>文件有错，内容没有变</b>

<code>report.yaml:8</code> <code>terms[0].quote</code>
正文里没有这段引文：要照抄原文，一字不差。\
"""
        ]
    )


async def test_of_a_file_that_is_no_yaml_the_machines_words_are_told_too(
    operator: Voice, file: File, tmp_path: Path
) -> None:
    assert await told(operator, file, reading(tmp_path / "report.yaml", "terms: [}\nend: true")) == snapshot(
        [
            """\
⚠️ <b>文件有错，内容没有变</b>

<code>report.yaml:1</code>
从这里起读不下去了，请检查缩进、冒号和引号：<code>this is no valid YAML: did not find expected node content</code>\
"""
        ]
    )


async def test_of_a_file_that_is_cut_off_the_missing_last_line_is_told(
    operator: Voice, file: File, tmp_path: Path
) -> None:
    assert await told(operator, file, reading(tmp_path / "report.yaml", CUT_OFF)) == snapshot(
        [
            """\
⚠️ <b>文件有错，内容没有变</b>

<code>report.yaml:9</code>
文件不完整，或者还没有保存完：最后一行必须是 <code>end: true</code>。\
"""
        ]
    )


@pytest.mark.parametrize("code", FaultCode)
def test_every_frequent_fault_has_words_of_its_own_with_what_it_is_about(code: FaultCode) -> None:
    values = {"piece": "PIECE", "expected": "EXPECTED", "given": "GIVEN", "limit": "LIMIT"}
    fault = Fault("report.yaml", 1, "terms", "english words", code, values)
    (reply,) = Replies(REPORT).render("faulty", faults=[fault], more=0)
    assert "这里有错" not in reply.html
    about = {"PIECE": "not-quoted", "GIVEN": "no-choice", "LIMIT": "too-"}
    assert all((word in reply.html) == code.startswith(kind) for word, kind in about.items())


async def test_of_many_faults_twenty_are_told(operator: Voice, file: File) -> None:
    file.says = KnowledgeError(Fault("report.yaml", line, "terms", "wrong") for line in range(1, 24))
    await operator.says("/reload")
    (told,) = operator.hears()
    assert told.count("wrong") == 20
    assert told.endswith("还有3处。")


async def test_a_failure_that_is_no_fault_of_the_file_is_apologised_for_and_changes_nothing(
    operator: Voice, town: Town, file: File
) -> None:
    file.says = ZeroDivisionError()
    await operator.says("/reload")
    assert operator.hears() == ["⚠️ 抱歉，刚才出了点问题，没能回答，请稍后再问一次。"]
    await operator.says("六个工程")
    assert "六个工程" in operator.titles()[-1]
