"""No message shows a secret, wherever it was pasted."""

from __future__ import annotations

from collections.abc import Callable
from pprint import pformat

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.logs import Redaction, passwords
from bot.settings import load_settings
from bot.telegram import TelegramBot, TelegramOptions
from handlers.services import Services
from store import Store
from store.database import parse
from tests.bot.conftest import engine, services
from tests.bot.program import environment, run

__all__ = ["engine", "services"]  # fixtures

TOKEN = "123456789:" + "Ab-_9" * 7
SECRET = "very-secret-path"  # noqa: S105 - opens nothing


@pytest.mark.parametrize("text", [TOKEN, f"http://127.0.0.1:1/bot{TOKEN}/getMe", TOKEN.replace(":", "%3a")])
def test_what_looks_like_a_token_is_hidden_though_nobody_named_it(text: str) -> None:
    assert "Ab-_9" not in Redaction()(text)


def test_named_secrets_are_hidden_and_short_words_are_not() -> None:
    redaction = Redaction(["1:own-token", SECRET, "a", ""])
    assert redaction(f"a call of own-token at {SECRET}") == "a call of *** at ***"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://bot:hush%2Fhush@db/bot", "postgresql://bot:hush%2Fhush@db/bot"),
        ("postgresql://bot:hush%2Fhush@db/bot", "password hush/hush"),
        ("postgresql://bot:hush@hush@db/bot", "user bot, password hush@hush"),
        ("postgresql://bot:hush@db/bot", "postgresql://bot:hush@db/bot"),
        ("postgresql://db/bot?user=bot&password=hushhush", "options user=bot&password=hushhush"),
        ("postgresql://bot@db/bot?sslpassword=hushhush", "options sslpassword=hushhush"),
        ("hush-hush", "no address: hush-hush"),
    ],
)
def test_a_databases_password_is_hidden(address: str, shown: str) -> None:
    assert "hush" not in Redaction(passwords(address))(shown)


def test_an_address_without_a_password_hides_nothing() -> None:
    assert passwords("sqlite:///data/bot.db") == ()


def test_other_text_stays() -> None:
    text = "Web chat: http://127.0.0.1:8080/ | 2024-01-30 12:00:00 report.yaml:68: figures[0].value"
    assert Redaction()(text) == text


def assert_hidden(said: str, sentence: str) -> None:
    assert said.startswith(sentence)
    assert not any(secret in said for secret in (TOKEN, "own-token", SECRET))


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": f"http://127.0.0.1:1/bot{TOKEN}"},
            "Error: Telegram at http://127.0.0.1:1/bot*** can't be reached: connection refused.",
        ),
        (
            {"BOT_TOKEN": "1:own-token", "TELEGRAM_API_BASE": "http://127.0.0.1:1/bot1:own-token"},
            "Error: Telegram at http://127.0.0.1:1/bot*** can't be reached: connection refused.",
        ),
        ({"HOST": TOKEN}, "Error: the web server can't listen on HOST ***, PORT 0: "),
    ],
)
def test_the_running_program_says_what_is_wrong_without_the_secret(variables: dict[str, str], sentence: str) -> None:
    ended = run(**variables)
    assert ended.returncode == 2
    assert_hidden((ended.stdout + ended.stderr).decode(), sentence)


@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize(
    ("arguments", "variables", "sentence"),
    [
        ((), {"HOST": f"{TOKEN} {SECRET}", "WEBHOOK_SECRET": SECRET}, 'Error: HOST is "*** ***": expected '),
        ((), {"KNOWLEDGE": TOKEN}, "Error: the knowledge in *** can't be"),
        (("check",), {"KNOWLEDGE": TOKEN}, "Error: *** isn't a file: expected"),
        (
            ("misses",),
            {"DATABASE_URL": f"postgresql://bot:{SECRET}@127.0.0.1:1/bot"},
            "Error: DATABASE_URL can't be used. The PostgreSQL database bot at 127.0.0.1:1 can't be reached.",
        ),
        (("ask", "GDP"), {"KNOWLEDGE": SECRET, "PGPASSWORD": SECRET}, "Error: the knowledge in *** can't be"),
        (("ask", "GDP"), {"KNOWLEDGE": SECRET, "WEBHOOK_SECRET": SECRET}, "Error: the knowledge in *** can't be"),
    ],
)
def test_a_verb_says_what_is_wrong_without_the_secret(
    arguments: tuple[str, ...], variables: dict[str, str], sentence: str
) -> None:
    ended = CliRunner(env=environment(**variables)).invoke(main, arguments)
    assert ended.exit_code == 2
    assert_hidden(ended.output, sentence)


@pytest.mark.parametrize("shown", [repr, str, format, pformat])
async def test_no_object_that_holds_a_secret_is_shown_with_it(
    services: Services, monkeypatch: pytest.MonkeyPatch, shown: Callable[[object], str]
) -> None:
    database = f"postgresql://bot:{SECRET}@db/bot"
    for name, value in (("BOT_TOKEN", TOKEN), ("WEBHOOK_SECRET", SECRET), ("DATABASE_URL", database)):
        monkeypatch.setenv(name, value)
    options = TelegramOptions(token=TOKEN, webhook_url="https://bot.example", webhook_secret=SECRET)
    bot = TelegramBot(options, services)
    holders = (load_settings(), options, bot, bot.bot, bot._application, bot.routes, parse(database), Store(database))
    assert TOKEN in bot.bot.base_url
    assert [each for each in map(shown, holders) if TOKEN in each or SECRET in each] == []
    assert shown(bot.bot) == "Bot[token=***]"
