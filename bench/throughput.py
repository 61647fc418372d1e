"""Characters per second of the whole pipeline beside jieba, on the same text in one run.

    python bench/throughput.py [FILE or FOLDER ...]

All three get the same text, in simplified script: on traditional text jieba's tagger falls back to guessing and takes
many times as long, which would flatter muster. Rounds are interleaved, so that a busy machine slows all alike; the
least CPU time of each counts, and the first round stands beside it, because later rounds find caches filled. muster does
all that `muster extract` does up to the JSON object: records, links and checks. As there, the garbage collector passes over
what has been loaded before the first round, jieba's dictionaries too. Without arguments the annotated articles of the
repository are read, each once a round.
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

import extractor
from corpora.article import Article
from corpora.articles import read_articles
from extractor.reports.contract import report_object
from extractor.runs.batch import settle
from extractor.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
ROUNDS = 7


def read(arguments: list[str]) -> list[Article]:
    """Return the articles to run on, in simplified script."""
    found = [item for item in read_articles(arguments or [GOLD]) if isinstance(item, Article)]
    if not found:
        sys.exit("throughput: no article to run on")
    return [replace(article, text=normalise(article.text)[0]) for article in found]


def measure(work: dict[str, Callable[[Article], object]], articles: list[Article]) -> dict[str, list[float]]:
    """Return the CPU seconds of each round of each work over all articles, after one article to load what it needs."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for function in work.values():
        function(articles[0])
    settle()
    for _ in range(ROUNDS):
        for name, function in work.items():
            start = time.process_time()
            for article in articles:
                function(article)
            seconds[name].append(time.process_time() - start)
    return seconds


def main() -> None:
    """Measure and print the table."""
    jieba.setLogLevel(logging.WARNING)
    articles = read(sys.argv[1:])
    size = sum(len(article.text) for article in articles)
    work: dict[str, Callable[[Article], object]] = {
        "muster": lambda article: report_object(extractor.extract_article(article)),
        "jieba.lcut": lambda article: jieba.lcut(article.text),
        "jieba.posseg.lcut": lambda article: jieba.posseg.lcut(article.text),
    }
    seconds = measure(work, articles)
    print(f"{len(articles)} articles, {size} characters, CPU time, least of {ROUNDS} interleaved rounds")
    print(f"{'':20}{'chars/s':>12}{'ms/1000 chars':>16}{'first round':>14}{'muster is faster by':>22}")
    for name, rounds in seconds.items():
        taken = min(rounds)
        ratio = "" if name == "muster" else f"{taken / min(seconds['muster']):.2f} x"
        row = f"{name:20}{size / taken:>12,.0f}{taken / size * 1e6:>16.2f}{rounds[0] / size * 1e6:>14.2f}{ratio:>22}"
        print(row)


if __name__ == "__main__":
    main()
