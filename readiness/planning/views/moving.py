"""The calendar of one site in a plan: why each exercise is where it is, moved, and what breaks by it."""

from collections import defaultdict
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.compliance.measuring import measure_of
from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.people.queries import get_site
from readiness.planning.actions import drop_date, move_date
from readiness.planning.asked import constraints_of
from readiness.planning.breaking import broken, explained
from readiness.planning.forms import MoveForm
from readiness.planning.models import YearPlan, YearPlanDate
from readiness.planning.months import months_of
from readiness.planning.queries import get_date, get_plan, planned_date, rows_of, site_codes, sites_by_day
from readiness.planning.shapes import SiteYear, Year
from readiness.planning.years import Span, year_of
from readiness.web.access import EXERCISE_RUNNERS, allow
from readiness.web.frame import frame, frame_url
from readiness.web.settings import settings

pages = Blueprint("plan_dates", __name__)


@pages.get("/exercises/year/<int:year_plan_id>/sites/<code:site_code>")
@allow(*EXERCISE_RUNNERS)
def site(year_plan_id: int, site_code: str) -> str:
    """A site's months, with a form at each exercise; a script lets it be dragged to another day."""
    return _page(get_plan(year_plan_id), site_code)


def _page(plan: YearPlan, code: str, **more: Any) -> str:
    place = get_site(code)
    year, site_year = _year(plan, code)
    rows = rows_of(plan.id, [code])
    dates = [planned_date(row) for row in rows]
    by_day: dict[date, list[YearPlanDate]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    on_day = sites_by_day(plan.id, [each.day for each in dates]) if year.teams else {}
    return render_template(
        "planning/site.html",
        plan=plan,
        place=place,
        months=months_of(plan.first_on, plan.last_on, site_year.closed, by_day),
        rows=[(row, explained(site_year, planned_date(row), dates)) for row in rows],
        breaks=broken(year, site_year, dates, on_day),
        topics=TOPIC_WORDS,
        traits=TRAIT_WORDS,
        form=MoveForm(),
        **more,
    )


def _year(plan: YearPlan, code: str) -> tuple[Year, SiteYear]:
    """The year of one site; of its team and of those who work elsewhere too the site alone is looked at."""
    question = Question(frame().today, knowledge_at())
    constraints = constraints_of(plan.asked, site_codes())
    span = Span(plan.first_on, plan.last_on, [code])
    year = year_of(question, measure_of(settings()), span, constraints)
    return year, year.sites[0]


@pages.post("/exercises/year/<int:year_plan_id>/dates/<int:planned_id>/move")
@allow(*EXERCISE_RUNNERS)
def move(year_plan_id: int, planned_id: int) -> ResponseReturnValue:
    """Put an exercise on another day."""
    form, row = MoveForm(), get_date(year_plan_id, planned_id)
    if not form.validate() or form.day.data is None:
        return _page(get_plan(year_plan_id), row.site_code, wrong=planned_id, faults=form.faults), 422
    row = move_date(year_plan_id, planned_id, form.day.data)
    flash(_("Moved. What it breaks, if anything, stands at the top."))
    return redirect(frame_url("plan_dates.site", year_plan_id=year_plan_id, site_code=row.site_code))


@pages.post("/exercises/year/<int:year_plan_id>/dates/<int:planned_id>/drop")
@allow(*EXERCISE_RUNNERS)
def drop(year_plan_id: int, planned_id: int) -> ResponseReturnValue:
    """Leave an exercise out."""
    code = get_date(year_plan_id, planned_id).site_code
    drop_date(year_plan_id, planned_id)
    flash(_("Left out. What it breaks, if anything, stands at the top."))
    return redirect(frame_url("plan_dates.site", year_plan_id=year_plan_id, site_code=code))
