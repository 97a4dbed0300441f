"""Saying how a file is read: its columns, its days, what its values mean."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for

from readiness.foundation.countries import country_names
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.foundation.zones import time_zones
from readiness.imports.actions import ImportKind
from readiness.imports.choosing import chosen_columns, column_choices, day_choices, likely_mapping
from readiness.imports.contents import Suggestion
from readiness.imports.course import get_import, keep_columns
from readiness.imports.field_words import field_words
from readiness.imports.forms import NewSitesForm
from readiness.imports.guessing import DATE_FORMATS
from readiness.imports.mapping import Mapping, mapping_in
from readiness.imports.models import FileImport
from readiness.imports.new_sites import kept_new_sites
from readiness.imports.queries import offered_mapping
from readiness.imports.seeing import Seen
from readiness.imports.states import State
from readiness.imports.value_choices import Chosen, asks_values, value_questions
from readiness.imports.views.asking import Answer, desk, import_kinds, kind_titles, seen_of
from readiness.web.access import EDITORS, allow

pages = Blueprint("import_mapping", __name__, url_prefix="/imports/<int:import_id>")


@pages.get("/columns")
@allow(*EDITORS)
def columns(import_id: int) -> Answer:
    """Each column of the file, with what it is taken for."""
    row = get_import(import_id)
    if State(row.state).is_working:
        return redirect(url_for("imports.show", import_id=import_id))
    seen = seen_of(row)
    kind = _kind(request.args.get("kind") or row.kind)
    if row.mapping and row.mapping["kind"] == kind.name:
        mapping, told = Mapping.from_json(row.mapping), None
    else:
        mapping, told = likely_mapping(kind, seen)
    return _columns_page(row, kind, seen, mapping, told)


@pages.post("/columns")
@allow(*EDITORS)
def choose_columns(import_id: int) -> Answer:
    """Keep the columns, and ask what their values mean where that is not known."""
    row = get_import(import_id)
    seen = seen_of(row)
    kind = _kind(request.form.get("kind") or row.kind)
    first, _told = likely_mapping(kind, seen)
    before = Mapping.from_json(row.mapping) if row.mapping and row.mapping["kind"] == kind.name else first
    try:
        wanted = chosen_columns(kind, seen, _by_place())
    except InvalidInput as error:
        return _columns_page(row, kind, seen, before, None, error.problems, _by_place()), error.status
    values = {
        name: meant for name, meant in before.values.items() if wanted.get(name) == before.columns.get(name)
    }
    several = {name: meant for name, meant in before.several.items() if name in wanted}
    mapping = replace(
        before,
        columns=wanted,
        date_formats=_formats(before),
        values=values,
        several=several,
        lists_everybody=False,
    )
    keep_columns(import_id, kind.name, mapping)
    if asks_values(kind, mapping, seen):
        return redirect(url_for("import_mapping.values", import_id=import_id))
    return _read(import_id, mapping)


@pages.post("/mapping")
@allow(*EDITORS)
def choose_by_file(import_id: int) -> Answer:
    """Take the columns from a mapping file."""
    row = get_import(import_id)
    seen = seen_of(row)
    kind = _kind(request.form.get("kind") or row.kind)
    file = request.files.get("mapping")
    try:
        if file is None or not file.filename:
            raise InvalidInput(_("No mapping file was chosen."))
        mapping = mapping_in(file.stream.read(), file.filename, kind.name, kind.fields)
    except InvalidInput as error:
        likely, told = likely_mapping(kind, seen)
        return _columns_page(row, kind, seen, likely, told, error.problems), error.status
    keep_columns(import_id, kind.name, mapping)
    return _read(import_id, mapping)


@pages.get("/values")
@allow(*EDITORS)
def values(import_id: int) -> Answer:
    """Each value that needs a meaning, with its rows."""
    row = get_import(import_id)
    if row.mapping is None:
        return redirect(url_for("import_mapping.columns", import_id=import_id))
    mapping = Mapping.from_json(row.mapping)
    return render_template(
        "imports/values.html",
        row=row,
        mapping=mapping,
        questions=value_questions(import_kinds()[row.kind], mapping, seen_of(row)),
        field_words=_words(import_kinds()[row.kind]),
    )


@pages.post("/values")
@allow(*EDITORS)
def choose_values(import_id: int) -> Answer:
    """Keep what the values mean, and read the file."""
    row = get_import(import_id)
    if row.mapping is None:
        return redirect(url_for("import_mapping.columns", import_id=import_id))
    kind, mapping = import_kinds()[row.kind], Mapping.from_json(row.mapping)
    questions = value_questions(kind, mapping, seen_of(row))
    words = {question.field: kind.vocabulary(question.field) for question in questions}
    known = {name: each for name, each in words.items() if each is not None}
    chosen = Chosen(questions, _by_value(), known)
    others = {name: meant for name, meant in mapping.values.items() if name not in known}
    mapping = replace(mapping, values={**others, **chosen.values()}, several=chosen.several())
    made = chosen.new_sites()
    return _read(import_id, mapping if made is None else replace(mapping, create_sites=False, new_sites=made))


@pages.route("/new-sites", methods=["GET", "POST"])
@allow(*EDITORS)
def new_sites(import_id: int) -> Answer:
    """Where the sites are that the file makes, and which codes they get; then it is read again."""
    row = get_import(import_id)
    made = kept_new_sites(desk().storage.folder(row.folder).new_sites)
    if row.mapping is None or not made.count:
        return redirect(url_for("imports.show", import_id=import_id))
    mapping, at = Mapping.from_json(row.mapping), made.assumed or made.named[0]
    form = NewSitesForm(
        data={"country": mapping.country or at.country, "time_zone": mapping.time_zone or at.time_zone}
    )
    if not form.is_submitted():
        form.begin(made.named, mapping.places)
    elif all([form.validate(), form.look(made.named, _site_codes(row))]):  # both, so that all faults are told
        names = {site.name for site in made.named}
        others = {name: said for name, said in mapping.places.items() if name not in names}
        places = {**others, **form.places(made.named, mapping.places)}
        country, time_zone = form.everywhere()
        return _read(import_id, replace(mapping, country=country, time_zone=time_zone, places=places))
    page = render_template(
        "imports/new_sites.html",
        row=row,
        form=form,
        rest=made.count - len(made.named),
        countries=country_names(),
        zones=sorted(time_zones()),
    )
    return page, 422 if form.faults else 200


def _site_codes(row: FileImport) -> Iterable[str]:
    """The codes of the sites that there are."""
    known = import_kinds()[row.kind].vocabulary("site")
    return known.choices if known else ()


@pages.post("/no-new-sites")
@allow(*EDITORS)
def make_no_sites(import_id: int) -> Answer:
    """Read the file again without making any site of it."""
    row = get_import(import_id)
    if row.mapping is None:
        return redirect(url_for("import_mapping.columns", import_id=import_id))
    return _read(import_id, replace(Mapping.from_json(row.mapping), create_sites=False, new_sites=()))


def _kind(name: str) -> ImportKind:
    kind = import_kinds().get(name)
    if kind is None:
        raise InvalidInput(
            _(
                "'%(name)s' is no kind of file. There are: %(kinds)s.",
                name=name,
                kinds=", ".join(kind_titles()),
            )
        )
    return kind


def _read(import_id: int, mapping: Mapping) -> Answer:
    desk().read(import_id, mapping)
    return redirect(url_for("imports.show", import_id=import_id))


def _columns_page(
    row: FileImport,
    kind: ImportKind,
    seen: Seen,
    mapping: Mapping,
    told: Suggestion | None,
    problems: Sequence[str] = (),
    said: Dictionary[int, str] | None = None,
) -> str:
    """The page of the columns; `said`: what was chosen, faults and all, is shown again."""
    choices = column_choices(mapping, seen, told)
    if said is not None:
        choices = [replace(choice, field=said.get(choice.place, ""), told_by="choice") for choice in choices]
    return render_template(
        "imports/columns.html",
        row=row,
        kind=kind,
        kinds=kind_titles(),
        seen=seen,
        choices=choices,
        doubts=[] if told is None else list(told.doubts.values()),
        day_choices=day_choices(kind, mapping, seen),
        date_format=mapping.date_formats[0],
        field_words=_words(kind),
        problems=problems or row.problems,
        is_offered=told is None and said is None and mapping == offered_mapping(kind.name, seen.shape),
    )


def _words(kind: ImportKind) -> dict[str, str]:
    return {each.name: field_words(each) for each in kind.fields.fields}


_COLUMN = re.compile(r"column-(\d{1,6})")
_VALUE = re.compile(r"value-([a-z_]+)-(\d{1,6})")


def _by_place() -> dict[int, str]:
    """Our fields by the place of their column, as the form sent them."""
    found = ((_COLUMN.fullmatch(name), value) for name, value in request.form.items())
    return {int(match[1]): value for match, value in found if match}


def _by_value() -> dict[tuple[str, int], list[str]]:
    """Meanings by field and the place of the value, as the form sent them: a choice, then what else was ticked."""
    found = ((_VALUE.fullmatch(name), values) for name, values in request.form.lists())
    return {(match[1], int(match[2])): values for match, values in found if match}


def _formats(before: Mapping) -> tuple[str, ...]:
    chosen = request.form.get("date_format", "")
    known = {*DATE_FORMATS, *before.date_formats}
    formats = [chosen] if chosen in known else []
    return tuple(dict.fromkeys([*formats, *before.date_formats]))
