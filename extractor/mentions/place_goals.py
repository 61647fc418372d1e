"""Sites that the text goes to: what leads to a name and what is done there tell that it is one, whatever it looks like."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.place_text import cue_at, stops

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

_GOES = frozenset("在到至往赴沿于从抵")
_BEGINS = frozenset("将共同和与有原本当正中上下前后内外分再含如才日月晨里")
"""Characters that look like the end of what leads to a name, but begin one right behind a preposition (在|将军园广场)."""
_LIST = re.compile(
    r"[在到至往赴沿于从](?:[\u4e00-\u9fff\d]{2,9}[、和与及])+$"
)  # 在云庙山门、石牌坊和|天后广场
_NO_LIST = re.compile("[的了着是把将被]")
_EXIT = re.compile("[A-Z][1-9]?(?:[出入]|出入)?口")
_OPENS = frozenset(("", "\n", ",", "。", "“", ";", ":", "!", "?"))
_MOVES = 2  # characters of a word of going (走到|铁路家属院,)
_REACH = 60  # characters of a list


@cache
def _there() -> re.Pattern[str]:
    """Return what shows behind a name that something is done there (在青云观|疏导, 到老人会堂|等着)."""
    words = sorted(
        (row["term"] for row in read_lexicon("place_venues") if row["kind"] in ("there", "done")),
        key=len,
        reverse=True,
    )
    jointly = f"{any_of('place_words', 'jointly')}|各|等"
    here = rf"{any_of('place_words', 'here')}|[里内](?![的外])|前(?![往来去进后])|外(?![地来出])"
    return re.compile(
        rf"(?:[、和与及][\u4e00-\u9fff]{{2,6}}){{0,3}}?(?:{jointly})?(?:{here}|{'|'.join(words)})"
    )


@cache
def _visited() -> re.Pattern[str]:
    """Return what shows behind a name that people visit it (云庙陵|单日接待游客8万人次)."""
    return re.compile(rf"(?:{any_of('place_words', 'of_day')}|共)?(?:{any_of('place_words', 'visits')})")


def done_there(text: str, end: int) -> bool:
    """Tell whether something is done at the place whose name ends here."""
    return _there().match(text, end) is not None


def goal(view: View, left: int) -> bool:
    """Tell whether a preposition stands right before a name and leads to it."""
    text = view.text
    return (
        text[left - 1 : left] in _GOES
        and text[left - 2 : left] not in terms_of("place_words", "ongoing")
        and cue_at(view, left) == "to"
    )


def from_goal(view: View, left: int, strength: str) -> tuple[int, str]:
    """Return the edge before the character that only looks like a boundary (在|将军园广场), or of a list's member."""
    text = view.text
    if strength == "soft" and text[left - 1 : left] in _BEGINS and goal(view, left - 1):
        return left - 1, "to"
    if strength == "soft" and text[left - 1 : left] in ("、", "和", "与", "及"):
        listed = _LIST.search(text, max(0, left - _REACH), left)
        if listed and not _NO_LIST.search(listed.group()):
            return left, "to"
    return left, strength


def begins(text: str, left: int) -> bool:
    """Tell whether the name that begins here begins with what looks like a boundary."""
    return text[left : left + 1] in _BEGINS and text[left - 1 : left] in _GOES


def given(view: View, left: int, start: int, end: int) -> bool:
    """Tell whether a common word is given as a name to a site where something is done (在老人会堂|等着)."""
    return (
        end - start > 1
        and view.text[left:start] in stops("given")
        and view.text[left:end] not in stops("word")
        and goal(view, left)
        and (done_there(view.text, end) or (view.text[end : end + 1] in ",。" and moved(view, left)))
    )


def moved(view: View, left: int) -> bool:
    """Tell whether a word of going leads to a name (走到|铁路家属院,)."""
    cue = view.cues.get(left)
    return cue is not None and left - cue[0] >= _MOVES and view.text[left - 1] != "在"


def below(view: View, area: int, start: int, end: int) -> bool:
    """Tell whether a common word is given as a name to a site right after its county or town (石河县|人民公园)."""
    text = view.text
    return end - start > 1 and text[area:start] in stops("given") and text[area:end] not in stops("house")


def visited(text: str, left: int, end: int) -> bool:
    """Tell whether a name opens a clause that tells of its visitors (,云台陵|单日接待游客8万人次)."""
    return text[left - 1 : left] in _OPENS and _visited().match(text, end) is not None


def has_exits(text: str, end: int) -> bool:
    """Tell whether the exit of an underground station is named after it (青云广场站|B口)."""
    return _EXIT.match(text, end) is not None
