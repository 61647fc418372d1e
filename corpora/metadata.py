"""What is known about an article besides its text: given by the user, a sidecar beside the file, or its own record."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from corpora.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Mapping

# The hour is looked at as well, so that 2022/3/31 25:00 is no day.
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: {1,2}(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What may be known about an article; None where it is not."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    region: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Return this metadata, its gaps filled from `other`."""
        return Metadata(
            published=self.published or other.published,
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            url=self.url or other.url,
            region=self.region or other.region,
        )


def parse_date(value: str, where: str) -> date:
    """Parse a day as `day_of` does; raise ArticleError naming `where`."""
    day = day_of(value)
    if day is None:
        raise ArticleError(f"{where}: {value!r} is no date; write it as 2022-03-31")
    return day


def day_of(value: str) -> date | None:
    """Return the day of `2022-03-31`, of a time stamp that begins so, or as spreadsheets and people write it.

    These turn it into 2022/3/31, 2022年3月31日, 2022/3/31 16:00. None where it is no day.
    """
    text = value.strip()
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            return date(int(written[1]), int(written[2]), int(written[3]))
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()
    except ValueError:
        return None


def parse_metadata(record: Mapping[str, Any], where: str) -> Metadata:
    """Take the metadata out of a JSON object; other keys are left alone, a wrong type raises ArticleError."""
    texts: dict[str, str | None] = {}
    for key in ("published", "title", "publisher", "url", "region"):
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise ArticleError(
                f"{where}: {key!r} is {json.dumps(value, ensure_ascii=False)}; a text or null is needed"
            )
        texts[key] = (value or "").strip() or None
    published = texts["published"]
    return Metadata(
        published=parse_date(published, f"{where}: 'published'") if published else None,
        title=texts["title"],
        publisher=texts["publisher"],
        url=texts["url"],
        region=texts["region"],
    )


def parse_object(text: str, where: str) -> dict[str, Any]:
    """Parse one JSON object; raise ArticleError naming line and column where it is none."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArticleError(
            f"{where}: line {error.lineno}, column {error.colno}: {error.msg}; JSON is needed"
        ) from None
    except RecursionError:
        raise ArticleError(f"{where}: nested too deeply; a flat JSON object is needed") from None
    if not isinstance(value, dict):
        raise ArticleError(f"{where}: found {type(value).__name__}; a JSON object is needed")
    return value
