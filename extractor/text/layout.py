"""Layout of clean text: paragraphs with their kind, sentences, clauses, quotations, by-lines and datelines."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.lexicons import any_of, terms_of

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
_STAMP_DAY = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)日?|(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)"
)
# Below the headline, names alone: 某某 某某某.
_NAMES_LINE = re.compile(r"[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3}){1,5}$")
_NAMED = re.compile(r"[(\[][\u4e00-\u9fff 、/]{2,40}[)\]]")
# A line in brackets with those who made the page, by department and name or by what each did: (办公室 某某某), (文:某某 图:某某).
_SIGNED_BRACKET = re.compile(
    r"[(\[【〔][^。,;:]{2,14}(?: [\u4e00-\u9fff]{2,3}){1,4}[)\]】〕]$|[(\[【〔][^。]{0,12}[文图审稿摄][::/][^。]{0,60}[)\]】〕]$"
)
_REPORTED = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4}){0,4} ?(?:摄影)?报道[:,]")
_STOP = re.compile(r"[。!?…;](?:(?<!;)[。!?…]*[”’)\]】〕》]*|(?<=;)(?=\n))")
_CLAUSE = re.compile(r"[,;:。!?…—](?:(?<!—)[,;:。!?…]*[”’)]*|(?<=—)—)")
_QUOTE = re.compile(r"“[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*”")
_META_LINE = 160  # a line of labels about the page
_STAMP_LINE, _STAMP_NAME = 80, 12  # a line that is a time stamp, and the publisher's name in it
_STORY_LINE = 90  # a line longer than a headline starts a story again
_CREDIT_LINE = 62
_LONG_QUOTE = 160  # a longer quotation is cut into its sentences: nobody reads it as one


def _words(*classes: str) -> str:
    """Return the words of classes as one alternation."""
    return any_of("layout_words", *classes)


def _spread(name: str) -> str:
    """Return the words of a class as one alternation, some of them also with blanks between the characters (记  者)."""
    spread = terms_of("layout_words", "spread")
    return "|".join(
        (" {0,4}" if term in spread else "").join(map(re.escape, term))
        for term in terms_of("layout_words", name)
    )


@cache
def _byline() -> re.Pattern[str]:
    """Compile a line that says who wrote."""
    return re.compile(
        rf"[□■●◎◆▲△○〇✎★·\s(〔\[【]*(?:{_words('own')}|[^\s,。;:()]{{0,14}})?(?:{_words('rank')})*"
        rf"(?:{_spread('press')}|文字?[/ ]|图[/ ])[\s:：/]?[^,。;]{{0,60}}$"
    )


@cache
def _source() -> re.Pattern[str]:
    """Compile a line that says when and where the story was published."""
    return re.compile(
        rf"^\s*(?:{_words('day')})?[:\s]*(?:(?:19|20)\d\d[-/年.]\s?\d{{1,2}}[-/月.]\s?\d{{1,2}}日?)"
        r"(?:[\sT]*\d{1,2}:\d\d(?::\d\d)?)?[^。,]{0,40}$"
        rf"|^\s*(?:{_words('label')})\s*[:：][^。]{{0,60}}$"
        r"|^[^,。;:!?]{2,12} (?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}[^。]{0,20}$"
    )


@cache
def _credit() -> re.Pattern[str]:
    """Compile a line that credits somebody or leads elsewhere."""
    return re.compile(
        rf"^[\s(\[【〔(（]*(?:{_spread('credit')}|作者[:：])(?:[\s:：/,(\[【〔]|$|[^,。;]{{0,40}}$)",
        re.IGNORECASE,
    )


@cache
def _rights() -> re.Pattern[str]:
    """Compile a line that says whose page it is: 某学院 版权所有, 某公司主办."""
    return re.compile(
        rf"^[^。,;!?]{{0,40}}(?:{_words('rights')})|^(?:(?![由的])[^。,;:!?\d]){{4,30}}(?:{_words('keeps')})$",
        re.IGNORECASE,
    )


@cache
def _signed() -> re.Pattern[str]:
    """Compile a line without a full stop that ends with what a name did for the page: 宣传部 某某 某某 供稿."""
    return re.compile(rf"^[^。!?;]{{2,60}}?(?:{_words('signed')}|[ /][文图摄])[)】\]]?$")


@cache
def _furniture() -> re.Pattern[str]:
    """Compile the way to a page (首页 > 社会 > 正文), its switches, and lines that only say whom to call."""
    return re.compile(
        rf"^\s*(?:您?(?:{_words('here')})的?(?:所在)?位置|首页)\s*[::>]|^[^。,]{{1,24}} 正文$"
        r"|^[^。!?\n]{1,24}(?:\s*[>›»]{1,2}\s*[^。!?>›»\n]{0,24}){1,6}$"
        rf"|^\s*(?:{_words('switch')}|关键[词字].{{0,60}}|无障碍.{{0,8}}"
        rf"|(?:{_words('welcome')}).{{0,20}}|(?:{_words('scan')}).{{0,6}}二维码.{{0,20}}|[^。]{{0,30}}\.(?:jpe?g|png|gif|mp4))\s*$"
        rf"|^[^。]{{0,60}}(?:{_words('phone')})\s*[::]?\s*[\d-]{{7,13}}[^。]{{0,40}}$",
        re.IGNORECASE,
    )


@cache
def _stamp_rest() -> re.Pattern[str]:
    """Compile what stands beside the day in a time stamp."""
    return re.compile(
        rf"\d{{1,2}}:\d\d(?::\d\d)?|(?:https?:)?//\S+|星期[一二三四五六日天]|{_words('stamp')}"
        r"|[\s::|()\[\]/-]"
    )


@cache
def _meta() -> re.Pattern[str]:
    """Compile the label of something that a page tells about itself."""
    return re.compile(rf"(?:{_words('day', 'label', 'stamp', 'meta')})\s*[::]")


@cache
def _paper() -> re.Pattern[str]:
    """Compile the name of a publisher."""
    return re.compile(rf"[^\s,。:;!?的]{{1,8}}(?:{_words('paper')})")


@cache
def _team_line() -> re.Pattern[str]:
    """Compile a line of who wrote for whom: 某县融媒 某某 某某某."""
    return re.compile(rf"[^\s,。:;!?的]{{1,10}}(?:{_words('desk')})(?: [\u4e00-\u9fff]{{2,4}}){{1,6}}$")


@cache
def _tail() -> re.Pattern[str]:
    """Compile a line behind which other stories' headlines stand, none of this story."""
    return re.compile(rf"^[\s【\[>》]*(?:{_words('tail')})")


_DATED = 36  # characters of a dateline whose day is written out
_WRITTEN_OUT = re.compile(
    r"^[\s□■●]*[^\s,。;:!?“”()]{0,24}?(?:十?[一二三四五六七八九十]月)?[一二三四五六七八九十]{1,3}日电(?=[\s(（:,\[〔【])[\s:,]*"
)


@cache
def _dateline() -> re.Pattern[str]:
    """Compile what says from where and when a story was sent."""
    return re.compile(
        r"^[\s□■●]*(?:[^\s,。;:!?“”()]{0,24}?(?:\d{1,2}月)?\d{1,2}日?(?:专)?[电讯]"
        rf"|(?:{_words('own')}|[^\s,。;:!?“”()\d]{{1,12}}?)(?:[^\s,。;:!?“”()]{{0,16}}?)讯"
        rf"|[^\s,。;:!?“”()]{{1,20}}?(?:{_words('report')}))(?=[\s(（:,\[〔【])[\s:,]*"
    )


@cache
def _bracket() -> re.Pattern[str]:
    """Compile a bracket of those who wrote."""
    edge = r"()（）\[\]〔〕【】"
    return re.compile(
        rf"[(（\[〔【][^{edge}。]{{0,80}}?(?:{_words('bracket')}|[文图]/)[^{edge}。]{{0,80}}[)）\]〕】]"
    )


def _kind(line: str, *, first: bool, title: str | None, after_headline: bool) -> Kind:
    """Tell a line's kind by its shape; a body line is whatever ends like a sentence or is long."""
    if _credit().match(line) or _furniture().match(line) or _rights().match(line):
        return "credit"
    if title and (
        line == title or (len(line) > 5 and line in title) or (len(title) > 5 and title == line.strip("—- "))
    ):
        return "headline"
    if (
        _source().match(line)
        or _is_stamp(line)
        or _tells_of_page(line)
        or (after_headline and _paper().fullmatch(line))
    ):
        return "source"
    if len(line) <= _CREDIT_LINE and _signed().match(line):
        return "credit"
    if _SIGNED_BRACKET.match(line) or (
        len(line) <= 80 and (_byline().match(line) or _team_line().match(line))
    ):
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
    rest = _stamp_rest().sub("", _STAMP_DAY.sub("", line))
    return len(rest) <= _STAMP_NAME and "," not in rest


def _tells_of_page(line: str) -> bool:
    """Tell whether a line labels several things about the page (来源:… 编辑:… 点击量:…)."""
    return len(line) <= _META_LINE and "。" not in line and len(_meta().findall(line)) > 1


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
        tail = (tail or bool(_tail().match(line))) and len(line) <= _STORY_LINE
        if tail:
            kind = "credit"
        first = first and kind in ("credit", "source")
        headline_before = kind == "headline"
        lead = start
        if kind in ("byline", "credit"):
            bylines.append((start, end))
        elif kind == "body":
            head = _dateline().match(line) or ("日电" in line[:_DATED] and _WRITTEN_OUT.match(line))
            if head:
                lead = start + head.end()
                if head.group().rstrip(" ,:").endswith("电"):  # who sent it and whence, nobody of the story
                    bylines.append((start, lead))
                named = _NAMED.match(text, lead, end) or _REPORTED.match(text, lead, end)
                if named:  # 讯(某某 某某), 讯 某某、某某报道: nobody else stands there
                    bylines.append(named.span())
                    lead = named.end()
            for bracket in _bracket().finditer(text, start, end):
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
