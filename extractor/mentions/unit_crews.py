"""What works for an organisation by number or task: 三营, 二车间, 采油三区, 膳食部, the fire station 石桥路站."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.unit_terms import Naming, any_of, cue, cued, elements, generic_words, hosts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.mentions.unit_page import UnitPage

_DIGITS = "[一二三四五六七八九十]"
# What makes another word of a number and a head: 一连三天, 二连浩特, 三连冠, 一营业厅.
_NO_TAIL = (
    r"(?<=营)[业救造养销地房门收运区]|(?<=连)[接续串冠环锁夜日浩忙带同三几两数]"
    r"|(?<=[区班队间所])[域级长伍员隔]|(?<=连)\d+[天日夜年个次]"
)
_COUNTED = re.compile(r"[\d余多两几数][家个支所]$|[各每某该两]$")
_FIRE = re.compile(r"消防(?:救援)?(?:局|[总支大]队)$")
_FIRE_STATION = re.compile(r"((?![的在是由和与及到从向了])[\u4e00-\u9fff]{2,5}?)站$")
_WORKS = frozenset(("company",))
_RANKED = re.compile("[该我]?([团旅师])")
_PLACED = re.compile(r"[从在到由往自](?:[\u4e00-\u9fff]{2,6}、){0,3}$")
_OVER_PLACE = 4.0  # above the place that a station is otherwise
_RAILWAY = re.compile("铁路局|铁路.*(?:集团|公司)$")  # what a station may belong to
_LEAD = 4  # characters of a crew before what its kind is called (热注|作业一区)


@cache
def _owners() -> dict[str, frozenset[str]]:
    """Return the crews with the kinds of organisations that have them."""
    return {r["term"]: frozenset(r["owners"].split()) for r in read_lexicon("unit_crews")}


@cache
def _busy() -> str:
    """Return what shows that a crew is meant as a body: it acts, its people or leader are spoken of."""
    adverbs = f"[已则也又还把将共先抽派增]|{any_of('busy_how')}"
    people = r"的?(?:近|约|另外)?\d+[余多]?[名位人]"
    return rf"(?:{adverbs}|{any_of('busy')}|{people}|的?副?(?:{any_of('crew_leader')})|的?(?:{any_of('people', 'acts', 'crew')}))"


@cache
def _crews() -> re.Pattern[str]:
    """Compile the crews, numbered or not, and what must stand behind them: what they do, or another of them."""
    numbered: list[str] = []
    alone: list[str] = []
    for row in read_lexicon("unit_crews"):
        number = rf"{_DIGITS}{{1,3}}"
        (numbered if "{}" in row["term"] else alone).append(row["term"].replace("{}", number))
    name = "|".join(sorted((*numbered, *alone), key=len, reverse=True))
    first = "".join(sorted({term[0] for term in (*numbered, *alone) if term[0] != "["}))
    tail = rf"(?!{_NO_TAIL})"
    more = rf"(?:[、和与及](?:{name}){tail}){{0,5}}"
    return re.compile(rf"(?=[{first}一二三四五六七八九十])(?P<name>{name}){tail}(?={more}{_busy()})")


def read_crews(page: UnitPage) -> None:
    """Add the crews of the organisation right before them or of the one named last."""
    for match in _crews().finditer(page.text):
        start, end = match.span("name")
        term = match["name"]
        if term not in _owners():
            term = re.sub(rf"{_DIGITS}+", "{}", term)
        kinds = _owners().get(term, frozenset())
        _add_crew(page, start, end, kinds)


def _add_crew(page: UnitPage, start: int, end: int, kinds: frozenset[str]) -> None:
    """Add one crew; 团|卫生队, 该团|三营 begin with a word for their organisation."""
    text = page.text
    direct = [(left, n) for left, n in page.by_end.get(start, ()) if n.kind in kinds]
    for left, owner in direct:
        naming = Naming(owner.name + text[start:end], None, owner.region, "crew", owner.area, owner.name)
        page.add(left, end, naming, 1.2, "parent")
    if direct or _COUNTED.search(text, max(0, start - 2), start):
        return
    left, host = _hosted(page, start, kinds)
    if host is None and kinds == _WORKS and 2 <= start - page.limit(start) <= _LEAD:
        start = left = page.limit(start)
    if host is None and page.bounded(start) and not cued("common", text, start):
        group = text.endswith("公司", start, end)  # a company of a group, or any
        known = (n for n in page.before(start) if n.kind in kinds and not n.host)
        host = next((n for n in known if not group or "集团" in n.name), None)
    if host is not None and not host.name.endswith(text[start:end]):
        naming = Naming(host.name + text[start:end], None, host.region, "crew", host.area, host.name)
        page.add(left, end, naming, 0.6, "inner")


def _hosted(page: UnitPage, start: int, kinds: frozenset[str]) -> tuple[int, Naming | None]:
    """Return where a crew begins and whose it is by the word before it (团|卫生队, 该支队|机动大队, 矿|职工医院)."""
    for size in (3, 2, 1):
        word = page.text[max(0, start - size) : start]
        group = tuple(ending for endings in hosts().get(word, ()) for ending in endings)
        ranked = _RANKED.fullmatch(word)
        group = group or ((ranked[1],) if ranked and "military" in kinds else ())
        if not group or not (page.bounded(start - size) or page.text[start - size - 1] == "该"):
            continue
        named = (n for n in page.before(start - size) if n.kind in kinds and not n.host)
        host = next((n for n in named if n.name.endswith(group)), None)
        if host is not None:
            return start - size, host
    return start, None


@cache
def _station_acts() -> re.Pattern[str]:
    """Compile what shows that a fire station acts, or the list that it begins."""
    return re.compile(
        rf"(?:、[\u4e00-\u9fff]{{2,5}}站){{0,4}}(?:共|将新增|\d+[余多]?[名人车辆]|{any_of('fire', 'acts')})"
    )


@cache
def _carries() -> re.Pattern[str]:
    """Compile what a railway station does that is no mere place (江城站|发送旅客, 江城东站|抽调40人)."""
    return re.compile(
        r"[站火](?:(?<=站)|车站)(?=(?:\d{1,2}月\d{1,2}日(?:[至到—-](?:\d{1,2}月)?\d{1,2}日)?|[今昨当][天日晚]|今[春年])?(?:[共已还也将又预计]|累计|紧急){0,3}"
        rf"(?:{any_of('carries')}|从(?:(?![的在])[\u4e00-\u9fff、]){{2,12}}?抽[调出]))"
    )


def _fire_stations(page: UnitPage) -> Iterator[tuple[int, int]]:
    """Yield the stations that act on a page that speaks of a fire brigade."""
    at = page.text.find("站")
    while at >= 0:
        if _station_acts().match(page.text, at + 1):
            start = page.limit(at)
            yield start, at + 1
        at = page.text.find("站", at + 1)


def read_fire_stations(page: UnitPage) -> None:
    """Add the stations of a fire brigade by their names (石桥路站38人, 特勤站): right behind it, or of the one named last."""
    known: dict[str, Naming] = {}
    for limit, end in _fire_stations(page) if "消防" in page.text else ():
        begun = (at for at in range(end - 3, max(limit, end - 7) - 1, -1) if _brigade(page, at))
        start = next(begun, limit)
        owner = _brigade(page, start)
        match = _FIRE_STATION.fullmatch(page.text, start, end)
        if (
            match is None
            or match[1].endswith(elements("station_sort"))
            or (owner is None and _no_crew(page, start, end))
        ):
            continue
        host = owner[1] if owner else next((n for n in page.before(start) if _FIRE.search(n.name)), None)
        if host is not None:
            naming = Naming(host.name + match[0], None, host.region, "crew", host.area, host.name)
            naming = known.setdefault(match[0], naming)
            page.add(owner[0] if owner else start, end, naming, 1.2 if owner else 0.6, "parent")


def read_railways(page: UnitPage) -> None:
    """Add the railway stations that act, on a page that speaks of trains (江城站抽调40名干部)."""
    for match in _carries().finditer(page.text) if any(word in page.text for word in cue("railway")) else ():
        stop = match.start() - (page.text[match.start() - 1] in "东西南北")
        area = page.area_at(stop) or page.bare_county(stop)
        if area is None or _PLACED.search(page.text, max(0, area.start - 24), area.start):
            continue
        owners = (pair for pair in page.by_end.get(area.start, ()) if _RAILWAY.search(pair[1].name))
        start, owner = min(owners, key=lambda pair: pair[0], default=(area.start, None))
        if owner is None and page.text.endswith("铁路", 0, start):
            start -= len("铁路")
        host = owner.name if owner is not None else ""
        naming = Naming(page.text[start : match.end()], None, area.code, "company", area.name, host)
        page.add(start, match.end(), naming, _OVER_PLACE, "area")


def _brigade(page: UnitPage, end: int) -> tuple[int, Naming] | None:
    """Return the fire brigade that ends at an offset, and where it begins."""
    return next(((left, n) for left, n in page.by_end.get(end, ()) if _FIRE.search(n.name)), None)


def _no_crew(page: UnitPage, start: int, end: int) -> bool:
    """Tell whether a station by itself is one of trains or any of its kind (在|柳州站, 两个|救援站)."""
    if page.text[start:end] in elements("post"):
        return False
    placed = page.text[start - 1 : start] in ("在", "到", "从") or page.area_at(end - 1) is not None
    return (
        placed
        or page.bare_county(end - 1) is not None
        or generic_words().fullmatch(page.text, start, end - 1) is not None
    )
