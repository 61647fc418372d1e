"""Readings of the known departments (城管局, 市委, 消防救援支队): after an area, a level word, a parent, in a list."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import (
    LEVELS,
    Area,
    Naming,
    Stem,
    any_element,
    any_of,
    cue,
    cued,
    elements,
    generic_words,
    host_ends,
)
from extractor.mentions.unit_terms import hosts as host_words

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

PUBLIC = frozenset(("government", "party", "mass", "court", "force", "local", "league", "inner"))
_BRANCHED = frozenset(
    ("force", "company", "mass", "government", "court", "school", "association", "military", "hospital")
)
_PAIRS = ("省市", "市县")
COUNTED = ("支", "家", "个", "所", "批", "名", "位", ")")
_HOSTED = frozenset(("party", "league", "mass", "office", "student", "inner"))
_OWNED = frozenset(("team", "association", "center", "government", "hospital"))
_GOVERNMENT, _COMMITTEE = "人民政府", re.compile(f"[{LEVELS}]委$")
_OFFICES = frozenset("局校院厅")
_FREE_NAME = re.compile(r"(?![一二两三四五六七八九十每各本该这那某全多]|社区|小区)[\u4e00-\u9fff]{2,5}")


@cache
def _zone() -> re.Pattern[str]:
    """Compile the zone that a department is of."""
    return re.compile(f"(?:{any_element('zone')})$")


@cache
def _village() -> re.Pattern[str]:
    """Compile a village or the like with its name."""
    return re.compile(rf"(?:(?![和与及的是在由])[\u4e00-\u9fff]){{1,8}}?(?:{any_element('settlement')})")


@cache
def _committee_acts() -> re.Pattern[str]:
    """Compile what shows that of all village committees one is meant: its members are counted or it decides something."""
    return re.compile(rf"(?:{any_of('members')})*(?:\d|[一二三四五六七八九十]+人|{any_of('decides')})")


def read_stem(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add the readings of a known department: after an area, a level word, a parent unit, or in a list."""
    text = page.text
    area = page.area_at(start, stem.level)
    if area is None and end - start > 2 and (not stem.level or stem.term[0] == "团"):
        area = page.bare_county(start)
    if area is not None and area.start < start:
        area = _whole_town(page, area)
        whole = area.name
        own = stem.kind not in PUBLIC  # 雅安供电公司 is a name, 雅安消防救援支队 is 雅安市消防救援支队
        if own or text.startswith("街道办", start):  # 科尔沁街道办事处 is the office of no district
            whole = text[area.start : area.end]
        name, official = stem.named(whole, text[start:end])
        naming = Naming(name, official, area.code, stem.kind, whole)
        page.add(page.widen(area), end, naming, 1.5, "area")
        read_branch(page, page.widen(area), end, stem.kind)
        return
    if stem.level:
        _read_levelled(page, start, end, stem)
        return
    parents = [(left, n) for left, n in page.by_end.get(start, ()) if n.kind not in ("short", "inner")]
    for left, parent in parents:
        if stem.official == _GOVERNMENT and _COMMITTEE.search(text, start - 2, start):  # 县委|政府 are two
            name, official = stem.named(parent.area, text[start:end])
            page.add(start, end, Naming(name, official, parent.region, stem.kind, parent.area), 1.0, "listed")
        elif stem.kind not in ("local", "inner"):
            name = parent.name + text[start:end]
            naming = Naming(name, None, parent.region, stem.kind, parent.area, parent.name)
            page.add(left, end, naming, 1.2, "parent")
    if _read_level(page, start, end, stem) or parents:
        return
    if read_host(page, start, end, stem.kind):
        return
    if text.startswith("街道", start, end) and page.bounded(start):
        name, code = page.level_area("街道", start)
        if name:
            page.add(
                start, end, Naming(name + text[start + 2 : end], None, code, stem.kind, name), 0.8, "level"
            )
            return
    _read_listed(page, start, end, stem)
    read_short(page, start, end, stem.official)
    _read_free(page, start, end, stem)


def _whole_town(page: UnitPage, area: Area) -> Area:
    """Return a town whose name the gazetteer holds only the end of with the character before it (沙|河口镇)."""
    at = area.start - 1
    if not area.name.endswith(("镇", "乡")) or page.bounded(area.start) or page.area_at(area.start):
        return area
    if page.text[at] in LEVELS or not (page.bounded(at) or page.area_at(at)):
        return area
    return replace(area, start=at, name=page.text[at : area.end], code=None)


def _read_free(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add a committee or a branch office named after a town or village that nothing else names (青坪|公安分局)."""
    if page.text.endswith(elements("local"), start, end):
        _read_local(page, start, end, stem)
    if not stem.term.endswith("分局"):
        return
    limit = page.limit(start)
    free = page.text[limit:start]
    if 2 <= len(free) <= 3 and free.isalpha() and generic_words().fullmatch(free) is None:
        page.add(limit, end, Naming(page.text[limit:end], None, None, stem.kind, free), 0.6, "head")


def level_before(text: str, start: int) -> str:
    """Return the word for a level of division that ends at an offset (市|水利局, 街道|文化站), empty where none does."""
    if text.endswith("街道", 0, start):
        return "街道"
    last = text[start - 1 : start]
    return last if last in LEVELS else ""


def _read_level(page: UnitPage, start: int, end: int, stem: Stem) -> bool:
    """Add 市水利局, 自治区水利厅; tell whether there was a level word."""
    text = page.text
    pair = text[max(0, start - 2) : start]
    if pair in _PAIRS and page.bounded(start - 2):  # 省市|妇联 are two
        for at, one in enumerate(pair, start - 2):
            name, code = page.level_area(one, start)
            qualified, official = stem.named(name or one, text[start:end])
            last = at == start - 1
            kind = stem.kind if last else "shared"  # which owns nothing that stands behind it
            naming = Naming(qualified, official if name else None, code, kind, name or one)
            page.add(at, end if last else at + 1, naming, 1.4, "level")
        return True
    if text.endswith("自治区", 0, start) and (
        _read_league(page, start, end) or _read_zone(page, start, end, stem)
    ):
        return True
    level = level_before(text, start)
    if level and not cued("no_level", text, start):
        left = start - len(level)
        beside = _beside(page, left, level)
        name, code = beside or page.level_area(level, start)
        if name or beside or page.bounded(left):
            qualified, official = stem.named(name or level, text[start:end])
            naming = Naming(qualified, official if name else None, code, stem.kind, name or level)
            page.add(left, end, naming, 1.4, "level")
            return True
    return _read_zone(page, start, end, stem)


def _read_league(page: UnitPage, start: int, end: int) -> bool:
    """Add 团自治区党委, the youth league of an autonomous region; tell whether it was one."""
    left = start - len("团自治区")
    if not page.text.startswith("团自治区党委", max(left, 0)) or end != start + len("党委"):
        return False
    name, code = _autonomous(page, start)
    whole = f"共青团{name or '自治区'}委"
    page.add(left, end, Naming(whole, whole + "员会" if name else None, code, "league", name), 1.4, "level")
    return True


def _autonomous(page: UnitPage, start: int) -> tuple[str, str | None]:
    """Return name and code of the region that 自治区 means."""
    name, code = page.level_area("省", start)
    return (name, code) if name else page.level_area("区", start)


def _read_zone(page: UnitPage, start: int, end: int, stem: Stem) -> bool:
    """Add 自治区水利厅, 高新区公安分局; tell whether there was a zone."""
    zone = _zone().search(page.text, max(0, start - 3), start)
    if zone is None or not page.bounded(zone.start()):
        return False
    name, code = _autonomous(page, start) if zone[0] == "自治区" else ("", None)
    naming = Naming((name or zone[0]) + page.text[start:end], None, code, stem.kind, name or zone[0])
    page.add(zone.start(), end, naming, 1.2, "level", "zone")
    return True


def read_branch(page: UnitPage, area_start: int, end: int, kind: str) -> None:
    """Add a branch named after its own area behind its parent (四川省森林消防总队攀枝花支队)."""
    prefix = page.prefixes.get(area_start)
    if prefix is not None and prefix[1] == "{}":
        return  # 国家税务总局|营口市税务局 is the latter
    for left, parent in page.by_end.get(area_start, ()):
        if parent.kind in _BRANCHED:
            name = parent.name + page.text[area_start:end]
            page.add(left, end, Naming(name, None, parent.region, kind, parent.area), 1.6, "parent", "area")


def read_host(page: UnitPage, start: int, end: int, kind: str) -> bool:
    """Add an inner organ of the organisation that a word before it stands for (校党委, 局机关党支部)."""
    text = page.text
    if (kind not in _HOSTED and kind not in _OWNED) or text[start - 1 : start] not in host_ends():
        return False
    for size in (3, 2, 1):
        word = text[max(0, start - size) : start]
        if word not in host_words() or not page.bounded(start - size):
            continue
        if cued("common", text, start - size):
            return False
        host = page.host(word, start - size)
        if kind not in _HOSTED and (host is None or (size == 1 and word not in _OFFICES)):
            continue
        organs = "机关" * word.endswith("机关") + text[start:end]
        left = start - size
        if host is None and text.endswith("该", 0, left):
            left -= 1  # 该站团委
        name = host.name + organs if host else text[left:end]
        area, region = (host.area, host.region) if host else ("", None)
        naming = Naming(name, None, region, kind, area, host.name if host else word)
        page.add(left, end, naming, 1.2, "parent")
        return True
    return False


def _read_levelled(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add 市委, 团县委, 镇政府 without a named area before them, or after their party committee."""
    text = page.text
    for left, parent in page.by_end.get(start, ()):
        if parent.kind == "party" and "机关工委" in stem.term:
            name = parent.name + text[start:end]
            page.add(left, end, Naming(name, None, parent.region, stem.kind, parent.area), 1.6, "parent")
            return
    if len(stem.level) == 1 and cued("no_level", text, start + 1):
        return
    if stem.level in ("镇", "乡", "街道", "村", "社区"):
        _read_grassroots(page, start, end, stem)
        return
    name, code = _beside(page, start, stem.level) or page.level_area(stem.level, start)
    if name or page.bounded(start):
        qualified, official = stem.named(name or stem.level, text[start:end])
        naming = Naming(qualified, official if name else None, code, stem.kind, name)
        page.add(start, end, naming, 1.4, "level")
        return
    limit, stop = page.limit(start), start + len(stem.level)
    abroad = next((a for a in page.areas_from(limit) if 1 <= start - a.end <= 4), None)
    if abroad is not None:  # 日本|宫城|县政府
        qualified, _ = stem.named(page.text[limit:stop], page.text[start:end])
        page.add(limit, end, Naming(qualified, None, None, stem.kind, abroad.name), 0.8, "free area")


def _beside(page: UnitPage, start: int, level: str) -> tuple[str, str | None] | None:
    """Return name and code of the area of the committee that a government is named with (宁乡市委、|市政府, 县委|县政府)."""
    at = start - (page.text[start - 1 : start] in ("、", "和", "与", "及"))
    siblings = (n for _, n in page.by_end.get(at, ()) if n.kind in ("party", "government"))
    return next(((n.area, n.region) for n in siblings if (n.area or n.name[:1]).endswith(level)), None)


def _read_grassroots(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add 镇党委, 社区党支部: of the town named last, or with a name that the gazetteer does not hold."""
    text, limit = page.text, page.limit(start)
    if limit == start:
        led = ("党员", "书记", "副书记") if stem.level == "村" else ("党员",)
        if stem.level in ("村", "社区") and text.startswith(led, end):
            return  # an office of the village named around it
        name, code = page.level_area(stem.level, start)
        if name:
            qualified, _ = stem.named(name, text[start:end])
            page.add(start, end, Naming(qualified, None, code, stem.kind, name), 1.0, "level")
        return
    stop = start + len(stem.level)
    chained = _chained(page, limit, stop)
    if chained is not None:
        left, name, code = chained
        qualified, _ = stem.named(name, text[start:end])
        page.add(left, end, Naming(qualified, None, code, stem.kind, name), 1.2, "free area")
    elif 1 <= start - limit <= 4 and text[limit:start].isalpha():
        place = text[limit:stop]
        name, _ = stem.named(place, text[start:end])
        page.add(limit, end, Naming(name, None, None, stem.kind, place), 0.8, "free area")


def _chained(page: UnitPage, limit: int, stop: int) -> tuple[int, str, str | None] | None:
    """Return start, name and county of a village behind its areas that the gazetteer does not hold."""
    for size in range(2, 12):
        area = page.area_at(stop - size)
        if area is not None and area.start >= limit and _village().fullmatch(page.text, area.end, stop):
            return page.widen(area), page.text[area.end : stop], area.code
    return None


def _read_local(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add a committee of a village or community that no gazetteer holds (平塘居委会, 宛平居民区党总支)."""
    text, limit = page.text, page.limit(start)
    stop = start + 1 if text[start] == "村" else start
    chained = _chained(page, limit, stop)
    if chained is not None:
        left, name, code = chained
        page.add(left, end, Naming(name + text[stop:end], None, code, stem.kind, name), 1.2, "free area")
        return
    free = text[limit:start]
    if stop > start and text.endswith("两委", start, end - text.endswith("”", start, end)):
        if limit == start and _committee_acts().match(text, end):
            name, code = page.level_area("村", start)
            page.add(
                start, end, Naming((name or "村") + text[stop:end], None, code, stem.kind, name), 0.8, "level"
            )
        elif _village().fullmatch(text, limit, stop):
            page.add(limit, end, Naming(text[limit:end], None, None, stem.kind, free), 0.8, "free area")
        return
    village = _village().fullmatch(free) is not None
    committee = "委会" in text[start:end] or text.endswith("居委", start, end)
    if village or (committee and _FREE_NAME.fullmatch(free)):
        page.add(limit, end, Naming(text[limit:end], None, None, stem.kind, free), 0.8, "free area")


def _read_listed(page: UnitPage, start: int, end: int, stem: Stem) -> None:
    """Add a department that shares the area of the unit listed before it (市委组织部、宣传部; 市委常委、宣传部部长)."""
    if start == 0 or page.text[start - 1] not in "、和与及":
        return
    text = page.text[start:end]
    led = page.text.startswith((*cue("office"), "长"), end)
    post = _post().search(page.text, max(0, start - 8), start) if led else None
    for _, sibling in page.by_end.get(post.start() if post else start - 1, ()):
        if post and (not sibling.name.endswith(_ruling()) or stem.kind == "inner" or text == "工会"):
            continue
        if sibling.host and stem.kind in _HOSTED and sibling.kind in _HOSTED:
            owner = (
                "" if sibling.host == "own" else sibling.host
            )  # on the page of an organisation without a name
            naming = Naming(owner + text, None, sibling.region, stem.kind, sibling.area, sibling.host)
            page.add(start, end, naming, 1.0, "listed")
            return
        if sibling.area and not (sibling.kind == "company" and stem.kind in PUBLIC):
            party = sibling.name.startswith(sibling.area + "委") and stem.kind == "party"
            name, official = stem.named(sibling.area + "委" * party, text)
            page.add(
                start, end, Naming(name, official, sibling.region, stem.kind, sibling.area), 1.0, "listed"
            )
            return


@cache
def _ruling() -> tuple[str, ...]:
    """Return the ends of what has people who also lead a department of the same area (市委|常委、|宣传部部长)."""
    return (*(f"{level}委" for level in LEVELS), *elements("ruling"))


@cache
def _post() -> re.Pattern[str]:
    """Compile what somebody is besides leading a department (市委|常委、|宣传部部长)."""
    return re.compile(f"(?:{any_of('post')})、$")


def read_short(page: UnitPage, start: int, end: int, official: str = "") -> None:
    """Add a name without its area (支队, 水利局); `settle` keeps it where it was named in full before.

    `official`: what it is short for (中院: 中级人民法院).
    """
    before = page.text[start - 1 : start]
    if page.bounded(start) and before not in COUNTED and not cued("common", page.text, start):
        page.add(start, end, Naming(page.text[start:end], official or None, None, "short"), -1.0, "short")
