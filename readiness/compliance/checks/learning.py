"""What people must go on learning: so many hours or activities within a period."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta

from pydantic import Field, model_validator

from readiness.compliance.checks.counting_terms import months_after
from readiness.compliance.checks.examples import LearningExample
from readiness.compliance.checks.holding import CERTIFICATE, is_named
from readiness.compliance.checks.registry import About, Called, CheckTerms, Look, Subject, check
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import Learned, PersonDay
from readiness.foundation.words import msgid


class ContinuingEducation(CheckTerms):
    certificate: str = Field(
        default="",
        title=CERTIFICATE,
        description=msgid("It is asked of those who hold it. None: of everyone in the role."),
    )
    hours: int | None = Field(default=None, ge=1, strict=True, title=msgid("Hours at least"))
    at_least: int | None = Field(default=None, ge=1, strict=True, title=msgid("Activities at least"))
    within_months: int = Field(ge=1, strict=True, title=msgid("Within months"))
    topics: tuple[str, ...] = Field(
        default=(), title=msgid("Topics"), description=msgid("One a line. None: whatever was learned counts.")
    )
    job_titles: tuple[str, ...] = Field(
        default=(),
        title=msgid("Job titles"),
        description=msgid("One a line, as the staff list has them. None: whatever the job title."),
    )

    @model_validator(mode="after")
    def _one_is_needed(self) -> "ContinuingEducation":
        if self.hours is None and self.at_least is None:
            raise ValueError("one of 'hours' and 'at_least' is needed")
        return self

    @property
    def days_given(self) -> int:
        return 31 * self.within_months

    def role(self, job_title: str, department: str) -> Hashable:
        return is_named(job_title, self.job_titles)

    @property
    def looks_at(self) -> frozenset[Look]:
        return frozenset()

    def counts_until(self, done_on: date) -> date:
        """The last day on which an activity still counts."""
        return months_after(done_on, self.within_months) - timedelta(days=1)

    def counting(self, activities: Sequence[Learned], day: date) -> list[Learned]:
        """What counts on a day."""
        return [
            each
            for each in activities
            if each.done_on <= day <= self.counts_until(each.done_on)
            and (not self.topics or is_named(each.topic, self.topics))
        ]

    def person_days(self, joined: Sequence[date], activities: Sequence[Learned]) -> Iterator[date]:
        for each in activities:
            yield each.done_on
            yield months_after(each.done_on, self.within_months)
        for joined_on in joined:
            if joined_on.year > 1:  # before all records: their time was over long ago
                yield months_after(joined_on, self.within_months)

    def asks_less_than(self, other: "ContinuingEducation") -> bool:
        """Less to learn, in more time, of other topics or of fewer people asks for less."""
        if self.certificate != other.certificate or set(self.topics) != set(other.topics):
            return True
        is_of_fewer = bool(self.job_titles) and not set(other.job_titles) <= set(self.job_titles)
        is_of_fewer = is_of_fewer or (bool(self.job_titles) and not other.job_titles)
        is_less = (self.hours or 0) < (other.hours or 0) or (self.at_least or 0) < (other.at_least or 0)
        return is_of_fewer or is_less or self.within_months > other.within_months


@check(
    Subject.PERSON, ContinuingEducation, LearningExample, Called(About.PEOPLE, msgid("People keep learning"))
)
def continuing_education(terms: ContinuingEducation, facts: PersonDay) -> Verdict | None:
    """Each person learned for so many hours, or so often, within the period that ends on the day."""
    if terms.certificate and not facts.holds:
        return None
    if terms.job_titles and not is_named(facts.job_title, terms.job_titles):
        return None
    counting = terms.counting(facts.learned, facts.day)
    minutes = sum(each.minutes for each in counting)
    has_hours, has_times = minutes >= 60 * (terms.hours or 0), len(counting) >= (terms.at_least or 0)
    is_met = has_hours and has_times
    need, have = terms.at_least or 0, len(counting)
    if terms.hours is not None and (has_times or not has_hours):
        need, have = terms.hours, minutes // 60
    if is_met:
        return Verdict(Status.MET, need, have)
    has_time = facts.joined_on.year > 1 and facts.day < months_after(facts.joined_on, terms.within_months)
    return Verdict(Status.DUE if has_time else Status.GAP, need, have)
