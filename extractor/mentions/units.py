"""Units: named organisations. Clean text, the scanner's hits and the areas of a page in; candidates out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.lattice import Candidate, choose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_LEVELS = "省市县区州旗盟镇乡"
# A level character that belongs to another word: 社区, 超市, 各县.
_NO_LEVEL = re.compile(
    r"(?:[社小园校景辖灾地城片库山街厂牧疫各矿林]区|[城都超地各股上门集夜]市|[各外邻]省|[各外邻]县|[各外]州|[各乡城]镇|[各城下]乡)$"
)
# What follows a head and makes it another word: 局长, 队员, 大学生, 集团军.
_NO_RIGHT = re.compile(
    r"(?<=[局厅部院站所处署行台校会府办])长(?![期年时途江城沙春治])|(?<=队)[长员]|(?<=会)[长员](?!会)|(?<=队)[伍列]|(?<=联)盟|(?<=村委会)副?主任|(?<=居委会)副?主任|(?<=委)员(?!会)|(?<=[大中小]学)生|(?<=集团)[军化式]"
    r"|(?<=银行)[卡业家]|(?<=公司)[化法]|(?<=院)[士落子坝]|(?<=中心)[小中学血医城村思线位组街广区商]|(?<=站)[在点台位]"
    r"|(?<=医院)感染(?!科)|(?<=党委)会|(?<=学校)生|(?<=学院)(?:校|派(?![出遣驻员人]))|(?<=大学)城"
)
_ACTS_RIGHT = re.compile(
    r"的?(?:\d+|[一二三四五六七八九十百]+[名位]|全体|教职|师生|教师|老师|学生|校长|党支部|志愿|党员|派出|组织|腾出|抽调|开放|主动|联合|负责|动员|发动)"
)
_ACTS_LEFT = re.compile(r"(?:由|来自|联合|应|同)$")
_EDGE = re.compile(r"[^\u4e00-\u9fff\w·]")
_NO_HEAD = re.compile(r"(?:[格布全结当大残僵开时变战邮]局|政治局|[客餐大歌舞前]厅|[市城区镇县]中心|为中心)$")
_PUBLIC = frozenset(("government", "party", "mass", "court", "force", "local", "league", "inner"))
_INNER = frozenset(("party", "league", "mass", "student", "office"))
_BRANCHED = frozenset(("force", "company", "mass", "government", "school", "association", "military"))
_LEVELLED = re.compile(
    r"[省市县区州旗盟](?!(?:会展|体育|奥体|客运|展览|购物|商业|活动|文化|物流)(?:中心|馆|$)|社区|[级场域区内外里城长府直属民政委容辖县乡镇村街市])"
)
_DISPATCHED = re.compile(r"(?:(?:首批|第[一二三四五六七八九十\d]+批))?(?:对口)?(?:支援|援助|驰援|增援|赴)$")
_ZONE = re.compile(r"(?:自治区|经开区|高新区|开发区|示范区|新区|工业园|园区)$")
_TOO_MANY = 4  # a short form that so many units share names none of them
_ALONE = ("局", "署", "厅", "公所", "组委会", "管委会", "普查办")
_COUNTED = frozenset("支家个所批名位")
_NEW = ("联合", "组建", "成立", "组成", "专业", "民间", "社会", "多支", "各支", "志愿")
_SITE = re.compile(r"(?:(?![的是在由和与])[\u4e00-\u9fff]){1,7}[站厂矿场店校院段港所局]")
_SECTION = re.compile(
    r"(?![和与])(?:(?!全部|大部|总部|内部|外部|干部|支部|部分|部队|[和与](?=[省市县区该])|[的是在由及等了将向把对有为])[\u4e00-\u9fff]){1,9}?(?:车间|[科处部])"
    r"(?=[,。;、]|的(?!.{0,3}[科处部])|已|将|还|也|与|和|负责|组织|派出|联合|开展|启动|牵头|抽调|人员|全体|工作人员|职工|党员|志愿者|\d)"
)
_ORDINAL = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,2})$")
_SECTIONED = frozenset(("government", "company", "school", "association", "mass", "local"))
_HOSTED = frozenset(("party", "league", "mass", "office", "student", "inner"))
_ABBREVIATED = re.compile(r"\((?:以?下(?:统称|简称|同)|简称)[为:,]?“?([\u4e00-\u9fff]{2,12})”?\)")
_LONGEST = 24  # characters; longer names of organisations hardly occur and would be sentences


@dataclass(frozen=True, slots=True)
class Area:
    """A named area; `name` is its own full name (徐州 -> 徐州市), `code` its division's code.

    `sure`: the gazetteer holds it; `near`: it fits the region, so that 会同县 is no 会同 + 县.
    """

    start: int
    end: int
    name: str
    code: str | None
    sure: bool = True
    near: bool = True


@dataclass(frozen=True, slots=True)
class Stem:
    """A known department. `level`: the level word that it starts with; `template`: its name around `{}`."""

    term: str
    official: str
    kind: str
    level: str
    template: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What a candidate is called: canonical and official name, its division's code, the class of its head."""

    name: str
    official: str | None
    region: str | None
    kind: str
    area: str = ""
    host: str = ""  # the organisation that an inner organ (党委, 工会) belongs to


@cache
def _stems() -> dict[str, Stem]:
    return {
        r["term"]: Stem(r["term"], r["official"], r["kind"], r["level"], r["template"])
        for r in read_lexicon("unit_stems")
    }


@cache
def _generic() -> re.Pattern[str]:
    words = sorted((r["term"] for r in read_lexicon("unit_generic")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})*")


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the unit finder needs of the scanner."""
    return {
        "units.stems": dict(_stems()),
        "units.heads": {
            r["term"]: Head(r["kind"], r["bare"], r["short"]) for r in read_lexicon("unit_heads")
        },
        "units.national": {r["term"]: (r["official"], r["kind"]) for r in read_lexicon("national_units")},
        "units.breaks": {r["term"]: r["class"] for r in read_lexicon("unit_breaks")},
        "units.prefixes": {r["term"]: (r["template"], r["joins"]) for r in read_lexicon("unit_prefixes")},
    }


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a name. `bare`: whether it needs an area; `short`: it may stand for a unit named before."""

    kind: str
    bare: str
    short: str


class _Reader:
    """One page being read for units: where names may start; areas and units found so far by their ends."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        context: Context,
        areas: Sequence[Area],
        taken: Sequence[tuple[int, int]],
    ) -> None:
        self.text = page.clean
        self.context = context
        verbs = {s for s, e, kind in hits["units.breaks"] if kind == "break" and e - s > 1}
        known = [a for a in areas if a.sure and (a.near or a.start not in verbs)]
        self.breaks = self._breaks(hits, known, taken)
        known += [a for a in areas if not a.sure and self.limit(a.end) <= a.start]
        self.areas = sorted(known, key=lambda a: (a.start, -a.end))
        self.area_starts = [a.start for a in self.areas]
        self.areas_by_end: dict[int, list[Area]] = {}
        for area in self.areas:
            self.areas_by_end.setdefault(area.end, []).append(area)
        self.by_end: dict[int, list[tuple[int, Naming]]] = {}
        self.prefixes: dict[int, tuple[int, str, str]] = {}
        for start, end, (template, joins) in hits["units.prefixes"]:
            if end not in self.prefixes or start < self.prefixes[end][0]:
                self.prefixes[end] = (start, template, joins)
        self.taken = sorted(taken)
        self.found: list[Candidate] = []

    def _breaks(
        self, hits: Mapping[str, list[Hit]], known: Sequence[Area], taken: Sequence[tuple[int, int]]
    ) -> list[int]:
        """Return the offsets where a name may start: after punctuation, function words, verbs and figures."""
        reach: dict[int, int] = {}
        shields = [(s, e) for s, e, kind in hits["units.breaks"] if kind == "keep"]
        shields += [(a.start, a.end) for a in known]
        for start, end in shields:
            for at in range(start, end):
                if reach.get(at, 0) < end:
                    reach[at] = end
        cuts = {0, *(m.end() for m in _EDGE.finditer(self.text)), *(end for _, end in taken)}
        shielded = reach.get
        cuts.update(e for s, e, kind in hits["units.breaks"] if kind == "break" and shielded(s, 0) < e)
        return sorted(cuts)

    def limit(self, offset: int) -> int:
        """Return the leftmost offset from which a name that reaches `offset` may run."""
        return self.breaks[bisect_right(self.breaks, offset) - 1]

    def bounded(self, offset: int) -> bool:
        """Tell whether a name may start just here."""
        return self.limit(offset) == offset

    def area_at(self, end: int, level: str = "") -> Area | None:
        """Return the longest area that ends at `end` (or, with a level word, after it: 徐州市|委)."""
        for stop in (end + len(level), end):
            found = self.areas_by_end.get(stop)
            if found:
                return min(found, key=lambda a: a.start)
            if not level:
                break
        return None

    def level_area(self, level: str, before: int) -> tuple[str, str | None]:
        """Return name and code of what a bare level word means: 市 -> 徐州市, 镇 -> the town last named."""
        division = self.context.area_of(level)
        if division is not None:
            return division.name, division.code
        if level in ("镇", "乡", "街道", "村", "社区"):
            for area in reversed(self.areas[: bisect_left(self.area_starts, before)]):
                if area.name.endswith(level):
                    return area.name, area.code
        return "", None

    def add(self, start: int, end: int, naming: Naming, score: float, *evidence: str) -> None:
        """Add a candidate unless it overlaps a figure or is really another word."""
        if (
            end - start > _LONGEST
            or _NO_RIGHT.match(self.text, end)
            or (naming.kind == "venue" and not self._acts(start, end))
        ):
            return
        i = bisect_left(self.taken, (end, end)) - 1
        if i >= 0 and self.taken[i][1] > start:
            return
        start, naming = self._prefixed(start, end, naming)
        if naming.kind == "team":
            start, naming = self._dispatched(start, end, naming)
        self.by_end.setdefault(end, []).append((start, naming))
        self.found.append(Candidate(start, end, "unit", score + 1.5 + 0.15 * (end - start), evidence, naming))

    def _acts(self, start: int, end: int) -> bool:
        """Tell whether a school or station acts here; elsewhere it is only a place."""
        return (
            _ACTS_RIGHT.match(self.text, end) is not None
            or _ACTS_LEFT.search(self.text, max(0, start - 3), start) is not None
        )

    def _dispatched(self, start: int, end: int, naming: Naming) -> tuple[int, Naming]:
        """Take in who sent a team named after where it goes (福建省对口支援|湖北医疗队)."""
        sent = _DISPATCHED.search(self.text, max(0, start - 10), start)
        sender = self.area_at(sent.start()) if sent else None
        if sender is None:
            return start, naming
        left, _ = _widen(self, sender)
        return left, Naming(self.text[left:end], None, sender.code, naming.kind, sender.name)

    def _prefixed(self, start: int, end: int, naming: Naming) -> tuple[int, Naming]:
        """Take in what stands before an area and belongs to the name: 武警四川总队, 国网雅安供电公司."""
        prefix = self.prefixes.get(start)
        if prefix is None or not self.text.endswith(tuple(prefix[2].split()), start, end):
            return start, naming
        left, template, _ = prefix
        name = template.format(naming.name)
        official = name + "员会" if naming.kind == "party" and name.endswith("委") else None
        kind = "league" if official else naming.kind
        return left, Naming(name, official, naming.region, kind, naming.area)


def unit_candidates(
    page: Page,
    hits: Mapping[str, list[Hit]],
    context: Context,
    areas: Sequence[Area],
    taken: Sequence[tuple[int, int]] = (),
) -> list[Candidate]:
    """Return all candidates; each one's payload is its `Naming`."""
    reader = _Reader(page, hits, context, areas, taken)
    for start, end, (official, kind) in hits["units.national"]:
        reader.add(
            start,
            end,
            Naming(page.clean[start:end], official or page.clean[start:end], None, kind),
            2.0,
            "national",
        )
    work = [(end, start, True, entry) for start, end, entry in hits["units.stems"]]
    work += [(end, start, False, entry) for start, end, entry in hits["units.heads"]]
    work.sort(key=lambda w: (w[0], -w[1]))  # parents before what hangs on them
    for end, start, known, entry in work:
        if known:
            _read_stem(reader, start, end, entry)
        else:
            _read_head(reader, start, end, entry)
    _read_sections(reader)
    _read_abbreviations(reader)
    return reader.found


def _name(stem: Stem, area: str, text: str) -> tuple[str, str | None]:
    """Return canonical and official name of a department of an area (共青团{}委 for 团市委)."""
    rest = text[len(stem.level) :] if stem.level else text
    if stem.template:
        return stem.template.format(area), stem.template.format(area) + "员会"
    official = (
        stem.official[len(stem.level) :]
        if stem.level and stem.official.startswith(stem.level)
        else stem.official
    )
    return area + rest, area + official if official else None


def _read_stem(reader: _Reader, start: int, end: int, stem: Stem) -> None:
    """Add the readings of a known department: after an area, a level word, a parent unit, or in a list."""
    text = reader.text
    area = reader.area_at(start, stem.level)
    if area is not None and area.start < start:
        left, whole = _widen(reader, area)
        if stem.kind not in _PUBLIC:  # 雅安供电公司 is a name, 雅安消防救援支队 is 雅安市消防救援支队
            whole = text[area.start : area.end]
        name, official = _name(stem, whole, text[start:end])
        reader.add(left, end, Naming(name, official, area.code, stem.kind, whole), 1.5, "area")
        _read_branch(reader, left, end, stem.kind)
        return
    if stem.level:
        _read_levelled(reader, start, end, stem)
        return
    parents = reader.by_end.get(start, ())
    for left, parent in parents:
        if stem.kind not in ("local", "inner"):
            reader.add(
                left,
                end,
                Naming(
                    parent.name + text[start:end], None, parent.region, stem.kind, parent.area, parent.name
                ),
                1.2,
                "parent",
            )
    level = text[start - 1 : start]
    if level and level in _LEVELS and not _NO_LEVEL.search(text, max(0, start - 2), start):
        name, code = reader.level_area(level, start)
        if name or reader.bounded(start - 1):
            qualified, official = _name(stem, name or level, text[start:end])
            reader.add(
                start - 1,
                end,
                Naming(qualified, official if name else None, code, stem.kind, name or level),
                1.4,
                "level",
            )
            return
    zone = _ZONE.search(text, max(0, start - 3), start)
    if zone is not None and reader.bounded(zone.start()):
        name, code = reader.level_area("省", start) if zone[0] == "自治区" else ("", None)
        whole = (name or zone[0]) + text[start:end]
        naming = Naming(whole, None, code, stem.kind, name or zone[0])
        reader.add(zone.start(), end, naming, 1.2, "level")
        return
    if not parents:
        _read_listed(reader, start, end, stem)
        _read_short(reader, start, end)


def _read_branch(reader: _Reader, area_start: int, end: int, kind: str) -> None:
    """Add a branch named after its own area behind its parent (四川省森林消防总队攀枝花支队)."""
    for left, parent in reader.by_end.get(area_start, ()):
        if parent.kind in _BRANCHED:
            name = parent.name + reader.text[area_start:end]
            reader.add(left, end, Naming(name, None, parent.region, kind, parent.area), 1.6, "parent", "area")


def _widen(reader: _Reader, area: Area) -> tuple[int, str]:
    """Take in the areas directly before an area (四川省雅安市汉源县); the name keeps the last one only."""
    left = area.start
    before = reader.area_at(left)
    while before is not None and before.start < left:
        left = before.start
        before = reader.area_at(left)
    return left, area.name


def _read_levelled(reader: _Reader, start: int, end: int, stem: Stem) -> None:
    """Add 市委, 团县委, 镇政府 without a named area before them, or after their party committee."""
    text = reader.text
    for left, parent in reader.by_end.get(start, ()):
        if parent.kind == "party" and "机关工委" in stem.term:
            reader.add(
                left,
                end,
                Naming(parent.name + text[start:end], None, parent.region, stem.kind, parent.area),
                1.6,
                "parent",
            )
            return
    if len(stem.level) == 1 and _NO_LEVEL.search(text, max(0, start - 1), start + 1):
        return
    if stem.level in ("镇", "乡", "街道", "村", "社区"):
        limit = reader.limit(start)
        if limit == start:
            name, code = reader.level_area(stem.level, start)
            if name and stem.level not in ("村", "社区"):
                qualified, _ = _name(stem, name, text[start:end])
                reader.add(start, end, Naming(qualified, None, code, stem.kind, name), 1.0, "level")
            return
        if 1 <= start - limit <= 4 and text[limit:start].isalpha():
            place = text[limit : start + len(stem.level)]
            name, _ = _name(stem, place, text[start:end])
            reader.add(limit, end, Naming(name, None, None, stem.kind, place), 0.8, "free area")
        return
    name, code = reader.level_area(stem.level, start)
    if name or reader.bounded(start):
        qualified, official = _name(stem, name or stem.level, text[start:end])
        reader.add(
            start, end, Naming(qualified, official if name else None, code, stem.kind, name), 1.4, "level"
        )


def _read_listed(reader: _Reader, start: int, end: int, stem: Stem) -> None:
    """Add a department that shares the area of the unit listed before it (市委组织部、宣传部)."""
    if start == 0 or reader.text[start - 1] not in "、和与及":
        return
    for _, sibling in reader.by_end.get(start - 1, ()):
        if sibling.host and stem.kind in _HOSTED and sibling.kind in _HOSTED:
            name = sibling.host + reader.text[start:end]
            naming = Naming(name, None, sibling.region, stem.kind, sibling.area, sibling.host)
            reader.add(start, end, naming, 1.0, "listed")
            return
        if sibling.area:
            area = sibling.area + (
                "委" if sibling.name.startswith(sibling.area + "委") and stem.kind == "party" else ""
            )
            name, official = _name(stem, area, reader.text[start:end])
            reader.add(
                start, end, Naming(name, official, sibling.region, stem.kind, sibling.area), 1.0, "listed"
            )
            return


def _read_short(reader: _Reader, start: int, end: int) -> None:
    """Add a name without its area (支队, 水利局); `settle` keeps it where it was named in full before."""
    before = reader.text[max(0, start - 2) : start]
    if reader.bounded(start) and before[-1:] not in _COUNTED and before not in _NEW:
        text = reader.text[start:end]
        reader.add(start, end, Naming(text, None, None, "short"), -1.0, "short")


def _read_head(reader: _Reader, start: int, end: int, head: Head) -> None:
    """Add names whose head is known and whose beginning is open: [area | parent] + free characters + head."""
    text = reader.text
    if _NO_HEAD.search(text, max(0, end - 4), end):
        return
    if head.short == "yes":
        _read_short(reader, start, end)
    if head.bare == "tail" and head.kind in ("company", "party"):
        _read_ordinal(reader, start, end, head)
    if head.kind == "school":
        _read_college(reader, start, end)
    for left, parent in reader.by_end.get(start, ()):
        reader.add(
            left,
            end,
            Naming(parent.name + text[start:end], None, parent.region, head.kind, parent.area, parent.name),
            1.2,
            "parent",
        )
    limit = max(reader.limit(start), start - _LONGEST)
    if limit >= start:
        return
    index = bisect_left(reader.area_starts, limit)
    if index < len(reader.areas) and reader.areas[index].start < start and reader.areas[index].end <= start:
        area = reader.areas[index]
        left, free = area.start, text[area.end : start]
        on_site = _SITE.fullmatch(free) or (len(free) == 1 and _SITE.fullmatch(text, area.start, start))
        if head.bare == "tail" and head.kind in _INNER and not on_site:
            return
        if head.bare not in ("tail", "free") or (free and _generic().fullmatch(free) is None):
            name, area = _nearest_county(reader, area, start, end)
            reader.add(
                left,
                end,
                Naming(name, None, area.code, head.kind, area.name),
                1.2,
                "area",
                "head",
            )
        _read_branch(reader, left, end, head.kind)
        return
    _read_bare(reader, start, end, head)


def _nearest_county(reader: _Reader, area: Area, start: int, end: int) -> tuple[str, Area]:
    """Return name and area of a unit behind a chain of areas: from the last county on (富源县祥顺煤矿)."""
    text, chain, at = reader.text, [area], area.end
    while len(chain) < 6:
        i = bisect_left(reader.area_starts, at)
        if i == len(reader.areas) or reader.areas[i].start != at or reader.areas[i].end > start:
            break
        chain.append(reader.areas[i])
        at = chain[-1].end
    last = next((a for a in reversed(chain) if a.name[-1] in "县市区旗"), area)
    if len(chain) < 2 or start - at < 2:
        return text[area.start : end], area
    return text[last.start : last.end] + text[at:end], last


def _read_ordinal(reader: _Reader, start: int, end: int, head: Head) -> None:
    """Add 第二分公司, 第三党支部 of the organisation named last before it."""
    match = _ORDINAL.search(reader.text, max(0, start - 4), start)
    if match is None or not reader.bounded(match.start()):
        return
    for found in reversed(reader.found[-40:]):
        host: Naming = found.payload
        if found.end <= match.start() and host.kind in _SECTIONED and not host.host:
            name = host.name + reader.text[match.start() : end]
            naming = Naming(name, None, host.region, head.kind, host.area, host.name)
            reader.add(match.start(), end, naming, 1.2, "parent")
            return


def _read_college(reader: _Reader, start: int, end: int) -> None:
    """Add a college behind its university, whatever words it is named with (新闻与传播学院)."""
    text = reader.text
    at = text.rfind("大学", max(0, start - 16), start) + 2
    if at < 2 or start - at < 2 or not text[at:start].isalpha() or "的" in text[at:start]:
        return
    for left, parent in reader.by_end.get(at, ()):
        name = parent.name + text[at:end]
        naming = Naming(name, None, parent.region, "school", parent.area, parent.name)
        reader.add(left, end, naming, 1.2, "parent")


def _read_sections(reader: _Reader) -> None:
    """Add the sections that act for an organisation (市应急管理局救灾和物资保障科, 组委会志愿者部)."""
    for end, owners in list(reader.by_end.items()):
        if not any(parent.kind in _SECTIONED for _, parent in owners):
            continue
        match = _SECTION.match(reader.text, end)
        if match is None:
            continue
        for left, parent in owners:
            if parent.kind in _SECTIONED and not parent.host:
                name = parent.name + match[0]
                naming = Naming(name, None, parent.region, "inner", parent.area, parent.name)
                reader.add(left, match.end(), naming, 1.2, "parent")


def _read_abbreviations(reader: _Reader) -> None:
    """Add what 以下简称 introduces, wherever it stands, under the full name."""
    text = reader.text
    for match in _ABBREVIATED.finditer(text):
        owners = reader.by_end.get(match.start(), ())
        if not owners:
            continue
        _, full = min(owners, key=lambda o: o[0])
        for again in re.finditer(re.escape(match[1]), text):
            reader.add(again.start(), again.end(), full, 2.0, "national")


def _read_bare(reader: _Reader, start: int, end: int, head: Head) -> None:
    """Add a name without an area before it: free characters, perhaps after a level word, and a head."""
    text = reader.text
    limit = max(reader.limit(start), start - _LONGEST)
    free = text[limit:start]
    level = free[0] if len(free) > 2 and free[0] in _LEVELS and free[1] not in "级场域" else ""
    own = level and head.bare not in ("tail", "short") and head.kind not in ("venue", "office")
    own = own and _LEVELLED.match(free) is not None
    if (_generic().fullmatch(free) is not None and not own) or not 2 <= len(free) <= 12:
        return
    if own or head.bare in ("yes", "long"):
        name, code = reader.level_area(level, start) if level else ("", None)
        rest = free[1:] if name else free
        reader.add(
            limit, end, Naming(name + rest + text[start:end], None, code, head.kind, name), 0.6, "head"
        )


def outweigh(units: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Raise each unit above the best choice of what it contains: a well-formed whole beats its parts."""
    ranked = sorted([*units, *others], key=lambda c: c.end - c.start)
    raised: dict[int, list[Candidate]] = {}  # by start, so that a long page costs no more per candidate
    for candidate in ranked:
        start, end, size = candidate.start, candidate.end, candidate.end - candidate.start
        best = candidate
        if candidate.label == "unit":
            inside = [
                c
                for at in range(start, end)
                if at in raised
                for c in raised[at]
                if c.end <= end and c.end - c.start < size
            ]
            if len(inside) == 1:
                floor = max(inside[0].score, 0.0) + 0.1
            else:
                floor = sum(c.score for c in choose(inside)) + 0.1 if inside else 0.0
            if floor > candidate.score:
                best = replace(candidate, score=floor)
        raised.setdefault(start, []).append(best)
    return [c for found in raised.values() for c in found if c.label == "unit"]


def settle(chosen: Sequence[Candidate]) -> dict[tuple[int, int], Naming]:
    """Give all mentions of one organisation one name: the longest that shares its official name or tail."""
    names: dict[str, str] = {}
    for candidate in chosen:
        naming: Naming = candidate.payload
        if naming.kind == "short":
            continue
        key = naming.official or naming.name
        if len(naming.name) > len(names.get(key, "")):
            names[key] = naming.name
    settled: dict[tuple[int, int], Naming] = {}
    known: dict[str, dict[Naming, None]] = {}  # by the last two characters, in text order
    for candidate in sorted(chosen, key=lambda c: c.start):
        naming = candidate.payload
        span, tail = (candidate.start, candidate.end), known.setdefault(naming.name[-2:], {})
        if naming.kind == "short":
            fitting = [n for n in tail if n.name.endswith(naming.name)]
            if fitting and len({n.name for n in fitting}) < _TOO_MANY:
                settled[span] = fitting[-1]
            elif not fitting and naming.name.endswith(_ALONE) and len(naming.name) > 2:
                settled[span] = naming
            continue
        full = None if naming.area else _in_full(naming, tail)
        if full is None:
            name = names[naming.official or naming.name]
            full = Naming(name, naming.official, naming.region, naming.kind, naming.area)
            known.setdefault(name[-2:], {})[full] = None
        settled[span] = full
    return settled


def _in_full(naming: Naming, tail: Mapping[Naming, None]) -> Naming | None:
    """Return the longer name before it that ends like a name without an area (楚泰集团: 三峡楚泰…集团)."""
    size = len(naming.name)
    return next(
        (n for n in tail if len(n.name) > size >= 3 and n.name.endswith(naming.name)),
        None,
    )
