"""The log of violent incidents: as a page that prints, as a file, and an entry of it."""

from datetime import date, timedelta
from itertools import chain

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import ReadinessError
from readiness.foundation.formats import BYTE_ORDER_MARK, FORMATS
from readiness.foundation.words import gettext as _
from readiness.incidents.actions import LogEntry, log_violence
from readiness.incidents.forms import LogForm
from readiness.incidents.models import Incident
from readiness.incidents.queries import log_entry_of
from readiness.incidents.views.finding import (
    CARERS,
    clock_at,
    own_sites,
    seen_incident,
    sees_private,
    today_at,
)
from readiness.incidents.violent_log import HEADS, LogFilter, Logged, cells, log_of
from readiness.standards.incidents import incident_rules
from readiness.web.access import READERS, actor, allow, current_account
from readiness.web.frame import frame, frame_url, question

pages = Blueprint("violent_log", __name__)


def _sought() -> LogFilter:
    """The days in the address; without them, the five years that end on the day in question."""
    until = frame().as_of
    years = timedelta(days=366 * incident_rules().keep_years)
    return LogFilter(_day("from", until - years), _day("until", until), own_sites())


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args[name])
    except (KeyError, ValueError):
        return otherwise


def _visible() -> list[Logged]:
    """The log, of whose privacy cases some see only that they are one."""
    return [
        Logged(each.incident, each.occurred_at, each.site, None, is_private=True)
        if each.is_private and not sees_private()
        else each
        for each in log_of(_sought(), question().known)
    ]


@pages.get("/incidents/log")
@allow(*READERS)
def log() -> ResponseReturnValue:
    """The log of violent incidents, to read and to print."""
    if request.args.get("format") == "csv":
        return _file()
    return render_template(
        "incidents/log.html",
        sought=_sought(),
        logged=_visible(),
        rules=incident_rules(),
        sees_private=sees_private(),
        at_site=clock_at,
    )


def _file() -> Response:
    pieces = FORMATS["csv"].pieces(list(HEADS), (_row(each) for each in _visible()))
    answer = Response("".join(chain((BYTE_ORDER_MARK,), pieces)), content_type=FORMATS["csv"].content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="violent-incidents-{frame().as_of}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _row(each: Logged) -> list[str]:
    row = cells(each, clock_at(each.site, each.occurred_at))
    if each.is_private and not sees_private():
        row[HEADS.index("description")] = _("Privacy case")
    return row


@pages.route("/incidents/<int:incident_id>/log", methods=["GET", "POST"])
@allow(*CARERS)
def entry(incident_id: int) -> ResponseReturnValue:
    """Write the entry of an incident, or correct it."""
    incident, before = seen_incident(incident_id), log_entry_of(incident_id)
    form = LogForm(obj=before, data=before.answers if before else _begun(incident))
    form.ask()
    if form.validate_on_submit():
        try:
            log_violence(incident_id, _entry_of(form), today_at(incident.site), actor())
        except ReadinessError as refused:
            form.refuse_more(refused)
        else:
            flash(_("It is in the log of violent incidents."))
            return redirect(frame_url("incident.show", incident_id=incident_id))
    page = render_template("incidents/entry.html", form=form, incident=incident, rules=incident_rules())
    return page, 422 if form.faults else 200


def _begun(incident: Incident) -> dict[str, str]:
    """What an entry begins with: what is shared already, and who is signed in."""
    return {"description": incident.summary, "completed_by": current_account().name}


def _entry_of(form: LogForm) -> LogEntry:
    answers = {each.id: form[each.id].data or [] for each in incident_rules().question}
    told = {
        name: form[name].data.strip()
        for name in ("location", "description", "authorities", "protection", "completed_by", "job_title")
    }
    return LogEntry(answers=answers, **told)
