"""Whether a clause is asked of a site on a day: by its country, kind, hazard and size, and how near care is. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.checks.nearness import is_without_care, near_note
from readiness.compliance.checks.steps import ClauseText
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.subjects import NO_SITE, SiteFacts
from readiness.foundation.words import gettext as _


def applicability(
    clause: AdoptedClause, site: SiteFacts, day: date, headcount: Callable[[], int]
) -> Verdict | None:
    """Why the clause is not asked of the site on a day, or cannot be told to be; None where it applies."""
    adopted = clause.text_on(day)
    if adopted is None:
        return None
    if adopted.is_for_all:
        return None
    if site.id == NO_SITE.id:
        why = _("Cannot tell: no site is recorded, and this is asked at some sites only.")
        return Verdict(Status.CANNOT_TELL, why=why, missing=(MissingFact.SITE,))
    unknown: list[MissingFact] = []
    for is_met, missing, why in _conditions(adopted, site, day):
        if is_met is None:
            unknown.append(missing)
        elif not is_met:
            return Verdict(Status.NOT_APPLICABLE, why=why)
    bounds = _out_of_bounds(adopted, headcount)
    if bounds:
        return Verdict(Status.NOT_APPLICABLE, why=bounds)
    if unknown:
        facts = ", ".join(fact.words for fact in unknown)
        why = _("Cannot tell: %(facts)s of this site is not recorded.", facts=facts)
        return Verdict(Status.CANNOT_TELL, why=why, missing=tuple(unknown))
    return None


def facts_missing(clause: AdoptedClause, site: SiteFacts, day: date) -> list[MissingFact]:
    """The facts of a site for want of which it cannot be told whether the clause is asked of it."""
    adopted = clause.text_on(day)
    if adopted is None or adopted.is_for_all:
        return []
    return [missing for is_met, missing, _why in _conditions(adopted, site, day) if is_met is None]


def _conditions(
    adopted: ClauseText, site: SiteFacts, day: date
) -> Iterator[tuple[bool | None, MissingFact, str]]:
    """Each condition: whether it holds (None: the fact is missing), the fact, why it is not asked."""
    country, _dash, region = adopted.pack.jurisdiction.partition("-")
    applies = adopted.clause.applies
    if country:
        yield _named(site.country, (country,)), MissingFact.COUNTRY, _not_for(_("country"), site.country)
    if region:
        yield _in_region(site, (region,)), MissingFact.REGION, _not_for(_("region"), site.region)
    if applies.country:
        yield _named(site.country, applies.country), MissingFact.COUNTRY, _not_for(_("country"), site.country)
    if applies.region:
        yield _in_region(site, applies.region), MissingFact.REGION, _not_for(_("region"), site.region)
    if applies.kind:
        yield _named(site.kind, applies.kind), MissingFact.KIND, _not_for(_("kind of site"), site.kind)
    if applies.hazard:
        yield _named(site.hazard, applies.hazard), MissingFact.HAZARD, _not_for(_("hazard"), site.hazard)
    if applies.open_to_public is not None:
        public = site.open_to_public
        why = _("Asked only of sites that are open to the public.")
        if not applies.open_to_public:
            why = _("Asked only of sites that are not open to the public.")
        is_met = None if public is None else public == applies.open_to_public
        yield is_met, MissingFact.OPEN_TO_PUBLIC, why
    if not (is_without := is_without_care(applies, site, day)):
        yield is_without, MissingFact.HAZARD, near_note(site, day)


def _named(value: str, names: Sequence[str]) -> bool | None:
    return value.casefold() in {name.casefold() for name in names} if value else None


def _in_region(site: SiteFacts, regions: Sequence[str]) -> bool | None:
    """A region may be written with its country ('US-CA') or without ('CA'), on either side."""
    prefix = f"{site.country}-".casefold()
    region = site.region.casefold().removeprefix(prefix)
    return _named(region, [name.casefold().removeprefix(prefix) for name in regions])


def _not_for(what: str, value: str) -> str:
    return _("Not asked of this site: its %(what)s is '%(value)s'.", what=what, value=value)


def _out_of_bounds(adopted: ClauseText, headcount: Callable[[], int]) -> str:
    lowest, highest = adopted.clause.applies.headcount_from, adopted.clause.applies.headcount_to
    if lowest is None and highest is None:
        return ""
    people = headcount()
    if lowest is not None and people < lowest:
        return _("Asked from %(bound)s people on; %(people)s work here.", bound=lowest, people=people)
    if highest is not None and people > highest:
        return _("Asked up to %(bound)s people; %(people)s work here.", bound=highest, people=people)
    return ""
