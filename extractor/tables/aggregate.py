"""Aggregation: interval sums by unit, region, date …, what is behind each and what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Any, get_args

from extractor.errors import MusterError
from extractor.tables.columns import COLUMNS
from extractor.tables.divisions import Names, area_of, division_named, inside_of
from extractor.tables.intervals import Interval, readings, total
from extractor.tables.nouns import noun_key
from extractor.tables.presets import Preset, choose
from extractor.tables.reprints import repeated_records
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from extractor.records.record import Record, Report

BY = ("unit", "region", "date", "measure", "place", "team", "article", "noun", "who", "publisher")
OWN = frozenset(
    {"unit", "team", "place"}
)  # cells of these hold contributions; a campaign's total is nobody's own
PEOPLE = frozenset({"persons", "person_times"})
READ = (
    *(
        "id",
        "article",
        "text",
        "noun",
        "measure",
        "who",
        "scope",
        "basis",
        "per",
        "of",
        "same_as",
        "batch",
        "unit",
        "team",
    ),
    *(
        "places",
        "from",
        "as_of",
        "published",
        "publisher",
        "region",
        "region_code",
        "sender",
        "division",
        "reprint",
    ),
)  # the columns that a sum asks for


Row = dict[str, Any]
"""A figure of a frame: its cells as texts, empty where the frame has nothing, and `value`, its interval."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a group that may enter its sum, by quantity, and why other figures were left out.

    `sums`: figures of one quantity each, added up; `totals`: running totals, of which the greatest stands for all.
    """

    sums: tuple[tuple[Row, ...], ...]
    totals: tuple[tuple[tuple[Row, ...], ...], ...]
    rows: tuple[Row, ...]
    left_out: Counter[str]

    def value(self, preset: Preset) -> Interval:
        """Return the interval sum under a preset."""
        parts = [choose([(row["value"], day_text(row)) for row in rows], preset) for rows in self.sums]
        for united in self.totals:
            values = [choose([(row["value"], day_text(row)) for row in rows], preset) for rows in united]
            parts.append(Interval(max(value.low for value in values), total(values).high))
        return total(parts)


def frame_of(reports: Sequence[Report]) -> pd.DataFrame:
    """Return the records of reports as a frame.

    The contract's columns, `sender` (the unit's canonical name), `division` (code) and `reprint` (repeated).
    """
    import pandas as pd  # noqa: PLC0415  (heavy)

    repeated = repeated_records(reports)
    rows: list[dict[str, Any]] = []
    for report in reports:
        names = Names(report)
        for record in report.records:
            division = area_of(record, names) or inside_of(record, names)
            sender = names.unit_key(record) or record.unit
            known = {"sender": sender, "division": division, "reprint": record.id in repeated}
            rows.append(row_of(record, report) | known)
    return pd.DataFrame(rows, columns=[*COLUMNS, "sender", "division", "reprint"])


def row_of(record: Record, report: Report) -> dict[str, Any]:
    """Return the cells of a record by column."""
    row: dict[str, Any] = {
        name: getattr(record, {"from": "from_"}.get(name, name)) for name in COLUMNS if hasattr(record, name)
    }
    region = report.region
    return row | {
        "from": record.from_,
        "article": report.id,
        "published": report.published,
        "publisher": report.publisher,
        "url": report.url,
        "title": report.title,
        "region": region.name if region else None,
        "region_code": region.code if region else None,
        "persons": "；".join(record.persons),
        "places": "；".join(record.places),
    }


def aggregate(
    records: pd.DataFrame,
    by: Sequence[str] = ("unit",),
    *,
    preset: Preset = "conservative",
    who: str = "mobilized",
    measure: str = "persons",
    where: str | None = None,
) -> pd.DataFrame:
    """Return one row a group: its keys, `low` and `high` (NA where open), and what is behind them.

    `records` has the contract's columns. People whose role the text does not tell count as `who`.
    `presets_low` and `presets_high` are the least and the greatest that any preset gives: how much the
    choice matters. `where` is a pandas query over the columns. Raises MusterError for an unknown key,
    preset or query.
    """
    import pandas as pd  # noqa: PLC0415

    check_options(by, preset)
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows_of(chosen_rows(records, where)):
        groups.setdefault(tuple(key_of(row, name) for name in by), []).append(row)
    lines = []
    for key, rows in sorted(groups.items()):
        group = group_of(rows, by, who, measure)
        if not group.rows and set(group.left_out) <= {"measure", "who"}:
            continue
        values = {name: group.value(name) for name in get_args(Preset)} if group.rows else {}
        lines.append(
            {
                **dict(zip(by, key, strict=True)),
                **bounds_of(values.get(preset), ""),
                "records": len(group.rows),
                "articles": len({row["article"] for row in group.rows}),
                **bounds_of(widest(list(values.values())) if values else None, "presets_"),
                "left_out": "; ".join(
                    f"{reason} {number}" for reason, number in sorted(group.left_out.items())
                ),
            }
        )
    names = [*by, "low", "high", "records", "articles", "presets_low", "presets_high", "left_out"]
    whole = {"low": "Int64", "high": "Int64", "presets_low": "Int64", "presets_high": "Int64"}
    return pd.DataFrame(lines, columns=names).astype(whole)


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the figures of a frame, their intervals worked out column by column."""
    columns: dict[str, list[Any]] = {}
    for name in READ:
        if name not in frame.columns:
            columns[name] = [""] * len(frame)
            continue
        column = frame[name]
        values = column.astype(object).where(column.notna(), "").tolist()
        columns[name] = [value if isinstance(value, str | bool) else str(value) for value in values]
    lows, highs = readings(frame["low"], frame["high"], columns["text"])
    for low, high, *cells in zip(lows.tolist(), highs.tolist(), *columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True)) | {"value": Interval(low, high)}


def check_options(by: Sequence[str], preset: str) -> None:
    """Raise MusterError for a key or preset that there is not."""
    for name in by:
        if name not in BY:
            raise MusterError(f"--by {name!r}: no such key; choose from {', '.join(BY)}")
    if not by:
        raise MusterError(f"--by is empty; choose from {', '.join(BY)}")
    if preset not in get_args(Preset):
        raise MusterError(f"--preset {preset!r}: no such preset; choose from {', '.join(get_args(Preset))}")


def chosen_rows(records: pd.DataFrame, where: str | None) -> pd.DataFrame:
    """Return the rows that a query chooses; raises MusterError where the query can't be understood."""
    missing = [name for name in ("article", "id", "measure", "low", "high") if name not in records.columns]
    if missing:
        raise MusterError(f"the table has no column {missing[0]}; expected the columns that muster writes")
    if not where:
        return records
    try:
        return records.query(where, engine="python")
    except Exception as error:
        raise MusterError(
            f"--where {where!r}: {error}; write a condition such as region == '徐州市'"
        ) from error


def key_of(row: Row, name: str) -> str:
    """Return a row's key in words, empty where the text does not say."""
    match name:
        case "date":
            return next((row[column][:10] for column in ("as_of", "from", "published") if row[column]), "")
        case "place":
            return str(row["places"])
        case "region":
            division = gazetteer().get(row["division"] or row["region_code"])
            return division.name if division else str(row["region"])
        case "unit":
            return str(row["sender"] or row["unit"])
        case _:
            return str(row[name])


def group_of(rows: Sequence[Row], by: Sequence[str], who: str, measure: str) -> Group:
    """Return the figures of a group that may enter its sum."""
    left_out: Counter[str] = Counter()
    kept: list[Row] = []
    for row in rows:
        reason = unfit(row, who, measure)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(row)
    totals = [row for row in kept if row["scope"] == "total"]
    parts = [row for row in kept if row["scope"] != "total"]
    known = {row["id"] for row in kept}
    # A unit's total stands for what is inside it; beside contributions of other origin it may be a campaign's.
    if totals and (all(row["of"] in known for row in parts) or not OWN & set(by)):
        left_out["part"] += len(parts)
        return Group((), (united_totals(totals, left_out),), tuple(totals), +left_out)
    left_out["total"] += len(totals)
    ids = {row["id"] for row in parts}
    whole = [row for row in parts if row["of"] not in ids]
    left_out["part"] += len(parts) - len(whole)
    by_region: dict[str, list[Row]] = {}
    others: list[Row] = []
    for row in whole:
        if division_named(row["unit"]):
            by_region.setdefault(row["unit"], []).append(row)
        else:
            others.append(row)
    united = tuple(united_totals(same, left_out) for same in by_region.values())
    sums = tuple(tuple(group) for group in quantities(others))
    left_out["restated"] += sum(len(group) - 1 for group in sums)
    return Group(sums, united, tuple(whole), +left_out)


def united_totals(totals: Sequence[Row], left_out: Counter[str]) -> tuple[tuple[Row, ...], ...]:
    """Return the latest of the running totals of each noun; different nouns may count the same people."""
    by_noun: dict[tuple[str, str], list[Row]] = {}
    for row in totals:
        where = row["division"] or row["region_code"]
        by_noun.setdefault((where, noun_key(row["noun"])), []).append(row)
    found = []
    for rows in by_noun.values():
        last = max(day_text(row) for row in rows)
        found.append(tuple(row for row in rows if day_text(row) == last))
        left_out["restated"] += len(rows) - 1
    return tuple(found)


def unfit(row: Row, who: str, measure: str) -> str:
    """Return why a row may not enter the sum, empty where it may."""
    if row["measure"] != measure:
        return "measure"
    if measure in PEOPLE and row["who"] not in (who, ""):
        return "who"
    if row["reprint"] is True:
        return "reprint"
    if row["per"]:
        return "rate"
    if row["basis"] == "planned":
        return "planned"
    return "restated" if row["same_as"] else ""


def quantities(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of one quantity each: several articles on one unit's people at one place on one day."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        key: tuple[object, ...] = (row["id"],)
        if row["unit"]:
            day = row["as_of"][:10] or row["value"]
            names = tuple(row[name] for name in ("team", "places", "batch"))
            key = (row["sender"] or row["unit"], *names, noun_key(row["noun"]), day)
        group = groups.setdefault(key, [])
        if any(other["article"] == row["article"] for other in group):
            key = (row["id"],)  # one article that gives two figures means two groups of people
            group = groups.setdefault(key, [])
        group.append(row)
    yield from groups.values()


def day_text(row: Row) -> str:
    """Return the moment that a row's figure stands for in ISO 8601.

    Its article's day where the text does not say.
    """
    return str(row["as_of"] or row["published"])


def widest(values: Sequence[Interval]) -> Interval:
    """Return the interval from the least low to the greatest high."""
    return Interval(min(value.low for value in values), max(value.high for value in values))


def bounds_of(value: Interval | None, prefix: str) -> dict[str, int | None]:
    """Return the bounds as cells; NA where open, or where nothing is behind the group."""
    if value is None:
        return {f"{prefix}low": None, f"{prefix}high": None}
    return {
        f"{prefix}low": round(value.low),
        f"{prefix}high": None if isinf(value.high) else round(value.high),
    }
