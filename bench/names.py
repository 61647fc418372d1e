"""Names beside jieba.posseg on annotated text that is not ours: precision, recall and F1 a type.

    python bench/names.py FILE ...

A FILE is CLUENER's JSON lines (`text`, `label`), or columns in BIO: the character or word first (or second, after its number),
the tag after it, a blank line between sentences. Sentences are read as they come, each as an article of its own, both tools
from the same simplified text; a name is right if its span and type are. None of the schemes is ours: this says whether names are
found, not whether records are right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import extractor
from extractor.mentions.advice import dictionary
from extractor.text.normalise import normalise
from models.annotator import label_of
from models.jieba import JiebaAnnotator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.annotator import Annotator

Span = tuple[int, int, str]
LABELS = ("person", "unit", "place")


def read(path: Path) -> Iterator[tuple[str, set[Span]]]:
    """Yield sentences with their names, offsets half-open, labels as ours."""
    if path.suffix == ".json":
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            spans = {
                (start, end + 1, label)
                for theirs, found in row["label"].items()
                if (label := label_of(theirs))
                for places in found.values()
                for start, end in places
            }
            yield row["text"], spans
        return
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        cells = line.split()
        if cells and not line.startswith("#"):
            rows.append((cells[1], cells[2]) if "\t" in line else (cells[0], cells[-1]))
        elif rows and not cells:
            yield _sentence(rows)
            rows = []


def _sentence(rows: list[tuple[str, str]]) -> tuple[str, set[Span]]:
    """Join the tokens of a sentence and turn their tags into spans."""
    text, spans = "", set()
    begun: tuple[int, str] | None = None
    for token, tag in [*rows, ("", "O")]:
        if begun and not tag.startswith("I"):
            if label := label_of(begun[1]):
                spans.add((begun[0], len(text), label))
            begun = None
        if tag.startswith("B"):
            begun = (len(text), tag[2:])
        text += token
    return text, spans


def muster(text: str, annotator: Annotator | None = None) -> set[Span]:
    """Return the names that muster finds."""
    report = extractor.extract(text, annotator=annotator)
    found = {(*span, "person") for person in report.persons for span in person.spans}
    found |= {(*span, "unit") for unit in report.units for span in unit.spans}
    return found | {(*span, "place") for place in report.places for span in place.spans}


def main() -> None:
    """Measure every file and print one table each."""
    jieba, adviser = JiebaAnnotator(), JiebaAnnotator(dictionary())
    tools: dict[str, Callable[[str], set[Span]]] = {
        "muster": muster,
        "with jieba": lambda text: muster(text, adviser),
        "jieba.posseg": lambda text: {(s.start, s.end, s.label) for s in jieba.annotate([text])[0]},
    }
    for name in sys.argv[1:] or sys.exit(__doc__):
        tally: Counter[tuple[str, str, str]] = Counter()
        for text, gold in read(Path(name)):
            clean, _ = normalise(text)
            if len(clean) != len(text) or not clean.strip():
                continue  # the spans would not hold
            for tool, find in tools.items():
                found = find(clean)
                for label in LABELS:
                    ours, theirs = ({s for s in spans if s[2] == label} for spans in (found, gold))
                    tally[tool, label, "hit"] += len(ours & theirs)
                    tally[tool, label, "found"] += len(ours)
                    tally[tool, label, "gold"] += len(theirs)
        print(f"{Path(name).name}\n{'':10}{'gold':>6}" + "".join(f"{tool:>24}" for tool in tools))
        for label in LABELS:
            cells = [_cells(*(tally[tool, label, k] for k in ("hit", "found", "gold"))) for tool in tools]
            print(f"{label:10}{tally['muster', label, 'gold']:>6}" + "".join(f"{cell:>24}" for cell in cells))


def _cells(hit: int, found: int, gold: int) -> str:
    """Return precision, recall and F1."""
    precision, recall = hit / found if found else 0.0, hit / gold if gold else 0.0
    return f"P {precision:.2f} R {recall:.2f} F1 {2 * hit / ((found + gold) or 1):.2f}"


if __name__ == "__main__":
    main()
