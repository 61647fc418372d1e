"""Whether a count is planned, called for or required rather than done."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon, terms_of
from extractor.records.status import DEEDS, words_of

if TYPE_CHECKING:
    from extractor.records.draft import Draft


@cache
def _deed() -> str:
    """Return the verbs of sending, going and serving as one alternation: 将 before them tells a plan (将驻守, 将上岗)."""
    deeds = (DEEDS | {"visit"}) - {"hurt"}
    told = {row["term"] for row in read_lexicon("cues") if deeds & set(row["classes"].split())}
    words = sorted((w for w in told if len(w) > 1), key=len, reverse=True)
    return rf"(?:{'|'.join(words)})(?!送|延伸)"


@cache
def _will_after() -> re.Pattern[str]:
    """Compile what tells a plan behind the figure."""
    return re.compile(
        rf"[^,。;\d]{{0,6}}?(?:(?<!西部)计划(?!志愿者)|拟|{words_of('ahead')}|将(?=[于在再]|{words_of('soon')}|{_deed()}))"
    )


@cache
def _norm() -> re.Pattern[str]:
    """Compile the words of a bound that a rule may set."""
    return re.compile(words_of("bound"))


@cache
def _came() -> re.Pattern[str]:
    """Compile what tells that those who were asked for did come."""
    return re.compile(rf"在[^。;,]{{1,24}}(?:{words_of('works')})|{words_of('came')}")


@cache
def _done() -> re.Pattern[str]:
    """Compile what tells of something that was done."""
    return re.compile(rf"已|了|共|{words_of('done')}")


@cache
def _needs() -> re.Pattern[str]:
    """Compile the need of what is counted behind it, not of people in need."""
    return re.compile(rf"(?<![出到对有为将把])需要?(?!{words_of('needy')})[^。;,、的\d]{{0,12}}$")


@cache
def _will() -> re.Pattern[str]:
    """Compile the words that tell a plan, also 将 before a verb phrase, not where it disposes of an object (将30名党员编入…)."""
    return re.compile(
        rf"(?:{words_of('will')})(?![^,。;]{{0,6}}(?:{words_of('moves')}|其|该|这))"
        rf"|将(?=再|还|于|从|有|会|在|按|视|{words_of('next')}|{_deed()})"
    )


@cache
def _demand() -> re.Pattern[str]:
    """Compile what makes a bound before a figure a rule."""
    return re.compile(rf"须|需(?!求)|按[^,。]{{0,12}}(?:{words_of('norm')})|{words_of('demand')}")


@cache
def _recruit() -> re.Pattern[str]:
    """Compile what asks for those who are counted behind it; in haste it calls them up (紧急征召650名)."""
    return re.compile(rf"(?<!紧急)(?:{words_of('recruit')})(?:[^,。;了已的共到来]{{0,12}})$")


@cache
def _asked() -> re.Pattern[str]:
    """Compile what somebody asks for, not what already meets a requirement (按要求, 符合要求)."""
    return re.compile(
        rf"(?<![按照据合到的])要求(?!下|的|,)[^。;“”]{{2,40}}$|须(?:{words_of('must')})[^。;]{{0,10}}$"
    )


@cache
def _ought() -> re.Pattern[str]:
    """Compile what those who are counted behind it ought to do (应到420人)."""
    return re.compile(rf"应(?:{words_of('ought')})[^,。;]{{0,6}}$")


def is_planned(draft: Draft) -> bool:
    """Tell whether a count is planned, called for or required rather than done."""
    frame, token = draft.frame, draft.token
    start, end = draft.clause
    text = frame.text
    before = text[start : token.start]
    if _ought().search(before):
        return True
    if _will().search(before):
        return True
    if _needs().search(before) and not _done().search(text[token.end : end]):
        return True
    figure = text[token.start : token.end]
    norm = _norm().match(figure) or _norm().search(before[-5:]) or figure.endswith("以上")
    norm = norm and not before.endswith(terms_of("status_words", "there"))
    demand = _demand().search(text[frame.sentence.start : token.start])
    if norm and (demand or draft.count.per or figure.startswith(terms_of("status_words", "least"))):
        return True
    if _will_after().match(text[token.end : end]):
        return True
    if (
        _recruit().search(before)
        and not _done().search(before)
        and not text[token.end : end].startswith("的")
        and not _came().search(text, token.end, frame.sentence.end)
    ):
        return True
    asked = _asked().search(text[frame.sentence.start : token.start])
    if asked and not _done().search(asked[0]):
        return True
    return _plan_carried(draft)


_CARRIED = 40  # clauses over which a plan is looked for; a list without end would cost their square


def _plan_carried(draft: Draft) -> bool:
    """Tell whether a plan stated earlier in the sentence still governs the clause (拟招募80人,编为4组,每组20人)."""
    frame, token = draft.frame, draft.token
    for index in range(token.clause - 1, max(-1, token.clause - 1 - _CARRIED), -1):
        start, end = frame.clauses[index]
        clause = frame.text[start:end]
        if index + 1 <= token.clause and _done().search(
            frame.text[frame.clauses[index + 1][0] : token.start]
        ):
            return False
        if _will().search(clause):
            return not clause.endswith(terms_of("status_words", "while"))  # 正准备收队时,一名队员发现了老人
        if (
            "。" in frame.text[end : frame.clauses[index + 1][0]]
            or ";" in frame.text[end : frame.clauses[index + 1][0]]
        ):
            return False
    return False
