"""Who is reminded of what, when: once, of the latest stage only, and no more when its reason has ended."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from readiness.accounts.models import Account, AccountSite
from readiness.certificates.models import Certificate
from readiness.compliance.models import KeptFinding
from readiness.exercises.models import CorrectiveAction, TrainingNeed
from readiness.foundation import clock
from readiness.foundation.temporal import record, supersede
from readiness.notices.models import OutboxMessage
from readiness.people.models import Employment, Person, Site
from readiness.reminders.models import Reminder, ReminderTurn
from readiness.reminders.turning import Home, turn, withdraw_what_ended
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from tests.factories import adopt, change, make_certificate, make_exercise, make_leave, make_person, make_site

HOME = Home("America/New_York", "US", "en")
END = date(2027, 3, 31)  # a Wednesday
KIND = "cpr-aed"  # reminded 60, 30 and 7 days before, 1 and 14 after; 21 after, the manager


def at(day: date, hour: int = 15) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def run(day: date, hour: int = 15) -> int:
    """A turn at an hour of a day (in UTC; New York is four or five behind)."""
    with time_machine.travel(at(day, hour), tick=False):
        return turn(HOME, clock.now())


def run_days(first: date, last: date) -> None:
    for more in range((last - first).days + 1):
        run(first + timedelta(days=more))


def stages() -> list[tuple[str, date]]:
    rows = Reminder.select().where(Reminder.stage != "digest").order_by(Reminder.owed_on, Reminder.id)
    return [(row.stage, row.owed_on) for row in rows]


def make_holder(site: Site | None = None, **values: object) -> Person:
    return make_person(site or make_site(), **{"email": "ana@harbor.org", **values})


def make_account(role: str, email: str, *sites: Site, person: Person | None = None) -> Account:
    account = Account.create(
        email=email,
        email_key=email,
        name=email.partition("@")[0],
        name_key=email.partition("@")[0],
        role=role,
        person=person,
        password_hash="x",
        created_at=at(END),
    )
    for site in sites:
        AccountSite.create(account=account, site=site)
    return account


def test_each_stage_comes_once_on_the_first_working_day_and_then_someone_else_is_told(db: str) -> None:
    manager = make_person(email="boss@harbor.org")
    make_certificate(make_holder(manager=manager), KIND, date(2025, 3, 31), END)
    run_days(END - timedelta(days=70), END + timedelta(days=60))
    assert stages() == [
        ("before-60", date(2027, 2, 1)),  # 30 January is a Saturday
        ("before-30", date(2027, 3, 1)),
        ("before-7", date(2027, 3, 24)),
        ("after-1", date(2027, 4, 1)),
        ("after-14", date(2027, 4, 14)),
        ("escalated", date(2027, 4, 21)),
    ]
    told = [row.recipient for row in OutboxMessage.select().where(OutboxMessage.kind != "reminders.digest")]
    assert told == ["ana@harbor.org"] * 5 + ["boss@harbor.org"]


def test_missed_days_are_caught_up_with_the_latest_stage_alone(db: str) -> None:
    make_certificate(make_holder(), KIND, date(2025, 3, 31), END)
    monday = END - timedelta(days=2)
    run(monday - timedelta(days=1))
    run(monday)
    run(monday, hour=16)
    run(END)
    assert stages() == [("before-7", monday)]
    assert OutboxMessage.select().where(OutboxMessage.kind == "reminders.certificate").count() == 1


def test_what_lapsed_long_before_records_began_reminds_nobody(db: str) -> None:
    make_certificate(make_holder(), KIND, date(2015, 1, 1), date(2017, 1, 1))
    run(END)
    assert stages() == []


def test_quiet_hours_and_holidays_are_those_of_the_site(db: str) -> None:
    """On 29 March 2027 it is Easter Monday in England, Seward's Day in Alaska, and a day like others in New York."""
    leeds = make_site(country="GB", region="England", time_zone="Europe/London")
    nome = make_site(country="US", region="AK", time_zone="America/Nome")
    for site, name in ((leeds, "lee"), (nome, "nom"), (make_site(), "new")):
        make_certificate(
            make_holder(site, email=f"{name}@harbor.org"), KIND, date(2025, 4, 5), date(2027, 4, 5)
        )

    def told() -> list[str]:
        rows = OutboxMessage.select().where(OutboxMessage.kind == "reminders.certificate")
        return sorted(row.recipient[:3] for row in rows)

    monday = date(2027, 3, 29)
    run(monday, hour=12)
    assert told() == []  # 8 in the morning in New York
    run(monday, hour=13)
    assert told() == ["new"]
    run(monday, hour=17)
    run(monday + timedelta(days=1), hour=7)
    assert told() == ["new"]
    run(monday + timedelta(days=1), hour=8)
    assert told() == ["lee", "new"]
    run(monday + timedelta(days=1), hour=16)
    assert told() == ["lee", "new"]
    run(monday + timedelta(days=1), hour=17)
    assert told() == ["lee", "new", "nom"]


@pytest.mark.parametrize(
    "what", ["renewed", "renewed by another kind", "left", "revoked", "exempted", "away", "later"]
)
def test_it_stops_when_its_reason_ends_even_when_it_waits_already(db: str, what: str) -> None:
    site = make_site()
    person = make_holder(site)
    adopt({"check": "all_in_role_certified", "terms": {"certificate": KIND, "role": "", "within_days": 0}})
    certificate = make_certificate(person, KIND, date(2025, 3, 31), END)
    day = END - timedelta(days=7)
    run(day)
    now = at(day, 16)
    assert withdraw_what_ended(HOME, now) == 0
    if what == "renewed":
        make_certificate(person, KIND, day, date(2029, 3, 24))
    elif what == "renewed by another kind":
        make_certificate(person, KIND, day)
    elif what == "left":
        with change() as opened:
            employment = Employment.get(Employment.person == person)
            supersede(employment, opened.change, until_on=day - timedelta(days=1))
    elif what == "revoked":
        with change() as opened:
            supersede(certificate, opened.change, revoked_on=day, counts_until_on=day - timedelta(days=1))
    elif what == "exempted":
        request = ExemptionRequest("tested", "clause-1", site.code, day, END, "ill", person.staff_number)
        grant_exemption(request, "a test")
    elif what == "away":
        make_leave(person, day)
    else:
        now = at(END + timedelta(days=1), 16)
    assert withdraw_what_ended(HOME, now) == 1
    assert OutboxMessage.get(OutboxMessage.kind == "reminders.certificate").state == "withdrawn"
    if what != "later":
        run_days(day + timedelta(days=1), END - timedelta(days=1))
        assert stages() == [("before-7", day)]
        assert OutboxMessage.select().where(OutboxMessage.state == "waiting").count() <= 1  # a digest


def test_when_the_reason_comes_back_what_was_withdrawn_is_owed_again(db: str) -> None:
    person = make_holder()
    make_certificate(person, KIND, date(2025, 3, 31), END)
    day = END - timedelta(days=7)
    run(day)
    leave = make_leave(person, day)
    withdraw_what_ended(HOME, at(day, 16))
    with change() as opened:
        supersede(leave, opened.change, until_on=day)
    run(day + timedelta(days=1))
    row = OutboxMessage.get(OutboxMessage.kind == "reminders.certificate")
    assert (row.state, stages()) == ("waiting", [("before-7", day)])


def test_a_person_reads_in_their_language_and_one_without_an_address_is_told_by_the_manager(db: str) -> None:
    manager = make_person(email="jefe@harbor.org", languages=["es"])
    make_certificate(make_holder(languages=["es", "en"]), KIND, date(2025, 3, 31), END)
    make_certificate(make_holder(email="", manager=manager), KIND, date(2025, 3, 31), END)
    make_certificate(make_holder(languages=["xx"]), KIND, date(2025, 3, 31), END)
    run(END - timedelta(days=7))
    rows = OutboxMessage.select().where(OutboxMessage.kind != "reminders.digest").order_by(OutboxMessage.id)
    assert [(row.recipient, row.language, row.kind) for row in rows] == [
        ("ana@harbor.org", "es", "reminders.certificate"),
        ("jefe@harbor.org", "es", "reminders.pass_on"),
        ("ana@harbor.org", "en", "reminders.certificate"),
    ]


def test_managers_and_hr_get_one_digest_a_week_of_what_is_theirs(db: str) -> None:
    mine, other = make_site(), make_site()
    boss = make_person(email="boss@harbor.org")
    make_account("manager", "manager@harbor.org", mine)
    make_account("manager", "idle@harbor.org", make_site())
    make_account("hr", "hr@harbor.org")
    make_account("hr", "boss@harbor.org", person=boss)
    for site in (mine, other):
        make_certificate(
            make_holder(site, email=f"{site.code}@harbor.org", manager=boss), KIND, date(2025, 3, 31), END
        )
    run_days(END - timedelta(days=9), END - timedelta(days=1))  # from a Monday to the Tuesday after
    rows = OutboxMessage.select().where(OutboxMessage.kind == "reminders.digest")
    told = sorted((row.recipient, row.content["week_on"], row.content["to_come_count"]) for row in rows)
    weeks = ["2027-03-22", "2027-03-29"]
    assert told == [
        *(("boss@harbor.org", week, 2) for week in weeks),
        *(("hr@harbor.org", week, 2) for week in weeks),
        *(("manager@harbor.org", week, 1) for week in weeks),
    ]


def test_corrective_actions_chase_who_sees_to_them_until_they_are_done(db: str) -> None:
    site = make_site()
    exercise = make_exercise(site, date(2027, 1, 15))
    make_account("coordinator", "lead@harbor.org")
    make_person(site, given_name="Priya", family_name="Shah", email="priya@harbor.org")
    actions = []
    for owner in ("lead@harbor.org", "Priya Shah", "someone outside"):
        with change() as opened:
            actions.append(
                record(
                    CorrectiveAction, opened.change, exercise=exercise.fact_id, kind="corrective action",
                    objective_key="k", task="", rating="M", steps=[], text="Mend it", owner=owner, due_on=END,
                    state="open", note="",
                )
            )  # fmt: skip
    run_days(END - timedelta(days=8), END - timedelta(days=7))
    with change() as opened:
        supersede(actions[1], opened.change, state="done", done_on=END - timedelta(days=6))
    assert withdraw_what_ended(HOME, at(END - timedelta(days=7), 20)) == 1
    run_days(END - timedelta(days=6), END)
    first, second, third = (f"corrective-action:{each.fact_id}" for each in actions)
    rows = Reminder.select().order_by(Reminder.id)
    told = [(row.what, row.stage) for row in rows]
    assert sorted(told) == sorted(
        [
            (first, "before-7"),
            (second, "before-7"),
            (third, "before-7"),
            (first, "before-1"),
            (third, "before-1"),
        ]
    )
    waiting = OutboxMessage.select().where(OutboxMessage.state != "withdrawn")
    assert {row.recipient for row in waiting} == {"lead@harbor.org"}


def test_training_that_was_not_had_is_told_to_who_runs_exercises_and_then_to_the_site(db: str) -> None:
    site = make_site()
    exercise = make_exercise(site, date(2027, 1, 15))
    make_account("coordinator", "lead@harbor.org")
    make_account("manager", "manager@harbor.org", site)
    with change() as opened:
        record(
            TrainingNeed, opened.change, exercise=exercise.fact_id, objective_key="k", task="", rating="U",
            text="Learn it", who="the desk", certificate="", due_on=END, note="",
        )  # fmt: skip
    run_days(END - timedelta(days=14), END + timedelta(days=30))
    told = [
        (row.recipient, row.key.split("/")[3]) for row in OutboxMessage.select().order_by(OutboxMessage.id)
    ]
    lead = "lead@harbor.org"
    assert told == [
        (lead, "before-14"), (lead, "after-1"), (lead, "after-14"), ("manager@harbor.org", "escalated"),
    ]  # fmt: skip


def test_a_turn_that_was_cut_off_goes_on_where_it_stood(db: str) -> None:
    for number in range(3):
        make_certificate(make_holder(email=f"p{number}@harbor.org"), KIND, date(2025, 3, 31), END)
    day = END - timedelta(days=7)
    assert run(day) == 3
    lost = Reminder.select().where(Reminder.stage == "before-7").order_by(Reminder.id.desc()).first()
    OutboxMessage.delete().where(OutboxMessage.key == lost.message_key).execute()
    lost.delete_instance()
    ReminderTurn.delete().execute()
    assert run(day, hour=16) == 1
    assert run(day, hour=17) == 0
    assert Reminder.select().count() == OutboxMessage.select().count() == 3


def test_every_tick_of_a_day_together_reminds_once(db: str) -> None:
    """Where a job without a mark of what was sent ran every few hours, the same notice came six times a day."""
    make_certificate(make_holder(), KIND, date(2025, 3, 31), END)
    for hour in range(24):
        run(END - timedelta(days=7), hour)
    assert OutboxMessage.select().where(OutboxMessage.kind == "reminders.certificate").count() == 1


def test_the_printed_day_still_counts_and_what_is_over_is_not_told_for_ever(db: str) -> None:
    make_certificate(make_holder(), KIND, date(2025, 3, 31), END)
    run_days(END, END + timedelta(days=120))
    told = [
        (row.content["is_over"], row.key.split("/")[3])
        for row in OutboxMessage.select().where(OutboxMessage.kind == "reminders.certificate")
    ]
    assert told == [(False, "before-7"), (True, "after-1"), (True, "after-14")]


def test_a_reminder_restarts_no_clock_and_a_renewal_forgets_no_history(db: str) -> None:
    """What was reminded of is as it was; the renewed certificate has its own reminders, the old one's stay."""
    person = make_holder()
    old = make_certificate(person, KIND, date(2025, 3, 31), END)
    before = list(Certificate.select().dicts())
    run(END - timedelta(days=7))
    assert list(Certificate.select().dicts()) == before
    later = date(2029, 3, 21)
    new = make_certificate(person, KIND, date(2027, 3, 25), later)
    run(later - timedelta(days=7))
    rows = Reminder.select().where(Reminder.stage != "digest").order_by(Reminder.id)
    assert [(row.what, row.due_on) for row in rows] == [
        (f"certificate:{old.fact_id}", END),
        (f"certificate:{new.fact_id}", later),
    ]


def test_a_requirement_with_an_owner_chases_them_until_it_is_met(db: str) -> None:
    site = make_site()
    make_account("coordinator", "owner@harbor.org")
    make_account("manager", "manager@harbor.org", site)
    terms = {"certificate": KIND, "at_least": 1}
    adopt(
        {"check": "holders_per_headcount", "terms": terms, "owner": "owner@harbor.org"},
        {"check": "holders_per_headcount", "terms": terms},
    )
    for clause in ("clause-1", "clause-2"):
        KeptFinding.create(
            site_id=site.id, site_code=site.code, pack_id="tested", clause_id=clause, subject=site.code,
            urgency=1, status="due", reason="1 of 2", since_on=END - timedelta(days=30), due_on=END,
        )  # fmt: skip
    run_days(END - timedelta(days=8), END - timedelta(days=6))
    KeptFinding.update(status="gap", since_on=END, due_on=date(9999, 12, 31)).execute()
    run_days(END, END + timedelta(days=35))
    told = [
        (row.recipient, row.key.split("/")[3]) for row in OutboxMessage.select().order_by(OutboxMessage.id)
    ]
    stages_told = ["before-30", "before-7", "after-1", "after-14"]
    assert told == [
        *(("owner@harbor.org", stage) for stage in stages_told),
        ("manager@harbor.org", "escalated"),
    ]
    KeptFinding.delete().execute()
    assert withdraw_what_ended(HOME, at(END + timedelta(days=36))) == len(told)
