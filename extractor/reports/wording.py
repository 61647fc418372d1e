"""Messages in the user's language: an English message comes in, the same in Chinese goes out.

Whoever finds something says so in English, where it is found. `chinese.tsv` has the Chinese of each message, with `{…}` for
what varies: a message is recognised by the words around these gaps, and what fills them is translated likewise. A message
that no line fits stays as it is.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Language = Literal["en", "zh"]
_NEXT = "; "  # between the messages of a list
_LIST = "rules"  # the gap that holds such a list


class Pattern(NamedTuple):
    """A message with gaps: the words around them, the names of what fills them, and the Chinese."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    chinese: str


def say(message: str, language: Language) -> str:
    """Return a message in a language.

    >>> say("630–648 of 6396 (9.8–10.1 %)", "zh")
    '6396 中的 630–648（9.8–10.1%）'
    """
    if language == "en" or not message:
        return message
    whole, patterns = _table()
    if message in whole:
        return whole[message]
    for pattern in patterns:
        found = _fill(pattern.words, message)
        if found is not None and not _strays(pattern, found):
            values = [say(value, language) for value in found]
            return pattern.chinese.format(**dict(zip(pattern.names, values, strict=True)))
    if _NEXT in message:
        return "；".join(say(part, language) for part in message.split(_NEXT))
    return message


def _strays(pattern: Pattern, found: Sequence[str]) -> bool:
    """Tell whether what fills a gap runs over into another message of a list."""
    if any(_NEXT in word for word in pattern.words):
        return False
    return any(_NEXT in value and name != _LIST for name, value in zip(pattern.names, found, strict=True))


def _fill(words: Sequence[str], message: str) -> list[str] | None:
    """Return what stands in the gaps between words, None where the message is another one."""
    first, last = words[0], words[-1]
    end = len(message) - len(last)
    if not (message.startswith(first) and message.endswith(last) and len(first) < end):
        return None
    found = []
    start = len(first)
    for word in words[1:-1]:
        at = message.find(word, start + 1, end)
        if at < 0:
            return None
        found.append(message[start:at])
        start = at + len(word)
    return [*found, message[start:end]] if start < end else None


@cache
def _table() -> tuple[dict[str, str], tuple[Pattern, ...]]:
    """Return the messages without gaps, and those with gaps, the one with most words first."""
    whole: dict[str, str] = {}
    patterns: list[Pattern] = []
    for english, chinese in read_messages():
        words, names = parts_of(english)
        if names:
            patterns.append(Pattern(words, names, chinese))
        else:
            whole[english] = chinese
    patterns.sort(key=lambda pattern: -sum(map(len, pattern.words)))
    return whole, tuple(patterns)


def read_messages() -> list[tuple[str, str]]:
    """Return all messages with their Chinese; lines that start with # are remarks."""
    lines = files(__package__).joinpath("chinese.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(english, chinese) for english, chinese in rows]


def parts_of(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a template and the names of the gaps between them.

    >>> parts_of("{one} equals {other}")
    (('', ' equals ', ''), ('one', 'other'))
    """
    pieces = [piece for part in template.split("{") for piece in part.split("}")]
    return tuple(pieces[::2]), tuple(pieces[1::2])
