"""Whose records an account may see: everyone's, or those of the people who work today at some sites."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list
from readiness.foundation.temporal import NEVER


@dataclass(frozen=True, slots=True)
class Reach:
    """`site_ids` None: every site. Today decides, not the day in question: who has moved away has moved."""

    site_ids: frozenset[int] | None
    today: date

    def values(self) -> dict[str, Any]:
        """The values for the places of `within_reach` and `reached`."""
        if self.site_ids is None:
            return {}
        return {"never": NEVER, "today": self.today, "reach": number_list(sorted(self.site_ids))}


def reached() -> str:
    """SQL for the people within a reach that has sites."""
    return (
        f"SELECT r.person_id FROM membership r WHERE {among('r.site_id', 'reach')} "
        "AND r.superseded_in = :never AND r.from_on <= :today AND r.until_on >= :today"
    )


def within_reach(reach: Reach, person: str) -> list[str]:
    """The condition that the person in this column is within reach; none where everyone is."""
    return [] if reach.site_ids is None else [f"EXISTS ({reached()} AND r.person_id = {person} LIMIT 1)"]
