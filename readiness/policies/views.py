"""The pages of plans and policies: what covers each element of a plan, and when which policy was reviewed."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.policies.actions import (
    Covered,
    cover_element,
    review_policy,
    withdraw_element,
    withdraw_review,
)
from readiness.policies.forms import WAY_WORDS, ElementForm, ReviewForm
from readiness.policies.plan_words import EMERGENCY_ACTION, SIX_ELEMENTS, element_in_words
from readiness.policies.queries import asked_elements, elements_of, plans, policies
from readiness.web.access import HANDBOOK_EDITORS, READERS, actor, allow, current_account
from readiness.web.frame import frame, frame_url, question

pages = Blueprint("policies", __name__, url_prefix="/handbook/policies")


@pages.get("")
@allow(*READERS)
def index() -> str:
    """Every policy with its reviews, and the plans."""
    own = current_account().site_ids
    asked = asked_elements(question().known, frame().as_of)
    known = dict.fromkeys([EMERGENCY_ACTION, *sorted({*plans(own), *asked})])
    return render_template("policies/index.html", policies=policies(own), plans=known)


@pages.route("/review", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def review() -> ResponseReturnValue:
    """Write down that a policy was reviewed."""
    form = ReviewForm()
    if form.validate_on_submit():
        today = frame().today
        try:
            review_policy(
                form.name.data, form.site.data.strip(), form.reviewed_on.data or today, form.note.data or "",
                today=today, actor=actor(),
            )  # fmt: skip
            flash(_("The review was written down."))
            return redirect(frame_url("policies.index"))
        except ReadinessError as error:
            form.refuse(error)
    elif request.method == "GET":
        form.name.data = request.args.get("name", "")
        form.reviewed_on.data = frame().today
    return render_template("policies/review_form.html", form=form), 422 if form.faults else 200


@pages.post("/reviews/<int:review_id>/withdraw")
@allow(*HANDBOOK_EDITORS)
def withdraw_policy_review(review_id: int) -> ResponseReturnValue:
    """Take back a review that never was."""
    withdraw_review(review_id, actor())
    flash(_("The review was taken back."))
    return redirect(frame_url("policies.index"))


@pages.get("/plan")
@allow(*READERS)
def plan() -> str:
    """Where each element of a plan is covered; those that are asked for and covered nowhere say so."""
    named = request.args.get("plan") or EMERGENCY_ACTION
    asked = [each for each in request.args.get("elements", "").split(",") if each]
    rows = elements_of(named, current_account().site_ids)
    asked = asked or asked_elements(question().known, frame().as_of).get(named, [])
    kept = list(dict.fromkeys([*(asked or (SIX_ELEMENTS if named == EMERGENCY_ACTION else ())),
                               *(row.element for row in rows)]))  # fmt: skip
    by_element = [
        (element, element_in_words(element), [row for row in rows if row.element == element])
        for element in kept
    ]
    site = request.args.get("site", "")
    return render_template(
        "policies/plan.html",
        plan=named,
        title=_plan_title(named),
        elements=by_element,
        ways=WAY_WORDS,
        site=site,
    )


def _plan_title(plan: str) -> str:
    return _("Emergency action plan") if plan == EMERGENCY_ACTION else element_in_words(plan).capitalize()


@pages.route("/element", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def element() -> ResponseReturnValue:
    """Say where an element of a plan is covered."""
    form = ElementForm()
    if form.validate_on_submit():
        covered = Covered(
            form.plan.data, form.element.data, form.site.data.strip(), form.way.data, form.place.data,
            form.from_on.data or frame().today,
        )  # fmt: skip
        try:
            cover_element(covered, actor())
            flash(_("It was written down."))
            return redirect(frame_url("policies.plan", plan=covered.plan))
        except ReadinessError as error:
            form.refuse(error)
    elif request.method == "GET":
        form.plan.data = request.args.get("plan") or EMERGENCY_ACTION
        form.element.data = request.args.get("element", "")
        form.site.data = request.args.get("site", "")
        form.from_on.data = frame().today
    return render_template("policies/element_form.html", form=form), 422 if form.faults else 200


@pages.post("/elements/<int:element_id>/withdraw")
@allow(*HANDBOOK_EDITORS)
def withdraw_plan_element(element_id: int) -> ResponseReturnValue:
    """Take back where an element is covered."""
    named = withdraw_element(element_id, actor())
    flash(_("It was taken back."))
    return redirect(frame_url("policies.plan", plan=named))
