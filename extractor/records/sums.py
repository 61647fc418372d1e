"""Figures that add up: a list of counts and the one figure near it that is their sum, and parts said batch by batch."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft

_LIST_GAP = 40  # a list of parts does not run over longer stretches without a figure
_LEAST = 20  # smaller sums come about by chance
_LOOSE = 0.02  # how loose an approximate whole may be for a sum to confirm it
_LONGEST = 24  # figures of a list
_PAIR = 2
_MANY = 100  # sums of figures that stand apart, below which they come about by chance
_TENTH = 0.05  # of the sum that each of its parts makes at least
_NEAR = 3  # paragraphs between the parts and their sum


def find_sums(drafts: Sequence[Draft]) -> Iterator[tuple[tuple[Draft, ...], Draft]]:
    """Yield (parts, whole): runs of figures of one measure that add up to another figure of their paragraph."""
    summable = [draft for draft in drafts if _summable(draft)]
    exact = [draft for draft in summable if _exact(draft)]
    wholes, own = _by_paragraph(summable), _by_paragraph(exact)
    for number, some in own.items():
        taken: set[int] = set()
        for run in _runs(some):
            for parts, whole in _windows(run, wholes[number], wholes.get(number - 1, ())):
                if not taken.intersection(map(id, parts)):
                    taken.update(map(id, parts))
                    yield parts, whole
    yield from _scattered(exact)
    yield from _apart(exact)


def _by_paragraph(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.paragraph, []).append(draft)
    return found


def _apart(drafts: Sequence[Draft]) -> Iterator[tuple[tuple[Draft, ...], Draft]]:
    """Yield exact figures, neighbours in two sentences or clauses, that make one elsewhere: 60人 … 111人, and 171名 before."""
    by_measure: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.frame.kind != "headline":
            by_measure.setdefault(draft.count.measure, []).append(draft)
    for same in by_measure.values():
        values = [d.count.low or 0 for d in same]
        by_value: dict[int, list[Draft]] = {}
        for value, draft in zip(values, same, strict=True):
            by_value.setdefault(value, []).append(draft)
        for size in (3, _PAIR):
            for start in range(len(same) - size + 1):
                sum_of = sum(values[start : start + size])
                if sum_of < _MANY or sum_of % 10 == 0 or sum_of not in by_value:
                    continue
                parts = same[start : start + size]
                if min(values[start : start + size]) < _TENTH * sum_of:
                    continue
                wholes = [d for d in by_value[sum_of] if d not in parts and _akin(d, parts)]
                if wholes:
                    yield tuple(parts), min(wholes, key=lambda d: abs(d.token.start - parts[0].token.start))


def _akin(whole: Draft, parts: Sequence[Draft]) -> bool:
    """Tell whether a figure may be the sum of others: as planned as they are, and of their paragraph or the next ones."""
    if any(p.whole is not None or p.planned != whole.planned or p.who != whole.who for p in parts):
        return False
    return abs(whole.paragraph - parts[0].paragraph) <= _NEAR


def _summable(draft: Draft) -> bool:
    return not draft.count.per and draft.count.low is not None and draft.count.high is not None


def _exact(draft: Draft) -> bool:
    return draft.count.low == draft.count.high and not draft.count.rounded


def _runs(own: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Yield runs of figures of one measure that follow each other within a sentence or two."""
    by_measure: dict[str, list[list[Draft]]] = {}
    for draft in own:
        runs = by_measure.setdefault(draft.count.measure, [])
        if runs and draft.token.start - runs[-1][-1].token.end <= _LIST_GAP and len(runs[-1]) < _LONGEST:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    for runs in by_measure.values():
        yield from (run for run in runs if len(run) > 1)


_MOST = 60  # figures of a sum that is looked for; more than the counties of a city or the provinces


def _windows(
    run: list[Draft], wholes: Sequence[Draft], before: Sequence[Draft]
) -> Iterator[tuple[tuple[Draft, ...], Draft]]:
    """Yield the longest stretches of a run that add up to a figure outside of them, the nearest one."""
    measure, values = run[0].count.measure, [d.count.low or 0 for d in run]
    inside, outside = _bounded(wholes, measure), _bounded(before, measure)
    for size in range(min(len(run), _MOST), 1, -1):
        for start in range(len(run) - size + 1):
            total = sum(values[start : start + size])
            near = [d for low, high, d in inside if low <= total <= high]
            far = [d for low, high, d in outside if low <= total <= high] if size > _PAIR else []
            if not (near or far) or 0 in values[start : start + size]:
                continue
            parts = run[start : start + size]
            if len({p.planned for p in parts}) > 1:
                continue
            if total < _LEAST and size == _PAIR and not _one_clause(parts):
                continue
            if total == _PAIR or (len(set(values[start : start + size])) == 1 and total % 10 == 0):
                continue  # two times 50 are 100 anywhere
            found = [d for d in near if d not in parts and _is_sum(d, parts)]
            found = found or [d for d in far if _is_sum(d, parts)]
            if found:
                yield tuple(parts), min(found, key=lambda d: abs(d.token.start - parts[0].token.start))


def _one_clause(parts: Sequence[Draft]) -> bool:
    return all(
        a.frame is b.frame and b.token.start - a.token.end <= _LIST_GAP // 2
        for a, b in itertools.pairwise(parts)
    )


def _bounded(drafts: Sequence[Draft], measure: str) -> list[tuple[int, int, Draft]]:
    """Return the counts of a measure with their bounds, as far as they are precise enough for a sum to confirm them."""
    bounds = ((d.count.low or 0, d.count.high or 0, d) for d in drafts if d.count.measure == measure)
    return [(low, high, d) for low, high, d in bounds if low and high - low <= _LOOSE * low * 1.5]


def _is_sum(whole: Draft, parts: Sequence[Draft]) -> bool:
    """Tell whether a count whose value is right may be the sum of parts: none of them surely is of another whole."""
    if whole.planned != parts[0].planned:
        return False
    return not any(p.whole is not None and p.whole is not whole and p.whole_sure for p in parts)


def _scattered(drafts: Sequence[Draft]) -> Iterator[tuple[tuple[Draft, ...], Draft]]:
    """Yield a later exact total of one noun (医生117名) with the earlier figures of it, batch by batch, that add up to it."""
    groups: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        if draft.count.noun and draft.frame.kind != "headline":
            groups.setdefault((draft.count.measure, draft.count.noun), []).append(draft)
    for same in groups.values():
        if len(same) <= _PAIR:
            continue
        for index in range(_PAIR, len(same)):
            whole, parts = same[index], same[:index]
            spread = len({id(p.frame) for p in parts}) > 1
            if (
                spread
                and sum(p.count.low or 0 for p in parts) == whole.count.low
                and (whole.count.low or 0) >= _LEAST
            ):
                yield tuple(parts), whole
