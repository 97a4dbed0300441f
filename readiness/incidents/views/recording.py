"""The list of incidents, and recording one."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field

from readiness.duty.queries import site_of
from readiness.foundation import clock
from readiness.foundation.database import reading
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.incidents.actions import Shared, check_shared, correct_incident, record_incident
from readiness.incidents.forms import RecordForm, SharedForm
from readiness.incidents.incident_list import (
    INCIDENT_ORDERS,
    PRIVATE,
    STANDINGS,
    IncidentFilter,
    IncidentRow,
    every_incident,
    incidents_page,
)
from readiness.incidents.sealed import FIELDS
from readiness.incidents.views.finding import (
    CARERS,
    RECORDERS,
    clock_at,
    instant_at,
    line_choices,
    own_sites,
    protocol_titles,
    sealer,
    seen_incident,
    sees_private,
)
from readiness.incidents.violent_log import open_entries
from readiness.notices.held import is_mail_held
from readiness.people.models import Site
from readiness.people.queries import get_site, get_site_by_id
from readiness.standards.incidents import incident_rules
from readiness.web.access import READERS, Role, actor, allow, current_account, may_see_site
from readiness.web.cells import status
from readiness.web.frame import frame, frame_url, frame_urls, question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.settings import installation
from readiness.web.shown_list import ShownList

pages = Blueprint("incidents", __name__)

STANDING_WORDS = {
    "to_offer": msgid("Debrief to be offered"),
    "to_follow_up": msgid("Offered, to be followed up"),
    "done": msgid("Followed up"),
}


def kind_words(kind: str) -> str:
    """What happened, in words."""
    return _("Privacy case") if kind == PRIVATE else incident_rules().kind.get(kind, kind)


def _log_words(row: IncidentRow) -> str:
    if not row.is_violent:
        return ""
    return (
        _("in the log of violent incidents")
        if row.is_logged
        else _("violent; its entry in the log is not written yet")
    )


def _page() -> RowPage[IncidentRow]:
    address = frame_urls("incident.show", "incident_id")
    return RowPage(lambda row: address(row.id))


INCIDENTS = Listing[IncidentRow](
    name="incidents",
    columns=(
        Column("number", msgid("Number"), lambda row: row.id, is_shown=False),
        Column(
            "kind",
            msgid("What happened"),
            lambda row: row.kind,
            is_title=True,
            shown=lambda row: kind_words(row.kind),
            detail=_log_words,
        ),
        Column("summary", msgid("In a few sentences"), lambda row: row.summary, fact=3),
        Column("site", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("site_name", msgid("Site"), lambda row: row.site_name, order="site", fact=2),
        Column("occurred_on", msgid("Day"), lambda row: row.occurred_on, order="occurred", fact=3),
        Column("violent", msgid("Violent"), lambda row: row.is_violent, is_shown=False),
        Column("protocol", msgid("Protocol"), lambda row: row.protocol, is_shown=False),
        Column(
            "debrief_offered_on",
            msgid("Debrief offered on"),
            lambda row: row.debrief_offered_on,
            is_shown=False,
        ),
        Column("followed_up_on", msgid("Followed up on"), lambda row: row.followed_up_on, is_shown=False),
        Column(
            "standing",
            msgid("Those involved"),
            lambda row: row.standing(frame().as_of),
            fact=1,
            shown=lambda row: status(row.standing(frame().as_of)),
        ),
    ),
    orders=INCIDENT_ORDERS,
    sort="-occurred",
    filters=(
        Filter(
            "standing",
            msgid("Those involved"),
            lambda: [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS],
            is_single=True,
        ),
        Filter(
            "kind",
            msgid("What happened"),
            lambda: [Option(each, words) for each, words in incident_rules().kind.items()],
            is_single=True,
        ),
    ),
    page=_page,
)


@pages.get("/incidents")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """What really happened, the latest first."""
    wanted = INCIDENTS.asked()
    sought = IncidentFilter(
        wanted.one("standing"), wanted.one("kind"), site_ids=own_sites(), sees_private=sees_private()
    )
    if wanted.format:

        def rows() -> Iterator[IncidentRow]:
            with reading():
                yield from every_incident(sought, question(), wanted.page)

        return INCIDENTS.download(wanted, rows())
    found = incidents_page(sought, question(), wanted.page)
    return render_template(
        "incidents/index.html", list=ShownList(INCIDENTS, wanted, found), to_log=open_entries(sought.site_ids)
    )


def ask_shared(form: SharedForm, named: Sequence[str] = ()) -> None:
    """Give a form its choices. `named`: the lines that the incident names already."""
    form.kind.choices = [("", _("Choose")), *incident_rules().kind.items()]
    form.protocol.choices = [("", _("None, or not known")), *protocol_titles().items()]
    form.lines.choices = line_choices(named)


def shared_of(form: SharedForm, site: Site, otherwise: datetime) -> Shared:
    """What a form says may be shared; `otherwise`: when it was, to the second, where nothing else is said of it."""
    typed = form.occurred_at.data
    is_as_before = typed is None or typed == clock_at(site, otherwise)
    return _said(form, otherwise if is_as_before else instant_at(site, typed))


def _said(form: SharedForm, occurred_at: datetime) -> Shared:
    return Shared(
        occurred_at, form.kind.data, form.is_violent.data, form.protocol.data,
        form.is_private.data, _text(form.summary), _text(form.helped), _text(form.not_helped),
        form.lines.data or [],
    )  # fmt: skip


def _text(field: Field) -> str:
    """What was written; a field that was not sent at all says nothing."""
    return (field.data or "").strip()


@pages.route("/incidents/new", methods=["GET", "POST"])
@allow(*RECORDERS)
def new() -> ResponseReturnValue:
    """Record what happened: a minute on a phone."""
    form = RecordForm(data={"site_code": frame().site or _own_site()})
    ask_shared(form)
    if not form.validate_on_submit():
        _tell_all(form)
    else:
        now = clock.now()
        try:
            site = get_site(form.site_code.data)
            _check_reach(site)
            sealed = {name: form[name].data or "" for name in FIELDS}
            incident_id = record_incident(
                site.code, shared_of(form, site, now), sealed, sealer(), now, actor()
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return _recorded(incident_id, is_violent=form.is_violent.data)
    return render_template("incidents/new.html", form=form), 422 if form.faults else 200


def _tell_all(form: SharedForm) -> None:
    """Beside what the fields found, name what would be refused once they are mended."""
    if form.is_submitted():
        now = clock.now()
        try:
            check_shared(_said(form, now), now)
        except InvalidInput as refused:
            form.refuse_more(refused)


def _own_site() -> str:
    """The code of the site where whoever records it works today, or of the only one that they see; '' else."""
    account = current_account()
    if account.site_ids is not None and len(account.site_ids) == 1:
        return str(get_site_by_id(next(iter(account.site_ids))).code)
    site = site_of(account.person_id, frame().today) if account.person_id else None
    return site.code if site else ""


def _check_reach(site: Site) -> None:
    """Raise InvalidInput for another's site. An employee may have been anywhere."""
    if current_account().role is not Role.EMPLOYEE and not may_see_site(site.id):
        raise InvalidInput(_("site_code: There is no site ‘%(code)s’ among yours.", code=site.code))


def _recorded(incident_id: int, *, is_violent: bool) -> ResponseReturnValue:
    if current_account().role is Role.EMPLOYEE:
        return redirect(frame_url("incidents.thanks"))
    flash(_("Recorded. Now look after those who were involved: offer them a debrief within 72 hours."))
    if is_violent and current_account().role in CARERS:
        return redirect(frame_url("violent_log.entry", incident_id=incident_id))
    return redirect(frame_url("incident.show", incident_id=incident_id))


@pages.get("/incidents/thanks")
@allow(*RECORDERS)
def thanks() -> str:
    """What somebody is told who has recorded an incident and does not see the others."""
    return render_template("incidents/thanks.html", is_held=is_mail_held(installation()))


@pages.route("/incidents/<int:incident_id>/correct", methods=["GET", "POST"])
@allow(*CARERS)
def correct(incident_id: int) -> ResponseReturnValue:
    """Say anew what may be shared."""
    incident = seen_incident(incident_id)
    # Not of the incident itself: its instant would stand in the field as UTC, and be read as by the clock at the site.
    told = {each.name: getattr(incident, each.name) for each in fields(Shared)}
    form = SharedForm(data={**told, "occurred_at": clock_at(incident.site, incident.occurred_at)})
    ask_shared(form, incident.lines)
    if not form.validate_on_submit():
        _tell_all(form)
    else:
        try:
            correct_incident(
                incident_id, shared_of(form, incident.site, incident.occurred_at), clock.now(), actor()
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Kept. What was said before can still be asked for."))
            return redirect(frame_url("incident.show", incident_id=incident_id))
    page = render_template("incidents/correct.html", form=form, incident=incident)
    return page, 422 if form.faults else 200
