# ruff: noqa: PLC0415  every tool is imported where it is tried: it may be missing
"""Compare muster with JioNLP, cn2an, Recognizers-Text and dateparser on the peers' own cases, and in speed.

Run from the project's root: `python bench/normalizers.py [TEXT_FILE ...]`; speed is measured on the
files, else on the sentences of `tests/cases/dates.tsv`. A tool that is not installed is left out, and said so.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import warnings
from collections.abc import Callable, Sequence
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
Spans = Callable[[str, date], list[str]]
Numbers = Callable[[str], list[float]]
Bounds = Callable[[str], list[tuple[float | None, float | None]]]
SIDES = re.compile(r"^(?:[从自在于由]|大概)|\s|(?:(?:或|及)?(?:之|以)?[前后]|以来|起|止|开始|的)$")


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


def muster_spans() -> Spans:
    """Return the text of muster's dates."""
    from extractor import find_dates

    return lambda text, reference: [text[d.start : d.end] for d in find_dates(text, published=reference)]


def jionlp_spans() -> Spans:
    """Return the text of JioNLP's times."""
    import jionlp

    return lambda text, _: [found["text"] for found in jionlp.ner.extract_time(text, with_parsing=False)]


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
    from extractor import find_numbers

    def read(text: str) -> list[float]:
        found = [number for number in find_numbers(text) if number.kind in ("integer", "decimal")]
        return [number.low if number.low is not None else number.high or 0.0 for number in found]

    return read


def muster_bounds() -> Bounds:
    """Return muster's reader of intervals, plain numbers left out where there are intervals."""
    from extractor import find_numbers

    def read(text: str) -> list[tuple[float | None, float | None]]:
        found = list(find_numbers(text))
        ranges = [n for n in found if n.low != n.high or "等于" in n.text]
        return [(number.low, number.high) for number in ranges or found]

    return read


def jionlp_bounds() -> Bounds:
    """Return JioNLP's parser of amounts of money."""
    import jionlp

    def read(text: str) -> list[tuple[float | None, float | None]]:
        amount = jionlp.parse_money(text)["num"]
        low, high = amount if isinstance(amount, list) else (amount, amount)
        return [(float(low), float(high))]

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
    """Return the cases of a file in which something is to be found, each with `excluded`: whether we read it otherwise."""
    folder = ROOT / "tests" / "cases" / "peers"
    excluded = {
        line.split("\t")[0]
        for exclusions in ("exclusions.tsv", "date_exclusions.tsv")
        for line in (folder / exclusions).read_text("utf-8").splitlines()[1:]
    }
    rows = map(json.loads, (folder / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [row | {"excluded": row["id"] in excluded} for row in rows if row["expected"]]


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


def reads_dates(read: Dates, row: dict[str, Any]) -> bool:
    """Tell whether every expected date is among those found."""
    reference = date.fromisoformat(row.get("reference_date", "2021-06-14")[:10])
    got = attempt(read, row["input"], reference)
    return all(fits(want, got) for want in row["expected"])


def reads_spans(read: Spans, row: dict[str, Any]) -> bool:
    """Tell whether every expected piece of text is found, but for particles around it (自, 之前)."""
    reference = date.fromisoformat(row.get("reference_date", "2021-06-14")[:10])
    got = {bare(text) for text in attempt(read, row["input"], reference)}
    return {bare(want["text"]) for want in row["expected"]} <= got


def bare(text: str) -> str:
    """Return a date's text without the particles that tools put in or leave out."""
    while (less := SIDES.sub("", text)) != text:
        text = less
    return text


def reads_numbers(read: Numbers, row: dict[str, Any]) -> bool:
    """Tell whether the values are read in order; of 十余万 the cases give the base, which muster begins above."""
    got, want = attempt(read, row["input"]), row["expected"]
    return len(got) == len(want) and all(
        abs(value - float(w["value"])) <= 1e-9 * max(1, abs(value))
        or ("value_is" in w and value == w["value"] + 1)
        for value, w in zip(got, want, strict=True)
    )


def reads_bounds(read: Bounds, row: dict[str, Any]) -> bool:
    """Tell whether the bounds are read in order; an open bound may be closed by one (above 100: 101)."""
    got, want = attempt(read, row["input"]), [(e["low"], e["high"]) for e in row["expected"]]
    return len(got) == len(want) and all(
        near(g[0], w[0], 1) and (near(g[1], w[1], -1) or w[1] is None) for g, w in zip(got, want, strict=True)
    )


def near(got: float | None, want: float | None, step: int) -> bool:
    """Tell whether a bound is the wanted one or one step inside it."""
    if got is None or want is None:
        return got is want
    return abs(got - want) <= 1e-9 * abs(want) or got == want + step


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


TABLES: tuple[tuple[str, Callable[[Any, dict[str, Any]], bool], dict[str, Callable[[], Any]]], ...] = (
    (
        "dates",
        reads_dates,
        {
            "muster": muster_dates,
            "jionlp": jionlp_dates,
            "recognizers": recognizers_dates,
            "dateparser": dateparser_dates,
        },
    ),
    ("date_spans", reads_spans, {"muster": muster_spans, "jionlp": jionlp_spans}),
    (
        "numbers",
        reads_numbers,
        {"muster": muster_numbers, "cn2an": cn2an_numbers, "recognizers": recognizers_numbers},
    ),
    ("number_ranges", reads_bounds, {"muster": muster_bounds}),
    ("approximations", reads_bounds, {"muster": muster_bounds, "jionlp": jionlp_bounds}),
)


def main(paths: Sequence[str]) -> None:
    """Print a table a kind of case: the share read rightly of all cases, and of those that we do not exclude."""
    texts = [Path(path).read_text("utf-8") for path in paths] or sample()
    for label, is_right, tools in TABLES:
        rows = cases(label)
        kept = [row for row in rows if not row["excluded"]]
        timed = label == "dates"
        print(f"{label:16}{f'all {len(rows)}':>10}{f'kept {len(kept)}':>12}{'chars/s' if timed else '':>12}")
        for name, make in tools.items():
            try:
                read = make()
            except ImportError as error:
                print(f"{name:16}skipped: {error}")
                continue
            right = {row["id"] for row in rows if is_right(read, row)}
            shares = len(right) / len(rows), sum(row["id"] in right for row in kept) / len(kept)
            pace = f"{speed(read, texts):12,.0f}" if timed else ""
            print(f"{name:16}{shares[0]:10.1%}{shares[1]:12.1%}{pace}")
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
