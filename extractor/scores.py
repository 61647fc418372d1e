"""Scores: tallies of articles, and the measures and intervals that follow from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTITIES = ("units", "persons", "places", "dates", "dates_textfree", "counts")
FIELDS = ("unit", "place", "as_of", "scope", "basis", "per", "of", "who")


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement; `what` is an entity type or a field; None where a side has nothing."""

    article: str
    what: str
    gold: str | None
    predicted: str | None
    context: str = ""


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The tallies of one article (`counts.hit`, `counts.gold`, `unit.right`, `unit.of`) and its misses."""

    id: str
    tallies: Counter[str]
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a set of articles.

    `unscored`: predicted articles without gold, left out; `absent`: golds without prediction, all missed.
    """

    articles: tuple[ArticleScore, ...]
    unscored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def tallies(self) -> Counter[str]:
        """Return the tallies of all articles together."""
        total: Counter[str] = Counter()
        for article in self.articles:
            total.update(article.tallies)
        return total

    @property
    def misses(self) -> tuple[Miss, ...]:
        """Return all misses, article after article."""
        return tuple(miss for article in self.articles for miss in article.misses)

    def metrics(self) -> dict[str, float]:
        """Return every measure by name (`counts.f1`, `unit`, `record.f1`, `check.breakdown.f1`, ...), 0 to 1.

        A measure that nothing bears on (no gold and no prediction) is left out.
        """
        return measures(self.tallies)

    def intervals(self, *, rounds: int = 1000, seed: int = 0) -> dict[str, tuple[float, float]]:
        """Return the 95 % percentile bootstrap interval of every measure, articles drawn with replacement."""
        return _bootstrap([article.tallies for article in self.articles], rounds, seed)

    def to_json(self, *, rounds: int = 1000, seed: int = 0, errors: bool = False) -> dict[str, Any]:
        """Return the scores as a JSON-able object; `errors` adds every miss."""
        bounds = self.intervals(rounds=rounds, seed=seed) if rounds else {}
        result: dict[str, Any] = {
            "schema": "muster-scores/1",
            "articles": len(self.articles),
            "absent": list(self.absent),
            "unscored": list(self.unscored),
            "measures": {
                name: {"value": round(value, 4), "interval": [round(b, 4) for b in bounds[name]]}
                if name in bounds
                else {"value": round(value, 4)}
                for name, value in self.metrics().items()
            },
            "tallies": dict(sorted(self.tallies.items())),
        }
        if errors:
            result["errors"] = [
                {key: getattr(miss, key) for key in ("article", "what", "gold", "predicted", "context")}
                for miss in self.misses
            ]
        return result


def _ratio(right: int, of: int) -> float:
    return right / of if of else 0.0


def measures(tallies: Mapping[str, int]) -> dict[str, float]:
    """Return every measure that the tallies bear on, in the order of a report."""
    result: dict[str, float] = {}
    kinds = [
        key.removesuffix(".gold")
        for key in sorted(tallies)
        if key.startswith("check.") and key.endswith(".gold")
    ]
    for name in (*ENTITIES, "record", "place_links", *kinds):
        hit, predicted, gold = (tallies.get(f"{name}.{side}", 0) for side in ("hit", "predicted", "gold"))
        if predicted or gold:
            result[f"{name}.precision"] = _ratio(hit, predicted)
            result[f"{name}.recall"] = _ratio(hit, gold)
            result[f"{name}.f1"] = _ratio(2 * hit, predicted + gold)
    verdicts = [f"check.verdict.{verdict}" for verdict in ("consistent", "contradicted", "open")]
    for name in ("person_unit", "person_role", "text", *FIELDS, *verdicts):
        if tallies.get(f"{name}.of"):
            result[name] = _ratio(tallies.get(f"{name}.right", 0), tallies[f"{name}.of"])
    return result


def _bootstrap(tallies: list[Counter[str]], rounds: int, seed: int) -> dict[str, tuple[float, float]]:
    """Draw articles with replacement and return the 2.5th and 97.5th percentile of every measure."""
    import numpy as np  # noqa: PLC0415  (heavy, and only wanted here)

    if not tallies:
        return {}
    keys = sorted({key for tally in tallies for key in tally})
    table = np.array([[tally[key] for key in keys] for tally in tallies], dtype=np.int64)
    drawn = np.random.default_rng(seed).multinomial(
        len(tallies), [1 / len(tallies)] * len(tallies), size=rounds
    )
    samples: dict[str, list[float]] = {}
    for row in drawn @ table:
        for name, value in measures(dict(zip(keys, row.tolist(), strict=True))).items():
            samples.setdefault(name, []).append(value)
    return {
        name: (float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5)))
        for name, values in samples.items()
    }
