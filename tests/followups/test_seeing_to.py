"""A gap is given to somebody: told once, reminded, escalated, and over by itself when it is none any more."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from readiness.accounts.told import accounts_on, person_named
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.followups.actions import Told, Wish, close_what_closed, give, speak
from readiness.followups.queries import Gap, entries_of, get_thread, open_thread, threads_of
from readiness.foundation import clock
from readiness.foundation.errors import Conflict
from readiness.notices.models import OutboxMessage
from readiness.people.models import Site
from readiness.reminders.turning import Home, turn, withdraw_what_ended
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from tests.factories import MEASURE, adopt, make_certificate, make_person, make_site
from tests.reminders.test_reminding import make_account

HOME = Home("America/New_York", "US", "en")
FIRST, DUE = date(2027, 3, 1), date(2027, 3, 17)  # a Monday, a Wednesday
TOLD = Told("Two first-aiders", "Nobody holds it.", "Harbor", "")
HOLDERS = {"check": "holders_per_headcount", "terms": {"certificate": "cpr-aed", "at_least": 1}}
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}


def at(day: date, hour: int = 15) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def keep(day: date) -> int:
    """Today's findings are worked out, and what is a gap no more is closed."""
    with time_machine.travel(at(day, 16), tick=False):
        bring_up_to_date(Keeping.on(day, MEASURE, "America/New_York", "en"))
        return close_what_closed(day, clock.now())


def run(first: date, last: date) -> None:
    for more in range((last - first).days + 1):
        keep(first + timedelta(days=more))
        with time_machine.travel(at(first + timedelta(days=more)), tick=False):
            turn(HOME, clock.now())


def given(site: Site, name: str, *, seen: int = 0, due_on: date = DUE, person: int = 0) -> Gap:
    gap = Gap("tested", "clause-1", site.id, site.code, person)
    with time_machine.travel(at(FIRST, 12), tick=False):
        owner = accounts_on(FIRST).named(name) or person_named(name, FIRST)
        assert owner is not None
        give(
            gap,
            Wish(owner, due_on, "The next class has seats.", seen),
            TOLD,
            FIRST,
            clock.now(),
            "hr@harbor.org",
        )
    return gap


def told() -> list[tuple[str, str]]:
    rows = (
        OutboxMessage.select().where(OutboxMessage.kind.startswith("followups.")).order_by(OutboxMessage.id)
    )
    return [(row.recipient, row.key.split("/")[-2] if "reminders/" in row.key else "given") for row in rows]


def test_its_owner_is_told_once_then_reminded_then_somebody_above_and_no_more_once_it_is_met(db: str) -> None:
    site = make_site("harbor")
    person = make_person(site, email="ana@harbor.org", given_name="Ana", family_name="Ruiz")
    make_account("manager", "manager@harbor.org", site)
    adopt(HOLDERS)
    gap = given(site, "Ana Ruiz")
    run(FIRST, DUE + timedelta(days=16))
    ana, manager = "ana@harbor.org", "manager@harbor.org"
    assert told() == [
        (ana, "given"),
        (ana, "before-7"),
        (ana, "before-1"),
        (ana, "after-1"),
        (ana, "after-7"),
        (manager, "escalated"),
    ]
    later = DUE + timedelta(days=20)
    make_certificate(person, "cpr-aed", date(2027, 1, 1), date(2029, 1, 1))
    with time_machine.travel(at(later), tick=False):
        assert keep(later) == 1
        assert withdraw_what_ended(HOME, clock.now()) == 0  # what waited was taken back as it closed
    thread = threads_of(gap)[0]
    assert (thread.closed_as, thread.standing(later)) == ("met", "closed")
    assert [each.what for each in entries_of([thread.id])[thread.id]] == ["given", "closed"]
    assert {row.state for row in OutboxMessage.select()} == {"withdrawn"}
    run(later, later + timedelta(days=20))
    assert len(told()) == 6


def test_the_second_of_two_is_told_and_a_new_owner_takes_the_place_of_the_first(db: str) -> None:
    site = make_site("harbor")
    make_person(site)
    for name in ("first", "second"):
        make_account("manager", f"{name}@harbor.org", site)
    adopt(HOLDERS)
    gap = given(site, "first@harbor.org")
    with pytest.raises(Conflict):
        given(site, "second@harbor.org")
    given(site, "second@harbor.org", seen=1)
    states = {row.recipient: row.state for row in OutboxMessage.select()}
    assert states == {"first@harbor.org": "withdrawn", "second@harbor.org": "waiting"}
    run(DUE - timedelta(days=7), DUE - timedelta(days=7))
    assert told()[2:] == [("second@harbor.org", "before-7")]
    thread = open_thread(gap)
    assert thread is not None
    assert thread.entry_count == 2


def test_a_gap_that_comes_back_begins_afresh_and_what_was_said_before_stays(db: str) -> None:
    """By an exemption it closes; when that ends it is another gap, of which nothing was said yet."""
    site = make_site("harbor")
    person = make_person(site, email="ana@harbor.org")
    adopt(EVERYONE)
    gap = given(site, person.staff_number, person=person.id)
    assert keep(FIRST) == 0
    request = ExemptionRequest("tested", "clause-1", "harbor", FIRST, DUE, "ill", person.staff_number)
    with time_machine.travel(at(FIRST, 17), tick=False):
        grant_exemption(request, "a test")
    assert keep(FIRST + timedelta(days=1)) == 1
    assert threads_of(gap)[0].closed_as == "exempted"
    back = DUE + timedelta(days=1)
    assert keep(back) == 0
    with time_machine.travel(at(back, 17), tick=False):
        again = speak(gap, "Back again.", clock.now(), "hr@harbor.org")
    assert keep(back) == 0
    assert [each.id for each in threads_of(gap)] == [again, again - 1]
    assert get_thread(again).owner.who == ""
    assert [each.text for each in entries_of([again])[again]] == ["Back again."]


def test_what_was_judged_before_it_was_given_closes_nothing(db: str) -> None:
    """The page finds a gap at once; what is kept may still be of a minute ago."""
    site = make_site("harbor")
    person = make_person(site, email="ana@harbor.org")
    certificate = make_certificate(person, "cpr-aed", date(2027, 1, 1), date(2029, 1, 1))
    adopt(HOLDERS)
    keep(FIRST)
    certificate.delete_instance()
    with time_machine.travel(at(FIRST, 17), tick=False):
        speak(Gap("tested", "clause-1", site.id, "harbor"), "It is gone.", clock.now(), "hr@harbor.org")
        assert close_what_closed(FIRST, clock.now()) == 0
