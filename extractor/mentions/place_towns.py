"""Towns, townships and streets: a head word and the name before it, known near by, known anywhere, or by its edge."""

from __future__ import annotations

from extractor.lexicons import terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_edges import MUNICIPAL
from extractor.mentions.place_text import Found, View, generic, left_edge
from models.gazetteer import Division, gazetteer

_CHAINED = 1.2
_ONE = 2  # a character and its head; a short division


_MIN = frozenset("兵政生间警宅营主众办族心工")  # 石桥镇|民兵


def find_town(view: View, start: int, end: int) -> None:
    """Find the town that ends with a head word: known near by, known anywhere, or by its left edge."""
    text, context = view.text, view.context
    gaz = gazetteer()
    if (
        text[start:end] in ("乡", "镇")
        and (
            (
                text[end : end + 1] in ("亲", "愁", "村", "镇", "里", "级")
                and text[end : end + 2] not in terms_of("place_words", "in_town")
            )
            or (text[end : end + 1] == "民" and text[end + 1 : end + 2] not in _MIN)  # 收容|乡民
            or (text[start - 1] in "乡镇" and text[start - _ONE : start] not in view.towns)  # 大乡|镇
            or text[start - 1] == "局"  # 铁路局|镇江站
        )
    ):
        return
    known: tuple[int, tuple[Division, ...]] | None = None
    for length in range(min(8, start), 0, -1):
        name = text[start - length : end]
        towns = gaz.towns_named(name)
        if not towns:
            renamed = view.towns.get(text[start - length : start], ()) if length > 1 else ()
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
    edge = left_edge(view, start, limit=6)
    if known and (lead := gazetteer().find(text[edge[0] : known[0]])):
        inside = tuple(t for t in known[1] if any(gazetteer().within(t.code, d.code) for d in lead))
        known = (known[0], inside or known[1])
    if known and (above := _split(view, known[0], end, known[1])):
        _add_town(view, above.start, end, (), above.score + _CHAINED, "edge")
        return
    if known and (
        known[0] == edge[0]
        or edge[1] == ""
        or view.before(known[0])
        or gazetteer().find(text[edge[0] : known[0]])
    ):
        likely = tuple(t for t in known[1] if _likely(view, t))
        _add_town(view, known[0], end, likely, 1.6 if known[0] == edge[0] else 1.0, "gazetteer")
        return
    left, strength = edge
    if known and any(
        d.code in context.divisions and (d.level != "province" or d.code[:2] in MUNICIPAL)
        for t in known[1]
        for d in gazetteer().ancestors(t.code)
    ):
        # 对岸|马当镇; 广安门外街道 in Beijing is no 门外街道 of 广安
        _add_town(view, known[0], end, known[1], 1.2 if known[0] > left else 3.0, "gazetteer")
        return
    name = text[left:end]
    if (
        strength
        and start - left > 1
        and text[start - 1] not in "乡镇市"
        and not generic(view, left, start, end)
    ):
        _add_town(view, left, end, (), 1.0 + (_CHAINED if strength == "chain" else 0.0), "edge")


def _likely(view: View, town: Division) -> bool:
    """Tell whether a town may be the one meant: in the region's province, or under a division that the article names."""
    region = view.context.region
    if region is None or town.code[:2] == region.code[:2]:
        return True
    return any(d.code in view.context.divisions for d in gazetteer().ancestors(town.code))


def _split(view: View, start: int, end: int, towns: tuple[Division, ...]) -> Candidate | None:
    """Return the short division that a town's name of one character would stand in, where it has none (周口|店镇)."""
    above = view.before(start)
    if above is None or end - start != _ONE or above.end - above.start != _ONE:
        return None
    inside = any(gazetteer().within(t.code, d.code) for t in towns for d in above.payload.divisions)
    return None if inside or not above.payload.divisions else above


def _add_town(view: View, start: int, end: int, towns: tuple[Division, ...], score: float, why: str) -> None:
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
