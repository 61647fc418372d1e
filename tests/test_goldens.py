"""Whole articles end to end: what `muster extract` prints of each bundled article, one object to a file.

`pytest tests/test_goldens.py --update-goldens` writes the files anew; look at their diff before you commit it. Invariants
are asserted first, so that no broken output becomes a golden.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import cli
from extractor.text.normalise import normalise

ROOT = Path(__file__).parents[1]
GOLDENS = Path(__file__).parent / "goldens"
NAMES = [file.stem for file in sorted((ROOT / "corpora" / "samples").glob("*.txt"))]
LISTS = ("units", "persons", "places", "dates", "teams", "records", "checks")


def printed(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["extract", f"corpora/samples/{name}.txt"])
    out, err = capfdbinary.readouterr()
    assert (ended.value.code, err) == (0, b"")
    found: dict[str, Any] = json.loads(out)
    return found


def hold(report: dict[str, Any], text: str) -> None:
    """Assert what is true of every report, whatever it says."""
    ids = [record["id"] for record in report["records"]]
    assert ids == [f"{report['id']}#{number}" for number in range(len(ids))]
    starts = [record["start"] for record in report["records"]]
    assert starts == sorted(starts)
    names = {
        key: {entity["name"] for entity in report[key]} for key in ("units", "places", "teams", "persons")
    }
    for record in report["records"]:
        said = re.sub(r"\s", "", normalise(text[record["start"] : record["end"]])[0])
        assert said == re.sub(r"\s", "", record["text"])
        assert None in (record["low"], record["high"]) or record["low"] <= record["high"]
        assert {record["of"], record["same_as"]} <= {*ids, None}
        assert record["unit"] is None or record["unit"] in names["units"] | names["places"]
        assert set(record["persons"]) <= names["persons"]
        assert record["team"] is None or record["team"] in names["teams"]
        assert 0 <= record["confidence"] <= 1
    for check in report["checks"]:
        assert set(check["records"]) <= set(ids)
    spans = [span for key in LISTS[:-2] for entity in report[key] for span in entity["spans"]]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("name", NAMES)
def test_whole_article(
    name: str,
    request: pytest.FixtureRequest,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    report = printed(name, capfdbinary)
    hold(report, (ROOT / "corpora" / "samples" / f"{name}.txt").read_text("utf-8"))
    for record in report["records"]:
        del record["confidence"]  # moves with every new set of weights
    # One line an item, so that a diff shows what changed.
    items = [{key: value for key, value in report.items() if key not in LISTS}]
    items += [{key: item} for key in LISTS for item in report[key]]
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    golden = GOLDENS / f"{name}.jsonl"
    if request.config.getoption("--update-goldens"):
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text("\n".join(lines) + "\n", "utf-8")
    shown = golden.read_text("utf-8").splitlines()
    gone, new = [line for line in shown if line not in lines], [line for line in lines if line not in shown]
    message = "\n".join(["", *(f"- {line}" for line in gone), *(f"+ {line}" for line in new)])
    assert lines == shown, f"{message}\nbetter? pytest tests/test_goldens.py --update-goldens"


def test_no_golden_without_its_article() -> None:
    assert sorted(file.stem for file in GOLDENS.glob("*.jsonl")) == NAMES
