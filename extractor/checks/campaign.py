"""Whether two figures surely belong to one campaign, and whether a figure is cumulative."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.tables.nouns import is_generic

if TYPE_CHECKING:
    from extractor.checks.figures import Figure

LONGEST_GAP = 14  # days between two reports of one campaign's running total
ALIKE = 0.35  # share of the shorter sentence's character pairs found in the other
SPECIFIC = 5  # characters from which a noun names its campaign (防汛志愿者)
FIGURES = re.compile(r"[0-9０-９.,，。、:：;；年月日时分“”\"()（）\s]+")


@cache
def cumulative_cues() -> re.Pattern[str]:
    """Return the words that make a figure a running total."""
    return re.compile("|".join(row["term"] for row in read_lexicon("cumulative")))


def is_cumulative(figure: Figure) -> bool:
    """Tell whether the sentence calls the figure a running total (累计…), before the figure."""
    record = figure.record
    before = (sentence.partition(record.text)[0] for sentence in (record.sentence, *record.again))
    return any(cumulative_cues().search(words) for words in before)


def same_campaign(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of the same noun surely count for one campaign: near in time, said alike."""
    a, b = one.record, other.record
    if is_generic(one.said) or (one.day and other.day and abs((one.day - other.day).days) > LONGEST_GAP):
        return False
    if a.action and b.action:
        return a.action == b.action
    if min(len(one.said), len(other.said)) >= SPECIFIC or not (a.sentence or b.sentence):
        return True
    return alike(a.sentence, b.sentence) >= ALIKE


def alike(one: str, other: str) -> float:
    """Return the share of the shorter sentence's character pairs, digits left out, that the other has too."""
    first, second = pairs(one), pairs(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


@lru_cache(maxsize=4096)
def pairs(sentence: str) -> frozenset[str]:
    """Return the character pairs of a sentence without figures and marks."""
    text = FIGURES.sub("", sentence)
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))
