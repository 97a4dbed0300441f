"""The pages on which what people learned is written down, by themselves or for them, and confirmed."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.certificates.forms import ReasonForm
from readiness.evidence.asking import desk, go_to, oneself, room, with_faults
from readiness.evidence.forms import LearningForm
from readiness.evidence.keeping import keep
from readiness.evidence.learning import confirm, withdraw, write_down
from readiness.evidence.learning_queries import activities_of, get_activity, unconfirmed
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.profile import Profile
from readiness.people.queries import get_person_by_id
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.web.access import EDITORS, allow, signed_in
from readiness.web.frame import frame_url
from readiness.web.requests import is_number
from readiness.web.settings import in_readers_language

pages = Blueprint("learning", __name__)

MOST = 200


def _write(person: Person, back: str, *, is_own: bool) -> ResponseReturnValue:
    form = LearningForm(data={"topic": request.args.get("topic", "")})
    if form.validate_on_submit():
        content = form.content()
        try:
            kept = keep(content, room()) if content is not None else None
            write_down(person, form.activity(), kept, desk(), is_own=is_own)
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Sent in. It counts once HR has looked at it.") if is_own else _("Written down."), "met")
            return go_to(back)
    name = f"{person.given_name} {person.family_name}".strip() or person.staff_number
    return with_faults(
        render_template("evidence/learned.html", form=form, is_own=is_own, name=name, back=back), form
    )


@pages.route("/mine/learning/add", methods=["GET", "POST"])
@in_readers_language
@signed_in
def add_own() -> ResponseReturnValue:
    """Write down what one learned, with a proof."""
    return _write(oneself(), url_for("mine.show"), is_own=True)


@pages.route("/people/<int:person_id>/learning/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add(person_id: int) -> ResponseReturnValue:
    """Write down what someone learned; it counts at once."""
    person = get_person_by_id(person_id)
    return _write(person, frame_url("people.show", person_id=person_id), is_own=False)


@pages.get("/certificates/learning")
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """What people wrote down themselves, and nobody has looked at."""
    return render_template("evidence/learning.html", rows=unconfirmed(MOST))


@pages.post("/certificates/learning/<int:activity_id>/confirm")
@allow(*EDITORS)
def confirm_one(activity_id: int) -> ResponseReturnValue:
    """It is right: from now on it counts."""
    confirm(get_activity(activity_id).fact_id, _version(), desk())
    flash(_("Confirmed. It counts from now on."), "met")
    return go_to(frame_url("learning.index"))


@pages.route("/certificates/learning/<int:activity_id>/withdraw", methods=["GET", "POST"])
@allow(*EDITORS)
def withdraw_one(activity_id: int) -> ResponseReturnValue:
    """It never was."""
    row = get_activity(activity_id)
    form = ReasonForm(data={"seen": str(row.id)})
    if form.validate_on_submit():
        try:
            withdraw(
                activity_id,
                int(form.seen.data) if is_number(form.seen.data or "") else 0,
                form.reason.data,
                desk(),
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Withdrawn. It stays known that it was held true until now."), "met")
            return go_to(frame_url("people.show", person_id=row.person.id))
    page = render_template("evidence/withdraw_learned.html", form=form, row=row)
    return page, 422 if form.faults else 200


def _version() -> int:
    text = request.form.get("seen", "")
    return int(text) if is_number(text) else 0


def own_section(profile: Profile, asked: Asked) -> Section:
    """What someone learned, for their own page."""
    return Section("evidence/learned_of_mine.html", {"rows": activities_of(profile.id, asked.question.known)})


def person_section(profile: Profile, asked: Asked) -> Section:
    """What someone learned, for the page of a person."""
    return Section(
        "evidence/learned_of_person.html", {"rows": activities_of(profile.id, asked.question.known)}
    )
