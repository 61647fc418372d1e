"""Teams: named in quotation marks or after them, by their head word; tied to the unit that formed them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.mention import Team, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text.page import Page

_EACH = re.compile(r"一[^一]{1,5}一")  # “一考点一团队” names none
_FORMED = re.compile(r"[。;!?\n]")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the two shapes of a named team: “青年突击队” and “老水手”劝导队."""
    heads = "|".join(sorted((r["term"] for r in read_lexicon("team_heads")), key=len, reverse=True))
    return (
        re.compile(rf"“([^“”\n]{{2,20}}?(?:{heads}))”"),
        re.compile(
            rf"“([^“”\n,。!?]{{2,14}})”(?![排摸][查排])([\u4e00-\u9fff]{{0,6}}?(?:{heads}))(?![伍员长列队体])(?<!连(?=[续日夜着接忙带轴]))(?<!排(?=[查除放涝水序]))(?<!团(?=[结聚体]))(?<!营(?=[业造销救养]))"
        ),
    )


def find_teams(page: Page, units: Sequence[Unit]) -> list[Team]:
    """Return the named teams in text order; `unit` is the nearest unit before them in their clause."""
    teams: dict[int, Team] = {}
    if "“" not in page.clean:
        return []
    inside, after = _patterns()
    for match in inside.finditer(page.clean):
        if _EACH.match(match.group(1)):
            continue
        teams[match.start()] = Team(
            match.start(), match.end(), match.group(1), _former(page, units, match.start())
        )
    for match in after.finditer(page.clean):
        if match.start() not in teams:
            name = match.group(1) + match.group(2)
            teams[match.start()] = Team(match.start(), match.end(), name, _former(page, units, match.start()))
    return [teams[start] for start in sorted(teams)]


def _former(page: Page, units: Sequence[Unit], start: int) -> str:
    """Return the name of the last unit before `start` in the same sentence, empty without one."""
    before = [u for u in units if u.end <= start and start - u.end <= 40]
    if not before or _FORMED.search(page.clean, before[-1].end, start):
        return ""
    return before[-1].name
