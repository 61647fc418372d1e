"""Characters per second of the whole pipeline beside jieba, on the same text in one run.

    python bench/throughput.py [FILE or FOLDER ...]

All three get the same text, in simplified script: on traditional text jieba's tagger falls back to guessing and takes
many times as long, which would flatter muster. Rounds are interleaved, so that a busy machine slows all alike; the
least CPU time of each counts. Without arguments the bundled articles are repeated.
"""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
import jieba.posseg

from corpora.article import Article
from corpora.articles import read_articles
from extractor.pipeline import extract
from extractor.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
ENOUGH = 60_000  # characters: a round of the slowest takes about a second
ROUNDS = 5


def read(arguments: list[str]) -> list[Article]:
    """Return the articles to run on, the bundled ones repeated until they are enough."""
    found = [item for item in read_articles(arguments or [SAMPLES]) if isinstance(item, Article)]
    articles = [replace(article, text=normalise(article.text)[0]) for article in found]
    size = sum(len(article.text) for article in articles)
    if not size:
        sys.exit("throughput: no article to run on")
    times = 1 if arguments else -(-ENOUGH // size)
    return [replace(article, id=f"{article.id}-{n}") for n in range(times) for article in articles]


def measure(work: dict[str, Callable[[Article], object]], articles: list[Article]) -> dict[str, float]:
    """Return the least CPU seconds of each work over all articles, after one article to warm up."""
    least = dict.fromkeys(work, float("inf"))
    for function in work.values():
        function(articles[0])
    for _ in range(ROUNDS):
        for name, function in work.items():
            start = time.process_time()
            for article in articles:
                function(article)
            least[name] = min(least[name], time.process_time() - start)
    return least


def main() -> None:
    """Measure and print the table."""
    jieba.setLogLevel(logging.WARNING)
    articles = read(sys.argv[1:])
    size = sum(len(article.text) for article in articles)
    work: dict[str, Callable[[Article], object]] = {
        "muster": extract,
        "jieba.lcut": lambda article: jieba.lcut(article.text),
        "jieba.posseg.lcut": lambda article: jieba.posseg.lcut(article.text),
    }
    seconds = measure(work, articles)
    print(f"{len(articles)} articles, {size} characters, least CPU time of {ROUNDS} interleaved rounds")
    print(f"{'':20}{'chars/s':>12}{'ms/1000 chars':>16}{'muster is faster by':>22}")
    for name, taken in seconds.items():
        ratio = "" if name == "muster" else f"{taken / seconds['muster']:.2f} x"
        print(f"{name:20}{size / taken:>12,.0f}{taken / size * 1e6:>16.2f}{ratio:>22}")


if __name__ == "__main__":
    main()
