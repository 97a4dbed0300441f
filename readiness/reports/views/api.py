"""Reports as programs read them: by a key in place of a sign-in, in the same words as the pages ask."""

import json

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.reports.manifest import file_name
from readiness.reports.shapes import Report
from readiness.reports.streaming import archive_pieces, plain_pieces
from readiness.reports.tables import HAVE_MORE, check_request, reports_for
from readiness.reports.taking_away import Wish
from readiness.reports.views.asking import asked_of, check_turn, readable
from readiness.reports.views.index import TAKERS
from readiness.web.access import actor, allow_by_key, current_account
from readiness.web.addresses import full_address
from readiness.web.frame import asked_again, frame
from readiness.web.problems import tell_problems
from readiness.web.settings import settings

pages = Blueprint("reports_api", __name__, url_prefix="/api/v1/reports")
tell_problems(pages)

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "zip": "application/zip"}
"""'zip': the JSON with its signature beside it."""


@pages.get("")
@allow_by_key(*TAKERS)
def index() -> Response:
    """The reports that the account may read, and by what each can be asked for."""
    told = [_told(report) for report in reports_for(current_account().role).values()]
    return Response(json.dumps({"reports": told}, ensure_ascii=False), mimetype="application/json")


def _told(report: Report) -> dict[str, object]:
    own = {"pack": ["pack"], "period": ["from", "to"], "site": ["site"]}
    return {
        "name": report.name,
        "title": _(report.title),
        "tells": _(report.tells),
        "url": full_address(f"/api/v1/reports/{report.name}"),
        "schema_url": full_address(f"/reports/{report.name}/schema.json"),
        "parameters": [
            "as_of", "known_at", *(name for by in sorted(report.narrowings) for name in own[by]),
            *(["all"] if report.name in HAVE_MORE else []), "format",
        ],
        "formats": list(TYPES),
    }  # fmt: skip


@pages.get("/<report_name>")
@allow_by_key(*TAKERS)
def show(report_name: str) -> ResponseReturnValue:
    """A report, sent while its rows are found; the trail says that it was taken away, as of a file."""
    report, form = readable(report_name), request.args.get("format", "json")
    if form not in TYPES:
        raise InvalidInput(_("format: choose one of %(forms)s.", forms=", ".join(TYPES)))
    asked = asked_of(report)
    check_request(report, asked)
    check_turn(report, asked)
    wish = Wish(report.name, "json" if form == "zip" else form, asked)
    name = file_name(report.name, asked.question.as_of, frame().known_at, wish.form)
    pieces = archive_pieces if form == "zip" else plain_pieces
    answer = Response(stream_with_context(pieces(wish, name, settings(), actor())), content_type=TYPES[form])
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Location"] = asked_again(asked.question)
    return answer
