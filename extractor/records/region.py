"""The division that an article is about, as a place where its people may serve.

An article often names it by its organisations only (市应急管理局, 全市): then the name at the head of one of these stands for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.mentions.mention import Place
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from extractor.records.frame import Mentions
    from extractor.text.page import Page

DIVISIONS = ("province", "city", "county")


def region_place(page: Page, mentions: Mentions, code: str | None) -> Place | None:
    """Return the place of a region: its first mention, its name at the head of an organisation, 全市; None if it is not named."""
    if code is None:
        return None
    for place in mentions.places:
        if place.code == code and place.kind in DIVISIONS:
            return place
    division = gazetteer().get(code)
    if division is None:
        return None
    names = sorted({division.name, division.short, *_classed(division.short)} - {""}, key=len, reverse=True)
    for unit in mentions.units:
        if unit.region is None or not unit.region.startswith(code[:2]):
            continue
        name = next((n for n in names if page.clean.startswith(n, unit.start)), None)
        if name is not None:
            return Place(unit.start, unit.start + len(name), name, division.name, division.level, code)
    whole = next((m for m in _WHOLE.finditer(page.clean) if _CLASSES[m[1]] in (division.level, code)), None)
    if whole is None:
        return None
    return Place(whole.start(), whole.end(), whole[0], division.name, division.level, code)


_CLASSES = {
    **dict.fromkeys(("省", "自治区"), "province"),
    **dict.fromkeys(("市", "州"), "city"),
    **dict.fromkeys(("县", "区", "旗"), "county"),
    "港": "810000",
    "澳": "820000",
}
"""What 全市, 我县, 本澳 say of the region: its level, or its code."""
_WHOLE = re.compile(f"[全我本]({'|'.join(_CLASSES)})(?![属直级])")


def _classed(short: str) -> list[str]:
    """Return the short name with the class of an autonomous area (恩施州, 融水县)."""
    return [short + end for end in "州县旗"] if short else []
