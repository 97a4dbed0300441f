"""The page on which the same certificate is added of several people at once."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.actions import Desk, add_certificates
from readiness.certificates.forms import AddSeveralForm
from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.queries import people_by_ids
from readiness.web.access import EDITORS, actor, allow
from readiness.web.frame import frame, frame_url
from readiness.web.requests import is_number

pages = Blueprint("several_certificates", __name__)

MOST_AT_ONCE = 500


@pages.post("/certificates/add")
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Look at who was chosen, then add the same certificate of all of them: all, or none."""
    people = people_by_ids(_chosen(request.form.getlist("chosen")))
    is_sent = "issued_on" in request.form
    form = AddSeveralForm(request.form if is_sent else None, data={"kind": request.args.get("kind", "")})
    kinds = certificate_kinds()
    form.offer_kinds(kinds)
    if is_sent and form.validate():
        try:
            add_certificates(people, form.kind.data, form.details(), Desk(actor(), frame().today, kinds))
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(
                ngettext(
                    "A certificate of one person was added.",
                    "A certificate of each of %(count)s people was added.",
                    len(people),
                )
            )
            return redirect(frame_url("certificates.index", kind=form.kind.data))
    page = render_template("certificates/add_several.html", form=form, people=people)
    return page, 422 if form.faults else 200


def _chosen(texts: list[str]) -> list[int]:
    """The numbers of those who were picked in the list of people."""
    if not texts:
        raise InvalidInput(_("Choose at least one person in the list, then add the certificate."))
    if len(texts) > MOST_AT_ONCE:
        raise InvalidInput(_("At most %(most)s certificates are added at once.", most=MOST_AT_ONCE))
    if not all(is_number(text) for text in texts):
        raise InvalidInput(_("This page does not know who was chosen. Choose again in the list."))
    return [int(text) for text in dict.fromkeys(texts)]
