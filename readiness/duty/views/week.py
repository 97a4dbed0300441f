"""The pages of who is on duty: at every site now, at one site in a week, and which certificates count."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.duty.actions import choose_kinds
from readiness.duty.asking import asked_site, day_or, today_at
from readiness.duty.forms import KindsForm
from readiness.duty.hours import hours_words, time_words
from readiness.duty.presence import DAY, presence_at
from readiness.duty.queries import (
    KEPT_DAYS,
    absences_of,
    card_key,
    names_of,
    responder_kinds,
    site_rosters,
)
from readiness.duty.roster import SiteRoster
from readiness.duty.skills import short_words
from readiness.duty.week import PARTS, WEEKDAYS, WHY_NOT, DayPlan, is_kept, monday_of, week_of
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number
from readiness.people.queries import SiteName, site_choices
from readiness.web.access import HANDBOOK_EDITORS, READERS, actor, allow, current_account
from readiness.web.frame import frame, frame_url

pages = Blueprint("duty", __name__)

MOST_SITES = 2000


@dataclass(frozen=True, slots=True)
class SiteNow:
    """A site, with the words for each who is on duty there now, and for who comes next."""

    site: SiteName
    now: list[str]
    later: list[str]
    has_rota: bool
    is_kept: bool
    has_key: bool


@pages.get("/duty")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Who is on duty now at each site; sites where nobody is come first."""
    sites = site_choices(current_account().site_ids, MOST_SITES)
    if frame().site:
        sites = [site for site in sites if site.code == frame().site]
    rows = _now(sites)
    rows.sort(key=lambda row: (bool(row.now), not row.is_kept, not row.has_rota, row.site.name))
    return render_template(
        "duty/index.html",
        rows=rows,
        empty=[row.site.name for row in rows if row.is_kept and not row.now],
        truth=_truth(rows),
        kinds=[short_words(code, certificate_kinds().known(code).title) for code in responder_kinds()],
    )


def _is_kept(known: SiteRoster, instant: datetime) -> bool:
    there = instant.astimezone(ZoneInfo(known.time_zone))
    return is_kept(known, there.date(), there.hour * 60 + there.minute)


def _truth(rows: list[SiteNow]) -> str:
    covered = sum(bool(row.now) for row in rows)
    return ngettext(
        "Somebody is on duty now at %(covered)s of one site.",
        "Somebody is on duty now at %(covered)s of %(count)s sites.",
        len(rows),
        covered=number(covered),
    )


def _now(sites: list[SiteName]) -> list[SiteNow]:
    instant = clock.now()
    rosters = site_rosters([site.id for site in sites], instant.date() - KEPT_DAYS)
    present = {site_id: presence_at(known, instant) for site_id, known in rosters.items()}
    names = names_of(each.person_id for known in rosters.values() for each in known.responders)
    rows = []
    for site in sites:
        known, here = rosters[site.id], present[site.id]
        now = [
            _("%(name)s, says so", name=names[each.responder.person_id])
            if each.says_so
            else _(
                "%(name)s until %(time)s",
                name=names[each.responder.person_id],
                time=time_words(each.until_minute),
            )
            for each in here.now
        ]
        later = [
            _(
                "%(name)s from %(time)s",
                name=names[each.responder.person_id],
                time=time_words(each.from_minute),
            )
            for each in here.later
        ]
        rows.append(
            SiteNow(
                site,
                now,
                later,
                bool(known.responders),
                bool(now) or _is_kept(known, instant),
                bool(known.key_hash),
            )
        )
    return rows


@pages.get("/duty/sites/<int:site_id>")
@allow(*READERS)
def week(site_id: int) -> ResponseReturnValue:
    """A site's rota for a week, with what is not covered."""
    site = asked_site(site_id)
    today = today_at(site)
    monday = monday_of(day_or(request.args.get("week", ""), frame().as_of if frame().is_other_day else today))
    known = site_rosters([site_id], monday - KEPT_DAYS)[site_id]
    people = [each.person_id for each in known.responders]
    plans = week_of(known, monday)
    return render_template(
        "duty/week.html",
        site=site,
        today=today,
        monday=monday,
        before=monday - 7 * DAY,
        after=monday + 7 * DAY,
        plans=plans,
        nobody=nobody_words(plans),
        parts=[_(title) for _name, title, _from, _until in PARTS],
        weekdays=[_(name) for name in WEEKDAYS],
        why_not={key: _(words) for key, words in WHY_NOT.items()},
        names=names_of(people),
        shown={each.person_id for each in known.responders if each.shown is not None},
        absences=absences_of(people, monday),
        hours=hours_words,
        key=card_key(site_id),
    )


def nobody_words(plans: list[DayPlan]) -> list[str]:
    """Where nobody is though somebody is expected: 'Tuesday afternoon', 'Friday 12:00–13:00'."""
    titles = {name: _(title).lower() for name, title, _from, _until in PARTS}
    found = []
    for plan in plans:
        weekday = _(WEEKDAYS[plan.day.weekday()])
        for cell in plan.cells:
            if cell.is_empty:
                found.append(_("%(weekday)s %(when)s", weekday=weekday, when=titles[cell.part]))
            else:
                found += [
                    _("%(weekday)s %(when)s", weekday=weekday, when=hours_words(*gap)) for gap in cell.gaps
                ]
    return found


@pages.route("/duty/kinds", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def kinds() -> ResponseReturnValue:
    """Which kinds of certificates make a responder."""
    present, known = responder_kinds(), certificate_kinds()
    form = KindsForm(data={"kinds": list(present)})
    form.kinds.choices = [
        (each.code, each.title)
        for each in known.by_code.values()
        if not each.is_retired or each.code in present
    ]
    if form.validate_on_submit():
        try:
            choose_kinds(tuple(form.kinds.data or ()), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."), "met")
            return redirect(frame_url("duty.index"))
    return render_template("duty/kinds.html", form=form), 422 if form.faults else 200
