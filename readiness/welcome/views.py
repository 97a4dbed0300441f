"""The page that greets an empty database: the sample, or five questions."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import number
from readiness.foundation.zones import time_zones
from readiness.handbook.actions import keep_in_step, press
from readiness.handbook.whom_to_call import whom_to_call
from readiness.people.naming import has_sample
from readiness.sample import (
    add_sample,
    made_here,
    packs_that_end,
    remove_sample,
    size_in_words,
    what_goes,
)
from readiness.web.access import EDITORS, account_or_none, actor, allow
from readiness.web.frame import frame
from readiness.web.once import until_changed
from readiness.web.settings import forget_settings, installation, settings
from readiness.welcome.actions import begin, dismiss_first_steps, has_begun, note_gap_seen
from readiness.welcome.first_page import FirstPage, first_page_soon
from readiness.welcome.first_steps import FirstSteps, first_steps
from readiness.welcome.forms import BeginForm

pages = Blueprint("welcome", __name__)

HOME = "/dashboard"
FINDING_PAGES = frozenset({"compliance.show"})
"""Where what stands behind one finding is looked at."""


@pages.route("/welcome", methods=["GET", "POST"])
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """Begin with the sample, or with five answers."""
    form = BeginForm(data={"home_country": settings().home_country, "time_zone": settings().time_zone})
    form.offer_packs()
    if form.validate_on_submit():
        try:
            begin(form.answers(), installation(), frame().today, actor())
        except Conflict:
            raise  # the questions are not asked any more: there is no form to show it in
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            forget_settings()
            flash(_("That is all that is needed to begin. The list of first steps says what comes next."))
            return redirect("/welcome")
    page = render_template(
        "welcome/index.html",
        form=form,
        is_empty=not has_begun(),
        zones=sorted(time_zones()),
    )
    return page, 422 if form.faults else 200


@pages.post("/welcome/sample")
@allow(*EDITORS)
def take_sample() -> ResponseReturnValue:
    """Look around in an organisation that is invented."""
    added = add_sample(frame().today, certificate_kinds())
    _handbook_in_step()
    flash(
        _(
            "The sample organisation is here: %(sites)s sites, %(people)s people. All of it can be removed again.",
            sites=number(added.sites),
            people=number(added.people),
        )
    )
    return redirect("/welcome")


@pages.route("/welcome/sample/remove", methods=["GET", "POST"])
@allow(*EDITORS)
def leave_sample() -> ResponseReturnValue:
    """Ask, then remove the sample and what stands on it alone."""
    try:
        if request.method == "GET":
            going = what_goes()
            return render_template(
                "welcome/leave_sample.html",
                size=size_in_words(going),
                packs_end=packs_that_end(going),
                with_it=made_here(going),
            )
        removed = remove_sample(actor())
        _handbook_in_step()
    except NotFound:
        flash(_("There is no sample here; nothing was changed."))
        return redirect("/welcome")
    flash(
        _(
            "The sample is gone: %(size)s.",
            size=size_in_words(removed),
        )
    )
    return redirect("/welcome")


def _handbook_in_step() -> None:
    why = keep_in_step(press(settings()), actor())
    if why:
        flash(why)


@pages.post("/welcome/dismiss")
@allow(*EDITORS)
def dismiss() -> ResponseReturnValue:
    """Put the list of first steps away."""
    dismiss_first_steps(actor())
    flash(_("The list of first steps is put away."))
    return redirect("/welcome")


def _is_editor() -> bool:
    account = account_or_none()
    return account is not None and account.role in EDITORS


def steps_to_show() -> FirstSteps | None:
    """The first steps, for those who can take them; None where there is nothing to show."""
    return first_steps(settings()) if _is_editor() else None


def _first_page() -> FirstPage:
    """What `/` says where no handbook stands there; it waits for no database that hangs."""
    return first_page_soon(installation())


def add_welcome(app: Flask) -> None:
    """Greet those who come to an empty database; give templates the first steps, and whether a sample stands."""
    app.jinja_env.globals.update(
        steps_to_show=steps_to_show, has_sample=has_sample, first_page=_first_page, whom_to_call=whom_to_call
    )

    @app.before_request
    def greet() -> ResponseReturnValue | None:
        if (
            request.method == "GET"
            and request.path == HOME
            and _is_editor()
            and not until_changed("begun", has_begun)
        ):
            return redirect("/welcome")
        return None

    @app.after_request
    def notice_first_gap(response: Response) -> Response:
        if response.status_code == 200 and request.endpoint in FINDING_PAGES and _is_editor():
            note_gap_seen(actor())
        return response
