"""Roles: where the words for offices, occupations and the press stand, and the role that a name has before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.name_shapes import bigrams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from extractor.mentions.scan import Hit

_DEPARTMENT = re.compile(
    r"(?<![该本我])(?![我该本])(?:(?!的|由|是|为|有|及|让|对|向|了|着|从|在|该院|本院|以及)[\u4e00-\u9fff]){2,14}(?<=[科处室部办股组班系院队站会心委所局司社厂校间宫馆场园])$"
)
_MODIFIER = re.compile(r"(?![和与及我该本])(?:(?![的了着过到是由有、的岁就给也还都又])[\u4e00-\u9fff]){1,10}")
_ATTRIBUTE = re.compile(
    r"(?:^|(?<=[,。;:“”!?、的 \n(]))(?![和与及这那该本我各两多])"
    r"(?:(?![的了着过到是由有、在和与及把被让对向从为岁年月日时们])[\u4e00-\u9fff]){1,6}$"
)
_YEAR = re.compile(r"\d{2,4}级$")
_QUALIFIER = 8  # characters
_NEAR = 5  # characters; a name further into a role does not cut it
_NO_ROLE = frozenset(("press", "epithet", "peer"))
_CHAINS = ("、", "兼", "暨")
_TRADE = re.compile(r"[员工师手生匠长](?<=[\u4e00-\u9fff]{2}.)(?=[\u4e00-\u9fff])")
_KNOWN_WORD = 3  # level of a pair that is a word of its own (施工, 学生), no end of a trade
_BYLINE_MARKS = frozenset("( /|:")
_SAME_BYLINE = 20  # characters between 记者 and 实习生
_STOP = frozenset("。,;!?\n")
_STRADDLED = frozenset("省市县区镇乡村州旗局厅署处部所站院校台社会")


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a page: by their start (end, class) and by their end (start, class)."""

    by_start: dict[int, list[tuple[int, str]]]
    by_end: dict[int, list[tuple[int, str]]]
    cut: frozenset[int]  # offsets inside a role of three characters or more (总会计|师)
    begun: frozenset[int]  # offsets after the first character of a title of three or more (赵青|支队长)

    def before(self, offset: int) -> tuple[str, int]:
        """Return class and start of the longest role that ends at `offset`; press roles win."""
        best = ("", -1)
        for start, kind in self.by_end.get(offset, ()):
            if kind == "press":
                return kind, start
            if kind not in ("mod", "epithet") and (best[1] < 0 or start < best[1]):
                best = (kind, start)
        return best

    def title_at(self, offset: int) -> int:
        """Return the end of the longest title that starts at `offset`, 0 without one."""
        found = self.by_start.get(offset)
        return max((end for end, kind in found if kind == "title"), default=0) if found else 0


def index_roles(hits: Mapping[str, list[Hit]], text: str = "") -> Roles:
    """Index the scanner's roles, and the trades of `text`, once for the finder of names and the reader of posts."""
    by_start: dict[int, list[tuple[int, str]]] = {}
    by_end: dict[int, list[tuple[int, str]]] = {}
    cut: set[int] = set()
    begun: set[int] = set()
    press = [span[0] for span in hits["persons.roles"] if span[2] == "press"]
    for start, end, given in hits["persons.roles"]:
        kind = _intern(text, start, end, press) if given == "intern" else given
        by_start.setdefault(start, []).append((end, kind))
        by_end.setdefault(end, []).append((start, kind))
        if end - start > 2:
            cut.update(range(start + 1, min(end, start + _NEAR)))
            if kind == "title":
                begun.add(start + 1)
    for start, end in _trades(text):
        if end not in by_end:
            by_start.setdefault(start, []).append((end, "trade"))
            by_end[end] = [(start, "trade")]
            cut.add(end - 1)
    return Roles(by_start, by_end, frozenset(cut), frozenset(begun))


def _intern(text: str, start: int, end: int, press: Sequence[int]) -> str:
    """Return what an 实习生 is: one of the press beside reporters and in brackets, else somebody at work."""
    if text[start - 1 : start] in _BYLINE_MARKS or text[end : end + 1] in _BYLINE_MARKS:
        return "press"
    near = (at for at in press if abs(at - start) <= _SAME_BYLINE)
    beside = any(_STOP.isdisjoint(text[min(at, start) : max(at, start)]) for at in near)
    return "press" if beside else "job"


def _trades(text: str) -> Iterator[tuple[int, int]]:
    """Yield what is made like a word for an occupation: a word, then 员, 工, 师 or the like (装配|工, 排查|员)."""
    pairs = bigrams()
    for match in _TRADE.finditer(text):
        at = match.start()
        own = pairs.get(text[at - 1 : at + 1], 0)
        if text[at : at + 2] in pairs or text[at : at + 2] in terms_of("post_words", "addressed"):
            continue  # 系统工|程, 侗族师|傅
        if own < _KNOWN_WORD and (pairs.get(text[at - 2 : at], 0) or (match[0] == "员" and not own)):
            yield at - 2, at + 1


@dataclass(frozen=True, slots=True)
class RoleText:
    """The role before a name: it runs from `start` to `end`; from `core` on it is known words, before that a department or so."""

    start: int
    core: int
    end: int


def _has(roles_by_end: Mapping[int, list[tuple[int, str]]], at: int, kind: str) -> bool:
    return any(found == kind for _, found in roles_by_end.get(at, ()))


def leads(text: str, left: int, end: int) -> bool:
    """Tell whether what runs from `left` to `end` is a title of those who lead others; the people before it are not its part."""
    return text[left:end] in terms_of("post_words", "leads")


def role_of(
    text: str,
    start: int,
    roles_by_end: Mapping[int, list[tuple[int, str]]],
    floor: int,
    verb_before: Callable[[int], int],
) -> RoleText:
    """Return the role before a name that starts at `start`, empty (all three equal) without one.

    `floor` is where the name before it ends; `verb_before` gives the end of the last verb before an offset.
    """
    left, end = _known(text, start, roles_by_end, floor)
    core = left
    if left < end and left >= floor:
        lead = leads(text, left, end)
        left = _extended(
            text, left, floor, verb_before, lead=lead, epithet=_has(roles_by_end, left, "epithet")
        )
        while text[left - 1 : left] == "、":  # 常委、宣传部|部长
            seats = [s for s, kind in roles_by_end.get(left - 1, ()) if kind == "title" and s >= floor]
            if not seats:
                break
            left = min(seats)
    while end > left and text[end - 1] in "、 ":
        end -= 1
    return RoleText(left, max(core, left), end)


def _known(
    text: str, start: int, roles_by_end: Mapping[int, list[tuple[int, str]]], floor: int
) -> tuple[int, int]:
    """Return where the known roles before a name begin and end, joined by 、 or 兼 or not at all."""
    left = start
    while text[left - 1 : left] in ("|", " ", "—", ":"):
        left -= 1
    end = left
    while True:
        options = [s for s, kind in roles_by_end.get(left, ()) if kind not in _NO_ROLE and s >= floor]
        if not options and left == end and text[left - 2 : left - 1] in _STRADDLED:
            options = [s for s, _ in roles_by_end.get(left, ()) if s == floor - 1]  # 清水区|长
        if options and left < end and leads(text, left, end) and _has(roles_by_end, left, "job"):
            break  # 医疗专家|领队: the title is the role
        chained = left < end and text[left - 1 : left] in _CHAINS and left - 1 > floor
        if options:
            left = min(options)
        elif chained and roles_by_end.get(left - 1):
            left -= 1
        elif left == end and text[left - 1 : left] == ")" and text.rfind("(", max(0, left - 8), left) > 0:
            left = end = text.rindex("(", 0, left)
        else:
            break
    while text[left : left + 1] in (*_CHAINS, " ") and left < end:
        left += 1
    return left, end


def _extended(
    text: str, left: int, floor: int, verb_before: Callable[[int], int], *, lead: bool, epithet: bool
) -> int:
    """Return where a role begins together with what qualifies it (青年|党员, 养老服务处|处长, 在职报到|党员)."""
    verb = verb_before(left)
    if 0 <= floor < left and verb <= floor and _MODIFIER.fullmatch(text, floor, left):
        return floor
    if epithet:
        return left
    year = _YEAR.search(text, max(floor, left - 6, 0), left)
    if year:
        return year.start()  # 2022级|本科生
    department = _DEPARTMENT.search(text, max(floor, left - 16, verb_before(left - 2), 0), left)
    if department:
        return department.start()
    if lead:
        return left
    attribute = _ATTRIBUTE.search(text, max(floor, left - _QUALIFIER, 0), left)
    return attribute.start() if attribute and verb <= attribute.start() else left
