"""Removing files that hold the name of somebody who was erased: proof, and files that were imported."""

from datetime import datetime
from pathlib import Path

from readiness.evidence.models import EvidenceFile
from readiness.evidence.vault import Vault
from readiness.foundation.database import among, number_list, select
from readiness.imports.models import FileImport
from readiness.imports.states import ENDS, State
from readiness.imports.storage import Storage

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


def sweep(data_dir: Path, people: list[int], now: datetime, *, with_imports: bool = True) -> int:
    """Remove the files of people who were erased, and of imports that have ended; how many there were.

    That there was proof stays a fact; the file is told as missing from now on.
    """
    vault, removed = Vault(data_dir), 0
    hashes = files_of(people)
    EvidenceFile.update(missing_since=now).where(
        EvidenceFile.sha256.in_(hashes) & EvidenceFile.missing_since.is_null()
    ).execute()
    for sha256 in hashes:
        removed += vault.path(sha256).exists()
        vault.remove(sha256)
    return removed + (_imported(Storage(data_dir)) if with_imports else 0)


def _imported(storage: Storage) -> int:
    """Remove every file that was imported, whoever stands in it; what it brought in stays."""
    removed = 0
    ended = [*ENDS, State.APPLIED, State.UNDONE]
    for row in FileImport.select().where((FileImport.folder != "") & FileImport.state.in_(ended)):
        FileImport.update(folder="").where(FileImport.id == row.id).execute()
        storage.remove(row.folder)
        removed += 1
    return removed
