"""Reminders of requirements that are not met, or soon will not be: to whom the requirement names as its owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from readiness.accounts.told import Accounts, Reached, person_named
from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER, knowledge_at
from readiness.reminders.queries import AtSite
from readiness.reminders.stages import escalation_of, reached_on, stages_of
from readiness.reminders.wanted import About, Wanted, Words
from readiness.requirements.queries import rules_known
from readiness.standards.reminders import Stages


@dataclass(frozen=True, slots=True)
class OwnedFinding:
    """A gap, or what will be one, of a requirement that somebody owns. `gap_on`: its first day."""

    number: int
    pack: str
    clause: str
    title: str
    owner: str
    subject: str
    reason: str
    gap_on: date
    site: AtSite

    @property
    def what(self) -> str:
        """Where it is of a person, it is told apart without a number that names them: the ledger is kept for ever."""
        subject = sha256(self.subject.encode()).hexdigest()[:12]
        return f"finding:{self.pack}:{self.clause}:{self.site.code}:{subject}"


_OPEN = """
SELECT k.id, k.pack_id, k.clause_id, k.subject, k.reason, k.status, k.since_on, k.due_on,
       s.id, s.code, s.name, s.country, s.region
FROM kept_finding k JOIN site s ON s.id = k.site_id AND s.superseded_in = :never
WHERE s.time_zone = :zone AND k.status IN ('gap', 'due') ORDER BY k.id
"""


def owned_findings(zone: str, today: date) -> list[OwnedFinding]:
    """Those at sites of a zone, by today's findings as they are kept true; only of requirements with an owner."""
    owners = {
        (adopted.pack.id, clause.id): (clause.title, clause.owner)
        for adopted in rules_known(knowledge_at()).packs
        if adopted.from_on <= today <= adopted.until_on
        for clause in adopted.pack.clause
        if clause.owner
    }
    if not owners:
        return []
    found = []
    for number, pack, clause, subject, reason, status, since_on, due_on, *site in select(
        _OPEN, never=NEVER, zone=zone
    ):
        if (pack, clause) in owners:
            title, owner = owners[pack, clause]
            gap_on = since_on if status == "gap" else due_on
            about = (number, pack, clause, title, owner, subject, reason, gap_on)
            found.append(OwnedFinding(*about, AtSite(*site)))
    return found


@dataclass(frozen=True, slots=True)
class Owned:
    """What findings ask of reminders: their rules, and the accounts that may be told."""

    rules: Stages
    accounts: Accounts

    def wanted(self, found: list[OwnedFinding], today: date) -> Iterator[Wanted]:
        """What is wanted of these on a day: of their owner, and of those above when nothing happens."""
        for each in found:
            stage = reached_on(stages_of(self.rules, each.gap_on), today)
            if stage is not None:
                yield from (_wanted(each, told, stage.name) for told in self._owners(each, today))
            escalated = reached_on(escalation_of(self.rules, each.gap_on), today)
            if escalated is not None:
                above = self.accounts.managing(each.site.id)
                yield from (_wanted(each, told, escalated.name) for told in above)

    def _owners(self, each: OwnedFinding, today: date) -> list[Reached]:
        named = self.accounts.named(each.owner) or person_named(each.owner, today)
        return [named] if named is not None else self.accounts.managing(each.site.id)


def _wanted(each: OwnedFinding, told: Reached, stage: str) -> Wanted:
    content = {
        "title": each.title,
        "reason": each.reason,
        "gap_on": each.gap_on.isoformat(),
        "site": each.site.name,
        "is_over": stage.startswith(("after", "escalated")),
        "is_escalated": stage == "escalated",
    }
    about = About(each.what, each.gap_on, each.site, told.person)
    return Wanted(
        told, about, stage, Words("reminders.finding", content, f"/compliance?site={each.site.code}")
    )
