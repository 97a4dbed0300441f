"""How each person stands to each clause about people on a day, and no more: who are alike are judged once.

A short row tells of each, at the place where they are on the day, all that a check may look at until the last day that
is looked at. Those of whom it does not tell enough are read with all their facts.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from readiness.compliance.checks import Look
from readiness.compliance.checks.applicability import applicability
from readiness.compliance.checks.clauses import AdoptedClause, person_clauses
from readiness.compliance.days.history import Stood, stood_on
from readiness.compliance.days.series import SiteSeries, presence, unplaced
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import NO_SITE, CertificateSpell, MembershipSpell, PersonFacts
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.in_bulk import Reading, Work, certificate_texts, person_rows, spells_in
from readiness.compliance.facts.learned import ids_of
from readiness.compliance.judging.asking import Asking, days_ahead
from readiness.compliance.judging.assess import held_by, judge_person, person_days
from readiness.foundation.database import reading
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import FIRST_DAY

NOBODY = "\0"
"""No staff number: who stands for many is exempted from nothing."""


class PersonStood(NamedTuple):
    """How a person stands at a place: by each clause about people, in their order; None: it asks nothing of them."""

    person: int
    at: SiteSeries
    stood: Sequence[Stood | None]
    """Of whom the same is told, it is the same object."""


def people_stood(
    asking: Asking, ahead: int = 0, supposed: Supposed = NOTHING_SUPPOSED
) -> Iterator[PersonStood]:
    """Everyone at the places that are asked about, with each clause of `person_clauses`.

    It looks as far ahead as makes somebody 'due', or so many days, if those are more. Where a clause is asked by how
    many people there are, these must have been counted for as many days, with what is `supposed`: of whom anything is
    is read whole.
    """
    clauses = person_clauses(asking.clauses)
    if not clauses:
        return
    with reading():
        chosen = None if asking.site_ids is None else subjects.people_of(asking.question, asking.site_ids)
        judged = [_Judged(clause, asking, ahead) for clause in clauses]
        wanted = _reading(judged, asking, chosen)
        alike = _Alike(judged, asking, wanted)
        apart = []
        others = set(ids_of(supposed.people))
        text_of = certificate_texts(wanted)
        for person, rows in groupby(person_rows(wanted), key=itemgetter(0)):
            row, *more = rows
            text = text_of(person)
            place = alike.places[row.site_id]
            if more or row.is_apart or person in others:
                apart.append(person)
            elif place is not None:
                yield PersonStood(person, place.at, alike.stood[place.ground, row.work, text])
        for whole in subjects.people(asking.question, asking.asked, apart) if apart else ():
            yield from _stood(supposed.of(whole), clauses, asking, ahead)


def _reading(judged: Sequence["_Judged"], asking: Asking, chosen: Sequence[int] | None) -> Reading:
    """What is to be read of people so that these clauses can be judged."""
    as_of = asking.question.as_of
    terms = [each for one in judged for each in one.terms]
    dated = {
        kind
        for each in terms
        if Look.ISSUE in each.looks_at
        for kind in asking.asked.kinds.get(each.counted or "", ())
    }
    return Reading(
        as_of,
        as_of + timedelta(days=max(each.days for each in judged)),
        min(each.begins_on for each in judged),
        asking.question.known.number,
        sorted({kind for each in judged for kind in each.kinds}),
        frozenset(dated),
        has_proof=any(Look.PROOF in each.looks_at for each in terms),
        has_reading=any(each.reads for each in terms),
        has_learning=asking.asked.has_learning,
        exempted=frozenset(person for _pack, _clause, _site, person in asking.exempted if person),
        chosen=chosen,
    )


@dataclass(frozen=True, eq=False)
class _Ground:
    """What is asked alike at several places, which are judged as one of them."""

    at: SiteSeries
    same: tuple[object, ...]
    """By each clause."""


class _Place(NamedTuple):
    at: SiteSeries
    ground: _Ground


class _Alike:
    """What was judged: once for all who are alike in everything that the clauses look at."""

    def __init__(self, judged: Sequence["_Judged"], asking: Asking, wanted: Reading) -> None:
        self._judged = judged
        self._asking = asking
        held = Remembered[str, list[frozenset[CertificateSpell]]](
            lambda text: [each.of(spells_in(text, wanted)) for each in judged]
        )
        works = Remembered[Work, list[_Worked]](lambda work: [each.worked(work) for each in judged])
        self.places = Remembered[int, _Place | None](self._place)
        self.stood = Remembered[tuple[_Ground, Work, str], Sequence[Stood | None]](
            lambda alike: self._judge(alike[0], works[alike[1]], held[alike[2]])
        )
        self._grounds: dict[tuple[object, ...], _Ground] = {}
        self._told: dict[tuple[int, ...], Sequence[Stood | None]] = {}

    def _place(self, site_id: int) -> _Place | None:
        at = self._asking.place(site_id)
        if at is None:
            return None
        same = tuple(each.place(at) for each in self._judged)
        return _Place(at, self._grounds.setdefault(same, _Ground(at, same)))

    def _judge(
        self, ground: _Ground, works: "Sequence[_Worked]", held: Sequence[frozenset[CertificateSpell]]
    ) -> Sequence[Stood | None]:
        found = [
            each.stood(ground.at, same, worked, spells)
            for each, same, worked, spells in zip(self._judged, ground.same, works, held, strict=True)
        ]
        return self._told.setdefault(tuple(map(id, found)), found)


class _Worked(NamedTuple):
    """As what somebody works: `same` is what a clause looks at of it."""

    same: Hashable
    work: Work
    employed: Spell
    placed: Spell


class _Judged:
    """A clause with what was judged by it."""

    def __init__(self, clause: AdoptedClause, asking: Asking, ahead: int) -> None:
        self.terms = [each for _from_on, each in clause.steps if each is not None]
        as_of, given = asking.question.as_of, [each.days_given for each in self.terms]
        self.days = max(ahead, days_ahead(clause, as_of, asking.measure))
        """So many days ahead are looked at."""
        self.kinds = {kind for code in clause.certificates for kind in asking.asked.kinds[code]}
        self.begins_on = (
            FIRST_DAY
            if None in given
            else as_of - timedelta(days=max((each or 0 for each in given), default=0) + 1)
        )
        """Who began by this day began long enough ago."""
        self._clause = clause
        self._asking = asking
        self._ahead = ahead
        self._reads = any(each.reads for each in self.terms)
        self._has_proof = any(Look.PROOF in each.looks_at for each in self.terms)
        self._known: dict[object, Stood | None] = {}
        self._told: dict[Stood | None, Stood | None] = {}

    def of(self, spells: Sequence[CertificateSpell]) -> frozenset[CertificateSpell]:
        """Those that the clause looks at."""
        counting = (each for each in spells if each.kind in self.kinds)
        if self._has_proof:
            return frozenset(counting)
        return frozenset(replace(each, has_number=False, has_evidence=False) for each in counting)

    def worked(self, work: Work) -> _Worked:
        """What the clause looks at of it."""
        joined_on, placed_on = (
            FIRST_DAY if day <= self.begins_on else day for day in (work.joined_on, work.placed_on)
        )
        employed, placed = Spell(joined_on, work.leaves_on), Spell(placed_on, work.moves_on)
        role = tuple(each.role(work.job_title, work.department) for each in self.terms)
        return _Worked((role, employed, placed), work, employed, placed)

    def place(self, at: SiteSeries) -> object:
        """What is the same of all places where it is asked alike through the days; else the place itself."""
        if self._reads:
            return at.site.id
        as_of = self._asking.question.as_of
        within = Spell(as_of, as_of + timedelta(days=self.days))
        days = {as_of, *self._clause.change_days(), *self._clause.care_days(at.site)}
        if self._clause.is_bound_by_headcount:
            days.update(at.headcount_days(within))
        found = {
            verdict and (verdict.status, verdict.missing)
            for day in days
            if within.holds(day)
            for verdict in (applicability(self._clause, at.site, day, partial(at.headcount_on, day)),)
        }
        return found.pop() if len(found) == 1 else at.site.id

    def stood(
        self, at: SiteSeries, same: object, worked: _Worked, spells: frozenset[CertificateSpell]
    ) -> Stood | None:
        """How somebody stands; None where nothing is asked of them. Who are alike have the same object."""
        key = (same, worked.same, spells)
        if key not in self._known:
            work = MembershipSpell(at.site.id, worked.work.department, worked.work.job_title, worked.placed)
            someone = PersonFacts(0, NOBODY, NOBODY, [worked.employed], [work], [], sorted(spells, key=repr))
            stood = _standing(self._clause, someone, at, self._asking, self._ahead)
            self._known[key] = self._told.setdefault(stood, stood)
        return self._known[key]


def _standing(
    clause: AdoptedClause, person: PersonFacts, at: SiteSeries, asking: Asking, ahead: int
) -> Stood | None:
    as_of = asking.question.as_of
    held = held_by(person, clause, at, asking)
    judge = partial(judge_person, clause, held, at, asking)
    due_days = days_ahead(clause, as_of, asking.measure)
    return stood_on(as_of, judge, person_days(clause, held, at, asking), due_days, ahead)


def _stood(
    person: PersonFacts, clauses: Sequence[AdoptedClause], asking: Asking, ahead: int
) -> Iterator[PersonStood]:
    """By all the facts of someone, wherever they work on the day."""
    as_of = asking.question.as_of
    for site_id, present in [*presence(person).items(), (NO_SITE.id, unplaced(person))]:
        at = asking.place(site_id)
        if at is not None and any(spell.holds(as_of) for spell in present):
            yield PersonStood(person.id, at, [_standing(each, person, at, asking, ahead) for each in clauses])
