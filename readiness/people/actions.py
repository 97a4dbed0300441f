"""What may be done with sites and people by hand."""

from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import HeadcountSet
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import current, record, supersede
from readiness.people.models import HeadcountOverride
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
