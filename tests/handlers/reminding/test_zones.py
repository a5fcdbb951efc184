"""Time zones that are parsed from texts after /timezone: IANA names, cities, countries, offsets, and misspellings."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reminding.times import VOCABULARY, TimeWords
from handlers.reminding.zones import MOST_OFFERED, UnclearZone, Zone, ZoneParser, same_clock
from handlers.replies.phrases import in_traditional
from knowledge.report.document import read_document
from knowledge.report.schema import validate
from store.schedule import zone_named


@pytest.fixture(scope="session")
def zones() -> ZoneParser:
    return ZoneParser()


def suggested(zones: ZoneParser, text: str) -> list[str]:
    found = zones.parse(text)
    assert isinstance(found, UnclearZone)
    assert found.why == "unknown"
    return [zone.name for zone in found.zones]


@pytest.mark.parametrize(
    ("text", "name", "chinese", "english"),
    [
        ("Asia/Shanghai", "Asia/Shanghai", "上海", "Shanghai"),
        ("asia/shanghai", "Asia/Shanghai", "上海", "Shanghai"),
        ("ASIA/URUMQI", "Asia/Urumqi", "乌鲁木齐", "Urumqi"),
        ("America/New_York", "America/New_York", "纽约", "New York"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires", "布宜诺斯艾利斯", "Buenos Aires"),
        ("Asia/Calcutta", "Asia/Kolkata", "加尔各答", "Kolkata"),
        ("PRC", "Asia/Shanghai", "北京", "Beijing"),
        ("上海", "Asia/Shanghai", "上海", "Shanghai"),
        ("北京", "Asia/Shanghai", "北京", "Beijing"),
        ("beijing", "Asia/Shanghai", "北京", "Beijing"),
        ("北京时间", "Asia/Shanghai", "北京", "Beijing"),
        ("北京市", "Asia/Shanghai", "北京", "Beijing"),
        ("呼和浩特", "Asia/Shanghai", "呼和浩特", "Hohhot"),
        ("呼伦贝尔市", "Asia/Shanghai", "呼伦贝尔", "Hulunbuir"),
        ("锡林郭勒盟", "Asia/Shanghai", "锡林郭勒", "Xilingol"),
        ("乌鲁木齐", "Asia/Urumqi", "乌鲁木齐", "Urumqi"),
        ("乌市", "Asia/Urumqi", "乌鲁木齐", "Urumqi"),
        ("烏魯木齊", "Asia/Urumqi", "乌鲁木齐", "Urumqi"),
        ("Xi'an", "Asia/Shanghai", "西安", "Xi'an"),
        ("xian", "Asia/Shanghai", "西安", "Xi'an"),
        ("东京", "Asia/Tokyo", "东京", "Tokyo"),
        ("東京", "Asia/Tokyo", "东京", "Tokyo"),
        ("Tokyo time", "Asia/Tokyo", "东京", "Tokyo"),
        ("New York", "America/New_York", "纽约", "New York"),
        ("紐約", "America/New_York", "纽约", "New York"),
        ("london", "Europe/London", "伦敦", "London"),
        ("香港", "Asia/Hong_Kong", "香港", "Hong Kong"),
        ("台北", "Asia/Taipei", "台北", "Taipei"),
        ("臺北", "Asia/Taipei", "台北", "Taipei"),
        ("雪梨", "Australia/Sydney", "悉尼", "Sydney"),
        ("旧金山", "America/Los_Angeles", "旧金山", "San Francisco"),
        ("Sao Paulo", "America/Sao_Paulo", "圣保罗", "Sao Paulo"),
        ("São Paulo", "America/Sao_Paulo", "圣保罗", "Sao Paulo"),
        ("日本", "Asia/Tokyo", "东京", "Tokyo"),
        ("Singapore", "Asia/Singapore", "新加坡", "Singapore"),
        ("中国", "Asia/Shanghai", "北京", "Beijing"),
        ("内蒙古", "Asia/Shanghai", "呼和浩特", "Hohhot"),
        ("蒙古国", "Asia/Ulaanbaatar", "蒙古", "Mongolia"),
        ("nyc", "America/New_York", "纽约", "New York"),
        ("海拉尔", "Asia/Shanghai", "呼伦贝尔", "Hulunbuir"),
        ("HK", "Asia/Hong_Kong", "香港", "Hong Kong"),
        ("UK", "Europe/London", "英国", "UK"),
        ("JST", "Asia/Tokyo", "东京", "Tokyo"),
        ("Pacific time", "America/Los_Angeles", "美国西部", "US Pacific"),
        ("Saigon", "Asia/Ho_Chi_Minh", "胡志明市", "Ho Chi Minh City"),
        ("Ulan Bator", "Asia/Ulaanbaatar", "乌兰巴托", "Ulaanbaatar"),
        ("四川", "Asia/Shanghai", "四川", "Sichuan"),
        ("内蒙古自治区", "Asia/Shanghai", "呼和浩特", "Hohhot"),
        ("内蒙古包头市", "Asia/Shanghai", "包头", "Baotou"),
        ("美国纽约", "America/New_York", "纽约", "New York"),
        ("Paris, France", "Europe/Paris", "巴黎", "Paris"),
        ("哈萨克斯坦", "Asia/Almaty", "哈萨克斯坦", "Kazakhstan"),
        ("哈薩克", "Asia/Almaty", "哈萨克斯坦", "Kazakhstan"),
        ("乌兹别克斯坦", "Asia/Tashkent", "乌兹别克斯坦", "Uzbekistan"),
        ("新西兰", "Pacific/Auckland", "新西兰", "New Zealand"),
        ("Malaysia", "Asia/Kuala_Lumpur", "马来西亚", "Malaysia"),
    ],
)
def test_a_place_has_its_zone_and_is_shown_by_its_own_name(
    zones: ZoneParser, text: str, name: str, chinese: str, english: str
) -> None:
    assert zones.parse(text) == Zone(name, chinese, english)


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("+8", "+08:00", "UTC+8"),
        ("＋８", "+08:00", "UTC+8"),
        ("UTC+8", "+08:00", "UTC+8"),
        ("utc +8", "+08:00", "UTC+8"),
        ("GMT-5", "-05:00", "UTC-5"),
        ("\u22123", "-03:00", "UTC-3"),
        ("+05:30", "+05:30", "UTC+5:30"),
        ("+0530", "+05:30", "UTC+5:30"),
        ("GMT+5:45", "+05:45", "UTC+5:45"),
        ("东八区", "+08:00", "UTC+8"),
        ("東八時區", "+08:00", "UTC+8"),
        ("西五区", "-05:00", "UTC-5"),
        ("东12区", "+12:00", "UTC+12"),
        ("东十三区", "+13:00", "UTC+13"),
        ("西十一区", "-11:00", "UTC-11"),
        ("+14", "+14:00", "UTC+14"),
        ("-12:00", "-12:00", "UTC-12"),
        ("+5.5", "+05:30", "UTC+5:30"),
        ("UTC+8小时", "+08:00", "UTC+8"),
        ("东八", "+08:00", "UTC+8"),
        ("UTC", "+00:00", "UTC"),
        ("格林尼治时间", "+00:00", "UTC"),
        ("零时区", "+00:00", "UTC"),
        ("gmt", "+00:00", "UTC"),
        ("-0", "+00:00", "UTC"),
        ("0", "+00:00", "UTC"),
        ("UTC0", "+00:00", "UTC"),
        ("UTC–8", "-08:00", "UTC-8"),
        ("Etc/UTC", "+00:00", "UTC"),
        ("etc/gmt-8", "+08:00", "UTC+8"),
        ("Etc/GMT+12", "-12:00", "UTC-12"),
        ("GMT0", "+00:00", "UTC"),
        ("Universal", "+00:00", "UTC"),
    ],
)
def test_an_offset_is_kept_as_it_is(zones: ZoneParser, text: str, name: str, shown: str) -> None:
    assert zones.parse(text) == Zone(name, shown, shown)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Shanghia", "Asia/Shanghai"),
        ("Pekin", "Asia/Shanghai"),
        ("beijng", "Asia/Shanghai"),
        ("Urumchi", "Asia/Urumqi"),
        ("轮敦", "Europe/London"),
        ("niuyue", "America/New_York"),
        ("Asia/Shanhai", "Asia/Shanghai"),
        ("呼和号特", "Asia/Shanghai"),
        ("洛杉机", "America/Los_Angeles"),
        ("Los Angles", "America/Los_Angeles"),
        ("new yrok", "America/New_York"),
        ("Lond", "Europe/London"),
        ("乌鲁木其", "Asia/Urumqi"),
        ("倫頓", "Europe/London"),
    ],
)
def test_for_a_wrong_name_similar_ones_are_suggested(zones: ZoneParser, text: str, first: str) -> None:
    assert suggested(zones, text)[0] == first


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("美国", ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu"]),
        ("新疆", ["Asia/Shanghai", "Asia/Urumqi"]),
        ("伊宁市", ["Asia/Shanghai", "Asia/Urumqi"]),
        ("格陵兰", ["America/Danmarkshavn", "America/Nuuk", "America/Thule"]),
        ("刚果（金）", ["Africa/Lubumbashi", "Africa/Kinshasa"]),
        ("德州", ["Asia/Shanghai", "America/Chicago"]),
        ("CST", ["Asia/Shanghai", "America/Chicago"]),
        ("EST", ["America/New_York", "America/Panama"]),
        ("8", ["+08:00", "-08:00"]),
        ("UTC8", ["+08:00", "-08:00"]),
        ("5:30", ["+05:30", "-05:30"]),
    ],
)
def test_an_ambiguous_place_is_asked_back(zones: ZoneParser, text: str, names: list[str]) -> None:
    found = zones.parse(text)
    assert isinstance(found, UnclearZone)
    assert found.why == "several"
    assert [zone.name for zone in found.zones] == names


def test_an_offset_without_a_sign_that_is_real_in_one_direction_only_is_suggested(zones: ZoneParser) -> None:
    assert suggested(zones, "13") == ["+13:00"]


@pytest.mark.parametrize(
    ("text", "names"), [("Asia/China", ["Asia/Shanghai"]), ("Asia/Beijing", ["Asia/Shanghai"]), ("Asia/Mars", [])]
)
def test_for_an_unknown_iana_name_the_place_in_it_is_suggested(zones: ZoneParser, text: str, names: list[str]) -> None:
    assert suggested(zones, text) == names


@pytest.mark.parametrize("text", ["Asia/Shanghia", "beijng", "Europe/Lodon", "锡林格勒"])
def test_much_less_similar_names_are_not_suggested(zones: ZoneParser, text: str) -> None:
    assert len(suggested(zones, text)) == 1


@pytest.mark.parametrize("text", ["+15", "+15:00", "-13", "UTC+25", "西13区", "99"])
def test_an_offset_that_no_place_has_is_refused(zones: ZoneParser, text: str) -> None:
    assert zones.parse(text) == UnclearZone("offset")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("北京时间8点", "Asia/Shanghai", "8点"),
        ("每天北京時間八點", "Asia/Shanghai", "每天 八点"),
        ("东八区时间8点", "+08:00", "8点"),
        ("8点（东京）", "Asia/Tokyo", "8点( )"),
        ("8:30 UTC+8", "+08:00", "8:30"),
        ("8:30 Asia/Tokyo", "Asia/Tokyo", "8:30"),
        ("8:30 Etc/GMT-8", "+08:00", "8:30"),
        ("America/Port-au-Prince 8:30", "America/Port-au-Prince", "8:30"),
        ("weekdays at 8 in the morning New York time", "America/New_York", "weekdays at 8 in the morning"),
        ("noon in Rome", "Europe/Rome", "noon in"),
    ],
)
def test_a_place_is_found_in_a_sentence(zones: ZoneParser, text: str, name: str, rest: str) -> None:
    mention = zones.find(text)
    assert mention
    assert isinstance(mention.zone, Zone)
    assert (mention.zone.name, mention.rest) == (name, rest)


def test_no_word_of_a_schedule_is_a_place(zones: ZoneParser) -> None:
    vocabulary = validate(read_document(VOCABULARY), TimeWords)
    lists = (*vocabulary.words.values(), *vocabulary.days, vocabulary.workdays, vocabulary.weekend)
    words = {word for words in (*lists, *(part.words for part in vocabulary.parts)) for word in words}
    assert [word for word in words if zones.find(word)] == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Asia/Shanghai", "Asia/Hong_Kong", True),
        ("Asia/Shanghai", "+08:00", True),
        ("Asia/Shanghai", "Asia/Tokyo", False),
        ("Europe/London", "+00:00", False),
        ("America/Denver", "America/Phoenix", False),
    ],
)
def test_two_zones_have_the_same_clock_if_they_agree_all_year(first: str, second: str, same: bool) -> None:
    for month in (1, 7):
        assert same_clock(first, second, datetime(2024, month, 1, tzinfo=UTC)) is same


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "///",
        "火星",
        "foo",
        "+8:60",
        "+0875",
        "+123",
        "西零点五区",
        "Factory",
        "localtime",
        "😀",
        "京" * 99,
    ],
)
def test_an_unknown_place_without_similar_names_has_no_suggestions(zones: ZoneParser, text: str) -> None:
    assert suggested(zones, text) == []


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("Asia/Shanghai", "上海", "Shanghai"),
        ("Asia/Calcutta", "加尔各答", "Kolkata"),
        ("+08:00", "UTC+8", "UTC+8"),
        ("-09:30", "UTC-9:30", "UTC-9:30"),
        ("Moon/Sea", "Moon/Sea", "Moon/Sea"),
    ],
)
def test_a_stored_zone_is_shown_by_its_city(zones: ZoneParser, name: str, chinese: str, english: str) -> None:
    found = zones.zone(name)

    assert (found.chinese, found.english) == (chinese, english)


@pytest.mark.parametrize(
    ("name", "offset", "shown"),
    [("Etc/UTC", "+00:00", "UTC"), ("UTC", "+00:00", "UTC"), ("Etc/GMT-8", "+08:00", "UTC+8")],
)
def test_a_zone_without_a_place_is_shown_as_its_offset(zones: ZoneParser, name: str, offset: str, shown: str) -> None:
    assert zones.zone(name) == Zone(offset, shown, shown)


def test_every_zone_can_be_read_by_its_name(zones: ZoneParser) -> None:
    asked_back = {"EST", "MST"}  # which most who write them mean for another clock than the zones' own
    names = available_timezones() - {"Factory", "localtime", "posixrules"} - asked_back
    moment = datetime(2024, 7, 1, tzinfo=UTC)

    read = {name: zones.parse(name) for name in names}
    assert [name for name, found in read.items() if not isinstance(found, Zone)] == []
    clocks = {name: found.name for name, found in read.items() if isinstance(found, Zone)}
    assert [name for name, clock in clocks.items() if not same_clock(name, clock, moment)] == []


def test_every_place_has_a_zone_that_the_store_accepts(zones: ZoneParser) -> None:
    for found in zones.named.values():
        for zone in found:
            zone_named(zone.name)
            assert zone.chinese
            assert zone.english


def test_the_shown_name_of_a_place_can_be_typed_back(zones: ZoneParser) -> None:
    for found in zones.named.values():
        for zone in found:
            for shown in (zone.chinese, in_traditional(zone.chinese), zone.english):
                read = zones.parse(shown)
                assert isinstance(read, Zone), shown
                assert read.name == zone.name


@given(st.text(max_size=200))
def test_any_text_is_a_zone_or_has_at_most_five_suggestions(zones: ZoneParser, text: str) -> None:
    found = zones.parse(text)

    if isinstance(found, UnclearZone):
        assert (found.why == "several") <= len(found.zones) <= MOST_OFFERED
    else:
        zone_named(found.name)


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_a_place(zones: ZoneParser, text: str) -> None:
    mention = zones.find(text)
    assert mention is None or mention.name
