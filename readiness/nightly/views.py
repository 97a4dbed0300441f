"""The pages of nightly files: what came of each, and what is settled about them."""

from pathlib import Path

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.words import gettext as _
from readiness.nightly.actions import MOST_AN_HOUR, make_token, remove_token
from readiness.nightly.forms import NightlyForm
from readiness.nightly.queries import current_token, imports_of, latest_runs
from readiness.nightly.settings import nightly_settings, settle_nightly
from readiness.nightly.telling import state_sentence
from readiness.web.access import EDITORS, actor, allow
from readiness.web.addresses import full_address
from readiness.web.frame import frame_url
from readiness.web.settings import installation

pages = Blueprint("nightly", __name__)

SHOWN = 60


@pages.get("/imports/nightly")
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """The latest nightly files: who joined, moved and left by each, what was refused, what is held back."""
    runs = latest_runs(SHOWN)
    return render_template(
        "nightly/index.html",
        runs=runs,
        imports=imports_of(runs),
        sentence=state_sentence,
        is_set_up=bool(installation().nightly_folder or current_token()),
    )


@pages.route("/settings/nightly", methods=["GET", "POST"])
@allow(*EDITORS)
def settings() -> ResponseReturnValue:
    """What is settled about nightly files."""
    form = NightlyForm()
    if form.validate_on_submit():
        flash(_("Saved.") if settle_nightly(form.settings(), actor()) else _("Nothing was changed."))
        return redirect(frame_url("nightly.settings"))
    if not form.is_submitted():
        form.fill(nightly_settings())
    return _settings_page(form), 422 if form.faults else 200


@pages.post("/settings/nightly/token")
@allow(*EDITORS)
def token() -> ResponseReturnValue:
    """Make the token, or make it anew; it is shown on this one page."""
    form = NightlyForm(formdata=None)
    form.fill(nightly_settings())
    return _settings_page(form, token=make_token(actor(), clock.now()))


@pages.post("/settings/nightly/token/remove")
@allow(*EDITORS)
def remove() -> ResponseReturnValue:
    """Take the token away."""
    flash(_("The token works no more.") if remove_token(actor()) else _("There was no token."))
    return redirect(frame_url("nightly.settings"))


def _settings_page(form: NightlyForm, token: str = "") -> str:
    folder = installation().nightly_folder
    return render_template(
        "nightly/settings.html",
        form=form,
        token=token,
        current=current_token(),
        folder=folder,
        is_there=bool(folder) and Path(folder).is_dir(),
        address=full_address("/api/v1/nightly/staff"),
        most=MOST_AN_HOUR,
    )
