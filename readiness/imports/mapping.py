"""Mappings: which column of a file is which of our fields, and what its values mean. Pure."""

import tomllib
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictBool, ValidationError
from pydantic import Field as Key

from readiness.foundation.errors import InvalidInput
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.imports.fields import FieldList
from readiness.imports.new_places import place_faults, said_whole
from readiness.imports.reading.tidying import tidy

KINDS = ("staff", "certificates", "sites", "resources")
DEFAULT_DATE_FORMATS = ("%Y-%m-%d",)
MOST_MEANT = 8
"""So many of our values may one of the file's mean: as many as parts of a row are held (`held.MOST_PARTS`)."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read. `columns`: our field = the file's column; `values`: the file's value = ours.

    `create_sites` (every site that is not known is made) and `new_sites` (only these are) speak of
    staff files, as does `lists_everybody` (whoever is not in it has left); `directory` (whose records these
    are) speaks of resources; a mapping of another kind may say them too, so that one can be copied from
    another. `country` and `time_zone` are those of every site that is made; `places` says of some, by their
    names in the file, what they have instead, and their code: both whole, as `said_whole` gives them.
    `several`: the file's values that mean more than one of ours each, which do not stand in `values`.
    """

    kind: str
    columns: Dictionary[str, str]
    date_formats: tuple[str, ...] = DEFAULT_DATE_FORMATS
    create_sites: bool = False
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    new_sites: tuple[str, ...] = ()
    directory: str = ""
    lists_everybody: bool = False
    country: str = ""
    time_zone: str = ""
    places: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    several: Dictionary[str, Dictionary[str, tuple[str, ...]]] = field(default_factory=dict)

    def makes(self, site: str) -> bool:
        """Whether a site that is not known is made where the file names it."""
        return self.create_sites or site in self.new_sites

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be remembered; column names and values only, never a row."""
        return asdict(self)

    @classmethod
    def from_json(cls, remembered: Dictionary[str, Any]) -> "Mapping":
        lists = {name: tuple(remembered.get(name, ())) for name in ("date_formats", "new_sites")}
        several = {
            name: {value: tuple(ours) for value, ours in meant.items()}
            for name, meant in remembered.get("several", {}).items()
        }
        return cls(**{**remembered, **lists, "several": several})


# Files have their cells trimmed and composed: what a mapping says of them has to be so too.
_Cell = Annotated[str, AfterValidator(tidy)]
# One of our values, or several.
_Meant = Annotated[
    tuple[_Cell, ...], BeforeValidator(lambda said: said if isinstance(said, list) else [said])
]


class _Place(BaseModel):
    """Where one of the sites is that are made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: _Cell = ""
    time_zone: _Cell = ""
    code: _Cell = ""


class _MappingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    date_formats: tuple[str, ...] = Key(default=DEFAULT_DATE_FORMATS, min_length=1)
    create_sites: StrictBool = False
    new_sites: tuple[_Cell, ...] = ()
    directory: _Cell = ""
    lists_everybody: StrictBool = False
    country: _Cell = ""
    time_zone: _Cell = ""
    new_site: dict[_Cell, _Place] = {}
    columns: dict[str, _Cell] = Key(min_length=1)
    values: dict[str, dict[_Cell, _Meant]] = {}


def read_mapping(path: Path, kind: str, fields: FieldList) -> Mapping:
    """Read a mapping file for a kind of import; raises InvalidInput naming every key at fault."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(_("%(file)s cannot be read: %(error)s", file=path.name, error=error)) from error
    return mapping_in(content, path.name, kind, fields)


def mapping_in(written: bytes, file_name: str, kind: str, fields: FieldList) -> Mapping:
    """The mapping that a file holds, for a kind of import; raises InvalidInput naming every key at fault."""
    try:
        content = tomllib.loads(written.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(_("%(file)s cannot be read: %(error)s", file=file_name, error=error)) from error
    faults = [f"{file_name}, {fault}" for fault in mapping_faults(content, kind, fields)]
    if faults:
        raise InvalidInput(faults)
    read = _MappingFile.model_validate(content)
    all_places = said_whole({"country": read.country, "time_zone": read.time_zone})
    return Mapping(
        kind,
        dict(read.columns),
        read.date_formats,
        read.create_sites,
        {
            name: {value: ours[0] for value, ours in meant.items() if len(ours) == 1}
            for name, meant in read.values.items()
        },
        read.new_sites,
        read.directory,
        read.lists_everybody,
        all_places.get("country", ""),
        all_places.get("time_zone", ""),
        {name: said_whole(place.model_dump()) for name, place in read.new_site.items()},
        _several(read),
    )


def _several(read: _MappingFile) -> dict[str, dict[str, tuple[str, ...]]]:
    """The values that mean several of ours each, by field."""
    found = {
        name: {value: ours for value, ours in meant.items() if len(ours) > 1}
        for name, meant in read.values.items()
    }
    return {name: meant for name, meant in found.items() if meant}


def mapping_faults(content: Dictionary[str, Any], kind: str, fields: FieldList) -> list[str]:
    """Everything that is wrong with the content of a mapping file, by key."""
    faults: list[str] = []
    try:
        _MappingFile.model_validate(content)
    except ValidationError as error:
        faults = [_shape_fault(fault) for fault in error.errors()]
    given = content.get("kind", kind)
    if isinstance(given, str) and given != kind:
        return [*faults, _other_kind(given, kind)]
    sections = {name: _section(content, name) for name in ("columns", "values")}
    for section, names in sections.items():
        faults += [
            f"{section}.{name}: {_no_field(name, fields.names)}" for name in names if name not in fields.names
        ]
    date_formats = content.get("date_formats", ())
    if isinstance(date_formats, list):
        faults += _unreadable_formats([each for each in date_formats if isinstance(each, str)])
    if not faults:
        read = _MappingFile.model_validate(content)
        faults = [*_place_faults(read), *_several_faults(read, fields)]
    if sections["columns"]:
        faults += missing_columns(sections["columns"], fields)
    return faults


def _place_faults(read: _MappingFile) -> list[str]:
    """What is wrong with where new sites are said to be, by key."""
    faults = place_faults({"country": read.country, "time_zone": read.time_zone})
    for name, place in read.new_site.items():
        faults += [f"new_site.{name}.{fault}" for fault in place_faults(place.model_dump())]
    return faults


def _several_faults(read: _MappingFile, fields: FieldList) -> list[str]:
    """Where a value means nothing, or several of ours where it may mean but one, by key."""
    faults = []
    for name, meant in read.values.items():
        takes_several = name in fields.names and fields[name].several
        for value, ours in meant.items():
            key = f"values.{name}.{value}"
            if not ours or (len(ours) > 1 and not all(ours)):
                faults.append(_('%(key)s: write what it means, or "" to leave its rows out.', key=key))
            elif len(ours) > 1 and not takes_several:
                faults.append(_("%(key)s: write one value; it cannot mean several.", key=key))
            elif len(ours) > MOST_MEANT:
                faults.append(_("%(key)s: write at most %(most)s values.", key=key, most=MOST_MEANT))
    return faults


def _section(content: Dictionary[str, Any], name: str) -> Dictionary[str, Any]:
    section = content.get(name)
    return section if isinstance(section, dict) else {}


def _shape_fault(fault: Any) -> str:
    key = ".".join(str(part) for part in fault["loc"] if part != "[key]" and isinstance(part, str))
    match fault["type"]:
        case "missing":
            return _("%(key)s: this key is needed.", key=key)
        case "extra_forbidden":
            place = key.startswith("new_site.")
            near = nearest(key.rpartition(".")[2], (_Place if place else _MappingFile).model_fields)
            return _("%(key)s: there is no such key.", key=key) + (
                " " + _("Did you mean %(name)s?", name=near) if near else ""
            )
        case "too_short":
            return _("%(key)s: is empty.", key=key)
        case "bool_type":
            return _("%(key)s: write true or false, without quotes.", key=key)
        case "tuple_type":
            example = '["York"]' if key == "new_sites" else '["%m/%d/%Y"]'
            return _("%(key)s: write a list, such as %(example)s.", key=key, example=example)
        case "dict_type" | "model_type":
            return _("%(key)s: write a section, such as [%(key)s].", key=key)
    return _("%(key)s: write a text in quotes.", key=key)


def _other_kind(given: str, kind: str) -> str:
    if given not in KINDS:
        return _(
            "kind: '%(kind)s' is no kind of file. There are: %(kinds)s.", kind=given, kinds=", ".join(KINDS)
        )
    return _("kind: is '%(kind)s', but the file is imported as %(wanted)s.", kind=given, wanted=kind)


def _unreadable_formats(date_formats: Sequence[str]) -> list[str]:
    return [
        _(
            "date_formats: '%(format)s' does not name day, month and year, as '%%m/%%d/%%Y' does.",
            format=date_format,
        )
        for date_format in date_formats
        if not _names_a_day(date_format)
    ]


def _names_a_day(date_format: str) -> bool:
    """Whether days that are written in the format are read as the same days again."""
    try:
        return all(
            datetime.strptime(day.strftime(date_format), date_format).date() == day  # noqa: DTZ007
            for day in (date(2026, 2, 28), date(1987, 11, 3))
        )
    except ValueError:
        return False


def missing_columns(columns: Dictionary[str, str], fields: FieldList) -> list[str]:
    """The fields that are needed and that no column is named for, a sentence each."""
    faults = [
        _("columns: the field %(field)s is needed. Name the column that holds it.", field=each.name)
        for each in fields.fields
        if each.needed and each.name not in columns
    ]
    if fields.one_of and not any(name in columns for name in fields.one_of):
        faults.append(_("columns: one of the fields %(fields)s is needed.", fields=" / ".join(fields.one_of)))
    return faults


def _no_field(name: str, names: Sequence[str]) -> str:
    near = nearest(name, names)
    hint = (
        _("Did you mean %(name)s?", name=near) if near else _("There are: %(names)s.", names=", ".join(names))
    )
    return f"{_('is none of our fields.')} {hint}"


def column_faults(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """The columns that the mapping names and the file does not have."""
    faults = []
    for name, column in mapping.columns.items():
        if column not in header:
            near = nearest(column, header)
            hint = _("Did you mean '%(name)s'?", name=near) if near else ""
            faults.append(
                _(
                    "The mapping reads %(field)s from the column '%(column)s', which the file does not have.",
                    field=name,
                    column=column,
                )
                + f" {hint}".rstrip()
            )
    return faults
