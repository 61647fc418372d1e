"""Readings of a head with an open beginning: [area | level | parent] + free characters + 公司, 协会, 支队, 中心."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_bare import read_bare
from extractor.mentions.unit_breaks import verb_at
from extractor.mentions.unit_briefs import read_brief
from extractor.mentions.unit_owned import (
    PLAIN_TEAM,
    read_bracketed,
    read_college,
    read_house,
    read_ordinal,
    read_part,
)
from extractor.mentions.unit_seated import read_of_area
from extractor.mentions.unit_signs import STAFFED, brand_shown, company_acts, company_sends, shown
from extractor.mentions.unit_stems import level_before, read_host, read_short
from extractor.mentions.unit_tasks import read_task
from extractor.mentions.unit_terms import (
    LEVELS,
    LONGEST,
    Head,
    Naming,
    any_element,
    cue,
    cued,
    elements,
    generic_words,
    trapped,
)

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage
    from extractor.mentions.unit_terms import Area

_ORDINAL = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,2})$")
_SEATS = ("省", "市", "县", "区")
_COMPANY = re.compile(r"第?[一二三四五六七八九十]{1,2}$")
_COMPANIES = frozenset(("company",))
_SECTIONED = frozenset(("government", "company", "school", "association", "mass", "local"))
_TASK = 2  # characters of a word for a task
_JOINTS = {"government": ("和", "与"), "center": ("与",), "institute": ("与",)}
_JOINED = 12  # characters before a 与 inside a name
# 某区一|汽车配件厂, 一家|香料公司: any of them; 长春一汽, 广西一建 are names.
_ANY = re.compile(
    r"(?:(?<=[区县市镇乡村州])一(?!汽(?!车)|[拖重冶局建机轻公中小院医厂道起同])|(?<![第统唯])一家)[\u4e00-\u9fff]{1,7}$"
)
_OF_LEVEL = frozenset(
    ("government", "force", "military", "militia", "hospital", "school", "venue", "institute")
)
_OFFICE = re.compile(r"[,。、;)]|副?主任")
_FORCES = frozenset(("force", "military"))
_SENT_OUT = re.compile(r"的?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[余多]?[名人位](?!额)")


@cache
def _numbered() -> re.Pattern[str]:
    """Compile what numbers a squad (执勤二|大队, 交警三|中队)."""
    number = "[一二三四五六七八九十]{1,2}"
    return re.compile(
        rf"(?:(?:{any_element('squad')})第?(?:{number})?|(?:{any_element('guard')})?第?{number})$"
    )


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
        read_of_area(page, _seat(page, page.areas[index], start), start, end, head)
    elif head.kind == "association" and page.text.endswith("全国", 0, limit):
        _read_national(page, limit, start, end, head)
    else:
        read_task(page, start, end)
        read_bare(page, limit, start, end, head)


def _seat(page: UnitPage, area: Area, start: int) -> Area:
    """Return the area that a name begins with: a town and village before its city only tell where it is."""
    if area.name[-1] not in _TOWNS:
        return area
    inner = page.areas_within(area.end, start)
    return next((a for a in inner if a.end < start and page.text[a.end - 1] in "省市县"), area)


_TOWNS = frozenset("镇乡村")


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
    if head.kind == "team" or page.text.startswith(elements("tasked"), start):
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
        and shown("acts", "people").match(page.text, end)
    ):
        host = None if cued("common", page.text, start) else page.host("学校", start)
        if host is not None:  # 学校组织60名党员
            page.add(start, end, host, -0.5, "short")
    if head.bare == "tail" and head.kind in ("company", "party"):
        read_ordinal(page, _ORDINAL, _SECTIONED, start, end, head)
    elif head.kind == "force" and head.short == "yes":
        read_ordinal(page, _numbered(), _FORCES, start, end, head)
    elif (head.bare in ("no", "works") and end - start > 1) or head.kind == "team":
        _read_level(page, start, end, head)
    elif head.kind == "hospital" and page.text.endswith("院区", start, end):
        read_house(page, start, end)
    elif head.kind == "school" and page.text.endswith("学院", start, end):
        read_college(page, start, end)


def _read_level(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add 县指挥部, 省总队: a level word and a head, nothing between them."""
    level = level_before(page.text, start)
    known = (
        head.kind in _OF_LEVEL
        or _is_service(page, start, end, head)
        or (
            head.kind == "team" and _SENT_OUT.match(page.text, end) is not None  # 乡|应急队24人
        )
    )
    if not known and page.text.startswith("公司", start) and level in _SEATS:  # 市公司增派8名技术骨干
        known = company_acts().match(page.text, end) is not None
    left = start - len(level)
    if level and known and page.bounded(left):
        name, code = page.level_area(level, start)
        naming = Naming((name or level) + page.text[start:end], None, code, head.kind, name)
        page.add(left, end, naming, 1.0, "level")


def _is_service(page: UnitPage, start: int, end: int, head: Head) -> bool:
    """Tell whether a service named in short acts (市|疾控|派出20人), and is no service of a whole area (我省|文旅志愿者)."""
    return head.kind == "brief" and page.text[start - 2 : start - 1] not in _WHOLE and verb_at(page.text, end)


_WHOLE = ("我", "全", "本", "各", "该")


def _read_brand(page: UnitPage, start: int, end: int, head: Head) -> None:
    """Add a company named by its brand and trade where an office or a gift shows that it is one (超华科技董事长)."""
    left = page.limit(start)
    free = page.text[left:start]
    shown = brand_shown().match(page.text, end) or (
        page.bounded(left) and (STAFFED.match(page.text, end) or company_sends().match(page.text, end))
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


def _is_one(text: str, start: int, end: int) -> bool:
    """Tell whether a school or mine is but one of its kind (东岭一|小学, 东岭一|煤矿); 东岭一小, 东岭一中 are names."""
    return text[start - 1] == "一" and text[start - 2] != "第" and text.endswith(elements("one"), start, end)
