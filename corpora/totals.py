"""Official totals: one row of a totals file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a field's type, needed at run time by dataclass users)


@dataclass(frozen=True, slots=True)
class Total:
    """A row of an official totals file; `line` counts from 1, the header's; `value` is kept as written (6000余)."""

    line: int
    region: str
    unit: str
    noun: str
    measure: str
    as_of: date | None
    value: str
    source: str
