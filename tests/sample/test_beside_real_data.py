"""The sample beside an organisation's own data: it takes nothing of theirs, and leaves nothing of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from config import Config
from readiness.certificates.models import Certificate
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.standings import standings
from readiness.foundation.database import connected, database, open_database, select
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import Question, knowledge_at
from readiness.requirements.actions import adopt_pack
from readiness.requirements.queries import adopted_packs
from readiness.sample import add_sample, has_organisation, remove_sample
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import shipped_packs
from readiness.welcome.first_steps import first_steps
from tests.commands import Terminal
from tests.conftest import close
from tests.factories import make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
KINDS = load_certificate_kinds()
# What says that something was done stays: the trail, and the changes that it names.
TRAIL = {"audit_event", "audit_detail", "change", "schema_migration", "sqlite_sequence"}


def rows_by_table() -> dict[str, int]:
    return {
        table: next(select(f'SELECT count(*) FROM "{table}"'))[0]
        for table in database.get_tables()
        if table not in TRAIL
    }


def test_the_sample_leaves_no_row_behind(db: str) -> None:
    before = rows_by_table()
    add_sample(TODAY, KINDS)
    remove_sample("a test")
    assert rows_by_table() == before


def test_what_the_organisation_had_stays_as_it_was(db: str) -> None:
    make_certificate(make_person(make_site("hq"), staff_number="1"), "cpr-aed", date(2025, 1, 1))
    adopt_pack(shipped_packs()["mental-health-cover"], date(2024, 1, 1), "hr@example.org")
    before = rows_by_table(), adopted_packs(knowledge_at())
    add_sample(TODAY, KINDS)
    assert Certificate.select().count() > 100
    remove_sample("a test")
    assert (rows_by_table(), adopted_packs(knowledge_at())) == before


def test_a_sample_whose_names_are_taken_is_refused(db: str) -> None:
    make_site("york")
    with pytest.raises(Conflict, match="names that are in use here: york"):
        add_sample(TODAY, KINDS)


def test_two_who_add_and_remove_it_at_once_are_told(terminal: Terminal) -> None:
    for words, told in (
        (("init", "--sample"), "The sample organisation is there already."),
        (("sample", "remove", "--yes"), "There is no sample organisation."),
    ):
        with ThreadPoolExecutor() as pool:
            both = sorted(pool.map(lambda _turn: terminal.run(*words), range(2)), key=lambda ran: ran.status)  # noqa: B023
        assert [ran.status for ran in both] == [0, 1]
        assert told in both[1].err


@pytest.mark.parametrize("today", [date(2026, 6, 30), date(2027, 2, 1), date(2028, 2, 29)])
def test_the_sample_shows_sites_that_stand_well_some_that_do_not_and_one_that_soon_will_not(
    db: str, today: date
) -> None:
    add_sample(today, KINDS)
    found = standings(Question(today, knowledge_at()), Measure(KINDS, 30))
    short = {each.site for each in found if each.status is Status.GAP}
    due = {each.site for each in found if each.status is Status.DUE}
    assert {"hull", "portland", "newark", "dallas"} <= short
    assert {"head-office", "austin", "denver", "york"}.isdisjoint(short | due)
    assert "leeds" in due - short


def test_what_was_taken_back_is_no_organisation(terminal: Terminal) -> None:
    file = terminal.folder / "staff.csv"
    file.write_text("staff_number,given_name,site,employed_from\n1,Ana,HQ,2020-01-01\n")
    terminal.good("import", "staff", file)
    open_database(terminal.database_url)
    with connected():
        assert has_organisation()
        terminal.good("imports", "undo", "1")
        assert not has_organisation()
        steps = first_steps(Config())
    close()
    assert steps is not None
    assert [step.title for step in steps.steps if step.is_done] == []
