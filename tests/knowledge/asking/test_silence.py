"""What the report doesn't say is never answered: unsure in private, silent in groups."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Outcome, Where
from tests.knowledge.asking.dialog import held_back


@pytest.mark.parametrize(
    "text",
    [
        "内蒙古GDP总量多少亿元",
        "去年社会消费品零售总额增长多少",
        "自治区政府债务余额多少亿",
        "锡林郭了盟去年地区生产总值增速多少",
        "农田灌溉水有效利用系数具体是多少",
        "北京大学肿瘤医院内蒙古医院去年看了多少门诊病人",
        "职工医保住院起付线降到多少了",
        "“高效办成一件事”那13个套餐都包括哪些事",
        "三多三少三慢分别是哪些",
        "2019年来了多少游客",
        "十年前的城镇化率是多少",
        "为啥煤炭产业去年才涨了1点几",
        "保租房一个月租金大概多少",
        "2025年GDP目标",
        "广东去年增速",
        "五个一工程",
        "五个一工程是什么",
        "2022年粮食产量",
        "2021年固定资产投资增速",
        "明年失业率目标",
        "2030年新能源装机目标",
        "前年城镇新增就业多少",
        "山西煤炭产量多少",
        "陕西去年外贸增长多少",
        "蒙古国GDP增长多少",
        "全国GDP增长目标是多少",
        "全国粮食产量多少",
        "包头市粮食产量",
        "赤峰市牛奶产量",
        "通辽市固定资产投资增速",
        "呼和浩特GDP多少亿",
        "鄂尔多斯去年财政收入多少",
        "去年固定资产投资总额多少亿元",
        "四个工程是什么",
        "五大工程是哪五个",
        "八个工程指什么",
        "九个作模范",
        "六个摒弃是什么",
        "四管四必须",
        "清五乱",
        "旅游五地",
        "三个代表是什么",
        "三大攻坚战是什么",
        "科技厅牵头哪几件民生实事",
        "民政厅电话多少",
        "红十字会会长是谁",
        "医保局上班时间",
        "内蒙古最低工资标准",
        "今年高考多少人",
        "牛奶多少钱一斤",
        "去年出生人口多少",
        "去年汽车产量多少辆",
        "民生实事第34件",
    ],
)
def test_a_near_miss_is_unsure_in_private_and_silent_in_a_group(library: Library, text: str) -> None:
    private, group = library.ask(text), library.ask(text, Where.GROUP)

    assert (private.outcome, group.outcome) == (Outcome.UNSURE, Outcome.SILENT)
    assert held_back(private)
    assert held_back(group)
    assert group.suggestions == ()


@pytest.mark.parametrize(
    "text",
    [
        "晚上一起吃饭吗",
        "有人一起拼车去包头吗",
        "哈哈哈哈笑死我了",
        "谁有充电器借我用下",
        "孩子发烧去哪个医院好",
        "明天开会几点",
        "第7件快递是谁的",
        "第7件",
        "第三个红包没抢到",
        "包头哪家烧烤好吃",
        "高速上堵车了",
        "我家水管爆了",
        "煤价又涨了",
        "打疫苗疼不疼",
        "https://example.com/abc",
        "@张三 在吗",
        "六",
        "工程款什么时候结",
        "牛奶喝完了记得买",
        "呼市到包头多少公里",
        "医保卡丢了咋办",
        "谁家有房出租",
        "学校几点放学",
        "计划赶不上变化",
        "第一名是谁",
        "电力集团招聘吗",
        "满洲里好玩吗",
        "转发：今天下午三点停水通知",
        "报告写完了吗",
        "老人机哪款好用",
        "买煤找我",
        "去年这时候还没下雪",
        "今年过年回家吗",
        "六个人够不够",
        "三件套多少钱",
        "孩子作业写完了吗",
        "哪里好玩",
        "👍👍👍",
        "OK",
        "hello everyone",
        "ni hao",
        "what's for dinner",
        "1111",
        "??",
        "",
        " \n ",
    ],
)
def test_chatter_in_a_group_gets_nothing(library: Library, text: str) -> None:
    answer = library.ask(text, Where.GROUP)

    assert answer.outcome is Outcome.SILENT
    assert held_back(answer)
    assert answer.suggestions == ()


@pytest.mark.parametrize(
    "text",
    [
        "民政局在哪",
        "民政局几点上班",
        "教育局有人吗",
        "公安局抓人了吗",
        "你在民政局上班吗",
        "水利局招人吗",
        "卫健委电话多少",
        "妇联搞活动吗",
        "包头",
        "赤峰在哪",
        "通辽的朋友呢",
        "包头的举手",
        "谁是赤峰的",
    ],
)
def test_a_department_or_place_in_small_talk_lists_nothing(library: Library, text: str) -> None:
    assert held_back(library.ask(text, Where.GROUP))


@pytest.mark.parametrize("text", ["包头", "通辽市", "呼包鄂"])
def test_a_place_alone_said_to_the_bot_lists_what_is_said_of_it(library: Library, text: str) -> None:
    assert len(library.ask(text).sources) > 1


def test_held_back_in_private_what_is_near_is_offered(library: Library) -> None:
    [first, *_] = library.ask("2021年粮食产量多少亿斤").suggestions

    assert "粮食产量791.6亿斤" in first.text
