"""The annotator `spacy:PATH`: any spaCy pipeline, by folder or package name, whose entities or spans are names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.annotator import Suggestion, label_of
from models.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN = "muster"
"""The span group that our own component fills; it is not read back."""
_SCORE = 1.0


class SpacyAnnotator:
    """A pipeline's `doc.ents` and span groups as suggestions; loading takes about a second."""

    def __init__(self, path: str) -> None:
        """Load the pipeline from a folder or an installed package, never from the network; raise ModelError."""
        import spacy  # noqa: PLC0415  (slow to import, and seldom needed)

        self.name = f"spacy:{path}"
        try:
            self._nlp: Any = spacy.load(Path(path) if Path(path).is_dir() else path)
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(
                f"{self.name}: no pipeline could be loaded ({reason}); name a folder that `spacy train` or `muster train` "
                "wrote, or an installed package"
            ) from error

    def annotate(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Return the entities and spans whose labels mean a person, a unit or a place."""
        with self._nlp.memory_zone():
            return [self._read(doc) for doc in self._nlp.pipe(sentences)]

    def _read(self, doc: Any) -> list[Suggestion]:  # noqa: ANN401  (spaCy is loaded late)
        spans = [*doc.ents, *(span for key in doc.spans if key != OWN for span in doc.spans[key])]
        found = {
            Suggestion(span.start_char, span.end_char, label, _SCORE)
            for span in spans
            if (label := label_of(span.label_)) is not None
        }
        return sorted(found, key=lambda s: (s.start, s.end))
