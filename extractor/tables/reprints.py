"""Reprints: articles printed again, whole or in part, across scripts, noise and small changes.

Articles are taken one at a time: of each only its shingles are kept, some kilobytes, never its text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractor.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from extractor.records.record import Record, Report

WIDTH = 5  # characters a shingle
SHORTEST = 60  # shingles below which an article is too short to be told a reprint
WHOLE = 0.5  # Jaccard from which one article is another one printed again
PART = 0.3  # share of the shorter article found in the longer one; strangers share below a tenth
RUN, COPIED = (
    32,
    0.2,
)  # shingles of a passage that was copied, not phrased alike, and the share of such passages
NEW_FIGURES = 0.5  # share of the same figures below which a text phrased alike is the next day's report
PERMUTATIONS, BANDS, ROWS = 126, 42, 3  # finds 996 of 1000 pairs at WHOLE, and few strangers
SAMPLE = 8  # one shingle in so many stands for an article in the search for partial reprints
SENTENCE = 12  # characters of a sentence that two reporters do not write alike, with its figures
COMMON = 40  # a shingle of more articles than this is a stock phrase
DAYS = re.compile(r"\d{1,2}月\d{1,2}日")
FIGURES = re.compile(r"\d+(?![\d年月日时:])")
MARKS = re.compile(r"[\W_]+")
FACTOR = 6364136223846793005  # Knuth's multiplier for a 64-bit rolling hash


class Printed(Protocol):
    """What was printed, an article or a report of one."""

    @property
    def id(self) -> str:
        """Return what names it."""

    @property
    def text(self) -> str:
        """Return its text."""

    @property
    def published(self) -> date | None:
        """Return the day of its publication, None where unknown."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article: its shingles in text order, the days that it names in order, and its other figures."""

    id: str
    published: str
    passage: NDArray[np.uint64]
    days: tuple[str, ...]
    figures: frozenset[str]

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Return the distinct shingles, sorted."""
        import numpy as np  # noqa: PLC0415

        return np.unique(self.passage)


@dataclass(frozen=True, slots=True)
class Pair:
    """A reprint and its original.

    With the exact Jaccard similarity and the share of the shorter one in the longer.
    """

    reprint: str
    original: str
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """An original and its reprints, by id."""

    original: str
    reprints: tuple[str, ...]


def find_reprints(articles: Iterable[Printed]) -> dict[str, str]:
    """Return the original's id of every reprint's id; the original of a cluster was published first."""
    best: dict[str, Pair] = {}
    for pair in find_pairs(articles):
        known = best.get(pair.reprint)
        if known is None or pair.containment + pair.jaccard > known.containment + known.jaccard:
            best[pair.reprint] = pair
    originals = {reprint: pair.original for reprint, pair in best.items()}
    return {reprint: first_of(reprint, originals) for reprint in originals}


def find_repeats(reports: Iterable[Report]) -> dict[str, str]:
    """Return the original's id of every report with half of its sentences, figures and all, from an earlier one on its region."""
    holders: dict[tuple[str, str], list[str]] = {}
    originals: dict[str, str] = {}
    for report in sorted(reports, key=lambda report: str(report.published or "9999")):
        region = report.region.name if report.region else ""
        said = {(region, record.sentence) for record in report.records if len(record.sentence) >= SENTENCE}
        shared = Counter(holder for sentence in said for holder in holders.get(sentence, ()))
        best = max(shared, key=lambda holder: shared[holder], default=None)
        if best is not None and 2 * shared[best] >= len({record.sentence for record in report.records}):
            originals[report.id] = best
            continue  # its own originals are found already
        for sentence in said:
            known = holders.setdefault(sentence, [])
            if len(known) < COMMON:
                known.append(report.id)
    return originals


def first_of(reprint: str, originals: dict[str, str]) -> str:
    """Return the article at the end of a chain of reprints; chains run back in time and cannot close."""
    while reprint in originals:
        reprint = originals[reprint]
    return reprint


def clusters_of(originals: dict[str, str]) -> list[Cluster]:
    """Return the clusters of a mapping from reprint to original, in the order of first appearance."""
    groups: dict[str, list[str]] = {}
    for reprint, original in originals.items():
        groups.setdefault(original, []).append(reprint)
    return [Cluster(original, tuple(reprints)) for original, reprints in groups.items()]


def find_pairs(articles: Iterable[Printed]) -> Iterator[Pair]:
    """Yield all verified pairs; articles without text, and very short ones, are in none."""
    sketches = [sketch_of(article) for article in articles if article.text]
    sketches = [sketch for sketch in sketches if len(sketch.passage) >= SHORTEST]
    sketches.sort(key=lambda sketch: sketch.published)  # of one day, the one that came first
    if len(sketches) < 2:
        return
    texts = [sketch.hashes for sketch in sketches]
    for first, second in sorted(set(similar(texts)) | set(contained(texts))):
        jaccard, containment = overlap(texts[first], texts[second])
        earlier, later = sketches[first], sketches[second]
        if (
            (jaccard >= WHOLE or containment >= PART)
            and copied(earlier, later) >= COPIED
            and not follows_up(earlier, later)
        ):
            yield Pair(later.id, earlier.id, jaccard, containment)


def sketch_of(article: Printed) -> Sketch:
    """Return what is kept of an article."""
    text = normalise(article.text)[0]
    days = tuple(dict.fromkeys(DAYS.findall(text)))
    return Sketch(
        article.id, str(article.published or "9999"), passage_of(text), days, frozenset(FIGURES.findall(text))
    )


def copied(one: Sketch, other: Sketch) -> float:
    """Return the share of the shorter text that stands in long passages of the other one."""
    import numpy as np  # noqa: PLC0415

    shorter, longer = sorted((one.passage, other.passage), key=len)
    shared = np.concatenate(([False], np.isin(shorter, longer), [False])).astype(np.int8)
    steps = np.diff(shared)
    lengths = np.flatnonzero(steps == -1) - np.flatnonzero(steps == 1)
    return float(lengths[lengths >= RUN].sum() / len(shorter))


def follows_up(earlier: Sketch, later: Sketch) -> bool:
    """Tell whether the later text reports a new day in the words of the earlier one: a daily bulletin is no reprint."""
    if not (earlier.days and later.days) or later.days[0] in earlier.days:
        return False
    same = len(earlier.figures & later.figures)
    return earlier.days[0] not in later.days or same < NEW_FIGURES * min(
        len(earlier.figures), len(later.figures)
    )


def shingles(text: str) -> NDArray[np.uint64]:
    """Return the sorted distinct hashes of all runs of five letters; marks and blanks are left out."""
    import numpy as np  # noqa: PLC0415  (heavy)

    return np.unique(passage_of(normalise(text)[0]))


def passage_of(text: str) -> NDArray[np.uint64]:
    """Return the hashes of all runs of five letters of a normalised text, in its order."""
    import numpy as np  # noqa: PLC0415

    letters = MARKS.sub("", text)
    points = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(points) < WIDTH:
        return np.empty(0, dtype=np.uint64)
    size = len(points) - WIDTH + 1
    hashes = np.zeros(size, dtype=np.uint64)
    for offset in range(WIDTH):
        hashes = hashes * np.uint64(FACTOR) + points[offset : offset + size] + np.uint64(1)
    hashes ^= hashes >> np.uint64(29)
    mixed: NDArray[np.uint64] = hashes * np.uint64(0xBF58476D1CE4E5B9)
    return mixed


def overlap(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> tuple[float, float]:
    """Return the exact Jaccard similarity of two shingle sets and the share of the smaller in the larger."""
    import numpy as np  # noqa: PLC0415

    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared), shared / min(len(one), len(other))


def similar(texts: Sequence[NDArray[np.uint64]]) -> Iterator[tuple[int, int]]:
    """Yield candidate pairs (earlier, later) of similar articles, by MinHash and LSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    empty = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
    for number, hashes in enumerate(texts):
        sketch = empty.copy()
        sketch.update_batch((hashes >> 32).tolist())
        for earlier in index.query(sketch):
            yield earlier, number
        index.insert(number, sketch, check_duplication=False)


def contained(texts: Sequence[NDArray[np.uint64]]) -> Iterator[tuple[int, int]]:
    """Yield candidate pairs (earlier, later) that share much of a sample of the shorter article."""
    holders: dict[int, list[int]] = {}
    sizes: list[int] = []
    for number, hashes in enumerate(texts):
        sample = hashes[hashes % SAMPLE == 0].tolist()
        sizes.append(len(sample))
        shared: Counter[int] = Counter()
        for shingle in sample:
            known = holders.setdefault(shingle, [])
            if len(known) < COMMON:
                shared.update(known)
                known.append(number)
        for earlier, count in shared.items():
            if count >= 0.6 * PART * min(sizes[earlier], sizes[number]):
                yield earlier, number


def repeated_records(reports: Iterable[Report]) -> set[str]:
    """Return the ids of figures that a reprint only prints again.

    Figures that it changed are its own, later ones.
    """
    reports = list(reports)
    known = {report.id: {said(record) for record in report.records} for report in reports}
    return {
        record.id
        for report in reports
        if report.reprint_of in known
        for record in report.records
        if said(record) in known[report.reprint_of]
    }


def said(record: Record) -> tuple[object, ...]:
    """Return what must agree for a figure to be the same one printed again."""
    return (record.measure, record.low, record.high, record.per, record.basis, record.noun)
