"""The facts for want of which it cannot be told how a subject stands: who can give them, and where."""

from collections.abc import Iterable

from readiness.accounts.told import Accounts, Reached
from readiness.compliance.days.findings import Finding, MissingFact, Status
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
    """The path of the form in which they are written down."""
    missing = list(missing)
    if MissingFact.ROTA in missing:
        return path_of("rota.add", site_id=str(gap.site_id))
    if MissingFact.SPOKEN in missing:
        return f"{path_of('people.index')}?site={gap.site_code}&standing=employed"
    if not all(fact.is_of_work for fact in missing) and gap.site_id:
        return path_of("sites.edit", site_id=str(gap.site_id))
    if gap.person:
        return path_of("work.move", person_id=str(gap.person))
    clause = f"{gap.pack_id}/{gap.clause_id}"
    return f"{path_of('compliance.index')}?site={gap.site_code}&clause={clause}&status=cannot_tell"
