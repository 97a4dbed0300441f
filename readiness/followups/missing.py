"""The facts for want of which it cannot be told how a subject stands: who can give them, and where."""

from collections.abc import Iterable
from typing import cast

from readiness.accounts.told import Accounts, Reached
from readiness.compliance.days.findings import Finding, MissingFact, Status
from readiness.compliance.words.cases import Case
from readiness.compliance.words.missing import ways_to_facts
from readiness.followups.queries import Gap
from readiness.web.access import Role
from readiness.web.frame import path_of


def missing_of(findings: Iterable[Finding]) -> list[MissingFact]:
    """Every fact that is missing for any of these, in the order in which they are known."""
    wanted = {fact for each in findings if each.status is Status.CANNOT_TELL for fact in each.missing}
    return [fact for fact in MissingFact if fact in wanted]


def givers(accounts: Accounts) -> list[Reached]:
    """Who may write them down: sites, their rotas and people are seen to by HR; where there is none, administrators."""
    return accounts.of(Role.HR) or accounts.of(Role.ADMIN)


def form_of(missing: Iterable[MissingFact], gap: Gap) -> str:
    """The path of the form in which they are written down, as the finding itself leads to it."""
    case = Case(
        Status.CANNOT_TELL, (gap.pack_id, gap.clause_id), (gap.site_id, gap.site_code),
        person_id=gap.person or None, missing=list(missing),
    )  # fmt: skip
    way = next(ways_to_facts(case))
    return path_of(way.endpoint, **cast(dict[str, str], way.values))
