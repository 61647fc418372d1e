"""Towns, villages and sites: every head word, and of sites the name before it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon, terms_of
from extractor.mentions.foreign_names import foreign, transcribing
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_edges import (
    NO_STEM,
    QUARTER,
    below_area,
    in_full,
    site_edge,
)
from extractor.mentions.place_evidence import beside_one, listed_road, named_after_hill, purposes, site_score
from extractor.mentions.place_goals import begins, below, from_goal, given
from extractor.mentions.place_text import (
    VILLAGE_KINDS,
    Found,
    View,
    cue_at,
    generic,
    head_words,
    left_edge,
    of_town,
    stops,
    water_words,
)
from extractor.mentions.place_towns import find_town
from extractor.mentions.place_villages import add_below, village
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.scan import Hit

_BANK = re.compile("[东西南北][岸侧坡麓段]")  # 水洛河|北岸, no 河北
_NUMBERED = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})号$")
_DATED = re.compile(r"(?<![\d.,第])1[6-9]\d\d$")
_DEEDS = frozenset("守离到设在至去进出回赴和有是的过")
_SIDES = frozenset("东西南北中")  # the whole stem of 北|正街, 南|大街
_OWNERS = frozenset("省市县区镇乡")
_RIVERS = frozenset("江河溪")
_RIVERS_ON = re.compile(r"、[\u4e00-\u9fff]{1,3}[江河溪](?=[、,和等两三四五])")
_DIGITS = frozenset("〇一二三四五六七八九十百")
_SHORT = 2
_NAMED = 0.4  # a score above it: more likely a name than not


@cache
def _purpose_ends() -> frozenset[str]:
    """Return the last characters of the words of `purposes`."""
    return frozenset(row["term"][-1] for row in read_lexicon("site_purposes"))


def heads(view: View, hits: Sequence[Hit]) -> None:
    """Expand every head word to the left: towns first, so that villages find them, then the rest."""
    longest = {hit[1]: hit for hit in reversed(hits)}
    text = view.text
    reach: dict[int, int] = {}
    for start, end, _ in hits:
        reach[start] = max(end, reach.get(start, 0))
    ordered = sorted(
        h
        for h in longest.values()
        if h[1] == reach[h[0]] and (h[2][0] == "zone" or text[h[0] - 1 : h[0]] not in NO_STEM)
    )
    starts = reach.keys()
    for start, end, (kind, _) in ordered:
        if kind == "town":
            find_town(view, start, end)
    for start, end, (kind, _) in ordered:
        if kind in VILLAGE_KINDS and not (end in starts and text[end : end + 2] in ("社区", "小区")):
            village(view, start, end, kind)
    for start, end, (kind, rule) in ordered:
        if kind not in VILLAGE_KINDS and kind != "town":
            _site(
                view,
                start,
                end,
                kind,
                rule,
                follows=end in starts
                and not _goes_on(text, end, reach[end])  # 体育馆|站点
                and text[end] != "里"
                and text[start:end] != text[end : end + end - start],
            )


def _settled(view: View, head: tuple[int, int], kind: str, rule: str, *, follows: bool) -> bool:
    """Add the site whose head tells what stands before it (4号卡口, 镇文化站); tell whether no more is to be found."""
    text = view.text
    start, end = head
    if end - start == 1 and text[start - 1] in transcribing() and text[end : end + 1] in _syllables():
        return True  # 玛依塔|斯: inside a name of other make
    if (
        text[start:end] == "港"
        and not _in_town(view, start - _SHORT)
        and cue_at(view, start - _SHORT) != "to"
        and gazetteer().find(text[end - 2 : end])
    ):
        return True  # 泉港
    if (follows and not text.startswith("路段", end)) or _goes_on(text, start, end):
        if follows and rule != "single":
            _of_area(view, start, end, kind, rule)  # 市体育中心|广场
        return True
    if text[start:end] == "片区" and (area := view.before(start)) and _names_area(text, area):
        return True  # what is named is the town or county
    if (text[end - 1] == "区" and text[start:end] != QUARTER and _ends_county(view, start, end)) or (
        kind == "road" and _begins_county(view, start, end)
    ):
        return True  # 泉港区, 碑林区; 唐山市|路北区
    if kind == "zone" and text[start - 1 : start] == "、" and view.before(start - 1):
        _listed_zone(view, start, end)
        return True
    if rule != "single":
        numbered = _NUMBERED.search(text, max(0, start - 5), start)
        if numbered:
            _numbered(view, numbered.start(), end, kind)
        if numbered or _dated(view, start, end, kind) or _of_area(view, start, end, kind, rule):
            return True
    return text[start - 1] in _DEEDS and view.before(start - 1) is not None  # 在马场镇|守卡口


@cache
def _syllables() -> frozenset[str]:
    """Return the characters that stand for syllables of foreign names; 里 ends words for places, too."""
    return foreign() - {"里"}


def _in_town(view: View, start: int) -> bool:
    """Tell whether a town stands before a name (和乐镇|港北港)."""
    before = view.before(start)
    return before is not None and before.payload.kind == "town"


def _ends_county(view: View, start: int, end: int) -> bool:
    """Tell whether a head is the end of a county's full name that no other name overlaps (福鼎|城区)."""
    before = view.before(start)
    return any(
        in_full(c) and c.end == end and c.start < start and not (before and before.start < c.start)
        for c in view.pieces.get(end, ())
    )


def _begins_county(view: View, start: int, end: int) -> bool:
    """Tell whether a head is the beginning of a county's full name."""
    return any(
        c.start == start and c.payload.kind == "county" and in_full(c)
        for stop in (end + 1, end + 2)
        for c in view.pieces.get(stop, ())
    )


def _names_area(text: str, area: Candidate) -> bool:
    """Tell whether a town in full, or a county of a list, stands before 片区 (阳春、阳西片区)."""
    listed = (
        area.payload.kind == "county" and area.score > _NAMED and text[area.start - 1 : area.start] == "、"
    )
    return listed or text[area.end - 1] in "镇乡道"


def _head_start(view: View, start: int, end: int, kind: str) -> int:
    """Return where a head begins once what belongs to the name is cut off, or its purpose put before it."""
    text = view.text
    if text[start:end] in terms_of("place_words", "compass") and any(
        c.start == start - 1 and c.payload.kind in ("city", "county") for c in view.pieces.get(start + 1, ())
    ):
        return start + 1  # 苍南|站
    if kind == "road" and text[start - 1] in _SIDES and text[start + 1 : end] in head_words():
        return start + (text[start - 2 : start - 1] in NO_STEM or start - 1 in view.cues)
    if kind == "site" and text[start - 1] in _purpose_ends():
        purpose = purposes().search(text, max(0, start - 10), start)
        return purpose.start() if purpose else start
    return start


def _site(view: View, start: int, end: int, kind: str, rule: str, *, follows: bool) -> None:
    """Find the site that ends with a head word: what stands before the head must be a name."""
    if _settled(view, (start, end), kind, rule, follows=follows):
        return
    if rule == "single" and of_town(view.text, end):
        return  # 清水河|镇
    start = _head_start(view, start, end, kind)
    left, strength = from_goal(view, *site_edge(view, start, rule))
    left, strength = below_area(view, (left, start, end), kind, strength)
    left, strength = _on_river(view, (left, start, end), strength)
    left = _whole_number(view.text, left)
    if rule == "single" and left < start - 2 and _after_division(view, start - 2):
        left, strength = start - 2, "chain"  # 珠海|黄茅岛, 德化|戴云山
    if rule == "single" and left < start - 1 and _in_town(view, start - 1) and _river(view, start - 1, end):
        left, strength = start - 1, "chain"  # 青浦镇|西河
    inner = [c for c in view.ending(left, start) if left <= c.start and c.score > 0]
    rails = view.text[start:end] in terms_of("place_words", "rails")
    if rails and view.text[start - 1] == "站":
        return  # 柳北站|铁路志愿者
    if rails and any(c.start == left and c.end == start for c in inner):
        return  # 到南宁|铁路旅行时间
    if strength and start - left == 1 and rule == "single" and _river(view, left, end):
        add_below(view, left, end, kind, 1.4, None)
    stem = view.text[left:start]
    if (
        strength
        and start - left > 1
        and (
            not generic(view, left, start, end)
            or (begins(view.text, left) and not generic(view, left + 1, start, end))
            or given(view, left, start, end)
            or (strength == "chain" and kind == "site" and below(view, left, start, end))
            or named_after_hill(view, (left, start, end), kind)
            or _of_village(view, stem, kind)
            or _through_town(view, left, stem, kind)
            or (strength == "to" and kind == "road" and stem[0] in "环滨")
            or listed_road(view, (left, start, end), kind)
        )
    ):
        score = site_score(view, (left, start, end), kind, rule, strength, inner)
        road = view.before(left) if kind == "site" and view.text[end - 1] in "口站点区" else None
        if score and road and road.payload.kind == "road":
            left, score = road.start, score + road.score
        if score:
            add_below(view, left, end, kind, score, None)


def _on_river(view: View, span: tuple[int, int, int], strength: str) -> tuple[int, str]:
    """Return the edge of a gauge or lock after the river that it stands on (沅水|桃源站)."""
    left, start, end = span
    if view.text[start:end] in ("站", "闸"):
        for c in view.ending(left, start - _SHORT):
            if c.start >= left and c.payload.kind == "water" and c.score > _NAMED:
                return c.end, "chain"
    return left, strength


def _whole_number(text: str, left: int) -> int:
    """Return the edge before all of a number in words that it cuts (第一|三〇中学考点)."""
    if text[left : left + 1] not in _DIGITS:
        return left
    at = left
    while at and text[at - 1] in _DIGITS:
        at -= 1
    return at - 1 if text[at - 1 : at] == "第" else left


def _after_division(view: View, at: int) -> bool:
    """Tell whether a city or county ends before two characters that are none (珠海|黄茅岛)."""
    before = view.before(at)
    if before is None or before.payload.kind not in ("city", "county") or before.score <= _NAMED:
        return False
    return all(c.start != at for c in view.pieces.get(at + _SHORT, ()))


@cache
def _longer_words() -> dict[str, tuple[str, ...]]:
    """Return head word -> the words that begin with it and are no name's end (路 -> 路人, 路线)."""
    heads = head_words()
    found: dict[str, tuple[str, ...]] = {}
    for word in stops("on"):
        for size in range(1, len(word)):
            if word[:size] in heads and word not in heads:
                found[word[:size]] = (*found.get(word[:size], ()), word)
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether the head is a part of another word (路|人, 体育馆站|点, 泉港, 网|站)."""
    head = text[start:end]
    if (words := _longer_words().get(head)) and text.startswith(words, start) and not _BANK.match(text, end):
        return True
    return text[start - 1 : start] == head or text[start - 1 : end] in ("网站", "大堤防")  # 长江|江心


def _listed_zone(view: View, start: int, end: int) -> None:
    """Add the zone of a list of districts (云龙、泉山、经济技术开发区): it is the city's."""
    name = view.text[start:end]
    city = next((d for d in view.context.chain() if d.level == "city"), None)
    known = gazetteer().find((city.short or city.name) + name) if city else ()
    view.add(Candidate(start, end, "place", 1.5, ("list",), Found(name, "zone", known)))


def _numbered(view: View, start: int, end: int, kind: str) -> None:
    """Add a numbered site with the name before its number (湖东三村4号卡口)."""
    left, strength = left_edge(view, start, limit=8)
    if strength not in ("chain", "to") or generic(view, left, start, start):
        left = start
    add_below(view, left, end, kind, 1.6, None)


def _dated(view: View, start: int, end: int, kind: str) -> bool:
    """Add what is named after the year that a plant was founded (1912街区); tell whether it was one."""
    year = _DATED.search(view.text, max(0, start - 5), start)
    if year is None or not view.text[start:end].endswith(terms_of("place_words", "old_works")):
        return False
    add_below(view, year.start(), end, kind, 1.2, None)
    return True


def _of_area(view: View, start: int, end: int, kind: str, rule: str) -> bool:
    """Add the site that an area owns (镇文化站, 县体育馆); tell whether nothing more is to be found."""
    text = view.text
    owners = stops("owner")  # 生活区|文体中心
    if (
        text[start - 1] not in _OWNERS
        or text[start - 2 : start] in owners
        or text[start - 3 : start] in owners
    ):
        return False
    before = view.before(start)
    if (
        before
        and before.payload.kind == "town"
        and end - start > 1
        and (kind not in ("road", "water") or text[end - 1] in ("街", "段"))
    ):
        add_below(view, start, end, kind, 1.6, None)
    elif before and before.payload.kind == "town" and end - start > 1:
        return True  # 石桥镇|河堤: of its kind there are many
    elif not before and (end - start > 2 or rule == "venue") and text[start - 1 : end] not in stops("word"):
        add_below(view, start - 1, end, kind, 1.4, None)
        return True
    return False


def _river(view: View, left: int, end: int) -> bool:
    """Tell whether a river's name of two characters is one: its water is spoken of, or other rivers are beside it."""
    text = view.text
    name = text[left:end]
    return (
        name[-1] in _RIVERS
        and name not in stops("word")
        and name not in stops("river")
        and (
            text.startswith(water_words(), end)
            or beside_one(view, left, "water", "single")
            or _RIVERS_ON.match(text, end) is not None
        )
    )


def _of_village(view: View, stem: str, kind: str) -> bool:
    """Tell whether a stem of two characters that looks common is a village's that the page names (万和村 … 万和|小学)."""
    return kind == "site" and len(stem) == _SHORT and f"{stem}村" in view.text


def _through_town(view: View, left: int, stem: str, kind: str) -> bool:
    """Tell whether a road along or round something is a town's street (都濡镇|沿江路)."""
    return kind == "road" and stem[0] in "沿环滨" and _in_town(view, left)
