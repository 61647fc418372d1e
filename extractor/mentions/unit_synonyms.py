"""One organisation under two names: abbreviated, by its level alone, without its owner, its trade or its legal form."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.unit_terms import LEVELS, elements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.unit_terms import Naming

_HOSPITALS = re.compile(r"(?<![第附])([一二三四五六七八九十])医?院$")  # 桐江二院, 桐江市三医院
_TEACHING = re.compile(r"([\u4e00-\u9fff]{1,3})大附?([一二三四五六七八九十])院")  # 江大一院, 江医大附二院
_LEAGUE = re.compile(
    rf"(?:共青)?团([\u4e00-\u9fff]*[{LEVELS}])委|([\u4e00-\u9fff]*[{LEVELS}])团委"
)  # 团桐江市委, 桐江市团委
_OWNER = "(?:[\u4e00-\u9fff]{1,4}[局厅署处])?"  # 青县|公安局|交警大队
# What a brand or an area and no more than such a word leave out (青坪公司: 青坪出租车公司, 青坪队: 青坪市援湘医疗队).
_TRADES = {"公司": ".{1,6}", "局": ".{1,6}", "队": ".{2,6}(?<![支大总中])"}
_TAIL = 3  # characters of a name that is the end of another


def unify(settled: Mapping[tuple[int, int], Naming]) -> dict[tuple[int, int], Naming]:
    """Give the longer name to all mentions of a shorter one by which only one organisation of the page can be meant."""
    names = {n.name: n for n in settled.values()}
    ranked = sorted(names.values(), key=lambda n: -len(n.name))
    full: dict[str, Naming] = {}
    for at, naming in enumerate(ranked):
        begun, size = _begun(naming.name), len(naming.name)
        longer = [n for n in ranked[:at] if begun in n.name and len(n.name) > size]
        meant = {full[n.name].name for n in _meant(naming, longer)} if longer else ()
        full[naming.name] = names[meant.pop()] if len(meant) == 1 else naming
    return {span: full[n.name] for span, n in settled.items()}


def _begun(name: str) -> str:
    """Return the characters that every name in full of this one holds: of few names no more than the first one."""
    loose = name[0] in LEVELS or name[0] in "团共" or "大" in name[:4] or name.endswith("团委")
    return name[: 1 if loose else 2].removeprefix("共")


def _meant(naming: Naming, longer: Sequence[Naming]) -> list[Naming]:
    """Return those of the longer names that a name may stand for."""
    kept = set(
        _abbreviations()[0].sub("", naming.name)
    )  # compiling is dear, and most names hold other characters
    longer = [n for n in longer if kept.issubset(n.name)]
    if not longer:
        return []
    spelt, level, taught = _spelt_out(naming), _of_level(naming), _taught(naming.name)
    legal = tuple(naming.name + form for form in elements("legal"))
    return [
        n
        for n in longer
        if n.name in legal
        or spelt.fullmatch(n.name)
        or (taught and taught.fullmatch(n.name))
        or (level and n.area[1:] and level.fullmatch(n.name.replace(n.area, n.area[-1], 1)))
    ]


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for the words that are short for others, and by each one an alternation of it and those."""
    rows = read_lexicon("unit_abbreviations")
    forms = {r["term"]: f"(?:{'|'.join((r['term'], *r['full'].split()))})" for r in rows}
    return re.compile("|".join(sorted(forms, key=len, reverse=True))), forms


def _expand(name: str) -> str:
    """Return a pattern for a name with its abbreviations in full."""
    short, forms = _abbreviations()
    return short.sub(lambda m: forms[m[0]], re.escape(name))


def _spelt_out(naming: Naming) -> re.Pattern[str]:
    """Compile the names in full that a name may be short for.

    They hold the level of its area and what its abbreviations are short for, perhaps an owner before or in them.
    """
    name, area = naming.name, naming.area
    league = _LEAGUE.fullmatch(name)
    if league is not None:
        place = league[1] or league[2]
        return re.compile(f"共青团{place}委|团{place}委")
    whole = _HOSPITALS.sub(r"第\1(?:人民|中心)?医院", _expand(name))
    core = 3 if area[3:] and area[3] in LEVELS and name.startswith(area[:3]) else 2
    if whole.startswith(name[:core]):
        whole = name[:core] + _inside(name[core:]) + whole[core:]
    if (
        len(name) >= _TAIL and naming.kind != "party"
    ):  # a county's committee ends the name of its youth league's
        whole = f"(?:.{{{2 if area else 1},}})?{whole}"
    return re.compile(whole)


def _inside(rest: str) -> str:
    """Return a pattern for what a short name leaves out between its area and the rest of it."""
    if rest[:1] and rest[0] in LEVELS:
        return _TRADES.get(rest[1:], "")
    return f"[{LEVELS}]?" + _TRADES.get(rest, _OWNER if len(rest) >= _TAIL else "")


def _of_level(naming: Naming) -> re.Pattern[str] | None:
    """Compile what an area's body is called by its level alone (县府: 青县|县政府, 团县委: 团|青县|委)."""
    if len(naming.area) > 1 or not (naming.name[0] in LEVELS or _LEAGUE.fullmatch(naming.name)):
        return None
    return re.compile(_expand(naming.name))


def _taught(name: str) -> re.Pattern[str] | None:
    """Compile the names in full of a university's hospital (江医大附二院: 江城医科大学第二附属医院)."""
    match = _TEACHING.fullmatch(name)
    if match is None:
        return None
    school, number = ".{0,3}?".join(match[1]), f"第?{match[2]}"
    return re.compile(f"{school}.{{0,3}}?大学?.{{0,4}}?(?:附属{number}医院|{number}附属医院|附?{number}院)")
