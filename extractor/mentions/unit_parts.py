"""Names that lean on others: sections, colleges of 我校, numbered parts, chairs, abbreviations, what quotation marks hold."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.unit_terms import (
    LEVELS,
    Naming,
    any_element,
    any_of,
    behind_element,
    cued,
    elements,
    generic_words,
    is_trade,
)

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_ENDED = frozenset(("", "\n", *",。、的在将和与"))  # what no section begins with
_SECTIONED = frozenset(
    ("government", "company", "school", "association", "mass", "local", "force", "league", "center", "court")
)
_ABBREVIATED = re.compile(r"\((?:以?下(?:统称|简称|同)|简称)[为:,]?“?([\u4e00-\u9fff]{2,12})”?\)")
_STEM = 4  # characters of a company's name that tell it by themselves
_TRADE = 3  # characters that are no more than a trade (新能源)
_OWN_PLACE = "(?![在属辖有以需谓处长])"  # 石桥|所在地
_PARTY_TEAM = "党员服务队"
_TAIL = 5  # characters of a part's name that stands by itself
_CORPS = re.compile(
    r"(?:第|农)[一二三四五六七八九十]{1,3}师(?![范傅生父资大])"
    r"(?:[一二三四五六七八九十〇零百]{1,5}团)?"
)
# A teaching hospital in short (江大一院, 江医大附二院, 江大一附院).
_MEDICAL = re.compile(r"(?:医大|大|医)(?:附?[一二三四五六]|[一二三四五六]?附)院(?![长士区])")
# What stands before such names and belongs to them; a pattern that begins with it would be tried at every character.
_SCHOOL = re.compile(r"(?:(?![\d的在由到从与和])[\u4e00-\u9fff]){1,2}$")
_GROUP = re.compile(r"第?[一二三四五六七八九十]{1,3}集团军")
_RESERVE = re.compile("预备役$")
_NUMBERED = re.compile(
    r"[\d一二三四五六七八九](?:(?<=\d)\d{1,4}|(?<=陆战队.)[一二三四五六七八九〇]{1,2})(?:旅(?![游客程途店行居馆])|师(?![傅生父资范])|工兵群|部队(?!长))"
)


@cache
def _firm() -> re.Pattern[str]:
    """Compile a company's name in full; group 1 is its brand, group 2 its trade."""
    return re.compile(
        r"([\u4e00-\u9fff]{2,8}?)(?:\([\u4e00-\u9fff]{2,6}\))?([\u4e00-\u9fff]{2,4}?)"
        rf"(?:{any_element('firm')})?(?:{any_element('liability')})公司$"
    )


@cache
def _company() -> re.Pattern[str]:
    """Compile the legal form that a company's name ends with."""
    return re.compile(rf"(?:{any_element('firm')})?(?:{any_element('liability')})?公司$")


@cache
def _chair_name() -> re.Pattern[str]:
    """Compile the name of a department of a college; group 1 is what stands before its 系."""
    begun = any_element("no_chair")
    return re.compile(
        rf"(?:^|[^\u4e00-\u9fff]|[由和与及的]|{begun})((?!由|{begun})(?:(?![的在由有各和及]|系与)[\u4e00-\u9fff]){{2,10}})$"
    )


@cache
def _corps_named() -> re.Pattern[str]:
    """Compile the corps whose divisions go by their number."""
    return re.compile(f"(?:{any_element('corps')})$")


@cache
def _own_college() -> re.Pattern[str]:
    """Compile a college behind the word for one's own university."""
    return re.compile(
        rf"(?<=[我该]校)(?:(?![的在由有各])[\u4e00-\u9fff]){{1,8}}?(?:{any_element('college')})(?![院士派])"
    )


@cache
def _station() -> re.Pattern[str]:
    """Compile the name of a station of a town; group 1 is the town's."""
    return re.compile(rf"([\u4e00-\u9fff]{{2,3}}?)(?:边境|[镇乡]|街道)?(?:{any_element('station')})")


@cache
def _unnamed() -> re.Pattern[str]:
    """Compile the troops that are told by where they are stationed, or by what they are (驻宁某部, 某舟桥旅)."""
    return re.compile(
        r"[驻某武海空陆火解](?:(?<=驻)(?<![进派入常].)(?![地守军防扎村点外港澳训])(?:(?![的在某])[\u4e00-\u9fff]){1,3}某部"
        rf"|(?<=驻)(?<![进派入常].)(?:(?![地的在某])[\u4e00-\u9fff]){{1,3}}(?:{any_element('service')})(?:某部|部队)"
        rf"|(?<=某)(?:{any_element('regiment')})[团旅营连]|(?<=空)降兵某[军师旅团]"
        rf"|(?:(?<=武)警(?:{any_element('police')}|部队)?|(?<=[海空陆])军|(?<=火)箭军|(?<=空)降兵|(?<=解)放军)"
        r"(?:驻(?:(?![的在某])[\u4e00-\u9fff]){1,3})?某[\u4e00-\u9fff]{0,4}?(?:部|[支大总]队|旅|团|师|基地))"
        r"(?![长员伍队门])"
    )


@cache
def _national() -> re.Pattern[str]:
    """Compile the teams of the country (国家矿山应急救援青坪队)."""
    return re.compile(
        rf"(?:中国|国家)\([\u4e00-\u9fff]{{2,4}}\)(?:(?![的、和与在委局部由])[\u4e00-\u9fff\d]){{2,14}}?(?:{any_element('abroad')})"
        r"(?![长员伍队门])"
        rf"|国家(?:(?:{any_element('hazard')})(?:应急)?救援[\u4e00-\u9fff]{{2,6}}?队"
        rf"|(?:(?![的、和与在委局部派由])[\u4e00-\u9fff]){{0,10}}?(?:{any_element('national')}))(?![长员伍队门])"
    )


@cache
def _some() -> re.Pattern[str]:
    """Compile what an organisation keeps unnamed (北部战区|某旅, 中铁五局|某项目部)."""
    return re.compile(
        rf"某[\u4e00-\u9fff]{{0,3}}?(?:{any_element('unnamed')}|[团旅师营部连])(?![长员伍队门级])"
    )


@cache
def _armed() -> re.Pattern[str]:
    """Compile the forces of the armed police (武警水电第一总队, 武警柳州支队)."""
    return re.compile(
        rf"武警(?:(?:{any_element('police')})?第?[一二三四五六七八九十]{{1,2}}(?:总队|支队)(?:第?[一二三四五六七八九十]{{1,2}}大队)?"
        r"|(?:(?![的和与在官兵部总支某])[\u4e00-\u9fff]){2,4}支队)(?![长员])"
    )


@cache
def _service() -> re.Pattern[str]:
    """Compile what stands before a number of troops and belongs to it (陆军机步|333旅)."""
    return re.compile(rf"(?:{any_element('army')})?第?(?:{any_element('brigade')})?$")


@cache
def _quoted() -> re.Pattern[str]:
    """Compile what is named with quoted words."""
    return re.compile(
        rf"“[\u4e00-\u9fff\w.·]{{1,8}}”[\u4e00-\u9fff]{{0,6}}?(?:{any_element('task')})"
        rf"|“[\u4e00-\u9fff\w.·]{{1,8}}”(?:\([\u4e00-\u9fff]{{2,12}}\))?(?:共产)?{_PARTY_TEAM}"
    )


@cache
def _section() -> re.Pattern[str]:
    """Compile the section that acts for the organisation before it, or whose people are spoken of."""
    name = (
        rf"(?![和与])(?:(?!{any_element('no_section')}|[和与](?=[省市县区该])|[的是在由及等了将向把对有为派])[\u4e00-\u9fff]){{1,9}}?"
        rf"(?:车间(?:[\u4e00-\u9fff]{{2,7}}?工区)?|工区|[科处部]|(?<!公)司(?!长)|(?:{behind_element('duty')})值班室|值守中心|专班"
        rf"|(?:{any_element('group')})组(?!织))"
    )
    acts = (
        "已|将|还|也|与|和|派|把|副?[部司]长|(?<=工区)(?:副?工长|班长)|(?<=车间)(?:副?主任|党)"
        f"|{any_of('acts', 'at_work')}"
    )
    return re.compile(rf"{name}(?=[,。;、]|的(?!.{{0,3}}[科处部])|{acts}|\d)")


def read_sections(page: UnitPage) -> None:
    """Add the sections that act for an organisation (市应急管理局救灾和物资保障科, 组委会志愿者部)."""
    for end, found in list(page.by_end.items()):
        match = _section().match(page.text, end) if page.text[end : end + 1] not in _ENDED else None
        owners = [
            (left, n) for left, n in found if n.kind in _SECTIONED or n.name.endswith(elements("committee"))
        ]
        if match is None or not owners:
            continue
        if is_trade(page.text, match.end()) or any(
            not cued("noun", page.text, cut) for cut in page.cuts(end, match.end())
        ):
            continue
        for left, parent in owners:
            if not parent.host:
                host = _in_full(page, left, parent) if parent.kind == "short" else parent
                naming = Naming(host.name + match[0], None, host.region, "inner", host.area, host.name)
                page.add(left, match.end(), naming, 1.2, "parent")


def _in_full(page: UnitPage, offset: int, short: Naming) -> Naming:
    """Return the name in full that a short one stands for, itself where the page has given none before an offset."""
    longer = (n for n in page.before(offset) if len(n.name) > len(short.name) and not n.host)
    return next((n for n in longer if n.name.endswith(short.name)), short)


def read_own_colleges(page: UnitPage) -> None:
    """Add the colleges of the university that 我校 and 该校 stand for."""
    own = "我校" in page.text or "该校" in page.text
    for match in _own_college().finditer(page.text) if own else ():
        host = page.host("校", match.start())
        name = host.name + match[0] if host else match[0]
        naming = Naming(name, None, host.region if host else None, "school", "", host.name if host else "校")
        page.add(match.start(), match.end(), naming, 1.2, "parent")


def _led(text: str, start: int, lead: re.Pattern[str]) -> int:
    """Return where a name begins with the lead that stands before an offset, the offset where there is none."""
    match = lead.search(text, max(0, start - _LEADS), start)
    return match.start() if match else start


_LEADS = 8  # characters of the longest lead


def read_numbered(page: UnitPage) -> None:
    """Add the troops known by a number or by where they are stationed (陆军机步333旅, 94852部队, 驻宁某部)."""
    unnamed = _unnamed().finditer(page.text) if "某" in page.text or "驻" in page.text else ()
    for match in unnamed:
        page.add(match.start(), match.end(), Naming(match[0], None, None, "military"), 1.2, "head")
    for match in _national().finditer(page.text):
        _add_national(page, match)
    _read_forces(page)
    for match in _some().finditer(page.text) if "某" in page.text else ():
        start = _led(page.text, match.start(), _RESERVE)
        for left, owner in page.by_end.get(start, ()):
            if owner.kind in ("military", "company", "force"):
                name = owner.name + page.text[start : match.end()]
                naming = Naming(name, None, owner.region, owner.kind, owner.area, owner.name)
                page.add(left, match.end(), naming, 1.2, "parent")
    for match in _MEDICAL.finditer(page.text) if "院" in page.text else ():
        start = _led(page.text, match.start(), _SCHOOL)
        if start < match.start() and page.bounded(start):
            name = page.text[start : match.end()]
            page.add(start, match.end(), Naming(name, None, None, "hospital"), 0.8, "head")
    for match in _CORPS.finditer(page.text) if "师" in page.text else ():
        if "兵团" not in page.text and match[0][0] != "农":
            continue
        start = _led(page.text, match.start(), _corps_named())
        page.add(start, match.end(), Naming(page.text[start : match.end()], None, None, "local"), 1.2, "head")
    for match in _NUMBERED.finditer(page.text):
        service = _service().search(page.text, max(0, match.start() - 8), match.start())
        start = service.start() if service else match.start()
        name = page.text[start : match.end()]
        page.add(start, match.end(), Naming(name, None, None, "military"), 1.2, "head")


def _read_forces(page: UnitPage) -> None:
    """Add the armies known by a number, and the forces of the armed police."""
    for pattern, word, kind, score in ((_GROUP, "集团军", "military", 1.2), (_armed(), "武警", "force", 0.6)):
        for match in pattern.finditer(page.text) if word in page.text else ():
            page.add(match.start(), match.end(), Naming(match[0], None, None, kind), score, "head")


def _add_national(page: UnitPage, match: re.Match[str]) -> None:
    """Add a national team, with the province that keeps it (青海|国家紧急医学救援队)."""
    area = page.area_at(match.start())
    start = page.widen(area) if area else match.start()
    naming = Naming(page.text[start : match.end()], None, area.code if area else None, "military")
    page.add(start, match.end(), naming, 1.2, *(("area", "head") if area else ("head",)))


@cache
def _trades() -> tuple[str, ...]:
    """Return the words for a trade that end the short name of a company."""
    return tuple(r["term"] for r in read_lexicon("unit_heads") if r["bare"] == "brand")


@cache
def _chair() -> re.Pattern[str]:
    """Compile a department of a college that acts (机电工程系的学生)."""
    return re.compile(
        rf"系(?:(?:{any_element('organ')})(?!副?书记)|(?=[、,和与及]|的?(?:\d|{any_of('acts', 'people')})))"
    )


def read_chairs(page: UnitPage) -> None:
    """Add the departments of the college that the page is about (机电工程系)."""
    for match in _chair().finditer(page.text):
        if cued("trap", page.text, match.end()):
            continue
        begun = _chair_name().search(page.text, max(0, match.start() - 13), match.start())
        host = page.host("校", begun.start(1)) if begun else None
        if begun is not None and (host is not None or page.own):
            start, text = begun.start(1), page.text[begun.start(1) : match.end()]
            naming = Naming(text, None, None, "school", "", "校")
            if host is not None:
                naming = Naming(host.name + text, None, host.region, "school", host.area, host.name)
            page.add(start, match.end(), naming, 0.8, "parent")


def read_repeated(page: UnitPage) -> None:
    """Add what a part is called when its organisation is not said again (…总站|沙头角边检站, later 沙头角边检站)."""
    tails: dict[str, tuple[Naming, int]] = {}
    for found in page.found:
        naming: Naming = found.payload
        tail = naming.name[len(naming.host) :] if naming.host and naming.name.startswith(naming.host) else ""
        if len(tail) >= _TAIL and naming.kind != "inner" and page.text.endswith(tail, found.start, found.end):
            tails.setdefault(tail, (naming, found.end))
    for tail, (naming, first) in tails.items():
        for again in re.finditer(re.escape(tail), page.text[first:]):
            start = first + again.start()
            if page.bounded(start):
                page.add(start, start + len(tail), naming, 0.6, "parent")


def read_stations(page: UnitPage) -> None:
    """Add what a police station or a power station of a town is called in short (古市所, of 古市派出所)."""
    stations: dict[str, tuple[Naming, int]] = {}
    for found in page.found:
        naming: Naming = found.payload
        if not naming.name.endswith(elements("station")):
            continue
        owner = naming.host or ("" if naming.name.startswith(naming.area + "派") else naming.area)
        station = _station().fullmatch(naming.name.removeprefix(owner))
        if station is not None and generic_words().fullmatch(station[1]) is None:
            stations.setdefault(station[1] + "所", (naming, found.end))
    for short, (naming, first) in stations.items():
        for again in re.finditer(short + _OWN_PLACE, page.text[first:]):
            start = first + again.start()
            if page.bounded(start):
                page.add(start, start + len(short), naming, 0.6, "parent")


def read_quoted(page: UnitPage) -> None:
    """Add what is named with quoted words behind its area (市“三夏”指挥部)."""
    quoted = any(word in page.text for word in (*elements("task"), _PARTY_TEAM))
    for match in _quoted().finditer(page.text) if quoted else ():
        at = match.start()
        area = page.area_at(at)
        owners = page.by_end.get(at, ())
        if match[0].endswith(_PARTY_TEAM):  # …供电公司|“萤火”共产党员服务队
            for left, owner in owners:
                whole = owner.name + match[0]
                naming = Naming(whole, None, owner.region, "team", owner.area, owner.name)
                page.add(left, match.end(), naming, 1.2, "parent")
            continue
        level = page.text[at - 1 : at]
        name, code = (
            (area.name, area.code) if area else page.level_area(level, at) if level in LEVELS else ("", None)
        )
        if name:
            start = page.widen(area) if area else at - 1
            page.add(
                start, match.end(), Naming(name + match[0], None, code, "government", name), 1.2, "level"
            )


def read_abbreviations(page: UnitPage) -> None:
    """Add what 以下简称 introduces, wherever it stands, under the full name; without one under its own."""
    text = page.text
    for match in _ABBREVIATED.finditer(text):
        owners = page.by_end.get(match.start(), ())
        if owners:
            full = min(owners, key=lambda o: o[0])[1]
        elif text.endswith(match[1][-2:], 0, match.start()) and len(match[1]) > 3:
            full = Naming(match[1], None, None, "association")
        else:
            continue
        for again in re.finditer(re.escape(match[1]), text):
            page.add(again.start(), again.end(), full, 2.5, "national")


def read_company_names(page: UnitPage) -> None:
    """Add the brand with its trade under the full name of a company (浙江华海药业股份有限公司: 华海药业)."""
    firms: dict[str, tuple[Naming, int, str]] = {}
    for found in page.found:
        if found.payload.kind != "company" or found.payload.host:
            continue
        area = next((a for a in page.areas_from(found.start) if a.end < found.end), None)
        firm = _firm().match(page.text, area.end if area else found.start, found.end)
        if firm is None or not firm[2].endswith(_trades()):
            continue
        short = firm[1] + firm[2]
        if len(short) > _TRADE and generic_words().fullmatch(short) is None:
            seat = page.text[area.start : area.end] if area else ""
            firms.setdefault(short, (found.payload, found.start, seat))
    for short, (full, first, seat) in firms.items():
        for again in re.finditer(f"(?:{re.escape(seat)})?{short}", page.text):
            if again.start() != first:
                page.add(again.start(), again.end(), full, 1.0, "national")


def read_company_organs(page: UnitPage) -> None:
    """Add the party branch of a company that the page names in full elsewhere (云岭环投公司 … 云岭环投党支部)."""
    firms: dict[str, Naming] = {}
    for found in page.found:
        stem = _company().sub("", page.text[found.start : found.end])
        if found.payload.kind == "company" and _STEM <= len(stem) < found.end - found.start:
            firms.setdefault(stem, found.payload)
    for stem, firm in firms.items():
        for organ in re.finditer(f"{re.escape(stem)}({any_element('organ', 'local')})", page.text):
            name = firm.name + organ[1]
            naming = Naming(name, None, firm.region, "inner", firm.area, firm.name)
            page.add(organ.start(), organ.end(), naming, 1.2, "parent", "head")
