"""Whether two figures surely belong to one campaign, and whether a figure is cumulative."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.tables.divisions import whole_areas
from extractor.tables.nouns import area_prefixes, is_generic
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from extractor.checks.figures import Figure

LONGEST_GAP = 14  # days between two reports of one campaign's running total
ALIKE = 0.35  # share of the shorter sentence's character pairs found in the other
SPECIFIC = 5  # characters from which a noun names its campaign (防汛志愿者)
SHORTEST = 4  # characters of a phrase that tells a campaign
MARK = re.compile(r"[,。;:、()]")
REACH = 6  # characters after a figure that may say what became of them
FIGURES = re.compile(r"[0-9０-９.,，。、:：;；年月日时分“”\"()（）\s]+")


@cache
def states(kind: str) -> re.Pattern[str]:
    """Return the words that say what state those counted are in: their `fate`, or that they are so many `now`."""
    return re.compile("|".join(row["term"] for row in read_lexicon("figure_states") if row["state"] == kind))


@cache
def cumulative_cues() -> re.Pattern[str]:
    """Return the words that make a figure a running total."""
    return re.compile("|".join(row["term"] for row in read_lexicon("cumulative")))


def is_cumulative(figure: Figure, whole: Figure | None = None) -> bool:
    """Tell whether its sentence calls the figure, or the whole that it is a line of, a running total (累计…).

    The word stands after any other figure of the measure: 累计确诊病例262例,重型病例26例 sums up the former alone.
    """
    for before in leads(figure):
        cues = list(cumulative_cues().finditer(before))
        if cues and not states("now").search(before, cues[-1].end()):
            return True
    return whole is not None and is_cumulative(whole)


def leads(figure: Figure) -> list[str]:
    """Return the words before the figure, since the last other one of its measure, in each sentence that says it."""
    return [before for record, before, _ in figure.contexts() if record is figure.record]


def same_campaign(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of the same noun surely count for one campaign: near in time, said alike."""
    a, b = one.record, other.record
    if is_generic(one.said) or one.guessed or other.guessed:
        return False
    if one.day and other.day and abs((one.day - other.day).days) > LONGEST_GAP:
        return False
    if not (a.sentence or b.sentence):
        return True
    if (a.action and b.action and a.action != b.action) or not (says_area(one) and says_area(other)):
        return False
    if fates(one) != fates(other):
        return False
    return min(len(one.said), len(other.said)) >= SPECIFIC or not phrases(one).isdisjoint(phrases(other))


def says_area(figure: Figure) -> bool:
    """Tell whether a total's area is that of its article or named in its sentence; other places may be a misreading."""
    region = figure.report.region
    if figure.record.scope != "total":
        return True
    division = gazetteer().get(figure.area or "")
    if division is None or (region is not None and region.code == figure.area):
        return True
    return any(division.name[:2] in before for before in leads(figure))


def fates(figure: Figure) -> frozenset[str]:
    """Return the words around the figure for what has become of those counted: 累计186例治愈出院, 死亡1例."""
    found: set[str] = set()
    for record, before, after in figure.contexts():
        if record is figure.record:
            clause = before[max(map(before.rfind, ",;:")) + 1 :]
            found.update(states("fate").findall(clause + record.noun + MARK.split(after[:REACH])[0]))
    return frozenset(found)


def says_region(figure: Figure) -> bool:
    """Tell whether a sentence of a total names its region, or says whose it is in other words (全市, 市级机关)."""
    division = gazetteer().get(figure.area or "")
    words = {*area_prefixes(), *whole_areas(), *([division.name[:2]] if division else ())}
    sentences = (figure.record.sentence, *figure.record.again)
    return not figure.record.sentence or any(word in sentence for sentence in sentences for word in words)


def phrases(figure: Figure) -> set[str]:
    """Return how the figure is introduced, from the word that makes it a running total: 累计投入抢险人员."""
    found = set()
    for before in leads(figure):
        cues = list(cumulative_cues().finditer(before))
        if not cues and not figure.record.sentence.startswith(before):
            continue  # what stands before an earlier figure may say more of this one
        words = FIGURES.sub("", before[cues[-1].start() if cues else max(map(before.rfind, ",;:")) + 1 :])
        if len(words) >= SHORTEST:
            found.add(words)
    return found


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
