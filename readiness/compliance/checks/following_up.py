"""What must follow an exercise or an incident: a report, actions that are closed, the offer of a debrief."""

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import Field, StrictBool

from readiness.compliance.checks.counting_terms import months_after
from readiness.compliance.checks.examples import SiteExample
from readiness.compliance.checks.registry import About, Called, CheckTerms, Subject, check
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import ExerciseKind, OpenedAction, SiteDay, SiteRecords
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

_ONE_DAY = timedelta(days=1)


class WithinDays(CheckTerms):
    """Something is owed within so many days of another; what lies long back is asked about no more."""

    within_days: int = Field(ge=0, strict=True, title=msgid("Within days"))
    looking_back_months: int = Field(
        default=12,
        ge=1,
        strict=True,
        title=msgid("Looking back so many months"),
        description=msgid("What lies further back is asked about no more."),
    )

    def last_on(self, began_on: date) -> date:
        """The last day on which what is owed is in time."""
        return began_on + timedelta(days=self.within_days)

    def is_asked(self, began_on: date, day: date) -> bool:
        return began_on <= day < months_after(began_on, self.looking_back_months)

    def is_late(self, began_on: date, done_on: date | None, day: date) -> bool:
        """Whether it was not done by the day, and the time for it is over."""
        return day > self.last_on(began_on) and (done_on is None or done_on > day)

    def days_of(self, began_on: date, done_on: date | None) -> Iterator[date]:
        yield began_on
        yield self.last_on(began_on) + _ONE_DAY
        yield months_after(began_on, self.looking_back_months)
        if done_on is not None:
            yield done_on

    def asks_less(self, other: "WithinDays") -> bool:
        return self.within_days > other.within_days or self.looking_back_months < other.looking_back_months


class AfterActionWithin(WithinDays):
    kinds: tuple[ExerciseKind, ...] = Field(
        default=(), title=msgid("Kinds of exercise"), description=msgid("None chosen: after any kind.")
    )

    def is_about(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.exercises:
            yield from self.days_of(each.held_on, each.signed_on)

    def asks_less_than(self, other: "AfterActionWithin") -> bool:
        covers = not self.kinds or (bool(other.kinds) and set(other.kinds) <= set(self.kinds))
        return not covers or self.asks_less(other)


@check(
    Subject.SITE,
    AfterActionWithin,
    SiteExample,
    Called(About.EXERCISES, msgid("After-action reports are signed in time")),
)
def after_action_within(terms: AfterActionWithin, facts: SiteDay) -> Verdict:
    """The report of each exercise at the site was signed within so many days."""
    asked = [
        each
        for each in facts.records.exercises
        if each.for_clause is None and terms.is_about(each.kind) and terms.is_asked(each.held_on, facts.day)
    ]
    if not asked:
        return Verdict(Status.NOT_APPLICABLE, why=_("No exercise was held here in that time."))
    late = sum(terms.is_late(each.held_on, each.signed_on, facts.day) for each in asked)
    return Verdict(Status.GAP if late else Status.MET, len(asked), len(asked) - late)


class CorrectiveActionsClosed(CheckTerms):
    grace_days: int = Field(
        default=0,
        ge=0,
        strict=True,
        title=msgid("Days of grace"),
        description=msgid("After its own last day."),
    )
    done_is_enough: StrictBool = Field(
        default=False, title=msgid("Done is enough, before an exercise has shown its effect")
    )

    def ended_on(self, action: OpenedAction) -> date | None:
        """The day on which an action was closed, or done where that is enough."""
        if self.done_is_enough and action.done_on is not None:
            return action.done_on
        return action.closed_on

    def last_on(self, action: OpenedAction) -> date:
        return action.due_on + timedelta(days=self.grace_days)

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.actions:
            yield each.opened_on
            yield self.last_on(each) + _ONE_DAY
            ended = self.ended_on(each)
            if ended is not None:
                yield ended

    def asks_less_than(self, other: "CorrectiveActionsClosed") -> bool:
        return self.grace_days > other.grace_days or self.done_is_enough > other.done_is_enough


@check(
    Subject.SITE,
    CorrectiveActionsClosed,
    SiteExample,
    Called(About.EXERCISES, msgid("Corrective actions are closed in time")),
)
def corrective_actions_closed(terms: CorrectiveActionsClosed, facts: SiteDay) -> Verdict:
    """No corrective action of an exercise at the site is open past its day."""
    opened = [each for each in facts.records.actions if each.opened_on <= facts.day]
    if not opened:
        return Verdict(Status.NOT_APPLICABLE, why=_("No exercise here has opened a corrective action."))
    late = 0
    for each in opened:
        ended = terms.ended_on(each)
        late += facts.day > terms.last_on(each) and (ended is None or ended > facts.day)
    return Verdict(Status.GAP if late else Status.MET, len(opened), len(opened) - late)


class DebriefOfferedWithin(WithinDays):
    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.incidents:
            yield from self.days_of(each.occurred_on, each.offered_on)

    def asks_less_than(self, other: "DebriefOfferedWithin") -> bool:
        return self.asks_less(other)


@check(
    Subject.SITE,
    DebriefOfferedWithin,
    SiteExample,
    Called(About.EXERCISES, msgid("A debrief is offered after an incident")),
)
def debrief_offered_within(terms: DebriefOfferedWithin, facts: SiteDay) -> Verdict:
    """After each real incident at the site a debrief was offered within so many days."""
    asked = [each for each in facts.records.incidents if terms.is_asked(each.occurred_on, facts.day)]
    if not asked:
        return Verdict(Status.NOT_APPLICABLE, why=_("No incident was recorded here in that time."))
    late = sum(terms.is_late(each.occurred_on, each.offered_on, facts.day) for each in asked)
    return Verdict(Status.GAP if late else Status.MET, len(asked), len(asked) - late)
