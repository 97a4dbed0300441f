"""The pages of settings: what the organisation says of itself, its certificate kinds, and the words of the field."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.certificates.kind_actions import add_kind, change_kind, remove_kind, retire_kind, uses_of
from readiness.certificates.kinds import certificate_counts, certificate_kinds, is_shipped, own_codes
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.settings import OWN_SETTINGS, stored, stored_faults
from readiness.foundation.words import gettext as _
from readiness.foundation.zones import time_zones
from readiness.settings.actions import settle
from readiness.settings.forms import AddKindForm, OwnKindForm, SettingsForm, ShippedKindForm
from readiness.standards.certificate_kinds import CertificateKind
from readiness.web.access import EDITORS, READERS, Role, actor, allow, signed_in
from readiness.web.frame import frame_url
from readiness.web.glossary import GLOSSARY
from readiness.web.settings import forget_settings, installation

pages = Blueprint("settings", __name__)


@pages.route("/settings/general", methods=["GET", "POST"])
@allow(Role.HR, Role.ADMIN)
def general() -> ResponseReturnValue:
    """What the organisation says of itself, in the place of what the installation says."""
    form = SettingsForm(data={key: stored(key) for key in OWN_SETTINGS})
    if form.validate_on_submit():
        try:
            has_changed = settle(installation(), form.values(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            forget_settings()
            flash(_("Saved.") if has_changed else _("Nothing was changed."))
            return redirect(frame_url("settings.general"))
    elif not form.is_submitted():
        for fault in stored_faults(installation()):
            flash(fault, "gap")
    form.tell_given(installation())
    page = render_template("settings/general.html", form=form, zones=sorted(time_zones()))
    return page, 422 if form.faults else 200


@pages.get("/settings/kinds")
@allow(*READERS)
def kinds() -> str:
    """Every certificate kind: how long it counts, when it is due, whose words these are."""
    return render_template(
        "settings/kinds.html",
        kinds=certificate_kinds().by_code.values(),
        own=own_codes(),
        is_shipped=is_shipped,
        counts=certificate_counts(),
    )


def _kind(code: str) -> CertificateKind:
    kinds = certificate_kinds()
    if code not in kinds:
        raise NotFound(_("There is no certificate kind ‘%(code)s’.", code=code))
    return kinds[code]


@pages.route("/settings/add-kind", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Add a certificate kind of the organisation's own."""
    form = AddKindForm(data={"renewal_days": 60, "grace_days": 0})
    form.offer(certificate_kinds())
    if form.validate_on_submit():
        try:
            add_kind(form.code.data.strip(), form.content(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("‘%(title)s’ was added.", title=form.title.data))
            return redirect(frame_url("settings.kinds"))
    return render_template("settings/add_kind.html", form=form), 422 if form.faults else 200


@pages.route("/settings/kinds/<kind_code>", methods=["GET", "POST"])
@allow(*EDITORS)
def kind(kind_code: str) -> ResponseReturnValue:
    """One kind: change it from now on, retire it, or remove what is the organisation's own in it."""
    present = _kind(kind_code)
    form: Any = ShippedKindForm() if is_shipped(kind_code) else OwnKindForm()
    form.offer(certificate_kinds(), kind_code)
    if form.validate_on_submit():
        try:
            change_kind(kind_code, form.content(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. Certificates that are recorded already count as long as they did."))
            return redirect(frame_url("settings.kinds"))
    elif not form.is_submitted():
        form.fill(present)
    page = render_template(
        "settings/kind.html",
        form=form,
        kind=present,
        is_shipped=is_shipped(kind_code),
        is_own=kind_code in own_codes(),
        uses=list(uses_of(kind_code)),
    )
    return page, 422 if form.faults else 200


@pages.post("/settings/kinds/<kind_code>/retire")
@allow(*EDITORS)
def retire(kind_code: str) -> ResponseReturnValue:
    """Offer a kind no longer for anything new, or offer it again."""
    present = _kind(kind_code)
    retire_kind(kind_code, is_retired=not present.is_retired, actor=actor())
    flash(_("It is offered again.") if present.is_retired else _("It is no longer offered for anything new."))
    return redirect(frame_url("settings.kind", kind_code=kind_code))


@pages.post("/settings/kinds/<kind_code>/remove")
@allow(*EDITORS)
def remove(kind_code: str) -> ResponseReturnValue:
    """Remove an own kind that nothing speaks of, or give a shipped one its own terms back."""
    _kind(kind_code)
    if kind_code not in own_codes():
        flash(_("Nothing of your own is kept for it; nothing was changed."))
        return redirect(frame_url("settings.kind", kind_code=kind_code))
    remove_kind(kind_code, actor())
    flash(_("It is as it came with this release.") if is_shipped(kind_code) else _("Removed."))
    return redirect(frame_url("settings.kinds"))


@pages.get("/help/words")
@signed_in
def words() -> str:
    """The words of the field, each explained in a sentence or two."""
    return render_template("settings/words.html", glossary=GLOSSARY)
