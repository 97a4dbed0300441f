"""What the pages of proof ask of the application: the desk, the room for files, and whose page it is."""

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.evidence.actions import Desk
from readiness.evidence.keeping import MEGABYTE, Room
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.errors import Conflict
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.queries import get_person_by_id
from readiness.web.access import actor, current_account
from readiness.web.forms import Form
from readiness.web.frame import frame
from readiness.web.settings import installation


def desk() -> Desk:
    """Where whoever is signed in acts."""
    return Desk(
        actor(), clock.now(), frame().today, certificate_kinds(), current_account().person_id,
        time_zone=frame().time_zone,
    )  # fmt: skip


def room() -> Room:
    """Where files are kept, and how many."""
    config = installation()
    return Room(
        Vault(config.data_dir), config.evidence_person_mb * MEGABYTE, config.evidence_total_mb * MEGABYTE
    )


def oneself() -> Person:
    """Whoever is signed in, among the staff; raises Conflict."""
    person_id = current_account().person_id
    if person_id is None:
        raise Conflict(_("Your account is linked to nobody on the staff. An administrator can link it."))
    return get_person_by_id(person_id)


def go_to(address: str) -> ResponseReturnValue:
    """Lead on: whoever sends a file with a script is told where to, so that what is said there is read once."""
    if _is_script():
        return jsonify(go=address)
    return redirect(address)


def with_faults(page: str, form: Form) -> ResponseReturnValue:
    """A page with its form; a script that sent it shows it as it is, so that nothing failed for the browser."""
    return page, 422 if form.faults and not _is_script() else 200


def _is_script() -> bool:
    return request.headers.get("X-Sent-By") == "script"
