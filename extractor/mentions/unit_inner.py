"""Sections of an organisation: right behind it (市医院|护理部) or by themselves (后勤处, 机关党委)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor import lexicons
from extractor.mentions.name_shapes import is_surname, likely_name
from extractor.mentions.unit_stems import COUNTED
from extractor.mentions.unit_terms import Naming, cue, cued, is_trade
from extractor.mentions.unit_terms import hosts as host_words

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_HOST_KINDS = {
    "school": ("school", "venue"),
    "hospital": ("hospital",),
    "company": ("company",),
    "government": ("government", "court", "force"),
    "party": ("party",),
    "local": ("local",),
    "court": ("court",),
    "military": ("military",),
}
_HOSTS = frozenset(
    k for kinds in _HOST_KINDS.values() for k in kinds if k not in ("party", "local", "military")
)
_ORGAN = 3  # characters of an organ that every organisation has (党委, 团总支)
_COMMITTEES = frozenset({"党组", "党委"})
_WARDS = frozenset({"hospital"})
_DRAWN = re.compile(r"由(?:(?:(?![由的在组派])[\u4e00-\u9fff]){1,8}[、和与及]){0,8}$")
_STAFF = re.compile(r"的?\d{1,4}[余多]?[名位](?:医|护|职|队|党|志)")


@cache
def _credited() -> re.Pattern[str]:
    """Compile what stands before a section in the credits of a page, or in a list of all sections."""
    return re.compile(
        rf"(?:{lexicons.any_of('layout_words', 'section')})[::] ?$|\($|各[\u4e00-\u9fff]{{1,4}}[、和]$"
    )


def read_inner(page: UnitPage, start: int, end: int, hosts: frozenset[str]) -> None:
    """Add a section (后勤处, 护理部, 机关党委): right behind its organisation or, by itself, of the one named last."""
    text = page.text[start:end]
    ward = hosts == _WARDS and text.endswith(("科", "室", "病区"))
    drawn = ward and _DRAWN.search(page.text, max(0, start - 40), start)
    if drawn or is_trade(page.text, end):
        return  # 由急诊科、骨科等14人组成: whose people they are
    kinds = _HOSTS if "any" in hosts else frozenset(k for h in hosts for k in _HOST_KINDS[h])
    owners = [(left, n) for left, n in page.by_end.get(start, ()) if n.kind in kinds and not n.host]
    titled = page.text.startswith(cue("office"), end) or (hosts == _WARDS and _named_head(page.text, end))
    if owners and titled:
        return  # the director of a ward speaks for the hospital
    for left, owner in owners:
        naming = Naming(owner.name + text, None, owner.region, "inner", owner.area, owner.name)
        page.add(left, end, naming, 1.2, "parent")
    if _credited().search(page.text, max(0, start - 8), start):
        return  # credits, and what is listed behind 各部门
    ward = ward and (titled or not (page.own or _STAFF.match(page.text, end)))
    counted = page.text[start - 1 : start] in (*COUNTED, "等")  # 该校三所|附属医院, 送水、消毒等|专班
    if owners or ward or counted or cued("common", page.text, start):
        return  # 由急诊科、骨科18名医护组成: a ward by itself is no organisation
    if titled and text in _COMMITTEES:
        return  # 党组书记、检察长: a post
    if page.text.startswith((*cue("anybody"), "政府", "和政府", "、政府"), end):
        return  # 党委、政府 anywhere
    word = page.text[max(0, start - 2) : start]
    if word in host_words() and page.bounded(start - 2):  # 医院|后勤科
        if cued("common", page.text, start - 2):
            return
        _add_section(page, start - 2, end, page.host(word, start - 2), text)
    elif page.bounded(start):
        host = page.host("校", start) if "school" in hosts else None
        host = host or _federation(page, start, text)
        host = host or next((n for n in page.before(start) if n.kind in kinds and _may_hold(n, text)), None)
        if host is not None or (page.own and ("any" not in hosts or len(text) > _ORGAN)):
            _add_section(page, start, end, host, text)


def _may_hold(owner: Naming, section: str) -> bool:
    """Tell whether an organisation may have a section: no part of another one, and no post that a brigade has (派出所, 大队)."""
    return not owner.host and not (section.endswith("队") and owner.name.endswith(("所", "站", "队")))


def _federation(page: UnitPage, start: int, text: str) -> Naming | None:
    """Return the federation of the unions of a place that was named before a bare 工会, which then means it."""
    known = (n for n in page.before(start) if text == "工会" and n.name.endswith("总工会"))
    return next(known, None)


def _named_head(text: str, start: int) -> bool:
    """Tell whether a name with a title begins at an offset (王某主任)."""
    if not is_surname(text[start : start + 1]):
        return False
    sizes = [size for size in (2, 3) if text.startswith(cue("office"), start + size)]
    return any(likely_name(text[start : start + size]) for size in sizes)


def _add_section(page: UnitPage, start: int, end: int, host: Naming | None, text: str) -> None:
    """Add a section that stands by itself; the page of an organisation may never name it."""
    if host is not None and host.name.endswith(text):
        naming = host  # 木鱼供电所…,供电所的职工
    elif host is not None:
        naming = Naming(host.name + text, None, host.region, "inner", host.area, host.name)
    else:
        naming = Naming(text, None, None, "inner", "", "own")
    page.add(start, end, naming, 0.4, "inner")
