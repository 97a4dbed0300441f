"""The classes to come as a planner sees them: who may come to them, and until when what they lead to counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from readiness.certificates.queries import held_by
from readiness.certificates.renewal import Taken, rule
from readiness.certificates.validity import Validity, last_day
from readiness.classes.queries import OpenSeats
from readiness.classes.states import ENROLLED, INVITED
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import CertificateSpell, SiteFacts
from readiness.compliance.days.supposing import Supposed
from readiness.foundation.clock import day_of
from readiness.foundation.temporal import Knowledge
from readiness.resources.languages import codes
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.training.queries import Attached
from readiness.training.shapes import Offer

SITE, REGION, ANYWHERE = "site", "region", "anywhere"
"""From where people come to a class at a site: that site, its country and region, everywhere."""


def offers_of(
    seats: Sequence[OpenSeats], sites: Collection[SiteFacts], travel: str, now: datetime
) -> dict[int, Offer]:
    """The classes by number, each with the seats that are promised to nobody while one can still sign up."""
    by_id = {site.id: site for site in sites}
    found = {}
    for each in seats:
        is_open = each.cut_off_at is None or each.cut_off_at > now
        place = by_id.get(each.site_id) if each.site_id is not None else None
        found[each.training_class] = Offer(
            each.training_class,
            each.kind,
            day_of(each.starts_at, each.time_zone),
            day_of(each.ends_at, each.time_zone),
            each.starts_at,
            each.ends_at,
            language_codes([each.language]),
            max(0, each.free_count - each.promised_count) if is_open else 0,
            each.seat_cost,
            each.currency,
            None if place is None or travel == ANYWHERE else _reach(place, sites, travel),
        )
    return found


def _reach(place: SiteFacts, sites: Collection[SiteFacts], travel: str) -> frozenset[int]:
    if travel == SITE:
        return frozenset({place.id})
    return frozenset(
        site.id for site in sites if site.country == place.country and site.region == place.region
    )


def language_codes(written: Collection[str]) -> frozenset[str]:
    """The codes of languages that are written as codes or as names: 'es', 'Spanish'."""
    return frozenset(code for each in written if each for code in codes(each, each.strip().lower()))


@dataclass(frozen=True)
class Rulings:
    """Until when a certificate of a class would count for somebody, by the rules of its kind."""

    kinds: CertificateKinds
    held: Mapping[str, Mapping[int, Sequence[Validity]]]

    @classmethod
    def of(
        cls,
        kinds: CertificateKinds,
        wanted: Collection[str],
        person_ids: Sequence[int],
        known: Knowledge | None = None,
    ) -> "Rulings":
        held = {kind: held_by(person_ids, kinds.counting_as(kind), known=known) for kind in sorted(wanted)}
        return cls(kinds, held)

    def until(self, person_id: int, kind: str, ends_on: date) -> date | None:
        """The last day on which it would count; None where it would be refused, or count on no day."""
        ruling = rule(self.kinds.known(kind), Taken(ends_on), self.held[kind].get(person_id, ()))
        until_on = last_day(Validity(ends_on, ruling.expires_on))
        return None if ruling.refusal is not None or until_on < ends_on else until_on

    def held_of(self, person_id: int, kind: str) -> tuple[Validity, ...]:
        """What somebody has of a kind, and of those that count as it, now or once."""
        return tuple(self.held[kind].get(person_id, ()))


class Seat(Protocol):
    """A place in a class, and when that ends at its site."""

    @property
    def kind(self) -> str: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def time_zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who has a seat, or is counted on to take one."""

    person_id: int
    staff_number: str
    seat: Seat


def earned(
    seated: Collection[Seated], kinds: CertificateKinds, known: Knowledge | None = None
) -> dict[str, list[CertificateSpell]]:
    """The certificates of those who have seats, by staff number; one that would not count is none.

    `known`: by what of their certificates was known then; None: by what is known now.
    """
    rulings = Rulings.of(
        kinds, {each.seat.kind for each in seated}, sorted({each.person_id for each in seated}), known
    )
    found: dict[str, list[CertificateSpell]] = {}
    for each in seated:
        kind, ends_on = each.seat.kind, day_of(each.seat.ends_at, each.seat.time_zone)
        until_on = rulings.until(each.person_id, kind, ends_on)
        if until_on is not None:
            found.setdefault(each.staff_number, []).append(certificate_spell(kind, ends_on, until_on))
    return found


def expected(
    attached: Mapping[int, Sequence[Attached]], staff_numbers: Mapping[int, str], kinds: CertificateKinds
) -> Supposed:
    """The certificates of those who have a seat, or are invited to one: they are counted on."""
    seated = [
        Seated(person_id, staff_numbers[person_id], each)
        for person_id, classes in attached.items()
        if person_id in staff_numbers
        for each in classes
        if each.state in (ENROLLED, INVITED)
    ]
    return Supposed(earning=earned(seated, kinds))


def certificate_spell(kind: str, issued_on: date, until_on: date) -> CertificateSpell:
    return CertificateSpell(kind, Spell(issued_on, until_on), has_number=False, has_evidence=False)
