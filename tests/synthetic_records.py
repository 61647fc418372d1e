"""Reports with known truth: campaigns of cities over days, told truly, and errors put in on purpose."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from extractor.records.record import Record, Region, Relation, Report, UnitEntity
from models.gazetteer import gazetteer

NOUNS = ("防汛抢险人员", "防汛志愿者", "核酸检测志愿者", "巡堤查险党员干部", "抗旱保供志愿者")
ERRORS = ("breakdown", "part", "same", "percentage", "product", "order", "nested")
SHARE = 0.1  # of the articles that get an error


@dataclass(frozen=True)
class Corpus:
    """Reports, and for each error the ids of the records that were falsified."""

    reports: list[Report]
    errors: dict[str, str]


def approximate(rng: random.Random, value: int) -> tuple[int, int]:
    """A true interval for a value: exact or 余, as a text would say it."""
    unit = 10 ** max(len(str(value)) - rng.choice((1, 2)), 1)
    floor = value // unit * unit
    if rng.random() < 0.6 or unit >= value or value == floor:
        return value, value
    return floor + 1, floor + unit - 1


class Campaign:
    """One city's campaign: running totals of its counties over days."""

    def __init__(self, rng: random.Random, number: int, cities: list[str]) -> None:
        book = gazetteer()
        self.rng = rng
        self.city = book.get(cities[number % len(cities)])
        self.noun = NOUNS[number // len(cities) % len(NOUNS)]
        self.counties = list(book.children(self.city.code))[:6]
        self.start = date(2022, 1, 3) + timedelta(days=30 * (number // (len(cities) * len(NOUNS))))
        self.counts = [rng.randint(60, 900) for _ in self.counties]
        self.rest = rng.randint(10, 500)

    def advance(self) -> None:
        self.counts = [count + self.rng.randint(0, 120) for count in self.counts]
        self.rest += self.rng.randint(0, 90)


def article(campaign: Campaign, name: str, day: int) -> Report:
    """One true article: the city's running total, its counties, restatements, a share, a product.

    A plan and a rate.
    """
    rng = campaign.rng
    moment = datetime.combine(campaign.start + timedelta(days=day), datetime.min.time()).replace(hour=17)
    total = sum(campaign.counts) + campaign.rest
    records: list[Record] = []

    def add(low: int, high: int | None = None, **fields: object) -> Record:
        text = f"{low}人"
        sentence = f"截至{moment.day}日17时,累计投入{campaign.noun}{text}。"
        values = {
            "noun": campaign.noun,
            "measure": "persons",
            "who": "mobilized",
            "as_of": moment,
            "sentence": sentence,
        }
        values |= {"low": low, "high": low if high is None else high}
        record = Record(f"{name}#{len(records)}", text, **(values | fields))
        records.append(record)
        return record

    whole = add(total, total, scope="total")
    lines = [
        add(*approximate(rng, count), of=whole.id, unit=county.name)
        for county, count in zip(campaign.counties, campaign.counts, strict=True)
    ]
    others = add(campaign.rest, of=whole.id)
    said = add(*approximate(rng, total), scope="total", as_of=None, sentence="")
    women = rng.randint(1, total)
    share = add(women, of=whole.id, noun=f"女性{campaign.noun}")
    teams, size = rng.randint(2, 9), rng.randint(3, 12)
    number = add(teams, measure="teams", noun="突击队", who=None, unit="市应急管理局")
    rate = add(size, per="team", unit="市应急管理局", noun="队员")
    force = add(teams * size, unit="市应急管理局", noun="队员", as_of=None)
    add(rng.randint(5000, 90000), basis="planned", scope="total", as_of=None)
    add(rng.randint(5000, 90000), per="day", scope="total")
    add(total * 10, measure="person_times", scope="total")
    percent = 100 * women / total
    relations = (
        Relation("breakdown", (*(line.id for line in lines), others.id), whole.id),
        Relation("same_quantity", (said.id,), whole.id),
        Relation("percentage", (share.id,), whole.id, percent=(percent - 0.05, percent + 0.05)),
        Relation("product", (rate.id, number.id), force.id),
    )
    bureau = UnitEntity("市应急管理局", None, ("市应急管理局",), campaign.city.code, ())
    return Report(
        name,
        None,
        None,
        None,
        None,
        moment.date() + timedelta(days=1),
        Region(campaign.city.name, campaign.city.code),
        "",
        units=(bureau,),
        records=tuple(records),
        relations=relations,
    )


def falsify(rng: random.Random, report: Report, kind: str, before: Report | None) -> tuple[Report, str]:
    """Falsify one figure so that no reading agrees; return the report and the record's id."""
    records = list(report.records)
    whole = records[0].low or 0
    lines = [i for i, record in enumerate(records) if record.of and record.unit]
    said = next(i for i, record in enumerate(records) if record.scope == "total" and not record.sentence)
    at, value = 0, 0
    if kind == "breakdown":
        at = rng.choice(lines)
        slack = sum((records[i].high or 0) - (records[i].low or 0) for i in lines)
        value = (records[at].high or 0) + slack + rng.randint(1, 40)
    elif kind == "part":
        at, value = rng.choice(lines), whole + rng.randint(1, 400)
    elif kind == "same":
        at, value = said, whole + rng.choice((-1, 1)) * rng.randint(max(60, whole // 5), max(61, whole // 4))
    elif kind == "percentage":
        at = next(i for i, record in enumerate(records) if record.noun.startswith("女性"))
        value = (records[at].low or 0) + whole // 100 + 2
    elif kind == "product":
        at = next(i for i, record in enumerate(records) if record.noun == "队员" and not record.per)
        value = (records[at].low or 0) + rng.randint(1, 9)
    elif kind == "order" and before is not None:
        at, value = 0, max((before.records[0].low or 0) - rng.randint(1, 50), 1)
    records[at] = replace(
        records[at],
        low=value,
        high=value,
        text=f"{value}人",
        sentence=records[at].sentence.replace(records[at].text, f"{value}人"),
    )
    return replace(report, records=tuple(records)), records[at].id


def county_article(campaign: Campaign, name: str, day: int, value: int) -> Report:
    """A county's own article: its running total on the city's day and hour."""
    county = campaign.counties[0]
    moment = datetime.combine(campaign.start + timedelta(days=day), datetime.min.time()).replace(hour=17)
    sentence = f"截至{moment.day}日17时,累计投入{campaign.noun}{value}人。"
    record = Record(
        f"{name}#0",
        f"{value}人",
        campaign.noun,
        "persons",
        value,
        value,
        who="mobilized",
        scope="total",
        as_of=moment,
        sentence=sentence,
    )
    return Report(
        name, None, None, None, None, moment.date(), Region(county.name, county.code), "", records=(record,)
    )


def make_corpus(seed: int, size: int, *, share: float = SHARE) -> Corpus:
    """Make `size` reports of which about `share` hold one falsified figure each."""
    rng = random.Random(seed)
    book = gazetteer()
    cities = [
        code
        for code in (f"{n}00" for n in range(1300, 6600) if n % 100)
        if book.get(code) and len(book.children(code)) > 3
    ]
    reports: list[Report] = []
    errors: dict[str, str] = {}
    number = 0
    while len(reports) < size:
        campaign = Campaign(rng, number, cities)
        before = None
        for day in range(rng.randint(2, 5)):
            name = f"n{len(reports):06d}"
            report = article(campaign, name, day)
            kind = rng.choice(ERRORS) if rng.random() < share else ""
            county = rng.random() < 0.2 or kind == "nested"
            if kind in ("breakdown", "part", "same", "percentage", "product") or (kind == "order" and before):
                report, record = falsify(rng, report, kind, before)
                errors[record] = kind
            reports.append(report)
            if county:
                value = campaign.counts[0]
                if kind == "nested":
                    value = sum(campaign.counts) + campaign.rest + rng.randint(1, 300)
                    errors[f"{name}c#0"] = kind
                reports.append(county_article(campaign, f"{name}c", day, value))
            before = report if kind != "order" else None
            if kind:
                break  # a later day would meet the falsified figure too
            campaign.advance()
        number += 1
    return Corpus(reports, errors)
