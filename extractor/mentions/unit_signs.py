"""What stands around a head and tells whether a body is meant: it acts, its people are counted, it is but one of many."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import any_of, generic_ends, never_named

if TYPE_CHECKING:
    from extractor.mentions.unit_terms import Head

# Whose people are counted is an organisation, whatever its name: 灌溉试验站7人, 工人文化宫的6名干部职工.
STAFFED = re.compile(
    r"的?(?:\d{1,4}|[一二三四五六七八九十百]{1,3})(?:[余多]?[名位](?!额)|[余多]?人(?![次份均份口工民])|[余多]?支)"
)
COUNTED = re.compile(r"[\d余多数几两三四五六七八九十百](?:[家所支间]|[支个]“[^“”]{1,12}”)$")
# What a college or a guild is named after.
SUBJECT = re.compile(r"(?![一二三四五六七八九十多两各该本某])[\u4e00-\u9fff]{1,6}")
BATCH = re.compile(r"(?:首批|第[一二三四五六七八九十\d]+批)..")  # 首批中医|医疗队
_COMMON = frozenset(
    (
        "hospital",
        "company",
        "school",
        "association",
        "team",
        "institute",
        "venue",
        "center",
        "court",
        "government",
    )
)


@cache
def shown(*cues: str) -> re.Pattern[str]:
    """Compile what shows that 成都消防, 丰台疾控 is meant as a body: it acts, or the phrase ends."""
    return re.compile(rf"[,。、;:)”\d]|[共已将也的和与]|{any_of(*cues)}")


@cache
def acting() -> re.Pattern[str]:
    """Compile what shows that a railway station does something itself."""
    return re.compile(rf"(?:{any_of('workers')})?(?:{any_of('acts')})")


@cache
def company_acts() -> re.Pattern[str]:
    """Compile what shows that 市公司 is meant as a body: it acts, or one of its departments does."""
    return re.compile(
        rf"(?:[\u4e00-\u9fff]{{2,6}}[部处]的?)?(?:{any_of('acts')}|增派)|(?:{any_of('organs')})"
    )


@cache
def company_sends() -> re.Pattern[str]:
    """Compile what only a company does with people (云岭石化抽调40人)."""
    return re.compile(rf"(?:[已也还又共]|{any_of('sends_how')}){{0,2}}(?:{any_of('sends')})[^,。;]{{0,8}}?\d")


@cache
def brand_shown() -> re.Pattern[str]:
    """Compile what shows that 超华科技 is a company: an office of it, a gift, its studies."""
    return re.compile(
        rf"(?:公司|集团)?(?:的?(?:{any_of('of_brand')})?(?:{any_of('leads')})|向|{any_of('studies')})"
    )


def is_any(head: Head, free: str) -> bool:
    """Tell whether words before a head make it any of its kind (省|定点|医院, 马拉松官方|医院)."""
    return head.kind in _COMMON and (
        never_named().fullmatch(free) is not None or free.endswith(generic_ends())
    )
