"""One turn of the clock: files are taken from the folder, followed through their import, and put aside."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness.foundation.errors import Conflict, ReadinessError
from readiness.imports.deciding import Desk, is_stopped
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.seeing import kept_seen
from readiness.imports.states import State as ImportState
from readiness.nightly.actions import Incoming, end_run, take_in, tell_missing
from readiness.nightly.folder import claim, claimed, own_name, put_aside, whole_files
from readiness.nightly.guards import Judged, objections
from readiness.nightly.models import NightlyRun
from readiness.nightly.queries import (
    has_runs,
    import_of,
    last_applied,
    open_runs,
    received_since,
    run_by_place,
    runs_to_file,
)
from readiness.nightly.settings import NightlySettings, nightly_settings
from readiness.nightly.states import FOLDERS, State
from readiness.nightly.telling import columns_sentences, report_text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """Where files are watched for: no folder, none but those that are posted."""

    desk: Desk
    folder: Path | None
    quiet_seconds: float
    now: datetime


def take_turn(watch: Watch) -> None:
    """Do what is to be done now. Killed anywhere, the next turn goes on; two at once do everything once."""
    settings = nightly_settings()
    if watch.folder is not None and watch.folder.is_dir():
        for path in _taken(watch.folder, watch.quiet_seconds):
            _try(path.name, partial(_take, watch, path))
    for run in open_runs():
        _try(run.file_name, partial(_advance, watch, run, settings))
    if watch.folder is not None and watch.folder.is_dir():
        for run in runs_to_file():
            _try(run.file_name, partial(_file, watch.folder, run))
    _look_for_missing(watch, settings)


def _try(name: str, step: Callable[[], None]) -> None:
    """What keeps one file from going on keeps no other."""
    try:
        step()
    except Conflict:
        return  # another process was quicker
    except (ReadinessError, OSError) as error:
        log.warning("nightly file %s: %s", name, error)


def _taken(folder: Path, quiet_seconds: float) -> Iterator[Path]:
    """Files that are ours to read: those that a killed process had taken, then what is whole now."""
    yield from claimed(folder)
    for path in whole_files(folder, quiet_seconds, time.time()):
        ours = claim(folder, path)
        if ours is not None:
            yield ours


def _take(watch: Watch, path: Path) -> None:
    if run_by_place(path.name) is not None:
        return
    name = own_name(path.name)
    kind = "certificates" if name.lower().startswith("certificates") else "staff"
    made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with path.open("rb") as content:
        take_in(watch.desk, Incoming(path.name, "folder", kind, name, made_at), content, watch.now)


def _advance(watch: Watch, run: NightlyRun, settings: NightlySettings) -> None:
    """The next step of one file, by where its import is."""
    desk, row = watch.desk, import_of(run)
    state = ImportState(row.state)
    if state.is_working:
        if is_stopped(row, desk.storage):
            desk.start_again(row.id)
    elif state is ImportState.MAPPING and run.state == State.TAKEN:
        _remember_shape(watch, run, row)  # it may go in by the pages, and is what the next one is measured by
        _hold(run, row, columns_sentences(row), watch.now)
    elif state is ImportState.PREVIEWED and run.state == State.TAKEN:
        _decide(watch, run, row, settings)
    elif state is ImportState.APPLIED:
        end_run(run, State.APPLIED, [], row, watch.now)
    elif state in (ImportState.REFUSED, ImportState.FAILED):
        end_run(run, State.REFUSED, list(row.problems), row, watch.now)
    elif state in (ImportState.CANCELLED, ImportState.UNDONE):
        end_run(run, State.DISCARDED, list(run.reasons), row, watch.now)


def _decide(watch: Watch, run: NightlyRun, row: FileImport, settings: NightlySettings) -> None:
    """Let a file in that was read, or hold it back."""
    mapping = Mapping.from_json(row.mapping)
    if run.kind == "staff" and settings.lists_everybody and not mapping.lists_everybody:
        watch.desk.read(row.id, replace(mapping, lists_everybody=True))
        return
    _remember_shape(watch, run, row)
    reasons = objections(_judged(run, row), _last(run), settings.most_percent)
    if reasons or (row.refused_count and not row.may_skip):
        _hold(run, row, reasons or [str(problem) for problem in row.problems], watch.now)
    else:
        watch.desk.apply(row.id, takes_good_rows=True)


def _remember_shape(watch: Watch, run: NightlyRun, row: FileImport) -> None:
    seen = kept_seen(watch.desk.storage.folder(row.folder).seen)
    run.header, run.row_count = list(seen.header), seen.row_count
    run.save(only=[NightlyRun.header, NightlyRun.row_count])


def _judged(run: NightlyRun, row: FileImport) -> Judged:
    return Judged(
        run.header, run.row_count, run.made_at, row.refused_count, row.employed_count, row.left_count
    )


def _last(run: NightlyRun) -> Judged | None:
    last = last_applied(run.kind)
    return None if last is None else Judged(last.header, last.row_count, last.made_at)


def _hold(run: NightlyRun, row: FileImport, reasons: list[str], now: datetime) -> None:
    """Keep a file back; whoever opens its import reads why."""
    end_run(run, State.HELD, reasons, row, now)
    FileImport.update(problems=reasons).where(
        (FileImport.id == row.id) & (FileImport.run == row.run) & (FileImport.state == row.state)
    ).execute()


def _file(folder: Path | None, run: NightlyRun) -> None:
    """Put the file where its state says, with its report beside it."""
    where = FOLDERS.get(State(run.state))
    if where is None or folder is None:
        return
    row = None if run.import_id is None else import_of(run)
    put_aside(folder, run.place, where, f"{run.id}-{run.file_name}", report_text(run, row))
    NightlyRun.update(filed=run.state).where(
        (NightlyRun.id == run.id) & (NightlyRun.state == run.state)
    ).execute()


def _look_for_missing(watch: Watch, settings: NightlySettings) -> None:
    if settings.expected_hour is None or not has_runs():
        return
    zone = ZoneInfo(watch.desk.config.time_zone)
    today = watch.now.astimezone(zone).date()
    due_at = datetime.combine(today, time_of_day(settings.expected_hour), zone)
    if watch.now < due_at or received_since(due_at - timedelta(days=1)):
        return
    day, hour = today.isoformat(), settings.expected_hour
    _try("–", lambda: tell_missing(day, hour, watch.now))
