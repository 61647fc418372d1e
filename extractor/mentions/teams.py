"""Teams: named in quotation marks or after them, by their head word; tied to the unit that formed them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.mentions.mention import Team, Unit
from extractor.text.page import Page

_HEADS = r"(?:突击队|先锋队|服务队|小分队|分队|志愿队|工作队|救援队|抢险队|应急队|宣讲队|劝导队|医疗队|巡逻队|党员队|专班|小组|战队|队|团|连|排|班|营)"
_INSIDE = re.compile(rf"“([^“”\n]{{2,20}}?{_HEADS})”")
_AFTER = re.compile(rf"“([^“”\n,。!?]{{2,14}})”((?:[\u4e00-\u9fff]{{0,6}}?){_HEADS})(?![伍员长列])")
_FORMED = re.compile(r"[。;!?\n]")


def find_teams(page: Page, units: Sequence[Unit]) -> list[Team]:
    """Return the named teams in text order; `unit` is the nearest unit before them in their clause."""
    teams: dict[int, Team] = {}
    for match in _INSIDE.finditer(page.clean):
        teams[match.start()] = Team(
            match.start(), match.end(), match.group(1), _former(page, units, match.start())
        )
    for match in _AFTER.finditer(page.clean):
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
