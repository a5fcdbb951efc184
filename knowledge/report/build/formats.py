"""Reads the report that is to be drafted as plain text: from a `.txt`, a saved web page or a Word document."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.faults import Fault, KnowledgeError
from knowledge.report.document import LARGEST, MEBIBYTE, FileContent, decode, read_file

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

SUFFIXES = (".txt", ".docx", ".html", ".htm")  # the first is preferred where a folder holds one report several times

_LARGEST_WRAPPED = 32 * MEBIBYTE  # of a page or document; scripts and pictures make up most of it
_CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "csgb2312"})  # browsers read all as gb18030, so do we
_NOT_TEXT = "script, style, title, nav, noscript, template, iframe, svg, select, button, textarea"
_AROUND = ("header", "footer")
_NOTE = re.compile("#(?:foot|end)note-")  # mammoth's links to and from a footnote
_BLOCKS = (
    "address, article, aside, blockquote, body, caption, center, dd, div, dl, dt, fieldset, figcaption, figure, "
    "footer, form, h1, h2, h3, h4, h5, h6, header, hr, html, li, main, "
    "ol, p, pre, section, table, tbody, td, tfoot, th, thead, tr, ul"
)
_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_ENGLISH_BREAK = re.compile(r"(?<=[!-~])[ \t]*[\r\n][ \t\r\n]*(?=[!-~])")


def read_text(path: Path) -> str:
    """Return the plain text of the report at `path`, a paragraph a line, as its suffix says (`SUFFIXES`).

    Raises `KnowledgeError` with one sentence that names the file: it can't be read, is of another kind or damaged, is
    larger than 1 MiB of text, or holds none.
    """
    suffix = path.suffix.lower()
    if suffix == ".docx":
        text = _of_document(_content(path))
    elif suffix in (".html", ".htm"):
        text = _of_page(_decoded(_content(path)))
    elif suffix in ("", ".txt"):  # standard input has no suffix
        text = decode(read_file(path))
    else:
        raise _fault(path, f"{suffix} can't be read: expected a report saved as .txt, .html or .docx")
    if not text.strip():
        raise _fault(path, "it holds no text: expected that of a report")
    if len(text.encode(errors="replace")) > LARGEST:
        raise _fault(path, f"its text is too long: expected at most {LARGEST // MEBIBYTE} MiB")
    return text


def _fault(path: Path, message: str) -> KnowledgeError:
    return KnowledgeError([Fault(str(path), 0, "", message)])


def _content(path: Path) -> FileContent:
    try:
        if path.stat().st_size > _LARGEST_WRAPPED:
            raise _fault(path, f"the file is too large: expected at most {_LARGEST_WRAPPED // MEBIBYTE} MiB")
        return FileContent(path, path.read_bytes())
    except OSError as error:
        raise _fault(path, f"the file can't be read: {(error.strerror or str(error)).lower()}") from None


def _of_document(content: FileContent) -> str:
    from mammoth import convert_to_html  # noqa: PLC0415 - only who drafts from such a file waits for it

    try:
        page = convert_to_html(BytesIO(content.data), convert_image=lambda _: []).value
    except Exception:  # of a damaged file, whatever zipfile, zlib and the XML parser raise
        message = "this is no Word document, or it is damaged: expected a .docx that Word opens, not a renamed .doc"
        raise _fault(content.path, message) from None
    return _of_page(page)


def _decoded(content: FileContent) -> str:
    """Return a page in the encoding that its byte order mark or its head declares, else in UTF-8."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - as above

    data, marked = EncodingDetector.strip_byte_order_mark(content.data)
    declared = marked or EncodingDetector.find_declared_encoding(data, is_html=True) or "utf-8"
    for name in dict.fromkeys((declared, "utf-8", "gb18030")):
        try:
            return data.decode("gb18030" if name in _CHINESE else name)
        except (UnicodeDecodeError, LookupError):  # pages that declare another encoding than they have are common
            continue
    raise _fault(content.path, f"this isn't text in {declared}, which the page declares: save it as UTF-8")


def _of_page(page: str) -> str:
    """Return the lines of a page as a browser shows them, without what isn't the article's."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - as above

    soup = BeautifulSoup(page, "html.parser")
    # By name and not by selectors, which take a second to compile.
    found = [*soup.find_all(_NOT_TEXT.split(", ")), *soup.find_all("a", href=_NOTE)]
    # Those of an article hold the report's own title.
    found += [tag for tag in soup.find_all(_AROUND) if not tag.find_parent(("article", "main"))]
    for tag in found:
        tag.decompose()
    _join_source_lines(soup)
    for tag in soup.find_all("br"):
        tag.insert_before("\n")
    for tag in soup.find_all(
        _BLOCKS.split(", ")
    ):  # marks within the tree, for pages that close no <p> nest too deep to recurse
        tag.insert_before("\n")
        tag.append("\n")
    return "\n".join(line for line in (line.strip() for line in soup.get_text().splitlines()) if line)


def _join_source_lines(soup: BeautifulSoup) -> None:
    """Take away the line breaks of the page's source: between Chinese characters they mean nothing."""
    for text in soup.find_all(string=True):
        if type(text).__name__ == "NavigableString" and ("\n" in text or "\r" in text) and not text.find_parent("pre"):
            text.replace_with(_BREAK.sub("", _ENGLISH_BREAK.sub(" ", text)))
