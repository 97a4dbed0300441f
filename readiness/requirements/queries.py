"""Reads of what is asked: adopted packs with their days, and exemptions, as they were known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from readiness.foundation.database import as_json, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import Knowledge, current, known, known_sql
from readiness.requirements.models import Adoption, Exemption, OwnTerms, PackText
from readiness.standards.packs import Pack, pack_from


@dataclass(frozen=True, slots=True)
class AdoptedPack:
    """A pack that the organisation holds itself to, from the first to the last day."""

    pack: Pack
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class OwnTermsSpell:
    """The organisation's own terms for a clause, from the first to the last day, why, and who set them."""

    check: str
    terms: Mapping[str, Any]
    from_on: date
    until_on: date
    reason: str
    set_by: str


ClauseKey = tuple[str, str]
"""Pack, clause."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All that the organisation holds itself to: packs by their days, and its own terms by clause."""

    packs: Sequence[AdoptedPack]
    own_terms: Mapping[ClauseKey, Sequence[OwnTermsSpell]] = field(default_factory=dict)


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
    rows = select(
        "SELECT t.sha256, a.from_on, a.until_on FROM adoption a JOIN pack_text t ON t.id = a.text_id "
        f"WHERE {known_sql('a')} ORDER BY a.pack_id, a.from_on",
        known=knowledge.number,
    )
    return [AdoptedPack(_pack(sha256), from_on, until_on) for sha256, from_on, until_on in rows]


def adopted_titles(knowledge: Knowledge) -> dict[str, str]:
    """What each pack that was ever adopted is called, by its id; the text that was adopted last."""
    return {each.pack.id: each.pack.title for each in adopted_packs(knowledge)}


@lru_cache(maxsize=256)
def _pack(sha256: str) -> Pack:
    """The pack whose content has this hash: read and checked once."""
    text = PackText.get(PackText.sha256 == sha256)
    return pack_from(text.content, text.pack_id)


def own_terms(knowledge: Knowledge) -> dict[ClauseKey, list[OwnTermsSpell]]:
    """Every own terms that were known, by their clause, in the order of their days."""
    found: dict[ClauseKey, list[OwnTermsSpell]] = defaultdict(list)
    rows = select(
        "SELECT pack_id, clause_id, check_name, terms, from_on, until_on, reason, set_by FROM own_terms t "
        f"WHERE {known_sql('t')} ORDER BY from_on",
        known=knowledge.number,
    )
    for pack_id, clause_id, check, terms, *rest in rows:
        found[pack_id, clause_id].append(OwnTermsSpell(check, as_json(terms), *rest))
    return dict(found)


def rules_known(knowledge: Knowledge) -> Rules:
    """What was known of all that the organisation holds itself to; two statements."""
    return Rules(adopted_packs(knowledge), own_terms(knowledge))


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


def adoptions_from(pack_id: str, day: date) -> list[Adoption]:
    """The current versions of a pack's adoptions that hold on a day or later, in the order of their days."""
    return list(
        Adoption.select(Adoption, PackText)
        .join(PackText)
        .where((Adoption.pack_id == pack_id) & (Adoption.until_on >= day) & current(Adoption))
        .order_by(Adoption.from_on)
    )


def own_terms_from(pack_id: str, clause_id: str, day: date) -> list[OwnTerms]:
    """The current versions of a clause's own terms that hold on a day or later, in the order of their days."""
    return list(
        OwnTerms.select()
        .where(
            (OwnTerms.pack_id == pack_id)
            & (OwnTerms.clause_id == clause_id)
            & (OwnTerms.until_on >= day)
            & current(OwnTerms)
        )
        .order_by(OwnTerms.from_on)
    )


def get_exemption(exemption_id: int) -> Exemption:
    """What we hold true of an exemption, by its number (`fact_id`); raises NotFound."""
    found: Exemption | None = Exemption.get_or_none((Exemption.fact_id == exemption_id) & current(Exemption))
    if found is None:
        raise NotFound("There is no such exemption. It may have been withdrawn.")
    return found


def packs_asking_for(kind_code: str) -> list[str]:
    """The packs whose text, ever adopted, or whose own terms ask for a certificate kind."""
    asking = {
        text.pack_id
        for text in PackText.select()
        for clause in text.content["clause"]
        if any(kind_code in _kinds_named(terms) for terms in clause["terms"])
    }
    asking |= {row.pack_id for row in OwnTerms.select() if kind_code in _kinds_named(row.terms)}
    return sorted(asking)


def _kinds_named(terms: Mapping[str, Any]) -> list[str]:
    return [terms.get("certificate", ""), *terms.get("or_certificates", ())]
