"""Files as they are handed out: to whose they are and to those who look at them, never as a page of ours."""

from flask import Blueprint, Response

from readiness.evidence.asking import room
from readiness.evidence.models import EvidenceFile
from readiness.evidence.queries import find_file, is_proof_of
from readiness.evidence.recognising import Media
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.web.access import EDITORS, Role, current_account, signed_in

pages = Blueprint("evidence", __name__)

LOOKERS = (*EDITORS, Role.AUDITOR)
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@pages.get("/evidence/<file_hash>")
@signed_in
def file(file_hash: str) -> Response:
    """A file, to be kept elsewhere; a picture may stand in a page of ours too."""
    row = _seen(file_hash)
    name = f"proof-{row.sha256[:12]}.{Media(row.media).ending}"
    return _handed_out(room().vault.read(row.sha256), row.media, name)


@pages.get("/evidence/<file_hash>/picture")
@signed_in
def picture(file_hash: str) -> Response:
    """A small picture of the first page."""
    row = _seen(file_hash)
    return _handed_out(room().vault.read_small(row.sha256), Media.JPEG, f"picture-{row.sha256[:12]}.jpg")


def _seen(file_hash: str) -> EvidenceFile:
    """The row of a file that the account may see; that others are there is not told."""
    account, row = current_account(), find_file(file_hash)
    if row is not None and (
        account.role in LOOKERS or (account.person_id is not None and is_proof_of(row.id, account.person_id))
    ):
        return row
    raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))


def _handed_out(content: bytes, media: str, name: str) -> Response:
    response = Response(content, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    return response
