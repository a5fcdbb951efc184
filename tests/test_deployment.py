"""The files for a deployment fit the program: its settings, its addresses, and the time that it takes to end."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.process import DRAIN
from bot.settings import Part, Settings, load_settings
from bot.telegram import TelegramOptions
from bot.telegram.intake import with_path
from bot.web import Access, build_app
from handlers.services import Services
from store.database import PATIENCE
from tests.bot.conftest import engine, services

__all__ = ["engine", "services"]  # fixtures

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {  # what an operator writes into .env
    "BOT_TOKEN": "123456:ABC-DEF",
    "DOMAIN": "bot.example.org",
    "WEBHOOK_SECRET": "the-same-for-all",
    "POSTGRES_PASSWORD": "hush",
}
VARIABLE = re.compile(r"\$\{(\w+)(?::(\?|-)([^}]*))?\}")


def compose() -> dict[str, Any]:
    """The file as Compose reads it, the variables put in."""
    text = VARIABLE.sub(lambda found: ENVIRONMENT.get(found[1], ""), text_of("compose.yaml"))
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")


def replicas() -> dict[str, dict[str, Any]]:
    return {name: service for name, service in compose()["services"].items() if "build" in service}


def proxy() -> str:
    content: str = compose()["configs"]["proxy"]["content"]
    return content


def test_two_replicas_have_the_same_settings_which_the_program_knows() -> None:
    first, second = replicas().values()
    assert first["environment"] == second["environment"]
    assert {*first["environment"]} <= {name.upper() for name in Settings.model_fields}


def test_the_program_takes_these_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for service in replicas().values():
        for name, value in service["environment"].items():
            monkeypatch.setenv(name, value or "")
        settings = load_settings()
        assert settings.host == "0.0.0.0"  # noqa: S104 - in a container
        assert settings.database_url.get_secret_value() == "postgresql://report_bot:hush@database/report_bot"
        assert settings.webhook_secret.get_secret_value() == "the-same-for-all"


def test_the_database_is_the_one_that_the_replicas_ask() -> None:
    environment = compose()["services"]["database"]["environment"]
    user, password, name = (environment[f"POSTGRES_{each}"] for each in ("USER", "PASSWORD", "DB"))
    for service in replicas().values():
        assert service["environment"]["DATABASE_URL"] == f"postgresql://{user}:{password}@database/{name}"


def test_what_is_secret_must_be_given_and_stands_nowhere() -> None:
    required = {name for name, sign, _ in VARIABLE.findall(text_of("compose.yaml")) if sign == "?"}
    assert required == {*ENVIRONMENT}
    for secret in ("BOT_TOKEN", "WEBHOOK_SECRET", "POSTGRES_PASSWORD"):
        assert re.findall(rf"^ *{secret}: (?!\$\{{{secret}:\?)", text_of("compose.yaml"), re.MULTILINE) == []
    assert "/.env" in text_of(".gitignore").splitlines()


def test_the_page_and_the_metrics_are_closed_unless_the_operator_opens_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for opened, parts in (("", frozenset[Part]()), ("page", {Part.PAGE})):
        monkeypatch.setitem(ENVIRONMENT, "PUBLIC_WEB", opened)
        for service in replicas().values():
            for name, value in service["environment"].items():
                monkeypatch.setenv(name, value or "")
            access = Access.chosen(load_settings())
            assert (access.parts, access.is_local, access.proxies) == (parts, False, 1)


async def test_the_proxy_passes_the_webhook_on_to_every_replica_that_is_ready(services: Services) -> None:
    environment = next(iter(replicas().values()))["environment"]
    _, path = with_path(environment["WEBHOOK_URL"])
    backends = " ".join(f"{name}:{service['environment']['PORT']}" for name, service in replicas().items())
    assert f"handle {path} {{\n    reverse_proxy {backends} {{" in proxy()
    routes = {resource.canonical for resource in build_app(services.responder).router.resources()}
    assert {*re.findall(r"health_uri (\S+)", proxy())} <= routes


def test_the_replicas_get_the_time_that_they_take_to_end() -> None:
    for service in replicas().values():
        assert int(service["stop_grace_period"].removesuffix("s")) > TelegramOptions(token="").drain + DRAIN + PATIENCE


def test_images_are_named_without_a_registry() -> None:
    named = [service["image"] for service in compose()["services"].values() if "image" in service]
    named += re.findall(r"^FROM (\S+)", text_of("Dockerfile"), re.MULTILINE)
    assert [name for name in named if not re.fullmatch(r"[a-z]+:[\w.-]+", name)] == []


PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|PSF|Python Software Foundation)\b")
PINNED = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==[^ ;\\]+ *(;)?", re.MULTILINE)


def pinned() -> dict[str, Distribution]:
    """The packages of requirements.txt; those alone may be missing that belong to another system or version."""
    found = {}
    for name, is_conditional in PINNED.findall(text_of("requirements.txt")):
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            assert is_conditional, name
    return found


def licences(package: Distribution) -> list[str]:
    """By name: of an expression that joins several, or else of the older fields, all that hold at once."""
    metadata = package.metadata
    if expression := metadata["License-Expression"]:
        return re.split(r" AND ", str(expression))
    classified = [str(each) for each in metadata.get_all("Classifier") or [] if str(each).startswith("License ::")]
    return [" ".join([*classified, str(metadata["License"] or "").partition("\n")[0]])]


def test_every_package_that_asks_for_it_is_named_with_its_licence() -> None:
    asking = {name for name, each in pinned().items() if not all(map(PERMISSIVE.search, licences(each)))}
    _, _, *rows = re.findall(r"^\| (\S+) \| ([\w.-]+)", text_of("THIRD-PARTY.md"), re.MULTILINE)
    assert asking == {name for name, _ in rows}
    assert dict(rows) == {"python-telegram-bot": "LGPL-3.0-only", "certifi": "MPL-2.0", "resvg-py": "MIT"}


def test_the_licence_of_every_package_comes_with_it_or_with_another_that_is_named() -> None:
    without = set()
    for name, package in pinned().items():
        files = [str(file) for file in package.files or [] if ".dist-info/" in str(file)]
        if not [file for file in files if re.search(r"LICEN[CS]E|COPYING", file)]:
            without.add(name)
    named = re.findall(
        r"^(\S+), which .* comes without the text of its licence:", text_of("THIRD-PARTY.md"), re.MULTILINE
    )
    assert without == {*named} == {"cobble"}


def test_the_image_holds_the_program_and_starts_it_as_the_procfile_does() -> None:
    dockerfile = text_of("Dockerfile")
    copied = re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)
    assert {*copied} == {each.removeprefix("!") for each in text_of(".dockerignore").splitlines() if each[0] == "!"}
    assert {*copied} >= {"requirements.txt", "bot", "handlers", "knowledge", "store", "LICENSE", "THIRD-PARTY.md"}
    command = json.loads(re.findall(r"^CMD (.*)$", dockerfile, re.MULTILINE)[0])
    assert f"web: {' '.join(command)}" in text_of("Procfile").splitlines()
    assert f"python:{text_of('.python-version').strip()}-slim" in dockerfile
