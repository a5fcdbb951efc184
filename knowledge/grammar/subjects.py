"""What a value measures: the subject in the words before it, and the noun behind it that is counted."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.grammar.enumerations import without_head

LONGEST_NAME = 30  # characters of an indicator

_NUMBERING = re.compile(
    r"^(?:——|[\[［(（]?\d{1,3}[\]］)）]?[.．、](?!\d)|[?\s]*[(（][一二三四五六七八九十]+[)）]|"
    r"[一二三四五六七八九十]+[是要、])"
)
_FOOTNOTE = re.compile(r"[\[［【〔]\d{1,3}[\]］】〕]|[①-⑳]")
_LEADING = re.compile(
    r"^(?:(?:到|至)?“?十[一二三四五]五”?(?:时期|期间|规划期|末|以来)?|(?:到|至|截至)?(?:19|"
    r"20)\d\d年(?:底|末|以来)?|(?:到|至)?[一二][九〇零○][〇零○一二三四五六七八九]{2}年|(?:到|至)(?=本世纪)|"
    r"(?:过去|近(?!海|岸|视)|今后|未来|这)?[一二三四五六七八九十两]+年(?:来|间|以来)|过去五年|"
    r"过去一年|今后五年|本届政府任期内|近[一二两三四五六七八九十几]+年|"
    r"上半年|下半年|全年|今年以来|今年|去年|上年|当年|本年度?|年内|每年|年度|年初|年底|目前|现在|同期|一年来|截至目前|"
    r"尽管|虽然|虽|但是?|然而|其中|同时|此外|特别是|包括|一批|还|还有|并且|并(?![购网])|而且|和(?!谐)|与(?!会)|及|以及|"
    r"再(?!就业|生|制造|贷款|融资|保险|利用|担保)|又|已|也|均|都(?!市)|则|就(?!业)|即|就会|如(?!意)|"
    r"全[区省市县州旗盟镇]的?(?!\d|各族)|我[国区省市县州旗盟们]的?|本[区省市县]|全行业|"
    r"预计|力争|确保|努力|争取|计划(?!生育)(?:安排)?|拟|将(?!军)|要(?!素|害)|可(?!再生|支配|持续)|能够|"
    r"能(?![源耗力级])|必须|坚持|着力|全力|大力|有力|有序|有效(?!期|投资|发明|供给|灌溉)|"
    r"持续|继续|加快|加大|加强|深入|深化|进一步|稳步|稳妥|扎实|积极|主动|切实|"
    r"高质量|高标准(?!农田|基本|厂房|蔬菜|粮田)|高水平(?!大学|开放|医院)|高效(?!节水|农业)|"
    r"成功|全面|全部(?!财政)|统筹|累计|共计|共(?![享同])|总计|合计|年均|平均|约|近(?!海|岸|视)|超过?|"
    r"首批|首次|在全国率先|率先|充分|逐步|适时|尽快|早日|先后|先(?![后进锋行导天])|依法|了(?!解)|及?以上|及?以下|重点(?=打造|推进|培育|建设|实施|支持|开展)|"
    r"带动(?!就业|投资|消费)|推动|"
    r"从严从紧|从严|从紧|促使|使|促进|因地制宜|滚动|分别|总共|"
    r"按时|按期|如期|超额|提前|顺利|圆满|一次性|直接|间接|新近|接续|连续|另外?|各类|为(?=[^了]{0,2}$)|"
    r"推出|紧扣|落实(?=[一-鿿]{6})|通过|自治区(?=人大代表建议)|(?:年初|向社会)?(?:部署|承诺|确定|公布)的|"
    r"在[^，。的]{2,16}(?:领域|方面)|[^“”、]{2,12}等(?=“))"
)
_DROPPED = re.compile(
    r"^(?:完成|实现|建成(?!区(?:绿|面积|园|供))|建设好?|打造好?|培育|推进|组织|举办|举行|召开|实施|开展|获批|争创|创建(?!数)|创成|进行|"
    r"投入|运行|做好|办好|抓好|建好|形成|取得|达成|拥有|保障了?|发展|完善|安排|谋划|出台实施|"
    r"出台)(?=[^的]|$)"
)
_KEPT = re.compile(
    r"^(?:新增加?|净增加?|新开工建设|新建续建|新建改扩建|新建和?改造提升|新建改建|新建扩建|"
    r"新改扩建|新改建|改扩建|新、改、?扩?建|新[（(]改扩?[）)]建|新建|新开工|新培育|新创建|新认定|新登记|新设立?|新引进|新入选|"
    r"新开通|新招引|新签约|新签|新发展|新纳入|新获批|"
    r"增加(?!值)|整治提升|治理提升|改造新建|增发|引进|引育|招引|承接|承担|入选|认定|取消和下放|取消|下放|发放|筹集|处置|消化|化解|"
    r"清偿|清理|发行|支持|扶持|资助|惠及|办理|办复(?!率)|办结(?!率)|受理|解决|兑现|减免|"
    r"整治|治理|修复|救助|招录|落户|签约|签订|盘活|腾退|出让|供应|交付|接待|吸引|培训|选派|"
    r"选聘|评选|查处|查办|攻克|突破|应对|制定修订|制定|修订|提请|改造提升|改造|提升改造|改善|"
    r"提升|铺设|架设|开通|开行|打通|开工建设|开工|迁建|搬迁|拆除|种植|补贴|收购|储备|推广|聘任|"
    r"表彰|检查|排查|走访|帮扶|帮助|消除|压减|淘汰|关停|关闭|撤并|整合|划定|启动|强化|扩大|"
    r"优化)"
)
_OTHER_VERB = re.compile(r"[（(][改扩续迁新]?建[）)]")
_TRAILING = re.compile(
    r"(?:(?:连续|近)?[一二三四五六七八九十多两]+年|连续\d+年|给予|全年?|双双|逆势|微|大幅|稳步|翻番|历史性|(?:由|从)?(?:(?:19|20)\d\d年?|去年|上年)[的末底]?|[的了也将各达有在“‘(（《\s]|(?<![应利费使适专])用|(?<![主需])要|(?<!较)(?<!行)为|超过|仅差|已经|已|约|近|共|力争|预计|"
    r"就|仅|只|新|再|再次|分别|累计|同比|总计|合计|平均|年均|(?<![少青老成中近往常童])年|且|均|都|(?<![产功性动智节耗效技储热势核电氢光赋职潜])能|(?<!许)可|和|与|(?<![惠普涉])及|以及|"
    r"、|一律|不少于|不低于|拟|(?<!率)先|首批|连续)+$"
)
_CHANGED = re.compile(r"(?:完成|实施)?((?:改造|整治|治理|修复)(?:提升)?)")  # 改造老旧小区 is called 老旧小区改造
_INNER = re.compile(
    r"(?<=[一-鿿”)）]{2})(?:预计|今年|去年|全年)?(?:要)?(?:力争)?(?:累计|共|已)?(?:完成|实现|"
    r"达成|形成|创造)(?=[一-鿿]{2})"
)
_OF_HEAD = re.compile("的(?=(?:最低|最高|平均)?(?:比例|比重|占比|数量|水平|面积|规模|标准|增速|产值)$)")
_EDGES = re.compile("^[ 、，,的和及与：:]+|(?:[ 、，,的和与：:]|(?<![惠普涉])及)+$")
_AIM = re.compile(r"(?:的)?(?:预期)?目标(?:是|为|值)?$")
_UNREAL = re.compile(r"^(?:[一二三四五六七八九十百千万亿]+|个|家|人|次)$")
_LONGEST_MODIFIER = 16  # characters before or behind a count that may restrict its noun
_LONGEST_DEED, _LONGEST_HONOUR = 12, 20
_HONOUR = re.compile("获|入选|上榜|荣|通过|在|纳入|列入")
# How something is done, which restricts no noun.
_MANNER = re.compile(
    "快速|加速|稳步|有序|高效|取得|进行|进展|受到|启动|实战化|规范|着力|持续|加快|同步|提高|降低|扩大|为(?!民)|高质量"
)
_BOUND = re.compile(r"^(?:以上|以下|左右|以内|之内|多|余)+的?")
_NOUN = re.compile(r"(?:[一-鿿A-Za-zⅠ-Ⅻ\d“”‘’《》·/（）()—－-]|(?<=省)、(?=市)|(?<=县（市)、(?=区）))+")
_PREDICATE = re.compile(
    r"实现|已经|被(?!征)|不低于|不少于|不超过|纳入|退出|上榜|入选|(?<!以)上市(?!公司|企业|后备)|投产|开工|竣工|落地|"
    r"达到|达|全部|成功|有望|完成|建成|受益|通过|全覆盖|(?<!全)覆盖(?![率面])|落户|参加|参与|进[入军首京]|获(?!得感)[得评批奖]?|"
    r"荣获|荣登|跻身|免费|接入|用于|支持|投入(?!产出)|运行|运营|列入|开放|并网|通车|建立|签约|投用|启用|挂牌|开馆|开业|开园|(?<!搬迁)入住|出台|印发|上半年|下半年|年底|年内|实施(?!方案|意见|办法|细则|工程)|晋升|"
    r"晋级|晋位|脱贫|摘帽|出列|(?<!未)来(?![华源料访琼])|在(?![线校建册岗职编库营])[一-鿿]{2}|为(?![民企农])[一-鿿]{2}|"
    r"与(?=[一-鿿]{2,8}(?:结对|合作|签|建立|开展|同质|共建|对接|联合))|到(?=农村|基层|乡|[一-鿿]{2,6}(?:地区|学校))|(?<!结)对(?![外口])[一-鿿]{2}|让|使(?![用馆命])|(?<![人户年日月])均|(?<![首成古])都(?!市)|已|将(?!军)|正(?![高规能])|"
    r"得到|得以|超过|突破|占(?!地)|(?:提高|降低|扩大|提升)到|全[国省市区县球]第|和(?=[\d“])|位居|居(?![民家住委])|排名|增长|下降|提升(?![村工行])|增加(?!值)|减少|"
    r"基本(?!养老|医疗|公共|生活|农田|药物|面)|正式|陆续|同步|仅|只|等(?=\d|$)|如期|顺利|圆满|早日|尽快|提档|创成|争创|"
    r"受到|取得|快速|加速|稳步|有序|高效|实战化|规范(?=运[营行])|赴|前往|进行|进展|启动|有(?=“)|完工|达产|年均|户均|增收|高质量|加快|着力|推动|促进|确保|(?:以上|左右)(?![一-鿿]{2})|提前|按期|由(?=[省市县])|开展|持续|率先|升至|增至"
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
    r"全(?=[部面]|覆盖|年|[国省市区县]第)|仅|均|都|已(?!建)|将(?!军)|来(?![华琼料访])|上(?![市海游级])|"
    r"中(?![小学医药央型国级试职华欧外青高低东部西介成转期蒙老])|内(?![地河蒙陆需涝])|"
    r"重点(?=实施|推进|建设)|(?:分别|优化|整合|[^和与]{0,6}(?:提高|提升|扩大|拓展|扩展|增加|增长|减少|下降|降|升|增))[^和与]{0,4}[到至为]$)"
)
_DOES = re.compile(
    r"完成|实现|通过|实施|投入|创建|打造|推动|推进|获评|获批|获得|入选|上榜|落地|建成|开工|竣工|投产|惠及|带动|"
    r"建设(?!用地|项目|工程|任务)|提高|提升(?!工程|行动|村)|下降|拓展|扩大|增加|增长|减少"
)
_HAVING = re.compile("^(?:具有|拥有|涉及).*的(?=..)")
_APPROACHES = re.compile("(?<=..)(?:近|约|达到?|超过?|突破)$")
_FULFILLED = re.compile("(?:圆满|如期)*(?:完成|兑现|落实)")
_HEADS = {"人": "人数", "名": "人数", "户": "户数"}
_OBJECT = re.compile("^(?:对(?![外口])|为(?!民)|向|将|把|以).*的?$")
_HAS = re.compile("(?<=[一-鿿]{4})(?:汇聚|取得|拥有|获得|荣获)了?$")
_CONNECTED = re.compile(r"(?:的|和|及|与|以及|、|并)+$")
_LINKED = re.compile("和|及|与|以及")
_GETS = re.compile(r"^.{2,}(?:惠及|取得|承接|获得|汇聚|拥有|培育|引进|覆盖|建成|服务)$")
_TAIL_VERB = re.compile(
    r"^(?:年内|年底前?|上半年|下半年|已经|成功|全部|稳定|已|均|都|正式|顺利|实现|有望|得到|基本|如期|提供)+|提供|全覆盖"
)


class Subject(NamedTuple):
    """The words before a value: the verb that stays in names (新增), the rest, and where in the words both begin.

    `behind` is the verb that names have at their end: 老旧小区改造 of 改造老旧小区. The core has it already.
    """

    verb: str
    core: str
    start: int
    behind: str = ""

    @property
    def name(self) -> str:
        """The indicator that the words name; empty where they name none."""
        return self.verb + self.core if self.core else ""


def subject_of(words: str) -> Subject:
    """Return the subject that `words`, which stand before a value's verb, name."""
    start, end, verb, length = 0, len(words), "", 0
    while start < end:
        piece = words[start:end]
        found = _NUMBERING.match(piece) or _LEADING.match(piece) or _FOOTNOTE.match(piece)
        if found is None or found.end() == 0:
            dropped = _DROPPED.match(piece)
            if dropped and not verb:
                start += dropped.end()
                continue
            kept = _KEPT.match(piece)
            if kept and not verb:
                verb, start = kept.group(), start + kept.end()
                length = len(verb)
                other = _OTHER_VERB.match(words, start)  # 新建（改建）
                start = other.end() if other else start
                continue
            if not piece[0].isalnum() and piece[0] not in "“《‘":
                start += 1
                continue
            break
        start += found.end()
    core = _FOOTNOTE.sub("", words[start:end])
    while trailing := _TRAILING.search(core):
        core = core[: trailing.start()]
    behind = ""
    if found := _CHANGED.fullmatch(verb):
        behind = found.group(1)
        core, verb = core + behind, ""
    core = _AIM.sub("", _INNER.sub("", core)) if core else core
    core = core.rstrip("“‘(（《") if core.count("“") != core.count("”") else core
    core = core.lstrip("”’)）》 ")
    if len(core) < 2 or _UNREAL.match(core):
        core = ""
    first = start - length
    return Subject(verb, core, min(first, end), behind if core else "")


def tidy(name: str) -> str:
    """Return a name without footnotes, and cut before a quotation mark or bracket that stays open."""
    name = _OF_HEAD.sub("", "".join(_FOOTNOTE.sub("", name).split()))[:LONGEST_NAME]
    for opening, closing in ("“”", "（）", "()", "《》", "‘’"):
        if name.count(opening) > name.count(closing):
            at = name.rfind(opening)
            name = name[:at] + (name[at + 1 :] if opening in "“‘《" else "")
        elif name.count(closing) > name.count(opening):
            name = name.replace(closing, "", name.count(closing) - name.count(opening))
    return _EDGES.sub("", name)


def counted_noun(words: str) -> tuple[str, str]:
    """Split what follows a value into the noun that it counts and its predicate, each empty where none follows."""
    bound = _BOUND.match(words)
    rest = words[bound.end() :] if bound else words
    rest = _FOOTNOTE.sub("", rest)
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
    return noun if connected else without_head(_APPROACHES.sub("", noun))


def with_noun(subject: Subject, noun: str, tail: str, *, listed: bool) -> str:
    """Return the name of a count: its noun, restricted by the words before it or by its predicate."""
    core = _HAS.sub("", _OBJECT.sub("", subject.core))
    if listed and _GETS.search(last := core.rpartition("、")[2]):
        core, listed = last, False
    if core and not listed and len(core) + len(noun) <= LONGEST_NAME and len(core) <= _LONGEST_MODIFIER:
        return core + noun
    if subject.verb:
        return subject.verb + noun
    told = _TAIL_VERB.sub("", tail)
    if _FULFILLED.fullmatch(told):
        told = ""
    longest = _LONGEST_HONOUR if _HONOUR.match(told) else _LONGEST_DEED
    if (not core or listed) and noun and 2 <= len(told) <= longest and not _MANNER.match(told):
        return told + noun
    return noun


def named_by_deed(tail: str, unit: str) -> str:
    """Return the name of people or homes of whom only is said what they did: 96户、183人实现脱贫; empty for others."""
    counted = _HEADS.get(unit[-1:])
    told = _TAIL_VERB.sub("", tail)
    return told + counted if counted and 2 <= len(told) <= _LONGEST_MODIFIER else ""
