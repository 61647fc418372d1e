"""The finding: a relation between figures, its verdict, and the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "same_quantity", "part_of_whole", "breakdown", "percentage", "product", "listing", "order", "official"
]
Verdict = Literal["consistent", "contradicted", "open"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One checked relation.

    `records`: record ids, parts first and the whole last. `spans`: (article id, start, end) of each record,
    offsets into that article's original text. `coverage`: the share of the whole that the parts make, low
    and high, for sums of parts.
    """

    kind: Kind
    verdict: Verdict
    records: tuple[str, ...]
    explanation: str
    spans: tuple[tuple[str, int, int], ...] = ()
    coverage: tuple[float, float] | None = None
