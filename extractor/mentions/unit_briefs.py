"""A service named in short by its place (桐江公安, 桐江供电部门), and the missions of a country abroad."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_breaks import verb_at
from extractor.mentions.unit_terms import LEVELS, Area, Naming, any_element, any_of

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_POST = re.compile(r"(?:(?![的在和与、各等])[\u4e00-\u9fff]){1,6}?(?:派出所|[支大中]队(?![长员]))")


@cache
def _branch() -> re.Pattern[str]:
    """Compile the branch of a place by its trade (桐江县|供电部门); 有关部门 is none."""
    return re.compile(
        rf"(?!{any_of('any_branch')})(?:(?![的各等和与及两多几个从])[\u4e00-\u9fff]){{2,6}}?(?<![直级属关政位能])部门"
    )


@cache
def _mission() -> re.Pattern[str]:
    """Compile what represents China abroad."""
    return re.compile(
        rf"中国(?:常?驻|驻)(?:(?![的在由和与、])[\u4e00-\u9fff]){{2,10}}?(?:{any_element('embassy')})"
    )


@cache
def _does() -> re.Pattern[str]:
    """Compile what shows that 桐江公安, 桐江疾控 is meant as a body: it does something, or the phrase ends."""
    adverbs = "再|又|还|用|把|将|为|向|对|以|在|驻|护|多|严|暖|助"
    return re.compile(rf"[,。、;:)”\d]|[共已将也的和与]|{adverbs}|{any_of('acts', 'does')}")


@cache
def _acts() -> re.Pattern[str]:
    """Compile what shows that a branch of a place acts."""
    return re.compile(rf"[也还已又]|{any_of('acts')}")


def read_brief(page: UnitPage, start: int, end: int) -> None:
    """Add a service named by its area and its trade, or its post that stands behind it (桐江公安|柳林交警中队)."""
    post = _POST.match(page.text, end)
    if post is not None and page.cuts(end, post.end()):
        post = None  # 桐江消防|局调派第三大队
    shown = verb_at(page.text, end) or _does().match(page.text, end) is not None
    area = page.area_at(start) or (page.bare_county(start) if post or shown else None)
    if area is None:
        return
    if shown:
        _add(page, area, end, "brief")
    elif post is not None:
        _add(page, area, post.end(), "force", 1.4)


def _add(page: UnitPage, area: Area, end: int, kind: str, score: float = 1.2) -> None:
    """Add the name that runs from an area to an offset."""
    name = page.text[area.start : end]
    page.add(area.start, end, Naming(name, None, area.code, kind, area.name), score, "area", "head")


def read_branches(page: UnitPage) -> None:
    """Add the branch of a named place that acts (桐江县供电部门); of all branches one is none."""
    if "部门" not in page.text:
        return
    for area in page.areas:
        match = _branch().match(page.text, area.end) if area.sure else None
        if match is None:
            continue
        if verb_at(page.text, match.end()) or _acts().match(page.text, match.end()):
            _add(page, area, match.end(), "government", 0.2)


@cache
def _trade() -> re.Pattern[str]:
    """Compile the trade of an authority, with the level that it may have (市森林公安|部门, 海事|部门)."""
    return re.compile(rf"(?P<level>[省市县区州]?)(?:{any_of('branch', 'authority')})$")


_TRADED = 7  # characters of the longest such trade and its level
_ANY = re.compile(r"部门(?:等|的?[要应须])")
_LISTED = "、和与及"  # 公安、卫生部门 are branches of anybody


@cache
def _sends() -> re.Pattern[str]:
    """Compile what shows that an authority sends people."""
    return re.compile(rf"(?:[也还又已共]|{any_of('dispatches_how')}){{0,2}}(?:{any_of('dispatches')})")


def read_departments(page: UnitPage) -> None:
    """Add the authority for a trade that has a level (市森林公安部门) or sends people (海事部门派出3艘艇、8人)."""
    at = -1
    while (at := page.text.find("部门", at + 1)) >= 0:
        match = _trade().search(page.text, max(0, at - _TRADED), at)
        if match is None or _ANY.match(page.text, at):
            continue
        start, end = match.start(), at + len("部门")
        level = match["level"]
        if (
            not page.bounded(start)
            or page.area_at(start)
            or page.text[start - 1 : start] in (*LEVELS, *_LISTED)
        ):
            continue
        if not level and not _sends().match(page.text, end):
            continue
        name, code = page.level_area(level, start) if level else ("", None)
        whole = (name or level) + page.text[start + len(level) : end]
        known = (
            n for n in page.before(start) if name and n.name.startswith(whole[: -len("部门")]) and not n.host
        )
        naming = next(known, None) or Naming(whole, None, code, "government", name)  # 市人社局…,市人社部门
        page.add(start, end, naming, 0.2, "level" if level else "head")


def read_missions(page: UnitPage) -> None:
    """Add what represents China abroad (中国驻汤加大使馆)."""
    for match in _mission().finditer(page.text) if "中国" in page.text else ():
        naming = Naming(match[0], None, None, "government")
        page.add(match.start(), match.end(), naming, 1.2, "head")
