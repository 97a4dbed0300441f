"""What is asked about a file before it is read: its columns, and how its days are written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.contents import Suggestion, suggest
from readiness.imports.field_words import field_words
from readiness.imports.fields import FieldList, FieldType
from readiness.imports.guessing import DATE_FORMATS, SAMPLE, Kind, fitting_formats, makes_sites
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.seeing import Seen


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column as it is asked about. `field` '': not needed. `told_by`: name, contents, choice or ''."""

    place: int
    name: str
    examples: Sequence[str]
    field: str
    told_by: str
    doubt: str


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A way to read days, with a day of the file as it is then read."""

    date_format: str
    words: str


def likely_mapping(kind: Kind, seen: Seen) -> tuple[ColumnMapping, Suggestion]:
    """The mapping to begin with, and how it was told."""
    told = suggest(kind, seen)
    return ColumnMapping(kind.name, told.columns, told.date_formats, makes_sites(kind)), told


def column_choices(mapping: ColumnMapping, seen: Seen, told: Suggestion | None) -> list[ColumnChoice]:
    """Every column of the file; `told` None: someone has chosen already."""
    fields = {column: name for name, column in mapping.columns.items()}
    found = []
    for place, column in enumerate(seen.header):
        name = fields.get(column, "")
        told_by = "" if not name else "choice" if told is None else "name"
        if told is not None and name in told.by_contents:
            told_by = "contents"
        doubt = told.doubts.get(name, "") if told is not None and name else ""
        found.append(ColumnChoice(place, column, seen.examples(column), name, told_by, doubt))
    return found


def chosen_columns(kind: Kind, seen: Seen, chosen: Mapping[int, str]) -> dict[str, str]:
    """Our fields with their columns, as they were chosen by place; raises InvalidInput naming every fault."""
    columns: dict[str, str] = {}
    faults = []
    for place, name in chosen.items():
        if not name or place >= len(seen.header):
            continue
        if name not in kind.fields.names:
            faults.append(_("'%(name)s' is none of our fields.", name=name))
        elif name in columns:
            faults.append(
                _(
                    "Two columns are given for %(field)s: '%(first)s' and '%(second)s'. Choose one of them.",
                    field=field_words(kind.fields[name]),
                    first=columns[name],
                    second=seen.header[place],
                )
            )
        else:
            columns[name] = seen.header[place]
    faults += _not_chosen(columns, kind.fields)
    if faults:
        raise InvalidInput(faults)
    return columns


def _not_chosen(columns: Mapping[str, str], fields: FieldList) -> list[str]:
    """The fields that are needed and that no column was chosen for, a sentence each."""
    faults = [
        _("No column is chosen for the %(field)s, which is needed.", field=field_words(each))
        for each in fields.fields
        if each.needed and each.name not in columns
    ]
    if fields.one_of and not any(name in columns for name in fields.one_of):
        either = " / ".join(field_words(fields[name]) for name in fields.one_of)
        faults.append(
            _("No column is chosen for any of these, of which one is needed: %(fields)s.", fields=either)
        )
    return faults


def day_choices(kind: Kind, mapping: ColumnMapping, seen: Seen) -> list[DayChoice]:
    """The ways in which the file's days can be read, the one that is chosen first."""
    cells = [
        cells[seen.header.index(mapping.columns[each.name])]
        for each in kind.fields.fields
        if each.type is FieldType.DAY and mapping.columns.get(each.name) in seen.header
        for _number, cells in seen.sample(SAMPLE)
    ]
    days = [cell for cell in cells if cell]
    fitting = fitting_formats(days) if days else []
    formats = dict.fromkeys(
        [*mapping.date_formats, *fitting] if fitting else [*mapping.date_formats, *DATE_FORMATS]
    )
    return [DayChoice(each, _day_words(each, days)) for each in formats]


def _day_words(date_format: str, cells: Sequence[str]) -> str:
    for cell in cells:
        try:
            day = datetime.strptime(cell, date_format).date()  # noqa: DTZ007
        except ValueError:
            continue
        return _("%(cell)s is %(day)s", cell=cell, day=day_in_words(day))
    example = datetime(2026, 2, 28).strftime(date_format)  # noqa: DTZ001
    return _("as in %(example)s", example=example)
