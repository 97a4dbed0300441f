"""What is done with a revision of a protocol, each with a press: reviewing, approving, signing, acknowledging."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.protocols import actions, signing
from readiness.protocols.forms import ApproveAllForm, ClinicianForm, ReasonForm
from readiness.protocols.queries import get_latest, get_revision, protocol_of, published_number, waiting_for
from readiness.protocols.readers import readers_of
from readiness.web.access import HANDBOOK_EDITORS, Role, actor, allow, current_account, signed_in
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url, question
from readiness.web.requests import is_number

pages = Blueprint("reviews", __name__)


def _seen() -> int:
    """The number of the revision that the page showed."""
    text = request.form.get("seen", "")
    if not is_number(text):
        raise InvalidInput(_("This page does not know which revision was meant. Look at the protocol again."))
    return int(text)


def _do(slug: str, act: Callable[[], object], done: str) -> ResponseReturnValue:
    """Do it, say so, and go back to the protocol; a refusal is said there too."""
    try:
        act()
    except ReadinessError as refused:
        for problem in refused.problems:
            flash(problem, "gap")
    else:
        flash(done)
    return redirect(frame_url("protocols.show", slug=slug))


def _with_form(
    slug: str, form: Form, act: Callable[[], object], template: str, done: str
) -> ResponseReturnValue:
    """The same for what asks something first."""
    if form.validate_on_submit():
        try:
            act()
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(done)
            return redirect(frame_url("protocols.show", slug=slug))
    latest = get_latest(slug)
    page = render_template(
        f"handbook_editing/{template}.html",
        form=form,
        latest=latest,
        slug=slug,
        situation=protocol_of(latest).en.situation,
    )
    return page, 422 if form.faults else 200


@pages.post("/handbook/protocols/<slug>/send")
@allow(*HANDBOOK_EDITORS)
def send(slug: str) -> ResponseReturnValue:
    """Send a draft for review."""
    get_latest(slug)
    return _do(
        slug,
        lambda: actions.send_for_review(slug, _seen(), actor()),
        _("Sent for review. Somebody else approves it, or sends it back."),
    )


@pages.post("/handbook/protocols/<slug>/approve")
@allow(*HANDBOOK_EDITORS)
def approve(slug: str) -> ResponseReturnValue:
    """Approve the revision that was looked at."""
    get_latest(slug)
    return _do(
        slug,
        lambda: actions.approve_seen(slug, _seen(), actor()),
        _("Approved. It is shown once the handbook is published."),
    )


@pages.route("/handbook/approve", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def approve_all() -> ResponseReturnValue:
    """Approve at once what waits and was written by others; each is ticked by whoever has read it."""
    waiting = waiting_for(actor())
    form = ApproveAllForm()
    form.seen.choices = {f"{each.slug} {each.number}": protocol_of(each).en.situation for each in waiting}
    if form.validate_on_submit():
        try:
            approved = actions.approve_all_seen([_slug_and_number(each) for each in form.seen.data], actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(ngettext("One protocol is approved.", "%(count)s protocols are approved.", approved))
            return redirect(frame_url("handbook.index"))
    page = render_template("handbook_editing/approve_all.html", form=form, waiting=waiting)
    return page, 422 if form.faults else 200


def _slug_and_number(chosen: str) -> tuple[str, int]:
    slug, _space, number = chosen.partition(" ")
    return slug, int(number)


@pages.route("/handbook/protocols/<slug>/send-back", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def send_back(slug: str) -> ResponseReturnValue:
    """Send a revision back to its author, with the reason."""
    form = ReasonForm(data={"seen": str(get_latest(slug).number)})
    return _with_form(
        slug,
        form,
        lambda: actions.send_back(slug, _seen(), form.reason.data, actor()),
        "send_back",
        _("Sent back. It is a draft again."),
    )


@pages.route("/handbook/protocols/<slug>/retire", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def retire(slug: str) -> ResponseReturnValue:
    """Take a protocol out of the handbook, with the reason."""
    form = ReasonForm(data={"seen": str(get_latest(slug).number)})
    return _with_form(
        slug,
        form,
        lambda: actions.retire(slug, _seen(), form.reason.data, actor()),
        "retire",
        _("Retired. It leaves the handbook when that is published."),
    )


@pages.post("/handbook/protocols/<slug>/holds")
@allow(*HANDBOOK_EDITORS)
def holds(slug: str) -> ResponseReturnValue:
    """Sign that the revision in use was read, and still holds."""
    get_latest(slug)
    return _do(
        slug,
        lambda: signing.sign_that_it_holds(slug, _seen(), frame().today, actor()),
        _("Signed. The next review is counted from today."),
    )


@pages.route("/handbook/protocols/<slug>/revisions/<int:number>/clinician", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def clinician(slug: str, number: int) -> ResponseReturnValue:
    """Say which clinician read a revision, and when."""
    get_revision(slug, number)
    form = ClinicianForm(data={"reviewed_on": frame().today})
    return _with_form(
        slug,
        form,
        lambda: signing.sign_for_clinician(
            slug,
            number,
            form.reviewer.data,
            form.reviewed_on.data,
            today=frame().today,
            actor=actor(),
        ),
        "clinician",
        _("Kept. The page says so once the handbook is published."),
    )


@pages.route("/handbook/protocols/<slug>/revisions/<int:number>/withdraw-clinician", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def withdraw_clinician(slug: str, number: int) -> ResponseReturnValue:
    """Take back that a clinician read a revision."""
    get_revision(slug, number)
    form = ReasonForm()
    return _with_form(
        slug,
        form,
        lambda: signing.withdraw_clinician(slug, number, form.reason.data, actor()),
        "withdraw_clinician",
        _("Taken back. The page says so once the handbook is published."),
    )


@pages.post("/handbook/protocols/<slug>/acknowledge")
@signed_in
def acknowledge(slug: str) -> ResponseReturnValue:
    """Say that one has read the published revision."""
    get_latest(slug)
    return _do(
        slug,
        lambda: signing.acknowledge(slug, _seen(), current_account().id, frame().today, actor()),
        _("Thank you. It is on record that you have read it."),
    )


@pages.get("/handbook/protocols/<slug>/readers")
@allow(Role.HR, Role.AUDITOR, Role.ADMIN)
def readers(slug: str) -> str:
    """Who has read the published revision, or another, and who has not; on any day, by what was known then."""
    latest, text = get_latest(slug), request.args.get("revision", "")
    if text and not is_number(text):
        raise NotFound(_("‘%(text)s’ is no number of a revision.", text=text))
    number = get_revision(slug, int(text)).number if text else published_number(slug)
    return render_template(
        "handbook_editing/readers.html",
        slug=slug,
        situation=protocol_of(latest).en.situation,
        number=number,
        readers=readers_of(slug, number, question(), frame().known_at or clock.now()) if number else [],
    )
