"""Settings come from the environment; each wrong one stops the start with a sentence of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Part, Settings, SettingsError, load_settings

TOKEN = "123456:" + "A" * 35


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def refused(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    """The sentences with which these variables stop the start."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return str(caught.value).split("\n")


def loaded(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_without_variables_the_local_web_chat_runs_on_this_machine_alone() -> None:
    settings = load_settings()
    assert settings.token() is None
    assert settings.webhook_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.telegram_api_base == "https://api.telegram.org/bot"
    assert settings.knowledge == (Path("knowledge/report.yaml"),)
    assert (settings.log_level, settings.log_format) == ("info", "text")


def test_the_knowledge_may_be_several_files_and_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert loaded(monkeypatch, KNOWLEDGE="a.yaml, b c.yaml,reports").knowledge == (
        Path("a.yaml"),
        Path("b c.yaml"),
        Path("reports"),
    )
    named = tmp_path / "2024, 2025.yaml"
    named.touch()
    assert loaded(monkeypatch, KNOWLEDGE=str(named)).knowledge == (named,)


def test_with_a_webhook_the_server_listens_to_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, BOT_TOKEN=TOKEN, WEBHOOK_URL="https://bot.example.org/hook")
    assert settings.token() == TOKEN
    assert settings.host == "0.0.0.0"  # noqa: S104 - only read
    assert loaded(monkeypatch, HOST="127.0.0.1").host == "127.0.0.1"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name.upper() for name in Settings.model_fields]
    assert loaded(monkeypatch, **dict.fromkeys(names, "")).port == 8080
    assert load_settings().token() is None


def test_space_around_a_value_and_the_case_of_a_word_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, BOT_TOKEN=f" {TOKEN}\n", PORT=" 80 ", LOG_LEVEL="Debug ", LOG_FORMAT="JSON")
    assert settings.token() == TOKEN
    assert (settings.port, settings.log_level, settings.log_format) == (80, "debug", "json")


def test_the_webhooks_secret_is_random_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (load_settings().webhook_secret.get_secret_value() for _ in range(2))
    assert first != second
    assert loaded(monkeypatch, **{"WEBHOOK_SECRET": "s3_-"}).webhook_secret.get_secret_value() == "s3_-"


def test_settings_do_not_change_and_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, **{"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "very-secret"})
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1
    assert TOKEN not in repr(settings)
    assert "very-secret" not in repr(settings)
    database = loaded(monkeypatch, DATABASE_URL="postgresql://bot:hush-hush@db/bot")
    assert "hush-hush" not in repr(database)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "BOT_TOKEN",
            "my-token",
            "BOT_TOKEN has a value that isn't shown here and isn't right: "
            "expected a token as @BotFather gives it, such as 123456:ABC-DEF.",
        ),
        (
            "TELEGRAM_API_BASE",
            "api.telegram.org",
            'TELEGRAM_API_BASE is "api.telegram.org": expected an http or https address that the token is appended to, '
            "such as http://127.0.0.1:8081/bot.",
        ),
        (
            "WEBHOOK_URL",
            "http://bot.example.org",
            'WEBHOOK_URL is "http://bot.example.org": expected a public https address, such as https://bot.example.org.',
        ),
        (
            "WEBHOOK_URL",
            "https://bot.example.org:99999",
            'WEBHOOK_URL is "https://bot.example.org:99999": expected a public https address, '
            "such as https://bot.example.org.",
        ),
        (
            "WEBHOOK_SECRET",
            "päss",
            "WEBHOOK_SECRET has a value that isn't shown here and isn't right: "
            "expected 1 to 256 of the characters A-Z, a-z, 0-9, _ and -.",
        ),
        (
            "HOST",
            "http://here",
            'HOST is "http://here": expected an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0.',
        ),
        ("PORT", "http", 'PORT is "http": expected a whole number from 0 to 65535, where 0 takes any free port.'),
        (
            "ADMINS",
            "123, @olga",
            'ADMINS is "123, @olga": expected Telegram user ids, whole numbers with commas between them, '
            "such as 123456,234567.",
        ),
        (
            "TIMEZONE",
            "Asia/Atlantis",
            'TIMEZONE is "Asia/Atlantis": expected a time zone by its name, such as Asia/Shanghai, or its offset, '
            "such as +08:00.",
        ),
        ("PUBLIC_WEB", "yes", 'PUBLIC_WEB is "yes": expected page, metrics, or both with a comma between them.'),
        (
            "PUBLIC_WEB",
            "page,api",
            'PUBLIC_WEB is "page,api": expected page, metrics, or both with a comma between them.',
        ),
        (
            "TRUSTED_PROXIES",
            "10.0.0.1",
            'TRUSTED_PROXIES is "10.0.0.1": expected a whole number from 0 to 10: how many proxies of your own stand '
            "in front.",
        ),
        ("PORT", "65536", 'PORT is "65536": expected a whole number from 0 to 65535, where 0 takes any free port.'),
        ("LOG_LEVEL", "loud", 'LOG_LEVEL is "loud": expected one of debug, info, warning, error.'),
        ("LOG_FORMAT", "x\n\x1b[2J", r"LOG_FORMAT is 'x\n\x1b[2J': expected one of text, json."),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    assert refused(monkeypatch, **{name: value}) == [sentence]


def test_every_wrong_variable_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = refused(monkeypatch, **dict.fromkeys(("PORT", "BOT_TOKEN", "LOG_LEVEL", "WEBHOOK_URL"), "x"))
    assert [sentence.split()[0] for sentence in sentences] == ["BOT_TOKEN", "WEBHOOK_URL", "PORT", "LOG_LEVEL"]


def test_the_database_is_a_file_beside_the_program_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().database_url.get_secret_value() == "sqlite:///data/bot.db"
    address = "postgresql://bot:pass%2Fword@db.example.org/bot"
    assert loaded(monkeypatch, DATABASE_URL=f" {address}\n").database_url.get_secret_value() == address


@pytest.mark.parametrize("zone", ["Europe/London", "+08:00", "-11:00", "UTC"])
def test_the_time_zone_is_beijings_unless_it_is_set(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    assert load_settings().timezone == "Asia/Shanghai"
    assert loaded(monkeypatch, TIMEZONE=f" {zone}\n").timezone == zone


@pytest.mark.parametrize(
    "address",
    [
        "hush-hush",
        "mysql://bot:hush-hush@db/bot",
        "sqlite://data/hush-hush.db",
        "postgresql://bot:hush-hush@db",
        "postgresql://bot:hush@hush-hush@db/bot",
    ],
)
def test_a_wrong_database_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert refused(monkeypatch, DATABASE_URL=address) == [
        "DATABASE_URL has a value that isn't shown here and isn't right: expected sqlite:///data/bot.db "
        "(with a fourth slash for a path from the root) or postgresql://user:password@host/name "
        "(with %40 for an @ in the password)."
    ]


@pytest.mark.parametrize("listed", ["123,456", " 123 456 ", "123, 456,", "123，456", "456\n123\n123"])
def test_the_operators_are_listed_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    assert load_settings().admins == frozenset()
    assert loaded(monkeypatch, ADMINS=listed).admins == {123, 456}


@pytest.mark.parametrize("listed", ["page,metrics", " metrics page ", "Page, METRICS,", "page，metrics"])
def test_nothing_is_open_to_everybody_unless_it_is_listed(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    assert (load_settings().public_web, load_settings().trusted_proxies) == (frozenset(), 0)
    settings = loaded(monkeypatch, PUBLIC_WEB=listed, TRUSTED_PROXIES=" 1 ")
    assert (settings.public_web, settings.trusted_proxies) == ({Part.PAGE, Part.METRICS}, 1)
    assert loaded(monkeypatch, PUBLIC_WEB="page").public_web == {Part.PAGE}


def test_a_webhook_without_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, WEBHOOK_URL="https://bot.example.org") == [
        'WEBHOOK_URL is "https://bot.example.org", but BOT_TOKEN isn\'t set: expected both, or neither.'
    ]


def test_a_token_in_the_wrong_variable_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    [sentence] = refused(monkeypatch, WEBHOOK_URL=f"http://bot.example.org/{TOKEN}")
    assert sentence.startswith('WEBHOOK_URL is "http://bot.example.org/***": expected')


def test_the_secrets_are_the_token_the_webhooks_and_the_databases_password(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "very-secret"}
    assert loaded(monkeypatch, **variables).secrets() == (TOKEN, "very-secret")
    variables["DATABASE_URL"] = "postgresql://bot:hush%2Fhush@db/bot"
    assert {TOKEN, "very-secret", "hush%2Fhush", "hush/hush"} <= {*loaded(monkeypatch, **variables).secrets()}


def test_a_password_that_stands_beside_the_address_is_a_secret_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hush-hush" in loaded(monkeypatch, PGPASSWORD="hush-hush").secrets()
