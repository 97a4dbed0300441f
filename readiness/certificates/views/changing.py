"""The pages on which one certificate is added, renewed, corrected, revoked, reinstated or withdrawn."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates import actions
from readiness.certificates.actions import Desk, Seen
from readiness.certificates.forms import (
    AddCertificateForm,
    CertificateForm,
    CorrectCertificateForm,
    ReasonForm,
    RevokeForm,
)
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.known import KnownCertificate, known_certificate
from readiness.certificates.queries import held_by
from readiness.certificates.renewal import Taken, rule
from readiness.certificates.ruling_words import refusal_words, ruling_words
from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.asking import asked_today
from readiness.people.profile import profile
from readiness.web.access import EDITORS, actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url

pages = Blueprint("certificate", __name__)


def _desk() -> Desk:
    return Desk(actor(), frame().today, certificate_kinds())


def _present(certificate_id: int) -> KnownCertificate:
    """The certificate as it is now; one that was withdrawn cannot be changed any more."""
    certificate = known_certificate(certificate_id, asked_today(), certificate_kinds())
    if certificate.is_withdrawn:
        raise NotFound(_("This certificate was withdrawn. Add it anew if it is right after all."))
    return certificate


def _seen(certificate_id: int, form: Form) -> Seen:
    text = form["seen"].data or ""
    return Seen(certificate_id, int(text) if text.isascii() and text.isdigit() else 0)


def _try(
    form: Form, certificate_id: int, act: Callable[[], int | None], done: str
) -> ResponseReturnValue | None:
    """Act, and go to the certificate; None where it was refused, with the reasons in the form."""
    try:
        number = act()
    except ReadinessError as refused:
        form.refuse(refused)
        if isinstance(refused, Conflict):
            form["seen"].data = str(_present(certificate_id).version)
        return None
    flash(done)
    return redirect(frame_url("certificates.show", certificate_id=number or certificate_id))


def _page(template: str, form: Form, certificate: KnownCertificate, **more: str) -> ResponseReturnValue:
    page = render_template(f"certificates/{template}.html", form=form, certificate=certificate, **more)
    return page, 422 if form.faults else 200


@pages.route("/people/<int:person_id>/certificates/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add(person_id: int) -> ResponseReturnValue:
    """Add a certificate that someone holds."""
    person = profile(person_id, asked_today())
    form = AddCertificateForm(data={"kind": request.args.get("kind", "")})
    form.offer_kinds(certificate_kinds())
    if form.validate_on_submit():
        try:
            number = actions.add_certificate(person_id, form.kind.data, form.details(), _desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The certificate was added."))
            return redirect(frame_url("certificates.show", certificate_id=number))
    return render_template("certificates/add.html", form=form, person=person), 422 if form.faults else 200


@pages.route("/certificates/<int:certificate_id>/renew", methods=["GET", "POST"])
@allow(*EDITORS)
def renew(certificate_id: int) -> ResponseReturnValue:
    """Add the next period of a certificate."""
    certificate = _present(certificate_id)
    form = CertificateForm(data={"issuer": certificate.issuer, "seen": str(certificate.version)})
    form.fit([certificate.kind])
    if form.validate_on_submit():
        answer = _try(
            form,
            certificate_id,
            lambda: actions.renew_certificate(_seen(certificate_id, form), form.details(), _desk()),
            _("The certificate was renewed. This is the new period."),
        )
        if answer is not None:
            return answer
    return _page("renew", form, certificate, today=_if_renewed_today(certificate))


def _if_renewed_today(certificate: KnownCertificate) -> str:
    """Until when it would count, if it was renewed today and no day was printed."""
    kinds, today = certificate_kinds(), frame().today
    held = held_by([certificate.person_id], kinds.counting_as(certificate.kind.code))[certificate.person_id]
    ruling = rule(certificate.kind, Taken(today), held)
    return refusal_words(ruling, certificate.kind).partition(": ")[2] or ruling_words(ruling)


@pages.route("/certificates/<int:certificate_id>/correct", methods=["GET", "POST"])
@allow(*EDITORS)
def correct(certificate_id: int) -> ResponseReturnValue:
    """Record what the certificate really says."""
    certificate = _present(certificate_id)
    form = CorrectCertificateForm(
        data={
            "issued_on": certificate.issued_on,
            "expires_on": certificate.expires_on,
            "is_endless": certificate.expires_on is None,
            "issuer": certificate.issuer,
            "number": certificate.number,
            "course": certificate.course,
            "seen": str(certificate.version),
        }
    )
    form.fit([certificate.kind])
    if form.validate_on_submit():
        answer = _try(
            form,
            certificate_id,
            lambda: actions.correct_certificate(
                _seen(certificate_id, form), form.details(), form.reason.data, _desk()
            ),
            _("Corrected. What was known before stays known as such."),
        )
        if answer is not None:
            return answer
    return _page("correct", form, certificate)


@pages.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@allow(*EDITORS)
def revoke(certificate_id: int) -> ResponseReturnValue:
    """The certificate counts no more from a day on."""
    certificate = _present(certificate_id)
    form = RevokeForm(data={"revoked_on": frame().today, "seen": str(certificate.version)})
    if form.validate_on_submit():
        answer = _try(
            form,
            certificate_id,
            lambda: actions.revoke_certificates(
                [_seen(certificate_id, form)], form.revoked_on.data, form.reason.data, actor()
            ),
            _("The certificate was revoked."),
        )
        if answer is not None:
            return answer
    return _page("revoke", form, certificate)


@pages.route("/certificates/<int:certificate_id>/reinstate", methods=["GET", "POST"])
@allow(*EDITORS)
def reinstate(certificate_id: int) -> ResponseReturnValue:
    """The certificate was revoked by mistake."""
    certificate = _present(certificate_id)
    form = ReasonForm(data={"seen": str(certificate.version)})
    if form.validate_on_submit():
        answer = _try(
            form,
            certificate_id,
            lambda: actions.reinstate_certificate(_seen(certificate_id, form), form.reason.data, actor()),
            _("The certificate counts again."),
        )
        if answer is not None:
            return answer
    return _page("reinstate", form, certificate)


@pages.route("/certificates/<int:certificate_id>/withdraw", methods=["GET", "POST"])
@allow(*EDITORS)
def withdraw(certificate_id: int) -> ResponseReturnValue:
    """The certificate was entered by mistake: it never was."""
    certificate = _present(certificate_id)
    form = ReasonForm(data={"seen": str(certificate.version)})
    if form.validate_on_submit():
        answer = _try(
            form,
            certificate_id,
            lambda: actions.withdraw_certificate(_seen(certificate_id, form), form.reason.data, actor()),
            _("Withdrawn. It stays known that it was held true until now."),
        )
        if answer is not None:
            return answer
    return _page("withdraw", form, certificate)
