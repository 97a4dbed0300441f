"""Undoing a whole import: every answer is as before, and what was known in between stays known as such."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.accounts.actions import AccountWish, invite
from readiness.accounts.standing import Moment
from readiness.certificates.actions import correct_expiry
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.keeping.today import Keeping, bring_up_to_date, keep_week
from readiness.foundation import clock
from readiness.foundation.database import execute, select
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import NEVER, Knowledge, Question, knowledge_at
from readiness.imports.actions import ImportRequest, import_file
from readiness.imports.course import ask_for, get_import
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport, RememberedMapping
from readiness.imports.queries import offered_mapping, remembered_mapping
from readiness.imports.states import State
from readiness.imports.undoing import undo_import
from readiness.people.actions import set_headcount, set_nearby_care
from readiness.resources.imports import import_kinds
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import KINDS, adopt

TODAY = date(2026, 6, 30)
DAYS = tuple(date(2026, month, 15) for month in range(1, 13, 2))
IMPORT_KINDS = import_kinds(KINDS, "US", "America/New_York")

STAFF = ("staff_number", "given_name", "email", "site", "department", "job_title", "manager",
         "employed_from", "employed_until", "employment_status")  # fmt: skip
CERTIFICATES = ("staff_number", "certificate_kind", "issued_on", "expires_on", "number")
SITES = ("code", "name", "country", "headcount", "open_to_public", "care_minutes")
COLUMNS = {"staff": STAFF, "certificates": CERTIFICATES, "sites": SITES}

Row = tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file as a test writes it."""

    kind: str
    rows: tuple[Row, ...]

    def written(self, folder: Path) -> Path:
        text = io.StringIO()
        csv.writer(text).writerows([COLUMNS[self.kind], *self.rows])
        path = folder / f"{self.kind}.csv"
        path.write_text(text.getvalue())
        return path


def bring_in(file: File, folder: Path, today: date = TODAY) -> int:
    """Import a file; gives the import's number."""
    columns = {name: name for name in COLUMNS[file.kind]}
    mapping = Mapping(file.kind, columns, create_sites=True)
    request = ImportRequest(file.written(folder), "hr@example.org", today, mapping, skip_refused=True)
    outcome = import_file(IMPORT_KINDS[file.kind], request)
    assert outcome.is_applied
    return int(FileImport.select(FileImport.id).order_by(FileImport.id.desc()).first().id)


def undo(number: int) -> None:
    run = ask_for(number, State.UNDOING, "hr@example.org")
    undo_import(number, run, IMPORT_KINDS[get_import(number).kind], "hr@example.org")


def answers(known: Knowledge | None = None) -> list[Any]:
    """Every finding of some days, whatever it is called in the trail."""
    asked = known or knowledge_at()
    return [
        (day, finding.site, finding.subject, finding.clause.id, finding.status, finding.need, finding.have,
         finding.reason, finding.since, finding.due_on)
        for day in DAYS
        for finding in assess(Question(day, asked), Measure(KINDS, due_days=30))
    ]  # fmt: skip


HELD = {
    "employment e JOIN person p ON p.id = e.person_id": "p.staff_number, e.from_on, e.until_on",
    "leave e JOIN person p ON p.id = e.person_id": "p.staff_number, e.from_on, e.until_on",
    "membership e JOIN person p ON p.id = e.person_id LEFT JOIN site s ON s.id = e.site_id "
    "LEFT JOIN department d ON d.id = e.department_id": "p.staff_number, s.code, d.name, e.job_title, e.from_on, e.until_on",
    "headcount_override e JOIN site s ON s.id = e.site_id": "s.code, e.from_on, e.headcount",
    "nearby_care e JOIN site s ON s.id = e.site_id": "s.code, e.from_on, e.minutes",
    "certificate e JOIN person p ON p.id = e.person_id": "p.staff_number, e.kind, e.issued_on, e.expires_on, e.counts_until_on, e.number",
    "person e LEFT JOIN person m ON m.id = e.manager_id": "e.staff_number, e.given_name, e.name_key, e.email, e.email_key, m.staff_number",
    "person_word w JOIN person e ON e.id = w.person_id": "e.staff_number, w.word",
    "site e": "e.code, e.name, e.country, e.open_to_public",
    "department e": "e.name",
}  # fmt: skip


def held() -> dict[str, list[str]]:
    """Everything that is held true now, of every table that imports write."""
    return {
        tables: sorted(map(repr, select(f"SELECT {columns} FROM {tables} WHERE e.superseded_in = {NEVER}")))
        for tables, columns in HELD.items()
    }


ANA = ("1", "Ana", "ana@example.org", "HQ", "Ward", "Nurse", "", "2020-01-01", "", "")
TOM = ("2", "Tom", "tom@example.org", "HQ", "Ward", "Nurse", "1", "2021-01-01", "", "on leave")
STAFF_FILE = File("staff", (ANA, TOM))
CERTIFICATE_FILE = File(
    "certificates", (("1", "mhfa", "2026-02-01", "", "A1"), ("2", "cpr", "2026-03-01", "", ""))
)
SITE_FILE = File(
    "sites", (("HQ", "Head office", "GB", "12", "yes", "4"), ("EW", "East wing", "US", "", "", "none"))
)


@pytest.fixture
def asked(db: str) -> None:
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1, "one_per": 2}})


@pytest.mark.parametrize("file", [STAFF_FILE, SITE_FILE])
def test_what_an_import_made_is_gone_from_every_list(asked: None, tmp_path: Path, file: File) -> None:
    before = (held(), answers())
    undo(bring_in(file, tmp_path))
    assert (held(), answers()) == before


def test_what_was_known_in_between_stays_known_as_such(asked: None, tmp_path: Path) -> None:
    number = bring_in(STAFF_FILE, tmp_path)
    known, then = knowledge_at(), answers()
    assert then
    undo(number)
    assert answers(known) == then
    assert answers() == []


def test_it_can_be_imported_again_with_the_same_counts(asked: None, tmp_path: Path) -> None:
    first = bring_in(STAFF_FILE, tmp_path)
    then, (known, said) = held(), (knowledge_at(), answers())
    undo(first)
    again = get_import(bring_in(STAFF_FILE, tmp_path))
    assert (again.new_count, again.changed_count, again.unchanged_count) == (2, 0, 0)
    assert held() == then
    assert answers(known) == said
    undo(int(again.id))
    assert answers(known) == said


def test_how_a_file_was_read_is_offered_and_not_done_unasked_once_its_import_is_undone(
    asked: None, tmp_path: Path
) -> None:
    number = bring_in(STAFF_FILE, tmp_path)
    shape, said = RememberedMapping.get().shape, Mapping.from_json(get_import(number).mapping)
    assert (remembered_mapping("staff", shape), offered_mapping("staff", shape)) == (said, None)
    undo(number)
    assert (remembered_mapping("staff", shape), offered_mapping("staff", shape)) == (None, said)
    bring_in(STAFF_FILE, tmp_path)
    assert (remembered_mapping("staff", shape), offered_mapping("staff", shape)) == (said, None)


def test_names_mail_and_managers_are_given_back(asked: None, tmp_path: Path) -> None:
    bring_in(STAFF_FILE, tmp_path)
    before = held()
    changed = [("1", "Anna", "anna@example.org", *ANA[3:]), (*TOM[:6], "", *TOM[7:])]
    undo(bring_in(replace(STAFF_FILE, rows=tuple(changed)), tmp_path))
    assert held() == before


def test_an_import_that_something_was_built_on_stays_and_says_what(asked: None, tmp_path: Path) -> None:
    staff = bring_in(STAFF_FILE, tmp_path)
    certificates = bring_in(CERTIFICATE_FILE, tmp_path)
    before = held()
    with pytest.raises(Conflict, match=r"import of certificates\.csv on .* by hr@example\.org rests on it"):
        undo(staff)
    assert held() == before
    assert get_import(staff).state == State.UNDOING
    undo(certificates)
    undo_import(staff, get_import(staff).run, IMPORT_KINDS["staff"], "hr@example.org")
    assert get_import(staff).state == State.UNDONE


Later = Callable[[Path], object]


def _correct(_folder: Path) -> None:
    (number,) = next(select("SELECT fact_id FROM certificate WHERE number = 'A1'"))
    correct_expiry(number, date(2027, 1, 1), "hr@example.org")


def _link_account(_folder: Path) -> None:
    wish = AccountWish("Ana Ruiz", Role.EMPLOYEE, staff_number="1")
    invite("ana@example.org", wish, "a test", Moment(clock.now(), TODAY))


LATER: dict[str, tuple[File, Later, str]] = {
    "moved": (STAFF_FILE, lambda folder: bring_in(File("staff", ((*ANA[:3], "EW", *ANA[4:]),)), folder, date(2026, 7, 1)), "staff.csv"),
    "renamed": (STAFF_FILE, lambda folder: bring_in(File("staff", (("1", "Anna", *ANA[2:]),)), folder), "staff.csv"),
    "works there": (STAFF_FILE, lambda folder: bring_in(File("staff", (("3", "Priya", "", *ANA[3:]),)), folder), "staff.csv"),
    "reports to": (STAFF_FILE, lambda folder: bring_in(File("staff", (("9", "Zoe", "", "ZZ", "", "", "1", "2020-01-01", "", ""),)), folder), "person"),
    "corrected": (CERTIFICATE_FILE, _correct, "certificate corrected"),
    "account": (STAFF_FILE, _link_account, "account"),
    "nearby care": (SITE_FILE, lambda _folder: set_nearby_care("HQ", TODAY, 20, "hr@example.org"), "nearby care set"),
    "headcount": (SITE_FILE, lambda _folder: set_headcount("HQ", TODAY, 20, "hr@example.org"), "headcount set"),
}  # fmt: skip


@pytest.mark.parametrize("name", LATER)
def test_whatever_rests_on_an_import_is_named(asked: None, tmp_path: Path, name: str) -> None:
    file, later, named = LATER[name]
    if file.kind == "certificates":
        bring_in(STAFF_FILE, tmp_path)
    number = bring_in(file, tmp_path)
    later(tmp_path)
    before = held()
    with pytest.raises(Conflict, match=named):
        undo(number)
    assert held() == before


def test_findings_that_are_kept_for_the_pages_hold_nothing_back(asked: None, tmp_path: Path) -> None:
    number = bring_in(STAFF_FILE, tmp_path)
    keeping = Keeping.on(TODAY, Measure(KINDS, due_days=30), "America/New_York", "en")
    bring_up_to_date(keeping)
    keep_week(keeping)
    assert next(select("SELECT count(*) FROM kept_site")) != (0,)
    undo(number)
    assert get_import(number).state == State.UNDONE


def test_it_is_undone_once(asked: None, tmp_path: Path) -> None:
    number = bring_in(STAFF_FILE, tmp_path)
    run = ask_for(number, State.UNDOING, "hr@example.org")
    undo_import(number, run, IMPORT_KINDS["staff"], "hr@example.org")
    with pytest.raises(Conflict):
        undo_import(number, run, IMPORT_KINDS["staff"], "hr@example.org")
    with pytest.raises(Conflict):
        ask_for(number, State.UNDOING, "hr@example.org")


def test_the_trail_says_who_undid_what(asked: None, tmp_path: Path) -> None:
    number = bring_in(STAFF_FILE, tmp_path)
    undo(number)
    trail = select(
        "SELECT e.actor, e.subject, d.detail FROM audit_event e JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action = 'import undone'"
    )
    actor, subject, detail = next(trail)
    assert (actor, subject) == ("hr@example.org", "staff")
    assert f'"change":{get_import(number).change}' in detail
    assert "staff.csv" in detail


# Few people, sites and days, so that files meet in them.
_days = st.sampled_from(["2026-01-10", "2026-03-05", "2026-06-30", "2026-08-20"])
_staff_rows = st.tuples(
    st.sampled_from("1234"), st.sampled_from(["Ana", "Tom"]), st.sampled_from(["", "a@b.c", "d@e.f"]),
    st.sampled_from(["HQ", "EW", "NW"]), st.sampled_from(["", "Ward", "Desk"]), st.sampled_from(["", "Nurse"]),
    st.sampled_from(["", "1", "2"]), _days, st.one_of(st.just(""), _days),
    st.sampled_from(["", "active", "on leave"]),
)  # fmt: skip
_certificate_rows = st.tuples(
    st.sampled_from("1234"), st.sampled_from(["mhfa", "cpr", "full"]), _days, st.one_of(st.just(""), _days),
    st.sampled_from(["", "A", "B"]),
)  # fmt: skip
_site_rows = st.tuples(
    st.sampled_from(["HQ", "EW", "SW"]), st.sampled_from(["One", "Two"]), st.sampled_from(["US", "GB"]),
    st.sampled_from(["", "3", "8"]), st.sampled_from(["", "yes", "no"]), st.sampled_from(["", "4", "none"]),
)  # fmt: skip


def _files(kind: str, rows: st.SearchStrategy[Row], key: Callable[[Row], object]) -> st.SearchStrategy[File]:
    return st.builds(File, st.just(kind), st.lists(rows, min_size=1, max_size=4, unique_by=key).map(tuple))


_any_file = st.one_of(
    _files("staff", _staff_rows, lambda row: row[0]),
    _files("certificates", _certificate_rows, lambda row: row[:3]),
    _files("sites", _site_rows, lambda row: row[0]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=st.lists(_any_file, max_size=3), undone=_any_file, days=st.integers(0, 90))
def test_after_any_import_is_undone_every_answer_is_as_before(
    asked: None, tmp_path: Path, earlier: list[File], undone: File, days: int
) -> None:
    clear()
    for file in earlier:
        bring_in(file, tmp_path)
    today = date.fromordinal(TODAY.toordinal() + days)
    before, said = held(), answers()
    number = bring_in(undone, tmp_path, today)
    known, then, between = knowledge_at(), answers(), held()
    undo(number)
    assert held() == before
    assert answers() == said
    assert answers(known) == then
    again = bring_in(undone, tmp_path, today)
    assert held() == between
    assert answers(known) == then
    undo(again)
    assert held() == before


def clear() -> None:
    """An empty organisation, in the same database."""
    for table in ("certificate", "leave", "membership", "employment", "headcount_override", "nearby_care",
                  "person", "site", "department", "file_import"):  # fmt: skip
        execute(f"DELETE FROM {table}")


def test_imports_are_undone_from_the_last_to_the_first(asked: None, tmp_path: Path) -> None:
    states = [held()]
    numbers = []
    moved = File(
        "staff", ((*ANA[:3], "EW", *ANA[4:]), ("3", "Zoe", "", "NW", "", "", "1", "2026-01-01", "", ""))
    )
    for file, today in (
        (STAFF_FILE, TODAY),
        (CERTIFICATE_FILE, TODAY),
        (moved, date(2026, 7, 5)),
        (SITE_FILE, TODAY),
    ):
        numbers.append(bring_in(file, tmp_path, today))
        states.append(held())
    for number in reversed(numbers):
        states.pop()
        undo(number)
        assert held() == states[-1]


def teardown_module() -> None:
    close()
