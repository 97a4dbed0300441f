"""The page of one's key: with it a program reads reports as oneself."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.temporal import records_began_at
from readiness.foundation.words import gettext as _
from readiness.reports.keys import account_of, key_of, make_key, remove_key
from readiness.reports.views.index import TAKERS
from readiness.web.access import Account, actor, allow_taking_away, current_account
from readiness.web.addresses import full_address
from readiness.web.frame import frame, frame_url
from readiness.web.settings import settings

pages = Blueprint("report_keys", __name__)


def account_of_key(key: str) -> Account | None:
    """Whose key was sent along, as the guard of routes asks."""
    return account_of(key, clock.today(settings().time_zone)) if key else None


@pages.get("/report-key")
@allow_taking_away(*TAKERS)
def show() -> str:
    """Whether there is a key, and what is done with it."""
    return _page()


@pages.post("/report-key")
@allow_taking_away(*TAKERS)
def make() -> str:
    """Make the key, or make it anew; it is shown on this one page."""
    return _page(make_key(current_account().id, actor(), clock.now()))


@pages.post("/report-key/remove")
@allow_taking_away(*TAKERS)
def remove() -> ResponseReturnValue:
    """Take the key away."""
    flash(
        _("The key works no more.") if remove_key(current_account().id, actor()) else _("There was no key.")
    )
    return redirect(frame_url("report_keys.show"))


def _page(key: str = "") -> str:
    return render_template(
        "reports/key.html",
        key=key,
        current=key_of(current_account().id),
        address=full_address("/api/v1/reports"),
        day=_example_day(),
    )


def _example_day() -> date:
    """The last day of the month before, where something was recorded by then; else today."""
    month_ended = frame().today.replace(day=1) - timedelta(days=1)
    began = records_began_at()
    has_begun = began is not None and began <= clock.end_of_day(month_ended, frame().time_zone)
    return month_ended if has_begun else frame().today
