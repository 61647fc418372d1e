"""What an article's own first lines say of it: headline, day of publication, publisher."""

from __future__ import annotations

import re
from datetime import date
from itertools import dropwhile
from typing import TYPE_CHECKING

from corpora.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES = 6  # a source line stands under the headline; what comes later belongs to the story or to another one
_LONGEST = 60  # characters of a headline, as layout takes it
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)")
_LABEL = re.compile(
    r"(?:文章|信息|新闻|新聞|稿件)?(?:来源|來源|稿源)\s*[:：]\s*([^\s:：|｜,，;；()（）\[\]【】]{2,24})"
)
_STORY = re.compile(
    r"\d[:：]\d\d[时時]?(?:许|許)?[,，]"
)  # 18:22,救援队接到警情: a story that begins with its hour
_STAMP = re.compile(r"(?:发布|發布|發佈)?(?:时间|時間|日期)\s*[:：]|(?:发布于|發布於)")
# Without a label a name is a publisher's only if it ends like one.
_MEDIUM = re.compile(
    r"[^\s\d:：|｜,，。;；()（）]{1,15}(?:网|網|社|报|報|电视台|電視台|电台|電台|在线|在綫|客户端|客戶端)"
)
_SENTENCE_END = tuple("。.;；:：,，…")
# A path of links (首页 > 社会 > 正文) stands above the headline and is none.
_PATH = re.compile(
    r"[^。!?！？]*[>＞»][^。!?！？]{0,24}|(?:您?(?:现在|当前|所在)的?(?:所在)?位置|首页)\s*[:：].*"
)
# A by-line, the story itself, a choice of pages (要闻 | 社会), the stamp of a printed page (A1 要闻).
_NO_HEADLINE = re.compile(
    r"[（(【\[]?.{0,12}(?:讯|訊|电|電)[（(\s】\]]|.{0,8}(?:记者|記者|通讯员|通訊員|作者)(?:[\s:：/]|$)|.*[>＞|｜»]|.*\b[A-Z]\d{1,2}\b"
)


def read_masthead(text: str) -> Metadata:
    r"""Return what the first lines say beyond doubt; a source line is one that holds a date and no sentence.

    >>> found = read_masthead("医疗队驰援\n2022-09-13 10:06 来源:黔声网\n正文。")
    >>> found.title, found.published.isoformat(), found.publisher
    ('医疗队驰援', '2022-09-13', '黔声网')
    """
    lines = [line for raw in text[:2000].splitlines() if (line := raw.strip("\ufeff \t\u3000\xa0"))][:_LINES]
    published, publisher = None, None
    for line in lines:
        if len(line) > 2 * _LONGEST or "。" in line:
            break  # the story begins
        published = published or _published(line)
        publisher = publisher or _publisher(line)
    return Metadata(published=published, title=_title(lines), publisher=publisher)


def _published(line: str) -> date | None:
    """Return the day of a line that is a time stamp: one date, with a clock time, a label, a source, or nothing else."""
    days = _DAY.findall(line)
    if len(days) != 1:
        return None
    if _STORY.search(line):
        return None
    rest = _DAY.sub("", line).strip()
    if rest and not (_CLOCK.search(rest) or _STAMP.search(line) or _LABEL.search(line)):
        return None
    try:
        return date(*map(int, days[0]))
    except ValueError:
        return None


def _publisher(line: str) -> str | None:
    if label := _LABEL.search(line):
        return label[1]
    if not (_DAY.search(line) and _CLOCK.search(line)):
        return None
    rest = _CLOCK.sub("", _DAY.sub("", line)).strip()
    return rest if _MEDIUM.fullmatch(rest) else None


def _title(lines: Sequence[str]) -> str | None:
    """Return the first line below a path of links where it is a headline: short, no sentence, no stamp, a story below."""
    lines = list(dropwhile(_PATH.fullmatch, lines))
    if len(lines) < 2:
        return None
    first = lines[0]
    stamped = _DAY.search(first) or _LABEL.search(first) or _STAMP.search(first) or _NO_HEADLINE.match(first)
    if stamped or len(first) > _LONGEST or len(first) < 4 or first.endswith(_SENTENCE_END):
        return None
    return first
