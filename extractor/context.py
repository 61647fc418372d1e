"""What an article establishes about where it is, and how a name resolves there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.place_text import cue_words
from extractor.mentions.word_cuts import crossed
from extractor.text.normalise import simplify
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_EDGES = frozenset("\n ,。;:!?“”《》()、-—·【】#的")
_ENDS = _EDGES | frozenset("至等和与及")
_LEVELS = ("province", "city", "county", "town")
_HEADLINE, _LEAD, _LATER = 3.0, 1.5, 1.0
_SURE_VOTES = 3.0
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Context:
    """What a document establishes; built once an article and used by every finder.

    `region`: the division that the article is about, None where unsure. `counties`: codes of the counties
    that it is about or names. `divisions`: codes of every division that it names beyond doubt, the region and
    what stands above included. `publisher`: the name that the metadata give, which may be the organisation that tells of itself.
    """

    published: date | None
    region: Division | None
    counties: frozenset[str]
    divisions: frozenset[str]
    publisher: str = ""

    @property
    def named(self) -> frozenset[str]:
        """Return the codes of the counties that the text or its metadata name."""
        return self.counties & self.divisions

    @property
    def established(self) -> frozenset[str]:
        """Return the codes of the counties whose towns may be looked up."""
        return self.counties

    @property
    def year(self) -> int | None:
        """Return the year of publication."""
        return self.published.year if self.published else None

    def chain(self) -> tuple[Division, ...]:
        """Return the region and the divisions above it, the nearest first; () where unsure."""
        return _chain(self.region) if self.region else ()

    def area_of(self, prefix: str) -> Division | None:
        """Resolve the area word of a unit name: 市, 县, 区, 省 mean the region's; else a name in context."""
        if prefix in _GENERIC:
            return next((d for d in self.chain() if _answers(d, prefix)), None)
        return self.resolve(gazetteer().on(prefix, self.year))

    def resolve(self, candidates: Sequence[Division]) -> Division | None:
        """Choose among divisions of one name by the document, None where it does not decide."""
        left = self.remaining(candidates)
        return left[0] if len(left) == 1 else None

    def remaining(self, candidates: Sequence[Division]) -> tuple[Division, ...]:
        """Return the divisions of one name that the document leaves possible: those nearest to its region."""
        if len(candidates) <= 1:
            return tuple(candidates)
        ranked: dict[int, list[Division]] = {}
        for division in candidates:
            ranked.setdefault(self._distance(division), []).append(division)
        nearest = ranked[min(ranked)]
        if len(nearest) > 1:
            top = min(_LEVELS.index(d.level) for d in nearest)
            higher = [d for d in nearest if _LEVELS.index(d.level) == top]
            if len(higher) == 1 or top < _LEVELS.index("county"):
                return tuple(higher)
        return tuple(nearest)

    def _distance(self, division: Division) -> int:
        """Return 0 for the region and above, more inside it, its city, named areas, its province, elsewhere."""
        gaz = gazetteer()
        above = self.chain()
        if any(d.code == division.code for d in above):
            return 0
        if self.region and gaz.within(division.code, self.region.code):
            return 1 if division.parent in self.divisions else 2
        if division.level == "town" and division.parent in self.counties:
            return 2
        steps = [d.code for d in above[1:]]
        for step, code in enumerate(steps):
            if code[2:] != "0000" and gaz.within(division.code, code):
                return 3 + step
        if division.parent in self.divisions and division.parent[2:] != "0000":
            return 6
        if division.code in self.divisions:
            return 6
        if above and gaz.within(division.code, above[-1].code):
            return 7
        return 8 if division.parent in self.divisions else 9


@lru_cache(maxsize=512)
def _chain(region: Division) -> tuple[Division, ...]:
    return (region, *gazetteer().ancestors(region.code))


_GENERIC = frozenset("省市县区州盟旗")


def _answers(division: Division, word: str) -> bool:
    """Tell whether an area word can mean a division (市 in a county's report means the city above it)."""
    name, level = division.name, division.level
    if word == "省":
        return level == "province" and name.endswith("省")
    if word == "市":
        return name.endswith("市")
    if word in "州盟":
        return level == "city" and name.endswith(word)
    if word == "区":
        return (level == "county" and name.endswith("区")) or (
            level == "province" and name.endswith("自治区")
        )
    return level == "county" and name.endswith(word)


def establish(
    page: Page,
    hits: Mapping[str, Sequence[Hit]],
    *,
    region: str | None,
    published: date | None,
    publisher: str | None = None,
) -> Context:
    """Build the context; `region` and `publisher` are the names that the metadata give; without a region the text decides.

    `hits` holds the vocabulary `division` of `mentions.places`.
    """
    year = published.year if published else None
    on, text = gazetteer().on, page.clean
    places = hits.get("division", ())
    led = partial(cue_words().ends, text)
    starts, ends = _by_offset(places, 0), _by_offset(places, 1)

    def meant(start: int, end: int, divisions: Sequence[Division]) -> bool:
        """Tell whether a name stands as the name of a division; two characters need company or an edge."""
        name = text[start:end]
        if name in _common():
            return False
        if len(name) > 2 or _listed(text, start, end, starts, ends):
            return True
        if name in _lone():
            beside = (*ends.get(start, ()), *starts.get(end, ()))
            return any(_chained(d, hit, start) for hit in beside for d in divisions)
        if start in ends or end in starts:
            return True
        return apart(text, start, end, led, full=any(d.name == name for d in divisions))

    found = [(s, e, ds) for s, e, _ in places if (ds := on(text[s:e], year)) and meant(s, e, ds)]
    division = region_named(region, published) if region else None
    if division is None:
        division = _infer(page, found)
    draft = Context(published, division, frozenset(), frozenset(_around(division)))
    names = {page.clean[s:e]: candidates for s, e, candidates in found}
    sure: set[str] = set(draft.divisions)
    for name, candidates in names.items():
        if len(candidates) == 1 and (len(name) > 2 or candidates[0].level != "county"):
            sure.add(candidates[0].code)
    draft = Context(published, division, frozenset(), frozenset(sure))
    for name, candidates in names.items():
        chosen = draft.resolve(candidates)
        if chosen and (len(name) > 2 or _near(chosen, draft)):
            sure.add(chosen.code)
    gaz = gazetteer()
    counties = {code for code in sure if (d := gaz.get(code)) and d.level == "county"}
    if division and division.level == "city":
        counties |= {d.code for d in gaz.children(division.code)} or {division.code}
    return Context(
        published, division, frozenset(counties), frozenset(sure), simplify(publisher) if publisher else ""
    )


def apart(text: str, start: int, end: int, led: Callable[[int], bool], *, full: bool) -> bool:
    """Tell whether a name begins or ends at a boundary, and is no chance sequence of characters (今|天水|位, 海|口味|重).

    `led`: whether a word ends at an offset that a place may follow; `full`: the name is a full one (随县).
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    bounded = (
        not before
        or not after
        or before in _EDGES
        or after in _ENDS
        or before.isdigit()
        or led(start)
        or text.startswith(_tails(), end)
    )
    return bounded and (full or not crossed(text, start, end))


@cache
def _tails() -> tuple[str, ...]:
    """Return what stands behind a name that is meant as an area."""
    return tuple(row["term"] for row in read_lexicon("area_tails"))


@cache
def _common() -> frozenset[str]:
    """Return the names of divisions that are words too (老城区, 和平): they establish nothing; 会同县 does."""
    terms = (row["term"] for row in read_lexicon("place_stops") if "division" in row["kind"].split(","))
    return frozenset(term for term in terms if len(term) == 2 or not term.endswith(("县", "市")))


@cache
def _lone() -> frozenset[str]:
    """Return the short names of cities that are words too (日照): only among other names do they establish anything."""
    terms = (row["term"] for row in read_lexicon("place_stops") if "lone" in row["kind"].split(","))
    return frozenset(terms)


def _listed(text: str, start: int, end: int, starts: Collection[int], ends: Collection[int]) -> bool:
    """Tell whether a name stands in a list of names (六盘水、毕节、安顺三个支队)."""
    before, behind = text[start - 1 : start] == "、", text[end : end + 1] == "、"
    return (before and start - 1 in ends) or (behind and end + 1 in starts)


def _by_offset(places: Sequence[Hit], edge: int) -> dict[int, list[Hit]]:
    """Return hits by where they start (`edge` 0) or end (1)."""
    found: dict[int, list[Hit]] = {}
    for hit in places:
        found.setdefault(hit[edge], []).append(hit)
    return found


def _chained(division: Division, beside: Hit, start: int) -> bool:
    """Tell whether a name right before `start` is of what the division lies in, or one right behind of what lies in it."""
    within = gazetteer().within
    if beside[1] == start:
        return any(within(division.code, above.code) for above in beside[2])
    return any(within(below.code, division.code) for below in beside[2])


_DIVISION = re.compile(r".+[省市县区州盟旗]")


def region_named(name: str, published: date | None) -> Division | None:
    """Return the division of a region's code or name, short, full or qualified (曲靖市富源县); None where unsure.

    Of a town or a village (东莞市长安镇) it is the lowest division that the name begins with.
    """
    gaz = gazetteer()
    name = simplify(name.strip())
    if name.isdecimal():
        return gaz.get(name)
    year = published.year if published else None
    whole = gaz.on(name, year)
    if whole:
        top = min(_LEVELS.index(d.level) for d in whole)
        best = [d for d in whole if _LEVELS.index(d.level) == top]
        return best[0] if len(best) == 1 else None
    for cut in range(1, len(name) - 1):
        inside = gaz.on(name[cut:], year)
        fits = [
            d
            for d in inside
            if any(name.startswith((a.name, a.short or a.name)) for a in gaz.ancestors(d.code))
        ]
        if len(fits) == 1:
            return fits[0]
    above = _DIVISION.match(name[:-1])
    return region_named(above[0], published) if above else None


def _around(division: Division | None) -> Iterable[str]:
    if division is None:
        return ()
    return (division.code, *(d.code for d in gazetteer().ancestors(division.code)))


def _near(division: Division, context: Context) -> bool:
    return any(d.code in context.divisions for d in gazetteer().ancestors(division.code))


def _infer(page: Page, found: Sequence[tuple[int, int, tuple[Division, ...]]]) -> Division | None:
    """Return the lowest division, county to province, that most of the named places lie in, or None."""
    votes: dict[str, float] = {}
    gaz = gazetteer()
    covered = -1
    for start, end, candidates in found:
        if start < covered:
            continue
        paragraph = page.paragraph_at(start)
        if paragraph is None or paragraph.kind == "credit":
            continue
        short_county = end - start == 2 and all(d.level == "county" for d in candidates)
        if short_county and len(candidates) > 1:
            continue
        weight = _HEADLINE if paragraph.kind == "headline" else _LEAD if start < 300 else _LATER
        share = weight * (0.4 if short_county else 1.0) / len(candidates)
        for division in candidates:
            for code in (division.code, *(d.code for d in gaz.ancestors(division.code))):
                votes[code] = votes.get(code, 0.0) + share
        covered = end
    return _winner(votes)


def _winner(votes: dict[str, float]) -> Division | None:
    """Descend from the strongest province as long as one child holds most of the votes."""
    gaz = gazetteer()
    best: Division | None = None
    total = sum(v for code, v in votes.items() if code.endswith("0000"))
    parent = ""
    while True:
        children = [(v, c) for c, v in votes.items() if (d := gaz.get(c)) and d.parent == parent]
        if not children:
            return best
        value, code = max(children)
        if value < _SURE_VOTES or value < _SHARE * total:
            return best
        best = gaz.get(code)
        parent, total = code, value
