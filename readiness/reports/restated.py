"""What is said of a day otherwise than it was said then: the difference between two states of knowledge."""

from collections.abc import Iterator
from dataclasses import replace

from readiness.compliance.assess import assess
from readiness.compliance.findings import Finding
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.reports.requests import ReportRequest

COLUMNS = (
    "pack", "clause", "site", "subject", "status", "status_then", "need", "need_then", "have", "have_then",
    "reason", "reason_then",
)  # fmt: skip

PRINTED = {
    "clause": "9em", "site": "6em", "subject": "6em", "status": "5.5em", "status_then": "5.5em", "have": "3em",
    "have_then": "4em", "reason": "1fr", "reason_then": "1fr",
}  # fmt: skip

Key = tuple[str, str, str, str]


def rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Each finding of the day that now says something else than by what was known at the instant asked about.

    What was not asked then, or is not asked any more, stands with an empty side. Raises InvalidInput where the
    instant is now.
    """
    now = knowledge_at()
    if request.question.known.number == now.number:
        raise InvalidInput(
            _("Say what it is to be held against: an instant before the latest change (known at).")
        )
    sites = (request.site_code,) if request.site_code else None
    then = {_key(each): each for each in assess(request.question, request.measure, sites)}
    for finding in assess(replace(request.question, known=now), request.measure, sites):
        was = then.pop(_key(finding), None)
        if was is None or _said(was) != _said(finding):
            yield _row(_key(finding), finding, was)
    for key, was in then.items():
        yield _row(key, None, was)


def _key(finding: Finding) -> Key:
    return finding.pack, finding.clause.id, finding.site, finding.subject


def _said(finding: Finding) -> tuple[Cell, ...]:
    return finding.status.value, finding.need, finding.have, finding.reason


def _row(key: Key, now: Finding | None, then: Finding | None) -> tuple[Cell, ...]:
    sides = zip(*((_said(side) if side else ("", None, None, "")) for side in (now, then)), strict=True)
    return (*key, *(cell for pair in sides for cell in pair))
