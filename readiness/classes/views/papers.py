"""Paper and what is said afterwards: certificates of attendance, whether one is genuine, and what people think."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.classes.feedback import RATINGS, may_say, say
from readiness.classes.forms import FeedbackForm
from readiness.classes.models import TrainingClass
from readiness.classes.papers import attendance_paper, is_genuine
from readiness.classes.queries import attendances, get_class
from readiness.classes.states import THERE
from readiness.classes.views.finding import oneself, person_in_reach
from readiness.classes.views.planning import kind_title
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.typesetting.setting import pdf_of
from readiness.web.access import READERS, allow, public, signed_in
from readiness.web.settings import in_readers_language, installation, settings

pages = Blueprint("class_papers", __name__)


def _paper(held: TrainingClass, person: Person) -> Response:
    made = pdf_of(attendance_paper(held, person, settings().organisation, installation().base_url))
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="attendance-{held.fact_id}.pdf"'
    return response


@pages.get("/classes/<int:class_id>/people/<int:person_id>/attendance.pdf")
@allow(*READERS)
def of_person(class_id: int, person_id: int) -> ResponseReturnValue:
    """The paper of somebody, for whoever may see their records."""
    return _paper(get_class(class_id), person_in_reach(person_id))


@pages.get("/account/classes/<int:class_id>/attendance.pdf")
@in_readers_language
@signed_in
def own(class_id: int) -> ResponseReturnValue:
    """One's own paper."""
    return _paper(get_class(class_id), oneself())


@pages.get("/genuine/<proof_key>")
@in_readers_language
@public
def genuine(proof_key: str) -> ResponseReturnValue:
    """Whether a paper is genuine, and nothing else: neither whose it is nor of what."""
    with connected():
        if not is_genuine(proof_key):
            raise NotFound(
                _("No paper with this code was made here, or it does not hold any more."),
                title=_("Not genuine."),
            )
    return render_template("classes/genuine.html")


@pages.route("/account/classes/<int:class_id>/feedback", methods=["GET", "POST"])
@in_readers_language
@signed_in
def feedback(class_id: int) -> ResponseReturnValue:
    """Say what one thinks of a class, without one's name."""
    held, person = get_class(class_id), oneself()
    noted = attendances(class_id).get(person.id)
    if noted is None or noted.state != THERE:
        raise Conflict(_("Whoever was there says how it was. You were not noted as there."))
    form = FeedbackForm()
    if form.validate_on_submit():
        try:
            say(held, person, int(form.rating.data), form.words.data or "", clock.now())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Thank you. It is kept without your name."), "met")
            return redirect(url_for("own_classes.show", class_id=class_id))
    page = render_template(
        "classes/feedback.html",
        form=form,
        held=held,
        title=kind_title(held.kind),
        ratings=RATINGS,
        may_say=may_say(held, person.id, clock.now()),
    )
    return page, 422 if form.faults else 200
