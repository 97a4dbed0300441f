"""Every report that can be taken away, by its name."""

from collections.abc import Collection
from datetime import datetime

from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import records_began_at
from readiness.foundation.words import gettext as _
from readiness.foundation.words import moment
from readiness.reports.of_certificates import CERTIFICATES, EXPIRIES
from readiness.reports.of_exercises import AFTER_ACTION, EXERCISES
from readiness.reports.of_findings import GAPS
from readiness.reports.of_handbook import PROTOCOLS, RESOURCES
from readiness.reports.of_incidents import INCIDENTS
from readiness.reports.of_trail import ACCESS, TRAIL
from readiness.reports.requests import ReportRequest
from readiness.reports.restated import RESTATED
from readiness.reports.shapes import Narrowing, Report
from readiness.requirements.queries import adopted_titles

REPORTS = {
    report.name: report
    for report in (
        GAPS, RESTATED, CERTIFICATES, EXPIRIES, EXERCISES, AFTER_ACTION, PROTOCOLS, RESOURCES, INCIDENTS, ACCESS,
        TRAIL,
    )
}  # fmt: skip

HAVE_MORE = frozenset({GAPS.name, RESTATED.name})
"""Those that leave out what asks for nothing, unless all is asked for."""


def reports_for(role: str) -> dict[str, Report]:
    """Those that someone of a role may read."""
    return {name: report for name, report in REPORTS.items() if role in report.readers}


def check_request(report: Report, request: ReportRequest) -> None:
    """Raise InvalidInput naming everything by which a report cannot be narrowed."""
    asked = {
        Narrowing.SITE: request.site_code is not None,
        Narrowing.PACK: request.pack_id is not None,
        Narrowing.PERIOD: request.from_on is not None or request.until_on is not None,
    }
    words = {
        Narrowing.SITE: _("%(report)s are of all sites: leave the site out.", report=report.name),
        Narrowing.PACK: _("%(report)s are not of a pack: leave the pack out.", report=report.name),
        Narrowing.PERIOD: _("%(report)s are of one day: leave from and to out.", report=report.name),
    }
    faults = [words[by] for by, is_asked in asked.items() if is_asked and by not in report.narrowings]
    if request.pack_id is not None and not faults:
        adopted = adopted_titles(request.question.known)
        if request.pack_id not in adopted:
            faults.append(_not_adopted(request.pack_id, adopted))
    if request.from_on and request.until_on and request.from_on > request.until_on:
        faults.append(_("to: this day is before the first one."))
    if report is RESTATED and request.question.known.number == 0:
        faults += _nothing_before(records_began_at())
    if faults:
        raise InvalidInput(faults)


def _nothing_before(began: datetime | None) -> list[str]:
    return [_("Nothing was recorded here before %(instant)s.", instant=moment(began))] if began else []


def _not_adopted(pack_id: str, adopted: Collection[str]) -> str:
    if not adopted:
        return _("pack: ‘%(pack)s’ was not adopted; no pack was.", pack=pack_id)
    packs = ", ".join(sorted(adopted))
    return _("pack: ‘%(pack)s’ was not adopted. Adopted: %(packs)s.", pack=pack_id, packs=packs)
