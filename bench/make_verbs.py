"""Write `verbs.tsv`: common words that no name of an organisation or place holds, from jieba's dictionary (MIT).

Run from the project's root: `python bench/make_verbs.py`. A word is taken if the dictionary calls it a verb, adverb,
preposition, conjunction or pronoun of some frequency, and if it stands in no name that we know: of organisations for the
class `unit` (their names begin after such a word), of villages and towns for the class `stem` (it is no name before 社区).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from extractor.lexicons import read_lexicon  # noqa: E402  (after the path)
from models.gazetteer import gazetteer  # noqa: E402

_TAGS = frozenset(["v", "vd", "d", "ad", "c", "p", "r", "df"])
_FREQUENT = 50  # times in the corpus of the dictionary
_RARE = 3  # so many villages of a name, and it is one
_HEADS = frozenset(
    "省市县区州镇乡村局委部办厅院校站所队会社处署厂矿园路街道桥港台湾山河江湖海岛城屯寨馆中大小东南西北"
)
# Cities and counties that the dictionary calls verbs.
_SEATS = frozenset(
    ["奉节", "遵义", "永新", "遵化", "登封", "包头", "兴化", "上高", "保定", "定远", "开化", "开封", "安居"]
)
_NAMES = (
    "unit_stems",
    "unit_inner",
    "national_units",
    "landmarks",
    "unit_heads",
    "unit_generic",
    "unit_hosts",
    "unit_prefixes",
    "site_purposes",
    "place_venues",
    "team_heads",
    "place_teams",
    "place_heads",
)
_SITES = ("site_purposes", "place_venues", "place_heads", "landmarks")


def _common() -> list[str]:
    """Return the common words of two characters, none of them a character that ends or begins names."""
    lines = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return [
        word
        for word, times, tag in rows
        if len(word) == 2
        and tag in _TAGS
        and int(times) >= _FREQUENT
        and not set(word) & _HEADS
        and word not in _SEATS
    ]


def _pairs(names: list[str]) -> Counter[str]:
    return Counter(name[i : i + 2] for name in names for i in range(len(name) - 1))


def _organisations() -> Counter[str]:
    """Return the pairs of characters inside the names of organisations and their parts."""
    rows = [row for lexicon in _NAMES for row in read_lexicon(lexicon)]
    names = [row["term"] for row in rows] + [row.get("official", "") for row in rows]
    return _pairs(names + [row["term"] for row in read_lexicon("unit_breaks") if row["class"] == "keep"])


def _villages() -> Counter[str]:
    """Return how many villages and towns have a stem, or begin or end with it."""
    gaz = gazetteer()
    found: Counter[str] = Counter()
    counties = {d.code for same in gaz.names().values() for d in same if d.level == "county"}
    for county in counties:
        for stem in gaz.town_stems(county):
            found[stem] += _RARE
        for village in gaz.villages(county):
            stem = re.sub("(?:村|社区|居)$", "", village)
            found.update({stem, stem[:2], stem[-2:]})
    return found


def main() -> None:
    """Write the lexicon."""
    organisations, villages = _organisations(), _villages()
    sites = _pairs([row["term"] for lexicon in _SITES for row in read_lexicon(lexicon)])
    lines = ["term\tclass\tsource"]
    for word in sorted(_common()):
        classes = ["unit"] * (not organisations[word]) + ["stem"] * (
            villages[word] < _RARE and not sites[word]
        )
        if classes:
            lines.append(f"{word}\t{','.join(classes)}\tjieba")
    (ROOT / "extractor" / "lexicons" / "verbs.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
