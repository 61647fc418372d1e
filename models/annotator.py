"""Annotators: what somebody else's model takes for names. Sentences in, suggestions with spans out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from models.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Label = Literal["person", "unit", "place"]
LABELS: Mapping[str, Label] = {
    **dict.fromkeys(("PERSON", "PER", "NR", "NAME"), "person"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "NT", "NORP", "COMPANY", "GOVERNMENT", "UNIT"), "unit"),
    **dict.fromkeys(
        ("GPE", "LOC", "LOCATION", "FAC", "FACILITY", "NS", "ADDRESS", "SCENE", "PLACE"), "place"
    ),
}
"""The labels of the usual schemes (OntoNotes, MSRA, PKU, UNER, CLUENER) in upper case; other labels are no names."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A span that an annotator takes for a name: half-open offsets in the sentence given to it.

    `score`: how far it is to be trusted, from 0 to 1; below `annotator.alone` of `weights.tsv` it needs the grammar's consent.
    """

    start: int
    end: int
    label: Label
    score: float


class Annotator(Protocol):
    """Anything that finds names in sentences."""

    @property
    def name(self) -> str:
        """Return the name that the user asked for (jieba, spacy:PATH)."""

    def annotate(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Return the suggestions of each sentence, in the order given."""


def label_of(label: str) -> Label | None:
    """Return what a label of somebody else's scheme means here, None where it is no name.

    >>> label_of("GPE"), label_of("DATE")
    ('place', None)
    """
    return LABELS.get(label.upper())


def load_annotator(spec: str, words: Callable[[], Mapping[str, Label]] = dict) -> Annotator | None:
    """Return the annotator of `jieba`, `spacy:PATH`, `hanlp:PATH`, or None for `none`; raise ModelError.

    `words` gives the user dictionary, which is asked for by jieba alone.
    """
    kind, colon, path = spec.partition(":")
    match kind, bool(path), colon:
        case "none", False, "":
            return None
        case "jieba", False, "":
            from models.jieba import JiebaAnnotator  # noqa: PLC0415  (loads a dictionary)

            return JiebaAnnotator(words())
        case "spacy", True, _:
            from models.spacy import SpacyAnnotator  # noqa: PLC0415  (slow to import)

            return SpacyAnnotator(path)
        case "hanlp", True, _:
            from models.hanlp import HanlpAnnotator  # noqa: PLC0415  (slow to import)

            return HanlpAnnotator(path)
    raise ModelError(f"annotator {spec!r}: expected jieba, spacy:PATH, hanlp:PATH or none")


@dataclass(frozen=True, slots=True)
class Available:
    """An annotator that can be named to `load_annotator`; `version` is None where its package is not installed."""

    spec: str
    version: str | None


def available() -> list[Available]:
    """Return the annotators that are there, without loading any: packages, spaCy pipelines, HanLP models in HANLP_HOME."""
    found = [Available("jieba", installed("jieba")), Available("spacy:PATH", installed("spacy"))]
    found += [
        Available(f"spacy:{point.name}", installed(point.name))
        for point in entry_points(group="spacy_models")
    ]
    found.append(Available("hanlp:PATH", installed("hanlp")))
    home = Path(os.environ.get("HANLP_HOME") or Path.home() / ".hanlp")
    configs = sorted(home.glob("*/*/config.json")) if found[-1].version else []
    found += [
        Available(f"hanlp:{config.parent}", found[-1].version)
        for config in configs
        if (config.parent / "model.pt").is_file()
    ]
    return found


def installed(package: str) -> str | None:
    """Return the version of an installed package, None where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def aligned(sentence: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Return the span of each token in its sentence; an empty span where the model has changed the token.

    >>> aligned("徐州 市民", ["徐州", "市民"])
    [(0, 2), (3, 5)]
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        start = sentence.find(token, at)
        if start < 0:
            spans.append((at, at))
            continue
        at = start + len(token)
        spans.append((start, at))
    return spans
