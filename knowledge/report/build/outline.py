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
_GOALS = re.compile(r"目标(?:是|为|如下)?[:：]$")  # a preamble without its numbers says nothing
_BROKEN_OFF = re.compile(r"[的和与及在为、]$|(?:^|\n)\d+(?:\.\d+)?$")
_BEFORE_VALUE = re.compile(r"(?:增长|下降|达到?|突破|超过?|提高[到至]?|降低|完成|投资|约|近|实现)$")
_GOES_ON = re.compile(r"[是的:：,，、。;；%％]|[万亿]+[元吨斤亩人户个千]|年平均|\d+(?:\.\d+)?$")
_LIST_BEGINS = re.compile(r"[一二三四五六七八九十]+[、是]|[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)|——")
_TELLING, _LEAST_COPIED, _MOSTLY = 12, 40, 3  # characters: of a line, of a copy, and how many times what is new
_LATEST_START, _LONGEST_HEAD = 400, 12  # lines
_FEWEST_NOTES = 3
_BEGINS = re.compile(r"^各位(?:代表|委员)|人民代表大会第.{1,4}次会议|现在.{0,4}我代表")
_TITLE = re.compile(r"政府工作报告")
_MENU = re.compile(
    r"(?:网站)?首\s*页|当前位置|您(?:现在)?(?:的|所在)|政务公开|政民互动|互动交流|无障碍|长者|适老|搜索|登录|注册|"
    r"索\s*引\s*号|发文机关|发布机构|信息分类|主题分类|浏览次数|打开新窗口|微信|English|要闻|走进|繁体|RSS"
)
_FIRST_NOTE = re.compile(r"[\[［【〔(（]\s*1\s*[\]］】〕)）]|①")
_NUMBERED = re.compile(r"([一二三四五六七八九十]{1,3})、\s*\S")
_NAMED = re.compile(r"工作回顾|工作安排|重点工作|目标任务|主要任务|工作任务|总体要求|自身建设|发展成就")
_SENTENCE_END = re.compile(r"[。:：;；!！,，?？]$")
_NOT_NAMED = re.compile(r"[(（—―\-]|[一二三四五六七八九十]+[是要]")
_PAGE = re.compile(
    r"分享到|相关报道|相关文章|相关链接|上一篇|下一篇|本栏|阅读排行|标签云|打印本页|关闭窗口|"
    r"[(（【]?责任编辑|[(（【]?责编|[(（【]?编辑[:：]"
)
_FOOTER = re.compile(
    r"版权所有|(?:主办|承办)(?:单位)?[:：].{2,16}(?:政府|办公[厅室]|中心)$|技术支持|备案|网站(?:地图|标识码)|联系我们|"
    r".{0,4}ICP备|.?公网安备|扫一扫|上一条|下一条|附件下载|相关附件|【?打印|【?关闭"
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
    headed: bool = True


def outline(lines: Sequence[str]) -> list[Section]:
    """Return the sections of a report; together they hold all `lines` in order. In the worst case all is body."""
    whole = lines
    lines = whole[: _copied_from(whole)]
    appendices = list(_appendices(lines)) or list(_footnotes(lines))
    body = lines[: appendices[0].line + (not appendices[0].headed)] if appendices else lines
    start = _start(body)
    sections = [Section("", SectionKind.CLUTTER, tuple(body[:start])), *_body(body[start:])]
    for nth, appendix in enumerate(appendices):
        until = appendices[nth + 1].line if nth + 1 < len(appendices) else len(lines)
        heading = lines[appendix.line] if appendix.headed else ""
        sections += _split(heading, lines[appendix.line + 1 : until], appendix.kind)
    sections.append(Section("", SectionKind.CLUTTER, tuple(whole[len(lines) :])))
    return [_mended(section) for section in _without_copies(sections) if section.lines]


def _copied_from(lines: Sequence[str]) -> int:
    """Return the line from which on a page repeats the report, or the number of lines where it doesn't."""
    seen: set[str] = set()
    first = new = copied = 0
    for index, line in enumerate(lines):
        size = len(line)
        if size >= _TELLING and line in seen:
            first = first or index
            copied += size
        elif first:
            new += size
        seen.add(line)
    return first if copied >= _LEAST_COPIED and copied > _MOSTLY * new else len(lines)


def _start(lines: Sequence[str]) -> int:
    """Return the report's first line: what a web page has before its title is the page's own."""
    begin = next((nth for nth, line in enumerate(lines[:_LATEST_START]) if _BEGINS.search(line)), 0)
    titles = [nth for nth in range(max(0, begin - _LONGEST_HEAD), begin) if _TITLE.search(_squeezed(lines[nth]))]
    menus = [nth for nth in range(begin) if _MENU.match(lines[nth])]
    if not titles or not menus or menus[0] > titles[-1]:
        return 0
    return next((nth for nth in titles if nth > max(menu for menu in menus if menu < titles[-1])), titles[-1])


def _squeezed(line: str) -> str:
    """Return a heading without the spaces that spread it: 名 词 解 释."""
    words = line.split()
    return "".join(words) if len(words) > 2 and max(map(len, words)) <= 2 else line


def _footnotes(lines: Sequence[str]) -> Iterator[_Appendix]:
    """Yield the glossary that stands at the end without a heading: 【1】两新:…"""
    for index in range(1, len(lines)):
        if not _FIRST_NOTE.match(lines[index]):
            continue
        content = _content(lines[index:])
        entries = glossary.read(content)
        if (
            len(entries) >= _FEWEST_NOTES
            and entries[-1].end == len(content)
            and all(one.name and one.definition for one in entries)
        ):
            yield _Appendix(index - 1, SectionKind.GLOSSARY, headed=False)
            return


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
    if _GOALS.search(line):
        return True
    if _LIST_BEGINS.match(following):
        return False
    if following[0].isdecimal() and _BEFORE_VALUE.search(line):
        return True
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
    line = _squeezed(line)
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
        if _PAGE.match(line) or _APPENDIX.fullmatch(line) or (index and _GLOSSARY.fullmatch(_squeezed(line))):
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
    end = _footer(lines[:end])
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


def _footer(lines: Sequence[str]) -> int:
    """Return the line from which on a page has only its own words, or the number of lines."""
    told = max((index for index, line in enumerate(lines) if "。" in line), default=len(lines))
    return next((nth for nth in range(told + 1, len(lines)) if _FOOTER.match(lines[nth])), len(lines))


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
