"""The pages of the audit trail: everything that was done, and checkpoints to be kept elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from readiness.audit.checkpoints import checkpoint_now, latest_note
from readiness.audit.keys import signer_of
from readiness.audit.queries import latest_kept
from readiness.audit.trail_list import (
    TRAIL_ORDERS,
    TrailFilter,
    TrailRow,
    every_event,
    known_actions,
    trail_page,
)
from readiness.audit.trail_words import as_recorded, subject_in_words
from readiness.foundation import clock
from readiness.foundation.database import connected, reading
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.access import Role, allow, public
from readiness.web.frame import frame, question
from readiness.web.listing import Asked, Filter, Listing, Option
from readiness.web.rows import Column
from readiness.web.settings import installation
from readiness.web.shown_list import ShownList
from readiness.web.values import instant, may_break

pages = Blueprint("audit", __name__)

TRAIL_READERS = (Role.AUDITOR, Role.ADMIN)
"""Those who read what everybody did."""


def _actions() -> list[Option]:
    return [Option(action, action) for action in known_actions()]


def _told(row: TrailRow) -> str:
    return _("Erased") if row.details is None else row.told(frame().zone)


def _between(wanted: Asked) -> tuple[datetime | None, datetime | None]:
    """The days that are asked for, as those days are where the page is."""
    after = wanted.until_on + timedelta(days=1) if wanted.until_on else None
    return _midnight(wanted.from_on), _midnight(after)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), frame().zone) if day else None


def _by(row: TrailRow) -> Markup:
    return may_break(_("by %(actor)s", actor=row.actor))


TRAIL = Listing[TrailRow](
    name="audit-trail",
    columns=(
        Column("number", msgid("Event"), lambda row: row.number, order="number", is_number=True),
        Column(
            "recorded_at",
            msgid("When"),
            lambda row: row.recorded_at.isoformat(),
            fact=1,
            shown=lambda row: instant(row.recorded_at),
        ),
        Column("action", msgid("What was done"), lambda row: row.action, is_title=True, detail=_told),
        Column(
            "subject",
            msgid("To what, by whom"),
            lambda row: row.subject,
            fact=3,
            shown=lambda row: may_break(subject_in_words(row.subject)),
            detail=_by,
        ),
        Column("actor", msgid("By whom"), lambda row: row.actor, is_shown=False),
        Column("details", msgid("Details"), _told, is_shown=False),
        Column("recorded", msgid("As recorded"), lambda row: as_recorded(row.details), is_shown=False),
        Column("hash", msgid("Hash"), lambda row: row.hash, is_shown=False),
    ),
    orders=TRAIL_ORDERS,
    sort="-number",
    search=msgid("Who, or to what"),
    filters=(Filter("action", msgid("What was done"), _actions, is_single=True),),
    size=25,
    has_days=True,
)


@pages.get("/audit")
@allow(*TRAIL_READERS)
def index() -> ResponseReturnValue:
    """Everything that was done, by what was known, the latest first."""
    wanted = TRAIL.asked()
    sought = TrailFilter(wanted.one("action"), wanted.search, _between(wanted))
    known = question().known
    if wanted.format:

        def rows() -> Iterator[TrailRow]:
            with reading():
                yield from every_event(sought, known, wanted.page)

        return TRAIL.download(wanted, rows())
    found = trail_page(sought, known, wanted.page)
    latest = latest_kept()
    key = signer_of(installation()).verifier.text()
    return render_template("audit/index.html", list=ShownList(TRAIL, wanted, found), latest=latest, key=key)


@pages.get("/.well-known/readiness-checkpoint")
@public
def published() -> ResponseReturnValue:
    """The checkpoint that was kept last, for whoever keeps copies elsewhere: it tells how many events there are."""
    with connected():
        note = latest_note()
    if not note:
        # Programs ask here: they are told as plainly as they are given one.
        said = _("There is no checkpoint yet. One is made each night.")
        return Response(f"{said}\n", HTTPStatus.NOT_FOUND, mimetype="text/plain")
    return Response(note, mimetype="text/plain", headers={"Cache-Control": "max-age=300"})


@pages.get("/audit/checkpoint")
@allow(*TRAIL_READERS)
def checkpoint() -> ResponseReturnValue:
    """A signed checkpoint of what the trail comes to now, as a file."""
    note = checkpoint_now(signer_of(installation()), clock.now())
    headers = {"Content-Disposition": 'attachment; filename="readiness-checkpoint.txt"'}
    return Response(note, mimetype="text/plain", headers=headers)
