"""Aggregation: interval sums by unit, region, date …, what is behind each and what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import inf, isinf
from typing import TYPE_CHECKING, Any, get_args

from extractor.errors import MusterError
from extractor.tables.columns import COLUMNS
from extractor.tables.divisions import Names, area_of, division_named, inside_of
from extractor.tables.intervals import ROUNDED_TEXT, Interval, opened, total
from extractor.tables.nouns import noun_key
from extractor.tables.presets import Preset, choose
from extractor.tables.reprints import repeated_records
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from extractor.records.record import Record, Report

BY = ("unit", "region", "date", "measure", "place", "team", "article", "noun", "who", "publisher")
OWN = frozenset(
    {"unit", "team", "place"}
)  # cells of these hold contributions; a campaign's total is nobody's own
PEOPLE = frozenset({"persons", "person_times"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A group's interval sum under a preset, the rows behind it and why other rows were left out."""

    value: Interval
    rows: tuple[Mapping[str, Any], ...]
    left_out: Counter[str]


def frame_of(reports: Sequence[Report]) -> pd.DataFrame:
    """Return the records of reports as a frame.

    The contract's columns, `division` (code) and `reprint` (repeated).
    """
    import pandas as pd  # noqa: PLC0415  (heavy)

    repeated = repeated_records(reports)
    rows: list[dict[str, Any]] = []
    for report in reports:
        names = Names(report)
        for record in report.records:
            division = area_of(record, names) or inside_of(record, names)
            rows.append(row_of(record, report) | {"division": division, "reprint": record.id in repeated})
    return pd.DataFrame(rows, columns=[*COLUMNS, "division", "reprint"])


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
    frame = chosen_rows(records, where)
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in frame.to_dict("records"):
        line = {str(name): value for name, value in row.items()}
        groups.setdefault(tuple(key_of(line, name) for name in by), []).append(line)
    lines = []
    for key, rows in sorted(groups.items()):
        cell = cell_of(rows, by, preset, who, measure)
        if not cell.rows and set(cell.left_out) <= {"measure", "who"}:
            continue
        others = [cell_of(rows, by, other, who, measure).value for other in get_args(Preset)]
        lines.append(
            {
                **dict(zip(by, key, strict=True)),
                **bounds_of(cell.value if cell.rows else None, ""),
                "records": len(cell.rows),
                "articles": len({row["article"] for row in cell.rows}),
                **bounds_of(widest(others) if cell.rows else None, "presets_"),
                "left_out": "; ".join(
                    f"{reason} {number}" for reason, number in sorted(cell.left_out.items())
                ),
            }
        )
    names = [*by, "low", "high", "records", "articles", "presets_low", "presets_high", "left_out"]
    whole = {"low": "Int64", "high": "Int64", "presets_low": "Int64", "presets_high": "Int64"}
    return pd.DataFrame(lines, columns=names).astype(whole)


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


def key_of(row: Mapping[str, Any], name: str) -> str:
    """Return a row's key in words, empty where the text does not say."""
    match name:
        case "date":
            return next(
                (day for column in ("as_of", "from", "published") if (day := text_of(row, column)[:10])), ""
            )
        case "place":
            return text_of(row, "places")
        case "region":
            division = gazetteer().get(text_of(row, "division") or text_of(row, "region_code"))
            return division.name if division else text_of(row, "region")
        case _:
            return text_of(row, name)


def text_of(row: Mapping[str, Any], name: str) -> str:
    """Return a cell as text, empty where it is empty."""
    value = row.get(name)
    return "" if value is None or is_gap(value) else str(value)


def cell_of(
    rows: Sequence[Mapping[str, Any]], by: Sequence[str], preset: Preset, who: str, measure: str
) -> Cell:
    """Return the interval sum of a group under a preset."""
    left_out: Counter[str] = Counter()
    kept: list[Mapping[str, Any]] = []
    for row in rows:
        reason = unfit(row, who, measure)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(row)
    totals = [row for row in kept if text_of(row, "scope") == "total"]
    parts = [row for row in kept if text_of(row, "scope") != "total"]
    if totals and (not parts or not OWN & set(by)):
        left_out["part"] += len(parts)
        return united_totals(totals, preset, left_out)
    left_out["total"] += len(totals)
    ids = {row["id"] for row in parts}
    whole = [row for row in parts if text_of(row, "of") not in ids]
    left_out["part"] += len(parts) - len(whole)
    regional = [row for row in whole if division_named(text_of(row, "unit"))]
    values: list[Interval] = []
    for unit in dict.fromkeys(text_of(row, "unit") for row in regional):
        same = [row for row in regional if text_of(row, "unit") == unit]
        cell = united_totals(same, preset, left_out)
        values.append(cell.value)
    for group in quantities([row for row in whole if not division_named(text_of(row, "unit"))]):
        values.append(choose([(interval_of(row), day_text(row)) for row in group], preset))
        left_out["restated"] += len(group) - 1
    return Cell(total(values), tuple(whole), +left_out)


def united_totals(totals: Sequence[Mapping[str, Any]], preset: Preset, left_out: Counter[str]) -> Cell:
    """Return the interval of running totals: the latest of each noun.

    Different nouns may count the same people.
    """
    by_noun: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in totals:
        where = text_of(row, "division") or text_of(row, "region_code")
        by_noun.setdefault((where, noun_key(text_of(row, "noun"))), []).append(row)
    values: list[Interval] = []
    for rows in by_noun.values():
        last = max(day_text(row) for row in rows)
        latest = [row for row in rows if day_text(row) == last]
        values.append(choose([(interval_of(row), day_text(row)) for row in latest], preset))
        left_out["restated"] += len(rows) - 1
    return Cell(Interval(max(value.low for value in values), total(values).high), tuple(totals), +left_out)


def unfit(row: Mapping[str, Any], who: str, measure: str) -> str:
    """Return why a row may not enter the sum, empty where it may."""
    if text_of(row, "measure") != measure:
        return "measure"
    if measure in PEOPLE and text_of(row, "who") not in (who, ""):
        return "who"
    if row.get("reprint") is True:
        return "reprint"
    if text_of(row, "per"):
        return "rate"
    if text_of(row, "basis") == "planned":
        return "planned"
    return "restated" if text_of(row, "same_as") else ""


def quantities(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the rows of one quantity each: several articles on one unit's people at one place on one day."""
    groups: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        key: tuple[object, ...] = (row["id"],)
        if text_of(row, "unit"):
            day = text_of(row, "as_of")[:10] or (row["low"], text_of(row, "high"))
            names = tuple(text_of(row, name) for name in ("unit", "team", "places", "batch"))
            key = (*names, noun_key(text_of(row, "noun")), day)
        group = groups.setdefault(key, [])
        if any(other["article"] == row["article"] for other in group):
            key = (row["id"],)  # one article that gives two figures means two groups of people
            group = groups.setdefault(key, [])
        group.append(row)
    yield from groups.values()


def interval_of(row: Mapping[str, Any]) -> Interval:
    """Return a row's bounds; a rounded figure is opened by half of its last digit."""
    low, high = number(row.get("low"), 0.0), number(row.get("high"), inf)
    found = Interval(low, high)
    return opened(found) if found.exact and ROUNDED_TEXT.search(text_of(row, "text")) else found


def number(value: Any, default: float) -> float:  # noqa: ANN401  (a cell of any frame)
    """Return a cell as a number, the default where it is empty."""
    return default if value is None or value == "" or is_gap(value) else float(value)


def is_gap(value: Any) -> bool:  # noqa: ANN401  (a cell of any frame)
    """Tell whether a cell is a frame's own mark for nothing (NaN, NaT, NA)."""
    return str(value) in ("nan", "NaT", "<NA>")


def day_text(row: Mapping[str, Any]) -> str:
    """Return the moment that a row's figure stands for in ISO 8601.

    Its article's day where the text does not say.
    """
    return text_of(row, "as_of") or text_of(row, "published")


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
