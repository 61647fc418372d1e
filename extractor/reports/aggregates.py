"""The tables of `muster aggregate`: to read on a terminal, or as CSV, XLSX, Parquet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from extractor.errors import MusterError
from extractor.reports.display import align
from extractor.reports.tabular import neutral_cell
from extractor.reports.verdicts import bounds
from extractor.reports.wording import say
from extractor.tables.columns import COLUMNS, package

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from extractor.reports.tabular import Cell
    from extractor.reports.wording import Language

Form = Literal["table", "csv", "xlsx", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
_KEYS = {"date": "日期", "place": "地点"}
_FIGURES = {
    "low": "下限",
    "high": "上限",
    "records": "记录数",
    "articles": "文章数",
    "presets_low": "各口径最低",
    "presets_high": "各口径最高",
    "left_out": "未计入",
}


def form_of(name: str | None, path: Path | None) -> Form:
    """Return the format asked for, else what the file's suffix means, a table to read where it has none.

    Raise MusterError for any other suffix.
    """
    wanted = name or (path.suffix.lower().lstrip(".") if path else "")
    named: dict[str, Form] = {"": "table", "txt": "table", **{form: form for form in FORMS}}
    if wanted not in named:
        raise MusterError(f"-o {path}: no format has the suffix .{wanted}; name one with --format")
    return named[wanted]


def write_aggregate(
    frame: pd.DataFrame, stream: BinaryIO, form: Form, *, language: Language = "en", bom: bool = True
) -> None:
    """Write what `aggregate` returns; an open bound is an empty cell, a group without figures has none."""
    match form:
        case "table":
            lines = align(_shown(frame, language), most=40, last=100)
            stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
        case "csv":
            text = io.StringIO(newline="")
            table = csv.writer(text)
            table.writerow(_titles(frame, language))
            table.writerows([neutral_cell(value) for value in row] for row in _rows(frame, language))
            stream.write(text.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace"))
        case "xlsx":
            _write_xlsx(frame, stream, language)
        case "parquet":
            package("pyarrow", "parquet")
            told = frame.assign(left_out=[say(str(reasons), language) for reasons in frame["left_out"]])
            renamed = told.set_axis(_titles(frame, language), axis=1)
            content = io.BytesIO()
            renamed.to_parquet(content, index=False)
            stream.write(content.getvalue())


def _titles(frame: pd.DataFrame, language: Language) -> list[str]:
    chinese = COLUMNS | _KEYS | _FIGURES
    return [chinese[str(name)] if language == "zh" else str(name) for name in frame.columns]


def _rows(frame: pd.DataFrame, language: Language) -> list[list[Cell]]:
    """Return the cells; why figures were left out is said in the language."""
    whole = frame.astype(object).where(frame.notna(), None)
    whole["left_out"] = [say(str(reasons), language) for reasons in whole["left_out"]]
    return [list(row) for row in whole.itertuples(index=False)]


def _shown(frame: pd.DataFrame, language: Language) -> list[list[str]]:
    """Return header and rows with each pair of bounds in one cell; a group without figures shows why it has none."""
    names = [str(name) for name in frame.columns]
    keys = names[: names.index("low")]
    titles = dict(zip(names, _titles(frame, language), strict=True))
    said = {"value": "数值", "presets": "各口径"} if language == "zh" else {}
    header = [titles[key] for key in keys] + [
        said.get("value", "value"),
        titles["records"],
        titles["articles"],
    ]
    lines = [[*header, said.get("presets", "presets"), titles["left_out"]]]
    for values in _rows(frame, language):
        row = dict(zip(names, values, strict=True))
        counted = bool(row["records"])
        value, presets = (
            bounds((_whole(row[f"{prefix}low"]), _whole(row[f"{prefix}high"]))) if counted else ""
            for prefix in ("", "presets_")
        )
        figures = [value, str(row["records"]), str(row["articles"]), presets, str(row["left_out"])]
        lines.append([*(str(row[key]) or "-" for key in keys), *figures])
    return lines


def _whole(value: Cell) -> int | None:
    return None if value is None else int(value)


def _write_xlsx(frame: pd.DataFrame, stream: BinaryIO, language: Language) -> None:
    xlsxwriter = package("xlsxwriter", "xlsx")
    content = io.BytesIO()
    # Texts are texts: nothing in a name becomes a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("aggregate")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _titles(frame, language), book.add_format({"bold": True}))
        for number, row in enumerate(_rows(frame, language), 1):
            sheet.write_row(number, 0, row)
    stream.write(content.getvalue())
