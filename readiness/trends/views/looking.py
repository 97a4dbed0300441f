"""What the pages of trends look at: the sites of the frame and of the account, and what requirements are called."""

from readiness.compliance.adopted import clauses_of_page
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.people.queries import get_site
from readiness.web.access import current_account
from readiness.web.frame import frame, question


def looked_sites() -> list[int] | None:
    """The site of the frame, else those of the account; None: all."""
    code = frame().site
    if code:
        return [get_site(code).id]
    own = current_account().site_ids
    return None if own is None else sorted(own)


def clauses() -> dict[tuple[str, str], AdoptedClause]:
    """What was adopted by what is known, by pack and clause; what is in force on the day before what is not."""
    found = clauses_of_page(question().known)
    in_order = sorted(found, key=lambda each: each.is_in_force(frame().as_of))
    return {(each.pack.id, each.clause.id): each for each in in_order}
