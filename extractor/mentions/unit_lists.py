"""Names that share their head in a list: 武警湖北、安徽总队; 城东、桥北及河西分队; 第4、6战区; 木器、印刷等职业工会."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import Head, Naming, any_element, any_of, cue, elements, generic_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.unit_page import UnitPage
    from extractor.mentions.unit_terms import Area

_SHARING = frozenset(("force", "military", "government", "mass", "team", "brief", "court"))
_FORCES = frozenset(("force", "military", "team"))
_WORKS = Head("force", "tail", "no")
_LISTABLE = frozenset(("company", "association", "military"))
_CLASSES = ("个", "家", "所", "支", "大")
_NAMES = re.compile(
    r"((?:[\u4e00-\u9fff]{2,12}、)(?:[\u4e00-\u9fff]{2,4}、){0,6}[\u4e00-\u9fff]{2,4}?(?:[和与及][\u4e00-\u9fff]{2,4}?)?)"
    r"(等)?(?:(\d|[两二三四五六七八九十])[个家所支大])?(?:消防救援|消防)?$"
)
_TOWNS = ("镇", "乡", "街道")
_LETTER = 1  # the last character of a longer name
_NAME = 3  # characters of a squad's name that nothing but a list tells
_REACH = 40  # characters of such a list
_ORDERED = 5  # characters of a numbered team and the mark behind it
_SHARED = 3.0  # above any list of places
_JOINS = re.compile(r"[、和与及]")
_BATCH = re.compile(r"首批|第[一二三四五六七八九十\d]{1,3}批")
_TEAMS = re.compile(r"队等(\d{1,2}|[两二三四五六七八九十])支")
_TEAM = re.compile(r"(?:(?![的在和与及等由将、])[\u4e00-\u9fff]){2,10}队$")
_FEWEST = 3  # teams that make such a list
_TRADES = re.compile(
    r"((?:(?:(?![的在由等])[\u4e00-\u9fff]){2,12}[、和与及])+(?:(?![的在由等])[\u4e00-\u9fff]){2,12}?)等?(?:各?(?:\d{1,2}|[两二三四五六七八九十])[个家大])?$"
)


@cache
def _counted_works() -> re.Pattern[str]:
    """Compile parts that are told by their names where these are counted (从柳山、白石两个|项目部), no heads by themselves."""
    return re.compile("|".join(f"{word}(?<=[个家]{word})" for word in elements("works")))


@cache
def _ordinals() -> re.Pattern[str]:
    """Compile a head whose numbers are listed before it (第4、6|战区)."""
    number = r"[\d一二三四五六七八九十]{1,2}"
    return re.compile(rf"第((?:{number}[、和及与])+{number})({any_element('numbered')})(?![长员])")


@cache
def _ordered() -> re.Pattern[str]:
    """Compile hospitals or schools by their numbers (第一、第二、三|人民医院)."""
    number = r"[一二三四五六七八九十]{1,2}"
    return re.compile(rf"(第{number}(?:[、和及与]第?{number})+)({any_element('ordered')})(?![长员])")


@cache
def _batches() -> re.Pattern[str]:
    """Compile the batches of a team that is named by where it goes (第一批、第三批|援湘医疗队)."""
    return re.compile(
        rf"((?:{_BATCH.pattern})(?:[、和与及](?:{_BATCH.pattern}))+)"
        rf"((?:对口)?(?:{any_of('aid')}|援|赴)(?:(?![的在和与及等由、])[\u4e00-\u9fff]){{1,8}}?队)(?![员长])"
    )


@cache
def _counted() -> re.Pattern[str]:
    """Compile the branches that a list of areas is counted before (成都、德阳|7个消防支队); group 1 is what each is called."""
    return re.compile(
        r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:(?:[个支家大]|省区|[市地县州省区镇乡])(?:的)?)?"
        rf"((?![市县])(?:(?![的和与、])[\u4e00-\u9fff]){{0,8}}?(?:{any_element('counted')}))"
    )


@cache
def _et_cetera() -> re.Pattern[str]:
    """Compile the branches behind a list that is not whole (成都、德阳|等7个消防支队; 成都、德阳|等地消防支队)."""
    return re.compile(
        f"等(?:{_counted().pattern}"
        r"|(?:地|[市州省县](?:\([市区州县]\))?)?的?"
        rf"((?:{any_element('rescue')}){{0,3}}(?:{any_element('force')})|{any_element('of_places')}))"
    )


def read_shared(page: UnitPage) -> None:
    """Add the branches that share one head: 武警湖北、安徽、江西总队; 甘孜、成都等7个消防支队."""
    reach: dict[int, int] = {}
    for candidate in page.found:
        reach[candidate.start] = max(candidate.end, reach.get(candidate.start, 0))
    for candidate in list(page.found):
        if candidate.end < reach[candidate.start] <= candidate.end + _LETTER:
            continue  # 宁德市卫健|委
        naming: Naming = candidate.payload
        evidence = candidate.evidence
        start, end = candidate.start, candidate.end
        if "zone" in evidence and start and _JOINS.fullmatch(page.text, start - 1, start):
            _share(page, _listed(page, start - 1), naming.kind, page.text[start + len(naming.area) : end])
        if "area" not in evidence or "parent" in evidence:
            continue
        if naming.kind not in _SHARING and not page.text.endswith(elements("shared"), start, end):
            continue
        area = next((a for a in page.areas_from(start) if a.end < end), None)
        area = area or page.bare_county(page.county_ends.get(start, -1))
        if (
            "head" in evidence
            and naming.kind not in _FORCES
            and (area is None or end - area.end < len("海关"))
        ):
            continue  # 广东、浙江局部地区
        if area is not None and start and _JOINS.fullmatch(page.text, start - 1, start):
            listed = _listed(page, start - 1)
            if listed and _towns(page, listed) and not page.text.endswith(_TOWNS, area.start, area.end):
                continue  # 石桥镇、柳林镇、|临江管理办
            template = _share(page, listed, naming.kind, page.text[area.end : end])
            if template != "{}":
                full = replace(naming, name=template.format(naming.name), official=None)
                page.add(start, end, full, _SHARED, "listed")
    counted = list(_et_cetera().finditer(page.text))
    counted += [m for area in page.areas if (m := _counted().match(page.text, area.end))]
    for match in counted:
        _share(page, _listed(page, match.start()), "force", match[match.lastindex or 0])


def _towns(page: UnitPage, areas: Sequence[Area]) -> bool:
    """Tell whether all areas of a list are towns or sub-districts named in full."""
    return all(page.text.endswith(_TOWNS, area.start, area.end) for area in areas)


def read_squads(page: UnitPage, heads: Sequence[tuple[int, int, Head]]) -> None:
    """Add squads that share one head under names that no gazetteer holds (调派城东、特勤、桥北三个|中队)."""
    text = page.text
    squads = frozenset(elements("squads"))
    shared = [(*match.span(), _WORKS) for match in _counted_works().finditer(text)]
    for start, end, head in (*heads, *shared):
        squad = text[start:end] in squads
        if not squad and (text[start - 1 : start] not in _CLASSES or _unlisted(head)):
            continue
        match = _NAMES.search(text, max(0, start - _REACH), start)
        first = page.limit(match.start(1) + match[1].index("、")) if match else start
        sent = squad and text[:first].rstrip().endswith(cue("calls_out"))
        while text[first : first + _ORDERED].endswith("队、"):
            first += text[first:].index("、") + 1  # 第二大队、|城东、桥北分队
        names = _JOINS.split(text[first : match.end(1)]) if match and first < match.end(1) else []
        if len(names) < 2 or any(not 2 <= len(name) <= 4 or name[-1] in "组队警" for name in names):
            continue
        if head.kind == "company" and any(generic_words().fullmatch(name) for name in names):
            continue  # 分包、总包两家|公司
        told = match[3] if match else None
        if text[start:end] == "分队":
            told = None  # 送水、送餐两个分队 are told by their tasks
        if told is None:
            fits = sent
        elif match is not None and match[2]:
            fits = _amount(told) > len(names)  # 城东、桥北等6个区处
        else:
            fits = _amount(told) == len(names)
        if not fits or (max(map(len, names)) > _NAME and _amount(told or "") != len(names)):
            continue
        for name in names:
            page.add(
                first,
                first + len(name),
                Naming(name + text[start:end], None, None, "force" if squad else head.kind),
                _SHARED,
                "listed",
            )
            first += len(name) + 1


def _unlisted(head: Head) -> bool:
    """Tell whether names before a number and a head are rather tasks or places than its names (送水、送餐两支服务队)."""
    return head.kind not in _LISTABLE or head.bare == "tail"


def _amount(word: str) -> int:
    """Return a small number (3, 三, 两), 0 for none."""
    return int(word) if word.isdecimal() else " 一二三四五六七八九十".find("二" if word == "两" else word)


def _listed(page: UnitPage, stop: int) -> list[Area]:
    """Return the areas of the list that ends at `stop`, the last one first."""
    areas: list[Area] = []
    area = page.area_at(stop) or page.bare_county(stop)
    while area is not None:
        areas.append(area)
        stop = area.start - 1
        joined = area.start and _JOINS.fullmatch(page.text, stop, area.start)
        area = (page.area_at(stop) or page.bare_county(stop)) if joined else None
    return areas


def _share(page: UnitPage, areas: Sequence[Area], kind: str, head: str) -> str:
    """Add a unit for each area of a list, named with the common head; return what the list's prefix adds to it."""
    prefix = page.prefixes.get(areas[-1].start) if areas else None
    if prefix is not None and not head.endswith(tuple(prefix[2].split())):
        prefix = None
    template = prefix[1] if prefix else "{}"
    for area in areas:
        own = page.text[area.start : area.end]
        own += "街道" * (head.startswith("办事处") and not own.endswith("街道"))  # 鲸园、环翠楼街道|办事处
        left = prefix[0] if prefix and area is areas[-1] else area.start
        naming = Naming(template.format(own + head), None, area.code, kind, own)
        page.add(left, area.end, naming, _SHARED, "listed")
    return template


def read_ordinals(page: UnitPage) -> None:
    """Add the numbered bodies whose numbers are listed before their head (第4、6|战区)."""
    for match in _ordinals().finditer(page.text) if "第" in page.text else ():
        head = match[2]
        at = match.start(1)
        for number in _JOINS.split(match[1]):
            start = at - (at == match.start(1))
            end = match.end() if at + len(number) == match.end(1) else at + len(number)
            page.add(start, end, Naming("第" + number + head, None, None, "force"), _SHARED, "listed")
            at += len(number) + 1


def read_ordered(page: UnitPage) -> None:
    """Add the hospitals and schools of one owner whose numbers are listed before their head (市第一、第二人民医院)."""
    for match in _ordered().finditer(page.text) if "第" in page.text else ():
        owner = _owner(page, match.start())
        if owner is None:
            continue
        left, own, code, area = owner
        at = match.start(1)
        for number in _JOINS.split(match[1]):
            first, last = at == match.start(1), at + len(number) == match.end(1)
            name = f"{own}{'' if number[0] == '第' else '第'}{number}{match[2]}"
            naming = Naming(name, None, code, "hospital" if match[2].endswith("医院") else "venue", area)
            end = match.end() if last else at + len(number)
            page.add(left if first else at, end, naming, _SHARED, "listed")
            at += len(number) + 1


def _owner(page: UnitPage, at: int) -> tuple[int, str, str | None, str] | None:
    """Return where whoever owns numbered houses begins, its name, code and area: a school, an area in full or a bare 市."""
    for middle in ("", *elements("attached")):
        stop = at - len(middle)
        if not page.text.startswith(middle, stop):
            continue
        for left, naming in page.by_end.get(stop, ()):
            if naming.kind == "school":
                return left, naming.name + middle, naming.region, naming.area
    area = page.area_at(at)
    if area is not None:
        return area.start, area.name, area.code, area.name
    level = page.text[at - 1 : at]
    if level not in ("省", "市", "县", "区") or not page.bounded(at - 1):
        return None
    name, code = page.level_area(level, at)
    return at - 1, name or level, code, name


def read_batches(page: UnitPage) -> None:
    """Add the teams of an area whose batches are listed before their head (海东市第一批、第二批|援湘医疗队)."""
    for match in _batches().finditer(page.text) if "批" in page.text else ():
        area, head = page.area_at(match.start()), match[2]
        if area is None:
            continue
        own = page.text[area.start : area.end]
        for batch in _BATCH.finditer(match[1]):
            start, end = (match.start(1) + at for at in batch.span())
            naming = Naming(own + batch[0] + head, None, area.code, "team", area.name)
            last = end == match.end(1)
            page.add(
                start if start > match.start(1) else area.start,
                match.end() if last else end,
                naming,
                _SHARED,
                "listed",
            )


def read_teams(page: UnitPage) -> None:
    """Add the teams that are listed by name before their number (组建理论宣讲队、巧手帮扶队、清洁家园队等5支|服务队)."""
    text = page.text
    for match in _TEAMS.finditer(text) if "队等" in text else ():
        spans: list[tuple[int, int]] = []
        end = match.start() + 1
        while (item := _TEAM.search(text, max(0, end - 12), end)) is not None:
            start = max(item.start(), page.limit(end - len("服务队")))
            spans.append((start, end))
            if text[item.start() - 1] != "、" or start != item.start():
                break
            end = item.start() - 1
        if not _FEWEST <= len(spans) <= _amount(match[1]):
            continue
        plain = sum(generic_words().fullmatch(text, start, stop - 1) is not None for start, stop in spans)
        if 2 * plain < len(spans):
            for start, stop in spans:
                page.add(start, stop, Naming(text[start:stop], None, None, "team"), 1.0, "listed")


def read_trades(page: UnitPage) -> None:
    """Add the associations of trades that share one head in a list (木器、印刷及制鞋等|职业工会)."""
    for head in elements("guild"):
        at = page.text.find(head)
        while at >= 0:
            _share_trades(page, at, head)
            at = page.text.find(head, at + 1)


def _share_trades(page: UnitPage, start: int, head: str) -> None:
    """Add the trades of the list that ends at a head; its first item may begin with the area of all."""
    match = _TRADES.search(page.text, max(0, start - 2 * _REACH), start)
    if match is None:
        return
    at, area = match.start(1), None
    for name in _JOINS.split(match[1]):
        begun = at if area else max(at, page.limit(at + len(name)))
        own = page.text[begun : at + len(name)]
        found = next(iter(page.areas_from(begun)), None)
        area = found or area
        whole = own if found or area is None else page.text[area.start : area.end] + own
        if len(own) > 1 and "会" not in own and not own.endswith(elements("no_trade")):
            naming = Naming(whole + head, None, area.code if area else None, "association")
            page.add(begun, at + len(name), naming, _SHARED, "listed")
        at += len(name) + 1
