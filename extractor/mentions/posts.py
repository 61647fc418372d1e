"""Posts: the role and the unit of each person, as the text states them and never merely near; persons out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.mentions.persons import to_person
from extractor.mentions.roles import Roles, role_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.lattice import Candidate
    from extractor.mentions.mention import Person, Place, Unit
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_JOINS = frozenset(("、", "和", "与", "及"))
_OWNS = re.compile(
    r" ?(?:机关(?=的))?(?:(?:派来|选派|派出|派驻|来)?的)?(?:(?:\d{1,3}|[一两二三四五六七八九十]{1,3})[名位])?"
    r"(?:(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)岁的?)?"
)
_POSTED = re.compile(r"(?:选派|派|下派|挂职)?驻|派到|选派到")
_LOCAL = frozenset(("village", "community"))
_TOWN = frozenset(("town", "zone"))
_LEVELS = frozenset("省市县区镇乡村州旗")
_VILLAGE_POST = re.compile(r"(?:村|社区)(?!民|医|干部)")
_OF_AGE = re.compile(r"退休|退役|退伍|离休")
_DEICTIC = re.compile(r"(?:该|本|这家)([院校局厅所站队县区镇乡村市]|医院|学校|公司|集团|中心|社区|单位)的?$")
_BECAME = re.compile(
    r"(?:当了|干了|做了|当过|干过|任)(?:\d+|[一二两三四五六七八九十]+|半辈子|多|余|来|个|年|月)*(?:的)?"
)
_ANY_HEAD = frozenset(("组长", "领队", "队医", "副组长", "副领队"))
_RULERS = ("省长", "市长", "区长", "县长", "州长", "旗长", "盟长", "专员", "书记", "议员", "里长")
_SECTION_HEADS = ("处长", "科长", "股长", "庭长", "部长", "室主任", "科主任")
_OPENING = 10  # characters; a unit that opens the sentence is its subject
_NEAR = 200  # characters; a village is named in the paragraph of its secretary or just before it


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A unit or a place that may own a post; `kind` is the place's kind, `unit` for a unit."""

    start: int
    end: int
    name: str
    kind: str


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
        anchors = [_Anchor(u.start, u.end, u.name, "unit") for u in found if u.kind != "media"]
        anchors += [_Anchor(p.start, p.end, p.text, p.kind) for p in located]
        self.anchors = sorted(anchors, key=lambda a: a.end)
        self.ends = [a.end for a in self.anchors]
        self.verbs = sorted(e for s, e, kind in hits["units.breaks"] if kind == "break" and e - s > 1)

    def verb_before(self, offset: int) -> int:
        """Return where the last verb or function word before `offset` ends, -1 without one."""
        i = bisect_right(self.verbs, offset) - 1
        return self.verbs[i] if i >= 0 else -1

    def before(self, offset: int) -> list[_Anchor]:
        """Return the anchors of the same sentence that end at or before `offset`."""
        sentence = self.page.sentence_at(offset)
        low = bisect_left(self.ends, sentence.start) if sentence else 0
        return self.anchors[low : bisect_right(self.ends, offset)] if sentence else []

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
) -> list[Person]:
    """Return the persons among the chosen candidates, each with the role and the unit that the text gives."""
    named = [c for c in chosen if c.label == "person"]
    if not named:
        return []
    reader = _Reader(page, hits, roles, found, located)
    people: list[Person] = []
    for candidate in named:
        people.append(_read(reader, candidate, people[-1] if people else None))
    return _agree(_later(reader, people))


_NEAR_PEOPLE = 8  # 税务局|机关党员: how far behind a unit its people are named


def _read(reader: _Reader, candidate: Candidate, previous: Person | None) -> Person:
    """Read what stands before a name, or a title after it."""
    text, start = reader.text, candidate.start
    anchors = reader.before(start)
    floor = anchors[-1].end if anchors else -1
    joined = previous is not None and previous.end >= floor
    last = previous.end if previous else -1
    role, left = role_of(text, start, reader.by_end, max(floor, last), reader.verb_before)
    if joined and previous is not None and text[previous.end : left] in _JOINS:
        return to_person(candidate, reader.page, role or previous.role, previous.unit)
    title = reader.is_title(role, left + len(role))
    if not role:
        after = [e for e, kind in reader.by_start.get(candidate.end, ()) if kind == "title"]
        role = text[candidate.end : max(after)] if after else ""
        title = title or bool(after)
    unit = ""
    if anchors and not joined:
        unit, role, left = _owner(reader, anchors, role, left, title)
    unit = unit or _deictic(reader, left, role)
    if not unit and _VILLAGE_POST.match(role):
        unit = _village(reader, left)
    elif not unit and title and not joined:
        unit = _subject(reader, role, left)
    if not unit and role:
        unit = _kin(reader, role, left)
    return to_person(candidate, reader.page, role, unit)


def _owner(
    reader: _Reader,
    anchors: Sequence[_Anchor],
    role: str,
    left: int,
    title: bool,  # noqa: FBT001
) -> tuple[str, str, int]:
    """Return the unit, role and start of the post that stands right behind an anchor."""
    text, owner = reader.text, anchors[-1]
    name, end = owner.name, owner.end
    if owner.kind != "unit" and role[:1] in _LEVELS and role[:1] == text[end : end + 1] == role[1:2]:
        name, role, end = name + role[0], role[1:], end + 1  # 华阳|镇镇长
        left = max(left, end)
    if not _OWNS.fullmatch(text, end, left):
        return "", role, left
    if owner.kind == "unit":
        return name, role, left
    if role.endswith(("第一书记", "工作队长", "工作队员", "工作队队长", "工作队队员")):
        sender = _sender(text, anchors)
        return sender, role, left
    if owner.kind in _LOCAL:
        fits = bool(role) or text[left - 1 : left] == "的"
    elif owner.kind in _TOWN:
        fits = bool(role) and not _OF_AGE.match(role)
    else:
        fits = title and role.endswith(_RULERS)
    return (name if fits else ""), role, left


def _sender(text: str, anchors: Sequence[_Anchor]) -> str:
    """Return the unit that sent somebody to the places named last (县财政局|派驻|新滩乡|的第一书记)."""
    at = len(anchors) - 1
    while at > 0 and anchors[at].kind != "unit" and anchors[at - 1].end == anchors[at].start:
        at -= 1
    before = anchors[at - 1] if at else None
    if (
        before is not None
        and before.kind == "unit"
        and _POSTED.fullmatch(text, before.end, anchors[at].start)
    ):
        return before.name
    return ""


def _deictic(reader: _Reader, left: int, role: str) -> str:
    """Return what 该院, 该校, 该公司 before a role means: the last unit or place with that ending."""
    match = _DEICTIC.search(reader.text, max(0, left - 6), left) if role else None
    if match is None:
        return ""
    ending = {"校": ("大学", "学院", "中学", "小学", "学校", "校")}.get(match[1], (match[1],))
    before = reader.anchors[: bisect_right(reader.ends, match.start())]
    return next((a.name for a in reversed(before[-12:]) if a.name.endswith(ending)), "")


def _village(reader: _Reader, left: int) -> str:
    """Return the village or community named last before its secretary or head."""
    for anchor in reversed(reader.anchors[: bisect_right(reader.ends, left)]):
        if left - anchor.end > _NEAR:
            break
        if anchor.kind in _LOCAL:
            return anchor.name
    return ""


def _subject(reader: _Reader, role: str, left: int) -> str:
    """Return the unit that an office without an owner belongs to: the sentence's, or the one said before it."""
    head = role.removesuffix("长").rpartition("副")[2][-1:] if role.endswith("长") else ""
    if role.endswith((*_ANY_HEAD, *_SECTION_HEADS)):
        head = ""
    sentence = reader.page.sentence_at(left)
    paragraph = reader.page.paragraph_at(left)
    if sentence is None or paragraph is None:
        return ""
    here = bisect_right(reader.ends, left)
    for floor in (sentence.start, paragraph.start):
        low = bisect_left(reader.ends, floor)
        units = [a.name for a in reader.anchors[low:here] if a.kind == "unit" or (head and a.kind in _TOWN)]
        fitting = list(dict.fromkeys(n for n in units if n.endswith(head)))
        if fitting:
            opens = low < here and reader.anchors[low].start - floor < _OPENING
            return fitting[0] if len(fitting) == 1 or (opens and not head) else ""
    return ""


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
        if text[anchor.start - 1 : anchor.start] not in ("是", "在"):
            continue
        i = bisect_right(starts, anchor.start) - 1
        if i < 0 or anchor.start - done[i].end > 90 or "\n" in text[done[i].end : anchor.start]:
            continue
        between = text[done[i].end : anchor.start]
        if between not in ("是", "在") and not re.search(r"[。,”!?;](?:他|她|[他她]们)?(?:原)?是$", between):
            continue
        match = re.compile(r"(?:的|里)?(?:一名|一位)?").match(text, anchor.end)
        at = match.end() if match else anchor.end
        became = _BECAME.match(text, at)
        if text[anchor.start - 1] == "在" and became is None:
            continue
        at = became.end() if became else at
        role = _role_from(reader, at)
        if role and not done[i].unit and not done[i].role:
            done[i] = replace(done[i], role=role, unit=anchor.name)
        elif role and not done[i].unit and between != "在":
            done[i] = replace(done[i], unit=anchor.name)
    return done


def _role_from(reader: _Reader, at: int) -> str:
    """Return the role that begins a few characters after `at` and ends its clause, with what stands before it."""
    for start in range(at, at + 9):
        for end, kind in reader.by_start.get(start, ()):
            if kind in ("title", "job") and (reader.text[end : end + 1] in ",。;、!”(" or kind == "title"):
                return reader.text[at:end]
        if reader.text[start : start + 1] in ",。;!?”":
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
    return [replace(p, role=roles.get(p.name, ""), unit=units_of.get(p.name, "")) for p in people]
