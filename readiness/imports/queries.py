"""Reads and writes of what imports remember."""

from dataclasses import replace

from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport, RememberedMapping
from readiness.imports.states import State


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
    """The mapping that fitted the last file of this kind with this header."""
    found = RememberedMapping.get_or_none(
        (RememberedMapping.kind == kind) & (RememberedMapping.shape == shape)
    )
    return Mapping.from_json(found.mapping) if found else None


def kind_of_shape(shape: str) -> str | None:
    """The kind of file that had this header last."""
    found = (
        RememberedMapping.select().where(RememberedMapping.shape == shape)
        .order_by(RememberedMapping.id.desc()).first()
    )  # fmt: skip
    return found.kind if found else None


def forget_mapping(mapping: Mapping) -> None:
    """Read no file in this way without being asked: what was read so was undone."""
    for row in RememberedMapping.select().where(RememberedMapping.kind == mapping.kind):
        kept = Mapping.from_json(row.mapping)
        # Which sites a file may make, and whom it lists, is remembered otherwise than it was said.
        said = {"create_sites", "new_sites", "lists_everybody"}
        if replace(kept, **{name: getattr(mapping, name) for name in said}) == mapping:
            row.delete_instance()


def remember_mapping(shape: str, mapping: Mapping) -> None:
    """Read files of this kind with this header in the same way from now on."""
    RememberedMapping.insert(kind=mapping.kind, shape=shape, mapping=mapping.to_json()).on_conflict(
        conflict_target=[RememberedMapping.kind, RememberedMapping.shape],
        update={RememberedMapping.mapping: mapping.to_json()},
    ).execute()
