"""Provinces, cities and counties by gazetteer, and the short county or bare town beside another name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.context import apart
from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.name_shapes import HAN
from extractor.mentions.place_edges import MUNICIPAL
from extractor.mentions.place_text import (
    ORIGIN,
    Found,
    View,
    cue_at,
    head_words,
    of_body,
    of_origin,
    of_team,
    of_town,
    stops,
)
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit

_NUMBERED_STREET = re.compile(r"\d{1,3}[路街巷]")
_STREET = re.compile(
    r"(?:[东西南北中一二三四五上下新老]{1,2}|城[东西南北])?(?:大道|大街|路(?!段|网)|街(?!道|镇|头)|巷)"
)
_CLOSED = re.compile(r"(?:[、和][\u4e00-\u9fff]{2,5}){0,10}?等(?:地|\d{0,2}[省市县区州])")  # 平安、民和等地
_CITIZENS = re.compile(r"[市县]民(?![政警族营航宿兵办主生间乐用俗盟建革])")
_AMONG = ("其中", "集中")
_SEATS = frozenset("县镇乡全主老新")
"""Characters after which the name of a district is the inner town of another division (县|城关区)."""
_MEASURES = frozenset("名户个处座台")
_JOURNEY = 0.4
_SCENE = 1.0
_OPENING = frozenset(("", *"\n。;,:“ "))
_LABEL = re.compile(r"(?:^|\n)[^\u4e00-\u9fff\n]*$")
_BULLET = 8  # characters of what may stand before the label of a paragraph (★ 桐江:)
_CITIES = MUNICIPAL | {"81", "82"}  # Hong Kong, Macau
_SURE = 2.0
_CUE = 0.8
_LISTED = 1.0


@cache
def _forecast() -> re.Pattern[str]:
    """Compile the weather that a forecast tells of a city (天水|多云转阴)."""
    return re.compile(rf"(?:{any_of('place_words', 'sky')})(?:间|[转到]|-?\d)")


@cache
def _sky() -> frozenset[str]:
    """Return the characters that such weather begins with."""
    return frozenset(word[0] for word in terms_of("place_words", "sky"))


def divisions(view: View, hits: Sequence[Hit]) -> None:
    """Weigh the hits of provinces, cities and counties, the longest of each start."""
    reach = -1
    named: list[Candidate] = []
    meanings: dict[str, _Meaning] = {}
    longest: dict[int, Hit] = {}
    for hit in hits:
        longest[hit[0]] = hit
    for start, end, entry in longest.values():
        if end <= reach:
            continue
        reach = max(reach, end)
        name = view.text[start:end]
        meaning = meanings.get(name)
        if meaning is None:
            meaning = meanings[name] = _meaning(view.context, name, entry)
        score, evidence = _division_score(view, start, end, meaning)
        if score > 0:
            named.append(Candidate(start, end, "place", score, evidence, meaning.found))
            view.add(named[-1])
    _mark_senders(view, named)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name of divisions means on a page, wherever it stands.

    `full`: it is a full name; `stopped`: it is a word too; `near`, `inside`: the document names it, or what it lies in; `base`:
    what speaks for the name by itself. Of a full name that is no word nothing more is asked.
    """

    found: Found | None
    full: bool
    stopped: bool
    near: bool
    inside: bool
    home: bool
    base: float


def _meaning(context: Context, name: str, entry: Sequence[Division]) -> _Meaning:
    """Read what a name means in the year and among the divisions of the document."""
    candidates = gazetteer().on(name, context.year) or entry
    if not candidates and len(name) > 2:  # the short name of what had ended by then means nothing
        candidates = gazetteer().former(name)
    left = context.remaining(candidates)
    full, stopped = name in [d.name for d in candidates], name in stops("division")
    if not left or (not gazetteer().find(name) and _far(context, left)):  # 滨海区, once of 宁波, in 潍坊
        return _Meaning(None, full, stopped, near=False, inside=False, home=False, base=0.0)
    kind = "town" if left[0].name[-1] in "乡镇" else left[0].level
    found = Found(left[0].name if len(left) == 1 else name, kind, left, left[0].parent)
    if full and len(name) > 2 and not stopped:
        return _Meaning(found, full, stopped, near=False, inside=False, home=False, base=0.0)
    near = any(d.code in context.divisions for d in left)
    base = 0.5 if full else -0.9
    if len(name) > 2 or left[0].level in ("province", "city"):
        base = 1.4 if not stopped and name not in stops("lone") else -0.4
    if not gazetteer().find(name) and all(name not in (d.name, d.short) for d in candidates):
        base -= 1.2  # a name that no longer exists
    if not {d.code for d in left}.isdisjoint([d.code for d in context.chain()]):
        base += 1.0
    return _Meaning(
        found,
        full,
        stopped,
        near,
        near or any(d.parent in context.divisions and _is_city(d.parent) for d in left),
        any(d.level == "city" and d is context.region for d in left),
        base,
    )


def _far(context: Context, divisions: Sequence[Division]) -> bool:
    """Tell whether divisions lie in another province than the region of a page, and in none that it names."""
    region = context.region
    return region is not None and all(
        d.code[:2] != region.code[:2] and f"{d.code[:2]}0000" not in context.divisions for d in divisions
    )


def _is_city(code: str) -> bool:
    """Tell whether what lies in a division lies close together: no province, or one that is a city itself."""
    return code[2:] != "0000" or code[:2] in _CITIES


def _mark_senders(view: View, named: Sequence[Candidate]) -> None:
    """Mark the names that only tell who comes or whose team it is, with what stands before them in a list (广东、云南公安)."""
    text, region = view.text, view.context.region
    paragraphs = view.page.layout.paragraphs
    opening = paragraphs[0].lead if paragraphs else 0
    marked: set[int] = set()
    for c in reversed(named):
        short = not c.evidence or c.evidence[0] != "full"
        if (
            c.start == opening
            and region in c.payload.divisions
            and text.startswith(terms_of("place_bodies", "branch"), c.end)
        ):
            continue  # the headline's 西宁|消防夜查140家场所
        if (
            (short and of_origin(text, c.end))
            or of_team(text, c.end)
            or of_body(text, c.end)
            or c.end in marked
            or (text[c.end : c.end + 1] in ("、", "和", "及", "与") and c.end + 1 in marked)
        ):
            marked.add(c.start)
            evidence = (*c.evidence, ORIGIN)
            view.exchange(c, Candidate(c.start, c.end, c.label, c.score, evidence, c.payload))


def mark_outer(view: View) -> None:
    """Mark the short provinces that only say where the one city behind them lies (四川|遂宁)."""
    starts: dict[int, Candidate] = {}
    for c in view.found:
        known = starts.get(c.start)
        if c.score > 0 and (known is None or c.end > known.end):
            starts[c.start] = c
    for c in [c for c in view.found if c.payload.kind == "province" and c.end in starts]:
        if (
            ORIGIN not in c.evidence
            and not view.text.endswith(terms_of("place_words", "helped"), 0, c.start)  # 赴|青海|玉树
            and _begins_city(view, c, starts)
        ):
            evidence = (*c.evidence, ORIGIN)
            view.exchange(c, Candidate(c.start, c.end, c.label, c.score, evidence, c.payload))


def _begins_city(view: View, area: Candidate, starts: Mapping[int, Candidate]) -> bool:
    """Tell whether a short name is that of the one city's province; of a list of cities (陕西|渭南、咸阳) it tells more."""
    below = starts.get(area.end)
    if below is None or view.text[area.start : area.end] not in [d.short for d in area.payload.divisions]:
        return False
    if below.payload.kind != "city" or not _lies_in(area, below.payload):
        return False
    following = (
        starts.get(below.end + 1)
        if view.text[below.end : below.end + 1] in ("、", "和", "与", "及")
        else None
    )
    return following is None or not _lies_in(area, following.payload)


def _division_score(view: View, start: int, end: int, meaning: _Meaning) -> tuple[float, tuple[str, ...]]:
    """Weigh one name: a full name speaks for itself, two characters need context."""
    text, size = view.text, end - start
    full, stopped, near, inside = meaning.full, meaning.stopped, meaning.near, meaning.inside
    if meaning.found is None:
        return 0.0, ()
    if (
        text[start - 1 : start + 1] in _AMONG
        or (text[start] in _MEASURES and text[start - 1 : start].isdigit())
        or (not full and of_town(text, end))
    ):
        return 0.0, ()  # 其中|山区的住户, 50|台|中巴车, 沙河口|镇
    if full and size > 2 and not stopped:
        other = _CITIZENS.match(text, end - 1) or text[end - 1 : end + 1] == "区域"
        return (0.0, ()) if other or _within_word(view, start, end, meaning.found) else (2.0, ("full",))
    after = text[end : end + 1]
    if (after.isdigit() and _NUMBERED_STREET.match(text, end)) or (not full and _STREET.match(text, end)):
        return 0.0, ()
    before = text[start - 1 : start]
    cue = cue_at(view, start)
    sibling = view.before(start - 1) if before in ("、", "和", "及", "与") else None
    joined = sibling is not None and before != "、"
    listed = joined or before == "、" or after == "、" or before + after == "【】"
    listed = listed or (inside and _labels(text, start, end))
    above = view.before(start)
    chained = above is not None
    if above is not None and not full and _outside(above, meaning):
        return 0.0, ()  # 若尔盖|黑河: a river; 湖州|城北
    forecast = after in _sky() and _forecast().match(text, end) is not None
    if size == 2 and not (
        near or listed or chained or forecast or apart(text, start, end, view.cues.__contains__, full=full)
    ):
        return 0.0, ()  # 今|天水|位, 海|口味|重
    base = meaning.base
    if sibling is not None and (before == "、" or _akin(sibling, meaning)):
        base += 0.5
    score = (
        base
        + _LISTED * listed * (0.6 if base < 0 else 0.4)
        + (0.8 if near or (inside and listed) else 0.5 if inside else 0.0)
    )
    score += _LISTED * forecast
    if size == 2 and near and not stopped and _heads_page(view, start, meaning.found):
        score += _LISTED
    score += (_CUE if cue == "to" else 0.0) * (0.8 if base < 0 else 0.3) + (0.6 if chained else 0.0)
    score += _told(text, start, end) if base < 0 and not stopped else 0.0
    if stopped and full and size > 2 and inside and text[start:end] not in stops("word"):
        return (2.0, ("full",)) if before not in _SEATS and after != "域" else (0.0, ())
    if stopped and full and not (near or inside):
        return 0.0, ()  # 会同县委组织部: a preposition before 县
    if stopped and not (
        meaning.home
        or (near and size > 2)
        or (inside and (listed or chained))
        or _akin(sibling, meaning)
        or (above is not None and _lies_in(above, meaning.found))
        or (listed and _CLOSED.match(text, end))
    ):
        score -= 1.5
    evidence = [
        w for w, on in (("near", near), ("list", listed), ("cue", cue == "to"), ("chain", chained)) if on
    ]
    return score, tuple(evidence)


def _within_word(view: View, start: int, end: int, found: Found) -> bool:
    """Tell whether the full name of a district far away runs on from what stands before it (峡|山城区)."""
    text = view.text
    if end - start != len("山城区") or text[end - 1] != "区" or not HAN.match(text[start - 1 : start]):
        return False
    led = start in view.cues or view.before(start) is not None or text[start - 1] in "的、和及与"
    return not led and _far(view.context, found.divisions)


def _told(text: str, start: int, end: int) -> float:
    """Weigh what tells that people go to a short name, or that something happens there."""
    return _JOURNEY * text.endswith(_journeys("to"), 0, start) + _SCENE * text.startswith(
        _journeys("scene"), end
    )


@cache
def _journeys(kind: str) -> tuple[str, ...]:
    """Return the words that tell of a place: `to` before a goal (驰援|英德), `scene` behind a scene (泸定|发生)."""
    return tuple(row["term"] for row in read_lexicon("place_journeys") if row["kind"] == kind)


def _labels(text: str, start: int, end: int) -> bool:
    """Tell whether a name is the label of a paragraph (★ 桐江:), or has a line to itself."""
    return (
        text[end : end + 1] in (":", "\n", "")
        and _LABEL.search(text, max(0, start - _BULLET), start) is not None
    )


def _heads_page(view: View, start: int, found: Found) -> bool:
    """Tell whether a short name opens the headline of a page that gives the name in full."""
    paragraphs = view.page.layout.paragraphs
    return bool(paragraphs) and start == paragraphs[0].lead and view.text.find(found.name, start + 1) > start


def _outside(above: Candidate, meaning: _Meaning) -> bool:
    """Tell whether a division stands right after a county or city that it does not lie in."""
    found, kind = meaning.found, above.payload.kind
    if found is None or kind not in ("city", "county"):
        return False
    if found.kind != "county":
        return kind == "county" and found.kind in ("province", "city")
    return not any(
        gazetteer().within(d.code, a.code) for d in found.divisions for a in above.payload.divisions
    )


def _lies_in(above: Candidate, found: Found | None) -> bool:
    """Tell whether the province or city right before a name is its own (浙江|仙居)."""
    return (
        found is not None
        and above.payload.kind in ("province", "city")
        and any(gazetteer().within(d.code, a.code) for d in found.divisions for a in above.payload.divisions)
    )


def _akin(sibling: Candidate | None, meaning: _Meaning) -> bool:
    """Tell whether the name before it in a list lies in the same province (琼中、文昌和|定安)."""
    if sibling is None or meaning.found is None:
        return False
    provinces = {d.code[:2] for d in sibling.payload.divisions}
    return any(d.code[:2] in provinces for d in meaning.found.divisions)


def bare_towns(view: View, hits: Sequence[Hit]) -> None:
    """Find the bare town after its short county (晋江|安海)."""
    towns = {c.start for c in view.found if c.payload.kind == "town"}
    for start, end, entry in hits:
        if end - start > 3 or end in towns:
            continue
        county = view.known(start, end)
        if county and any(d.level in ("city", "county") for d in entry):
            _bare_town(view, end, county)


def above_towns(view: View, hits: Sequence[Hit]) -> None:
    """Find the short county before one of its towns (义乌|大陈镇, 广南|珠琳)."""
    towns = {c.start: c for c in view.found if c.payload.kind == "town"}
    reach = {c.start: c.end for c in view.found if c.payload.kind == "site"}
    for start, end, entry in hits:
        if (
            end - start > 3
            or end not in towns
            or reach.get(start, 0) > end
            or not any(d.level in ("city", "county") for d in entry)
        ):
            continue
        if left := tuple(
            d for d in entry if any(gazetteer().within(t.code, d.code) for t in towns[end].payload.divisions)
        ):
            name = left[0].name if len(left) == 1 else view.text[start:end]
            found = Found(name, left[0].level, left)
            view.add(Candidate(start, end, "place", 1.6, ("near", "chain"), found))


def above_sites(view: View, hits: Sequence[Hit]) -> None:
    """Find the short county that opens a sentence before a river, island or the like (。玉环|披山岛)."""
    sites = {c.start for c in view.found if c.score > _SURE and c.payload.kind in ("water", "site")}
    taken = {c.start for c in view.found if c.score > 0}
    for start, end, entry in hits:
        if end not in sites or start in taken or view.text[start - 1 : start] not in _OPENING:
            continue
        name = view.text[start:end]
        left = view.context.remaining(entry)
        if name not in stops("division") and len(left) == 1 and left[0].level in ("city", "county"):
            view.add(
                Candidate(start, end, "place", 1.6, ("chain",), Found(left[0].name, left[0].level, left))
            )


def _longer(view: View, start: int, end: int) -> bool:
    """Tell whether a candidate that starts here ends later (大沙|水库)."""
    return any(c.start == start and c.end > end for c in view.found)


@cache
def _blocks() -> tuple[str, ...]:
    """Return the head words of blocks of flats, whose name is no town's (利通区|金星花园)."""
    return tuple(word for word, (kind, _) in head_words().items() if kind == "community" and len(word) > 1)


def _bare_town(view: View, start: int, county: Division) -> None:
    stems = gazetteer().town_stems(county.code)
    for length in (3, 2):
        stem = view.text[start : start + length]
        known = stems.get(stem)
        if (
            known
            and not _longer(view, start, start + length + 1)
            and not any("stretch" in c.evidence for c in view.pieces.get(start + length + 1, ()))
            and stem not in stops("stem")
            and not view.text.startswith(_blocks(), start + length)
            and f"{stem}区" != stem + view.text[start + length :][:1]
        ):
            found = Found(county.name + known[0].name, "town", tuple(known), county.code)
            view.add(Candidate(start, start + length, "place", 1.1, ("chain",), found))
            return
