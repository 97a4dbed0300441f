"""Invited by mail, answered in one tap, expected on the console; injects by mail; nobody who declines is on a list."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from readiness.exercises.actions import get_scenario, plan_exercise
from readiness.exercises.asking import (
    NO,
    PURPOSE,
    SUBSTITUTE,
    YES,
    answer,
    expected,
    invite_people,
    unanswered_count,
    works_at,
)
from readiness.exercises.codes import make_code
from readiness.exercises.models import ExerciseInvitation
from readiness.exercises.queries import get_exercise
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.notices.links import FoundLink, LinkFor, find, make, signing_key
from readiness.notices.models import OutboxMessage
from readiness.web.access import Role
from tests.exercises.playing import NOW, hand, note, planned
from tests.factories import make_person, make_site
from tests.handbook.desk import edit
from tests.signing_in import sign_in, token_of

KEY = b"a key of tests"


def people(site_code: str = "HQ") -> None:
    """Three who work at a site."""
    site = get_exercise(1).site if site_code == "HQ" else make_site(site_code)
    for number, name in (("1", "Ana"), ("2", "Ben"), ("3", "Cleo")):
        make_person(
            site, staff_number=number, given_name=name, family_name="Doe", email=f"{name}@harbor.org".lower()
        )


def tapped(exercise: int, person: int) -> FoundLink:
    token = make(LinkFor(person, PURPOSE, f"exercise:{exercise}"), NOW, NOW + timedelta(days=7), KEY)
    return find(token, NOW, KEY)


def test_each_answer_is_taken_once_and_whoever_declines_is_on_no_list(db: str) -> None:
    exercise = planned()
    people()
    assert works_at(get_exercise(exercise).site.id, NOW.date()) == ["1", "2", "3"]
    assert invite_people(exercise, ["1", "2", "3"], "first-aider", NOW, "c@example.org") == 3
    mail = OutboxMessage.get(OutboxMessage.recipient == "ana@harbor.org")
    assert (mail.kind, mail.tap_purpose, mail.content["label"]) == (
        "exercises.invitation", PURPOSE, "This is an exercise.",
    )  # fmt: skip
    ana, ben, cleo = (row.person.id for row in ExerciseInvitation.select().order_by(ExerciseInvitation.id))
    link = tapped(exercise, ana)
    answer(link, YES, "", NOW)
    with pytest.raises(NotFound):
        answer(link, NO, "", NOW)
    with pytest.raises(InvalidInput, match="who comes instead"):
        answer(tapped(exercise, ben), SUBSTITUTE, " ", NOW)
    answer(tapped(exercise, ben), SUBSTITUTE, "Dana Poe", NOW)
    assert unanswered_count(exercise) == 1
    answer(tapped(exercise, cleo), NO, "", NOW)
    assert [(each.name, each.stands_in_for) for each in expected(exercise)] == [("1", ""), ("Dana Poe", "2")]
    assert unanswered_count(exercise) == 0
    assert invite_people(exercise, ["3"], "", NOW, "c@example.org") == 0, (
        "whoever declined is not asked again"
    )
    assert ExerciseInvitation.select().count() == 2
    with pytest.raises(NotFound):
        tapped_again = tapped(exercise, cleo)
        answer(tapped_again, YES, "", NOW)


def test_an_inject_by_mail_reaches_its_roles_and_is_taken_back_by_the_stop_word(db: str) -> None:
    exercise = planned(scenario="a-message-before-nine")
    people()
    inject = next(each for each in hearing() if each[1] == "e-mail")
    role = inject[2][0]
    invite_people(exercise, ["1"], role, NOW, "c")
    invite_people(exercise, ["2"], "" if role != "all" else role, NOW, "c")
    for row in ExerciseInvitation.select():
        answer(tapped(exercise, row.person.id), YES, "", NOW)
    hand(exercise, note("started"))
    hand(exercise, note("inject_sent", inject[0]), minutes=5)
    hand(exercise, note("inject_sent", inject[0]), minutes=6)
    (mail,) = OutboxMessage.select().where(OutboxMessage.kind == "exercises.inject")
    assert mail.recipient == "ana@harbor.org"
    assert mail.content["text"].startswith("This is an exercise.")
    assert mail.state == "waiting"
    hand(exercise, note("stop_word"), minutes=7)
    assert OutboxMessage.get(OutboxMessage.kind == "exercises.inject").state == "withdrawn"


def hearing() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each inject of the scenario: its id, how it comes, to whom."""
    return [(each.id, each.how, each.to) for each in get_scenario("a-message-before-nine").injects]


def test_invited_answered_and_present_by_the_pages(client: FlaskClient) -> None:
    site = make_site("HQ")
    person = make_person(site, staff_number="1", given_name="Ana", family_name="Doe", email="ana@harbor.org")
    sign_in(client, Role.COORDINATOR)
    today = clock.today("America/New_York")
    with connected():
        exercise = plan_exercise("HQ", "talks-of-suicide", today, "a test")
    assert ">1</textarea>" in client.get(f"/exercises/{exercise}/invite?everyone=1").text.replace("\r\n", "")
    sent = edit(client, f"/exercises/{exercise}/invite", people="1", role="first-aider")
    assert sent.status_code == 302, sent.text
    page = client.get(f"/exercises/{exercise}").text
    assert "One has not answered yet." in page
    assert "One invitation goes out. Mail is held: no mail server is set." in page
    with connected():
        key = signing_key(client.application.config["READINESS"])
        opens = LinkFor(person.id, PURPOSE, f"exercise:{exercise}")
        token = make(opens, clock.now(), clock.now() + timedelta(days=1), key)
    visitor = client.application.test_client()
    page = visitor.get(f"/tap/{token}", follow_redirects=True).text
    assert "This is an exercise." in page
    data = {"csrf_token": token_of(visitor, f"/invited/{token}"), "answer": "yes"}
    assert "You are expected" in visitor.post(f"/invited/{token}", data=data).text
    assert visitor.get(f"/invited/{token}").status_code == 404
    assert "Ana Doe" in client.get(f"/exercises/{exercise}").text
    console = client.get(f"/exercises/{exercise}/run").text
    assert 'name="subject" value="1"' in console
    here = {"csrf_token": token_of(client), "kind": "joined", "subject": "1", "value": "first-aider"}
    client.post(f"/exercises/{exercise}/entries", data=here)
    assert "Is here" not in client.get(f"/exercises/{exercise}/run").text


def test_those_who_take_part_are_spoken_to_in_their_language(client: FlaskClient) -> None:
    visitor = client.application.test_client()
    spanish = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
    page = visitor.get("/e", headers=spanish).text
    assert "Participar en un ejercicio" in page
    assert '<html lang="es">' in page
    assert 'href="/e?lang=en"' in page
    assert "Join an exercise" in visitor.get("/e?lang=en", headers=spanish).text
    assert "Join an exercise" in visitor.get("/e", headers={"Accept-Language": "fr"}).text
    make_site("HQ")
    with connected():
        exercise = plan_exercise("HQ", "talks-of-suicide", clock.today("America/New_York"), "a test")
        code = make_code(exercise, "participant", clock.now(), "a test")
    page = visitor.get(f"/e/{code}?lang=es").text
    assert "Hago de" in page
    assert f'action="/e/{code}?lang=es"' in page, "forms carry the choice on"
    assert "Join" not in page
    assert "Este código no funciona" in visitor.get("/e/nothing", headers=spanish).text
    assert "Sign in" in visitor.get("/login", headers=spanish).text
