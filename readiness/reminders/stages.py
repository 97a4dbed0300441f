"""Which stage of reminding a due day has reached. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.reminders.working_days import WorkingDays
from readiness.standards.reminders import Stages

LATE_AT_MOST = 30
"""Days for which the last stage is still caught up: what lapsed long ago is no news when records begin."""

ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, the day on which it begins, and the last day on which it may be caught up."""

    name: str
    begins_on: date
    ends_on: date


def stages_of(rules: Stages, due_on: date) -> list[Stage]:
    """The stages of whoever is to do it, in their order; each lasts until the next one begins."""
    begins = {due_on - timedelta(days=days): f"before-{days}" for days in rules.before}
    begins |= {due_on + timedelta(days=days): f"after-{days}" for days in rules.after}
    days = sorted(begins)
    ends = [each - timedelta(days=1) for each in days[1:]] + [
        day + timedelta(days=LATE_AT_MOST) for day in days[-1:]
    ]
    return [Stage(begins[day], day, end) for day, end in zip(days, ends, strict=True)]


def escalation_of(rules: Stages, due_on: date) -> list[Stage]:
    """The stage at which someone else is told."""
    if rules.escalate_after is None:
        return []
    day = due_on + timedelta(days=rules.escalate_after)
    return [Stage(ESCALATED, day, day + timedelta(days=LATE_AT_MOST))]


def reached_on(stages: list[Stage], today: date) -> Stage | None:
    """The stage that holds on a day: the latest that has begun, and no earlier one."""
    return next((stage for stage in stages if stage.begins_on <= today <= stage.ends_on), None)


def sending_days(stages: Iterable[Stage], working: WorkingDays, today: date) -> Iterator[tuple[date, Stage]]:
    """On which days they are sent from today on, if nothing is done: the first working day on which each holds."""
    for stage in stages:
        day = working.first_from(max(stage.begins_on, today))
        if day <= stage.ends_on:
            yield day, stage


def furthest(rules: Stages) -> tuple[int, int]:
    """How many days before and after a due day something may still be sent."""
    after = max((*rules.after, rules.escalate_after or 0), default=0)
    return max(rules.before, default=0), after + LATE_AT_MOST
