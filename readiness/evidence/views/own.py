"""The pages on which someone sends in a certificate, and sees where it stands."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.evidence import actions
from readiness.evidence.actions import Sent
from readiness.evidence.asking import desk, go_to, oneself, room, with_faults
from readiness.evidence.forms import SeenForm, SendForm, seen_in
from readiness.evidence.keeping import Kept, keep
from readiness.evidence.queries import Submission, submission, submissions_of
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.profile import Profile
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.web.access import signed_in
from readiness.web.settings import in_readers_language

pages = Blueprint("own_proof", __name__)


def _sent(form: SendForm) -> Sent:
    content = form.content()
    kept: Kept | None = keep(content, room()) if content is not None else None
    return Sent(form.kind.data, form.details(), kept)


@pages.route("/mine/proof/add", methods=["GET", "POST"])
@in_readers_language
@signed_in
def add() -> ResponseReturnValue:
    """Send in a certificate with its proof."""
    person = oneself()
    form = SendForm(data={"kind": request.args.get("kind", "")})
    form.offer_kinds(certificate_kinds())
    if form.validate_on_submit():
        try:
            number = actions.send(person, _sent(form), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Sent in. You see here where it stands."), "met")
            return go_to(url_for("own_proof.show", own_submission_id=number))
    return with_faults(render_template("evidence/send.html", form=form, before=None), form)


@pages.get("/mine/proof/<int:own_submission_id>")
@in_readers_language
@signed_in
def show(own_submission_id: int) -> ResponseReturnValue:
    """Where something that one sent in stands."""
    found = submission(own_submission_id, oneself().id)
    return render_template("evidence/own.html", sent=found, kinds=certificate_kinds())


@pages.route("/mine/proof/<int:own_submission_id>/again", methods=["GET", "POST"])
@in_readers_language
@signed_in
def again(own_submission_id: int) -> ResponseReturnValue:
    """Mend what is on its way, and send it in anew."""
    before = submission(own_submission_id, oneself().id)
    _check_open(before)
    form = SendForm(
        data={
            "kind": before.kind,
            "issued_on": before.issued_on,
            "expires_on": before.expires_on,
            "issuer": before.issuer,
            "number": before.number,
            "seen": str(before.version),
        }
    )
    form.offer_kinds(certificate_kinds())
    if form.validate_on_submit():
        try:
            actions.send_again(seen_in(form, before.id), _sent(form), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Sent in again."), "met")
            return go_to(url_for("own_proof.show", own_submission_id=before.id))
    return with_faults(render_template("evidence/send.html", form=form, before=before), form)


@pages.post("/mine/proof/<int:own_submission_id>/withdraw")
@signed_in
def withdraw(own_submission_id: int) -> ResponseReturnValue:
    """Take back what one sent in."""
    found = submission(own_submission_id, oneself().id)
    actions.withdraw(seen_in(SeenForm(), found.id), desk())
    flash(_("Withdrawn. Its file is removed."), "met")
    return go_to(url_for("mine.show"))


def _check_open(found: Submission) -> None:
    if not found.state.is_open:
        raise Conflict(_("Nothing can be changed in it any more."))


def own_section(profile: Profile, _asked: Asked) -> Section:
    """What someone sent in, for their own page."""
    return Section(
        "evidence/of_mine.html", {"sent": submissions_of(profile.id, 10), "kinds": certificate_kinds()}
    )
