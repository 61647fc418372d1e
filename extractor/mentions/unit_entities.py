"""From candidates to organisations: whole names above their parts, one name for all mentions of one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.unit_terms import LEVELS, Naming, any_element, any_of, briefs, cue, elements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.mention import Unit

FIRM = frozenset(("area", "level", "parent", "national"))
_OWN = "own"  # evidence of a word that stands for an organisation named elsewhere
_ABOVE = re.compile(r"[\u4e00-\u9fff]{1,8}[省市州盟区]")
_CHARGE = 4  # characters of a bare 指挥部 that may be anybody's
_TOO_MANY = 4  # a short form that so many units share names none of them
_PART = 5  # characters of a part with a name of its own (白石关派出所)
_GRID = "电力"  # a company whose name in short is a head of its own (国网云岭电力)


def outweigh(units: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Raise each unit above the best choice of what it contains: a well-formed whole beats its parts.

    A person's name inside it counts only against a unit that nothing but its head speaks for.
    """
    ranked = sorted([*units, *others], key=lambda c: c.end - c.start)
    raised: dict[int, list[Candidate]] = {}  # by start, so that a long page costs no more per candidate
    for candidate in ranked:
        start, end, size = candidate.start, candidate.end, candidate.end - candidate.start
        best = candidate
        if candidate.label == "unit" and candidate.payload.kind != "short":
            firm = not FIRM.isdisjoint(candidate.evidence)
            inside = [
                c
                for at in range(start, end)
                if at in raised
                for c in raised[at]
                if c.end <= end and c.end - c.start < size and (firm or c.label != "person")
            ]
            if not firm and any(c.end == end and "national" in c.evidence for c in inside):
                inside = []  # 每天骑车去|仁济医院
            if len(inside) == 1:
                floor = max(inside[0].score, 0.0) + 0.1
            else:
                floor = sum(c.score for c in choose(inside)) + 0.1 if inside else 0.0
            if floor > candidate.score:
                best = Candidate(start, end, "unit", floor, candidate.evidence, candidate.payload)
        raised.setdefault(start, []).append(best)
    return [c for found in raised.values() for c in found if c.label == "unit"]


@cache
def _villages() -> re.Pattern[str]:
    """Compile a list of villages, some of them named by their committees."""
    village = rf"[\u4e00-\u9fff]{{2,8}}?(?:{any_element('dwelt')}|村(?![委民组部支]))"
    return re.compile(f"[到在对赴进]?{village}(?:[、和与及]{village})+")


_DWELT = re.compile("(?:社区|村)(?:[、和与及]|$)")
_GONE_TO = re.compile("[^、]{0,6}[到在对赴进]")


def as_villages(text: str, units: Sequence[Candidate]) -> list[Candidate]:
    """Drop the committees that are listed with communities and do nothing: villages (青坪社区、柳林村委会等5个村)."""
    if not any(text.endswith("委会", u.start, u.end) for u in units):
        return list(units)
    lists = [
        m.span()
        for m in _villages().finditer(text)
        if _DWELT.search(m[0]) and (_GONE_TO.match(m[0]) or not _venue_acts().match(text, m.end()))
    ]
    return [
        u
        for u in units
        if not (
            text.endswith("委会", u.start, u.end)
            and any(start <= u.start and u.end <= end for start, end in lists)
        )
    ]


@cache
def _venue_acts() -> re.Pattern[str]:
    """Compile what shows that a school or hospital is meant as those who act: its people, or a verb."""
    people = any_of("acts", "people")
    number = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,3})[余多]?[名位人]"
    return re.compile(rf"的?{number}|(?:高|初)[一二三](?:年级)?学生|{people}")


def at_work(text: str, units: Sequence[Candidate], places: Sequence[Candidate]) -> list[Candidate]:
    """Raise each unit above the place of its span where its people act (文昌中学|高三学生自发当志愿者)."""
    sites = {(c.start, c.end): c.score for c in places if c.payload.kind == "site"}
    raised: list[Candidate] = []
    for unit in units:
        score = sites.get((unit.start, unit.end))
        if score is not None and score >= unit.score and _venue_acts().match(text, unit.end):
            unit = Candidate(unit.start, unit.end, "unit", score + 0.1, unit.evidence, unit.payload)  # noqa: PLW2901
        raised.append(unit)
    return raised


_OFFICIAL = frozenset(("government", "party", "local"))


@cache
def _gate() -> re.Pattern[str]:
    """Compile what stands behind an office that is meant as a house."""
    return re.compile(f"的?(?:{any_of('gate')})")


def is_house(text: str, unit: Unit) -> bool:
    """Tell whether the house of an office is meant, not those who work there (镇政府|门口, 设在|镇文化站)."""
    if unit.kind not in _OFFICIAL:
        return False
    return _gate().match(text, unit.end) is not None or text.endswith(cue("housed"), 0, unit.start)


def refer(chosen: Sequence[Candidate], units: Sequence[Candidate]) -> list[Candidate]:
    """Give what refers back (该局) the name chosen for the span that it refers to, where another reading of that span lost."""
    ends = {c.end: c.payload for c in chosen if c.label == "unit" and _OWN not in c.evidence}
    names = {naming.name for naming in ends.values()}
    meant = {c.payload.name: ends[c.end] for c in units if c.end in ends and _OWN not in c.evidence}
    return [
        replace(c, payload=meant[c.payload.name])
        if _OWN in c.evidence and c.payload.name not in names and c.payload.name in meant
        else c
        for c in chosen
    ]


def settle(chosen: Sequence[Candidate]) -> dict[tuple[int, int], Naming]:
    """Give all mentions of one organisation one name: the longest that shares its official name or tail."""
    names = _full_names(chosen)
    spellings: dict[tuple[str, str] | None, Naming] = {}
    shorts = {
        c.payload.name
        for c in chosen
        if c.payload.kind == "short" and c.payload.name.endswith(elements("charged"))
    }
    colleges = sum(c.payload.name.endswith("学院") for c in chosen) > 1
    settled: dict[tuple[int, int], Naming] = {}
    known: dict[str, dict[Naming, None]] = {}  # by the last two characters, in text order
    for candidate in sorted(chosen, key=lambda c: c.start):
        naming = candidate.payload
        span, tail = (candidate.start, candidate.end), known.setdefault(naming.name[-2:], {})
        if naming.kind == "short":
            fitting = [n for n in tail if n.name.endswith(naming.name)] or _of_official(naming, known)
            if fitting and len({n.name for n in fitting}) < _TOO_MANY:
                settled[span] = fitting[-1]
            elif not fitting and naming.name[0] == "援" and naming.name[-1] == "队":
                settled[span] = naming  # 援湘抢修队 is known by where it goes
            elif not fitting and naming.name.endswith(elements("alone")) and len(naming.name) > 2:
                later = {n for n in names.values() if n.endswith(naming.name)} or {
                    n for n in shorts if n.endswith(naming.name) and n != naming.name
                }
                settled[span] = replace(naming, name=later.pop()) if len(later) == 1 else naming
            continue
        if naming.kind == "college" and not colleges:
            continue
        if naming.kind == "brief" or naming.name.endswith(_GRID):
            naming = _in_brief(naming, chosen) or naming
        elif naming.area:
            naming = _by_rank(naming, chosen) or naming
        seated = naming.area and naming.name.startswith(naming.area[:2])  # 支援湖北医疗队 is none of 湖北
        full = _squad(naming, known) if seated else _in_full(naming, tail)
        spelling = _spelling(naming)
        full = full or _other_owner(naming, tail) or spellings.get(spelling)
        if full is None:
            name = names[naming.official or naming.name]
            full = Naming(name, naming.official, naming.region, naming.kind, naming.area)
            known.setdefault(name[-2:], {})[full] = None
        if spelling is not None:
            spellings.setdefault(spelling, full)
        settled[span] = full
    return settled


def _spelling(naming: Naming) -> tuple[str, str] | None:
    """Return the area and the rest of a name, the same however the area is spelt (江城县, 江城哈尼族彝族自治县)."""
    name, area = naming.name, naming.area
    if naming.region is None or len(area) < len("云岭") or not name.startswith(area[:2]):
        return None
    rest = name[len(area) :] if name.startswith(area) else name[2:].lstrip(LEVELS)
    return naming.region, rest


def _of_official(naming: Naming, known: Mapping[str, dict[Naming, None]]) -> list[Naming]:
    """Return the organisations before a short name that end with what it is short for (中院: 桐江市中级人民法院)."""
    official = naming.official or naming.name
    found = (n for tail in known.values() for n in tail)
    return [n for n in found if n.area and (n.official or n.name) == n.area + official]


def _full_names(chosen: Sequence[Candidate]) -> dict[str, str]:
    """Return the longest name of each organisation by its official name."""
    names: dict[str, str] = {}
    for candidate in chosen:
        naming: Naming = candidate.payload
        if naming.kind == "short":
            continue
        key = naming.official or naming.name
        if len(naming.name) > len(names.get(key, "")):
            names[key] = naming.name
    seated = {
        c.payload.name for c in chosen if c.payload.area and c.payload.name.startswith(c.payload.area[:2])
    }
    seatless = {
        c.payload.name: c.payload.name[len(c.payload.area) :]
        for c in chosen
        if c.payload.area and c.payload.name.startswith(c.payload.area)
    }
    for key, short in names.items():
        longer = {
            n
            for n in names.values()
            if n != short
            and n.endswith(short)
            and (
                short[0] in LEVELS
                or (seatless.get(n) == short and len(short) > _CHARGE)
                or _ABOVE.fullmatch(n, 0, len(n) - len(short))
                or (short in seated and n.endswith(elements("whole"), 0, len(n) - len(short)))
            )
        }
        if len(longer) == 1:  # 湖北省襄阳市|襄城区人武部, 罗庄|区法院, 江北铁路局|云岭工务段
            names[key] = longer.pop()
    return names


def _in_full(naming: Naming, tail: Mapping[Naming, None]) -> Naming | None:
    """Return the longer name before it that ends like a name without an area (楚泰集团: 三峡楚泰…集团)."""
    size = len(naming.name)
    return next(
        (n for n in tail if len(n.name) > size >= 3 and n.name.endswith(naming.name)),
        None,
    )


def _other_owner(naming: Naming, tail: Mapping[Naming, None]) -> Naming | None:
    """Return the same part named behind its area where this one stands behind its organisation, or the other way.

    青县|白石关派出所 is 青县公安局|白石关派出所.
    """
    for n in tail:
        pairs = zip(reversed(n.name), reversed(naming.name), strict=False)
        size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if size < _PART:
            continue
        seat, owner = sorted(
            (n.name[:-size], naming.name[:-size]), key=lambda rest: rest.endswith(elements("owner"))
        )
        if owner.endswith(elements("owner")) and any(
            owner.startswith(seat[i:]) for i in range(len(seat) - 1)
        ):
            return n
    return None


def _in_brief(naming: Naming, chosen: Sequence[Candidate]) -> Naming | None:
    """Return the service of the same area that the page names in full (云岭消防: 云岭市消防救援支队).

    A company of the whole country stands before its area (云岭铁塔: 中国铁塔云岭分公司).
    """
    service = next(
        (word for word in sorted(briefs(), key=len, reverse=True) if naming.name.endswith(word)), ""
    )
    endings = briefs().get(service, ())
    national = re.compile(
        rf"中国{service}.{{0,8}}?{re.escape(naming.name.removesuffix(service))}.{{0,6}}公司"
    )
    full = (
        c.payload
        for c in chosen
        if c.label == "unit"
        and (
            (_same_area(c.payload, naming) and c.payload.name.endswith(endings))
            or national.fullmatch(c.payload.name)
        )
    )
    return next((n for n in full if n.kind not in ("short", "brief")), None)


def _same_area(one: Naming, other: Naming) -> bool:
    """Tell whether two names are of one area, which only one of them may give in full (云岭, 云岭市)."""
    if one.region and other.region:
        return one.region == other.region
    short, full = sorted((one.area, other.area), key=len)
    return len(short) > 1 and full.startswith(short)


def _by_rank(naming: Naming, chosen: Sequence[Candidate]) -> Naming | None:
    """Return what a name means that is but its area and a rank (云岭大队: 云岭县消防救援大队), if only one can be meant."""
    head = next((h for h in elements("rank") if naming.name.endswith(h)), "")
    if not head or naming.name[: -len(head)] not in (naming.area, naming.area[:-1], naming.area[:2]):
        return None
    ending = "人民医院" if head == "医院" else head
    full = {
        c.payload.name: c.payload
        for c in chosen
        if c.payload.kind not in ("short", "brief")
        and len(c.payload.name) > len(naming.name)
        and c.payload.name.endswith(ending)
        and c.payload.area
        and _same_area(c.payload, naming)
    }
    return full.popitem()[1] if len(full) == 1 else None


def _squad(naming: Naming, known: Mapping[str, dict[Naming, None]]) -> Naming | None:
    """Return the team named in full before it that an area and 队 mean (陕西队: 陕西省援藏医疗队)."""
    if naming.kind != "squad":
        return None
    area = naming.name[:-1]
    teams = (n for tail in known.values() for n in tail if n.kind == "team")
    return next(
        (n for n in teams if n.area == naming.area and n.name.startswith(area) and n.name != naming.name),
        None,
    )
