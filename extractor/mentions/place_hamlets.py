"""What lies inside a village: its groups (李店村三组) and its hamlets (钟灵村柏树坪)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import VILLAGE_KINDS, Found, generic, of_team
from extractor.mentions.place_villages import add_below

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

_GROUP = re.compile(
    r"(?P<name>第?[一二三四五六七八九十\d]{1,3}|[\u4e00-\u9fff]{2,3}?)"
    r"(?:(?:村民|居民)?小?组(?!织|长|员|成|建|合|装|团)|(?<=[一二三四五六七八九十\d])社(?![区会员保]))"
)
_NEXT_GROUP = re.compile(
    r"[、和](?P<name>(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:(?:村民)?小?组(?!织|长|员|成|建|合|装|团)|社(?![区会员保])))"
)
_OF_VILLAGERS = re.compile(r"民小?组(?!织|长|员|成|建)")
"""How the name of a group goes on after what looks like a village (赵家沟村|民组)."""
_HAMLET = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,3}?)[庄屯寨坪岭沟湾坝坳冲垭塬峪畈垄坑塆坡岩塘](?=[,。、;:的附处发出等上里有遭境滑垮塌]|一带)"
)
_LIKELY = 1.6


def hamlets(view: View) -> None:
    """Find the groups and hamlets named right after their village."""
    text = view.text
    for village in list(view.found):
        start = village.end
        if village.payload.kind not in VILLAGE_KINDS or village.score < 1 or of_team(text, start):
            continue
        if group := _OF_VILLAGERS.match(text, start):
            found = Found(village.payload.name + group.group(), "site", village.payload.divisions)
            view.add(
                Candidate(village.start, group.end(), "place", village.score + _LIKELY, ("group",), found)
            )
            continue
        inside = _GROUP.match(text, start) or _HAMLET.match(text, start)
        if inside is None:
            continue
        end_of_name = inside.end("name")
        name = inside["name"]
        if name.endswith(terms_of("place_words", "no_group")) or (
            not name[-1].isdigit() and len(name) > 1 and generic(view, start, end_of_name, inside.end())
        ):
            continue
        add_below(view, start, inside.end(), "site", _LIKELY, None)
        _others(view, village, inside.end())


def _others(view: View, village: Candidate, at: int) -> None:
    """Find the groups that a list names after the first one of a village (一组、|四组、五组)."""
    while also := _NEXT_GROUP.match(view.text, at):
        name = village.payload.name + also["name"]
        found = Found(name, "site", village.payload.divisions)
        view.add(Candidate(also.start("name"), also.end(), "place", _LIKELY, ("group", "list"), found))
        at = also.end()
