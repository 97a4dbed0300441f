"""The page from which reports are taken away, each signed."""

import tempfile
import zipfile
from pathlib import Path

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from readiness.compliance.measuring import measure_of
from readiness.foundation.errors import ReadinessError
from readiness.reports.forms import ReportForm
from readiness.reports.requests import ReportRequest
from readiness.reports.sealing import seal_of
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import Wish, take_away
from readiness.web.access import Role, actor, allow_taking_away
from readiness.web.frame import frame, question
from readiness.web.settings import installation

pages = Blueprint("reports", __name__)

TAKERS = (Role.HR, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
"""Those who see all sites: a report is of all of them, or of one that is chosen above."""


@pages.route("/reports", methods=["GET", "POST"])
@allow_taking_away(*TAKERS)
def index() -> ResponseReturnValue:
    """Choose a report and its formats; they come as one archive, each file with its signature."""
    form = ReportForm(data={"report": next(iter(REPORTS)), "forms": ["pdf", "xlsx"]})
    form.offer()
    if form.validate_on_submit():
        try:
            return _archive(form)
        except ReadinessError as refused:
            form.refuse(refused)
    page = render_template("reports/index.html", form=form, key=seal_of(installation()).public_key)
    return page, 422 if form.faults else 200


def _archive(form: ReportForm) -> Response:
    request = ReportRequest(question(), measure_of(installation()), frame().site, bool(form.is_complete.data))
    name = f"{form.report.data}-{question().as_of}"
    # Its name is gone at once; the file goes with the answer.
    packed = tempfile.TemporaryFile(prefix="readiness-")  # noqa: SIM115
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder, zipfile.ZipFile(packed, "w") as archive:
        for kind in form.forms.data:
            wish = Wish(form.report.data, kind, request, starts_with_mark=kind == "csv")
            taken = take_away(wish, Path(folder) / f"{name}.{kind}", installation(), actor())
            for file in (taken.file, taken.signature):
                archive.write(file, file.name, zipfile.ZIP_DEFLATED)
    packed.seek(0)
    answer = send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
