"""Records read back from tables, and the errors of tables that were broken by hand."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime

import pytest

from extractor.records.record import Record, Region, Report
from extractor.tables import RecordsError, frame_of, read_records
from extractor.tables.columns import COLUMNS

REPORT = Report(
    "a",
    None,
    "https://example.org/a",
    "标题",
    "日报",
    date(2022, 3, 31),
    Region("徐州市", "320300"),
    "",
    records=(
        Record(
            "a#0",
            "约有68家",
            "部门",
            "units",
            65,
            71,
            hedged=True,
            scope="total",
            as_of=datetime(2022, 3, 30, 16, 0),  # noqa: DTZ001
        ),
        Record(
            "a#1",
            "逾百人",
            "党员",
            "persons",
            101,
            None,
            who="mobilized",
            unit="市税务局",
            team="突击队",
            batch=1,
            places=("北村", "纺南"),
            persons=("曹爱民",),
            of="a#0",
            as_of=date(2022, 3, 29),
            sentence="逾百人,到岗。",
            start=3,
            end=6,
            per="day",
            basis="planned",
            action="报到",
            attributed_to="负责人",
        ),
    ),
)


def table():
    frame = frame_of([REPORT])[list(COLUMNS)]
    for name in ("published", "as_of", "from", "to"):
        frame[name] = [None if v is None else v.isoformat() for v in frame[name]]
    return frame.astype({"high": "Int64", "batch": "Int64"})


def write(tmp_path, frame, suffix):
    path = tmp_path / f"records{suffix}"
    if suffix == ".csv":
        frame.to_csv(path, index=False, encoding="utf-8-sig")
    elif suffix == ".xlsx":
        frame.to_excel(path, index=False)
    elif suffix == ".parquet":
        frame.to_parquet(path)
    else:
        with sqlite3.connect(path) as connection:
            frame.to_sql("records", connection, index=False)
        connection.close()
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".sqlite"])
@pytest.mark.parametrize("headers", ["en", "zh"])
def test_what_was_written_is_read_back(tmp_path, suffix, headers):
    if headers == "zh" and suffix == ".sqlite":
        pytest.skip("the database keeps its column names")
    frame = table() if headers == "en" else table().rename(columns=COLUMNS)
    assert read_records(write(tmp_path, frame, suffix)) == [REPORT]


def test_json_lines_are_read_back(tmp_path):
    record = {
        "id": "a#0",
        "text": "40余名",
        "noun": "党员",
        "measure": "persons",
        "low": 41,
        "high": 49,
        "scope": "part",
    }
    unit = {
        "name": "徐州市税务局",
        "official": None,
        "forms": ["市税务局"],
        "region": "320300",
        "spans": [[0, 4]],
    }
    place = {
        "name": "北村",
        "forms": ["北村"],
        "code": "320311",
        "kind": "community",
        "candidates": [],
        "spans": [],
    }
    item = {
        "id": "a",
        "published": "2022-03-31",
        "region": {"name": "徐州市", "code": "320300"},
        "reprint_of": "b",
    }
    item |= {"units": [unit], "places": [place], "records": [record]}
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(item, ensure_ascii=False) + "\n", "utf-8")
    report = read_records(path)[0]
    assert (report.reprint_of, report.units[0].region, report.places[0].code) == ("b", "320300", "320311")
    assert (report.records[0].low, report.records[0].high, report.records[0].scope) == (41, 49, "part")


def test_what_a_spreadsheet_makes_of_cells_is_understood(tmp_path):
    path = tmp_path / "r.csv"
    header = "文章,编号,计量,人数下限,人数上限,约数,截至,地区代码,标题"
    path.write_bytes(
        f'{header}\na,a#0,persons,"6,396",6396.0,TRUE,2022/3/30 16:00,320300.0,\'=1\n'.encode("gb18030")
    )
    report = read_records(path)[0]
    record = report.records[0]
    assert (record.low, record.high, record.hedged, record.as_of) == (
        6396,
        6396,
        True,
        datetime(2022, 3, 30, 16, 0),  # noqa: DTZ001
    )
    assert (report.region.code, report.title) == ("320300", "=1")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("low", "很多", r"csv:3: column low is '很多'; expected a whole number"),
        ("low", "-5", r"csv:3: column low is '-5'"),
        ("high", "90", r"csv:3: column high is 90, below low, which is 101"),
        ("measure", "people", r"csv:3: column measure is 'people'; expected one of persons"),
        ("measure", "", r"csv:3: column measure is empty"),
        ("as_of", "昨天", r"csv:3: column as_of is '昨天'; expected a day"),
        ("as_of", "2022-02-30", r"csv:3: column as_of"),
        ("hedged", "maybe", r"csv:3: column hedged"),
        ("id", "a#0", r"csv:3: column id is 'a#0' again, as in line 2"),
        ("id", "", r"csv:3: column id is empty"),
    ],
)
def test_a_broken_cell_is_named_by_line_and_column(tmp_path, column, value, words):
    frame = table().astype(object)
    frame.loc[1, column] = value
    with pytest.raises(RecordsError, match=words):
        read_records(write(tmp_path, frame, ".csv"))


def test_every_broken_row_is_told_up_to_a_limit(tmp_path):
    rows = [f"a,a#{n},persons,{'x' if n % 2 else n},{n}" for n in range(60)]
    path = tmp_path / "s.csv"
    path.write_text("\n".join(["article,id,measure,low,high", *rows]), "utf-8")
    with pytest.raises(RecordsError) as raised:
        read_records(path)
    told = [str(raised.value), *raised.value.others]
    assert [line.partition(":")[2].partition(":")[0] for line in told[:-1]] == [
        str(3 + 2 * n) for n in range(20)
    ]
    assert told[-1] == f"{path}: 10 more rows can't be read"


def test_a_missing_column_and_a_surplus_cell_are_errors(tmp_path):
    with pytest.raises(RecordsError, match="column low is missing"):
        read_records(write(tmp_path, table().drop(columns="low"), ".csv"))
    path = tmp_path / "s.csv"
    path.write_text("article,id,measure,low,high\na,a#0,persons,1,1,5\n", "utf-8")
    with pytest.raises(RecordsError, match=r"s\.csv:2: 6 cells; expected 5"):
        read_records(path)


def test_a_broken_cell_is_told_by_the_name_that_its_column_has_in_the_file(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text("文章,编号,计量,人数下限,人数上限\na,a#0,persons,40,很多\n", "utf-8")
    with pytest.raises(RecordsError, match=r":2: column 人数上限 is '很多'; expected a whole number"):
        read_records(path)
