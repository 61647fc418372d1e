"""Fit the weights of the linker's ranker on annotated articles, and print cross-validated accuracy.

    python bench/fit_linker.py corpora/gold                 # cross-validation only
    python bench/fit_linker.py corpora/gold --write         # and write link_weights.tsv and link_bigrams.tsv
    python bench/fit_linker.py corpora/gold --also DIR      # and score the weights of all on another annotated folder

Each link of a matched count is one example: its options, and which of them the gold accepts; where the right name is no
option there is nothing to learn. A link depends on those chosen before it, so the examples are taken from runs in which the
earlier links are chosen by weights that have not seen the article: as right and as wrong as they will be on a new one.
Scores are those of `muster evaluate` on articles that were held out whole; reprints stay in one fold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpora.gold import Gold, GoldCount, read_annotated
from extractor import pipeline
from extractor.records.bigrams import TASKS as HEARING
from extractor.records.ranking import BIGRAM, Option, Table, rank
from extractor.records.times import as_of, day_of
from extractor.reports.contract import report_object
from extractor.reports.jsonlines import encode_json
from extractor.scorer import score
from extractor.text.page import Page, read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.article import Article
    from extractor.mentions.mention import Count
    from extractor.records.record import Report
    from extractor.scores import Scores

    Annotated = tuple[Article, Gold]

TASKS = ("of", "unit", "place", "as_of", "scope")
REGULAR = 4.0  # the strength of the Gaussian prior for each time that the examples are drawn
RARE = 4  # a feature of no more choices than that, for each draw, is left out: it would be learnt by heart
PARTITIONS = (
    (4, 5),
    (7, 1),
)  # the examples are drawn once for each: (folds, articles in a row that share one)
FOLDS = 5
FIELDS = ("unit", "place", "as_of", "scope", "basis", "per", "record.f1")
# Where the prior is centred: what the guideline says outright, which a few articles may show too rarely to be learnt.
PRIOR = {
    "unit:ruled": 1.0,  # the grammar's own reading
    "unit:akin": 1.0,  # 税务局机关党员集结…。…40余名机关党员: the same people
    "unit:ours": 1.0,  # 我校 on a page of its own
    "unit:ruled/within": 2.0,  # 32名县税务局干部
    "unit:ruled/said": 2.0,  # 11人来自县医院
    "unit:ruled/out": 2.0,  # 从县医院抽调的14名护士
    "unit:ruled/bracket": 2.0,  # 县医院(14人)
    "unit:ruled/list": 2.0,  # 市建设局、市园林局等11个单位的600余人
    "unit:ruled/of": 2.0,  # 石桥镇的32名干部
    "unit:ruled/respective": 2.0,  # A、B、C分别派出8名、6名和5名
    "scope:ruled": 2.0,  # the guideline's definition of a total
    "scope:ruled-by/until": 2.0,  # 截至 … sums up
    "as_of:ruled": 0.5,
    "as_of:now": 2.0,  # 截至目前 is as of publication
    "as_of:running": 2.0,  # 今年已… is as of publication
    "unit:chained": 1.0,  # 民警8966人次、官兵1630人次: of one sender, at one place, on one day
    "place:chained": 1.0,
    "as_of:chained": 1.0,
    "place:reached": 2.0,  # 去甲县的24名, 送至乙医院7人
    "place:all-of-them": 2.5,  # 甲县、乙县共有1300名上岗: in both
    "place:bound/send": -2.0,  # 甲县动员1000名: it sends them, and need not be where they serve
    "place:house-sender-verb/send": -2.0,  # 县医院派出5名: they leave its house
    **{
        f"place:{kind}origin-{where}": -2.0  # where people come from is not where they serve
        for kind in ("", "venue-")
        for where in ("before", "behind", "earlier", "later")
    },
    "place:as-listed": 2.0,  # A、B共转移851人、312人: each where it names
    "unit:as-listed": 1.0,  # A、B、C转移851人、312人、66人: each by its own, or none
}
# What a link is not learnt from: the readers of 1201 to 1432 call more figures of a brief article its totals, and the passages
# from 1441 on, which tell one contribution after the other, have next to none.
LEFT_OUT = {"scope": range(1201, 1751)}
# Learnt from choices as runs make them; senders and scope also from runs that know the gold of the links before.
AS_RUN = ("of", "place", "as_of")
# Of bigrams (`records/bigrams.py`), for each draw: the strength of their prior, and the number of choices above which one counts.
# Chosen on 100 articles of the corpus and 25 real ones while no weight had seen them.
HEARD = {"unit": 3.0, "place": 3.0, "as_of": 4.0, "scope": 6.0}
FAINT = 7
SLIGHT, WEAK = 0.01, 0.05  # weights smaller than that are not written: of features, of bigrams
SAME_FOLD = {"33": "32", "35": "34", "37": "36"}  # reprints
LEXICONS = Path(__file__).parent.parent / "extractor" / "lexicons"


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the features of every option, and which options are right."""

    article: str
    task: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


class Recorder:
    """A chooser that knows the gold and records each choice.

    Without a policy it takes a right option, so that later choices see right links; with one it takes what those weights
    choose, so that they also learn from the links that a run really leaves behind.
    """

    def __init__(
        self,
        page: Page,
        gold: dict[tuple[int, int], GoldCount],
        forms: dict[str, set[str]],
        name: str,
        policy: dict[str, Table] | None,
    ) -> None:
        """Know the page's counts by their original span, and the forms of every name."""
        self.page, self.gold, self.forms, self.name, self.policy = page, gold, forms, name, policy
        self.examples: list[Example] = []
        self.missed: Counter[str] = Counter()

    def __call__(self, task: str, count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
        """Record the choice and make it."""
        truth = self.gold.get(self.page.span(*count))
        right = [] if truth is None else [self._right(task, o.value, truth) for o in options]
        if truth is not None and not any(right):
            self.missed[task] += 1
        if any(right) and len(options) > 1:
            features = tuple(tuple(o.names()) for o in options)
            self.examples.append(Example(self.name, task, features, tuple(right)))
        if self.policy is not None:
            return rank(options, self.policy[task])
        return options[right.index(True) if any(right) else 0].value, 1.0

    def _right(self, task: str, value: Any, truth: GoldCount) -> bool:  # noqa: ANN401  (whatever the task links to)
        if task == "of":
            return truth.of is None if value is None else self._named(value.count, truth.of)
        if task == "unit":
            if value is None:
                return not truth.unit
            return bool((self.forms[value.name] | {value.name, value.text}) & set(truth.unit))
        if task == "place":
            found = [self.forms[p.name] | {p.name, p.text} for p in value or ()]
            return _same_places(found, [set(p) for p in truth.place])
        if task == "as_of":
            day = None if value is None else as_of(value) if hasattr(value, "from_") else value
            return (day_of(day) if isinstance(day, date | datetime) else None) == _iso(truth.as_of)
        return (value is not None) == (truth.scope == "total")

    def _named(self, whole: Count, name: str | None) -> bool:
        """Tell whether gold names a count of the page, by its text or its id."""
        found = self.gold.get(self.page.span(whole.start, whole.end))
        return name is not None and (
            name == whole.text or (found is not None and name in (found.id, found.text))
        )


def _iso(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _same_places(found: list[set[str]], gold: list[set[str]]) -> bool:
    return len(found) == len(gold) and all(any(f & g for g in gold) for f in found)


def _matched(report: Report, gold: Gold) -> dict[tuple[int, int], GoldCount]:
    """Pair records with gold counts of the same text or figure, in the order of the text."""
    waiting: dict[tuple[Any, ...], list[GoldCount]] = defaultdict(list)
    for count in gold.counts:
        waiting[count.low, count.high, count.measure].append(count)
    pairs: dict[tuple[int, int], GoldCount] = {}
    for record in report.records:
        queue = waiting[record.low, record.high, record.measure]
        if queue:
            same = next((c for c in queue if c.text == record.text), queue[0])
            queue.remove(same)
            pairs[record.start, record.end] = same
    return pairs


def examples_of(
    article: Article, gold: Gold, policy: dict[str, Table] | None = None, missed: Counter[str] | None = None
) -> list[Example]:
    """Return the choices of one annotated article; `missed` counts by task those where the right reading is no option."""
    report = pipeline.extract(article)
    forms: dict[str, set[str]] = defaultdict(set)
    for entity in (*report.units, *report.places):
        forms[entity.name] |= {entity.name, *entity.forms}
    for unit in report.units:
        if unit.official:
            forms[unit.name].add(unit.official)
    recorder = Recorder(
        read_page(article.text, title=article.title), _matched(report, gold), forms, gold.id, policy
    )
    pipeline.extract(article, chooser=recorder)
    if missed is not None:
        missed += recorder.missed
    return recorder.examples


def fit(examples: Sequence[Example], draws: int = 1) -> dict[str, float]:
    """Return the weights that make right options likely: penalised maximum likelihood, L-BFGS.

    `draws`: how many times the choices of one article stand among the examples.
    """
    task = examples[0].task
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({n for option in example.options for n in option})
    prior = {name.partition(":")[2] for name in PRIOR if name.startswith(f"{task}:")}
    kept = {n for n, c in counts.items() if c > draws * (FAINT if BIGRAM in n else RARE)}
    names = {name: i for i, name in enumerate(sorted(kept | prior))}
    rows, columns, owner, right = [], [], [], []
    for number, example in enumerate(examples):
        for option, good in zip(example.options, example.right, strict=True):
            row = len(owner)
            for name in option:
                if name in names:
                    rows.append(row)
                    columns.append(names[name])
            owner.append(number)
            right.append(good)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(owner), len(names)))
    owners, good = np.array(owner), np.array(right)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    centre = np.array([PRIOR.get(f"{task}:{name}", 0.0) for name in names])
    strengths = draws * np.array([HEARD[task] if BIGRAM in name else REGULAR for name in names])

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weight
        power = np.exp(scores - np.maximum.reduceat(scores, starts)[owners])
        total, correct = np.add.reduceat(power, starts), np.add.reduceat(power * good, starts)
        chance, share = power / total[owners], power * good / correct[owners]
        off = weight - centre
        value = -np.log(correct / total).sum() + strengths @ (off * off)
        return value, matrix.T @ (chance - share) + 2 * strengths * off

    result = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: float(result.x[i]) for name, i in names.items()}


def of_task(examples: Sequence[Example], task: str) -> list[Example]:
    """Return the choices that a task's weights are learnt from."""
    return [e for e in examples if e.task == task and _number(e.article) not in LEFT_OUT.get(task, ())]


def fit_all(drawn: Sequence[Example], told: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return the weights of every task by name; `drawn`: choices of runs that do not know the gold, `told`: that do."""
    draws = len(PARTITIONS)
    return {
        task: fit(of_task(drawn, task), draws)
        if task in AS_RUN
        else fit(of_task([*drawn, *told], task), draws + 1)
        for task in TASKS
    }


def tables(examples: Sequence[Example]) -> dict[str, Table]:
    """Return the fitted weights of every task, of choices drawn once."""
    return {task: Table(fit(of_task(examples, task)).items()) for task in TASKS}


def train(annotated: Sequence[Annotated], told: dict[str, list[Example]]) -> list[Example]:
    """Return the choices of the articles, each run with weights fitted on others; `told`: of runs that know the gold."""
    drawn: list[Example] = []
    for folds, row in PARTITIONS:
        for fold in range(folds):
            held = [pair for pair in annotated if _number(pair[1].id) // row % folds == fold]
            names = {gold.id for _, gold in held}
            if not held:
                continue
            policy = tables([e for _, gold in annotated if gold.id not in names for e in told[gold.id]])
            drawn += [e for article, gold in held for e in examples_of(article, gold, policy)]
    return drawn


def measure(annotated: Sequence[Annotated], policies: Sequence[dict[str, Table]]) -> Scores:
    """Score articles, each run with the weights given for it."""
    reports = []
    for (article, _), policy in zip(annotated, policies, strict=True):
        report = pipeline.extract(article, chooser=lambda task, _, options, p=policy: rank(options, p[task]))
        reports.append(json.loads(encode_json(report_object(report))))
    return score(reports, [gold for _, gold in annotated])


def _number(name: str) -> int:
    return int(SAME_FOLD.get(name, name))


def _told(title: str, scores: Scores) -> str:
    values = scores.metrics()
    return f"{title:16}" + "  ".join(f"{field} {values[field]:.3f}" for field in FIELDS)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all articles")
    parser.add_argument("--also", type=Path, help="score the weights of all articles on this folder too")
    parser.add_argument("--no-folds", action="store_true", help="leave out the cross-validation")
    parser.add_argument("--no-fit", action="store_true", help="only the cross-validation")
    arguments = parser.parse_args()
    annotated = list(read_annotated(arguments.gold))
    missed: Counter[str] = Counter()
    told = {gold.id: examples_of(article, gold, missed=missed) for article, gold in annotated}
    chosen = Counter(e.task for examples in told.values() for e in examples)
    reached = (f"{task} {chosen[task] / (chosen[task] + missed[task]):.3f}" for task in TASKS)
    print(f"{'right readings':16}" + "  ".join(reached))
    if not arguments.no_folds:
        policies = {}
        for fold in range(FOLDS):
            rest = [pair for pair in annotated if _number(pair[1].id) % FOLDS != fold]
            known = [e for _, gold in rest for e in told[gold.id]]
            fitted = fit_all(train(rest, told), known)
            policies[fold] = {task: Table(named.items()) for task, named in fitted.items()}
        own = [policies[_number(gold.id) % FOLDS] for _, gold in annotated]
        print(_told("cross-validated", measure(annotated, own)))
    if arguments.no_fit:
        return
    fitted = fit_all(train(annotated, told), [e for examples in told.values() for e in examples])
    policy = {task: Table(named.items()) for task, named in fitted.items()}
    print(_told("fitted", measure(annotated, [policy] * len(annotated))))
    if arguments.also:
        others = list(read_annotated(arguments.also))
        print(_told("also", measure(others, [policy] * len(others))))
    if arguments.write:
        write(fitted)


def write(fitted: dict[str, dict[str, float]]) -> None:
    """Write the weights of features, one a line, and those of bigrams, one bigram a line with a column for each link."""
    source = "bench/fit_linker.py"
    lines = [
        f"{task}:{name}\t{value:.3f}\t{source}"
        for task, named in fitted.items()
        for name, value in named.items()
        if BIGRAM not in name and abs(value) >= SLIGHT
    ]
    text = "\n".join(["term\tweight\tsource", *sorted(lines)])
    (LEXICONS / "link_weights.tsv").write_text(text + "\n", "utf-8")
    heard: dict[str, dict[str, str]] = defaultdict(dict)
    for task, named in fitted.items():
        for name, value in named.items():
            if BIGRAM in name and abs(value) >= WEAK:
                heard[name][task] = f"{value:.2f}"
    tasks = sorted(HEARING)
    lines = [
        "\t".join([name, *(cells.get(task, "") for task in tasks), source]) for name, cells in heard.items()
    ]
    text = "\n".join(["\t".join(["term", *tasks, "source"]), *sorted(lines)])
    (LEXICONS / "link_bigrams.tsv").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
