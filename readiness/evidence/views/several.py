"""The pages on which several certificates are renewed, proved or approved at once, looked at before; and undone."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.actions import Desk as CertificateDesk
from readiness.certificates.batches import TITLES, BatchKind
from readiness.certificates.choosing import seen_in
from readiness.certificates.forms import CertificateForm
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.known import KnownCertificate, known_certificates
from readiness.certificates.queries import find_same, get_batch, held_by, latest_batches, touched_in
from readiness.certificates.renewal import Taken, rule
from readiness.certificates.ruling_words import ruling_words
from readiness.certificates.several import renew_certificates, renewals
from readiness.evidence.actions import Seen
from readiness.evidence.asking import desk, go_to, room, with_faults
from readiness.evidence.forms import AttachForm, SeenForm
from readiness.evidence.keeping import keep
from readiness.evidence.queries import Submission, submission
from readiness.evidence.several import approve_all, attach_all, undo_batch
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.asking import asked_today
from readiness.web.access import EDITORS, actor, allow
from readiness.web.frame import frame, frame_url

pages = Blueprint("several_proofs", __name__)

SHOWN = 100


def _chosen() -> list[KnownCertificate]:
    numbers = [each.certificate_id for each in seen_in(request.form.getlist("chosen"))]
    return known_certificates(numbers, asked_today(), certificate_kinds())


@pages.post("/certificates/renew")
@allow(*EDITORS)
def renew() -> ResponseReturnValue:
    """Look at what renewing all that was chosen would bring, then do it: all, or none."""
    chosen, kinds = _chosen(), certificate_kinds()
    is_sent = "issued_on" in request.form
    form = CertificateForm(request.form if is_sent else None, data={"issued_on": frame().today})
    form.fit([each.kind for each in chosen])
    del form.number  # it differs from one to the other
    if is_sent and form.validate() and "renew" in request.form:
        try:
            renew_certificates(
                seen_in(request.form.getlist("chosen")),
                form.details(),
                CertificateDesk(actor(), frame().today, kinds),
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("%(count)s renewed. It can be undone as a whole, below.", count=len(chosen)), "met")
            return redirect(frame_url("several_proofs.batches"))
    changes = list(renewals(chosen, form.details(), kinds))
    page = render_template("evidence/renew_chosen.html", form=form, changes=changes)
    return page, 422 if form.faults else 200


@pages.post("/certificates/attach")
@allow(*EDITORS)
def attach() -> ResponseReturnValue:
    """Put one file to all that was chosen: to all, or to none."""
    chosen, form = _chosen(), AttachForm()
    if "attach" in request.form and form.validate():
        content = form.content()
        try:
            if content is None:
                raise InvalidInput("file: " + _("Take a picture of the certificate, or choose a file."))
            attach_all(seen_in(request.form.getlist("chosen")), keep(content, room()), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The proof is kept with all of them. It can be undone as a whole, below."), "met")
            return go_to(frame_url("several_proofs.batches"))
    return with_faults(render_template("evidence/attach_chosen.html", form=form, chosen=chosen), form)


@pages.post("/certificates/proof/approve")
@allow(*EDITORS)
def approve() -> ResponseReturnValue:
    """Look at what approving all that was chosen would record, then do it: all, or none."""
    seen = _seen_submissions()
    form = SeenForm()
    if "approve" in request.form and form.validate():
        try:
            approve_all(seen, desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("%(count)s approved. It can be undone as a whole, below.", count=len(seen)), "met")
            return redirect(frame_url("several_proofs.batches"))
    rows = [_would_become(submission(each.submission_id)) for each in seen]
    chosen = [f"{each.submission_id}.{each.version}" for each in seen]
    page = render_template(
        "evidence/approve_chosen.html", form=form, rows=rows, chosen=chosen, kinds=certificate_kinds()
    )
    return page, 422 if form.faults else 200


def _seen_submissions() -> list[Seen]:
    return [Seen(each.certificate_id, each.version) for each in seen_in(request.form.getlist("chosen"))]


def _would_become(sent: Submission) -> tuple[Submission, str]:
    """What approving would record of something, in words."""
    same = find_same(sent.person_id, sent.kind, sent.issued_on, sent.number)
    if same is not None:
        return sent, _("proof of the one that is recorded")
    kinds = certificate_kinds()
    kind = kinds.known(sent.kind)
    held = held_by([sent.person_id], kinds.counting_as(sent.kind))[sent.person_id]
    return sent, ruling_words(rule(kind, Taken(sent.issued_on, sent.expires_on), held))


@pages.get("/certificates/batches")
@allow(*EDITORS)
def batches() -> ResponseReturnValue:
    """What was done with several certificates at once, the latest first."""
    titles = {kind.value: _(title) for kind, title in TITLES.items()}
    return render_template("evidence/batches.html", batches=latest_batches(SHOWN), titles=titles)


@pages.route("/certificates/batches/<int:certificate_batch_id>/undo", methods=["GET", "POST"])
@allow(*EDITORS)
def undo(certificate_batch_id: int) -> ResponseReturnValue:
    """Look at what a batch did, and take all of it back."""
    batch, form = get_batch(certificate_batch_id), SeenForm()
    if form.validate_on_submit():
        try:
            undo_batch(certificate_batch_id, desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(
                ngettext(
                    "One certificate is as it was before.",
                    "%(count)s certificates are as they were before.",
                    batch.count,
                ),
                "met",
            )
            return redirect(frame_url("several_proofs.batches"))
    touched = known_certificates(touched_in(batch.change), asked_today(), certificate_kinds())
    page = render_template(
        "evidence/undo_batch.html",
        form=form,
        batch=batch,
        touched=touched,
        title=_(TITLES[BatchKind(batch.what)]),
    )
    return page, 422 if form.faults else 200
