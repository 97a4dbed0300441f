"""The page from which reports are taken away, each signed."""

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from readiness.compliance.measuring import measure_of
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.people.naming import is_named, organisation_name
from readiness.reports.forms import ReportForm
from readiness.reports.requests import ReportRequest
from readiness.reports.sealing import seal_of
from readiness.reports.shapes import Narrowing
from readiness.reports.tables import REPORTS, reports_for
from readiness.reports.taking_away import Wish, take_away
from readiness.web.access import Role, actor, allow_taking_away, current_account
from readiness.web.frame import frame, question
from readiness.web.settings import installation, settings

pages = Blueprint("reports", __name__)

RESTATED = "restated"

TAKERS = (Role.HR, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
"""Those who see all sites: a report is of all of them, or of one that is chosen above."""


@pages.route("/reports", methods=["GET", "POST"])
@allow_taking_away(*TAKERS)
def index() -> ResponseReturnValue:
    """Choose a report and its formats; they come as one archive, each file with its signature."""
    form = ReportForm(data={"report": next(iter(REPORTS)), "forms": ["pdf", "xlsx"]})
    form.offer(current_account().role)
    if form.validate_on_submit():
        try:
            return _archive(form)
        except ReadinessError as refused:
            form.refuse(refused)
    page = render_template(
        "reports/index.html",
        form=form,
        reports=reports_for(current_account().role),
        key=seal_of(installation()).public_key,
        is_named=is_named(settings()),
        called=organisation_name(settings()),
    )
    return page, 422 if form.faults else 200


def _held_against(form: ReportForm) -> Question:
    """The day in question, by what was known until the instant that is typed, or chosen above."""
    typed = form.held_against.data
    if typed is None and frame().known_at is None:
        raise InvalidInput("held_against: " + _("Write the day and the time, such as this morning at eight."))
    known_at = typed.replace(tzinfo=frame().zone) if typed is not None else frame().known_at
    return Question(question().as_of, knowledge_at(known_at))


def _archive(form: ReportForm) -> Response:
    asked = _held_against(form) if form.report.data == RESTATED else question()
    request = ReportRequest(
        asked,
        measure_of(settings()),
        frame().site,
        bool(form.is_complete.data),
        line_check_days=settings().line_check_days,
    )
    if Narrowing.SITE not in REPORTS[form.report.data].narrowings:
        request = replace(request, site_code=None)
    name = f"{form.report.data}-{question().as_of}"
    # Its name is gone at once; the file goes with the answer.
    packed = tempfile.TemporaryFile(prefix="readiness-")  # noqa: SIM115
    try:
        with (
            tempfile.TemporaryDirectory(prefix="readiness-") as folder,
            zipfile.ZipFile(packed, "w") as archive,
        ):
            for kind in form.forms.data:
                wish = Wish(form.report.data, kind, request, starts_with_mark=kind == "csv")
                taken = take_away(wish, Path(folder) / f"{name}.{kind}", settings(), actor())
                for file in (taken.file, taken.signature):
                    archive.write(file, file.name, zipfile.ZIP_DEFLATED)
    except BaseException:
        packed.close()
        raise
    packed.seek(0)
    answer = send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
