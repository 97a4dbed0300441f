"""What is asked here, as the pages of requirements show it: by pack, with terms, sources and days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.checks.packs import terms_of
from readiness.compliance.words.clauses import Names, applies_in_words, asked_in_words
from readiness.foundation.temporal import LAST_DAY
from readiness.requirements.queries import AdoptedPack, OwnTermsSpell, Rules
from readiness.standards.packs import Clause, Pack


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause as it stands on a day. `original`: what the pack asks, where the organisation's own terms hold."""

    pack: Pack
    clause: Clause
    asked: str
    of_whom: str
    since: date
    until_on: date
    original: str = ""
    own: OwnTermsSpell | None = None
    asks_less: bool = False
    is_repealed: bool = False


@dataclass(frozen=True, slots=True)
class AskedPack:
    """A pack with what it asks."""

    pack: Pack
    clauses: Sequence[AskedClause]


def asked_packs(rules: Rules, day: date, names: Names) -> list[AskedPack]:
    """The packs that are held to on a day, with their clauses."""
    by_pack: dict[str, AskedPack] = {}
    for adopted in adopted_clauses(rules):
        if adopted.from_on <= day <= adopted.until_on:
            present = by_pack.get(adopted.pack.id) or AskedPack(adopted.pack, [])
            clauses = [*present.clauses, asked_clause(adopted, day, names)]
            by_pack[adopted.pack.id] = replace(present, clauses=clauses)
    return list(by_pack.values())


def asked_clause(adopted: AdoptedClause, day: date, names: Names) -> AskedClause:
    """A clause with what it asks on a day."""
    terms, original = adopted.terms_on(day), adopted.pack_terms_on(day)
    own = adopted.own_on(day) if terms is not None else None
    return AskedClause(
        adopted.pack,
        adopted.clause,
        asked_in_words(terms, names) if terms else "",
        applies_in_words(adopted.pack, adopted.clause.applies),
        adopted.texts[0].from_on,
        adopted.texts[-1].until_on,
        asked_in_words(original, names) if own and original else "",
        own,
        asks_less=adopted.asks_less_on(day),
        is_repealed=terms is None,
    )


def coming(rules: Rules, day: date) -> list[AdoptedPack]:
    """Adoptions, also of other texts of a pack, that begin after a day."""
    return [adopted for adopted in rules.packs if adopted.from_on > day]


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack that may be held to, and the days on which it is. `is_shipped`: it came with this release."""

    pack: Pack
    is_shipped: bool
    spells: Sequence[AdoptedPack]
    differs: bool = False

    def on(self, day: date) -> AdoptedPack | None:
        """The adoption that holds on a day."""
        return next((each for each in self.spells if each.from_on <= day <= each.until_on), None)

    def next_after(self, day: date) -> AdoptedPack | None:
        """The adoption that begins next."""
        return next((each for each in self.spells if each.from_on > day), None)

    @property
    def is_over(self) -> bool:
        """Whether it was held to, and an end is known."""
        return bool(self.spells) and self.spells[-1].until_on != LAST_DAY


def pack_states(rules: Rules, shipped: dict[str, Pack], day: date) -> list[PackState]:
    """Shipped packs and those that are or were held to, in the order of their ids."""
    spells: dict[str, list[AdoptedPack]] = {pack_id: [] for pack_id in shipped}
    for adopted in rules.packs:
        spells.setdefault(adopted.pack.id, []).append(adopted)
    return [_state(shipped.get(pack_id), held, day) for pack_id, held in sorted(spells.items())]


def _state(shipped: Pack | None, held: Sequence[AdoptedPack], day: date) -> PackState:
    present = next((each.pack for each in held if each.from_on <= day <= each.until_on), None)
    pack = present or shipped or held[-1].pack
    differs = present is not None and shipped is not None and present.sha256 != shipped.sha256
    return PackState(pack, shipped is not None, held, differs)


def first_day_of(pack: Pack) -> date:
    """The first day on which any of its clauses asks for something."""
    return min(clause.terms[0].from_on for clause in pack.clause)


def beginning_later(pack: Pack, from_on: date) -> list[tuple[str, date]]:
    """The clauses that ask for nothing yet on the day from which the pack would be held to: title and first day."""
    return [(clause.title, first) for clause in pack.clause if (first := clause.terms[0].from_on) > from_on]


def pack_clauses(pack: Pack, day: date, names: Names) -> list[AskedClause]:
    """A pack's clauses as they would be asked on a day, whether it is held to or not."""
    found = []
    for clause in pack.clause:
        terms = clause.terms_on(day) or clause.terms[0]
        asked = "" if terms.repealed else asked_in_words(terms_of(clause, terms), names)
        of_whom = applies_in_words(pack, clause.applies)
        found.append(AskedClause(pack, clause, asked, of_whom, terms.from_on, LAST_DAY))
    return found
