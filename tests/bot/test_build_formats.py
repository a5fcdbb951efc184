"""`build` reads a saved web page and a Word document like the plain text, and says what it can't read."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.bot.test_check_and_build import invoke

LINES = (
    "政府工作报告",
    "——2024年1月20日在青禾县第三届人民代表大会第四次会议上",
    "一、2023年工作回顾",
    "2023年,全县地区生产总值增长8.2%、居全市第2。粮食产量12.6亿斤。",
    "二、2024年工作安排",
    "地区生产总值增长7%以上。新建高标准农田3.5万亩。",
)
MARKUP = (
    "<html><head><meta charset='{}'><title>青禾县人民政府网</title><script>var lines = '80亿元';</script></head>"
    "<body><header>繁体版</header><nav><ul><li>首页<li>增长99%</ul></nav><div class=main>{}</div>"
    "<footer>青公网安备 33号</footer></body></html>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def save_text(path: Path) -> Path:
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def save_page(path: Path, *, declared: str = "utf-8", encoding: str = "utf-8") -> Path:
    """Save a page as editors of web sites leave them: lines wrapped, bold runs, some paragraphs never closed."""
    head, rest = LINES[:2], (line.replace("生产总值", "生产\n    <b>总值</b>") for line in LINES[2:])
    body = f"<h1>{head[0]}</h1>{head[1]}<br>" + "".join(f"<p>\u3000\u3000{line}" for line in rest)
    path.write_bytes(MARKUP.format(declared, body).encode(encoding))
    return path


def save_document(path: Path) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{line[:4]}</w:t></w:r><w:r><w:t>{line[4:]}</w:t></w:r></w:p>" for line in LINES)
    with ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return path


@pytest.fixture
def drafted(tmp_path: Path) -> str:
    """The draft of the plain text."""
    return invoke("build", save_text(tmp_path / "qinghe.txt")).stdout


def test_a_word_document_gives_the_draft_of_its_text(tmp_path: Path, drafted: str) -> None:
    assert "value: 8.2" in drafted
    assert invoke("build", save_document(tmp_path / "report.docx")).stdout == drafted


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030"), ("GBK", "utf-8-sig")]
)
def test_a_web_page_gives_the_draft_of_its_text(tmp_path: Path, drafted: str, declared: str, encoding: str) -> None:
    page = save_page(tmp_path / "report.html", declared=declared, encoding=encoding)
    assert invoke("build", page).stdout == drafted


def test_a_folder_is_drafted_whatever_its_formats_and_in_spite_of_a_damaged_file(tmp_path: Path) -> None:
    save_document(tmp_path / "a.docx")
    save_page(tmp_path / "b.htm")
    save_text(tmp_path / "c.txt")
    save_page(tmp_path / "c.html")
    (tmp_path / "d.docx").write_bytes(b"\xd0\xcf\x11\xe0 an old .doc")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    result = invoke("build", tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path}/c.html: left aside, another file of this name is read\n" in result.stdout
    assert result.stdout.endswith("3 of 4 reports drafted\n")
    assert result.stderr == (
        f"Error: {tmp_path}/d.docx: this is no Word document, or it is damaged: "
        "expected a .docx that Word opens, not a renamed .doc\n"
    )
    drafts = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.yaml")}
    assert set(drafts) == {"a.yaml", "b.yaml", "c.yaml"}
    assert len(set(drafts.values())) == 1


def test_another_kind_of_file_and_a_page_without_text_are_told(tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    assert invoke("build", pdf).stderr == (
        f"Error: {pdf}: .pdf can't be read: expected a report saved as .txt, .html or .docx\n"
    )
    page = tmp_path / "report.html"
    page.write_text("<script>load()</script>", encoding="utf-8")
    assert invoke("build", page).stderr == f"Error: {page}: it holds no text: expected that of a report\n"
