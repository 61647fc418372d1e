"""Villages and communities: the name before a head word, known to the gazetteer or by its left edge."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import Found, View, cue_at, generic, is_pair, left_edge, stops, tails
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CHAIN = {"province": 0, "city": 1, "county": 2, "zone": 2, "town": 3, "community": 4, "village": 4}
_CHAINED = 1.2
_MANY_COUNTIES = 20
_NUMERALS = frozenset("一二三四五六七八九十百")
_TAIWAN, _HONGKONG = "71", "81"
_TO_VILLAGERS = frozenset("教替帮助给为让请劝叫带问")  # 手把手|教|村民
_NUMBERED = re.compile(r"\d{1,3}号$")
_BARE, _BELOW = 1.4, 2.6
_WORD = 2  # characters of most words
_SIDES = frozenset("东西南北上下内外前后大小新老")
_GUARDED, _ENTRANCES = frozenset("守护堵封把"), ("口", "头", "道", "堤")


def village(view: View, start: int, end: int, kind: str) -> None:
    """Find the village or community that ends with a head word, known or by its left edge."""
    text = view.text
    left, strength = left_edge(view, start, limit=8)
    start = _head_start(text, left, start, end) if strength == "chain" else start
    head = text[start:end]
    if _of_another(view, start, end) or (head in ("社区", "村") and _of_division(view, start)):
        return
    if numbered := _NUMBERED.search(text, max(0, start - 4), start):
        left = numbered.start()  # 8号|公寓
    if strength == "chain" and text[left:start] == "子" and (river := view.before(left)):
        add_below(view, river.start, end, kind, river.score + _CHAINED, None)
        return  # 青石河|子村
    if (begin := _below_town(view, left, start)) > left:
        add_below(view, begin, end, kind, _BELOW, None)
        return
    weak = head not in terms_of("place_words", "settlement")
    if weak and not strength:
        return
    known = _known_village(view, start, end)
    rest = text[left : known[0]] if known and strength else ""
    if known and not (_cut_short(rest, strength) or (len(rest) == 1 and text[left - 1] == "、")):
        left, county = known
        before = view.before(left)
        score = 2.2 + (_CHAINED if before else 0.0)
        add_below(view, left, end, kind, score, county)
        return
    joined = head == "村" and text[start - 1] in "和与及除" and not is_pair(text[left:start])
    if not strength or text[start - 1] == head or joined:
        return  # 护林员和|村干部
    # 街道|新村社区, 大河家镇|大河村: after the town's name even a word names
    plain = strength == "chain" and start - left > 1 and text[left:start] not in stops("stem")
    plain = plain and (head == "社区" or _of_town(view, left))
    named = plain and (text[left:start] in stops("word") or _has_side(text[left:start]))
    named = named or (strength == "chain" and _ends_like_word(text[left:end]) and _in_full(view, left))
    if generic(view, left, start, end) and not named:
        return
    if start - left < 2 and (
        strength not in ("chain", "to") or (head == "村" and text[end : end + 1] == "民")
    ):
        return  # 石桥镇|教村民
    beside = view.before(left) or (view.before(left - 1) if text[left - 1 : left] == "、" else None)
    stands = end - start > 1 and (
        (strength == "to" and text[left - 1] != "、") or tails().match(text, end) is not None
    )  # 龙湖花园|一带
    if weak and not (stands or (beside and _has_quarters(beside.payload, head))):
        return
    if text[end : end + 1] in "民干级委支两里部" and head == "村" and text[end : end + 2] != "里的":
        score = 0.9 if text[end : end + 1] in "民里" else 0.6
    else:
        score = 1.3 if strength == "to" else 1.0
    score += sum(c.score for c in view.ending(left, start) if left <= c.start and c.score > 0)
    score += 0.5 if text.count(text[left:end]) > 1 else 0.0
    add_below(view, left, end, kind, score + (_CHAINED if strength == "chain" else 0.0), None)


def _below_town(view: View, left: int, start: int) -> int:
    """Return where a village's name begins after the bare names of its county and town (海沧新阳|祥露村); else `left`."""
    text, towns = view.text, view.towns
    at = left
    before = view.before(left)
    if before is None or before.payload.kind != "county":
        at = next((left + k for k in (3, 2) if _short_county(view, text[left : left + k])), left)
        if at == left:
            return left
    for size in (3, 2):
        if start - at - size >= _WORD and text[at : at + size] in towns and text[at + size] not in "乡镇街":
            _add_bare(view, left, at, at + size)
            return at + size
    return left


def _short_county(view: View, name: str) -> bool:
    """Tell whether a name is the short one of a county of the article."""
    return any(d.code in view.context.counties and d.short == name for d in gazetteer().find(name))


def _add_bare(view: View, left: int, at: int, end: int) -> None:
    """Add a bare town, and the short county before it."""
    text = view.text
    towns = tuple(view.towns[text[at:end]])
    if at > left:
        county = tuple(d for d in gazetteer().find(text[left:at]) if d.code in view.context.counties)
        view.add(
            Candidate(left, at, "place", _BARE, ("near", "chain"), Found(county[0].name, "county", county))
        )
    view.add(Candidate(at, end, "place", _BARE, ("chain",), Found(towns[0].name, "town", towns)))


def _of_division(view: View, start: int) -> bool:
    """Tell whether the full name of a county or something wider stands before a head: none is named (嫩江市|社区党员)."""
    before = view.before(start)
    return (
        before is not None
        and before.payload.kind in ("province", "city", "county")
        and view.text[start - 1] in "省市县区州旗"
    )


def _of_another(view: View, start: int, end: int) -> bool:
    """Tell whether a head belongs to another name or word (文昌和|屯昌, 采棉工入|奎屯, 小区|里, 八组|村民, 蒙村|乡)."""
    text = view.text
    if end - start == 1:
        if gazetteer().find(text[start : end + 1]):
            return True
        if any(c.payload.kind in ("city", "county") for c in view.pieces.get(end, ())):
            return True
    head = text[start:end]
    if text[start - 1] in _TO_VILLAGERS and text[start : end + 1] == "村民":
        return True
    if text[start - 1] in _GUARDED and text.startswith(_ENTRANCES, end):
        return True  # 守村|口
    if text[start - 1] == "通" and text.startswith(terms_of("place_words", "village_road"), end):
        return True  # 通村|公路
    if (head == "里" and text[start - 2 : start] in ("小区", "社区")) or (
        head == "村" and text[start - 1] == "组"
    ):
        return True
    after = (end + 1, end + 2) if text.startswith("街道", end) else (end + 1,)
    return any(c.payload.kind == "town" and c.start < start for at in after for c in view.pieces.get(at, ()))


def _has_quarters(above: Found, head: str) -> bool:
    """Tell whether a place has quarters with a weak head; the districts of Taiwan have 里, of Hong Kong 苑."""
    area = _TAIWAN if head == "里" else _HONGKONG if head == "苑" else None
    return above.kind in ("town", "community") or (
        area is not None and any(d.code.startswith(area) for d in above.divisions)
    )


def _head_start(text: str, left: int, start: int, end: int) -> int:
    """Return where a village's head begins, once the character before it is given to a name of one (石棉县|跃新|村)."""
    return end - 1 if start - left == 1 and text[start:end] in ("新村", "山村") else start


def _ends_like_word(name: str) -> bool:
    """Tell whether three or four characters are no word though they end like one (跃|新村, 盘头|山村)."""
    words = stops("word")
    size = len(name) - _WORD
    return size in (1, _WORD) and name[size:] in words and not {name, name[:-1]} & words


def _in_full(view: View, left: int) -> bool:
    """Tell whether a county or town named in full stands before a name."""
    before = view.before(left)
    return before is not None and not {"full", "town"}.isdisjoint(before.evidence)


def _of_town(view: View, left: int) -> bool:
    """Tell whether a town named in full stands before a name (大河家镇|大河村)."""
    before = view.before(left)
    return before is not None and before.payload.kind == "town" and before.end - before.start > _WORD


def _known_village(view: View, start: int, end: int) -> tuple[int, str] | None:
    """Return (start, county) of the longest village name that ends here in a county of the article."""
    text = view.text
    villages = _villages_of(view.context.counties)
    for length in range(min(6, start), 0, -1):
        name = text[start - length : end]
        county = _holder(villages, name)
        if county is None:
            continue
        if text[start - length - 1 : start - length] in _NUMERALS and text[start - length] in _NUMERALS:
            return None  # 二|十号地村
        if length > 1 or view.before(start - length) or cue_at(view, start - length):
            return start - length, county
    return None


def _has_side(stem: str) -> bool:
    """Tell whether a name begins with what tells one village from its neighbour (外|平山村, though 山村 is a word)."""
    return len(stem) == _WORD + 1 and stem[0] in _SIDES and stem[1:] not in stops("word")


def _cut_short(rest: str, strength: str) -> bool:
    """Tell whether what stands before a known village's name is the beginning of a longer name, no word.

    锦阳|花苑社区; after a town's name one character is enough (颍川街道西|十里社区).
    """
    if strength == "chain" and rest in _SIDES:
        return True
    return len(rest) == _WORD and rest not in stops("stem") and rest not in stops("word")


def _holder(villages: Sequence[tuple[str, Mapping[str, str]]], name: str) -> str | None:
    """Return the first of some counties that has a village of that name."""
    for county, names in villages:
        if name in names:
            return county
    return None


@lru_cache(maxsize=128)
def _villages_of(counties: frozenset[str]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the counties of an article with their villages, () where they are too many."""
    if len(counties) > _MANY_COUNTIES:
        return ()
    return tuple((county, gazetteer().villages(county)) for county in sorted(counties))


def _holds(above: Candidate) -> bool:
    """Tell whether what stands below a place lies in it: a short name that the article does not use may be another's."""
    kind = above.payload.kind
    return kind not in ("province", "city") and (
        kind != "county" or not {"full", "near"}.isdisjoint(above.evidence)
    )


def add_below(view: View, start: int, end: int, kind: str, score: float, county: str | None) -> None:
    """Add a village, community or site with the chain that stands before it."""
    text = view.text
    name = text[start:end]
    before = view.before(start) or (view.before(start - 1) if text[start - 1 : start] == "的" else None)
    divisions: tuple[Division, ...] = ()
    if before and _CHAIN.get(before.payload.kind, 9) < _CHAIN.get(kind, 5):
        found = before.payload
        if found.kind in ("town", "county", "community", "village", "zone"):
            name = found.name + name
        divisions = found.divisions if _holds(before) else ()
    elif county:
        same = [c for c, names in _villages_of(view.context.counties) if text[start:end] in names]
        same = [c for c in same if c in view.context.named] or same
        divisions = tuple(d for c in same if (d := gazetteer().get(c)))
    view.add(Candidate(start, end, "place", score, (kind,), Found(name, kind, divisions)))
