"""Reads of what is asked: adopted packs with their days, and exemptions, as they were known."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from readiness.foundation.database import among, select, word_list
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, Knowledge, current, known_sql
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


@dataclass(frozen=True, eq=False)
class Rules:
    """All that the organisation holds itself to: packs by their days, and its own terms by clause. Altered by nobody.

    What is known of it is the same object as long as nothing of it changes, so that what is made of it is made once.
    """

    packs: Sequence[AdoptedPack]
    own_terms: Mapping[ClauseKey, Sequence[OwnTermsSpell]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """What tells these from any others."""
        return sha256(repr(self).encode()).hexdigest()


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
    return _adopted(_adoptions(knowledge))


RULES_CHANGED_AT = (
    "(SELECT recorded_at FROM change WHERE id = (SELECT max(x.n) FROM ("
    + " UNION ALL ".join(
        f"SELECT max(recorded_in) AS n FROM {table} "
        f"UNION ALL SELECT max(superseded_in) FROM {table} WHERE superseded_in < {NEVER}"
        for table in ("adoption", "own_terms")
    )
    + ") x))"
)
"""SQL for when it was last recorded that something else is asked."""

Row = tuple[Any, ...]


def _adoptions(knowledge: Knowledge) -> tuple[Row, ...]:
    return tuple(
        select(
            "SELECT t.sha256, a.from_on, a.until_on FROM adoption a JOIN pack_text t ON t.id = a.text_id "
            f"WHERE {known_sql('a')} ORDER BY a.pack_id, a.from_on",
            known=knowledge.number,
        )
    )


def _adopted(rows: Sequence[Row]) -> list[AdoptedPack]:
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
    return _own(_own_rows(knowledge))


def _own_rows(knowledge: Knowledge) -> tuple[Row, ...]:
    return tuple(
        select(
            "SELECT pack_id, clause_id, check_name, CAST(terms AS TEXT) AS terms, from_on, until_on, reason, set_by "
            f"FROM own_terms t WHERE {known_sql('t')} ORDER BY from_on",
            known=knowledge.number,
        )
    )


def _own(rows: Sequence[Row]) -> dict[ClauseKey, list[OwnTermsSpell]]:
    found: dict[ClauseKey, list[OwnTermsSpell]] = defaultdict(list)
    for pack_id, clause_id, check, terms, *rest in rows:
        found[pack_id, clause_id].append(OwnTermsSpell(check, json.loads(terms), *rest))
    return dict(found)


def rules_known(knowledge: Knowledge) -> Rules:
    """What was known of all that the organisation holds itself to; two statements."""
    return _rules(_adoptions(knowledge), _own_rows(knowledge))


@lru_cache(maxsize=64)
def _rules(adoptions: tuple[Row, ...], own_rows: tuple[Row, ...]) -> Rules:
    """The same of the rows that say it: packs are named by the hash of their text."""
    return Rules(_adopted(adoptions), _own(own_rows))


def exemptions(
    knowledge: Knowledge, site_codes: Sequence[str] | None = None
) -> dict[ExemptionKey, list[ExemptionSpell]]:
    """Every exemption that was known, by what it exempts, or those at some sites."""
    condition = "" if site_codes is None else f" AND {among('e.site_code', 'codes')}"
    values = {} if site_codes is None else {"codes": word_list(site_codes)}
    found: dict[ExemptionKey, list[ExemptionSpell]] = defaultdict(list)
    for *key, from_on, until_on, reason, granted_by in select(
        "SELECT e.pack_id, e.clause_id, e.site_code, e.staff_number, e.from_on, e.until_on, e.reason, e.granted_by "
        f"FROM exemption e WHERE {known_sql('e')}{condition} ORDER BY e.id",
        known=knowledge.number,
        **values,
    ):
        found[tuple(key)].append(ExemptionSpell(from_on, until_on, reason, granted_by))
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
