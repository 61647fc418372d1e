"""Counted nouns compared: the same, answering a wider one, or too general to say (人, 人员)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.lexicons import read_lexicon

JOINTS = re.compile(r"[、,，/和及与()()“”\"]")


@cache
def generic_nouns() -> frozenset[str]:
    """Return the nouns that say no more than the measure does."""
    return frozenset(row["term"] for row in read_lexicon("nouns_generic"))


def is_generic(noun: str) -> bool:
    """Tell whether a noun says no more than its measure (empty, 人, 人员, 户)."""
    return not noun or noun in generic_nouns()


@cache
def area_prefixes() -> frozenset[str]:
    """Return the words that only say again whose people they are (市级, 全市, 广大)."""
    return frozenset(row["term"] for row in read_lexicon("noun_prefixes"))


@lru_cache(maxsize=65536)
def noun_key(noun: str) -> str:
    """Return the noun without area and general tail: 全市防汛抢险人员, 防汛抢险力量 -> 防汛抢险."""
    while noun[:2] in area_prefixes() and len(noun) > 3:
        noun = noun[2:]
    for size in (3, 2):
        if len(noun) - size >= 2 and noun[-size:] in generic_nouns():
            return noun[:-size]
    return noun


@lru_cache(maxsize=65536)
def answers(noun: str, wanted: str) -> bool:
    """Tell whether a figure of `noun` is one of `wanted`: 党员干部 answers 干部; a general one nothing.

    >>> answers("党员干部", "干部"), answers("干部", "党员干部"), answers("人员", "受伤人员")
    (True, False, False)
    """
    if noun_key(noun) == noun_key(wanted):
        return True
    if is_generic(noun):
        return False
    heads = [part for part in JOINTS.split(noun_key(wanted)) if part and not is_generic(part)]
    mine = [part for part in JOINTS.split(noun) if part]
    return bool(mine) and all(any(part.endswith(head) for head in heads) for part in mine)


@lru_cache(maxsize=65536)
def alike_nouns(noun: str, other: str) -> bool:
    """Tell whether two nouns may mean the same people: one answers the other, or they share half of their words.

    Enough to say that two figures agree, never that they do not.
    """
    if answers(noun, other) or answers(other, noun):
        return True
    shared = len(set(noun_key(noun)) & set(noun_key(other)))
    return 2 * shared >= min(len(set(noun_key(noun))), len(set(noun_key(other))))
