"""Reports: the contract's keys and order, tables for spreadsheets, files that are whole or not there."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import Failure
from extractor.checks import CheckResult, Finding
from extractor.errors import MissingExtraError, MusterError
from extractor.records.record import DateEntity, Record, Region, Report, UnitEntity
from extractor.reports import tabular
from extractor.reports.aggregates import form_of
from extractor.reports.contract import report_object
from extractor.reports.display import align, clip, width
from extractor.reports.files import whole_file
from extractor.reports.formats import Format, format_of, write_reports
from extractor.reports.verdicts import bounds, check_object, verdict_lines

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = (
    "schema id path url title publisher published region sha256 reprint_of units persons places dates teams "
    "records checks errors"
)
RECORD_KEYS = (
    "id text noun measure low high hedged who scope basis per of same_as batch unit team persons places from to "
    "as_of action attributed_to sentence start end confidence"
)
WHOLE = Record(
    "a#1",
    "6396人",
    "党员干部",
    "persons",
    6396,
    6396,
    unit="=HYPERLINK(1)",
    places=("鼓楼区", "泉山区"),
    as_of=datetime(2022, 3, 30, 16, 0),  # noqa: DTZ001  (articles tell local time)
    sentence="共有6396人,其中40余名…",
)
PART = Record(
    "a#2", "40余名", "", "persons", 41, 49, hedged=True, of="a#1", sentence="共有6396人,其中40余名…"
)
FINDING = Finding("part_of_whole", "contradicted", ("a#2", "a#1"), "why", (("a", 9, 13), ("a", 2, 7)))
REPORT = Report(
    id="a",
    path="a.txt",
    url=None,
    title="标题",
    publisher=None,
    published=date(2022, 3, 31),
    region=Region("徐州市", "320300"),
    sha256="0",
    units=(UnitEntity("徐州市城管局", None, ("市城管局",), "320300", ((1, 5),)),),
    dates=(DateEntity("3月28日", date(2022, 3, 28), date(2022, 3, 28), "published", ((0, 5),)),),
    records=(WHOLE, PART),
    checks=(FINDING,),
)


def written(form: Format, **options: object) -> bytes:
    stream = io.BytesIO()
    write_reports([REPORT], stream, form, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_the_json_object_has_the_keys_of_the_contract_in_order() -> None:
    found = json.loads(written("jsonl"))
    assert list(found) == KEYS.split()
    assert list(found["records"][0]) == RECORD_KEYS.split()
    assert found["records"][0]["as_of"] == "2022-03-30T16:00"
    assert found["records"][1]["unit"] is None
    assert found["dates"] == [
        {
            "text": "3月28日",
            "from": "2022-03-28",
            "to": "2022-03-28",
            "anchor": "published",
            "spans": [[0, 5]],
        }
    ]
    assert found["checks"] == [
        {
            "kind": "part_of_whole",
            "records": ["a#2", "a#1"],
            "verdict": "contradicted",
            "explanation": "why",
            "spans": [[9, 13], [2, 7]],
        }
    ]


def test_a_lone_surrogate_does_not_break_the_json() -> None:
    stream = io.BytesIO()
    write_reports([Report("\ud800", None, None, None, None, None, None, "0")], stream, "jsonl")
    assert json.loads(stream.getvalue().decode("utf-8"))["id"] == "\ud800"


def test_csv_has_one_row_a_record_a_mark_and_no_formula() -> None:
    data = written("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == [
        "article",
        "published",
        "publisher",
        "url",
        "title",
        "region",
        "region_code",
        *RECORD_KEYS.split(),
    ]
    assert [row["id"] for row in rows] == ["a#1", "a#2"]
    assert rows[0]["unit"] == "'=HYPERLINK(1)"
    assert rows[0]["places"] == "鼓楼区；泉山区"
    assert (rows[1]["low"], rows[1]["hedged"], rows[1]["region_code"]) == ("41", "true", "320300")


def test_csv_without_mark_and_with_chinese_headers() -> None:
    header = written("csv", bom=False, columns="zh").decode("utf-8").splitlines()[0].split(",")
    assert header[:2] == ["文章", "发布日期"]
    assert {"单位", "人数下限", "人数上限"} <= set(header)
    assert len(header) == len(set(header)) == len(tabular.COLUMNS)


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_begins_like_a_formula_and_every_cell_comes_back(text: str) -> None:
    stream = io.BytesIO()
    report = Report("a", None, None, text, None, None, None, "0", records=(PART,))
    write_reports([report], stream, "csv")
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""))
    assert row["title"] in (text, "'" + text)
    assert not row["title"].startswith(("=", "+", "-", "@", "\t", "＝"))


def test_a_workbook_keeps_types_and_lists_failures() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", failures=[Failure("b.txt", "b.txt: empty")])))
    header, first, _ = book["records"].iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert (row["low"], row["unit"], row["hedged"], row["per"]) == (6396, "=HYPERLINK(1)", False, None)
    assert book["records"].cell(2, header.index("unit") + 1).data_type == "s"
    assert list(book["errors"].iter_rows(min_row=2, values_only=True)) == [("b.txt", "b.txt: empty")]


def test_parquet_keeps_types_and_nulls() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    assert table.column("high").to_pylist() == [6396, 49]
    assert table.column("of").to_pylist() == [None, "a#1"]
    assert str(table.schema.field("batch").type) == "int64"


@pytest.mark.parametrize(("form", "module"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, form: Format, module: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'muster\[{form}\]'"):
        written(form)


def test_a_table_to_read_aligns_wide_characters() -> None:
    lines = written("table").decode("utf-8").splitlines()
    assert len(lines) == 3
    at = {
        width(line[: line.index(word)])
        for line, word in zip(lines, ("measure", "persons", "persons"), strict=True)
    }
    assert len(at) == 1


@given(st.lists(st.tuples(st.text("ab中，", max_size=9), st.text("ab中，", max_size=9)), min_size=1))
def test_columns_stand_under_each_other(rows: list[tuple[str, str]]) -> None:
    lines = list(align([(*row, "|") for row in rows], most=8))
    assert len({width(line.rpartition("|")[0]) for line in lines}) == 1
    assert all(width(clip(cell, 8)) <= 8 for row in rows for cell in row)


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.XLSX", "xlsx"), ("a.txt", "jsonl"), ("a", "jsonl"), ("a.db", "sqlite")],
)
def test_a_suffix_names_the_format(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


@pytest.mark.parametrize("read", [format_of, partial(form_of, None)])
def test_a_suffix_of_no_format_is_refused(read: Callable[[Path], str]) -> None:
    with pytest.raises(
        MusterError, match=r"-o a\.xls: no format has the suffix \.xls; name one with --format"
    ):
        read(Path("a.xls"))


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with whole_file(pipe) as stream:
            stream.write(b"all")
        assert os.read(reader, 9) == b"all"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_file_is_replaced_only_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("before")
    with contextlib.suppress(ZeroDivisionError), whole_file(file) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert file.read_text() == "before"
    with whole_file(file) as stream:
        stream.write(b"whole")
    assert file.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(MusterError, match=r"nowhere.*: can't write there"),
        whole_file(tmp_path / "nowhere" / "a.csv"),
    ):
        pass


def test_the_listing_gives_contradictions_first_with_marked_sentences() -> None:
    agreed = Finding("same_quantity", "consistent", ("a#1",), "fine")
    lines = list(verdict_lines(CheckResult(1, 2, (), (agreed, FINDING), (), ()), [REPORT]))
    assert lines[0] == "CONTRADICTED  part of whole: why"
    assert lines[1].split() == ["a#2", "=", "41–49,", "a#1", "=", "6396"]
    assert lines[2].strip() == "共有【6396人】,其中【40余名】…"
    assert lines[-1] == "1 article(s), 2 record(s): 1 contradicted, 0 open, 1 consistent"
    assert (
        next(verdict_lines(CheckResult(1, 2, (), (FINDING,), (), ()), [REPORT], "zh"))
        == "矛盾  部分与整体：why"
    )


def test_the_json_of_check_names_the_article_of_each_span() -> None:
    found = check_object(
        CheckResult(1, 2, (), (FINDING,), (), ("bad row",)), [Failure("b.txt", "b.txt: empty")]
    )
    assert list(found) == ["schema", "articles", "records", "official", "findings", "suspects", "errors"]
    assert found["findings"][0]["spans"] == [["a", 9, 13], ["a", 2, 7]]
    assert found["errors"] == ["b.txt: empty", "bad row"]


@pytest.mark.parametrize(
    ("interval", "shown"),
    [((5, 5), "5"), ((41, 49), "41–49"), ((50, None), "≥50"), ((None, 9), "≤9"), ((None, None), "?")],
)
def test_bounds_to_read(interval: tuple[int | None, int | None], shown: str) -> None:
    assert bounds(interval) == shown


def test_the_contract_object_of_an_empty_report_has_all_keys() -> None:
    empty = report_object(Report("a", None, None, None, None, None, None, "0"))
    assert list(empty) == KEYS.split()
    assert empty["region"] is None
