"""What would have to be booked, summed up: how many classes and seats of what kind, at each site and in all. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.training.lacking import NO_CLASS, NO_SEAT, Lack

CLASS_OF = 20
"""With so many seats a class is reckoned at most: who books one knows how many it really has."""


@dataclass(frozen=True, slots=True)
class SeatsAt:
    """So many seats are missing at a site, from a day on."""

    site: str
    seats: int
    first_on: date

    @property
    def classes(self) -> int:
        return -(-self.seats // CLASS_OF)


@dataclass(frozen=True, slots=True)
class ToBook:
    """Of what kind seats are missing at which sites, the most seats first."""

    certificate: str
    sites: Sequence[SeatsAt]

    @property
    def seats(self) -> int:
        return sum(each.seats for each in self.sites)

    @property
    def classes(self) -> int:
        """One at each site at least: who is near enough to go elsewhere is not asked here."""
        return sum(each.classes for each in self.sites)

    @property
    def first_on(self) -> date:
        return min(each.first_on for each in self.sites)


def to_book(lacks: Iterable[Lack]) -> list[ToBook]:
    """By kind, what a class with free seats would close, the most seats first.

    Whoever gets a certificate counts for every requirement of it at the site: the one that lacks most says how many
    seats it takes at least.
    """
    found: dict[str, dict[str, SeatsAt]] = {}
    for lack in lacks:
        if lack.why in {NO_CLASS, NO_SEAT}:
            sites = found.setdefault(lack.certificate, {})
            told = sites.get(lack.site, SeatsAt(lack.site, 0, lack.first_on))
            sites[lack.site] = SeatsAt(
                lack.site, max(told.seats, lack.missing), min(told.first_on, lack.first_on)
            )
    kinds = [
        ToBook(kind, sorted(sites.values(), key=lambda each: (-each.seats, each.site)))
        for kind, sites in found.items()
    ]
    return sorted(kinds, key=lambda each: (-each.seats, each.certificate))
