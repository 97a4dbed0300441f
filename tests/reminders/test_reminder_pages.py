"""The pages of reminders: what will be sent is what is sent; whoever settles the days, settles them for everyone."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from flask.testing import FlaskClient

from readiness.foundation import clock
from readiness.reminders.forecast import Whose, coming
from readiness.reminders.models import Reminder
from readiness.reminders.rules import rules_in_force
from readiness.reminders.turning import Home, turn
from readiness.reminders.views import coming_in_words
from readiness.web.access import Role
from tests.factories import make_certificate, make_person, make_site
from tests.signing_in import post, sign_in

HOME = Home("UTC", "US", "en")
END = date(2027, 3, 31)


def test_what_is_told_ahead_is_what_comes(db: str) -> None:
    boss = make_person(email="boss@harbor.org")
    leeds = make_site(country="GB", region="England", time_zone="Europe/London")
    person = make_person(leeds, email="ana@harbor.org", manager=boss)
    other = make_person(make_site(), email="tom@harbor.org")
    for holder in (person, other):
        make_certificate(holder, "mhfa-adult", date(2024, 3, 31), END)
    begin = datetime(2026, 12, 1, 12, tzinfo=UTC)
    with time_machine.travel(begin, tick=False):
        told = coming(HOME, clock.now(), Whose(site=leeds.id))
        assert [each.wanted.reached.address for each in told] == ["ana@harbor.org"] * 5 + ["boss@harbor.org"]
        assert "ends on 31 March 2027" in told[0].letter("en").subject
        assert coming(HOME, clock.now(), Whose(person=other.id))[0].wanted.reached.address == "tom@harbor.org"
    for days in range(180):
        with time_machine.travel(begin + timedelta(days=days), tick=False):
            turn(HOME, clock.now())
    sent = Reminder.select().where((Reminder.person == person.id) & (Reminder.what != "digest"))
    assert [(each.on, each.wanted.stage) for each in told] == sorted((row.owed_on, row.stage) for row in sent)


def test_hr_settles_the_days_and_sees_what_follows(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    person = make_person(make_site("york"), email="ana@harbor.org")
    soon = clock.today("UTC") + timedelta(days=100)
    make_certificate(person, "cpr-aed", soon - timedelta(days=700), soon)
    wrong = post(client, "/settings/reminders", before="x", after="1", kinds="", first="9", last="17")
    assert wrong.status_code == 422
    kinds = "cpr-aed: 45, 10 / 3 / 30\nnaloxone: 20"
    values = {"before": "50", "after": "2", "escalate_after": "9", "kinds": kinds, "first": "8", "last": "18"}
    for bad in ({"kinds": "no-such: 1"}, {"kinds": "?"}, {"first": "19"}):
        assert post(client, "/settings/reminders", **{**values, **bad}).status_code == 422
    assert post(client, "/settings/reminders", **values).status_code == 302
    rules = rules_in_force()
    assert rules.certificate.of_kind("cpr-aed").before == (45, 10)
    assert rules.certificate.of_kind("mhfa-adult").before == (50,)
    assert "cpr-aed: 45, 10 / 3 / 30" in client.get("/settings/reminders").text
    ahead = client.get("/settings/reminders/ahead?site=york").text
    assert "The one for 45 days before" in ahead
    assert "ana@harbor.org" in ahead
    assert "The one for 10 days before" in client.get(f"/people/{person.id}").text
    held = "No mail server is set, so that reminders wait in the outbox."
    assert held in ahead
    assert held in client.get("/settings/reminders").text
    client.application.config["READINESS"] = client.application.config["READINESS"].model_copy(
        update={"smtp_host": "mail.example.org"}
    )
    assert held not in client.get("/settings/reminders").text
    assert post(client, "/settings/reminders/as-shipped", form_at="/settings/reminders").status_code == 302
    assert rules_in_force().certificate.of_kind("cpr-aed").before == (60, 30, 7)


def test_a_reminder_that_comes_late_says_how_many_days_are_left(db: str) -> None:
    person = make_person(make_site(), email="ana@harbor.org")
    make_certificate(person, "mhfa-adult", date(2024, 12, 8), date(2026, 12, 8))
    with time_machine.travel(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False):  # a Sunday
        late, next_one, *_others = coming(HOME, clock.now(), Whose(person=person.id))
    assert coming_in_words(late) == "The one for 30 days before, 8 days left"
    assert coming_in_words(next_one) == "The one for 7 days before"
