"""Shapes: how much a sequence of characters looks like surname + given name, and like words of the language.

A feature is a term of `weights.tsv` without its `person.`, and a number; a score is the sum of weight times number.
"""

from __future__ import annotations

import lzma
import re
from functools import cache, lru_cache
from importlib.resources import files

from extractor.lexicons import read_lexicon
from extractor.mentions.foreign_names import foreign

Features = tuple[tuple[str, float], ...]
"""The features of a name or of what stands beside it: (term, number)."""

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
LOWEST = -8.0  # the score of a shape that a role right before and a verb right behind can't lift
_LIKELY_NAME = -3.0  # the score of a shape that is rather a name than not
_LONGEST = 4  # characters; a name without · is no longer
_COMMON_WORD = 3  # how often two characters stand together in words that are common
_WINDOWS = 1 << 16
_CLASSES = ("no surname", "rare surname", "usual surname", "common surname")


@cache
def weights() -> dict[str, float]:
    """Return the weights of the features of persons, the `person.` of `weights.tsv` taken off."""
    rows = read_lexicon("weights")
    return {r["term"][len("person.") :]: float(r["weight"]) for r in rows if r["term"].startswith("person.")}


@cache
def _surnames() -> dict[str, tuple[int, float]]:
    return {r["term"]: (int(r["weight"]), float(r["odds"])) for r in read_lexicon("surnames")}


def is_surname(name: str) -> bool:
    """Tell whether a character, or two, are a surname that is not rare."""
    return _surnames().get(name, (0, 0.0))[0] > 1


@cache
def _given() -> dict[str, tuple[float, float, float]]:
    """Return the odds of a character as the first of two given ones, the last of two, the only one."""
    return {
        r["term"]: (float(r["first"]), float(r["last"]), float(r["single"]))
        for r in read_lexicon("given_chars")
    }


@cache
def _never_given() -> frozenset[str]:
    """Return the characters that are hardly ever given, wherever they stand."""
    return frozenset(char for char, odds in _given().items() if max(odds) <= _LEAST)


def given_like(name: str) -> bool:
    """Tell whether every character of a name may be given."""
    table = _given()
    return all(max(table.get(char, _UNLIKELY)) > _GIVEN for char in name)


@lru_cache(maxsize=65536)
def stranger(name: str) -> bool:
    """Tell whether two characters that are often given stand behind one that is no surname known, and make no word."""
    if (
        len(name) < len("王大山")
        or name[0] in _surnames()
        or name[0] in "的为到在从被与"
        or not HAN.fullmatch(name)
    ):
        return False
    table, pairs = _given(), bigrams()
    first, last = table.get(name[1], _UNKNOWN)[0], table.get(name[2], _UNKNOWN)[1]
    often = first > 0 and last > 0 and first + last >= _OFTEN
    return often and pairs.get(name[:2], 0) <= 1 and pairs.get(name[1:], 0) <= 1


@cache
def stops() -> frozenset[str]:
    """Return the words that look like names (丁香)."""
    return frozenset(r["term"] for r in read_lexicon("given_stops"))


@cache
def _not_given() -> frozenset[str]:
    """Return heads of organisations, titles, forms of address: 程公司, 王局长, 王阿姨 and 徐某某 name nobody."""
    heads = {r["term"] for r in read_lexicon("unit_heads")}
    address = {r["term"] for r in read_lexicon("speech") if r["class"] == "kin"}
    return frozenset(heads | address | {r["term"] for r in read_lexicon("roles") if r["class"] == "title"})


@cache
def _address() -> frozenset[str]:
    """Return the forms of address of two characters (师傅, 阿姨)."""
    return frozenset(
        r["term"] for r in read_lexicon("speech") if r["class"] == "kin" and len(r["term"]) == len("师傅")
    )


@cache
def _occupations() -> frozenset[str]:
    """Return the words for occupations that may also be given (熊新生)."""
    return frozenset(r["term"] for r in read_lexicon("roles") if r["class"] not in ("title", "mod"))


@cache
def _packed() -> list[str]:
    return lzma.decompress(files("models").joinpath("shapes.xz").read_bytes()).decode("utf-8").split("\n")


@cache
def bigrams() -> dict[str, int]:
    """Return pairs of characters that stand side by side in words, with 1 (seldom) to 4 (very often)."""
    return {
        line[at : at + 2]: level
        for level, line in enumerate(_packed()[:-1], 1)
        for at in range(0, len(line), 2)
    }


@cache
def trigrams() -> frozenset[str]:
    """Return the words, or beginnings of words, of three characters that look like names (雷阵雨, 严阵以|待)."""
    line = _packed()[-1]
    return frozenset(line[at : at + 3] for at in range(0, len(line), 3))


@cache
def openings() -> re.Pattern[str]:
    """Return what finds a character that may begin a name before one that may go on with it."""
    first = "".join(sorted({term[0] for term, (level, _) in _surnames().items() if level}))
    double = {term[1] for term in _surnames() if len(term) == 2}
    never = "".join(sorted(_never_given() - double))
    return re.compile(f"[{first}](?![{never}])(?=[\u4e00-\u9fff])")


_PLACE_TAILS = frozenset(
    "河湖村寨庄湾岗岭沟滩洞宫庙寺桥塔洲镇县乡巷街路坝坡坪墩屯疃坨垸圩坞窑塬淀洼堰浜坳垭塆墕峁厝线室酒茶酸汤糖药"
)
_SETTLEMENTS = frozenset("村寨庄湾岗沟滩屯堡塘")  # 孙庄
_MARTIAL = frozenset(("海军",))  # an organisation that many are called after
_LEAST = -2.6  # odds; below it a character is hardly ever given
_OFTEN = 2.0  # the sum of their odds from which two characters are surely given ones
_GIVEN = -2.0  # odds; above it a character may be given
_UNLIKELY = (-9.0,)
_UNKNOWN = (0.3, 0.3, 0.3)  # odds of a rare character


@lru_cache(maxsize=65536)
def shape(name: str) -> Features | None:
    """Return the features of a name taken alone, None where it can't be one."""
    if not 2 <= len(name) <= _LONGEST:
        return None
    surnames = _surnames()
    size = 2 if len(name) > 2 and name[:2] in surnames else 1
    level, odds = surnames.get(name[:size], (0, 0.0))
    given = name[size:]
    married = len(name) == 4 and size == 1 and level > 1 and surnames.get(name[1], (0,))[0] > 1
    if married:  # 张罗阿满, 张赵凯渝: the husband's surname before the wife's own
        given = name[2:]
    words = stops()
    if not level or not 1 <= len(given) <= 2 or not _never_given().isdisjoint(given):
        return None
    table = _given()
    chars = [table.get(char, _UNKNOWN) for char in given]
    if len(name) > 2 and name[size : size + 2] in _address():
        return None  # 邱师傅和
    if (len(given) == 1 and chars[0][2] <= _LEAST) or not HAN.fullmatch(name):
        return None
    if (given in _not_given() and given not in _MARTIAL) or (size == 1 and given == "太"):
        return None  # 陈太 is 陈太太
    listed = name in trigrams() and not (size == 2 and name.startswith("欧阳"))
    word = name in words or listed
    begins = size == 1 and not married and (name[:2] in words or name[:3] in words or name[:3] in trigrams())
    pairs = bigrams()
    if married and pairs.get(given, 0) >= (1 if name[:2] in words else _COMMON_WORD):
        return None  # 安全顺利, 全程保驾
    found: list[tuple[str, float]] = [(_CLASSES[level], 1.0), ("surname odds", max(-2.0, min(odds, 6.0)))]
    if word or begins:
        found.append(("word" if word else "word begun", 1.0))
    if size == 2:
        found.append(("double surname", 1.0))
    if married:
        found.append(("married", 1.0))
    if len(given) == 2:
        score = chars[0][0] + chars[1][1]
        found += [("two given", 1.0), ("odds of two", max(-2.0, min(score, 5.0)))]
        found.append(("word of given", pairs.get(given, 0)))
        found += [("occupation", 1.0)] if given in _occupations() or given in _MARTIAL else []
        found += [("place tail", 1.0)] if given[1] in _PLACE_TAILS else []
        found += [("foreign", 1.0)] if set(given) <= foreign() else []
        found.append(("word of surname", pairs.get(name[size - 1 : size + 1], 0)))
    else:
        found += [("odds of one", max(-3.0, min(chars[0][2], 3.0)))]
        found += [("place tail", 1.0)] if given in _SETTLEMENTS else []
        found.append(("word of short", pairs.get(name[size - 1 : size + 1], 0)))
    return tuple(f for f in found if f[1])


@lru_cache(maxsize=65536)
def shape_score(name: str) -> float | None:
    """Return the score of a name taken alone, None where it can't be one."""
    features = shape(name)
    return None if features is None else total(features)


def likely_name(word: str) -> bool:
    """Tell whether a word taken alone is rather a name than not (王大山, but not 党员)."""
    score = shape_score(word)
    return score is not None and score > _LIKELY_NAME


class Windows(dict[str, tuple[tuple[int, float | None], ...]]):
    """How long a name that begins with three characters may be, and the score of its shape.

    Two surnames are two (张赵凯渝), 司马 is one: such a name may have four characters, and its score is not known yet.
    Looked up for every surname of a text, most of which begin no name; forgotten when too many.
    """

    def __missing__(self, window: str) -> tuple[tuple[int, float | None], ...]:
        """Weigh the names of two and of three characters."""
        if len(self) >= _WINDOWS:
            self.clear()
        scores = ((size, shape_score(window[:size])) for size in range(2, len(window) + 1))
        sizes: list[tuple[int, float | None]] = [(n, s) for n, s in scores if s is not None and s >= LOWEST]
        if window[1] in _surnames() or window[:2] in _surnames():
            sizes.append((_LONGEST, None))
        found = self[window] = tuple(sizes)
        return found


@cache
def windows() -> Windows:
    """Return the windows of the process."""
    return Windows()


def total(features: Features) -> float:
    """Return the sum of weight times number."""
    table = weights()
    return sum([table[term] * number for term, number in features])
