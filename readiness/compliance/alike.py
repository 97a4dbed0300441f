"""How each person stands to each clause about people on a day, and no more: who are alike are judged once.

Most people stay where they are through the days that make somebody 'due', so that a short row tells of each all that a
check may look at. The others are read with all their facts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from readiness.compliance import facts
from readiness.compliance.asking import Asking, days_ahead
from readiness.compliance.assess import held_by, judge_person, person_days
from readiness.compliance.bulk_facts import PersonRow, Reading, certificate_texts, person_rows, spells_in
from readiness.compliance.checks import Look
from readiness.compliance.clauses import AdoptedClause, applicability, person_clauses
from readiness.compliance.findings import Status, Verdict
from readiness.compliance.history import stood_on
from readiness.compliance.series import SiteSeries, presence, unplaced
from readiness.compliance.spells import Spell
from readiness.compliance.subjects import NO_SITE, CertificateSpell, MembershipSpell, PersonFacts
from readiness.foundation.database import reading
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY

NOBODY = "\0"
"""No staff number: who stands for many is exempted from nothing."""


class Stood(NamedTuple):
    """How a person stands at a place to a clause."""

    person: int
    at: SiteSeries
    clause: AdoptedClause
    status: Status
    verdict: Verdict


def people_stood(asking: Asking) -> Iterator[Stood]:
    """Everyone at the places that are asked about, with each clause about people that is asked of them.

    Where a clause is asked by how many people there are, these must have been counted.
    """
    clauses = person_clauses(asking.clauses)
    if not clauses:
        return
    with reading():
        chosen = None if asking.site_ids is None else facts.people_of(asking.question, asking.site_ids)
        wanted = _reading(clauses, asking, chosen)
        judged = [_Judged(clause, asking, wanted) for clause in clauses]
        texts = Remembered[str, list[frozenset[CertificateSpell]]](
            lambda text: [each.of(spells_in(text, wanted)) for each in judged]
        )
        apart = []
        held_of = certificate_texts(wanted)
        for person, rows in groupby(person_rows(wanted), key=itemgetter(0)):
            row, *more = rows
            held = held_of(person)
            if more or row.is_apart:
                apart.append(person)
                continue
            at = asking.place(row.site_id)
            if at is None:
                continue
            for each, spells in zip(judged, texts[held], strict=True):
                stood = each.stood(row, at, spells)
                if stood is not None:
                    yield Stood(person, at, each.clause, *stood)
        for whole in facts.people(asking.question, asking.asked, apart):
            yield from _stood(whole, clauses, asking)


def _reading(clauses: Sequence[AdoptedClause], asking: Asking, chosen: Sequence[int] | None) -> Reading:
    """What is to be read of people so that these clauses can be judged."""
    as_of = asking.question.as_of
    terms = [each for clause in clauses for _from_on, each in clause.steps if each is not None]
    dated = {
        kind
        for each in terms
        if Look.ISSUE in each.looks_at
        for kind in asking.asked.kinds.get(each.counted or "", ())
    }
    return Reading(
        as_of,
        as_of + timedelta(days=max(days_ahead(clause, as_of, asking.measure) for clause in clauses)),
        asking.question.known.number,
        asking.asked.held,
        frozenset(dated),
        has_proof=any(Look.PROOF in each.looks_at for each in terms),
        has_reading=any(each.reads for each in terms),
        has_learning=asking.asked.has_learning,
        exempted=frozenset(person for _pack, _clause, _site, person in asking.exempted if person),
        chosen=chosen,
    )


class _Judged:
    """A clause with what was judged by it: once for all who are alike in everything that it looks at."""

    def __init__(self, clause: AdoptedClause, asking: Asking, wanted: Reading) -> None:
        terms = [each for _from_on, each in clause.steps if each is not None]
        given = [each.days_given for each in terms]
        self.clause = clause
        self._asking = asking
        self._days = days_ahead(clause, asking.question.as_of, asking.measure)
        self._reads = any(each.reads for each in terms)
        self._kinds = {kind for code in clause.certificates for kind in asking.asked.kinds[code]}
        self._begins_on = (
            FIRST_DAY
            if None in given
            else wanted.first_on - timedelta(days=max((each or 0 for each in given), default=0) + 1)
        )
        self._places = Remembered[int, object](self._place)
        self._held: dict[frozenset[CertificateSpell], int] = {}
        self._known: dict[object, tuple[Status, Verdict] | None] = {}

    def of(self, spells: Sequence[CertificateSpell]) -> frozenset[CertificateSpell]:
        """Those that the clause looks at."""
        return frozenset(each for each in spells if each.kind in self._kinds)

    def stood(
        self, row: PersonRow, at: SiteSeries, spells: frozenset[CertificateSpell]
    ) -> tuple[Status, Verdict] | None:
        """How somebody stands; None where nothing is asked of them."""
        joined_on, placed_on = max(row.joined_on, self._begins_on), max(row.placed_on, self._begins_on)
        key = (self._places[at.site.id], row.job_title, row.department, joined_on, placed_on, spells)
        if key not in self._known:
            self._known[key] = self._judge(row, (joined_on, placed_on), at, spells)
        return self._known[key]

    def _judge(
        self, row: PersonRow, began: tuple[date, date], at: SiteSeries, spells: frozenset[CertificateSpell]
    ) -> tuple[Status, Verdict] | None:
        joined_on, placed_on = began
        work = MembershipSpell(at.site.id, row.department, row.job_title, Spell(placed_on, LAST_DAY))
        employed = [Spell(joined_on, LAST_DAY)]
        someone = PersonFacts(row.person, NOBODY, NOBODY, employed, [work], [], sorted(spells, key=repr))
        return _standing(self.clause, someone, at, self._asking)

    def _place(self, site_id: int) -> object:
        """What is the same of all places where it is asked alike through the window; else the place itself."""
        at = self._asking.place(site_id)
        if at is None or self._reads:
            return site_id
        as_of = self._asking.question.as_of
        within = Spell(as_of, as_of + timedelta(days=self._days))
        days = {as_of, *self.clause.change_days()}
        if self.clause.is_bound_by_headcount:
            days.update(at.headcount_days(within))
        found = {
            verdict and verdict.status
            for day in days
            if within.holds(day)
            for verdict in (applicability(self.clause, at.site, day, partial(at.headcount_on, day)),)
        }
        return found.pop() if len(found) == 1 else site_id


def _standing(
    clause: AdoptedClause, person: PersonFacts, at: SiteSeries, asking: Asking
) -> tuple[Status, Verdict] | None:
    as_of = asking.question.as_of
    held = held_by(person, clause, at, asking)
    judge = partial(judge_person, clause, held, at, asking)
    return stood_on(
        as_of, judge, person_days(clause, held, at, asking), days_ahead(clause, as_of, asking.measure)
    )


def _stood(person: PersonFacts, clauses: Sequence[AdoptedClause], asking: Asking) -> Iterator[Stood]:
    """By all the facts of someone, wherever they work on the day."""
    for site_id, present in [*presence(person).items(), (NO_SITE.id, unplaced(person))]:
        at = asking.place(site_id)
        if at is None or not any(spell.holds(asking.question.as_of) for spell in present):
            continue
        for clause in clauses:
            stood = _standing(clause, person, at, asking)
            if stood is not None:
                yield Stood(person.id, at, clause, *stood)
