"""Words that stand for an organisation: 我校 on its own page, 该局 after its name, 全校 and 全市公安机关, 公司 that acts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import Naming, any_element, any_of, elements

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_BARE = re.compile(
    r"[公集医协中商分法支总大学银院校厂局队段](?:(?<=[,。;:!?、“\n].)|(?<=\d日.|[当今昨]天.|目前.|随后.|近日.)|(?<=连日来.))"
    r"(?:(?<=公)司|(?<=集)团|(?<=医)院|(?<=学)[院校]|(?<=银)行|(?<=[协商])会|(?<=中)心|(?<=分)局|(?<=法)院|(?<=[支总大])队|(?<=[院校厂局队段])[方里]?)"
)
# Of its own level an office or a court (县局, 市院).
_RANKED = re.compile(r"[局院](?<=[省市县区州旗].)(?![长面势部子士区落])")
_RANKS = {"局": ("局", "局(公司)"), "院": ("检察院", "法院")}
_POINTS = -0.5  # a word that only points back yields to every name
_NAMED = 0.2  # one that is all there is does not


@cache
def _ours() -> re.Pattern[str]:
    """Compile what an organisation calls itself on its own page."""
    return re.compile(
        rf"[我本](?:[校院局](?![长区])|公司|(?<=我)(?:[司厂站段队关](?![长家员键于])|行(?![动驶程走政业李人列为使长])|社(?![会区员])|{any_element('ours')})"
        r"|(?<=本)[会处](?=[^\u4e00-\u9fff]|[的将于连共登也已在暑同举派组与和]))"
    )


@cache
def _that() -> re.Pattern[str]:
    """Compile what points back to an organisation, and the words for all of it."""
    return re.compile(
        rf"该(?:[校院局厂站段行矿所](?!长)|{any_element('that')})|全(?:[校院局厂矿](?!长)|{any_element('all')})"
    )


def read_references(page: UnitPage) -> None:
    """Add the words of a page that stand for an organisation, under its name; run after all names are known."""
    begun = {c.start for c in page.found}  # of 我校|商学院 the name of the whole is the college's
    ours = [match for match in _ours().finditer(page.text) if match.end() not in begun]
    hosts = [page.host(match[0].replace("本", "我"), match.start()) for match in ours]
    known: dict[str, Naming] = {}
    for match, host in zip(ours, hosts, strict=True):
        if host is not None:
            known.setdefault(match[0][1:], host)
    for match, host in zip(ours, hosts, strict=True):
        _own(page, match, host or known.get(match[0][1:]))
    for match in _that().finditer(page.text):
        if match.end() not in begun:
            _add(page, match[0][1:], match.start(), match.end())
    for match in _RANKED.finditer(page.text):
        _ranked(page, match.start() - 1, match.end())
    for match in _branch().finditer(page.text):
        _head(page, match)
    for match in _BARE.finditer(page.text):
        word = match[0]
        if _acts().match(page.text, match.end()):
            _own_word(page, word[0] if word[-1] in "方里" else word, match.start(), match.end())


def _own(page: UnitPage, match: re.Match[str], host: Naming | None) -> None:
    """Add the organisation whose own page it is: by its name, by the word itself if the page never gives one.

    `host`: what the word means by what stands before it, there or where the page has it elsewhere.
    """
    host = host or page.host(match[0].replace("本", "我"), len(page.text))
    naming = Naming(match[0], None, None, "own") if host is None else host
    page.add(match.start(), match.end(), naming, _POINTS if host else _NAMED, "own")


def _ranked(page: UnitPage, start: int, end: int) -> None:
    """Add 县局, 市院 that acts under the name of the office or court of that level that the page names."""
    if not page.bounded(start) or not _acts().match(page.text, end):
        return
    level, endings = page.text[start], _RANKS[page.text[end - 1]]
    of_level = (
        c.payload
        for c in page.found
        if c.payload.area[-1:] == level and c.payload.name.endswith(endings) and not c.payload.host
    )
    names = {n.name: n for n in of_level if n.kind != "short"}
    if len(names) == 1:
        page.add(start, end, names.popitem()[1], _POINTS, "own")


def _head(page: UnitPage, match: re.Match[str]) -> None:
    """Add a whole branch (全省消防力量, 全市公安机关) under the name of its head, if that was named before."""
    named = (n for n in page.before(match.start()) if match[1] in n.name and not n.host and n.kind != "short")
    head = next((n for n in named if n.name.endswith(elements("head_office"))), None)
    if head is not None:
        page.add(match.start(), match.end(), head, _POINTS, "own")


def _add(page: UnitPage, word: str, start: int, end: int) -> None:
    """Add a word under the name of the organisation of its kind that was named last before it, if one was."""
    host = page.host(word, start)
    if host is not None:
        page.add(start, end, host, _POINTS, "own")


def _own_word(page: UnitPage, word: str, start: int, end: int) -> None:
    """Add a word that acts (公司启动预案): of a page that never names its organisation, by itself."""
    host = page.host(word, start) or page.host(word, len(page.text))
    if host is not None:
        _add(page, word, start, end)
    elif word in elements("self"):
        page.add(start, end, Naming(word, None, None, "own"), _POINTS, "own")


@cache
def _branch() -> re.Pattern[str]:
    """Compile the words for all that work in one branch of an area (全省消防力量, 我市公安机关)."""
    return re.compile(rf"[全我本该][省市县区州旗]({any_of('branch')})(?:救援)?(?:{any_element('in_branch')})")


@cache
def _acts() -> re.Pattern[str]:
    """Compile what shows that an organisation acts or its people are counted."""
    how = f"[的共有已也还又再]|{any_of('acts_how')}"
    return re.compile(rf"(?:{any_of('inside')})?(?:{how})*(?:\d|{any_of('acts', 'people')})")
