"""Records whose time is over are removed by kind, but for what is held; people only where somebody says so."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient

from readiness.foundation.database import select
from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from readiness.people.models import Person
from readiness.privacy.holding import place_hold
from readiness.privacy.retention import LEAVERS, remove_what_is_over, settle_retention, what_is_due
from readiness.web.access import Role
from tests.factories import change, make_person
from tests.signing_in import post, sign_in

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def message(person: Person, due_at: datetime, state: str = "sent") -> None:
    with change() as opened:
        key = f"test/{person.id}/{due_at:%Y}/{state}"
        owe(Message(key, "notices.test", "a@example.org", {"by": "Ana"}, due_at, person=person.id), opened)
    OutboxMessage.update(state=state).where(OutboxMessage.key == key).execute()


def due() -> dict[str, int]:
    return {each.kind.name: each.rows for each in what_is_due(TODAY) if each.rows}


def test_messages_go_after_their_years_but_for_what_waits_or_is_held(db: str) -> None:
    free, held = make_person(), make_person()
    place_hold(held.id, "A claim", TODAY, "hr@example.org", NOW)
    old = NOW - timedelta(days=3 * 366)
    for person in (free, held):
        message(person, old)
    message(free, old, "waiting")
    message(free, NOW)
    assert due() == {"outbox_message": 1}
    assert remove_what_is_over(TODAY, NOW, "timetable") == 1
    assert OutboxMessage.select().count() == 3
    assert due() == {}
    # The hold was until today: tomorrow it stands no more.
    assert remove_what_is_over(TODAY + timedelta(days=1), NOW, "timetable") == 1
    told = [
        subject for (subject,) in select("SELECT subject FROM audit_event WHERE action = 'records removed'")
    ]
    assert told == ["outbox_message", "outbox_message"]


def test_people_who_left_are_erased_only_where_years_are_set(db: str) -> None:
    for until_on in (date(2015, 1, 1), date(2024, 1, 1), date(9999, 12, 31)):
        make_person(employed_until=until_on)
    assert remove_what_is_over(TODAY, NOW, "timetable") == 0
    settle_retention({LEAVERS: 7}, "hr@example.org")
    assert due() == {LEAVERS: 1}
    assert remove_what_is_over(TODAY, NOW, "timetable") == 1
    erased = [person.id for person in Person.select() if person.staff_number.startswith("erased-")]
    assert len(erased) == 1
    assert remove_what_is_over(TODAY, NOW, "timetable") == 0


def test_hr_sets_the_years_and_takes_own_data(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    assert post(client, "/settings/privacy", outbox_message="3", leavers="").status_code == 302
    assert 'value="3"' in client.get("/settings/privacy").text
    assert post(client, "/settings/privacy", outbox_message="0").status_code == 422
    taken = post(client, "/account/data")
    assert (taken.status_code, taken.mimetype) == (200, "application/zip")
    assert taken.data[:2] == b"PK"
    taken.close()
