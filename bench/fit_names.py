"""Fit the weights of the person finder on annotated articles, and print cross-validated precision, recall and F1.

    python bench/fit_names.py corpora/gold                  # cross-validation only
    python bench/fit_names.py corpora/gold --write          # and write the lines `person.…` of extractor/lexicons/weights.tsv

Every span that the finder looks at is one example, right where it holds a name of the gold; those that only overlap one are left
out, for the lattice decides between them. A logistic regression gives the
weights, with a Gaussian prior centred on `bench/person_priors.tsv`, which says what the language says. Folds are by article;
reprints stay in one fold.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parent.parent))

from typing import TYPE_CHECKING

from corpora.gold import read_annotated
from extractor.context import establish
from extractor.mentions import counts, dates, names, persons
from extractor.mentions.name_evidence import Evidence
from extractor.mentions.roles import index_roles
from extractor.pipeline import scanner
from extractor.text.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpora.article import Article
    from corpora.gold import Gold
    from extractor.mentions.name_shapes import Features

REGULAR = 40.0  # the strength of the prior
SAME_FOLD = {"33": "32", "35": "34", "37": "36"}  # reprints
PRIORS = Path(__file__).parent / "person_priors.tsv"
WEIGHTS = Path(__file__).parent.parent / "extractor" / "lexicons" / "weights.tsv"


@dataclass(frozen=True, slots=True)
class Example:
    """A span that may be a name, its features, and whether it is one."""

    article: str
    features: Features
    right: bool


def priors() -> dict[str, float]:
    """Return the weight of every feature before anything is counted."""
    with PRIORS.open(encoding="utf-8", newline="") as stream:
        return {row["term"]: float(row["weight"]) for row in csv.DictReader(stream, delimiter="\t")}


def examples_of(article: Article, gold: Gold) -> list[Example]:
    """Return the spans of one annotated article; a list tells of a neighbour what the gold tells."""
    page = read_page(article.text, title=article.title)
    hits = scanner().scan(page.clean)
    context = establish(page, hits, region=article.region, published=article.published)
    days = [(d.start, d.end) for d in dates.find_dates(page, hits, article.published)]
    taken = sorted([*days, *((c.start, c.end) for c in counts.find_counts(page.clean, hits, days))])
    located, organised = names.other_candidates(page, hits, context, taken)
    blocked = [*taken, *page.layout.bylines]
    near = Evidence(page, hits, index_roles(hits, page.clean), [*located, *organised], blocked)
    guesses = persons.guess_persons(near)
    known = {person.name for person in gold.persons}
    right = [page.clean[g.start : g.end] in known for g in guesses]
    told = [
        persons.Guess(g.start, g.end, g.features, 1.0 if good else -99.0)
        for g, good in zip(guesses, right, strict=True)
    ]
    beside = {(g.start, g.end) for g in persons.listed(near, told) if ("listed", 1.0) in g.features}
    named = [(g.start, g.end) for g, good in zip(guesses, right, strict=True) if good]
    return [
        Example(gold.id, g.features + ((("listed", 1.0),) if (g.start, g.end) in beside else ()), good)
        for g, good in zip(guesses, right, strict=True)
        if good or not any(a < g.end and g.start < b for a, b in named)
    ]


def fit(examples: Sequence[Example], centre: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that make right names likely: penalised maximum likelihood, L-BFGS."""
    terms = {term: i for i, term in enumerate(centre)}
    rows, columns, numbers = [], [], []
    for row, example in enumerate(examples):
        for term, number in example.features:
            rows.append(row)
            columns.append(terms[term])
            numbers.append(number)
    matrix = csr_matrix((numbers, (rows, columns)), shape=(len(examples), len(terms)))
    right = np.array([e.right for e in examples], dtype=float)
    start = np.array(list(centre.values()))

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weight
        off = weight - start
        value = np.logaddexp(0, scores).sum() - right @ scores + REGULAR * off @ off
        return value, matrix.T @ (1 / (1 + np.exp(-scores)) - right) + 2 * REGULAR * off

    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {term: float(result.x[i]) for term, i in terms.items()}


def tally(examples: Iterable[Example], table: Mapping[str, float]) -> tuple[int, int, int]:
    """Return how many spans are taken for names rightly, how many are taken, how many are names."""
    hit = taken = real = 0
    for example in examples:
        chosen = sum(table[term] * number for term, number in example.features) > 0
        hit, taken, real = hit + (chosen and example.right), taken + chosen, real + example.right
    return hit, taken, real


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    examples = [e for article, gold in read_annotated(arguments.gold) for e in examples_of(article, gold)]
    centre = priors()
    folds: dict[int, list[Example]] = defaultdict(list)
    for e in examples:
        folds[int(SAME_FOLD.get(e.article, e.article)) % arguments.folds].append(e)
    sums = np.zeros(3, dtype=int)
    for held, own in folds.items():
        table = fit([e for fold, other in folds.items() if fold != held for e in other], centre)
        sums += np.array(tally(own, table))
    fitted = fit(examples, centre)
    for name, (hit, taken, real) in (
        ("prior", tally(examples, centre)),
        ("cross-validated", sums),
        ("fitted", tally(examples, fitted)),
    ):
        print(
            f"{name:16} P {hit / taken:.3f}  R {hit / real:.3f}  F1 {2 * hit / (taken + real):.3f}  of {real} in {len(examples)}"
        )
    if arguments.write:
        header, *lines = WEIGHTS.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("person.")]
        kept += [f"person.{term}\t{weight:.2f}\tbench/fit_names.py" for term, weight in fitted.items()]
        WEIGHTS.write_text("\n".join([header, *sorted(kept)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
