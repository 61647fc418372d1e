"""Which administrative division a figure is about: from its unit, its places, its sentence, its article."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.records.record import Record, Report, UnitEntity

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


@cache
def division_named(name: str) -> str | None:
    """Return the code of the only division down to the counties with that full name.

    None where there is none.
    """
    found = {d.code for d in gazetteer().find(name) if d.name == name and d.level != "town"}
    return found.pop() if len(found) == 1 else None


@cache
def division_before(name: str, region: str) -> str | None:
    """Return the code of the division of a region that a place's name begins with: 襄城区古城街道 in 襄阳市 -> 襄城区."""
    for size in range(2, len(name)):
        found = {d.code for d in gazetteer().find(name[:size]) if d.name == name[:size] and d.level != "town"}
        inside = [code for code in found if holds(region, code)]
        if len(inside) == 1:
            return inside[0]
    return None


class Names:
    """What the names of one article stand for.

    Divisions, other places with the division that holds them, units.
    """

    def __init__(self, report: Report) -> None:
        """Index the places and units of a report by all their forms."""
        self.region = report.region.code if report.region else None
        self.region_name = report.region.name if report.region else ""
        self.places: dict[str, str | None] = {}
        self.divisions: dict[str, str | None] = {}
        self.zones: dict[str, str | None] = {}
        self.units: dict[str, UnitEntity] = {}
        self.unread = not report.places
        """Whether nothing is known of the places but their names, as in a table."""
        for place in reversed(report.places):
            if place.kind == "zone":
                self.zones.update(dict.fromkeys((*place.forms, place.name), place.code))
            known = self.divisions if place.kind in DIVISION_KINDS else self.places
            known.update(dict.fromkeys((*place.forms, place.name), place.code))
        for unit in reversed(report.units):
            self.units.update(dict.fromkeys((*unit.forms, unit.name), unit))
        if report.region:
            self.divisions.setdefault(report.region.name, report.region.code)

    def division(self, name: str) -> str | None:
        """Return the code of the division of that name, None for other places and unknown names."""
        if name in self.divisions:
            return self.divisions[name]
        return None if name in self.places or name in self.units else division_named(name)

    def place(self, name: str) -> str | None:
        """Return the code of the division that is, or holds, the place of that name."""
        if name in self.places or not (self.unread and self.region):
            return self.division(name) or self.places.get(name)
        return self.division(name) or division_before(name, self.region)

    def unit_region(self, name: str) -> str | None:
        """Return the code of the division that an organisation belongs to."""
        unit = self.units.get(name)
        return unit.region if unit else self.division(name)

    def unit_key(self, record: Record) -> str | None:
        """Return the canonical name of a record's organisation.

        None where there is none or it is a division.
        """
        if not record.unit or self.division(record.unit):
            return None
        unit = self.units.get(record.unit)
        return record.unit if unit is None else unit.official or unit.name


def area_of(record: Record, names: Names) -> str | None:
    """Return the code of the division that a figure is said of as a whole.

    None where it is about less or unknown.
    """
    if record.unit:
        return names.division(record.unit)
    if len(record.places) == 1:
        return names.division(record.places[0])
    if record.scope != "total" or not spread(record, names):
        return None
    return widened(record, names.region, names.region_name)


def spread(record: Record, names: Names) -> bool:
    """Tell whether a figure's places are none, or divisions and zones of the article's region: its total is the region's."""
    if record.places and not any(map(names.division, record.places)):
        return False
    codes = [names.division(place) or names.zones.get(place) for place in record.places]
    return all(code and names.region and code != names.region and holds(names.region, code) for code in codes)


def widened(record: Record, region: str | None, name: str) -> str | None:
    """Return the division that 全市, 全县 … before the figure names, seen from the article's region."""
    if region is None:
        return None
    before = record.sentence.partition(record.text)[0]
    found = max(((before.rfind(term), level) for term, level in whole_areas().items()), default=(-1, ""))
    if found[1] == "nation":
        return None
    if found[0] < 0 or found[1] == level_of(region):
        return region
    if found[1] == "city" and level_of(region) == "county":
        return region if name.endswith("市") else f"{region[:4]}00"
    if found[1] == "province":
        return f"{region[:2]}0000"
    if found[1] == "county" and level_of(region) == "city" and name.endswith("区"):
        return region
    return None


def inside_of(record: Record, names: Names) -> str | None:
    """Return the code of the narrowest division known to hold the figure, None where nothing is known."""
    codes = [code for place in record.places if (code := names.place(place))]
    if record.unit and (code := names.unit_region(record.unit)):
        codes.append(code)
    if not codes:
        return names.region
    common = codes[0]
    for code in codes[1:]:
        common = code if holds(common, code) else common if holds(code, common) else shared(common, code)
    return common or names.region


def shared(one: str, other: str) -> str:
    """Return the code of the narrowest division that holds both, empty where none does."""
    for size in (4, 2):
        if one[:size] == other[:size]:
            return one[:size].ljust(6, "0")
    return ""


def find_region(name: str, names: Iterable[Names]) -> str | None:
    """Return the code of a region given by name or code, None where it is unknown."""
    if len(name) == 6 and name.isascii() and name.isdigit():
        return name if gazetteer().get(name) else None
    if code := division_named(name):
        return code
    for article in names:
        if code := article.divisions.get(name):
            return code
    return None
