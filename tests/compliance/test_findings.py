"""Findings: statuses, sentences, and as many queries for ten people as for ten thousand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.compliance.actions import grant_judged_exemption
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.compliance.models import KeptFinding
from readiness.compliance.overview_of_day import overview_of
from readiness.foundation.database import database, insert_rows
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import NEVER, supersede
from readiness.people.actions import set_headcount
from readiness.people.models import Membership, Site
from readiness.requirements.actions import ExemptionRequest, adopt_pack, grant_exemption
from readiness.standards.packs import pack_from
from tests.factories import (
    MEASURE,
    adopt,
    ask,
    change,
    make_certificate,
    make_exercise,
    make_leave,
    make_person,
    make_site,
)

TODAY = date(2026, 6, 30)
ONE_IN_TWO = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "one_per": 2}}


def findings(as_of: date = TODAY) -> list[Finding]:
    return list(assess(ask(as_of), MEASURE))


def only(as_of: date = TODAY) -> Finding:
    (finding,) = findings(as_of)
    return finding


def test_a_gap_is_told_so_that_a_manager_can_act_on_it(db: str) -> None:
    site = make_site("leeds")
    ana = make_person(site, given_name="Ana", family_name="Ruiz")
    for _ in range(2):
        make_person(site)
    make_certificate(ana, "mhfa", date(2024, 1, 1), date(2026, 3, 31))
    adopt(ONE_IN_TWO)
    finding = only()
    assert (finding.status, finding.need, finding.have) == (Status.GAP, 2, 0)
    assert finding.reason == (
        "0 people hold ‘Mental health first aid’ where 2 must (3 people work here): 2 too few. "
        "Ana Ruiz's certificate ended on 31 March 2026."
    )


def test_what_was_revoked_is_told_as_revoked_and_not_as_ended(db: str) -> None:
    ana = make_person(make_site("leeds"), given_name="Ana", family_name="Ruiz")
    make_certificate(ana, "mhfa", date(2024, 1, 1), date(2026, 2, 28))
    make_certificate(ana, "mhfa", date(2024, 1, 2), date(2027, 3, 31), revoked_on=date(2026, 4, 1))
    adopt(ONE_IN_TWO, {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa"}})
    told = {each.clause.id: each.reason for each in findings()}
    assert told["clause-1"].endswith("Ana Ruiz's certificate was revoked from 1 April 2026 on.")
    assert told["clause-2"] == (
        "Ana Ruiz's ‘Mental health first aid’ certificate was revoked from 1 April 2026 on."
    )


def test_a_site_is_due_when_it_will_fall_short_within_thirty_days(db: str) -> None:
    ana = make_person(make_site(), given_name="Ana", family_name="Ruiz")
    make_certificate(ana, "mhfa", date(2024, 1, 1), TODAY + timedelta(days=29))
    adopt(ONE_IN_TWO)
    finding = only()
    assert (finding.status, finding.due_on) == (Status.DUE, TODAY + timedelta(days=30))
    assert "but too few from 30 July 2026 on. Ana Ruiz counts until 29 July 2026." in finding.reason
    assert only(TODAY - timedelta(days=1)).status is Status.MET


def test_an_equivalent_certificate_counts_and_a_person_counts_once(db: str) -> None:
    person = make_person(make_site())
    make_certificate(person, "full", date(2024, 1, 1))
    make_certificate(person, "mhfa", date(2024, 1, 1), date(2027, 1, 1))
    adopt(ONE_IN_TWO)
    assert (only().status, only().have) == (Status.MET, 1)


def test_someone_on_leave_is_a_head_and_no_holder(db: str) -> None:
    person = make_person(make_site())
    make_certificate(person, "mhfa", date(2024, 1, 1))
    make_leave(person, TODAY, TODAY + timedelta(days=3))
    adopt(ONE_IN_TWO)
    assert (only().status, only().need, only().have) == (Status.GAP, 1, 0)
    assert only(TODAY - timedelta(days=1)).have == 1
    assert only(TODAY + timedelta(days=4)).have == 1


def test_nobody_works_there_is_not_applicable(db: str) -> None:
    make_person(make_site(), employed_until=TODAY)
    adopt(ONE_IN_TWO)
    assert only().status is Status.GAP
    assert only(TODAY + timedelta(days=1)).status is Status.NOT_APPLICABLE
    assert only(TODAY + timedelta(days=1)).reason == "Nobody works here on that day."


def test_a_missing_fact_is_named_and_never_taken_for_met(db: str) -> None:
    make_person(make_site(hazard="", region=""))
    adopt({**ONE_IN_TWO, "applies": {"hazard": ["higher"], "region": ["US-CA"]}})
    finding = only()
    assert finding.status is Status.CANNOT_TELL
    assert finding.reason == "Cannot tell: the region, the hazard of this site is not recorded."


EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr"}}


def test_someone_without_a_site_is_held_to_what_is_asked_everywhere(db: str) -> None:
    make_site("leeds")
    make_person(None, staff_number="42", given_name="Ana", family_name="Ruiz")
    adopt(EVERYONE)
    finding = only()
    assert (finding.site, finding.subject, finding.status) == ("", "42", Status.GAP)
    assert finding.reason == "Ana Ruiz has not held ‘CPR’."
    assert list(assess(ask(TODAY), MEASURE, ["leeds"])) == []


def test_since_and_due_are_told_through_a_change_of_whom_it_is_asked(db: str) -> None:
    """From July on it is asked of sites with three people at least: two people are let off, and were short before."""
    site = make_site("leeds")
    for _ in range(2):
        make_person(site)
    july, later = date(2026, 7, 1), date(2026, 10, 1)
    adopt(ONE_IN_TWO, from_on=date(2026, 1, 1))
    adopt({**ONE_IN_TWO, "applies": {"headcount_from": 3}}, from_on=july)
    adopt({**ONE_IN_TWO, "applies": {"country": ["US", "GB"]}}, from_on=later)
    before = only(TODAY)
    assert (before.status, before.since) == (Status.GAP, date(2026, 1, 1))
    between = only(july)
    assert (between.status, between.since, between.due_on) == (Status.NOT_APPLICABLE, july, later)
    assert only(later).since == later


def test_someone_without_a_site_is_exempted_by_leaving_the_site_empty_and_nobody_else_is(db: str) -> None:
    make_site("leeds")
    nowhere, placed = make_person(None), make_person(make_site("york"))
    adopt(EVERYONE)
    request = ExemptionRequest("tested", "clause-1", "", TODAY, TODAY, "Away at sea", placed.staff_number)
    for refused in (request, replace(request, staff_number="")):
        with pytest.raises(InvalidInput):
            grant_judged_exemption(refused, "a test")
    bring_up_to_date(Keeping.on(TODAY, MEASURE, "UTC", "en"))
    grant_judged_exemption(replace(request, staff_number=nowhere.staff_number), "a test")
    bring_up_to_date(Keeping.on(TODAY, MEASURE, "UTC", "en"))
    found = {each.subject: each.status for each in assess(ask(TODAY), MEASURE)}
    kept = {row.subject: row.status for row in KeptFinding.select()}
    assert found[nowhere.staff_number] is Status.EXEMPTED
    assert kept == {subject: status.value for subject, status in found.items()}


@pytest.mark.parametrize("applies", [{"country": ["US"]}, {"headcount_from": 2}, {"open_to_public": True}])
def test_what_is_asked_at_some_sites_only_cannot_be_told_of_someone_without_a_site(
    db: str, applies: dict[str, object]
) -> None:
    make_site("leeds")
    make_person(None, given_name="Ana", family_name="Ruiz")
    adopt({**EVERYONE, "applies": applies})
    finding = only()
    assert (finding.site, finding.status) == ("", Status.CANNOT_TELL)
    assert finding.reason == (
        "Ana Ruiz: Cannot tell: no site is recorded, and this is asked at some sites only."
    )


def test_the_days_without_a_site_begin_when_the_last_one_ends(db: str) -> None:
    person = make_person(make_site("leeds"))
    membership = Membership.get(Membership.person == person)
    with change() as opened:
        supersede(membership, opened.change, until_on=TODAY)
    adopt(EVERYONE, {**ONE_IN_TWO, "applies": {"country": ["GB"]}})
    told = {finding.site: finding.since for finding in findings(TODAY + timedelta(days=1))}
    assert told[""] == TODAY + timedelta(days=1)
    assert {finding.site for finding in findings()} == {"leeds"}


def test_sites_are_counted_without_those_who_have_none(db: str) -> None:
    make_person(make_site("leeds"))
    make_person(None)
    adopt(EVERYONE)
    overview = overview_of(ask(TODAY), MEASURE, None)
    assert overview.asked == overview.short == ["leeds"]
    assert {each.site for each in overview.urgent} == {"", "leeds"}


@pytest.mark.parametrize(
    ("applies", "status"),
    [
        ({"country": ["US", "GB"]}, Status.GAP),
        ({"country": ["GB"]}, Status.NOT_APPLICABLE),
        ({"region": ["CA"]}, Status.GAP),
        ({"region": ["US-CA"]}, Status.GAP),
        ({"region": ["NV"]}, Status.NOT_APPLICABLE),
        ({"kind": ["clinic"], "hazard": ["low"]}, Status.GAP),
        ({"kind": ["clinic"], "hazard": ["higher"]}, Status.NOT_APPLICABLE),
        ({"open_to_public": True}, Status.GAP),
        ({"open_to_public": False}, Status.NOT_APPLICABLE),
        ({"headcount_from": 1, "headcount_to": 1}, Status.GAP),
        ({"headcount_from": 2}, Status.NOT_APPLICABLE),
    ],
)
def test_a_clause_is_asked_of_the_sites_it_applies_to(
    db: str, applies: dict[str, object], status: Status
) -> None:
    make_person(make_site(region="CA", kind="clinic", hazard="low", open_to_public=True))
    adopt({**ONE_IN_TWO, "applies": applies})
    assert only().status is status


@pytest.mark.parametrize(
    ("jurisdiction", "asked"), [("US", True), ("US-CA", True), ("US-NV", False), ("GB", False)]
)
def test_a_pack_is_asked_where_its_jurisdiction_is(db: str, jurisdiction: str, asked: bool) -> None:
    make_person(make_site(region="CA"))
    adopt(ONE_IN_TWO, jurisdiction=jurisdiction)
    assert (only().status is not Status.NOT_APPLICABLE) is asked


def test_terms_hold_from_their_day_until_the_next(db: str) -> None:
    make_person(make_site())
    later = {"from": date(2026, 3, 1), "certificate": "mhfa", "at_least": 2}
    repealed = {"from": date(2026, 5, 1), "repealed": True}
    content = {
        "id": "dated", "title": "Dated", "source": "A test",
        "clause": [
            {
                "id": "one", "title": "One", "citation": "1", "severity": "low", "check": "holders_per_headcount",
                "terms": [{"from": date(2026, 1, 1), "certificate": "mhfa", "at_least": 1}, later, repealed],
            }
        ],
    }  # fmt: skip
    adopt_pack(pack_from(content, "dated.toml"), date(2026, 1, 1), "a test")

    def need(as_of: date) -> list[int | None]:
        return [finding.need for finding in findings(as_of)]

    assert need(date(2025, 12, 31)) == []
    assert need(date(2026, 2, 28)) == [1]
    assert need(date(2026, 3, 1)) == [2]
    assert need(date(2026, 5, 1)) == []


def test_everyone_in_a_role_is_asked_after_the_days_they_have(db: str) -> None:
    site = make_site()
    joined = TODAY - timedelta(days=30)
    new = make_person(site, job_title="Team  manager", employed_from=joined)
    make_person(site, job_title="Clerk")
    unknown = make_person(site, job_title="")
    adopt(
        {
            "check": "everyone_in_role_holds",
            "terms": {"certificate": "cpr", "job_titles": ["Team Manager"], "within_days": 30},
        }
    )
    found = {finding.subject: finding for finding in findings()}
    assert set(found) == {new.staff_number, unknown.staff_number}
    assert found[unknown.staff_number].status is Status.CANNOT_TELL
    assert (found[new.staff_number].status, found[new.staff_number].due_on) == (
        Status.DUE,
        TODAY + timedelta(days=1),
    )
    tomorrow = {finding.subject: finding for finding in findings(TODAY + timedelta(days=1))}
    assert (tomorrow[new.staff_number].status, tomorrow[new.staff_number].since) == (
        Status.GAP,
        TODAY + timedelta(days=1),
    )


def test_a_holder_in_a_role_is_due_within_the_kinds_renewal_window(db: str) -> None:
    person = make_person(make_site(), job_title="Manager")
    make_certificate(person, "cpr", date(2025, 1, 1), TODAY + timedelta(days=59))
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr"}})
    assert (only().status, only().due_on) == (Status.DUE, TODAY + timedelta(days=60))
    assert only(TODAY - timedelta(days=1)).status is Status.MET


def test_a_person_is_asked_for_the_certificate_of_the_terms_of_each_day(db: str) -> None:
    person = make_person(make_site())
    make_certificate(person, "cpr", date(2025, 1, 1))
    changes_on = TODAY + timedelta(days=20)
    content = {
        "id": "dated", "title": "Dated", "source": "A test",
        "clause": [
            {
                "id": "one", "title": "One", "citation": "1", "severity": "low", "check": "everyone_in_role_holds",
                "terms": [{"from": date(2026, 1, 1), "certificate": "cpr"}, {"from": changes_on, "certificate": "mhfa"}],
            }
        ],
    }  # fmt: skip
    adopt_pack(pack_from(content, "dated.toml"), date(2026, 1, 1), "a test")
    assert (only().status, only().due_on) == (Status.DUE, changes_on)
    later = only(changes_on + timedelta(days=5))
    assert (later.status, later.since) == (Status.GAP, changes_on)


def test_due_is_one_run_whether_by_a_certificate_that_ends_or_by_time_that_is_left(db: str) -> None:
    joined = TODAY - timedelta(days=40)
    person = make_person(make_site(), employed_from=joined)
    make_certificate(person, "cpr", date(2020, 1, 1), TODAY - timedelta(days=1))
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr", "within_days": 50}})
    # A gap from the 51st day on: within the 60 days of the kind's window since the first day of work.
    assert [only(day).status for day in (joined, TODAY - timedelta(days=1), TODAY)] == [Status.DUE] * 3
    assert {only(day).since for day in (joined, TODAY - timedelta(days=1), TODAY)} == {joined}


def test_each_holder_needs_proof_on_file(db: str) -> None:
    site = make_site()
    bare, numbered, copied = (make_person(site) for _ in range(3))
    make_certificate(bare, "mhfa", date(2024, 1, 1))
    make_certificate(numbered, "mhfa", date(2024, 1, 1), number="A-1")
    make_certificate(copied, "mhfa", date(2024, 1, 1), evidence="a copy")
    adopt(
        {
            "check": "certificate_evidence_on_file",
            "terms": {"certificate": "mhfa", "number_is_evidence": True},
        }
    )
    assert {finding.subject: finding.status for finding in findings()} == {
        bare.staff_number: Status.GAP,
        numbered.staff_number: Status.MET,
        copied.staff_number: Status.MET,
    }


def test_exercises_count_within_their_window_and_by_kind(db: str) -> None:
    site = make_site()
    make_person(site)
    make_exercise(site, date(2025, 7, 1))
    make_exercise(site, date(2026, 6, 1), kind="tabletop")
    make_exercise(site, None)
    adopt(
        {"check": "exercises_in_window", "terms": {"at_least": 2, "within_months": 12}},
        {"check": "exercises_in_window", "terms": {"at_least": 1, "within_days": 30, "kinds": ["tabletop"]}},
    )
    two, tabletop = findings(TODAY)
    assert (two.status, two.have, two.due_on) == (Status.DUE, 2, date(2026, 7, 1))
    assert (tabletop.status, tabletop.have, tabletop.due_on) == (Status.DUE, 1, date(2026, 7, 1))
    assert [finding.have for finding in findings(date(2026, 7, 1))] == [1, 0]


def test_a_headcount_given_by_hand_replaces_the_count_from_its_day_on(db: str) -> None:
    site = make_site("hq")
    make_person(site)
    adopt(ONE_IN_TWO)
    set_headcount("hq", TODAY, 7, "a test")
    set_headcount("hq", TODAY + timedelta(days=10), None, "a test")
    assert [only(TODAY + timedelta(days=n)).need for n in (-1, 0, 9, 10)] == [1, 4, 4, 1]


def test_an_exemption_has_an_end_and_a_reason(db: str) -> None:
    make_person(make_site("hq"))
    adopt(ONE_IN_TWO)
    request = ExemptionRequest("tested", "clause-1", "hq", TODAY, None, " ")
    with pytest.raises(InvalidInput) as refused:
        grant_exemption(request, "a test")
    assert len(refused.value.problems) == 2
    until = TODAY + timedelta(days=5)
    grant_exemption(ExemptionRequest("tested", "clause-1", "hq", TODAY, until, "Rebuilding"), "a test")
    assert (only().status, only().reason, only().due_on) == (
        Status.EXEMPTED,
        "Exempted until 5 July 2026: Rebuilding (by a test).",
        until + timedelta(days=1),
    )
    assert only(until + timedelta(days=1)).status is Status.GAP


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that the database is asked within the block."""
    asked: list[str] = []
    original = database.obj.execute_sql

    def execute_sql(sql: str, *arguments: object, **options: object) -> object:
        asked.append(sql)
        return original(sql, *arguments, **options)

    database.obj.execute_sql = execute_sql
    connection = database.connection()
    streams = _count_server_cursors(connection, asked)
    try:
        yield asked
    finally:
        del database.obj.execute_sql
        streams()


def _count_server_cursors(connection: object, asked: list[str]) -> Callable[[], None]:
    original = connection.cursor  # type: ignore[attr-defined]

    def cursor(*arguments: object, **options: object) -> object:
        if options.get("name"):
            asked.append(f"stream {options['name']}")
        return original(*arguments, **options)

    try:
        connection.cursor = cursor  # type: ignore[attr-defined]
    except AttributeError:
        return lambda: None

    def restore() -> None:
        del connection.cursor  # type: ignore[attr-defined]

    return restore


def add_people(site: Site, count: int) -> None:
    """People and certificates in bulk; a third lapsed, some end soon."""
    with change() as opened:
        number = opened.change.id
        first = next(iter(database.execute_sql("SELECT coalesce(max(id), 0) + 1 FROM person")))[0]
        ids = range(first, first + count)
        insert_rows(
            "person",
            (
                "id",
                "staff_number",
                "given_name",
                "family_name",
                "name_key",
                "email",
                "email_key",
                "phone",
                "languages",
                "is_sample",
            ),
            [(n, f"B{n}", "B", str(n), "", "", "", "", "[]", False) for n in ids],
        )
        spell = ("fact_id", "recorded_in", "superseded_in", "person_id", "from_on", "until_on")
        insert_rows("employment", spell, [(n, number, NEVER, n, "0001-01-01", "9999-12-31") for n in ids])
        insert_rows(
            "membership",
            (*spell, "site_id", "job_title"),
            [(n, number, NEVER, n, "0001-01-01", "9999-12-31", site.id, "Manager") for n in ids],
        )
        ends = ("2025-01-01", "2026-07-10", "2028-01-01")
        insert_rows(
            "certificate",
            ("fact_id", "recorded_in", "superseded_in", "person_id", "kind", "issued_on", "counts_until_on", "revoked_reason", "issuer", "number", "evidence"),
            [(n, number, NEVER, n, "mhfa", "2024-01-01", ends[n % 3], "", "", "", "") for n in ids],
        )  # fmt: skip


def test_the_number_of_queries_does_not_depend_on_people_or_sites(db: str) -> None:
    adopt(
        ONE_IN_TWO,
        {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr"}},
        {"check": "certificate_evidence_on_file", "terms": {"certificate": "mhfa"}},
        {"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}},
    )
    add_people(make_site(), 10)
    findings()  # a pack is read from the database once in a process
    with counted() as few:
        assert len(findings()) > 10
    with counted() as few_standings:
        assert len(standings(ask(TODAY), MEASURE)) == 2
    for _ in range(20):
        add_people(make_site(), 500)
    with counted() as many:
        assert len(findings()) > 10_000
    with counted() as many_standings:
        assert len(standings(ask(TODAY), MEASURE)) == 42
    assert len(many) == len(few)
    assert len(many_standings) == len(few_standings)
    assert 10 < len(few) < 25
