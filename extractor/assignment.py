"""Pairing two lists one to one and as well as possible: how the scorer matches predictions with gold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pair(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return a largest one-to-one pairing {left: right}, where `edges[left]` lists the right sides allowed.

    Augmenting paths (Kuhn 1955); the lists are those of one article, so cubic cost is nothing.
    """
    holder: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in edges[left]:
            if right not in tried:
                tried.add(right)
                if right not in holder or place(holder[right], tried):
                    holder[right] = left
                    return True
        return False

    for left in range(len(edges)):
        place(left, set())
    return {left: right for right, left in holder.items()}


def best_pairs(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of a heaviest assignment; min(rows, columns) pairs, in order of rows.

    The Hungarian method with potentials, O(rows^2 * columns); weights may be any finite numbers.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = best_pairs(list(zip(*weights, strict=True)))
        return sorted((row, column) for column, row in turned)
    rows, columns = len(weights), len(weights[0])
    row_price = [0.0] * (rows + 1)
    column_price = [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # row of each column, 1-based; 0 is free, column 0 the row being placed
    for row in range(1, rows + 1):
        owner[0] = row
        came_from = _cheapest_path(weights, row_price, column_price, owner)
        column = came_from[0]
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])


def _cheapest_path(
    weights: Sequence[Sequence[float]], row_price: list[float], column_price: list[float], owner: list[int]
) -> list[int]:
    """Find the path from column 0 to the nearest free column; prices are moved on the way.

    `came_from[c]` is the column before c on its path; `came_from[0]` is the free column that was reached.
    """
    columns = len(column_price) - 1
    slack = [math.inf] * (columns + 1)
    came_from = [0] * (columns + 1)
    done = [False] * (columns + 1)
    column = 0
    while owner[column]:
        done[column] = True
        row, nearest, step = owner[column], 0, math.inf
        for other in range(1, columns + 1):
            if done[other]:
                continue
            reduced = -weights[row - 1][other - 1] - row_price[row] - column_price[other]
            if reduced < slack[other]:
                slack[other], came_from[other] = reduced, column
            if slack[other] < step:
                step, nearest = slack[other], other
        for other in range(columns + 1):
            if done[other]:
                row_price[owner[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    came_from[0] = column
    return came_from
