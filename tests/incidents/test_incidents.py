"""Incidents: what may be shared names nobody, what is sealed is read with a reason, nothing held is removed."""

from datetime import date, timedelta

import pytest

from readiness.accounts.models import Account
from readiness.audit.models import AuditDetail
from readiness.foundation.database import select
from readiness.foundation.errors import ConfigurationError, Conflict, InvalidInput, NotAllowed, NotFound
from readiness.foundation.temporal import knowledge_at
from readiness.incidents.actions import LogEntry, add_moment, correct_incident, log_violence
from readiness.incidents.caring import (
    carrying,
    debrief_due_at,
    follow_up,
    hold_debrief,
    loads,
    name_helper,
    offer_debrief,
    rest_helper,
)
from readiness.incidents.identifying import identifying
from readiness.incidents.models import OF_INCIDENTS, Incident
from readiness.incidents.queries import get_incident, latest_sealed, log_entry_of
from readiness.incidents.retention import kept_until, place_hold, release_hold, remove_what_is_over
from readiness.incidents.sealed import grant_reading, may_read_sealed, read_sealed, revoke_reading
from readiness.incidents.sealing import Sealer
from readiness.incidents.violent_log import HEADS, LogFilter, cells, log_of
from readiness.notices.models import OutboxMessage
from readiness.web.access import Account as Known
from readiness.web.access import Role
from tests.factories import make_person, make_site
from tests.incidents.happening import AT, ENTRY, NOW, SEALED, SEALER, happened, shared

TODAY = NOW.date()
WHY = "Offering help to those involved"


def account(role: Role) -> Known:
    """An account that is there."""
    row = Account.create(
        email=f"{role}@example.org", email_key=f"{role}@example.org", name="Ana", name_key="ana", role=role,
        created_at=NOW, until_on=date(9999, 12, 31),
    )  # fmt: skip
    return Known(row.id, "Ana", row.email, role, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to robin.vale@example.org", ["robin.vale@example.org"]),
        ("He called (305) 555-0142 twice", ["(305) 555-0142"]),
        ("Number 078-05-1120 was on the card", ["078-05-1120"]),
        ("Mrs. Vale was in room 12", ["Mrs. Vale"]),
        ("Then Robin Vale left", ["Robin Vale"]),
        ("On 2026-06-02 at 23:30, 3 of 12 left within 15 minutes by 2 exits", []),
        ("A visitor pushed a nurse against a door.", []),
    ],
)
def test_what_tells_who_somebody_is_is_found(text: str, found: list[str]) -> None:
    def known(pairs: object) -> list[str]:
        return [" ".join(pair) for pair in pairs if pair == ("Robin", "Vale")]  # type: ignore[attr-defined]

    assert identifying(text, known) == found


def test_the_part_that_is_shared_and_the_log_name_nobody_on_the_staff(db: str) -> None:
    site = make_site("HQ")
    make_person(site, given_name="Robin", family_name="Vale")
    with pytest.raises(InvalidInput, match=r"summary: “robin vale” tells who somebody is"):
        happened(site, summary="A visitor hit robin vale.")
    number = happened(site)
    with pytest.raises(InvalidInput, match="not_helped"):
        correct_incident(number, shared(not_helped="Vale Robin was away."), NOW, "a")
    with pytest.raises(InvalidInput, match="text"):
        add_moment(number, AT, "Robin Vale came", NOW, "a")
    with pytest.raises(InvalidInput) as refused:
        wrong = {**ENTRY.answers, "types": ["9"], "place": ""}
        told = LogEntry("Ward", "Robin Vale fell", wrong, "", "", "Sam Ortiz", "Nurse")
        log_violence(number, told, TODAY, "a")
    assert [each.partition(":")[0] for each in refused.value.problems] == ["types", "place", "description"]
    log_violence(number, ENTRY, TODAY, "a")
    (logged,) = log_of(LogFilter(date(2026, 1, 1), TODAY), knowledge_at())
    row = dict(zip(HEADS, cells(logged, logged.occurred_at), strict=True))
    assert (row["type"], row["committed_by"]) == (
        "Type 2: by a client, customer, patient, student or visitor",
        "Family or friend of a client or customer",
    )
    assert row["circumstances"] == "Working during a low staffing level; Rushed"
    assert (row["completed_by"], row["job_title"], row["completed_on"]) == (
        "Sam Ortiz", "Charge nurse", "2026-06-03",
    )  # fmt: skip


def test_an_incident_is_of_the_day_at_its_site_and_what_was_said_before_stays_known(db: str) -> None:
    number = happened(make_site("HQ"))
    assert get_incident(number).occurred_on == date(2026, 6, 1)
    before = knowledge_at()
    correct_incident(number, shared(summary="It was a patient."), NOW, "a")
    summaries = list(
        select("SELECT summary FROM incident WHERE recorded_in <= :k AND superseded_in > :k", k=before.number)
    )
    assert (summaries, get_incident(number).summary) == (
        [("A visitor became violent. Nobody was badly hurt.",)],
        "It was a patient.",
    )
    with pytest.raises(InvalidInput, match="lines: There is no crisis line 'us-nobody'"):
        happened(get_incident(number).site, lines=["us-988", "us-nobody"])
    with pytest.raises(InvalidInput, match="still to come"):
        happened(get_incident(number).site, occurred_at=NOW + timedelta(minutes=1))


def test_what_is_sealed_is_read_only_by_permission_with_a_reason_and_each_time_in_the_trail(db: str) -> None:
    number = happened(make_site("HQ"), SEALED)
    part = latest_sealed(number)
    assert part is not None
    assert not any(text in part.content for text in SEALED.values())
    reader, other = account(Role.HR), account(Role.MANAGER)
    for role in (Role.ADMIN, Role.AUDITOR, Role.EMPLOYEE):
        blind = account(role)
        with pytest.raises(InvalidInput, match="never reads"):
            grant_reading(blind.email, TODAY, "someone@example.org")
        assert not may_read_sealed(blind)
    with pytest.raises(InvalidInput, match="to themselves"):
        grant_reading(reader.email, TODAY, reader.email)
    grant_reading(reader.email, TODAY, "admin@example.org")
    with pytest.raises(NotAllowed):
        read_sealed(number, WHY, SEALER, other)
    with pytest.raises(InvalidInput, match="why you need"):
        read_sealed(number, "why?", SEALER, reader)
    assert read_sealed(number, WHY, SEALER, reader) == SEALED
    assert read_sealed(number, "Looking again", SEALER, reader) == SEALED
    readings = [row.detail for row in AuditDetail.select() if "reason" in row.detail]
    assert [WHY in detail for detail in readings] == [True, False]
    became_admin = Known(reader.id, "Ana", reader.email, Role.ADMIN, None, None)
    assert not may_read_sealed(became_admin), "a permission does not outlive the role"
    revoke_reading(reader.id, reader.email, "admin@example.org")
    with pytest.raises(NotAllowed):
        read_sealed(number, WHY, SEALER, reader)


def test_what_is_sealed_opens_with_its_own_key_for_its_own_incident_alone() -> None:
    content = SEALER.seal(1, SEALED)
    assert SEALER.opened(1, content) == SEALED
    for wrong, number in ((Sealer("another"), 1), (SEALER, 2)):
        with pytest.raises(ConfigurationError, match="cannot be opened"):
            wrong.opened(number, content)


def test_a_debrief_is_offered_then_held_then_followed_up(db: str) -> None:
    number = happened(make_site("HQ"))
    assert debrief_due_at(get_incident(number)) == AT + timedelta(hours=72)
    with pytest.raises(Conflict, match="first when it was offered"):
        follow_up(number, TODAY, TODAY, "a")
    for day, words in (
        (date(2026, 5, 31), "before the incident"),
        (TODAY + timedelta(days=1), "still to come"),
    ):
        with pytest.raises(InvalidInput, match=words):
            offer_debrief(number, "group", day, TODAY, "a")
    offer_debrief(number, "group", TODAY, TODAY, "a")
    hold_debrief(number, TODAY, TODAY, "a")
    later = TODAY + timedelta(days=28)
    assert get_incident(number).follow_up_on == later
    follow_up(number, later, later, "a")
    assert get_incident(number).followed_up_on == later


def test_whoever_helps_often_is_proposed_a_rest(db: str) -> None:
    site, other = make_site("HQ"), make_site("York")
    often, once = make_person(site, staff_number="1"), make_person(site, staff_number="2")
    for days, place in ((0, site), (20, other), (60, site)):
        name_helper(happened(place, occurred_at=AT - timedelta(days=days)), "1", "a")
    number = happened(site, occurred_at=AT - timedelta(days=80))
    name_helper(number, "2", "a")
    with pytest.raises(Conflict, match="already"):
        name_helper(number, "2", "a")
    found = loads([often.id, once.id], TODAY)
    assert (found[often.id].short, found[often.id].long, found[often.id].needs_rest) == (2, 3, True)
    assert (found[once.id].short, found[once.id].long, found[once.id].needs_rest) == (0, 1, False)
    rest_helper(number, once.id, TODAY + timedelta(days=14), "a")
    at_hq = carrying(frozenset({site.id}), TODAY)
    assert [(each.person.staff_number, each.load.short, each.is_resting(TODAY)) for each in at_hq] == [
        ("1", 2, False), ("2", 0, True),
    ]  # fmt: skip


def test_nothing_is_removed_before_its_years_are_over_or_while_it_is_held(db: str) -> None:
    site = make_site("HQ")
    old, held, young = (
        happened(site, SEALED, occurred_at=AT.replace(year=2021, day=day)) for day in (1, 2, 4)
    )
    for number in (old, held, young):
        log_violence(number, ENTRY, TODAY, "a")
        correct_incident(
            number, shared(occurred_at=get_incident(number).occurred_at, helped="Time."), NOW, "a"
        )
    place_hold(held, "A claim is open", TODAY, "a")
    assert kept_until(get_incident(young).occurred_on) == TODAY
    assert remove_what_is_over(TODAY, "the timetable") == [old]
    assert not Incident.select().where(Incident.fact_id == old).exists(), "no version of it is left"
    assert not any(model.select().where(model.incident == old).exists() for model in OF_INCIDENTS)
    assert remove_what_is_over(TODAY, "the timetable") == []
    release_hold(held, TODAY, "a")
    with pytest.raises(NotFound):
        release_hold(held, TODAY, "a")
    assert remove_what_is_over(TODAY, "the timetable") == [held]
    assert log_entry_of(young) is not None


def test_those_who_care_are_told_at_once_reminded_in_time_and_no_more_once_it_was_offered(db: str) -> None:
    site = make_site("HQ")
    carer = account(Role.COORDINATOR)
    account(Role.HR)
    make_person(site, staff_number="1", email="kim@harbor.org", given_name="Kim")
    number = happened(site)
    name_helper(number, "1", "a")
    owed = {row.kind: row for row in OutboxMessage.select()}
    assert {(row.kind, row.recipient) for row in owed.values()} == {
        ("incidents.recorded", carer.email), ("incidents.to_offer", carer.email),
    }  # fmt: skip
    assert owed["incidents.to_offer"].due_at == AT + timedelta(hours=48)
    offer_debrief(number, "group", TODAY, TODAY, carer.email)
    states = {row.kind: (row.recipient, row.state) for row in OutboxMessage.select()}
    assert states == {
        "incidents.recorded": (carer.email, "waiting"), "incidents.to_offer": (carer.email, "withdrawn"),
        "incidents.follow_up": (carer.email, "waiting"), "incidents.offer": ("kim@harbor.org", "waiting"),
    }  # fmt: skip
    follow_up(number, TODAY, TODAY, carer.email)
    assert OutboxMessage.get(OutboxMessage.kind == "incidents.follow_up").state == "withdrawn"
