"""Lists of names and figures: which name is each figure's own, and which are none of its senders."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.ranking import Features
from extractor.records.status import DIVISION_HEADS, governing_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Place, Unit
    from extractor.records.agents import Agent
    from extractor.records.draft import Draft


def before_in_list(draft: Draft, last: Draft | None) -> Draft | None:
    """Return the figure before an aligned one, or one with a name of its own, in its list, None where there is none."""
    if last is None or last.frame is not draft.frame:
        return None
    return last if (draft.aligned and last.aligned) or _each_named(draft, last) else None


def _each_named(draft: Draft, last: Draft) -> bool:
    """Tell whether two figures of a list have each a name right before it (甲市20名、乙市10名)."""
    if draft.bound is None or last.bound is None or draft.bound.end != draft.token.start:
        return False
    between = draft.frame.text[last.token.end : draft.bound.start]
    return last.bound.end == last.token.start and _NEXT.fullmatch(between) is not None


_NEXT = re.compile(r"[^\d,。;:!?、()“”\n]{0,10}[、,;和及]")  # between one item of a list and the next


def bound_features(draft: Draft, traits: tuple[str, ...]) -> Features:
    """Describe the name of a list: the verb that governs the list, and what kind of name it is."""
    features = Features("bound", governing_verb(draft), *traits)
    name = draft.bound.name if draft.bound is not None else ""
    features.cross("bound", "division" if name.endswith(DIVISION_HEADS) else "site")
    features.cross(f"bound-{governing_verb(draft)}", *traits)
    gap = bound_gap(draft)
    features.cross(
        "bound-gap", gap, f"{gap}-{draft.sort}", f"{gap}-{draft.who}", f"{gap}-{draft.count.measure}"
    )
    return features


def bound_gap(draft: Draft) -> str:
    """Tell what stands between a figure and its bound name: nothing (鲤城1388名), a word of sums (云岭镇共转移320人), others."""
    if draft.bound is None:
        return ""
    between = draft.frame.text[draft.bound.end : draft.token.start]
    if not between:
        return "touching"
    listed = sum(t.kind == "count" for t in draft.frame.of("count")) > _LIST
    summed = _sums().match(between) is not None
    return f"{'sums' if summed else 'words'}-{'list' if listed else 'single'}"


@cache
def _sums() -> re.Pattern[str]:
    """Compile what stands between a name and its sum."""
    return re.compile(rf"[共已现全]|{any_of('sum_words', 'summed')}")


_LIST = 2


def counted_names(draft: Draft, last: Draft | None, found: Sequence[Agent]) -> set[str]:
    """Return who a list names whose number a count is (组建甲队、乙队等9支队伍), or the count before it where they are sent.

    调派甲、乙、丙等7个支队共530人 tells who is sent, not who sends.
    """
    text, groups = draft.frame.text, ("units", "teams")
    counted, sent = draft, False
    if draft.count.measure not in groups:
        if last is None or last.frame is not draft.frame or last.count.measure not in groups:
            return set()
        if "," in text[last.token.end : draft.token.start]:
            return set()
        counted, sent = last, True
    start = draft.frame.clauses[counted.token.clause][0]
    return {
        m.name
        for a in found
        if len(a.members) > 1
        and a.end <= counted.token.start
        and _ETC.fullmatch(text, a.end, counted.token.start)
        and not (sent and not draft.frame.cues("send", start, a.start))
        for m in a.members
    }


_ETC = re.compile(r"(?:等地?|这)?")


def sender_of_part(draft: Draft, last: Draft) -> Unit | Place | None:
    """Return who sent the part before a semicolon, who does not go on behind it: 全市投入90人,其中甲县30人;组建队伍9支."""
    whole = last.whole
    if (
        whole is None
        or not last.whole_sure
        or last.unit is None
        or last.frame is not draft.frame
        or draft.whole in (last, whole)
    ):
        return None
    if ";" not in draft.frame.text[last.token.end : draft.token.start]:
        return None
    return last.unit if whole.unit is None or whole.unit.name != last.unit.name else None
