"""The gazetteer: provinces, cities, counties, towns and villages, with codes, years and short names."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Level = Literal["province", "city", "county", "town"]
_OWN_NUMBERS = ("71", "81", "82")
"""Below these provinces no official codes exist; ours only tell the divisions apart."""
_ONLINE = 2000
_VILLAGE_KINDS = ("村", "社区", "")
_VILLAGE_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "lp": 1, "pb": 1}]


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division; `code` has six digits, nine for a town; a province has no `parent`."""

    code: str
    name: str
    level: Level
    parent: str
    short: str = ""

    @property
    def official_code(self) -> str | None:
        """Return the six-digit code of the division or of its county, None where no official code exists."""
        if self.code[:2] in _OWN_NUMBERS and self.code[2:] != "0000":
            return None
        return self.code[:6]


@dataclass(frozen=True, slots=True)
class Former:
    """A name that ended: valid where `start <= year < end`; `successors`: codes that took its area over."""

    division: Division
    start: int
    end: int
    successors: tuple[str, ...]


class Gazetteer:
    """Look-ups by name and by code. Towns, former names and villages are read when first asked for."""

    def __init__(self) -> None:
        """Read provinces, cities and counties."""
        self._by_code: dict[str, Division] = {}
        self._by_name: dict[str, tuple[Division, ...]] = {}
        self._children: dict[str, list[str]] = {}
        for line in _unpack("divisions.xz"):
            code, name, short, parent = line.split(" ")
            short = "" if short == "-" else short
            parent = "" if parent == "-" else parent
            level = _level(code)
            division = Division(code, name, level, parent, short)
            self._by_code[code] = division
            self._children.setdefault(parent, []).append(code)
            for form in _forms(division):
                self._by_name[form] = (*self._by_name.get(form, ()), division)
        for alias, code in _aliases():
            self._by_name[alias] = (self._by_code[code],)

    def names(self) -> dict[str, tuple[Division, ...]]:
        """Return every full and short name down to the counties; former names too, without divisions."""
        formers: dict[str, tuple[Division, ...]] = dict.fromkeys(
            (name for name, lines in self._former_lines.items() if len(name) > 2 or _recent(lines)), ()
        )
        return formers | self._by_name

    def former(self, name: str) -> tuple[Division, ...]:
        """Return what a name meant in any year before today; () where it is none."""
        return tuple(f.division for f in self._formers(name))

    def find(self, name: str) -> tuple[Division, ...]:
        """Return the divisions of a full or short name today, towns by full name too; () where unknown."""
        return self._by_name.get(name) or self.towns_named(name)

    def towns_named(self, name: str) -> tuple[Division, ...]:
        """Return the towns, townships and streets of that full name."""
        return _named_towns(self, name) if name in self._town_codes else ()

    def _towns_of(self, name: str) -> tuple[Division, ...]:
        return tuple(Division(code, name, "town", code[:6]) for code in self._town_codes[name])

    def towns(self, county: str) -> tuple[Division, ...]:
        """Return the towns of a county, by its six-digit code."""
        entries = self._town_lines.get(county, ())
        return tuple(
            Division(county + entry[:3], entry[3:], "town", county, town_stem(entry[3:])) for entry in entries
        )

    def town_stems(self, county: str) -> dict[str, tuple[Division, ...]]:
        """Return the towns of a county by their name without its class (河口 -> 河口镇)."""
        return _stems(self, county)

    def get(self, code: str) -> Division | None:
        """Return the division of a six- or nine-digit code, a former one included; None where unknown."""
        if len(code) == 9:
            return next((town for town in self.towns(code[:6]) if town.code == code), None)
        known = self._by_code.get(code)
        if known is None and (former := self._former_of(code)):
            return former.division
        return known

    def children(self, code: str) -> tuple[Division, ...]:
        """Return the divisions directly below a province or city."""
        return tuple(self._by_code[child] for child in self._children.get(code, ()))

    def ancestors(self, code: str) -> tuple[Division, ...]:
        """Return the divisions above a code, the nearest first."""
        return _above(self, code)

    def _ancestors(self, code: str) -> tuple[Division, ...]:
        above: list[Division] = []
        division = self.get(code)
        while division and division.parent and (division := self.get(division.parent)):
            above.append(division)
        return tuple(above)

    def qualified(self, division: Division) -> str:
        """Return the name with all names above it (江苏省徐州市鼓楼区)."""
        return "".join(d.name for d in reversed((division, *self.ancestors(division.code))))

    def within(self, code: str, ancestor: str) -> bool:
        """Tell whether a code is the ancestor or lies inside it."""
        return code == ancestor or any(d.code == ancestor for d in self.ancestors(code))

    def on(self, name: str, year: int | None) -> tuple[Division, ...]:
        """Return what a name meant in a year; a former name used later means its one successor."""
        return _on(self, name, year)

    def _resolve(self, name: str, year: int | None) -> tuple[Division, ...]:
        formers = self._formers(name)
        current = self.find(name)
        if year is not None:
            # In the year of a change a name that is none today is still that of the division before it.
            valid = [f for f in formers if f.start <= year < f.end + (not current)]
            if valid:
                later = {code for f in valid for code in (f.division.code, *f.successors)}
                return (*(f.division for f in valid), *(d for d in current if d.code not in later))
        if current or not formers:
            return current
        successors = [self._today(f) for f in formers]
        return tuple(dict.fromkeys(d for d in successors if d))

    def villages(self, county: str) -> dict[str, str]:
        """Return village or community -> town of a county (six-digit code), {} where unknown."""
        return _villages(county)

    def _today(self, former: Former, depth: int = 0) -> Division | None:
        """Follow the successors to a division of today, None where they are several."""
        if former.division.code in self._by_code:
            return self._by_code[former.division.code]
        if len(former.successors) != 1 or depth > 6:
            return None
        code = former.successors[0]
        if code in self._by_code:
            return self._by_code[code]
        later = self._former_of(code)
        return self._today(later, depth + 1) if later else None

    @cached_property
    def _town_lines(self) -> dict[str, tuple[str, ...]]:
        lines = (line.split(" ") for line in _unpack("towns.xz"))
        return {cells[0]: tuple(cells[1:]) for cells in lines}

    @cached_property
    def _town_codes(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, tuple[str, ...]] = {}
        for county, entries in self._town_lines.items():
            for entry in entries:
                name = entry[3:]
                index[name] = (*index.get(name, ()), county + entry[:3])
        return index

    @cached_property
    def _former_lines(self) -> dict[str, list[str]]:
        lines: dict[str, list[str]] = {}
        for line in _unpack("history.xz"):
            name = line.split("\t", 2)[1]
            lines.setdefault(name, []).append(line)
            if stem := _former_short(name):
                lines.setdefault(stem, []).append(line)
        return lines

    @cached_property
    def _lines_by_code(self) -> dict[str, str]:
        return {line[:6]: line for lines in self._former_lines.values() for line in lines}

    def _formers(self, name: str) -> tuple[Former, ...]:
        return tuple(_former(line) for line in self._former_lines.get(name, ()))

    def _former_of(self, code: str) -> Former | None:
        line = self._lines_by_code.get(code)
        return _former(line) if line else None


@lru_cache(maxsize=8192)
def _former(line: str) -> Former:
    """Read a line `code name start end successors` of the history."""
    code, name, start, end, successors = line.split("\t")
    parent = code[:4] + "00" if code[4:] != "00" and code[2:4] != "00" else code[:2] + "0000"
    division = Division(code, name, _level(code), "" if parent == code else parent, _former_short(name))
    return Former(division, int(start or 0), int(end or 9999), _codes(successors))


@lru_cache(maxsize=16384)
def _above(source: Gazetteer, code: str) -> tuple[Division, ...]:
    return source._ancestors(code)  # noqa: SLF001


@lru_cache(maxsize=4096)
def _named_towns(source: Gazetteer, name: str) -> tuple[Division, ...]:
    return source._towns_of(name)  # noqa: SLF001


@lru_cache(maxsize=4096)
def _stems(source: Gazetteer, county: str) -> dict[str, tuple[Division, ...]]:
    stems: dict[str, tuple[Division, ...]] = {}
    for town in source.towns(county):
        if town.short:
            stems[town.short] = (*stems.get(town.short, ()), town)
    return stems


@lru_cache(maxsize=16384)
def _on(source: Gazetteer, name: str, year: int | None) -> tuple[Division, ...]:
    return source._resolve(name, year)  # noqa: SLF001


@cache
def gazetteer() -> Gazetteer:
    """Return the one gazetteer of the process."""
    return Gazetteer()


def town_stem(name: str) -> str:
    """Return a town's name without its class (河口镇 -> 河口), empty where one character is left."""
    for suffix in ("街道", "镇", "乡", "苏木"):
        if name.endswith(suffix):
            stem = name[: -len(suffix)]
            return stem if len(stem) > 1 else ""
    return ""


def _former_short(name: str) -> str:
    """Return the short form of a county that ended (江干区 -> 江干), empty where that is one character or it is no county."""
    return (
        name[:-1] if len(name) > 2 and name[-1] in "县区市" and not name.endswith(("地区", "自治县")) else ""
    )


def _recent(lines: list[str]) -> bool:
    """Tell whether a name of two characters was in use in the years of online news."""
    return any(int(line.split("\t")[3] or 9999) >= _ONLINE for line in lines)


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _forms(division: Division) -> list[str]:
    """Return the full name, the short one, and for autonomous areas the short one with its class (融水县)."""
    forms = [division.name]
    if division.short:
        forms.append(division.short)
        for full, plain in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
            if division.name.endswith(full):
                forms.append(division.short + plain)
    return forms


def _aliases() -> list[tuple[str, str]]:
    """Return the customary abbreviations that no rule gives (达茂旗 for 达尔罕茂明安联合旗), with codes."""
    lines = files(__package__).joinpath("aliases.tsv").read_text("utf-8").splitlines()[1:]
    return [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]


def _codes(successors: str) -> tuple[str, ...]:
    """Return the six-digit codes of a successor column; a year in brackets after a code is dropped."""
    return tuple(part.split("[")[0].split("(")[0].strip() for part in successors.split(";") if part.strip())


def _unpack(name: str) -> list[str]:
    data = files(__package__).joinpath(name).read_bytes()
    return lzma.decompress(data).decode("utf-8").split("\n")


@cache
def _village_index() -> tuple[dict[str, tuple[int, int]], Traversable]:
    """Return city (four digits) -> start and length of its packed villages in the file, and the file."""
    file = files(__package__).joinpath("villages.bin")
    with file.open("rb") as stream:
        line = stream.readline()
    index: dict[str, tuple[int, int]] = {}
    start = len(line)
    for entry in line.decode("ascii").split(";"):
        city, size = entry.split()
        index[city] = (start, int(size))
        start += int(size)
    return index, file


@cache
def _city_villages(city: str) -> dict[str, str]:
    """Return county -> its line of villages, of one city; {} where unknown. All cities together are some megabytes."""
    index, file = _village_index()
    if city not in index:
        return {}
    start, size = index[city]
    with file.open("rb") as stream:
        stream.seek(start)
        text = lzma.decompress(stream.read(size), lzma.FORMAT_RAW, filters=_VILLAGE_FILTERS).decode(
            "utf-16-le"
        )
    return dict(line.split("\t", 1) for line in text.split("\n"))


@lru_cache(maxsize=1024)
def _villages(county: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for block in filter(None, _city_villages(county[:4]).get(county, "").split(";")):
        town, *fields = block.split("|")
        for kind, field in zip(_VILLAGE_KINDS, fields, strict=True):
            for stem in filter(None, field.split(",")):
                names.setdefault(stem + kind, town)
    return names
