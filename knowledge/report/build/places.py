"""Lists the parts of a report's region, for questions about one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

PLACES = Path(__file__).with_name("places.yaml")

_PEOPLES = re.compile(
    "(?:(?:白|彝|哈尼|壮|苗|傣|景颇|傈僳|藏|羌|布依|侗|土家|回|蒙古|朝鲜|黎|柯尔克孜|哈萨克)族?)+(?=自治[州县]$)"
)
_KIND = re.compile(r"(?:自治州|自治县|地区|林区|[市州盟县])$")
_WORDS = frozenset({"东方", "吉林", "海南"})  # short forms that name something else, too


def places_of(region: str) -> dict[str, list[str]]:
    """Return the parts of a province, each with its short forms, as the report file has them; none of other regions."""
    table: dict[str, str] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return {name: list(_short(name)) for name in table.get(region, "").split()}


def _short(name: str) -> Iterator[str]:
    """Yield what people call a place: 大理白族自治州 is 大理州 and 大理."""
    plain = _PEOPLES.sub("", name)
    bare = _KIND.sub("", plain)
    if plain != name:
        yield bare + name[-1]
    if len(bare) > 1 and bare != name and bare not in _WORDS:
        yield bare
