"""Reminders of what follows from exercises: actions chase who sees to them, training needs who runs it all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.accounts.told import Accounts, Reached, person_named
from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER
from readiness.reminders.queries import AtSite
from readiness.reminders.stages import escalation_of, reached_on, stages_of
from readiness.reminders.wanted import About, Wanted, Words
from readiness.standards.reminders import ReminderRules, Stages

ACTION, NEED = "corrective-action", "training-need"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A corrective action that is not done, or a training that was not had. `owner` '': nobody is named."""

    source: str
    number: int
    text: str
    owner: str
    due_on: date
    site: AtSite


_OPEN = """
SELECT w.source, w.number, w.text, w.owner, w.due_on, s.id, s.code, s.name, s.country, s.region FROM (
    SELECT 'corrective-action' AS source, fact_id AS number, exercise, text, owner, due_on FROM corrective_action
    WHERE superseded_in = :never AND state = 'open'
    UNION ALL
    SELECT 'training-need', fact_id, exercise, text, '', due_on FROM training_need
    WHERE superseded_in = :never AND met_on IS NULL
) w JOIN exercise x ON x.fact_id = w.exercise AND x.superseded_in = :never JOIN site s ON s.id = x.site_id
WHERE s.time_zone = :zone AND w.due_on >= :first AND w.due_on <= :last ORDER BY w.source, w.number
"""


def follow_ups(zone: str, between: tuple[date, date]) -> list[FollowUp]:
    """What is still open of those at sites of a zone that are due within some days."""
    rows = select(_OPEN, never=NEVER, zone=zone, first=between[0], last=between[1])
    return [
        FollowUp(source, number, text, owner, due_on, AtSite(*site))
        for source, number, text, owner, due_on, *site in rows
    ]


@dataclass(frozen=True, slots=True)
class Following:
    """What follow-ups ask of reminders: their rules, and the accounts that may be told."""

    rules: ReminderRules
    accounts: Accounts

    def of(self, source: str) -> Stages:
        return self.rules.corrective_action if source == ACTION else self.rules.training_need

    def wanted(self, found: list[FollowUp], today: date) -> Iterator[Wanted]:
        """What is wanted of these on a day."""
        for each in found:
            rules = self.of(each.source)
            stage = reached_on(stages_of(rules, each.due_on), today)
            if stage is not None:
                yield from (_wanted(each, told, stage.name) for told in self._owners(each, today))
            escalated = reached_on(escalation_of(rules, each.due_on), today)
            if escalated is not None:
                yield from (_wanted(each, told, escalated.name) for told in self._above(each))

    def _owners(self, each: FollowUp, today: date) -> list[Reached]:
        """Who sees to it; where nobody is known by that name, those who run exercises."""
        named = self.accounts.named(each.owner) or (person_named(each.owner, today) if each.owner else None)
        return [named] if named is not None else self.accounts.running_exercises()

    def _above(self, each: FollowUp) -> list[Reached]:
        return self.accounts.managing(each.site.id)


def _wanted(each: FollowUp, told: Reached, stage: str) -> Wanted:
    content = {
        "text": each.text,
        "owner": each.owner,
        "due_on": each.due_on.isoformat(),
        "site": each.site.name,
        "is_over": stage.startswith(("after", "escalated")),
        "is_escalated": stage == "escalated",
        "is_training": each.source == NEED,
    }
    place = "needs" if each.source == NEED else "actions"
    link = f"/exercises/{place}/{each.number}"
    about = About(f"{each.source}:{each.number}", each.due_on, each.site, told.person)
    return Wanted(told, about, stage, Words("reminders.follow_up", content, link))
