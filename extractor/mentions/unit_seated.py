"""Names that begin with an area: area + free characters + head (富源县祥顺煤矿, 四川蓝天救援队)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_owned import INNER, plain
from extractor.mentions.unit_signs import BATCH, COUNTED, SUBJECT, acting, is_any, shown
from extractor.mentions.unit_stems import read_branch
from extractor.mentions.unit_terms import (
    LEVELS,
    Area,
    Head,
    Naming,
    any_element,
    any_of,
    elements,
    generic_words,
)

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_SITE = re.compile(r"(?:(?![的是在由和与])[\u4e00-\u9fff]){1,7}[站厂矿场店校院段港所局]")
_EACH = re.compile(r"[两三四五六七八九十][省市县区州地大]")  # 抚州|两市疾控中心
_HOMELANDS = ("台湾", "中国")
_SHORT_AREA = 2  # characters of an area without its level word
_ENDS_PHRASE = frozenset("后前时中内")  # 休舱|后|武汉方舱医院
_GAPPED = frozenset(("hospital", "school", "venue"))


@cache
def _of_village() -> re.Pattern[str]:
    """Compile a village and what kind of branch it has (石桥村流动|党支部)."""
    return re.compile(
        rf"(?:(?:(?![的是在由和与])[\u4e00-\u9fff]){{0,6}}?(?:{any_element('quarter')}|[镇乡])){{1,3}}"
        rf"(?:{any_element('branch')}|第?[一二三四五六七八九十])*"
    )


@cache
def _any_mine() -> re.Pattern[str]:
    """Compile what stands before a mine that is any one (一家私营|煤矿)."""
    return re.compile(rf"(?:[一某]|[一某][家座处个])(?:{any_of('ownership')})*$")


def read_of_area(page: UnitPage, area: Area, start: int, end: int, head: Head) -> None:
    """Add a name that begins with an area (富源县祥顺煤矿, 四川蓝天救援队)."""
    text = page.text
    left, free = _owner_before(page, area, start, head), text[area.end : start]
    on_site = _SITE.fullmatch(free) or (len(free) == 1 and _SITE.fullmatch(text, area.start, start))
    on_site = on_site or _of_village().fullmatch(free)
    if head.bare == "tail" and head.kind in INNER and not on_site:
        return
    if head.kind == "venue" and head.bare == "acting" and shown("acts", "people").match(text, end) is None:
        return  # a forest farm is a place until it acts
    if head.kind == "venue" and head.bare == "works" and not acting().match(text, end):
        return  # so is a railway station
    if head.kind == "company" and text[end - 1] == "矿" and _is_scene(page, area, start, end):
        return
    if _EACH.match(free) or (free and is_any(head, free)):
        return
    if head.kind == "team" and (plain(page, start, end) or COUNTED.search(text, max(0, left - 16), left)):
        return
    if head.bare not in ("tail", "free") or (
        free
        and (
            head.kind == "association"
            or generic_words().fullmatch(free) is None
            or (head.kind == "team" and BATCH.match(free))
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


def _owner_before(page: UnitPage, area: Area, start: int, head: Head) -> int:
    """Return where a name begins: before its area stands a network (移动|云岭分公司) or a place abroad (北湾|台湾会馆)."""
    if head.kind == "company":
        size = next((len(n) for n in elements("network") if page.text.endswith(n, 0, area.start)), 0)
        return area.start - size if page.bounded(area.start - size) else area.start
    limit = page.limit(start)
    before = page.text[limit : area.start]
    emigrant = head.kind == "association" and page.text.startswith(_HOMELANDS, area.start)
    if emigrant and SUBJECT.fullmatch(before) and generic_words().fullmatch(before) is None:
        return limit
    return area.start


def _is_scene(page: UnitPage, area: Area, start: int, end: int) -> bool:
    """Tell whether a mine is only where something happens: any one (水城一|煤矿), or named after its village until it acts."""
    if _any_mine().search(page.text, max(0, start - 5), start):
        return True
    rest = page.text[page.chain(area, start)[-1].end : start]
    return (not rest or rest[-1] == "村") and acting().match(page.text, end) is None


def _cut_off(page: UnitPage, area: Area, start: int, head: Head) -> bool:
    """Tell whether a short name of an area is really the end of another name."""
    left = area.start
    return (
        area.end - left == _SHORT_AREA
        and head.kind in _GAPPED
        and not page.area_at(left)
        and page.limit(start) == left - 1
        and page.text[left - 1] not in LEVELS
        and page.text[left - 1] not in _ENDS_PHRASE
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
