"""Reads of nightly files."""

from datetime import datetime

from readiness.imports.course import get_import
from readiness.imports.models import FileImport
from readiness.nightly.models import NightlyRun, NightlyToken
from readiness.nightly.states import OPEN, State


def open_runs() -> list[NightlyRun]:
    """Those of which something is still to come, the oldest first."""
    return list(NightlyRun.select().where(NightlyRun.state.in_(OPEN)).order_by(NightlyRun.id))


def runs_to_file() -> list[NightlyRun]:
    """Those from the folder that are not yet where their state says."""
    return list(
        NightlyRun.select()
        .where((NightlyRun.way == "folder") & (NightlyRun.filed != NightlyRun.state))
        .order_by(NightlyRun.id)
    )


def latest_runs(count: int) -> list[NightlyRun]:
    """The latest, the newest first."""
    return list(NightlyRun.select().order_by(NightlyRun.id.desc()).limit(count))


def imports_of(runs: list[NightlyRun]) -> dict[int, FileImport]:
    """The imports that read these files, by their number; one statement."""
    numbers = [run.import_id for run in runs if run.import_id is not None]
    return {row.id: row for row in FileImport.select().where(FileImport.id.in_(numbers))}


def import_of(run: NightlyRun) -> FileImport:
    """The import that reads a file; raises NotFound where none does."""
    return get_import(run.import_id or 0)


def run_by_place(place: str) -> NightlyRun | None:
    """The run of a file by what it is called here."""
    found: NightlyRun | None = NightlyRun.get_or_none(NightlyRun.place == place)
    return found


def find_run(run_id: int) -> NightlyRun | None:
    """The run with this number."""
    found: NightlyRun | None = NightlyRun.get_or_none(NightlyRun.id == run_id)
    return found


def last_applied(kind: str) -> NightlyRun | None:
    """The last file of a kind that went in."""
    found: NightlyRun | None = (
        NightlyRun.select()
        .where((NightlyRun.kind == kind) & (NightlyRun.state == State.APPLIED))
        .order_by(NightlyRun.id.desc())
        .first()
    )
    return found


def received_since(instant: datetime, way: str = "") -> int:
    """How many files have come since an instant; of one way, where it is given."""
    came = (NightlyRun.received_at > instant) & (NightlyRun.state != State.MISSING)
    return int(NightlyRun.select().where(came & (NightlyRun.way == way) if way else came).count())


def has_runs() -> bool:
    """Whether a file ever came."""
    return bool(NightlyRun.select().exists())


def current_token() -> NightlyToken | None:
    """The token that works now."""
    found: NightlyToken | None = NightlyToken.select().order_by(NightlyToken.id.desc()).first()
    return found


def token_by_hash(token_hash: str) -> NightlyToken | None:
    """The token with this hash."""
    found: NightlyToken | None = NightlyToken.get_or_none(NightlyToken.token_hash == token_hash)
    return found
