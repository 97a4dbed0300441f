"""The pages of plans of training: asked for, looked at with what they leave open, and everybody invited at once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.models import TrainingClass
from readiness.classes.times import clock_words
from readiness.classes.views.finding import desk
from readiness.compliance.checks import one_of
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.measuring import measure_of
from readiness.compliance.words.clauses import kinds_in_words
from readiness.foundation import clock
from readiness.foundation.beside import start_beside
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language_name, ngettext, number
from readiness.notices.held import or_held
from readiness.people.queries import site_titles
from readiness.requirements.queries import rules_known
from readiness.training.actions import IMPROVING, SILENT, WAITING, ask_for_plan, invite_all
from readiness.training.advising import about_in_words, what_closes
from readiness.training.booking import CLASS_OF, to_book
from readiness.training.explaining import Why, proven, sentence
from readiness.training.forms import TrainingForm
from readiness.training.lacking import Lack
from readiness.training.models import TrainingPlan
from readiness.training.offers import language_codes
from readiness.training.queries import (
    Seat,
    classes_of,
    employed_count,
    get_plan,
    plans,
    seats_of_plan,
    states_of,
)
from readiness.training.unplanned import unplanned
from readiness.training.working import propose
from readiness.web.access import CLASS_PLANNERS, actor, allow
from readiness.web.frame import frame, frame_url
from readiness.web.plots import ComparedPlot, Course, compared_steps
from readiness.web.settings import installation, settings

pages = Blueprint("training", __name__)

AT_ONCE = 2_000
"""With so many people a plan is there with the next page; with more, it is made beside it."""
SHOWN = 200
"""So many seats stand on the page; all of them are invited."""


@pages.route("/compliance/training", methods=["GET", "POST"])
@allow(*CLASS_PLANNERS)
def index() -> ResponseReturnValue:
    """Ask for a plan, or open one that was made."""
    form = TrainingForm()
    if form.validate_on_submit():
        today = frame().today
        plan_id = ask_for_plan(today, today + timedelta(days=form.days.data), form.travel.data, actor())
        if employed_count(today) <= AT_ONCE:
            propose(plan_id, measure_of(settings()), settings().language)
        start_beside(installation(), "training", "improve", str(plan_id))
        return redirect(frame_url("training.show", training_plan_id=plan_id))
    page = render_template("training/index.html", form=form, plans=plans())
    return page, 422 if form.faults else 200


@pages.get("/compliance/training/<int:training_plan_id>")
@allow(*CLASS_PLANNERS)
def show(training_plan_id: int) -> str:
    """A plan: whom to invite and why, what it costs, what stays missing, and how the days ahead look with it."""
    plan = get_plan(training_plan_id)
    seats = seats_of_plan(training_plan_id)
    classes = classes_of({seat.row.training_class for seat in seats})
    lacks = [Lack.of(kept) for kept in plan.lacks]
    names = site_titles(
        {site for seat in seats for site, *_rest in seat.row.covers} | {each.site for each in lacks}
    )
    titles = _titles()
    is_best, distance = proven(plan.worth, plan.bound)
    return render_template(
        "training/show.html",
        plan=plan,
        groups=_groups(seats[:SHOWN], classes, names, titles),
        seat_count=len(seats),
        shown=SHOWN,
        states=states_of(classes),
        prices=_prices(seats, classes),
        lacks=lacks,
        to_book=to_book(lacks),
        class_of=CLASS_OF,
        one_of=one_of,
        names=names,
        titles=titles,
        kinds=certificate_kinds(),
        kinds_asked=_kinds_asked,
        language_name=language_name,
        what_closes=what_closes,
        about_in_words=about_in_words,
        unplanned=list(unplanned(_clauses(), plan.first_on, plan.last_on)),
        today=frame().today,
        is_best=is_best,
        distance=distance,
        plot=_plot(plan),
        works=plan.stage in (WAITING, IMPROVING) and clock.now() - plan.beaten_at < SILENT,
    )


def _kinds_asked(counted: str) -> str:
    """The titles of the certificates of which one is asked for."""
    return kinds_in_words(one_of(counted), certificate_kinds())


def _titles() -> dict[tuple[str, str], str]:
    return {clause.key: clause.clause.title for clause in _clauses()}


def _clauses() -> Sequence[AdoptedClause]:
    return adopted_clauses(rules_known(knowledge_at()))


def _groups(
    seats: Sequence[Seat],
    classes: Mapping[int, TrainingClass],
    names: Mapping[str, str],
    titles: Mapping[tuple[str, str], str],
) -> list[dict[str, Any]]:
    """Each class with its people, and why each of them."""
    groups: dict[int, dict[str, Any]] = {}
    for seat in seats:
        held = classes[seat.row.training_class]
        group = groups.setdefault(
            held.fact_id,
            {"held": held, "hours": clock_words(held.starts_at, held.ends_at, held.time_zone), "people": []},
        )
        spoken = ", ".join(language_name(code) for code in sorted(language_codes([held.language])))
        row = seat.row
        why = Why(row.covers, spoken, row.until_on, bool(row.renews), row.load)
        group["people"].append((seat, sentence(why, names, titles)))
    return list(groups.values())


def _prices(seats: Sequence[Seat], classes: Mapping[int, TrainingClass]) -> list[str]:
    """What the seats cost, by currency."""
    sums: dict[str, int] = {}
    for seat in seats:
        held = classes[seat.row.training_class]
        if held.seat_cost:
            sums[held.currency] = sums.get(held.currency, 0) + held.seat_cost
    return [f"{number(round(cost / 100, 2))} {currency}" for currency, cost in sorted(sums.items())]


def _plot(plan: TrainingPlan) -> ComparedPlot | None:
    """How many requirements fall short from day to day, if nobody acts and with the plan; None where none was asked."""
    if not plan.before or not plan.after:
        return None
    before, after = (
        Course(label, [(date.fromisoformat(day), count) for day, count in kept])
        for label, kept in ((_("If nobody acts"), plan.before), (_("With this plan"), plan.after))
    )
    sentence = _(
        "How many requirements of sites and people fall short. Added up over days and people, %(before)s are "
        "missing if nobody acts, and %(after)s with this plan.",
        before=number(plan.before_days),
        after=number(plan.after_days),
    )
    return compared_steps(_("What falls short"), sentence, before, after, plan.last_on)


@pages.post("/compliance/training/<int:training_plan_id>/invite")
@allow(*CLASS_PLANNERS)
def invite(training_plan_id: int) -> ResponseReturnValue:
    """Invite everybody whom the plan names."""
    done = invite_all(training_plan_id, desk())
    said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", done.invited)
    flash(or_held(said, installation()))
    if done.left_out:
        flash(_("Left out: %(who)s", who=" ".join(done.left_out[:10])), "due")
    return redirect(frame_url("training.show", training_plan_id=training_plan_id))
