"""Mappings: which column of a file is which of our fields, and what its values mean. Pure."""

import tomllib
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from readiness.foundation.errors import InvalidInput
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.imports.fields import FieldList

FileKind = Literal["staff", "certificates", "sites"]
DEFAULT_DATE_FORMATS = ("%Y-%m-%d",)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read. `columns`: our field = the file's column; `values`: the file's value = ours."""

    kind: str
    columns: Dictionary[str, str]
    date_formats: tuple[str, ...] = DEFAULT_DATE_FORMATS
    create_sites: bool = False
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be remembered; column names and values only, never a row."""
        return asdict(self)

    @classmethod
    def from_json(cls, remembered: Dictionary[str, Any]) -> "Mapping":
        return cls(**{**remembered, "date_formats": tuple(remembered["date_formats"])})


class _MappingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: FileKind
    date_formats: tuple[str, ...] = Key(default=DEFAULT_DATE_FORMATS, min_length=1)
    create_sites: bool = False
    columns: dict[str, str] = Key(min_length=1)
    values: dict[str, dict[str, str]] = {}


def read_mapping(path: Path, kind: str, fields: FieldList) -> Mapping:
    """Read a mapping file for a kind of import; raises InvalidInput naming every key at fault."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        read = _MappingFile.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(_("%(file)s cannot be read: %(error)s", file=path.name, error=error)) from error
    except ValidationError as error:
        raise InvalidInput(
            [f"{path.name}, {'.'.join(map(str, fault['loc']))}: {fault['msg']}." for fault in error.errors()]
        ) from error
    faults = [f"{path.name}, {fault}" for fault in _meaning_faults(read, kind, fields)]
    if faults:
        raise InvalidInput(faults)
    return Mapping(
        kind,
        dict(read.columns),
        read.date_formats,
        read.create_sites,
        {k: dict(v) for k, v in read.values.items()},
    )


def _meaning_faults(read: _MappingFile, kind: str, fields: FieldList) -> list[str]:
    faults: list[str] = []
    if read.kind != kind:
        faults.append(
            _("kind: is '%(kind)s', but the file is imported as %(wanted)s.", kind=read.kind, wanted=kind)
        )
        return faults
    for section, names in (("columns", read.columns), ("values", read.values)):
        faults += [
            f"{section}.{name}: {_no_field(name, fields.names)}" for name in names if name not in fields.names
        ]
    if read.create_sites and kind != "staff":
        faults.append(_("create_sites: is only for staff files."))
    faults += _unreadable_formats(read.date_formats)
    faults += missing_columns(read.columns, fields)
    return faults


def _unreadable_formats(date_formats: Sequence[str]) -> list[str]:
    return [
        _("date_formats: '%(format)s' does not name day, month and year.", format=date_format)
        for date_format in date_formats
        if not _names_a_day(date_format)
    ]


def _names_a_day(date_format: str) -> bool:
    return (
        any(place in date_format for place in ("%d", "%-d", "%e"))
        and any(place in date_format for place in ("%m", "%b", "%B", "%-m"))
        and any(place in date_format for place in ("%Y", "%y"))
    ) or any(place in date_format for place in ("%j", "%x", "%D", "%F"))


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
