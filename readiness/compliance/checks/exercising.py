"""Exercises that must have been held lately, and how many of the staff must have been there."""

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import Field

from readiness.compliance.checks.counting_terms import Counted, Windowed
from readiness.compliance.checks.examples import SiteExample
from readiness.compliance.checks.registry import About, Called, Subject, check
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import ExerciseKind, SiteDay, SiteRecords
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


class ExercisesInWindow(Windowed, Counted):
    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.exercises:
            yield from self.days_of(each.held_on)

    def asks_less_than(self, other: "ExercisesInWindow") -> bool:
        """As many, of kinds that count there too, in a window that is surely no longer, ask for no less."""
        if self.counts_others_than(other):
            return True
        return self.at_least * self.surely_within(other) < other.at_least


@check(
    Subject.SITE,
    ExercisesInWindow,
    SiteExample,
    Called(About.EXERCISES, msgid("So many exercises within a time")),
)
def exercises_in_window(terms: ExercisesInWindow, facts: SiteDay) -> Verdict:
    """So many exercises were held at the site within the window that ends on the day."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    have = terms.number_of([each for each in facts.records.exercises if terms.holds(each.held_on, facts.day)])
    return Verdict(Status.MET if have >= terms.need else Status.GAP, terms.need, have)


class ParticipationOfStaff(Windowed):
    percent: int = Field(
        ge=1,
        le=100,
        strict=True,
        title=msgid("Percent of those who work there"),
        description=msgid("So many of the headcount were at an exercise there."),
    )
    kinds: tuple[ExerciseKind, ...] = Field(
        default=(), title=msgid("Kinds of exercise"), description=msgid("None chosen: any kind counts.")
    )

    def need(self, headcount: int) -> int:
        return -(-headcount * self.percent // 100)

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.attended:
            yield from self.days_of(each.held_on)
            for spell in each.present:
                yield spell.from_on
                if spell.until_on != date.max:
                    yield spell.until_on + timedelta(days=1)

    def asks_less_than(self, other: "ParticipationOfStaff") -> bool:
        is_wider = bool(other.kinds) and not (self.kinds and set(self.kinds) <= set(other.kinds))
        return is_wider or self.percent < other.percent or not self.surely_within(other)


@check(
    Subject.SITE,
    ParticipationOfStaff,
    SiteExample,
    Called(About.EXERCISES, msgid("Enough of the staff take part in exercises")),
)
def participation_of_staff(terms: ParticipationOfStaff, facts: SiteDay) -> Verdict:
    """Such a share of those who work at the site were at an exercise there within the window."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    there = {
        each.person
        for each in facts.records.attended
        if terms.holds(each.held_on, facts.day)
        and (not terms.kinds or each.kind in terms.kinds)
        and any(spell.holds(facts.day) for spell in each.present)
    }
    need = terms.need(facts.headcount)
    return Verdict(Status.MET if len(there) >= need else Status.GAP, need, len(there))
