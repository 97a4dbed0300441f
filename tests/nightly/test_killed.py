"""A scheduler and the work that it has begun are killed: nothing is half, and the next turn goes on."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from readiness.foundation import clock
from readiness.imports.deciding import is_stopped
from readiness.imports.pulse import last_sign
from readiness.imports.starting import start_work
from readiness.imports.states import State
from readiness.nightly.following import take_turn
from readiness.nightly.models import NightlyRun
from readiness.nightly.queries import import_of
from tests.imports.desk import settled, wait_for
from tests.imports.test_killed import kill_while_it_writes
from tests.nightly.night import drop, everybody, known_by_hand, names_in, staff, watch_of
from tests.nightly.test_nightly_files import working

ROWS = 12_000


def test_a_file_whose_work_was_killed_while_it_was_written_goes_in_whole_afterwards(
    db: str, tmp_path: Path
) -> None:
    watch = watch_of(db, tmp_path)
    known_by_hand(watch, staff(*everybody(ROWS)))
    # The work is done by the real process, which is killed while it writes.
    real = replace(watch, desk=replace(watch.desk, start=start_work))
    drop(real, staff(*(f"{number},East" for number in range(1, ROWS + 1)), "x,HQ"))
    take_turn(real)
    settled(import_of(NightlyRun.get()).id, State.PREVIEWED)
    take_turn(real)
    row = import_of(NightlyRun.get())
    assert row.state == State.APPLYING
    wait_for(lambda: last_sign(real.desk.storage.kept(row.folder), row.run) is not None)
    sign = last_sign(real.desk.storage.kept(row.folder), row.run)
    assert sign is not None
    kill_while_it_writes(sign.process)
    wait_for(lambda: is_stopped(import_of(NightlyRun.get()), real.desk.storage))
    assert working() == ROWS
    later = replace(watch, now=clock.now() + timedelta(minutes=1))
    for _turn in range(4):
        take_turn(later)
    run = NightlyRun.get()
    assert (run.state, working(), import_of(run).moved_count) == ("applied", ROWS + 1, ROWS)
    assert names_in(watch, "done")[0] == f"{run.id}-staff.csv"
