"""Quotas: so many exercises of a kind in each year, quarter or month, as laws about schools and hospitals ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from readiness.compliance.checks.counting_terms import Counted, months_after
from readiness.compliance.checks.examples import SiteExample
from readiness.compliance.checks.registry import About, Called, Subject, check
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import HeldExercise, SiteDay, SiteRecords
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

_ONE_DAY = timedelta(days=1)
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
DayOfYear = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last within which a quota is to be reached."""

    from_on: date
    until_on: date

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


class QuotaByKind(Counted):
    period: Literal["year", "quarter", "month"] = Field(default="year", title=msgid("In each"))
    year_begins: str = Field(
        default="01-01",
        pattern=DayOfYear,
        title=msgid("The year begins on"),
        description=msgid("Month and day, such as 09-01: the calendar's, the school's or the plan's year."),
    )
    not_before: str | None = Field(
        default=None,
        pattern=DayOfYear,
        title=msgid("Counted from"),
        description=msgid("Month and day within the year. Empty: from its first day."),
    )
    by: str | None = Field(
        default=None,
        pattern=DayOfYear,
        title=msgid("To be reached by"),
        description=msgid("Month and day within the year. Empty: by its last day."),
    )
    first_within_days: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("The first within days"),
        description=msgid(
            "Of the first day of the year, which is the opening where the year begins with it."
        ),
    )
    months_excluded: tuple[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"], ...] = (
        Field(default=(), title=msgid("Months in which nothing is asked, nor counted"))
    )
    make_up_days: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Made up within days"),
        description=msgid("Days on which the site is open, after one that was not held."),
    )

    @model_validator(mode="after")
    def _days_are_of_a_year(self) -> "QuotaByKind":
        if self.period != "year" and (self.by or self.not_before or self.first_within_days):
            raise ValueError(
                "'by', 'not_before' and 'first_within_days' are of a year: leave 'period' at year"
            )
        return self

    def year_of(self, day: date) -> date:
        """The first day of the year of the terms in which a day lies."""
        begins = _in_year(day.year, self.year_begins)
        return begins if begins <= day else _in_year(day.year - 1, self.year_begins)

    def period_of(self, day: date) -> Period:
        first = self.year_of(day)
        months = _MONTHS[self.period]
        passed = (day.year - first.year) * 12 + day.month - first.month
        start = months_after(first, passed // months * months)
        if start > day:
            start = months_after(first, (passed // months - 1) * months)
        return Period(start, months_after(start, months) - _ONE_DAY)

    def before(self, period: Period) -> Period:
        return self.period_of(period.from_on - _ONE_DAY)

    def after(self, period: Period) -> Period:
        return self.period_of(period.until_on + _ONE_DAY)

    def is_asked(self, period: Period) -> bool:
        """Whether anything is asked in a period: not where its month is left out."""
        return self.period != "month" or str(period.from_on.month) not in self.months_excluded

    def _day_in(self, period: Period, day: str) -> date:
        found = _in_year(period.from_on.year, day)
        return found if found >= period.from_on else _in_year(period.from_on.year + 1, day)

    def counted_from(self, period: Period) -> date:
        return self._day_in(period, self.not_before) if self.not_before else period.from_on

    def deadlines(self, period: Period) -> list[tuple[date, int]]:
        """The last days of a period by which so many must be held, in their order."""
        last = self._day_in(period, self.by) if self.by else period.until_on
        if self.first_within_days is None:
            return [(last, self.need)]
        first = period.from_on + timedelta(days=self.first_within_days - 1)
        return [(first, 1), (last, self.need)]

    def in_period(self, held: Sequence[HeldExercise], period: Period, day: date) -> int:
        """How many count in a period until a day."""
        from_on = self.counted_from(period)
        return self.number_of(
            [
                each
                for each in held
                if from_on <= each.held_on <= min(day, period.until_on)
                and str(each.held_on.month) not in self.months_excluded
            ]
        )

    def missed_before(self, held: Sequence[HeldExercise], period: Period, asked_from: date) -> int:
        """How many the period before fell short by, where it was asked from its first day on."""
        before = self.before(period)
        if before.from_on < asked_from or not self.is_asked(before):
            return 0
        return max(0, self.need - self.in_period(held, before, before.until_on))

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.exercises:
            yield each.held_on

    def period_days(self, within: tuple[date, date]) -> Iterator[date]:
        period = self.period_of(within[0])
        while period.from_on <= within[1]:
            yield period.from_on
            for last_on, _need in self.deadlines(period):
                yield last_on + _ONE_DAY
            period = self.after(period)

    def asks_less_than(self, other: "QuotaByKind") -> bool:
        """More of the same, in the same period and as early, ask for no less; all else might."""
        alike = self.model_copy(
            update={name: getattr(other, name) for name in ("at_least", "kinds", "topics", "make_up_days")}
        )
        return alike != other or self.counts_others_than(other) or self.at_least < other.at_least


def _in_year(year: int, day: str) -> date:
    """A day of a year; the last of February where it is no leap year."""
    month, number = map(int, day.split("-"))
    return months_after(date(year, 1, number), month - 1)


@check(
    Subject.SITE,
    QuotaByKind,
    SiteExample,
    Called(About.EXERCISES, msgid("So many exercises of a kind each year, quarter or month")),
)
def quota_by_kind(terms: QuotaByKind, facts: SiteDay) -> Verdict:
    """So many exercises of a kind are held each year, quarter or month, in their time; missed ones are made up."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    held, period = facts.records.exercises, terms.period_of(facts.day)
    have = terms.in_period(held, period, facts.day)
    missed = terms.missed_before(held, period, facts.asked_from)
    if missed > have:
        return Verdict(Status.GAP, terms.need, terms.need - missed + have)
    if not terms.is_asked(period):
        return Verdict(Status.NOT_APPLICABLE, why=_("Nothing is asked in this month."))
    owed = max((need for last_on, need in terms.deadlines(period) if facts.day > last_on), default=0)
    return Verdict(Status.GAP if have < owed else Status.MET, terms.need, have)
