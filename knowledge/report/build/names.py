"""What people call what a draft names: the region's places, the departments in charge, common indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from knowledge.language.indicators import common_indicators
from knowledge.report.build.drafts import DraftEntry
from knowledge.report.schema import FileForm

PLACES = Path(__file__).with_name("places.yaml")

_PEOPLES = re.compile(
    "(?:(?:白|彝|哈尼|壮|苗|傣|景颇|傈僳|藏|羌|布依|侗|土家|回|蒙古|朝鲜|黎|柯尔克孜|哈萨克)族?)+(?=自治[州县]$)"
)
_KIND = re.compile(r"(?:自治州|自治县|地区|林区|[市州盟县])$")
_WORDS = frozenset({"东方", "吉林", "海南"})  # short forms that name something else, too
_OFFICE = re.compile(r"(?:厅|局|委|委员会|办|办公室|会|社|中心|集团|公司|银行|人民政府)$")
_REGION = re.compile(r"^(?:自治区|[省市县区州盟旗])(?![场镇])")
_SHORT = (
    ("人力资源和?社会保障", "人社"),
    ("卫生健康", "卫健"),
    ("住房和?城乡建设", "住建"),
    ("发展和?改革", "发改"),
    ("工业和信息化", "工信"),
    ("市场监督管理", "市场监管"),
    ("医疗保障", "医保"),
    ("文化和旅游", "文旅"),
    ("林业和草原", "林草"),
    ("科学技术", "科技"),
    ("疾病预防控制", "疾控"),
    ("残疾人联合会", "残联"),
    ("妇女联合会", "妇联"),
    ("退役军人事务", "退役军人"),
    ("农业农村", "农业"),
    ("应急管理", "应急"),
    ("交通运输", "交通"),
)
_APART = re.compile(r"^(?:全体|全[区省市县国])|(?:增速|增幅|涨幅|总数|数量|人数|面积)$")


def places_of(region: str) -> dict[str, list[str]]:
    """Return the parts of a province, each with its short forms, as the report file has them; none of other regions."""
    table: dict[str, str] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return {name: list(_short_place(name)) for name in table.get(region, "").split()}


def _short_place(name: str) -> Iterator[str]:
    """Yield what people call a place: 大理白族自治州 is 大理州 and 大理."""
    plain = _PEOPLES.sub("", name)
    bare = _KIND.sub("", plain)
    if plain != name:
        yield bare + name[-1]
    if len(bare) > 1 and bare != name and bare not in _WORDS:
        yield bare


def departments_of(entries: Sequence[DraftEntry]) -> Mapping[str, list[str]]:
    """Return the departments that lead the drafted livelihood items, each with its short forms, as a report file."""
    return {name: list(dict.fromkeys(_short_department(name))) for name in _in_charge(entries) if _OFFICE.search(name)}


def _in_charge(entries: Iterable[DraftEntry]) -> list[str]:
    found: dict[str, None] = {}
    for entry in entries:
        measures = entry.data.get("measures")
        for measure in measures if isinstance(measures, list) else ():
            found.update(dict.fromkeys(measure.get("departments", ())))
    return sorted(found)


def _short_department(name: str) -> Iterator[str]:
    """Yield what people call a department: 省卫生健康委员会 is 卫生健康委员会, 卫生健康委 and 卫健委."""
    if "、" in name:  # 各州、市人民政府
        yield name.replace("、", "")
        yield name.replace("、", "").removesuffix("人民政府")
    bare = _REGION.sub("", name)
    for one in dict.fromkeys((bare, bare.removesuffix("员会") if bare.endswith("委员会") else bare)):
        if one != name and len(one) > 1:
            yield one
        for long, short in _SHORT:
            if (brief := re.sub(long, short, one)) != one:
                yield brief


def name_common_indicators(entries: Sequence[DraftEntry], form: FileForm) -> None:
    """Add aliases to the figures among `entries` whose indicator is a common one; none that names something else.

    An alias leads to one indicator, the first that the report has of those that share it.
    """
    known = _known()
    names = _names_in(form) | {str(entry.data.get("indicator") or entry.data.get("name")) for entry in entries}
    owners: dict[str, str] = {}
    for entry in entries:
        if entry.kind != "figures" or entry.data["place"]:
            continue
        indicator = str(entry.data["indicator"])
        aliases = known.get(indicator) or known.get(_APART.sub("", indicator), [])
        own = [alias for alias in aliases if alias not in names and owners.setdefault(alias, indicator) == indicator]
        if own:
            entry.data["aliases"] = own


def _names_in(form: FileForm) -> set[str]:
    """Return what the file's entries are called already."""
    aliases = {alias for entry in (*form.terms, *form.figures, *form.livelihood) for alias in entry.aliases}
    return aliases | {term.name for term in form.terms} | {figure.indicator for figure in form.figures}


def _known() -> dict[str, list[str]]:
    """Return the everyday names of each official one."""
    found = {}
    for (first, *others), everyday in common_indicators():
        found[first] = everyday
        for name in others:  # 新建和改造提升高标准农田 is asked for as 高标准农田
            found[name] = [first, *everyday] if name.endswith(first) else everyday
    return found
