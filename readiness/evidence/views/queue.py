"""The pages on which what was sent in is looked at: approved, corrected or sent back."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.known import KnownCertificate, known_certificate
from readiness.certificates.queries import find_same
from readiness.evidence import actions
from readiness.evidence.actions import Sent
from readiness.evidence.asking import desk, go_to, room, with_faults
from readiness.evidence.forms import AttachForm, ConfirmForm, ReturnForm, seen_in
from readiness.evidence.keeping import keep
from readiness.evidence.queries import Submission, proof_of, submission, submissions_in, waiting_count
from readiness.evidence.states import State
from readiness.evidence.views.files import LOOKERS
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import Knowledge
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.asking import asked_today
from readiness.people.sections import Section
from readiness.web.access import EDITORS, allow, current_account
from readiness.web.frame import frame_url
from readiness.web.once import until_changed

pages = Blueprint("proof", __name__)

MOST = 200
TABS = {
    State.SENT: msgid("To look at"),
    State.RETURNED: msgid("Sent back"),
    State.APPROVED: msgid("Approved"),
    State.WITHDRAWN: msgid("Withdrawn"),
}


@pages.get("/certificates/proof")
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """What people sent in: what waits for somebody, the longest wait first; and what became of the rest."""
    chosen = request.args.get("state", State.SENT)
    state = State(chosen) if chosen in set(State) else State.SENT
    rows = submissions_in(state, MOST)
    return render_template(
        "evidence/queue.html", rows=rows, state=state, tabs=TABS, kinds=certificate_kinds()
    )


@pages.get("/certificates/proof/<int:submission_id>")
@allow(*EDITORS)
def show(submission_id: int) -> ResponseReturnValue:
    """One of them: the proof beside what was read from it."""
    found = submission(submission_id)
    return _page(found, _confirm_form(found), ReturnForm(prefix="back", data={"seen": str(found.version)}))


def _confirm_form(found: Submission, *, as_shown: bool = False) -> ConfirmForm:
    """The form of what is confirmed; `as_shown`: whatever the other form of the page brings."""
    filled = {
        "kind": found.kind,
        "issued_on": found.issued_on,
        "expires_on": found.expires_on,
        "issuer": found.issuer,
        "number": found.number,
        "seen": str(found.version),
    }
    form = ConfirmForm(None, data=filled) if as_shown else ConfirmForm(data=filled)
    form.offer_kinds(certificate_kinds())
    return form


def _page(found: Submission, form: ConfirmForm, back: ReturnForm) -> ResponseReturnValue:
    same = find_same(found.person_id, found.kind, found.issued_on, found.number)
    page = render_template(
        "evidence/look.html",
        sent=found,
        kinds=certificate_kinds(),
        form=form if form.faults or not back.faults else back,
        confirm=form,
        back=back,
        same=same.fact_id if same is not None and found.state is State.SENT else None,
        is_own=found.person_id == current_account().person_id,
    )
    return page, 422 if form.faults or back.faults else 200


@pages.post("/certificates/proof/<int:submission_id>/approve")
@allow(*EDITORS)
def approve(submission_id: int) -> ResponseReturnValue:
    """What was sent in is right, as it is confirmed."""
    found = submission(submission_id)
    form = _confirm_form(found)
    if form.validate():
        try:
            actions.approve(seen_in(form, found.id), Sent(form.kind.data, form.details()), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Approved. The certificate of %(name)s is recorded.", name=found.name), "met")
            return _next()
    return _page(found, form, ReturnForm(None, prefix="back", data={"seen": str(found.version)}))


@pages.post("/certificates/proof/<int:submission_id>/return")
@allow(*EDITORS)
def send_back(submission_id: int) -> ResponseReturnValue:
    """What was sent in goes back, with a word."""
    found = submission(submission_id)
    back = ReturnForm(prefix="back", data={"seen": str(found.version)})
    if back.validate():
        try:
            actions.send_back(seen_in(back, found.id), back.word.data, desk())
        except ReadinessError as refused:
            back.refuse(refused)
        else:
            flash(_("Sent back to %(name)s with your word.", name=found.name), "met")
            return _next()
    return _page(found, _confirm_form(found, as_shown=True), back)


def _next() -> ResponseReturnValue:
    """On to what waits next, or to the list where nothing does."""
    for waiting in submissions_in(State.SENT, MOST):
        if waiting.person_id != current_account().person_id:
            return redirect(frame_url("proof.show", submission_id=waiting.id))
    return redirect(frame_url("proof.index"))


@pages.route("/certificates/<int:certificate_id>/proof", methods=["GET", "POST"])
@allow(*EDITORS)
def attach(certificate_id: int) -> ResponseReturnValue:
    """Put a file to a certificate as its proof."""
    certificate = known_certificate(certificate_id, asked_today(), certificate_kinds())
    form = AttachForm()
    if form.validate_on_submit():
        content = form.content()
        try:
            if content is None:
                form.file.errors = [_("Take a picture of the certificate, or choose a file.")]
            else:
                actions.attach(certificate_id, keep(content, room()), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        if not form.faults:
            flash(_("The proof is kept with the certificate."), "met")
            return go_to(frame_url("certificates.show", certificate_id=certificate_id))
    return with_faults(render_template("evidence/attach.html", form=form, certificate=certificate), form)


def certificate_section(certificate: KnownCertificate, knowledge: Knowledge) -> Section:
    """The files that prove a certificate, for its page."""
    values = {"files": proof_of(certificate.id, knowledge), "may_open": current_account().role in LOOKERS}
    return Section("evidence/of_certificate.html", values)


def needs_someone() -> int:
    """How many wait for whoever may look at them, for the rail."""
    return until_changed("proof", waiting_count) if current_account().role in EDITORS else 0
