"""A question buried in a long message, among greetings, links, emoji and quoted lines."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Where
from tests.knowledge.asking.dialog import assert_says, held_back


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        (
            "各位领导早上好，我是呼伦贝尔的一名基层干部，最近在整理材料，想请教一下："
            "报告里的“三管三必须”具体指什么？谢谢！",
            "管行业必须管安全",
        ),
        (
            "大家好[微笑]，我刚看完新闻 https://www.nmg.gov.cn/zwgk/2024/0131.html ，里面说到今年要改造老旧小区，"
            "请问今年全区计划改造多少个老旧小区？",
            "1185个",
        ),
        ("> 昨天的群公告\n> 请大家查收\n去年全区接待游客多少人次？", "2.3亿"),
        ("「小王：今天开会吗」\n- - - - - - - - - -\n六个工程分别是什么？", "政策落地工程"),
        (
            "🎉🎉🎉新年好！祝各位同事龙年大吉！😊😊😊顺便问一下，今年城镇新增就业的目标是多少人呀？🙏🙏",
            "18万人以上",
        ),
        (
            "我妈今年65了，腿脚不好，一直住在村里，听说今年政府要给老人建助餐点，这样她中午就不用自己做饭了。"
            "想问下今年一共新增多少个老年助餐点？",
            "1200个",
        ),
        (
            "朋友们，今天爬了大青山，风景真不错，下山还吃了羊肉。对了，问个正事，天骏计划是什么东西？",
            "服务企业上市计划",
        ),
        (
            "今天先去了趟政务大厅，又去了银行，折腾一上午。听说今年要推高效办成一件事套餐，一共多少个套餐？",
            "13个",
        ),
        (
            "家里老房子住了三十多年了，一到冬天暖气就不热，邻居说今年政府有个温暖工程。"
            "请问今年要改造多少公里的供热管道？",
            "420公里",
        ),
        (
            "转发自李主任：请各科室于周五前把材料交上来。\n"
            "另外问一句，2023年全区固定资产投资增长了多少，谁记得？谢谢大家",
            "固定资产投资增长19.8%",
        ),
        (
            "@小助手 我们家孩子明年上幼儿园，媳妇还想要二胎，听人说今年托位要增加不少，婴幼儿托位今年新增多少个？",
            "1.5万个",
        ),
        (
            "您好老师，打扰您了，我正在准备公务员面试，有一道题老是记不住，就是报告里说的“七个摒弃”，都摒弃什么？麻烦您了",
            "摒弃“我不如人”",
        ),
        (
            "https://mp.weixin.qq.com/s/abcdefg12345\n"
            "看完这篇文章有点疑问，文章说去年全区粮食丰收，到底产了多少亿斤粮食？",
            "791.6亿斤",
        ),
    ],
)
def test_the_question_in_a_long_message_is_answered(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    "text",
    [
        "今天下班早，去菜市场买了两斤牛肉，回家炖了一锅，孩子说好吃，明天还想吃，你们家都怎么做牛肉的呀，有没有好的做法分享一下",
        "各位业主请注意，本小区将于明日上午九点至下午五点停水，请提前做好储水准备，给您带来的不便敬请谅解，物业服务中心",
        "姐妹们，周末商场打折，我买了三件衣服两双鞋，一共花了不到一千块钱，真的太划算了，你们要不要一起去，下周六还有一场",
        "家人们谁懂啊，今天高速上堵了三个小时，孩子在车上一直哭，服务区充电桩还全坏了，气死我了，下次再也不自驾了",
        "本群禁止发广告，违者踢出。请新进群的朋友把昵称改成小区加楼号，方便大家联系，谢谢配合，祝大家生活愉快",
        "我们公司年会定在下周五晚上六点，地点在包头香格里拉，每个部门出一个节目，请各部门负责人明天中午之前把名单报给我",
        "二手车出售，2019年的新能源汽车，跑了五万公里，电池没问题，价格好商量，有意的私聊，中介勿扰",
        "> 去年GDP增速多少\n这个问题昨天已经回答过了，大家别再问了，翻翻聊天记录吧，谢谢",
    ],
)
def test_a_long_message_that_asks_nothing_of_the_report_is_left_alone(library: Library, text: str) -> None:
    assert held_back(library.ask(text, Where.GROUP))


@pytest.mark.parametrize(
    ("question", "piece"),
    [
        ("六个工程分别是什么？", "政策落地工程"),
        ("请问去年全区粮食产量是多少亿斤？", "791.6亿斤"),
        ("婴幼儿托位今年新增多少个？", "1.5万个"),
        ("想问下今年一共新增多少个老年助餐点？", "1200个"),
    ],
)
@pytest.mark.parametrize("before", [0, 30, 59])
def test_a_question_anywhere_in_pages_of_talk_is_answered(
    library: Library, question: str, piece: str, before: int
) -> None:
    sentences = [
        "今天下班早，去菜市场买了两斤牛肉，回家炖了一锅，孩子说好吃，明天还想吃。",
        "姐妹们，周末商场打折，我买了三件衣服两双鞋，下周六还有一场，大家要不要一起去！",
        "公司年会定在下周五晚上，每个部门出一个节目，请各位明天中午之前把名单报给我，辛苦了。\n",
        "小区明日上午停水，请提前做好储水准备，给您带来的不便敬请谅解，物业服务中心。",
        "高速上堵了三个小时，孩子在车上一直哭，服务区人又多，气死我了，下次再也不自驾了。",
        "二手自行车出售，只骑过两回，价格好商量，有意的私聊，中介勿扰，谢谢大家了。\n",
    ]
    talk = sentences * 10

    text = "".join([*talk[:before], question, *talk[before:]])

    assert 2000 < len(text) <= 4096
    assert_says(library, text, piece)
    asked = library.ask(text).asked
    assert question.rstrip("？") in asked
    assert len(asked) < 2 * len(question) + 20
