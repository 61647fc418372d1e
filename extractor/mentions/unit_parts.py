"""Names that lean on others: sections, colleges of 我校, abbreviations, branches that share a head in a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import Naming

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_SECTION = re.compile(
    r"(?![和与])(?:(?!全部|大部|总部|内部|外部|干部|支部|部分|部队|[和与](?=[省市县区该])|[的是在由及等了将向把对有为])[\u4e00-\u9fff]){1,9}?(?:车间|[科处部])"
    r"(?=[,。;、]|的(?!.{0,3}[科处部])|已|将|还|也|与|和|负责|了解|获悉|得知|获得|组织|派出|联合|开展|启动|牵头|抽调|人员|全体|工作人员|职工|党员|志愿者|\d)"
)
_SECTIONED = frozenset(("government", "company", "school", "association", "mass", "local", "force"))
_ABBREVIATED = re.compile(r"\((?:以?下(?:统称|简称|同)|简称)[为:,]?“?([\u4e00-\u9fff]{2,12})”?\)")
_OWN_COLLEGE = re.compile(r"(?<=[我该]校)(?:(?![的在由有各])[\u4e00-\u9fff]){1,8}?(?:学院|学部|书院)(?![院士派])")
_SHARING = frozenset(("force", "military", "government", "mass", "team"))
_SHARED = 3.0  # above any list of places
_JOINS = re.compile(r"[、和与及]")
_NUMBERED = re.compile(
    r"(?:陆军|海军|空军|火箭军|武警|解放军|国军)?第?(?:机步|装甲|炮兵|步兵|工兵|化学兵|联兵|防空|通信|合成|特战|陆航)?"
    r"\d{2,5}(?:旅|师|工兵群|部队(?!长))"
)
_COUNTED = re.compile(
    r"等?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[个支]([\u4e00-\u9fff]{0,8}?(?:总队|支队|大队|中队|军分区|供电公司|供电局|分公司|分行|支行))"
)


def read_sections(page: UnitPage) -> None:
    """Add the sections that act for an organisation (市应急管理局救灾和物资保障科, 组委会志愿者部)."""
    for end, owners in list(page.by_end.items()):
        if not any(parent.kind in _SECTIONED for _, parent in owners):
            continue
        match = _SECTION.match(page.text, end)
        if match is None:
            continue
        for left, parent in owners:
            if parent.kind in _SECTIONED and not parent.host:
                name = parent.name + match[0]
                naming = Naming(name, None, parent.region, "inner", parent.area, parent.name)
                page.add(left, match.end(), naming, 1.2, "parent")


def read_own_colleges(page: UnitPage) -> None:
    """Add the colleges of the university that 我校 and 该校 stand for."""
    for match in _OWN_COLLEGE.finditer(page.text):
        before = (c.payload for c in reversed(page.found) if c.end <= match.start())
        host = next((n for n in before if n.name.endswith(("大学", "学院")) and not n.host), None)
        name = host.name + match[0] if host else match[0]
        naming = Naming(name, None, host.region if host else None, "school", "", host.name if host else "校")
        page.add(match.start(), match.end(), naming, 1.2, "parent")


def read_numbered(page: UnitPage) -> None:
    """Add the troops known by a number (陆军机步333旅, 94852部队)."""
    for match in _NUMBERED.finditer(page.text):
        page.add(match.start(), match.end(), Naming(match[0], None, None, "military"), 1.2, "head")


def read_abbreviations(page: UnitPage) -> None:
    """Add what 以下简称 introduces, wherever it stands, under the full name; without one under its own."""
    text = page.text
    for match in _ABBREVIATED.finditer(text):
        owners = page.by_end.get(match.start(), ())
        if owners:
            full = min(owners, key=lambda o: o[0])[1]
        elif text.endswith(match[1][-2:], 0, match.start()) and len(match[1]) > 3:
            full = Naming(match[1], None, None, "association")
        else:
            continue
        for again in re.finditer(re.escape(match[1]), text):
            page.add(again.start(), again.end(), full, 2.0, "national")


def read_shared(page: UnitPage) -> None:
    """Add the branches that share one head: 武警湖北、安徽、江西总队; 甘孜、成都等7个消防支队."""
    for candidate in list(page.found):
        naming = candidate.payload
        if naming.kind not in _SHARING or "area" not in candidate.evidence or "parent" in candidate.evidence:
            continue
        area = next((a for a in page.areas if a.start == candidate.start and a.end < candidate.end), None)
        if area is not None:
            _share(page, area.start, naming.kind, page.text[area.end : candidate.end], naming)
    for match in _COUNTED.finditer(page.text):
        start = match.start()
        end = start if match[0][0] == "等" or page.area_at(start) else -1
        if end >= 0:
            _share(page, end, "force", match[1], None)


def _share(page: UnitPage, at: int, kind: str, head: str, last: Naming | None) -> None:
    """Add a unit for each area of the list that ends before `at`, named with the common head."""
    text, listed = page.text, []
    if last is not None and not (at and _JOINS.fullmatch(text, at - 1, at)):
        return
    stop = at - 1 if last is not None else at
    area = page.area_at(stop)
    while area is not None:
        listed.append(area)
        if not (area.start and _JOINS.fullmatch(text, area.start - 1, area.start)):
            break
        area = page.area_at(area.start - 1)
    if not listed:
        return
    prefix = page.prefixes.get(listed[-1].start)
    joined = prefix is not None and head.endswith(tuple(prefix[2].split()))
    for area in listed:
        own = text[area.start : area.end]
        name = (prefix[1].format(own + head)) if prefix and joined else own + head
        left = prefix[0] if prefix and joined and area is listed[-1] else area.start
        page.add(left, area.end, Naming(name, None, area.code, kind, own), _SHARED, "listed")
    if last is not None and prefix and joined:
        full = prefix[1].format(last.name)
        end = at + len(last.area) + len(head)
        end = next((c.end for c in page.found if c.start == at and c.payload is last), end)
        page.add(at, end, Naming(full, None, last.region, kind, last.area), 1.8, "listed")
