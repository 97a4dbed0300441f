"""Nightly files as machines post them: a token in place of a sign-in, and problems as RFC 9457 writes them."""

import json
import secrets
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import NotFound
from readiness.foundation.settings import stored_or_given
from readiness.foundation.words import gettext as _
from readiness.imports.deciding import Desk
from readiness.imports.models import FileImport
from readiness.imports.queries import import_or_none
from readiness.nightly.actions import ACTOR, COUNTS, Incoming, check_token, take_in
from readiness.nightly.models import NightlyRun
from readiness.nightly.queries import find_run
from readiness.nightly.states import State
from readiness.nightly.telling import state_sentence
from readiness.web.access import public
from readiness.web.problems import bearer, problem, tell_problems
from readiness.web.requests import takes_stream
from readiness.web.settings import installation

pages = Blueprint("nightly_api", __name__, url_prefix="/api/v1/nightly")

KINDS = ("staff", "certificates")

tell_problems(pages)


@pages.post("/<file_kind>")
@public
@takes_stream
def receive(file_kind: str) -> ResponseReturnValue:
    """Take in a file, as the body is; what becomes of it is asked for at the address that is answered."""
    now = clock.now()
    with connected():
        check_token(bearer(), now)
        if file_kind not in KINDS:
            raise NotFound(_("Post staff or certificates: /api/v1/nightly/staff."))
        name = PurePosixPath(request.args.get("name", f"{file_kind}.csv")).name
        incoming = Incoming(f"{secrets.token_hex(8)}-{file_kind}", "address", file_kind, name, _made_at())
        run = take_in(Desk(stored_or_given(installation()), ACTOR), incoming, request.stream, now)
        return _told(run, None, 422 if run.state == State.REFUSED else 202)


@pages.get("/<int:run_id>")
@public
def show(run_id: int) -> ResponseReturnValue:
    """What became of a file."""
    with connected():
        check_token(bearer(), clock.now())
        run = find_run(run_id)
        if run is None:
            raise NotFound(_("There is no nightly file with this number."))
        return _told(run, import_or_none(run.import_id), 200)


def _made_at() -> datetime | None:
    """When the file was written, where the sender says so."""
    try:
        said = parsedate_to_datetime(request.headers["Last-Modified"])
    except (KeyError, ValueError):
        return None
    return said if said.tzinfo else None


def _told(run: NightlyRun, row: FileImport | None, status: int) -> Response:
    if status == 422:
        return problem(status, state_sentence(run.state), " ".join(run.reasons))
    content = {
        "id": run.id,
        "state": run.state,
        "says": state_sentence(run.state),
        "reasons": run.reasons,
        "counts": {name: getattr(row, f"{name}_count") for name in COUNTS} if row else None,
        "status_at": f"{installation().base_url}/api/v1/nightly/{run.id}",
        "page": f"{installation().base_url}/imports/{run.import_id or 'nightly'}",
    }
    answer = Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")
    if status == 202:
        answer.headers["Location"] = f"/api/v1/nightly/{run.id}"
    return answer
