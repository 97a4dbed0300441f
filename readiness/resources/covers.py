"""Insurance and employee assistance that holds at a site on a day, and which services take it."""

from datetime import date

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from readiness.foundation.temporal import current
from readiness.resources.cards import Card
from readiness.resources.matching import plain
from readiness.resources.models import InsuranceCover


@dataclass(frozen=True, slots=True)
class Cover:
    """A plan, from day to day. `site` '': at every site. `payers`: words by which a service says that it takes it."""

    site: str
    kind: str
    name: str
    payers: tuple[str, ...]
    phone: str
    note: str
    from_on: date
    until_on: date

    def is_taken_by(self, card: Card) -> bool:
        """Whether a service says that it takes the plan; employee assistance is asked first, whatever it says."""
        said = f" {plain(' '.join((card.fees, *card.payments, card.eligibility)))} "
        return any(f" {plain(payer)} " in said for payer in self.payers if plain(payer))


COVERS: TypeAdapter[list[Cover]] = TypeAdapter(list[Cover])


def covers_now(day: date) -> list[Cover]:
    """The plans that hold on a day, by what is known now."""
    rows = InsuranceCover.select().where(
        current(InsuranceCover) & (InsuranceCover.from_on <= day) & (InsuranceCover.until_on >= day)
    )
    return [
        Cover(row.site, row.kind, row.name, tuple(row.payers), row.phone, row.note, row.from_on, row.until_on)
        for row in rows.order_by(InsuranceCover.name, InsuranceCover.id)
    ]


def covers_at(covers: list[Cover], site: str) -> list[Cover]:
    """The plans that hold at a site; those of every site where none is known."""
    return [each for each in covers if each.site in {"", site}]
