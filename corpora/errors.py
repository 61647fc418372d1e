"""The errors of reading; each message says place, what was found, what to do."""

from __future__ import annotations

from dataclasses import dataclass


class MusterError(Exception):
    """Anything that muster can explain to its user; `cli.py` turns it into a line on stderr."""


class ArticleError(MusterError):
    """An article or its sidecar can't be read: names file and place."""


class TotalsError(MusterError):
    """A row of an official totals file can't be read: names file, line, column and what was expected."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read; `message` names file and place, what was found and what to do."""

    path: str
    message: str
