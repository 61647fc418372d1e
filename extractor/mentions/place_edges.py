"""Where the name before a site's head begins: after or before the areas and towns that stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.place_goals import below
from extractor.mentions.place_text import (
    CUTS,
    VILLAGE_KINDS,
    chain_edge,
    cue_at,
    generic,
    head_words,
    left_edge,
)

if TYPE_CHECKING:
    from extractor.mentions.lattice import Candidate
    from extractor.mentions.place_text import View

NO_STEM = frozenset(("", "\n", ",", "。", "“", "”", "、", ";", ":", "!", "?", "(", ")", *"的各个本该全每"))
EDGES = frozenset(("", "\n", ",", "。", "“", "、", ";", ":", "!", "?", "("))
AREA_ENDS = frozenset("省市县区镇乡旗州道村")
_COUNTY_ENDS = frozenset("市县区旗")
_INNER = frozenset("里上下前后中")
QUARTER = "城区"
MUNICIPAL = frozenset(("11", "12", "31", "50"))  # codes of provinces that are cities: 天津滨海机场
_AREAS = frozenset(("province", "city", "county", "site"))
_SHORT = 2
_NAMED = 0.4  # a score above it: more likely a name than not


def site_edge(view: View, start: int, rule: str) -> tuple[int, str]:
    """Return where the name before a site's head begins, and what says so."""
    left, strength = left_edge(view, start, limit=10, over_places=True)
    cue = view.cues.get(start)
    if not strength and not (cue and cue[2] != "soft" and start - cue[0] > 1):
        left, strength = chain_edge(view, start)
    if rule == "venue":
        short = view.text[left:start].removesuffix("中心")
        left = next((start - k for k in (2, 3) if k < len(short) and short[-k:] in view.towns), left)
    return _beyond(view, start, *_from_town(view, left, strength))


def _from_town(view: View, left: int, strength: str) -> tuple[int, str]:
    """Return the edge before the bare town whose last character looks like a boundary (到|石井里|文化广场检测点)."""
    text = view.text
    if strength == "soft" and text[left - 1 : left] in _INNER:
        for size in (3, 2):
            at = left - size
            if text[at:left] in view.towns and (at in view.cues or text[at - 1 : at] in EDGES):
                return at, "to" if cue_at(view, at) == "to" else strength
    return left, strength


def _beyond(view: View, start: int, left: int, strength: str) -> tuple[int, str]:
    """Return the edge again, past a place that it cuts (都|昌县大沙水库) or that only stands beside (中洲镇和|县城区)."""
    text = view.text
    for c in view.ending(left - 1, start):
        if left <= c.end and c.end != start - 1 and c.score > _NAMED:
            if c.start < left < c.end:
                left, strength = (c.end, "chain") if c.end < start else (c.start, "soft")
            elif c.start >= left and c.end < start and text[c.end] in "和与及":
                left, strength = c.end + 1, "soft"
    if text[left:start] in head_words() and text[left - 1 : left] not in NO_STEM:
        inner = left_edge(view, left, limit=8, over_places=True)
        return inner if inner[1] else (left, strength)  # 陆家|中学安置点
    return left, strength


def below_area(view: View, span: tuple[int, int, int], kind: str, strength: str) -> tuple[int, str]:
    """Return the edge after an area named in full, if more than a common noun is left (楚雄市|东兴中学)."""
    left, start, end = span
    upper = [
        c.end
        for c in view.ending(left, start - 2)
        if left <= c.start
        and c.score > 0
        and (
            (
                view.text[c.end - 1] in AREA_ENDS
                and (kind != "site" or in_full(c) or view.text[c.end - 1] in _COUNTY_ENDS)
            )
            or (kind == "site" and view.text[c.end - _SHORT : c.end] in terms_of("place_words", "holder"))
            or (
                kind == c.payload.kind == "road"
                and c.score > _NAMED
                and view.text[c.end - _SHORT : c.end] not in terms_of("place_words", "rails")
            )
            or (kind == "site" and _address(view, c, start))
        )
    ]
    if kind == "zone" and view.text.startswith(QUARTER, end - len(QUARTER)):
        owner = view.before(start)  # 廉江市|城区, 扬州|主城区
        if owner and left < owner.start and owner.payload.kind in ("city", "county"):
            return owner.start, "chain"
    if upper and (
        kind in ("road", "water")
        or (
            kind == "site"
            and view.text[max(upper)] != "第"
            and (not generic(view, max(upper), start, end) or below(view, max(upper), start, end))
        )
        or (kind == "zone" and any(c.start == max(upper) and c.end == end for c in view.found))
        or (kind == "zone" and view.text[max(upper) - 1] in "镇乡道")
        or (kind == "zone" and view.text[start:end] == "片区" and view.text[max(upper) - 1] in _COUNTY_ENDS)
    ):
        return max(upper), "chain"
    if kind == "road" and (area := _past_areas(view, left, start)) > left:
        return area, "chain"
    if kind == "site" and end - start > 1 and (area := _past_province(view, left, start)) > left:
        return area, "chain"
    if upper and kind == "site":
        owner = view.before(max(upper))  # 驻地|文昌市第三中学
        if owner and left < owner.start and owner.score > _NAMED:
            return owner.start, "soft"
    return _past_cue(view, left, strength)


def _address(view: View, road: Candidate, start: int) -> bool:
    """Tell whether a site only stands in the road before its name (银杏路|红星敬老院; not 解放路|第一小学)."""
    text = view.text
    return (
        road.payload.kind == "road"
        and road.score > _NAMED
        and text[road.end - 1] in "路街巷"
        and text[road.end] not in "第军"  # 麻庄八路|军旧址
        and text[road.end : start] not in head_words()
    )


def _past_areas(view: View, left: int, start: int) -> int:
    """Return the edge of a road after the short names of two areas, or of a quarter (香港大埔|汀角路); else `left`."""
    at, passed, quarter = left, 0, False
    for c in sorted(view.ending(left, start - _SHORT), key=lambda c: c.start):
        if c.start == at and c.score > _NAMED and c.payload.kind in _AREAS:
            at, passed, quarter = c.end, passed + 1, quarter or "landmark" in c.evidence
    return at if passed > 1 or quarter else left


def _past_province(view: View, left: int, start: int) -> int:
    """Return the edge of a site after the province of the city that it is named after (四川|攀枝花煤矿); else `left`."""
    inner = view.ending(left, start)
    for c in inner:
        if c.start == left and c.payload.kind == "province" and c.score > _NAMED:
            codes = {d.code[:2] for d in c.payload.divisions} - MUNICIPAL
            below = (o for o in inner if o.start == c.end and o.payload.kind in ("city", "county"))
            if any(d.code[:2] in codes for o in below for d in o.payload.divisions):
                return c.end
    return left


def _past_cue(view: View, left: int, strength: str) -> tuple[int, str]:
    """Return the edge after an area in full, where the name begins with what leads to names (沅江市|共双茶垸)."""
    cue = view.cues.get(left)
    if strength == "soft" and cue and left - cue[0] == 1 and view.text[left - 1] not in CUTS:
        area = view.before(left - 1)
        if area and in_full(area) and view.text[left - 2] in AREA_ENDS:
            return left - 1, "chain"
    return left, strength


def in_full(candidate: Candidate) -> bool:
    """Tell whether a place is named in full (楚雄市|东兴中学), not by its short name (泉州收费站)."""
    return (
        "full" in candidate.evidence
        or "town" in candidate.evidence
        or candidate.payload.kind in VILLAGE_KINDS
    )
