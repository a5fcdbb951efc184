"""Asking for livelihood items by number, content, amount, beneficiary and department."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Kind, Livelihood, Outcome
from tests.knowledge.asking.dialog import assert_lists, assert_says, told

LIST = "附件1·33件民生实事"
NUMERALS = ["", *"一二三四五六七八九"]


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMERALS[ones]}"


@pytest.mark.parametrize("number", range(1, 34))
def test_every_item_is_known_by_its_number_in_either_numerals(library: Library, number: int) -> None:
    for text in (f"民生实事第{number}件", f"第{chinese(number)}件民生实事是什么", f"第{number}件"):
        [source] = told(library, text)
        assert (source.number, source.place) == (number, f"{LIST} · 第{number}件")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("33件实事的最后一件是啥", 33),
        ("民生实事倒数第二件", 32),
        ("头一件民生实事是什么", 1),
        ("实事清单第三十三项", 33),
        ("民生实事清单25", 25),
        ("30号实事讲什么", 30),
        ("第十三件实事谁负责", 13),
    ],
)
def test_an_item_is_known_by_its_place_in_the_list(library: Library, text: str, number: int) -> None:
    assert told(library, text)[0].number == number


@pytest.mark.parametrize(
    "text", ["第34件民生实事", "民生实事第0件", "第一百件民生实事", "去年民生实事第7件", "最后三件民生实事"]
)
def test_no_item_is_made_up(library: Library, text: str) -> None:
    answer = library.ask(text)

    assert answer.outcome is Outcome.UNSURE or answer.sources[0].number is None


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("今年要给残疾人解决多少就业", "新增残疾人就业8000人以上"),
        ("家政服务人员培训多少名", "家政服务从业人员1万名"),
        ("白内障手术免费做多少例", "复明手术3500例以上"),
        ("急救培训多少人取证", "红十字应急救护取证培训6万人"),
        ("名师工作室建多少个", "名校长工作室、名教师工作室各30个"),
        ("冬天取暖煤落实多少万吨", "320万吨以上冬季取暖用煤"),
        ("停车位新增多少", "新增停车泊位供给3万个"),
        ("保租房建多少套", "保障性租赁住房1.69万套"),
        ("群众滑冰场建几个", "群众滑冰场28个"),
        ("公安一站式派出所打造多少个", "100个“一站式政务服务”公安派出所"),
        ("养老保险参保目标多少万人", "1769万人"),
        ("九价疫苗多少份", "宫颈癌九价疫苗100万人份"),
        ("村里污水治理今年多少个村", "400个行政村生活污水治理"),
        ("老年助餐点要新添几个", "新增老年助餐点1200个"),
    ],
)
def test_an_item_is_found_by_what_it_promises(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, LIST)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("5000公里是修什么路", "农村牧区公路5000公里"),
        ("农牧民工被欠工资怎么办", "拖欠农牧民工工资专项整治"),
        ("两癌妇女救助多少钱", "每人1万元救助"),
        ("边境地区穷人换关节", "膝髋关节置换"),
        ("退休职工门诊起付线降到多少", "退休人员分别降到300元"),
        ("重度残疾人家里改造多少户", "6000户困难重度残疾人家庭"),
        ("换膝盖手术免费吗", "膝髋关节置换手术200例以上"),
    ],
)
def test_an_item_is_found_by_its_amount_and_by_whom_it_is_for(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, LIST)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("红十字会负责哪几件民生实事", ["复明手术", "膝髋关节", "应急救护"]),
        ("妇联牵头的实事有哪些", ["家政服务", "儿童(护童)之家", "每人1万元救助"]),
        ("水利厅今年干什么实事", ["集中供水工程270处"]),
        ("邮政管理局负责哪件事", ["村级寄递物流"]),
        ("卫健委牵头哪些民生实事", ["婴幼儿托位", "区域医疗中心", "安宁疗护", "九价疫苗"]),
        ("能源局负责哪几项实事", ["1600万吨以上保供用煤", "2022户偏远农牧户"]),
        ("住建厅牵头哪些", ["供热管道420公里", "870公里", "1185个", "1.69万套", "100个人口1000人以上"]),
        ("人社厅负责几件民生实事", ["就业困难人员", "拖欠农牧民工工资", "1769万人"]),
    ],
)
def test_a_departments_items_are_listed(library: Library, text: str, pieces: list[str]) -> None:
    assert_lists(library, text, *pieces)
    assert all(source.place.startswith(LIST) for source in told(library, text))


def test_every_department_of_the_list_is_known(library: Library) -> None:
    for entry in library.entries:
        for measure in entry.measures if isinstance(entry, Livelihood) else ():
            for department in measure.departments:
                sources = told(library, f"{department}负责哪几件民生实事")
                assert measure.quote in "".join(source.text for source in sources), department


COMMANDED = frozenset({Kind.LIVELIHOOD})


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("7", [7]),
        ("廿一", [21]),
        ("第叁拾件", [30]),
        ("1-3", [1, 2, 3]),
        ("7到9", [7, 8, 9]),
        ("7、8、9", [7, 8, 9]),
        ("第1件和第3件", [1, 3]),
        ("最后一件", [33]),
    ],
)
def test_the_command_reads_numbers_whole(library: Library, said: str, numbers: list[int]) -> None:
    answer = library.ask(said, kinds=COMMANDED)
    assert [source.number for source in answer.sources] == numbers


@pytest.mark.parametrize("said", ["99", "0", "-1", "1.5", "第1.5件", "31-40", "第34件", "9-7"])
def test_a_number_that_no_item_has_is_refused_never_read_in_part(library: Library, said: str) -> None:
    assert library.ask(said, kinds=COMMANDED).outcome is Outcome.UNSURE


@pytest.mark.parametrize("text", ["民生实事有哪些", "33件民生实事全部列出来", "今年给老百姓办哪些实事", "民生实事清单"])
def test_the_whole_list_is_all_of_it(library: Library, text: str) -> None:
    assert [source.number for source in told(library, text)] == list(range(1, 34))


@pytest.mark.parametrize("text", ["去年43件民生实事有哪些", "今年民生实事多少件"])
def test_another_list_or_its_length_is_not_the_whole_list(library: Library, text: str) -> None:
    assert len(library.ask(text).sources) <= 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("卫健委今年揽了几件实事,都是啥", [9, 13, 18, 19]),
        ("关于就业增收的那五件事给我说一遍", [1, 2, 3, 4, 5]),
        ("33件里头跟残疾人有关的有哪些事", [2, 12, 14]),
    ],
)
def test_items_are_listed_whatever_words_ask_for_them(library: Library, text: str, numbers: list[int]) -> None:
    assert [source.number for source in told(library, text)] == numbers


@pytest.mark.parametrize("text", ["卫健委今年的民生实事完成了几件", "2023年43件民生实事的第5件是什么"])
def test_what_is_to_be_done_is_not_what_was_done(library: Library, text: str) -> None:
    assert library.ask(text).outcome is Outcome.UNSURE


@pytest.mark.parametrize(("text", "numbers"), [("富联牵头的实事有哪些", [3, 11, 13]), ("残连负责哪几件", [2, 12, 14])])
def test_a_department_is_known_by_its_sound(library: Library, text: str, numbers: list[int]) -> None:
    assert [source.number for source in told(library, text)] == numbers
