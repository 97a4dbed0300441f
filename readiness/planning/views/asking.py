"""A plan is asked for, looked at as a picture, accepted, taken back."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.measuring import measure_of
from readiness.exercises.topics import TOPIC_WORDS
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.queries import site_titles
from readiness.people.site_words import sites_meant
from readiness.planning.actions import (
    ACCEPTED,
    IMPROVING,
    SILENT,
    WAITING,
    PlanRequest,
    accept_plan,
    ask_for_plan,
    undo_plan,
)
from readiness.planning.asked import constraints_of
from readiness.planning.forms import YearForm
from readiness.planning.improving_plans import propose
from readiness.planning.models import YearPlan
from readiness.planning.picture import LETTERS, picture, weeks
from readiness.planning.queries import (
    get_plan,
    latest_plan,
    planned_date,
    plans,
    rows_of,
    site_codes,
    site_codes_of,
)
from readiness.planning.starting import start_improving
from readiness.requirements.queries import rules_known
from readiness.web.access import EXERCISE_RUNNERS, actor, allow
from readiness.web.frame import frame, frame_url
from readiness.web.settings import installation, settings

pages = Blueprint("plans", __name__)

AT_ONCE = 300
"""A plan of so many sites is there with the next page; of more, it is made beside it."""
ROWS = 40


@pages.route("/exercises/year", methods=["GET", "POST"])
@allow(*EXERCISE_RUNNERS)
def index() -> ResponseReturnValue:
    """Ask for a year; what was asked the last time is filled in."""
    form = YearForm(data=_remembered())
    if form.validate_on_submit():
        try:
            number = _ask(form)
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return redirect(frame_url("plans.show", year_plan_id=number))
    page = render_template("planning/index.html", form=form, plans=plans())
    return page, 422 if form.faults else 200


def _remembered() -> dict[str, Any]:
    before, today = latest_plan(), frame().today
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    days = {"first_on": first, "last_on": first.replace(year=first.year + 1) - timedelta(days=1)}
    if before is None:
        return days
    return {**before.asked, **(days if before.first_on <= today else _days_of(before))}


def _days_of(plan: YearPlan) -> dict[str, date]:
    return {"first_on": plan.first_on, "last_on": plan.last_on}


def _ask(form: YearForm) -> int:
    codes, known = sites_meant("sites", form.named_sites()), site_codes()
    constraints_of(form.asked(), known)
    assert form.first_on.data is not None  # noqa: S101
    assert form.last_on.data is not None  # noqa: S101
    wanted = PlanRequest(form.first_on.data, form.last_on.data, codes, form.asked())
    number = ask_for_plan(wanted, frame().today, actor())
    if len(codes or known) <= AT_ONCE:
        propose(number, measure_of(settings()), frame().today)
    start_improving(installation(), number)
    return number


@pages.get("/exercises/year/<int:year_plan_id>")
@allow(*EXERCISE_RUNNERS)
def show(year_plan_id: int) -> str:
    """A plan as a picture of sites and weeks, with what it does not reach."""
    plan = get_plan(year_plan_id)
    codes = site_codes_of(year_plan_id)
    start = max(0, request.args.get("from", 0, type=int)) // ROWS * ROWS
    shown = codes[start : start + ROWS]
    dates = [planned_date(row) for row in rows_of(year_plan_id, shown)]
    columns = weeks(plan.first_on, plan.last_on)
    used = sorted({each.form.topic for each in dates})
    return render_template(
        "planning/show.html",
        plan=plan,
        rows=picture(shown, dates, columns),
        weeks=columns,
        names=site_titles(shown),
        letters=[
            (LETTERS.get(topic, "O"), _(TOPIC_WORDS.get(topic, topic)) if topic else _("Any drill"))
            for topic in used
        ],
        start=start,
        page_size=ROWS,
        site_count=len(codes),
        works=plan.stage in (WAITING, IMPROVING) and clock.now() - plan.beaten_at < SILENT,
        titles=_rule_titles(),
        share=distance_words(plan),
    )


def distance_words(plan: YearPlan) -> str:
    """How far from the best there is the plan may be, as far as was proven."""
    if not plan.part_count or not plan.cost:
        return ""
    # Costs are whole numbers: where less than one lies between, there is no better one.
    if plan.cost - plan.bound < 1:
        return _("It is proven that no plan is better.")
    percent = f"{max(0.01, (plan.cost - plan.bound) / plan.cost * 100):.2f}"
    return _(
        "This plan costs at most %(percent)s\N{NO-BREAK SPACE}%% more than the best there is, as far as was proven.",
        percent=percent,
    )


def _rule_titles() -> dict[str, str]:
    return {
        "/".join(clause.key): clause.clause.title for clause in adopted_clauses(rules_known(knowledge_at()))
    }


@pages.post("/exercises/year/<int:year_plan_id>/accept")
@allow(*EXERCISE_RUNNERS)
def accept(year_plan_id: int) -> ResponseReturnValue:
    """Make exercises of all that is proposed."""
    count = accept_plan(year_plan_id, actor())
    flash(ngettext("%(count)s exercise is planned.", "%(count)s exercises are planned.", count))
    return redirect(frame_url("plans.show", year_plan_id=year_plan_id))


@pages.post("/exercises/year/<int:year_plan_id>/undo")
@allow(*EXERCISE_RUNNERS)
def undo(year_plan_id: int) -> ResponseReturnValue:
    """Take back what accepting brought."""
    if get_plan(year_plan_id).stage != ACCEPTED:
        flash(_("There is nothing to take back."), "due")
        return redirect(frame_url("plans.show", year_plan_id=year_plan_id))
    gone, stay = undo_plan(year_plan_id, actor())
    said = ngettext("%(count)s exercise is taken back.", "%(count)s exercises are taken back.", gone)
    if stay:
        said += " " + _("%(count)s stay: they were changed or held since.", count=stay)
    flash(said)
    return redirect(frame_url("plans.show", year_plan_id=year_plan_id))
