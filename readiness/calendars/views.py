"""The feed that apps fetch, and the page on which feeds are made, renewed and ended."""

import hashlib

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import known_account
from readiness.calendars.actions import end_feed, make_feed, note_fetched, renew_feed
from readiness.calendars.contents import Reader, mark, own_entries, role_entries, site_entries
from readiness.calendars.models import CalendarFeed
from readiness.calendars.queries import OF_ROLE, OF_SITE, OWN, feeds_of, find_feed, own_feed
from readiness.calendars.writing import Entry, written
from readiness.foundation import clock, words
from readiness.foundation.database import connected
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.people.queries import find_site, language_of, site_choices
from readiness.web.access import (
    EXERCISE_RUNNERS,
    HANDBOOK_EDITORS,
    READERS,
    Account,
    current_account,
    public,
    signed_in,
)
from readiness.web.addresses import full_address
from readiness.web.qr import qr_code
from readiness.web.sessions import hashed
from readiness.web.settings import in_readers_language, installation, settings

pages = Blueprint("calendars", __name__)

MOST_SITES = 200
KEPT_BY_THE_APP_ALONE = "private, no-cache"
"""Nothing on the way keeps it; the app does, and asks each time whether it is still the same."""


@pages.get("/calendar/<feed_token>.ics")
@public
def feed(feed_token: str) -> ResponseReturnValue:
    """A feed; 304 where the app has it as it is. Whoever lost the right to see it is told that there is none."""
    with connected():
        found = find_feed(hashed(feed_token))
        if found is None:
            raise _no_feed()
        today = clock.today(settings().time_zone)
        known = known_account(found.account.id)
        account = known.account
        if known.refusal(today) is not None or not _may(account, found):
            raise _no_feed()
        note_fetched(found, today)
        with words.speaking(language_of(account.person_id) or settings().language):
            body = written(_name(found), _entries(account, found))
    return _answer(body)


def _no_feed() -> NotFound:
    return NotFound(
        _("It was renewed or ended, or it is no longer for you."), title=_("There is no such calendar.")
    )


def _answer(body: bytes) -> Response:
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = KEPT_BY_THE_APP_ALONE
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)  # type: ignore[return-value]


def _may(account: Account, found: CalendarFeed) -> bool:
    """Whether the account may still see what the feed shows."""
    if found.kind == OWN:
        return True
    if account.role not in READERS:
        return False
    return found.kind == OF_ROLE or account.site_ids is None or found.site_id in account.site_ids


def _entries(account: Account, found: CalendarFeed) -> list[Entry]:
    reader = Reader(
        account.id,
        account.person_id,
        account.site_ids,
        account.role in EXERCISE_RUNNERS,
        account.role in HANDBOOK_EDITORS,
        installation().base_url,
        settings().time_zone,
        clock.today(settings().time_zone),
        mark(),
    )
    if found.kind == OF_SITE:
        return list(site_entries(reader, found.site_id or 0))
    return list(own_entries(reader) if found.kind == OWN else role_entries(reader))


def _name(found: CalendarFeed) -> str:
    """What the app calls it: neutral, since it is on the phone's screen."""
    return f"Readiness, {found.site.name}" if found.site else "Readiness"


@pages.get("/account/calendars")
@in_readers_language
@signed_in
def index() -> str:
    """One's feeds, and which others can be made."""
    account = current_account()
    return render_template(
        "calendars/index.html",
        feeds=feeds_of(account.id),
        words_of=feed_words,
        reads=account.role in READERS,
        sites=_sites(account) if account.role in READERS else [],
    )


def _sites(account: Account) -> list[tuple[str, str]]:
    return [(site.code, site.name) for site in site_choices(account.site_ids, MOST_SITES)]


def feed_words(found: CalendarFeed) -> str:
    """What a feed is of."""
    if found.site:
        return _("What happens at %(site)s", site=found.site.name)
    return _("My own") if found.kind == OWN else _("What my role sees to")


@pages.post("/account/calendars")
@in_readers_language
@signed_in
def make() -> ResponseReturnValue:
    """Make a feed, and show its address this once."""
    account, kind = current_account(), request.form.get("kind", "")
    try:
        site = _wanted_site(account) if kind == OF_SITE else None
        if kind != OWN and account.role not in READERS:
            raise NotFound(_("This calendar is not for your role."))
        token = make_feed(account, kind, site, clock.now())
    except ReadinessError as refused:
        for problem in refused.problems:
            flash(problem.removeprefix("kind: "), "gap")
        return redirect(url_for("calendars.index"))
    return _shown(token)


def _wanted_site(account: Account) -> Site:
    site = find_site(request.form.get("site", "").strip())
    if site is None or (account.site_ids is not None and site.id not in account.site_ids):
        raise NotFound(_("Choose one of your sites."))
    return site


@pages.post("/account/calendars/<int:feed_id>/renew")
@in_readers_language
@signed_in
def renew(feed_id: int) -> ResponseReturnValue:
    """Give a feed a new address, and show it this once."""
    own_feed(current_account().id, feed_id)
    return _shown(renew_feed(current_account(), feed_id, clock.now()))


@pages.post("/account/calendars/<int:feed_id>/end")
@in_readers_language
@signed_in
def end(feed_id: int) -> ResponseReturnValue:
    """Let a feed show nothing any more."""
    own_feed(current_account().id, feed_id)
    end_feed(current_account(), feed_id)
    flash(_("This calendar shows nothing any more. Remove it from your app too."), "met")
    return redirect(url_for("calendars.index"))


def _shown(token: str) -> str:
    address = full_address(url_for("calendars.feed", feed_token=token))
    webcal = "webcal://" + (address.partition("://")[2] or address.lstrip("/"))
    return render_template(
        "calendars/made.html",
        address=address,
        webcal=webcal,
        has_address=bool(installation().base_url),
        code=qr_code(webcal),
    )
