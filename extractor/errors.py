"""The errors that a user can meet; each message says place, what was found, what to do."""

from __future__ import annotations


class MusterError(Exception):
    """Anything that muster can explain to its user; `cli.py` turns it into a line on stderr."""


class LexiconError(MusterError):
    """A lexicon file is broken: names file, line and column."""
