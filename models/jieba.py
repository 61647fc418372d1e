"""The annotator `jieba`: its tagger with our dictionary, private to us, so that the process's own jieba stays as it is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from models.annotator import Label, Suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TAGS: dict[str, Label] = {"nr": "person", "nrfg": "person", "nrt": "person", "ns": "place", "nt": "unit"}
_TAG_OF: dict[Label, str] = {"person": "nr", "place": "ns", "unit": "nt"}
_SCORE = 0.4  # on newspaper text fewer than half of the names that it gives are right
_FREQUENCY = 20  # enough to keep a word of ours whole, too little to tear common words apart


class JiebaAnnotator:
    """`jieba.posseg` on a tokenizer of its own; loading takes about a second."""

    name = "jieba"

    def __init__(self, words: Mapping[str, Label] | None = None) -> None:
        """Load the dictionary and add `words` (term -> what it names) to it."""
        import jieba  # noqa: PLC0415  (slow to import, and seldom needed)
        import jieba.posseg  # noqa: PLC0415

        level = jieba.default_logger.level
        jieba.setLogLevel(logging.WARNING)
        try:
            tokenizer = jieba.Tokenizer()
            tokenizer.initialize()
            for term, label in (words or {}).items():
                tokenizer.add_word(term, _FREQUENCY, _TAG_OF[label])
            self._tagger: Any = jieba.posseg.POSTokenizer(tokenizer)
        finally:
            jieba.setLogLevel(level)

    def annotate(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Return what jieba tags as a name, of two characters or more."""
        return [self._read(sentence) for sentence in sentences]

    def _read(self, sentence: str) -> list[Suggestion]:
        found: list[Suggestion] = []
        at = 0
        for pair in self._tagger.cut(sentence):
            end = at + len(pair.word)
            label = _TAGS.get(pair.flag)
            if label and end - at > 1:
                found.append(Suggestion(at, end, label, _SCORE))
            at = end
        return found
