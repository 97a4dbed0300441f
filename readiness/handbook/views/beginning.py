"""The workroom's pages of a protocol that is not whole yet: beginning one, writing its parts, giving it up."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.handbook.offering import LANGUAGE_NAMES, offered
from readiness.protocols.beginning import (
    ABOUT,
    PARTS,
    Part,
    begin,
    called,
    discard,
    missing_parts,
    write_part,
)
from readiness.protocols.forms import AboutForm, BeginForm, TextForm
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import get_begun
from readiness.standards.protocols import ProtocolAbout, ProtocolText
from readiness.standards.reading import HARDEST
from readiness.web.access import HANDBOOK_EDITORS, actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame_url

pages = Blueprint("begun", __name__)


@pages.route("/handbook/add-protocol", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def add() -> ResponseReturnValue:
    """Begin a protocol of one's own: its address first."""
    form = BeginForm()
    if form.validate_on_submit():
        slug = form.slug.data.strip()
        try:
            begin(slug, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Begun. Write its three parts; then it is a draft like every other."))
            return redirect(frame_url("begun.write", begun_slug=slug, part=PARTS[0]))
    return render_template("handbook_editing/begin.html", form=form), 422 if form.faults else 200


@pages.route("/handbook/begun/<begun_slug>/<part>", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def write(begun_slug: str, part: str) -> ResponseReturnValue:
    """Write a part: what holds in all languages, or the text in one."""
    if part not in PARTS:
        raise NotFound(_("A protocol has no part ‘%(part)s’.", part=part))
    latest = get_begun(begun_slug)
    form = _form(latest, part)
    if form.is_submitted() and form.is_in_order():
        answer = _write(begun_slug, part, form)
        if answer is not None:
            return answer
    grades = {"grades": form.grades(part)} if isinstance(form, TextForm) else {}
    page = render_template(
        "handbook_editing/edit_about.html" if part == ABOUT else "handbook_editing/edit_text.html",
        form=form,
        latest=latest,
        situation=called(latest),
        part=part,
        names=LANGUAGE_NAMES,
        hardest=HARDEST,
        missing=missing_parts(latest.body),
        **grades,
    )
    return page, 422 if form.faults else 200


def _form(latest: ProtocolRevision, part: str) -> AboutForm | TextForm:
    """The form of a part as it is kept, or of one that is yet to be written."""
    body, number = latest.body, latest.number
    is_blank = part in missing_parts(body)
    if part != ABOUT:
        text = None if is_blank else ProtocolText.model_validate(body[part])
        return TextForm.of(text, number) if text else TextForm.blank(number)
    kept = {name: body[name] for name in ProtocolAbout.model_fields if name in body}
    form = AboutForm.blank(number) if is_blank else AboutForm.of(ProtocolAbout.model_validate(kept), number)
    form.offer(offered(latest.slug))
    return form


def _write(slug: str, part: str, form: AboutForm | TextForm) -> ResponseReturnValue | None:
    """Keep a part; None where it was refused, with the reasons in the form."""
    values: Any = form.values()
    kept: Part = (
        ProtocolAbout.model_validate(values) if part == ABOUT else {part: ProtocolText.model_validate(values)}
    )
    try:
        is_whole = write_part(slug, form.seen_number, kept, actor())
    except ReadinessError as refused:
        form.refuse(refused)
        if isinstance(refused, Conflict):
            form.seen.data = str(get_begun(slug).number)
        return None
    if is_whole:
        flash(_("It is whole now, and a draft. Read it, then send it for review."))
        return redirect(frame_url("protocols.show", slug=slug))
    flash(_("Kept. Go on with the next part."))
    return redirect(frame_url("begun.write", begun_slug=slug, part=missing_parts(get_begun(slug).body)[0]))


@pages.route("/handbook/discard-begun/<begun_slug>", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def give_up(begun_slug: str) -> ResponseReturnValue:
    """Give up a protocol that is not whole yet."""
    latest, form = get_begun(begun_slug), Form()
    if form.validate_on_submit():
        discard(begun_slug, actor())
        flash(_("Given up. Its address is free again."))
        return redirect(frame_url("handbook.index"))
    return render_template(
        "handbook_editing/discard.html", form=form, latest=latest, situation=called(latest)
    )
