"""Removing kept files that may hold the name of somebody who was erased: proof, imported files, made reports."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from readiness.evidence.models import EvidenceFile
from readiness.evidence.vault import Vault
from readiness.foundation.database import among, number_list, select
from readiness.imports.jobs import remove_files_where
from readiness.imports.models import FileImport
from readiness.imports.states import WORKING
from readiness.imports.storage import Storage
from readiness.privacy.queries import latest_erased_at, tables

_OF_THEM = """
    SELECT file_id FROM proof_submission WHERE file_id IS NOT NULL AND {of}
    UNION SELECT p.file_id FROM certificate_proof p JOIN certificate c ON c.fact_id = p.certificate WHERE {of}
"""


def _erased() -> str:
    return among("person_id", "people")


def files_of(people: list[int]) -> list[str]:
    """The proof of these people's certificates, by hash, but for what proves one of somebody else too."""
    of_them = _OF_THEM.format(of=_erased())
    of_others = _OF_THEM.format(of=f"NOT ({_erased()})")
    rows = select(
        f"SELECT sha256 FROM evidence_file WHERE id IN ({of_them}) AND id NOT IN ({of_others})",
        people=number_list(people),
    )
    return [sha256 for (sha256,) in rows]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were removed: of proof, that were imported, and that were made of records."""

    proof: int
    imported: int
    made: int


def sweep(data_dir: Path, people: list[int], now: datetime) -> Swept:
    """Remove the files of people who were erased, and every file from before in which they may stand.

    That there was proof stays a fact; the file is told as missing from now on. A file that a process reads at
    this moment is removed at the next turn.
    """
    vault, proof = Vault(data_dir), 0
    hashes = files_of(people)
    EvidenceFile.update(missing_since=now).where(
        EvidenceFile.sha256.in_(hashes) & EvidenceFile.missing_since.is_null()
    ).execute()
    for sha256 in hashes:
        proof += vault.path(sha256).exists()
        vault.remove(sha256)
    return Swept(proof, _imported(Storage(data_dir)), _made(data_dir))


def _imported(storage: Storage) -> int:
    """Remove every file that came before the latest erasure, whoever stands in it; what it brought in stays."""
    erased_at = latest_erased_at()
    if erased_at is None:
        return 0
    old = (FileImport.uploaded_at <= erased_at) & FileImport.state.not_in([*WORKING])
    return remove_files_where(old, storage)


def _made(data_dir: Path) -> int:
    """Remove every folder whose row an erasure has taken: nobody is handed its file any more."""
    removed = 0
    for table in tables():
        folder = data_dir / table.declared.holds_files
        if not table.declared.holds_files or not folder.is_dir():
            continue
        there = [*folder.iterdir()]  # before the rows are read: a folder is made after its row
        kept = {key for (key,) in select(f'SELECT "key" FROM "{table.name}"')}
        for place in there:
            if place.name not in kept:
                shutil.rmtree(place, ignore_errors=True)
                removed += 1
    return removed
