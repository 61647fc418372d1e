"""From text to verdict: seeded contradictions found, and false alarms, by kind of relation.

Run from the repository: python bench/contradictions.py [articles] [--gold FOLDER] [--mixed TEXTS] [--missed]

Synthetic articles state relations of which the generator made some false. With --gold, one figure at a time of each annotated
article is changed so that a relation which the gold calls consistent cannot hold any more; unchanged, the articles show false
alarms. --mixed puts as many texts together from sentences of three of these articles, none of which says that it tells parts: no
figure of one can contradict another's. --missed lists what was not found, and the false alarms of the mixed texts.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parent.parent)]

from corpora.gold import read_annotated  # noqa: E402
from corpora.synthesis import synthesise  # noqa: E402
from extractor import extract_article  # noqa: E402
from extractor.lexicons import terms_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpora.article import Article
    from corpora.gold import Gold, GoldCheck, GoldCount

FACTOR = 1.2  # how much greater a figure becomes: no reading of a relation forgives that
SHARE = 1.2  # the same for a figure whose share is said
SEED = 100_000  # beyond those that the tests use


@dataclass
class Tally:
    """How many contradictions were put in and missed, and how many alarms were false."""

    seeded: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    false: int = 0

    def show(self, title: str) -> None:
        """Print one line a kind, and the sums."""
        print(title)
        for kind, number in sorted(self.seeded.items()):
            print(f"  {kind:14} {number - self.missed[kind]:4} of {number:4} found")
        total = sum(self.seeded.values())
        found = total - sum(self.missed.values())
        if total:
            print(f"  {'all':14} {found:4} of {total:4} found ({found / total:.1%})")
        print(f"  false alarms   {self.false} in {self.articles} articles")


def contradicted(article: Article) -> list[set[str]]:
    """Return the texts of the figures of each finding that calls them contradicted."""
    report = extract_article(article)
    texts = {record.id: record.text for record in report.records}
    return [{texts[r] for r in f.records} for f in report.checks if f.verdict == "contradicted"]


def false_checks(gold: Gold) -> list[tuple[str, set[str]]]:
    """Return kind and figures of each relation that is false by gold."""
    return [
        (check.kind, {count.text for name in (*check.parts, check.whole) for count in gold.named(name)})
        for check in gold.checks
        if check.verdict == "contradicted"
    ]


def synthetic(articles: int, *, list_missed: bool) -> Tally:
    """Read synthetic articles and compare what is contradicted with what the generator made false."""
    tally = Tally(articles=articles)
    for seed in range(SEED, SEED + articles):
        article, gold = synthesise(seed)
        found, planted = contradicted(article), false_checks(gold)
        for kind, figures in planted:
            tally.seeded[kind] += 1
            if figures not in found:
                tally.missed[kind] += 1
                if list_missed:
                    print(f"missed: {article.id} {kind} {sorted(figures)}")
        tally.false += sum(figures not in [known for _, known in planted] for figures in found)
    return tally


def seeded_gold(folder: Path, *, list_missed: bool) -> Tally:
    """Read annotated articles as they are, and with one figure at a time made wrong."""
    tally = Tally()
    for article, gold in read_annotated(folder):
        tally.articles += 1
        known = [figures for _, figures in false_checks(gold)]
        tally.false += sum(not any(figures & wrong for wrong in known) for figures in contradicted(article))
        for check, wrong, text in changed(article.text, gold):
            tally.seeded[check.kind] += 1
            if not any(wrong in figures for figures in contradicted(replace(article, text=text))):
                tally.missed[check.kind] += 1
                if list_missed:
                    print(f"missed: {article.id} {check.kind} {check.parts} of {check.whole}, with {wrong}")
    return tally


def mixed(folder: Path, texts: int, *, list_alarms: bool) -> Tally:
    """Read texts of three sentences, each from an article without a false relation, and count their contradictions."""
    tally = Tally(articles=texts)
    articles = [
        (article, own)
        for article, gold in read_annotated(folder)
        if (own := lone_sentences(article.text, gold))
    ]
    draw = random.Random(SEED)  # noqa: S311
    for _ in range(texts):
        chosen = draw.sample(articles, 3)
        text = "。".join(draw.choice(own) for _, own in chosen) + "。"
        found = contradicted(replace(chosen[0][0], text=text))
        tally.false += bool(found)
        if found and list_alarms:
            print(f"alarm: {text} {[sorted(figures) for figures in found]}")
    return tally


def lone_sentences(text: str, gold: Gold) -> list[str]:
    """Return the sentences with figures that mark no part; none where gold calls a relation false."""
    if false_checks(gold):
        return []
    marks = terms_of("relation_words", "opens", "rest", "respective", "back")
    return [
        sentence.strip()
        for sentence in re.split("[。\n]", text)
        if any(count.text in sentence for count in gold.counts)
        and not any(mark in sentence for mark in marks)
    ]


def changed(text: str, gold: Gold) -> Iterator[tuple[GoldCheck, str, str]]:
    """Yield each consistent relation with a figure of it that cannot be, and the text that has that figure."""
    for check in gold.checks:
        if (
            check.verdict != "consistent"
            or check.kind == "listing"
            or (check.kind, len(check.parts)) == ("product", 1)
        ):
            continue
        for name in (check.whole,) if check.kind in ("product", "same_quantity") else check.parts:
            counts, wholes = gold.named(name), gold.named(check.whole)
            if len(counts) == len(wholes) == 1 and (found := altered(text, counts[0], check, wholes[0])):
                yield check, *found
                break


def altered(text: str, count: GoldCount, check: GoldCheck, whole: GoldCount) -> tuple[str, str] | None:
    """Return a wrong wording of a figure and the text with it, None where the figure is not plain or not alone."""
    plain = re.fullmatch(r"(\d+)(\D+)", count.text)
    spots = [spot.start() for spot in re.finditer(rf"(?<![\d.]){re.escape(count.text)}", text)]
    if not plain or count.low != count.high or not count.low or len(spots) != 1 or not whole.high:
        return None
    match check.kind:
        case "part_of_whole" | "order":
            value = round(whole.high * FACTOR) + 1
        case "breakdown":
            value = count.low + round(whole.high * (FACTOR - 1)) + 1
        case "percentage":  # a share read far off is rather of another whole
            value = round(count.low * (1 / SHARE if count.low * SHARE > whole.high else SHARE)) + 1
        case _:
            value = round(count.low * FACTOR) + 1
    wrong = f"{value}{plain[2]}"
    return wrong, f"{text[: spots[0]]}{wrong}{text[spots[0] + len(count.text) :]}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=500)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--mixed", type=int, default=0)
    parser.add_argument("--missed", action="store_true")
    asked = parser.parse_args()
    synthetic(asked.articles, list_missed=asked.missed).show("synthetic articles")
    if asked.gold:
        seeded_gold(asked.gold, list_missed=asked.missed).show(f"{asked.gold}, one figure changed at a time")
        if asked.mixed:
            mixed(asked.gold, asked.mixed, list_alarms=asked.missed).show(
                f"{asked.gold}, three sentences each"
            )


if __name__ == "__main__":
    main()
