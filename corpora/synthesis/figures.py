"""Figures as the press writes them: a true value in, a wording with its bounds out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Figure:
    """A wording (with its classifier) and the inclusive bounds that the guideline gives it."""

    text: str
    low: int | None
    high: int | None


def place_value(number: int) -> int:
    """Return the place value of the last digit that is not zero (1500: 100)."""
    unit = 1
    while number % (unit * 10) == 0:
        unit *= 10
    return unit


def chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def exact(value: int, classifier: str, rng: Random) -> Figure:
    """Write a value exactly, small ones sometimes in Chinese numerals."""
    digits = chinese(value) if 3 <= value <= 99 and rng.random() < 0.15 else str(value)
    return Figure(digits + classifier, value, value)


def approximate(value: int, classifier: str, rng: Random) -> Figure:
    """Write a value that is 30 or more less exactly; the bounds contain it."""
    unit = 10 ** (len(str(value)) - 2) if value >= 100 else 10
    down = value // unit * unit
    if down in (value, 0):
        return exact(value, classifier, rng)
    step = place_value(down)
    up = down + unit
    choices = [
        Figure(f"{down}余{classifier}", down + 1, down + step - 1),
        Figure(f"{down}多{classifier}", down + 1, down + step - 1),
        Figure(f"超过{down}{classifier}", down + 1, None),
        Figure(f"近{up}{classifier}", up - place_value(up) + 1, up - 1),
        Figure(f"{down}{classifier}以上", down, None),
    ]
    return rng.choice(choices)
