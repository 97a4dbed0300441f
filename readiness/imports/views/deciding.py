"""What is decided about an import, each a press of a button."""

from collections.abc import Callable
from contextlib import closing

from flask import Blueprint, flash, redirect, request, url_for

from readiness.foundation.errors import ImportRefused, NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.imports.views.asking import Answer, desk, kind_titles
from readiness.web.access import EDITORS, allow
from readiness.web.requests import takes_import

pages = Blueprint("import_deciding", __name__, url_prefix="/imports")


@pages.post("")
@allow(*EDITORS)
@takes_import
def receive() -> Answer:
    """Take in a file; it is looked at by a process of its own."""
    file = request.files.get("file")
    kind = request.form.get("kind", "")
    try:
        if file is None or not file.filename:
            raise ImportRefused(_("No file was chosen. Choose one, or drop it on the page."))
        with closing(file):
            number = desk().receive(file.stream, file.filename, kind if kind in kind_titles() else "")
    except ImportRefused as refused:
        flash(" ".join(refused.problems), "gap")
        return redirect(url_for("imports.index"))
    return _back(number)


@pages.post("/<int:import_id>/apply")
@allow(*EDITORS)
def apply(import_id: int) -> Answer:
    """Import the file as it was previewed."""
    takes_good_rows = "good_rows" in request.form
    return _decided(import_id, lambda: desk().apply(import_id, takes_good_rows=takes_good_rows, is_seen=True))


@pages.post("/<int:import_id>/cancel")
@allow(*EDITORS)
def cancel(import_id: int) -> Answer:
    """Stop the work, or give the file up."""
    return _decided(import_id, lambda: desk().cancel(import_id))


@pages.post("/<int:import_id>/again")
@allow(*EDITORS)
def again(import_id: int) -> Answer:
    """Begin again what has stopped."""
    return _decided(import_id, lambda: desk().start_again(import_id))


@pages.post("/<int:import_id>/undo")
@allow(*EDITORS)
def undo(import_id: int) -> Answer:
    """Take back what was imported."""
    return _decided(import_id, lambda: desk().undo(import_id))


def _decided(import_id: int, decide: Callable[[], None]) -> Answer:
    """Back to the import, where what came of it is seen; two who press at once both see the same."""
    try:
        decide()
    except NotFound:
        raise
    except ReadinessError as refused:
        flash(" ".join(refused.problems), "due")
    return _back(import_id)


def _back(import_id: int) -> Answer:
    return redirect(url_for("imports.show", import_id=import_id))
