"""From contradicted rules to suspects: one program for each connected component of rules."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from extractor.checks.finding import Finding
from extractor.checks.localise import Line, Suspect, System, bounds_clash, lines_of, repair
from extractor.checks.verdicts import decide
from extractor.tables.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.checks.figures import Book, Figure
    from extractor.checks.finding import Verdict
    from extractor.checks.localise import Repair
    from extractor.checks.rules import Rule
    from extractor.checks.totals import OfficialRow

OFFICIAL, TOTAL, PART, EXACT = 40.0, 4.0, 2.0, 1.0  # an official value outweighs a total, a total a part


def find_suspects(
    rules: Sequence[Rule], book: Book, official: Sequence[OfficialRow]
) -> tuple[list[Finding], list[Suspect], list[str]]:
    """Return what contradicts only jointly, the likely errors, and what could not be solved in time."""
    findings: list[Finding] = []
    suspects: list[Suspect] = []
    errors: list[str] = []
    for group, rows in components(rules, official):
        system = system_of(group, rows, book)
        if not bounds_clash(system):
            continue
        broken = [rule for rule in group if decide(rule, book).verdict == "contradicted"]
        proven = bool(broken) or any(row.verdict == "contradicted" for row in rows)
        near = neighbourhood(system, broken, rows) if proven else system
        answer = repair(near)
        if bounds_clash(released(system, answer)):
            answer = repair(system)
        if not proven:
            findings.append(joint_finding(group, answer, book))
        if not answer.solved:
            errors.append(f"{group[0].whole}: {len(system.values)} figures hang together, too many to solve")
        suspects.extend(suspects_of(system, answer, book))
    return findings, suspects, errors


def neighbourhood(system: System, broken: Sequence[Rule], rows: Sequence[OfficialRow]) -> System:
    """Return the part of a system around what is contradicted: a correction elsewhere could not help."""
    core = {key for rule in broken for key in rule.records}
    core |= {
        key for row in rows if row.verdict == "contradicted" for key in (*row.records, f"official:{row.line}")
    }
    lines = tuple(line for line in system.lines if core & {key for key, _ in line.terms})
    keys = (
        core
        | {key for line in lines for key, _ in line.terms}
        | {key for line in lines for key in line.unless}
    )
    values = {key: value for key, value in system.values.items() if key in keys}
    return System(values, system.weights, lines, system.fractional)


def released(system: System, answer: Repair) -> System:
    """Return a system with the first repair's figures free."""
    free = answer.sets[0] if answer.sets else frozenset[str]()
    values = {key: Interval(0, inf) if key in free else value for key, value in system.values.items()}
    return replace(
        system, values=values, lines=tuple(line for line in system.lines if free.isdisjoint(line.unless))
    )


def components(
    rules: Sequence[Rule], official: Sequence[OfficialRow]
) -> Iterator[tuple[list[Rule], list[OfficialRow]]]:
    """Yield the certain rules and the official rows that hang together by shared figures."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    sure = [rule for rule in rules if rule.certain]
    rows = [row for row in official if row.records]
    for keys in (*(rule.records for rule in sure), *(row.records for row in rows)):
        for key in keys[1:]:
            parent[root(key)] = root(keys[0])
    groups: dict[str, tuple[list[Rule], list[OfficialRow]]] = {}
    for rule in sure:
        groups.setdefault(root(rule.whole), ([], []))[0].append(rule)
    for row in rows:
        groups.setdefault(root(row.records[0]), ([], []))[1].append(row)
    yield from groups.values()


def system_of(rules: Sequence[Rule], rows: Sequence[OfficialRow], book: Book) -> System:
    """Return the intervals, weights and lines of a component; an official value is a figure of its own."""
    values = {key: book[key].value for rule in rules for key in rule.records}
    for rule in rules:
        if rule.kind == "same_quantity":
            loosen(values, rule, book)
    weights = {key: weight(book[key]) for key in values}
    lines = [line for rule in rules for line in lines_of(rule, values)]
    for row in rows:
        key = f"official:{row.line}"
        values[key] = Interval(row.value[0] or 0, float("inf") if row.value[1] is None else row.value[1])
        weights[key] = OFFICIAL
        for record in row.records:
            values.setdefault(record, book[record].value)
            weights.setdefault(record, weight(book[record]))
        lines.extend(official_lines(row, key, book))
    rates = frozenset(key for rule in rules if rule.kind == "product" for key in rule.parts)
    return System(values, weights, tuple(lines), rates)


def loosen(values: dict[str, Interval], rule: Rule, book: Book) -> None:
    """Open a round figure that stands beside a more precise statement of the same quantity."""
    one, other = book[rule.parts[0]], book[rule.whole]
    for figure, finer in ((one, other), (other, one)):
        rounder = figure.loose.high - figure.loose.low > finer.loose.high - finer.loose.low
        if rounder or not figure.value.meets(finer.value):
            values[figure.record.id] = figure.loose


def official_lines(row: OfficialRow, key: str, book: Book) -> Iterator[Line]:
    """Yield what a row asks of its figures.

    Over must come down, under must come up, a matching total must stay.
    """
    for record in row.records:
        terms = ((record, 1.0), (key, -1.0))
        if row.status == "over":
            yield Line(terms, float("-inf"), 0)
        elif row.status == "under":
            yield Line(terms, 0, float("inf"))
        elif row.status == "match" and book[record].record.scope == "total":
            yield Line(terms, 0, 0)


def weight(figure: Figure) -> float:
    """Return how hard a figure is to doubt.

    A total more than a part, an exact one more than an approximate one.
    """
    return (TOTAL if figure.record.scope == "total" else PART) + (EXACT if figure.value.exact else 0.0)


def joint_finding(rules: Sequence[Rule], answer: Repair, book: Book) -> Finding:
    """Return the finding of rules that hold one by one and not together."""
    doubted = {key for chosen in answer.sets for key in chosen}
    touched = [rule for rule in rules if doubted & set(rule.records)] or list(rules)
    records = tuple(dict.fromkeys(key for rule in touched for key in rule.records))
    said = "; ".join(decide(rule, book).explanation for rule in touched)
    verdict: Verdict = "contradicted" if answer.solved else "open"
    words = "each can hold, but not together" if answer.solved else "too many figures hang together to decide"
    return Finding(
        touched[0].kind, verdict, records, f"{words}: {said}", tuple(book[key].span for key in records)
    )


def suspects_of(system: System, answer: Repair, book: Book) -> Iterator[Suspect]:
    """Yield the figures of the lightest repairs; where several are as light, each says so."""
    alternatives = len(answer.sets)
    for chosen in answer.sets:
        for key in sorted(chosen & answer.needs.keys()):
            if key not in book:
                continue
            need, value = answer.needs[key], system.values[key]
            words = f"{book[key].record.text} ({value}) would have to be {need}"
            if len(chosen) > 1:
                words += f", together with {len(chosen) - 1} other figure{'s' if len(chosen) > 2 else ''}"
            if alternatives > 1:
                words += f"; one of {alternatives} equally likely corrections"
            yield Suspect(key, value.bounds(), need.bounds(), words)


def unique(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """Return the suspects, each record once, in order."""
    return tuple({suspect.record: suspect for suspect in reversed(list(suspects))}.values())[::-1]
