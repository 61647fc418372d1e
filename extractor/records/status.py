"""What a count is, as traits that its links are crossed with, and the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of

if TYPE_CHECKING:
    from extractor.records.draft import Draft

DIVISION_HEADS = ("省", "市", "县", "区", "州", "旗", "镇", "乡", "盟")


def words_of(name: str) -> str:
    """Return the words of a class of `status_words.tsv` as one alternation."""
    return any_of("status_words", name)


@cache
def region_wide() -> re.Pattern[str]:
    """Compile what tells of a whole area, of its people or authorities."""
    return re.compile(
        rf"[省市县区州]级机关|全[市省县区国州镇乡盟旗港澳]|我[省市县区州国]|本[市省县区港澳]|{words_of('whole')}"
    )


def sort_of(draft: Draft) -> str:
    """Return roughly what is counted: people who act, people acted on, teams, or other things; a rate for itself."""
    count = draft.count
    if count.per:
        return "rate"
    if count.measure in ("persons", "person_times"):
        return "actors" if draft.who_hint == "mobilized" else "others"
    return "teams" if count.measure == "teams" else "things"


@cache
def _nameless() -> re.Pattern[str]:
    """Compile a sender of a kind, by no name (省级选派3名、市级选派14名)."""
    return re.compile(
        rf"(?:[,、;:和]|\d[名人位])(?:[省市州县区镇乡]级|[省市州县区旗]直(?:机关|单位|部门)?|{words_of('nameless')})[^,、;:\d]{{0,6}}$"
    )


@cache
def _branch() -> re.Pattern[str]:
    """Compile a branch by its trade, at the start of a clause."""
    return re.compile(rf"(?:{words_of('any_branch')})?[\u4e00-\u9fff]{{2,4}}部门(?!的)")


def _by_branch(draft: Draft) -> bool:
    """Tell whether a branch without a name opens the clause (供电部门安排160人): nobody named before has sent them."""
    frame, start = draft.frame, draft.clause[0]
    branch = _branch().match(frame.text, start, draft.token.start)
    return branch is not None and not any(
        t.kind == "unit" for t in frame.of_between(start, draft.token.start)
    )


def count_traits(draft: Draft) -> tuple[str, ...]:
    """Return what a count is, as names to cross features with: measure, who, rate, plan, total cue, headline, part."""
    count, frame = draft.count, draft.frame
    near = frame.clauses[max(0, draft.token.clause - 1)][0]
    before = frame.text[near : draft.token.start]
    traits = [count.measure, f"{count.measure[:6]}-{draft.who_hint}"]
    for name, found in (
        ("rate", count.per),
        ("planned", draft.planned),
        ("region-wide", region_wide().search(before)),
        ("part", draft.whole),
        ("headline", frame.kind == "headline"),
        ("headlined", draft.twin is not None),
        (
            "nameless",
            _nameless().search(frame.text, frame.sentence.start, draft.token.start) or _by_branch(draft),
        ),
    ):
        if found:
            traits.append(name)
    return tuple(traits)


DEEDS = frozenset({"send", "goal", "form", "set", "serve", "save", "hurt", "apply"})
"""The classes of `cues.tsv` that say what people do, or what befalls them."""


def words_around(draft: Draft) -> tuple[str, ...]:
    """Return the words that tell what is said of a count: the verb before it in its clause, the one behind, its noun's end."""
    frame, token = draft.frame, draft.token
    start, end = draft.clause
    before, behind = "", ""
    for cue in frame.of("cue"):
        if cue.start < start or not cue.item & DEEDS:
            continue
        if cue.end <= token.start:
            before = frame.text[cue.start : cue.end]
        elif cue.start >= token.end:
            behind = frame.text[cue.start : cue.end] if cue.end <= end else ""
            break
    return (f"verb-{before}", f"then-{behind}", f"noun-{draft.count.noun[-_ENDING:]}")


_ENDING = 2  # characters of a noun that tell its kind (普通党员, 楼栋党员)


def governing_verb(draft: Draft) -> str:
    """Return whether the verb that governs a list sends (投入, 派出) or brings (下沉到, 分布): the last one before it decides.

    `goes` where all of the list go to a place named behind it (甲市20名、乙市10名抵达丙市).
    """
    start, end = draft.token.end, draft.clause[1]
    if any(
        any(t.kind == "place" for t in draft.frame.of_between(verb.end, end))
        for verb in draft.frame.cues("goal", start, end)
    ):
        return "goes"
    for where in (draft.frame, draft.whole.frame if draft.whole is not None else None):
        if where is None:
            continue
        end = draft.token.start if where is draft.frame else where.sentence.end
        verbs = [t for t in where.tokens if t.kind == "cue" and t.end <= end and {"send", "goal"} & t.item]
        if verbs:
            return "send" if "send" in verbs[-1].item else "goal"
    return "none"
