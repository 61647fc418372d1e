"""Posts: the role and the unit of each person, as the text states them and never merely near; persons out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, terms_of
from extractor.mentions import post_bodies
from extractor.mentions.mention import Person, Unit
from extractor.mentions.name_evidence import EDGE
from extractor.mentions.persons import to_person
from extractor.mentions.post_owners import Anchor, endings_of, owner_of
from extractor.mentions.roles import Roles, RoleText, role_of
from extractor.mentions.unit_breaks import verb_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.lattice import Candidate
    from extractor.mentions.mention import Place
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_JOINS = frozenset(("、", "和", "与", "及"))
_LOCAL = frozenset(("village", "community"))
_TOWN = frozenset(("town", "zone"))
_LEVELS = frozenset("省市县区镇乡村州旗")
_OTHERS = re.compile(r"[与和同]其[他余]\d{1,4}多?余?[名位]")
_TRAVELLING = frozenset(("队员",))  # what somebody is for the journey; the post at home is the role
_AMONG = 14  # characters between 其中 and a name
_COPULAS = frozenset("是在系为任")
_ONE = re.compile(r"(?:的|里)?(?:一名|一位)?")


@cache
def _owns() -> re.Pattern[str]:
    """Compile what stands between a unit and the role of somebody of it."""
    return re.compile(
        rf" ?(?:机关(?=的))?(?:(?:{any_of('post_words', 'came')}|来)?的)?(?:(?:\d{{1,3}}|[一两二三四五六七八九十]{{1,3}})[名位])?"
        r"(?:(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)岁的?)?"
    )


@cache
def _posted() -> re.Pattern[str]:
    """Compile what stands between a unit and the places that it posted somebody to."""
    return re.compile(rf"(?:{any_of('post_words', 'posted')})?驻|选?派到")


@cache
def _party() -> re.Pattern[str]:
    """Compile the committee of a body: of 医院党委书记、副院长 the second is the hospital's."""
    return re.compile(rf"(?<=.{{2}})(?:{any_of('post_words', 'party')})$")


@cache
def _deictic_word() -> re.Pattern[str]:
    """Compile what points back to a unit or place before a role; group 1 is its kind."""
    return re.compile(
        rf"(?:该|本|我|这家)([院校局厅所站队会县区镇乡村市]|{any_of('post_words', 'that')})的?$"
    )


@cache
def _identifies() -> re.Pattern[str]:
    """Compile what stands between a name and the unit of a post that a later sentence tells."""
    return re.compile(rf"[。,”!?;](?:他|她|[他她]们)?(?:原|生前)?(?:是|系|任|{any_of('post_words', 'is')})$")


@cache
def _became() -> re.Pattern[str]:
    """Compile what leads to a post that somebody has had for some time (当了三年)."""
    return re.compile(
        rf"(?:{any_of('post_words', 'became')})(?:\d+|[一二两三四五六七八九十]+|半辈子|多|余|来|个|年|月)*(?:的)?"
    )


@cache
def _rulers() -> tuple[str, ...]:
    """Return the posts of those who lead an area."""
    return terms_of("post_words", "ruler")


class _Reader:
    """One page being read for posts."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        roles: Roles,
        found: Sequence[Unit],
        located: Sequence[Place],
    ) -> None:
        self.page = page
        self.text = page.clean
        self.by_end, self.by_start = roles.by_end, roles.by_start
        anchors = [Anchor(u.start, u.end, u.name, "unit", u.text) for u in found if u.kind != "media"]
        anchors += [Anchor(p.start, p.end, p.text, p.kind, p.text) for p in located]
        self.anchors = sorted(anchors, key=lambda a: a.end)
        self.ends = [a.end for a in self.anchors]
        self.units = {(u.start, u.end): u for u in found}
        self.inner: list[Unit] = []
        self.kept = {s for s, _, _ in hits["units.keeps"]}  # 和平, 和田

    def verb_before(self, offset: int) -> int:
        """Return where the last verb or function word before `offset` ends, -1 without one."""
        return verb_before(self.text, offset)

    def joins(self, offset: int) -> bool:
        """Tell whether 和 or the like begins at an offset, and no word with it."""
        return self.text[offset] in "和与及" and offset not in self.kept

    def before(self, offset: int) -> list[Anchor]:
        """Return the anchors of the same sentence that end at or before `offset`."""
        sentence = self.page.sentence_at(offset)
        low = bisect_left(self.ends, sentence.start) if sentence else 0
        return self.anchors[low : bisect_right(self.ends, offset)] if sentence else []

    def shown(self, start: int, end: int) -> str:
        """Note a unit that only a post shows and return its name."""
        name = self.text[start:end]
        self.inner.append(Unit(start, end, name, name))
        return name

    def enlarged(self, owner: Anchor, end: int) -> str:
        """Note the part of a unit that a post names with it and return its name."""
        unit = self.units[owner.start, owner.end]
        name = owner.name + self.text[owner.end : end]
        self.inner.append(replace(unit, end=end, text=self.text[unit.start : end], name=name, official=None))
        return name

    def title_at(self, offset: int) -> int:
        """Return the end of the longest title that starts at `offset`, 0 without one."""
        return max((end for end, kind in self.by_start.get(offset, ()) if kind == "title"), default=0)

    def is_title(self, role: str, end: int) -> bool:
        """Tell whether the role that ends at `end` is an office, not an occupation."""
        return bool(role) and any(kind == "title" for _, kind in self.by_end.get(end, ()))


def find_posts(
    page: Page,
    hits: Mapping[str, list[Hit]],
    roles: Roles,
    chosen: Sequence[Candidate],
    found: Sequence[Unit],
    located: Sequence[Place],
) -> tuple[list[Person], list[Unit]]:
    """Return the persons among the chosen candidates, each with the role and the unit that the text gives; and the units.

    To the units `found` come those that only a post shows (机电工程系|辅导员); 市民政局|养老服务处|处长 makes one of two.
    """
    named = [c for c in chosen if c.label == "person"]
    if not named:
        return [], list(found)
    reader = _Reader(page, hits, roles, found, located)
    people: list[Person] = []
    for candidate in named:
        people.append(_read(reader, candidate, people[-1] if people else None))
    inner = [(u.start, u.end) for u in reader.inner]
    kept = [u for u in found if not any(a <= u.start and u.end <= b for a, b in inner)]
    return _agree(_later(reader, people)), sorted([*kept, *reader.inner], key=lambda u: u.start)


_NEAR_PEOPLE = 8  # 税务局|机关党员: how far behind a unit its people are named


def _read(reader: _Reader, candidate: Candidate, previous: Person | None) -> Person:
    """Read what stands before a name, or a title after it."""
    text, start = reader.text, candidate.start
    sentence = reader.page.sentence_at(start)
    anchors = reader.before(start)
    floor = anchors[-1].end if anchors else -1
    same = previous is not None and (sentence is None or previous.start >= sentence.start)
    joined = previous is not None and same and previous.end >= floor
    last = previous.end if previous else -1
    found = role_of(text, start, reader.by_end, max(floor, last), reader.verb_before)
    role, left = text[found.start : found.end], found.start
    after = reader.title_at(candidate.end) if not role else 0
    title = reader.is_title(role, found.end) or bool(after)
    if previous is not None and joined:
        shared = _shared(reader, previous, left, role, title=title)
        if shared is not None:
            own = role or text[candidate.end : after]
            return to_person(candidate, reader.page, own or previous.role, shared)
    role = post_bodies.seated(text, left, role or text[candidate.end : after])
    unit = ""
    if anchors and not joined:
        unit, role, left = _owner(reader, anchors, found, role, title=title)
        if unit and role:
            unit, role = _twofold(reader, anchors, unit, role, left)
            unit = _secular(unit, role)
            role = post_bodies.seated(text, left, role)
    if found.start < found.core and (not unit or anchors[-1].kind != "unit"):
        inner, role = _inner(reader, found, role)
        unit = inner or unit
    unit = unit or _deictic(reader, left, role)
    if not role:
        role = _counted(reader, candidate)
    elif not unit and not joined:
        unit = (
            owner_of(reader.page, reader.anchors, reader.ends, role, left)
            if title or endings_of(role)
            else ""
        )
        unit = unit or (
            "" if endings_of(role) == () or role.endswith(_rulers()) else _kin(reader, role, left)
        )
    return to_person(candidate, reader.page, role, unit)


def _inner(reader: _Reader, found: RoleText, role: str) -> tuple[str, str]:
    """Return the unit that stands in a role without being known as one (机电工程系|辅导员), and what is left of the role."""
    text = reader.text
    if reader.joins(found.start) or text.startswith("兼", found.start):
        found = replace(found, start=found.start + 1)  # 书记王飞|和|园博园管理中心书记
    extension = text[found.start : found.core]
    before = reader.anchors[: bisect_right(reader.ends, found.start)]
    endings = post_bodies.endings_named(extension)
    if endings:
        named = (a.name for a in reversed(before) if a.name.endswith(endings))
        return next(named, ""), text[found.start + 2 : found.end]
    beside = before[-1] if before and before[-1].end == found.start else None
    end = found.start + post_bodies.body_of(
        extension, text[found.core : found.end], behind=beside is not None
    )
    if end == found.start:
        return "", role
    placed = beside is not None and beside.kind != "unit"  # 赤壁干堤|防汛指挥部
    start = beside.start if beside is not None and placed else found.start
    return reader.shown(start, end), text[end : found.end]


def _twofold(reader: _Reader, anchors: Sequence[Anchor], unit: str, role: str, left: int) -> tuple[str, str]:
    """Return unit and role with the posts before the unit (防总|秘书长、水利部|副部长): the first has no unit in it."""
    text = reader.text
    at, begin = len(anchors) - 1, left
    while at >= 0 and text[anchors[at].start - 1 : anchors[at].start] == "、":
        end = anchors[at].start - 1
        floor = anchors[at - 1].end if at else -1
        first = role_of(text, end, reader.by_end, floor, reader.verb_before)
        if first.start == first.end or text[first.core : first.end] in _TRAVELLING:
            break
        if at and _owns().fullmatch(text, floor, first.start) and anchors[at - 1].kind == "unit":
            at, unit, begin = at - 1, anchors[at - 1].name, first.start
            continue
        own = post_bodies.body_of(text[first.start : first.core], text[first.core : first.end], behind=False)
        apart = (first.start == 0 or text[first.start - 1] in EDGE) and not own
        return unit, f"{text[first.start : first.end]}、{role}" if apart and begin == left else role
    return unit, post_bodies.seated(text, begin, text[begin:left] + role) if begin < left else role


def _counted(reader: _Reader, candidate: Candidate) -> str:
    """Return the role of those among whom a name is counted (8名突击队员…,其中年纪最大的某某; 某某与其他39名志愿者)."""
    text = reader.text
    others = _OTHERS.match(text, candidate.end)
    if others:
        ends = [end for end, kind in reader.by_start.get(others.end(), ()) if kind == "job"]
        return text[others.end() : max(ends)] if ends else ""
    sentence = reader.page.sentence_at(candidate.start)
    if sentence is None:
        return ""
    among = text.rfind("其中", max(sentence.start, candidate.start - _AMONG), candidate.start)
    if among < 0:
        return ""
    for end in range(among, sentence.start, -1):
        starts = [start for start, kind in reader.by_end.get(end, ()) if kind == "job"]
        if starts:
            return text[min(starts) : end]
    return ""


def _shared(reader: _Reader, previous: Person, left: int, role: str, *, title: bool) -> str | None:
    """Return the unit that a name shares with the one before it in a list of posts, None where they are no list."""
    text = reader.text
    end = reader.title_at(previous.end) or previous.end
    gap = text[end:left]
    if gap in _JOINS or (gap == "," and title and role and reader.is_title(previous.role, end)):
        ruled = endings_of(role) if role.endswith(terms_of("post_words", "ruler", "headed")) else None
        if ruled and not _secular(previous.unit, role).endswith(ruled):  # 市政协主席某某、副市长某某
            return (
                ""
                if role.endswith(_rulers())
                else owner_of(reader.page, reader.anchors, reader.ends, role, left)
            )
        return _secular(previous.unit, role or previous.role)
    return None


def _secular(unit: str, role: str) -> str:
    """Return the body whose party committee a unit is where the last of the posts is none of the party's."""
    return unit if role.endswith(terms_of("post_words", "party_post")) else _party().sub("", unit)


def _owner(
    reader: _Reader, anchors: Sequence[Anchor], found: RoleText, role: str, *, title: bool
) -> tuple[str, str, int]:
    """Return the unit, role and start of the post that stands right behind an anchor."""
    text, owner = reader.text, anchors[-1]
    name, end, left = owner.name, min(owner.end, found.start), found.start  # 水利局|长 is both
    if owner.kind != "unit" and role[:1] in _LEVELS and role[:1] == text[end : end + 1] == role[1:2]:
        name, role, end = name + role[0], role[1:], end + 1  # 华阳|镇镇长
        left = max(left, end)
    if not _owns().fullmatch(text, end, left):
        return "", role, left
    if owner.kind == "unit":
        if left == end < found.core and "、" not in text[left : found.core]:
            bare = text[found.core : found.end]
            if post_bodies.is_part(text[end : found.core], bare):
                return reader.enlarged(owner, found.core), bare, left
        return name, role, left
    if role.endswith(terms_of("post_words", "resident")):
        sender = _sender(text, anchors)
        return sender, role, left
    if endings_of(role) == ():
        return "", role, left
    if owner.kind in _LOCAL:
        fits = bool(role) or (text[left - 1 : left] == "的" and text[left - 2 : left - 1] != "岁")
    elif owner.kind in _TOWN:
        fits = bool(role) and not role.startswith(terms_of("post_words", "retired"))
    else:
        fits = title and role.endswith(_rulers())
    return (name if fits else ""), role, left


def _sender(text: str, anchors: Sequence[Anchor]) -> str:
    """Return the unit that sent somebody to the places named last (县财政局|派驻|新滩乡|的第一书记)."""
    at = len(anchors) - 1
    while at > 0 and anchors[at].kind != "unit" and anchors[at - 1].end == anchors[at].start:
        at -= 1
    before = anchors[at - 1] if at else None
    if (
        before is not None
        and before.kind == "unit"
        and _posted().fullmatch(text, before.end, anchors[at].start)
    ):
        return before.name
    return ""


def _deictic(reader: _Reader, left: int, role: str) -> str:
    """Return what 该院, 该校, 该公司 before a role means: the last unit or place with that ending."""
    match = _deictic_word().search(reader.text, max(0, left - 6), left) if role else None
    if match is None:
        return ""
    ending = terms_of("post_words", "school") if match[1] == "校" else (match[1],)
    here = bisect_right(reader.ends, match.start())
    near = [*reversed(reader.anchors[max(0, here - 12) : here]), *reader.anchors[here:]]
    return next((a.name for a in near if a.name.endswith(ending)), "")


def _kin(reader: _Reader, role: str, left: int) -> str:
    """Return the paragraph's subject and only unit where the text counts people of that role among its own.

    税务局机关党员迅速集结…青年党员某某: one of those party members.
    """
    paragraph = reader.page.paragraph_at(left)
    if paragraph is None:
        return ""
    low, here = bisect_left(reader.ends, paragraph.start), bisect_right(reader.ends, left)
    units = [a for a in reader.anchors[low:here] if a.kind == "unit"]
    if len({a.name for a in units}) != 1:
        return ""
    first = units[0]
    ours = first.start == paragraph.lead and role[-2:] in reader.text[first.end : first.end + _NEAR_PEOPLE]
    return first.name if ours else ""


def _later(reader: _Reader, people: Sequence[Person]) -> list[Person]:
    """Add what a later clause says: 他是县自然资源局的干部, 在社区干了6年网格员."""
    text = reader.text
    starts = [p.start for p in people]
    done = list(people)
    for anchor in reader.anchors:
        own = text[anchor.start - 2 : anchor.start] == "是我"  # 某某是我|市水利局的干部
        if text[anchor.start - 1 : anchor.start] not in _COPULAS and not own:
            continue
        i = bisect_right(starts, anchor.start) - 1
        if i < 0 or anchor.start - done[i].end > 90 or "\n" in text[done[i].end : anchor.start]:
            continue
        between = text[done[i].end : anchor.start - own]
        if between not in ("是", "在") and not _identifies().search(between):
            continue
        match = _ONE.match(text, anchor.end)
        at = match.end() if match else anchor.end
        became = _became().match(text, at)
        if text[anchor.start - own - 1] == "在" and became is None:
            continue
        at = became.end() if became else at
        role = _role_from(reader, at)
        if role and not done[i].unit and not done[i].role:
            done[i] = replace(done[i], role=role, unit=anchor.name)
        elif role and not done[i].unit and between != "在":
            done[i] = replace(done[i], unit=anchor.name)
    return done


def _role_from(reader: _Reader, at: int) -> str:
    """Return the role that begins a few characters after `at` and ends its clause."""
    text = reader.text
    for start in range(at, at + 9):
        for end, kind in reader.by_start.get(start, ()):
            if kind in ("title", "job") and (text[end : end + 1] in ",。;、!”(" or kind == "title"):
                found = role_of(text, end, reader.by_end, at, reader.verb_before)
                body = text[found.start : found.core].endswith(terms_of("post_words", "part"))
                return text[found.core if body else found.start : found.end]
        if text[start : start + 1] in ",。;!?”":
            break
    return ""


def _agree(people: Sequence[Person]) -> list[Person]:
    """Give each mention of a person the first role and unit that the text states for the name."""
    roles: dict[str, str] = {}
    units_of: dict[str, str] = {}
    for person in people:
        if person.role:
            roles.setdefault(person.name, person.role)
        if person.unit:
            units_of.setdefault(person.name, person.unit)
    return [Person(p.start, p.end, p.name, roles.get(p.name, ""), units_of.get(p.name, "")) for p in people]
