"""Random histories of what is on record: every answer, by every knowledge, equals that of a slow, plain model."""

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.certificates.models import Certificate
from readiness.compliance.checks import CHECKS
from readiness.compliance.days.on_record import OnRecord, RotaShift
from readiness.compliance.days.records import SiteDay, SiteRecords
from readiness.compliance.days.spells import Spell
from readiness.compliance.judging.assess import assess
from readiness.compliance.keeping.today import forget
from readiness.duty.models import DutyAbsence, DutyShift
from readiness.foundation import clock
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import Fact, Knowledge, Question, knowledge_at, record, versions, withdraw
from readiness.people.models import Employment, Leave, Membership, Person
from readiness.policies.models import PolicyReview
from readiness.protocols.models import ProtocolReview, ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.resources.models import InsuranceCover
from tests.compliance.kept import assert_true
from tests.conftest import close
from tests.factories import MEASURE, adopt, change, make_site
from tests.histories import empty

START, SPAN, ADOPTED = date(2026, 1, 1), 60, date(2025, 12, 1)
ONE = timedelta(days=1)
CLAUSES: tuple[dict[str, Any], ...] = (
    {"check": "cover_recorded", "terms": {}},
    {"check": "policy_reviewed_within", "terms": {"policies": ["Threats"], "within_days": 30}},
    {"check": "protocols_reviewed_within", "terms": {"within_months": 2, "protocols": ["suicide"]}},
    {"check": "responder_per_shift", "terms": {"certificate": "cpr"}},
    {"check": "people_speak", "terms": {"certificate": "cpr", "languages": ["es"]}},
)
APPROVED = date(2025, 11, 10)
AT = ("a", "a", "b")
"""Where each of three people works, always."""
SPEAKS: tuple[list[str], ...] = (["en", "es"], [], ["en"])


@dataclass(frozen=True)
class Plain:
    """Everything that is held true at one time."""

    facts: dict[tuple[str, int], tuple[Any, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> list[tuple[Any, ...]]:
        return [row for (of, _id), row in self.facts.items() if of == kind]

    def away(self, person: int, day: date, *kinds: str) -> bool:
        return any(who == person and a <= day <= b for kind in kinds for who, _s, a, b in self.of(kind))

    def holds(self, person: int, day: date) -> bool:
        return any(who == person and a <= day <= b for who, _site, a, b in self.of("certify"))

    def judge(self, clause: int, site: str, day: date) -> tuple[str, int | None, int | None]:
        return (self._cover, self._policy, self._review, self._rota, self._speak)[clause](site, day)

    def _cover(self, site: str, day: date) -> tuple[str, int | None, int | None]:
        kinds = {kind for kind, where, a, b in self.of("cover") if where in ("", site) and a <= day <= b}
        return _of(2, len(kinds))

    def _policy(self, site: str, day: date) -> tuple[str, int | None, int | None]:
        fresh = [
            on for _p, where, on, _b in self.of("policy") if where in ("", site) and 0 <= (day - on).days < 30
        ]
        return _of(1, 1 if fresh else 0)

    def _review(self, _site: str, day: date) -> tuple[str, int | None, int | None]:
        read = [APPROVED, *(on for _p, _s, on, _b in self.of("review"))]
        return _of(1, int(any(on <= day < _two_months_after(on) for on in read)))

    def _rota(self, site: str, day: date) -> tuple[str, int | None, int | None]:
        there: dict[tuple[date, int], int] = {}
        for coming in (day + timedelta(days=n) for n in range(7)):
            for who, where, a, b in self.of("shift"):
                if where == site and coming.weekday() == a.weekday() and a <= coming <= b:
                    is_there = self.holds(who, coming) and not self.away(who, coming, "leave", "absent")
                    there[coming, who % 2] = there.get((coming, who % 2), 0) + is_there
        if not there:
            return "cannot_tell", None, None
        return _of(len(there), sum(1 for count in there.values() if count))

    def _speak(self, site: str, day: date) -> tuple[str, int | None, int | None]:
        holders = [
            n for n in range(3) if AT[n] == site and self.holds(n, day) and not self.away(n, day, "leave")
        ]
        if any("es" in SPEAKS[n] for n in holders):
            return "met", 1, 1
        return ("cannot_tell", None, None) if any(not SPEAKS[n] for n in holders) else ("gap", 1, 0)


def _of(need: int, have: int) -> tuple[str, int | None, int | None]:
    return ("met" if have == need else "gap"), need, have


def _two_months_after(day: date) -> date:
    month = day.month + 2
    year, month = (day.year + 1, month - 12) if month > 12 else (day.year, month)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class History:
    """Does each operation to the database and to the plain model alike."""

    def __init__(self) -> None:
        self.plain = Plain()
        self.known: list[tuple[Knowledge, Plain]] = []
        self.sites = {code: make_site(code) for code in "ab"}
        self.people = [Person.create(staff_number=f"P{n}", languages=SPEAKS[n]) for n in range(3)]
        with change() as opened:
            for person, code in zip(self.people, AT, strict=True):
                record(Employment, opened.change, person=person)
                record(Membership, opened.change, person=person, site=self.sites[code])

    def do(self, kind: str, person: int, site: str, day: date, length: int) -> None:
        if kind == "withdraw":
            self._withdraw(length)
        else:
            values = (person, site, day, day + timedelta(days=length))
            with change() as opened:
                model, columns, kept = self._fact(kind, *values)
                row = record(model, opened.change, **columns)
            self.plain = replace(self.plain, facts={**self.plain.facts, (kind, row.fact_id): kept})
        self.known.append((knowledge_at(), self.plain))

    def _withdraw(self, which: int) -> None:
        kept = sorted(self.plain.facts)
        if kept:
            kind, fact = kept[which % len(kept)]
            with change() as opened:
                withdraw(versions(MODELS[kind], fact)[-1], opened.change)
            self.plain = replace(
                self.plain, facts={k: v for k, v in self.plain.facts.items() if k != (kind, fact)}
            )

    def _fact(
        self, kind: str, person: int, site: str, a: date, b: date
    ) -> tuple[type[Fact], dict[str, Any], tuple[Any, ...]]:
        who, days = {"person": self.people[person]}, {"from_on": a, "until_on": b}
        where = self.sites.get(site)
        plan = "eap" if person else "insurance"
        columns: dict[str, dict[str, Any]] = {
            "cover": {"site": site, "kind": plan, "name": "P", "payers": [], "phone": "", "note": "", **days},
            "policy": {"site": where, "name": "threats", "reviewed_on": a, "reviewed_by": "x"},
            "review": {"slug": "suicide", "number": 1, "kind": "holds", "reviewer": "x", "reviewed_on": a},
            "shift": {**who, "site": self.sites[site or "a"], "weekday": a.weekday(), "until_minute": 900,
                      "from_minute": 480 + person % 2, **days},
            "leave": {**who, **days},
            "absent": {**who, **days},
            "certify": {**who, "kind": "cpr", "issued_on": a, "expires_on": b, "counts_until_on": b},
        }  # fmt: skip
        kept = (plan if kind == "cover" else person, site or ("a" if kind == "shift" else ""), a, b)
        return MODELS[kind], columns[kind], kept


MODELS: dict[str, type[Fact]] = {
    "cover": InsuranceCover, "policy": PolicyReview, "review": ProtocolReview, "shift": DutyShift,
    "leave": Leave, "absent": DutyAbsence, "certify": Certificate,
}  # fmt: skip
operations = st.lists(
    st.tuples(
        st.sampled_from([*MODELS, "shift", "certify", "withdraw"]),
        st.integers(0, 2),
        st.sampled_from(["", "a", "b"]),
        st.integers(0, SPAN).map(lambda n: START + timedelta(days=n)),
        st.integers(0, 50),
    ),
    min_size=6,
    max_size=18,
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(operations, st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_of_every_knowledge_is_that_of_the_plain_model(
    request: pytest.FixtureRequest,
    kind: str,
    done: list[tuple[str, int, str, date, int]],
    chance: random.Random,
) -> None:
    open_database(
        request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), connections=2
    )
    try:
        with connected():
            begin()
            history = History()
            for operation in done:
                history.do(*operation)
            edges = [day + timedelta(days=length * n) for _k, _p, _s, day, length in done for n in (0, 1)]
            for known, plain in [history.known[-1], chance.choice(history.known)]:
                for as_of in chance.sample(edges, 2):
                    compare(Question(as_of + ONE * chance.randint(-1, 1), known), plain)
    finally:
        close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(operations, st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_kept_stays_true_whatever_is_put_on_record_and_however_days_go_by(
    request: pytest.FixtureRequest,
    kind: str,
    done: list[tuple[str, int, str, date, int]],
    chance: random.Random,
) -> None:
    open_database(
        request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), connections=2
    )
    try:
        with connected():
            begin()
            history, today = History(), START
            assert_true(today)
            for operation in done:
                history.do(*operation)
                today += ONE * chance.choice([0, 0, 1, 9])
                assert_true(today)
    finally:
        close()


def begin() -> None:
    for model in (InsuranceCover, PolicyReview, ProtocolReview, ProtocolRevision, DutyShift, DutyAbsence):
        database.execute_sql(f"DELETE FROM {model._meta.table_name}")
    empty()
    forget()
    adopt(*CLAUSES, from_on=ADOPTED)
    body = shipped_protocols()["suicide"].model_dump(mode="json", exclude={"slug"})
    ProtocolRevision.create(
        slug="suicide", number=1, state="published", body=body, author="a", written_at=clock.now(),
        approved_by="b", approved_at=datetime.combine(APPROVED, time(15), clock.now().tzinfo),
    )  # fmt: skip


def compare(question: Question, plain: Plain) -> None:
    found = {
        (each.site, each.clause.id): (each.status.value, each.need, each.have, each.since, each.due_on)
        for each in assess(question, MEASURE)
    }
    for site in "ab":
        for clause in range(len(CLAUSES)):
            told = found[site, f"clause-{clause + 1}"]
            assert told == expected(plain, clause, site, question.as_of), (CLAUSES[clause]["check"], site)


def expected(plain: Plain, clause: int, site: str, day: date) -> tuple[Any, ...]:
    """Status, need, have, since and due day, found by looking at one day after the other."""
    days: dict[date, tuple[str, int | None, int | None]] = {}

    def on(each: date) -> tuple[str, int | None, int | None]:
        if each not in days:
            days[each] = plain.judge(clause, site, each)
        return days[each]

    def shown(each: date) -> str:
        status = on(each)[0]
        soon = status == "met" and any(on(each + n * ONE)[0] == "gap" for n in range(1, 31))
        return "due" if soon else status

    status, since = shown(day), day
    while since > ADOPTED and shown(since - ONE) == status:
        since -= ONE
    later = (day + n * ONE for n in range(1, 3 * SPAN + 60))
    due_on = None if status == "gap" else next((each for each in later if on(each)[0] == "gap"), None)
    return status, *on(day)[1:], since, due_on


some_spell = st.tuples(st.integers(0, SPAN), st.integers(0, 40)).map(
    lambda t: Spell(START + t[0] * ONE, START + (t[0] + t[1]) * ONE)
)
shifts = st.lists(
    st.builds(
        RotaShift, st.integers(0, 6), st.sampled_from([480, 960]), st.just(1000), some_spell,
        st.lists(some_spell, max_size=2), st.fixed_dictionaries({"cpr": st.lists(some_spell, max_size=2)}),
    ),
    max_size=5,
)  # fmt: skip


@given(shifts)
@settings(max_examples=30, deadline=None)
def test_a_shift_is_looked_at_on_each_day_on_which_its_week_may_be_another(rota: list[RotaShift]) -> None:
    check = CHECKS["responder_per_shift"]
    terms = check.terms.model_validate({"certificate": "cpr"})
    records = SiteRecords(on_record=OnRecord(rota=rota))
    told = {*terms.record_days(records)}
    judge: Callable[[date], Any] = lambda day: check.judge(terms, SiteDay(day, 5, {}, records))  # noqa: E731
    days = [START + n * ONE for n in range(-10, 2 * SPAN)]
    for before, day in pairwise(days):
        assert day in told or judge(day) == judge(before), day
