"""The page of a file that is made: how far it is, and the file when it is there."""

from flask import Blueprint, Response, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from readiness.reports.files import KEPT, MADE, find_file, is_stopped, no_such_file, place_of
from readiness.reports.models import ReportFile
from readiness.reports.scheduling import is_recipient
from readiness.reports.tables import REPORTS
from readiness.reports.views.asking import readable
from readiness.reports.views.show import READERS
from readiness.web.access import allow, current_account
from readiness.web.settings import installation

pages = Blueprint("report_files", __name__)


def _own(key: str) -> ReportFile:
    """A file that is for the account that is signed in; raises NotFound for another's, NotAllowed by its role."""
    row = find_file(key)
    account = current_account()
    is_own = (
        row.account_id == account.id if row.schedule_id is None else is_recipient(row.schedule_id, account.id)
    )
    if not is_own:
        raise no_such_file()
    readable(row.report)
    return row


@pages.get("/report-files/<file_key>")
@allow(*READERS)
def show(file_key: str) -> ResponseReturnValue:
    """How far a file is; it can be fetched once it is made."""
    row = _own(file_key)
    return render_template(
        "reports/file.html",
        row=row,
        report=REPORTS[row.report],
        rows=place_of(row, installation()).told()[0],
        is_stopped=is_stopped(row, installation()),
        until_at=row.asked_at + KEPT,
    )


@pages.get("/report-files/<file_key>/archive")
@allow(*READERS)
def archive(file_key: str) -> ResponseReturnValue:
    """The file and its signature."""
    row = _own(file_key)
    place = place_of(row, installation())
    if row.state != MADE or not place.archive.exists():
        return redirect(f"/report-files/{file_key}")
    answer: Response = send_file(
        place.archive, "application/zip", as_attachment=True, download_name=place.archive.name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
