"""The noun behind a value: what is counted, cut from its predicate, and restricted by the words before the value."""

from __future__ import annotations

import re

from knowledge.grammar.enumerations import without_head
from knowledge.grammar.subjects import FOOTNOTE, LONGEST_NAME, Subject

_LONGEST_MODIFIER = 16  # characters before or behind a count that may restrict its noun
_LONGEST_DEED, _LONGEST_HONOUR = 12, 20
_HONOUR = re.compile("获|入选|上榜|荣|通过|在|纳入|列入")
# How something is done, which restricts no noun.
_MANNER = re.compile("快速|加速|稳步|有序|高效|取得|进行|进展|受到|启动|实战化|规范|着力|持续|加快|同步")
_BOUND = re.compile(r"^(?:以上|以下|左右|以内|之内|多|余)+的?")
_NOUN = re.compile(r"[一-鿿A-Za-zⅠ-Ⅻ\d“”‘’《》·/（）()—－-]+")
_PREDICATE = re.compile(
    r"实现|已经|被(?!征)|不低于|不少于|不超过|纳入|退出|上榜|入选|上市(?!公司|企业|后备)|投产|开工|竣工|落地|"
    r"达到|达|全部|成功|有望|完成|建成|受益|通过|全覆盖|(?<!全)覆盖(?![率面])|落户|参加|参与|进[入军首京]|获(?!得感)[得评批奖]?|"
    r"荣获|荣登|跻身|免费|接入|用于|支持|投入(?!产出)|运行|运营|列入|开放|并网|通车|建立|签约|投用|启用|挂牌|晋升|"
    r"晋级|晋位|脱贫|摘帽|出列|(?<!未)来(?![华源料访琼])|在(?![线校建册岗职编库营])[一-鿿]{2}|为(?![民企农])[一-鿿]{2}|"
    r"与(?=[一-鿿]{2,8}(?:结对|合作|签|建立|开展))|到(?=农村|基层|乡|[一-鿿]{2,6}(?:地区|学校))|(?<!结)对(?![外口])[一-鿿]{2}|让|使(?![用馆命])|(?<![人户年日月])均|(?<![首成古])都(?!市)|已|将(?!军)|正(?![高规能])|"
    r"得到|得以|超过|突破|占(?!地)|和(?=\d)|位居|居(?![民家住委])|排名|增长|下降|提升(?![村工行])|增加(?!值)|减少|"
    r"基本(?!养老|医疗|公共|生活|农田|药物|面)|正式|陆续|同步|仅|只|等(?=\d|$)|如期|顺利|圆满|早日|尽快|提档|创成|争创|"
    r"受到|取得|快速|加速|稳步|有序|高效|实战化|规范(?=运[营行])|赴|前往|进行|进展|启动|有(?=“)|完工|达产|年均|户均|增收|高质量|加快|着力|推动|促进|确保|(?:以上|左右)(?![一-鿿]{2})|提前|按期|开展|持续|率先|升至|增至"
)
# Verbs that compounds hold: 饮水安全巩固提升工程 is one noun.
_INSIDE = frozenset(
    ["提升", "增加", "减少", "覆盖", "运行", "支持", "通过", "免费", "运营", "高质量", "同步", "建立", "开放", "开展"]
)
_COMPOUND = re.compile(
    r"(?:工程|项目|任务|工作|行动|计划|中心|站|基地|示范(?:区|县|村|点|园|户)|试点|平台|体系|机制|方案|企业|学校|医院|"
    r"园区?|场所|场馆|政策|措施|服务|活动|仪式)$"
)
_NO_NOUN = re.compile(
    r"^(?:[(（）)—－-]|用于|支持(?!政策|项目)|以上|以下|左右|以内|和|与|及|或|等|、|并(?![购网])|且|的(?!.{2})|其中|同比|"
    r"比(?![例赛])|较|增(?![值量])|达|占(?![地用])|为(?!民)|是|在(?![线校建册岗职编库营押研])|至|到(?![户村位站])|"
    r"全(?=[部面]|覆盖|年|[国省市区县]第)|仅|均|都|已|将(?!军)|来(?![华琼料访])|上(?![市海游级])|"
    r"中(?![小学医药央型国级试职华欧外青高低东部西介成转期蒙老])|内(?![地河蒙陆需涝])|"
    r"重点(?=实施|推进|建设)|(?:分别|优化|整合|[^和与]{0,6}(?:提高|提升|扩大|拓展|扩展|增加|增长|减少|下降|降|升|增))[^和与]{0,4}[到至为]$)"
)
_DOES = re.compile(
    r"完成|实现|通过|实施|投入|创建|打造|推动|推进|获评|获批|获得|入选|上榜|落地|建成|开工|竣工|投产|惠及|带动|"
    r"建设(?!用地|项目|工程|任务)|提高|提升(?!工程|行动|村)|下降|拓展|扩大|增加|增长|减少"
)
_HAVING = re.compile("^(?:具有|拥有|涉及).*的(?=..)")
_HEADS = {"人": "人数", "名": "人数", "户": "户数"}
_OBJECT = re.compile("^(?:对(?![外口])|为(?!民)|向|将|把|以).*的?$")
_CONNECTED = re.compile(r"(?:的|和|及|与|以及|、|并)+$")
_LINKED = re.compile("和|及|与|以及")
_GETS = re.compile(r"^.{2,}(?:惠及|取得|承接|获得|汇聚|拥有|培育|引进|覆盖|建成|服务)$")
_TAIL_VERB = re.compile(r"^(?:已经|成功|全部|稳定|已|均|都|正式|顺利|实现|有望|得到|基本|如期|提供)+|提供|全覆盖")


def counted_noun(words: str) -> tuple[str, str]:
    """Split what follows a value into the noun that it counts and its predicate, each empty where none follows."""
    bound = _BOUND.match(words)
    rest = words[bound.end() :] if bound else words
    rest = FOOTNOTE.sub("", rest)
    found = _NOUN.match(rest)
    if not found or _NO_NOUN.match(rest):
        return "", ""
    if _DOES.match(rest):
        return "", found.group()
    piece = found.group()
    at = _predicate_at(piece)
    noun = _HAVING.sub("", _CONNECTED.sub("", piece[:at]))
    return noun, piece[at:]


def _predicate_at(piece: str) -> int:
    """Return where the predicate of a noun begins, outside of quotation marks; the length where there is none."""
    compound = _COMPOUND.search(piece) is not None
    for found in _PREDICATE.finditer(piece, 2):
        inside = compound and found.group() in _INSIDE
        if not inside and piece[: found.start()].count("“") == piece[: found.start()].count("”"):
            return found.start()
    return len(piece)


def linked_noun(words: str) -> str:
    """Return the noun of a value that another one follows without a pause: 4个县和2个区, 7个产业产值9亿元."""
    connected = _LINKED.search(words)
    noun = counted_noun(words[: connected.start()] if connected else words)[0]
    return noun if connected else without_head(noun)


def with_noun(subject: Subject, noun: str, tail: str, *, listed: bool) -> str:
    """Return the name of a count: its noun, restricted by the words before it or by its predicate."""
    core = _OBJECT.sub("", subject.core)
    if listed and _GETS.search(last := core.rpartition("、")[2]):
        core, listed = last, False
    if core and not listed and len(core) + len(noun) <= LONGEST_NAME and len(core) <= _LONGEST_MODIFIER:
        return core + noun
    if subject.verb:
        return subject.verb + noun
    told = _TAIL_VERB.sub("", tail)
    longest = _LONGEST_HONOUR if _HONOUR.match(told) else _LONGEST_DEED
    if not core and noun and 2 <= len(told) <= longest and not _MANNER.match(told):
        return told + noun
    return noun


def named_by_deed(tail: str, unit: str) -> str:
    """Return the name of people or homes of whom only is said what they did: 96户、183人实现脱贫; empty for others."""
    counted = _HEADS.get(unit[-1:])
    told = _TAIL_VERB.sub("", tail)
    return told + counted if counted and 2 <= len(told) <= _LONGEST_MODIFIER else ""
