"""What speaks for a site whose head and edge are known: where it stands, what is done there, what is beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.place_edges import AREA_ENDS, EDGES
from extractor.mentions.place_goals import done_there, goal, has_exits, moved, visited
from extractor.mentions.place_text import generic, head_words, stops, tails, water_words
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.lattice import Candidate
    from extractor.mentions.place_text import View

_HOUSE_NUMBER = re.compile(r"\d{1,4}[号巷弄]")
_DOORS = re.compile("大?门[前口外]|大堂|大厅里?")  # of a house that opens a clause: ,海月大酒店|门前
_BUILT = frozenset("站塔寺庙观宫陵庵")  # heads of what stands everywhere
_COMMON_ROAD = re.compile("[大小各条多两几主支背后沿通进出断修养护上下一该本乡村镇县区市省国]")
_JOINTS = frozenset("、和与及")
_NEXT_ENDS = frozenset("、和与及等两三四五的,。")
_VILLAGE_ENDS = frozenset(
    "庄屯寨坪岭沟湾坝坳冲垭塬峪畈"
)  # what the names of villages end with, and few words
_STANDING = frozenset("路街巷庙寺陵塔观")
_SHORT, _LONG, _NAME = 2, 4, 6
_NAMED = 0.4  # a score above it: more likely a name than not


@cache
def _done_there() -> re.Pattern[str]:
    """Compile what is done at a site (到|青云观|疏导)."""
    return re.compile(rf"(?:[、和与及][\u4e00-\u9fff]{{2,5}}){{0,3}}?(?:{any_of('place_words', 'duty')})")


@cache
def _roads_on() -> re.Pattern[str]:
    """Compile the road that goes on with another (北山路|、中山路沿线, 北山路|与中山路交叉口)."""
    road, bridge = any_of("place_words", "road"), any_of("place_words", "bridge")
    return re.compile(
        rf"[、和][\u4e00-\u9fff]{{2,5}}?(?:{road}|{bridge})(?=[、,。;和及与等的巡值清设开两沿疏])"
        rf"|[与和][\u4e00-\u9fff]{{1,5}}?(?:{road})(?={any_of('place_words', 'crosses')})"
    )


@cache
def _houses() -> re.Pattern[str]:
    """Compile what a house does that people are taken to (新桥中学|安置96人)."""
    interim, houses = any_of("place_words", "interim"), any_of("place_words", "houses")
    return re.compile(rf"(?:已|共|{interim})?(?:{houses})(?:了)?(?:近|约)?\d")


@cache
def purposes() -> re.Pattern[str]:
    """Return the words between a site's name and its head (潘塘高速|疫情防控|卡口)."""
    terms = sorted((row["term"] for row in read_lexicon("site_purposes")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(terms)})+$")


def _name_end(view: View, left: int, start: int) -> int:
    """Return where the name before a site's head ends, without the words for its purpose (南辛庄|集中|安置点)."""
    purpose = purposes().search(view.text, left, start)
    return purpose.start() if purpose and purpose.start() > left + 1 else start


def _led(view: View, left: int) -> bool:
    """Tell whether a preposition or another road leads to a name (对和平大街、…和|北山路)."""
    before = view.text[left - 1 : left]
    return before in ("在", "到", "对", "沿", "往", "向", "从") or (
        before in ("和", "与", "及") and view.before(left - 1) is not None
    )


def beside_one(view: View, left: int, kind: str, rule: str) -> bool:
    """Tell whether a name joins another of its kind, by its head too where that is a character (漓江、桃花江、|茶江)."""
    beside = view.before(left - 1) if view.text[left - 1 : left] in ("、", "和", "与", "及") else None
    return (
        beside is not None
        and beside.payload.kind == kind
        and beside.score > _NAMED
        and (rule != "single" or view.text[beside.end - 1] in head_words())
    )


def _goes_with_next(text: str, end: int) -> bool:
    """Tell whether a list goes on with a name of three characters that has the same head (白鹭洲、|李家洲)."""
    return (
        text[end : end + 1] in _JOINTS
        and text[end + 3 : end + 4] == text[end - 1]
        and (text[end + 4 : end + 5] in _NEXT_ENDS)
    )


def listed_road(view: View, span: tuple[int, int, int], kind: str) -> bool:
    """Tell whether a road that is named by a word stands among roads (安康路、|发展大道)."""
    left, start, end = span
    if kind != "road" or start - left != _SHORT or view.text[left:end] in stops("word"):
        return False
    beside = view.before(left - 1) if view.text[left - 1 : left] in ("、", "和", "与", "及") else None
    listed = beside is not None and beside.payload.kind == "road" and "road" in beside.evidence
    return (listed or _roads_on().match(view.text, end) is not None) and not _COMMON_ROAD.match(
        view.text, left, start
    )


def named_after_hill(view: View, span: tuple[int, int, int], kind: str) -> bool:
    """Tell whether a road has the name of a hill or river and is spoken of as a road of a town (云雀山路|沿街)."""
    left, start, end = span
    return (
        kind == "road"
        and start - left == _LONG - 1
        and view.text[start - 1] in "山河江湖"
        and (
            view.text.startswith(tuple(stops("along")), end)
            or _roads_on().match(view.text, end) is not None
            or _HOUSE_NUMBER.match(view.text, end) is not None
        )
    )


def _is_division(name: str) -> bool:
    """Tell whether a site has the name of a province, city or county (珲春|口岸)."""
    return len(name) > 1 and name not in stops("division") and bool(gazetteer().find(name))


def _divided(view: View, left: int, start: int, end: int) -> bool:
    """Tell whether a province takes the whole name before a head of one character, or a longer name the head too."""
    if view.text[start:end] == "山" and view.text[end : end + 1] in ("里", "上", "间", "区", "村"):
        return any(
            c.start == left and c.payload.kind in ("province", "city", "county")
            for c in view.pieces.get(start, ())
        )  # 永嘉|山里
    return any(c.start == left and c.payload.kind == "province" for c in view.pieces.get(start, ())) or any(
        c.start == left for c in view.pieces.get(end + 1, ())
    )


def _gone_to(view: View, left: int, start: int, end: int) -> bool:
    """Tell whether the text goes to a name before a head of one character (在五里坡站|、, 在玄真观|设了)."""
    return (
        _SHORT <= start - left <= _LONG
        and view.text[end - 1] not in view.text[left:start]
        and all(c.start != left or c.score <= 0 for c in view.ending(left, start))
        and goal(view, left)
        and (
            done_there(view.text, end)
            or ((start - left < _LONG or moved(view, left)) and view.text[end : end + 1] in _NEXT_ENDS)
        )
    )


def _at_site(view: View, left: int, start: int) -> bool:
    """Tell whether the name before a head is that of a road or site (通山路|卡口, 青云庙|广场)."""
    heads = head_words()
    for size in (4, 3, 2, 1):
        at = start - size
        kind = heads.get(view.text[at:start], ("",))[0] if _SHORT <= at - left < _LONG else ""
        if kind in ("road", "site") and (size > 1 or view.text[at] in _STANDING):
            return not generic(view, left, at, start)
    return False


def site_score(
    view: View, span: tuple[int, int, int], kind: str, rule: str, strength: str, inner: Sequence[Candidate]
) -> float:
    """Weigh a site, `span` being its start, its head's start and its end; 0 where too little speaks for it."""
    text = view.text
    left, start, end = span
    short = start - left < 4
    known = any(c.start == left for c in inner) or any(text[left : left + k] in view.towns for k in (2, 3))
    if kind == "site" and short and not known:
        known = _is_division(text[left:start]) or any(
            f"{text[left:start]}{suffix}" in text for suffix in "村镇乡"
        )
    placed = known or view.before(left) is not None
    if text[left - 1 : left] == "的" and (before := view.before(left - 1)):
        placed = placed or before.score > _NAMED  # 浦东新区的|临港方舱
    if kind == "site" and text[_name_end(view, left, start) - 1] in _VILLAGE_ENDS:
        placed = True  # 南辛庄|集中安置点
    placed = placed or (
        rule == "venue" and (_houses().match(text, end) is not None or beside_one(view, left, kind, rule))
    )
    to = strength == "to"
    if rule == "venue" and not (placed or to):
        return 0.0
    repeated = text.count(text[left:end]) > 1
    stands = start - left < 6 and (
        tails().match(text, end) is not None
        or beside_one(view, left, kind, rule)
        or (rule == "single" and start - left == _SHORT and _goes_with_next(text, end))
    )
    if text[start:end] in terms_of("place_words", "everywhere") and _is_division(text[left:start]):
        return 0.0  # 枞阳|江堤
    if rule == "single" and any(
        0 < start - c.end <= _SHORT and text[c.end - 1] == text[end - 1] for c in inner
    ):
        return 0.0  # 五里坡站一连|站了4小时
    if rule == "single" and text[end - 1] not in "站港" and _divided(view, left, start, end):
        return 0.0  # 山西|河津, 九龙坡区
    if rule == "single" and not (
        (known and text[end - 1] in "站港" and view.before(end) is None)
        or (
            short
            and to
            and (
                repeated
                or (
                    start - left == 2
                    and (text[end - 1] not in _BUILT or _done_there().match(text, end) is not None)
                )
            )
        )
        or _gone_to(view, left, start, end)
        or (start - left <= _NAME and has_exits(text, end))
        or (kind == "site" and start - left <= _LONG and visited(text, left, end))
        or (short and (stands or (kind == "water" and text.startswith(water_words(), end))))
        or (strength == "chain" and start - left == 2 and text[start - 1] not in AREA_ENDS)
    ):
        return 0.0
    firm = strength == "soft" and (
        stands
        or (rule == "sure" and start - left < 6)
        or (kind == "site" and start - left <= _LONG and visited(text, left, end))
        or (rule == "strong" and text[start - 2 : start] in stops("house") and start - left > 3)
        or (
            text[left - 1 : left] in EDGES
            and (
                kind in ("road", "water", "zone")
                or _DOORS.match(text, end)
                or (
                    rule == "strong"
                    and end - start > 1
                    and text.startswith(terms_of("place_words", "befalls"), end)
                )
            )
        )
        or (kind == "water" and text[left - _SHORT : left] in ("支流", "干流"))
        or (kind == "site" and has_exits(text, end))
        or (rule == "strong" and text[left - 1 : left] in EDGES and _at_site(view, left, start))
        or (
            kind == "road"
            and start - left < 4
            and (
                _led(view, left)
                or _roads_on().match(text, end) is not None
                or text.startswith(tuple(stops("along")), end)
                or _HOUSE_NUMBER.match(text, end) is not None
            )
        )
    )
    if not (inner or repeated or placed or firm or to):
        return 0.0
    score = 0.9 + 0.6 * to + 0.5 * repeated + 0.8 * known
    if rule == "single" and strength == "chain" and all(c.start != left for c in inner):
        score += 0.6
    return score + sum(c.score for c in inner) * 0.7 + 0.4 * bool(inner)
