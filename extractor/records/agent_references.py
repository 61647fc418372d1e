"""Agents that a sentence only points back to: 该院, 县里, 我校, a bare 医院 that acts; and whose own page a text is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.mention import Place
from extractor.records.agents import GOAL_BEFORE, Agent, is_asking, words_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Unit
    from extractor.records.agents import Role
    from extractor.records.frame import Frame, Mentions

M = TypeVar("M", "Unit", "Place")
_SHORT = 20  # no verb behind a name is longer than this
_SHORTEST = 3  # characters of a town's name
_HEAD = any_of("agent_heads", "that")
# 该局, 这支分队; 镇里, 街道上; 我校, 本院; 全局民警, 全校共有…: each points back to a name.
_BACK = re.compile(
    r"[该这上我本全县市区镇乡村院局校州街社公集厂矿所站队署馆园](?:"
    rf"(?:(?<=该)|(?<=这)[个家所支]|(?<=上)述)(?P<that>{_HEAD})(?![\u4e00-\u9fff]{{0,2}}[长员])"
    r"|(?<![这那哪乡邻万公海千夜百省城家屋院场水手].)(?:(?<=[县市区镇乡村院局校州厂矿所站队])|(?<=街)道|(?<=社)区|(?<=公)司|(?<=集)团)"
    r"(?P<there>里|上(?![午级岸堤路游报班下述千百万学山]))"
    rf"|(?<=[我本])(?P<ours>{_HEAD})(?![\u4e00-\u9fff]{{0,2}}[长员])"
    r"|(?<=[署校院厂馆局园])(?<![\u4e00-\u9fff双各多我对].)(?P<side>方)"
    rf"|(?<=全)(?P<all>{any_of('agent_heads', 'all')})(?![\u4e00-\u9fff]{{0,2}}[长]))"
)
_BARE = re.compile(
    rf"({any_of('agent_heads', 'bare')})(?:自己|本级|自身)?(?:{any_of('agent_heads', 'organ')})?"
    rf"(?=[^、和与及,。:;长主]{{0,16}}(?:{words_beside('after', 'acts')}|\d))"
)
_OURS = re.compile(rf"[我本]({any_of('agent_heads', 'page')})(?![长员])")


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """Return what the names end with that a head stands for, where that is not the head itself (该校 -> …大学)."""
    return {r["term"]: tuple(r["endings"].split()) for r in read_lexicon("agent_heads") if r["endings"]}


def back_references(frame: Frame, names: Mentions) -> list[Agent]:
    """Return the agents that a sentence only points back to: 该院动员…, 县里计划…, each the last name of that kind."""
    found: list[Agent] = []
    for match in _BACK.finditer(frame.text, frame.sentence.start, frame.sentence.end):
        manner = match.lastgroup or ""
        kind = match[0][:-1] if manner in ("there", "side") else match[manner]
        clause = frame.clause_of(match.start())
        before = frame.text[frame.clauses[clause][0] : match.start()]
        asked = is_asking(before, frame.text[match.end() :][:_SHORT])
        if asked or GOAL_BEFORE.search(before):
            continue
        member = _last(names.units, kind, match.start()) or _last(names.places, kind, match.start())
        if manner != "that":  # 我校: the one that the article names most, also where the name stands below
            own = own_unit(names.units, kind) or own_area(names, kind)
            if member is not None and own is not None and member.name != own.name and manner != "ours":
                nearest = Agent(match.start(), match.end(), clause, (member,), strong=True, role="back")
                found.append(nearest)  # 全局 may also be the one last named
            member = own if manner == "ours" else own or member
        elif member is None and kind in _AREAS:
            member = own_area(names, kind)  # 掇刀区科技局局长…该区176名干部
        if member is not None:
            role: Role = "back" if manner == "that" else "ours" if manner == "ours" else "there"
            found.append(Agent(match.start(), match.end(), clause, (member,), strong=True, role=role))
    return found


_AREAS = frozenset(("市", "县", "区", "镇", "乡", "街道"))


def bare_references(frame: Frame, names: Mentions) -> list[Agent]:
    """Return the agents named by their head alone at the start of a clause (医院每天派出…), each the last of that kind."""
    found: list[Agent] = []
    for clause, (start, _) in enumerate(frame.clauses):
        match = _BARE.match(frame.text, start)
        if match is None or any(t.kind == "unit" and t.start <= start < t.end for t in frame.tokens):
            continue
        member = (
            own_unit(names.units, match[1])
            or _last(names.units, match[1], start)
            or _last(names.places, match[1], start)
        )
        if member is not None:
            found.append(Agent(start, match.end(), clause, (member,), strong=True, role="back"))
    return found


def own_page(text: str, units: Sequence[Unit]) -> Unit | None:
    """Return the organisation whose own page a text is (我校, 我院, 本局), None where it is nobody's."""
    match = _OURS.search(text)
    if match is None:
        return None
    return next((u for u in units if u.start == match.start()), None) or own_unit(units, match[1])


def own_unit(names: Sequence[M], kind: str) -> M | None:
    """Return the name that a page of its own calls 我校, 我院: of its kind the one that stands most often, then first.

    A school is taken before a school's faculty, which ends alike (学院).
    """
    fitting = [n for n in names if n.name.endswith(_endings().get(kind, kind))]
    schools = (
        [n for n in fitting if n.name.endswith(terms_of("agent_heads", "school"))] if kind == "校" else []
    )
    ranked = Counter(n.name for n in schools or fitting).most_common(1)
    return next((n for n in names if n.name == ranked[0][0]), None) if ranked else None


def own_area(names: Mentions, kind: str) -> Place | None:
    """Return the division that a page of its own calls 我镇: of its kind the one that is named most, by its organisations too."""
    fitting = {n.name: n for n in reversed(names.places) if n.name.endswith(_endings().get(kind, kind))}
    named = Counter(n.name for n in names.places if n.name in fitting)
    for unit in names.units:
        size = unit.text.find(kind, _SHORTEST - len(kind)) + len(kind)
        if size < _SHORTEST or size == len(unit.text):
            continue
        owner = unit.text[:size]  # 西王镇|党委
        name = next((n for n in fitting if n.endswith(owner)), owner)
        fitting.setdefault(name, Place(unit.start, unit.start + size, owner, owner, "", unit.region))
        named[name] += 1
    return fitting[named.most_common(1)[0][0]] if named else None


def _last(mentions: Sequence[Unit | Place], kind: str, before: int) -> Unit | Place | None:
    """Return the last name before an offset that ends with a head (该院 -> …人民法院)."""
    index = bisect_right(mentions, before, key=_start) - 1
    endings = _endings().get(kind, kind)
    while index >= 0:
        mention = mentions[index]
        if mention.name.endswith(endings) or mention.text.endswith(kind):
            return mention
        index -= 1
    return None


def _start(mention: Unit | Place) -> int:
    return mention.start
