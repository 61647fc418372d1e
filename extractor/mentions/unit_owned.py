"""Parts of the organisation named before them: with words of their own, by number, colleges, what 校 or 总队 begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import (
    LONGEST,
    Head,
    Naming,
    any_element,
    any_of,
    cued,
    elements,
    generic_words,
    hosts,
)

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

INNER = frozenset(("party", "league", "mass", "student", "office"))
_JOINING = frozenset(("center", "institute", "association"))
_ABOVE = re.compile(r"(.+[总支大]队)[\u4e00-\u9fff]{1,6}?[支大中]队")
_OF_COLLEGE = re.compile(r"(?:(?![的、]|(?:[院学会部局队区])[和与及])[\u4e00-\u9fff])+")
_FREE = re.compile(r"(?:(?![的是在由及或等了]|派(?![驻出遣]))[\u4e00-\u9fff\w]){1,12}")
_BRACKETED = re.compile(r"\(([\u4e00-\u9fff]{2,6})\)$")
PLAIN_TEAM = 3  # characters of a team's head that names no team (抢险队, 医疗队)
# What may hang on what with words of its own between them (华中科技大学|上海|校友会): owner -> kinds of the part.
_PARTS = {
    "school": INNER | {"association", "team", "hospital", "institute", "center", "force"},
    "company": INNER | {"company", "team", "center", "institute", "force", "association"},
    "hospital": INNER | {"team", "center", "hospital", "association"},
    "government": INNER | {"team", "center", "institute", "force", "government"},
    "force": INNER | {"team", "center", "force", "government"},
    "court": INNER | {"team", "center", "institute", "force", "government"},
    "mass": INNER | {"team", "center", "association"},
    "association": INNER | {"team", "center", "association"},
    "local": INNER | {"team", "center", "association", "government"},
    "party": {"team", "party", "office", "center"},
    "league": {"team", "center"},
    "institute": INNER | {"team", "center", "institute"},
    "military": INNER | {"team", "force", "hospital", "military"},
    "center": INNER | {"team"},
}


@cache
def _tasks() -> re.Pattern[str]:
    """Compile what the team of an organisation is for."""
    return re.compile(f"(?:{any_element('mission')})+$")


def plain(page: UnitPage, start: int, end: int) -> bool:
    """Tell whether a team is only the people of the organisation right before it (市疾控中心|消杀队28人)."""
    owned = any(n.kind not in ("short", "team") for _, n in page.by_end.get(start, ()))
    return owned and end - start <= PLAIN_TEAM


def read_part(page: UnitPage, limit: int, start: int, end: int, head: Head) -> None:
    """Add what belongs to the organisation named before it, with words of its own (中铁二局|石柱水环境治理|项目部)."""
    if head.kind == "team" and page.text.endswith(elements("office"), 0, start) and plain(page, start, end):
        return
    ends = page.ends
    task = _tasks().search(page.text, max(0, start - 12), start) if head.kind == "team" else None
    if task is not None and task.start() < limit:
        limit = task.start()  # 总队|跨区增援|专业队
    joined = head.kind in _JOINING and page.text[limit - 1 : limit] in ("与", "和")
    if joined and limit - 1 not in page.by_end and not page.area_at(limit - 1):
        limit = page.limit(limit - 1)  # 省农科院植物保护与|检疫中心
    for at in ends[bisect_left(ends, limit) : bisect_left(ends, start)]:
        if _FREE.fullmatch(page.text, at, start) is None or _joins(page, at, start):
            continue
        if cued("itself", page.text, end):
            continue  # 研究室机关党支部 is the office itself at work
        for left, owner in page.by_end[at]:
            if head.kind in _PARTS.get(owner.kind, ()):
                name = owner.name + page.text[at:end]
                naming = Naming(name, None, owner.region, head.kind, owner.area, owner.name)
                page.add(left, end, naming, 1.2, "parent", "head")


def _joins(page: UnitPage, start: int, end: int) -> bool:
    """Tell whether a 与 or 和 between two offsets joins two names (市卫健委与|急救中心, but 合作与交流中心)."""
    return any(page.text[cut - 1] in "与和" and cut - 1 in page.by_end for cut in page.cuts(start, end))


def read_bracketed(page: UnitPage, limit: int, end: int) -> None:
    """Add a company with its seat in brackets (天力(杭州)药业有限公司); `limit` is behind the brackets."""
    seat = _BRACKETED.search(page.text, max(0, limit - 8), limit)
    if seat is None:
        return
    area = next((a for a in page.areas_from(seat.start(1)) if a.end == seat.end(1)), None)
    left = page.limit(seat.start())
    if (area or seat[1] == "中国") and 2 <= seat.start() - left <= LONGEST - (end - limit):
        name, code = (area.name, area.code) if area else ("", None)
        page.add(left, end, Naming(page.text[left:end], None, code, "company", name), 1.2, "head")


_CAMPUS = re.compile(r"\(((?:华[东北南中]|[东西][北南])|[\u4e00-\u9fff]{2,4})\)")


def read_campuses(page: UnitPage) -> None:
    """Add a university or hospital with its seat in brackets behind it (桐江石油大学(华东), 桐江大学云岭医院(青坪))."""
    for end, found in list(page.by_end.items()):
        seat = _CAMPUS.match(page.text, end)
        if seat is None or not page.text.endswith(elements("campus"), 0, end):
            continue
        area = next((a for a in page.areas_from(seat.start(1)) if a.end == seat.end(1)), None)
        if area is None and seat[1][0] not in "华东西":
            continue
        left, naming = min(found, key=lambda pair: pair[0])
        if naming.kind in ("school", "hospital"):
            page.add(
                left, seat.end(), replace(naming, name=naming.name + seat[0], official=None), 2.5, "parent"
            )


def read_ordinal(
    page: UnitPage, ordinal: re.Pattern[str], kinds: frozenset[str], start: int, end: int, head: Head
) -> None:
    """Add 第二分公司, 第三党支部, 执勤二大队 of the organisation named last before it."""
    match = ordinal.search(page.text, max(0, start - 7), start)
    if match is None or not page.bounded(match.start()):
        return
    text = page.text[match.start() : end]
    rank = page.text[start:end]
    owners = (n for n in page.before(match.start()) if n.kind in kinds and not n.host)
    host = next((n for n in owners if not _outranked(n.name, rank)), None)
    if host is not None:
        above = _ABOVE.fullmatch(host.name)
        beside = above is not None and host.name.endswith(rank)  # …一支队、四支队
        whole = above[1] if above is not None and beside else host.name
        naming = Naming(whole + text, None, host.region, head.kind, host.area, host.name)
        page.add(match.start(), end, naming, 1.2, "parent")
    elif match[0].startswith(elements("patrol")):
        page.add(match.start(), end, Naming(text, None, None, head.kind), 0.6, "head")


def _outranked(name: str, rank: str) -> bool:
    """Tell whether a body can be no part of another: a 大队 of a 中队, a 中队 of the 中队 beside it."""
    if rank.endswith("大队") and name.endswith(elements("lower")):
        return True
    return rank.endswith(("队", "分公司")) and name.endswith(rank) and _ABOVE.fullmatch(name) is None


def read_college(page: UnitPage, start: int, end: int) -> None:
    """Add a college behind its university, whatever words it is named with (新闻与传播学院)."""
    text = page.text
    at = text.rfind("大学", max(0, start - 16), start) + 2
    if at < 2 or start - at < 2 or _OF_COLLEGE.fullmatch(text, at, start) is None:
        return
    for left, parent in page.by_end.get(at, ()):
        name = parent.name + text[at:end]
        naming = Naming(name, None, parent.region, "school", parent.area, parent.name)
        page.add(left, end, naming, 1.2, "parent")


@cache
def _acts() -> re.Pattern[str]:
    """Compile what shows that a house of a hospital acts."""
    return re.compile(rf"(?:也|还|共|已)*(?:{any_of('acts')})")


def read_house(page: UnitPage, start: int, end: int) -> None:
    """Add a house of the hospital named last that acts by its own name (江北|院区派出20人)."""
    limit = page.limit(start)
    free = page.text[limit:start]
    if not 2 <= len(free) <= 4 or generic_words().fullmatch(free) or not _acts().match(page.text, end):
        return
    host = next((n for n in page.before(limit) if n.kind == "hospital" and not n.host), None)
    if host is not None and not page.text.startswith(("两", "各", "多", "该", "本"), limit):
        name = host.name + page.text[limit:end]
        page.add(limit, end, Naming(name, None, host.region, "hospital", host.area, host.name), 1.0, "parent")


def read_hosted(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add a part that begins with a word for its organisation (总队|全勤|指挥部, 校|红十字|志愿服务队)."""
    for size in (3, 2, 1):
        word = page.text[limit : limit + size]
        if limit + size >= start or word not in hosts() or (size == 1 and word != "校"):
            continue
        host = page.host(word, limit)
        if host is not None and head.kind in _PARTS.get(host.kind, ()):
            name = host.name + page.text[limit + size : end]
            page.add(
                limit, end, Naming(name, None, host.region, head.kind, host.area, host.name), 1.0, "parent"
            )
            return True
    return False
