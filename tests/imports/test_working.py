"""Files that come in by page: looked at, read, applied and undone by a process of their own."""

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.certificates.certificate_fields import FIELDS as CERTIFICATE_FIELDS
from readiness.foundation.database import select
from readiness.foundation.errors import Conflict, ImportRefused, NotFound
from readiness.imports.contents import suggest
from readiness.imports.course import get_import
from readiness.imports.deciding import Desk, is_stopped
from readiness.imports.mapping import Mapping, read_mapping
from readiness.imports.problem_list import problem_groups, problem_page, problems_as_csv
from readiness.imports.pulse import last_sign
from readiness.imports.queries import latest_imports
from readiness.imports.seeing import kept_seen
from readiness.imports.states import State
from readiness.people.staff_fields import FIELDS
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.imports.desk import make_desk, receive, settled

MAPPINGS = Path(__file__).parent / "mappings"
STAFF = "staff_number,given_name,site,employed_from\n1,Ana,HQ,2020-01-01\n2,Tom,HQ,2021-01-01\n"
COLUMNS = Mapping(
    "staff",
    {name: name for name in ("staff_number", "given_name", "site", "employed_from")},
    create_sites=True,
)


@pytest.fixture
def desk(db: str, tmp_path: Path) -> Desk:
    return make_desk(db, tmp_path)


@pytest.fixture
def real_desk(db: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk at which a process of its own does the work."""
    yield make_desk(db, tmp_path, is_real=True)
    for row in latest_imports(100):
        settled(row.id)


def people() -> int:
    (count,) = next(select("SELECT count(*) FROM person"))
    return int(count)


def many(rows: int) -> str:
    """A staff file with so many rows."""
    head = "staff_number,given_name,site,employed_from\n"
    return head + "".join(f"{number},Ana,HQ,2020-01-01\n" for number in range(rows))


def previewed(desk: Desk, content: str = STAFF) -> int:
    number = receive(desk, content, "staff.csv", "staff")
    settled(number, State.MAPPING)
    desk.read(number, COLUMNS)
    settled(number, State.PREVIEWED)
    return number


def test_the_road_of_one_file(real_desk: Desk) -> None:
    number = receive(real_desk, STAFF, "C:\\Users\\Ana\\staff.csv")
    row = settled(number, State.MAPPING)
    assert (row.kind, row.file_name, row.actor) == ("staff", "staff.csv", "hr@example.org")
    seen = kept_seen(real_desk.storage.folder(row.folder).seen)
    assert (seen.header[2], seen.row_count, seen.values["site"]) == ("site", 2, {"HQ": 2})
    real_desk.read(number, COLUMNS)
    row = settled(number, State.PREVIEWED)
    assert (row.new_count, row.refused_count, people()) == (2, 0, 0)
    real_desk.apply(number, takes_good_rows=False)
    row = settled(number, State.APPLIED)
    assert (row.new_count, people()) == (2, 2)
    real_desk.undo(number)
    assert settled(number, State.UNDONE).undone_in is not None
    assert next(select("SELECT count(*) FROM employment WHERE superseded_in = 2147483647")) == (0,)


def test_the_next_file_of_that_shape_is_read_without_asking_and_changes_nothing(desk: Desk) -> None:
    desk.apply(number := previewed(desk), takes_good_rows=False)
    settled(number, State.APPLIED)
    row = settled(receive(desk, STAFF, "again.csv"), State.PREVIEWED)
    assert (row.kind, row.new_count, row.changed_count, row.unchanged_count) == ("staff", 0, 0, 2)


def test_real_files_come_to_the_counts_of_the_command_line(desk: Desk, shared_data: Path) -> None:
    expected = {
        "staff": ("employee_data.csv", FIELDS, (3000, 0, 0, 0, 0)),
        "certificates": ("training_and_development_data.csv", CERTIFICATE_FIELDS, (914, 0, 0, 2086, 0)),
    }
    for kind, (name, fields, counts) in expected.items():
        number = receive(desk, (shared_data / "hr_export" / name).read_bytes(), name)
        assert settled(number, State.MAPPING).kind == kind
        desk.read(number, read_mapping(MAPPINGS / f"hr_{kind}.toml", kind, fields))
        for state in (State.PREVIEWED, State.APPLIED):
            row = settled(number, state)
            assert (
                row.new_count,
                row.changed_count,
                row.unchanged_count,
                row.skipped_count,
                row.refused_count,
            ) == counts
            if state is State.PREVIEWED:
                desk.apply(number, takes_good_rows=False)
    assert (row.fault_count, row.warning_count) == (0, 393)
    file = desk.storage.folder(row.folder).problems
    assert sum(group.count for group in problem_groups(file)) == 393
    assert "".join(problems_as_csv(file)).count("\n") == 394


def test_a_list_of_certificates_is_taken_for_one_whatever_its_columns_are_called_and_with_a_slip_in_it(
    desk: Desk,
) -> None:
    rows = [
        f"K10{number},First Aid,{number % 12 + 1:02}/{number % 27 + 1:02}/2025,Pass"
        for number in range(10, 40)
    ]
    rows[7] = "K1017,First Aid,2026-02-30,Pass"
    content = "Who,What was done,When it was,How it went\n" + "\n".join(rows)
    row = settled(receive(desk, content, "list.csv"), State.MAPPING)
    assert row.kind == "certificates"
    kinds = import_kinds(load_certificate_kinds(), "US", "UTC")
    told = suggest(kinds["certificates"], kept_seen(desk.storage.folder(row.folder).seen))
    assert {name: told.columns.get(name) for name in ("staff_number", "certificate_kind", "issued_on")} == {
        "staff_number": "Who",
        "certificate_kind": "What was done",
        "issued_on": "When it was",
    }
    assert told.date_formats == ("%m/%d/%Y",)


def test_a_file_is_kept_for_its_owner_alone(desk: Desk) -> None:
    row = settled(receive(desk, STAFF), State.MAPPING)
    folder = desk.storage.folder(row.folder)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert folder.file.read_text() == STAFF


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"a\n1\n", "one column"),
        (b"a,b\n", "no rows"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(desk: Desk, content: bytes, said: str) -> None:
    row = settled(receive(desk, content), State.REFUSED)
    assert said in " ".join(row.problems)


def test_an_empty_file_is_refused_at_once_and_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ImportRefused, match="empty"):
        receive(desk, b"")
    assert list(desk.storage.names()) == []
    assert latest_imports(1) == []


FAULTY = STAFF + "3,Zoe,,2021-01-01\n4,Priya,HQ,soon\n"


def test_good_rows_are_taken_only_where_someone_says_so(desk: Desk) -> None:
    number = previewed(desk, FAULTY)
    row = get_import(number)
    assert (row.new_count, row.refused_count, row.fault_count) == (2, 2, 2)
    assert "soon" in desk.storage.folder(row.folder).refused.read_text()
    with pytest.raises(Conflict, match="faults"):
        desk.apply(number, takes_good_rows=False)
    desk.apply(number, takes_good_rows=True)
    row = settled(number, State.APPLIED)
    assert (row.new_count, row.refused_count, people()) == (2, 2, 2)


def test_problems_are_paged_and_grouped(desk: Desk) -> None:
    content = (
        many(3)
        + "".join(f"{number},Ana,HQ,day {number}\n" for number in range(10, 260))
        + "9,Zoe,,2020-01-01\n"
    )
    file = desk.storage.folder(get_import(previewed(desk, content)).folder).problems
    groups = problem_groups(file)
    assert [(group.column, group.count) for group in groups] == [("employed_from", 250), ("site", 1)]
    first = problem_page(file, groups[0].id)
    assert (len(first.problems), first.problems[0].row) == (100, 5)
    pages = [first]
    while pages[-1].next_after is not None:
        pages.append(problem_page(file, groups[0].id, pages[-1].next_after))
    assert [len(page.problems) for page in pages] == [100, 100, 50]
    assert [problem.sentence for problem in problem_page(file, groups[1].id).problems] == [
        "is empty. Write the site at which the person works."
    ]


def test_a_mapping_that_does_not_fit_leads_back_to_the_columns(desk: Desk) -> None:
    number = receive(desk, STAFF, kind="staff")
    settled(number, State.MAPPING)
    desk.read(number, Mapping("staff", {**COLUMNS.columns, "email": "mail"}))
    row = settled(number, State.MAPPING)
    assert "'mail'" in row.problems[0]


def test_two_who_confirm_at_once_apply_once(desk: Desk, real_desk: Desk) -> None:
    number = previewed(desk)
    told: list[object] = []

    def confirm() -> None:
        try:
            real_desk.apply(number, takes_good_rows=False)
        except Conflict as conflict:
            told.append(conflict)

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 3
    settled(number, State.APPLIED)
    assert people() == 2
    assert next(select("SELECT count(*) FROM audit_event WHERE action = 'file imported'")) == (1,)


def test_a_file_that_was_changed_since_it_was_read_is_not_imported(desk: Desk) -> None:
    number = previewed(desk)
    desk.storage.folder(get_import(number).folder).file.write_text(STAFF.replace("Ana", "Eve"))
    desk.apply(number, takes_good_rows=False)
    row = settled(number, State.REFUSED)
    assert "not the one that was looked at" in row.problems[0]
    assert people() == 0


def test_facts_that_changed_meanwhile_are_told_by_the_outcome(desk: Desk) -> None:
    first, second = previewed(desk), previewed(desk)
    assert get_import(second).new_count == 2
    desk.apply(first, takes_good_rows=False)
    settled(first, State.APPLIED)
    desk.apply(second, takes_good_rows=False)
    row = settled(second, State.APPLIED)
    assert (row.new_count, row.unchanged_count) == (0, 2)


def test_a_file_that_waits_can_be_given_up(desk: Desk) -> None:
    number = previewed(desk)
    desk.cancel(number)
    assert get_import(number).state == State.CANCELLED
    desk.read(number, COLUMNS)
    settled(number, State.PREVIEWED)
    desk.apply(number, takes_good_rows=False)
    settled(number, State.APPLIED)
    with pytest.raises(Conflict, match="come to its end"):
        desk.cancel(number)


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_cancelled_at_any_time_it_leaves_all_or_nothing(desk: Desk, real_desk: Desk, seconds: float) -> None:
    number = previewed(desk, many(8_000))
    real_desk.apply(number, takes_good_rows=False)
    time.sleep(seconds)
    try:
        real_desk.cancel(number)
    except Conflict:
        assert get_import(number).state == State.APPLIED
    row = settled(number, State.CANCELLED, State.APPLIED)
    assert people() == (8_000 if row.state == State.APPLIED else 0)
    if row.state == State.CANCELLED:
        desk.read(number, COLUMNS)
        settled(number, State.PREVIEWED)


def worker(desk: Desk, number: int) -> int | None:
    row = get_import(number)
    sign = last_sign(desk.storage.kept(row.folder), row.run)
    return sign.process if sign else None


@pytest.mark.parametrize("seconds", [0.1, 0.5])
def test_killed_at_any_time_it_leaves_nothing_half_written_and_is_started_again(
    desk: Desk, real_desk: Desk, seconds: float
) -> None:
    number = previewed(desk, many(8_000))
    real_desk.apply(number, takes_good_rows=False)
    while (process := worker(real_desk, number)) is None:
        time.sleep(0.01)
    time.sleep(seconds)
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        assert settled(number).state == State.APPLIED
    row = get_import(number)
    assert people() == (8_000 if row.state == State.APPLIED else 0)
    if row.state == State.APPLIED:
        return
    until = time.monotonic() + 20
    while not is_stopped(get_import(number), real_desk.storage):
        assert time.monotonic() < until
        time.sleep(0.05)
    real_desk.start_again(number)
    settled(number, State.APPLIED)
    assert people() == 8_000


def test_work_that_goes_on_is_not_started_twice(real_desk: Desk) -> None:
    number = receive(real_desk, many(8_000), kind="staff")
    with pytest.raises(Conflict, match="goes on"):
        real_desk.start_again(number)
    settled(number, State.MAPPING)


def test_a_file_that_was_removed_is_asked_for_again(desk: Desk) -> None:
    number = previewed(desk)
    desk.storage.remove(get_import(number).folder)
    with pytest.raises(NotFound, match="Drop it again"):
        desk.apply(number, takes_good_rows=False)
    with pytest.raises(NotFound, match="Drop it again"):
        desk.read(number, COLUMNS)


def test_what_was_built_on_an_import_is_told_where_its_undo_is_refused(desk: Desk) -> None:
    desk.apply(staff := previewed(desk), takes_good_rows=False)
    settled(staff, State.APPLIED)
    moved = receive(desk, STAFF.replace("1,Ana,HQ", "1,Ana,EW"))
    desk.apply(moved, takes_good_rows=False)
    settled(moved, State.APPLIED)
    desk.undo(staff)
    row = settled(staff, State.APPLIED)
    assert "Undo that one first" in row.problems[0]
    assert people() == 2
