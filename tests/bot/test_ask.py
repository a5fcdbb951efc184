"""`ask` for a person: what the terminal shows, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot
from rich.console import Console

import bot.cli.ask
from bot.cli import main
from bot.cli.ask import print_answer
from knowledge.browsing import Catalogue
from knowledge.model import Where
from tests.bot.fake_engine import REPORT, FakeEngine
from tests.bot.program import ROOT, environment, run


@dataclass(frozen=True)
class Explained:
    """What the engine's `explain` returns, in the parts that are printed."""

    steps: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


class FakeLibrary(FakeEngine):
    """The fake engine with an explanation of two steps."""

    report = REPORT
    catalogue = Catalogue(())

    def explain(self, text: str, where: Where = Where.ADDRESSED) -> Explained:
        first = ("Normalise", (("step", "text"), ("NFKC", f"[{text}]"), ("numerals", "6个工程")))
        return Explained((first, ("Decide", (("score", "limit"), ("96", f"50 ({where.value})")))))


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    fake = FakeLibrary()
    monkeypatch.setattr(bot.cli.ask, "_engine", lambda _: fake)
    return fake


def ask(*arguments: str) -> Result:
    return CliRunner(env=environment()).invoke(main, ["ask", *arguments])


def shown(result: Result) -> str:
    """What stands on standard output, without space at the ends of lines."""
    assert (result.exit_code, result.stderr) == (0, "")
    return "\n".join(line.rstrip() for line in result.stdout.splitlines())


def test_an_answer_has_a_direct_line_the_passage_and_its_place(library: FakeLibrary) -> None:
    assert shown(ask("去年地区生产总值增长多少")) == snapshot("""\
地区生产总值（2023年）  增长7.3%
——主要经济指标增速位居全国第一方阵。地区生产总值增长7.3%、居全国第3、创2010年以来最好位次,人均地区生产总值突破10万元;
—— 一、过去一年工作回顾 · 第3段\
""")


def test_a_livelihood_item_begins_with_its_number(library: FakeLibrary) -> None:
    assert shown(ask("第26件")) == snapshot("""\
第26件 · 建设保障性租赁住房1.69万套
26.建设保障性租赁住房1.69万套,为2万户城镇住房保障家庭发放租赁补贴(牵头责任单位:自治区住房和城乡建设厅)。
—— 附件1 · 第26件\
""")


def test_a_list_has_each_passage(library: FakeLibrary) -> None:
    assert shown(ask("哪些指标居全国第2")) == snapshot("""\
居全国第2（共找到2项）

1. 固定资产投资（2023年）  增长19.8%
固定资产投资增长19.8%、居全国第2;
—— 一、过去一年工作回顾 · 第3段

2. 地区生产总值（2023年）  增长7.3%
——主要经济指标增速位居全国第一方阵。地区生产总值增长7.3%、居全国第3、创2010年以来最好位次,人均地区生产总值突破10万元;
—— 一、过去一年工作回顾 · 第3段\
""")


def test_an_unsure_answer_names_what_is_near(library: FakeLibrary) -> None:
    assert shown(ask("近")) == snapshot("""\
报告里没找到直接答案，这几条比较接近：

地区生产总值（2023年）
地区生产总值增长7.3%、居全国第3\
""")


def test_what_is_unknown_is_told(library: FakeLibrary) -> None:
    assert shown(ask("红烧排骨怎么做")) == snapshot("报告里没找到这方面的内容，您可以换个说法再问。")


def test_in_a_group_it_shows_that_nothing_is_said(library: FakeLibrary) -> None:
    assert shown(ask("--where", "group", "红烧排骨怎么做")) == snapshot("（在群里不作答）")
    assert library.asked == [("红烧排骨怎么做", Where.GROUP)]


def test_a_question_may_be_several_words(library: FakeLibrary) -> None:
    ask("六个工程", "是什么")
    assert library.asked == [("六个工程 是什么", Where.ADDRESSED)]


def test_markup_in_a_text_is_text(library: FakeLibrary) -> None:
    assert "<b>𠮷</b> & co" in shown(ask("怪"))


def test_explain_shows_each_step_as_a_table_before_the_answer(library: FakeLibrary) -> None:
    assert shown(ask("--explain", "六个工程是什么")) == snapshot("""\
Normalise
┏━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┓
┃ step     ┃ text             ┃
┡━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━┩
│ NFKC     │ [六个工程是什么] │
│ numerals │ 6个工程          │
└──────────┴──────────────────┘

Decide
┏━━━━━━━┳━━━━━━━━━━━━━━┓
┃ score ┃ limit        ┃
┡━━━━━━━╇━━━━━━━━━━━━━━┩
│ 96    │ 50 (private) │
└───────┴──────────────┘

六个工程
“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。
—— 附件2\
""")


def test_the_real_engine_explains_itself() -> None:
    ended = run("ask", "--explain", "三链工程是什么")
    assert (ended.returncode, ended.stderr) == (0, b"")
    lines = [line.strip() for line in ended.stdout.decode().splitlines()]
    assert [line for line in lines if line in {"Normalise", "Frame", "Decide"}] == [
        "Normalise",
        "Frame",
        "Decide",
    ]
    assert lines[-1] == "—— 附件2·名词解释"


def test_in_a_terminal_what_matched_is_emphasised() -> None:
    console = Console(force_terminal=True, color_system="standard", width=60, highlight=False, no_color=False)
    with console.capture() as captured:
        print_answer(console, FakeEngine().ask("去年地区生产总值增长多少"), REPORT)
    lines = captured.get().splitlines()
    assert lines[0] == "\x1b[1m地区生产总值（2023年）\x1b[0m  \x1b[1;32m增长7.3%\x1b[0m"
    assert "\x1b[1;33m地区生产总值增长7.3%" in captured.get()
    assert len(lines) == 4


def test_in_a_later_year_than_the_report_s_an_answer_says_which_year_is_meant() -> None:
    answer = replace(FakeEngine().ask("去年地区生产总值增长多少"), relative=(("去年", 2023),))
    console = Console(width=60)
    with console.capture() as captured:
        print_answer(console, answer, replace(REPORT, date="2024-01-30"), 2026)
    assert captured.get().splitlines()[0] == "报告作于2024年1月，“去年”指2023年。"


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


def test_a_question_of_4096_characters_is_asked_and_a_longer_one_refused(library: FakeLibrary) -> None:
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
