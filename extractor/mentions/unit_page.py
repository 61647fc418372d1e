"""One page being read for units: where names may start, its areas, and the candidates found so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from extractor.mentions.lattice import Candidate
from extractor.mentions.name_shapes import is_surname, likely_name
from extractor.mentions.place_text import stops
from extractor.mentions.unit_breaks import Breaks, opens, verb_at
from extractor.mentions.unit_credits import credit_rank
from extractor.mentions.unit_tails import other_words
from extractor.mentions.unit_terms import (
    LEVELS,
    LONGEST,
    Area,
    Naming,
    any_element,
    any_of,
    cue,
    elements,
    hosts,
)
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_ACTS_LEFT = re.compile(r"(?:由|来自|联合|应|同)$")
_BUILT = frozenset({"hospital", "school", "venue"})
# Where China sends a team stands before it (援汤加|中国医疗队).
_MISSION = re.compile(r"(?:第[一二三四五六七八九十\d]{1,3}批)?援(?:(?![的在和与])[\u4e00-\u9fff·]){2,7}$")
_EVERY = re.compile(r"各[省市县区州镇乡]{1,3}$")  # 各县市|后备指挥部
_SEVERAL = re.compile(r"(?!1[支个])\d+[余多]?[支个]")  # 水域救援专业队21支
_LED = frozenset("局厅部院所站署校")  # heads that the title of their leader repeats or shares
_STATIONED = re.compile(r"(?<![进派入常])驻$")


@cache
def _own() -> re.Pattern[str]:
    """Compile what shows that an organisation writes of itself."""
    return re.compile(rf"我[校院局司行关]|本[校院局会处](?![长区])|我(?:{any_element('own')})")


@cache
def _dispatched() -> re.Pattern[str]:
    """Compile what tells before a team's name where it goes; group `joined` where that begins the name by itself."""
    return re.compile(
        rf"(?:首批|第[一二三四五六七八九十\d]+批)?(?:对口)?(?:(?P<joined>{any_of('goes')}|(?<![救求应])援|(?<![进常入派])驻)|{any_of('aid')}|赴)$"
    )


@cache
def _programme() -> re.Pattern[str]:
    """Compile what stands behind the name of a programme and its closing quotation mark."""
    return re.compile(rf"”[\u4e00-\u9fff]{{0,6}}?(?:{any_of('programme')})")


@cache
def _award() -> re.Pattern[str]:
    """Compile what stands before the name of an award and its opening quotation mark."""
    return re.compile(rf"(?:{any_of('awards')})[^“”]{{0,3}}“$")


@cache
def _helps() -> re.Pattern[str]:
    """Compile what shows in whose care something is done (在青坪中心|的大力支持下)."""
    return re.compile(
        r"(?:[、和与及](?:(?![的在])[\u4e00-\u9fff]){2,14}){0,3}"
        rf"的?(?:{any_of('firm')}){{0,2}}(?:{any_of('supports')})[^,。]{{0,8}}下"
    )


@cache
def _spots() -> str:
    """Return the pattern of what a school or centre is used as, behind its classifier (3个|固定考点)."""
    return rf"(?:(?!单位|部门)[\u4e00-\u9fff]){{0,6}}?(?:{any_of('spot')})"


@cache
def _acts() -> re.Pattern[str]:
    """Compile what shows that a school or centre acts."""
    return re.compile(
        rf"(?:先|{any_of('then')})?的?(?:\d+(?!\d|[个处所](?:{_spots()}))|[一二三四五六七八九十百]+[名位]"
        rf"|{any_of('acts', 'people')})"
    )


@cache
def _site() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what shows, before and behind it, that a school or centre is a place."""
    before = rf"(?:{any_of('at')})(?:(?:(?![和与及])[\u4e00-\u9fff()]){{2,14}}[、和与及]){{0,6}}$"
    more = "(?:[()初高中部]{0,5}[、和与及](?:(?![和与及等])[\u4e00-\u9fff()]){2,14}){0,6}"
    made = rf"(?:[被已均]|{any_of('made_how')}){{0,2}}(?:{any_of('made')})了?"
    number = r"(?:\d+|[一二两三四五六七八九十]{1,2})"
    behind = (
        rf"{any_of('site')}|{more}(?:等\d+[个所](?!单位)|{number}[个处所](?:{_spots()})|{made}(?:{_spots()}))"
    )
    return re.compile(before), re.compile(behind)


_SHORTEST = 3  # characters of a name in full


class UnitPage:
    """The text with its breaks, areas and takings; `by_end` holds the candidates found by where they end."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        context: Context,
        areas: Sequence[Area],
        taken: Sequence[tuple[int, int]],
    ) -> None:
        """Read breaks, areas and prefixes; `taken` are the spans of figures and dates."""
        self.page, self.text = page, page.clean
        self.context = context
        ends = {a.end for a in areas if a.sure}
        known = [
            a for a in areas if a.sure and (a.near or a.start in ends or not verb_at(self.text, a.start))
        ]
        known += [Area(s, e, name, None) for s, e, name in hits["units.countries"]]
        known += self._behind_prefixes(hits, {a.start for a in known})
        ends = {a.end for a in known}
        known += [a for a in areas if not a.sure and a.start in ends]  # 孟家溪镇|中和村
        shields = [(s, e) for s, e, _ in hits["units.keeps"]] + [(a.start, a.end) for a in known]
        self.breaks = Breaks(self.text, shields, taken)
        known += [a for a in areas if not a.sure and a.start not in ends and self.limit(a.end) <= a.start]
        self.areas = sorted(known, key=lambda a: (a.start, -a.end))
        self.area_starts = [a.start for a in self.areas]
        self.areas_by_end: dict[int, list[Area]] = {}
        for area in self.areas:
            self.areas_by_end.setdefault(area.end, []).append(area)
        self.by_end: dict[int, list[tuple[int, Naming]]] = {}
        self.ends: list[int] = []  # the keys of `by_end`, sorted
        self.prefixes: dict[int, tuple[int, str, str]] = {}
        for start, end, (template, joins) in hits["units.prefixes"]:
            if end not in self.prefixes or start < self.prefixes[end][0]:
                self.prefixes[end] = (start, template, joins)
        named = [hit for hit in hits.get("division", ()) if not opens(self.text, hit[0])]
        self.counties = {e: (s, entry) for s, e, entry in named}
        self.county_ends = {s: e for s, e, _ in named}
        self.taken = sorted(taken)
        self.own = _own().search(self.text) is not None  # written by an organisation of itself
        self.found: list[Candidate] = []

    def _behind_prefixes(self, hits: Mapping[str, list[Hit]], known: set[int]) -> list[Area]:
        """Return the short names of divisions that a prefix like 武警 takes the beginning of a word from (武警|四川|总队)."""
        ends = {e for s, e, _ in hits["units.prefixes"] if e - s > 1}.difference(known)
        found: list[Area] = []
        for start, end, divisions in hits.get("division", ()) if ends else ():
            left = self.context.remaining(divisions) if start in ends else ()
            if left:
                one = left[0] if len(left) == 1 else None
                name = one.name if one else self.text[start:end]
                found.append(Area(start, end, name, one.code if one else None))
        return found

    def limit(self, offset: int) -> int:
        """Return the leftmost offset from which a name that reaches `offset` may run."""
        return self.breaks.limit(offset)

    def cuts(self, start: int, end: int) -> list[int]:
        """Return the offsets strictly between two others where a name may start."""
        return self.breaks.between(start, end)

    def bounded(self, offset: int) -> bool:
        """Tell whether a name may start just here."""
        return self.breaks[offset]

    def area_at(self, end: int, level: str = "") -> Area | None:
        """Return the longest area that ends at `end` (or, with a level word, after it: 徐州市|委)."""
        for stop in (end + len(level), end):
            found = self.areas_by_end.get(stop)
            if found:
                return min(found, key=lambda a: a.start)
            if not level:
                break
        return None

    def bare_county(self, end: int) -> Area | None:
        """Return the city or county that ends at `end` though nothing but the department behind it speaks for it."""
        start, divisions = self.counties.get(end, (end, ()))
        left = self.context.remaining(divisions)
        if (
            not left
            or self.text[start:end] in stops("division")
            or not (self.bounded(start) or self.area_at(start))
        ):
            return None
        text = self.text[start:end]
        one = left[0] if len(left) == 1 else None
        above = self.area_at(start)
        code = above.code if above is not None else None
        if code is not None and not any(gazetteer().within(d.code, code) for d in left):
            return None  # 大理市|古城消防救援站 is of no 古城区
        return Area(start, end, one.name if one else text, one.code if one else None)

    def areas_from(self, start: int) -> list[Area]:
        """Return the areas that start just here, the longest first."""
        low = bisect_left(self.area_starts, start)
        return self.areas[low : bisect_right(self.area_starts, start)]

    def areas_within(self, start: int, end: int) -> list[Area]:
        """Return the areas that start between two offsets."""
        return self.areas[bisect_left(self.area_starts, start) : bisect_left(self.area_starts, end)]

    def widen(self, area: Area) -> int:
        """Return where the chain of areas begins that ends with this one (四川省雅安市汉源县)."""
        left = area.start
        before = self.area_at(left)
        while before is not None and before.start < left:
            left = before.start
            before = self.area_at(left)
        return left

    def chain(self, area: Area, before: int) -> list[Area]:
        """Return the areas that follow one another from `area` on, none ending after `before`."""
        chain, at = [area], area.end
        while True:
            i = bisect_left(self.area_starts, at)
            if i == len(self.areas) or self.areas[i].start != at or self.areas[i].end > before:
                return chain
            chain.append(self.areas[i])
            at = chain[-1].end

    def level_area(self, level: str, before: int) -> tuple[str, str | None]:
        """Return name and code of what a bare level word means: 市 -> 徐州市, 镇 -> the town last named."""
        division = self.context.area_of(level)
        own = self.text.endswith("自治区", 0, before)
        if level in ("镇", "乡", "街道", "村", "社区") or (
            level == "区" and division and division.level == "province" and not own
        ):  # 原州区…区妇联: of a page that has named a district 区 is no 自治区
            for area in reversed(self.areas[: bisect_left(self.area_starts, before)]):
                if area.name.endswith(level) and not (
                    level == "区" and area.name.endswith(elements("no_district"))
                ):
                    return area.name, area.code
        return ("", None) if division is None else (division.name, division.code)

    def before(self, offset: int) -> Iterator[Naming]:
        """Yield what the candidates that end at or before `offset` are called, the last one first."""
        for candidate in reversed(self.found):
            if candidate.end <= offset:
                yield candidate.payload

    def host(self, word: str, offset: int) -> Naming | None:
        """Return the organisation that 校, 局机关, 总队 means: the one named last before it with a fitting end.

        Of less likely ends the first one: a university names itself before its colleges. 我校 is whose page it is.
        """
        if word[0] == "我" and (owner := self.owner(word)) is not None:
            return owner
        for rank, endings in enumerate(hosts().get(word) or hosts().get(word.removeprefix("我"), ())):
            fitting = [
                n
                for n in self.before(offset)
                if n.name.endswith(endings) and not n.host and n.kind != "short"
            ]
            if rank and len({n.name for n in fitting}) > 1:
                fitting = [n for n in fitting if n.area]  # our colleges are not our university
            if fitting:
                return fitting[-1] if rank else fitting[0]
        return self.owner(word)

    def owner(self, word: str) -> Naming | None:
        """Return the organisation of a word's kind whose page it is: the one that its credits name, else its publisher."""
        endings = tuple(
            e for group in hosts().get(word) or hosts().get(word.removeprefix("我"), ()) for e in group
        )
        if not endings:
            return None
        named = [
            (rank, c.end - c.start, c.start, c.payload)
            for c in self.found
            if c.payload.name.endswith(endings)
            and c.payload.kind not in ("short", "media")
            and (rank := credit_rank(self.page, c.start, c.end))
        ]
        if named:
            return max(named, key=itemgetter(0, 1, 2))[-1]  # type: ignore[no-any-return]
        publisher = self.context.publisher
        own = word[0] == "我" and publisher.endswith(endings) and len(publisher) > _SHORTEST
        return Naming(publisher, None, None, "own") if own else None

    def add(self, start: int, end: int, naming: Naming, score: float, *evidence: str) -> None:
        """Add a candidate unless it overlaps a figure or is really another word."""
        if (
            end - start > LONGEST
            or (other_words().match(self.text, end) and not self._led_by(end))
            or self.text[start - 1 : start + 1] == "中国"
            or (self.text[start - 1 : start] in LEVELS and _EVERY.search(self.text, max(0, start - 4), start))
            or (
                (
                    naming.kind in ("venue", "campus", "center")
                    or self.text.endswith(elements("house"), start, end)
                )
                and self._lies(start, end)
            )
            or (self.text[end : end + 1] == "”" and self._titled(start, end))
            or self.text[start - 1 : start] == "各"
            or (naming.kind in _BUILT and self.text.endswith(cue("builds"), 0, start))
            or (naming.kind in ("team", "militia") and _SEVERAL.match(self.text, end))
        ):
            return
        i = bisect_left(self.taken, (end, end)) - 1
        if i >= 0 and self.taken[i][1] > start:
            return
        start, naming = self._prefixed(start, end, naming)
        if naming.kind in ("team", "force"):
            start, naming = self._dispatched(start, end, naming)
            if self.text.startswith(("第", "首"), start) and self.text.endswith(
                (*cue("picked"), "是", "为"), 0, start
            ):
                return  # 这是县医院派出的|第三批医疗队
        if end not in self.by_end:
            self.by_end[end] = []
            if not self.ends or self.ends[-1] < end:
                self.ends.append(end)
            else:
                insort(self.ends, end)
        self.by_end[end].append((start, naming))
        self.found.append(Candidate(start, end, "unit", score + 1.5 + 0.15 * (end - start), evidence, naming))

    def _led_by(self, end: int) -> bool:
        """Tell whether a head is said once for a department and who leads it, whose name follows (县水利局长王某)."""
        text = self.text
        if text[end : end + 1] != "长" or text[end - 1] not in _LED or text[end - 2] in ("副", text[end - 1]):
            return False
        if not is_surname(text[end + 1 : end + 2]):
            return False
        return any(likely_name(text[end + 1 : end + 1 + size]) for size in (3, 2))

    def _titled(self, start: int, end: int) -> bool:
        """Tell whether a name in quotation marks is that of an award or a programme (“快乐学校”志愿服务活动)."""
        return _programme().match(self.text, end) is not None or (
            _award().search(self.text, max(0, start - 6), start) is not None
        )

    def works(self, start: int, end: int) -> bool:
        """Tell whether a station acts or its people are spoken of, and nothing happens at it."""
        before, _ = _site()
        at = before.search(self.text, max(0, start - 4), start)
        return at is None and _acts().match(self.text, end) is not None

    def _lies(self, start: int, end: int) -> bool:
        """Tell whether something happens at a school or centre, which is then a place and no organisation."""
        if _ACTS_LEFT.search(self.text, max(0, start - 3), start) or _acts().match(self.text, end):
            return False
        if _helps().match(self.text, end):
            return False
        before, behind = _site()
        area = self.area_at(start)
        left = self.widen(area) if area else start  # 走进云岭县石桥镇|青坪小学
        at = before.search(self.text, max(0, left - 60), left)
        return at is not None or behind.match(self.text, end) is not None

    def _dispatched(self, start: int, end: int, naming: Naming) -> tuple[int, Naming]:
        """Take in who sent a team named after where it goes or stands (福建省对口支援|湖北医疗队, 驻|河池武警支队)."""
        if naming.kind == "force":
            stationed = _STATIONED.search(self.text, max(0, start - 2), start)
            if stationed is None or "武警" not in naming.name:
                return start, naming
            return start - 1, replace(naming, name="驻" + self.text[start:end], official=None)
        mission = _MISSION.search(self.text, max(0, start - 14), start)
        if mission is not None and self.text.startswith("中国", start):
            return mission.start(), replace(naming, name=self.text[mission.start() : end])
        sent = _dispatched().search(self.text, max(0, start - 10), start)
        if sent is None:
            return start, naming
        at = sent.start()
        sender = self.area_at(at)
        if sender is not None:
            left = self.widen(sender)
            return left, Naming(self.text[left:end], None, sender.code, naming.kind, sender.name)
        owners = [(left, n) for left, n in self.by_end.get(at, ()) if n.kind not in ("short", "team")]
        if owners:
            left, owner = min(owners, key=lambda o: o[0])
            name = owner.name + self.text[at:end]
            return left, Naming(name, None, owner.region, naming.kind, owner.area, owner.name)
        if sent["joined"] or sent[0][0] in "首第":
            return at, replace(naming, name=sent[0] + naming.name)
        return start, naming

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
