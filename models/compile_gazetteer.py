"""Build the compact gazetteer files of this package from a folder of raw data.

Usage: `python models/compile_gazetteer.py RAW_FOLDER`, where RAW_FOLDER holds `modood/`, `areacodes/` and
`villages/` (see NOTICE.md for what they are and their licences). The output is the same for the same input.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
VILLAGE_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 0, "lp": 1, "pb": 1}]
"""How a city's villages are packed: characters of two bytes each."""
OWN_SOURCES = ("compile_gazetteer.py", "ethnic_groups.txt")
"""What else decides what is built: changed without building anew, the test of the checksums fails."""
_OVERSEAS = {"台湾省": "710000", "香港特别行政区": "810000", "澳门特别行政区": "820000"}
_NO_CITY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_AUTONOMOUS = re.compile(r"(自治区|自治州|自治县|自治旗|特别行政区|联合旗|左翼|右翼)")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|区|县|盟|旗)$")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def short_name(name: str, groups: re.Pattern[str]) -> str:
    """Return a division's short form (黔东南苗族侗族自治州 -> 黔东南), empty where that is one character."""
    stem = _SUFFIX.sub("", name)
    if _AUTONOMOUS.search(name):
        while (cut := groups.sub("", stem)) != stem and len(cut) > 1:
            stem = cut
    return stem if 1 < len(stem) < len(name) else ""


def _divisions(raw: Path, groups: re.Pattern[str]) -> Iterator[str]:
    """Yield `code name short parent` of provinces, cities, counties, and of Taiwan, Hong Kong and Macau."""
    for row in _rows(raw / "modood" / "provinces.csv"):
        yield _line(row["code"] + "0000", row["name"], "", groups)
    direct = set()
    for row in _rows(raw / "modood" / "cities.csv"):
        if row["name"] in _NO_CITY:
            direct.add(row["code"])
        else:
            yield _line(row["code"] + "00", row["name"], row["provinceCode"] + "0000", groups)
    for row in _rows(raw / "modood" / "areas.csv"):
        parent = row["provinceCode"] + "0000" if row["cityCode"] in direct else row["cityCode"] + "00"
        if row["code"] != parent:  # a city without counties stands there as its own county
            yield _line(row["code"], row["name"], parent, groups)
    overseas = json.loads((raw / "modood" / "HK-MO-TW.json").read_text("utf-8"))
    for province, cities in overseas.items():
        code = _OVERSEAS[province]
        yield _line(code, province, "", groups)
        yield from _overseas(code, cities, groups)


def _overseas(code: str, cities: dict[str, list[str]], groups: re.Pattern[str]) -> Iterator[str]:
    """Yield the parts of Taiwan, Hong Kong and Macau under numbers of our own: no official codes exist."""
    taiwan = code == "710000"
    number = 0
    for index, (city, parts) in enumerate(cities.items(), 1):
        parent = f"{code[:2]}{index:02}00" if taiwan else code
        if taiwan:
            yield _line(parent, city, code, groups)
            number = 0
        for part in parts:
            number += 1
            name = re.sub("（.*?）", "", part)
            short = name[:-1] if len(name) > 2 else "-"
            yield f"{parent[:4]}{number:02} {name} {short} {parent}"


def _line(code: str, name: str, parent: str, groups: re.Pattern[str]) -> str:
    return f"{code} {name} {short_name(name, groups) or '-'} {parent or '-'}"


def _towns(raw: Path) -> Iterator[str]:
    """Yield `county 001name 002name …` per county; the digits complete the nine-digit code."""
    counties: dict[str, list[str]] = {}
    for row in _rows(raw / "modood" / "streets.csv"):
        name = re.sub(r"办事处$", "", row["name"]).replace(" ", "")
        counties.setdefault(row["areaCode"], []).append(row["code"][6:] + name)
    for county, towns in sorted(counties.items()):
        yield " ".join([county, *towns])


def _history(raw: Path) -> Iterator[str]:
    """Yield `code name start end successors` of divisions that no longer exist under that code and name."""
    for row in _rows(raw / "areacodes" / "result.csv"):
        if row["状态"] != "在用":
            yield "\t".join(row[key] for key in ("代码", "名称", "启用时间", "变更/弃用时间", "新代码"))


def _villages(raw: Path) -> dict[str, list[str]]:
    """Return per city (four digits) lines `county<TAB>town|village,village|community,community|other;town|…`.

    The class is dropped from the end of villages (村) and communities (社区): their field tells it.
    """
    with zipfile.ZipFile(raw / "villages" / "china_location.zip") as archive:
        text = archive.read("china_location.txt").decode("utf-8")
    counties: dict[str, dict[str, list[str]]] = {}
    towns: dict[str, list[str]] = {}
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip("\t"))
        cells = line.strip("\t").split("\t")
        if depth == 2 and len(cells) > 1:
            towns = counties.setdefault(cells[1], {})  # two entries share one code: 410471
        elif depth == 3:
            towns.setdefault(cells[0], [])
        elif depth > 3:
            towns[next(reversed(towns))].append(cells[0])
    cities: dict[str, list[str]] = {}
    for county, found in counties.items():
        if found:
            body = ";".join(_fields(town, names) for town, names in found.items())
            cities.setdefault(county[:4], []).append(f"{county}\t{body}")
    return cities


def _fields(town: str, names: list[str]) -> str:
    fields: dict[str, list[str]] = {"村": [], "社区": [], "": []}
    for name in names:
        kind = next(kind for kind in fields if name.endswith(kind) and len(name) > len(kind))
        fields[kind].append(name.removesuffix(kind))
    return "|".join([town, *(",".join(part) for part in fields.values())])


def _write_villages(cities: dict[str, list[str]]) -> None:
    """Write one line `city length;city length;…` and after it the packed cities, each to be opened on its own."""
    packed = {
        city: lzma.compress("\n".join(lines).encode("utf-16-le"), lzma.FORMAT_RAW, filters=VILLAGE_FILTERS)
        for city, lines in sorted(cities.items())
    }
    index = ";".join(f"{city} {len(data)}" for city, data in packed.items())
    (_HERE / "villages.bin").write_bytes(index.encode("ascii") + b"\n" + b"".join(packed.values()))


def _write(name: str, lines: Iterator[str]) -> None:
    data = "\n".join(lines).encode("utf-8")
    (_HERE / name).write_bytes(lzma.compress(data, check=lzma.CHECK_CRC32, filters=_FILTERS))


def build(raw: Path) -> None:
    """Write divisions.xz, towns.xz, history.xz and villages.bin beside this file from the raw folder."""
    names = (_HERE / "ethnic_groups.txt").read_text("utf-8").split()
    groups = re.compile(f"(?<=.)(?:{'|'.join(sorted(names, key=len, reverse=True))})$")
    _write("divisions.xz", _divisions(raw, groups))
    _write("towns.xz", _towns(raw))
    _write("history.xz", _history(raw))
    _write_villages(_villages(raw))
    (_HERE / "checksums.tsv").write_text(checksums(raw), "utf-8")


def checksums(raw: Path) -> str:
    """Return `file sha256` of every file read, this script among them, and every file built, so that a stale one shows."""
    names: tuple[str, ...] = (
        "modood/provinces.csv",
        "modood/cities.csv",
        "modood/areas.csv",
        "modood/streets.csv",
    )
    names = (*names, "modood/HK-MO-TW.json", "areacodes/result.csv", "villages/china_location.zip")
    sources = [(f"raw/{name}", raw / name) for name in names]
    sources += [(name, _HERE / name) for name in OWN_SOURCES]
    built = [(name, _HERE / name) for name in ("divisions.xz", "towns.xz", "history.xz", "villages.bin")]
    lines = [f"{name}\t{hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in (*sources, *built)]
    return "\n".join(["file\tsha256", *lines]) + "\n"


if __name__ == "__main__":
    build(Path(sys.argv[1]))
