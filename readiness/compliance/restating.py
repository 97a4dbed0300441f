"""How many findings are told otherwise than by an earlier knowledge: said on every page that shows one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.facts.subjects import has_more_people
from readiness.compliance.judging.otherwise import told_otherwise
from readiness.compliance.judging.worlds import World
from readiness.compliance.measuring import measure_of
from readiness.foundation.database import database_name
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.people.queries import site_choices
from readiness.web.access import current_account, is_someone
from readiness.web.frame import frame, frame_url, question
from readiness.web.navigation import may
from readiness.web.settings import settings

AT_ONCE = 5000
"""Among so many people it is counted while someone waits for the page; among more, the report tells."""

Codes = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Restated:
    """Where what is told otherwise is listed, and how many findings that are; None: too many to count at once.

    `new`: of how many nothing was told then; they are no part of `count`.
    """

    address: str
    count: int | None
    new: int = 0


def restated() -> Restated | None:
    """What has been told otherwise since the knowledge of the page; None where whoever asks may not read it."""
    if not is_someone() or not may("report.show"):
        return None
    address = frame_url("report.show", report_name="restated")
    if has_more_people(AT_ONCE):
        return Restated(address, None)
    known = question().known.number, knowledge_at()
    return Restated(address, *_counts(frame().as_of, *known, _codes(), database_name()))


def _codes() -> Codes:
    own = current_account().site_ids
    if frame().site:
        return (frame().site or "",)
    return None if own is None else tuple(site.code for site in site_choices(own, len(own)))


@lru_cache(maxsize=256)
def _counts(as_of: date, _then: int, known_now: Knowledge, codes: Codes, _database: str) -> tuple[int, int]:
    """How many are told otherwise, and of how many nothing was told; worked out once for two states."""
    measure, known = measure_of(settings()), question().known
    then, now = (World(Question(as_of, each), measure) for each in (known, known_now))
    pairs = [(_said(was), _said(is_now)) for was, is_now in told_otherwise(then, now, codes)]
    is_other = [was for was, is_now in pairs if was != is_now]
    return sum(1 for was in is_other if was), sum(1 for was in is_other if not was)


def _said(finding: Finding | None) -> tuple[object, ...]:
    """What counts as said, as the report of it has it; what is not asked of somebody is as good as nothing."""
    if finding is None or finding.status is Status.NOT_APPLICABLE:
        return ()
    return finding.status, finding.need, finding.have, finding.reason
