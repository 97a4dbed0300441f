"""Random histories of facts and corrections, done to the database and to a slow, plain model alike."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil

from hypothesis import strategies as st

from readiness.certificates.models import Certificate
from readiness.certificates.validity import Validity, last_day
from readiness.foundation.database import database
from readiness.foundation.temporal import (
    FIRST_DAY,
    LAST_DAY,
    Knowledge,
    knowledge_at,
    record,
    supersede,
    versions,
    withdraw,
)
from readiness.people.models import Employment, HeadcountOverride, Leave, Membership, NearbyCare, Person, Site
from tests.factories import change, make_site

START = date(2026, 1, 1)
SPAN = 100
CLAUSES = (
    {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "one_per": 2}},
    {"check": "holders_per_headcount", "terms": {"certificate": "cpr", "at_least": 1}},
    {
        "check": "holders_per_headcount",
        "terms": {"certificate": "mhfa", "or_certificates": ["cpr"], "at_least": 2},
        "applies": {"headcount_from": 2},
    },
    {
        "check": "holders_per_headcount",
        "terms": {"certificate": "cpr", "at_least": 1},
        "applies": {"no_care_within": 2},
    },
)
NEEDS = (
    (0, 2, {"mhfa"}, 0, None),
    (1, None, {"cpr"}, 0, None),
    (2, None, {"mhfa", "cpr"}, 2, None),
    (1, None, {"cpr"}, 0, 2),
)
"""Per clause: at least, one per, certificates of which any is enough, from this headcount on, no care within."""

days = st.integers(0, SPAN).map(lambda n: START + timedelta(days=n))


@dataclass(frozen=True)
class Truth:
    """Everything that is held true at one time, as plain lists."""

    employed: dict[int, tuple[date, date]] = field(default_factory=dict)
    placed: dict[int, list[tuple[date, int]]] = field(default_factory=dict)
    away: dict[int, list[tuple[date, date]]] = field(default_factory=dict)
    held: dict[int, tuple[int, str, date, date, date | None]] = field(default_factory=dict)
    given: dict[tuple[int, date], int | None] = field(default_factory=dict)
    care: dict[tuple[int, date], int | None] = field(default_factory=dict)
    ahead: int = 30
    full_covers: bool = True

    def site_of(self, person: int, day: date) -> int | None:
        if person not in self.employed or not self.employed[person][0] <= day <= self.employed[person][1]:
            return None
        at = None
        for from_on, site in sorted(self.placed.get(person, [])):
            if from_on <= day:
                at = site
        return at

    def headcount(self, site: int, day: date) -> int:
        given_by_hand = [(on, n) for (where, on), n in self.given.items() if where == site and on <= day]
        if given_by_hand and max(given_by_hand)[1] is not None:
            return max(given_by_hand)[1]  # type: ignore[return-value]
        return sum(1 for person in self.employed if self.site_of(person, day) == site)

    def has_care(self, site: int, within: int | None, day: date) -> bool:
        said = [(on, minutes) for (where, on), minutes in self.care.items() if where == site and on <= day]
        minutes = max(said, key=lambda each: each[0])[1] if said else None
        return within is not None and minutes is not None and minutes <= within

    def holders(self, site: int, kinds: set[str], day: date) -> int:
        counting = kinds | {"full"} if "mhfa" in kinds and self.full_covers else kinds
        return sum(
            1
            for person in self.employed
            if self.site_of(person, day) == site
            and not any(a <= day <= b for a, b in self.away.get(person, []))
            and any(
                who == person and what in counting and a <= day <= b and not (gone and day >= gone)
                for who, what, a, b, gone in self.held.values()
            )
        )

    def basic(self, site: int, clause: int, day: date) -> tuple[str, int | None, int | None]:
        at_least, one_per, kinds, lowest, near = NEEDS[clause]
        people = self.headcount(site, day)
        if people < lowest or people == 0 or self.has_care(site, near, day):
            return "not_applicable", None, None
        need = max(at_least, ceil(people / one_per) if one_per else 0)
        have = self.holders(site, kinds, day)
        return ("met" if have >= need else "gap"), need, have

    def shown(self, site: int, clause: int, day: date) -> str:
        status = self.basic(site, clause, day)[0]
        soon = [self.basic(site, clause, day + timedelta(days=n))[0] for n in range(1, self.ahead + 1)]
        return "due" if status == "met" and "gap" in soon else status


operations = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "employ",
                "move",
                "leave",
                "certify",
                "certify",
                "certify",
                "expire",
                "revoke",
                "withdraw",
                "head",
                "care",
            ]
        ),
        st.integers(0, 2),  # person
        st.integers(0, 1),  # site
        st.sampled_from(["mhfa", "cpr", "full"]),
        days,
        st.integers(0, 60),
    ),
    min_size=3,
    max_size=25,
)


class Recorder:
    """Does each operation to the database and to the plain truth alike."""

    def __init__(self) -> None:
        self.truth = Truth()
        self.known: list[tuple[Knowledge, Truth]] = []
        self.sites = [make_site("a"), make_site("b")]
        self.people = [Person.create(staff_number=f"P{n}") for n in range(3)]
        self.facts: dict[str, dict[object, int]] = {
            "employ": {},
            "place": {},
            "cert": {},
            "head": {},
            "care": {},
        }

    def do(self, operation: str, person: int, site: int, kind: str, day: date, length: int) -> None:
        until = day + timedelta(days=length)
        with change() as opened:
            self.opened = opened.change
            getattr(self, f"_{operation}")(person, site, kind, day, until)
        self.known.append((knowledge_at(), self.truth))

    def _latest(self, model: type, fact: int) -> object:
        return versions(model, fact)[-1]

    def _employ(self, person: int, _site: int, _kind: str, day: date, until: date) -> None:
        facts = self.facts["employ"]
        if person in facts:
            supersede(self._latest(Employment, facts[person]), self.opened, from_on=day, until_on=until)  # type: ignore[type-var]
        else:
            facts[person] = record(
                Employment, self.opened, person=self.people[person], from_on=day, until_on=until
            ).fact_id
        self.truth = replace(self.truth, employed={**self.truth.employed, person: (day, until)})

    def _move(self, person: int, site: int, _kind: str, day: date, _until: date) -> None:
        places = dict(self.truth.placed.get(person, []))
        facts = self.facts["place"]
        if person not in facts:
            day = FIRST_DAY
            facts[person] = record(
                Membership,
                self.opened,
                person=self.people[person],
                site=self.sites[site],
                from_on=day,
                until_on=LAST_DAY,
            ).fact_id
        elif day <= max(places):
            return
        else:
            old = self._latest(Membership, facts[person])
            supersede(old, self.opened, until_on=day - timedelta(days=1))  # type: ignore[type-var]
            facts[person] = record(
                Membership,
                self.opened,
                person=self.people[person],
                site=self.sites[site],
                from_on=day,
                until_on=LAST_DAY,
            ).fact_id
        places[day] = site
        self.truth = replace(self.truth, placed={**self.truth.placed, person: list(places.items())})

    def _leave(self, person: int, _site: int, _kind: str, day: date, until: date) -> None:
        record(Leave, self.opened, person=self.people[person], from_on=day, until_on=until)
        away = [*self.truth.away.get(person, []), (day, until)]
        self.truth = replace(self.truth, away={**self.truth.away, person: away})

    def _certify(self, person: int, _site: int, kind: str, day: date, until: date) -> None:
        row = record(
            Certificate, self.opened, person=self.people[person], kind=kind, issued_on=day, expires_on=until,
            counts_until_on=last_day(Validity(day, until)),
        )  # fmt: skip
        self.truth = replace(
            self.truth, held={**self.truth.held, row.fact_id: (person, kind, day, until, None)}
        )

    def _some(self, length: int) -> int | None:
        facts = sorted(self.truth.held)
        return facts[length % len(facts)] if facts else None

    def _expire(self, _person: int, _site: int, _kind: str, day: date, until: date) -> None:
        self._correct((until - day).days, expires_on=day)

    def _revoke(self, _person: int, _site: int, _kind: str, day: date, until: date) -> None:
        self._correct((until - day).days, revoked_on=day)

    def _correct(self, which: int, expires_on: date | None = None, revoked_on: date | None = None) -> None:
        fact = self._some(which)
        if fact is None:
            return
        who, what, issued_on, until_on, gone_on = self.truth.held[fact]
        until_on, gone_on = expires_on or until_on, revoked_on or gone_on
        supersede(
            self._latest(Certificate, fact), self.opened, expires_on=until_on, revoked_on=gone_on,  # type: ignore[type-var]
            counts_until_on=last_day(Validity(issued_on, until_on, gone_on)),
        )  # fmt: skip
        held = {**self.truth.held, fact: (who, what, issued_on, until_on, gone_on)}
        self.truth = replace(self.truth, held=held)

    def _withdraw(self, _person: int, _site: int, _kind: str, day: date, until: date) -> None:
        fact = self._some((until - day).days)
        if fact is not None:
            withdraw(self._latest(Certificate, fact), self.opened)  # type: ignore[arg-type]
            self.truth = replace(self.truth, held={k: v for k, v in self.truth.held.items() if k != fact})

    def _head(self, _person: int, site: int, _kind: str, day: date, until: date) -> None:
        people = None if (until - day).days % 4 == 0 else (until - day).days % 4
        facts = self.facts["head"]
        if (site, day) in facts:
            supersede(self._latest(HeadcountOverride, facts[site, day]), self.opened, headcount=people)  # type: ignore[type-var]
        else:
            facts[site, day] = record(
                HeadcountOverride, self.opened, site=self.sites[site], from_on=day, headcount=people
            ).fact_id
        self.truth = replace(self.truth, given={**self.truth.given, (site, day): people})

    def _care(self, _person: int, site: int, _kind: str, day: date, until: date) -> None:
        length = (until - day).days
        minutes = None if length % 5 == 0 else length % 5
        facts = self.facts["care"]
        if (site, day) in facts:
            supersede(self._latest(NearbyCare, facts[site, day]), self.opened, minutes=minutes)  # type: ignore[type-var]
        else:
            facts[site, day] = record(
                NearbyCare, self.opened, site=self.sites[site], from_on=day, minutes=minutes
            ).fact_id
        self.truth = replace(self.truth, care={**self.truth.care, (site, day): minutes})


def empty() -> None:
    """Hypothesis runs many histories in one database."""
    for table in (
        "certificate",
        "leave",
        "membership",
        "employment",
        "headcount_override",
        "nearby_care",
        "adoption",
        "pack_text",
        "person",
        "site",
    ):
        database.execute_sql(f"DELETE FROM {table}")
    assert Site.select().count() == 0
