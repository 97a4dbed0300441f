"""What the pages of incidents ask first: who may do what, and the incident of the address for those who may see it."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from readiness.foundation import clock
from readiness.incidents.models import Incident
from readiness.incidents.queries import get_incident
from readiness.incidents.sealing import Sealer, sealer_of
from readiness.lines.queries import crisis_lines
from readiness.people.models import Site
from readiness.people.queries import get_site, site_countries
from readiness.protocols.queries import latest_revisions, protocol_of
from readiness.web.access import Role, check_site, current_account
from readiness.web.frame import frame
from readiness.web.settings import installation

RECORDERS = (Role.EMPLOYEE, Role.MANAGER, Role.HR, Role.COORDINATOR, Role.ADMIN)
"""Whoever was there writes down what happened."""
CARERS = (Role.MANAGER, Role.HR, Role.COORDINATOR)
"""Those who go on with an incident and look after those involved: a manager at the own sites."""
HOLDERS = (Role.HR, Role.ADMIN)
"""Those who hold an incident against removal."""
BLIND = (Role.ADMIN, Role.AUDITOR)
"""Those who see of a privacy case only that there was one."""


def seen_incident(number: int) -> Incident:
    """The incident; raises NotFound where there is none, or where it is another's."""
    incident = get_incident(number)
    check_site(incident.site.id)
    return incident


def sees_private() -> bool:
    """Whether the account sees privacy cases in full."""
    return current_account().role not in BLIND


def own_sites() -> frozenset[int] | None:
    """The sites whose incidents are shown: the one that the page is about, else the account's own; None: every site."""
    code = frame().site
    return frozenset({get_site(code).id}) if code else current_account().site_ids


def today_at(site: Site) -> date:
    """The day it is at a site."""
    return clock.today(site.time_zone)


def instant_at(site: Site, typed: datetime | None) -> datetime:
    """What was typed by the clock at the site, as an instant; without it, now."""
    return typed.replace(tzinfo=ZoneInfo(site.time_zone)) if typed else clock.now()


def clock_at(site: Site, instant: datetime) -> datetime:
    """An instant as the clock at the site showed it, to the minute."""
    return instant.astimezone(ZoneInfo(site.time_zone)).replace(second=0, microsecond=0, tzinfo=None)


def sealer() -> Sealer:
    """What seals in this installation."""
    return sealer_of(installation())


def protocol_titles() -> dict[str, str]:
    """By slug the situation of each protocol, by the alphabet; titles are neutral and tell no two apart."""
    found = {each.slug: protocol_of(each).en.situation for each in latest_revisions()}
    return dict(sorted(found.items(), key=lambda each: each[1].casefold()))


def line_names(codes: Iterable[str]) -> dict[str, str]:
    """By code what crisis lines are called, told apart; one that there is no more by its code."""
    known = crisis_lines()
    return {code: known[code].told_apart if code in known else code for code in codes}


def line_choices(named: Iterable[str]) -> list[tuple[str, str]]:
    """The crisis lines of the countries where there are sites, and those named already."""
    countries = site_countries()
    here = (code for code, line in crisis_lines().items() if line.country in countries)
    return list(line_names([*here, *named]).items())
