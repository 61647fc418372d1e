"""Annotators: what somebody else's model takes for names. Sentences in, suggestions with spans out."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
