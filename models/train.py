"""Training the spaCy annotator: annotated articles in, a pipeline folder out; `spacy train` does the work.

What the names of an article are stands in its gold, or in a corrected export of `muster extract`; where they stand is found
by looking for every form in the sentences that an annotator would be given.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.annotator import Label, label_of
from models.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LABEL_OF: dict[Label, str] = {"person": "PERSON", "unit": "ORG", "place": "GPE"}
_HELD_BACK = 5  # every fifth article tells `spacy train` which of its steps was the best
_EVALUATIONS = 5
_TOO_FEW = 2
_CONFIG = Path(__file__).with_name("train.cfg")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and its names as (start, end, label), half-open, sorted, none overlapping."""

    text: str
    names: tuple[tuple[int, int, Label], ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training: `f1` on the articles held back, between 0 and 1."""

    folder: Path
    articles: int
    sentences: int
    names: int
    f1: float


def read_examples(folder: Path, sentences: Callable[[str], list[str]]) -> list[list[Example]]:
    """Return the sentences of each annotated article of a folder with their names; raise ModelError.

    Read are `NAME.gold.json` beside `NAME.txt`, and the lines of each `.jsonl` (as `muster extract` writes them, its names
    corrected) whose article `NAME.txt` stands beside it. `sentences` cuts an article's text as the annotator is given it.
    """
    articles: list[list[Example]] = []
    for source, named in _annotations(folder):
        try:
            text = (folder / f"{named['id']}.txt").read_text("utf-8")
        except (OSError, KeyError, UnicodeDecodeError) as error:
            raise ModelError(f"{source}: the article's text is needed beside it as ID.txt: {error}") from None
        articles.append([_example(sentence, _forms(named, source)) for sentence in sentences(text)])
    if len(articles) < _TOO_FEW:
        raise ModelError(
            f"{folder}: {len(articles)} annotated articles; at least {_TOO_FEW} are needed, "
            "as NAME.gold.json or a .jsonl with NAME.txt"
        )
    return articles


def train(articles: Sequence[Sequence[Example]], output: Path, *, steps: int = 600, seed: int = 0) -> Trained:
    """Train a pipeline on all articles but every fifth, which choose its best step, and write it; raise ModelError."""
    if output.exists() and any(output.iterdir()):
        raise ModelError(f"{output}: is not empty; name a new folder for the model")
    order = list(articles)
    random.Random(seed).shuffle(order)  # noqa: S311  (reproducible, no secret)
    held = [example for article in order[::_HELD_BACK] for example in article]
    kept = [e for n, article in enumerate(order) if n % _HELD_BACK for e in article]
    if not any(e.names for e in kept):
        raise ModelError(f"{output}: the articles to train on name nobody and nothing")
    with tempfile.TemporaryDirectory() as work:
        paths = Path(work) / "train.spacy", Path(work) / "dev.spacy"
        for path, examples in zip(paths, (kept, held), strict=True):
            _write(examples, path)
        best = _run(Path(work), paths, steps, seed)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(best, output, dirs_exist_ok=True)
    meta = json.loads((output / "meta.json").read_text("utf-8"))
    return Trained(
        output,
        len(order),
        len(kept) + len(held),
        sum(len(e.names) for e in (*kept, *held)),
        float(meta["performance"].get("ents_f") or 0.0),
    )


def _annotations(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every annotated article of a folder as its file (and line) and its JSON object."""
    lines: list[tuple[str, str]] = []
    try:
        lines += [(str(path), path.read_text("utf-8")) for path in sorted(folder.glob("*.gold.json"))]
        for path in sorted(folder.glob("*.jsonl")):
            rows = path.read_text("utf-8").splitlines()
            lines += [(f"{path}:{n}", row) for n, row in enumerate(rows, 1) if row.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{folder}: cannot be read as UTF-8: {error}") from None
    for source, text in lines:
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise ModelError(f"{source}: not JSON: {error.msg}") from None
        if not isinstance(found, dict):
            raise ModelError(f"{source}: expected an object with id, units, persons and places")
        yield source, found


def _forms(named: dict[str, Any], source: str) -> dict[str, Label]:
    """Return every form of every name; gold lists forms, an export has objects with `name` and `forms`."""
    forms: dict[str, Label] = {}
    try:
        for key in ("places", "persons", "units"):
            label = label_of(key.removesuffix("s"))
            assert label is not None
            for entity in named[key]:
                every = [entity["name"], *entity.get("forms", ())] if isinstance(entity, dict) else entity
                forms.update({form: label for form in every if form})
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{source}: {key} is not as gold or an export has it ({error!r})") from None
    return forms


def _example(sentence: str, forms: dict[str, Label]) -> Example:
    """Find the forms in a sentence, the longest first, so that the place in a unit's name is no place."""
    if not forms:
        return Example(sentence, ())
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    return Example(sentence, tuple((*m.span(), forms[m.group()]) for m in pattern.finditer(sentence)))


def _write(examples: Iterable[Example], path: Path) -> None:
    import spacy  # noqa: PLC0415  (slow to import, and seldom needed)
    from spacy.tokens import DocBin  # noqa: PLC0415

    nlp: Any = spacy.blank("zh")  # cuts into characters, so that every span can be marked
    docs = DocBin()
    for example in examples:
        doc = nlp.make_doc(example.text)
        spans = [doc.char_span(start, end, _LABEL_OF[label]) for start, end, label in example.names]
        doc.ents = [span for span in spans if span is not None]
        docs.add(doc)
    docs.to_disk(path)


def _run(work: Path, paths: tuple[Path, Path], steps: int, seed: int) -> Path:
    """Run `spacy train` and return the folder of the best pipeline; raise ModelError with what it said."""
    settings = {
        "paths.train": paths[0],
        "paths.dev": paths[1],
        "training.seed": seed,
        "training.max_steps": steps,
        "training.eval_frequency": max(1, steps // _EVALUATIONS),
    }
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "spacy",
        "train",
        str(_CONFIG),
        "-o",
        str(work / "model"),
    ]
    for key, value in settings.items():
        command += [f"--{key}", str(value)]
    # More threads than idle cores make so small a network many times slower.
    environment = {"OMP_NUM_THREADS": "1", **os.environ}
    done = subprocess.run(  # noqa: S603  (our own interpreter, no shell)
        command, capture_output=True, encoding="utf-8", errors="replace", env=environment, check=False
    )
    best = work / "model" / "model-best"
    if done.returncode or not best.is_dir():
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise ModelError(f"spacy train failed: {said[-1] if said else f'exit code {done.returncode}'}")
    return best
