"""What the findings of one clause at one site come to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from readiness.compliance.checks import CHECKS, Subject
from readiness.compliance.days.findings import URGENCY, Finding, Status


@dataclass(frozen=True, slots=True)
class Cell:
    """How a site stands to a clause; where it is about people, how many are asked, and how many have it."""

    site: str
    pack: str
    clause: str
    status: Status
    need: int | None
    have: int | None
    due_on: date | None = None


def cells_of(findings: Iterable[Finding]) -> list[Cell]:
    """What findings come to, in the order of their sites, packs and clauses."""
    together: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.site, finding.pack, finding.clause.id), []).append(finding)
    return [_cell(each) for _key, each in sorted(together.items(), key=itemgetter(0))]


def _cell(findings: Sequence[Finding]) -> Cell:
    """A clause about a site as it is found; one about people by who is worst off."""
    first = min(findings, key=lambda finding: URGENCY[finding.status])
    need, have = first.need, first.have
    if CHECKS[first.clause.check].subject is Subject.PERSON:
        asked = [each for each in findings if each.need is not None]
        need, have = len(asked), sum(map(_has, asked))
    due_on = min((each.due_on for each in findings if each.due_on is not None), default=None)
    return Cell(first.site, first.pack, first.clause.id, first.status, need, have, due_on)


def _has(finding: Finding) -> bool:
    """Whether somebody has what is asked, if not for long; who is due since there is still time has it not."""
    return finding.status in {Status.MET, Status.DUE} and (finding.have or 0) >= (finding.need or 0)
