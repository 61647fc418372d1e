"""The annotator `hanlp:PATH`: a HanLP 2.1 component or pipeline, by local folder or an identifier whose files are in place.

Nothing is downloaded: an identifier is looked up where HanLP would keep it, and what is missing is told at once.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.annotator import Suggestion, aligned, installed, label_of
from models.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCORE = 1.0
_CONFIGS = ("config.json", "meta.json")
_WEIGHTS = "model.pt"
_TOKENIZER = "transformer"  # the folder inside ours that `muster` expects beside the weights


class HanlpAnnotator:
    """A HanLP recognizer, multi-task model or pipeline whose output has named entities."""

    def __init__(self, path: str) -> None:
        """Load the component from local files; raise ModelError where one is missing, without asking the network."""
        self.name = f"hanlp:{path}"
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else a missing tokenizer is asked for, five times over
        if installed("hanlp") is None or installed("torch") is None:
            raise ModelError(
                f"{self.name}: HanLP is not installed; pip install torch==2.13.0 first, then pip install 'muster[hanlp]'"
            )
        import hanlp  # noqa: PLC0415  (slow to import, and an extra)

        folder = self._local(path, hanlp.pretrained.ALL)
        options = self._options(folder)
        try:
            self._component: Any = hanlp.load(str(folder), devices=-1, **options)
        except Exception as error:  # HanLP's own error path hides the cause behind a missing pkg_resources
            cause = error.__context__ or error
            raise ModelError(
                f"{self.name}: {folder} could not be loaded ({type(cause).__name__}: {cause})"
            ) from error
        _mend(self._component)
        self._takes_text = type(self._component).__name__ in ("MultiTaskLearning", "Pipeline")

    def annotate(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Return the named entities whose labels mean a person, a unit or a place."""
        kept = [n for n, sentence in enumerate(sentences) if sentence.strip()]
        found: list[list[Suggestion]] = [[] for _ in sentences]
        if kept:
            given = [sentences[n] if self._takes_text else list(sentences[n]) for n in kept]
            output = self._component(given)
            for n, entities in zip(kept, self._entities(output, [sentences[n] for n in kept]), strict=True):
                found[n] = sorted(entities, key=lambda s: (s.start, s.end))
        return found

    def _entities(self, output: Any, sentences: Sequence[str]) -> Iterator[set[Suggestion]]:  # noqa: ANN401
        """Yield the entities of each sentence; a Document counts in tokens, a recognizer of characters in characters."""
        if not isinstance(output, dict):
            for entities in output:
                yield set(_suggestions((entity[1], entity[2], entity[3]) for entity in entities))
            return
        tokens = next((output[key] for key in output if key.split("/")[0] == "tok"), None)
        named = [output[key] for key in output if key.split("/")[0] == "ner"]
        if tokens is None or not named:
            raise ModelError(f"{self.name}: its output has {', '.join(output)}; tok and ner are needed")
        for n, sentence in enumerate(sentences):
            spans = aligned(sentence, tokens[n])
            yield set(
                _suggestions(
                    (label, spans[begin][0], spans[end - 1][1])
                    for layer in named
                    for _, label, begin, end in layer[n]
                )
            )

    def _local(self, path: str, known: dict[str, str]) -> Path:
        """Return the folder or pipeline file of a path or identifier; raise ModelError where its files are not there."""
        place, hint = Path(path), "name a local folder"
        if not place.exists():
            url = known.get(path, path)
            if not url.startswith(("http:", "https:")):
                raise ModelError(f"{self.name}: no such folder, and no identifier of HanLP")
            place = _expected(url)
            hint = f"nothing is downloaded: unpack {url} there"
        if place.is_dir():
            missing = [] if any((place / name).is_file() for name in _CONFIGS) else [_CONFIGS[0]]
            missing += [] if (place / _WEIGHTS).is_file() else [_WEIGHTS]
            if missing:
                raise ModelError(f"{self.name}: {place} lacks {' and '.join(missing)}; {hint}")
        elif not place.is_file():
            raise ModelError(f"{self.name}: {place} is not there; {hint}")
        return place

    def _options(self, folder: Path) -> dict[str, Any]:
        """Return what the component must be told: where its tokenizer is, which its config names by an absolute path."""
        if not folder.is_dir():
            return {}
        if (folder / _TOKENIZER).is_dir():
            return {"transformer": str((folder / _TOKENIZER).resolve())}
        config = (
            json.loads((folder / _CONFIGS[0]).read_text("utf-8")) if (folder / _CONFIGS[0]).is_file() else {}
        )
        for named in _transformers(config):
            place = _expected(named) if named.startswith(("http:", "https:")) else Path(named)
            remote = named.startswith(("http:", "https:")) or place.is_absolute()
            if remote and not place.exists():
                raise ModelError(
                    f"{self.name}: its tokenizer {place} is not there; put it there, or into {folder / _TOKENIZER}"
                )
        return {}


def _suggestions(entities: Any) -> Iterator[Suggestion]:  # noqa: ANN401  (what a model gives)
    for label, start, end in entities:
        meaning = label_of(label)
        if meaning is not None and start < end:
            yield Suggestion(start, end, meaning, _SCORE)


def _expected(url: str) -> Path:
    """Return the folder in which HanLP keeps what it downloads from a URL."""
    from hanlp.utils.io_util import hanlp_home, path_from_url  # noqa: PLC0415  (an extra)

    place, _, inner = url.partition("#")
    folder = Path(path_from_url(place, hanlp_home()))
    stem = folder.with_name(folder.name.removesuffix(".zip").removesuffix(".tar.gz").removesuffix(".tgz"))
    return stem.parent / inner.strip("/") if inner.startswith("/") else stem / inner if inner else stem


def _transformers(config: Any) -> Iterator[str]:  # noqa: ANN401  (any JSON)
    if isinstance(config, dict):
        for key, value in config.items():
            if key == "transformer" and isinstance(value, str):
                yield value
            else:
                yield from _transformers(value)


def _mend(component: Any) -> None:  # noqa: ANN401  (HanLP is loaded late)
    """Work around two faults of 2.1.5 in recurrent recognizers: the CRF's axes, and a decoder that stops at odd tags."""
    if type(component).__name__ != "RNNNamedEntityRecognizer":
        return
    from hanlp.components.taggers.rnn_tagger import RNNTagger  # noqa: PLC0415  (an extra)
    from hanlp.metrics.chunking.sequence_labeling import get_entities  # noqa: PLC0415

    crf = getattr(component.model, "crf", None)
    if crf is not None:
        crf.batch_first = True

    def predict_data(data: Any, batch_size: int | None = None, **_: Any) -> list[list[tuple[Any, ...]]]:  # noqa: ANN401
        tags = RNNTagger.predict_data(component, data, batch_size)
        return [
            [("".join(tokens[begin:end]), label, begin, end) for label, begin, end in get_entities(row)]
            for tokens, row in zip(data, tags, strict=True)
        ]

    component.predict_data = predict_data
