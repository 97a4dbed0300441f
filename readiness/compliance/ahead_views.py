"""The pages of what comes: how long each site stays covered, and what would be if somebody left or a site opened."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from readiness.compliance.addresses import finding_addresses
from readiness.compliance.ahead import HORIZON, WEEKS, sites_ahead
from readiness.compliance.ahead_forms import LeavingForm, OpeningForm
from readiness.compliance.assess import assess
from readiness.compliance.clauses import adopted_clauses
from readiness.compliance.measuring import measure_of
from readiness.compliance.overview_views import shown_overview
from readiness.compliance.supposing import NEW, Difference, Supposed, differences
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.models import Membership, Person, Site
from readiness.people.queries import current_spells, find_person, site_titles
from readiness.requirements.queries import rules_known
from readiness.web.access import READERS, allow, may_see_site
from readiness.web.frame import frame, keep, question
from readiness.web.plots import CliffPlot, cliff
from readiness.web.settings import settings

pages = Blueprint("ahead", __name__)


@pages.get("/compliance/ahead")
@allow(*READERS)
def index() -> str:
    """Each site with how long it is covered if nobody acts; what falls first stands first."""
    overview, late = shown_overview()
    sites = sites_ahead(overview.of_site, frame().as_of)
    return render_template(
        "compliance/ahead.html",
        sites=sites,
        late=late,
        names=site_titles(site.code for site in sites),
        titles=_titles(),
        finding_address=finding_addresses(),
        plot=_plot([day for day, _site in overview.falls if day <= frame().as_of + HORIZON]),
        steady=sum(1 for site in sites if site.days is None),
        horizon_on=frame().as_of + HORIZON,
    )


@pages.get("/compliance/what-if/leaves")
@allow(*READERS)
def leaves() -> str:
    """What would be on the day after somebody's last day. Nothing is recorded."""
    form = LeavingForm.of(request.args)
    found: list[Difference] | None = None
    if form.is_asked and form.validate():
        person = _seen(form.staff_number.data or "")
        last_on = form.last_on.data
        if person is None or last_on is None:
            form.staff_number.errors = [_("There is nobody with this staff number at your sites.")]
        else:
            supposed = Supposed(leaving={person.staff_number: last_on})
            found = _held_against(supposed, last_on + timedelta(days=1), _sites_of(person))
    return _page(form, found, "leaves")


@pages.get("/compliance/what-if/opens")
@allow(*READERS)
def opens() -> str:
    """What would be asked of a site that opens. Nothing is recorded."""
    form = OpeningForm.of(request.args)
    found: list[Difference] | None = None
    if form.is_asked and form.validate():
        opening = form.opening(settings().time_zone)
        found = _held_against(Supposed(opening=opening), opening.from_on, ())
    return _page(form, found, "opens")


def _page(form: LeavingForm | OpeningForm, found: list[Difference] | None, current: str) -> str:
    return render_template(
        "compliance/what_if.html",
        form=form,
        found=found,
        current=current,
        kept=keep(),
        names={**site_titles(each.key[0] for each in found or ()), NEW: _("The new site")},
        titles=_titles(),
    )


def _held_against(supposed: Supposed, day: date, codes: Collection[str]) -> list[Difference]:
    asked, measure = replace(question(), as_of=day), measure_of(settings())
    now = list(assess(asked, measure, codes))
    return differences(now, list(assess(asked, measure, codes, supposed=supposed)))


def _seen(staff_number: str) -> Person | None:
    """The person, if the account may see one of their sites."""
    person = find_person(staff_number.strip())
    if person is None:
        return None
    return person if any(may_see_site(site.id if site else None) for site in _places(person)) else None


def _places(person: Person) -> list[Site | None]:
    """Where they work, worked or will; None: somewhere that is not recorded."""
    return [spell.site for spell in current_spells(Membership, person.id) if isinstance(spell, Membership)]


def _sites_of(person: Person) -> list[str]:
    """Those of these sites that the account may see."""
    return sorted({site.code for site in _places(person) if site is not None and may_see_site(site.id)})


def _titles() -> dict[tuple[str, str], str]:
    return {
        (clause.pack.id, clause.clause.id): clause.clause.title
        for clause in adopted_clauses(rules_known(question().known))
    }


def _plot(days: Collection[date]) -> CliffPlot | None:
    """How many requirements fall at sites in each week of the year; None where none does."""
    if not days:
        return None
    sentence = ngettext(
        "%(count)s requirement at a site becomes a gap within a year if nobody acts.",
        "%(count)s requirements at sites become gaps within a year if nobody acts.",
        len(days),
    )
    return cliff(
        _("What becomes a gap, week by week"), sentence, list(Counter(days).items()), frame().as_of, WEEKS
    )
