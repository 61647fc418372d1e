"""Error localisation (Fellegi and Holt).

The lightest sets of figures whose release makes all the rules hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, inf, isfinite, isinf
from typing import TYPE_CHECKING

from extractor.tables.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.checks.rules import Rule

TIME_LIMIT = 2.0  # seconds for one program; a component that needs more is left open
MOST_SETS = 8  # equally light sets that are looked for
MOST_SINGLES = 300  # figures up to which single ones are tried before the search over sets
MOST_PASSES = 50  # over the lines of a component while its bounds still narrow
INTEGRAL = 1e-6


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that is most likely wrong; `would_need` is the interval that would restore consistency."""

    record: str
    stated: tuple[int | None, int | None]
    would_need: tuple[int | None, int | None]
    explanation: str


@dataclass(frozen=True, slots=True)
class Line:
    """A linear constraint low <= sum of terms <= high, void where one of `unless` is released."""

    terms: tuple[tuple[str, float], ...]
    low: float
    high: float
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """Figures with stated intervals and weights, and the lines that must hold between their true values.

    True values are whole numbers, save those of `fractional` figures (a rate of 7 to 8 a group is an
    average).
    """

    values: Mapping[str, Interval]
    weights: Mapping[str, float]
    lines: tuple[Line, ...]
    fractional: frozenset[str] = frozenset()

    def integrality(self) -> list[int]:
        """Return 1 for whole numbers and 0 for others, in the order of `values`."""
        return [0 if key in self.fractional else 1 for key in self.values]


@dataclass(frozen=True, slots=True)
class Repair:
    """The lightest sets whose release makes the system hold, and what each figure of them would have to be.

    `solved` is False where the time limit was met: `sets` may then be empty or not the lightest.
    """

    sets: tuple[frozenset[str], ...]
    needs: Mapping[str, Interval]
    solved: bool


def lines_of(rule: Rule, values: Mapping[str, Interval]) -> Iterator[Line]:
    """Yield the linear constraints of a rule over the true values of its figures."""
    whole, parts = rule.whole, [(part, 1.0) for part in rule.parts]
    match rule.kind:
        case "same_quantity" | "breakdown":
            yield Line((*parts, (whole, -1.0)), 0, 0)
        case "part_of_whole" if rule.disjoint:
            yield Line((*parts, (whole, -1.0)), -inf, 0)
        case "part_of_whole" | "order":
            yield from (Line((part, (whole, -1.0)), -inf, 0) for part in parts)
        case "percentage" if rule.percent:
            low, high = (bound / 100 for bound in rule.percent)
            yield Line((*parts, (whole, -low)), 0, inf)
            yield Line((*parts, (whole, -high)), -inf, 0)
        case "product" if len(rule.parts) == 2:
            yield from product_lines(rule, values)
        case "listing" if rule.names:
            yield Line(((whole, 1.0),), len(rule.names), len(rule.names) if rule.exhaustive else inf)
        case _:
            return


def product_lines(rule: Rule, values: Mapping[str, Interval]) -> Iterator[Line]:
    """Yield the lines of rate times number.

    Exact where one factor is exact, else the bounds of the product.
    """
    one, other = rule.parts
    lines = [
        Line(((rule.whole, 1.0), (free, -values[fixed].low)), 0, 0, (fixed,))
        for fixed, free in ((one, other), (other, one))
        if values[fixed].exact
    ]
    if not lines:
        bounds = values[one] * values[other]
        lines = [Line(((rule.whole, 1.0),), bounds.low, bounds.high, (one, other))]
    yield from lines


def feasible(system: System, released: frozenset[str] = frozenset()) -> bool:
    """Tell whether whole numbers satisfy all lines once the figures `released` are free."""
    return solve(system, released, None, TIME_LIMIT) is not None


def bounds_clash(system: System) -> bool:
    """Tell whether narrowing the intervals line by line empties one.

    A quick proof that the lines cannot all hold.
    """
    low = {key: value.low for key, value in system.values.items()}
    high = {key: value.high for key, value in system.values.items()}
    for _ in range(min(len(system.lines) + 1, MOST_PASSES)):
        changed = False
        for line in system.lines:
            changed |= narrow(line, low, high, system.fractional)
        if any(low[key] > high[key] + 10 * INTEGRAL for key in low):
            return True
        if not changed:
            return False
    return False


def narrow(line: Line, low: dict[str, float], high: dict[str, float], fractional: frozenset[str]) -> bool:
    """Narrow the bounds of a line's figures by the bounds of the others; tell whether any changed."""
    least = [c * (low[k] if c > 0 else high[k]) for k, c in line.terms]
    most = [c * (high[k] if c > 0 else low[k]) for k, c in line.terms]
    changed = False
    for index, (key, factor) in enumerate(line.terms):
        if not factor:
            continue
        rest_low = sum(least[:index]) + sum(least[index + 1 :])
        rest_high = sum(most[:index]) + sum(most[index + 1 :])
        ends = sorted(((line.low - rest_high) / factor, (line.high - rest_low) / factor))
        least_value, most_value = ends[0] - INTEGRAL, ends[1] + INTEGRAL
        if key not in fractional:
            least_value, most_value = whole_up(ends[0]), whole_down(ends[1])
        if least_value > low[key] + INTEGRAL:
            low[key], changed = least_value, True
        if most_value < high[key] - INTEGRAL:
            high[key], changed = most_value, True
    return changed


def whole_up(value: float) -> float:
    """Return the least whole number at or above, allowing for rounding of the arithmetic."""
    return float(ceil(value - INTEGRAL)) if isfinite(value) else value


def whole_down(value: float) -> float:
    """Return the greatest whole number at or below, allowing for rounding of the arithmetic."""
    return float(floor(value + INTEGRAL)) if isfinite(value) else value


def ceiling_of(system: System) -> float:
    """Return a bound above any value that a repair could need.

    Twice what the widest line leaves to one figure.
    """
    finite = {key: value.low if isinf(value.high) else value.high for key, value in system.values.items()}
    reach = [sum(finite.values()) + 10]
    for line in system.lines:
        fixed = max((abs(end) for end in (line.low, line.high) if not isinf(end)), default=0.0)
        size = fixed + sum(abs(factor) * finite[key] for key, factor in line.terms)
        reach.append(size / min((abs(factor) for _, factor in line.terms if factor), default=1.0))
    return 2 * max(reach)


def solve(
    system: System, released: frozenset[str], objective: tuple[str, float] | None, seconds: float
) -> float | None:
    """Return the least value of the objective (figure, factor) with `released` free.

    None where nothing satisfies.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  (heavy, seldom)

    ids = list(system.values)
    at = {key: index for index, key in enumerate(ids)}
    ceiling = ceiling_of(system)
    low = [0.0 if key in released else system.values[key].low for key in ids]
    high = [ceiling if key in released else min(system.values[key].high, ceiling) for key in ids]
    rows, lows, highs = [], [], []
    for line in system.lines:
        if not released.isdisjoint(line.unless):
            continue
        row = [0.0] * len(ids)
        for key, factor in line.terms:
            row[at[key]] += factor
        rows.append(row)
        lows.append(line.low)
        highs.append(line.high)
    costs = [0.0] * len(ids)
    if objective:
        costs[at[objective[0]]] = objective[1]
    constraints = [LinearConstraint(rows, lows, highs)] if rows else []
    answer = milp(
        costs,
        constraints=constraints,
        bounds=Bounds(low, high),
        integrality=system.integrality(),
        options={"time_limit": seconds},
    )
    return float(answer.fun) if answer.status == 0 else None


def repair(system: System, *, seconds: float = TIME_LIMIT) -> Repair:
    """Return the lightest sets of figures to release, with the interval that each of them would need."""
    singles = lightest_singles(system)
    if singles:
        chosen_sets = tuple(frozenset((key,)) for key in singles)
        alone = {key: needed(system, frozenset((key,)), key, seconds) for key in singles}
        return Repair(chosen_sets, alone, solved=True)
    sets: list[frozenset[str]] = []
    cuts: list[tuple[frozenset[str], bool]] = []
    best = inf
    solved = True
    for _ in range(4 * MOST_SETS):
        chosen = lightest(system, cuts, seconds)
        if chosen is None:
            solved = bool(sets)
            break
        weight = sum(system.weights[key] for key in chosen)
        if weight > best + INTEGRAL or len(sets) == MOST_SETS:
            break
        if not feasible(system, chosen):
            cuts.append((chosen, False))  # only the tolerance of the solver let it pass
            continue
        chosen = pruned(system, chosen)
        best = sum(system.weights[key] for key in chosen)
        sets.append(chosen)
        if not chosen:
            break
        cuts.append((chosen, True))
    needs: dict[str, Interval] = {}
    for chosen in sets:
        for key in sorted(chosen - needs.keys()):
            needs[key] = needed(system, chosen, key, seconds)
    return Repair(tuple(sets), needs, solved)


def lightest_singles(system: System) -> list[str]:
    """Return the figures whose release alone will do, where each is lighter than any two together.

    This settles most components without the search over sets; empty where the search is needed.
    """
    weights = sorted(system.weights[key] for key in system.values)
    if len(weights) < 2 or len(weights) > MOST_SINGLES or not bounds_clash(system):
        return []
    found: list[str] = []
    for key in sorted(system.values, key=lambda k: system.weights[k]):
        weight = system.weights[key]
        if weight >= weights[0] + weights[1] or (found and weight > system.weights[found[0]]):
            break
        if not bounds_clash(freed(system, key)) and feasible(system, frozenset((key,))):
            found.append(key)
    return found


def freed(system: System, key: str) -> System:
    """Return the system with one figure free and the lines void that it makes void."""
    lines = tuple(line for line in system.lines if key not in line.unless)
    return replace(system, values={**system.values, key: Interval(0, inf)}, lines=lines)


def pruned(system: System, released: frozenset[str]) -> frozenset[str]:
    """Return the set without the figures that need no release after all (the solver works to a tolerance)."""
    for key in sorted(released, key=lambda k: (-system.weights[k], k)):
        if len(released) > 1 and feasible(system, released - {key}):
            released -= {key}
    return released


def needed(system: System, released: frozenset[str], key: str, seconds: float) -> Interval:
    """Return the least and the greatest value that a released figure can take."""
    least = solve(system, released, (key, 1.0), seconds)
    most = solve(system, released, (key, -1.0), seconds)
    top = inf if most is None or -most >= ceiling_of(system) - 1 else -most
    return Interval(round(least or 0), top if isinf(top) else round(top))


def lightest(
    system: System, cuts: Sequence[tuple[frozenset[str], bool]], seconds: float
) -> frozenset[str] | None:
    """Return the lightest set to release that no cut forbids, None where there is none or time ran out."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import coo_array  # noqa: PLC0415

    ids = list(system.values)
    size = len(ids)
    at = {key: index for index, key in enumerate(ids)}
    ceiling = ceiling_of(system)
    rows: list[tuple[list[tuple[int, float]], float, float]] = []
    for key in ids:
        value = system.values[key]
        index = at[key]
        if value.low > 0:
            rows.append(([(index, 1.0), (size + index, value.low)], value.low, inf))
        if value.high < ceiling:
            rows.append(([(index, 1.0), (size + index, -(ceiling - value.high))], -inf, value.high))
    for line in system.lines:
        terms = [(at[key], factor) for key, factor in line.terms]
        slack = ceiling * sum(abs(factor) for _, factor in terms)
        free = [size + at[key] for key in line.unless]
        if not isinf(line.low):
            rows.append(([*terms, *((i, slack) for i in free)], line.low, inf))
        if not isinf(line.high):
            rows.append(([*terms, *((i, -slack) for i in free)], -inf, line.high))
    for chosen, larger in cuts:
        if larger:
            rows.append(([(size + at[key], 1.0) for key in chosen], -inf, len(chosen) - 1))
        else:
            rows.append(([(size + at[key], 1.0) for key in ids if key not in chosen], 1, inf))
    entries = [
        (number, column, factor) for number, (terms, _, _) in enumerate(rows) for column, factor in terms
    ]
    matrix = coo_array(
        ([e[2] for e in entries], ([e[0] for e in entries], [e[1] for e in entries])),
        shape=(len(rows), 2 * size),
    ).tocsr()
    answer = milp(
        [0.0] * size + [system.weights[key] for key in ids],
        constraints=[LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])],
        bounds=Bounds([0.0] * 2 * size, [ceiling] * size + [1.0] * size),
        integrality=[*system.integrality(), *[1] * size],
        options={"time_limit": seconds},
    )
    if answer.status != 0:
        return None
    return frozenset(key for key in ids if answer.x[size + at[key]] > 0.5)
