"""Recognises the sections of a report's lines: head, numbered chapters, livelihood list, glossary, and page clutter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.grammar.numerals import numeral
from knowledge.report.build import glossary, livelihood
from knowledge.report.text import Section, SectionKind

_LONGEST_HEADING = 40
_APPENDIX = re.compile(r"附\s*[件录表]?\s*[\d一二三四五]*\s*[:：]?")
_GLOSSARY = re.compile(r".{0,24}(?:名词|术语|用语)(?:解释|注释|说明|注解).{0,4}|[【\[]?注\s*释[】\]]?[:：]?")
_LIST = re.compile(r"实事|民心工程|民生工程|[十\d]+大工程")
_NO_LIST = re.compile(r"进展|完成情况|落实情况|[。!！;；]$|各位代表|作为|我们")
_BROKEN_OFF = re.compile(r"[的和与及在为、]$|^\d+(?:\.\d+)?$")
_GOES_ON = re.compile(r"[是的:：,，、。;；]|年平均|\d+(?:\.\d+)?$")
_LIST_BEGINS = re.compile(r"[一二三四五六七八九十]+[、是]|[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)|——")
_NUMBERED = re.compile(r"([一二三四五六七八九十]{1,3})、\s*\S")
_NAMED = re.compile(r"工作回顾|工作安排|重点工作|目标任务|主要任务|工作任务|总体要求|自身建设|发展成就")
_SENTENCE_END = re.compile(r"[。:：;；!！,，?？]$")
_NOT_NAMED = re.compile(r"[(（—―\-]|[一二三四五六七八九十]+[是要]")
_PAGE = re.compile(
    r"分享到|相关报道|相关文章|相关链接|上一篇|下一篇|本栏|阅读排行|标签云|打印本页|关闭窗口|"
    r"[(（【]?责任编辑|[(（【]?责编|[(（【]?编辑[:：]"
)
_SUMMARY = re.compile(r"内容摘要[:：]")
_PAGE_HEAD = re.compile(
    r"(?:下载|打印|全屏|收藏|【?字号[:：]?|加大|还原|减小|】|工作报告|标题[:：].*|正文[:：]|"
    r"(?:来源|时间|作者|阅读|评论|发文|文章来源)[^。]*"
    r"|\d{1,7}|内容摘要[:：].*)"
)


@dataclass(frozen=True, slots=True)
class _Appendix:
    """Where an appendix begins, and what it holds."""

    line: int
    kind: SectionKind


def outline(lines: Sequence[str]) -> list[Section]:
    """Return the sections of a report; together they hold all `lines` in order. In the worst case all is body."""
    appendices = list(_appendices(lines))
    body = lines[: appendices[0].line] if appendices else lines
    sections = list(_body(body))
    for nth, appendix in enumerate(appendices):
        until = appendices[nth + 1].line if nth + 1 < len(appendices) else len(lines)
        sections += _split(lines[appendix.line], lines[appendix.line + 1 : until], appendix.kind)
    return [_mended(section) for section in _without_copies(sections) if section.lines]


def _mended(section: Section) -> Section:
    """Return a chapter with the lines joined that a page broke within a sentence; the line breaks stay."""
    if section.kind is not SectionKind.BODY or not section.heading:
        return section
    paragraphs: list[str] = []
    for line in section.paragraphs:
        if paragraphs and _is_broken(paragraphs[-1], line):
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return Section(section.heading, section.kind, tuple(paragraphs))


def _is_broken(line: str, following: str) -> bool:
    """Tell whether a line breaks off and the next one goes on: 主要目标 / 是:…."""
    if _LIST_BEGINS.match(following):
        return False
    return _BROKEN_OFF.search(line) is not None or _GOES_ON.match(following) is not None


def _appendices(lines: Sequence[str]) -> Iterator[_Appendix]:
    taken = -1
    for index, line in enumerate(lines):
        kind = _kind(line, lines[index + 1 :])
        lone = index > 0 and _APPENDIX.fullmatch(lines[index - 1]) is not None
        if kind:
            start = index - 1 if lone and index - 1 > taken else index
            taken = index
            yield _Appendix(start, kind)
        elif lone and index - 1 > taken:
            taken = index
            yield _Appendix(index - 1, SectionKind.BODY)


def _kind(line: str, following: Sequence[str]) -> SectionKind | None:
    """Return the kind of list that a heading announces; None if the line is no heading or no list follows."""
    if len(line) > _LONGEST_HEADING or not following:
        return None
    if _GLOSSARY.fullmatch(line):
        return SectionKind.GLOSSARY if glossary.read(_content(following)) else None
    if _LIST.search(line) and not _NO_LIST.search(line) and not _NUMBERED.match(line):
        return SectionKind.LIVELIHOOD if livelihood.read(_content(following)) else None
    return None


def _content(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines up to the next appendix or the page's own words."""
    for index, line in enumerate(lines):
        if _PAGE.match(line) or _APPENDIX.fullmatch(line) or (index and _GLOSSARY.fullmatch(line)):
            return lines[:index]
    return lines


def _split(heading: str, block: Sequence[str], kind: SectionKind) -> Iterator[Section]:
    """Yield the section of an appendix, and what follows its last entry as clutter."""
    content = _content(block)
    entries = glossary.read(content) if kind is SectionKind.GLOSSARY else livelihood.read(content)
    end = entries[-1].end if entries and kind is not SectionKind.BODY else len(content)
    yield Section(heading, kind, tuple(block[:end]))
    yield Section("", SectionKind.CLUTTER, tuple(block[end:]))


def _body(lines: Sequence[str]) -> Iterator[Section]:
    """Yield the report's head and chapters, and the page's words before and after them."""
    end = next((index for index, line in enumerate(lines) if index and _PAGE.match(line)), len(lines))
    heading, last, head = "", 0, True
    waiting: list[str] = []
    for line in lines[:end]:
        number = _chapter(line, last)
        if number is None:
            waiting.append(line)
            continue
        yield from _head(waiting) if head else [Section(heading, SectionKind.BODY, tuple(waiting))]
        heading, waiting, last, head = line, [], number, False
    yield from _head(waiting) if head else [Section(heading, SectionKind.BODY, tuple(waiting))]
    yield Section("", SectionKind.CLUTTER, tuple(lines[end:]))


def _chapter(line: str, last: int) -> int | None:
    """Return the number of the chapter that a heading line begins (0 for one without), None for any other line."""
    if len(line) > _LONGEST_HEADING or _SENTENCE_END.search(line):
        return None
    numbered = _NUMBERED.match(line)
    if numbered:
        number = numeral(numbered.group(1))
        return number if not last or number in (1, last + 1) else None
    return 0 if _NAMED.search(line) and not _NOT_NAMED.match(line) and "政府工作报告" not in line else None


def _head(lines: Sequence[str]) -> Iterator[Section]:
    """Yield the lines before the first chapter: the report's own as body, the web page's as clutter."""
    clutter = False
    waiting: list[str] = []
    for line in lines:
        page = _PAGE_HEAD.fullmatch(line) is not None or (bool(waiting) and _SUMMARY.fullmatch(waiting[-1]) is not None)
        if page != clutter:
            yield Section("", SectionKind.CLUTTER if clutter else SectionKind.BODY, tuple(waiting))
            clutter, waiting = page, []
        waiting.append(line)
    yield Section("", SectionKind.CLUTTER if clutter else SectionKind.BODY, tuple(waiting))


def _without_copies(sections: Sequence[Section]) -> Iterator[Section]:
    """Yield the sections; a glossary that is repeated later counts as clutter, for some pages print theirs twice."""
    later: list[Section] = [section for section in sections if section.kind is SectionKind.GLOSSARY]
    for section in sections:
        if section.kind is SectionKind.GLOSSARY:
            later.remove(section)
            if any(set(section.paragraphs) <= set(other.paragraphs) for other in later):
                yield Section(section.heading, SectionKind.CLUTTER, section.paragraphs)
                continue
        yield section
