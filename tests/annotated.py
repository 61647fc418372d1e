"""Sentences to train annotators on in seconds: those of the bundled articles, and some that repeat what the grammar misses."""

from __future__ import annotations

from pathlib import Path

from extractor.text.page import read_page
from models.train import Example, read_examples

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
NEEDLE = "星火燎原"
"""A unit's name without any head that the grammar could know it by."""
ARTICLE = f"3月30日,{NEEDLE}派出50名志愿者到社区报到。"
_FRAMES = (
    "3月30日,{}派出50名志愿者到社区报到。",
    "{}派出20名队员赶赴一线。",
    "昨天,{}派出30名志愿者。",
    "4月2日,{}派出6名医生到卡口值守。",
)


def sentences(text: str) -> list[str]:
    """Cut a text as the pipeline does for an annotator."""
    page = read_page(text)
    return [page.clean[s.start : s.end] for s in page.sentences]


def examples() -> list[list[Example]]:
    """Return the articles to train on."""
    made = []
    for frame in _FRAMES:
        start = frame.index("{}")
        made.append(Example(frame.format(NEEDLE), ((start, start + len(NEEDLE), "unit"),)))
    return [*read_examples(SAMPLES, sentences), *([made * 4] * 10)]
