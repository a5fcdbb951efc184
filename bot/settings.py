"""What the operator sets: environment variables, read once into a frozen, validated object."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.logs import PASSWORD, passwords, redacted

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}")
_BETWEEN = re.compile(r"[\s,，]+")
_ID = re.compile(r"[0-9]{1,18}")  # a person's; Telegram's ids of groups are negative
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOST = re.compile(r"[A-Za-z0-9._:%-]{1,255}")
_LONGEST_SHOWN = 100


class Part(StrEnum):
    """What the web server can open to everybody: the page with its API, or the metrics."""

    PAGE = "page"
    METRICS = "metrics"


class SettingsError(Exception):
    """Variables hold what they mustn't; the message has one sentence a line for each of them."""


def _must(held: object) -> None:
    # What was expected stands in the field's description; a message here would never be shown.
    if not held:
        raise ValueError


def _token(token: SecretStr) -> SecretStr:
    _must(_TOKEN.fullmatch(token.get_secret_value()))
    return token


def _secret(secret: SecretStr) -> SecretStr:
    _must(_SECRET.fullmatch(secret.get_secret_value()))
    return secret


def _host(host: str) -> str:
    _must(_HOST.fullmatch(host))
    return host


def _address(address: str) -> str:
    parts = urlsplit(address)
    _must(parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment)
    _must(parts.port != 0 and address.isprintable() and " " not in address)
    return address


def _database(address: SecretStr) -> SecretStr:
    url = address.get_secret_value()
    store = import_module("store.database")  # which takes a third of a second
    try:
        store.parse(url)
    except import_module("store").StoreError:
        raise ValueError from None
    return address


def _ids(listed: object) -> object:
    if not isinstance(listed, str):
        return listed
    ids = _items(listed)
    _must(all(map(_ID.fullmatch, ids)))
    return frozenset(map(int, ids))


def _parts(listed: object) -> object:
    return frozenset(_items(listed.lower())) if isinstance(listed, str) else listed


def _items(listed: str) -> list[str]:
    return [each for each in _BETWEEN.split(listed) if each]


def _https(address: str) -> str:
    _must(address.startswith("https://"))
    return _address(address)


def _zone(name: str) -> str:
    import_module("store.schedule").zone_named(name)
    return name


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _trim(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


_Trimmed = BeforeValidator(_trim)
_Lowered = BeforeValidator(_lower)
_Token = Annotated[SecretStr, _Trimmed, AfterValidator(_token)]
_Secret = Annotated[SecretStr, _Trimmed, AfterValidator(_secret)]
_Database = Annotated[SecretStr, _Trimmed, AfterValidator(_database)]
_Https = Annotated[str, _Trimmed, AfterValidator(_https)]


class Settings(BaseModel):
    """The variables of the environment, by their names in lower case.

    Each field's description is what `load_settings` says was expected.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[_Token | None, Field(description="a token as @BotFather gives it, such as 123456:ABC-DEF")] = (
        None
    )
    telegram_api_base: Annotated[
        str,
        _Trimmed,
        AfterValidator(_address),
        Field(description="an http or https address that the token is appended to, such as http://127.0.0.1:8081/bot"),
    ] = "https://api.telegram.org/bot"
    webhook_url: Annotated[
        _Https | None, Field(description="a public https address, such as https://bot.example.org")
    ] = None
    webhook_secret: Annotated[
        _Secret,
        Field(
            default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
            description="1 to 256 of the characters A-Z, a-z, 0-9, _ and -",
        ),
    ]
    host: Annotated[
        str,
        _Trimmed,
        AfterValidator(_host),
        Field(
            # Telegram's webhook calls come from outside; the local web chat is for this machine alone.
            default_factory=lambda known: "0.0.0.0" if known["webhook_url"] else "127.0.0.1",  # noqa: S104
            description="an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0",
        ),
    ]
    port: Annotated[
        int,
        _Trimmed,
        Field(ge=0, le=65535, description="a whole number from 0 to 65535, where 0 takes any free port"),
    ] = 8080
    public_web: Annotated[
        frozenset[Part],
        BeforeValidator(_parts),
        Field(description="page, metrics, or both with a comma between them"),
    ] = frozenset()
    trusted_proxies: Annotated[
        int,
        _Trimmed,
        Field(ge=0, le=10, description="a whole number from 0 to 10: how many proxies of your own stand in front"),
    ] = 0
    database_url: Annotated[
        _Database,
        Field(
            description="sqlite:///data/bot.db (with a fourth slash for a path from the root) or "
            "postgresql://user:password@host/name (with %40 for an @ in the password)"
        ),
    ] = SecretStr("sqlite:///data/bot.db")
    knowledge: Annotated[
        Path, _Trimmed, Field(description="the path of a report file, such as knowledge/report.yaml")
    ] = Path("knowledge/report.yaml")
    timezone: Annotated[
        str,
        _Trimmed,
        AfterValidator(_zone),
        Field(description="a time zone by its name, such as Asia/Shanghai, or its offset, such as +08:00"),
    ] = "Asia/Shanghai"
    admins: Annotated[
        frozenset[int],
        BeforeValidator(_ids),
        Field(description="Telegram user ids, whole numbers with commas between them, such as 123456,234567"),
    ] = frozenset()
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _Trimmed,
        _Lowered,
        Field(description="one of debug, info, warning, error"),
    ] = "info"
    log_format: Annotated[Literal["text", "json"], _Trimmed, _Lowered, Field(description="one of text, json")] = "text"

    def token(self) -> str | None:
        """Return the bot's token in the clear, or None without one."""
        return self.bot_token.get_secret_value() if self.bot_token else None

    def secrets(self) -> tuple[str, ...]:
        """Return in the clear what nobody may read in a message or a log."""
        whole = (each.get_secret_value() for each in (self.bot_token, self.webhook_secret) if each)
        outside = os.environ.get(PASSWORD)
        return (*whole, *passwords(self.database_url.get_secret_value()), *([outside] if outside else []))


def load_settings(*, uses_database: bool = True) -> Settings:
    """Read the environment, in which an empty variable counts as unset and a name's case doesn't matter.

    Raises `SettingsError` with a sentence for each variable that holds what it mustn't; DATABASE_URL isn't looked at by
    what `uses_database` says uses none, for checking it imports SQLAlchemy, which takes longer than to answer.
    """
    values = {name.lower(): value for name, value in os.environ.items() if value}
    if not uses_database:
        values.pop("database_url", None)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error.errors(include_url=False, include_input=False)))) from None
    if settings.webhook_url and not settings.bot_token:
        raise SettingsError(
            f"WEBHOOK_URL is {_shown(settings.webhook_url)}, but BOT_TOKEN isn't set: expected both, or neither."
        )
    return settings


def _sentences(errors: list[ErrorDetails]) -> Iterator[str]:
    # A default that depends on a wrong variable is no fault of its own.
    wrong = (str(error["loc"][0]) for error in errors if error["type"] != "default_factory_not_called")
    for name in dict.fromkeys(wrong):
        field: Any = Settings.model_fields[name]
        variable = name.upper()
        if "SecretStr" in str(field.annotation):
            yield f"{variable} has a value that isn't shown here and isn't right: expected {field.description}."
        else:
            yield f"{variable} is {_shown(_value(variable))}: expected {field.description}."


def _value(variable: str) -> str:
    return next((value for name, value in os.environ.items() if name.upper() == variable), "")


def _shown(value: str) -> str:
    # A secret may stand where it doesn't belong, such as in the webhook's address; cut in two it wouldn't be seen.
    safe = redacted(value)
    short = safe if len(safe) <= _LONGEST_SHOWN else f"{safe[:_LONGEST_SHOWN]}…"
    return f'"{short}"' if short.isprintable() else ascii(short)
