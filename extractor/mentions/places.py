"""Places: divisions by gazetteer, towns, villages and sites by head word, lists of bare names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Place
from models.gazetteer import Division, gazetteer, town_stem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_TAIL = re.compile(r"[\u4e00-\u9fff·〇]{1,12}$")
_LIST_NOUN = re.compile(
    r"(等(?:地|各|多个|[\u4e00-\u9fff]{0,2}(?=[乡镇县市区街社村州]))?)?(?:\d{1,4}|[两二三四五六七八九十]{1,3})?(?:余|多|来)?个?(?:沿江|边界|重点|设区|主)?"
    r"(?:(?<=个)[\u4e00-\u9fff]{1,3}?)??(乡镇|镇|乡|街道|社区|小区|行政村|村庄|村|县市区|县区|县|市|区|州|地|战场)"
)
_LIST = re.compile(r"(?:[\u4e00-\u9fff]{2,8}、)+[\u4e00-\u9fff]{2,8}")
_SITE_LIST = re.compile(
    r"((?:[\u4e00-\u9fff]{3,12}、)+[\u4e00-\u9fff]{2,10}?)(?:等(?:地|处)?)?"
    r"(?:\d{1,3}|[两二三四五六七八九十]{1,3})(?:余|多)?[个处](?:[\u4e00-\u9fff]{2,4})??"
    r"(?:安置点|隔离点|采样点|避灾点|避险点|卡口|卡点|考点|点位|接种点|献血点|服务点|疫情防控点|值守点|执勤点|方舱医院)"
)
_GAUGE = re.compile(
    r"(?:^|(?<=[\n,。;:“、的在])|(?<=[干支]流))([\u4e00-\u9fff]{2,6}站)"
    r"(?=(?:\d{1,2}日)?(?:\d{1,2}[时点])?(?:\d{1,2}分)?[\u4e00-\u9fff]{0,4}?(?:水位|洪峰|流量|超警|超保))"
)
_NUMBERED = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})号$")
_COUNTED = re.compile(
    r"(?:[每本该全各两几多某\d个]|[\d每各几多两数一二三四五六七八九十百千万][名条座处所家支]|^.?[数一二三四五六七八九十百千万名条座处所家支])$"
)
_KINDS = {"province": "province", "city": "city", "county": "county", "town": "town"}
_TOWN_HEADS = frozenset({"街道", "镇", "乡", "民族乡", "苏木"})
_VILLAGE_KINDS = frozenset({"community", "village"})
_CHAIN = {"province": 0, "city": 1, "county": 2, "zone": 2, "town": 3, "community": 4, "village": 4}
_CUTS = frozenset("的了和与及将把被由对为是让使给并或等有")
_NOT_IN_NAMES = re.compile(
    r".*(?:就近|附近|最近|[的了着是在到把被就都也又再将这那每各某几们他她我你说不没给让跟很还已进往从为以与及余时约由至于]"
    r"|(?<=[\d几数两一二三四五六七八九十百千万])[名户个岁次位]|近(?=[\d一二三四五六七八九十百千万]))"
)
_NUMBERED_STREET = re.compile(r"\d{1,3}[路街巷]")
_STREET = re.compile(r"(?:[东西南北中一二三四五上下新老]{1,2}|城[东西南北])?(?:大道|大街|路(?!段|网)|街(?!道|镇|头)|巷)")
_DIGITS = re.compile(r"\d{1,4}")
_PARTS = re.compile(r"(?<=[镇乡区县市])(?=..)|(?<=街道)(?=..)")
_STRETCH = re.compile(r"[\u4e00-\u9fff]{2,4}?段(?![时落])")
_NUMBERED_ROAD = re.compile(
    r"(?:(?:国道|省道|县道)[GSX]?\d{1,4}线?|[GS]\d{1,4}(?:[\u4e00-\u9fff]{2}高速)|\d{3}(?:国道|省道|县道)|台\d{1,2}[甲乙丙丁]?线(?:\d{1,3}K)?)"
)
_EDGES = frozenset(("", "\n", ",", "。", "“", "、", ";", ":", "!", "?", "("))
_NO_STORY = frozenset({"byline", "source", "credit"})
_CUE, _CHAINED, _LISTED = 0.8, 1.2, 1.0
_MANY_COUNTIES = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What is known about a candidate: its qualified name, its class, the divisions that it may be or lie in."""

    name: str
    kind: str
    divisions: tuple[Division, ...] = ()
    parent: str | None = None


@dataclass(slots=True)
class _Text:
    """The text with what the scan found in it, and the candidates so far by their end."""

    page: Page
    context: Context
    cues: dict[int, list[tuple[int, str]]]
    pieces: dict[int, list[Candidate]] = field(default_factory=dict)
    found: list[Candidate] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the clean text."""
        return self.page.clean

    def add(self, candidate: Candidate) -> None:
        """Keep a candidate, and where it ends."""
        self.found.append(candidate)
        self.pieces.setdefault(candidate.end, []).append(candidate)

    def known(self, start: int, end: int) -> Division | None:
        """Return the one county that a span was found to name."""
        for c in self.pieces.get(end, ()):
            if c.start == start and c.payload.kind == "county" and len(c.payload.divisions) == 1:
                return c.payload.divisions[0]  # type: ignore[no-any-return]
        return None

    def before(self, start: int) -> Candidate | None:
        """Return the best candidate that ends where another starts."""
        return max(self.pieces.get(start, ()), key=lambda c: c.score, default=None)


@cache
def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the vocabularies of this finder: division, place.head, place.cue, place.landmark."""
    landmarks: dict[str, Any] = {row["term"]: (row["kind"], None) for row in read_lexicon("landmarks")}
    landmarks.update({row["term"]: ("zone", row["code"]) for row in read_lexicon("zones")})
    return {
        "division": dict(gazetteer().names()),
        "place.head": {row["term"]: (row["kind"], row["rule"]) for row in read_lexicon("place_heads")},
        "place.cue": {row["term"]: row["kind"] for row in read_lexicon("place_cues")},
        "place.landmark": landmarks,
    }


@cache
def _stops(kind: str) -> frozenset[str]:
    return frozenset(row["term"] for row in read_lexicon("place_stops") if kind in row["kind"].split(","))


@cache
def _origins() -> tuple[str, ...]:
    """Return the words that make the name before them tell an origin (赣州腔, 北京时间)."""
    return tuple(row["term"] for row in read_lexicon("place_origins"))


@cache
def _water_words() -> tuple[str, ...]:
    """Return the words that tell that a river's or lake's name stands before them (合兴河河水)."""
    return tuple(row["term"] for row in read_lexicon("place_waters"))


@cache
def _purposes() -> re.Pattern[str]:
    """Return the words between a site's name and its head (潘塘高速|疫情防控|卡口)."""
    terms = sorted((row["term"] for row in read_lexicon("site_purposes")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(terms)})+$")


def find_places(page: Page, hits: Mapping[str, Sequence[Hit]], context: Context) -> list[Place]:
    """Find the places of a page on their own, without the other names to compete with them."""
    chosen = choose(place_candidates(page, hits, context))
    return [to_place(candidate, page, context) for candidate in chosen]


def place_candidates(page: Page, hits: Mapping[str, Sequence[Hit]], context: Context) -> list[Candidate]:
    """Propose places with their evidence; each level of a nested place is a candidate of its own."""
    cues: dict[int, list[tuple[int, str]]] = {}
    for start, end, kind in hits.get("place.cue", ()):
        cues.setdefault(end, []).append((start, kind))
    view = _Text(page, context, cues)
    _divisions(view, hits.get("division", ()))
    for start, end, (kind, code) in hits.get("place.landmark", ()):
        division = gazetteer().get(code) if code else None
        if page.clean.startswith(_origins(), end):
            continue
        found = Found(page.clean[start:end], kind, (division,) if division else ())
        view.add(Candidate(start, end, "place", 2.0, ("landmark",), found))
    _heads(view, hits.get("place.head", ()))
    _stretches(view)
    _nested(view, hits.get("division", ()))
    _lists(view)
    _listed_sites(view)
    _repeated(view)
    return _unified(_told(view))


def to_place(candidate: Candidate, page: Page, context: Context) -> Place:
    """Turn a chosen candidate into a place; a code only where the document leaves one division."""
    found: Found = candidate.payload
    left = context.remaining(found.divisions)
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


def _told(view: _Text) -> list[Candidate]:
    """Keep what stands in the story: no by-line, source line, credit or dateline."""
    page = view.page
    kept: list[Candidate] = []
    for candidate in view.found:
        paragraph = page.paragraph_at(candidate.start)
        if paragraph is None or paragraph.kind in _NO_STORY or candidate.start < paragraph.lead:
            continue
        if any(a <= candidate.start < b for a, b in page.layout.bylines):
            continue
        if page.clean[paragraph.start] in "·•▶>":
            continue  # a link to another story
        kept.append(candidate)
    return kept


def _divisions(view: _Text, hits: Sequence[Hit]) -> None:
    """Weigh the hits of provinces, cities and counties, the longest of each start."""
    reach = -1
    longest: dict[int, Hit] = {}
    for hit in hits:
        longest[hit[0]] = hit
    for start, end, entry in longest.values():
        if end <= reach:
            continue
        reach = max(reach, end)
        name = view.text[start:end]
        candidates = gazetteer().on(name, view.context.year) or entry
        score, evidence = _division_score(view, start, end, name, candidates)
        if score > 0:
            left = view.context.remaining(candidates)
            kind = "town" if left[0].name[-1] in "乡镇" else left[0].level
            found = Found(left[0].name if len(left) == 1 else name, kind, left, left[0].parent)
            view.add(Candidate(start, end, "place", score, evidence, found))


def _division_score(
    view: _Text, start: int, end: int, name: str, candidates: Sequence[Division]
) -> tuple[float, tuple[str, ...]]:
    """Weigh one name: a full name speaks for itself, two characters need context."""
    text, context = view.text, view.context
    full = any(d.name == name for d in candidates)
    stopped = name in _stops("division")
    if full and len(name) > 2 and not stopped:
        return 2.0, ("full",)
    if (
        _NUMBERED_STREET.match(text, end)
        or text.startswith(_origins(), end)
        or (not full and _STREET.match(text, end))
    ):
        return 0.0, ()
    left = context.remaining(candidates)
    near = any(d.code in context.divisions for d in left)
    inside = near or any(d.parent in context.divisions and d.parent[2:] != "0000" for d in left)
    cue = _cue_at(view, start)
    joined = text[start - 1 : start] in ("和", "及", "与") and view.before(start - 1) is not None
    listed = joined or text[start - 1 : start] + text[end : end + 1] == "【】" or text[start - 1 : start] == "、" or text[end : end + 1] == "、"
    chained = view.before(start) is not None
    if len(name) > 2 or left[0].level in ("province", "city"):
        base = 1.4 if not stopped else -0.4
    else:
        base = 0.5 if full else -0.9
    if not gazetteer().find(name):
        base -= 1.2  # a name that no longer exists
    if any(d.code == e.code for d in left for e in context.chain()):
        base += 1.0
    if text[start - 1 : start] == "、" and view.before(start - 1):
        base += 0.5
    score = (
        base
        + _LISTED * listed * (0.6 if base < 0 else 0.4)
        + (0.8 if near or (inside and listed) else 0.5 if inside else 0.0)
    )
    score += (_CUE if cue == "to" else 0.0) * (0.8 if base < 0 else 0.3) + (0.6 if chained else 0.0)
    if stopped and full and not (near or inside):
        return 0.0, ()  # 会同县委组织部: a preposition before 县
    if stopped and not ((near and len(name) > 2) or (inside and (listed or chained))):
        score -= 1.5
    evidence = [
        w for w, on in (("near", near), ("list", listed), ("cue", cue == "to"), ("chain", chained)) if on
    ]
    return score, tuple(evidence)


def _cue_at(view: _Text, start: int) -> str:
    """Return `to` after a word that leads to a place, `soft` after another boundary, else nothing."""
    kinds = {kind for _, kind in view.cues.get(start, ())}
    return "to" if "to" in kinds else "soft" if kinds else ""


def _heads(view: _Text, hits: Sequence[Hit]) -> None:
    """Expand every head word to the left: towns first, so that villages find them, then the rest."""
    longest: dict[int, Hit] = {}
    for hit in hits:
        if hit[1] not in longest or hit[0] < longest[hit[1]][0]:
            longest[hit[1]] = hit
    text = view.text
    ordered = sorted(longest.values())
    starts = {hit[0] for hit in ordered}
    for start, end, (kind, _) in ordered:
        if kind == "town":
            _town(view, start, end)
    for start, end, (kind, _) in ordered:
        if kind in _VILLAGE_KINDS and not (end in starts and text[end : end + 2] in ("社区", "小区")):
            _village(view, start, end, kind)
    for start, end, (kind, rule) in ordered:
        if kind not in _VILLAGE_KINDS and kind != "town":
            _site(view, start, end, kind, rule, follows=end in starts)


def _town(view: _Text, start: int, end: int) -> None:
    """Find the town that ends with a head word: known near by, known anywhere, or by its left edge."""
    text, context = view.text, view.context
    gaz = gazetteer()
    if text[start:end] in ("乡", "镇") and (
        (text[end : end + 1] in ("亲", "愁", "村", "镇", "里") and text[end : end + 2] != "镇长")
        or text[start - 1] in "乡镇"
    ):
        return
    known: tuple[int, tuple[Division, ...]] | None = None
    for length in range(min(8, start), 0, -1):
        name = text[start - length : end]
        towns = gaz.towns_named(name)
        if not towns:
            renamed = _towns_in_play(view).get(text[start - length : start], ()) if length > 1 else ()
            if renamed and text[start - length : start]:
                _add_town(view, start - length, end, tuple(renamed), 2.4, "renamed")
                return
            continue
        near = tuple(t for t in towns if t.parent in context.counties)
        if near:
            _add_town(view, start - length, end, near, 3.0, "near")
            return
        if known is None:
            known = (start - length, towns)
    edge = _left_edge(view, start, limit=6)
    if known and (known[0] == edge[0] or edge[1] == "" or view.before(known[0])):
        _add_town(view, known[0], end, known[1], 1.6 if known[0] == edge[0] else 1.0, "gazetteer")
        return
    left, strength = edge
    name = text[left:end]
    if (
        strength
        and start - left > 1
        and text[start - 1] not in "乡镇市"
        and not _generic(view, left, start, end)
    ):
        _add_town(view, left, end, (), 1.0 + (_CHAINED if strength == "chain" else 0.0), "edge")


def _nested(view: _Text, hits: Sequence[Hit]) -> None:
    """Find the short county before one of its towns (义乌|大陈镇), and its bare town (晋江|安海)."""
    text = view.text
    towns = {c.start: c for c in view.found if c.payload.kind == "town"}
    for start, end, entry in hits:
        if end - start > 3 or not any(d.level in ("city", "county") for d in entry):
            continue
        town = towns.get(end)
        if town and (
            left := tuple(
                d for d in entry if any(gazetteer().within(t.code, d.code) for t in town.payload.divisions)
            )
        ):
            found = Found(left[0].name if len(left) == 1 else text[start:end], left[0].level, left)
            view.add(Candidate(start, end, "place", 1.6, ("near", "chain"), found))
        elif town is None and (county := view.known(start, end)):
            _bare_town(view, end, county)


def _bare_town(view: _Text, start: int, county: Division) -> None:
    stems = _town_stems(frozenset((county.code,)))
    for length in (3, 2):
        stem = view.text[start : start + length]
        known = stems.get(stem)
        if known and stem not in _stops("stem") and f"{stem}区" != stem + view.text[start + length :][:1]:
            found = Found(county.name + known[0].name, "town", tuple(known), county.code)
            view.add(Candidate(start, start + length, "place", 1.1, ("chain",), found))
            return


def _add_town(view: _Text, start: int, end: int, towns: tuple[Division, ...], score: float, why: str) -> None:
    text = view.text
    name = text[start:end]
    before = view.before(start)
    divisions: tuple[Division, ...] = towns
    parent = None
    qualified = name
    if before and before.payload.kind in ("county", "city", "zone"):
        codes = {d.code for d in before.payload.divisions}
        inside = tuple(
            t for t in towns if t.parent in codes or any(gazetteer().within(t.parent, c) for c in codes)
        )
        divisions = inside or (before.payload.divisions if before.payload.kind == "county" else ())
        if before.payload.kind == "county":
            qualified = before.payload.name + name
        score += 0.4
    if not divisions and text[start - 1 : start] == "、" and (last := view.before(start - 1)):
        codes = {d.code[:6] for d in last.payload.divisions} if last.payload.kind == "town" else set()
        divisions = tuple(d for c in codes if (d := gazetteer().get(c))) if len(codes) == 1 else ()
    if len({d.parent for d in divisions}) == 1:
        parent = divisions[0].parent
    found = Found(qualified, "town", divisions, parent)
    view.add(Candidate(start, end, "place", score, ("town", why), found))


def _village(view: _Text, start: int, end: int, kind: str) -> None:
    """Find the village or community that ends with a head word, known or by its left edge."""
    text = view.text
    left, strength = _left_edge(view, start, limit=8)
    known = _known_village(view, start, end)
    head = text[start:end]
    weak = head not in ("社区", "小区", "村", "屯", "邨", "嘎查")
    if known and (not weak or strength):
        left, county, town = known
        before = view.before(left)
        score = 2.2 + (_CHAINED if before else 0.0)
        _add_below(view, left, end, kind, score, county, town)
        return
    if not strength or _generic(view, left, start, end) or text[start - 1] == head:
        return
    if start - left < 2 and strength not in ("chain", "to"):
        return
    beside = view.before(left) or (view.before(left - 1) if text[left - 1 : left] == "、" else None)
    if weak and not (beside and beside.payload.kind in ("town", "community")):
        return
    if text[end : end + 1] in "民干级委支两里部" and head == "村" and text[end : end + 2] != "里的":
        score = 0.9 if text[end : end + 1] in "民里" else 0.6
    else:
        score = 1.3 if strength == "to" else 1.0
    score += sum(c.score for c in view.found if left <= c.start and c.end <= start and c.score > 0)
    score += 0.5 if text.count(text[left:end]) > 1 else 0.0
    _add_below(view, left, end, kind, score + (_CHAINED if strength == "chain" else 0.0), None, None)


def _generic(view: _Text, left: int, start: int, end: int) -> bool:
    """Tell whether a head word's name is a common noun (驻村, 沿江乡镇, 部分街道, 集中安置点) and no name."""
    text = view.text
    name, stem = text[left:end], text[left:start]
    if name in _stops("word") or stem in _stops("word") or _COUNTED.search(stem):
        return True
    listed = text[left - 1 : left] == "、" or view.before(left) is not None
    if (
        (stem[-1:] in ("和", "同", "跟", "给", "对") and not listed)
        or text[left - 1 : left].isdigit()
        or stem[-1] in "抵赴访返去"
        or _NOT_IN_NAMES.match(stem)
    ):
        return True
    heads = vocabularies()["place.head"]
    shortest = 3 if listed and len(stem) == 2 else 2
    if any(
        (tail := name[-k:]) in _stops("word") and tail not in heads
        for k in range(shortest, min(5, len(name)) + 1)
    ):
        return True
    stems = _stops("stem")
    return any(stem[-k:] in stems or stem[:k] in stems for k in (2, 3)) or stem in stems


def _known_village(view: _Text, start: int, end: int) -> tuple[int, str, str] | None:
    """Return (start, county, town) of the longest village name that ends here in a county of the article."""
    text = view.text
    villages = _villages_of(view.context.counties)
    for length in range(min(6, start), 0, -1):
        found = villages.get(text[start - length : end])
        if found and (length > 1 or view.before(start - length) or _cue_at(view, start - length)):
            return start - length, *found
    return None


@lru_cache(maxsize=128)
def _villages_of(counties: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Return village -> (county, town) of the counties of an article, {} where they are too many."""
    if len(counties) > _MANY_COUNTIES:
        return {}
    return {
        name: (county, town)
        for county in sorted(counties, reverse=True)
        for name, town in gazetteer().villages(county).items()
    }


def _add_below(
    view: _Text, start: int, end: int, kind: str, score: float, county: str | None, town: str | None
) -> None:
    """Add a village, community or site with the chain that stands before it."""
    text = view.text
    name = text[start:end]
    before = view.before(start) or (view.before(start - 1) if text[start - 1 : start] == "的" else None)
    divisions: tuple[Division, ...] = ()
    if before and _CHAIN.get(before.payload.kind, 9) < _CHAIN.get(kind, 5):
        found = before.payload
        if found.kind in ("town", "county", "community", "village", "zone"):
            name = found.name + name
        divisions = found.divisions if found.kind not in {"province", "city"} else ()
    elif county and (division := gazetteer().get(county)):
        same = (
            [c for c in view.context.counties if text[start:end] in gazetteer().villages(c)]
            if town
            else [county]
        )
        same = [c for c in same if c in view.context.named] or same
        divisions = (division,) if len(same) == 1 else tuple(d for c in same if (d := gazetteer().get(c)))
        if len(same) == 1:
            divisions = tuple(d for c in same if (d := gazetteer().get(c)))
    view.add(Candidate(start, end, "place", score, (kind,), Found(name, kind, divisions)))


def _site(view: _Text, start: int, end: int, kind: str, rule: str, *, follows: bool) -> None:
    """Find the site that ends with a head word: what stands before the head must be a name."""
    text = view.text
    if follows or text[start : end + 1] in ("街道", "路段", "路网") or (text[start:end] == "站" and text[end : end + 1] in ("点", "长", "岗", "台", "位")):
        return  # the next head word goes on with the same name
    if text[start:end] == "港" and gazetteer().find(text[end - 2 : end]):
        return
    if kind == "zone" and text[start - 1 : start] == "、" and view.before(start - 1):
        city = next((d for d in view.context.chain() if d.level == "city"), None)
        known = gazetteer().find((city.short or city.name) + text[start:end]) if city else ()
        view.add(Candidate(start, end, "place", 1.5, ("list",), Found(text[start:end], kind, known)))
        return
    numbered = _NUMBERED.search(text, max(0, start - 5), start)
    if numbered and rule != "single":
        left, strength = _left_edge(view, numbered.start(), limit=8)
        if strength not in ("chain", "to") or _generic(view, left, numbered.start(), numbered.start()):
            left = numbered.start()
        _add_below(view, left, end, kind, 1.6, None, None)
        return
    head = start
    if kind == "site" and (purpose := _purposes().search(text, max(0, start - 10), start)):
        start = purpose.start()
    left, strength = _left_edge(view, start, limit=10, over_places=True)
    if not strength:
        left, strength = _chain_edge(view, start)
    if rule == "venue":
        short = text[left:start].removesuffix("中心")
        left = next((start - k for k in (2, 3) if k < len(short) and short[-k:] in _towns_in_play(view)), left)
    inner = [c for c in view.found if left <= c.start and c.end <= start and c.score > 0]
    spans = {(c.start, c.end) for c in view.found}
    upper = [c.end for c in inner if text[c.end - 1] in "省市县区镇乡旗州道" and start - c.end > 1]
    if upper and (kind in ("road", "water") or (kind == "zone" and (max(upper), end) in spans)):
        left, strength = max(upper), "chain"
        inner = [c for c in inner if c.start >= left]
    if text[start - 1 : start] in ("省", "市", "县", "区", "镇", "乡") and rule != "single":
        before = view.before(start)
        if before and before.payload.kind == "town":
            _add_below(view, start, end, kind, 1.6, None, None)
        elif not before and end - start > 2 and text[start - 1 : end] not in _stops("word"):
            _add_below(view, start - 1, end, kind, 1.4, None, None)
            return
    if not strength or start - left < 2 or _generic(view, left, start, end):
        return
    towns = _towns_in_play(view)
    at_left = any(c.start == left for c in inner) or any(
        stem in towns for stem in (text[left : left + 2], text[left : left + 3])
    )
    if kind == "site" and not at_left:
        at_left = any(
            f"{text[left:start]}{suffix}" in text for suffix in ("村", "镇", "乡") if len(text[left:start]) < 4
        )
    if rule == "venue" and not at_left and view.before(left) is None:
        return
    name = text[left:end]
    repeated = text.count(name) > 1
    if rule == "single" and not (
        (at_left and name[-1] in "站港" and view.before(end) is None)
        or (start - left < 4 and strength == "to" and (repeated or (kind == "water" and start - left == 2)))
        or (start - left < 4 and kind == "water" and text.startswith(_water_words(), end))
    ):
        return
    sure = rule == "sure" and strength == "soft" and start - left < 6
    firm = sure or strength == "soft" and kind in ("road", "water") and text[left - 1 : left] in _EDGES
    if not (inner or repeated or at_left or firm or strength == "to" or view.before(left)):
        return
    score = 0.9 + (0.6 if strength == "to" else 0.0) + (0.5 if repeated else 0.0) + (0.8 if at_left else 0.0)
    score += sum(c.score for c in inner) * 0.7 + (0.4 if inner else 0.0)
    _add_below(view, left, end, kind, score, None, None)


def _chain_edge(view: _Text, start: int) -> tuple[int, str]:
    """Return where a site's name begins when only a known place before it tells (完成泉州侨乡体育馆)."""
    tail = _TAIL.search(view.text, max(0, start - 9), start)
    first = tail.start() if tail else start
    for at in range(start - 2, first - 1, -1):
        piece = view.before(at)
        if piece and piece.score > 0.4:
            return (at, "chain") if piece.payload.kind in ("town", "village") else (piece.start, "soft")
    towns = _towns_in_play(view)
    for at in range(first, start - 1):
        if view.text[at : at + 2] in towns or view.text[at : at + 3] in towns:
            return at, "soft"
    return start, ""


def _stretches(view: _Text) -> None:
    """Find numbered roads, and stretches of roads and rivers (国道108线, 长江安庆段)."""
    text = view.text
    for match in _NUMBERED_ROAD.finditer(text):
        view.add(Candidate(*match.span(), "place", 2.5, ("road",), Found(match.group(), "road")))
    if "站" in text:
        for match in _GAUGE.finditer(text):
            start, end = match.span(1)
            if not _NOT_IN_NAMES.match(text, start, end - 1):
                view.add(Candidate(start, end, "place", 2.2, ("gauge",), Found(match.group(1), "site")))
    for candidate in list(view.found):
        if candidate.payload.kind in ("road", "water") and (more := _STRETCH.match(text, candidate.end)):
            name = text[candidate.start : more.end()]
            inner = sum(c.score for c in view.found if c.start >= candidate.end and c.end <= more.end())
            found = Found(name, candidate.payload.kind, ())
            view.add(
                Candidate(
                    candidate.start, more.end(), "place", candidate.score + inner + 0.5, ("stretch",), found
                )
            )


def _left_edge(view: _Text, start: int, *, limit: int, over_places: bool = False) -> tuple[int, str]:
    """Return where the name before a head word begins and what says so: chain, to, soft, or nothing."""
    text = view.text
    tail = _TAIL.search(text, max(0, start - 12), start)
    if not tail:
        return start, ""
    if any(kind == "to" and start - cue_start > 1 for cue_start, kind in view.cues.get(start, ())):
        return start, ""
    first = tail.start()
    hard = _NOT_IN_NAMES.match(tail.group(), 0, max(0, start - first - 1))
    if hard:
        first += hard.end()
    weak: tuple[int, str] | None = None
    for at in range(start - 1, max(first, start - limit) - 1, -1):
        if not over_places and start - at <= 6 and (piece := view.before(at)) and piece.score > 0.4:
            if piece.end - piece.start > 2 or piece.payload.kind != "county" or piece.evidence:
                return at, "chain"
        for cue_start, kind in view.cues.get(at, ()):
            if kind == "to" and at - cue_start > 1:
                return at, "to"
            if start - at < 2:
                continue
            if at - cue_start > 1 or text[cue_start] in _CUTS:
                return at, kind
            weak = weak or (at, kind)
        if at == first and (weak is None or start - at <= 4):
            before = text[at - 1 : at]
            return at, "to" if before in ("、", "在", "到", "往", "从", "进") else "soft"
    return weak or (start, "")


def _lists(view: _Text) -> None:
    """Find the bare names of a list that its noun tells to be places: 北村、纺南等14个社区."""
    text = view.text
    for match in _LIST.finditer(text):
        body = match.group()
        noun = None
        for tail in range(len(body), max(len(body) - 8, body.rfind("、") + 2), -1):
            noun = _LIST_NOUN.match(text, match.start() + tail)
            if noun and (noun.group(1) or text[match.start() + tail : noun.start(2)]):
                end = match.start() + tail
                break
            noun = None
        if noun is None:
            _known_towns(view, match.start(), body)
            continue
        end -= text[end - 1] == "等"
        number = _DIGITS.match(text, end)
        if number and int(number.group()) > body.count("、") + 1:
            continue  # 鼓楼、云龙43个街道: the list names what the streets belong to
        _list_items(view, match.start(), end, noun.group(2))


def _known_towns(view: _Text, start: int, body: str) -> None:
    """Find the bare towns of a list without a noun: two at least must be towns of the article's counties."""
    towns = _towns_in_play(view)
    items = body.split("、")
    names: list[tuple[int, str]] = []
    for index, item in enumerate(items):
        for length in (3, 2):
            name = item[-length:] if index == 0 else item[:length]
            if name in towns and (index in (0, len(items) - 1) or name == item):
                names.append((start + (len(item) - len(name) if index == 0 else 0), name))
                break
        start += len(item) + 1
    if len(names) < 2:
        return
    for at, name in names:
        found = Found(towns[name][0].name, "town", tuple(towns[name]))
        view.add(Candidate(at, at + len(name), "place", 1.4, ("list",), found))


def _listed_sites(view: _Text) -> None:
    """Find venues that a list's noun tells to be places (郭河中学、金瓦小学等5个安置点)."""
    text = view.text
    for match in _SITE_LIST.finditer(text):
        start, end = match.span(1)
        last_of = max(_edge_of_list(view, start, end), start)
        position = last_of
        for item in text[last_of:end].split("、"):
            right = position + len(item)
            if len(item) > 2 and not any(c.start == position and c.end == right for c in view.found):
                view.add(Candidate(position, right, "place", 3.0, ("list",), Found(item, "site")))
            position = right + 1


def _edge_of_list(view: _Text, start: int, end: int) -> int:
    """Return where the first name of a list begins, after the last word that leads to it."""
    first_end = view.text.index("、", start, end)
    return max(
        (
            at
            for at in range(start, first_end - 2)
            if any(k == "to" or at - s > 1 for s, k in view.cues.get(at, ()))
        ),
        default=start,
    )


def _list_items(view: _Text, start: int, end: int, noun: str) -> None:
    text = view.text
    position = start
    items: list[tuple[int, int]] = []
    for item in text[start:end].split("、"):
        items.append((position, position + len(item)))
        position += len(item) + 1
    towns = _towns_in_play(view)
    first, first_end = items[0]
    items[0] = next(
        ((at, first_end) for at in range(first, first_end - 1) if text[at:first_end] in towns), items[0]
    )
    for at in range(first_end - 2, items[0][0] - 1, -1):
        if (
            text[at:first_end] in towns
            or view.before(at)
            or any(k == "to" or at - s > 1 or text[s] in _CUTS for s, k in view.cues.get(at, ()))
        ):
            items[0] = (at, first_end)
            break
    chain = view.before(items[0][0])
    for left, right in items:
        _list_item(view, left, right, noun, towns, chain)


def _towns_in_play(view: _Text) -> dict[str, list[Division]]:
    return _town_stems(view.context.counties)


@lru_cache(maxsize=64)
def _town_stems(counties: frozenset[str]) -> dict[str, list[Division]]:
    """Return the towns of some counties by their stem."""
    towns: dict[str, list[Division]] = {}
    for county in sorted(counties):
        for town in gazetteer().towns(county):
            if town.short:
                towns.setdefault(town.short, []).append(town)
    return towns


def _list_item(
    view: _Text, left: int, right: int, noun: str, towns: dict[str, list[Division]], chain: Candidate | None
) -> None:
    name = view.text[left:right]
    below = noun in ("社区", "小区")
    if (
        any(
            c.start == left and c.end == right and c.payload.kind != "site" and c.score > (2 if below else 1)
            for c in view.found
        )
        or len(name) > 6
    ):
        return
    if noun in ("镇", "乡", "乡镇", "街道") or (noun == "地" and name in towns):
        known = tuple(towns.get(name, ()))
        if known or noun != "地":
            suffix = noun if noun != "乡镇" else ""
            full = known[0].name if known else name if name.endswith(suffix) else name + suffix
            view.add(
                Candidate(left, right, "place", 2.4 if known else 1.2, ("list",), Found(full, "town", known))
            )
    elif noun in ("社区", "小区", "村", "行政村", "村庄") and not any(
        view.context.resolve(gazetteer().find(name)) or () for _ in (0,) if len(name) == 2 and noun == "地"
    ):
        kind = "community" if noun in ("社区", "小区") else "village"
        found = chain.payload if chain else None
        prefix = found.name if found and found.kind in ("town", "county") else ""
        view.add(
            Candidate(
                left,
                right,
                "place",
                2.2 if below else 1.8,
                ("list",),
                Found(prefix + name, kind, found.divisions if found else ()),
            )
        )


def _repeated(view: _Text) -> None:
    """Find the short forms of towns that the text names in full (鹅湖镇 … 鹅湖)."""
    text = view.text
    full = {c.start: c for c in view.found if c.payload.kind == "town" and c.score > 1.4}
    seen: dict[str, Candidate] = {}
    for candidate in full.values():
        stem = town_stem(text[candidate.start : candidate.end])
        if stem and stem not in _stops("word") and stem not in vocabularies()["place.head"]:
            seen.setdefault(stem, candidate)
    for c in view.found:
        if c.payload.kind in ("site", "road", "water", "village", "community") and c.score > 1.3 and c.end - c.start > 2:
            seen.setdefault(text[c.start : c.end], c)
    taken = {(c.start, c.end) for c in view.found}
    for stem, known in seen.items():
        at = text.find(stem)
        while at >= 0:
            end = at + len(stem)
            if at not in full and (at, end) not in taken:
                view.add(Candidate(at, end, "place", 1.0, ("repeated",), replace(known.payload)))
            at = text.find(stem, end)


def _unified(candidates: list[Candidate]) -> list[Candidate]:
    """Give one place one name all over the article: the most qualified that the text gives."""
    best: dict[tuple[str, str], Found] = {}
    for candidate in candidates:
        found: Found = candidate.payload
        if found.kind not in ("town", "community", "village", "site"):
            continue
        key = _key(found)
        known = best.get(key)
        if known is None or (len(found.name), len(found.divisions) == 1) > (
            len(known.name),
            len(known.divisions) == 1,
        ):
            best[key] = found
    return [
        replace(c, payload=best[_key(c.payload)])
        if _key(c.payload) in best and c.payload.kind in ("town", "community", "village", "site")
        else c
        for c in candidates
    ]


def _key(found: Found) -> tuple[str, str]:
    """Return what tells places of one article apart: the last part of the name, and the class."""
    last = _PARTS.split(found.name)[-1]
    if found.kind in _VILLAGE_KINDS:
        return last.removesuffix("村").removesuffix("社区"), "village"
    return last, found.kind
