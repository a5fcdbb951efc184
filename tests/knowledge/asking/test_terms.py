"""Asking for glossary terms."""

from __future__ import annotations

import pytest

from knowledge import Library
from tests.knowledge.asking.dialog import assert_says, told

GLOSSARY = "附件2·名词解释"


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("六个工程是什么", "政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程"),
        ("给解释解释天骏计划", "服务企业上市计划"),
        ("“三管三必须”什么意思", "管行业必须管安全"),
        ("三大优势指哪些", "能源产业优势、战略资源优势"),
        ("清四乱是清理什么", "乱占、乱采、乱堆、乱建"),
        ("旅游四地", "自驾游首选地"),
        ("七个摒弃的内容", "摒弃“我不如人”的念头"),
        ("一规划三方案包括哪些文件", "“三北”工程六期规划"),
        ("名词解释 两超一非", "超范围、超限量使用食品添加剂"),
        ("三分吸附法怎么理解", "乌审旗创造的完善基层治理经验做法"),
        ("报告里七个作模范都有什么", "在感党恩听党话"),
        ("六句话的事实和道理都是什么", "最早建立党组织的民族地区"),
        ("京蒙六个倍增计划有哪些", "京蒙协作教育倍增计划、医疗倍增计划"),
        ("沙戈荒大型风电光伏基地在哪四个地方", "库布其沙漠鄂尔多斯中北部"),
        ("两件大事6部条例的名字", "筑牢祖国北疆安全稳定屏障促进条例"),
        ("代表+委员+法院 是个啥机制", "自治区人大常委会、政协和高级人民法院搭建平台"),
        ("蒙科聚是干嘛的", "集成科技研发、资本运作、项目孵化"),
    ],
)
def test_all_seventeen_terms_are_known_by_name(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, GLOSSARY)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("吸附法是啥", "乌审旗创造的"),
        ("天骏是什么计划", "服务企业上市计划"),
        ("两超是什么意思", "超范围、超限量"),
        ("沙戈荒基地是哪几个", "库布其沙漠鄂尔多斯中北部"),
        ("四乱指哪四种现象", "乱占、乱采、乱堆、乱建"),
        ("作模范的七个方面是什么", "在感党恩听党话"),
        ("什么叫科创平台蒙科聚", "集成科技研发"),
    ],
)
def test_a_part_of_a_name_is_enough(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, GLOSSARY)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("六个工程第三个", "温暖工程"),
        ("六个工程的最后一个是什么", "自贸区创建工程"),
        ("六个工程头一个", "政策落地工程"),
        ("六个工程倒数第二个", "科技“突围”工程"),
        ("七个摒弃里第2个是啥", "“发展不用太急了”的想法"),
        ("六个倍增计划第四个是哪个", "旅游倍增计划"),
        ("三大优势的第二个优势", "战略资源优势"),
        ("六句话里第三句怎么说", "内蒙古是在党中央的支持下发展起来的"),
    ],
)
def test_a_part_is_known_by_its_number(library: Library, text: str, part: str) -> None:
    source = told(library, text)[0]

    assert part in source.direct
    assert source.place == GLOSSARY
    assert [source.text[start:end] for start, end in source.highlights] == [source.direct]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("疑难案件联管联调属于哪套做法", "“三分吸附法”"),
        ("种苗子选苗子育苗子送苗子说的是哪个计划", "“天骏计划”"),
        ("“没有成方不敢开药”出自哪里", "“七个摒弃”"),
        ("自驾游首选地是什么里面的", "“旅游四地”"),
        ("哪个平台能做项目孵化和成果转化", "蒙科聚科创平台"),
        ("管业务必须管安全叫什么", "“三管三必须”"),
        ("非法添加非食用物质是指什么问题", "“两超一非”"),
        ("影响河湖健康的乱采乱堆叫什么", "“清四乱”"),
    ],
)
def test_a_term_is_found_by_what_it_says(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, GLOSSARY)
