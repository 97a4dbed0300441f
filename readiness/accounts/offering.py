"""Who is offered where a page asks who sees to something at a site."""

from datetime import date

from readiness.accounts.roles import ROLE_TITLES
from readiness.accounts.told import accounts_on
from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.web.access import Role
from readiness.web.forms import Suggestion

SEE_TO_IT = (Role.MANAGER, Role.HR, Role.COORDINATOR, Role.ADMIN)
"""The roles of accounts that are offered, where they see the site."""

MOST = 500
"""So many people of a site are offered; whoever else is meant is typed."""


def who_may_see_to(site_id: int | None, today: date) -> list[Suggestion]:
    """Accounts that see a site, by their address, and those who work there, by their staff number; None: no site.

    Whoever asks must see the site: then they see these people, too.
    """
    seeing = [
        Suggestion(each.email, f"{each.name}, {_(ROLE_TITLES[each.role])}")
        for each in accounts_on(today).able
        if each.role in SEE_TO_IT and (each.site_ids is None or site_id in each.site_ids)
    ]
    return [*seeing, *([] if site_id is None else _working_at(site_id, today))]


def _working_at(site_id: int, today: date) -> list[Suggestion]:
    """Those who can be written to; they are told of it."""
    rows = select(
        "SELECT p.staff_number, p.given_name, p.family_name FROM membership m "
        "JOIN person p ON p.id = m.person_id AND p.superseded_in = :never AND p.email <> '' "
        "WHERE m.site_id = :site AND m.superseded_in = :never AND m.from_on <= :today AND m.until_on >= :today "
        "AND EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id AND e.superseded_in = :never "
        "AND e.from_on <= :today AND e.until_on >= :today) ORDER BY p.name_key, p.id LIMIT :most",
        site=site_id,
        never=NEVER,
        today=today,
        most=MOST,
    )
    return [Suggestion(number, f"{given} {family}".strip()) for number, given, family in rows]
