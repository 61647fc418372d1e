"""Layout of clean text: paragraphs with their kind, sentences, clauses, quotations, by-lines and datelines."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

Kind = Literal["headline", "byline", "source", "subheading", "credit", "body"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text without its outer blanks. `lead`: where the story begins after dateline and by-line."""

    start: int
    end: int
    kind: Kind
    lead: int


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Sentence:
    """A sentence with its closing marks; `paragraph` is an index. `clauses` are half-open spans without the commas."""

    start: int
    end: int
    paragraph: int
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that the shape of a page tells, all in clean offsets.

    `quotations`: spans between “ and ”, marks excluded, outermost only. `bylines`: spans in which names are those of
    reporters, editors and photographers (whole lines, or the bracket after 讯/电).
    """

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[tuple[int, int], ...]
    bylines: tuple[tuple[int, int], ...]
    paragraph_starts: tuple[int, ...]
    sentence_starts: tuple[int, ...]


_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r" {2,}(?=[^\s\d])")
_PRESS = (
    r"(?:本[报刊台网]|[^\s,。;:()]{0,14})?(?:首席|特约|见习|实习|全媒体|融媒体?)*"
    r"(?:记 {0,4}者|通讯员|特派员|撰稿|摄影(?:报道)?|文字?[/ ]|图[/ ]|作者|编译)"
)
_BYLINE = re.compile(rf"[□■●◎◆▲△○〇✎★·\s(〔\[【]*{_PRESS}[\s:：/]?[^,。;]{{0,60}}$")
_SOURCE = re.compile(
    r"^\s*(?:发布时间|发布日期|时间|日期)?[:\s]*(?:(?:19|20)\d\d[-/年.]\s?\d{1,2}[-/月.]\s?\d{1,2}日?)(?:[\sT]*\d{1,2}:\d\d(?::\d\d)?)?"
    r"[^。,]{0,40}$|^\s*(?:来源|稿源|文章来源|信息来源|发布单位|发布者|浏览次数|字号|点击数|阅读)\s*[:：][^。]{0,60}$"
    r"|^[^,。;:!?]{2,12} (?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}[^。]{0,20}$"
)
_CREDIT = re.compile(
    r"^[\s(\[【〔(（]*(?:责任?编辑?|责编|编 {0,4}辑|编审|审核|校对"
    r"|校审|监制|初审|复审|终审|一审|二审|三审|主编|值班|版式|版面|美编|制图|制作|统筹|策划|"
    r"供稿|供图|图片?来源|作者单位|作者[:：]|原标题|上一篇|下一篇|相关(?:阅读|新闻|链接|报道|文章|推荐)|延伸阅读|推荐阅读|精彩推荐|猜你喜欢|为您推荐|大家都在看|更多|扫一扫|扫码|"
    r"返回|打印|关闭|分享到?|声明|免责|版权|转载|网友评论|热门|点击进入|举报电话|新闻热线|服务热线|咨询电话|订阅|Copyright)"
    r"(?:[\s:：/,(\[【〔]|$|[^,。;]{0,40}$)",
    re.IGNORECASE,
)
# A line without a full stop that ends with what a name did for the page: 宣传部 某某 某某 供稿.
_SIGNED = re.compile(r"^[^。!?;]{2,60}?(?:供稿|供图|撰稿|摄影|拍摄|摄影报道|[ /][文图摄])[)】\]]?$")
# The way to a page (首页 > 社会 > 正文), its switches, and lines that only say whom to call.
_FURNITURE = re.compile(
    r"^\s*(?:您?(?:现在|当前|所在)的?(?:所在)?位置|首页|当前位置)\s*[::>]|^[^。,]{1,24} 正文$"
    r"|^[^。!?\n]{1,24}(?:\s*[>›»]{1,2}\s*[^。!?>›»\n]{0,24}){1,6}$"
    r"|^\s*(?:注册|登录|登陆|图片|视频|字号|大中小|编者按|温馨提示|最新评论|关键[词字].{0,60}|设为首页|加入收藏|无障碍.{0,8}"
    r"|欢迎(?:使用|关注|订阅).{0,20}|(?:长按|扫描|识别).{0,6}二维码.{0,20}|[^。]{0,30}\.(?:jpe?g|png|gif|mp4))\s*$"
    r"|^[^。]{0,60}(?:电话|热线|传真)\s*[::]?\s*[\d-]{7,13}[^。]{0,40}$",
    re.IGNORECASE,
)
_STAMP_DAY = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)日?|(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)"
)
_STAMP_REST = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)?|(?:https?:)?//\S+|星期[一二三四五六日天]|(?:发布|更新|发表)?(?:时间|日期)|来源|作者|编辑|[\s::|()\[\]/-]"
)
_PAPER = re.compile(
    r"[^\s,。:;!?的]{1,8}(?:日报|晚报|早报|晨报|时报|周报|新闻网|广播网|客户端|电视台|融媒体?中心)"
)
# Who wrote for whom: 某县融媒 某某 某某某.
_TEAM_LINE = re.compile(
    r"[^\s,。:;!?的]{1,10}(?:融媒体?(?:中心)?|日报|晚报|早报|时报|周报|新闻网|广播网|电视台|客户端|报社)"
    r"(?: [\u4e00-\u9fff]{2,4}){1,6}$"
)
# Below the headline, names alone: 某某 某某某.
_NAMES_LINE = re.compile(r"[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3}){1,5}$")
# What follows such a line is other stories' headlines, not this story.
_TAIL = re.compile(
    r"^[\s【\[>》]*(?:上一篇|下一篇|上一条|下一条|相关(?:阅读|新闻|链接|报道|文章|推荐)|延伸阅读|推荐阅读|精彩推荐|猜你喜欢|热门(?:推荐|新闻|文章)?|为您推荐|更多(?:新闻|精彩)|友情链接|网友评论|热点新闻|大家都在看)"
)
_DATELINE = re.compile(
    r"^[\s■□●]*(?:[^\s,。;:!?“”()]{0,24}?(?:\d{1,2}月)?\d{1,2}日?(?:专)?[电讯]"
    r"|(?:本[报刊台网]|[^\s,。;:!?“”()\d]{1,12}?)(?:[^\s,。;:!?“”()]{0,16}?)讯"
    r"|[^\s,。;:!?“”()]{1,20}?(?:消息|综合报道|报道))(?=[\s(（:,\[〔【])[\s:,]*"
)
_BRACKET = re.compile(
    r"[(（\[〔【][^()（）\[\]〔〕【】。]{0,80}?(?:记者|通讯员|摄影|文/|图/|作者|撰稿|报道员|报导)[^()（）\[\]〔〕【】。]{0,80}[)）\]〕】]"
)
_NAMED = re.compile(r"[(\[][\u4e00-\u9fff 、/]{2,40}[)\]]")
_REPORTED = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4}){0,4} ?(?:摄影)?报道[:,]")
_STOP = re.compile(r"[。!?…;](?:(?<!;)[。!?…]*[”’)\]】〕》]*|(?<=;)(?=\n))")
_CLAUSE = re.compile(r"[,;:。!?…—](?:(?<!—)[,;:。!?…]*[”’)]*|(?<=—)—)")
_QUOTE = re.compile(r"“[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*”")
_STAMP_LINE, _STAMP_NAME = 80, 12  # a line that is a time stamp, and the publisher's name in it
_STORY_LINE = 90  # a line longer than a headline starts a story again
_CREDIT_LINE = 62
_LONG_QUOTE = 160  # a longer quotation is cut into its sentences: nobody reads it as one


def _kind(line: str, *, first: bool, title: str | None, after_headline: bool) -> Kind:
    """Tell a line's kind by its shape; a body line is whatever ends like a sentence or is long."""
    if _CREDIT.match(line) or _FURNITURE.match(line):
        return "credit"
    if title and (
        line == title or (len(line) > 5 and line in title) or (len(title) > 5 and title == line.strip("—- "))
    ):
        return "headline"
    if _SOURCE.match(line) or _is_stamp(line) or (after_headline and _PAPER.fullmatch(line)):
        return "source"
    if len(line) <= _CREDIT_LINE and _SIGNED.match(line):
        return "credit"
    if len(line) <= 80 and (_BYLINE.match(line) or _TEAM_LINE.match(line)):
        return "byline"
    if after_headline and _NAMES_LINE.match(line):
        return "byline"
    ends = line.rstrip("”’)】")[-1:] in "。!?;…:,"
    if ends or len(line) > 60:
        return "body"
    if first or (after_headline and len(line) > 4 and (line.startswith("—") or len(line) > 12)):
        return "headline"
    return "subheading" if len(line) <= 30 else "body"


def _is_stamp(line: str) -> bool:
    """Tell whether a line holds a day with its year and beside it little more than a publisher's name."""
    if len(line) > _STAMP_LINE or "。" in line or ":" not in line or not _STAMP_DAY.search(line):
        return False
    rest = _STAMP_REST.sub("", _STAMP_DAY.sub("", line))
    return len(rest) <= _STAMP_NAME and "," not in rest


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines, outer blanks off; two blanks in a row before text also break a long line."""
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        cuts = [match.start()]
        if match.end() - match.start() > 200:
            cuts += [
                b.end()
                for b in _BREAK.finditer(text, match.start(), match.end())
                if text[b.start() - 1 : b.start()] in "。!?”)"
            ]
        for start, end in zip(cuts, [*cuts[1:], match.end()], strict=True):
            piece = text[start:end]
            left = start + len(piece) - len(piece.lstrip())
            right = start + len(piece.rstrip())
            if left < right:
                spans.append((left, right))
    return spans


def _sentences(text: str, paragraph: Paragraph, index: int, quotes: list[tuple[int, int]]) -> list[Sentence]:
    """Cut a paragraph at full stops outside short quotations, and each sentence into clauses."""
    shut = [(a, b) for a, b in quotes if b - a <= _LONG_QUOTE]
    ends: list[int] = []
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        if not shut:
            ends.append(match.end())
            continue
        inside = any(a <= match.start() < b for a, b in shut)
        closes = any(match.start() < b <= match.end() for a, b in shut)
        # “…。”他说: the attribution belongs to the sentence; “…。” at the end of a line closes it.
        if not inside or (closes and match.end() < paragraph.end and text[match.end()] == "“"):
            ends.append(match.end())
    if not ends or ends[-1] < paragraph.end:
        ends.append(paragraph.end)
    sentences: list[Sentence] = []
    start = paragraph.start
    for end in ends:
        while start < end and text[start] == " ":
            start += 1
        if start < end:
            sentences.append(Sentence(start, end, index, _clauses(text, start, end)))
        start = end
    return sentences


def _clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the clause spans of a sentence, separators excluded; a sentence of nothing else is one clause."""
    spans: list[tuple[int, int]] = []
    position = start
    for match in _CLAUSE.finditer(text, start, end):
        left, right = match.span()
        if text[left - 1 : left].isdigit() and text[left] in ",:" and text[right : right + 1].isdigit():
            continue  # 1,200 and 10:06 are one figure
        if left > position:
            spans.append((position, left))
        position = right
    if position < end:
        spans.append((position, end))
    return tuple(spans) or ((start, end),)


def lay_out(text: str, *, title: str | None = None) -> Layout:
    """Return the layout of clean text; `title`, where known, tells the headline."""
    paragraphs: list[Paragraph] = []
    bylines: list[tuple[int, int]] = []
    headline_before = tail = False
    first = True  # nothing but credits and sources so far
    for start, end in _lines(text):
        line = text[start:end]
        kind = _kind(line, first=first, title=title, after_headline=headline_before)
        tail = (tail or bool(_TAIL.match(line))) and len(line) <= _STORY_LINE
        if tail:
            kind = "credit"
        first = first and kind in ("credit", "source")
        headline_before = kind == "headline"
        lead = start
        if kind in ("byline", "credit"):
            bylines.append((start, end))
        elif kind == "body":
            head = _DATELINE.match(line)
            if head:
                lead = start + head.end()
                named = _NAMED.match(text, lead, end) or _REPORTED.match(text, lead, end)
                if named:  # 讯(某某 某某), 讯 某某、某某报道: nobody else stands there
                    bylines.append(named.span())
                    lead = named.end()
            for bracket in _BRACKET.finditer(text, start, end):
                bylines.append(bracket.span())
                if bracket.start() <= lead + 1:
                    lead = bracket.end()
        paragraphs.append(Paragraph(start, end, kind, lead))
    quotes = [m.span() for m in _QUOTE.finditer(text)]
    sentences: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        within = quotes[bisect_left(quotes, (paragraph.start,)) : bisect_left(quotes, (paragraph.end,))]
        sentences += _sentences(text, paragraph, index, within)
    return Layout(
        paragraphs=tuple(paragraphs),
        sentences=tuple(sentences),
        quotations=tuple((a + 1, b - 1) for a, b in quotes),
        bylines=tuple(bylines),
        paragraph_starts=tuple(p.start for p in paragraphs),
        sentence_starts=tuple(s.start for s in sentences),
    )
