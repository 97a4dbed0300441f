"""The pages of what comes: how long each site stays covered, and what would be if somebody left or a site opened."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from wtforms import Field

from readiness.compliance.addresses import finding_addresses
from readiness.compliance.adopted import clauses_of_page
from readiness.compliance.checks import HoldersPerHeadcount
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.days.supposing import NEW, NOTHING_SUPPOSED, Supposed, differences
from readiness.compliance.judging.ahead import HORIZON, SiteAhead, sites_ahead
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.beginning import would_be_otherwise
from readiness.compliance.judging.cells import Cell
from readiness.compliance.judging.counted_cells import cells_ahead
from readiness.compliance.judging.otherwise import stood_otherwise
from readiness.compliance.judging.preview import if_terms_were
from readiness.compliance.judging.worlds import Pair, World
from readiness.compliance.measuring import measure_of
from readiness.compliance.views.overview import short_since, shown_overview
from readiness.forecast.booked import Booking, booked, if_taught
from readiness.forecast.forms import AskingForm, LeavingForm, OpeningForm, TeachingForm, TermsForm
from readiness.forecast.naming import named, sites_of
from readiness.forecast.on_days import OnDay, together
from readiness.forecast.untold import Untold, untold_at
from readiness.forecast.weekly import falling, falling_plot, falling_weeks
from readiness.foundation import clock
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number
from readiness.people.asking import asked as people_asked
from readiness.people.models import Person
from readiness.people.numbered import names_with_numbers
from readiness.people.queries import site_choices, site_titles
from readiness.requirements.queries import OwnTermsSpell, Rules, rules_known
from readiness.web.access import READERS, allow, current_account
from readiness.web.frame import frame, keep, question
from readiness.web.settings import settings

pages = Blueprint("ahead", __name__)

MOST_SITES = 100_000
_AHEAD = HORIZON.days + 1
"""So far is looked ahead: where it is tomorrow already, a day further."""


@pages.get("/compliance/ahead")
@allow(*READERS)
def index() -> str:
    """Each site with how long it is covered if nobody acts; what falls first stands first."""
    overview, late = shown_overview(_AHEAD)
    sites = sites_ahead(overview.of_site, frame().as_of, _days_there(), clauses_of_page(question().known))
    falls = falling(overview.cells, frame().as_of)
    return render_template(
        "forecast/ahead.html",
        sites=sites,
        untold=_untold(sites),
        since=short_since(),
        late=late,
        names=site_titles(site.code for site in sites),
        titles=_titles(),
        finding_address=finding_addresses(),
        plot=falling_plot(falls, frame().as_of),
        weeks=falling_weeks(falls, frame().as_of),
        steady=sum(1 for site in sites if site.days is None),
        horizon_on=frame().as_of + HORIZON,
    )


@pages.get("/compliance/ahead/booked")
@allow(*READERS)
def if_booked() -> str:
    """The sites to which anything booked makes a difference: covered for how long without it, and with it.

    With `invited`, as if all came who are invited to a class.
    """
    measure = measure_of(settings())
    now = frame().known_at or clock.now()
    with_invited = request.args.get("invited", "") == "1"
    today = now.astimezone(frame().zone).date()
    coming = booked(measure.kinds, Booking(today, now, question().known, with_invited))
    own = _own_codes()
    codes = [code for code in coming.codes if own is None or code in own]
    before, after = (
        {site.code: site for site in _sites(codes, measure, supposed)}
        for supposed in (NOTHING_SUPPOSED, coming.supposed)
    )
    after = {code: site for code, site in after.items() if site != before.get(code)}
    return render_template(
        "forecast/booked.html",
        coming=coming,
        with_invited=with_invited,
        is_booked=bool(codes),
        is_whole=own is None,
        before=before,
        after=after,
        untold=_untold([*before.values(), *after.values()]),
        names=site_titles(codes),
        titles=_titles(),
        finding_address=finding_addresses(),
    )


def _sites(codes: Collection[str], measure: Measure, supposed: Supposed) -> list[SiteAhead]:
    """How long sites stay covered, with what is supposed taken for true."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells_ahead(question(), measure, codes, supposed) if codes else ():
        cells[cell.site].append(cell)
    return sites_ahead(cells, frame().as_of, _days_there(), clauses_of_page(question().known))


def _untold(sites: Collection[SiteAhead]) -> dict[str, Untold]:
    return untold_at(sites, clauses_of_page(question().known), question())


def _days_there() -> dict[str, date]:
    """Today at each site: days are counted alike on the page of all sites and on that of one."""
    if frame().as_of != frame().today:
        return {}
    sites = site_choices(current_account().site_ids, MOST_SITES)
    days = {zone: clock.today(zone) for zone in {site.time_zone for site in sites}}
    return {site.code: days[site.time_zone] for site in sites}


@pages.get("/compliance/what-if/terms")
@allow(*READERS)
def terms() -> str:
    """What would be if a requirement asked for other numbers. Nothing is recorded."""
    form = TermsForm.of(request.args)
    known = rules_known(question().known)
    counted = _counted(known, frame().as_of)
    form.clause.choices = [(key, _named(each, day)) for key, (day, each) in counted.items()]
    found: list[OnDay] | None = None
    if form.is_asked and form.validate():
        chosen = [counted[key] for key in form.clause.data if key in counted]
        numbers = {"one_per": form.one_per.data, "at_least": form.at_least.data}
        if len(chosen) < len(form.clause.data):
            form.clause.errors = [_("Choose a requirement.")]
        elif not any(numbers.values()):
            form.one_per.errors = [_("Write one of the two numbers.")]
        else:
            assert form.from_on.data is not None  # noqa: S101
            from_on = form.from_on.data
            found = [_if_asked(clause, begins, numbers, from_on, known) for begins, clause in chosen]
    return _page(form, found, "terms", _asked_instead(form))


def _counted(known: Rules, as_of: date) -> dict[str, tuple[date, AdoptedClause]]:
    """What asks for so many holders, now or from a day to come on, with that day; the earliest where there are two."""
    found: dict[str, tuple[date, AdoptedClause]] = {}
    for each in adopted_clauses(known):
        first = max(as_of, each.from_on)
        days = [max(day, first) for day, _terms in each.steps if max(day, first) <= each.until_on]
        begins = next((day for day in days if isinstance(each.terms_on(day), HoldersPerHeadcount)), None)
        key = "/".join(each.key)
        if begins is not None and (key not in found or begins < found[key][0]):
            found[key] = begins, each
    return found


def _named(clause: AdoptedClause, begins: date) -> str:
    if begins == frame().as_of:
        return clause.clause.title
    return _("%(what)s (asked from %(day)s on)", what=clause.clause.title, day=day_in_words(begins))


def _if_asked(
    clause: AdoptedClause, begins: date, numbers: Mapping[str, int | None], from_on: date, known: Rules
) -> OnDay:
    """The findings of one clause that would be others by other numbers, on the first day on which they are asked."""
    now = clause.terms_on(from_on) or clause.terms_on(begins)
    assert now is not None  # noqa: S101
    kept = now.model_dump(mode="json", exclude_none=True, exclude=set(numbers))
    own = OwnTermsSpell(
        clause.clause.check, {**kept, **{k: v for k, v in numbers.items() if v}}, from_on, LAST_DAY, "", ""
    )
    day = max(from_on, begins)
    asked, measure = replace(question(), as_of=day), measure_of(settings())
    before = if_terms_were(clause.key, None, LAST_DAY, known)
    before = Rules(before.packs, {clause.key: known.own_terms.get(clause.key, ())})
    after = if_terms_were(clause.key, own, from_on, known)
    return _on_day(
        day, stood_otherwise(World(asked, measure, before), World(asked, measure, after), _own_codes())
    )


def _own_codes() -> list[str] | None:
    """The sites that are looked at; None: every one."""
    own = current_account().site_ids
    if frame().site:
        return [frame().site or ""]
    return None if own is None else [site.code for site in site_choices(own, len(own))]


@pages.get("/compliance/what-if/class")
@allow(*READERS)
def teaches() -> str:
    """What would be if people took a class. Nothing is recorded."""
    form = TeachingForm.of(request.args)
    kinds = measure_of(settings()).kinds
    form.kind.choices = {"": _("Choose …")} | {each.code: each.title for each in kinds.offered}
    found: list[OnDay] | None = None
    there = _whole(form, form.staff_numbers) if form.is_asked else None
    held_on = form.held_on.data
    if there is not None and form.kind.data not in kinds:
        form.kind.errors = [_("Choose a certificate.")]
    elif there is not None and held_on is not None:
        taught = [(person.id, person.staff_number) for person in there]
        supposed = if_taught(form.kind.data, held_on, taught, kinds, question().known)
        found = _held_against(supposed, held_on, sites_of(there))
    return _page(form, found, "class")


@pages.get("/compliance/what-if/leaves")
@allow(*READERS)
def leaves() -> str:
    """What would be on the day after the last day of one or several people. Nothing is recorded."""
    form = LeavingForm.of(request.args)
    found: list[OnDay] | None = None
    there = _whole(form, form.staff_number) if form.is_asked else None
    last_on = form.last_on.data
    if there is not None and last_on is not None:
        supposed = Supposed(leaving={person.staff_number: last_on for person in there})
        found = _held_against(supposed, last_on + timedelta(days=1), sites_of(there))
    return _page(form, found, "leaves")


def _whole(form: AskingForm, who: Field) -> list[Person] | None:
    """Who is meant; None where something of the form is wrong, all of which it then tells."""
    holds, said = form.validate(), named(who.data or "")
    if said.faults:
        who.errors = said.faults
    elif not said.people and not who.errors:
        who.errors = [_("Write whom you mean.")]
    return list(said.people) if holds and not who.errors else None


@pages.get("/compliance/what-if/opens")
@allow(*READERS)
def opens() -> str:
    """What would be asked of a site that opens. Nothing is recorded."""
    form = OpeningForm.of(request.args)
    found: list[OnDay] | None = None
    if form.is_asked and form.validate():
        opening = form.opening(settings().time_zone)
        found = _held_against(Supposed(opening=opening), opening.from_on, ())
    return _page(form, found, "opens")


def _asked_instead(form: TermsForm) -> str:
    """The numbers that are asked for, since what is asked may bear others in its title."""
    said = []
    if form.one_per.data:
        said.append(ngettext("one for every person", "one for every %(count)s people", form.one_per.data))
    if form.at_least.data:
        said.append(_("at least %(count)s", count=number(form.at_least.data)))
    return _("asked here: %(numbers)s", numbers=", ".join(said)) if said else ""


def _page(form: AskingForm, found: list[OnDay] | None, current: str, asked_instead: str = "") -> str:
    return render_template(
        "forecast/what_if.html",
        form=form,
        found=None if found is None else together(found),
        current=current,
        asked_instead=asked_instead,
        kept=keep(),
        names={
            **site_titles(each.key[0] for group in found or () for each in group.differences),
            NEW: _("The new site"),
        },
        people=names_with_numbers(
            {each.key[3] for group in found or () for each in group.differences}, people_asked().reach
        ),
        titles=_titles(),
    )


def _held_against(supposed: Supposed, day: date, codes: Collection[str]) -> list[OnDay]:
    now = World(replace(question(), as_of=day), measure_of(settings()))
    return [_on_day(day, would_be_otherwise(now, replace(now, supposed=supposed), codes))]


def _on_day(day: date, pairs: Sequence[Pair]) -> OnDay:
    return OnDay(
        day, differences([now for now, _then in pairs if now], [then for _now, then in pairs if then])
    )


def _titles() -> dict[tuple[str, str], str]:
    return {each.key: each.clause.title for each in clauses_of_page(question().known)}
