"""The workroom's pages of the handbook as a whole: how its protocols stand, publishing it, earlier editions."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import lines_wait, on_day, press, publish, switch_back
from readiness.handbook.offering import LANGUAGE_NAMES
from readiness.handbook.openings import FLOOR, month_of, months_before, told
from readiness.handbook.overview import flagged_count, standings
from readiness.handbook.preview import preview
from readiness.handbook.queries import (
    begun_at,
    current_about,
    editions,
    get_edition,
    latest_switch,
    openings_since,
    present_outages,
    switches,
)
from readiness.handbook.shown_sites import sites_wait
from readiness.lines.queries import crisis_lines
from readiness.protocols.beginning import called
from readiness.protocols.forms import ReasonForm
from readiness.protocols.queries import begun_revisions, is_to_start_from, latest_revisions, protocol_of
from readiness.protocols.readers import read_by, read_counts, reader_count
from readiness.protocols.states import State
from readiness.web.access import HANDBOOK_EDITORS, READERS, Role, actor, allow, current_account, signed_in
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url
from readiness.web.once import known_now
from readiness.web.settings import settings

pages = Blueprint("handbook", __name__)


def needs_someone() -> int:
    """How many protocols are flagged today; employees are asked for nothing but to read."""
    if current_account().role is Role.EMPLOYEE:
        return 0
    return flagged_count(press(settings()), settings().time_zone, known_now())


@pages.get("/handbook")
@signed_in
def index() -> str:
    """Every protocol, how it stands, and what is flagged; an employee sees what is published."""
    account, at = current_account(), on_day(press(settings()), frame().as_of)
    every = standings(at, settings().time_zone)
    if account.role is Role.EMPLOYEE:
        published = [each for each in every if each.published_number is not None]
        return render_template(
            "handbook_editing/to_read.html",
            standings=sorted(published, key=lambda each: each.slug),
            read=read_by(account.id),
        )
    return render_template(
        "handbook_editing/index.html",
        standings=every,
        begun=[(each, called(each)) for each in begun_revisions()],
        edition=current_about(),
        switch=latest_switch(),
        waits=lines_wait(at),
        sites_wait=sites_wait(at),
        outages=present_outages(clock.now()),
        lines=crisis_lines(),
        to_approve=[
            each.latest
            for each in every
            if (each.latest.state == State.REVIEW or is_to_start_from(each.latest))
            and each.latest.author != account.email
        ],
        counts=read_counts(frame().today),
        readers=reader_count(frame().today),
    )


@pages.route("/handbook/publish", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def publishing() -> ResponseReturnValue:
    """What would change, then publish it."""
    at, form = press(settings()), Form()
    if form.validate_on_submit():
        try:
            edition = publish(at, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Nothing new: it is current already.") if edition.is_current else _("Published."))
            return redirect(frame_url("handbook.index"))
    page = render_template(
        "handbook_editing/publish.html",
        form=form,
        preview=preview(at),
        titles=_titles(),
        names=LANGUAGE_NAMES,
    )
    return page, 422 if form.faults else 200


def _titles() -> dict[str, str]:
    """What each protocol is called."""
    return {each.slug: protocol_of(each).en.situation for each in latest_revisions()}


@pages.get("/handbook/openings")
@allow(*READERS)
def opened() -> str:
    """How often each protocol was opened in the months that have ended; few are not told."""
    months = months_before(frame().today)
    counts = openings_since(month_of(months[-1]))
    rows = [
        (protocol_of(each), [told(counts.get((each.slug, month_of(month)), 0)) for month in months])
        for each in latest_revisions()
    ]
    begun = begun_at()
    slugs = {each.slug for each in latest_revisions()}
    known = [month for slug, month in counts if slug in slugs] + ([month_of(begun.date())] if begun else [])
    return render_template(
        "handbook_editing/openings.html",
        months=[month for month in months if known and month_of(month) >= min(known)],
        begun=begun,
        rows=rows,
        floor=FLOOR,
    )


@pages.get("/handbook/editions")
@allow(*READERS)
def earlier() -> str:
    """Every edition that is kept, and which was current from when."""
    return render_template(
        "handbook_editing/editions.html",
        editions=editions(),
        switches=switches(),
        current=latest_switch(),
        made={each.name: each.made_at for each in editions()},
    )


@pages.route("/handbook/editions/<edition_name>/restore", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def restore(edition_name: str) -> ResponseReturnValue:
    """Go back to an earlier edition, with a reason."""
    edition, form = get_edition(edition_name), ReasonForm()
    if form.validate_on_submit():
        try:
            switch_back(edition_name, form.reason.data, press(settings()), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The earlier edition is shown again."))
            return redirect(frame_url("handbook.earlier"))
    page = render_template("handbook_editing/restore.html", form=form, edition=edition)
    return page, 422 if form.faults else 200
