"""The page that a link from a message opens: someone sends in their proof without signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.queries import find_certificate
from readiness.evidence import actions
from readiness.evidence.actions import Desk, Sent
from readiness.evidence.asking import room, with_faults
from readiness.evidence.forms import SendForm, seen_in
from readiness.evidence.keeping import keep
from readiness.evidence.messages import PURPOSE
from readiness.evidence.queries import Submission, find_submission
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.notices import links
from readiness.notices.links import FoundLink
from readiness.people.models import Person
from readiness.people.queries import get_person_by_id
from readiness.web.access import public
from readiness.web.requests import takes_file_by_link
from readiness.web.settings import in_readers_language, installation, settings

pages = Blueprint("tapped_proof", __name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: whose it is, and what is known already of what they are to send in."""

    link: FoundLink
    person: Person
    values: dict[str, Any]
    before: Submission | None = None


def _opened(tap_token: str, now: datetime) -> Opened:
    """What the link opens; raises NotFound in the same words whatever is wrong with it."""
    link = links.find(tap_token, now, links.signing_key(installation()))
    if link.opens.purpose != PURPOSE:
        raise links.gone()
    person = get_person_by_id(link.opens.person)
    what, _colon, name = link.opens.subject.partition(":")
    if what == "submission":
        before = find_submission(int(name), person.id)
        if before is None or not before.state.is_open:
            raise links.gone()
        return Opened(link, person, _values_of(before), before)
    if what == "certificate":
        held = find_certificate(int(name))
        return Opened(link, person, {"kind": held.kind if held else ""})
    return Opened(link, person, {"kind": name})


def _values_of(before: Submission) -> dict[str, Any]:
    names = ("kind", "issued_on", "expires_on", "issuer", "number")
    return {**{name: getattr(before, name) for name in names}, "seen": str(before.version)}


@pages.route("/proof/<tap_token>", methods=["GET", "POST"])
@takes_file_by_link
@in_readers_language
@public
def tapped(tap_token: str) -> ResponseReturnValue:
    """Send in a certificate: the link says whose it is. It is used up by that, and by nothing else."""
    now = clock.now()
    opened = _opened(tap_token, now)  # before anything of what was sent is read
    current_app.extensions["csrf"].protect()
    form = SendForm(data=opened.values)
    form.offer_kinds(certificate_kinds())
    if form.validate_on_submit():
        try:
            _send(form, opened, now)
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return render_template("evidence/tapped.html", name=opened.person.given_name)
    page = render_template(
        "evidence/tap.html", form=form, before=opened.before, name=opened.person.given_name
    )
    return with_faults(page, form)


def _send(form: SendForm, opened: Opened, now: datetime) -> None:
    person = opened.person
    desk = Desk(
        person.email or person.staff_number,
        now,
        clock.today(settings().time_zone),
        certificate_kinds(),
        person.id,
        way="link",
        link=opened.link,
        time_zone=settings().time_zone,
    )
    content = form.content()
    sent = Sent(form.kind.data, form.details(), keep(content, room()) if content is not None else None)
    if opened.before is None:
        actions.send(person, sent, desk)
    else:
        actions.send_again(seen_in(form, opened.before.id), sent, desk)
