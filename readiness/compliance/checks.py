"""The checks: pure functions that hold the facts of a day against the terms of a clause.

To add a kind of requirement, write one function here with the class of its terms, and put
`@check` above it. `examples` says which facts a worked example of it may name.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from math import ceil
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from readiness.compliance.findings import Status, Verdict
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

ExerciseKind = Literal["seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale"]


@dataclass(frozen=True, slots=True)
class HeldExercise:
    """An exercise that was held."""

    held_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class SiteDay:
    """The facts of one site on one day. `holders` counts people by the certificate kind that is asked."""

    day: date
    headcount: int
    holders: Mapping[str, int] = field(default_factory=dict)
    exercises: Sequence[HeldExercise] = ()


@dataclass(frozen=True, slots=True)
class PersonDay:
    """The facts of one person at one site on one day. `holds`: a certificate of the kind asked counts."""

    day: date
    joined_on: date
    job_title: str = ""
    department: str = ""
    holds: bool = False
    has_evidence: bool = False


class Subject(Enum):
    """Of whom a check speaks."""

    SITE = "site"
    PERSON = "person"


class CheckTerms(BaseModel):
    """What a check reads of a clause's terms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def asks_less_than(self, other: Any) -> bool:
        """Whether someone could meet these terms and not the others; where it is not sure, they could."""
        return bool(self != other)


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of requirement: its name in packs, its terms, and its judgement of a day."""

    name: str
    subject: Subject
    terms: type[CheckTerms]
    judge: Callable[[Any, Any], Verdict | None]
    examples: type[BaseModel]

    @property
    def title(self) -> str:
        """'Holders per headcount'."""
        return self.name.replace("_", " ").capitalize()

    @property
    def sentence(self) -> str:
        """What is asked, in the words of the function that judges it."""
        return (self.judge.__doc__ or self.title).strip().splitlines()[0]


CHECKS: dict[str, Check] = {}


def check(
    subject: Subject, terms: type[CheckTerms], examples: type[BaseModel]
) -> Callable[[Callable[[Any, Any], Verdict | None]], Callable[[Any, Any], Verdict | None]]:
    """Make a function known to packs under its own name."""

    def register(judge: Callable[[Any, Any], Verdict | None]) -> Callable[[Any, Any], Verdict | None]:
        CHECKS[judge.__name__] = Check(judge.__name__, subject, terms, judge, examples)
        return judge

    return register


class ExampleFacts(BaseModel):
    """The facts of a worked example."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SiteExample(ExampleFacts):
    headcount: int = Field(default=1, ge=0, strict=True)
    holders: int = Field(default=0, ge=0, strict=True)
    held_on: tuple[date, ...] = ()
    kind: ExerciseKind = "drill"

    def facts(self, day: date, terms: Any) -> SiteDay:
        holders = {terms.certificate: self.holders} if hasattr(terms, "certificate") else {}
        held = tuple(HeldExercise(held_on, self.kind) for held_on in self.held_on if held_on <= day)
        return SiteDay(day, self.headcount, holders, held)


class PersonExample(ExampleFacts):
    joined_on: date = date(2000, 1, 1)
    job_title: str = ""
    department: str = ""
    holds: StrictBool = False
    evidence: StrictBool | None = None

    def facts(self, day: date, _terms: Any) -> PersonDay:
        holds = self.holds if self.evidence is None else True
        return PersonDay(
            day, self.joined_on, self.job_title, self.department, holds, has_evidence=bool(self.evidence)
        )


CERTIFICATE = msgid("Certificate")
"""The label of the term that names a certificate kind; the term itself is always `certificate`."""


class HoldersPerHeadcount(CheckTerms):
    certificate: str = Field(title=CERTIFICATE)
    at_least: int | None = Field(default=None, ge=1, strict=True, title=msgid("People at least"))
    one_per: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("One for every so many people"),
        description=msgid("10 means: one for every ten who work there, rounded up."),
    )

    @model_validator(mode="after")
    def _one_is_needed(self) -> "HoldersPerHeadcount":
        if self.at_least is None and self.one_per is None:
            raise ValueError("one of 'at_least' and 'one_per' is needed")
        return self

    def need(self, headcount: int) -> int:
        return max(self.at_least or 0, ceil(headcount / self.one_per) if self.one_per else 0)

    def asks_less_than(self, other: "HoldersPerHeadcount") -> bool:
        """A smaller share asks for less in large places, a smaller number in the smallest."""
        is_smaller_share = other.one_per is not None and (
            self.one_per is None or self.one_per > other.one_per
        )
        return self.certificate != other.certificate or is_smaller_share or self.need(1) < other.need(1)


@check(Subject.SITE, HoldersPerHeadcount, SiteExample)
def holders_per_headcount(terms: HoldersPerHeadcount, facts: SiteDay) -> Verdict:
    """So many people at the site hold the certificate: a number, a share of the headcount, or both."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    need = terms.need(facts.headcount)
    have = facts.holders.get(terms.certificate, 0)
    return Verdict(Status.MET if have >= need else Status.GAP, need, have)


_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


class ExercisesInWindow(CheckTerms):
    at_least: int = Field(ge=1, strict=True, title=msgid("Exercises at least"))
    within_months: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Within months"),
        description=msgid("Months or days: fill in one of the two."),
    )
    within_days: int | None = Field(default=None, ge=1, strict=True, title=msgid("Within days"))
    kinds: tuple[ExerciseKind, ...] = Field(
        default=(), title=msgid("Kinds of exercise"), description=msgid("None chosen: any kind counts.")
    )

    @model_validator(mode="after")
    def _one_window(self) -> "ExercisesInWindow":
        if (self.within_days is None) == (self.within_months is None):
            raise ValueError("exactly one of 'within_days' and 'within_months' is needed")
        return self

    def counts_until(self, held_on: date) -> date:
        """The last day on which an exercise still counts: in the window of N days that ends on that day."""
        if self.within_days is not None:
            return held_on + timedelta(days=self.within_days - 1)
        return _months_after(held_on, self.within_months or 0) - timedelta(days=1)

    def asks_less_than(self, other: "ExercisesInWindow") -> bool:
        """As many, of kinds that count there too, in a window that is surely no longer, ask for no less."""
        if other.kinds and not (self.kinds and set(self.kinds) <= set(other.kinds)):
            return True
        if self.within_days is not None and other.within_days is not None:
            fitting = other.within_days // self.within_days
        elif self.within_months is not None and other.within_months is not None:
            fitting = other.within_months // self.within_months
        else:
            longest = self.within_days or (self.within_months or 0) * _LONGEST_MONTH
            fitting = (other.within_days or (other.within_months or 0) * _SHORTEST_MONTH) // longest
        return self.at_least * fitting < other.at_least


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@check(Subject.SITE, ExercisesInWindow, SiteExample)
def exercises_in_window(terms: ExercisesInWindow, facts: SiteDay) -> Verdict:
    """So many exercises were held at the site within the window that ends on the day."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    have = sum(
        1
        for exercise in facts.exercises
        if exercise.held_on <= facts.day <= terms.counts_until(exercise.held_on)
        and (not terms.kinds or exercise.kind in terms.kinds)
    )
    return Verdict(Status.MET if have >= terms.at_least else Status.GAP, terms.at_least, have)


class EveryoneInRoleHolds(CheckTerms):
    certificate: str = Field(title=CERTIFICATE)
    job_titles: tuple[str, ...] = Field(
        default=(),
        title=msgid("Job titles"),
        description=msgid(
            "One a line, as the staff list has them. Neither titles nor departments: everyone."
        ),
    )
    departments: tuple[str, ...] = Field(
        default=(), title=msgid("Departments"), description=msgid("One a line, as the staff list has them.")
    )
    within_days: int = Field(
        default=0,
        ge=0,
        strict=True,
        title=msgid("Days from joining"),
        description=msgid("So long those who join have time. 0: none."),
    )

    def is_in_role(self, facts: PersonDay) -> bool:
        if not self.job_titles and not self.departments:
            return True
        return _named(facts.job_title, self.job_titles) or _named(facts.department, self.departments)

    def asks_less_than(self, other: "EveryoneInRoleHolds") -> bool:
        """Fewer people, another certificate or more time ask for less."""
        is_everyone = not self.job_titles and not self.departments
        others_everyone = not other.job_titles and not other.departments
        covers = is_everyone or (
            not others_everyone
            and set(other.job_titles) <= set(self.job_titles)
            and set(other.departments) <= set(self.departments)
        )
        return self.certificate != other.certificate or not covers or self.within_days > other.within_days


def _named(name: str, names: Sequence[str]) -> bool:
    """Staff files differ in case and stray blanks, packs should not have to."""
    return " ".join(name.casefold().split()) in {" ".join(other.casefold().split()) for other in names}


@check(Subject.PERSON, EveryoneInRoleHolds, PersonExample)
def everyone_in_role_holds(terms: EveryoneInRoleHolds, facts: PersonDay) -> Verdict | None:
    """Each person in the role holds the certificate; those who joined lately have time."""
    if terms.job_titles and not terms.departments and not facts.job_title:
        return Verdict(Status.CANNOT_TELL, 1, int(facts.holds), _("No job title is recorded."))
    if terms.departments and not terms.job_titles and not facts.department:
        return Verdict(Status.CANNOT_TELL, 1, int(facts.holds), _("No department is recorded."))
    if not terms.is_in_role(facts):
        return None
    if facts.holds:
        return Verdict(Status.MET, 1, 1)
    if (facts.day - facts.joined_on).days <= terms.within_days and terms.within_days:
        return Verdict(Status.DUE, 1, 0)
    return Verdict(Status.GAP, 1, 0)


class CertificateEvidenceOnFile(CheckTerms):
    certificate: str = Field(title=CERTIFICATE)
    number_is_evidence: StrictBool = Field(default=False, title=msgid("A certificate number is proof enough"))

    def asks_less_than(self, other: "CertificateEvidenceOnFile") -> bool:
        return self.certificate != other.certificate or self.number_is_evidence > other.number_is_evidence


@check(Subject.PERSON, CertificateEvidenceOnFile, PersonExample)
def certificate_evidence_on_file(terms: CertificateEvidenceOnFile, facts: PersonDay) -> Verdict | None:
    """For each person who is counted as a holder, proof of a certificate that counts is on file."""
    if not facts.holds:
        return None
    return Verdict(Status.MET if facts.has_evidence else Status.GAP, 1, int(facts.has_evidence))
