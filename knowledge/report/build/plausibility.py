"""Says of drafted figures why they may be wrong, so that an editor reads those first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from knowledge.report.build.drafts import DraftEntry

_LARGEST_GROWTH = 100  # per cent; more is rare
_MOST_TIMES = 10  # between what was reached and what is aimed at
_LONGEST_SURE = 16  # characters of a name; longer ones often hold a verb or a whole clause
_NO_NAME = re.compile(r"^(?:[在以把对为于从被了让向按由就]|\d|[一-鿿]$|.$)|(?:[了的是在到]|不低于|以上)$|[，。；]")
_HOLDS_VERB = re.compile(r".(?:开展|推动|加快|确保|启动|严格|深入|同步|按照|通过|尽快|组织|积极|启动实施|力争)|、")
_SHORTEST_SURE = 4  # characters of a name that is no common indicator's
_VAGUE = re.compile(r"(?:重大|重点)?(?:项目|企业|投资|资金|任务|工程|问题|措施|产业)|(?:全[国省区市县])?排名")


def doubt(entries: Sequence[DraftEntry]) -> None:
    """Add to the figures among `entries` what is doubtful about them, to the key `doubt`."""
    figures = [entry.data for entry in entries if entry.kind == "figures"]
    stated: defaultdict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
    for figure in figures:
        _add(figure, *_alone(figure))
        stated[tuple(figure[key] for key in ("indicator", "place", "measure", "unit"))].append(figure)
    for group in stated.values():
        _compare(group)


def _alone(figure: dict[str, object]) -> list[str]:
    """Return what is doubtful about a figure by itself."""
    name, found = str(figure["indicator"]), []
    short = len(name) < _SHORTEST_SURE and not figure.get("aliases")
    if _NO_NAME.search(name) or _VAGUE.fullmatch(name) or short:
        found.append("its name doesn't say of what")
    elif len(name) > _LONGEST_SURE or _HOLDS_VERB.search(name):
        found.append("its name may be more than one")
    if figure["measure"] == "growth" and figure["unit"] == "%" and _number(figure) > _LARGEST_GROWTH:
        found.append(f"it grew by more than {_LARGEST_GROWTH} %")
    if not figure["unit"] and figure["measure"] != "rank":
        found.append("it has no unit")
    return found


def _compare(group: Sequence[dict[str, object]]) -> None:
    """Note two values of one thing, and a target that is far from what was reached."""
    for nth, one in enumerate(group):
        for other in group[nth + 1 :]:
            same = (one["period"], one["status"]) == (other["period"], other["status"])
            if same and one["value"] != other["value"]:
                _add(one, "two values of one thing")
                _add(other, "two values of one thing")
            low, high = sorted((_number(one), _number(other)))
            if one["status"] != other["status"] and low > 0 and high >= _MOST_TIMES * low:
                _add(one, f"reached and aimed at differ by {_MOST_TIMES} times")
                _add(other, f"reached and aimed at differ by {_MOST_TIMES} times")


def _number(figure: dict[str, object]) -> float:
    value = figure["value"]
    return float(value) if isinstance(value, int | float) else 0.0


def _add(figure: dict[str, object], *doubts: str) -> None:
    have = [one for one in str(figure["doubt"]).split("; ") if one]
    figure["doubt"] = "; ".join(dict.fromkeys([*have, *doubts]))
