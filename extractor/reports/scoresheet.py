"""What `muster evaluate` prints: a line a measure, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.reports.display import width
from extractor.reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractor.reports.wording import Language
    from extractor.scores import Miss, Scores

_NAMES = 24  # columns of a measure's name


def score_lines(
    scores: Scores, language: Language, *, rounds: int = 1000, errors: bool = False
) -> Iterator[str]:
    """Yield a line a measure with its 95 % interval (of `rounds` drawn sets of articles), with `errors` every miss.

    A measure keeps the name that it has in the JSON output; in Chinese what it is stands before it.
    """
    values, tallies = scores.metrics(), scores.tallies
    bounds = scores.intervals(rounds=rounds) if rounds else {}
    yield say(f"{len(scores.articles)} articles", language)
    if scores.absent:
        yield say(f"  without prediction: {', '.join(scores.absent)}", language)
    if scores.unscored:
        yield say(f"  without gold: {', '.join(scores.unscored)}", language)
    for name in (key.removesuffix(".f1") for key in values if key.endswith(".f1")):
        precision, recall, f1 = (values[f"{name}.{measure}"] for measure in ("precision", "recall", "f1"))
        hit, predicted, gold = (tallies[f"{name}.{side}"] for side in ("hit", "predicted", "gold"))
        sides = say(f"hit {hit} of {predicted} predicted, {gold} gold", language)
        interval = _interval(bounds, f"{name}.f1")
        yield f"{_named(name, language)} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}{interval}  {sides}"
    for name in (key for key in values if f"{key}.of" in tallies):
        sides = say(f"{tallies[f'{name}.right']} of {tallies[f'{name}.of']}", language)
        yield f"{_named(name, language)} {values[name]:.3f}{_interval(bounds, name)}  {sides}"
    yield f"{_named('false contradictions', language)} {tallies['check.false_contradictions']}"
    if errors:
        yield from (_miss_line(miss, language) for miss in scores.misses)


def _named(name: str, language: Language) -> str:
    """Return the name of a measure, as wide as the column of names."""
    told = say(f"measure {name}", language) if language != "en" else name
    return told + " " * (_NAMES - width(told))


def _interval(bounds: Mapping[str, tuple[float, float]], name: str) -> str:
    return f" [{bounds[name][0]:.3f}, {bounds[name][1]:.3f}]" if name in bounds else ""


def _miss_line(miss: Miss, language: Language) -> str:
    gold = say(f"gold: {miss.gold or '-'}", language)
    predicted = say(f"predicted: {miss.predicted or '-'}", language)
    return f"{miss.article}\t{miss.what}\t{gold}\t{predicted}\t{miss.context}".rstrip()
