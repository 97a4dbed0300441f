"""Reads of what is asked: adopted packs with their days, and exemptions, as they were known."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from readiness.foundation.temporal import Knowledge, current, known
from readiness.requirements.models import Adoption, Exemption, PackText
from readiness.standards.packs import Pack, pack_from


@dataclass(frozen=True, slots=True)
class AdoptedPack:
    """A pack that the organisation holds itself to, from the first to the last day."""

    pack: Pack
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class ExemptionSpell:
    """Who need not meet a clause from the first to the last day, why, and who said so."""

    from_on: date
    until_on: date
    reason: str
    granted_by: str


ExemptionKey = tuple[str, str, str, str]
"""Pack, clause, site's code, staff number ('' for the site itself)."""


def adopted_packs(knowledge: Knowledge) -> list[AdoptedPack]:
    """Every adoption that was known, whatever its days, in the order of the packs' ids."""
    rows = (
        Adoption.select(Adoption, PackText)
        .join(PackText)
        .where(known(Adoption, knowledge))
        .order_by(Adoption.pack_id, Adoption.from_on)
    )
    return [AdoptedPack(pack_from(row.text.content, row.pack_id), row.from_on, row.until_on) for row in rows]


def exemptions(knowledge: Knowledge) -> dict[ExemptionKey, list[ExemptionSpell]]:
    """Every exemption that was known, by what it exempts."""
    found: dict[ExemptionKey, list[ExemptionSpell]] = defaultdict(list)
    for row in Exemption.select().where(known(Exemption, knowledge)):
        key = (row.pack_id, row.clause_id, row.site_code, row.staff_number)
        found[key].append(ExemptionSpell(row.from_on, row.until_on, row.reason, row.granted_by))
    return found


def adoption_in_force(pack_id: str) -> Adoption | None:
    """The current version of the open adoption of a pack."""
    latest: Adoption | None = (
        Adoption.select(Adoption, PackText)
        .join(PackText)
        .where((Adoption.pack_id == pack_id) & current(Adoption))
        .order_by(Adoption.from_on.desc())
        .first()
    )
    return latest
