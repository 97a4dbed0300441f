"""What would have to be booked, summed up: how many classes and seats of what kind, at each site. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from readiness.training.lacking import Lack
from readiness.training.reasons import TO_BOOK

CLASS_OF = 20
"""With so many seats a class is reckoned at most: who books one knows how many it really has."""


@dataclass(frozen=True, slots=True)
class ToBook:
    """So many seats of a kind are missing at a site ('': at none), from a day on.

    `language`: in which a class is best held, as it is kept: where only those who speak it are missing; else ''.
    """

    certificate: str
    site: str
    seats: int
    first_on: date
    language: str

    @property
    def classes(self) -> int:
        return -(-self.seats // CLASS_OF)

    @property
    def class_seats(self) -> int:
        """So many seats each class takes at least."""
        return -(-self.seats // self.classes)


def to_book(lacks: Iterable[Lack]) -> list[ToBook]:
    """By kind and site, what another class would close, the most seats first.

    Whoever gets a certificate counts for every requirement of it at the site: the one that lacks most says how many
    seats it takes at least.
    """
    found: dict[tuple[str, str], list[Lack]] = {}
    for lack in lacks:
        if lack.why in TO_BOOK:
            found.setdefault((lack.certificate, lack.site), []).append(lack)
    lines = [
        ToBook(
            certificate,
            site,
            max(lack.missing for lack in there),
            min(lack.first_on for lack in there),
            _language(there),
        )
        for (certificate, site), there in found.items()
    ]
    return sorted(lines, key=lambda each: (-each.seats, each.certificate, each.site))


def _language(lacks: Iterable[Lack]) -> str:
    """The one language that all of it is about."""
    spoken = {lack.languages for lack in lacks}
    one = spoken.pop() if len(spoken) == 1 else ()
    return one[0] if len(one) == 1 else ""
