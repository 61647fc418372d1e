"""Counted nouns compared: the same, answering a wider one, or too general to say (人, 人员)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.lexicons import any_of, read_lexicon, terms_of

VERBS = frozenset({"send", "hurt", "save", "form", "goal", "sum"})
MOST_WORDS = 12  # characters before a figure in which its noun is looked for
WORDS, WORDS_END = re.compile(r"[一-鿿]{2,12}"), re.compile(rf"[一-鿿]{{1,{MOST_WORDS}}}$")
LINK_ENDS = frozenset("数也已还就共总计约仅有达为至到\n")  # what `link_words` ends with
LINK_REACH = 40  # characters from the end in which it may begin
JOINTS = re.compile(r"[、,，/和及与()()“”\"]")


@cache
def link_words() -> re.Pattern[str]:
    """Compile what stands between a noun and its figure."""
    reached = any_of("count_verbs", "reached")
    return re.compile(rf"(?:人?数)?(?:也|已|还|就|共|总|累计|约|仅)*(?:有|达|为|{reached})?$")


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


@cache
def verb_end() -> re.Pattern[str]:
    """Return a pattern for the words that end before a counted noun begins (投入…, 上岗的…, 各类…)."""
    verbs = [row["term"] for row in read_lexicon("cues") if VERBS & set(row["classes"].split())]
    words = sorted(
        {*verbs, *area_prefixes(), *"的了有等里个每与和及", *terms_of("relation_words", "noun")},
        key=len,
        reverse=True,
    )
    return re.compile("|".join(map(re.escape, words)))


def described(noun: str, before: str, after: str) -> str:
    """Return the counted noun with what describes it in its sentence: 防汛抢险人员 of 累计投入防汛抢险人员8640人.

    `before` and `after` are the words around the figure. The noun stays as it is where no verb or mark shows where it begins.

    >>> described("志愿者", "累计有", "防汛志愿者上岗。"), described("", "登记上岗的防汛志愿者也有", "。")
    ('防汛志愿者', '防汛志愿者')
    """
    if noun and (match := WORDS.match(after.removeprefix("的"))) and noun in match[0]:
        return match[0][: match[0].index(noun) + len(noun)]
    link = link_words().search(before, max(0, len(before) - LINK_REACH)) if before[-1:] in LINK_ENDS else None
    end = link.start() if link else len(before)
    run = WORDS_END.search(before, max(0, end - MOST_WORDS), end)
    tail = noun or people_at_end(run[0] if run else "")
    if run is None or not tail or not run[0].endswith(tail):
        return noun
    head = run[0].removesuffix(tail)
    ends = [match.end() for match in verb_end().finditer(head)]
    bounded = run.start() > 0 and len(run[0]) < MOST_WORDS
    if not ends and not bounded:
        return tail
    return head[max(ends, default=0) :] + tail


@lru_cache(maxsize=65536)
def may_serve(noun: str) -> bool:
    """Tell whether people of a noun may be mobilized: not where its head names those who are helped (群众, 病例)."""
    found = people_at_end(noun)
    return _who().get(found, "mobilized") == "mobilized"


@cache
def _who() -> dict[str, str]:
    """Return what the people of each word do unless the sentence says otherwise."""
    return {row["term"]: row["who"] for row in read_lexicon("people")}


@cache
def people_nouns() -> frozenset[str]:
    """Return the words for people whom a figure may count."""
    return frozenset(row["term"] for row in read_lexicon("people"))


@cache
def _longest() -> int:
    return max(map(len, people_nouns()))


def people_at_end(text: str) -> str:
    """Return the longest word for people that ends a text, empty where none does."""
    sizes = range(min(len(text), _longest()), 0, -1)
    return next((text[-size:] for size in sizes if text[-size:] in people_nouns()), "")


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
