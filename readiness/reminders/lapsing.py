"""Reminders of certificates that end: to who holds them, and to who manages them when nothing happens."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.accounts.told import Accounts, Reached
from readiness.foundation.temporal import knowledge_at
from readiness.notices.actions import Tap
from readiness.notices.messages import is_address
from readiness.reminders.queries import Ending, Holding, holdings
from readiness.reminders.stages import escalation_of, reached_on, stages_of
from readiness.reminders.wanted import About, Wanted, Words
from readiness.requirements.queries import exemptions, rules_known
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.reminders import CertificateStages

PROOF = "proof"
PROOF_ON_FILE = "certificate_evidence_on_file"
"""Who is exempted from a proof on file has to hold the certificate all the same."""


def still_to_renew(found: Sequence[Ending], kinds: CertificateKinds, today: date) -> list[Ending]:
    """Those of which nothing was done: not renewed by any that counts as it, not exempted, still offered.

    What was done is asked of all kinds that count as this one: a longer certificate of another kind is a renewal too.
    """
    if not found:
        return []
    held: dict[int, list[Holding]] = defaultdict(list)
    for each in holdings(ending.person.person or 0 for ending in found):
        held[each.person].append(each)
    excused = _excused(today)
    return [
        each
        for each in found
        if not kinds.known(each.kind).is_retired
        and (each.staff_number, each.site.code, each.kind) not in excused
        and not _is_renewed(each, held[each.person.person or 0], kinds)
    ]


def _is_renewed(ending: Ending, held: list[Holding], kinds: CertificateKinds) -> bool:
    """Whether another certificate takes its place; of two that end together the earlier record is reminded of."""
    counting = kinds.counting_as(ending.kind)
    mine = (ending.ends_on, -ending.certificate)
    return any(
        each.kind in counting and (each.until_on, -each.certificate) > mine
        for each in held
        if each.certificate != ending.certificate
    )


def _excused(today: date) -> set[tuple[str, str, str]]:
    """Who need not hold what where: staff number, site's code, kind; by exemptions from clauses that ask for it."""
    known = knowledge_at()
    granted = exemptions(known)
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    if any(staff_number for _pack, _clause, _site, staff_number in granted):
        rules = rules_known(known)
        for adopted in rules.packs:
            for clause in (each for each in adopted.pack.clause if each.check != PROOF_ON_FILE):
                asked[adopted.pack.id, clause.id] |= {
                    each.own.get("certificate", "") for each in clause.terms
                }
        for key, spells in rules.own_terms.items():
            asked[key] |= {
                each.terms.get("certificate", "") for each in spells if each.check != PROOF_ON_FILE
            }
    return {
        (staff_number, site_code, kind)
        for (pack_id, clause_id, site_code, staff_number), spells in granted.items()
        if staff_number and any(spell.from_on <= today <= spell.until_on for spell in spells)
        for kind in asked[pack_id, clause_id]
    }


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What certificates ask of reminders: their rules, their kinds, and the accounts that may be told."""

    rules: CertificateStages
    kinds: CertificateKinds
    accounts: Accounts

    def wanted(self, found: Sequence[Ending], today: date) -> Iterator[Wanted]:
        """What is wanted of these on a day, whether or not it was owed already."""
        for ending in found:
            rules = self.rules.of_kind(ending.kind)
            stage = reached_on(stages_of(rules, ending.ends_on), today)
            if stage is not None:
                yield self.to_holder(ending, stage.name)
            escalated = reached_on(escalation_of(rules, ending.ends_on), today)
            if escalated is not None:
                yield from (
                    self._wanted(ending, each, escalated.name, "reminders.escalated")
                    for each in self._above(ending)
                )

    def to_holder(self, ending: Ending, stage: str) -> Wanted:
        """The reminder of who holds it; who manages them is asked to pass it on where they have no address."""
        manager = ending.manager
        if is_address(ending.person.address) or manager is None or not is_address(manager.address):
            return self._wanted(ending, ending.person, stage, "reminders.certificate")
        told = Reached(
            f"{ending.person.who} by {manager.who}", manager.name, manager.address, manager.languages
        )
        return self._wanted(ending, told, stage, "reminders.pass_on")

    def _above(self, ending: Ending) -> list[Reached]:
        manager = ending.manager
        if manager is not None and is_address(manager.address):
            return [manager]
        return self.accounts.managing(ending.site.id)

    def _wanted(self, ending: Ending, told: Reached, stage: str, kind: str) -> Wanted:
        what = f"certificate:{ending.certificate}"
        content = {
            "name": ending.person.name,
            "certificate": self.kinds.known(ending.kind).title,
            "ends_on": ending.ends_on.isoformat(),
            "is_over": stage.startswith(("after", "escalated")),
            "site": ending.site.name,
        }
        tap = Tap(PROOF, what) if kind == "reminders.certificate" else None
        link = "/account" if tap else f"/certificates/{ending.certificate}"
        return Wanted(
            told,
            About(what, ending.ends_on, ending.site, ending.person.person),
            stage,
            Words(kind, content, link, tap),
        )
