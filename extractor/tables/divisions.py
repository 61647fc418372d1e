"""Which administrative division a figure is about: from its unit, its places, its sentence, its article."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.records.record import Record, Report

DIVISION_KINDS = frozenset({"province", "city", "county"})


@cache
def whole_areas() -> dict[str, str]:
    """Return the words for a whole division and its level: 全市 -> city."""
    return {row["term"]: row["level"] for row in read_lexicon("whole_areas")}


def level_of(code: str) -> str:
    """Return province, city or county for a six-digit code."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def holds(outer: str, inner: str) -> bool:
    """Tell whether the division `inner` is `outer` or lies in it, by their codes."""
    return inner.startswith(outer[: {"province": 2, "city": 4, "county": 6}[level_of(outer)]])


def find_division(name: str, report: Report) -> str | None:
    """Return the code of the division of that name in this article, None for other places and unknown names."""
    if report.region and name == report.region.name:
        return report.region.code
    for place in report.places:
        if place.kind in DIVISION_KINDS and (name == place.name or name in place.forms):
            return place.code
    return None


def area_of(record: Record, report: Report) -> str | None:
    """Return the code of the division that a figure is said of as a whole, None where it is about less or unknown."""
    if record.unit:
        return find_division(record.unit, report)
    if len(record.places) == 1:
        return find_division(record.places[0], report)
    if record.places or record.scope != "total":
        return None
    region = report.region.code if report.region else None
    return widened(record, region, report.region.name if report.region else "")


def widened(record: Record, region: str | None, name: str) -> str | None:
    """Return the division that 全市, 全县 … before the figure names, seen from the article's region."""
    if region is None:
        return None
    before = record.sentence.partition(record.text)[0]
    found = max(((before.rfind(term), level) for term, level in whole_areas().items()), default=(-1, ""))
    if found[0] < 0 or found[1] == level_of(region):
        return region
    if found[1] == "city" and level_of(region) == "county":
        return region if name.endswith("市") else f"{region[:4]}00"
    if found[1] == "province":
        return f"{region[:2]}0000"
    if found[1] == "county" and level_of(region) == "city" and name.endswith("区"):
        return region
    return None


def inside_of(record: Record, report: Report) -> str | None:
    """Return the code of the narrowest division known to hold the figure, None where nothing is known."""
    codes = [code for place in record.places if (code := code_of_place(place, report))]
    if record.unit and (code := code_of_unit(record.unit, report)):
        codes.append(code)
    region = report.region.code if report.region else None
    if not codes:
        return region
    common = codes[0]
    for code in codes[1:]:
        common = code if holds(common, code) else common if holds(code, common) else shared(common, code)
    return common or region


def shared(one: str, other: str) -> str:
    """Return the code of the narrowest division that holds both, empty where none does."""
    for size in (4, 2):
        if one[:size] == other[:size]:
            return one[:size].ljust(6, "0")
    return ""


def code_of_place(name: str, report: Report) -> str | None:
    """Return the code of a place of the article."""
    if report.region and name == report.region.name:
        return report.region.code
    for place in report.places:
        if name == place.name or name in place.forms:
            return place.code
    return None


def code_of_unit(name: str, report: Report) -> str | None:
    """Return the region's code of an organisation of the article."""
    if code := find_division(name, report):
        return code
    for unit in report.units:
        if name == unit.name or name in unit.forms:
            return unit.region
    return None


def unit_key(record: Record, report: Report) -> str | None:
    """Return the canonical name of the organisation, None where there is none or it is a division."""
    if not record.unit or find_division(record.unit, report):
        return None
    for unit in report.units:
        if record.unit == unit.name or record.unit in unit.forms:
            return unit.official or unit.name
    return record.unit


def find_region(name: str, reports: Iterable[Report]) -> str | None:
    """Return the code of a region given by name or code, None where it is unknown."""
    if len(name) == 6 and name.isascii() and name.isdigit():
        return name
    for report in reports:
        if code := find_division(name, report):
            return code
    return None
