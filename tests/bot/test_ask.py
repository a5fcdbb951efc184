"""`ask` for a person: what the terminal shows, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot
from rich.console import Console

import bot.cli.ask
from bot.cli import main
from bot.cli.ask import print_answer
from knowledge.model import Answer, Kind, Outcome, Source, Where
from tests.bot.program import ROOT, environment
from tests.fakes.small import REPORT, AskedLibrary, small_library


class OddLibrary(AskedLibrary):
    """Says of the question 怪 what no report says: markup, and characters beyond 16 bits."""

    def ask(self, text: str, *further: Any, **named: Any) -> Answer:
        answer = super().ask(text, *further, **named)
        odd = Source("x1", "<b>𠮷</b> & co", "𠮷𠮷<script>alert(1)</script>是什么", "<i>附件</i>", ((1, 2),), "")
        return replace(answer, outcome=Outcome.ANSWER, kind=Kind.TEXT, sources=(odd,)) if text == "怪" else answer


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> OddLibrary:
    small = OddLibrary()
    monkeypatch.setattr(bot.cli.ask, "_engine", lambda _: small)
    return small


def ask(*arguments: str) -> Result:
    return CliRunner(env=environment()).invoke(main, ["ask", *arguments])


def shown(result: Result) -> str:
    """What stands on standard output, without space at the ends of lines."""
    assert (result.exit_code, result.stderr) == (0, "")
    return "\n".join(line.rstrip() for line in result.stdout.splitlines())


def test_an_answer_has_a_direct_line_the_passage_and_its_place(library: OddLibrary) -> None:
    assert shown(ask("去年地区生产总值增长多少")) == snapshot("""\
报告作于2022年2月，“去年”指2021年。

地区生产总值（2021年）  增长8.2%
2021年,全县地区生产总值增长8.2%、居全市第2。
—— 一、2021年工作回顾 · 第1段\
""")


def test_a_livelihood_item_begins_with_its_number(library: OddLibrary) -> None:
    assert shown(ask("第3件")) == snapshot("""\
第3件 · 改造农村公路48公里
3.改造农村公路48公里(牵头责任单位:县交通运输局)。
—— 附件1·3件民生实事 · 第3件\
""")


def test_a_list_has_each_passage(library: OddLibrary) -> None:
    assert shown(ask("教育和养老方面的民生实事有哪些")) == snapshot("""\
教育和养老方面（共2件）

1. 第1件 · 新建幼儿园4所
1.新建幼儿园4所,新增学位960个(牵头责任单位:县教育局)。
—— 附件1·3件民生实事 · 第1件

2. 第2件 · 新建村级养老服务站15个
2.新建村级养老服务站15个(牵头责任单位:县民政局);为80岁以上老人免费体检6000人次(牵头责任单位:县卫生健康局、县残疾人联合会)。
—— 附件1·3件民生实事 · 第2件\
""")


def test_an_unsure_answer_names_what_is_near(library: OddLibrary) -> None:
    assert shown(ask("粮食产量增长多少")) == snapshot("""\
报告没有说增长幅度，只说了数量。最接近的原文：

粮食产量（2021年）
粮食产量12.6亿斤,引进到位资金31亿元、增长14.5%。\
""")


def test_what_is_unknown_is_told(library: OddLibrary) -> None:
    assert shown(ask("红烧排骨怎么做")) == snapshot("报告里没找到这方面的内容，您可以换个说法再问。")


def test_in_a_group_it_shows_that_nothing_is_said(library: OddLibrary) -> None:
    assert shown(ask("--where", "group", "红烧排骨怎么做")) == snapshot("（在群里不作答）")
    assert library.asked == [("红烧排骨怎么做", Where.GROUP)]


def test_a_question_may_be_several_words(library: OddLibrary) -> None:
    ask("三链工程", "是什么")
    assert library.asked == [("三链工程 是什么", Where.ADDRESSED)]


def test_markup_in_a_text_is_text(library: OddLibrary) -> None:
    assert "<b>𠮷</b> & co" in shown(ask("怪"))


def test_explain_shows_each_step_as_a_table_before_the_answer(library: OddLibrary) -> None:
    lines = shown(ask("--explain", "三链工程是什么")).splitlines()
    assert [line for line in lines if line in {"Normalise", "Frame", "Decide", "三链工程"}] == [
        "Normalise",
        "Frame",
        "Decide",
        "三链工程",
    ]
    assert lines[lines.index("Normalise") + 1].startswith("┏━")
    assert lines[-1] == "—— 附件2·名词解释"


def test_in_a_terminal_what_matched_is_emphasised() -> None:
    console = Console(force_terminal=True, color_system="standard", width=60, highlight=False, no_color=False)
    with console.capture() as captured:
        print_answer(console, small_library().ask("去年地区生产总值增长多少"), REPORT)
    lines = captured.get().splitlines()
    assert lines[0] == "\x1b[1m地区生产总值（2021年）\x1b[0m  \x1b[1;32m增长8.2%\x1b[0m"
    assert "\x1b[1;33m地区生产总值增长8.2%" in captured.get()
    assert len(lines) == 3


def test_in_a_later_year_than_the_report_s_an_answer_says_which_year_is_meant() -> None:
    answer = replace(small_library().ask("去年地区生产总值增长多少"), relative=(("去年", 2021),))
    console = Console(width=60)
    with console.capture() as captured:
        print_answer(console, answer, REPORT, 2026)
    assert captured.get().splitlines()[0] == "报告作于2022年2月，“去年”指2021年。"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("谢谢", "不客气！有想了解的，随时问我。"),
        ("99", "民生实事共3件，没有第99件。发 /list 可以浏览全部。"),
        ("/foo", "没有这个命令，发 /help 查看全部命令。"),
        ("取消提醒", "这里不会发提醒；Telegram 里的提醒，请在那里发 /提醒 关 停止。"),
        ("下一页", "这里的答案不分页，一次显示完。"),
        ("/提醒 8点", "/提醒 要在 Telegram 里用。"),
    ],
)
def test_what_people_say_beside_questions_is_answered(said: str, told: str) -> None:
    assert shown(CliRunner(env=environment()).invoke(main, ["ask", said])) == told


@pytest.mark.parametrize("arguments", [(), ("",), (" ", "\u3000"), ("\u200b",)])
def test_an_empty_question_is_refused(arguments: tuple[str, ...]) -> None:
    result = ask(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'Error: the question is empty: expected one, such as `python -m bot ask "六个工程是什么"`.\n'
    )


def test_a_question_of_4096_characters_is_asked_and_a_longer_one_refused(library: OddLibrary) -> None:
    assert ask("问" * 4096).exit_code == 0
    result = ask("问" * 4097)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: the question is too long: expected at most 4096 characters.\n"


def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner(env=environment(PORT="x")).invoke(main, ["ask", "问"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith('Error: PORT is "x": expected')


def test_a_missing_knowledge_file_is_refused(tmp_path: Path) -> None:
    result = CliRunner(env=environment(KNOWLEDGE=str(tmp_path / "none"))).invoke(main, ["ask", "问"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("none: the file can't be read: no such file or directory\n")


def test_asking_imports_no_telegram_web_server_database_or_event_loop() -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', '三链工程是什么'], standalone_mode=False); "
        "print([name for name in ('telegram', 'aiohttp', 'sqlalchemy', 'asyncio') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(), check=True)  # noqa: S603
    assert ended.stdout.startswith("三链工程")
    assert ended.stdout.endswith("[]\n")


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["check", "--help"], ["build", "--help"]])
def test_help_is_there_for_everything(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Usage: " in result.stdout


def test_an_unknown_verb_is_refused() -> None:
    result = CliRunner().invoke(main, ["serve"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command 'serve'" in result.stderr
