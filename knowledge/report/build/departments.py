"""Names the departments that a report puts in charge, for questions about one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.report.build.drafts import DraftEntry

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


def departments_of(entries: Sequence[DraftEntry]) -> Mapping[str, list[str]]:
    """Return the departments that lead the drafted livelihood items, each with its short forms, as a report file."""
    return {name: list(dict.fromkeys(_short(name))) for name in _names(entries) if _OFFICE.search(name)}


def _names(entries: Iterable[DraftEntry]) -> list[str]:
    found: dict[str, None] = {}
    for entry in entries:
        measures = entry.data.get("measures")
        for measure in measures if isinstance(measures, list) else ():
            found.update(dict.fromkeys(measure.get("departments", ())))
    return sorted(found)


def _short(name: str) -> Iterator[str]:
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
