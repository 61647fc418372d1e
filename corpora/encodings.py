"""From bytes to text: UTF-8, UTF-16 with a byte order mark, GB18030; anything else is refused by name and place."""

from __future__ import annotations

import codecs

from corpora.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, where: str) -> str:
    """Decode the bytes of `where`, byte order mark off; raise ArticleError naming the byte that fits no encoding.

    UTF-8 is tried before GB18030, because Chinese GB18030 text is hardly ever valid UTF-8, while the reverse is common.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, where, skipped=len(mark))
    if b"\0" in data[:4096]:
        raise ArticleError(
            f"{where}: byte {data.index(0)}: a zero byte, so no text file; save it as UTF-8 text"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8 = error
    try:
        # A file that was converted from UTF-8 may have kept its mark.
        return data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{where}: neither UTF-8 (byte {utf8.start} is 0x{data[utf8.start]:02x}) nor GB18030 "
            f"(byte {error.start} is 0x{data[error.start]:02x}); save it as UTF-8 text",
        ) from error


def _strict(data: bytes, encoding: str, where: str, *, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{where}: its byte order mark says {encoding}, but byte {error.start + skipped} "
            f"is 0x{data[error.start]:02x}; save it as UTF-8 text",
        ) from error
