"""Error localisation (Fellegi and Holt): the lightest set of figures whose release makes all the rules hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that is most likely wrong; `would_need` is the interval that would restore consistency."""

    record: str
    stated: tuple[int | None, int | None]
    would_need: tuple[int | None, int | None]
    explanation: str
