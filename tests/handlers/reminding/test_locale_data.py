"""The names of zones in cldr.json are Babel's; `python -m tests.handlers.reminding.test_locale_data` writes them."""

from __future__ import annotations

import json
from typing import Any

from babel import Locale
from babel.core import get_global

from handlers.reminding.zones import CLDR

LANGUAGES = ("zh", "en", "zh_Hant")


def expected() -> dict[str, Any]:
    locales = {name: Locale.parse(name) for name in LANGUAGES}
    zones = {code: [str(zone) for zone in every] for code, every in get_global("territory_zones").items()}
    return {
        "aliases": {str(old): str(new) for old, new in get_global("zone_aliases").items()},
        "cities": {
            language: {zone: names["city"] for zone, names in locale.time_zones.items() if names.get("city")}
            for language, locale in locales.items()
        },
        # Regions of several countries have numbers: 001 is the world.
        "countries": {
            code: [every, *(locale.territories.get(code, "") for locale in locales.values())]
            for code, every in zones.items()
            if code.isalpha()
        },
    }


def test_the_names_are_those_of_babel() -> None:
    assert json.loads(CLDR.read_text(encoding="utf-8")) == expected()


if __name__ == "__main__":
    CLDR.write_text(json.dumps(expected(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
