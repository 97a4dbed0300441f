"""Whom a page of rotas is about: the site with its names and days, within the reach of the account that asks."""

from datetime import date

from readiness.duty.models import DutyShift
from readiness.duty.queries import get_shift
from readiness.foundation import clock
from readiness.foundation.database import select
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.people.queries import get_site_by_id
from readiness.people.reach import Reach, within_reach
from readiness.web.access import check_site, current_account


def asked_site(site_id: int) -> Site:
    """The site; raises NotFound for another's, and for none."""
    check_site(site_id)
    return get_site_by_id(site_id)


def asked_shift(number: int) -> DutyShift:
    """The weekly shift; raises NotFound for one at another's site, and for none."""
    shift = get_shift(number)
    check_site(shift.site.id)
    return shift


def today_at(site: Site) -> date:
    return clock.today(site.time_zone)


def check_reach(staff_number: str, today: date) -> None:
    """Raise InvalidInput where somebody is not among the people whom the account may see: as if there were nobody."""
    reach = Reach(current_account().site_ids, today)
    wanted = " AND ".join(["", *within_reach(reach, "p.id")])
    rows = select(
        f"SELECT 1 FROM person p WHERE p.staff_number = :number AND p.superseded_in = :never{wanted}",
        number=staff_number.strip(),
        **{"never": NEVER, **reach.values()},
    )
    if next(rows, None) is None and reach.site_ids is not None and staff_number.strip():
        raise InvalidInput(
            _(
                "staff_number: There is nobody with the staff number '%(number)s' at your sites.",
                number=staff_number.strip(),
            )
        )


def day_or(text: str, otherwise: date) -> date:
    """The day that an address names; raises NotFound for what is no day."""
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise NotFound(_("There is no such week.")) from None
