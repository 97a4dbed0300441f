"""How long a file is kept: what it brought in stays, what it said of people goes."""

import os
from datetime import timedelta
from pathlib import Path

from readiness.foundation import clock
from readiness.imports.course import get_import
from readiness.imports.jobs import FILES_FOR, remove_files_before
from readiness.imports.models import FileImport
from readiness.imports.states import State
from tests.imports.desk import make_desk, receive

STAFF = "staff_number,given_name,site,employed_from\n1,Ana,HQ,2020-01-01\n"


def test_a_file_goes_after_a_while_and_its_import_stays(db: str, tmp_path: Path) -> None:
    desk = make_desk(db, tmp_path)
    old, new = receive(desk, STAFF), receive(desk, STAFF)
    long_ago = clock.now() - FILES_FOR - timedelta(hours=1)
    FileImport.update(asked_at=long_ago).where(FileImport.id == old).execute()
    stray = desk.storage.kept(desk.storage.new_folder()).path
    os.utime(stray, (0, 0))
    kept = get_import(new).folder
    remove_files_before(desk.storage, FILES_FOR)
    assert list(desk.storage.names()) == [kept]
    assert (get_import(old).state, get_import(old).folder) == (State.CANCELLED, "")
    assert get_import(new).state == State.MAPPING
