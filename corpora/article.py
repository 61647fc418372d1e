"""One article as it was read: text and metadata, nothing interpreted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a field's type, needed at run time by dataclass users)


@dataclass(frozen=True, slots=True)
class Article:
    """A press article: the original text and what is known about it.

    `text` is the text as read (code points are what every offset of muster counts). Unknown metadata is None.
    `region` is the name of the division that the article is about (徐州市), where its metadata says so.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    region: str | None = None
    path: str | None = None

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the UTF-8 text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
