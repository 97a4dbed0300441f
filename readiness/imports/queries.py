"""Reads and writes of what imports remember."""

from readiness.imports.mapping import Mapping
from readiness.imports.models import RememberedMapping


def remembered_mapping(kind: str, shape: str) -> Mapping | None:
    """The mapping that fitted the last file of this kind with this header."""
    found = RememberedMapping.get_or_none(
        (RememberedMapping.kind == kind) & (RememberedMapping.shape == shape)
    )
    return Mapping.from_json(found.mapping) if found else None


def remember_mapping(shape: str, mapping: Mapping) -> None:
    """Read files of this kind with this header in the same way from now on."""
    RememberedMapping.insert(kind=mapping.kind, shape=shape, mapping=mapping.to_json()).on_conflict(
        conflict_target=[RememberedMapping.kind, RememberedMapping.shape],
        update={RememberedMapping.mapping: mapping.to_json()},
    ).execute()
