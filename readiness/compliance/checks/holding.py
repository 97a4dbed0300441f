"""What people must hold: so many at a site, everyone in a role, with proof on file."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from math import ceil

from pydantic import Field, StrictBool, model_validator

from readiness.compliance.checks.counting_terms import months_after
from readiness.compliance.checks.examples import PersonExample, SiteExample
from readiness.compliance.checks.registry import About, Called, CheckTerms, Look, Subject, any_of, check
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.records import PersonDay, SiteDay
from readiness.foundation.temporal import LAST_DAY, day_after
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

CERTIFICATE = msgid("Certificate")
"""The label of the term that names a certificate kind; the term itself is always `certificate`."""


class HoldersPerHeadcount(CheckTerms):
    certificate: str = Field(title=CERTIFICATE)
    or_certificates: tuple[str, ...] = Field(
        default=(),
        title=msgid("Or one of these certificates"),
        description=msgid("Whoever holds any of them counts, and counts once."),
    )
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

    @property
    def counted(self) -> str:
        return _counted(self.certificate, self.or_certificates)

    def need(self, headcount: int) -> int:
        return max(self.at_least or 0, ceil(headcount / self.one_per) if self.one_per else 0)

    def enough(self, headcounts: Sequence[int], holders: Sequence[int]) -> list[bool | None]:
        """Whether there are enough holders, of several days side by side; None where nobody works there."""
        least, share = self.at_least or 0, self.one_per
        if share is None:
            return [have >= least if heads else None for heads, have in zip(headcounts, holders, strict=True)]
        return [
            have >= least and have * share >= heads if heads else None
            for heads, have in zip(headcounts, holders, strict=True)
        ]

    def asks_less_than(self, other: "HoldersPerHeadcount") -> bool:
        """A smaller share asks for less in large places, a smaller number in the smallest."""
        is_smaller_share = other.one_per is not None and (
            self.one_per is None or self.one_per > other.one_per
        )
        accepts_more = not set(self.certificates) <= set(other.certificates)
        return accepts_more or is_smaller_share or self.need(1) < other.need(1)


@lru_cache(maxsize=1000)
def _counted(certificate: str, others: tuple[str, ...]) -> str:
    """Asked for each site on each day, and the same for all of them."""
    return any_of(sorted({certificate, *others}))


@check(
    Subject.SITE,
    HoldersPerHeadcount,
    SiteExample,
    Called(About.PEOPLE, msgid("Enough people at a site hold a certificate")),
)
def holders_per_headcount(terms: HoldersPerHeadcount, facts: SiteDay) -> Verdict:
    """So many people at the site hold the certificate: a number, a share of the headcount, or both."""
    if facts.headcount == 0:
        return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))
    need = terms.need(facts.headcount)
    have = facts.holders.get(terms.counted, 0)
    return Verdict(Status.MET if have >= need else Status.GAP, need, have)


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
    renewed_within_months: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Issued within months"),
        description=msgid(
            "An older one does not count, even while it still runs. Empty: as long as it runs."
        ),
    )

    @property
    def days_given(self) -> int:
        return self.within_days

    def role(self, job_title: str, department: str) -> Hashable:
        is_named_at_all = bool(job_title), bool(department)
        return *is_named_at_all, is_named(job_title, self.job_titles) or is_named(
            department, self.departments
        )

    @property
    def looks_at(self) -> frozenset[Look]:
        return frozenset() if self.renewed_within_months is None else frozenset({Look.ISSUE})

    def counts_until(self, issued_on: date) -> date:
        """The last day on which a certificate is new enough: the same day so many months later still counts."""
        if self.renewed_within_months is None:
            return LAST_DAY
        return months_after(issued_on, self.renewed_within_months)

    def is_held(self, facts: PersonDay) -> bool:
        return facts.holds and (facts.issued_on is None or facts.day <= self.counts_until(facts.issued_on))

    def holding_days(self, issued: Sequence[date]) -> Iterator[date]:
        if self.renewed_within_months is not None:
            yield from (day_after(self.counts_until(issued_on)) for issued_on in issued)

    def is_in_role(self, facts: PersonDay) -> bool:
        if not self.job_titles and not self.departments:
            return True
        return is_named(facts.job_title, self.job_titles) or is_named(facts.department, self.departments)

    def asks_less_than(self, other: "EveryoneInRoleHolds") -> bool:
        """Fewer people, another certificate or more time ask for less."""
        is_everyone = not self.job_titles and not self.departments
        others_everyone = not other.job_titles and not other.departments
        covers = is_everyone or (
            not others_everyone
            and set(other.job_titles) <= set(self.job_titles)
            and set(other.departments) <= set(self.departments)
        )
        months, others = self.renewed_within_months, other.renewed_within_months
        is_seldomer = others is not None and (months is None or months > others)
        is_later = self.within_days > other.within_days
        return self.certificate != other.certificate or not covers or is_later or is_seldomer


def is_named(name: str, names: Sequence[str]) -> bool:
    """Staff files differ in case and stray blanks, packs should not have to."""
    return " ".join(name.casefold().split()) in {" ".join(other.casefold().split()) for other in names}


@check(
    Subject.PERSON,
    EveryoneInRoleHolds,
    PersonExample,
    Called(About.PEOPLE, msgid("Everyone in a role holds a certificate")),
)
def everyone_in_role_holds(terms: EveryoneInRoleHolds, facts: PersonDay) -> Verdict | None:
    """Each person in the role holds the certificate; those who joined lately have time."""
    if terms.job_titles and not terms.departments and not facts.job_title:
        return Verdict(
            Status.CANNOT_TELL,
            1,
            int(terms.is_held(facts)),
            _("No job title is recorded."),
            (MissingFact.JOB_TITLE,),
        )
    if terms.departments and not terms.job_titles and not facts.department:
        return Verdict(
            Status.CANNOT_TELL,
            1,
            int(terms.is_held(facts)),
            _("No department is recorded."),
            (MissingFact.DEPARTMENT,),
        )
    if not terms.is_in_role(facts):
        return None
    if terms.is_held(facts):
        return Verdict(Status.MET, 1, 1)
    if (facts.day - facts.joined_on).days <= terms.within_days and terms.within_days:
        return Verdict(Status.DUE, 1, 0)
    return Verdict(Status.GAP, 1, 0)


class CertificateEvidenceOnFile(CheckTerms):
    certificate: str = Field(title=CERTIFICATE)
    number_is_evidence: StrictBool = Field(default=False, title=msgid("A certificate number is proof enough"))

    @property
    def days_given(self) -> int:
        return 0

    def role(self, job_title: str, department: str) -> Hashable:
        return None

    @property
    def looks_at(self) -> frozenset[Look]:
        return frozenset({Look.PROOF})

    def asks_less_than(self, other: "CertificateEvidenceOnFile") -> bool:
        return self.certificate != other.certificate or self.number_is_evidence > other.number_is_evidence


@check(
    Subject.PERSON,
    CertificateEvidenceOnFile,
    PersonExample,
    Called(About.PEOPLE, msgid("Proof of certificates is on file")),
)
def certificate_evidence_on_file(terms: CertificateEvidenceOnFile, facts: PersonDay) -> Verdict | None:
    """For each person who is counted as a holder, proof of a certificate that counts is on file."""
    if not facts.holds:
        return None
    return Verdict(Status.MET if facts.has_evidence else Status.GAP, 1, int(facts.has_evidence))
