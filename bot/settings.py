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

_BETWEEN = re.compile(r"[\s,，]+")
_USER_ID = re.compile(r"[0-9]{1,18}")  # a person's; Telegram's ids of groups are negative
_LONGEST_SHOWN = 100


class Part(StrEnum):
    """What the web server can open to the public: the page with its API, or the metrics."""

    PAGE = "page"
    METRICS = "metrics"


class SettingsError(Exception):
    """Variables hold invalid values; the message has one sentence a line for each of them."""


def _matching(pattern: str) -> AfterValidator:
    """Accept a text, secret or not, that matches as a whole."""

    def check(value: Any) -> Any:
        _require(re.fullmatch(pattern, value.get_secret_value() if isinstance(value, SecretStr) else value))
        return value

    return AfterValidator(check)


def _require(is_valid: object) -> None:
    # What was expected stands in the field's description; a message here would never be shown.
    if not is_valid:
        raise ValueError


def _http(address: str) -> str:
    parts = urlsplit(address)
    _require(parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment)
    _require(parts.port != 0 and address.isprintable() and " " not in address)
    return address


def _https(address: str) -> str:
    _require(address.startswith("https://"))
    return _http(address)


def _database(address: SecretStr) -> SecretStr:
    database = import_module("store.database")  # which takes a third of a second
    try:
        database.parse(address.get_secret_value())
    except import_module("store").StoreError:
        raise ValueError from None
    return address


def _zone(name: str) -> str:
    import_module("store.schedule").zone_named(name)
    return name


def _parts(listed: str) -> frozenset[str]:
    return frozenset(_items(listed.lower()))


def _paths(listed: str) -> tuple[Path, ...]:
    # A path may hold spaces, and a comma only where no file is called so.
    whole = Path(listed)
    return (whole,) if whole.exists() else tuple(Path(each.strip()) for each in listed.split(",") if each.strip())


def _user_ids(listed: str) -> frozenset[int]:
    ids = _items(listed)
    _require(all(map(_USER_ID.fullmatch, ids)))
    return frozenset(map(int, ids))


def _items(listed: str) -> list[str]:
    return [each for each in _BETWEEN.split(listed) if each]


class Settings(BaseModel):
    """The variables of the environment, by their names in lower case, without spaces around them.

    Each field's description is what `load_settings` says was expected.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[
        SecretStr | None,
        _matching(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}"),
        Field(description="a token as @BotFather gives it, such as 123456:ABC-DEF"),
    ] = None
    telegram_api_base: Annotated[
        str,
        AfterValidator(_http),
        Field(description="an http or https address that the token is appended to, such as http://127.0.0.1:8081/bot"),
    ] = "https://api.telegram.org/bot"
    webhook_url: Annotated[
        str | None,
        AfterValidator(_https),
        Field(description="a public https address, such as https://bot.example.org"),
    ] = None
    webhook_secret: Annotated[
        SecretStr,
        _matching(r"[A-Za-z0-9_-]{1,256}"),
        Field(
            default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
            description="1 to 256 of the characters A-Z, a-z, 0-9, _ and -",
        ),
    ]
    host: Annotated[
        str,
        _matching(r"[A-Za-z0-9._:%-]{1,255}"),
        Field(
            # Telegram's webhook calls come from outside; the local web chat is for this machine alone.
            default_factory=lambda known: "0.0.0.0" if known["webhook_url"] else "127.0.0.1",  # noqa: S104
            description="an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0",
        ),
    ]
    port: Annotated[
        int, Field(ge=0, le=65535, description="a whole number from 0 to 65535, where 0 takes any free port")
    ] = 8080
    public_web: Annotated[
        frozenset[Part],
        BeforeValidator(_parts),
        Field(description="page, metrics, or both with a comma between them"),
    ] = frozenset()
    trusted_proxies: Annotated[
        int, Field(ge=0, le=10, description="a whole number from 0 to 10: how many proxies of your own stand in front")
    ] = 0
    database_url: Annotated[
        SecretStr,
        AfterValidator(_database),
        Field(
            description="sqlite:///data/bot.db (with a fourth slash for a path from the root) or "
            "postgresql://user:password@host/name (with %40 for an @ in the password)"
        ),
    ] = SecretStr("sqlite:///data/bot.db")
    knowledge: Annotated[
        tuple[Path, ...],
        BeforeValidator(_paths),
        Field(
            min_length=1,
            description="the path of a report file, such as knowledge/report.yaml, of a folder of them, or several "
            "with commas between them",
        ),
    ] = (Path("knowledge/report.yaml"),)
    timezone: Annotated[
        str,
        AfterValidator(_zone),
        Field(description="a time zone by its name, such as Asia/Shanghai, or its offset, such as +08:00"),
    ] = "Asia/Shanghai"
    admins: Annotated[
        frozenset[int],
        BeforeValidator(_user_ids),
        Field(description="Telegram user ids, whole numbers with commas between them, such as 123456,234567"),
    ] = frozenset()
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(str.lower),
        Field(description="one of debug, info, warning, error"),
    ] = "info"
    log_format: Annotated[
        Literal["text", "json"], BeforeValidator(str.lower), Field(description="one of text, json")
    ] = "text"

    def token(self) -> str | None:
        """Return the bot's token in the clear, or None without one."""
        return self.bot_token.get_secret_value() if self.bot_token else None

    @property
    def page_url(self) -> str:
        """The public address of the pages; empty where they aren't open, or nobody said where they are."""
        parts = urlsplit(self.webhook_url or "")
        return f"{parts.scheme}://{parts.netloc}" if self.webhook_url and Part.PAGE in self.public_web else ""

    def secrets(self) -> tuple[str, ...]:
        """Return in the clear what must not appear in a message or a log."""
        whole = (each.get_secret_value() for each in (self.bot_token, self.webhook_secret) if each)
        outside = os.environ.get(PASSWORD)
        return (*whole, *passwords(self.database_url.get_secret_value()), *([outside] if outside else []))


def load_settings(*, uses_database: bool = True) -> Settings:
    """Read the environment, in which an empty variable counts as unset and a name's case doesn't matter.

    Raises `SettingsError` with a sentence for each invalid variable. Without `uses_database` DATABASE_URL isn't read:
    checking it imports SQLAlchemy, which takes longer than to answer a question.
    """
    values = {name.lower(): value.strip() for name, value in os.environ.items() if value}
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
