"""The pages of certificates: the list, one of them, and revoking several at once."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from readiness.certificates.actions import revoke_certificates
from readiness.certificates.certificate_filter import CertificateFilter
from readiness.certificates.certificate_list import CERTIFICATE_ORDERS, CertificateList, CertificateRow
from readiness.certificates.choosing import seen_in
from readiness.certificates.forms import RevokeForm
from readiness.certificates.held_plot import held_plot
from readiness.certificates.history import certificate_history
from readiness.certificates.kinds import certificate_kinds, kinds_known
from readiness.certificates.known import known_certificate, known_certificates
from readiness.certificates.sections import certificate_sections
from readiness.certificates.validity import CertificateStatus
from readiness.foundation.database import reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.paging import PageRequest
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid, ngettext
from readiness.people.asking import asked, asked_today, site_in_question
from readiness.people.profile import Profile
from readiness.people.search_words import typed_words
from readiness.people.sections import Section
from readiness.people.selection import Asked, PeopleFilter, Standing
from readiness.web.access import EDITORS, READERS, actor, allow
from readiness.web.cells import status
from readiness.web.frame import frame, frame_url, frame_urls
from readiness.web.listing import Asked as AskedList
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, Picking, RowPage
from readiness.web.shown_list import ShownList
from readiness.web.statuses import look_of
from readiness.web.values import away, day

pages = Blueprint("certificates", __name__)

ENDING = {"30": msgid("within 30 days"), "60": msgid("within 60 days"), "90": msgid("within 90 days")}
HOLDERS = {
    Standing.EMPLOYED: msgid("employed"),
    Standing.ON_LEAVE: msgid("on leave"),
    Standing.NOT_STARTED: msgid("not started"),
    Standing.ENDED: msgid("left"),
}


def _kinds() -> list[Option]:
    return [Option(kind.code, kind.title) for kind in certificate_kinds().by_code.values()]


def _statuses() -> list[Option]:
    return [Option(status.value, look_of(status.value).word) for status in CertificateStatus]


def _endings() -> list[Option]:
    return [Option(days, _(label)) for days, label in ENDING.items()]


def _holders() -> list[Option]:
    return [Option(standing.value, _(label)) for standing, label in HOLDERS.items()]


def _periods() -> list[Option]:
    return [Option("latest", _("only the latest of each kind"))]


def _when(row: CertificateRow) -> Markup | str | None:
    """The day that matters of what is not simply valid or lapsed."""
    if row.status in {CertificateStatus.DUE, CertificateStatus.GRACE}:
        return away(row.expires_on)
    return day(row.revoked_on) if row.status is CertificateStatus.REVOKED else None


def _page() -> RowPage[CertificateRow]:
    address = frame_urls("certificates.show", "certificate_id")
    return RowPage(lambda row: address(row.id))


def _box_label(row: CertificateRow) -> str:
    return _("Choose %(kind)s of %(name)s", kind=row.kind_title, name=row.name)


CERTIFICATES = Listing[CertificateRow](
    name="certificates",
    columns=(
        Column(
            "name",
            msgid("Person"),
            lambda row: row.name,
            order="person",
            is_title=True,
            detail=lambda row: row.staff_number,
        ),
        Column("certificate", msgid("Certificate number"), lambda row: row.id, is_shown=False),
        Column("staff_number", msgid("Staff number"), lambda row: row.staff_number, is_shown=False),
        Column("site_code", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("site", msgid("Site"), lambda row: row.site_name, fact=3),
        Column("kind_code", msgid("Kind"), lambda row: row.kind, is_shown=False),
        Column("kind", msgid("Certificate"), lambda row: row.kind_title, order="kind", fact=2),
        Column("issued_on", msgid("Issued"), lambda row: row.issued_on, order="issued"),
        Column(
            "expires_on",
            msgid("Last day"),
            lambda row: row.expires_on,
            order="until",
            fact=3,
            is_labelled=True,
            shown=lambda row: row.expires_on or _("no end"),
        ),
        Column(
            "status",
            msgid("Status"),
            lambda row: row.status.value,
            fact=1,
            shown=lambda row: status(row.status.value),
            detail=_when,
        ),
        Column("revoked_on", msgid("Revoked from"), lambda row: row.revoked_on, is_shown=False),
        Column("revoked_reason", msgid("Why revoked"), lambda row: row.revoked_reason, is_shown=False),
        Column("issuer", msgid("Issuer"), lambda row: row.issuer, is_shown=False),
        Column("number", msgid("Number"), lambda row: row.number, is_shown=False),
    ),
    orders=CERTIFICATE_ORDERS,
    sort="-issued",
    search=msgid("Name, staff number or e-mail"),
    filters=(
        Filter("kind", msgid("Certificate"), _kinds, is_single=True),
        Filter("status", msgid("Status"), _statuses, is_single=True),
        Filter("ending", msgid("Ends"), _endings, is_single=True),
        Filter("holder", msgid("Holder"), _holders, is_single=True),
        Filter("periods", msgid("Periods"), _periods, is_single=True),
    ),
    page=_page,
    picking=Picking(lambda row: f"{row.id}.{row.version}", _box_label),
)


def _sought(wanted: AskedList) -> CertificateFilter:
    status, ending = wanted.one("status"), wanted.one("ending")
    return CertificateFilter(
        PeopleFilter(
            words=typed_words(wanted.search),
            site_id=site_in_question(),
            standing=Standing(wanted.one("holder") or Standing.EVERYONE),
        ),
        kind=wanted.one("kind"),
        status=CertificateStatus(status) if status else None,
        expiring_within=int(ending) if ending else None,
        is_latest=wanted.one("periods") == "latest",
    )


@pages.get("/certificates")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Certificates, found by their holder, narrowed by kind, status and how soon they end."""
    wanted = CERTIFICATES.asked()
    question = asked()
    found = CertificateList(_sought(wanted), question, kinds_known(question.question.known))
    if wanted.format:

        def rows() -> Iterator[CertificateRow]:
            with reading():
                yield from found.every(wanted.page)

        return CERTIFICATES.download(wanted, rows(), question.question)
    shown = ShownList(CERTIFICATES, wanted, found.page(wanted.page))
    return render_template("certificates/index.html", list=shown)


@pages.get("/certificates/<int:certificate_id>")
@allow(*READERS)
def show(certificate_id: int) -> ResponseReturnValue:
    """A certificate: whose, until when, and what we knew when."""
    question = asked()
    kinds = kinds_known(question.question.known)
    certificate = known_certificate(certificate_id, question, kinds)
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        sections=certificate_sections(certificate, question.question.known),
        history=certificate_history(certificate_id, kinds, question.question.known),
    )


def person_section(profile: Profile, question: Asked) -> Section:
    """What someone holds, for the page of a person."""
    return Section("certificates/of_person.html", {"rows": _held(profile, question)})


def own_section(profile: Profile, question: Asked) -> Section:
    """What someone holds, for their own page."""
    rows = _held(profile, question)
    return Section(
        "certificates/of_mine.html", {"rows": rows, "plot": held_plot(rows, question.question.as_of)}
    )


def _held(profile: Profile, question: Asked) -> Sequence[CertificateRow]:
    """All of it, that which lasts longest first."""
    sought = CertificateFilter(PeopleFilter(person_id=profile.id))
    found = CertificateList(sought, question, kinds_known(question.question.known))
    order = PageRequest(CERTIFICATE_ORDERS["until"], is_descending=True, size=200)
    return found.page(order).rows


@pages.post("/certificates/revoke")
@allow(*EDITORS)
def revoke_chosen() -> ResponseReturnValue:
    """Look at what was chosen, then revoke all of it from a day, for one reason."""
    seen = seen_in(request.form.getlist("chosen"))
    numbers = [each.certificate_id for each in seen]
    form = RevokeForm(None if "reason" not in request.form else request.form)
    if "reason" in request.form and form.validate():
        try:
            revoke_certificates(seen, form.revoked_on.data, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            done = ngettext("One certificate was revoked.", "%(count)s certificates were revoked.", len(seen))
            flash(done)
            return redirect(frame_url("certificates.index", status="revoked"))
    if form.revoked_on.data is None and not form.faults:
        form.revoked_on.data = frame().today
    chosen = known_certificates(numbers, asked_today(), certificate_kinds())
    page = render_template("certificates/revoke_chosen.html", form=form, chosen=chosen)
    return page, 422 if form.faults else 200
