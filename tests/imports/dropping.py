"""Small files of rows, as tests write them, read in by one call."""

from datetime import date
from pathlib import Path

from readiness.foundation.database import select
from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds

TODAY = date(2026, 6, 30)
KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")
STAFF = {
    "staff_number": "No", "given_name": "First", "family_name": "Last", "email": "Mail", "site": "Site",
    "manager": "Boss", "employed_from": "From", "employed_until": "Until", "employment_status": "Status",
}  # fmt: skip
CERTIFICATES = {
    "staff_number": "No", "certificate_kind": "Course", "issued_on": "Date", "expires_on": "Until", "number": "Ref",
    "outcome": "Result",
}  # fmt: skip


def drop(
    folder: Path, kind: str, rows: list[str], *, columns: dict[str, str] | None = None, create_sites: bool = False,
    skip_refused: bool = False, values: dict[str, dict[str, str]] | None = None, is_dry_run: bool = False,
) -> tuple[ImportOutcome, list[str]]:  # fmt: skip
    """Import rows of comma-separated text; gives the outcome and every problem as it is told."""
    columns = columns or (STAFF if kind == "staff" else CERTIFICATES)
    path = folder / f"{kind}.csv"
    path.write_text("\n".join([",".join(columns.values()), *rows]) + "\n", encoding="utf-8")
    told: list[str] = []
    request = ImportRequest(
        path=path,
        actor="a test",
        today=TODAY,
        mapping=Mapping(kind, columns, ("%Y-%m-%d",), create_sites, values or {}),
        skip_refused=skip_refused,
        refused_file=folder / "refused.csv" if skip_refused else None,
        is_dry_run=is_dry_run,
        told=lambda problems: told.extend(map(str, problems)),
    )
    return import_file(KINDS[kind], request), told


def nothing_was_written() -> bool:
    tables = (
        "person",
        "site",
        "department",
        "employment",
        "membership",
        "leave",
        "certificate",
        "audit_event",
    )
    return all(next(select(f"SELECT count(*) FROM {table}"))[0] == 0 for table in tables)
