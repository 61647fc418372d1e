"""Roads and rivers: roads by their number, gauges and tributaries by what is said of them, stretches, surroundings."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_names import of_hongkong
from extractor.mentions.place_text import Found, generic, left_edge, not_in_names

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

_TRIBUTARY = re.compile(r"支流([\u4e00-\u9fff]{1,3}?[江河水溪])(?=发生|出现|[水洪超上下中沿、和及与,。])")
_CORPS_FARM = re.compile(
    r"[兵\d](?:(?<=兵)团\d{2,3}|(?<=\d)(?<!\d.)\d{1,2})团(?:场|[一二三四五六七八九十\d]{1,2}连)"
)
_LISTED_NAME = re.compile(r"(?:^|[^\u4e00-\u9fff]|(?<=[在对经沿由和与是]))([\u4e00-\u9fff]{2})、$")
_SHARED = 1.5
_LINE = 4.5  # above what goes by the name of a metro
_NEXT_STRETCH = re.compile(r"[、和及]([\u4e00-\u9fff]{2,5}段)(?=[、,;。和及等渗发出上有])")
_JOINS = frozenset("与和")
_LED = frozenset("\n,。;、和与及")
_KILOMETRE = re.compile(r"[Kk]\d{1,4}(?:\+\d{1,3}(?:米)?)?(?:公里)?(?:处|附近(?:路段)?|[路桥]?段)")
_HONGKONG_ROAD = re.compile(
    r"道(?<=[\u4e00-\u9fff]{2}.)(?<![报街知].)(?=\d{1,4}(?:号|至)|一[幢座个]|[近与]|交界)"
)
_LYING = frozenset(("town", "village", "community"))
_PIECE = re.compile(r"段(?![时落话位路])")  # of a dike: 开口村|段
_NUMBERED_ROAD = re.compile(
    r"[国省县乡GSXY台\d](?:(?<=[国省县乡])道[GSXY]?\d{1,4}(?![\d条多余])线?|(?<=[GS])\d{1,4}(?:[\u4e00-\u9fff]{2})?高速(?:公路)?"
    r"|(?<=[GSXY\d])\d{2,4}[国省县乡]道|(?<=[GS])\d{3}线|(?<=台)\d{1,2}[甲乙丙丁]?线(?:\d{1,3}K)?)"
)

_RING = re.compile(r"[东南西北]{1,2}[二三四五六]环(?:[主辅]?路)?(?=[,、。;的内外沿和与至到方进出上]|$)")
_METRO = re.compile(r"[地轨轻](?:铁|(?<=轨)道交通|(?<=轻)轨)(?:\d{1,2}|[一二三四五六七八九十]{1,2})号线")


@cache
def _gauge() -> re.Pattern[str]:
    """Compile a gauge by what is said of it; group 1 is its name."""
    sorts = "|".join(f"(?<={sort}站)" for sort in terms_of("place_words", "gauge"))
    return re.compile(
        rf"(?:^|(?<=[\n,。;:“、的在时])|(?<=[干支]流)|{sorts})([\u4e00-\u9fff]{{2,6}}站)"
        r"(?=(?:\d{1,2}日)?(?:\d{1,2}[时点])?(?:\d{1,2}分)?[\u4e00-\u9fff\d.]{0,10}?"
        rf"(?:{any_of('place_words', 'gauged')}))"
    )


@cache
def _stretch() -> re.Pattern[str]:
    """Compile a stretch behind its road or river; what only counts or describes stretches names none."""
    return re.compile(
        rf"(?:[左右东西南北](?:岸|(?<=[左右])堤))?(?!{any_of('place_words', 'no_stretch')}"
        r"|[多两三四五六七八九十几数\d]+[处个]|[\u4e00-\u9fff]{0,2}[地河]段)[\u4e00-\u9fff]{2,4}?段(?![时落])"
    )


@cache
def _between() -> re.Pattern[str]:
    """Compile a stretch between two stops (京广铁路|临城至沙河区间)."""
    stop = rf"[\u4e00-\u9fff]{{2,4}}?(?:{any_of('place_words', 'stop')})?"
    return re.compile(f"{stop}[至到]{stop}区间")


@cache
def _highway() -> re.Pattern[str]:
    """Compile a highway or railway whose name of two characters others may share its head with."""
    return re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{any_of('place_words', 'line')})")


@cache
def _crossing() -> re.Pattern[str]:
    """Compile the end of the name of a crossing."""
    return re.compile(f"(?:{any_of('place_words', 'crossing')})$")


def numbered_roads(view: View) -> None:
    """Find roads and lines by their number (国道108线, G6高速, 北三环, 云城|地铁5号线)."""
    text = view.text
    for match in _NUMBERED_ROAD.finditer(text):
        view.add(Candidate(*match.span(), "place", 2.5, ("road",), Found(match.group(), "road")))
    for match in _RING.finditer(text) if "环" in text else ():
        view.add(Candidate(*match.span(), "place", _SHARED, ("road",), Found(match.group(), "road")))
    for match in _METRO.finditer(text) if "号线" in text else ():
        city = view.before(match.start())
        start = city.start if city and city.payload.kind in ("city", "province") else match.start()
        found = Found(text[start : match.end()], "road")
        view.add(Candidate(start, match.end(), "place", _LINE, ("road",), found))


def hongkong_roads(view: View) -> None:
    """Find the roads of Hong Kong by the house that stands there (西摩道2号)."""
    text = view.text
    if not of_hongkong(text):
        return
    for match in _HONGKONG_ROAD.finditer(text):
        left, strength = left_edge(view, match.start(), limit=4, over_places=True)
        areas = [c.end for c in view.ending(left, match.start() - 2) if c.start == left]
        left = max(areas, default=left)
        if strength and match.start() - left > 1 and not generic(view, left, match.start(), match.end()):
            found = Found(text[left : match.end()], "road")
            view.add(Candidate(left, match.end(), "place", _SHARED, ("road",), found))


def crossings(view: View) -> None:
    """Find the crossings that go by both their roads (迎宾路与建设街交叉口), and the points of a road (K178处)."""
    text = view.text
    if "K" in text:
        for match in _KILOMETRE.finditer(text):
            start, end = match.span()
            road = view.before(start)
            score = _SHARED
            if road is not None and road.payload.kind == "road":  # 省道303线|K45处
                start, score = road.start, _SHARED + road.score
            view.add(Candidate(start, end, "place", score, ("road",), Found(text[start:end], "site")))
    for crossing in [c for c in view.found if c.payload.kind in ("road", "site")]:
        start = crossing.start
        if text[start - 1 : start] not in ("与", "和") or not _crossing().search(text, start, crossing.end):
            continue
        road = view.before(start - 1)
        if road is not None and road.payload.kind == "road":
            found = Found(text[road.start : crossing.end], "site")
            score = road.score + crossing.score + 0.5
            view.add(Candidate(road.start, crossing.end, "place", score, ("road", "list"), found))
    for road in [c for c in view.found if c.payload.kind == "road"]:
        if text[road.end : road.end + 1] in _JOINS and (post := _post_at_crossing().match(text, road.end)):
            found = Found(text[road.start : post.end()], "site")
            view.add(Candidate(road.start, post.end(), "place", _SHARED + road.score, ("road",), found))


@cache
def _post_at_crossing() -> re.Pattern[str]:
    """Return the second road of a crossing, with the post that stands there (长安街|与花园路交叉口执勤点)."""
    purposes = "|".join(sorted((r["term"] for r in read_lexicon("site_purposes")), key=len, reverse=True))
    road, crossing = any_of("place_words", "road"), any_of("place_words", "crossing")
    return re.compile(
        rf"[与和][\u4e00-\u9fff]{{1,6}}?(?:{road})(?:{crossing})(?:(?:{purposes}){{1,2}}[点岗站](?!点))?"
    )


def farms(view: View) -> None:
    """Find the farms of the Xinjiang corps, which go by their number (兵团131团场)."""
    text = view.text
    for match in _CORPS_FARM.finditer(text) if "团" in text else ():
        view.add(Candidate(*match.span(), "place", 2.0, ("farm",), Found(match.group(), "site")))


def shared_highways(view: View) -> None:
    """Find the highways that share their head with the next of a list (沪昆、|昌栗高速)."""
    text = view.text
    for road in list(view.found):
        at = road.start
        if road.payload.kind != "road" or not _highway().match(text, at, road.end):
            continue
        while name := _LISTED_NAME.search(text, max(0, at - 4), at):
            at = name.start(1)
            found = Found(name[1], "road")
            view.add(Candidate(at, name.end(1), "place", _SHARED, ("road", "list"), found))


def _further(view: View, end: int, kind: str) -> None:
    """Find the stretches that a list goes on with (贵新高速贵定段、|马场坪段)."""
    while more := _NEXT_STRETCH.match(view.text, end):
        end = more.end()
        view.add(Candidate(*more.span(1), "place", 1.5, ("stretch", "list"), Found(more[1], kind)))


def _again(view: View, piece: re.Match[str], found: Found, inner: float) -> None:
    """Find where the text speaks of a stretch without its dike or road (青江大堤沙洲段 … 在|沙洲段)."""
    text, name = view.text, piece.group()
    at = text.find(name, piece.end()) if len(name) > len("沙段") else -1
    while at >= 0:
        if text[at - 1] in _LED or at in view.cues:
            view.add(
                Candidate(at, at + len(name), "place", 1.5 + inner, ("stretch", "repeated"), replace(found))
            )
        at = text.find(name, at + len(name))


def stretches(view: View) -> None:
    """Find gauges and tributaries by what is said of them, and stretches of roads and rivers (长江安庆段)."""
    text = view.text
    for match in _TRIBUTARY.finditer(text) if "支流" in text else ():
        view.add(Candidate(*match.span(1), "place", 2.0, ("tributary",), Found(match.group(1), "water")))
    at = text.find("一带")
    while at >= 0:
        left, strength = left_edge(view, at, limit=4, over_places=True)
        if (
            view.before(at) is None
            and strength
            and 1 < at - left < 3 + (strength == "to")
            and not generic(view, left, at, at)
        ):
            view.add(Candidate(left, at, "place", 1.2, ("around",), Found(text[left:at], "site")))
        at = text.find("一带", at + 2)
    if "站" in text and any(word in text for word in terms_of("place_words", "gauged")):
        for match in _gauge().finditer(text):
            start, end = match.span(1)
            if cut := not_in_names().match(text, start, end - 1):
                start = cut.end()
            if end - start > 2:
                view.add(Candidate(start, end, "place", 2.2, ("gauge",), Found(text[start:end], "site")))
    for candidate in list(view.found):
        if candidate.payload.kind in _LYING and _PIECE.match(text, candidate.end):
            found = Found(candidate.payload.name + "段", "site", candidate.payload.divisions)
            end = candidate.end + 1
            view.add(Candidate(candidate.start, end, "place", candidate.score + 0.5, ("stretch",), found))
        if candidate.payload.kind not in ("road", "water"):
            continue
        area = max(
            (c.end for c in view.found if c.start == candidate.end and c.payload.kind == "county"), default=0
        )
        if (
            more := _between().match(text, candidate.end)
            or _stretch().match(text, candidate.end)
            or (_stretch().match(text, area) if area else None)
        ):
            name = text[candidate.start : more.end()]
            inner = sum(c.score for c in view.found if c.start >= candidate.end and c.end <= more.end())
            part = max(
                (c.score for c in view.found if c.start == candidate.start and c.end < more.end()),
                default=0.0,
            )  # 滁河黄圩|段
            score = max(candidate.score + inner, part) + 0.5
            found = Found(name, candidate.payload.kind, ())
            view.add(Candidate(candidate.start, more.end(), "place", score, ("stretch",), found))
            _further(view, more.end(), candidate.payload.kind)
            _again(view, more, found, inner)
