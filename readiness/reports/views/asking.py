"""What an address asks of a report: the frame's day, knowledge and site, and how it is narrowed further."""

from dataclasses import replace
from datetime import date

from flask import request

from readiness.compliance.judging.lately import is_of_many
from readiness.compliance.measuring import measure_of
from readiness.foundation.errors import InvalidInput, NotAllowed, NotFound
from readiness.foundation.turns import in_turn
from readiness.foundation.words import gettext as _
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report
from readiness.reports.tables import REPORTS
from readiness.web.access import current_account
from readiness.web.frame import asked_day, frame, question
from readiness.web.settings import settings


def readable(name: str) -> Report:
    """The report of this name, which the account may read; raises NotFound, NotAllowed."""
    if name not in REPORTS:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    if current_account().role not in REPORTS[name].readers:
        raise NotAllowed(_("This page is not for your role. Ask an administrator if you need it."))
    return REPORTS[name]


def asked_of(report: Report) -> ReportRequest:
    """What this address asks; what the report cannot be narrowed by is left out. Raises InvalidInput."""
    faults: list[str] = []
    plain = ReportRequest(
        question(),
        measure_of(settings()),
        is_complete=bool(request.args.get("all")),
        line_check_days=settings().line_check_days,
    )
    if Narrowing.SITE in report.narrowings:
        plain = replace(plain, site_code=frame().site)
    if Narrowing.PACK in report.narrowings:
        plain = replace(plain, pack_id=request.args.get("pack") or None)
    if Narrowing.PERIOD in report.narrowings:
        plain = replace(plain, from_on=_day("from", faults), until_on=_day("to", faults))
    if faults:
        raise InvalidInput(faults, title=_("This address names no day."))
    return plain


def check_turn(report: Report, asked: ReportRequest) -> None:
    """Raise Busy where others have their turn: what is begun meanwhile would break off in the middle of its answer."""
    codes = (asked.site_code,) if asked.site_code else None
    with in_turn(is_heavy=report.is_assessed and is_of_many(asked.question, codes), is_long=True):
        pass


def _day(name: str, faults: list[str]) -> date | None:
    text = request.args.get(name, "")
    return asked_day(name, text, faults) if text else None
