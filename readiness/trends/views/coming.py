"""The pages of what comes: certificates that end, and the exercises of a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from markupsafe import Markup, escape

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number
from readiness.people.queries import SiteName, site_choices
from readiness.trends.coming import ends_between, exercises_between, free_seats
from readiness.trends.ending import Ends, by_kind, by_stretch, months_of, weeks_of
from readiness.trends.exercise_year import STATES, by_site_and_month
from readiness.trends.views.looking import looked_sites
from readiness.web.access import EXERCISE_RUNNERS, READERS, allow, current_account
from readiness.web.cells import made
from readiness.web.frame import frame, frame_url, question
from readiness.web.icons import icon
from readiness.web.plots import ColumnPlot, Counted, Part, heat_grid, stacked_columns
from readiness.web.requests import page_asked
from readiness.web.statuses import look_of

pages = Blueprint("trend_coming", __name__)

SITES_SHOWN = 50
MOST_SITES = 100_000


@pages.get("/compliance/trends/expiries")
@allow(*READERS)
def expiries() -> str:
    """How many certificates end when, of which kinds, and for how many of them a seat is booked."""
    as_of = frame().as_of
    months, is_by_week = months_of(as_of), request.args.get("by") == "week"
    spans = weeks_of(as_of) if is_by_week else months
    kind, last = request.args.get("kind", ""), months[-1][1]
    ends = ends_between(question(), last, looked_sites())
    kinds = certificate_kinds()
    chosen = [each for each in ends if kind in {"", each.kind}]
    of_kinds = by_kind(chosen)
    titles = {each.kind: kinds.known(each.kind).title for each in by_kind(ends)}
    return render_template(
        "trends/expiries.html",
        plot=_cliff(chosen, spans, is_by_week=is_by_week),
        grid=heat_grid(
            _("By kind and month"),
            _("How many end in each month."),
            [words.short_month(first) for first, _last in months],
            [(titles[each.kind], [_count(chosen, each.kind, span) for span in months]) for each in of_kinds],
        ),
        kinds=of_kinds,
        titles=titles,
        seats=free_seats(question(), last),
        kind=kind,
        is_by_week=is_by_week,
    )


def _count(ends: Sequence[Ends], kind: str, span: tuple[date, date]) -> int:
    return sum(each.count for each in ends if each.kind == kind and span[0] <= each.on <= span[1])


def _cliff(
    ends: Sequence[Ends], spans: Sequence[tuple[date, date]], *, is_by_week: bool
) -> ColumnPlot | None:
    """Columns of what ends, without and with a seat; None where nothing does."""
    if not ends:
        return None
    columns = [
        Counted(
            _("Week from %(day)s", day=words.day(each.first_on))
            if is_by_week
            else words.month(each.first_on),
            _foot(each.first_on, place, is_by_week=is_by_week),
            (each.count - each.booked, each.booked),
        )
        for place, each in enumerate(by_stretch(ends, spans))
    ]
    count, booked = sum(sum(each.values) for each in columns), sum(each.values[1] for each in columns)
    sentence = ngettext(
        "%(count)s certificate ends from %(day)s to %(last)s; %(booked)s has a seat booked to renew in time.",
        "%(count)s certificates end from %(day)s to %(last)s; for %(booked)s a seat is booked to renew in time.",
        count,
        day=words.day(spans[0][0]),
        last=words.day(spans[-1][1]),
        booked=number(booked),
    )
    parts = [Part(_("No seat booked"), "gap"), Part(_("A seat is booked"), "quiet")]
    return stacked_columns(_("Certificates that end"), sentence, parts, columns)


def _foot(first: date, place: int, *, is_by_week: bool) -> str:
    """What stands below a column: each month, and the first week of every other month."""
    if not is_by_week:
        return words.short_month(first)
    return words.short_month(first) if first.day <= 7 and place else ""


@dataclass(frozen=True, slots=True)
class SiteYear:
    """A site and its months, as they are printed."""

    site: SiteName
    cells: Markup


@pages.get("/compliance/trends/exercises")
@allow(*READERS)
def exercises() -> str:
    """A year of exercises by site and month: held, to come, missed, called off."""
    year = _year()
    months = [date(year, month, 1) for month in range(1, 13)]
    sites, page, is_last = _sites()
    found = exercises_between(
        question(),
        months[0],
        date(year, 12, 31),
        [site.id for site in sites],
        with_unannounced=current_account().role in EXERCISE_RUNNERS,
    )
    counts = by_site_and_month(found, frame().as_of)
    return render_template(
        "trends/exercises.html",
        year=year,
        years=[year - 1, year + 1],
        months=[(words.month(month), words.short_month(month)) for month in months],
        rows=[SiteYear(site, _months_of(site, months, counts)) for site in sites],
        states=STATES,
        sums={state: sum(each.get(state, 0) for each in counts.values()) for state in STATES},
        page=page,
        is_last=is_last,
        sees_all=current_account().role in EXERCISE_RUNNERS,
    )


def _year() -> int:
    text = request.args.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) > 1 else frame().as_of.year


def _sites() -> tuple[list[SiteName], int, bool]:
    """The sites of a page, its number, and whether it is the last."""
    own = looked_sites()
    every = site_choices(None if own is None else frozenset(own), MOST_SITES)
    page = page_asked(-(-len(every) // SITES_SHOWN))
    return every[(page - 1) * SITES_SHOWN : page * SITES_SHOWN], page, page * SITES_SHOWN >= len(every)


def _months_of(
    site: SiteName, months: Sequence[date], counts: Mapping[tuple[int, date], Mapping[str, int]]
) -> Markup:
    href = escape(frame_url("exercises.index", site=site.code, sort="planned"))
    return made("".join(_month(site.name, month, counts.get((site.id, month), {}), href) for month in months))


def _month(name: str, month: date, counts: Mapping[str, int], href: str) -> str:
    """A month of a site: a symbol and a number for each standing; empty where there is none."""
    if not counts:
        return "<td></td>"
    found = [(look_of(state), counts[state]) for state in STATES if counts.get(state)]
    said = ", ".join(f"{look.word}: {number(count)}" for look, count in found)
    told = escape(f"{name}, {words.month(month)}: {said}")
    marks = "".join(
        f'<span class="key is-{look.tone}">{icon(look.icon)}{number(count)}</span>' for look, count in found
    )
    return f'<td><a href="{href}" title="{told}" aria-label="{told}">{marks}</a></td>'
