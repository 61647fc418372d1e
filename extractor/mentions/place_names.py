"""Places known by their name: zones, rivers, mountains, roads; regions of several provinces; countries and foreign cities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import Found, View, cue_at, of_origin
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.scan import Hit

_STREET = re.compile(r"[东西南北中一二三四五六七八九十]?(?:大道|大街|路(?!段|网)|街|巷)|[线号牌杯]")
_EDGES = frozenset("\n,。;:!?“”《(、-—在赴到从往向至对与和及由于")
_NO_COMPASS = frozenset("部方角侧风向面偏边门口片段隅麓端站街路延")
_COMPASS_COMPANY = re.compile(
    r"地区|[旱灾林牧山]区|[各多数两三四五六七八九]省|等|、|(?:和|与|以及)[\u4e00-\u9fff]{2}|[东西南北中]+部|大部|局部|一带|全境|沿海|各地|多地"
    r"|的?(?:强降|暴雨|降雨|降雪|持续|普降|出现|遭)"
)
_PEOPLE = re.compile(r"(?:人(?!民|工|口|道|员|士)|籍|裔|语|文|货|队|政府|式|版|佬)")
_SURE, _LIKELY = 3.0, 2.0


def vocabulary() -> dict[str, tuple[str, str, str | None]]:
    """Return name -> (kind, rule, code): rule `name`, `sure`, `part`, `compass`, `plain` or `edge`."""
    known: dict[str, tuple[str, str, str | None]] = {
        row["term"]: ("country", row["rule"], None) for row in read_lexicon("foreign_places")
    }
    known.update({row["term"]: (row["kind"], "name", None) for row in read_lexicon("landmarks")})
    known.update({row["term"]: ("site", row["rule"], None) for row in read_lexicon("regions")})
    known.update({row["term"]: ("zone", "name", row["code"]) for row in read_lexicon("zones")})
    return known


def named(view: View, hits: Sequence[Hit]) -> None:
    """Add the places that stand by name, the longest of each start; short ones only where their company allows."""
    text = view.text
    longest: dict[int, tuple[int, Any]] = {}
    for start, end, entry in hits:
        longest[start] = (end, entry)
    for start, (end, (kind, rule, code)) in longest.items():
        if rule == "name" and (street := _STREET.match(text, end)) and street.group()[-1] in "路街道":
            view.add(
                Candidate(
                    start,
                    street.end(),
                    "place",
                    _LIKELY,
                    ("road",),
                    Found(text[start : street.end()], "road"),
                )
            )
        if of_origin(text, end) or not _stands(view, start, end, rule):
            continue
        division = gazetteer().get(code) if code else None
        found = Found(text[start:end], kind, (division,) if division else ())
        score = _LIKELY if end - start < 3 else _SURE
        view.add(Candidate(start, end, "place", score, ("landmark",), found))


def _stands(view: View, start: int, end: int, rule: str) -> bool:
    """Tell whether a name stands for its place here."""
    text = view.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if rule == "name":
        return end - start > 2 or not _STREET.match(text, end)
    if rule in ("plain", "edge"):
        edge = not before or before in _EDGES or cue_at(view, start) != "" or view.before(start) is not None
        return (rule == "plain" or edge) and not _PEOPLE.match(text, end)
    if rule == "compass":
        edge = not before or before in _EDGES or text[start - 2 : start] in ("我国", "全国")
        company = _COMPASS_COMPANY.match(text, end) is not None or text[start - 2 : start] == "我国"
        return (
            (company or before == "、") and (edge or cue_at(view, start) != "") and after not in _NO_COMPASS
        )
    return after not in ("路", "街", "话", "语", "网", "人", "菜", "腔")
