"""What a finding is about, and what is asked of its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from readiness.compliance.checks import CheckTerms
from readiness.compliance.checks import Subject as SubjectOfCheck
from readiness.compliance.checks.clauses import AdoptedClause, counting_as
from readiness.compliance.facts.subjects import has_more_people
from readiness.people.models import Site
from readiness.people.selection import FEW as FEW_PEOPLE
from readiness.people.selection import Asked
from readiness.standards.certificate_kinds import CertificateKinds

MOST = 50
"""So many changes are told at a time."""
FEW = 5
"""What a change said of more than so many of a kind is told by their number."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about: a site, or somebody there; '' and None for the site itself."""

    clause: AdoptedClause
    site: Site
    staff_number: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A story that is asked for: of whom, by whom and by which knowledge, up to the change with this number.

    `many`: where more people than so many worked at the site, they are looked at from the last change back.
    """

    about: Subject
    asked: Asked
    kinds: CertificateKinds
    until: int
    many: int = FEW_PEOPLE

    @cached_property
    def terms(self) -> Sequence[CheckTerms]:
        """Whatever the clause asked, asks and will ask."""
        return [each for _from_on, each in self.about.clause.steps if each is not None]

    @cached_property
    def is_of_many(self) -> bool:
        """Whether so many are known to have worked at the site that they are not all looked at."""
        return has_more_people(self.many, [self.about.site.id])

    @cached_property
    def held(self) -> Sequence[str]:
        """The certificate kinds that count."""
        codes = self.about.clause.certificates
        return sorted({kind for code in codes for kind in counting_as(code, self.kinds)})

    @cached_property
    def reads(self) -> frozenset[str]:
        """What is on record that the clause looks at."""
        return frozenset(part for each in self.terms for part in each.reads)

    @property
    def is_of_all(self) -> bool:
        """Whether it is about each of a site's people together."""
        return self.about.clause.check.subject is SubjectOfCheck.PERSON and self.about.person_id is None

    def named(self, term: str) -> list[str]:
        """What is listed by a term, in any terms; nothing where one lists nothing, and so asks about all."""
        listed: list[Sequence[str]] = [getattr(each, term) for each in self.terms]
        return sorted({name for names in listed for name in names}) if all(listed) else []

    def values(self, **more: Any) -> dict[str, Any]:
        """The values of a statement about the site."""
        return {"site": self.about.site.id, **more}
