"""Short messages that lean on the answer before them, and those that don't."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Answer, Kind, Outcome, Where
from tests.knowledge.asking.dialog import told


def followed(library: Library, first: str, then: str) -> Answer:
    """Return what `then` brings after the answer to `first`."""
    answer = library.ask(first)
    assert answer.outcome is Outcome.ANSWER
    return library.ask(then, before=answer.about, frame=answer.frame)


@pytest.mark.parametrize(
    ("first", "then", "title", "direct"),
    [
        ("去年GDP增长多少", "那今年呢", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "今年目标呢", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "它今年的目标是多少", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "那目标定的多少", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "計劃呢", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "na jinnian mubiao ne", "地区生产总值", "增长6%以上"),
        ("去年GDP增长多少", "排第几", "地区生产总值", "全国第3"),
        ("去年GDP增长多少", "全国排名", "地区生产总值", "全国第3"),
        ("去年GDP增长多少", "那排老几呀", "地区生产总值", "全国第3"),
        ("去年GDP增长多少", "原文呢", "地区生产总值", "增长7.3%"),
        ("去年GDP增长多少", "是多少", "地区生产总值", "增长7.3%"),
        ("今年GDP目标", "去年呢", "地区生产总值", "增长7.3%"),
        ("今年GDP目标", "完成了吗", "地区生产总值", "增长7.3%"),
        ("今年GDP目标", "去年实际完成多少", "地区生产总值", "增长7.3%"),
        ("今年GDP目标", "排第几", "地区生产总值", "全国第3"),
        ("引进到位资金去年多少", "增长多少", "引进到位资金", "增长40.2%"),
        ("引进到位资金去年多少", "今年呢", "引进到位资金", "不低于5500亿元"),
        ("外贸去年增长多少", "今年目标呢", "外贸进出口总额", "突破2100亿元"),
        ("外贸去年增长多少", "今年增长多少", "外贸进出口总额", "增长10%以上"),
        ("外贸去年增长多少", "总额多少", "外贸进出口总额", "突破2100亿元"),
        ("新能源装机规模", "2025年呢", "新能源装机规模", "将达到1.5亿千瓦"),
        ("粮食产量", "多少亿斤", "粮食产量", "791.6亿斤"),
        ("今年保交楼多少套", "那去年干了多少", "保交楼", "7万套"),
        ("网络零售额去年增长多少", "今年要突破多少", "网络零售额", "突破700亿元"),
        ("断头路去年打通多少公里", "今年多少公里", "断头路", "700公里"),
        ("粮食产量", "全国第几", "粮食产量", "全国第6"),
        ("去年城镇新增就业多少", "那今年打算多少", "城镇新增就业", "18万人以上"),
        ("GDP去年实际和今年目标对比", "第二个呢", "地区生产总值", "增长6%以上"),
        ("哪些指标居全国第2", "第一个今年目标呢", "固定资产投资", "增长15%左右"),
    ],
)
def test_the_same_indicator_is_told_for_the_year_side_rank_or_measure_asked(
    library: Library, first: str, then: str, title: str, direct: str
) -> None:
    answer = followed(library, first, then)

    assert answer.leaned
    assert [(source.title, source.direct) for source in answer.sources] == [(title, direct)]


@pytest.mark.parametrize(
    ("first", "then", "title", "direct"),
    [
        ("去年GDP增长多少", "那粮食呢", "粮食产量", "791.6亿斤"),
        ("去年GDP增长多少", "那固定资产投资呢", "固定资产投资", "增长19.8%"),
        ("今年GDP目标", "那固定资产投资呢", "固定资产投资", "增长15%左右"),
        ("去年GDP增长多少", "那規上工業呢", "规上工业增加值", "增长7.4%"),
        ("今年GDP目标", "CPI呢", "居民消费价格", "涨幅控制在3%左右"),
        ("今年GDP目标", "城镇新增就业呢", "城镇新增就业", "18万人以上"),
        ("去年GDP增长多少", "城镇新增就业呢", "城镇新增就业", "21.87万人"),
        ("去年GDP增长多少", "包头呢", "包头市地区生产总值", "增长10%以上"),
        ("包头GDP", "呼和浩特呢", "呼和浩特市地区生产总值", "增长10%以上"),
        ("包头GDP", "那规上工业呢", "包头市规上工业增加值", "增长20%以上"),
        ("粮食产量", "牛奶呢", "牛奶产量", "792.6万吨"),
        ("牛奶产量", "煤炭呢", "煤炭产量", "12.2亿吨"),
        ("今年失业率目标", "能耗呢", "单位地区生产总值能耗", "降低1.6%左右"),
        ("去年工业投资增长多少", "制造业呢", "制造业投资", "增长46.4%"),
        ("六个工程是什么", "那三大优势呢", "三大优势", ""),
        ("民政厅负责哪几件实事", "那教育厅呢", "名校长、名教师工作室和支教", ""),
    ],
)
def test_another_topic_is_asked_in_the_frame_of_the_answer_before(
    library: Library, first: str, then: str, title: str, direct: str
) -> None:
    answer = followed(library, first, then)

    assert answer.leaned
    assert (answer.sources[0].title, answer.sources[0].direct) == (title, direct)


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("六个工程是什么", "第三个呢", "温暖工程"),
        ("六个工程是什么", "第3个是什么", "温暖工程"),
        ("六个工程是什么", "最后一个", "自贸区创建工程"),
        ("六个工程是什么", "倒数第二个", "科技“突围”工程"),
        ("六个工程是什么", "第三個是什麼", "温暖工程"),
        ("六个工程是什么", "di san ge", "温暖工程"),
        ("民生实事第8件", "第三个呢", "村级养老服务站1500个"),
        ("民生实事第8件", "最后一项是什么", "新增老年助餐点1200个"),
        ("民生实事第8件", "谁负责", "自治区民政厅"),
        ("民生实事第8件", "哪个部门牵头", "自治区民政厅"),
        ("民生实事第8件", "誰負責", "自治区民政厅"),
        ("民生实事第8件", "负责的部门是谁", "自治区民政厅"),
        ("民生实事第14件", "归谁管", "自治区红十字会、自治区残疾人联合会"),
        ("民生实事第13件", "第二个谁负责", "自治区妇女联合会"),
        ("农村牧区户厕去年多少", "今年呢", "新建农村牧区户厕5.5万个"),
    ],
)
def test_the_part_that_is_asked_for_is_emphasised(library: Library, first: str, then: str, words: str) -> None:
    answer = followed(library, first, then)

    assert answer.leaned
    [source] = answer.sources
    assert [source.text[start:end] for start, end in source.highlights] == [words]
    assert source.kind is Kind.LIVELIHOOD or source.direct == words


def test_several_departments_in_several_places_are_all_emphasised(library: Library) -> None:
    answer = followed(library, "民生实事第13件", "谁负责")

    assert answer.leaned
    [source] = answer.sources
    bold = [source.text[start:end] for start, end in source.highlights]
    assert (bold, source.direct) == (["自治区卫生健康委员会", "自治区妇女联合会"], "")


@pytest.mark.parametrize(
    ("then", "number"), [("第二个呢", 10), ("最后一个", 10), ("第8件呢", 8), ("第1个谁负责", 8), ("第10件是什么", 10)]
)
def test_of_a_list_the_entry_is_told_by_its_place_or_by_its_number(library: Library, then: str, number: int) -> None:
    answer = followed(library, "民政厅负责哪几件实事", then)

    assert answer.leaned
    assert [source.number for source in answer.sources] == [number]


@pytest.mark.parametrize("then", ["还有吗", "还有呢", "还有别的吗", "還有哪些", "其他的呢"])
def test_further_entries_are_a_list_without_what_was_shown(library: Library, then: str) -> None:
    before = told(library, "民生实事第8件")
    answer = library.ask(then, before=[source.entry_id for source in before])

    assert answer.leaned
    assert (answer.outcome, answer.kind) == (Outcome.ANSWER, Kind.LIST)
    assert before[0].text not in {source.text for source in answer.sources}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("去年GDP增长多少", "明年呢"),
        ("去年GDP增长多少", "2022年呢"),
        ("去年GDP增长多少", "总量多少"),
        ("去年GDP增长多少", "谁负责"),
        ("去年GDP增长多少", "第三个呢"),
        ("去年GDP增长多少", "什么意思"),
        ("去年GDP增长多少", "河北呢"),
        ("去年GDP增长多少", "全国呢"),
        ("去年GDP增长多少", "鄂尔多斯呢"),
        ("粮食产量", "今年目标呢"),
        ("粮食产量", "增长多少"),
        ("今年失业率目标", "去年呢"),
        ("今年失业率目标", "排第几"),
        ("六个工程是什么", "第九个"),
        ("六个工程是什么", "今年目标呢"),
        ("六个工程是什么", "哪八个"),
        ("民生实事第8件", "第六个"),
        ("民生实事第8件", "多少钱"),
        ("断头路去年打通多少公里", "今年多少亩"),
        ("去年工业投资增长多少", "今年目标呢"),
        ("民生实事第8件", "明年呢"),
        ("民政厅负责哪几件实事", "第10个"),
        ("营商环境怎么改善", "谁负责"),
    ],
)
def test_what_the_report_does_not_say_of_it_is_left_open(library: Library, first: str, then: str) -> None:
    before = told(library, first)
    answer = followed(library, first, then)

    assert answer.leaned
    assert (answer.outcome, answer.sources, answer.kind) == (Outcome.UNSURE, (), None)
    assert answer.suggestions[0].entry_id == answer.nearest
    assert answer.about[0] == before[0].entry_id


@pytest.mark.parametrize(
    "then",
    [
        *["谢谢", "好的", "大家早上好", "今天天气呢", "六个工程是什么", "民生实事第7件", "哈哈", "真的吗"],
        *[
            "在吗",
            "这个怎么样",
            "好的谢谢",
            "去年粮食产量多少亿斤",
            "今年新增多少停车位",
            "",
            "？",
            "呢",
        ],
        *[
            "那你吃饭了吗",
            "明天开会通知一下",
            "GDP增长7.3%是真的吗",
            "https://a.b/c",
            "营商环境怎么改善",
        ],
        *["了解了", "不对吧", "明白了谢谢啊", "那我们去吃饭吧", "这么低啊", "真不错", "三大优势有哪些"],
        *["我去年买的房子涨了多少钱你们知道吗", "第9件民生实事", "😀", "收到", "辛苦了"],
        "哪些指标居全国第2",
        "哪些盟市被提到",
    ],
)
def test_a_message_that_does_not_lean_is_asked_as_any(library: Library, then: str) -> None:
    assert not followed(library, "去年GDP增长多少", then).leaned


def test_another_item_is_told_by_its_number(library: Library) -> None:
    assert [source.number for source in followed(library, "民生实事第8件", "第9件呢").sources] == [9]


def test_nothing_leans_on_entries_that_are_gone(library: Library) -> None:
    assert not library.ask("那今年目标呢", before=[]).leaned
    assert not library.ask("那今年目标呢", before=["t0000000000"]).leaned


def test_asking_with_what_was_shown_before_is_one_call(library: Library) -> None:
    before = [source.entry_id for source in told(library, "去年GDP增长多少")]
    leaning = library.ask("那今年目标呢", before=before)
    own = library.ask("六個工程是什麼", before=before)

    assert leaning.leaned
    assert leaning.title == "地区生产总值"
    assert leaning.normal == library.normal("那今年目标呢")
    assert not own.leaned
    assert (own.title, own.normal) == ("六个工程", "6个工程是什么")


def test_what_could_be_about_an_answer_before_it_is_told_where_there_was_none(library: Library) -> None:
    assert library.ask("还有别的吗").may_lean
    assert not library.ask("去年GDP增长多少").may_lean
    assert not library.ask("还有别的吗", Where.GROUP).may_lean
