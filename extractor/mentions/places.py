"""Places: divisions by gazetteer, towns, villages and sites by head word, lists of bare names."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import any_of
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Place
from extractor.mentions.place_bare import bare, parts
from extractor.mentions.place_bare import vocabulary as bare_vocabulary
from extractor.mentions.place_beside import beside, between, sharing
from extractor.mentions.place_divisions import above_sites, above_towns, bare_towns, divisions, mark_outer
from extractor.mentions.place_hamlets import hamlets
from extractor.mentions.place_heads import heads
from extractor.mentions.place_lines import (
    crossings,
    farms,
    hongkong_roads,
    numbered_roads,
    shared_highways,
    stretches,
)
from extractor.mentions.place_lists import alone, lists
from extractor.mentions.place_names import named, vocabulary
from extractor.mentions.place_numbers import numbered
from extractor.mentions.place_shorts import shorts
from extractor.mentions.place_shorts import vocabulary as short_vocabulary
from extractor.mentions.place_site_lists import listed_sites
from extractor.mentions.place_text import (
    ORIGIN,
    VILLAGE_KINDS,
    Cues,
    Found,
    View,
    head_words,
    stops,
    town_stems,
)
from models.gazetteer import gazetteer, town_stem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

__all__ = ["Found", "find_places", "happens", "place_candidates", "to_place", "vocabularies"]

_BELOW = frozenset({"town", "community", "village", "site", "zone"})
_PARTS = re.compile(r"(?<=[镇乡区县市])(?=..)|(?<=街道)(?=..)")
_CREDIT = re.compile(r"\((?:供稿|供图)[^)\n]{0,40}\)|\([^()\n]{0,20}供[图稿]\)")
_MOTTO = 20
_LINE, _BARS = 60, 3
_NO_STORY = frozenset({"byline", "source", "credit"})


@cache
def _trail() -> re.Pattern[str]:
    """Compile a line that only shows the way to a page."""
    return re.compile(rf"[>›»].*[>›»]|\|.*\|.*\||^(?:{any_of('layout_words', 'trail')})|正文$")


@cache
def _action() -> re.Pattern[str]:
    """Return what shows behind a quotation that it is the name of a campaign."""
    return re.compile(rf"[\u4e00-\u9fff]{{0,6}}?(?:{any_of('campaign_words', 'motto')})")


@cache
def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the vocabularies of this finder: division, place.head, place.name, place.bare, place.short."""
    return {
        "division": dict(gazetteer().names()),
        "place.head": head_words(),
        "place.name": vocabulary(),
        "place.bare": bare_vocabulary(),
        "place.short": short_vocabulary(),
    }


def find_places(page: Page, hits: Mapping[str, Sequence[Hit]], context: Context) -> list[Place]:
    """Find the places of a page on their own, without the other names to compete with them."""
    chosen = choose(place_candidates(page, hits, context))
    return [to_place(candidate, page, context) for candidate in chosen if happens(candidate)]


def happens(candidate: Candidate) -> bool:
    """Tell whether something happens at a place: it does more than tell where somebody comes from."""
    return ORIGIN not in candidate.evidence


def place_candidates(page: Page, hits: Mapping[str, Sequence[Hit]], context: Context) -> list[Candidate]:
    """Propose places with their evidence; each level of a nested place is a candidate of its own."""
    view = View(page, context, Cues(page.clean), town_stems(context.counties))
    divisions(view, hits.get("division", ()))
    named(view, hits.get("place.name", ()))
    numbered_roads(view)
    shorts(view, hits.get("place.short", ()))
    heads(view, hits.get("place.head", ()))
    hamlets(view)
    farms(view)
    hongkong_roads(view)
    crossings(view)
    shared_highways(view)
    stretches(view)
    parts(view)
    numbered(view)
    bare(view, hits.get("place.bare", ()))
    bare_towns(view, hits.get("division", ()))
    lists(view)
    listed_sites(view)
    alone(view)
    sharing(view)
    between(view)
    beside(view)
    _repeated(view)
    above_towns(view, hits.get("division", ()))
    above_sites(view, hits.get("division", ()))
    mark_outer(view)
    _pointed(view)
    return _unified(_told(view))


def to_place(candidate: Candidate, page: Page, context: Context) -> Place:
    """Turn a chosen candidate into a place; a code only where the document leaves one division."""
    found: Found = candidate.payload
    left = context.remaining(found.divisions) if found.divisions else ()
    codes: tuple[str, ...] = ()
    if len(left) == 1:
        code = left[0].official_code
    else:
        codes = tuple(dict.fromkeys(d.official_code for d in left if d.official_code))
        code = codes[0] if len(codes) == 1 and len({d.code for d in left}) == 1 else None
    return Place(
        candidate.start,
        candidate.end,
        page.clean[candidate.start : candidate.end],
        found.name,
        found.kind,
        code,
        () if code else codes,
    )


def _told(view: View) -> list[Candidate]:
    """Keep what stands in the story: no by-line, source line, credit or dateline."""
    page = view.page
    kept: list[Candidate] = []
    paragraphs, starts = page.layout.paragraphs, page.layout.paragraph_starts
    story: dict[int, bool] = {}
    aside = list(page.layout.bylines)
    if "供" in page.clean:
        aside += [m.span() for m in _CREDIT.finditer(page.clean)]
    mottoes = _mottoes(page)
    for candidate in view.found:
        start = candidate.start
        index = bisect_right(starts, start) - 1
        if index < 0 or not paragraphs[index].lead <= start < paragraphs[index].end:
            continue
        told = story.get(index)
        if told is None:
            paragraph = paragraphs[index]
            line = page.clean[paragraph.start : paragraph.end]
            told = paragraph.kind not in _NO_STORY and line[0] not in "·•▶>" and not _navigates(line)
            story[index] = told
        if (
            told
            and not (aside and any(a <= start < b for a, b in aside))
            and not (mottoes and any(a <= start and candidate.end <= b for a, b in mottoes))
        ):
            kept.append(candidate)
    return kept


def _mottoes(page: Page) -> list[tuple[int, int]]:
    """Return the spans of slogans and of names of actions, whose places are none (“清洁本溪·爱我山城”志愿服务活动)."""
    return [
        (a, b) for a, b in page.layout.quotations if b - a < _MOTTO and _action().match(page.clean, b + 1)
    ]


def _navigates(paragraph: str) -> bool:
    """Tell whether a line leads to other pages (首页 > 新闻 > 正文) and tells nothing."""
    return (
        (len(paragraph) < _LINE or paragraph.count("|") > _BARS)
        and _trail().search(paragraph) is not None
        and "。" not in paragraph
    )


def _repeated(view: View) -> None:
    """Find the short forms of towns that the text names in full (鹅湖镇 … 鹅湖)."""
    text = view.text
    full = {c.start: c for c in view.found if c.payload.kind == "town" and c.score > 1.4}
    seen: dict[str, Candidate] = {}
    for candidate in full.values():
        stem = town_stem(text[candidate.start : candidate.end])
        if stem and stem not in stops("word") and stem not in head_words():
            seen.setdefault(stem, candidate)
    for c in view.found:
        if (
            c.payload.kind in ("site", "road", "water", "village", "community")
            and c.score > 1.3
            and c.end - c.start > 2
            and "landmark" not in c.evidence  # found wherever it may stand
            and "repeated" not in c.evidence
        ):
            seen.setdefault(text[c.start : c.end], c)
    taken = {(c.start, c.end) for c in view.found}
    longest: dict[int, int] = {}
    for c in view.found:
        longest[c.start] = max(c.end, longest.get(c.start, 0))
    for stem, known in seen.items():
        at = text.find(stem)
        while at >= 0:
            end = at + len(stem)
            inside = any("stretch" in c.evidence for c in view.pieces.get(end + 1, ()))  # 江口大堤李湾段
            if at not in full and (at, end) not in taken and longest.get(at, 0) < end and not inside:
                view.add(Candidate(at, end, "place", 1.0, ("repeated",), replace(known.payload)))
            at = text.find(stem, end)


_POINTS = re.compile(
    r"[全该村镇乡街社](?:(?<=[全该])(村|社区|镇|乡|街道)(?![级直长委办属两党务])"
    r"|(?<=[\n,。;:、“在到从向着和与把给住进是的由].)(?:(?<=[村镇乡])|(?<=街)道|(?<=社)区)[里上](?![午级岸堤路游报班下述千百万学]))"
)


def _pointed(view: View) -> None:
    """Find what points back to the village or town named last (全村, 该镇, 镇里)."""
    named = sorted((c for c in view.found if c.payload.kind in _POINTED and c.score > _SURE), key=_end)
    for match in _POINTS.finditer(view.text):
        head = match[1] or match[0][:-1]
        last = next(
            (c for c in reversed(named) if c.end <= match.start() and c.payload.name.endswith(head)), None
        )
        if last is not None:
            view.add(
                Candidate(match.start(), match.end(), "place", _POINTER, ("there",), replace(last.payload))
            )


_POINTED = frozenset({"town", "village", "community"})
_SURE, _POINTER = 0.9, 0.6


def _end(candidate: Candidate) -> int:
    return candidate.end


def _unified(candidates: list[Candidate]) -> list[Candidate]:
    """Give one place one name all over the article: the most qualified that the text gives."""
    best: dict[tuple[str, str], Found] = {}
    keys: list[tuple[str, str] | None] = []
    for candidate in candidates:
        found: Found = candidate.payload
        key = _key(found) if found.kind in _BELOW else None
        keys.append(key)
        if key is None:
            continue
        known = best.get(key)
        if known is None or (len(found.name), len(found.divisions) == 1) > (
            len(known.name),
            len(known.divisions) == 1,
        ):
            best[key] = found
    return [
        Candidate(c.start, c.end, c.label, c.score, c.evidence, found)
        if key and (found := best[key]) is not c.payload
        else c
        for c, key in zip(candidates, keys, strict=True)
    ]


def _key(found: Found) -> tuple[str, str]:
    """Return what tells places of one article apart: the last part of the name, and the class."""
    last = _PARTS.split(found.name)[-1]
    if found.kind in VILLAGE_KINDS:
        return last.removesuffix("行政村").removesuffix("村").removesuffix("社区"), "village"
    return last, found.kind
