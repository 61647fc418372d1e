# ruff: noqa: PLC0415  every tool is imported where it is tried: it may be missing
"""Compare muster with JioNLP, cn2an, Recognizers-Text and dateparser on the peers' own cases, and in speed.

Run from the project's root: `python bench/normalizers.py [TEXT_FILE ...]`; speed is measured on the
files, else on the sentences of `tests/cases/dates.tsv`. A tool that is not installed is left out, and said so.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

Found = tuple[str, str]
"""First and last day as ISO dates."""
Dates = Callable[[str, date], list[Found]]
Numbers = Callable[[str], list[float]]


def muster_dates() -> Dates:
    """Return muster's reader of dates."""
    from extractor.mentions import dates
    from extractor.mentions.scan import Scanner
    from extractor.text.page import read_page

    scanner = Scanner(dates.vocabularies())

    def read(text: str, reference: date) -> list[Found]:
        page = read_page(text)
        found = dates.find_dates(page, scanner.scan(page.clean), reference)
        return [(d.from_.isoformat()[:10], d.to.isoformat()[:10]) for d in found]

    return read


def jionlp_dates() -> Dates:
    """Return JioNLP's time extraction."""
    import jionlp

    def read(text: str, reference: date) -> list[Found]:
        base = datetime.combine(reference, datetime.min.time())
        found = jionlp.ner.extract_time(text, time_base=base.timestamp(), with_parsing=True)
        spans = [f["detail"]["time"] for f in found if isinstance(f["detail"].get("time"), list)]
        return [(str(first)[:10], str(last)[:10]) for first, last in spans]

    return read


def recognizers_dates() -> Dates:
    """Return Recognizers-Text's Chinese date model; its ends of ranges are exclusive."""
    from recognizers_date_time import recognize_datetime
    from recognizers_text import Culture

    def last(value: dict[str, str]) -> str:
        end = date.fromisoformat(value["end"][:10])
        return (end - timedelta(days=1)).isoformat() if value["type"] == "daterange" else end.isoformat()

    def read(text: str, reference: date) -> list[Found]:
        base = datetime.combine(reference, datetime.min.time())
        found: list[Found] = []
        for result in recognize_datetime(text, Culture.Chinese, reference=base):
            for value in (result.resolution or {}).get("values", []):
                if value.get("value", "")[:4].isdecimal() and "-" in value["value"]:
                    found.append((value["value"][:10], value["value"][:10]))
                elif "start" in value and "end" in value and "-" in value["end"]:
                    found.append((value["start"][:10], last(value)))
        return found

    return read


def dateparser_dates() -> Dates:
    """Return dateparser's search; it knows points only."""
    from dateparser.search import search_dates

    def read(text: str, reference: date) -> list[Found]:
        base = datetime.combine(reference, datetime.min.time())
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        found = search_dates(text, languages=["zh"], settings=settings) or []
        return [(when.date().isoformat(), when.date().isoformat()) for _, when in found]

    return read


def muster_numbers() -> Numbers:
    """Return muster's reader of numbers (the lower bound of a range or approximation)."""
    module = importlib.import_module("extractor.mentions.numerals")
    from extractor.text.page import read_page

    def read(text: str) -> list[float]:
        found = module.find_numbers(read_page(text).clean)
        return [number.low if number.low is not None else number.high for number in found]

    return read


def cn2an_numbers() -> Numbers:
    """Return cn2an, which reads a text that is nothing but a number."""
    import cn2an

    return lambda text: [cn2an.cn2an(text, "smart")]


def recognizers_numbers() -> Numbers:
    """Return Recognizers-Text's Chinese number model."""
    from recognizers_number import recognize_number
    from recognizers_text import Culture

    return lambda text: [
        float(found.resolution["value"])
        for found in recognize_number(text, Culture.Chinese)
        if found.resolution
    ]


def attempt(read: Callable[..., Any], *arguments: str | date) -> list[Any]:
    """Return what a tool finds, nothing where it fails on the text (several do)."""
    try:
        return list(read(*arguments))
    except Exception:  # noqa: BLE001  a peer's own error counts as a miss
        return []


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file that we do not exclude, none where the file is missing."""
    folder = ROOT / "tests" / "cases" / "peers"
    path = folder / f"{name}.jsonl"
    if not path.exists():
        return []
    excluded = {
        line.split("\t")[0] for line in (folder / "date_exclusions.tsv").read_text("utf-8").splitlines()
    }
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [row for row in rows if row["use"] == "score" and row["id"] not in excluded and row["expected"]]


def fits(want: dict[str, Any], got: Sequence[Found]) -> bool:
    """Tell whether one of the spans is the wanted one; a side that the case leaves open is free."""
    readings = [want["past"], want["future"]] if "past" in want else [want]
    if mod := want.get("mod"):
        end = want.get("to") or want.get("from")
        shifted = {end}
        if mod in ("before", "after"):  # tools that keep 之前 outside give the day itself
            step = timedelta(days=1 if mod == "before" else -1)
            shifted.add((date.fromisoformat(end) + step).isoformat())
        return any(shifted & set(span) for span in got)
    return any((reading["from"], reading["to"]) in got for reading in readings)


def date_accuracy(read: Dates, rows: Iterable[dict[str, Any]]) -> float:
    """Return the share of cases of which every expected date is among those found."""
    right = []
    for row in rows:
        reference = date.fromisoformat(row.get("reference_date", "2021-06-14")[:10])
        got = attempt(read, row["input"], reference)
        right.append(all(fits(want, got) for want in row["expected"]))
    return sum(right) / len(right)


def number_accuracy(read: Numbers, rows: Iterable[dict[str, Any]]) -> float:
    """Return the share of cases of which the values are read in order."""
    right = []
    for row in rows:
        got, want = attempt(read, row["input"]), [float(e["value"]) for e in row["expected"]]
        right.append(
            len(got) == len(want) and all(abs(a - b) < 1e-6 for a, b in zip(got, want, strict=False))
        )
    return sum(right) / len(right)


def speed(read: Dates, texts: Sequence[str], limit: float = 8.0) -> float:
    """Return characters a second (CPU time) over as many texts as fit into `limit` seconds."""
    attempt(read, texts[0], date(2022, 3, 29))  # tools load their tables at the first call
    start, read_so_far = time.process_time(), 0
    for text in texts:
        attempt(read, text, date(2022, 3, 29))
        read_so_far += len(text)
        if time.process_time() - start > limit:
            break
    return read_so_far / max(time.process_time() - start, 1e-9)


def sample() -> list[str]:
    """Return the sentences of our own cases in bundles the length of a short report."""
    lines = (ROOT / "tests" / "cases" / "dates.tsv").read_text("utf-8").splitlines()
    return ["\n".join(line.split("\t")[0] for line in lines[1:])] * 20


def main(paths: Sequence[str]) -> None:
    """Print the tables."""
    texts = [Path(path).read_text("utf-8") for path in paths] or sample()
    rows = cases("dates")
    print(f"{'dates':14}{'right':>8}{'chars/s':>12}   ({len(rows)} cases, {sum(map(len, texts))} characters)")
    for name, make in (
        ("muster", muster_dates),
        ("jionlp", jionlp_dates),
        ("recognizers", recognizers_dates),
        ("dateparser", dateparser_dates),
    ):
        try:
            read = make()
        except ImportError as error:
            print(f"{name:14}skipped: {error}")
            continue
        print(f"{name:14}{date_accuracy(read, rows):8.1%}{speed(read, texts):12,.0f}")
    for label, numbers in (("numbers", cases("numbers")),):
        whole = [
            row for row in numbers if len(row["expected"]) == 1 and row["expected"][0]["text"] == row["input"]
        ]
        if not numbers:
            print(f"{label}: skipped, no tests/cases/peers/{label}.jsonl")
            continue
        print(f"\n{label:14}{'right':>8}{'bare ones':>12}   ({len(numbers)} cases, {len(whole)} bare)")
        for name, make_numbers in (
            ("muster", muster_numbers),
            ("cn2an", cn2an_numbers),
            ("recognizers", recognizers_numbers),
        ):
            try:
                read_numbers = make_numbers()
            except ImportError as error:
                print(f"{name:14}skipped: {error}")
                continue
            print(
                f"{name:14}{number_accuracy(read_numbers, numbers):8.1%}{number_accuracy(read_numbers, whole):12.1%}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
