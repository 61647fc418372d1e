"""Clean text with origins: glosses and invisible characters out, simplified script, one width, one kind of quote.

Dropping comes first and is the only step that changes length; every later step maps one code point to one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

# Initials and finals of Hanyu Pinyin (GB/T 16159); not every pair exists, but no common abbreviation is one.
_SYLLABLE = (
    r"(?:[bpmf]?(?:a[io]?|ang?|ei?|eng?|o|ou|i|ian?|iao|ie|ing?|iu|u)|(?:zh|ch|sh|[dtnlgkhrzcs])(?:a[io]|ang?|a|e[in]?|eng?"
    r"|ong|ou|i|u|uan?|ui|un|uo|uai|uang|ia|ian|iang|iao|ie|in|ing|iu|v|ve|ue)|[jqx](?:ia|ian|iang|iao|ie|i|in|ing|iong|iu|u|uan|ue|un)"
    r"|y(?:a|an|ang|ao|e|i|in|ing|o|ong|ou|u|uan|ue|un)|w(?:a|ai|an|ang|ei|en|eng|o|u)|er|ng|m|n)"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêĀÁǍÀĒÉĚÈŌÓǑÒ"
_OPEN, _CLOSE = r"(（\[［【〔{｛<＜〈", r")）\]］】〕}｝>＞〉"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK = " \u00a0\u3000"
_GLOSS = re.compile(
    rf"[{_BLANK}{_OPEN}](?:(?<=[{_HAN}][{_OPEN}])|(?<=[{_HAN}][{_BLANK}])[{_OPEN}])[{_BLANK}]?"
    rf"([A-Za-z{_TONED}]{{1,7}})[{_BLANK}]?[{_CLOSE}](?: (?=[{_HAN}]))?"
)
_SYLLABLE_ONLY = re.compile(_SYLLABLE)
_INVISIBLE = re.compile("[\r\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe00-\ufe0f]+")
_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


# What OpenCC's t2s leaves as it is: the forms of Hong Kong and Taiwan in its HKVariants and TWVariants (著 and 么, which
# are simplified characters too, are not among them), then old print forms and look-alikes that scraped pages bring along.
_VARIANTS = (
    "敍叙枱台粧妆糭粽衞卫衹只痺痹睪睾簷檐"
    "靑青値值髙高栁柳槪概黙默郷乡氷冰汚污囬回囯国厰厂呌叫凴凭蔴麻竝并硏研戸户菓果岀出巿市"
)


def _widths() -> dict[str, str]:
    """Map full-width ASCII, compatibility ideographs, variants, odd blanks and corner quotes to one form each."""
    table: dict[int, int | str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0xF900, 0xFAFF), *range(0x2F00, 0x2FD6), *range(0x2F800, 0x2FA1E)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    table.update({ord(c): " " for c in _BLANKS})
    table.update(
        {ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\x0b"): "\n", ord("\x0c"): "\n", ord("\x85"): "\n"}
    )
    table.update(str.maketrans(_VARIANTS[::2], _VARIANTS[1::2]))
    table.update(str.maketrans("「」『』〝〞〟﹁﹂﹃﹄＂", '“”‘’“””“”‘’"'))
    table.update(str.maketrans("○﹐﹑﹒﹔﹕﹖﹗﹙﹚•‧・∙－﹣−", "〇,、.;:?!()····---"))
    return {chr(code): chr(form) if isinstance(form, int) else form for code, form in table.items()}


_WIDTHS = _widths()
# Beyond the basic plane as a range: a pattern finds single characters there slowly.
_FOLDED = re.compile("[" + re.escape("".join(c for c in _WIDTHS if c <= "\uffff")) + "\U0002f800-\U0002fa1d]")


def _fold(match: re.Match[str]) -> str:
    """Return the one form of a character."""
    return _WIDTHS.get(match[0], match[0])


@dataclass(frozen=True, slots=True)
class Origins:
    """For each clean offset where it came from, kept as runs: clean offset `clean[i]` is original `original[i]`."""

    clean: tuple[int, ...]
    original: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Return the original offset of the clean character at `offset`."""
        run = bisect_right(self.clean, offset) - 1
        return self.original[run] + offset - self.clean[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original half-open span of the clean half-open span; an empty span stays empty."""
        if start >= end:
            at = self.at(start)
            return at, at
        return self.at(start), self.at(end - 1) + 1


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _is_gloss(match: re.Match[str]) -> bool:
    word = match[1]
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if c.isascii()).lower()
    toned = not word.isascii()
    # A bare capital or single letter (甲型(A), 方案(a)) is a label, not a reading.
    return (toned or (word.islower() and len(word) > 1)) and bool(
        _SYLLABLE_ONLY.fullmatch(plain.replace("ü", "v"))
    )


def drop_noise(text: str) -> tuple[str, Origins]:
    """Drop bracketed pinyin after a character and invisible characters; return the rest and its origins."""
    cuts = [(m.start(), m.end()) for m in _GLOSS.finditer(text) if _is_gloss(m)]
    cuts += [(m.start(), m.end()) for m in _INVISIBLE.finditer(text)]
    cuts.sort()
    pieces: list[str] = []
    clean, original = [0], [0]
    position = length = 0
    for start, end in cuts:
        if end <= position:
            continue
        kept = text[position:start]
        pieces.append(kept)
        length += len(kept)
        position = end
        clean.append(length)
        original.append(end)
    pieces.append(text[position:])
    return "".join(pieces), Origins(tuple(clean), tuple(original))


def simplify(text: str) -> str:
    """Convert traditional to simplified script, code point by code point (OpenCC t2s never changes the length)."""
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    return "".join(c if len(s) != 1 else s for c in text for s in (_converter().convert(c),))


_STRAIGHT = re.compile(r'"([^"\n]*)"')


def normalise(text: str) -> tuple[str, Origins]:
    """Return the clean text and its origins; clean text is a fixed point: normalising it again changes nothing."""
    folded = _FOLDED.sub(_fold, text)
    clean, origins = drop_noise(folded)
    clean = simplify(clean)
    if '"' in clean:
        clean = _STRAIGHT.sub("“\\1”", clean)
    return clean, origins
