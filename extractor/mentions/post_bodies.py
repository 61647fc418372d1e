"""Bodies in a role: which of the words before a title name an organisation and which belong to the role (机电工程系|辅导员)."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons import any_of, read_lexicon, terms_of

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}[中小院]|[中小]学")  # 涞水|一中
_SECTION = re.compile(r"[科处室股庭组班]$")  # in the role of who heads it, else in the unit
_HEADS = re.compile(r"(?:[科处室股庭组班]长|主任|负责人)$")


@cache
def _organisation() -> re.Pattern[str]:
    """Compile what names an organisation; group 1 is the one that a section at the end belongs to."""
    return re.compile(
        r"(?!该|本|我|这|两|各|原|前|据)(?:"
        rf"([\u4e00-\u9fff]{{0,10}}?(?:{any_of('post_bodies', 'host')}))[\u4e00-\u9fff]{{1,8}}[科处室部股庭组班系]"
        rf"|[\u4e00-\u9fff]{{1,12}}(?:{any_of('post_bodies', 'body')}))"
    )


@cache
def _seat() -> re.Pattern[str]:
    """Compile the bodies that have seats, as what ends before a role."""
    return re.compile(f"(?:{any_of('post_bodies', 'council')})$")


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """Return what stands for an organisation named before, and what that one's name ends with."""
    return {r["term"]: tuple(r["endings"].split()) for r in read_lexicon("post_bodies") if r["endings"]}


def endings_named(extension: str) -> tuple[str, ...]:
    """Return what the name of the unit ends with that a generic word stands for (学校|团委书记), empty without such a word."""
    return _endings().get(extension[:2], ())


def body_of(extension: str, title: str, *, behind: bool) -> int:
    """Return how many characters before a title name an organisation, 0 for none.

    Of 水利局灾害防御股|股长 these are 水利局: the section is in its head's role, a ward in that of its doctors. `behind`: a
    unit or a place stands right before.
    """
    if behind and _NUMBERED.fullmatch(extension):
        return len(extension)
    whole = _organisation().fullmatch(extension)
    section, heads = _SECTION.search(extension), _HEADS.search(title)
    led = (section and heads) or (extension.endswith("部") and title.endswith("部长"))
    if whole and whole[1] and led:
        return len(whole[1])
    apart = section and not heads and not extension.endswith(terms_of("post_bodies", "ward"))
    fits = whole or (apart and len(extension) > len("一科"))
    return len(extension) if fits else 0


def is_part(extension: str, title: str) -> bool:
    """Tell whether what stands between a unit and a title is a part of the unit (市公安局|政治部|副主任)."""
    section = (
        _SECTION.search(extension)
        and not extension.endswith(terms_of("post_bodies", "ward"))
        and not _HEADS.search(title)
    )
    return bool(extension.endswith(terms_of("post_bodies", "part")) or section)


def seated(text: str, left: int, role: str) -> str:
    """Return a role that begins at `left` with the body that it is a seat in (市委|常委, 团委|书记)."""
    if role.startswith(("书记", "副书记")) and text.endswith("团委", 0, left):
        return "团委" + role
    seat = (
        _seat().search(text, max(0, left - 4), left)
        if role.startswith(terms_of("post_bodies", "seat"))
        else None
    )
    return seat[0] + role if seat else role
