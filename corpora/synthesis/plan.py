"""The plan of an article: who sends how many where, what adds up and what is made not to; and its writing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from corpora.article import Article
from corpora.gold import Gold, GoldCheck, GoldCount, GoldDate, GoldPerson
from corpora.synthesis.figures import Figure, approximate, exact

_FIRST_DAY, _DAYS = date(2019, 1, 1), 2500  # the years that a press archive is likely to cover
_CONTRADICTED = 0.2  # share of checkable relations that are made false
_CONTINUED = frozenset(
    {"breakdown", "division", "ranks"}
)  # 其中 takes up the sentence before it: no reporter starts a paragraph with it


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read a data file beside this module, header off."""
    text = resources.files(__package__).joinpath(f"{name}.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines()[1:])


@cache
def _named(kind: str) -> tuple[str, ...]:
    return tuple(name for k, name in _rows("names") if k == kind)


@cache
def _templates(slot: str) -> tuple[str, ...]:
    return tuple(text for s, text in _rows("templates") if s == slot)


@dataclass(slots=True)
class _Draft:
    """An article while it is being written: what is decided, and the paragraphs and gold so far."""

    rng: Random
    published: date
    city: str
    districts: tuple[str, ...]
    noun: str
    task: str
    paragraphs: list[str] = field(default_factory=list)
    counts: list[GoldCount] = field(default_factory=list)
    checks: list[GoldCheck] = field(default_factory=list)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    persons: dict[str, GoldPerson] = field(default_factory=dict)

    def write(self, slot: str, /, **values: str) -> None:
        """Fill one of the wordings of a slot and add it as a paragraph."""
        values = {"noun": self.noun, "task": self.task, "city": self.city, **values}
        text = self.rng.choice(_templates(slot)).format(**values)
        if slot in _CONTINUED:
            self.paragraphs[-1] += text
        else:
            self.paragraphs.append(text)

    def fresh(self, low: int, high: int, *, classifier: str, loose: bool = False) -> tuple[int, Figure]:
        """Draw a value and a wording that no other figure of the article has; `loose` may round it."""
        used = {count.text for count in self.counts}
        while True:
            value = self.rng.randint(low, high)
            vague = loose and value >= 30 and self.rng.random() < 0.4
            figure = (approximate if vague else exact)(value, classifier, self.rng)
            # 12人 inside 112人 would be ambiguous for whoever looks a text up in the article
            if not any(figure.text in text or text in figure.text for text in used):
                return value, figure

    def unit(self) -> tuple[str, tuple[str, ...]]:
        """Name a department of the city that was not named before; return its short form and all forms."""
        stem = self.rng.choice([row[0] for row in _rows("units") if f"市{row[0]}" not in self.units])
        short = f"市{stem}"
        self.units[short] = (short, f"{self.city}{stem}")
        return short, self.units[short]

    def place(self) -> tuple[str, tuple[str, ...]]:
        """Name a community that was not named before; return the wording and all forms."""
        name = self.rng.choice([n for n in _named("community") if n not in self.places])
        district = self.rng.choice(self.districts)
        self.places.setdefault(district, (district, f"{self.city}{district}"))
        self.places[name] = (f"{district}{name}", name, f"{self.city}{district}{name}")
        return f"{district}{name}", self.places[name]

    def day(self, *, ahead: bool = False) -> tuple[str, date]:
        """Name a day of the last fortnight, or of the next; return the wording and the day."""
        distance = self.rng.randint(1, 12)
        day = self.published + timedelta(days=distance if ahead else -distance)
        text = f"{day.month}月{day.day}日"
        self.dates[text] = day
        return text, day

    def count(self, figure: Figure, noun: str, **fields: Any) -> None:  # noqa: ANN401
        """Add a count; `fields` are those of GoldCount that differ from an actual part said of nobody."""
        plain = GoldCount(
            text=figure.text,
            noun=noun,
            measure="persons",
            low=figure.low,
            high=figure.high,
            scope="part",
            basis="actual",
            per=None,
            of=None,
            unit=(),
            place=(),
            as_of=None,
            who="mobilized",
        )
        self.counts.append(replace(plain, **fields))

    def lies(self) -> bool:
        """Decide whether the next relation is made false."""
        return self.rng.random() < _CONTRADICTED

    def check(
        self, kind: str, parts: tuple[str, ...], whole: str, *, holds: bool, percent: float | None = None
    ) -> None:
        """Add a check of which the plan knows whether it holds."""
        verdict = "consistent" if holds else "contradicted"
        self.checks.append(GoldCheck(kind, parts, whole, verdict, percent))


def _totals(draft: _Draft) -> None:
    """Headline, total, its parts by district and its share of party members."""
    total, figure = draft.fresh(1200, 9800, classifier="名")
    round_one = approximate(total, "名", draft.rng)
    text, day = draft.day()
    city = (draft.city,)
    draft.write("headline", figure=round_one.text)
    if round_one.text != figure.text:
        draft.count(round_one, draft.noun, scope="total", unit=city)
        draft.check("same_quantity", (round_one.text,), figure.text, holds=True)
    surname, given = draft.rng.choice(_named("surname")), draft.rng.choice(_named("given"))
    draft.write("lead", figure=figure.text, date=text, reporter=surname + given)
    draft.count(figure, draft.noun, scope="total", unit=city, as_of=day)
    _breakdown(draft, total, figure.text, day)
    members, party = draft.fresh(total // 3, total * 4 // 5, classifier="名")
    lies = draft.lies()
    percent = round(100 * members / total + (draft.rng.choice((-7, 9)) if lies else 0), 1)
    draft.write("party", total=figure.text, figure=party.text, percent=f"{percent:.1f}")
    draft.count(party, "党员", of=figure.text, unit=city, as_of=day)
    draft.check("percentage", (party.text,), figure.text, holds=not lies, percent=percent)


def _breakdown(draft: _Draft, total: int, whole: str, day: date) -> None:
    """Share the total out among the districts; where it lies, one part is wrong, so that the sum is."""
    names = draft.rng.sample(draft.districts, draft.rng.randint(3, len(draft.districts)))
    cuts = sorted(draft.rng.sample(range(20, total - 20, 13), len(names) - 1))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    lies, slot = draft.lies(), draft.rng.choice(("breakdown", "breakdown", "division", "ranks"))
    if lies:
        shares[0] += draft.rng.randint(11, 90)
    parts = [Figure(f"{share}人", share, share) for share in shares]
    if len({part.text for part in parts}) < len(parts):
        return
    verb = draft.rng.choice(("派出", "")) if slot != "ranks" else ""
    draft.write(
        slot,
        parts="、".join(f"{n}{verb}{p.text}" for n, p in zip(names, parts, strict=True)),
        names="、".join(names),
        figures="、".join(p.text for p in parts),
    )
    for name, part in zip(names, parts, strict=True):
        draft.places.setdefault(name, (name, f"{draft.city}{name}"))
        draft.count(part, draft.noun, of=whole, unit=draft.places[name], as_of=day)
    # What follows 其中 need not be all: too large a sum is then too large for parts, not for a breakdown.
    kind = "part_of_whole" if lies and slot != "division" else "breakdown"
    draft.check(kind, tuple(part.text for part in parts), whole, holds=not lies)


def _part(draft: _Draft) -> None:
    unit, forms = draft.unit()
    place, place_forms = draft.place()
    text, day = draft.day()
    _, figure = draft.fresh(11, 400, classifier="名", loose=True)
    draft.write("part", unit=unit, people=figure.text, place=place, date=text)
    draft.count(figure, draft.noun, unit=forms, place=(place_forms,), as_of=day)


def _groups(draft: _Draft) -> None:
    teams, team = draft.fresh(3, 18, classifier="个小组")
    size, each = draft.fresh(3, 12, classifier="人")
    lies = draft.lies()
    people = teams * size + (draft.rng.randint(1, 5) if lies else 0)
    figure = exact(people, "名", draft.rng)
    if figure.text in {count.text for count in draft.counts}:
        return
    unit, forms = draft.unit()
    draft.write("groups", unit=unit, people=figure.text, teams=team.text, size=each.text)
    draft.count(figure, draft.noun, unit=forms)
    draft.count(team, "小组", unit=forms, measure="teams", who=None)
    draft.count(each, draft.noun, unit=forms, per="team")
    draft.check("product", (each.text, team.text), figure.text, holds=not lies)


def _listing(draft: _Draft) -> None:
    unit, forms = draft.unit()
    named = [draft.place() for _ in range(2)]
    number, sites = draft.fresh(2, 14, classifier="个社区")
    _, figure = draft.fresh(20, 200, classifier="名", loose=True)
    names = "、".join(text for text, _ in named) + ("等" if number > len(named) else "")
    draft.write("listing", unit=unit, people=figure.text, names=names, sites=sites.text)
    places = tuple(place for _, place in named)
    draft.count(figure, draft.noun, unit=forms, place=places)
    draft.count(sites, "社区", unit=forms, measure="places", who=None, place=places)
    verdict = "open" if number > len(named) else "consistent"
    draft.checks.append(GoldCheck("listing", tuple(text for text, _ in named), sites.text, verdict))


def _plan(draft: _Draft) -> None:
    unit, forms = draft.unit()
    text, day = draft.day(ahead=True)
    _, figure = draft.fresh(20, 600, classifier="名")
    draft.write("plan", unit=unit, date=text, figure=figure.text)
    draft.count(figure, "志愿者", unit=forms, basis="planned", as_of=day)


def _rate(draft: _Draft) -> None:
    unit, forms = draft.unit()
    place, place_forms = draft.place()
    _, figure = draft.fresh(4, 60, classifier="名")
    draft.write("rate", unit=unit, place=place, figure=figure.text)
    draft.count(figure, draft.noun, unit=forms, place=(place_forms,), per="day")


def _quote(draft: _Draft) -> None:
    name = draft.rng.choice(_named("surname")) + draft.rng.choice(_named("given"))
    role = draft.rng.choice(_named("role"))
    if name not in draft.persons:
        unit, forms = draft.unit()
        draft.persons[name] = GoldPerson(name, forms, role)
        draft.write("quote", unit=unit, role=role, name=name)


_STORIES = (_part, _part, _groups, _listing, _plan, _rate, _quote)


def synthesise(seed: int) -> tuple[Article, Gold]:
    """Return an article and its gold; one seed gives one article, for ever and on every machine."""
    rng = Random(seed)  # noqa: S311  (no secret is made of it)
    city, districts = rng.choice(_rows("regions"))
    _, noun, task = rng.choice(_rows("events"))
    published = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    draft = _Draft(rng, published, city, tuple(districts.split()), noun, task)
    draft.places[city] = (city, city.removesuffix("市"))
    _totals(draft)
    for story in rng.choices(_STORIES, k=rng.randint(4, 9)):
        story(draft)
    name = f"synthetic-{seed}"
    article = Article(
        id=name,
        text="\n\n".join(draft.paragraphs) + "\n",
        title=draft.paragraphs[0],
        published=published,
        region=city,
    )
    gold = Gold(
        id=name,
        published=published,
        region=city,
        units=tuple(draft.units.values()),
        persons=tuple(draft.persons.values()),
        places=tuple(draft.places.values()),
        dates=tuple(GoldDate(text, day, day) for text, day in draft.dates.items()),
        counts=tuple(draft.counts),
        checks=tuple(draft.checks),
    )
    return article, gold
