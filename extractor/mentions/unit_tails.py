"""What stands behind the head of a name and makes another word of both: 公司化, 大学城, 局长."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons import read_lexicon

# The leader of a department (局|长, but not 公安局|长江派出所), a village behind its office, the number of a school.
_GRAMMAR = (
    r"长(?<=[局厅部院站所处署行台校会府办]长)(?![期年时途江城沙春治]|[\u4e00-\u9fff]{1,3}(?:派出所|分局|[大中]队))",
    r"(?<=[村居]委会)(?:(?![把在全各对给为向与和同到将、])[\u4e00-\u9fff]){2,4}(?:村(?![委民])|小组|寨|屯)",
    r"(?<=办事处)[\u4e00-\u9fff]{2,4}(?:社区|村)(?![委两])",
    r"学(?<=[一二三四五六七八九十]中学)(?:(?!生)|(?<=第.中学))",
    r"[一二两三四五](?<=[一二三四五]院.)[区地址]",
    r"\d+(?<=电网\d)\d*千伏",
    r"建设(?<=医院建设)(?=[的,。、者]|任务|项目|工程)",
    r"派(?<=学院派)(?=[的系风气、,。”])",
    r"(?:(?<=[省市县区州旗]委)(?:、[省市县区州旗]?政府)?|(?<=政府))(?:有关|班子)?领导",
    r"(?<=[镇乡]委)(?!副?书记|委员(?!会)|班子|主要|、)",
)


@cache
def other_words() -> re.Pattern[str]:
    """Compile what makes another word of a head, each tail of the lexicon once with the heads that it stands behind."""
    heads: dict[tuple[str, str, str], list[str]] = {}
    for row in read_lexicon("unit_tails"):
        head, tail = map(re.escape, row["term"].split("|"))
        heads.setdefault((tail, row["not_after"], row["not_before"]), []).append(head)
    return re.compile("|".join([*(_tail(*key, before) for key, before in heads.items()), *_GRAMMAR]))


def _tail(tail: str, not_after: str, not_before: str, heads: list[str]) -> str:
    """Return the pattern of a tail, which comes first in it: most offsets are told by one character."""
    behind = "|".join(f"(?<={head}{tail})" for head in heads)
    apart = "".join(f"(?<!{word}{head}{tail})" for word in not_after.split() for head in heads)
    return f"{tail}(?:{behind}){apart}" + "".join(f"(?!{word})" for word in not_before.split())
