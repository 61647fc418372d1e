"""Records read back from muster's own tables, also after hand corrections.

CSV, JSON Lines, XLSX, Parquet, SQLite.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.encodings import decode
from corpora.errors import ArticleError
from corpora.jsonlines import LINES, TABLES, prints_records, starts_with_records
from extractor.errors import MissingExtraError
from extractor.records.record import PlaceEntity, Record, Region, Relation, Report, UnitEntity
from extractor.tables.cells import CHOICES, RecordsError, choice, moment, several, truth, whole, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    import pandas as pd

Row = tuple[int, "Mapping[str, Any]"]

COLUMNS: dict[str, str] = {
    "article": "文章",
    "published": "发布日期",
    "publisher": "发布媒体",
    "url": "网址",
    "title": "标题",
    "region": "地区",
    "region_code": "地区代码",
    "id": "编号",
    "text": "原文数字",
    "noun": "对象",
    "measure": "计量",
    "low": "人数下限",
    "high": "人数上限",
    "hedged": "约数",
    "who": "角色",
    "scope": "范围",
    "basis": "实际或计划",
    "per": "每",
    "of": "属于",
    "same_as": "同一数字",
    "batch": "批次",
    "unit": "单位",
    "team": "队伍",
    "persons": "人员",
    "places": "地点",
    "from": "开始",
    "to": "结束",
    "as_of": "截至",
    "action": "行动",
    "attributed_to": "数字来源",
    "sentence": "原句",
    "start": "起",
    "end": "止",
    "confidence": "置信度",
}
"""The columns of a table of records in order, with their Chinese headers."""

TOLD = frozenset({"same_quantity", "part_of_whole", "breakdown", "product", "order"})
NEEDED = ("article", "id", "measure", "low", "high")
ENGLISH = {zh: en for en, zh in COLUMNS.items()}
MOST = 20  # broken rows that are told one by one
COLUMN = re.compile(r"column (\w+)")


def read_records(path: str | Path) -> list[Report]:
    """Read a table of records as reports, in the order of the articles.

    Raises RecordsError (file, line, column).
    """
    path = Path(path)
    suffix = path.suffix.lower()
    try:
        if suffix in LINES:
            return read_jsonl(path.read_text("utf-8-sig"), str(path))
        readers = {".xlsx": xlsx_rows, ".parquet": parquet_rows, ".sqlite": sqlite_rows, ".db": sqlite_rows}
        found = reports_of(readers.get(suffix, csv_rows)(path), str(path))
    except OSError as error:
        raise RecordsError(f"{path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise RecordsError(f"{path}: {error}; expected CSV as muster writes it") from error
    except UnicodeDecodeError as error:
        raise RecordsError(f"{path}: byte {error.start} is no UTF-8; save it as UTF-8") from error
    if not found:
        raise RecordsError(f"{path}: no record; expected a header and the rows that muster writes")
    return found


def reports_in(frame: pd.DataFrame) -> list[Report]:
    """Return the reports of a frame with muster's columns, as `read_records` reads them from a file.

    Raises RecordsError naming the line (the header being line 1) and the column of a cell that can't be read.
    """
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return reports_of(enumerate(({str(k): v for k, v in row.items()} for row in rows), 2), "frame")


def holds_records(path: str | Path) -> bool:
    """Tell whether a file is a table of records, by its suffix; a JSON Lines file by its first line."""
    path = Path(path)
    suffix = path.suffix.lower()
    return prints_records(path) if suffix in LINES else suffix in TABLES


def piped_records(raw: bytes, where: str) -> list[Report] | None:
    """Read CSV or JSON Lines from a pipe as `read_records` reads a file; None where it is no table of records."""
    if starts_with_records(raw[:80].decode("utf-8", "replace")):
        return read_jsonl(decode(raw, where), where)
    header = raw.partition(b"\n")[0].decode("utf-8-sig", "replace").strip()
    columns = {ENGLISH.get(name, name) for name in re.split(r"[,\t;]", header)}
    return reports_of(csv_cells(raw, where), where) if columns.issuperset(NEEDED) else None


def csv_rows(path: Path) -> Iterator[Row]:
    """Yield (line, cells by header) of a CSV file in UTF-8 or GB18030, by commas, tabs or semicolons."""
    yield from csv_cells(path.read_bytes(), str(path))


def csv_cells(raw: bytes, path: str) -> Iterator[Row]:
    """Yield (line, cells by header) of CSV; `path` names it in errors."""
    try:
        text = decode(raw, path)
    except ArticleError as error:
        raise RecordsError(str(error)) from error
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(reader, [])
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                raise RecordsError(
                    f"{path}:{line}: {len(cells)} cells; expected {len(header)}, as in the header"
                )
            yield line, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))
        line = reader.line_num + 1


def xlsx_rows(path: Path) -> Iterator[Row]:
    """Yield (row, cells by header) of the first sheet of a workbook."""
    openpyxl = package("openpyxl", "xlsx")
    with path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            rows = iter(list(book.worksheets[0].iter_rows(values_only=True)))
        except Exception as error:  # zipfile's, XML's and openpyxl's own
            raise RecordsError(f"{path}: {error}; expected a workbook (.xlsx)") from error
        book.close()
    header = [str(cell or "") for cell in next(rows, ())]
    for line, cells in enumerate(rows, 2):
        if any(cell not in (None, "") for cell in cells):
            yield line, dict(zip(header, cells, strict=False))


def parquet_rows(path: Path) -> Iterator[Row]:
    """Yield (row, cells by column) of a Parquet file."""
    arrow, parquet = package("pyarrow", "parquet"), package("pyarrow.parquet", "parquet")
    with path.open("rb") as stream:
        try:
            rows = parquet.read_table(stream).to_pylist()
        except arrow.ArrowException as error:
            raise RecordsError(f"{path}: {error}; expected a Parquet file that muster wrote") from error
    yield from enumerate(rows, 2)


def package(name: str, extra: str) -> ModuleType:
    """Import an optional package; raises MissingExtraError, which names the extra."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = name.partition(".")[0]
        raise MissingExtraError(
            f"format {extra} needs the package {missing}, which is not installed; run: pip install 'muster[{extra}]'"
        ) from error


def sqlite_rows(path: Path) -> Iterator[Row]:
    """Yield (row, cells by column) of the table `records` of a SQLite file."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield from enumerate(
            (dict(row) for row in connection.execute("SELECT * FROM records ORDER BY rowid")), 2
        )
    except sqlite3.Error as error:
        raise RecordsError(f"{path}: table records: {error}; expected a file that muster wrote") from error
    finally:
        connection.close()


def read_jsonl(lines: str, path: str) -> list[Report]:
    """Read the reports that `extract --format jsonl` printed, entities included; `path` is for messages."""
    reports = []
    for line, text in enumerate(lines.split("\n"), 1):
        if not text.strip():
            continue
        where = f"{path}:{line}"
        try:
            item = json.loads(text)
        except ValueError as error:
            raise RecordsError(f"{where}: no JSON ({error}); expected one article a line") from error
        if not isinstance(item, dict) or not isinstance(item.get("records"), list):
            raise RecordsError(f"{where}: column records is missing; expected an article as muster prints it")
        try:
            reports.append(report_of(item, where))
        except (KeyError, TypeError, AttributeError) as error:
            raise RecordsError(f"{where}: {error!r}; expected an article as muster prints it") from error
    return reports


def report_of(item: Mapping[str, Any], where: str) -> Report:
    """Return the report of one JSON object of the contract."""
    region = item.get("region") or {}
    head = {"article": item.get("id"), "published": item.get("published"), "region": region.get("name")}
    head |= {key: item.get(key) for key in ("publisher", "url", "title")} | {
        "region_code": region.get("code")
    }
    report = header_of(head, where)
    return replace(
        report,
        path=item.get("path"),
        reprint_of=item.get("reprint_of"),
        units=tuple(
            UnitEntity(u["name"], u.get("official"), tuple(u.get("forms", ())), u.get("region"), ())
            for u in item.get("units", ())
        ),
        places=tuple(
            PlaceEntity(
                p["name"],
                tuple(p.get("forms", ())),
                p.get("code"),
                p.get("kind", ""),
                tuple(p.get("candidates", ())),
                (),
            )
            for p in item.get("places", ())
        ),
        records=tuple(record_of(record, where) for record in item["records"]),
        relations=tuple(relation for check in item.get("checks", ()) if (relation := relation_of(check))),
    )


def relation_of(check: Mapping[str, Any]) -> Relation | None:
    """Return the relation that a printed check tells, None where the check does not hold all of it (a share, a list of names).

    It can contradict where it did: of the others it is not printed whether the text leaves another reading.
    """
    kind, records = check["kind"], tuple(check["records"])
    if kind not in TOLD or len(records) < 2:
        return None
    return Relation(kind, records[:-1], records[-1], sure=check["verdict"] == "contradicted")


def reports_of(rows: Iterable[Row], path: str) -> list[Report]:
    """Return the reports of table rows; raises RecordsError (file, line, column) with every broken row."""
    broken: list[str] = []
    heads: dict[str, Report] = {}
    records: dict[str, list[Record]] = {}
    seen: dict[str, int] = {}
    for line, cells in rows:
        row = {ENGLISH.get(name.strip(), name.strip()): value for name, value in cells.items() if name}
        missing = [name for name in NEEDED if name not in row]
        if missing:
            raise RecordsError(
                f"{path}:1: column {missing[0]} is missing; expected the columns that muster writes"
            )
        try:
            key, record = keyed_record(row, f"{path}:{line}", seen)
            if key not in heads:
                heads[key] = header_of(row, f"{path}:{line}")
        except RecordsError as error:
            broken.append(as_headed(str(error), cells))
            continue
        seen[record.id] = line
        records.setdefault(key, []).append(record)
    if broken:
        rest = [f"{path}: {len(broken) - MOST} more rows can't be read"] if len(broken) > MOST else []
        raise RecordsError(broken[0], (*broken[1:MOST], *rest))
    return [replace(head, records=tuple(records[key])) for key, head in heads.items()]


def keyed_record(row: Mapping[str, Any], where: str, seen: Mapping[str, int]) -> tuple[str, Record]:
    """Return a row's article and record; raises RecordsError where the id was `seen` in another line."""
    record = record_of(row, where)
    if record.id in seen:
        raise RecordsError(f"{where}: column id is {record.id!r} again, as in line {seen[record.id]}")
    key = words(row["article"])
    if key is None:
        raise RecordsError(f"{where}: column article is empty; expected the id of the article")
    return key, record


def as_headed(message: str, cells: Mapping[str, Any]) -> str:
    """Return a message with its column named as the table names it."""
    titles = {ENGLISH.get(str(name).strip(), ""): str(name).strip() for name in cells if name}
    return COLUMN.sub(lambda match: f"column {titles.get(match[1], match[1])}", message, count=1)


def header_of(row: Mapping[str, Any], where: str) -> Report:
    """Return an empty report with the article's own cells."""
    name, code = words(row.get("region")), words(row.get("region_code"))
    published = moment(row.get("published"), f"{where}: column published")
    return Report(
        id=str(row["article"]),
        path=None,
        url=words(row.get("url")),
        title=words(row.get("title")),
        publisher=words(row.get("publisher")),
        published=published.date() if isinstance(published, datetime) else published,
        region=Region(name or code or "", code and code.removesuffix(".0")) if name or code else None,
        sha256="",
    )


def record_of(row: Mapping[str, Any], where: str) -> Record:
    """Return the record of a row; raises RecordsError naming line and column where a cell can't be read."""
    chosen = {name: choice(row.get(name), name, where) for name in CHOICES}
    low, high = (whole(row.get(name), f"{where}: column {name}") for name in ("low", "high"))
    if low is not None and high is not None and low > high:
        raise RecordsError(f"{where}: column high is {high}, below low, which is {low}")
    if not words(row.get("id")):
        raise RecordsError(
            f"{where}: column id is empty; expected the number that muster gave, such as xuzhou#3"
        )
    if chosen["measure"] is None:
        raise RecordsError(
            f"{where}: column measure is empty; expected one of {', '.join(CHOICES['measure'])}"
        )
    moments = {name: moment(row.get(name), f"{where}: column {name}") for name in ("from", "to", "as_of")}
    return Record(
        id=str(words(row.get("id"))),
        text=words(row.get("text")) or "",
        noun=words(row.get("noun")) or "",
        measure=chosen["measure"],  # type: ignore[arg-type]
        low=low,
        high=high,
        hedged=truth(row.get("hedged"), f"{where}: column hedged"),
        who=chosen["who"],  # type: ignore[arg-type]
        scope=chosen["scope"] or "part",  # type: ignore[arg-type]
        basis=chosen["basis"] or "actual",  # type: ignore[arg-type]
        per=chosen["per"],  # type: ignore[arg-type]
        batch=whole(row.get("batch"), f"{where}: column batch"),
        from_=moments["from"],
        to=moments["to"],
        as_of=moments["as_of"],
        start=whole(row.get("start"), f"{where}: column start") or 0,
        end=whole(row.get("end"), f"{where}: column end") or 0,
        persons=several(row.get("persons")),
        places=several(row.get("places")),
        sentence=words(row.get("sentence")) or "",
        of=words(row.get("of")),
        same_as=words(row.get("same_as")),
        unit=words(row.get("unit")),
        team=words(row.get("team")),
        action=words(row.get("action")),
        attributed_to=words(row.get("attributed_to")),
    )
