"""How right the records are: predictions against gold; the definitions stand in docs/evaluation.md.

In: the JSON objects that `muster extract` prints, and `corpora.gold.Gold`. Out: `Scores`, with tallies per
article, so that any set of articles can be summed again (bootstrap, floors, a single article).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpora.gold import Gold, GoldCheck, GoldCount, read_golds
from extractor.assignment import best_pairs, pair
from extractor.errors import MusterError
from extractor.scores import ArticleScore, Miss, Scores
from extractor.text.normalise import normalise

if TYPE_CHECKING:
    from pathlib import Path

Json = Mapping[str, Any]
Forms = frozenset[str]
_Days = tuple[str, str | None, str | None]  # text, from, to

# A record is whole where its figure and all of these are right.
RECORD_FIELDS = ("unit", "place", "as_of", "scope", "basis", "per")
_SAME_TEXT = 1000  # outweighs any number of agreeing fields
_SYMMETRIC = ("same_quantity", "product")  # kinds whose figures may stand in any order
_CONTEXT = 18  # characters of the sentence on either side of a figure in an error


class ScoreError(MusterError):
    """Predictions that cannot be scored: names the line or the article and what to do."""


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    """Return a form as forms are compared: simplified, one width, no blanks."""
    return normalise(text)[0].replace(" ", "")


def _forms(texts: Iterable[str | None]) -> Forms:
    return frozenset(_plain(text) for text in texts if text)


def _entity_forms(entity: Json) -> Forms:
    return _forms([entity["name"], entity.get("official"), *entity.get("forms", ())])


def _day(moment: str | None) -> str | None:
    """Return the day of an ISO 8601 date or time."""
    return moment[:10] if moment else None


@dataclass(frozen=True, slots=True)
class _Prediction:
    """A predicted article with its entities by name."""

    json: Json
    names: dict[str, Forms] = field(default_factory=dict)
    records: dict[str, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, article: Json) -> _Prediction:
        names: dict[str, Forms] = {}
        for key in ("units", "places", "teams"):
            for entity in article.get(key, ()):
                names[entity["name"]] = names.get(entity["name"], frozenset()) | _entity_forms(entity)
        return cls(article, names, {record["id"]: record for record in article.get("records", ())})

    def resolve(self, name: str) -> Forms:
        return self.names.get(name, frozenset()) | {_plain(name)}

    def unit_agrees(self, name: str | None, gold: Iterable[str]) -> bool:
        forms = _forms(gold)
        return bool(self.resolve(name) & forms) if name and forms else not name and not forms

    def places_found(self, names: Iterable[str], gold: Iterable[Iterable[str]]) -> int:
        """Return how many predicted places pair one to one with places of the gold."""
        wanted = [_forms(forms) for forms in gold]
        edges = [[i for i, forms in enumerate(wanted) if self.resolve(name) & forms] for name in names]
        return len(pair(edges))


@dataclass(slots=True)
class _Sheet:
    """What is noted down while one article is scored."""

    article: str
    tallies: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def note(self, what: str, gold: str | None, predicted: str | None, context: str = "") -> None:
        self.misses.append(Miss(self.article, what, gold, predicted, context))

    def sizes(self, what: str, *, hit: int, predicted: int, gold: int) -> None:
        self.tallies.update({f"{what}.hit": hit, f"{what}.predicted": predicted, f"{what}.gold": gold})

    def judge(self, what: str, *, right: bool) -> None:
        self.tallies.update({f"{what}.right": int(right), f"{what}.of": 1})


def _score_named(
    sheet: _Sheet, what: str, predicted: Iterable[Json], gold: Iterable[tuple[str, ...]]
) -> None:
    """Score units or places: a pair shares a form; as many pairs as possible, one to one."""
    entities, golds = list(predicted), list(gold)
    wanted = [_forms(forms) for forms in golds]
    edges = [[i for i, forms in enumerate(wanted) if _entity_forms(entity) & forms] for entity in entities]
    pairs = pair(edges)
    sheet.sizes(what, hit=len(pairs), predicted=len(entities), gold=len(golds))
    found = set(pairs.values())
    for index, forms in enumerate(golds):
        if index not in found:
            sheet.note(what, "/".join(forms), None)
    for index, entity in enumerate(entities):
        if index not in pairs:
            sheet.note(what, None, "/".join(dict.fromkeys([entity["name"], *entity.get("forms", ())])))


def _score_persons(sheet: _Sheet, prediction: _Prediction, gold: Gold) -> None:
    """Score persons by name; the unit and the role of those found."""
    people = list(prediction.json.get("persons", ()))
    edges = [
        [i for i, person in enumerate(gold.persons) if _plain(person.name) == _plain(found["name"])]
        for found in people
    ]
    pairs = pair(edges)
    sheet.sizes("persons", hit=len(pairs), predicted=len(people), gold=len(gold.persons))
    for index, found in enumerate(people):
        if index not in pairs:
            sheet.note("persons", None, f"{found['name']} ({found.get('role') or ''})")
            continue
        person = gold.persons[pairs[index]]
        unit = found.get("unit") or None
        right = prediction.unit_agrees(unit, person.unit)
        sheet.judge("person_unit", right=right)
        if not right:
            sheet.note("person_unit", f"{person.name}: {'/'.join(person.unit)}", f"{person.name}: {unit}")
        right = _plain(found.get("role") or "") == _plain(person.role)
        sheet.judge("person_role", right=right)
        if not right:
            sheet.note("person_role", f"{person.name}: {person.role}", f"{person.name}: {found.get('role')}")
    for index in set(range(len(gold.persons))) - set(pairs.values()):
        sheet.note("persons", f"{gold.persons[index].name} ({gold.persons[index].role})", None)


def _score_dates(sheet: _Sheet, prediction: _Prediction, gold: Gold) -> None:
    """Score dates on text and days, and on the days alone."""
    found: Counter[_Days] = Counter(
        (_plain(d["text"]), _day(d["from"]), _day(d["to"])) for d in prediction.json.get("dates", ())
    )
    wanted: Counter[_Days] = Counter(
        (_plain(d.text), d.from_.isoformat(), d.to.isoformat()) for d in gold.dates
    )
    sheet.sizes("dates", hit=(found & wanted).total(), predicted=found.total(), gold=wanted.total())
    # The same days under two texts are one here: what is asked is whether the day was understood at all.
    spans, days = {key[1:] for key in found}, {key[1:] for key in wanted}
    sheet.sizes("dates_textfree", hit=len(spans & days), predicted=len(spans), gold=len(days))
    missing, extra = wanted - found, found - wanted
    for key in missing:
        sheet.note("dates", _date_words(key), None)
    for key in extra:
        sheet.note("dates", None, _date_words(key))


def _date_words(key: _Days) -> str:
    return f"{key[0]} = {key[1]}" + (f"..{key[2]}" if key[2] != key[1] else "")


def _figure(low: int | None, high: int | None, measure: str) -> str:
    bounds = f"{low}" if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
    return f"{bounds} {measure}"


def _agreements(prediction: _Prediction, record: Json, count: GoldCount) -> dict[str, bool]:
    """Return for each field that one record and one count decide alone whether they agree."""
    places = record.get("places") or ()
    paired = prediction.places_found(places, count.place)
    as_of = count.as_of.isoformat() if count.as_of else None
    agree = {
        "unit": prediction.unit_agrees(record.get("unit"), count.unit),
        "place": paired == len(places) == len(count.place),
        "as_of": _day(record.get("as_of")) == as_of,
        "scope": record.get("scope") == count.scope,
        "basis": record.get("basis") == count.basis,
        "per": record.get("per") == count.per,
    }
    if count.who is not None:
        agree["who"] = record.get("who") == count.who
    return agree


def _pair_counts(prediction: _Prediction, records: list[Json], counts: list[GoldCount]) -> dict[int, int]:
    """Pair equal figures, {record: count}: all that can be, same text first, then most agreeing fields."""
    groups: dict[tuple[int | None, int | None, str], tuple[list[int], list[int]]] = {}
    for index, record in enumerate(records):
        key = (record["low"], record["high"], record["measure"])
        groups.setdefault(key, ([], []))[0].append(index)
    for index, count in enumerate(counts):
        groups.setdefault((count.low, count.high, count.measure), ([], []))[1].append(index)
    pairs: dict[int, int] = {}
    for ours, theirs in groups.values():
        weights = [
            [
                _SAME_TEXT * (_plain(records[r]["text"]) == _plain(counts[c].text))
                + sum(_agreements(prediction, records[r], counts[c]).values())
                for c in theirs
            ]
            for r in ours
        ]
        if theirs:
            pairs.update((ours[a], theirs[b]) for a, b in best_pairs(weights))
    return pairs


def _of_agrees(prediction: _Prediction, record: Json, count: GoldCount, pairs: dict[str, GoldCount]) -> bool:
    """Tell whether `of` names the same whole: paired with the count that gold names, or of its text."""
    whole = record.get("of")
    if whole is None or count.of is None:
        return whole is None and count.of is None
    target = prediction.records.get(whole)
    if target is None:
        return False
    paired = whole in pairs and count.of in (pairs[whole].id, pairs[whole].text)
    return paired or _plain(target["text"]) == _plain(count.of)


def _context(record: Json) -> str:
    sentence, at = record.get("sentence") or "", (record.get("sentence") or "").find(record["text"])
    if at < 0:
        return sentence[: 2 * _CONTEXT]
    return sentence[max(0, at - _CONTEXT) : at + len(record["text"]) + _CONTEXT]


def _told(name: str, record: Json, count: GoldCount) -> tuple[str, str]:
    """Return gold and prediction of a field in words."""
    if name == "unit":
        return "/".join(count.unit), str(record.get("unit") or "")
    if name == "place":
        return ";".join(forms[0] for forms in count.place), ";".join(record.get("places") or ())
    return str(getattr(count, name)), str(record.get(name))


def _score_counts(sheet: _Sheet, prediction: _Prediction, gold: Gold) -> None:
    """Score the figures, the fields of those matched, and the whole records."""
    records, counts = list(prediction.json.get("records", ())), list(gold.counts)
    records = [record for record in records if record["measure"] != "other"]
    pairs = _pair_counts(prediction, records, counts)
    by_id = {records[r]["id"]: counts[c] for r, c in pairs.items()}
    sheet.sizes("counts", hit=len(pairs), predicted=len(records), gold=len(counts))
    whole = 0
    for r, c in sorted(pairs.items()):
        record, count = records[r], counts[c]
        agree = _agreements(prediction, record, count)
        agree["of"] = _of_agrees(prediction, record, count, by_id)
        whole += all(agree[name] for name in RECORD_FIELDS)
        places = record.get("places") or ()
        found = prediction.places_found(places, count.place)
        sheet.sizes("place_links", hit=found, predicted=len(places), gold=len(count.place))
        sheet.judge("text", right=_plain(record["text"]) == _plain(count.text))
        for name, right in agree.items():
            sheet.judge(name, right=right)
            if not right:
                wanted, got = _told(name, record, count)
                sheet.note(name, f"{count.text}: {wanted}", got, _context(record))
    sheet.sizes("record", hit=whole, predicted=len(records), gold=len(counts))
    _note_unpaired(sheet, records, counts, pairs)


def _note_unpaired(
    sheet: _Sheet, records: list[Json], counts: list[GoldCount], pairs: dict[int, int]
) -> None:
    """Note missed and spurious figures; where both have one text, as one miss with both readings."""
    spurious = [records[r] for r in range(len(records)) if r not in pairs]
    found = set(pairs.values())
    for index, count in enumerate(counts):
        if index in found:
            continue
        wanted = f"{count.text} ({_figure(count.low, count.high, count.measure)}) {count.noun}"
        twin = next((s for s in spurious if _plain(s["text"]) == _plain(count.text)), None)
        if twin is None:
            sheet.note("counts", wanted, None)
            continue
        spurious.remove(twin)
        got = f"{twin['text']} ({_figure(twin['low'], twin['high'], twin['measure'])})"
        sheet.note("counts", wanted, got, _context(twin))
    for record in spurious:
        got = f"{record['text']} ({_figure(record['low'], record['high'], record['measure'])})"
        sheet.note("counts", None, got, _context(record))


def _names_figure(record: Json | None, reference: str, gold: Gold) -> bool:
    """Tell whether a record is what a check of the gold refers to: the same text, or the same bounds."""
    if record is None:
        return False
    counts = gold.named(reference)
    return any(
        _plain(record["text"]) == _plain(count.text)
        or (record["low"], record["high"], record["measure"]) == (count.low, count.high, count.measure)
        for count in counts
    )


def _links(finding: Json, check: GoldCheck, prediction: _Prediction, gold: Gold) -> bool:
    """Tell whether a finding of whatever kind links the figures that a check of the gold links."""
    records = [prediction.records.get(name) for name in finding["records"]]
    if check.kind == "listing":  # its parts are names, not records
        return bool(records) and _names_figure(records[-1], check.whole, gold)
    wanted = [*check.parts, check.whole]
    if len(records) != len(wanted):
        return False
    if check.kind not in _SYMMETRIC and not _names_figure(records[-1], check.whole, gold):
        return False
    edges = [[i for i, name in enumerate(wanted) if _names_figure(r, name, gold)] for r in records]
    return len(pair(edges)) == len(wanted)


def _check_words(check: GoldCheck) -> str:
    return f"{check.kind} {' + '.join(check.parts)} | {check.whole}: {check.verdict}"


def _finding_words(finding: Json, prediction: _Prediction) -> str:
    texts = [prediction.records.get(name, {}).get("text", name) for name in finding["records"]]
    return f"{finding['kind']} {' + '.join(texts[:-1])} | {''.join(texts[-1:])}: {finding['verdict']}"


def _pair_checks(
    findings: list[Json], prediction: _Prediction, gold: Gold
) -> tuple[dict[int, int], dict[int, int]]:
    """Pair findings with checks of their kind that link the same, first those of one verdict."""
    linked = [
        [
            i
            for i, check in enumerate(gold.checks)
            if check.kind == finding["kind"] and _links(finding, check, prediction, gold)
        ]
        for finding in findings
    ]
    agreeing = pair(
        [
            [i for i in row if gold.checks[i].verdict == f["verdict"]]
            for f, row in zip(findings, linked, strict=True)
        ]
    )
    taken = set(agreeing.values())
    other = pair([[i for i in row if i not in taken and n not in agreeing] for n, row in enumerate(linked)])
    return agreeing, other


def _score_checks(sheet: _Sheet, prediction: _Prediction, gold: Gold) -> None:
    """Score the findings: those of the right kind, figures and verdict; false contradictions apart."""
    findings = [f for f in prediction.json.get("checks", ()) if f["kind"] != "official"]
    right, other = _pair_checks(findings, prediction, gold)
    real = [check for check in gold.checks if check.verdict == "contradicted"]
    for index, finding in enumerate(findings):
        sheet.tallies[f"check.{finding['kind']}.predicted"] += 1
        if index in right:
            sheet.tallies[f"check.{finding['kind']}.hit"] += 1
            continue
        false_alarm = finding["verdict"] == "contradicted" and not any(
            _links(finding, check, prediction, gold) for check in real
        )
        sheet.tallies["check.false_contradictions"] += false_alarm
        wanted = _check_words(gold.checks[other[index]]) if index in other else None
        what = "false_contradiction" if false_alarm else "checks"
        sheet.note(what, wanted, _finding_words(finding, prediction), finding.get("explanation") or "")
    for index, check in enumerate(gold.checks):
        sheet.tallies[f"check.{check.kind}.gold"] += 1
        sheet.judge(f"check.verdict.{check.verdict}", right=index in right.values())
        if index not in right.values() and index not in other.values():
            sheet.note("checks", _check_words(check), None)


def score_article(prediction: Json, gold: Gold) -> ArticleScore:
    """Return the tallies and misses of one article."""
    sheet = _Sheet(gold.id)
    found = _Prediction.of(prediction)
    _score_named(sheet, "units", prediction.get("units", ()), gold.units)
    _score_persons(sheet, found, gold)
    _score_named(sheet, "places", prediction.get("places", ()), gold.places)
    _score_dates(sheet, found, gold)
    _score_counts(sheet, found, gold)
    _score_checks(sheet, found, gold)
    return ArticleScore(gold.id, sheet.tallies, tuple(sheet.misses))


def score(predictions: Iterable[Json], golds: Iterable[Gold]) -> Scores:
    """Score predictions, paired with gold by `id`; a gold without prediction counts as all missed.

    Raises ScoreError where two predictions have one id.
    """
    by_id: dict[str, Json] = {}
    for prediction in predictions:
        if prediction["id"] in by_id:
            raise ScoreError(f"two predictions have the id {prediction['id']!r}; score one file a run")
        by_id[prediction["id"]] = prediction
    articles, absent = [], []
    for gold in golds:
        if gold.id not in by_id:
            absent.append(gold.id)
        articles.append(score_article(by_id.pop(gold.id, {}), gold))
    return Scores(tuple(articles), unscored=tuple(sorted(by_id)), absent=tuple(absent))


def read_predictions(path: Path) -> list[Json]:
    """Read a JSONL file of the output contract; raises ScoreError, which names the line."""
    predictions: list[Json] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                prediction = json.loads(line)
            except json.JSONDecodeError as error:
                raise ScoreError(
                    f"{path}:{number}: not JSON ({error.msg}); give the JSONL of `muster extract`"
                ) from None
            if not isinstance(prediction, dict) or "id" not in prediction:
                raise ScoreError(
                    f"{path}:{number}: no article with an id; give the JSONL of `muster extract`"
                )
            predictions.append(prediction)
    return predictions


def evaluate(predictions: Iterable[Json] | Path, gold: Path) -> Scores:
    """Score predictions, or a JSONL file of them, against a folder of gold; raises ScoreError, GoldError."""
    found = predictions if isinstance(predictions, Iterable) else read_predictions(predictions)
    return score(found, read_golds(gold))
