"""The grammar of calendar expressions: a sieve, a point in time, what joins two into a range."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.calendar import festival_rules

_ONE = "一二三四五六七八九"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_ONE}]?|廿[{_ONE}]?|卅一?|[{_ONE}])"
_MONTH = (
    rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_ONE}]|(?<![\d百千万亿余多几美欧日公])元(?=月))"  # 元月 is the first
)
_HOUR = rf"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[{_ONE}]?|[零两{_ONE}])"
_MINUTE = rf"(?:[0-5]?\d|[二三四五]?十[{_ONE}]?|零?[{_ONE}]|零)"
_WEEK = "(?:周|星期|礼拜)"
_TO = r"(?:至|到|—{1,2}|-{1,2}|~|–)"
_Y4 = r"(?:1\d|20)\d\d"
_Y2 = rf"(?:\d\d|[〇零{_ONE}][〇零{_ONE}])"

RANGE = re.compile(rf"起?[^\S\n]?{_TO}[^\S\n]?")

_YEAR = rf"""
(?: (?P<y4>{_Y4}|[一二][〇零0{_ONE}]{{3}}|两千(?:[〇零][{_ONE}])?)(?:\s?年(?![级龄华纪])度?|(?={_TO}{_Y4}\s?年))
  | 民国(?P<roc>\d{{1,3}}|[十{_ONE}]{{1,4}}|元)年
  | (?<!\d)(?P<y3>1[01]\d)年(?=\s?{_MONTH}\s?月\s?{_DAY}\s?日)
  | (?<!\d)(?P<y3b>[1-9]\d\d|[{_ONE}][〇零{_ONE}]{{2}})年
      (?=\s?{_MONTH}\s?月\s?{_DAY}\s?日|(?<=[在于元].{{3}}年)(?:[,。;]|$))
  | (?P<y2>{_Y2})\s?年(?=\s?(?:的?第|{_MONTH}\s?月|[一二三四1-4]季度|[上下]半年|年?[初底末]|的?前[两二三\d]))
  | (?P<y2b>0\d|[89]\d|[零〇][{_ONE}]|[八九][零〇{_ONE}])\s?年(?![来前后内间的龄多历风次了])
  | (?P<yrel>@years@)(?![级龄轻少])(?:度(?!假|过))?
)
"""
_YEAR_PART = r"""
(?: (?P<yp>(?:年|(?<=年))[初底末](?![中级步三二一赛次心审])|年中(?=[,。、]|$)
      | [上下前后]个?半年|(?<=年)的?(?P<season_of>[春夏秋冬])[天季])
  | (?:第?(?P<quarter>[一二三四1-4])|(?P<first_quarters>首|前[二两三23]|前?一至[二三]|1-[23]))(?:个)?季度
)
"""
_NTH = rf"""
的?(?:第(?P<nth>\d\d?|[十{_ONE}]{{1,3}})|(?P<nth_last>最后一)|(?P<nth_count>前(?:1[01]|\d|十一?|[两{_ONE}])))个?的?
(?:{_WEEK}(?P<nth_day>[{_ONE}日天])|{_WEEK}(?![年岁期])|(?P<nth_month>月)|(?P<nth_date>天))
"""
_DAY_PART = rf"""
(?: (?P<d>{_DAY})(?:\s?[日号](?![间游龄均]|元(?![宵旦]))|(?=(?:、{_DAY}){{0,5}}(?:、|和|{_TO}){_DAY}[日号]))
  | (?<=月)(?P<d_bare>[12]\d|3[01]|0?[1-9])(?={_TO}(?:{_MONTH}月)?{_DAY}(?!\d|[日号])|出生|、{_DAY}[日号]
      |(?<=月\d\d)(?:[,。;)](?!\d)|$)|(?:(?<=[至到—~–-]\d月\d\d)|(?<=[至到—~–-]\d\d月\d\d))(?![\d人名个多余]))
)
"""
_OF_YEAR = (
    r"(?:的(?=\d\d?[月日季]|农历|阴历|最后一|(?:第[\d十一二三四五六七八九]{1,3}|前[\d两一二三四五六七八九])个?(?:周|星期|礼拜|月|天)"
    r"|[一二三四首]季|[春夏秋冬][天季]|[一二三四五六七八九十正腊]{1,2}月|[上下]半年))"
)
_NUMERIC = rf"""
(?P<era>农历|阴历)?
(?:{_YEAR}\s?{_OF_YEAR}?)?
(?P<era2>农历|阴历)?
(?: {_YEAR_PART}
  | (?P<fest>@festivals@|(?:@holidays@)(?=@spans@))(?P<span>@spans@)?(?:佳节)?
  | (?: (?P<m>{_MONTH})(?:\s?月份?(?![余龄子饼亮嫂球牙台薪租历])|(?={_TO}{_MONTH}月))
      | (?P<ml>[正腊冬])月
      | (?P<mrel>@months@)(?![饼亮嫂])份?
    )?
    \s?
    (?: (?P<ld>初[十{_ONE}]|(?<=腊月|正月|冬月)\d\d?(?!\d)
          | (?<=月)[二三]?十[{_ONE}]?(?![日号{_ONE}个名人万]|{_TO}{_DAY}[日号])|(?<=月)廿[{_ONE}]?)
      | (?P<mp>的?(?:[上中下]|上中|中下)旬|的?[上下]半月|月[初底末]|(?<=月)[初底末](?![中级步]))
      | {_NTH}
      | {_DAY_PART}
    )?
)?
(?(y4)|(?(roc)|(?(y3)|(?(y2)|(?(y3b)|(?(y2b)|(?(yrel)|(?(yp)|(?(quarter)|(?(first_quarters)|(?(m)|(?(ml)|(?(mrel)|(?(mp)|(?(d)|(?(fest)|(?(nth_count)(?(nth_month)|(?!))|(?!))))))))))))))))))
(?: ,?\s?{_WEEK}(?P<weekday>[{_ONE}日天]) | \({_WEEK}(?P<weekday_in>[{_ONE}日天])\) )?
"""
_BRACKET = (
    rf"\((?:{_Y4}年)?(?:(?P<bm>{_MONTH})月)?(?P<bd>{_DAY})[日号]?"
    r"(?P<bracket_part>[上下中]午|[凌清早]晨|傍晚|晚上?|夜间?)?\)"
)
_BRACKET_AHEAD = re.sub(r"P<\w+>", ":", _BRACKET)
_RELATIVE = rf"""
(?: (?P<event>@events@)?(?P<rel>@words@)
  | (?P<relb>[今昨明前后次翌])(?={_BRACKET_AHEAD})
  | (?:(?P<wrel>上上|下下|[上下本这今])?[个一]?|(?P<wlast>最后一)个的?)
    {_WEEK}(?:{_WEEK}(?=[{_ONE}日天]))?(?P<wd>[一二三四五六日天末])(?![围边密年岁期])
  | (?P<wrel2>上上|下下|[上下本这])[个一]?{_WEEK}(?![年岁期围边密口])
  | (?P<season>上|本|下|这)个?季度
  | (?P<ago>\d\d?|[两{_ONE}])天前
  | (?P<later>\d\d?|[两{_ONE}])天[之以]?后(?=的?(?:\d{{1,2}}|[{_ONE}十]{{1,2}})[时点]|的?[早晚上下中凌傍夜])
  | (?P<pair>今明|明后|昨今|前昨)两(?P<pair_unit>[天日年])
)
(?: {_BRACKET}(?P<tail_part>[日天晨夜午]|[晚早](?!上))? )?
"""
_ISO = r"""
(?P<iy>(?:1\d|20)\d\d)(?P<sep>[-/.]|[ ](?=\d\d?[ ]\d\d?(?!\d|[ ]\d)))(?P<im>0?[1-9]|1[0-2])
(?:(?P=sep)(?P<id>3[01]|[12]\d|0?[1-9]))?
(?![\d.]*[\d%/]|[万亿元])(?(id)|(?![吨米亩斤升人户平立公千]))(?!-\d(?!\d{3}[-/.]|\d{3}(?!\d)))
"""
# Day, month and year, or a month and a day that make no fraction (12/1).
_WESTERN = r"""
(?<![A-Za-z\d./-])(?:
(?P<wd1>3[01]|[12]\d|0?[1-9])(?P<wsep>[-/.])(?P<wm1>3[01]|[12]\d|0?[1-9])(?P=wsep)(?P<wy>(?:19|20)\d\d)
| (?<![\u4e00-\u9fff])(?P<sm>1[0-2]|0?[1-9])/(?P<sd>3[01]|[12]\d|0?[1-9])
)(?![A-Za-z\d./%-])
"""
_COMPACT = r"(?<!\w)(?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\w)"
_DECADE = rf"""
(?:(?P<century>上|本|1\d|2[01]|十[{_ONE}]|二十一?)个?世纪)?(?P<decade>[1-9]0|[二三四五六七八九]十)年代(?P<decade_part>[初末中][期叶]?)?
"""
_CLOCK = rf"""
(?P<hour>{_HOUR})(?:\s?[时点](?![个位名])|:(?=[0-5]\d(?!\d))|(?={_TO}\s?{_HOUR}\s?[时点]))
(?: (?P<minute>{_MINUTE})(?:分(?!之)(?:\d\d?秒)?|(?<=:[0-5]\d)(?::[0-5]\d)?)
  | (?<=点)(?P<bare_minute>[0-5]\d)(?![\d人名个余多万%])
  | (?P<half_hour>半) | (?P<quarter_hour>[一三13])刻 | 整 | 正(?![在是值式常好]) )?
(?:(?<=\d)时(?!间|代|许)|[多来]钟|左右|[许多])?
"""


_SHORT = (
    "(?:(?<![早晚晨夜午])|(?![已就前期先于间以些])|"
    "(?<=[清凌上中下傍正大一拂入深半][早晚晨夜午])|(?<=夜晚)|(?<=晚)(?![期于间些]))"
)


def _words(terms: list[str]) -> str:
    """Return an alternation of literal terms, longest first, grouped by first sign (flat is slow)."""
    by_first: dict[str, list[str]] = {}
    for term in sorted(set(terms), key=lambda term: (-len(term), term)):
        by_first.setdefault(term[0], []).append(re.escape(term[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(by_first.items()))


@cache
def dayparts() -> dict[str, tuple[str, str]]:
    """Return for every part of day its first and last minute as `HH:MM`."""
    return {row["term"]: (row["from"], row["to"]) for row in read_lexicon("dayparts")}


@cache
def date_words() -> dict[str, tuple[str, int, str]]:
    """Return for every relative day (今天, 次日) its base (published, text), shift, and part of day."""
    return {row["term"]: (row["base"], int(row["shift"]), row["part"]) for row in read_lexicon("date_words")}


@cache
def year_words() -> dict[str, tuple[str, int]]:
    """Return for every relative year (去年, 同年) its base (published, text) and shift."""
    return {row["term"]: (row["base"], int(row["shift"])) for row in read_lexicon("year_words")}


@cache
def month_words() -> dict[str, tuple[str, int]]:
    """Return for every relative month (上个月, 同月) its base (published, text) and shift."""
    return {row["term"]: (row["base"], int(row["shift"])) for row in read_lexicon("month_words")}


def _in_line(pattern: str) -> str:
    """Return the pattern with blanks that do not run over the end of a line."""
    return pattern.replace(r"\s", r"[^\S\n]")


def _day_time() -> str:
    return rf"(?:\s?的?(?P<part>{_words(list(dayparts()))}){_SHORT})?(?:\s?[的约]?{_CLOCK})?"


@cache
def point() -> re.Pattern[str]:
    """Return the pattern of one point in time: date, relative day, week, festival, with its clock."""
    rules = festival_rules()
    festivals = [name for name in rules if not rules[name].startswith("holiday")]
    holidays = [name for name in rules if rules[name].startswith("holiday")]
    body = rf"(?:{_ISO}|{_COMPACT}|{_DECADE}|{_RELATIVE}|{_NUMERIC}|{_WESTERN})(?:{_day_time()})"
    for name, terms in (
        ("years", list(year_words())),
        ("months", list(month_words())),
        ("words", list(date_words())),
        ("events", list(terms_of("date_beside", "event"))),
        ("festivals", festivals),
        ("holidays", holidays),
    ):
        body = body.replace(f"@{name}@", _words(terms))
    body = body.replace("@spans@", f"(?:{any_of('date_beside', 'span')})")
    return re.compile(_in_line(body), re.VERBOSE)


@cache
def opening() -> re.Pattern[str]:
    """Return the pattern of the first signs of whatever may be a date: a cheap sieve."""
    words = [*festival_rules(), *year_words(), *date_words()]
    words += ["最后一个", "昨今两日"]
    long = [word for word in words if len(word) > 3]  # two signs of 国际妇女节 would let every 国际 through
    short = [word for word in words if len(word) <= 3]
    short += [*month_words(), *terms_of("date_beside", "event")]
    firsts = {word[0] for word in short} | set("民农阴正元腊冬本上下同次翌这周星礼今昨明前后首第廿卅月中两半")
    seconds = {word[1] for word in short} | set(f"国历月周星礼期拜季半旬个上下(两廿卅{_ONE}日天末初底世")
    rest = rf"(?<=[{''.join(sorted({word[0] for word in long}))}])(?:{_words([word[1:4] for word in long])})"
    firsts_of_all = firsts | {word[0] for word in long}
    numerals = f"十〇零{_ONE}"
    word = f"[{re.escape(''.join(sorted(seconds)))}1-4]"
    return re.compile(
        rf"[0-9{re.escape(''.join(sorted(firsts_of_all | set(numerals))))}]"
        rf"(?:(?<=[0-9])(?<![\d/][0-9])(?<!\d[.:][0-9])(?:\d{{0,3}}\s?[年月日号季天至到—~–、\-/.]|\d{{7}}"
        r"|\d{3} \d\d? \d|0年代|\d世纪)"
        rf"|(?<=[{numerals}两])(?<![十百千第每期拜周{_ONE}].)[{numerals}0千]{{0,3}}[年月日号季天至到—~–、世]"
        rf"|(?<![0-9])(?<![{_ONE}十百千][{numerals}])(?:(?<=[{re.escape(''.join(sorted(firsts)))}]){word}|{rest}))"
    )


@cache
def clock() -> re.Pattern[str]:
    """Return the pattern of a clock time or part of day alone: what may close a range within a day."""
    return re.compile(_in_line(rf"(?=.){_day_time()}"), re.VERBOSE)
