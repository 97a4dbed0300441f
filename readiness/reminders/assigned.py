"""Reminders of gaps that were given to somebody until a day: to them, and to those above when nothing happens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from readiness.accounts.told import Accounts, Reached, reached_person
from readiness.compliance.checks.clauses import adopted_clauses
from readiness.followups.queries import Assigned, Owner, owner_names
from readiness.foundation.temporal import knowledge_at
from readiness.reminders.queries import AtSite
from readiness.reminders.stages import escalation_of, reached_on, stages_of
from readiness.reminders.wanted import About, Wanted, Words
from readiness.requirements.queries import rules_known
from readiness.standards.reminders import Stages


@dataclass(frozen=True, slots=True)
class Assigning:
    """What gaps that were given ask of reminders: their rules, and the accounts that may be told."""

    rules: Stages
    accounts: Accounts

    def wanted(self, found: Iterable[Assigned], today: date) -> Iterator[Wanted]:
        """What is wanted of these on a day; where their owner cannot be reached any more, of those above."""
        found = list(found)
        if not found:
            return
        names = owner_names(each.thread.owner for each in found)
        titles = {
            (each.pack.id, each.clause.id): each.clause.title
            for each in adopted_clauses(rules_known(knowledge_at()))
        }
        for each in found:
            due_on, gap = each.thread.due_on, each.thread.gap
            if due_on is None:
                continue
            title = titles.get((gap.pack_id, gap.clause_id), gap.clause_id)
            told = _Told(each, due_on, title, names.get(each.thread.owner, ""))
            stage = reached_on(stages_of(self.rules, due_on), today)
            if stage is not None:
                yield from (told.to(reader, stage.name) for reader in self._owners(each, today))
            escalated = reached_on(escalation_of(self.rules, due_on), today)
            if escalated is not None:
                above = self.accounts.managing(gap.site_id)
                yield from (told.to(reader, escalated.name) for reader in above)

    def _owners(self, each: Assigned, today: date) -> list[Reached]:
        owner = self._reached(each.thread.owner, today)
        return [owner] if owner is not None else self.accounts.managing(each.thread.gap.site_id)

    def _reached(self, owner: Owner, today: date) -> Reached | None:
        if owner.person is not None:
            return reached_person(owner.person, today)
        return next((each for each in self.accounts.of() if each.who == owner.who), None)


@dataclass(frozen=True, slots=True)
class _Told:
    """A gap as it is told of."""

    gap: Assigned
    due_on: date
    title: str
    owner: str

    def to(self, reader: Reached, stage: str) -> Wanted:
        """The reminder of a stage to somebody."""
        site, thread = AtSite(*self.gap.site), self.gap.thread
        content = {
            "title": self.title,
            "reason": self.gap.reason,
            "site": site.name,
            "due_on": self.due_on.isoformat(),
            "owner": self.owner,
            "is_over": stage.startswith(("after", "escalated")),
            "is_escalated": stage == "escalated",
        }
        about = About(f"gap:{thread.id}", self.due_on, site, reader.person)
        return Wanted(
            reader, about, stage, Words("followups.reminder", content, f"/compliance/follow-ups/{thread.id}")
        )
