"""What exercises say of the day of people: where they work, one is planned. Only of those that are announced."""

from collections.abc import Sequence
from datetime import date

from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _


def exercise_days(person_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """Sentences by the person's number, of whoever works on that day where an exercise is planned."""
    rows = select(
        "SELECT DISTINCT m.person_id, s.name FROM exercise x JOIN site s ON s.id = x.site_id "
        "JOIN membership m ON m.site_id = x.site_id AND m.superseded_in = :never AND m.from_on <= :day "
        "AND m.until_on >= :day WHERE x.superseded_in = :never AND x.planned_on = :day AND x.held_on IS NULL "
        "AND x.not_held_why = '' "
        f"AND x.is_announced AND {among('m.person_id', 'people')}",
        never=NEVER,
        day=day,
        people=number_list(person_ids),
    )
    found: dict[int, list[str]] = {}
    for person_id, site in rows:
        found.setdefault(person_id, []).append(_("An exercise at %(site)s on that day.", site=site))
    return found
