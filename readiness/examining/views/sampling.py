"""The pages of samples: drawn by chance, looked at, taken away with their proof."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import known_account
from readiness.certificates.kinds import certificate_kinds
from readiness.evidence.asking import room
from readiness.examining.actions import Draw, draw_sample
from readiness.examining.forms import DrawForm
from readiness.examining.queries import Population, drawn_of, get_sample, no_longer_kept
from readiness.examining.taking import archive_of
from readiness.examining.views.own import VISITORS, check_own, check_seen, moment
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.web.access import actor, allow, allow_in_own_room, current_account
from readiness.web.frame import frame, question
from readiness.web.settings import settings

pages = Blueprint("samples", __name__)


@pages.route("/auditor/draw", methods=["GET", "POST"])
@allow_in_own_room(*VISITORS)
def draw() -> ResponseReturnValue:
    """Draw certificates by chance, of the site and by the knowledge chosen above."""
    as_of = frame().as_of
    first_on = date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1)
    form = DrawForm(data={"wanted": 25, "from_on": first_on, "until_on": as_of})
    form.offer()
    if form.validate_on_submit():
        days = (form.from_on.data or first_on, form.until_on.data or as_of)
        population = Population(*days, frame().site or "", form.kind.data)
        wish = Draw(population, question().known, form.wanted.data, form.seed.data or "")
        try:
            number = draw_sample(wish, current_account(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The sample is drawn."))
            return redirect(url_for("samples.show", sample_id=number))
    return render_template("examining/draw.html", form=form), 422 if form.faults else 200


@pages.get("/auditor/samples/<int:sample_id>")
@allow(*VISITORS)
def show(sample_id: int) -> ResponseReturnValue:
    """The certificates that were drawn, each with its proof; whoever drew them takes them away."""
    sample = get_sample(sample_id)
    check_seen(sample.account_id)
    drawn = drawn_of(sample)
    return render_template(
        "examining/sample.html",
        sample=sample,
        drawn=drawn,
        gone=no_longer_kept(sample, drawn),
        kinds=certificate_kinds(),
        drawn_by=known_account(sample.account_id).account,
        is_own=sample.account_id == current_account().id,
    )


@pages.post("/auditor/samples/<int:sample_id>/archive")
@allow_in_own_room(*VISITORS)
def take(sample_id: int) -> ResponseReturnValue:
    """The sample with its proof, each file signed."""
    sample = get_sample(sample_id)
    check_own(sample.account_id)
    packed = archive_of(sample, room().vault, settings(), actor())
    answer: Response = send_file(
        packed, "application/zip", as_attachment=True, download_name=f"sample-{sample.id}.zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
