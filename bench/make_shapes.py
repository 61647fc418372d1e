"""Build what tells a name from words, out of jieba's dictionary.

Writes `models/shapes.xz`, `models/words.xz`, and in the lexicons `given_chars.tsv` and a column of `surnames.tsv`.

Usage: `python bench/make_shapes.py`. The output is the same for the same version of jieba (0.42.1).

`shapes.xz`: four lines of pairs of characters that stand side by side inside words, the rarest first, and a line of triples
inside words that look like names. `words.xz`: four lines of words of two characters that are no names, the
rarest first. `given_chars.tsv`: for
a character as the first of two given characters, the last of two, and the only one, how many times likelier (natural
logarithm) it is there than in running text. `surnames.tsv`: the column `odds`, the same for a name's first character.
"""

from __future__ import annotations

import csv
import itertools
import lzma
import math
import re
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).parent.parent
_LEXICONS = _ROOT / "extractor" / "lexicons"
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_HAN_CHAR = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = (10, 60, 400, 2500)  # occurrences of a pair in the text that jieba's frequencies were counted on
_WORDY = 200  # a name in which two characters are as frequent a word is rather a phrase (周五输)
_SMOOTH = 0.3  # of a name seen once
_SMOOTH_TEXT = 2000  # occurrences; keeps rare characters from looking like nothing but names
_COMMON = 2000  # occurrences; that a rarer character is given to nobody here tells nothing


def _read() -> list[tuple[str, int, str]]:
    lines = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    cells = [line.split() for line in lines]
    return [(word, int(count), tag) for word, count, tag in cells if _HAN.fullmatch(word) or len(word) == 1]


def _surnames() -> dict[str, int]:
    with (_LEXICONS / "surnames.tsv").open(encoding="utf-8", newline="") as stream:
        return {row["term"]: int(row["weight"]) for row in csv.DictReader(stream, delimiter="\t")}


def _bigrams(words: list[tuple[str, int, str]]) -> list[str]:
    counts: Counter[str] = Counter()
    for word, count, tag in words:
        if not tag.startswith("nr"):
            for at in range(len(word) - 1):
                counts[word[at : at + 2]] += count
    return _leveled(counts)


def _leveled(counts: Mapping[str, int]) -> list[str]:
    bounds = (*_LEVELS, math.inf)
    return [
        "".join(sorted(pair for pair, n in counts.items() if low <= n < high))
        for low, high in itertools.pairwise(bounds)
    ]


def _words(words: list[tuple[str, int, str]]) -> list[str]:
    """Return the words of two characters; one that is frequent is no person's name, whatever its tag (阳光, 亚军)."""
    return _leveled(
        {
            word: count
            for word, count, tag in words
            if len(word) == 2
            and not tag.startswith(("ns", "nt"))
            and (count >= _WORDY or not tag.startswith("nr"))
        }
    )


def _trigrams(words: list[tuple[str, int, str]], surnames: dict[str, int]) -> str:
    """Return words of three characters, and triples inside longer ones, that begin like a name (雷阵雨, 张冠李|戴)."""
    found = {
        word[at : at + 3] for word, _, tag in words if not tag.startswith("nr") for at in range(len(word) - 2)
    }
    return "".join(sorted(w for w in found if surnames.get(w[0], 0) > 1 or w[:2] in surnames))


def _odds(
    words: list[tuple[str, int, str]], surnames: dict[str, int]
) -> tuple[dict[str, tuple[float, float, float]], dict[str, float]]:
    """Return the odds of given characters (first, last, single) and those of surnames."""
    known = {word: count for word, count, tag in words if not tag.startswith("nr")}
    text: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    places: tuple[dict[str, float], ...] = (defaultdict(float), defaultdict(float), defaultdict(float))
    for word, count, tag in words:
        if not tag.startswith("nr"):
            text.update(dict.fromkeys(word, count))
            continue
        size = 2 if len(word) > 2 and word[:2] in surnames else 1
        given = word[size:]
        pairs = (word[at : at + 2] for at in range(len(word) - 1))
        if surnames.get(word[:size], 0) < 2 or any(known.get(pair, 0) >= _WORDY for pair in pairs):
            continue
        begins[word[:size]] += 1
        if len(given) == 2:
            places[0][given[0]] += 1
            places[1][given[1]] += 1
        elif len(given) == 1:
            places[2][given] += 1
    share = sum(places[2].values()) / sum(places[0].values()) / 2
    for char in set(places[0]) | set(
        places[1]
    ):  # single ones are few: half of what is known of them is borrowed
        places[2][char] += share * (places[0][char] + places[1][char])
    total = sum(text.values()) + _SMOOTH_TEXT * len(text)
    names = [sum(place.values()) + _SMOOTH * len(text) for place in places]

    def odds(char: str, at: int) -> float:
        seen = (places[at][char] + _SMOOTH) / names[at]
        return round(math.log(seen) - math.log((text[char] + _SMOOTH_TEXT) / total), 1)

    common = {char for char in text if text[char] >= _COMMON and _HAN_CHAR.fullmatch(char)}
    chars = sorted(set(places[0]) | set(places[1]) | set(places[2]) | common)
    given_odds = {char: (odds(char, 0), odds(char, 1), odds(char, 2)) for char in chars}
    every = sum(begins.values()) + len(surnames)
    text.update({name: known.get(name, 0) for name in surnames if len(name) == 2})
    first = {
        name: round(math.log((begins[name] + 1) / every) - math.log((text[name] + _SMOOTH_TEXT) / total), 1)
        for name in surnames
    }
    return given_odds, first


def build() -> dict[Path, str]:
    """Return the text of the four files; a line of `given_chars.tsv` whose source is `muster` is ours and stays."""
    words, surnames = _read(), _surnames()
    given, first = _odds(words, surnames)
    shapes = _ROOT / "models" / "shapes.xz"
    files_built = {
        shapes: "\n".join([*_bigrams(words), _trigrams(words, surnames)]),
        shapes.with_name("words.xz"): "\n".join(_words(words)),
    }
    path = _LEXICONS / "given_chars.tsv"
    header, *lines = path.read_text("utf-8").splitlines()
    ours = {line.split("\t")[0]: line for line in lines if line.endswith("\tmuster")}
    theirs = {char: "\t".join([char, *map(str, values), "jieba"]) for char, values in given.items()}
    chars = theirs | ours
    files_built[path] = "\n".join([header, *(chars[char] for char in sorted(chars))]) + "\n"
    path = _LEXICONS / "surnames.tsv"
    rows: list[str] = []
    for line in path.read_text("utf-8").splitlines()[1:]:
        term, weight, *_, source = line.split("\t")
        rows.append(f"{term}\t{weight}\t{first[term]}\t{source}")
    files_built[path] = "\n".join(["term\tweight\todds\tsource", *sorted(rows)]) + "\n"
    return files_built


def main() -> None:
    """Write the four files."""
    for path, text in build().items():
        data = text.encode("utf-8")
        if path.suffix == ".xz":
            data = lzma.compress(data, check=lzma.CHECK_CRC32, filters=_FILTERS)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
