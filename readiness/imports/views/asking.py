"""What the pages of imports ask of the application: the kinds of file, the desk, one import."""

from collections.abc import Callable, Mapping
from typing import cast

from flask import Flask, current_app
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import Conflict
from readiness.foundation.settings import with_stored
from readiness.foundation.words import gettext as _
from readiness.imports.actions import ImportKind
from readiness.imports.deciding import Desk
from readiness.imports.models import FileImport
from readiness.imports.seeing import Seen, kept_seen
from readiness.web.access import actor
from readiness.web.settings import installation

Kinds = Mapping[str, ImportKind]
Answer = ResponseReturnValue


def offer_kinds(app: Flask, kinds: Callable[[], Kinds], hidden_by: Callable[[int], int]) -> None:
    """Say which kinds of file can be imported; asked anew for each request.

    `hidden_by`: asked how many things a change hid that wait for a decision.
    """
    app.extensions["readiness_import_kinds"] = kinds
    app.extensions["readiness_import_hidden"] = hidden_by


def import_kinds() -> Kinds:
    """The kinds of file that can be imported."""
    return cast(Kinds, current_app.extensions["readiness_import_kinds"]())


def hidden_count(row: FileImport) -> int:
    """How many things an import hid that wait for a decision."""
    return 0 if row.change is None else int(current_app.extensions["readiness_import_hidden"](row.change))


def kind_titles() -> dict[str, str]:
    """The kinds of file, in words."""
    return {
        "staff": _("Staff"),
        "certificates": _("Certificates"),
        "sites": _("Sites"),
        "resources": _("Resources"),
    }


def desk() -> Desk:
    """Where whoever is signed in decides; raises ConfigurationError where the work could not go on."""
    return Desk(with_stored(installation()), actor())


def seen_of(row: FileImport) -> Seen:
    """What was seen of the file; raises NotFound where it was removed, Conflict where it is still looked at."""
    folder = desk().storage.folder(row.folder)
    if not folder.seen.is_file() or row.kind not in import_kinds():
        raise Conflict(_("The file is not looked at yet. Wait for it, or drop it again."))
    return kept_seen(folder.seen)
