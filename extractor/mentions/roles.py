"""Roles: where the words for offices, occupations and the press stand, and the role that a name has before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from extractor.mentions.scan import Hit

_DEPARTMENT = re.compile(
    r"(?<![该本我])(?:(?!的|由|是|为|有|及|让|对|向|了|着|从|在|该院|本院|以及)[\u4e00-\u9fff]){1,14}(?<=[科处室部办股组系院队站])$"
)
_MODIFIER = re.compile(r"(?![和与及])(?:(?![的了着过到是由有、的岁])[\u4e00-\u9fff]){1,10}")
_STRADDLED = frozenset("省市县区镇乡村州旗局厅署处部所站院校台社会")


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a page: by their start (end, class) and by their end (start, class)."""

    by_start: dict[int, list[tuple[int, str]]]
    by_end: dict[int, list[tuple[int, str]]]

    def before(self, offset: int) -> tuple[str, int]:
        """Return class and start of the longest role that ends at `offset`; press roles win."""
        best = ("", -1)
        for start, kind in self.by_end.get(offset, ()):
            if kind == "press":
                return kind, start
            if kind != "mod" and (best[1] < 0 or start < best[1]):
                best = (kind, start)
        return best

    def title_at(self, offset: int) -> int:
        """Return the end of the longest title that starts at `offset`, 0 without one."""
        return max((end for end, kind in self.by_start.get(offset, ()) if kind == "title"), default=0)

    def cut_at(self, offset: int) -> bool:
        """Tell whether a role of three characters or more goes on across `offset` (总会计|师)."""
        by_start = self.by_start
        return any(
            end > offset and end - at > 2
            for at in range(offset - 4, offset)
            for end, _ in by_start.get(at, ())
        )


def index_roles(hits: Mapping[str, list[Hit]]) -> Roles:
    """Index the scanner's roles once for the finder of names and the reader of posts."""
    by_start: dict[int, list[tuple[int, str]]] = {}
    by_end: dict[int, list[tuple[int, str]]] = {}
    for start, end, kind in hits["persons.roles"]:
        by_start.setdefault(start, []).append((end, kind))
        by_end.setdefault(end, []).append((start, kind))
    return Roles(by_start, by_end)


def role_of(
    text: str,
    start: int,
    roles_by_end: Mapping[int, list[tuple[int, str]]],
    floor: int,
    verb_before: Callable[[int], int],
) -> tuple[str, int]:
    """Return the role before a name and where it begins.

    `floor` is where the name before it ends; `verb_before` gives the end of the last verb before an offset.
    """
    left = start
    while text[left - 1 : left] in ("|", " "):
        left -= 1
    end = left
    while True:
        options = [s for s, kind in roles_by_end.get(left, ()) if kind != "press" and s >= floor]
        if not options and left == end and text[left - 2 : left - 1] in _STRADDLED:
            options = [s for s, _ in roles_by_end.get(left, ()) if s == floor - 1]  # 清水区|长
        if options:
            left = min(options)
        elif left < end and text[left - 1 : left] == "、" and roles_by_end.get(left - 1) and left - 1 > floor:
            left -= 1
        elif left == end and text[left - 1 : left] == ")" and text.rfind("(", max(0, left - 8), left) > 0:
            left = end = text.rindex("(", 0, left)
        else:
            break
    while text[left : left + 1] in ("、", " "):
        left += 1
    if left < end and left >= floor:
        verb = verb_before(left - 2)
        if 0 <= floor < left and verb_before(left) <= floor and _MODIFIER.fullmatch(text, floor, left):
            left = floor
        else:
            department = _DEPARTMENT.search(text, max(floor, left - 16, verb, 0), left)
            if department:
                left = department.start()
    return text[left:end].strip("、 "), left


