"""An operator has the knowledge read again."""

from __future__ import annotations

from dataclasses import replace

from inline_snapshot import snapshot

from handlers.editions import Edition
from knowledge.faults import Fault, KnowledgeError
from tests.fakes.engine import ELDERLY, REPORT, FakeEngine
from tests.fakes.people import Town, Voice
from tests.handlers.office.conftest import File

OTHER = replace(ELDERLY, entry_id="l-9", title="新的实事", cue="新的")


async def test_what_the_file_says_now_is_answered_from_now_on(operator: Voice, town: Town, file: File) -> None:
    alice = town.person("Alice")
    file.says = Edition(FakeEngine(OTHER), replace(REPORT, year=2025))
    await alice.says("新的实事是什么")
    await operator.says("/reload")
    await alice.says("新的实事是什么")
    assert operator.hears() == snapshot(["✅ 已重新读取：内蒙古自治区2025年《政府工作报告》，共1个条目。"])
    before, after = alice.titles()
    assert "没有找到" in before
    assert "新的实事" in after


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
the file can&#39;t be read


<code>report.yaml:300</code> <code>figures[5].quote</code>
this quote isn&#39;t in the text: &lt;expected&gt; a piece of it\
"""
        ]
    )
    alice = town.person("Alice")
    await alice.says("六个工程")
    assert "六个工程" in alice.titles()[0]


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
    assert operator.hears() == ["⚠️ 抱歉，刚才出了点问题，没能回答。请过一会儿再问一次。"]
    await operator.says("六个工程")
    assert "六个工程" in operator.titles()[-1]
