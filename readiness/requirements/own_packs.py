"""The text of an own pack with one clause written, replaced or taken out. Pure."""

from readiness.standards.packs import Clause, Pack

OWN_SOURCE = "Own requirements of the organisation"


def with_clause(pack: Pack | None, clause: Clause, pack_id: str, title: str) -> Pack:
    """The pack with this clause in the place of the one of the same id, else after the others."""
    if pack is None:
        return Pack(id=pack_id, title=title, source=OWN_SOURCE, clause=(clause,))
    places = [each.id for each in pack.clause]
    clauses = list(pack.clause)
    if clause.id in places:
        clauses[places.index(clause.id)] = clause
    else:
        clauses.append(clause)
    return pack.model_copy(update={"clause": tuple(clauses)})


def without_clause(pack: Pack, clause_id: str) -> Pack | None:
    """The pack without a clause; None where no other is left."""
    left = tuple(each for each in pack.clause if each.id != clause_id)
    return pack.model_copy(update={"clause": left}) if left else None
