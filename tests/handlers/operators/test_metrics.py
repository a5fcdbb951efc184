"""What Prometheus is told of a conversation."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from bot.telegram import TelegramBot
from tests.fakes.people import Town
from tests.fakes.running import services_of


def measured(bot: TelegramBot) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(services_of(bot).metrics.exposition().decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


async def test_questions_updates_and_taps_are_counted_and_timed(town: Town, bot: TelegramBot) -> None:
    alice, carol = town.person("Alice"), town.group("群").member("Carol")
    await alice.says("六个工程")
    await alice.taps("👍")
    await carol.says("大家早上好")
    found = measured(bot)
    assert found["report_bot_questions_total", "term", "answer", "private"] == 1
    assert ("report_bot_questions_total", "none", "silent", "group") not in found  # chatter is no question
    assert found["report_bot_finding_seconds_count",] == 2
    assert found["report_bot_update_seconds_count",] == 3
    assert sum(value for (name, *_), value in found.items() if name == "report_bot_taps_total") == 1


async def test_a_failure_is_counted(town: Town, bot: TelegramBot) -> None:
    await town.person("Alice").says("出错")
    assert measured(bot)["report_bot_failures_total",] == 1
