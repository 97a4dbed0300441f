"""Which sites must be judged afresh: of which something began, ended or came due between two days."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from readiness.compliance.checks.clauses import AdoptedClause, asked_by
from readiness.compliance.days.findings import Status
from readiness.compliance.facts import subjects
from readiness.compliance.facts.on_record import reads_of, records_of
from readiness.compliance.judging.asking import Measure, days_ahead
from readiness.compliance.keeping.touched import SITES_OF, Step, site_ids
from readiness.foundation.database import select
from readiness.foundation.temporal import LAST_DAY, Question, day_after, known_sql
from readiness.requirements.queries import ExemptionKey, ExemptionSpell, exemptions

# A spell that ends on the day before is gone on the day itself.
_REACHED = "((x.{0} > :after_on AND x.{0} <= :as_of) OR (x.{1} >= :after_on AND x.{1} < :as_of))"


_SAID_OF_SITES = ("headcount_override", "nearby_care")
_SAID_FROM = (
    f"SELECT x.site_id FROM {{0}} x WHERE {known_sql('x')} AND x.from_on > :after_on AND x.from_on <= :as_of"
)
"""Sites of which a table says otherwise from a day on, which came between."""


def sites_whose_people_change(step: Step) -> set[int]:
    """Sites of people of whom an employment, membership, leave or certificate began or ended between the days.

    So did what was said of the site itself: its headcount by hand, how near care is.
    """
    spells = [(table, "from_on", "until_on") for table in ("employment", "membership", "leave")]
    people = " UNION ".join(
        f"SELECT x.person_id FROM {table} x WHERE {known_sql('x')} AND {_REACHED.format(first, last)}"
        for table, first, last in [*spells, ("certificate", "issued_on", "counts_until_on")]
    )
    rows = select(
        " UNION ".join([SITES_OF.format(people=people), *map(_SAID_FROM.format, _SAID_OF_SITES)]),
        known=step.now.known.number,
        after_on=step.before.as_of,
        as_of=step.now.as_of,
    )
    return {row[0] for row in rows}


def sites_whose_records_change(step: Step, clauses: Sequence[AdoptedClause], measure: Measure) -> set[int]:
    """Sites of which an exercise, what must follow one, or what is on record began or ceased to count between.

    Who speaks what changes with people alone, who are looked at by themselves.
    """
    sites, asked = subjects.all_sites(step.now), asked_by(clauses, measure.kinds)
    records = records_of(step.now, sites, asked, reads_of(clauses) - {"spoken"}, is_partial=False)
    return {
        site_id
        for site_id, records in records.items()
        for clause in clauses
        if any(step.has_day(day) for day in clause.record_days(records))
    }


def sites_whose_exemptions_change(step: Step) -> set[int]:
    """Sites of which, or of whose people, an exemption became known, was taken back, began or ended."""
    before, now = exemptions(step.before.known), exemptions(step.now.known)
    sites = site_ids(step.now)
    return {
        sites[key[2]]
        for key in before.keys() | now.keys()
        if key[2] in sites and (_differ(key, before, now) or any(_reaches(step, now.get(key, ()))))
    }


def _differ(
    key: ExemptionKey,
    before: Mapping[ExemptionKey, Sequence[ExemptionSpell]],
    now: Mapping[ExemptionKey, Sequence[ExemptionSpell]],
) -> bool:
    return before.get(key) != now.get(key)


def _reaches(step: Step, spells: Sequence[ExemptionSpell]) -> list[bool]:
    return [step.has_day(spell.from_on) or step.has_day(day_after(spell.until_on)) for spell in spells]


def sites_that_come_due(now: Question, clauses: Sequence[AdoptedClause], measure: Measure) -> set[int]:
    """Sites with a kept finding whose gap has begun, or is near enough now to be 'due', or to stand by its day."""
    ahead = {(clause.pack.id, clause.clause.id): days_ahead(clause, now.as_of, measure) for clause in clauses}
    furthest = now.as_of + timedelta(days=max(ahead.values(), default=0))
    rows = select(
        "SELECT site_id, pack_id, clause_id, min(due_on) AS first_on FROM kept_finding "
        "WHERE due_on <= :as_of OR (status IN (:met, :due) AND falls_on = :last AND due_on <= :furthest) "
        "GROUP BY site_id, pack_id, clause_id",
        as_of=now.as_of,
        furthest=furthest,
        met=Status.MET.value,
        due=Status.DUE.value,
        last=LAST_DAY,
    )
    return {
        site_id
        for site_id, pack_id, clause_id, first_on in rows
        if (first_on - now.as_of).days <= ahead.get((pack_id, clause_id), 0)
    }
