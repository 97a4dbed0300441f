"""The page of readiness through time: as it was known each night, and as it is known now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from flask import Blueprint, render_template, request

from readiness.compliance.addresses import finding_addresses
from readiness.compliance.days.findings import URGENCY, Status
from readiness.compliance.keeping.freshness import kept_of
from readiness.compliance.measuring import keeping_of
from readiness.compliance.queries import Behind, kept_cells
from readiness.foundation import clock, words
from readiness.foundation.words import gettext as _
from readiness.people.naming import has_sample
from readiness.people.queries import site_titles
from readiness.trends import rows
from readiness.trends.course import ASKED, TOLD, NightCounts, counted, share_met, thinned, told_now
from readiness.trends.queries import Changed, Looked, begun_and_ended, changed_between, restated
from readiness.trends.rows import Night
from readiness.trends.views.looking import clauses, looked_sites
from readiness.web.access import READERS, allow
from readiness.web.frame import frame
from readiness.web.plots import Mark, Part, StackedPlot, stacked_course
from readiness.web.settings import settings
from readiness.web.statuses import look_of

pages = Blueprint("trends", __name__)

PERIODS = (3, 12, 36)
"""In months."""
CHANGES_SHOWN = 50
TONES = {
    Status.MET: "met",
    Status.DUE: "due",
    Status.CANNOT_TELL: "unknown",
    Status.GAP: "gap",
}


@dataclass(frozen=True, slots=True)
class Course:
    """What the page tells: how it stood each night, and where it is told otherwise now."""

    nights: Sequence[NightCounts]
    now: Sequence[tuple[NightCounts, tuple[int, ...]]]
    kept_from: date | None

    @property
    def differs(self) -> bool:
        return any(night.counts != now for night, now in self.now)


@pages.get("/compliance/trends")
@allow(*READERS)
def index() -> str:
    """How much of what is asked was met, night by night, and what changed between two of them."""
    looked = Looked(looked_sites(), _pack())
    nights = _nights()
    today, late = _today(looked)
    course = course_of(looked, nights, today)
    since = _since(nights, course)
    changes = changed_between(looked, since, nights[-1].on) if nights else []
    changes.sort(key=lambda each: (_urgency(each.after), each.site))
    asked = clauses()
    return render_template(
        "trends/course.html",
        plot=plot_of(course, since, nights[-1].on) if nights else None,
        has_sample=has_sample(),
        course=course,
        late=late,
        periods=[(months, months == _months()) for months in PERIODS],
        packs={each.pack.id: each.pack.title for each in asked.values()},
        pack=_pack(),
        since=since,
        until=nights[-1].on if nights else None,
        changes=changes[:CHANGES_SHOWN],
        change_counts=_better_and_worse(changes),
        names=site_titles(each.site for each in changes[:CHANGES_SHOWN]),
        titles={key: each.clause.title for key, each in asked.items()},
        finding_address=finding_addresses(),
    )


def _pack() -> str:
    return request.args.get("pack", "")


def _months() -> int:
    text = request.args.get("months", "")
    return int(text) if text.isdecimal() and int(text) in PERIODS else 12


def _nights() -> list[Night]:
    """The nights of the period, as far as they were over on the day in question and by what was known."""
    until, known_at = frame().as_of, frame().known_at
    if known_at is not None:
        until = min(until, clock.day_of(known_at, frame().time_zone))
    return rows.nights(until - timedelta(days=_months() * 31), until)


def _since(nights: Sequence[Night], course: Course) -> date:
    """The night from which changes are told: the one that was asked for or the next one, else the first that asks."""
    if not nights:
        return frame().as_of
    try:
        wanted = date.fromisoformat(request.args.get("since", ""))
    except ValueError:
        asked = (night.on for night in course.nights if night.asked and night.on <= nights[-1].on)
        return next(asked, nights[0].on)
    return next((night.on for night in nights if night.on >= wanted), nights[-1].on)


def _today(looked: Looked) -> tuple[NightCounts | None, Behind]:
    """How it stands today, which is no night yet, by what is kept of it, and what of that is not of today yet.

    None where another day is asked about, and while what is asked is worked out: some sites alone are no share of all.
    """
    if frame().is_other_day:
        return None, Behind()
    _state, late = kept_of(keeping_of(settings()), looked.site_ids)
    if late.is_of_rules:
        return None, late
    kept = Counter(cell.status for cell in kept_cells(looked.site_ids) if looked.pack in {"", cell.pack})
    told = NightCounts(frame().today, tuple(kept[status] for status in TOLD))
    return told if told.asked else None, late


def course_of(looked: Looked, nights: Sequence[Night], today: NightCounts | None = None) -> Course:
    """How it stood on these nights, by three statements however many sites there are; `today` comes last."""
    if not nights:
        return Course([], [], None)
    first, last = nights[0].on, nights[-1].on
    by_night = counted([night.on for night in nights], *begun_and_ended(looked, first, last))
    otherwise = {
        on: [(then, now, count) for _on, then, now, count in found]
        for on, found in groupby(restated(looked, first, last), key=itemgetter(0))
    }
    now = [(night, told_now(night, otherwise[night.on])) for night in by_night if night.on in otherwise]
    kept_from = next((night.on for night in nights if not night.is_afterwards), None)
    return Course([*by_night, *([today] if today else [])], now, kept_from)


def plot_of(course: Course, since: date, until: date) -> StackedPlot | None:
    """The course as a picture; None where nothing was asked on any night."""
    shown = thinned(course.nights)
    if not any(night.asked for night in shown):
        return None
    parts = [Part(look_of(status.value).word, TONES[status]) for status in ASKED]
    mark = None
    if course.kept_from is not None and shown[0].on < course.kept_from:
        mark = Mark(course.kept_from, _("recorded night by night"))
    told_otherwise = {night.on: share_met(now) for night, now in course.now}
    over = [
        (night.on, float(told_otherwise.get(night.on, share_met(night.counts))))
        for night in course.nights
        if night.on in told_otherwise or (told_otherwise and _ends_month(night.on))
    ]
    plot = stacked_course(
        _("How much of what is required was met"),
        _sentence(course, since, until),
        parts,
        [(night.on, night.asked_counts) for night in shown],
        shown[-1].on,
        over,
        mark,
    )
    return _with_shares(plot, shown)


def _with_shares(plot: StackedPlot, shown: Sequence[NightCounts]) -> StackedPlot:
    """Its table says the share of which the sentence speaks, and what is exempted, which is no part of the whole."""
    rows = [
        (*row, f"{words.number(night.percent_met)} %", words.number(night.exempted))
        for row, night in zip(plot.rows, shown, strict=True)
    ]
    heads = (*plot.heads, _("Met or due"), look_of(Status.EXEMPTED.value).word)
    return replace(plot, heads=heads, rows=tuple(rows))


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _sentence(course: Course, since: date, until: date) -> str:
    """Of the two nights between which the page tells what changed, and of today where that is shown too."""
    asked = [night for night in course.nights if night.asked]
    first = next((night for night in asked if night.on >= since), asked[-1])
    last = next((night for night in reversed(asked) if night.on <= until), asked[-1])
    said = _(
        "Of what is required of sites, %(last)s %% was met on %(last_on)s, and %(first)s %% on %(first_on)s.",
        last=_share(last),
        last_on=words.day(last.on),
        first=_share(first),
        first_on=words.day(first.on),
    )
    is_later = asked[-1].on > last.on
    return f"{said} {_('Today it is %(share)s %%.', share=_share(asked[-1]))}" if is_later else said


def _share(night: NightCounts) -> str:
    return words.number(night.percent_met)


def _better_and_worse(changes: Sequence[Changed]) -> tuple[int, int]:
    """How many of the changes were for the better, and how many for the worse."""
    better = sum(1 for each in changes if _urgency(each.after) > _urgency(each.before))
    return better, len(changes) - better


def _urgency(status: str) -> int:
    """Where a status stands among those that ask for someone; what is not asked asks for nobody."""
    return URGENCY[Status(status)] if status else len(URGENCY)
