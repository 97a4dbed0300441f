"""A protocol of one's own, from its address to the phone: part by part, reviewed, approved, published, found, retired."""

import json
from pathlib import Path

from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.handbook.actions import publish
from readiness.handbook.bundle import Wanted
from readiness.handbook.opened import Opened
from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import begun_revisions, get_latest, protocol_of, shipped_protocols
from readiness.web.access import Role
from tests.handbook.desk import approved, edit, fields, press, state_of
from tests.handbook.making import press_at
from tests.handbook.test_editing import HARD, another
from tests.signing_in import sign_in

BEGUN, OWN = "/handbook/begun/lockdown", "/handbook/protocols/lockdown"
DISCARD = "/handbook/discard-begun/lockdown"
SLUGS = ("panic", "aftercare")

ABOUT = {
    "call_danger": "emergency", "call_unsafe": "crisis", "call_worried": "", "next": ["panic"],
    "topics": "safety", "owner": "Priya", "review_months": "6",
    "sources-0-title": "Ready for it", "sources-0-publisher": "CISA", "sources-0-url": "https://www.cisa.gov/",
    "sources-0-read_on": "2026-11-01", "sources-1-title": "Stay inside", "sources-1-publisher": "FEMA",
    "sources-1-url": "https://www.fema.gov/", "sources-1-read_on": "2026-11-02",
}  # fmt: skip


def text(situation: str, **more: str) -> dict[str, str]:
    steps = ("Go in.", "Lock it.", "Turn off the light.", "Sit low.", "Be quiet.")
    lines = {
        "say": "We stay here.\nI am with you.\nBe quiet.", "do_not_say": "It is a joke.\nRun.\nShout.",
        "do_not": "Do not open.\nDo not call out.", "signs": "A siren.\nA loud bang.\nPeople run.",
    }  # fmt: skip
    typed = {f"steps-{n}-do": step for n, step in enumerate(steps)}
    for n in range(3):
        typed |= {f"choices-{n}-when": "It is near.", f"choices-{n}-do": "Stay low."}
    return {
        **typed, **lines, "situation": situation, "title": "Stay inside", "first": "Go in and lock the door.",
        "branch_after": "2", "escalate-0-whom": "The desk", "escalate-0-when": "Once it is safe.", **more,
    }  # fmt: skip


def said(*phrasings: str) -> str:
    return "\n".join((*phrasings, *(f"{phrasings[0]} {n}" for n in "abcdefg")))


ENGLISH = text("The doors must be locked", phrasings=said("active shooter barricade"))
SPANISH = text("Hay que cerrar las puertas", phrasings=said("tirador en el edificio barricada"))


def begin(client: FlaskClient) -> None:
    answer = edit(client, "/handbook/add-protocol", slug="lockdown")
    assert answer.status_code == 302, answer.text
    assert answer.location.endswith(f"{BEGUN}/about")


def write_whole(client: FlaskClient) -> None:
    begin(client)
    for part, typed in (("about", ABOUT), ("en", ENGLISH), ("es", SPANISH)):
        answer = edit(client, f"{BEGUN}/{part}", **typed)
        assert answer.status_code == 302, answer.text


def test_a_protocol_of_one_s_own_is_written_approved_by_another_published_and_found(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    write_whole(client)
    assert not begun_revisions()
    typed = {**fields(client.get(f"{OWN}/edit/en").text), "seen": str(get_latest("lockdown").number)}
    refused = client.post(f"{OWN}/approve", data=typed, follow_redirects=True)
    assert "Somebody else has to approve it." in refused.text
    press(client, OWN, "/send")
    assert "Approved." in press(tom, OWN, "/approve").text
    opened = Opened.read(publish(press_at(tmp_path), "a test").path)
    for language, heading in (("en", "Go in and lock the door."), ("es", "Hay que cerrar las puertas")):
        page = opened.pages["/protocols/lockdown", language].plain.decode()
        assert heading in page
        assert 'href="tel:911"' in page
    assert "The doors must be locked" in opened.pages["/", "en"].plain.decode()
    for sought, language in (("active shooter barricade", "en"), ("hay un tirador en el edificio", "es")):
        assert (
            json.loads(opened.searched.as_json(sought, Wanted(language)))["protocols"][0]["slug"]
            == "lockdown"
        )
    assert "tirador en el edificio barricada" in opened.bundle.text.decode()
    assert edit(client, f"{OWN}/retire", reason="Merged into another.").status_code == 302
    after = Opened.read(publish(press_at(tmp_path), "a test").path)
    assert ("/protocols/lockdown", "en") not in after.pages
    assert "lockdown" not in after.bundle.text.decode()  # nor in the phone's copy
    assert edit(client, f"{OWN}/edit/en", first="Go in and lock every door.").status_code == 302
    assert state_of("lockdown", get_latest("lockdown").number) == "draft"


def test_what_is_begun_stands_with_those_who_write_and_nowhere_else(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    begin(client)
    assert ">lockdown</a>" in client.get("/handbook").text
    edit(client, f"{BEGUN}/en", **ENGLISH)
    assert "The doors must be locked" in client.get("/handbook").text
    assert client.get(OWN).status_code == 404
    assert client.get(f"{OWN}?revision=1").status_code == 404
    assert "lockdown" not in Opened.read(publish(press_at(tmp_path), "a test").path).bundle.text.decode()
    kept = client.get(f"{BEGUN}/en").text
    assert "active shooter barricade" in kept
    assert client.get(f"{BEGUN}/nothing").status_code == 404
    assert another(client, Role.AUDITOR).get(f"{BEGUN}/en").status_code == 403


def test_whoever_wrote_a_part_before_it_was_whole_cannot_approve_it(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    begin(client)
    edit(client, f"{BEGUN}/about", **ABOUT)
    edit(client, f"{BEGUN}/en", **ENGLISH)
    edit(tom, f"{BEGUN}/es", **SPANISH)
    press(tom, OWN, "/send")
    assert "You wrote some of it" in client.get(OWN).text
    assert "You wrote some of it" in tom.get(OWN).text


def test_the_gates_are_those_of_every_protocol(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    begin(client)
    one_source = {name: value for name, value in ABOUT.items() if not name.startswith("sources-1")}
    refused = edit(client, f"{BEGUN}/about", **one_source)
    assert refused.status_code == 422
    assert "has 1; at least 2 are needed." in refused.text
    assert "Ready for it" in refused.text  # what was typed is still there
    edit(client, f"{BEGUN}/about", **ABOUT)
    edit(client, f"{BEGUN}/en", **ENGLISH | {f"steps-{n}-do": HARD for n in range(5)})
    edit(client, f"{BEGUN}/es", **SPANISH)
    assert "are of reading grade" in press(client, OWN, "/send").text


def test_an_address_is_one_free_word(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.HR)
    for slug, told in (
        ("Lock-down", "one word of 3 to 20"),
        ("panic", "at this address already"),
        ("", "one short word"),
    ):
        answer = edit(client, "/handbook/add-protocol", slug=slug)
        assert answer.status_code == 422
        assert told in answer.text
    begin(client)
    assert "at this address already" in edit(client, "/handbook/add-protocol", slug="lockdown").text
    assert (
        bring_starters([shipped_protocols()["panic"].model_copy(update={"slug": "lockdown"})], "a test") == 0
    )


def test_the_second_of_two_who_write_a_part_at_once_is_told_and_keeps_the_text(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    begin(client)
    before = tom.get(f"{BEGUN}/en").text
    edit(client, f"{BEGUN}/about", **ABOUT)
    stale = before[before.index('name="seen"') :].split('value="')[1].split('"')[0]
    told = edit(tom, f"{BEGUN}/en", **ENGLISH, seen=stale)
    assert told.status_code == 422
    assert "wrote revision 2 while you were at it" in told.text
    assert "The doors must be locked" in told.text


def test_what_was_begun_can_be_given_up_and_leaves_its_address_free(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    begin(client)
    edit(client, f"{BEGUN}/en", **ENGLISH)
    assert edit(client, DISCARD).status_code == 302
    assert not ProtocolRevision.select().where(ProtocolRevision.slug == "lockdown").exists()
    assert AuditEvent.select().order_by(AuditEvent.id.desc()).first().action == "protocol discarded"
    write_whole(client)
    assert client.get(DISCARD).status_code == 404  # it is whole now: it is retired instead
    assert protocol_of(get_latest("lockdown")).owner == "Priya"
