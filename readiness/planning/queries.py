"""Reads for plans of a year: what is planned already, who works at several sites, plans as they were proposed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from readiness.compliance.days.records import HeldExercise
from readiness.compliance.facts.exercises import listed
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, Question, known_sql
from readiness.foundation.words import gettext as _
from readiness.planning.models import YearPlan, YearPlanDate
from readiness.planning.shapes import ENOUGH, Form, PlannedDate


def planned_exercises(question: Question, first: date, last: date) -> dict[int, list[HeldExercise]]:
    """Per site, the exercises that are planned on the days and were neither held nor called off."""
    by_site: dict[int, list[HeldExercise]] = defaultdict(list)
    for site_id, planned_on, kind, topic, shift, is_announced, traits in select(
        "SELECT x.site_id, x.planned_on, x.kind, x.topic, x.shift, x.is_announced, x.traits FROM exercise x "
        f"WHERE {known_sql('x')} AND x.held_on IS NULL AND x.not_held_why = '' "
        "AND x.planned_on >= :first_on AND x.planned_on <= :last_on ORDER BY x.site_id, x.planned_on",
        known=question.known.number,
        first_on=first,
        last_on=last,
    ):
        by_site[site_id].append(
            HeldExercise(
                planned_on, kind, topic, shift, bool(is_announced), frozenset(listed(traits)), ENOUGH
            )
        )
    return by_site


def shared_sites(question: Question, site_ids: Sequence[int], first: date, last: date) -> set[frozenset[int]]:
    """Sites that have someone in common on the days: each group of them at which one person works."""
    groups: dict[int, set[int]] = defaultdict(set)
    for person, site in select(
        f"SELECT m.person_id, m.site_id FROM membership m WHERE {known_sql('m')} "
        f"AND {among('m.site_id', 'sites')} AND m.from_on <= :last_on AND m.until_on >= :first_on AND EXISTS "
        f"(SELECT 1 FROM membership o WHERE o.person_id = m.person_id AND o.site_id <> m.site_id "
        f"AND {known_sql('o')} AND o.from_on <= :last_on AND o.until_on >= :first_on)",
        known=question.known.number,
        sites=number_list(site_ids),
        first_on=first,
        last_on=last,
    ):
        groups[person].add(site)
    return {frozenset(sites) for sites in groups.values() if len(sites) > 1}


def class_days(question: Question, first: date, last: date) -> Mapping[int, Mapping[date, str]]:
    """Per site, the days on which a class is held there, with the kind of certificate to which it leads."""
    by_site: dict[int, dict[date, str]] = defaultdict(dict)
    for site_id, held_on, kind in select(
        f"SELECT c.site_id, c.held_on, c.kind FROM training_class c WHERE {known_sql('c')} "
        "AND c.site_id IS NOT NULL AND NOT c.is_cancelled AND c.held_on >= :first_on AND c.held_on <= :last_on",
        known=question.known.number,
        first_on=first,
        last_on=last,
    ):
        by_site[site_id][held_on] = kind
    return by_site


def site_codes() -> list[str]:
    """The codes of all sites that are there now."""
    return [row[0] for row in select(f"SELECT code FROM site WHERE superseded_in = {NEVER} ORDER BY code")]


def get_plan(plan_id: int) -> YearPlan:
    """A plan by its number; raises NotFound."""
    found: YearPlan | None = YearPlan.get_or_none(YearPlan.id == plan_id)
    if found is None:
        raise NotFound(_("There is no plan with this number."))
    return found


def latest_plan() -> YearPlan | None:
    """The plan that was asked for last."""
    found: YearPlan | None = YearPlan.select().order_by(YearPlan.id.desc()).first()
    return found


def plans() -> list[YearPlan]:
    """The latest plans, the newest first."""
    return list(YearPlan.select().order_by(YearPlan.id.desc()).limit(20))


def get_date(plan_id: int, number: int) -> YearPlanDate:
    """A proposed date of a plan; raises NotFound."""
    found: YearPlanDate | None = YearPlanDate.get_or_none(
        (YearPlanDate.id == number) & (YearPlanDate.plan == plan_id)
    )
    if found is None:
        raise NotFound(_("This date is in the plan no more."))
    return found


def site_codes_of(plan_id: int) -> list[str]:
    """The sites of a plan, in the order of their codes."""
    rows = select(
        "SELECT DISTINCT site_code FROM year_plan_date WHERE plan_id = :plan ORDER BY site_code", plan=plan_id
    )
    return [row[0] for row in rows]


def rows_of(plan_id: int, site_codes: Collection[str] | None = None) -> list[YearPlanDate]:
    """The proposed dates of a plan, or those of some of its sites, by site and day."""
    rows = YearPlanDate.select().where(YearPlanDate.plan == plan_id)
    if site_codes is not None:
        rows = rows.where(YearPlanDate.site_code.in_(list(site_codes)))
    return list(rows.order_by(YearPlanDate.site_code, YearPlanDate.day, YearPlanDate.id))


def planned_date(row: YearPlanDate) -> PlannedDate:
    """A proposed date as planners see it."""
    form = Form(row.kind, row.topic, row.shift, tuple(row.traits), bool(row.is_announced))
    return PlannedDate(row.site_code, row.day, form, bool(row.repeats))


def sites_by_day(plan_id: int, days: Collection[date]) -> dict[date, list[str]]:
    """The sites at which something is proposed, by day, of some days."""
    found: dict[date, list[str]] = defaultdict(list)
    rows = YearPlanDate.select(YearPlanDate.day, YearPlanDate.site_code).where(
        (YearPlanDate.plan == plan_id) & YearPlanDate.day.in_(list(days))
    )
    for row in rows:
        found[row.day].append(row.site_code)
    return found
