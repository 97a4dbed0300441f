"""Imports as they are: the list, each with what it came to, and what can be taken away of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)

from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.imports.course import get_import
from readiness.imports.deciding import is_stopped
from readiness.imports.field_words import field_words
from readiness.imports.first_rows import FirstRows, first_rows
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.mapping_text import mapping_text
from readiness.imports.models import FileImport
from readiness.imports.new_sites import kept_new_sites
from readiness.imports.problem_list import problem_groups, problem_page, problems_as_csv
from readiness.imports.pulse import last_sign
from readiness.imports.queries import earlier_import, has_applied, imports_before
from readiness.imports.states import State
from readiness.imports.value_choices import asks_values
from readiness.imports.views.asking import Answer, desk, hidden_count, import_kinds, kind_titles, seen_of
from readiness.web.access import EDITORS, allow

pages = Blueprint("imports", __name__, url_prefix="/imports")

PAGE = 30


@pages.get("")
@allow(*EDITORS)
def index() -> Answer:
    """Every import, the newest first, and the place to drop a file."""
    rows = imports_before(request.args.get("before", type=int), PAGE + 1)
    return render_template(
        "imports/index.html",
        rows=rows[:PAGE],
        next_before=rows[PAGE - 1].id if len(rows) > PAGE else None,
        kinds=kind_titles(),
    )


@pages.get("/<int:import_id>")
@allow(*EDITORS)
def show(import_id: int) -> Answer:
    """One import: the step at which it is."""
    row = get_import(import_id)
    storage = desk().storage
    stopped = is_stopped(row, storage)
    if stopped:
        row = get_import(import_id)  # it may just have come to its end
        stopped = is_stopped(row, storage)
    state = State(row.state)
    if state is State.MAPPING:
        return redirect(url_for("import_mapping.columns", import_id=import_id))
    folder = storage.kept(row.folder)
    return render_template(
        "imports/show.html",
        row=row,
        state=state,
        is_stopped=stopped,
        is_cancelling=state.is_working and folder.cancel.exists(),
        sign=last_sign(folder, row.run),
        groups=problem_groups(folder.problems),
        has_file=folder.file.is_file(),
        has_refused=folder.refused.is_file(),
        hidden=hidden_count(row),
        awaits_certificates=row.kind == "staff" and not has_applied("certificates"),
        earlier=earlier_import(row) if state is State.PREVIEWED else None,
        new_sites=kept_new_sites(folder.new_sites),
        preview=_preview(row) if state is State.PREVIEWED else None,
        kinds=kind_titles(),
    )


@dataclass(frozen=True, slots=True)
class _Preview:
    """What stands in a preview beside the counts. `asks_values`: values of the file have a meaning to choose."""

    first: FirstRows
    heads: Sequence[tuple[str, str]]
    asks_values: bool


def _preview(row: FileImport) -> _Preview | None:
    """The preview of a file; None where the file is gone."""
    if not desk().storage.kept(row.folder).seen.is_file():
        return None
    kind, mapping, seen = import_kinds()[row.kind], ColumnMapping.from_json(row.mapping), seen_of(row)
    first = first_rows(kind, mapping, seen)
    heads = [(field_words(kind.fields[name]).capitalize(), "nowrap") for name in first.fields]
    return _Preview(first, heads, asks_values(kind, mapping, seen))


@pages.get("/<int:import_id>/problems")
@allow(*EDITORS)
def problems(import_id: int) -> Answer:
    """Every fault and warning by row and column, page by page; of one kind with ?group=."""
    row = get_import(import_id)
    file = desk().storage.kept(row.folder).problems
    group = request.args.get("group", type=int)
    groups = {each.id: each for each in problem_groups(file)}
    if group is not None and group not in groups:
        raise NotFound(_("There are no such problems. Go back to the import."))
    page = problem_page(file, group, request.args.get("after", 0, type=int))
    return render_template(
        "imports/problems.html",
        row=row,
        page=page,
        group=groups[group] if group is not None else None,
        groups=groups.values(),
    )


@pages.get("/<int:import_id>/problems.csv")
@allow(*EDITORS)
def problems_file(import_id: int) -> Answer:
    """Every fault and warning as a table."""
    row = get_import(import_id)
    file = desk().storage.kept(row.folder).problems
    if not file.is_file():
        raise NotFound(_("The list was removed with the file, as every file is after a while."))
    lines = problems_as_csv(file)
    answer = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    return _taken_away(answer, f"{_stem(row)}-problems.csv")


@pages.get("/<int:import_id>/refused.csv")
@allow(*EDITORS)
def refused_file(import_id: int) -> Answer:
    """The refused rows with their reasons, to be mended and dropped again."""
    row = get_import(import_id)
    file = desk().storage.kept(row.folder).refused
    if not file.is_file():
        raise NotFound(_("There are no refused rows, or they were removed with the file."))
    answer = send_file(file, mimetype="text/csv")
    answer.headers["Content-Type"] = "text/csv"  # in the encoding of the file that was dropped
    return _taken_away(answer, f"{_stem(row)}-refused.csv")


@pages.get("/<int:import_id>/mapping.toml")
@allow(*EDITORS)
def mapping_file(import_id: int) -> Answer:
    """How the file is read, as `readiness import --mapping` takes it."""
    row = get_import(import_id)
    if row.mapping is None:
        raise NotFound(_("Nobody has said yet how the file is read. Choose its columns first."))
    answer = Response(mapping_text(ColumnMapping.from_json(row.mapping)), content_type="application/toml")
    return _taken_away(answer, f"{_stem(row)}.toml")


def _stem(row: FileImport) -> str:
    """The file's name as far as every system can write it."""
    stem = row.file_name.rpartition(".")[0] or row.file_name
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem)[:60]


def _taken_away(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
