"""Which annotators there are, and loading one by the name that a user gives."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from models.annotator import installed
from models.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.annotator import Annotator, Label


def load_annotator(spec: str, words: Callable[[], Mapping[str, Label]] = dict) -> Annotator | None:
    """Return the annotator of `jieba`, `spacy:PATH`, `hanlp:PATH`, or None for `none`; raise ModelError.

    `words` gives the user dictionary, which is asked for by jieba alone.
    """
    kind, colon, path = spec.partition(":")
    match kind, bool(path), colon:
        case "none", False, "":
            return None
        case "jieba", False, "":
            from models.jieba import JiebaAnnotator  # noqa: PLC0415  (loads a dictionary)

            return JiebaAnnotator(words())
        case "spacy", True, _:
            from models.spacy import SpacyAnnotator  # noqa: PLC0415  (slow to import)

            return SpacyAnnotator(path)
        case "hanlp", True, _:
            from models.hanlp import HanlpAnnotator  # noqa: PLC0415  (slow to import)

            return HanlpAnnotator(path)
    raise ModelError(f"annotator {spec!r}: expected jieba, spacy:PATH, hanlp:PATH or none")


@dataclass(frozen=True, slots=True)
class Available:
    """An annotator that can be named to `load_annotator`; `version` is None where its package is not installed."""

    spec: str
    version: str | None


def available() -> list[Available]:
    """Return the annotators that are there, without loading any: packages, spaCy pipelines, HanLP models in HANLP_HOME."""
    found = [Available("jieba", installed("jieba")), Available("spacy:PATH", installed("spacy"))]
    found += [
        Available(f"spacy:{point.name}", installed(point.name))
        for point in entry_points(group="spacy_models")
    ]
    found.append(Available("hanlp:PATH", installed("hanlp")))
    home = Path(os.environ.get("HANLP_HOME") or Path.home() / ".hanlp")
    configs = sorted(home.glob("*/*/config.json")) if found[-1].version else []
    found += [
        Available(f"hanlp:{config.parent}", found[-1].version)
        for config in configs
        if (config.parent / "model.pt").is_file()
    ]
    return found
