"""Names that stand by themselves: sections of the organisation named last (法规科、基教股), the police station that acts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.name_shapes import is_surname, likely_name
from extractor.mentions.unit_terms import (
    Naming,
    any_element,
    any_of,
    cue,
    cued,
    generic_words,
    hosts,
    is_trade,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.mentions.unit_page import UnitPage

_NAME = 10  # characters of a section's name before its last word
_OWNERS = frozenset(("government", "company", "school", "association", "mass", "court", "force", "own"))
# The last word of a section; behind it another of them, or what it does.
_LAST = (
    r"[科股车工部一二三四五六七八九十课所班](?:(?<=科)(?<!手术.)(?<![学本专百文理全各外内妇儿骨牙眼产医麻醉瘤喉伤肤护疗痛诊脑胸肾肝胃血影剂验急].)"
    r"|(?<=股)(?<![控参持合炒].)(?<!(?<!收)入.)|(?<=车)间|(?<=工)区|(?<=部)(?<![全内外总干支省村本队乐南北东西中上下头脑胸腹根底局目令旅分各县市学武\d].)"
    r"|(?<=执勤[一二三四五六七八九十])队|(?<=采油[一二三四五六七八九十])区|(?<=[线路检修务划计理]课)|(?<=[输变配电运缆炼油运][所班]))"
)
_LED = frozenset(("government", "company", "school", "hospital", "court", "force", "institute", "inner"))
_JOINS = ("、", "和", "与", "及")
_POINTS = -0.6  # what has no name yields to every name
_LIST = 40  # characters between two sections of one list
_ITEMS = re.compile(r"[、和与及](?:[\u4e00-\u9fff、]*[、和与及各])?")
_ARM = re.compile(r"[陆海空]军")
_LASTS = "科股部室处课间区队所班心站司局校系厂院会"  # what the names that a 和 joins end with
_OWN_JOINT = 3  # characters before a 和 within a section's name, with it
# What a list of sections ends with.
_OFFICES = re.compile(
    r"(?:[、和与及](?:(?![的在由等])[\u4e00-\u9fff]){2,8}){1,4}等(?:\d+个)?(?:[科股处]室|部门)"
)
_CHAIR = re.compile("副?主任")
_GONE_TO = ("到车站", "在车站")
_COUNT = re.compile(r"[\d余多数几两一二三四五六七八九十百][家所支个座]$|[各每]$")


@cache
def _section() -> re.Pattern[str]:
    """Compile the last word of a section that acts, whose people are counted, or that is listed with others."""
    staff = f"的?(?:{any_of('staff')}|共)?"
    listed = "[、和与及](?:(?![的是在由将])[\u4e00-\u9fff]){2,10}"
    led = "(?<=工区)副?(?:工长|班长)"
    return re.compile(
        rf"{_LAST}(?={listed}|{led}|等[科股]?室?|{staff}(?:\d|抽|派|{any_of('acts', 'people')})|】)"
    )


_NEXT = re.compile(r"[、和与及](?:(?![的在由等各])[\u4e00-\u9fff]){2,6}?[处科室](?![长])")


@cache
def _in_house() -> re.Pattern[str]:
    """Compile a section behind the last character of its organisation's name; behind it another, or what it does."""
    name = (
        r"[委局厅](?![员托派长部面势级机领属内里党])(?:(?![的在由将、和与及各])[\u4e00-\u9fff]){2,8}?[处科室]"
    )
    return re.compile(rf"{name}(?=[、,和与及]|{any_of('acts', 'people', 'runs')})")


@cache
def _acting() -> re.Pattern[str]:
    """Compile what shows that the only body of its kind is meant: it acts, or its people are counted."""
    counted = r"的?(?:\d{1,4}[余多]?[名位人]|[一二两三四五六七八九十]{1,3}[名位])"
    staff = r"的(?:(?![的在、])[\u4e00-\u9fff]){2,8}\d+名"
    day = "(?:[昨今当][日天晚](?:[上下]午|[凌清]晨|晚)?)"
    drawn = rf"从(?:(?![的在])[\u4e00-\u9fff、]){{2,16}}?(?:{any_of('draws')})"
    return re.compile(
        rf"{counted}|{staff}|{day}?(?:{any_of('acts', 'people', 'tells')})|{drawn}"
        r"|也|还|派|送|把|安排[\u4e00-\u9fff]{0,4}\d|(?:组|分|编)成(?:\d|[两一二三四五六七八九十])"
    )


@cache
def _bodies() -> frozenset[str]:
    """Return the bodies that a place has one of (派出所, 村委会)."""
    return frozenset(cue("body"))


@cache
def _serves() -> re.Pattern[str]:
    """Compile what a force does that is meant as a whole; a warning of the police speaks to everybody."""
    return re.compile(
        rf"(?:[已将会亦并则再又于均共仍]|{any_of('serves_how')})*"
        rf"(?:(?!{any_of('warns')})(?:{any_of('acts')})|[称说]|于(?:(?![的。;])[\u4e00-\u9fff\d,()]){{2,24}}?(?:{any_of('deploys')}))"
    )


@cache
def _arms() -> re.Pattern[str]:
    """Compile arms that are listed and so meant as a whole (陆军、海军和火箭军); their soldiers and houses are not."""
    more = f"(?:[陆海空]军|{any_element('arm')})"
    return re.compile(
        rf"[陆海空火](?:(?<!火)军|(?<=火)箭军)(?:[、和与及]{more})+(?![、和与及](?:[陆海空]|火箭)军|{any_of('soldiers')}|某)"
    )


def read_alone(page: UnitPage, spans: Iterable[tuple[int, int]]) -> None:
    """Add a body without a name that plainly acts (派出所民警), under its full name if that was given."""
    text = page.text
    for start, end in spans:
        if text[start:end] not in _bodies() or not page.bounded(start):
            continue
        if not _acting().match(text, end) and not _headed(text, start, end):
            continue
        if text[start - 1 : end] in _GONE_TO:
            continue
        if not _COUNT.search(text, max(0, start - 3), start) and not cued("common", text, start):
            naming = Naming(text[start:end], None, None, "local")
            if text[start:end] == "车站":
                stations = (n for n in page.before(start) if n.kind == "company" and n.name.endswith("站"))
                naming = next(stations, naming)
            page.add(start, end, naming, _POINTS, "head")


def _headed(text: str, start: int, end: int) -> bool:
    """Tell whether a committee is named with who heads it (居委会|主任张小河)."""
    chair = _CHAIR.match(text, end) if text.endswith("委会", start, end) else None
    return chair is not None and is_surname(text[chair.end() : chair.end() + 1])


def read_services(page: UnitPage) -> None:
    """Add the forces of a country that act by themselves (空军|派出直升机, 警方|加派人手)."""
    for word in cue("service"):
        at = page.text.find(word)
        while at >= 0:
            end = at + len(word)
            if page.bounded(at) and _serves().match(page.text, end):
                page.add(at, end, Naming(word, None, None, "force"), 0.0, "head")
            at = page.text.find(word, end)
    for listed in _arms().finditer(page.text) if "军" in page.text else ():
        for arm in _ARM.finditer(page.text, *listed.span()):
            page.add(arm.start(), arm.end(), Naming(arm[0], None, None, "force"), 0.0, "head")


def read_listed_sections(page: UnitPage) -> None:
    """Add the sections that act for an organisation named before them, alone or in a list."""
    sections: list[tuple[int, int]] = []
    for match in _section().finditer(page.text):
        start, stop = _section_start(page, match.start()), match.start()
        if 2 <= stop - start <= _NAME and not _named(page, start, stop):
            sections.append((start, match.end()))
    for start, end in sections:
        if _is_any(page.text, start, end) or is_trade(page.text, end):
            continue
        listed = page.text[end : end + 1] in _JOINS and _OFFICES.match(page.text, end) is None
        if not listed or any(
            s != start and _same_list(page.text, min(e, end), max(s, start)) for s, e in sections
        ):
            _add_section(page, start, end)


def _section_start(page: UnitPage, stop: int) -> int:
    """Return where the name of a section begins: with a word for one's own (本处|线路课), before a 和 that is its own."""
    start = page.limit(stop)
    if page.text[start - 1 : start] == "和" and page.text[start - 2] not in _LASTS:
        earlier = page.limit(start - 1)
        if page.text[earlier - 1 : earlier] in ("、", "从", "由") and start - earlier > _OWN_JOINT:
            return earlier  # 征收管理股、|社会保险费和非税收入股
    if page.text[start - 1 : start] in ("我", "本", "该") and page.text[start - 1 : start + 1] in hosts():
        return start - 1
    return start


def read_in_house(page: UnitPage) -> None:
    """Add the sections that an organisation's own page calls by its last character (委规划处、人事处, 局防汛科)."""
    for match in _in_house().finditer(page.text):
        host = page.host(match[0][0], match.start()) if page.bounded(match.start()) else None
        if host is None or host.host:
            continue
        _add_part(page, match.start(), match.end(), host, match[0][1:])
        more = _NEXT.match(page.text, match.end())
        while more is not None:
            _add_part(page, more.start() + 1, more.end(), host, more[0][1:])
            more = _NEXT.match(page.text, more.end())


def _add_part(page: UnitPage, start: int, end: int, host: Naming, name: str) -> None:
    """Add a section under the name of its organisation."""
    naming = Naming(host.name + name, None, host.region, "inner", host.area, host.name)
    page.add(start, end, naming, 1.2, "parent")


@cache
def _leader() -> re.Pattern[str]:
    """Compile a team named after who leads it (张大山劳模创新工作室); group 1 is the leader."""
    return re.compile(rf"([\u4e00-\u9fff]{{2,3}}?)(?:{any_element('led')})?(?:团队|工作室)(?![成负])")


@cache
def _listed_leader() -> re.Pattern[str]:
    """Compile the next team of a list of such."""
    return re.compile(rf"[、和与及]{_leader().pattern}")


def read_eponyms(page: UnitPage) -> None:
    """Add the teams of an organisation named after who leads them, alone or in a list (市医院张大山团队、王小河工作室)."""
    if "团队" not in page.text and "工作室" not in page.text:
        return
    for end, found in list(page.by_end.items()):
        owners = [(left, n) for left, n in found if n.kind in _LED and not n.name.endswith("团队")]
        match = _leader().match(page.text, end) if owners else None
        if match is None or not likely_name(match[1]):
            continue
        left, owner = max(owners, key=lambda o: end - o[0])
        while match is not None and is_surname(match[1][0]):
            name = owner.name + match[0].lstrip("、和与及")
            start = left if match.start() == end else match.start() + 1
            naming = Naming(name, None, owner.region, "team", owner.area, owner.name)
            page.add(start, match.end(), naming, 1.4, "parent")
            match = _listed_leader().match(page.text, match.end())


def _is_any(text: str, start: int, end: int) -> bool:
    """Tell whether a section is counted, or named by words that name nothing."""
    return (
        _COUNT.search(text, max(0, start - 3), start) is not None
        or generic_words().fullmatch(text, start, end - 1) is not None
    )


def _same_list(text: str, left: int, right: int) -> bool:
    """Tell whether nothing but other items of a list stand between two sections."""
    return (
        right - left <= _LIST
        and text[left : left + 1] in _JOINS
        and _ITEMS.fullmatch(text, left, right) is not None
    )


def _named(page: UnitPage, start: int, stop: int) -> bool:
    """Tell whether a section begins with the name of its organisation or a word for it (中心机采科)."""
    if bisect_right(page.ends, start) < bisect_left(page.ends, stop + 1):
        return True
    return _owner_word(page.text, start) == "" and any(
        page.text.startswith(word, start) for word in hosts() if len(word) > 1
    )


def _owner_word(text: str, start: int) -> str:
    """Return the word for one's own organisation that a section begins with (本局疾病管制科)."""
    own = (word for word in hosts() if word[0] in "我本该" and text.startswith(word, start))
    return max(own, key=len, default="")


def _add_section(page: UnitPage, start: int, end: int) -> None:
    """Add a section of the organisation named last before it, or of the one whose page it is."""
    text, word = page.text[start:end], _owner_word(page.text, start)
    last = next((n for n in page.before(start) if n.kind in _OWNERS and not n.host), None)
    host = page.host(word, start) if word else last
    if host is not None and host.kind == "school" and any(a.end < end for a in page.areas_from(start)):
        host = None  # 江城南站客运车间 is no part of a college
    if host is None and not page.own:
        return
    naming = Naming(text, None, None, "inner", "", "own")
    if host is not None:
        own = text[len(word) :]
        if own.startswith(host.name[-1] + "机关"):  # 青坪工务段|段机关技术科
            own = own[1:]
        naming = Naming(host.name + own, None, host.region, "inner", host.area, host.name)
    page.add(start, end, naming, 0.0, "inner")
