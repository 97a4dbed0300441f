"""Sites and people as the checks see them: their facts over all days. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.compliance.days.records import Learned
from readiness.compliance.days.spells import Spell


@dataclass(frozen=True, slots=True)
class CareFact:
    """What is said of care near a site from a day on: so many minutes away; None: none is near."""

    from_on: date
    minutes: int | None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as packs see it. `care`: what is said of care near it, in the order of its days."""

    id: int
    code: str
    name: str
    country: str
    region: str
    kind: str
    hazard: str
    open_to_public: bool | None
    time_zone: str
    care: tuple[CareFact, ...] = ()

    def care_on(self, day: date) -> CareFact | None:
        """What is said of care near it on a day; None where nobody said."""
        return next((each for each in reversed(self.care) if each.from_on <= day), None)


NO_SITE = SiteFacts(0, "", "", "", "", "", "", None, "")
"""Stands where those work of whom no site is recorded. It is never counted among the sites."""


@dataclass(frozen=True, slots=True)
class MembershipSpell:
    """A person's days at a site, or at NO_SITE, as what."""

    site_id: int
    department: str
    job_title: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class CertificateSpell:
    """The days on which a certificate of a kind counts."""

    kind: str
    spell: Spell
    has_number: bool
    has_evidence: bool
    is_revoked: bool = False
    """Whether it is because it was revoked that it counts no longer than that."""


def is_revoked_after(last_on: date, certificates: Sequence[CertificateSpell]) -> bool:
    """Whether what was held until a day ended with it because it was revoked, and not by its own date."""
    return all(each.is_revoked for each in certificates if each.spell.until_on == last_on)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that is known of a person, over all days."""

    id: int
    staff_number: str
    name: str
    employments: Sequence[Spell]
    memberships: Sequence[MembershipSpell]
    leaves: Sequence[Spell]
    certificates: Sequence[CertificateSpell]
    learned: Sequence[Learned] = ()


@dataclass(frozen=True, slots=True)
class HeadcountSpell:
    """The headcount of a site as given by hand for some days."""

    spell: Spell
    headcount: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The certificate kinds that are asked for, each with the kinds that count as it."""

    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_learning: bool = False
    """Whether what people learned is asked for at all."""

    @property
    def held(self) -> tuple[str, ...]:
        return tuple(sorted({held for counting in self.kinds.values() for held in counting}))
