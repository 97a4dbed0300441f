"""Reads and writes of what imports remember."""

from dataclasses import replace

from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport, RememberedMapping
from readiness.imports.states import State

_UNDONE = "undone"
"""So a mapping is marked with which a file was read whose import was undone."""


def latest_imports(count: int) -> list[FileImport]:
    """The latest imports, the newest first."""
    return list(FileImport.select().order_by(FileImport.id.desc()).limit(count))


def imports_before(import_id: int | None, count: int) -> list[FileImport]:
    """So many imports, the newest first; only those before one, where it is given."""
    rows = FileImport.select().order_by(FileImport.id.desc()).limit(count)
    return list(rows if import_id is None else rows.where(FileImport.id < import_id))


def import_or_none(import_id: int | None) -> FileImport | None:
    """The import with this number, if there is one."""
    found: FileImport | None = FileImport.get_or_none(FileImport.id == import_id)
    return found


def earlier_import(row: FileImport) -> FileImport | None:
    """The import by which the very same file came in before, and still holds."""
    found: FileImport | None = (
        FileImport.select()
        .where(
            (FileImport.file_sha256 == row.file_sha256)
            & (FileImport.state == State.APPLIED)
            & (FileImport.id < row.id)
        )
        .order_by(FileImport.id.desc())
        .first()
    )
    return found


def has_applied(kind: str) -> bool:
    """Whether a file of this kind was ever imported, and is not undone."""
    return FileImport.select().where((FileImport.kind == kind) & (FileImport.state == State.APPLIED)).exists()


def remembered_mapping(kind: str, shape: str) -> Mapping | None:
    """The mapping that fitted the last file of this kind with this header; None where its import was undone."""
    return _kept_mapping(kind, shape, is_undone=False)


def offered_mapping(kind: str, shape: str) -> Mapping | None:
    """The mapping of the last file of this kind with this header, whose import was undone: to be looked at first."""
    return _kept_mapping(kind, shape, is_undone=True)


def _kept_mapping(kind: str, shape: str, *, is_undone: bool) -> Mapping | None:
    found = RememberedMapping.get_or_none(
        (RememberedMapping.kind == kind) & (RememberedMapping.shape == shape)
    )
    if found is None or (_UNDONE in found.mapping) is not is_undone:
        return None
    return _mapping_of(found)


def _mapping_of(row: RememberedMapping) -> Mapping:
    return Mapping.from_json({name: said for name, said in row.mapping.items() if name != _UNDONE})


def kind_of_shape(shape: str) -> str | None:
    """The kind of file that had this header last."""
    found = (
        RememberedMapping.select().where(RememberedMapping.shape == shape)
        .order_by(RememberedMapping.id.desc()).first()
    )  # fmt: skip
    return found.kind if found else None


def set_aside_mapping(mapping: Mapping) -> None:
    """Read no file in this way without being asked: what was read so was undone. It is offered to whoever is asked."""
    offered = {**replace(mapping, lists_everybody=False).to_json(), _UNDONE: True}
    for row in RememberedMapping.select().where(RememberedMapping.kind == mapping.kind):
        # Which sites a file may make, and whom it lists, is remembered otherwise than it was said.
        said = {"create_sites", "new_sites", "lists_everybody"}
        kept = replace(_mapping_of(row), **{name: getattr(mapping, name) for name in said})
        if kept == mapping and _UNDONE not in row.mapping:
            RememberedMapping.update(mapping=offered).where(RememberedMapping.id == row.id).execute()


def remember_mapping(shape: str, mapping: Mapping) -> None:
    """Read files of this kind with this header in the same way from now on."""
    RememberedMapping.insert(kind=mapping.kind, shape=shape, mapping=mapping.to_json()).on_conflict(
        conflict_target=[RememberedMapping.kind, RememberedMapping.shape],
        update={RememberedMapping.mapping: mapping.to_json()},
    ).execute()
