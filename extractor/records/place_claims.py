"""Whose place a name right before a figure is: of a list each name is its own figure's (其中固始县6940人、息县3900余人)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.mentions.mention import Place
from extractor.records.goals import touches

if TYPE_CHECKING:
    from extractor.mentions.mention import Unit
    from extractor.records.draft import Draft
    from extractor.records.place_readings import View


def owed(draft: Draft) -> bool:
    """Tell whether a count is in the division right before it because that has not sent it (其中固始县6940人).

    Of 590 such in the annotated corpus 25 are neither of the name nor there.
    """
    own = draft.bound
    return (
        isinstance(own, Place)
        and touches(draft.frame, own.end, draft.token)
        and not draft.count.per
        and not own.text.startswith("全")
        and (draft.unit is None or draft.unit.name != own.name)
    )


def is_at(group: tuple[Place, ...] | None, place: Unit | Place | None) -> bool:
    """Tell whether a place is one of a group."""
    return place is not None and any(p.name == place.name for p in group or ())


def sent_by_bound(draft: Draft) -> str:
    """Tell whether the name right before a count has sent it (`is-sender`), somebody else has (`other`), or nobody (`unsent`)."""
    return "unsent" if draft.unit is None else "is-sender" if draft.unit is draft.bound else "other"


def of_sibling(group: tuple[Place, ...], draft: Draft, view: View) -> bool:
    """Tell whether places belong to other figures of a list: in A、B共转移8人、6人 and in A8人、B6人 the second is never in A.

    Nor is what follows such a list behind a semicolon (A8人、B6人;组建队伍27支), nor are who come from a list of houses in them.
    """
    own = draft.bound
    names: set[str] = set()
    if draft.aligned and isinstance(own, Place):
        names = {p.name for g in view.found for p in g.places if own.name in {q.name for q in g.places}}
    elif own is None:
        end = draft.token.start
        listed = [d for d in _bound_siblings(draft, view) if d.token.end <= end]
        if len(listed) > 1 and ";" in draft.frame.text[listed[-1].token.end : end]:
            names = {d.bound.name for d in listed if d.bound is not None}
    elif isinstance(own, Place) and touches(draft.frame, own.end, draft.token):
        names = {d.bound.name for d in _bound_siblings(draft, view) if d.bound is not None}
    contributed = draft.who == "mobilized" and _sent(draft)
    if contributed and is_at(group, draft.unit) and any(_sent(d) for d in view.siblings if d is not draft):
        return True
    return any(p.name in names and (own is None or p.name != own.name) for p in group)


def _sent(draft: Draft) -> bool:
    """Tell whether a figure stands right behind who sent it (市武警医院22人)."""
    return draft.unit is not None and touches(draft.frame, draft.unit.end, draft.token)


def _bound_siblings(draft: Draft, view: View) -> list[Draft]:
    """Return the other figures of a count's sentence that stand right behind a name."""
    return [
        d
        for d in view.siblings
        if d is not draft and d.bound is not None and touches(d.frame, d.bound.end, d.token)
    ]
