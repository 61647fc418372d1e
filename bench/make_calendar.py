"""Write the calendar tables `lunar_years.tsv` and `solar_terms.tsv` (needs lunar_python, MIT, only for this).

Run from the project's root: `python bench/make_calendar.py`.
"""

from __future__ import annotations

from pathlib import Path

from lunar_python import LunarYear, Solar

_FOLDER = Path(__file__).parent.parent / "extractor" / "lexicons"
_TERMS = (
    "小寒",
    "大寒",
    "立春",
    "雨水",
    "惊蛰",
    "春分",
    "清明",
    "谷雨",
    "立夏",
    "小满",
    "芒种",
    "夏至",
    "小暑",
    "大暑",
    "立秋",
    "处暑",
    "白露",
    "秋分",
    "寒露",
    "霜降",
    "立冬",
    "小雪",
    "大雪",
    "冬至",
)


def _lunar_row(year: int) -> str:
    """Return a year's row: first day, leap month (0 for none), lengths of its 12 or 13 months."""
    months = LunarYear.fromYear(year).getMonthsInYear()
    first = Solar.fromJulianDay(months[0].getFirstJulianDay()).toYmd()
    leap = LunarYear.fromYear(year).getLeapMonth()
    lengths = ",".join(str(month.getDayCount()) for month in months)
    return f"{year}\t{first}\t{leap}\t{lengths}\tlunar_python"


def _terms_row(year: int) -> str:
    """Return a year's row: the days of the month of the 24 terms, two terms a month from January."""
    table = Solar.fromYmd(year, 7, 1).getLunar().getJieQiTable()
    table["冬至"] = table["DONG_ZHI"]  # the plain name is the winter solstice of the year before
    days = {name: table[name].getDay() for name in _TERMS if table[name].getYear() == year}
    return f"{year}\t{','.join(str(days[name]) for name in _TERMS)}\tlunar_python"


def main() -> None:
    """Write both tables for 1990 to 2050."""
    years = range(1990, 2051)
    lunar = ["term\tfirst\tleap\tlengths\tsource", *map(_lunar_row, range(1989, 2051))]
    terms = ["term\tdays\tsource", *map(_terms_row, years)]
    (_FOLDER / "lunar_years.tsv").write_text("\n".join(lunar) + "\n", "utf-8")
    (_FOLDER / "solar_terms.tsv").write_text("\n".join(terms) + "\n", "utf-8")


if __name__ == "__main__":
    main()
