"""Readings of a head with an open beginning: [area | level | parent] + free characters + 公司, 协会, 支队, 中心."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_breaks import verb_at
from extractor.mentions.unit_briefs import read_brief
from extractor.mentions.unit_owned import (
    INNER,
    PLAIN_TEAM,
    plain,
    read_bracketed,
    read_college,
    read_hosted,
    read_house,
    read_ordinal,
    read_part,
)
from extractor.mentions.unit_stems import read_branch, read_host, read_short
from extractor.mentions.unit_tasks import TASKED, read_on_scene, read_task
from extractor.mentions.unit_terms import (
    LEVELS,
    LONGEST,
    Area,
    Head,
    Naming,
    any_of,
    cue,
    cued,
    generic_ends,
    generic_words,
    never_named,
    trapped,
)

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_LEVELLED = re.compile(
    r"[省市县区州旗盟镇乡](?!(?:会展|体育|奥体|客运|展览|购物|商业|活动|文化|物流)(?:中心|馆|$)|社区|民(?!族)|[级场域区内外里城长府直属政委容辖县乡镇村街市])"
)
_SITE = re.compile(r"(?:(?![的是在由和与])[\u4e00-\u9fff]){1,7}[站厂矿场店校院段港所局]")
_OF_VILLAGE = re.compile(
    r"(?:(?:(?![的是在由和与])[\u4e00-\u9fff]){0,6}?(?:村|社区|居民区|小区|街道|[镇乡])){1,3}(?:临时|流动|联合|功能型?|网格|离?退休(?:干部)?|机关|第?[一二三四五六七八九十]|综合|物业|非公|驻村工作队|疫情防控)*"
)
_ORDINAL = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,2})$")
_SEATS = ("省", "市", "县", "区")
_COMPANY = re.compile(r"第?[一二三四五六七八九十]{1,2}$")
_COMPANIES = frozenset(("company",))
_NUMBERED = re.compile(
    r"(?:(?:执勤|特勤|直属|机动|战勤保障|战勤|勤务|作战|应急救援|水上|训练)第?(?:[一二三四五六七八九十]{1,2})?"
    r"|(?:高速交警|交警|高速|消防|公安|巡警|刑警|特警|治安)?第?[一二三四五六七八九十]{1,2})$"
)
_SECTIONED = frozenset(("government", "company", "school", "association", "mass", "local"))
_TASK = 2  # characters of a word for a task
_JOINTS = {"government": ("和", "与"), "center": ("与",), "institute": ("与",)}
_JOINED = 12  # characters before a 与 inside a name
_DESCRIBED = re.compile(r"\d+[余多]?[名人](?:组成)?的$")  # 一支20人的|水域救援机动队
_HOMELANDS = ("台湾", "中国")
_SHORT_NAME = 4  # characters before the head of a small station (青坪供电所)
_SHORT_AREA = 2  # characters of an area without its level word
_GAPPED = frozenset(("hospital", "school", "venue"))
_SEVERAL = re.compile(r"前?(?:\d{1,3}|[两二三四五六七八九十几多]{1,3})批")
_COUNTABLE = frozenset(("hospital", "school", "venue", "team"))
_COUNTED = re.compile(r"[\d余多数几两三四五六七八九十百](?:[家所支间]|[支个]“[^“”]{1,12}”)$")
# 某区一|汽车配件厂, 一家|香料公司: any of them; 长春一汽, 广西一建 are names.
_ANY = re.compile(
    r"(?:(?<=[区县市镇乡村州])一(?!汽(?!车)|[拖重冶局建机轻公中小院医厂道起同])|(?<![第统唯])一家)[\u4e00-\u9fff]{1,7}$"
)
_SQUADS = re.compile(
    r"(?:\d|[余多数几两三四五六七八九十])[个支](?:交警|公安|消防|特警)?$"
)  # 3个|交警执勤中队
_EACH = re.compile(r"[两三四五六七八九十][省市县区州地大]")  # 抚州|两市疾控中心
_SENT = (2, 3)  # characters of 援 and the short name of where a team goes
_BESIDE = {"school": ("school",), "force": ("force", "government", "team")}  # what a part is listed with
_OF_LEVEL = frozenset(
    ("government", "force", "military", "militia", "hospital", "school", "venue", "institute")
)
_LIST = ("、", "和", "与", "及")
_RANKED = frozenset(("force", "military", "company", "court"))
_SUBJECT = re.compile(r"(?![一二三四五六七八九十多两各该本某])[\u4e00-\u9fff]{1,6}")
# What shows that 超华科技 is a company.
_BRAND = re.compile(
    r"(?:公司|集团)?(?:的?(?:党委|工会|团委)?(?:副?董事长|副?总经理|副?总裁|创始人|负责人|相关负责人|CEO|员工|职工|捐)|向|研究(?:院|员|表明|部)|分析师)"
)
_SENT_OUT = re.compile(r"的?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[余多]?[名人位](?!额)")
_OFFICE = re.compile(r"[,。、;)]|副?主任")
_BATCH = re.compile(r"(?:首批|第[一二三四五六七八九十\d]+批)(?:对口)?(?:支援|援助|驰援|增援|援|赴)?..")
_ONE = ("小学", "中学", "大学", "幼儿园", "煤矿", "工厂", "企业")
_COUNTY = frozenset(("force", "venue", "school", "hospital"))
_COMMON = frozenset(
    (
        "hospital",
        "company",
        "school",
        "association",
        "team",
        "institute",
        "venue",
        "center",
        "court",
        "government",
    )
)
_FORCES = frozenset(("force", "military"))
# Whose people are counted is an organisation, whatever its name: 灌溉试验站7人, 工人文化宫的6名干部职工.
_STAFFED = re.compile(
    r"的?(?:\d{1,4}|[一二三四五六七八九十百]{1,3})(?:[余多]?[名位](?!额)|[余多]?人(?![次份均份口工民])|[余多]?支)"
)
_STAFFS = frozenset(
    {"government", "school", "hospital", "company", "institute", "association", "venue", "center"}
)
_ANY_MINE = re.compile(r"(?:[一某]|[一某][家座处个])(?:乡镇|村办|私营|私人|个体|民营|国有|地方|小)*$")


@cache
def _shown(*cues: str) -> re.Pattern[str]:
    """Compile what shows that 成都消防, 丰台疾控 is meant as a body: it acts, or the phrase ends."""
    return re.compile(rf"[,。、;:)”\d]|[共已将也的和与]|{any_of(*cues)}")


@cache
def _company_acts() -> re.Pattern[str]:
    """Compile what shows that 市公司 is meant as a body: it acts, or one of its departments does."""
    return re.compile(
        rf"(?:[\u4e00-\u9fff]{{2,6}}[部处]的?)?(?:{any_of('acts')}|增派)|(?:党委|工会|团委|领导|机关)"
    )


@cache
def _company_sends() -> re.Pattern[str]:
    """Compile what only a company does with people (云岭石化抽调40人)."""
    return re.compile(
        r"(?:已|也|还|又|先后|连夜|紧急|迅速|立即|共){0,2}(?:派出|抽调|选派|增派|组织)[^,。;]{0,8}?\d"
    )


@cache
def _acting() -> re.Pattern[str]:
    """Compile what shows that a railway station does something itself."""
    return re.compile(rf"(?:职工|干部职工|人员)?(?:{any_of('acts')})")


def read_head(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add names whose head is known and whose beginning is open: [area | parent] + free characters + head."""
    if (
        trapped(page.text, start, end)
        or _is_one(page.text, start, end)
        or (head.kind == "company" and _ANY.search(page.text, start - 9, start))
        or _is_matter(page.text, start, end)
    ):
        return
    _read_short_forms(page, start, end, head)
    if read_host(page, start, end, head.kind):
        return
    if head.kind not in ("brief", "foreign"):
        _read_of_parent(page, start, end, head)
    if head.bare in ("brand", "joined"):
        (_read_brand if head.bare == "brand" else _read_joined)(page, start, end, head)
        return
    limit = max(_joined_limit(page, start, head), start - LONGEST)
    if limit >= start:
        return
    read_part(page, limit, start, end, head)
    if head.kind == "company" and page.text[limit - 1 : limit] == ")":
        read_bracketed(page, limit, end)
    if head.short == "yes" and start - limit <= 4:  # 边防总队, of 上海市公安边防总队
        page.add(limit, end, Naming(page.text[limit:end], None, None, "short"), -1.0, "short")
    index = bisect_left(page.area_starts, limit)
    if index < len(page.areas) and page.areas[index].start < start and page.areas[index].end <= start:
        _read_of_area(page, page.areas[index], start, end, head)
    elif head.kind == "association" and page.text.endswith("全国", 0, limit):
        _read_national(page, limit, start, end, head)
    else:
        read_task(page, start, end)
        _read_bare(page, limit, start, end, head)


def _is_matter(text: str, start: int, end: int) -> bool:
    """Tell whether a trade that names companies in short is only what something is about (电力|供应, 电网|设施)."""
    return text[start:end] in cue("trade") and text.startswith(cue("matter"), end)


def _read_of_parent(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add a name that is an organisation and a head, nothing between them (县水利局|培训中心)."""
    if page.text[start:end] == "办" and not _OFFICE.match(page.text, end):
        return  # 协会|办培训班
    if head.kind == "team" and end - start <= PLAIN_TEAM:
        return  # 区水务局|抢险队45人: its people, no organisation of their own
    for left, parent in page.by_end.get(start, ()):
        if parent.kind == "short" or head.kind == "militia" or head.bare == "brand":
            continue
        name = parent.name + page.text[start:end]
        naming = Naming(name, None, parent.region, head.kind, parent.area, parent.name)
        page.add(left, end, naming, 1.2, "parent")


def _read_national(page: UnitPage, limit: int, start: int, end: int, head: Head) -> None:
    """Add an association of the whole country (全国|果树科技协会)."""
    if generic_words().fullmatch(page.text, limit, start) is None:
        left = limit - len("全国")
        page.add(left, end, Naming(page.text[left:end], None, None, head.kind), 0.6, "head")


def _joined_limit(page: UnitPage, start: int, head: Head) -> int:
    """Return where the name may begin.

    That is beyond the task of a team (找水|打井|突击队) and beyond a 与 that belongs to it (山东省抗灾救灾|与|恢复重建指挥部).
    """
    limit = page.limit(start)
    if limit == start and head.kind == "association":
        earlier = page.limit(start - _TASK)
        if any(area.end < start for area in page.areas_from(earlier)):
            return earlier  # 北塔区摩托车|维修|协会
    if head.kind == "team" or page.text.startswith(TASKED, start):
        while cued("task", page.text, limit):
            limit = page.limit(limit - _TASK)
    at = limit - 1
    joined = _JOINTS.get(head.kind, ())
    if page.text[at:limit] not in joined or page.area_at(at):
        return limit
    earlier = page.limit(at)
    if bisect_right(page.ends, at) > bisect_right(page.ends, earlier):
        return limit  # 县公安局与|县教育局
    placed = page.areas_from(earlier) or (head.kind != "government" and page.text[earlier] in LEVELS)
    return earlier if placed and at - earlier <= _JOINED and limit < start else limit


def _read_short_forms(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add what leans on the text around it: 支队, 县指挥部, 第三党支部, 执勤二大队, the college of a university."""
    if head.short == "yes":
        read_short(page, start, end)
        _read_level(page, start, end, head)
    if head.kind == "company" and page.text.endswith("公司", start, end):
        read_ordinal(page, _COMPANY, _COMPANIES, start, end, head)
    if (
        page.text[start:end] == "学校"
        and page.bounded(start)
        and _shown("acts", "people").match(page.text, end)
    ):
        host = None if cued("common", page.text, start) else page.host("学校", start)
        if host is not None:  # 学校组织60名党员
            page.add(start, end, host, -0.5, "short")
    if head.bare == "tail" and head.kind in ("company", "party"):
        read_ordinal(page, _ORDINAL, _SECTIONED, start, end, head)
    elif head.kind == "force" and head.short == "yes":
        read_ordinal(page, _NUMBERED, _FORCES, start, end, head)
    elif (head.bare in ("no", "works") and end - start > 1) or head.kind == "team":
        _read_level(page, start, end, head)
    elif head.kind == "hospital" and page.text.endswith("院区", start, end):
        read_house(page, start, end)
    elif head.kind == "school" and page.text.endswith("学院", start, end):
        read_college(page, start, end)


def _read_level(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add 县指挥部, 省总队: a level word and a head, nothing between them."""
    level = page.text[start - 1 : start]
    known = (
        head.kind in _OF_LEVEL
        or _is_service(page, start, end, head)
        or (
            head.kind == "team" and _SENT_OUT.match(page.text, end) is not None  # 乡|应急队24人
        )
    )
    if not known and page.text.startswith("公司", start) and level in _SEATS:  # 市公司增派8名技术骨干
        known = _company_acts().match(page.text, end) is not None
    if level and level in LEVELS and known and page.bounded(start - 1):
        name, code = page.level_area(level, start)
        naming = Naming((name or level) + page.text[start:end], None, code, head.kind, name)
        page.add(start - 1, end, naming, 1.0, "level")


def _is_service(page: UnitPage, start: int, end: int, head: Head) -> bool:
    """Tell whether a service named in short acts (市|疾控|派出20人), and is no service of a whole area (我省|文旅志愿者)."""
    return head.kind == "brief" and page.text[start - 2 : start - 1] not in _WHOLE and verb_at(page.text, end)


_WHOLE = ("我", "全", "本", "各", "该")


def _read_brand(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add a company named by its brand and trade where an office or a gift shows that it is one (超华科技董事长)."""
    left = page.limit(start)
    free = page.text[left:start]
    shown = _BRAND.match(page.text, end) or (
        page.bounded(left) and (_STAFFED.match(page.text, end) or _company_sends().match(page.text, end))
    )
    if 2 <= len(free) <= 4 and shown and generic_words().fullmatch(free) is None:
        page.add(left, end, Naming(page.text[left:end], None, None, head.kind), 0.8, "head")


def _read_joined(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add a name that is an area and a head, nothing between them (安庆师大, 江苏队)."""
    area = page.area_at(start)
    if head.kind == "brief":
        read_brief(page, start, end)
        if area is None:
            _read_level(page, start, end, head)
        return
    if area is None and head.kind in ("hospital", "school"):
        _read_level(page, start, end, head)
    if area is not None and (head.kind != "squad" or area.name[-1] != page.text[start - 1]):
        name = page.text[area.start : end]
        page.add(area.start, end, Naming(name, None, area.code, head.kind, area.name), 1.2, "area", "head")


def _read_of_area(page: UnitPage, area: Area, start: int, end: int, head: Head) -> None:
    """Add a name that begins with an area (富源县祥顺煤矿, 四川蓝天救援队)."""
    text = page.text
    left, free = _abroad(page, area, start, head), text[area.end : start]
    on_site = _SITE.fullmatch(free) or (len(free) == 1 and _SITE.fullmatch(text, area.start, start))
    on_site = on_site or _OF_VILLAGE.fullmatch(free)
    if head.bare == "tail" and head.kind in INNER and not on_site:
        return
    if head.kind == "venue" and head.bare == "acting" and _shown("acts", "people").match(text, end) is None:
        return  # a forest farm is a place until it acts
    if head.kind == "venue" and head.bare == "works" and not _acting().match(text, end):
        return  # so is a railway station
    if head.kind == "company" and text[end - 1] == "矿" and _is_scene(page, area, start, end):
        return
    if _EACH.match(free) or (free and _is_any(head, free)):
        return
    if head.kind == "team" and (plain(page, start, end) or _COUNTED.search(text, max(0, left - 16), left)):
        return
    if head.bare not in ("tail", "free") or (
        free
        and (
            head.kind == "association"
            or generic_words().fullmatch(free) is None
            or (head.kind == "team" and _BATCH.match(free))
        )
    ):
        name, nearest = _nearest_county(page, area, start, end)
        name = name if left == area.start else text[left:end]
        if _cut_off(page, area, start, head):  # 千佛山医院 is no 佛山医院
            page.add(left - 1, end, Naming(text[left - 1 : end], None, None, head.kind), 0.8, "area", "head")
        else:
            page.add(
                left, end, Naming(name, None, nearest.code, head.kind, nearest.name), 1.2, "area", "head"
            )
    read_branch(page, area.start, end, head.kind)


def _abroad(page: UnitPage, area: Area, start: int, head: Head) -> int:
    """Return where the name of an association begins that a place abroad stands before (北湾台湾会馆)."""
    limit = page.limit(start)
    before = page.text[limit : area.start]
    emigrant = head.kind == "association" and page.text.startswith(_HOMELANDS, area.start)
    if emigrant and _SUBJECT.fullmatch(before) and generic_words().fullmatch(before) is None:
        return limit
    return area.start


def _is_scene(page: UnitPage, area: Area, start: int, end: int) -> bool:
    """Tell whether a mine is only where something happens: any one (水城一|煤矿), or named after its village until it acts."""
    if _ANY_MINE.search(page.text, max(0, start - 5), start):
        return True
    rest = page.text[page.chain(area, start)[-1].end : start]
    return (not rest or rest[-1] == "村") and _acting().match(page.text, end) is None


def _cut_off(page: UnitPage, area: Area, start: int, head: Head) -> bool:
    """Tell whether a short name of an area is really the end of another name."""
    left = area.start
    return (
        area.end - left == _SHORT_AREA
        and head.kind in _GAPPED
        and not page.area_at(left)
        and page.limit(start) == left - 1
        and page.text[left - 1] not in LEVELS
    )


def _nearest_county(page: UnitPage, area: Area, start: int, end: int) -> tuple[str, Area]:
    """Return name and area of a unit behind a chain of areas: from the last county on (富源县祥顺煤矿)."""
    text, chain = page.text, page.chain(area, start)
    at = chain[-1].end
    last = next((a for a in reversed(chain) if a.name[-1] in "县市区旗"), None)
    if last is None or len(chain) < 2 or start - at < 2:
        return text[area.start : end], area
    if last is not chain[-1] and generic_words().fullmatch(text, at, start):
        return text[last.start : end], last  # 青坪县石桥镇|中心小学 is no 青坪县中心小学
    return text[last.start : last.end] + text[at:end], last


def _is_one(text: str, start: int, end: int) -> bool:
    """Tell whether a school or mine is but one of its kind (东岭一|小学, 东岭一|煤矿); 东岭一小, 东岭一中 are names."""
    return text[start - 1] == "一" and text[start - 2] != "第" and text.endswith(_ONE, start, end)


def _owned(page: UnitPage, start: int, level: str, free: str, head: Head) -> bool:
    """Tell whether a level word before free characters says whose a body is (县|应急救援队): of a town's only teams."""
    if not level or head.bare in ("tail", "short") or head.kind in ("office", "militia"):
        return False
    if level in "镇乡" and head.kind != "team" and not page.text.startswith("指挥部", start):
        return False
    return _LEVELLED.match(free) is not None and (head.kind, head.bare) != ("company", "no")


def _read_common_team(page: UnitPage, limit: int, start: int, end: int) -> bool:
    """Tell whether a team is only described; 援琼医疗队, 援琼核酸检测队 are rather one named before."""
    text = page.text
    if _DESCRIBED.search(text, max(0, limit - 8), limit):
        return True
    tasks = (start - limit >= size and generic_words().fullmatch(text, limit + size, start) for size in _SENT)
    if text[limit] == "援" and any(tasks):
        page.add(limit, end, Naming(text[limit:end], None, None, "short"), -1.0, "short")
        return True
    return False


def _acts_itself(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Tell whether the text shows by what stands behind a head that it is meant as a body."""
    if head.bare == "acting" and _shown("acts", "people").match(page.text, end):
        return True
    if head.bare == "works" and start - limit <= _SHORT_NAME:
        listed = re.compile(rf"(?:[、和与及](?:(?![的在由])[\u4e00-\u9fff]){{2,4}}{page.text[start:end]})*")
        last = listed.match(page.text, end)
        if page.works(limit, last.end() if last else end):  # 石桥养护站、|青坪养护站的35名养路工
            return True
    return head.kind in _STAFFS and page.bounded(limit) and _STAFFED.match(page.text, end) is not None


def _is_any(head: Head, free: str) -> bool:
    """Tell whether words before a head make it any of its kind (省|定点|医院, 马拉松官方|医院)."""
    return head.kind in _COMMON and (
        never_named().fullmatch(free) is not None or free.endswith(generic_ends())
    )


def _is_common(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Tell whether a head is counted (三家|儿童专科医院, 5支|市派帮扶工作队) or a team only described."""
    if head.kind == "team" and _SEVERAL.match(page.text, limit, start):
        return True
    if head.kind == "force" and _SQUADS.search(page.text, max(0, limit - 4), limit):
        return True
    if head.kind in _COUNTABLE and _COUNTED.search(page.text, max(0, limit - 16), limit):
        return True
    return head.kind == "team" and (plain(page, start, end) or _read_common_team(page, limit, start, end))


def _read_listed(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add what is listed behind another part of its organisation (江北大学外国语学院、|商学院; 支队指挥部、|保障分队)."""
    if page.text[limit - 1 : limit] not in _LIST or page.area_at(start):
        return False
    siblings = (n for _, n in page.by_end.get(limit - 1, ()) if n.kind in _BESIDE[head.kind] and n.host)
    sibling = next(siblings, None)
    if sibling is None:
        return False
    naming = Naming(sibling.host + page.text[limit:end], None, sibling.region, head.kind, "", sibling.host)
    page.add(limit, end, naming, 1.0, "listed")
    return True


def _read_ranked(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add a force listed behind another of its rank (东岭支队、|南屏支队)."""
    if head.kind not in _RANKED or page.text[limit - 1 : limit] not in _LIST:
        return False
    if not any(n.name.endswith(page.text[start:end]) for _, n in page.by_end.get(limit - 1, ())):
        return False
    page.add(limit, end, Naming(page.text[limit:end], None, None, head.kind), 0.6, "listed")
    return True


def _read_of_county(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add a name behind the bare one of a city or county that the text has not spoken of (琼海|支队)."""
    numbered = head.kind == "school" and page.text.endswith("中", start, end)
    county = page.bare_county(start) if head.kind == "force" or numbered else None
    if county is None and head.kind == "government" and head.bare in ("no", "works"):  # 赤壁|干堤防汛指挥部
        county = page.bare_county(page.county_ends.get(limit, -1))
    if county is None:
        return False
    name = page.text[county.start : end]
    page.add(county.start, end, Naming(name, None, county.code, head.kind, county.name), 1.0, "area", "head")
    return True


def _read_plain(page: UnitPage, limit: int, end: int, head: Head, free: str) -> None:
    """Add what has but common words before its head, where a list (慈善爱心协会、|青年社区服务协会) or a subject tells."""
    naming = Naming(page.text[limit:end], None, None, head.kind)
    siblings = page.by_end.get(limit - 1, ()) if page.text[limit - 1 : limit] in _LIST else ()
    if len(free) > 2 and any(n.kind == head.kind for _, n in siblings):
        page.add(limit, end, naming, 0.6, "listed")
    if head.kind == "school" and _SUBJECT.fullmatch(free):
        page.add(limit, end, replace(naming, kind="college"), 0.6, "head")


def _read_bare(page: UnitPage, limit: int, start: int, end: int, head: Head) -> None:
    """Add a name without an area before it: free characters, perhaps after a level word, and a head."""
    if read_hosted(page, limit, start, end, head) or read_on_scene(page, limit, start, end):
        return
    if _read_of_county(page, limit, start, end, head):
        return
    text = page.text
    free = text[limit:start]
    level = free[0] if len(free) > 2 and free[0] in LEVELS and free[1] not in "级场域" else ""
    if _is_common(page, limit, start, end, head) or _is_any(head, free[1:] if level else free):
        return
    if head.kind == "force" and len(free) >= 2 and _read_listed(page, limit, start, end, head):
        return
    own = _owned(page, start, level, free, head)
    if (text[start:end] in free and free[-1] in LEVELS) or (own and text[limit - 1 : limit] == "等"):
        return  # 省局|市局; 宁南、德昌等|县专业扑火队
    staffed = head.kind == "company" and len(free) >= 2 and _acts_itself(page, limit, start, end, head)
    batch = head.kind == "team" and _BATCH.match(free) is not None  # 首批中医|医疗队
    if not 2 <= len(free) <= 12 or (
        not (own or staffed or batch) and generic_words().fullmatch(free) is not None
    ):
        _read_plain(page, limit, end, head, free)
        return
    if head.kind == "school" and _read_listed(page, limit, start, end, head):
        return
    if len(free) <= _SHORT_NAME and _read_ranked(page, limit, start, end, head):
        return
    if own or _acts_itself(page, limit, start, end, head) or head.bare in ("yes", "long") or batch:
        name, code = page.level_area(level, start) if level else ("", None)
        rest = free[1:] if name else free
        page.add(limit, end, Naming(name + rest + text[start:end], None, code, head.kind, name), 0.6, "head")
