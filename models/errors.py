"""The error of a model that can't be had; its message says which, why, and what to do."""

from __future__ import annotations

from corpora.errors import MusterError


class ModelError(MusterError):
    """An annotator or its model can't be loaded or trained: names what was asked for and what to do."""
