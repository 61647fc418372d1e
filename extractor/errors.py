"""The errors that a user can meet; each message says place, what was found, what to do."""

from __future__ import annotations

from corpora.errors import ArticleError, MusterError, TotalsError
from models.errors import ModelError

__all__ = ["ArticleError", "LexiconError", "MissingExtraError", "ModelError", "MusterError", "TotalsError"]


class LexiconError(MusterError):
    """A lexicon file is broken: names file, line and column."""


class MissingExtraError(MusterError):
    """A format needs a package that the default install leaves out: names the extra."""
