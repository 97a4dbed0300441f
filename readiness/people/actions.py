"""What a site is given by hand from a day on: its headcount, and how near care is."""

from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import HeadcountSet
from readiness.audit.events.people import NearbyCareSet
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import current, record, supersede
from readiness.foundation.words import gettext as _
from readiness.people.models import HeadcountOverride, NearbyCare
from readiness.people.queries import get_site


def set_headcount(site_code: str, from_on: date, headcount: int | None, actor: str) -> None:
    """Give a site's headcount by hand from a day on; None: it is counted again from that day."""
    if headcount is not None and headcount < 0:
        raise InvalidInput("A headcount is 0 or more.")
    site = get_site(site_code)
    with recording(actor) as opened:
        write_headcount(site.id, site.code, from_on, headcount, opened)


def write_headcount(
    site_id: int, site_code: str, from_on: date, headcount: int | None, opened: Recording
) -> None:
    """Set a headcount within a change that is open; another one for the same day is superseded."""
    present = HeadcountOverride.get_or_none(
        (HeadcountOverride.site == site_id)
        & (HeadcountOverride.from_on == from_on)
        & current(HeadcountOverride)
    )
    if present is None:
        record(HeadcountOverride, opened.change, site=site_id, from_on=from_on, headcount=headcount)
    else:
        supersede(present, opened.change, headcount=headcount)
    opened.note(HeadcountSet(site_code, from_on=from_on.isoformat(), headcount=headcount))


MOST_CARE_MINUTES = 999
"""What is further away than that is not near by anybody's measure."""


def set_nearby_care(site_code: str, from_on: date, minutes: int | None, actor: str) -> None:
    """Say how many minutes away care is that treats all who are hurt, from a day on; None: none is near."""
    if minutes is not None and not 0 <= minutes <= MOST_CARE_MINUTES:
        raise InvalidInput(_("minutes: Write whole minutes, from 0 to %(most)s.", most=MOST_CARE_MINUTES))
    site = get_site(site_code)
    with recording(actor) as opened:
        write_nearby_care(site.id, site.code, from_on, minutes, opened)


def write_nearby_care(
    site_id: int, site_code: str, from_on: date, minutes: int | None, opened: Recording
) -> None:
    """Say it within a change that is open; what was said from the same day on is superseded."""
    present = NearbyCare.get_or_none(
        (NearbyCare.site == site_id) & (NearbyCare.from_on == from_on) & current(NearbyCare)
    )
    if present is None:
        record(NearbyCare, opened.change, site=site_id, from_on=from_on, minutes=minutes)
    else:
        supersede(present, opened.change, minutes=minutes)
    opened.note(NearbyCareSet(site_code, from_on=from_on.isoformat(), minutes=minutes))
