"""Gold files as the Reports that a perfect extractor would hand to the checks."""

from __future__ import annotations

import csv
import json
import os
import re
from datetime import date
from pathlib import Path

from opencc import OpenCC

from extractor.records.record import PlaceEntity, Record, Region, Relation, Report, UnitEntity

HERE = Path(__file__).parent
GOLD = Path(os.environ.get("MUSTER_GOLD", HERE.parent / "corpora" / "gold"))
DIVISIONS = {
    row["name"]: row["code"]
    for row in csv.DictReader(
        (HERE / "cases" / "divisions.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
}
KINDS = {"0000": "province", "00": "city"}


def gold_ids() -> list[str]:
    return sorted(path.name.split(".")[0] for path in GOLD.glob("[0-9]*.gold.json"))


def kind_of(code: str) -> str:
    return next((kind for tail, kind in KINDS.items() if code.endswith(tail)), "county")


def code_in(forms: list[str], region: str | None) -> str | None:
    """The code of the narrowest division named in the longest forms; the region's where none is named."""
    for form in sorted(forms, key=len, reverse=True):
        names = [name for name in DIVISIONS if name in form]
        if names:
            return max((DIVISIONS[name] for name in names), key=lambda code: len(code.rstrip("0")))
    return region


def place_of(forms: list[str], region: str | None) -> PlaceEntity:
    exact = [DIVISIONS[form] for form in forms if form in DIVISIONS]
    name = max(forms, key=len)
    if exact:
        return PlaceEntity(name, tuple(forms), exact[0], kind_of(exact[0]), (), ())
    return PlaceEntity(name, tuple(forms), code_in(forms, region), "site", (), ())


def unit_of(forms: list[str], region: str | None) -> UnitEntity:
    level = {"省": 2, "市": 4, "县": 6}.get(forms[0][0], 0)
    code = region[:level].ljust(6, "0") if region and level else code_in(forms, region)
    return UnitEntity(max(forms, key=len), None, tuple(forms), code, ())


def clean(text: str) -> str:
    text = re.sub(r"\([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê]+ ?\) ?", "", text)
    return OpenCC("t2s").convert(text)


def sentence_of(text: str, figure: str, noun: str) -> str:
    """The sentence of the figure; of several that which names the counted noun too."""
    spots = [spot.start() for spot in re.finditer(re.escape(figure), text)]
    sentences = [sentence_at(text, at) for at in spots]
    return next(
        (sentence for sentence in sentences if noun in sentence), sentences[0] if sentences else figure
    )


def sentence_at(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。\n!?！？;") + 1
    ends = [end for mark in "。\n" if (end := text.find(mark, at)) > 0]
    return text[start : min(ends, default=len(text))]


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def read_report(name: str, *, relations: bool = False) -> Report:
    gold = json.loads((GOLD / f"{name}.gold.json").read_text("utf-8"))
    text = clean((GOLD / f"{name}.txt").read_text("utf-8"))
    region = DIVISIONS.get(gold["region"])
    units = [unit_of(forms, region) for forms in gold["units"]]
    places = [place_of(forms, region) for forms in gold["places"]]
    ids = {
        count.get("id", count["text"]): f"{name}#{i}"
        for i, count in reversed(list(enumerate(gold["counts"])))
    }
    records = []
    for index, count in enumerate(gold["counts"]):
        unit = next((u.name for u in units if set(u.forms) & set(count["unit"])), None)
        if unit is None and count["unit"]:
            unit = next((p.name for p in places if set(p.forms) & set(count["unit"])), count["unit"][0])
        where = [
            next((p.name for p in places if set(p.forms) & set(forms)), forms[0]) for forms in count["place"]
        ]
        records.append(
            Record(
                id=f"{name}#{index}",
                text=count["text"],
                noun=count["noun"],
                measure=count["measure"],
                low=count["low"],
                high=count["high"],
                who=count.get("who"),
                scope=count["scope"],
                basis=count["basis"],
                per=count["per"],
                of=ids.get(count["of"]),
                unit=unit,
                places=tuple(where),
                as_of=day(count["as_of"]),
                sentence=sentence_of(text, count["text"], count["noun"]),
                start=max(text.find(count["text"]), 0),
                end=max(text.find(count["text"]), 0) + len(count["text"]),
            )
        )
    stated = [relation_of(check, ids) for check in gold["checks"]] if relations else []
    return Report(
        id=name,
        path=None,
        url=None,
        title=None,
        publisher=None,
        published=day(gold["published"]),
        region=Region(gold["region"], region),
        sha256="",
        units=tuple(units),
        places=tuple(places),
        records=tuple(records),
        relations=tuple(stated),
        text=text,
    )


def relation_of(check: dict[str, object], ids: dict[str, str]) -> Relation:
    kind, parts = check["kind"], check["parts"]
    whole = ids[check["whole"]]
    if kind == "listing":
        return Relation(kind, (), whole, names=tuple(parts), exhaustive=False)
    percent = None
    if kind == "percentage":
        percent = percent_of(check.get("percent"), str(check.get("note", "")))
    return Relation(kind, tuple(ids[part] for part in parts), whole, percent=percent)


def percent_of(value: float | None, note: str) -> tuple[float, float]:
    if value is None:
        return (0.0, 100.0)
    if note.startswith("超过"):
        return (value, 100.0)
    half = 0.05 if isinstance(value, float) else 0.5
    return (value - half, value + half)
